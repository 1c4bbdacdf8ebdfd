"""The same incident across articles: reports are compared with the anchor of an incident, never with its other members.

So daily reports of one city do not chain into a month. Equal analyses give equal incidents, in whatever order.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from geo.agreement import Agreement, compare
from geo.blocking import Key, Keys, keys
from geo.config import Config
from geo.consolidate import Member, consolidate
from geo.frequency import Density, Rarity
from geo.groups import link_parts
from geo.records import Analysis, Incident
from geo.repetition import is_repetition
from geo.telling import Telling, is_vague, tellings

#: Evidence in bits from which on two reports are rather one incident than two.
ENOUGH_BITS = 0.0
#: The same where one of them is vague: four to one, since a wrong guess would move it far.
ENOUGH_BITS_VAGUE = 2.0


def merge(analyses: Iterable[Analysis], config: Config) -> tuple[Incident, ...]:
    """Return the incidents that the articles tell of, sorted by first day and id; those without a day come last.

    Every report that tells of an incident, or of a sum over several, is in exactly one; developments, plans and
    denials are in none. The order of the analyses does not matter, and two of the same id and content count once.
    """
    del config  # nothing to set yet; part of the fixed interface
    told = _without_repeats(tellings(analyses))
    rarity, density = Rarity(told), Density(told)
    incidents, groups = (
        [
            consolidate(cluster)
            for cluster in _clusters([t for t in told if t.report.record_type == kind], rarity, density)
        ]
        for kind in ("incident", "incident_group")
    )
    return tuple(sorted(link_parts(incidents, groups), key=_by_day))


def _by_day(incident: Incident) -> tuple[date, str]:
    return incident.core.date_start or incident.core.date_end or date.max, incident.id


def _without_repeats(told: Sequence[Telling]) -> list[Telling]:
    return list({t.key: t for t in reversed(told)}.values())[::-1]


def _clusters(told: Sequence[Telling], rarity: Rarity, density: Density) -> list[list[Member]]:
    """Return the reports grouped by incident, each beginning with its anchor; `told` is sorted, best anchors first."""
    clusters: list[list[Member]] = []
    filed: dict[Key, list[int]] = {}
    for telling in told:
        found = keys(telling, rarity)
        candidates = sorted(_candidates(found, filed))
        best: tuple[float, int, Agreement] | None = None
        for number in candidates:
            agreement = _fit(telling, clusters[number], rarity, density)
            if agreement is not None and (best is None or agreement.bits > best[0]):
                best = (agreement.bits, number, agreement)
        if best is not None:
            clusters[best[1]].append(Member(telling, best[2]))
            continue
        for key in (*found.filed, *found.words):
            filed.setdefault(key, []).append(len(clusters))
        clusters.append([Member(telling, None)])
    return clusters


def _candidates(found: Keys, filed: Mapping[Key, Sequence[int]]) -> Iterator[int]:
    """Yield the numbers of the incidents that share a key of place and time, or two rare words."""
    near = {number for key in found.sought for number in filed.get(key, ())}
    yield from near
    sharing = Counter(number for key in found.words for number in filed.get(key, ()))
    yield from (number for number, words in sharing.items() if words > 1 and number not in near)


def _fit(telling: Telling, cluster: Sequence[Member], rarity: Rarity, density: Density) -> Agreement | None:
    """Return why a report belongs to an incident; None where it does not."""
    siblings = [m.telling.report for m in cluster if m.telling.analysis.id == telling.analysis.id]
    if not all(is_repetition(telling.report, sibling) for sibling in siblings):
        return None
    anchor = cluster[0].telling
    if anchor.analysis.id == telling.analysis.id:
        return Agreement(ENOUGH_BITS, ("the same article says no other thing of it",))
    agreement = compare(telling, anchor, rarity, density)
    enough = ENOUGH_BITS_VAGUE if is_vague(telling) or is_vague(anchor) else ENOUGH_BITS
    return None if agreement.conflict or agreement.bits < enough else agreement

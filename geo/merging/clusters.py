"""Reports grouped by incident: each joins the best anchor, then groups join that agree on average. Pure and ordered."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from geo.merging.agreement import Agreement, compare
from geo.merging.blocking import Key, Keys, keys
from geo.merging.frequency import Density, Rarity
from geo.merging.repetition import is_repetition
from geo.merging.telling import Telling, is_vague
from geo.records import Report

#: Evidence in bits from which on two reports are rather one incident than two.
ENOUGH_BITS = 0.0
#: The same where one of them is vague: four to one, since a wrong guess would move it far.
ENOUGH_BITS_VAGUE = 2.0

#: Two groups of reports are compared by so many reports of each, the best ones.
_MOST_COMPARED = 6
#: What a pair that cannot be one incident counts in the average.
_IMPOSSIBLE_BITS = -15.0


@dataclass(frozen=True, slots=True)
class Member:
    """A report of an incident, and why it is in it (None: it is the anchor)."""

    telling: Telling
    agreement: Agreement | None


Cluster = list[Member]
Comparison = Callable[[Telling, Telling], Agreement]
KeysOf = Mapping[tuple[str, str], Keys]


class _Files:
    """Clusters by the keys of their reports, so that only those are compared that can be one."""

    def __init__(self) -> None:
        self._by_key: dict[Key, list[int]] = defaultdict(list)

    def add(self, number: int, found: Keys) -> None:
        """File a report of a cluster."""
        for key in (*found.filed, *found.words):
            self._by_key[key].append(number)

    def like(self, found: Iterable[Keys]) -> list[int]:
        """Return the clusters that share a key of place and time, or two rare words, with any of these reports."""
        numbers: set[int] = set()
        for one in found:
            numbers.update(number for key in one.sought for number in self._by_key.get(key, ()))
            words = Counter(number for key in one.words for number in set(self._by_key.get(key, ())))
            numbers.update(number for number, shared in words.items() if shared > 1)
        return sorted(numbers)


def clusters(told: Sequence[Telling]) -> list[Cluster]:
    """Return the reports grouped by incident, each beginning with its anchor; `told` is sorted, best anchors first."""
    rarity, density = Rarity(told), Density(told)
    keys_of = {telling.key: keys(telling, rarity) for telling in told}

    def agreement(one: Telling, other: Telling) -> Agreement:
        return compare(one, other, rarity, density)

    return _joined(_by_anchor(told, keys_of, agreement), keys_of, agreement)


# --------------------------------------------------------------------------------------------------- by the anchor


def _by_anchor(told: Iterable[Telling], keys_of: KeysOf, agreement: Comparison) -> list[Cluster]:
    """Return clusters of the reports that agree with one anchor, each with the anchor that it agrees with most."""
    made: list[Cluster] = []
    files = _Files()
    for telling in told:
        best: tuple[float, int, Agreement] | None = None
        for number in files.like([keys_of[telling.key]]):
            fit = _fit(telling, made[number], agreement)
            if fit is not None and (best is None or fit.bits > best[0]):
                best = (fit.bits, number, fit)
        if best is None:
            files.add(len(made), keys_of[telling.key])
            made.append([Member(telling, None)])
        else:
            made[best[1]].append(Member(telling, best[2]))
    return made


def _fit(telling: Telling, cluster: Cluster, agreement: Comparison) -> Agreement | None:
    """Return why a report belongs to an incident; None where it does not."""
    anchor = cluster[0].telling
    if not _may_join([telling], cluster) or not kinds_fit(telling.report, anchor.report):
        return None
    if anchor.analysis.id == telling.analysis.id:
        return Agreement(ENOUGH_BITS, ("the same article says no other thing of it",))
    fit = agreement(telling, anchor)
    return None if fit.conflict or fit.bits < _enough(telling, anchor) else fit


def _may_join(tellings: Iterable[Telling], cluster: Cluster) -> bool:
    """Say whether all of these only repeat what a report of the same article already says, if there is one."""
    return all(
        is_repetition(telling.report, member.telling.report)
        for telling in tellings
        for member in cluster
        if member.telling.analysis.id == telling.analysis.id
    )


def kinds_fit(one: Report, other: Report) -> bool:
    """Say whether two reports are of one kind; a sum over one place and day may be what others call one incident.

    Then their figures must be equal: a smaller one is a part of the sum.
    """
    if one.record_type == other.record_type:
        return True
    if one.date_prec != 1 or other.date_prec != 1 or max(one.where_prec or 9, other.where_prec or 9) > 2:
        return False
    figures = [(one.killed, other.killed), (one.injured, other.injured)]
    stated = [(a, b) for a, b in figures if a is not None and b is not None]
    return all(a == b for a, b in stated) and any(a.best for a, _ in stated)


def _enough(one: Telling, other: Telling) -> float:
    return ENOUGH_BITS_VAGUE if is_vague(one) or is_vague(other) else ENOUGH_BITS


# ------------------------------------------------------------------------------------------------- on the average


def _joined(made: Sequence[Cluster], keys_of: KeysOf, agreement: Comparison) -> list[Cluster]:
    """Return the clusters with those joined whose reports agree on average, under the better anchor.

    An anchor may lack what its reports share with another's: the name of the victim, the figures.
    """
    kept: list[Cluster] = []
    files = _Files()
    for cluster in made:
        its_keys = [keys_of[member.telling.key] for member in cluster]
        best: tuple[float, int] | None = None
        for candidate in files.like(its_keys):
            bits = _average(cluster, kept[candidate], agreement)
            if bits is not None and (best is None or bits > best[0]):
                best = (bits, candidate)
        number = len(kept) if best is None else best[1]
        if best is None:
            kept.append(list(cluster))
        else:
            anchor = kept[number][0].telling
            kept[number] += [Member(m.telling, agreement(m.telling, anchor)) for m in cluster]
        for one in its_keys:
            files.add(number, one)
    return kept


def _average(cluster: Cluster, other: Cluster, agreement: Comparison) -> float | None:
    """Return the average evidence that two clusters are one incident; None where it is not enough or cannot be."""
    tellings = [member.telling for member in cluster]
    anchor = other[0].telling
    if len(cluster) == len(other) == 1 or any(t.analysis.id == anchor.analysis.id for t in tellings):
        return None
    if not _may_join(tellings, other) or not all(kinds_fit(t.report, anchor.report) for t in tellings):
        return None
    if any(agreement(t, anchor).conflict for t in tellings):
        return None
    pairs = [
        (t, member.telling)
        for t in tellings[:_MOST_COMPARED]
        for member in other[:_MOST_COMPARED]
        if t.analysis.id != member.telling.analysis.id
    ]
    bits = sum(max(agreement(*pair).bits, _IMPOSSIBLE_BITS) for pair in pairs) / len(pairs)
    return bits if bits >= _enough(tellings[0], anchor) else None

"""review.csv: the decisions of a run that are most likely wrong, least certain first, each with how to correct it."""

import csv
import io
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from geo.columns import COUNTED
from geo.correcting import Stale
from geo.exports.harmless import harmless
from geo.merging.agreement import compare
from geo.merging.consolidate import in_words
from geo.merging.frequency import Density, Rarity
from geo.merging.telling import tellings
from geo.records import Analysis, Count, Incident, Report

COLUMNS = ("uncertainty", "decision", "incident", "about", "now", "why", "documents", "sentence", "correction")

#: Decisions that are less likely wrong than this are not worth a look.
LEAST = 0.2
#: Of the incidents of one place and day so many are held against each other.
_MOST_NEIGHBOURS = 12

#: How likely a day is wrong that was not stated: the day of publication stands in; nothing is known; a month; a year.
_DATE_BY_BASIS = {"publication_only": 0.6}
_DATE_BY_PRECISION = {4: 0.35, 5: 0.5}
_NO_DATE, _NO_PLACE, _PLACE_NOT_FOUND, _OPEN_COUNT = 0.8, 0.6, 0.95, 0.3


@dataclass(frozen=True, slots=True)
class Doubt:
    """One decision that may be wrong."""

    uncertainty: float  #: 0 to 1
    decision: str  #: place, date, merge, count, incident, or correction
    incident: str
    about: str  #: day, place and kind
    now: str  #: what was decided
    why: str
    documents: tuple[str, ...]
    sentence: str
    correction: str  #: the command that sets it right


def review_csv(found: Iterable[Doubt]) -> str:
    """Return the text of review.csv, in the order given."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in found:
        cells = (f"{one.uncertainty:.2f}", one.decision, one.incident, one.about, one.now, one.why,
                 "; ".join(one.documents), one.sentence, one.correction)  # fmt: skip
        writer.writerow([harmless(cell) for cell in cells])
    return out.getvalue()


def doubts(
    incidents: Sequence[Incident], analyses: Iterable[Analysis], stale: Sequence[Stale] = ()
) -> tuple[Doubt, ...]:
    """Return what is worth a look, least certain first; corrections that find nothing come before all.

    What a person set, and incidents that were verified, are beyond doubt. `analyses` are those that were merged.
    """
    open_ones = [incident for incident in incidents if not incident.is_verified]
    found = [*_of_merging(open_ones, analyses)]
    for incident in open_ones:
        found += [*_of_place(incident), *_of_date(incident), *_of_counts(incident), *_of_itself(incident)]
    settled = {incident.id: {s for c in incident.corrections for s in c.slots} for incident in incidents}
    worth = [one for one in found if one.uncertainty >= LEAST and one.decision not in settled[one.incident]]
    worth.sort(key=lambda one: (-one.uncertainty, one.decision, one.incident, one.now))
    return (*(_of_stale(one) for one in stale), *worth)


def _of_stale(stale: Stale) -> Doubt:
    line = f"remove correction {stale.number} from corrections.toml, or give it another id"
    return Doubt(1.0, "correction", stale.target, "", "finds nothing", stale.reason, (), "", line)


def _doubt(uncertainty: float, decision: str, incident: Incident, now: str, why: str, options: str, slot: str) -> Doubt:
    """Return a doubt about an incident, with the sentence that speaks of the slot."""
    quotes = [quote for quote in incident.quotes if slot in quote.slots] or list(incident.quotes)
    return Doubt(
        uncertainty=round(uncertainty, 4),
        decision=decision,
        incident=incident.id,
        about=_about(incident.core),
        now=now,
        why=why,
        documents=tuple(source.document for source in incident.sources),
        sentence=" ".join(quotes[0].text.split()) if quotes else "",
        correction=f'incident-mapper correct {incident.id} {options} --why "…"',
    )


def _about(core: Report) -> str:
    when = core.date_start or core.date_end or "no date"
    return f"{when}, {core.location or core.country or 'no place'}: {core.sub_event_type or core.event_type or '?'}"


# ------------------------------------------------------------------------------------------------------ by decision


def _of_place(incident: Incident) -> Iterator[Doubt]:
    core = incident.core
    pin = "--lat LAT --lon LON --radius KM"
    if core.latitude is None and core.location is None:
        yield _doubt(_NO_PLACE, "place", incident, "none", "no place is told", pin, "place")
    elif core.latitude is None:
        why = core.place_reason or "it is not known which place this is"
        yield _doubt(_PLACE_NOT_FOUND, "place", incident, f"“{core.location}”, not located", why, pin, "place")
    elif core.place_score is not None:
        others = "; or ".join(
            f"{a.name}, {a.admin1 or a.country or '?'} ({a.place_id}, {a.score:.2f})" for a in core.alternatives
        )
        why = (core.place_reason or "") + (f"; or {others}" if others else "")
        options = f"--place {core.alternatives[0].place_id}" if core.alternatives else pin
        now = f"{core.location or core.place_id}, {core.admin1 or core.country or '?'} ({core.place_id or 'a point'})"
        yield _doubt(1 - core.place_score, "place", incident, now, why, options, "place")


def _of_date(incident: Incident) -> Iterator[Doubt]:
    core = incident.core
    if core.date_start is None and core.date_end is None:
        uncertainty, now = _NO_DATE, "none"
    else:
        by_basis = _DATE_BY_BASIS.get(core.date_basis or "", 0.0)
        uncertainty = max(by_basis, _DATE_BY_PRECISION.get(core.date_prec or 0, 0.0))
        now = " to ".join(dict.fromkeys(str(day or "?") for day in (core.date_start, core.date_end)))
    words = f"“{core.date_text}”, " if core.date_text else ""
    why = f"{words}by {core.date_basis or 'nothing'}"
    yield _doubt(uncertainty, "date", incident, now, why, "--date YYYY-MM-DD", "date")


def _of_counts(incident: Incident) -> Iterator[Doubt]:
    for name in COUNTED:
        count: Count | None = getattr(incident.core, name)
        if count is None:
            continue
        notes = [note for note in incident.notes if note.startswith(f"{name}: ")]
        why = notes[0] if notes else "the text leaves it open"
        yield _doubt(_spread(count), name, incident, in_words(count), why, f"--{name} N", name)


def _spread(count: Count) -> float:
    """Return how wide a count is: 0 for one figure, towards 1 the further its bounds are apart."""
    if count.high is None or count.low is None:
        return _OPEN_COUNT
    return (count.high - count.low) / (count.high + 1)


def _of_itself(incident: Incident) -> Iterator[Doubt]:
    core = incident.core
    why = f"confidence {core.confidence:.2f}, told as {core.status}"
    yield _doubt(1 - core.confidence, "incident", incident, core.record_type, why, "--reject", "type")


# ---------------------------------------------------------------------------------------------------------- merging


def _of_merging(incidents: Sequence[Incident], analyses: Iterable[Analysis]) -> Iterator[Doubt]:
    """Yield the reports that may be of another incident, and the incidents that may be one."""
    told = tellings(analyses)
    rarity, density = Rarity(told), Density(told)
    by_id = {telling.report.id: telling for telling in reversed(told)}
    for incident in incidents:
        anchor = by_id[incident.id]
        for id_ in incident.reports:
            member = by_id[id_]
            if member.analysis.id != anchor.analysis.id:
                bits = compare(member, anchor, rarity, density).bits
                now = f"{member.analysis.id} tells of the same incident as {anchor.analysis.id}"
                why = next((n for n in incident.notes if n.startswith(now)), now)
                yield _doubt(1 - _likelihood(bits), "merge", incident, now, why, f"--split {id_}", "type")
    for one, other in _neighbours(incidents):
        if not _share_article(one, other):
            bits = compare(by_id[one.id], by_id[other.id], rarity, density).bits
            why = "of one place and day, but what they tell differs too much"
            now = f"not the same incident as {other.id}"
            yield _doubt(_likelihood(bits), "merge", one, now, why, f"--merge-with {other.id}", "type")


def _likelihood(bits: float) -> float:
    return 0.0 if bits == -math.inf else 1 / (1 + 2.0 ** -max(min(bits, 50.0), -50.0))


def _share_article(one: Incident, other: Incident) -> bool:
    return not {s.document for s in one.sources}.isdisjoint(s.document for s in other.sources)


def _neighbours(incidents: Sequence[Incident]) -> Iterator[tuple[Incident, Incident]]:
    """Yield the pairs of incidents of one place and first day."""
    near: dict[tuple[object, ...], list[Incident]] = defaultdict(list)
    for incident in incidents:
        core = incident.core
        if core.date_start is not None and core.latitude is not None and core.longitude is not None:
            key = (core.record_type, core.date_start, round(core.latitude, 1), round(core.longitude, 1))
            near[key].append(incident)
    for found in near.values():
        yield from combinations(sorted(found, key=lambda i: i.id)[:_MOST_NEIGHBOURS], 2)

"""Many reports, one incident: the merged values, who says what, and the articles it rests on."""

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from geo.columns import COUNTED
from geo.merging.clusters import Member
from geo.merging.copies import originals
from geo.records import Actor, Analysis, Count, Incident, Quote, Report, Seizure, Source

#: Slots that belong together: they are taken from one report as a whole, the anchor if it has them.
_DATE = ("date_start", "date_end", "date_prec", "date_text", "date_basis")
_PLACE = (
    "location", "latitude", "longitude", "where_prec", "radius_km", "country", "admin1", "admin2", "place_id",
    "place_score", "place_reason", "place_geometry", "alternatives",
)  # fmt: skip

#: How firm a report is, firmest first; the firmest of an incident's reports holds, but for a dispute.
_STATUS = ("disputed", "reported", "claimed", "unconfirmed")


def consolidate(members: Sequence[Member]) -> Incident:
    """Return the incident of these reports; the first is the anchor, the others follow by rank."""
    anchor = members[0].telling
    original = originals(member.telling.analysis for member in members)
    reports = [member.telling.report for member in members]
    others = sorted({report.id for report in reports[1:]} - {anchor.report.id})
    return Incident(
        id=anchor.report.id,
        aliases=tuple(others),
        part_of=None,
        core=_core(members, original),
        reports=tuple(sorted({report.id for report in reports})),
        sources=_sources(members, original),
        quotes=_quotes(members),
        notes=(*_reasons(members), *_differences(members)),
    )


# ---------------------------------------------------------------------------------------------------------- core


def _core(members: Sequence[Member], original: Mapping[str, str]) -> Report:
    reports = [member.telling.report for member in members]
    anchor = reports[0]
    dated = _first(reports, lambda r: r.date_start or r.date_end) or anchor
    placed = _placed(reports)
    typed = _first(reports, lambda r: r.event_type) or anchor
    sub_typed = _first(reports, lambda r: r.event_type == typed.event_type and r.sub_event_type) or typed
    values: dict[str, Any] = {name: getattr(dated, name) for name in _DATE}
    values |= {name: getattr(placed, name) for name in _PLACE}
    values |= {name: merged_count(_stated(members, name, original)) for name in COUNTED}
    return dataclasses.replace(
        anchor,
        **values,
        event_type=typed.event_type,
        sub_event_type=sub_typed.sub_event_type,
        time_text=next((r.time_text for r in reports if r.time_text), None),
        attribution=next((r.attribution for r in reports if r.attribution), None),
        tense="actual" if any(r.tense == "actual" for r in reports) else anchor.tense,
        status=min((r.status for r in reports), key=_STATUS.index),
        actors=_actors(reports),
        weapons=tuple(dict.fromkeys(weapon for r in reports for weapon in r.weapons)),
        seizures=_seizures(reports),
        civilian_targeting=any(r.civilian_targeting for r in reports),
    )


def _placed(reports: Sequence[Report]) -> Report:
    """Return the report whose place holds: the best one, but of a sum the widest, which holds all its incidents."""
    located = [report for report in reports if report.latitude is not None]
    if located and reports[0].record_type == "incident_group":
        return max(located, key=lambda r: r.radius_km or 0.0)
    return located[0] if located else _first(reports, lambda r: r.location) or reports[0]


def _first(reports: Sequence[Report], has: Callable[[Report], Any]) -> Report | None:
    return next((report for report in reports if has(report)), None)


def _stated(members: Sequence[Member], name: str, original: Mapping[str, str]) -> list[tuple[Count, int]]:
    """Return what each independent text says of a count, with the day it came out (0: not known)."""
    said: dict[tuple[str, Count], int] = {}
    for analysis, report in ((m.telling.analysis, m.telling.report) for m in members):
        count = getattr(report, name)
        if count is not None:
            key = original[analysis.id], count
            said[key] = max(said.get(key, 0), _published(analysis))
    return [(count, published) for (_, count), published in said.items()]


def _published(analysis: Analysis) -> int:
    return analysis.published.end.toordinal() if analysis.published else 0


def merged_count(stated: Sequence[tuple[Count, int]]) -> Count | None:
    """Return one count for several, each with the day it was published; None where none is stated.

    Low is the least and high the most that any says; best is the figure that most say, of equally many the latest
    (tolls are corrected), of equally late the smaller. A best figure is never made up: if none has one, nor has it.
    """
    if not stated:
        return None
    counts = [count for count, _ in stated]
    lows = [low for count in counts if (low := count.best if count.low is None else count.low) is not None]
    highs = [high for count in counts if (high := count.best if count.high is None else count.high) is not None]
    votes: dict[int, tuple[int, int, int]] = {}
    for count, published in stated:
        if count.best is not None:
            number, latest, _ = votes.get(count.best, (0, 0, 0))
            votes[count.best] = (number + 1, max(latest, published), -count.best)
    best = max(votes, key=lambda figure: votes[figure]) if votes else None
    low = min(lows) if lows else None
    high = max((*highs, *lows)) if highs else None
    return Count(low, best, high)


def _actors(reports: Sequence[Report]) -> tuple[Actor, ...]:
    """Return all actors, one of each name; what is known of role or kind wins over unknown."""
    found: dict[str, Actor] = {}
    for actor in (actor for report in reports for actor in report.actors):
        name = actor.name.casefold()
        known = found.setdefault(name, actor)
        found[name] = dataclasses.replace(
            known,
            role=actor.role if known.role == "unknown" else known.role,
            kind=actor.kind if known.kind == "unknown" else known.kind,
        )
    return tuple(found.values())


def _seizures(reports: Sequence[Report]) -> tuple[Seizure, ...]:
    """Return what was taken, each item as the best report has it."""
    found: dict[str, Seizure] = {}
    for seizure in (seizure for report in reports for seizure in report.seizures):
        known = found.setdefault(seizure.item.casefold(), seizure)
        if known.quantity is None and seizure.quantity is not None:
            found[seizure.item.casefold()] = seizure
    return tuple(found.values())


# ------------------------------------------------------------------------------------------- articles and evidence


def _sources(members: Sequence[Member], original: Mapping[str, str]) -> tuple[Source, ...]:
    """Return the articles, sorted by id."""
    tellings = sorted((member.telling for member in members), key=lambda t: (t.analysis.id, t.rank))
    found: dict[str, Source] = {}
    for one in tellings:
        analysis = one.analysis
        known = found.get(analysis.id)
        found[analysis.id] = Source(
            document=analysis.id,
            title=analysis.title,
            publisher=analysis.source,
            url=analysis.url,
            published=analysis.published,
            attribution=(known.attribution if known else None) or one.report.attribution,
            copy_of=None if original[analysis.id] == analysis.id else original[analysis.id],
        )
    return tuple(found.values())


def _quotes(members: Sequence[Member]) -> tuple[Quote, ...]:
    quotes = {
        Quote(m.telling.analysis.id, m.telling.report.id, e.start, e.end, e.slots, e.text)
        for m in members
        for e in m.telling.report.evidence
    }
    return tuple(sorted(quotes, key=lambda q: (q.document, q.start, q.end, q.report, q.slots)))


# --------------------------------------------------------------------------------------------------------- notes


def _reasons(members: Sequence[Member]) -> Iterable[str]:
    anchor = members[0].telling.analysis.id
    for member in members[1:]:
        why = ", ".join(member.agreement.reasons) if member.agreement else ""
        yield f"{member.telling.analysis.id} tells of the same incident as {anchor}: {why or 'all it says fits'}"


def _differences(members: Sequence[Member]) -> Iterable[str]:
    """Yield what the reports give different figures for, with who says what."""
    for name in COUNTED:
        said: dict[str, list[str]] = {}
        for member in members:
            count = getattr(member.telling.report, name)
            if count is not None:
                said.setdefault(in_words(count), []).append(member.telling.analysis.id)
        if len(said) > 1:
            parts = (f"{figure} ({', '.join(sorted(set(documents)))})" for figure, documents in sorted(said.items()))
            yield f"{name}: {'; '.join(parts)}"


def in_words(count: Count) -> str:
    """Return a count in words: "3", "2 to 5", "at least 2"."""
    if count.low == count.best == count.high and count.best is not None:
        return str(count.best)
    low = count.best if count.low is None else count.low
    if low is None:
        return "not told" if count.high is None else f"at most {count.high}"
    if count.high is None:
        return f"at least {low}" if count.best in (None, low) else f"at least {low}, probably {count.best}"
    return f"{low} to {count.high}" if count.best in (None, low) else f"{low} to {count.high}, probably {count.best}"

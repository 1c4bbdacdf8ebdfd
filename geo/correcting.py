"""Applies corrections: to reports before they are merged, to incidents afterwards. Knows nothing of the file.

What one article was misread for is set right in its report, so that merging sees it; what we believe of an incident
is set in the incident, whatever reports join or leave it. Merging itself knows nothing of corrections.
"""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from gazetteer.errors import UnknownPlaceError
from gazetteer.places import Place, Whereabouts
from geo.corrections import CORRECTIONS_FILE, Entry
from geo.events.extents import where_prec
from geo.merging.agreement import Agreement
from geo.merging.clusters import Member
from geo.merging.consolidate import consolidate
from geo.merging.telling import Telling, is_told, telling
from geo.records import Analysis, Correction, Incident, Report, ScoredPlace, Skip

#: What a value's basis or reason says where a person gave it.
BY_HAND = "corrected"

#: Up to this radius in km a point is an exact place (UCDP GED where_prec 1), up to the other one it is near it (2).
_EXACT_KM, _NEAR_KM = 3.0, 30.0


class PlaceBook(Protocol):
    """What is asked of a gazetteer."""

    def place(self, place_id: str) -> Place:
        """Return the place of an id. Raises UnknownPlaceError where there is none."""

    def whereabouts(self, lat: float, lon: float) -> Whereabouts:
        """Return where a point lies."""


@dataclass(frozen=True, slots=True)
class Stale:
    """A correction that no longer finds what it was about."""

    number: int  #: of the entry
    target: str  #: the id that is gone
    reason: str  #: in words, with who made it, when and why


@dataclass(frozen=True, slots=True)
class Corrected:
    """What corrections made of the incidents."""

    incidents: tuple[Incident, ...]
    rejected: int = 0  #: incidents that are left out because a person said so
    stale: tuple[Stale, ...] = ()
    skips: tuple[Skip, ...] = ()


# -------------------------------------------------------------------------------------------------- before merging


def usable(entries: Sequence[Entry], gazetteer: PlaceBook) -> tuple[tuple[Entry, ...], tuple[Skip, ...]]:
    """Return the entries whose places the gazetteer knows, and the others as left out."""
    kept, skips = [], []
    for entry in entries:
        try:
            if entry.spot is not None and entry.spot.place_id is not None:
                gazetteer.place(entry.spot.place_id)
        except UnknownPlaceError as error:
            skips.append(Skip(CORRECTIONS_FILE, f"correction {entry.number}", str(error)))
        else:
            kept.append(entry)
    return tuple(kept), tuple(skips)


def by_report(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Return the entries that are about a report alone, by its id."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.is_report:
            found[entry.target].append(entry)
    return dict(found)


def correct_reports(analysis: Analysis, entries: Mapping[str, Sequence[Entry]], gazetteer: PlaceBook) -> Analysis:
    """Return the analysis with its reports set right, and without the rejected ones; see `by_report`."""
    if entries.keys().isdisjoint(report.id for report in analysis.reports):
        return analysis
    reports = []
    for report in analysis.reports:
        own = entries.get(report.id, ())
        if not any(entry.is_rejected for entry in own):
            for entry in own:
                report = _with_values(report, entry, gazetteer)
            reports.append(report)
    return dataclasses.replace(analysis, reports=tuple(reports))


# --------------------------------------------------------------------------------------------------- after merging


def correct_incidents(
    incidents: Sequence[Incident],
    analyses: Sequence[Analysis],
    entries: Sequence[Entry],
    gazetteer: PlaceBook,
    *,
    known: frozenset[str],
) -> Corrected:
    """Return the incidents with what people set right; `analyses` are those that were merged.

    Entries apply in their order, a later one over an earlier one. `known` are the ids of all reports that were found,
    rejected ones among them: what an entry about a report that is not among them was about is gone.
    """
    if not entries:
        return Corrected(tuple(incidents))
    groups = _Grouping(incidents)
    stale = []
    for entry in entries:
        lost = _lost(entry, groups, known)
        if lost:
            stale.append(Stale(entry.number, lost[0], _in_words(entry, lost)))
        if entry.merge_with or entry.split:
            groups.apply(entry)
    regrouped = groups.incidents(analyses)
    touching: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        for id_ in {entry.target, *entry.merge_with, *entry.split}:
            touching[id_].append(entry)
    found = [_corrected(incident, touching, gazetteer) for incident in regrouped]
    kept = [incident for incident in found if incident is not None]
    ordered = sorted(_relinked(kept), key=_by_day)
    return Corrected(tuple(ordered), len(found) - len(kept), tuple(stale))


def _by_day(incident: Incident) -> tuple[date, str]:
    """Return what incidents are sorted by, as `merge` does."""
    return incident.core.date_start or incident.core.date_end or date.max, incident.id


def _lost(entry: Entry, groups: "_Grouping", known: frozenset[str]) -> list[str]:
    if entry.is_report:
        return [] if entry.target in known else [entry.target]
    return [id_ for id_ in (entry.target, *entry.merge_with, *entry.split) if not groups.holds(id_)]


def _in_words(entry: Entry, lost: Sequence[str]) -> str:
    what = f" ({entry.about})" if entry.about else ""
    return (
        f"correction {entry.number}{what}, which set {', '.join(entry.slots)}, {_signed(entry)}, no longer finds"
        f" {', '.join(lost)}: the article was changed or removed; remove the entry or give it another id"
    )


def _signed(entry: Entry) -> str:
    by = f"by {entry.who}" if entry.who else "by hand"
    on = f" on {entry.when}" if entry.when else ""
    return f"{by}{on}{f' ({entry.why})' if entry.why else ''}"


class _Grouping:
    """Which reports are one incident, and how corrections change that."""

    def __init__(self, incidents: Sequence[Incident]) -> None:
        self._incidents = dict(enumerate(incidents))
        self._reports = {number: set(incident.reports) for number, incident in self._incidents.items()}
        self._of_report = {id_: number for number, reports in self._reports.items() for id_ in reports}
        self._changed: dict[int, list[str]] = {}

    def holds(self, report: str) -> bool:
        """Say whether some incident holds a report."""
        return report in self._of_report

    def apply(self, entry: Entry) -> None:
        """Merge incidents, or take reports out of one; ids that are gone are left alone."""
        number = self._of_report.get(entry.target)
        if number is None:
            return
        for other in (self._of_report[id_] for id_ in entry.merge_with if id_ in self._of_report):
            if other != number:
                self._move(self._reports[other], number, f"the same incident {_signed(entry)}")
        leaving = {id_ for id_ in entry.split if self._of_report.get(id_) == number}
        if leaving and leaving != self._reports[number]:
            new = max(self._reports) + 1
            self._reports[new] = set()
            self._move(leaving, new, f"another incident {_signed(entry)}")
            self._changed.setdefault(number, []).append(f"without {', '.join(sorted(leaving))} {_signed(entry)}")

    def _move(self, reports: Iterable[str], to: int, why: str) -> None:
        for id_ in sorted(reports):
            self._reports[self._of_report[id_]].discard(id_)
            self._of_report[id_] = to
            self._reports[to].add(id_)
        self._changed.setdefault(to, []).append(why)

    def incidents(self, analyses: Sequence[Analysis]) -> list[Incident]:
        """Return the incidents: those that changed made anew of their reports, the others as they were."""
        if not self._changed:
            return list(self._incidents.values())
        wanted = {id_ for number in self._changed for id_ in self._reports[number]}
        told = [telling(a, r) for a in analyses for r in a.reports if r.id in wanted and is_told(r)]
        by_number: dict[int, dict[tuple[str, str], Telling]] = {}
        for one in told:
            by_number.setdefault(self._of_report[one.report.id], {})[one.key] = one
        found = []
        for number, reports in self._reports.items():
            if reports and number not in self._changed:
                found.append(self._incidents[number])
            elif reports:
                found.append(_made_of(by_number[number].values(), self._changed[number], self._incidents.get(number)))
        return found


def _made_of(tellings: Iterable[Telling], why: Sequence[str], before: Incident | None) -> Incident:
    """Return the incident of these reports, in the group it was in before."""
    anchor, *others = sorted(tellings, key=lambda one: one.rank)
    reason = Agreement(0.0, tuple(why))
    incident = consolidate([Member(anchor, None), *(Member(one, reason) for one in others)])
    return dataclasses.replace(incident, part_of=before.part_of if before else None)


def _corrected(incident: Incident, touching: Mapping[str, Sequence[Entry]], gazetteer: PlaceBook) -> Incident | None:
    """Return the incident with what people set; None where they rejected it. `touching` has the entries by id."""
    by_number = {entry.number: entry for id_ in incident.reports for entry in touching.get(id_, ())}
    shown = [by_number[number] for number in sorted(by_number)]
    if not shown:
        return incident
    own = [entry for entry in shown if entry.target in incident.reports and not entry.is_report]
    if any(entry.is_rejected for entry in own):
        return None
    core = incident.core
    for entry in own:
        core = _with_values(core, entry, gazetteer)
    return dataclasses.replace(
        incident,
        core=core,
        is_verified=any(entry.is_verified for entry in own),
        corrections=tuple(entry.shown for entry in shown),
        notes=(*incident.notes, *(_note(entry.shown) for entry in shown)),
    )


def _note(correction: Correction) -> str:
    on = f" on {correction.when}" if correction.when else ""
    return f"set by {correction.who or 'hand'}{on}: {', '.join(correction.slots)}" + (
        f" ({correction.why})" if correction.why else ""
    )


def _relinked(incidents: Sequence[Incident]) -> tuple[Incident, ...]:
    """Return the incidents as parts of the groups that are left, under their present ids."""
    now = {id_: incident.id for incident in incidents for id_ in (*incident.reports, incident.id)}
    found = []
    for incident in incidents:
        group = now.get(incident.part_of) if incident.part_of else None
        if group == incident.part_of:
            found.append(incident)
            continue
        notes = tuple(note for note in incident.notes if not note.startswith(f"part of {incident.part_of}"))
        found.append(dataclasses.replace(incident, part_of=None if group == incident.id else group, notes=notes))
    return tuple(found)


# ----------------------------------------------------------------------------------------------------------- values


def _with_values(report: Report, entry: Entry, gazetteer: PlaceBook) -> Report:
    """Return a report with the values that an entry sets."""
    values: dict[str, Any] = dict(entry.counts)
    if entry.days is not None:
        first, last = entry.days
        precision = date_precision((last - first).days + 1)
        values |= {"date_start": first, "date_end": last, "date_prec": precision, "date_basis": BY_HAND}
    if entry.event_type is not None and entry.event_type != report.event_type:
        values |= {"event_type": entry.event_type, "sub_event_type": None}
    if entry.sub_event_type is not None:
        values["sub_event_type"] = entry.sub_event_type
    if entry.spot is not None:
        values |= _place_values(report, entry, gazetteer)
    return dataclasses.replace(report, **values)


def date_precision(days: int) -> int:
    """Return the UCDP GED precision of a stretch of days: 1 a day, 2 up to six, 3 a week, 4 a month, 5 longer."""
    return next((precision for precision, most in ((1, 1), (2, 6), (3, 7), (4, 31)) if days <= most), 5)


def _place_values(report: Report, entry: Entry, gazetteer: PlaceBook) -> Mapping[str, Any]:
    spot = entry.spot
    shared = {"place_score": 1.0, "place_reason": f"set {_signed(entry)}", "alternatives": ()}
    if spot is None or spot.lat is None or spot.lon is None:
        place = gazetteer.place(spot.place_id or "") if spot else None
        return _values_of(place, report) | shared if place else {}
    around = gazetteer.whereabouts(spot.lat, spot.lon)
    exact = 1 if spot.radius_km <= _EXACT_KM else 2
    return shared | {
        "location": spot.name or report.location,
        "latitude": spot.lat,
        "longitude": spot.lon,
        "radius_km": spot.radius_km,
        "where_prec": exact if spot.radius_km <= _NEAR_KM else 5,
        "country": around.country,
        "admin1": around.admin1,
        "admin2": None,
        "place_id": None,
        "place_geometry": "point",
    }


def _values_of(place: Place, report: Report) -> dict[str, Any]:
    scored = ScoredPlace(
        place_id=place.place_id,
        name=place.name,
        lat=place.lat,
        lon=place.lon,
        score=1.0,
        feature_class=place.feature_class,
        feature_code=place.feature_code,
        country=place.country,
        admin1=place.admin1,
        admin2=place.admin2,
        radius_km=place.radius_km,
        geometry=place.geometry,
    )
    return {
        "location": report.location or place.name,
        "latitude": place.lat,
        "longitude": place.lon,
        "radius_km": place.radius_km,
        "where_prec": where_prec(scored, is_near=False),
        "country": place.country,
        "admin1": place.admin1,
        "admin2": place.admin2,
        "place_id": place.place_id,
        "place_geometry": place.geometry,
    }

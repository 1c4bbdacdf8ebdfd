"""Groups (a sum over several incidents) and their parts: which incident belongs to which sum. Nothing is added up."""

import dataclasses
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from geo.merging.agreement import MOST_KM, count_range
from geo.merging.distance import distance_km
from geo.merging.telling import RECENT_DAYS, families, name_words, stated_days
from geo.records import Actor, Count, Incident, Report

#: A part may begin or end this many days outside its group: "in November" is not exact.
_SLACK_DAYS = 1

#: A sum over at most a first-order unit and at most a month is narrow enough to hold what happened there and then.
_NARROW_WHERE, _NARROW_DATE = 4, 4

#: where_prec (UCDP GED) from which on a place is a region, a border or a country, whose point and radius say little.
_WIDER = 5

Days = tuple[int, int]


@dataclasses.dataclass(frozen=True, slots=True)
class _Link:
    """An incident that fits a group."""

    part: Incident
    group: Incident
    hints: tuple[str, ...]

    @property
    def order(self) -> tuple[int, float, str, str]:
        """Most hints first, then the narrowest group, then ids."""
        days = _group_days(self.group)
        span = math.inf if days is None else days[1] - days[0]
        return -len(self.hints), span, self.group.id, self.part.id


def link_parts(incidents: Sequence[Incident], groups: Sequence[Incident]) -> tuple[Incident, ...]:
    """Return all of them, with `part_of` set where an incident is one of those that a group sums up.

    A part lies in the days and the area of its group, is of its kind, has no other victims, and its figures fit into
    the group's together with those of the group's other parts. On top it takes a hint: one article tells of both,
    both name the same people, or the group is of one province in one month.
    """
    near = _Near(incidents)
    links = sorted((link for group in groups for link in _links(group, near.candidates(group))), key=lambda x: x.order)
    part_of: dict[str, _Link] = {}
    parts: dict[str, list[str]] = defaultdict(list)
    room = {group.id: _Room(group.core) for group in groups}
    for link in links:
        if link.part.id not in part_of and room[link.group.id].take(link.part.core):
            part_of[link.part.id] = link
            parts[link.group.id].append(link.part.id)
    incidents = tuple(_as_part(one, part_of.get(one.id)) for one in incidents)
    return (*incidents, *(_as_group(one, parts[one.id]) for one in groups))


def _as_part(incident: Incident, link: _Link | None) -> Incident:
    if link is None:
        return incident
    note = f"part of {link.group.id}, whose figures include its own: {', '.join(link.hints)}"
    return dataclasses.replace(incident, part_of=link.group.id, notes=(*incident.notes, note))


def _as_group(group: Incident, parts: Sequence[str]) -> Incident:
    if not parts:
        return group
    note = f"a sum over several incidents, of which: {', '.join(sorted(parts))}"
    return dataclasses.replace(group, notes=(*group.notes, note))


# ------------------------------------------------------------------------------------------------------ what fits


class _Near:
    """Incidents by month and country, and by article, so that a group is compared with few of them."""

    def __init__(self, incidents: Iterable[Incident]) -> None:
        self._by_month: dict[tuple[str | None, int], list[Incident]] = defaultdict(list)
        self._by_document: dict[str, list[Incident]] = defaultdict(list)
        for incident in incidents:
            for source in incident.sources:
                self._by_document[source.document].append(incident)
            days = stated_days(incident.core)
            for month in _months(days) if days else ():
                for country in {incident.core.country, None}:
                    self._by_month[country, month].append(incident)

    def candidates(self, group: Incident) -> list[Incident]:
        found = {one.id: one for source in group.sources for one in self._by_document[source.document]}
        days = _group_days(group)
        countries = {group.core.country, None} if group.core.country else {None}
        for month in _months(days) if days else ():
            for country in countries:
                found |= {one.id: one for one in self._by_month.get((country, month), ())}
        return list(found.values())


def _months(days: Days) -> range:
    first, last = (date.fromordinal(max(day, 1)) for day in days)
    return range(first.year * 12 + first.month, last.year * 12 + last.month + 1)


def _links(group: Incident, incidents: Iterable[Incident]) -> Iterator[_Link]:
    for part in incidents:
        share_article = not {s.document for s in part.sources}.isdisjoint(s.document for s in group.sources)
        if not _fits(part, group, share_article=share_article):
            continue
        hints = tuple(_hints(part.core, group.core, share_article=share_article))
        if hints:
            yield _Link(part, group, hints)


def _fits(part: Incident, group: Incident, *, share_article: bool) -> bool:
    return (
        _days_fit(stated_days(part.core), _group_days(group), share_article=share_article)
        and _area_fits(part.core, group.core)
        and _types_fit(part.core, group.core)
        and _victims_fit(part.core, group.core)
    )


def _days_fit(part: Days | None, group: Days | None, *, share_article: bool) -> bool:
    if part is None:
        return False
    if group is None:
        return share_article
    return group[0] - _SLACK_DAYS <= part[0] and part[1] <= group[1] + _SLACK_DAYS


def _area_fits(part: Report, group: Report) -> bool:
    if (group.where_prec or 0) >= _WIDER and part.country is not None and part.country == group.country:
        return True
    if part.latitude is None or part.longitude is None or group.latitude is None or group.longitude is None:
        return part.country == group.country
    distance = distance_km(part.latitude, part.longitude, group.latitude, group.longitude)
    return distance <= (group.radius_km or 0.0) + min(part.radius_km or 0.0, MOST_KM) + MOST_KM


def _types_fit(part: Report, group: Report) -> bool:
    one, other = (families(r.event_type, r.sub_event_type) for r in (part, group))
    return not one or not other or not one.isdisjoint(other)


def _victims_fit(part: Report, group: Report) -> bool:
    """Say whether the people hit may be among the group's: named peoples differ only where they are others."""
    one, other = (name_words(_hit(r.actors)) for r in (part, group))
    return not one or not other or not one.isdisjoint(other)


def _hit(actors: Iterable[Actor]) -> list[str]:
    return [actor.name for actor in actors if actor.role == "target"]


def _hints(part: Report, group: Report, *, share_article: bool) -> Iterator[str]:
    if share_article:
        yield "one article tells of both"
    shared = name_words(a.name for a in part.actors) & name_words(a.name for a in group.actors)
    if shared:
        yield f"both name {', '.join(sorted(shared))}"
    if (group.where_prec or 9) <= _NARROW_WHERE and (group.date_prec or 9) <= _NARROW_DATE:
        yield "within its area and days"


class _Room:
    """What of a group's figures its parts have not used up."""

    def __init__(self, group: Report) -> None:
        self._left = {"killed": _most(group.killed), "injured": _most(group.injured)}

    def take(self, part: Report) -> bool:
        """Use up a part's figures if all of them fit; say whether they did."""
        needed = {"killed": _least(part.killed), "injured": _least(part.injured)}
        if any(needed[name] > left for name, left in self._left.items()):
            return False
        self._left = {name: left - needed[name] for name, left in self._left.items()}
        return True


def _most(count: Count | None) -> float:
    return math.inf if count is None else count_range(count)[1]


def _least(count: Count | None) -> float:
    return 0 if count is None else count_range(count)[0]


def _group_days(group: Incident) -> Days | None:
    days = stated_days(group.core)
    if days is not None:
        return days
    published = [source.published for source in group.sources if source.published is not None]
    if not published or group.core.tense != "actual":
        return None
    return min(p.start for p in published).toordinal() - RECENT_DAYS[group.core.record_type], max(
        p.end for p in published
    ).toordinal()

"""Whether one article tells one incident twice. Articles tell their incidents apart, so nothing may tell these two."""

from geo.merging.agreement import count_range
from geo.merging.distance import distance_km
from geo.merging.telling import families, stated_days
from geo.records import Count, Report

#: Date precision (UCDP GED) from which on a date is too vague to tell incidents apart: a week and more.
_VAGUE_DATE = 3

_COUNTED = ("killed", "injured")


def is_repetition(one: Report, other: Report) -> bool:
    """Say whether two reports of one article may be one incident told twice: nothing that both state differs.

    Each pair of values is equal, or one of them is missing or so vague that it holds the other. Figures must be equal
    where both state them, and where both state some, they must share one: four hurt here and two dead there are two
    incidents.
    """
    return (
        (one.record_type, one.tense) == (other.record_type, other.tense)
        and _same_days(one, other)
        and _same_place(one, other)
        and _same_type(one, other)
        and _same_figures(one, other)
    )


def _same_days(one: Report, other: Report) -> bool:
    days, other_days = stated_days(one), stated_days(other)
    if days is None or other_days is None or days == other_days:
        return True
    overlap = days[0] <= other_days[1] and other_days[0] <= days[1]
    return overlap and max(one.date_prec or 0, other.date_prec or 0) >= _VAGUE_DATE


def _same_place(one: Report, other: Report) -> bool:
    if one.place_id is not None and one.place_id == other.place_id:
        return True
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return one.location is None or other.location is None or one.location.casefold() == other.location.casefold()
    distance = distance_km(one.latitude, one.longitude, other.latitude, other.longitude)
    return distance <= max(one.radius_km or 0.0, other.radius_km or 0.0)


def _same_type(one: Report, other: Report) -> bool:
    if None not in (one.sub_event_type, other.sub_event_type) and one.sub_event_type != other.sub_event_type:
        return False
    kinds, other_kinds = (families(r.event_type, r.sub_event_type) for r in (one, other))
    return not kinds or not other_kinds or not kinds.isdisjoint(other_kinds)


def _same_figures(one: Report, other: Report) -> bool:
    pairs: list[tuple[Count | None, Count | None]] = [(getattr(one, n), getattr(other, n)) for n in _COUNTED]
    both = [(a, b) for a, b in pairs if a is not None and b is not None]
    if any(count_range(a) != count_range(b) for a, b in both):
        return False
    states = [any(pair[side] is not None for pair in pairs) for side in (0, 1)]
    return bool(both) or not all(states)

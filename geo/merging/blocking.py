"""Which reports are worth comparing: keys of place, time and rare words, so that the cost of merging stays linear."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from geo.merging.agreement import MOST_KM
from geo.merging.frequency import Rarity
from geo.merging.telling import Telling

Key = tuple[Any, ...]

#: Side of a cell in degrees of latitude, and its length in km.
_CELL = 0.5
_CELL_KM = 55.6

#: Places with a larger radius are found by their area's name, not by cells.
_WIDE_KM = 60.0

#: Radius that the places of others have at most, mostly; wider ones are found by their area's name too.
_OTHER_KM = 15.0

#: Days in a bucket of time; reports over a longer time than `_LONG_DAYS` are found by year.
_BUCKET = 8
_LONG_DAYS = 62

#: Reports further apart in time are found by their words alone: nothing else would make them one.
_SLACK_DAYS = 3

#: A report is found by this many of its rarest words, none of which stands in more texts than that.
_MOST_KEY_WORDS = 16
_MOST_TEXTS = 30


@dataclass(frozen=True, slots=True)
class Keys:
    """Where a report is filed, and where its like are looked for."""

    filed: tuple[Key, ...]  #: place and time
    sought: tuple[Key, ...]  #: place and time, with what lies around
    words: tuple[Key, ...]  #: rare words, under which it is both filed and sought


def keys(telling: Telling, rarity: Rarity) -> Keys:
    """Return the keys of a report. Compared are reports where a sought key of one is a filed key of the other.

    Two that agree in nothing but a wide area and a long time are not found: nothing would make them one.
    """
    words = tuple(_word_keys(telling, rarity))
    sums = tuple(_sum_keys(telling)) if telling.report.record_type == "incident_group" else ()
    filed = (*_cell_keys(telling, rings=0, slack=0), *_area_keys(telling, slack=0))
    sought = (*_cell_keys(telling, rings=_rings(telling), slack=_SLACK_DAYS), *_area_keys(telling, slack=1))
    return Keys(tuple(dict.fromkeys((*filed, *sums))), tuple(dict.fromkeys((*sought, *sums))), words)


def _word_keys(telling: Telling, rarity: Rarity) -> Iterator[Key]:
    rare = [word for word in telling.words if 2 <= rarity.texts_with(word) <= _MOST_TEXTS]
    for word in sorted(rare, key=lambda w: (-rarity.weight(w), w))[:_MOST_KEY_WORDS]:
        yield "word", word


def _sum_keys(telling: Telling) -> Iterator[Key]:
    """Yield keys of sums, which are few, wide and often undated: their figures and their area."""
    report = telling.report
    if report.place_id is not None:
        yield "sum at", report.place_id
    for name, count in (("killed", report.killed), ("injured", report.injured)):
        if count is not None and count.best is not None:
            yield "sum of", report.country, name, count.best


def _rings(telling: Telling) -> int:
    return math.ceil(((telling.report.radius_km or 0.0) + _OTHER_KM + MOST_KM) / _CELL_KM)


def _cell_keys(telling: Telling, *, rings: int, slack: int) -> Iterator[Key]:
    report = telling.report
    if report.latitude is None or report.longitude is None or telling.days is None:
        return
    if (report.radius_km or 0.0) > _WIDE_KM:
        return
    first, last = telling.days
    times: list[Key]
    if last - first > _LONG_DAYS:
        times = [("year", year) for year in range(first // 366, last // 365 + 1)]
    else:
        times = [("days", bucket) for bucket in range((first - slack) // _BUCKET, (last + slack) // _BUCKET + 1)]
        if telling.report.tense == "historical":
            times.append(("year", first // 366))
    for cell in _cells(report.latitude, report.longitude, rings):
        for time in times:
            yield *cell, *time


def _cells(lat: float, lon: float, rings: int) -> Iterator[tuple[int, int]]:
    """Yield the cell of a point and those around it; cells are about as wide as high, at any latitude."""
    row = math.floor(lat / _CELL)
    for r in range(row - rings, row + rings + 1):
        width = max(math.cos(math.radians((r + 0.5) * _CELL)), 0.01)
        columns = math.ceil(360 * width / _CELL)
        column = math.floor((lon + 180) * width / _CELL)
        for c in range(column - rings, column + rings + 1):
            yield r, c % columns


def _area_keys(telling: Telling, *, slack: int) -> Iterator[Key]:
    """Yield keys of area and day: for provinces, countries and places without coordinates."""
    report = telling.report
    if telling.days is None:
        return
    first, last = telling.days
    if last - first > _LONG_DAYS:
        return
    names: list[Key] = [("location", report.location.casefold())] if report.location else []
    if report.country:
        names += [("admin1", report.country, report.admin1)] if report.admin1 else []
        killed = report.killed.best if report.killed else None
        names += [("killed", report.country, killed)] if killed else []
    for day in range(first - slack, last + slack + 1):
        for name in names:
            yield *name, day

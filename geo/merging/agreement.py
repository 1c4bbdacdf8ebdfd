"""How strongly two reports speak for one incident: evidence in bits, with its reasons in words.

Place and date are weighed against chance: how many other incidents one expects so near and so soon, from how small
the overlap is and from how many incidents the place has anyhow. What is told (kind, figures, words) adds log2(how
often it agrees like this in two reports of one incident / of different ones), as in record linkage (Fellegi and
Sunter 1969). More than 0 bits: rather one incident than two.
"""

import math
from dataclasses import dataclass

from geo.merging.distance import distance_km
from geo.merging.frequency import Density, Rarity
from geo.merging.telling import SURE_PLACE, Telling
from geo.records import Count

#: Incidents that news of one run may tell of in a million km² and a thousand days, whatever the collection holds:
#: by record type, and how many of them are told as history.
EXPECTED = {"incident": 2.0**15, "incident_group": 2.0**7}
EXPECTED_HISTORICAL = 2.0**10
WORLD_KM2 = 1_000_000.0
WORLD_DAYS = 1_000.0

#: Beyond the radii of both places, reports of one incident still differ this much (another point of the same town).
SLACK_KM = 5.0
#: Places further apart than their radii and this are different places.
MOST_KM = 25.0
#: Two sure places that are apart are two incidents, whatever else is alike. A less sure one may be a namesake
#: elsewhere: where one is unsure, the places of two reports of one incident are this often apart.
_WRONG_PLACE_SHARE = 0.3
#: How often reports of different incidents name one and the same area, however large it is.
_SAME_NAME_CHANCE = 0.125
#: Dated reports with a larger gap between their intervals are of different incidents.
MOST_DAYS = 10

#: How often the days of two reports of one incident are this far apart (share of pairs), by the gap in days.
_GAP_SHARE = {0: 0.85, 1: 0.1, 2: 0.02, 3: 0.01}
_LARGE_GAP_SHARE = 0.0005
#: How often a report without a date is of the weeks before its publication.
_GUESSED_SHARE = {"incident": 0.3, "incident_group": 0.8}
#: Intervals longer than this are months and years, which one does not miss by a day.
_LONG_DAYS = 7


@dataclass(frozen=True, slots=True)
class Agreement:
    """What two reports have in common."""

    bits: float  #: evidence that they are one; negative: that they are not
    reasons: tuple[str, ...]  #: in words
    conflict: str | None = None  #: what makes it impossible; None: nothing does


@dataclass(frozen=True, slots=True)
class _Overlap:
    """How near two reports are in space or in time."""

    share: float  #: how often two reports of one incident are as near as this
    chance: float  #: how often two of different incidents are, all over the world
    extent: float  #: radius in km, or days, within which another incident would look the same
    reason: str | None = None
    conflict: str | None = None


def compare(one: Telling, other: Telling, rarity: Rarity, density: Density) -> Agreement:
    """Return the evidence that two reports tell of one incident."""
    place, days = _places(one, other), _days(one, other)
    conflict = place.conflict or days.conflict
    if conflict:
        return Agreement(-math.inf, (), conflict)
    is_near = place.chance <= _NEAR_CHANCE
    if not is_near and (one.days is None or other.days is None) and "incident" in _kinds(one, other):
        return Agreement(-math.inf, (), "no day and no place in common")
    expected = _expected(one, other) * place.chance * days.chance
    if days.extent and place.extent:
        expected += density.per_day(one, radius_km=place.extent) * days.extent
    told = [_types(one, other), _counts(one, other)]
    bits = math.log2(place.share * days.share / expected) + sum(part.bits for part in told)
    if bits + _FAR_MOST > 0:  # else no words could make up for it, and they cost most
        told.append(_words(one, other, rarity, is_near=is_near))
        bits += told[-1].bits
    where_and_when = tuple(reason for reason in (place.reason, days.reason) if reason)
    return Agreement(bits, (*where_and_when, *(reason for part in told for reason in part.reasons)))


def _kinds(one: Telling, other: Telling) -> set[str]:
    return {one.report.record_type, other.report.record_type}


def _expected(one: Telling, other: Telling) -> float:
    expected = max(EXPECTED[kind] for kind in _kinds(one, other))
    return min(expected, EXPECTED_HISTORICAL) if "historical" in (one.report.tense, other.report.tense) else expected


# ------------------------------------------------------------------------------------------------- place and date


def _places(one: Telling, other: Telling) -> _Overlap:
    a, b = one.report, other.report
    if a.latitude is None or a.longitude is None or b.latitude is None or b.longitude is None:
        return _unlocated_places(one, other)
    distance = distance_km(a.latitude, a.longitude, b.latitude, b.longitude)
    radii = (a.radius_km or 0.0) + (b.radius_km or 0.0)
    if distance > radii + MOST_KM:
        if min(a.place_score or 0.0, b.place_score or 0.0) >= SURE_PLACE:
            return _Overlap(0.0, 1.0, 0.0, conflict=f"{distance:.0f} km apart")
        names = f"{a.location or a.place_id} and {b.location or b.place_id}"
        return _Overlap(_WRONG_PLACE_SHARE, 1.0, 0.0, reason=f"the places differ ({names}), but one of them is unsure")
    wide, narrow = sorted((a, b), key=lambda r: -(r.radius_km or 0.0))
    chance = min(math.pi * (radii + SLACK_KM) ** 2 / WORLD_KM2, 1.0)
    if a.place_id is not None and a.place_id == b.place_id:
        chance = min(chance, _SAME_NAME_CHANCE)
        reason = f"same place ({a.location or a.place_id})"
    elif a.location and b.location and a.location.casefold() == b.location.casefold():
        reason = f"both in {a.location}"
    elif (wide.radius_km or 0.0) > MOST_KM and distance <= (wide.radius_km or 0.0):
        reason = f"{narrow.location or 'its place'} lies within {wide.location or 'the area'}"
    else:
        reason = f"{distance:.0f} km apart"
    return _Overlap(
        share=0.9 if distance <= radii + SLACK_KM else 0.1,
        chance=chance,
        extent=radii + SLACK_KM,
        reason=reason,
    )


def _unlocated_places(one: Telling, other: Telling) -> _Overlap:
    a, b = one.report, other.report
    if a.country and b.country and a.country != b.country:
        return _Overlap(0.0, 1.0, 0.0, conflict=f"one in {a.country}, one in {b.country}")
    if a.location and b.location and a.location.casefold() == b.location.casefold():
        return _Overlap(0.9, 2.0**-9, SLACK_KM, reason=f"both in {a.location}")
    if a.country and a.country == b.country:
        return _Overlap(0.9, 0.5, 0.0, reason=f"both in {a.country}")
    return _Overlap(1.0, 1.0, 0.0)


def day_gap(one: tuple[int, int], other: tuple[int, int]) -> int:
    """Return the days between two intervals of days, 0 where they overlap."""
    return max(one[0] - other[1], other[0] - one[1], 0)


def _days(one: Telling, other: Telling) -> _Overlap:
    if one.days is None or other.days is None:
        return _Overlap(1.0, 1.0, 0.0)
    gap = day_gap(one.days, other.days)
    if gap > MOST_DAYS:
        return _Overlap(0.0, 1.0, 0.0, conflict=f"{gap} days apart")
    widths = [last - first + 1 for first, last in (one.days, other.days)]
    is_long = max(widths) > _LONG_DAYS
    window = sum(widths) - 1 if gap == 0 or is_long else 2
    share = _LARGE_GAP_SHARE if gap and is_long else _GAP_SHARE.get(gap, _LARGE_GAP_SHARE)
    if not (one.is_dated and other.is_dated):
        share, reason = share * _GUESSED_SHARE[one.report.record_type], None
    elif gap:
        reason = "1 day apart" if gap == 1 else f"{gap} days apart"
    else:
        reason = "same day" if widths == [1, 1] else "dates overlap"
    return _Overlap(share, min(window / WORLD_DAYS, 1.0), float(window), reason)


# ------------------------------------------------------------------------------------------------ what happened


#: Bits for equal sub-types, and for kinds that are other acts (which one reader in thirty confuses). Other sub-types of
#: one family say nothing: two articles on one incident name it alike not much more often than two on neighbouring ones.
_SAME_SUB_TYPE, _OTHER_KIND = 1.5, -6.0


def _types(one: Telling, other: Telling) -> Agreement:
    if one.families and other.families and not one.families & other.families:
        return Agreement(_OTHER_KIND, ())
    sub_type = one.report.sub_event_type
    if sub_type is not None and sub_type == other.report.sub_event_type:
        return Agreement(_SAME_SUB_TYPE, (f"both {sub_type}",))
    return Agreement(0.0, ())


#: Bits for figures that fit without being equal; where one article has deaths and the other no figure of them, which is
#: mostly because there are none; and where figures differ, plus what their ratio takes off.
_FITTING, _ONLY_ONE_HAS_DEATHS, _OTHER_FIGURE = 0.5, -1.0, -0.5
#: For a lower figure than one that has risen, of an article that did not come out later: of two incidents apart, the
#: first is told with the lower figure half of the time, of one incident whose toll has risen always.
_RISEN = 1.0 + _FITTING
_MOST_EQUAL, _MOST_OTHER = 6.0, -5.0


def _counts(one: Telling, other: Telling) -> Agreement:
    parts = [_count(name, one, other) for name in ("killed", "injured")]
    bits = sum(p.bits for p in parts)
    deaths = (one.report.killed, other.report.killed)
    if None in deaths and any(count is not None and (count.best or count.low) for count in deaths):
        bits += _ONLY_ONE_HAS_DEATHS
    return Agreement(bits, tuple(r for p in parts for r in p.reasons))


def _count(name: str, first: Telling, second: Telling) -> Agreement:
    one, other = getattr(first.report, name), getattr(second.report, name)
    if one is None or other is None:
        return Agreement(0.0, ())
    if one.best is not None and one.best == other.best:
        return Agreement(_bits_of_equal(one.best), (f"both say {one.best} {name}",))
    lows, highs = zip(count_range(one), count_range(other), strict=True)
    risen = _risen(name, *((first, second) if lows[0] > lows[1] else (second, first)))
    if risen is not None:
        return risen
    if max(lows) <= min(highs):
        return Agreement(_FITTING, ())
    ratio = (max(lows) + 1) / (min(highs) + 1)
    return Agreement(max(_OTHER_FIGURE - math.log2(ratio), _MOST_OTHER), ())


def _bits_of_equal(figure: int) -> float:
    """Return what equal figures say: few incidents have many victims, so large ones say more than small ones."""
    return min(0.5 + math.log2(1 + figure), _MOST_EQUAL)


def _risen(name: str, higher: Telling, lower: Telling) -> Agreement | None:
    """Return what it says that a figure has risen from a lower one, which an article may give that came out before."""
    risen = dict(higher.risen)
    if name not in risen or _came_out_before(higher, lower):
        return None
    count, before = getattr(lower.report, name).best, risen[name]
    if before is None:
        return Agreement(_RISEN, (f"the {name} rose to {getattr(higher.report, name).best}",))
    if before == count:
        return Agreement(_bits_of_equal(before), (f"the {name} rose from {before}",))
    return None


def _came_out_before(one: Telling, other: Telling) -> bool:
    """Say whether an article surely came out before another."""
    a, b = one.analysis.published, other.analysis.published
    return a is not None and b is not None and a.end < b.start


def count_range(count: Count) -> tuple[float, float]:
    """Return the least and the most a count allows; no upper limit is infinite."""
    low = count.low if count.low is not None else count.best if count.best is not None else 0
    return low, count.high if count.high is not None else math.inf


# -------------------------------------------------------------------------------------------------------- words

#: At most so many shared words count: the words of one story come together. Those of more weight are named.
_MOST_WORDS, _WORTH_TELLING = 15, 4.0
#: Measured on news of shootings, with titles and three to eight sentences of evidence: log2 of how often two reports
#: of one incident share words of so much weight, to how often reports of neighbouring incidents do, is a line of this
#: slope, up to a limit. It is steeper where the places are far apart or not known: such incidents share fewer words.
_NEAR_SLOPE, _NEAR_MOST = 0.35, 9.0
_FAR_SLOPE, _FAR_MOST = 0.7, 12.0
#: Places overlap so little by chance that they are near.
_NEAR_CHANCE = 0.2
#: Reports that share nothing speak against one incident, the more they say; both with this weight: -1 bit.
_WEIGHT_PER_SILENCE, _MOST_SILENCE = 20.0, 2.0


def _words(one: Telling, other: Telling, rarity: Rarity, *, is_near: bool) -> Agreement:
    weights = {word: weight for word in one.words & other.words if (weight := rarity.weight(word)) > 0}
    shared = sorted(weights, key=lambda word: (-weights[word], word))[:_MOST_WORDS]
    said = min(rarity.total_weight(one), rarity.total_weight(other))
    slope, most = (_NEAR_SLOPE, _NEAR_MOST) if is_near else (_FAR_SLOPE, _FAR_MOST)
    bits = slope * sum(weights[word] for word in shared)
    bits -= min(said / _WEIGHT_PER_SILENCE, _MOST_SILENCE)
    telling_words = sorted(word for word in shared[:3] if weights[word] > _WORTH_TELLING)
    return Agreement(min(bits, most), (f"share {', '.join(telling_words)}",) if telling_words else ())

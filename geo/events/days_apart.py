"""Says whether the days that a sentence names are those of an incident, as far as the days alone tell."""

import re
from collections.abc import Sequence
from datetime import timedelta
from functools import cache

from geo.dates import DateMention
from geo.events.date_clues import EventDate
from geo.events.drafts import Draft
from geo.events.reading import Sentence
from geo.lexicon import read_table

#: characters from the start of a sentence within which it opens with a day; UCDP GED precision of a few days
DAY_OPENS, _FEW_DAYS = 12, 2

#: the weight from which a date is the event's own, and not that of saying so
FIRM_DATE = 2.3

_WEEKS = timedelta(days=21)


def are_of_weeks_ago(dates: Sequence[EventDate]) -> bool:
    """Say whether all days of a sentence are told as long gone: "two weeks ago", "last month"."""
    return bool(dates) and all(_WEEKS_AGO.search(d.text or "") is not None for d in dates)


_WEEKS_AGO = re.compile(
    r"\b(?:weeks|months?|years?) ago\b|\blast (?:month|year)\b|\b(?:weeks|months?) (?:earlier|before)\b", re.IGNORECASE
)


def opens_with_another_day(draft: Draft, sentence: Sentence, dates: Sequence[EventDate]) -> bool:
    """Say whether a sentence opens with a day that is none of an incident's: "On Wednesday, three men …"."""
    starts = [d for d in dates if d.start - sentence.span.start <= DAY_OPENS and "by" not in d.clues]
    opening = [d for d in starts if d.precision == 1 or is_stretch(d)]
    told = [d for d in draft.dates if (d.precision or 9) <= _FEW_DAYS]
    if not told:
        has_stated_day = any(d.basis == "stated" for d in opening)
        return (has_stated_day and has_unknown_day(draft)) or _opens_with_another_weekday(draft, sentence)
    return bool(opening) and not any(_may_be_one(d, t) for d in opening for t in told)


def _opens_with_another_weekday(draft: Draft, sentence: Sentence) -> bool:
    """Say whether a sentence opens with a weekday that is not an incident's, and nothing fixes either."""
    opening = [d for d in unknown_days(sentence) if d.start - sentence.span.start <= DAY_OPENS]
    theirs = {day for d in opening for day in _weekdays_in(d.text)}
    if not theirs:
        return False
    mine = {day for s in draft.sentences for d in unknown_days(s) for day in _weekdays_in(d.text)}
    return bool(mine) and theirs.isdisjoint(mine)


def _weekdays_in(text: str) -> frozenset[str]:
    return _weekdays().intersection(text.lower().split())


@cache
def _weekdays() -> frozenset[str]:
    return frozenset(row["word"] for row in read_table("weekdays"))


def unknown_days(sentence: Sentence) -> list[DateMention]:
    """Return the days that a sentence names and nothing fixes: weekdays of an article that came out on no known day."""
    return [d for d in sentence.dates if d.kind == "point" and d.precision == 1 and d.first is None]


def has_unknown_day(draft: Draft) -> bool:
    """Say whether an incident names a day that nothing fixes."""
    return any(map(unknown_days, draft.sentences))


def _may_be_one(one: EventDate, two: EventDate) -> bool:
    """Say whether two dates can be one; days that are both named are one where they are the same."""
    if one.precision == two.precision == 1 and {one.basis, two.basis} <= OWN_DAYS and not two.time_text:
        return one.first == two.first
    if is_stretch(one) and two.precision == 1 and two.basis in OWN_DAYS and not two.time_text:
        return not are_two_days(one, two)
    return overlap(one, two)


def is_long_before(draft: Draft, dates: Sequence[EventDate]) -> bool:
    """Say whether a sentence tells of weeks before the day of an incident, and of no other time."""
    mine, told = draft.date, [d for d in dates if d.firmness >= FIRM_DATE]
    if mine is None or mine.first is None or (mine.precision or 9) > 2 or not told:
        return False
    first = mine.first
    return all(d.last is not None and d.last < first - _LONG_BEFORE for d in told)


#: from which on an earlier day is of another incident
_LONG_BEFORE = timedelta(days=14)

#: how days are known that are told by their numbers
_NUMBERED = frozenset({"stated", "year_in_context", "year_from_publication"})

#: how a day is known that is stated by itself, and not counted from another
OWN_DAYS = frozenset({"stated", "year_in_context", "year_from_publication", "year_from_weekday", "weekday", "relative"})


def are_two_days(one: EventDate, two: EventDate) -> bool:
    """Say whether two dates are two days, or a stretch and a day outside it: an act told afresh on each is two."""
    if is_stretch(one) and one.first and one.last and two.first:
        return not one.first <= two.first <= one.last
    return one.first == one.last and two.first == two.last and one.first != two.first


def is_stretch(day: EventDate) -> bool:
    """Say whether a date names several days by their numbers: "on 6 and 7 October"."""
    return day.precision == _FEW_DAYS and day.basis in _NUMBERED and not day.time_text and day.first != day.last


def are_weeks_apart(one: EventDate, two: EventDate) -> bool:
    """Say whether two dates are weeks apart."""
    if one.first is None or one.last is None or two.first is None or two.last is None:
        return False
    return one.first - two.last > _WEEKS or two.first - one.last > _WEEKS


def overlap(one: EventDate, two: EventDate) -> bool:
    """Say whether two dates can be one, a day apart allowed."""
    slack = timedelta(days=1)
    if one.first and two.last and one.first > two.last + slack:
        return False
    return not (two.first and one.last and two.first > one.last + slack)

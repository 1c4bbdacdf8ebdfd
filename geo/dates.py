"""Finds dates in a text and says which days they name, how precisely, and how that is known.

`basis` is one of

| basis | the days rest on |
|---|---|
| stated | the words alone: day, month and year, or a month or year |
| year_from_weekday | the year in which the day of the month falls on the weekday |
| year_in_context | a year stated in the same sentence, or one that opens the sentence before |
| year_from_publication | the latest such day on or before publication (the next one where the words look ahead) |
| as_of | publication that is itself only known by its last possible day, so that the latest was taken: a weak guess |
| weekday, relative | counted from publication: "on Sunday", "yesterday", "last week" |
| context | counted from the day told before: "two days earlier", "the next day" |
| open | nothing fixes them: `first` and `last` are None |
| recurrent, time | no single day at all |

Publication may be known as an interval; what is counted from it is then an interval too. Publication never stands in
for a date that the text does not give.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from geo.grammar import calendar_spans as spans
from geo.grammar.date_forms import DateForm, find_forms
from geo.grammar.date_years import context_years, dated, earliest, latest
from geo.records import Published


class DateMention(NamedTuple):
    """A date in a text."""

    start: int  # first character
    end: int  # character after the last
    text: str  # the characters, time of day included
    first: date | None  # first day it can mean; None: nothing anchors it
    last: date | None  # last day it can mean; None: nothing anchors it, or (kind period) an open end
    precision: int  # UCDP GED: 1 day, 2 two to six days, 3 week, 4 month, 5 year or longer
    basis: str  # how the days are known, see above
    time_text: str | None  # "evening", "about 2 a.m."
    kind: str  # point (something happens then); period ("since 2006", "this year"); recurrent; time (of an untold day)


def find_dates(text: str, published: Published | None = None, as_of: date | None = None) -> tuple[DateMention, ...]:
    """Return the dates of a text in order; they never overlap.

    `as_of` is the last day on which the text can have been written, for texts whose publication is not known.
    """
    basis = "year_from_publication"
    if published is None and as_of is not None:
        published = Published(date.min, as_of, "as_of")
    if published is not None and published.basis == "as_of":
        basis = "as_of"
    return tuple(_mentions(text, published, basis))


def _mentions(text: str, published: Published | None, basis: str) -> Iterator[DateMention]:
    forms = find_forms(text)
    is_known = published is not None and (published.end - published.start).days <= _A_YEAR
    years = context_years(text, forms, is_strict=is_known)
    told: DateMention | None = None
    for form, near in zip(forms, years, strict=True):
        found = _days(form, published, basis, near, told)
        mention = _mention(text, form, published, found)
        if found and mention.kind == "point" and mention.precision <= 2 and not form.is_future:
            told = mention
        yield mention


#: what each rule falls back to where nothing anchors it
_PRECISIONS = {"month": 4, "season": 5, "year": 5, "stretch": 5}
_UNIT_PRECISIONS = {"minute": 1, "hour": 1, "day": 1, "weekend": 2, "week": 3, "fortnight": 4, "month": 4}


def _mention(
    text: str, form: DateForm, published: Published | None, found: tuple[spans.Days, str] | None
) -> DateMention:
    start, end = form.start, form.end
    kind = _kind(form)
    if found is None:
        basis = kind if kind in ("recurrent", "time") else "open"
        precision = _UNIT_PRECISIONS.get(form.unit or "", 5) if form.unit else _PRECISIONS.get(form.rule, 1)
        return DateMention(start, end, text[start:end], None, None, precision, basis, form.time_text, kind)
    (first, last), basis = found
    precision = spans.precision((first, last))
    if form.lead == "since":
        upper = published.end if published and published.end >= first else None
        return DateMention(start, end, text[start:end], first, upper, 5, basis, form.time_text, kind)
    return DateMention(start, end, text[start:end], first, last, precision, basis, form.time_text, kind)


_LONG = ("year", "decade", "century")


def _kind(form: DateForm) -> str:
    if form.rule in ("recurrent", "time"):
        return form.rule
    is_whole = form.part is None and form.time_text is None  # "early this year", "earlier this year" name a time in it
    is_this_year = form.rule == "unit" and form.relation == "this" and form.unit in _LONG and is_whole
    is_long = form.unit in ("decade", "century") or (form.rule == "year" and form.last is not None)
    is_stretch = form.rule == "stretch" and not _is_short(form)
    return "period" if form.lead or is_stretch or is_this_year or is_long else "point"


def _is_short(form: DateForm) -> bool:
    """Tell "in the past 48 hours", which dates what happened, from "in recent months", which counts over a time."""
    days = {"minute": 0.0, "hour": 1 / 24, "day": 1.0}.get(form.unit or "")
    return days is not None and form.relation == "back" and (form.count or (1, 1))[1] * days <= _FEW_DAYS


#: days up to which "the past three days" is a date
_FEW_DAYS = 3


def _days(
    form: DateForm, published: Published | None, basis: str, near: int | None, told: DateMention | None
) -> tuple[spans.Days, str] | None:
    """Return the days of a form and how they are known; None where nothing anchors it."""
    if form.rule in ("day", "month", "season", "holiday"):
        return _in_year(form, published, basis, near)
    if form.rule == "year":
        first, last = form.first[0] or 1, (form.last or form.first)[0]
        return spans.third(spans.year(first, last), form.part), "stated"
    if form.rule == "event":
        return _from_told(form, told)
    if published is None or published.start == date.min or form.rule in ("recurrent", "time"):
        return None
    low, high = (_counted(form, anchor) for anchor in (published.start, published.end))
    days = (min(low[0], high[0]), max(low[1], high[1]))
    return days, _weak(basis) or ("weekday" if form.rule == "weekday" else "relative")


def _weak(basis: str) -> str | None:
    """Return as_of where publication itself is a guess, so that nothing counted from it looks firm."""
    return basis if basis == "as_of" else None


# ------------------------------------------------------------------------------------------ days, months, seasons


def _in_year(
    form: DateForm, published: Published | None, basis: str, near: int | None
) -> tuple[spans.Days, str] | None:
    if form.first[0] is not None:
        days = dated(form, form.first[0])
        return None if days is None else (_swapped(form, days, published), "stated")
    if form.year_offset is not None:
        return _by_offset(form, published, basis)
    if near is not None and form.relation is None:
        days = dated(form, near)
        if days is not None:
            return days, "year_in_context"
    if published is None:
        return None
    if form.weekday is not None:
        days = _on_weekday(form, published)
        if days is not None:
            return days, "year_from_weekday"
    past, next_ = latest(form, published.end), earliest(form, published.start)
    days = next_ if form.is_future and _is_nearer(next_, past, published) else past
    return None if days is None else (days, basis)


def _is_nearer(coming: spans.Days | None, past: spans.Days | None, published: Published) -> bool:
    """Say whether days to come are the better reading of "will …": what lies far ahead is told with its year."""
    if coming is None or past is None:
        return past is None
    ahead = (coming[0] - published.start).days
    return ahead <= max(_SOON, (published.end - past[1]).days)


#: days ahead within which a day without a year is taken to be to come
_SOON = 120


def _on_weekday(form: DateForm, published: Published) -> spans.Days | None:
    """Return the latest such days whose first falls on the stated weekday.

    They lie on or before publication, or soon after it. Where it is known to a year they lie within a year of it:
    papers err in a weekday more often than they tell a day of years ago without its year.
    """
    years = range(published.end.year + 1, published.end.year - _YEARS - 1, -1)
    fitting = [d for y in years if (d := dated(form, y)) and d[0].weekday() == form.weekday]
    soon = [d for d in fitting if 0 < (d[0] - published.end).days <= _SOON]
    past = [d for d in fitting if d[0] <= published.end]
    if (published.end - published.start).days > _A_YEAR:
        return next(iter(past), None)
    recent = [d for d in past if (published.end - d[0]).days <= _A_YEAR]
    return next(iter(recent + soon), None)


_A_YEAR = 366
#: years that are tried for a weekday; a day of the month falls on it again after 5, 6 or 11 years
_YEARS = 12


def _swapped(form: DateForm, days: spans.Days, published: Published | None) -> spans.Days:
    """Settle 3/11 by the weekday and by what is not after publication; else give the stretch between its two days."""
    year, month, day = form.first
    other = spans.day(year, day, month) if form.is_swappable and year and month and day else None
    if other is None:
        return days
    choices = [days[0], other]
    if form.weekday is not None:
        choices = [d for d in choices if d.weekday() == form.weekday] or choices
    if published is not None:
        choices = [d for d in choices if d <= published.end] or choices
    return min(choices), max(choices)


def _by_offset(form: DateForm, published: Published | None, basis: str) -> tuple[spans.Days, str] | None:
    if published is None or published.start == date.min or form.year_offset is None:
        return None
    low, high = (dated(form, anchor.year + form.year_offset) for anchor in (published.start, published.end))
    return None if low is None or high is None else ((low[0], high[1]), _weak(basis) or "relative")


# ------------------------------------------------------------------------------------- counted from an anchor


def _counted(form: DateForm, anchor: date) -> spans.Days:
    """Return the days of "yesterday", "on Sunday", "two weeks ago", "last month" seen from an anchor."""
    if form.rule == "weekday":
        found = _weekday(form, anchor)
        return found, found
    low, high = form.count or (1, 1)
    if form.rule == "word":
        return spans.shifted(anchor, low), spans.shifted(anchor, high)
    if form.rule == "ago":
        return spans.back(anchor, form.unit or "day", high)[0], spans.back(anchor, form.unit or "day", low)[1]
    if form.rule == "stretch":
        sign = 1 if form.relation == "back" else -1
        edge = spans.stretch(anchor, form.unit or "day", sign * high)
        return min(edge, anchor), max(edge, anchor)
    return _unit(form, anchor)


def _weekday(form: DateForm, anchor: date) -> date:
    wanted = form.weekday or 0
    if form.relation == "this" or (form.count is not None and form.count[0] >= -1):
        weeks = form.count[0] if form.count else 0
        return spans.shifted(spans.week(anchor)[0], wanted + 7 * weeks)
    since = (anchor.weekday() - wanted) % 7
    if form.count is not None:  # "the Sunday before last"
        return spans.shifted(anchor, -(since or 7) - 7)
    if form.relation == "next":
        return spans.shifted(anchor, 7 - since)
    if form.is_future:
        return spans.shifted(anchor, -since % 7)
    if form.relation == "last":
        return spans.shifted(anchor, -since if since > 1 else -since - 7)  # yesterday is not "last Friday"
    return spans.shifted(anchor, -since)


def _unit(form: DateForm, anchor: date) -> spans.Days:
    """Return the days of "last week", "this month", "over the weekend"."""
    step = form.count[0] if form.count else {"last": 1, "this": 0, "next": -1}[form.relation or "this"]
    if form.unit == "weekend":
        saturday = spans.shifted(anchor, -((anchor.weekday() - 5) % 7))
        ahead = form.relation == "next" or form.is_future
        saturday = spans.shifted(saturday, 7 if ahead else 7 - 7 * max(step, 1))
        return saturday, spans.shifted(saturday, 1)
    if form.unit in ("week", "fortnight"):
        first, last = spans.third(spans.week(spans.shifted(anchor, -7 * step)), form.part)
        return first, last if step else max(first, _up_to(anchor, last, form))
    if form.unit in ("minute", "hour", "day"):
        point = spans.shifted(anchor, -step)
        return point, point
    first, last = spans.back(anchor, form.unit or "day", step)
    first, last = spans.third((first, last), form.part)
    return first, max(first, _up_to(anchor, last, form)) if step == 0 else last


def _up_to(anchor: date, last: date, form: DateForm) -> date:
    """Return the end of a stretch that holds the anchor: what is told of it has happened, unless it lies ahead."""
    return last if form.is_future else min(anchor, last)


def _from_told(form: DateForm, told: DateMention | None) -> tuple[spans.Days, str] | None:
    """Return the days counted from the day told last."""
    if told is None or told.first is None or told.last is None or form.start - told.end > _NEAR:
        return None
    if form.relation == "other":  # counted from what the text goes on to name
        return None
    unit = form.unit or "day"
    if form.relation == "same":
        days = (told.first, told.last) if unit in ("day", "hour", "minute") else spans.back(told.first, unit, 0)
        return days, "context"
    sign = 1 if form.relation in ("before", "earlier") else -1
    low, high = form.count or (1, 1)
    edges = [spans.back(d, unit, sign * n) for d in (told.first, told.last) for n in (low, high)]
    return (min(e[0] for e in edges), max(e[1] for e in edges)), "context"


#: characters within which "two days earlier" may look back to its day
_NEAR = 600

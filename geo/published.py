"""Infers when an article came out where no stamp says so: from its dateline, its dates and its neighbours.

Each stated year bounds publication: what is told as past came before it, what is told as to come came after it. A day
without a year ("on Tuesday, 26 November") is taken to lie in the year before publication: news writes the year of any
other day. So the interval begins with the latest such day and ends some weeks after it, or with what bounds it.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from operator import attrgetter

from geo.grammar import calendar_spans as spans
from geo.grammar.date_forms import DateForm, find_forms
from geo.grammar.date_years import context_years, dated, earliest, latest
from geo.grammar.patterns import one_of, spaced
from geo.intake.stamps import read_date, read_stamp
from geo.lexicon import read_terms
from geo.records import Published, Span
from geo.sentences import split_sentences

#: days after the latest day told without a year within which an article is taken to have come out
_RECENT = 62
#: days over which an interval is too wide to say anything
_WIDE = 3 * 366
#: years that are tried for a day of the month on a weekday; it falls on it again after 5, 6 or 11 years
_YEARS = 12


def infer_published(
    text: str,
    *,
    title: str | None = None,
    head: str | None = None,
    after: Published | None = None,
    before: Published | None = None,
    as_of: date | None = None,
) -> Published | None:
    """Return when an article came out, None where nothing bounds it on both sides.

    `head` is what stood around the text on its page; `after` an article that came out before this one or with it,
    `before` one that came out later or with it; `as_of` the last day on which it can have come out.

    The basis is stated (a stamp), dateline, weekday (a day of the month with its weekday fixes the year),
    dates_in_text (one year alone agrees with what is told), listing_order (so does it with the neighbours), or as_of
    (several years agree; the latest is taken).
    """
    stated = (read_date(head) if head else None) or _stamped(text)
    if stated is not None:
        return stated
    whole = f"{title}\n\n{text}" if title else text
    forms = find_forms(whole)
    dateline = _dateline(whole, forms)
    if dateline is not None and dateline.first[0] is not None:
        days = dated(dateline, dateline.first[0])
        if days is not None:
            return Published(*days, "dateline")
    told = _told(whole, forms)
    bounds = _bounded(told, after, before, as_of)
    return _from_days(replace(told, dateline=dateline), bounds)


# --------------------------------------------------------------------------------------------- stamp, dateline

#: lines at the head of a text that may be a stamp ("Posted: 4 March 2018")
_HEAD_LINES = 12


def _stamped(text: str) -> Published | None:
    for line in text.lstrip().split("\n", _HEAD_LINES)[:_HEAD_LINES]:
        stamp = read_stamp(line, 0, len(line))
        if stamp is not None and stamp.is_labelled and stamp.published is not None:
            return stamp.published
    return None


#: "NAIROBI, Kenya, " at the start of a line, before the day
_CITY = re.compile(r"(?:\A|\n)[^\w\n]*[^\W\d_a-z]{2}(?:[^\W\d_a-z]|[.'’ -])*(?:[,(/][^\n]{1,40})?[,\s(]*\Z")
_AFTER_DAY = re.compile(r"\s*[,.]?\s*(?:\(|\[|--|[-–—:/])")
#: "Port Vila, Vanuatu, " in small letters, which wants an agency or a dash after the day: "4 March 2018 (Agency) -"
_NAME = r"[^\W\d_a-z][^\W\d_]+(?:[-'’ ][^\W\d_a-z][^\W\d_]*){0,3}"
_CITY_IN_SMALL = re.compile(rf"(?:\A|\n)[^\w\n]*{_NAME}(?:, {_NAME})?[,\s(]*\Z")
_AFTER_DAY_IN_SMALL = re.compile(r"\)?\s*(?:\([^()\n]{2,40}\)\s*)?(?:--|[-–—])\s")
#: characters from the start within which a dateline stands
_HEAD = 500


def _dateline(text: str, forms: Sequence[DateForm]) -> DateForm | None:
    """Return the day of a dateline ("NAIROBI, 4 Mar (Agency) --"), None without one."""
    for form in forms:
        if form.start > _HEAD:
            return None
        if form.rule != "day" or form.last is not None:
            continue
        line = text[max(0, form.start - 90) : form.start]
        line = line if form.start > 90 else "\n" + line
        for city, after in ((_CITY, _AFTER_DAY), (_CITY_IN_SMALL, _AFTER_DAY_IN_SMALL)):
            if after.match(text, form.end) and city.search(line):
                return form
    return None


# ------------------------------------------------------------------------------------------- what the text tells


@dataclass(frozen=True, slots=True)
class _Told:
    """What the dates of a text say of its publication."""

    past: tuple[date, ...]  # it came out on or after these
    ahead: tuple[int, ...]  # it came out before or in these years
    days: tuple[DateForm, ...]  # days without a year, told as past
    coming: tuple[DateForm, ...]  # days without a year, told as to come
    lasting: date | None = None  # the latest day since which something goes on
    dateline: DateForm | None = None


def _told(text: str, forms: Sequence[DateForm]) -> _Told:
    past: list[tuple[date, bool]] = []  # first day, whether the words name a day
    lasting: list[date] = []
    ahead: list[int] = []
    days: list[DateForm] = []
    coming: list[DateForm] = []
    near = context_years(text, tuple(forms), is_strict=False)
    for form, context in zip(forms, near, strict=True):
        year = form.first[0]
        if year is None:
            if form.rule in ("day", "month") and context is None and form.year_offset is None:
                (coming if form.is_future else days).append(form)
        elif form.rule in ("day", "month", "season", "year") and form.unit != "decade" and form.lead != "until":
            span = spans.year(year) if form.rule == "year" else dated(form, year)
            if span is not None and form.lead == "since":
                lasting.append(span[0])
            if form.is_future and form.last is None:
                ahead.append(year)
            elif span is not None and _is_told_as_past(text, form):
                past.append((span[0], form.rule == "day"))
    kept = (day for day, is_day in past if is_day or day.year not in ahead)
    return _Told(tuple(kept), tuple(ahead), tuple(days), tuple(coming), max(lasting, default=None))


#: characters to each side of a date that are looked at within its sentence
_AROUND = 300


def _sentence_of(text: str, form: DateForm) -> Span:
    """Return the sentence of a form, as much of it as stands around the form."""
    sentences = split_sentences(text) or (Span(0, len(text)),)
    sentence = sentences[max(bisect_right(sentences, form.start, key=attrgetter("start")) - 1, 0)]
    return Span(max(sentence.start, form.start - _AROUND), min(sentence.end, form.end + _AROUND))


def _is_told_as_past(text: str, form: DateForm) -> bool:
    """Say whether a date is a time at which something happened.

    A day is, unless its sentence looks ahead; a month or year by its preposition and a verb in the past besides.
    """
    sentence = _sentence_of(text, form)
    words = text[sentence.start : sentence.end].lower()
    if form.is_future or _pattern("future_cues").search(words):
        return False
    before = text[sentence.start : form.start].lower().split()
    in_time = bool(before) and before[-1] in read_terms("year_openers")
    return form.rule == "day" or (in_time and _pattern("past_cues").search(words) is not None)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    ending = r"|\w{2,}ed\b" if name == "past_cues" else ""
    return re.compile(spaced(rf"(?<!\w)(?:{one_of(read_terms(name))}\b{ending})"))


# ------------------------------------------------------------------------------------------------------- bounds


@dataclass(frozen=True, slots=True)
class _Bounds:
    low: date | None
    high: date | None
    high_basis: str  # what the upper bound rests on


def _bounded(told: _Told, after: Published | None, before: Published | None, as_of: date | None) -> _Bounds:
    """Return the interval that all bounds leave; a bound that contradicts a firmer one is left out."""
    lows = [*told.past, *([after.start] if after else [])]
    low = max(lows, default=None)
    high, basis = None, ""
    uppers = [(as_of, "as_of"), (before.end if before else None, "listing_order")]
    # "will begin in 2026" is hardly written in 2026, where it would read "this year"; but it may be
    uppers += [(spans.year(y - less)[1], "dates_in_text") for y in told.ahead for less in (1, 0)]
    for upper, name in uppers:
        if upper is None or (low is not None and upper < low and name == "dates_in_text"):
            continue
        if high is None or upper < high:
            high, basis = upper, name
    if low is not None and high is not None and low > high:
        low = None
    return _Bounds(low, high, basis)


# --------------------------------------------------------------------------------------- from days without a year


def _from_days(told: _Told, bounds: _Bounds) -> Published | None:
    days = (told.dateline,) if told.dateline is not None else tuple(f for f in told.days if f.rule == "day")
    fixed = [d for f in days if f.weekday is not None and (d := _by_weekday(f, told, bounds)) is not None]
    if fixed:
        high = _end(max(fixed), bounds.high)
        others = [days_ for f in days if f.weekday is None and (days_ := latest(f, high)) is not None]
        start = max([*fixed, *(o[1] for o in others if o[0] >= max(fixed))])
        return _interval(start, told, bounds, "weekday")
    if bounds.high is None:
        return None
    resolved = [r for f in days if (r := latest(f, bounds.high)) is not None]
    if not resolved:
        return _from_months(told, bounds)
    start = max(r[0] for r in resolved)
    is_one = bounds.low is not None and (bounds.high - bounds.low).days < 366
    basis = bounds.high_basis if not is_one or bounds.high_basis == "listing_order" else "dates_in_text"
    return _interval(start, told, bounds, basis)


def _from_months(told: _Told, bounds: _Bounds) -> Published | None:
    """Return what months and years leave: they may lie long before publication, so that only the bounds end it."""
    resolved = [r[0] for f in told.days if bounds.high and (r := latest(f, bounds.high)) is not None]
    low = max([*resolved, *([bounds.low] if bounds.low else [])], default=None)
    if low is None or bounds.high is None or (bounds.high - low).days > _WIDE:
        return None
    return Published(low, bounds.high, bounds.high_basis)


def _interval(start: date, told: _Told, bounds: _Bounds, basis: str) -> Published:
    """Return the interval that begins with the latest day told as past and ends before the first told as to come."""
    if told.dateline is not None:
        return Published(start, start, "dateline" if basis != "as_of" else basis)
    low = max(start, bounds.low) if bounds.low else start
    ends = [_end(low, bounds.high), *(d[0] for f in told.coming if f.rule == "day" and (d := earliest(f, low)))]
    return Published(low, max(low, min(ends)), basis)


def _end(start: date, high: date | None) -> date:
    end = spans.shifted(start, _RECENT)
    return end if high is None else min(end, high)


def _by_weekday(form: DateForm, told: _Told, bounds: _Bounds) -> date | None:
    """Return the day on which a day of the month fell on its weekday, the last one that the bounds allow.

    Without an upper bound the text must speak of two years as past, and the day lie in the later of them or the next;
    or it must lie within a year after a day, month or year since which something goes on.
    """
    if bounds.high is not None:
        low = spans.shifted(bounds.low, -366) if bounds.low else spans.year(bounds.high.year - _YEARS)[0]
        years = range(bounds.high.year, low.year - 1, -1)
        found = [d[0] for y in years if (d := dated(form, y)) and low <= d[0] <= bounds.high]
    elif bounds.low is not None and len({d.year for d in told.past}) > 1:
        found = [d[0] for y in (bounds.low.year, bounds.low.year + 1) if (d := dated(form, y))]
    elif told.lasting is not None:
        low, high = told.lasting, spans.shifted(told.lasting, 366)
        found = [d[0] for y in (low.year, low.year + 1) if (d := dated(form, y)) and low <= d[0] <= high]
    else:
        return None
    return next((d for d in found if d.weekday() == form.weekday), None)

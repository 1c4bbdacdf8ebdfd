"""Puts days, months and seasons without a year into a year. Knows nothing of publication."""

from datetime import date

from geo.grammar import calendar_spans as spans
from geo.grammar.date_forms import DateForm
from geo.lexicon import read_table, read_terms
from geo.sentences import split_sentences


def dated(form: DateForm, year: int) -> spans.Days | None:
    """Return the days of a day, month, season or holiday in a year; None where the year has no such day."""
    if form.rule == "holiday":
        holiday = _holiday(form.unit or "", year) if 1 <= year <= 9999 else None
        return None if holiday is None else (holiday, holiday)
    _, month, day = form.first
    _, month2, day2 = form.last or form.first
    if month is None or month2 is None or not 1 <= year <= 9999:
        return None
    if form.rule == "season":
        start = spans.month(year - 1 if month == 12 else year, month)[0]
        return spans.third((start, spans.month(start.year, month + 2)[1]), form.part)
    year2 = (form.last or form.first)[0] or year
    if form.first[0] is None and (month2, day2 or 0) < (month, day or 0):  # "from December 30 to January 2"
        year2 = year + 1
    if day is None or day2 is None:
        return spans.third((spans.month(year, month)[0], spans.month(year2, month2)[1]), form.part)
    first, last = spans.day(year, month, day), spans.day(year2, month2, day2)
    return (first, last) if first is not None and last is not None and first <= last else None


def _holiday(words: str, year: int) -> date | None:
    row = next(r for r in read_table("holidays") if r["words"] == words)
    if row["easter"]:
        return spans.shifted(spans.easter(year), int(row["easter"]))
    if row["nth"]:
        return spans.nth_weekday(year, int(row["month"]), int(row["nth"]), int(row["weekday"]))
    return spans.day(year, int(row["month"]), int(row["day"]))


#: years that are tried around a bound; 29 February may come back after eight
_YEARS = 9


def latest(form: DateForm, bound: date) -> spans.Days | None:
    """Return the latest such days that begin on or before `bound`."""
    if form.relation == "next":
        return earliest(form, bound)
    years = range(bound.year, bound.year - _YEARS, -1)
    found = (d for y in years if (d := dated(form, y)) and d[0] <= bound)  # one of the first two, as a rule
    days = next(found, None)
    is_under_way = form.relation == "last" and days is not None and days[1] >= bound
    return next(found, None) if is_under_way else days


def earliest(form: DateForm, bound: date) -> spans.Days | None:
    """Return the first such days that end on or after `bound`."""
    years = range(bound.year, bound.year + _YEARS)
    return next((d for y in years if (d := dated(form, y)) and d[1] >= bound), None)


def context_years(text: str, forms: tuple[DateForm, ...], *, is_strict: bool) -> tuple[int | None, ...]:
    """Return for each form without a year the one stated beside it, None where none is.

    A year that opens a sentence ("In 2013, …") holds for that sentence and the next. Any other year stated earlier in
    the sentence holds too, unless `is_strict`: where publication is known, that is the better guess.
    """
    if not any(_wants_year(f) for f in forms) or not any(f.first[0] for f in forms):
        return (None,) * len(forms)
    sentences = split_sentences(text)
    found: list[int | None] = []
    index = 0
    opening: dict[int, int] = {}  # sentence -> year that opens it
    stated: dict[int, int] = {}  # sentence -> year stated in it so far
    for form in forms:
        while index + 1 < len(sentences) and sentences[index + 1].start <= form.start:
            index += 1
        year = form.first[0]
        if year is None and _wants_year(form):
            near = opening if is_strict else stated
            found.append(near.get(index, opening.get(index - 1)))
            continue
        found.append(None)
        if year is not None and form.last is None and not form.is_future:
            stated[index] = year
            before = text[sentences[index].start : form.start] if sentences else ""
            if form.rule in ("year", "month") and before.strip().lower() in read_terms("year_openers"):
                opening[index] = year
    return tuple(found)


def _wants_year(form: DateForm) -> bool:
    return form.rule in ("day", "month", "season", "holiday") and form.first[0] is None and form.year_offset is None

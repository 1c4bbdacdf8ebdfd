"""Calendar arithmetic on days and stretches of days; stays within the years 1 to 9999. Knows no words."""

import calendar
from datetime import date

#: a stretch of days, both ends included
Days = tuple[date, date]

_DAYS_PER = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1, "week": 7, "fortnight": 14, "weekend": 7}
_MONTHS_PER = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}


def day(year: int, month: int, day_of_month: int) -> date | None:
    """Return the day, None where there is no such day."""
    try:
        return date(year, month, day_of_month)
    except ValueError:
        return None


def shifted(start: date, days: int) -> date:
    """Return the day that many days later, at most the last or first day there is."""
    return date.fromordinal(min(max(start.toordinal() + days, 1), date.max.toordinal()))


def month(year: int, month_of_year: int) -> Days:
    """Return the days of a month; months below 1 and over 12 count on from the year's."""
    year, index = year + (month_of_year - 1) // 12, (month_of_year - 1) % 12 + 1
    year = min(max(year, 1), 9999)
    return date(year, index, 1), date(year, index, calendar.monthrange(year, index)[1])


def year(first: int, last: int | None = None) -> Days:
    """Return the days of a year or of several."""
    first = min(max(first, 1), 9999)
    return date(first, 1, 1), date(min(max(last or first, first), 9999), 12, 31)


def third(days: Days, part: str | None) -> Days:
    """Return the early, mid or late third of a stretch; all of it for None."""
    length = (days[1] - days[0]).days + 1
    cut = round(length / 3)
    if part == "early":
        return days[0], shifted(days[0], cut - 1)
    if part == "mid":
        return shifted(days[0], cut), shifted(days[1], -cut)
    if part == "late":
        return shifted(days[1], 1 - cut), days[1]
    return days


def week(of: date) -> Days:
    """Return Monday to Sunday of a day's week (ISO 8601)."""
    monday = shifted(of, -of.weekday())
    return monday, shifted(monday, 6)


def back(end: date, unit: str, count: int) -> Days:
    """Return the days that lie `count` units before `end` (after it where negative), as exactly as the unit tells.

    "Two days ago" is a day, "two weeks ago" the seven days around it, "two months ago" a month, "two years ago" a year.
    """
    if unit in ("minute", "hour", "day"):
        point = shifted(end, -round(count * _DAYS_PER[unit]))
        return point, point
    if unit in _DAYS_PER:
        point = shifted(end, -round(count * _DAYS_PER[unit]))
        return shifted(point, -3), shifted(point, 3)
    months = _MONTHS_PER[unit] * count
    if unit == "month":
        return month(end.year, end.month - months)
    if unit == "quarter":
        return month(end.year, end.month - months - 1)[0], month(end.year, end.month - months + 1)[1]
    first = end.year - months // 12
    return year(first) if unit == "year" else year(first - months // 48, first + months // 48)


def stretch(end: date, unit: str, count: int) -> date:
    """Return the day `count` units before `end` (after it where negative)."""
    if unit in _DAYS_PER:
        return shifted(end, -round(count * _DAYS_PER[unit]))
    first, last = month(end.year, end.month - _MONTHS_PER[unit] * count)
    return first.replace(day=min(end.day, last.day))


def precision(days: Days) -> int:
    """Return UCDP GED date precision: 1 a day, 2 up to six days, 3 a week or ten days, 4 a month, 5 longer."""
    length = (days[1] - days[0]).days + 1
    return 1 if length == 1 else 2 if length <= 6 else 3 if length <= 11 else 4 if length <= 31 else 5


def nth_weekday(year: int, month_of_year: int, nth: int, weekday: int) -> date:
    """Return the nth (1 first, -1 last) weekday (0 Monday) of a month."""
    first, last = month(year, month_of_year)
    if nth < 0:
        return shifted(last, -((last.weekday() - weekday) % 7) + 7 * (nth + 1))
    return shifted(first, (weekday - first.weekday()) % 7 + 7 * (nth - 1))


def easter(year: int) -> date:
    """Return Easter Sunday by the anonymous Gregorian algorithm (Meeus, Astronomical Algorithms, chapter 8)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month_of_year, day_before = divmod(h + m - 7 * n + 114, 31)
    return date(year, month_of_year, day_before + 1)

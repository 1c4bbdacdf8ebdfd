"""Reads stamps of publication ("Updated: 4 May 2021, 10:15 GMT"): where they stand and which day they state.

Only dates with a year are read; what an article without such a stamp tells of its own date is `geo.published`'s.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from geo.intake.page_words import page_words
from geo.lexicon import read_table
from geo.records import Published

_TOKEN = re.compile(
    r"(?P<iso>\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?(?:Z|[+-]\d{2}:?\d{2})?)"
    r"|(?P<ymd>\d{4}[./]\d{1,2}[./]\d{1,2})(?!\d)"
    r"|(?P<numeric>\d{1,2}(?P<mark>[./-])\d{1,2}(?P=mark)(?:\d{4}|\d{2}))(?!\d)"
    r"|(?P<time>\d{1,2}[:.h]\d{2}(?::\d{2})?)(?!\d)"
    r"|(?P<number>\d{1,4})(?:st|nd|rd|th)?(?![\w])"
    r"|(?P<word>[^\W\d_]+(?:\.[^\W\d_]+)*)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[\s,.:;|/()\[\]•·–—−+@-]*")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A stretch of text that does nothing but say when an article came out."""

    start: int
    end: int
    is_labelled: bool  #: a word such as "Posted" opens it
    published: Published | None  #: None where it has no full date


def read_stamp(text: str, start: int, end: int) -> Stamp | None:
    """Return the stamp that begins at `start`, as far as it reaches, or None."""
    found: list[re.Match[str]] = []
    position = start
    label_end = _label_end(text, start, end)
    if label_end is not None:
        position = label_end
    has_month = has_time = has_date = False
    stop = position
    while True:
        gap = _BETWEEN.match(text, position, end)
        position = gap.end() if gap else position
        relabelled = _label_end(text, position, end) if found else None
        if relabelled is not None and relabelled > position:
            position = relabelled
            continue
        token = _TOKEN.match(text, position, end)
        if token is None or not _belongs(token):
            break
        found.append(token)
        kind = token.lastgroup
        has_month = has_month or (kind == "word" and token.group().lower() in _months())
        has_time = has_time or kind == "time"
        has_date = has_date or bool(token["iso"] or token["ymd"] or token["numeric"])
        position = stop = token.end()
    numbers = sum(1 for token in found if token["number"])
    is_date = has_date or (has_month and numbers > 0)
    if not is_date and not (label_end is not None and (has_time or numbers > 0)):
        return None
    return Stamp(start, stop, label_end is not None, read_date(text[start:stop]))


def read_date(text: str) -> Published | None:
    """Return the first full date of a text as the day it states; two days where day and month can be swapped."""
    tokens = list(_TOKEN.finditer(text))
    for i, token in enumerate(tokens):
        days: tuple[date | None, ...] = ()
        if token["iso"]:
            days = (_day(*map(int, token["iso"][:10].split("-"))),)
        elif token["ymd"]:
            days = (_day(*map(int, re.split(r"[./]", token["ymd"]))),)
        elif token["numeric"]:
            days = _numeric(token["numeric"], token["mark"])
        elif token["word"] and token.group().lower() in _months():
            days = (_named(tokens, i),)
        known = sorted(day for day in days if day is not None)
        if known:
            return Published(known[0], known[-1], "stated")
    return None


def _label_end(text: str, start: int, end: int) -> int | None:
    """Return where the words that open a stamp end: "Posted on:", "Last updated"."""
    match = _label_pattern().match(text, start, end)
    return match.end() if match else None


@cache
def _label_pattern() -> re.Pattern[str]:
    terms = sorted(page_words("stamp"), key=len, reverse=True)
    return re.compile(rf"\(?\s*(?:{'|'.join(map(re.escape, terms))})\b\s*:?\s*", re.IGNORECASE)


def _belongs(token: re.Match[str]) -> bool:
    if not token["word"]:
        return True
    word = token.group().lower()
    return word in _months() or word in page_words("clock")


@cache
def _months() -> dict[str, int]:
    return {row["word"]: int(row["month"]) for row in read_table("months")}


def _named(tokens: list[re.Match[str]], i: int) -> date | None:
    """Return the day of "May 4, 2021" or "4 May 2021", the month being token i."""
    month = _months()[tokens[i].group().lower()]
    before = tokens[i - 1]["number"] if i else None
    after = [token["number"] for token in tokens[i + 1 : i + 3]]
    if len(after) == 2 and after[0] and after[1] and len(after[1]) == 4:
        return _day(int(after[1]), month, int(after[0]))
    if before and after and after[0] and len(after[0]) == 4:
        return _day(int(after[0]), month, int(before))
    return None


def _numeric(text: str, mark: str) -> tuple[date | None, ...]:
    """Return the days that 4.5.2021 or 4/5/2021 can mean: with full stops the day stands first, else either may."""
    first, second, year = (int(part) for part in text.split(mark))
    year += 2000 if year < 70 else 1900 if year < 100 else 0
    if mark == ".":
        return (_day(year, second, first),)
    return _day(year, first, second), _day(year, second, first)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None

"""Finds numbers in running text and says what they bound. Knows nothing of casualties.

What the words allow (`-` is None; rules after ACLED's and UCDP's coding practice: the conservative figure is best):

| words | low | best | high | kind |
|---|---|---|---|---|
| 12, twelve, a dozen, a couple, both, exactly 12, another 12, all 12 | 12 | 12 | 12 | cardinal |
| at least 40, more than 40, over 40, 40 or more, 40-plus | 40 | 40 | - | cardinal |
| up to 10, as many as 10, no more than 10 | - | - | 10 | cardinal |
| fewer than 10 | - | - | 9 | cardinal |
| nearly 40 | - | 40 | 40 | cardinal |
| about 40, some 40, 40 or so | - | 40 | - | cardinal |
| between 10 and 15, 10 to 15, 10-15, two or three | 10 | - | 15 | range |
| (rose) from 8 to 12 | 12 | 12 | 12 | cardinal |
| several 2, tens 10, scores 20, dozens 24, hundreds 100, … | n | - | - | vague |
| no, none, zero, nobody | 0 | 0 | 0 | zero |

Quantities with a unit ("more than 70 kg") bound in the same way, and give `value` and `unit` besides. Everything that
is no count (age, calibre, money, percent, time, date, year, phone, address, identifier, ordinal, …) has low, best and
high None and, where it has one, a `value`.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from geo.grammar import number_forms as forms
from geo.grammar.openings import openings
from geo.grammar.patterns import fold
from geo.grammar.spelling import spelled


class NumberMention(NamedTuple):
    """A number in a text, with the words that bound it."""

    start: int  # first character
    end: int  # character after the last
    text: str  # the characters, qualifier and unit included
    low: int | None  # the least the words allow; None: open, or no count
    best: int | None  # the figure to use; None: the words give none
    high: int | None  # the most the words allow; None: open, or no count
    qualifier: str | None  # "at least", "about", "another", … in lower case with single spaces
    kind: str  # cardinal, range, vague, zero, measure, duration, age, year, date, time, money, …
    value: float | None  # the number itself where there is one: of a range the lower end
    unit: str | None  # kg, g, rounds, days, USD, %, … where it measures


def find_numbers(text: str) -> tuple[NumberMention, ...]:
    """Return the numbers of a text in order; they never overlap."""
    found = tuple(_mentions(text, openings(forms.number_vocabulary(), text, spelled(text))))
    return _with_as_many(text, 0, len(text), found)


def numbers_within(text: str, start: int, end: int) -> tuple[NumberMention, ...]:
    """Return the numbers that start in a sentence of a text: less to read than all of them, where few are asked for."""
    opened = _openings(text)
    here = opened[bisect_left(opened, start) : bisect_left(opened, end)]
    return _with_as_many(text, start, end, tuple(_mentions(text, here))) if here else ()


def _with_as_many(text: str, start: int, end: int, found: tuple[NumberMention, ...]) -> tuple[NumberMention, ...]:
    """Return numbers with "as many" as that of the number before it: "two dead and as many wounded"."""
    if text.find("as many", start, end) < 0:
        return found
    more = []
    for match in _AS_MANY.finditer(text, start, end):
        a, b = match.span()
        before = [m for m in found if m.end <= a]
        if not before or before[-1].kind != "cardinal" or a - before[-1].end > _NEAR:
            continue
        found = tuple(m for m in found if m.end <= a or m.start >= b)  # without a vague "many"
        one, times = before[-1], _TIMES[match["times"]]
        low, best, high = (None if n is None else n * times for n in (one.low, one.best, one.high))
        value = None if one.value is None else one.value * times
        more.append(NumberMention(a, b, text[a:b], low, best, high, one.qualifier, "cardinal", value, None))
    return tuple(sorted((*found, *more)))


_AS_MANY = re.compile(r"\b(?:(?P<times>twice|three times) )?as many\b(?! as\b)")
_TIMES = {None: 1, "twice": 2, "three times": 3}
#: characters between a number and "as many" of others
_NEAR = 60


@lru_cache(maxsize=2)  # the sentences of the document in hand are asked for one by one
def _openings(text: str) -> list[int]:
    return openings(forms.number_vocabulary(), text, spelled(text))


def _mentions(text: str, opened: Sequence[int]) -> Iterator[NumberMention]:
    """Yield the numbers that start at some of the places where one may."""
    folded, pattern = fold(text), forms.number_pattern()
    end = 0
    for opening in opened:
        match = pattern.match(folded, opening) if opening >= end else None
        if match is None:
            continue
        mention = _read(text, folded, match)
        end = mention.end if mention else match.end()
        if mention is not None:
            yield mention


#: kinds that keep what they bound
_BOUNDED = frozenset({"cardinal", "range", "vague", "zero", "measure"})
_FIRST_DIGIT = re.compile(r"[\d.]")
#: characters before a number that are looked at
_WINDOW = 40
_PLURAL = re.compile(r"\x20+(?:[^\W\d_]+(?<!s)s|people|men|women|children|police|personnel)\b")
_AFTER_AGE = re.compile(
    r"[,.;:)]|\s*\Z|\s+(?:was|is|were|died|from|when)\b|\s+of\s+(?!whom\b|which\b|the|them\b|these\b)"
)
_BEFORE_UNIT = re.compile(r"\A[\s-]+(?:more\s+)?")


class _Quantity(NamedTuple):
    """A number before its surroundings are looked at."""

    start: int
    end: int
    before: str  # qualifier before it
    kind: str
    first: float
    second: float | None = None  # upper end of a range


def _read(text: str, folded: str, match: re.Match[str]) -> NumberMention | None:
    shape = str(match.lastgroup)
    start, end = match.span()
    if shape == "skip":
        return None
    if shape in ("date", "phone", "time", "ratio", "ordinal"):
        return NumberMention(start, end, text[start:end], None, None, None, None, shape, None, None)
    if shape == "money":
        digits = _FIRST_DIGIT.search(folded, start, end)
        value = forms.value_of(folded[digits.start() : end]) if digits else None
        return NumberMention(start, end, text[start:end], None, None, None, None, "money", value, None)
    quantity = _quantity(folded, start, end)
    return None if quantity is None else _classified(text, folded, quantity)


def _quantity(folded: str, start: int, end: int) -> _Quantity | None:
    found = _quantity_of(folded[start:end])
    if found is None:
        return None
    before, kind, first, second, is_change = found
    if is_change and forms.change_pattern().search(folded, max(0, start - _WINDOW), start):
        return _Quantity(start, end, before, "cardinal", second or 0.0)
    return _Quantity(start, end, before, kind, first, second)


@lru_cache(maxsize=1 << 12)  # articles say "at least two" and "24" again and again
def _quantity_of(words: str) -> tuple[str, str, float, float | None, bool] | None:
    """Return (qualifier, kind, number, upper end of a range, whether it may be a change "from 8 to 12") of words."""
    plain = forms.plain_value(words)
    if plain is not None:
        return "", "cardinal" if plain else "zero", plain, None, False
    parts = forms.parts_pattern().match(words)
    if parts is None:
        return None
    before = " ".join(parts["before"].split())
    if parts["vague"]:
        low, kind = forms.vague_numbers()[" ".join(parts["vague"].split())]
        return before, kind, float(low), None, False
    first = forms.value_of(parts["first"])
    if not parts["second"]:
        return before, "cardinal" if first else "zero", first, None, False
    second = forms.value_of(parts["second"])
    scale = forms.scale_of(parts["second"])
    if forms.scale_of(parts["first"]) == 1 and first * scale < second:
        first *= scale
    if _is_year(parts["first"]) and (_is_year(parts["second"]) or second < 100):
        return before, "year", first, None, False
    return before, "range" if first < second else "ratio", first, second, bool(parts["change"])


def _is_year(digits: str) -> bool:
    return len(digits) == 4 and digits.isdigit() and 1800 <= int(digits) < 2100


def _classified(text: str, folded: str, quantity: _Quantity) -> NumberMention:
    """Look at what stands around a number and say of what kind it is."""
    start, end, kind, qualifier, unit = quantity.start, quantity.end, quantity.kind, quantity.before, None
    tail = forms.tail_pattern().match(folded, end)
    if tail is not None and tail.lastgroup == "qualifier":
        end = tail.end()
        qualifier = qualifier or " ".join(tail.group().split())
        tail = forms.tail_pattern().match(folded, end)
    told = None if tail is None or kind in ("year", "ratio") else _kind_by_tail(text, folded, quantity, tail)
    if tail is not None and told is not None:
        kind, end = told, tail.end()
        unit = forms.units().get((kind, " ".join(_BEFORE_UNIT.sub("", tail.group()).split())))
        unit = "%" if kind == "percent" else unit
    elif kind in ("cardinal", "range"):
        kind = _kind_by_place(text, folded, quantity) or kind
    low, best, high = _bounds(quantity, qualifier) if kind in _BOUNDED else (None, None, None)
    if kind in ("cardinal", "range") and (low, best, high) == (None, None, None):
        kind = "decimal"
    value = None if kind in ("vague", "ratio") else float(quantity.first)
    return NumberMention(start, end, text[start:end], low, best, high, qualifier or None, kind, value, unit)


def _kind_by_tail(text: str, folded: str, quantity: _Quantity, tail: re.Match[str]) -> str | None:
    """Return the kind that the words after a number give it; None: they give none."""
    kind = str(tail.lastgroup)
    number = folded[quantity.start : quantity.end]
    in_digits = number.isdigit()
    if kind == "percent_sign":
        return "percent"
    if kind == "ordinal":
        return kind if in_digits else None
    if kind == "decade":
        return None if not in_digits or quantity.first < 10 else "year" if quantity.first >= 1000 else "age"
    if kind == "address":
        return kind if in_digits and forms.is_address(text, tail, len(number)) else None
    if kind == "compound" and (quantity.kind != "cardinal" or quantity.before):
        return None
    return kind


def _kind_by_place(text: str, folded: str, quantity: _Quantity) -> str | None:
    """Return the kind that the words before a number, or its place in the sentence, give it; None: they give none."""
    start, end = quantity.start, quantity.end
    window = folded[max(0, start - _WINDOW) : start]
    number = folded[start:end]
    lead = forms.lead_pattern().search(window) if forms.may_have_lead(window) else None
    if lead is not None:
        kind, _, case = str(lead.lastgroup).partition("_")
        if case == "end":
            fits = _AFTER_AGE.match(folded, end) is not None
        else:
            fits = not case or text[start - len(window) + lead.start()].isupper()
        if fits and (kind == "age" or number[:1].isdigit()):
            return kind
    if _is_year(number) and quantity.second is None:
        counted = _PLURAL.match(folded, end) and not forms.year_lead_pattern().search(window)
        return None if counted or (quantity.before and quantity.first % 100 == 0) else "year"
    if not number.isdigit() or quantity.first >= _OLDEST:
        return None
    if _opens_line(text, start) and _AFTER_ITEM.match(text, end):
        return "identifier"
    return "age" if _AFTER_AGE.match(folded, end) and _follows_person(text, start, end) else None


#: ages are below this
_OLDEST = 120
_AFTER_ITEM = re.compile(r"[.)]\s")
#: a word before a comma or bracket
_WORD_BEFORE = re.compile(r"(?<![\w.])[^\W\d_][\w.'’-]*(?:,\s|\s\()\Z")


def _opens_line(text: str, start: int) -> bool:
    before = text[max(0, start - _WINDOW) : start].rstrip(" \t")
    return before.endswith("\n") or (not before and start <= _WINDOW)


def _follows_person(text: str, start: int, end: int) -> bool:
    """Say whether a number stands where ages do: "Ana Brito, 44," "Ana Brito (44)", "a boy, 3,"."""
    if text[start - 1 : start] != "(" and text[max(0, start - 2) : start - 1] != ",":
        return False
    found = _WORD_BEFORE.search(text, max(0, start - _WINDOW), start)
    if found is None:
        return False
    word = found.group().rstrip(", (")
    return word[0].isupper() or (text[end : end + 1] == "," and found.group().endswith(", ") and word[-1] != "s")


def _bounds(quantity: _Quantity, qualifier: str) -> tuple[int | None, int | None, int | None]:
    """Return (low, best, high) by the table of the module."""
    if not quantity.first.is_integer() or not (quantity.second or 0.0).is_integer():
        return None, None, None
    n = int(quantity.first)
    classes = forms.qualifier_classes(qualifier) if qualifier else ()
    if quantity.kind == "vague":
        return n, None, None
    if quantity.second is not None:
        return n, None, int(quantity.second)
    if "least" in classes or "over" in classes:
        return n, n, None
    if "most" in classes:
        return None, None, n
    if "under" in classes:
        return None, None, max(n - 1, 0)
    if "nearly" in classes:
        return None, n, n
    if "about" in classes:
        return None, n, None
    return n, n, n

"""Finds expressions of time and takes them apart: what the words say, not yet which day that is.

A language is added by rows in the tables of months, weekdays, seasons, units and relations.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

from gazetteer.frozen import quickly_made
from geo.grammar import date_terms as terms
from geo.grammar.date_shapes import after_pattern, date_pattern, date_vocabulary, rule_patterns
from geo.grammar.number_forms import is_address, tail_pattern, vague_numbers, value_of, words_of, year_lead_pattern
from geo.grammar.openings import openings
from geo.grammar.patterns import fold
from geo.grammar.spelling import spelled
from geo.lexicon import read_table

#: year, month, day; None: not stated
Ymd = tuple[int | None, int | None, int | None]


@quickly_made
@dataclass(frozen=True, slots=True)
class DateForm:
    """What an expression of time says."""

    start: int
    end: int
    rule: str  # day, month, season, holiday, year, weekday, word, unit, ago, event, stretch, recurrent, time
    first: Ymd = (None, None, None)
    last: Ymd | None = None  # end of a stated range
    weekday: int | None = None  # 0 Monday
    relation: str | None = None  # class of geo/lexicon/date_relations.tsv
    part: str | None = None  # early, mid, late
    unit: str | None = None  # day, week, month, …
    count: tuple[int, int] | None = None  # fewest and most units
    year_offset: int | None = None  # "last year" -1, "this year" 0
    time_text: str | None = None
    lead: str | None = None  # since, until
    is_future: bool = False  # words before it put it after publication
    is_swappable: bool = False  # day and month of a numeric date can be swapped


def find_forms(text: str) -> tuple[DateForm, ...]:
    """Return the expressions of time in a text, in order; they never overlap."""
    folded = fold(text)
    return tuple(_in_context(folded, form) for form in _forms(text, _openings(text)))


def forms_within(text: str, start: int, end: int) -> tuple[DateForm, ...]:
    """Return the expressions of time that start in a sentence of a text, without what the words around them add."""
    return tuple(_forms(text, openings_within(text, start, end)))


def openings_within(text: str, start: int, end: int) -> list[int]:
    """Return the offsets in a stretch of a text at which an expression of time may begin."""
    opened = _openings(text)
    return opened[bisect_left(opened, start) : bisect_left(opened, end)]


@lru_cache(maxsize=2)  # the sentences of the document in hand are asked for one by one
def _openings(text: str) -> list[int]:
    return openings(date_vocabulary(), text, spelled(text))


def _forms(text: str, opened: Sequence[int]) -> Iterator[DateForm]:
    """Yield the expressions that start at some of the places where one may."""
    if not opened:
        return
    folded, pattern = fold(text), date_pattern()
    end = 0
    for opening in opened:
        match = pattern.match(folded, opening) if opening >= end else None
        if match is None:
            continue
        limit = len(folded)
        if _ends_sentence(text, match.end("before")):
            limit = match.end("before")
            match = pattern.match(folded, opening, limit)
            if match is None:
                continue
        parts = _parts(text, folded, match, limit)
        end = parts.end
        form = _READERS[parts.rule](parts)
        if form is not None:
            yield form


def _ends_sentence(text: str, end: int) -> bool:
    """Say whether a time with a stop ends a sentence, so that a date after it is another: "at 5 p.m. On Monday"."""
    if end <= 0 or text[end - 1] != ".":
        return False
    following = text[end : end + _JOINT].lstrip()
    return following[:1].isupper() and following[1:2].islower() and not following.startswith(_capitalised())


#: characters after a time that are looked at; what begins with a capital letter within a sentence too
_JOINT = 8


@cache
def _capitalised() -> tuple[str, ...]:
    return tuple(word[:3].capitalize() for kind in ("months", "weekdays") for word in words_of(kind, "word"))


@quickly_made
@dataclass(frozen=True, slots=True)
class _Parts:
    """A match with its named parts."""

    text: str
    folded: str
    start: int  # of the whole expression
    end: int
    rule: str
    match: re.Match[str]  # of the rule
    parts: Mapping[str, str | None]  # of the rule, by their names
    part: str | None  # before it: "early"
    before: str | None  # the time of day before it
    after: str  # the time of day after it

    def __getitem__(self, name: str) -> str | None:
        """Return the words of a part with single spaces, None where the rule or the text has none."""
        words = self.parts.get(name)
        return " ".join(words.split()) if words else words

    def number(self, name: str) -> int | None:
        """Return a part's leading digits as a number."""
        words = self[name]
        return int(re.match(r"'?(\d+)", words)[1]) if words else None  # type: ignore[index]

    def follows(self, name: str) -> bool:
        """Say whether a term of a list stands just before the match."""
        return terms.ends_with(name).search(self.folded, max(0, self.start - 20), self.start) is not None

    def form(self, rule: str, **fields: Any) -> DateForm:
        """Return the form with its extent and the words around the date."""
        if not self.part and not self.before and not self.after:
            return DateForm(self.start, self.end, rule, **fields)
        part, before, after = (" ".join((words or "").split()) for words in (self.part, self.before, self.after))
        times = [before, after.removeprefix("'s").strip(" ,-")]
        if part and rule in ("month", "season", "year", "unit"):
            fields["part"] = terms.relations()[part]
        else:
            times.insert(0, part)
        return DateForm(self.start, self.end, rule, time_text=_times(times), **fields)


def _parts(text: str, folded: str, found: re.Match[str], limit: int) -> _Parts:
    """Return a match of `date_pattern` taken apart, with what stands after the date; nothing beyond a limit is read."""
    rule = str(found.lastgroup)
    match: Any = rule_patterns()[rule].match(folded, found.end("begin"), limit)
    after: Any = after_pattern().match(folded, found.end(), limit)
    part, before = found.group("part", "before")
    return _Parts(
        text, folded, found.start(), after.end(), rule, match, match.groupdict(), part, before, after["after"]
    )


def _times(words: Iterable[str]) -> str | None:
    """Return the words for the time of day, without article."""
    return " ".join(w.removeprefix("the ") for w in words if w) or None


def _year(parts: _Parts) -> tuple[int | None, int | None]:
    """Return the year and, for "last year", the offset to the year of publication."""
    if parts["y"]:
        return parts.number("y"), None
    short = parts["ys"] or parts["yw"]
    if short:
        return full_year(int(short)), None
    return None, {"last": -1, "this": 0, "next": 1}[terms.relations()[parts["yrel"]]] if parts["yrel"] else None


def full_year(short: int) -> int:
    """Return the year that two digits stand for: 69 to 99 in the 20th century, else the 21st (POSIX strptime)."""
    return short + (1900 if short >= 69 else 2000)


def _named_days(parts: _Parts) -> DateForm | None:
    month, month2 = _month(parts, "m"), _month(parts, "m2")
    if month is None:
        return None
    year, offset = _year(parts)
    first, last = (year, month, parts.number("d")), None
    if parts["d2"]:
        last = (year, month2 or month, parts.number("d2"))
        if year is not None and last[1] is not None and last[1] < month:
            first = (year - 1, month, parts.number("d"))
    weekday = terms.weekdays().get((parts["wd"] or "").rstrip("."))
    return parts.form("day", first=first, last=last, weekday=weekday, year_offset=offset)


def _month(parts: _Parts, name: str) -> int | None:
    """Return the month, None where the word is another word here ("may 5 people")."""
    word = parts[name]
    if word is None:
        return None
    start = parts.match.start(name)
    if word.rstrip(".") in terms.ambiguous_months() and not parts.text[start].isupper():
        return None
    return terms.months()[word.rstrip(".")]


def _dashed(parts: _Parts) -> DateForm | None:
    month, digits = _month(parts, "m"), parts["y"] or ""
    year = int(digits) if len(digits) == 4 else full_year(int(digits))
    return None if month is None else parts.form("day", first=(year, month, parts.number("d")))


def _iso(parts: _Parts) -> DateForm | None:
    return parts.form("day", first=(parts.number("y"), parts.number("m"), parts.number("d")))


def _numeric(parts: _Parts) -> DateForm | None:
    """Read 3/11/2014: with a full stop or over 12 the first is the day; else the order is not known."""
    a, b = parts.number("a") or 0, parts.number("b") or 0
    digits = parts["y"] or ""
    year = int(digits) if len(digits) == 4 else full_year(int(digits))
    full = len(parts["a"] or "") == len(parts["b"] or "") == 2
    if len(digits) == 2 and parts["sep"] != "/" and not (parts["sep"] == "." and full):  # "1.2.13" numbers a section
        return None
    day_first = a > 12 or parts["sep"] == "."
    day, month = (a, b) if day_first else (b, a)
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    weekday = terms.weekdays().get((parts["wd"] or "").rstrip("."))
    swappable = not day_first and day <= 12 and day != month
    return parts.form("day", first=(year, month, day), weekday=weekday, is_swappable=swappable)


def _whole_month(parts: _Parts) -> DateForm | None:
    word, month = parts["m"] or "", _month(parts, "m")
    if month is None:
        return None
    year, offset = _year(parts)
    relation = terms.relations().get(parts["rel"] or "")
    told = year is not None or offset is not None or relation is not None or bool(parts.part)
    is_full = word.rstrip(".") not in terms.short_months() and word not in terms.ambiguous_months()
    if not told and not is_full and not (parts.follows("month_leads") and _is_written_out(word)):
        return None
    return parts.form("month", first=(year, month, None), year_offset=offset, relation=relation)


def _is_written_out(month: str) -> bool:
    """Tell "in Nov." and "in May" from "in mar": an abbreviation has its full stop."""
    return month.rstrip(".") not in terms.short_months() or month.endswith(".")


def _two_months(parts: _Parts) -> DateForm | None:
    month, month2 = _month(parts, "m"), _month(parts, "m2")
    if month is None or month2 is None:
        return None
    year, offset = _year(parts)
    first = (year - 1 if year is not None and month2 < month else year, month, None)
    return parts.form("month", first=first, last=(year, month2, None), year_offset=offset)


def _season(parts: _Parts) -> DateForm | None:
    word = parts["season"] or ""
    year, offset = _year(parts)
    relation = terms.relations().get(parts["rel"] or "")
    month, _, alone = terms.seasons()[word]
    if year is None and offset is None and relation is None and not (alone and parts.follows("month_leads")):
        return None
    return parts.form("season", first=(year, month, None), year_offset=offset, relation=relation, unit=word)


def _holiday(parts: _Parts) -> DateForm | None:
    year, offset = _year(parts)
    told = year is not None or offset is not None or parts.before or parts.after
    if not told and parts["words"] in terms.ambiguous_holidays() and not parts.follows("day_leads"):
        return None
    return parts.form("holiday", first=(year, None, None), year_offset=offset, unit=parts["words"])


def _years(parts: _Parts) -> DateForm | None:
    first, digits = parts.number("y") or 0, parts["y2"] or ""
    last = int(digits) if len(digits) == 4 else first // 100 * 100 + int(digits)
    return parts.form("year", first=(first, None, None), last=(last, None, None)) if last > first else None


def _decade(parts: _Parts) -> DateForm | None:
    first = parts.number("y") or full_year(parts.number("ys") or 0)
    return parts.form("year", first=(first, None, None), last=(first + 9, None, None), unit="decade")


def _bare_year(parts: _Parts) -> DateForm | None:
    """Read four digits as a year, unless they count, measure or address something, or lie far back without "in"."""
    start, end = parts.match.span()
    year = parts.number("y") or 0
    before = parts.folded[max(0, start - 40) : start]
    leads = bool(parts.part) or year_lead_pattern().search(before) is not None
    tail = tail_pattern().match(parts.folded, end)
    # in capitals "in 1989 police closed the road" looks like an address, were it not for "in"
    is_number = tail is not None and tail.lastgroup == "address" and is_address(parts.text, tail, 1 if leads else 4)
    other = is_number or (tail is not None and tail.lastgroup in _MEASURED)
    counted = _COUNTED.match(parts.folded, end) is not None
    if other or _NOT_YEAR.search(before) or (year < 1800 and counted) or (not leads and (year < 1800 or counted)):
        return None
    return parts.form("year", first=(year, None, None))


_MEASURED = ("measure", "calibre", "percent", "percent_sign", "money", "age")
_COUNTED = re.compile(r"\x20+(?:[^\W\d_]+(?<!s)s|people|men|women|children|police|personnel)\b")
_NOT_YEAR = re.compile(r"(?:\bno\.?|#|\d[-/.])\s*\Z")


def _weekday(parts: _Parts) -> DateForm | None:
    word = (parts["wd"] or "").rstrip(".")
    if word in terms.short_weekdays() and not _is_short_weekday(parts):
        return None
    relation = terms.relations().get(parts["rel"] or "")
    week = terms.relations().get(parts["wrel"] or "")
    weeks = {"last": -1, "before": -1, "this": 0, "next": 1, "after": 1}
    count = (weeks[week],) * 2 if week is not None else (-2, -2) if parts["twice"] else None
    return parts.form("weekday", weekday=terms.weekdays()[word], relation=relation, count=count)


def _is_short_weekday(parts: _Parts) -> bool:
    """Tell "on Sat. night" from "sat" and "the Sun": a capital, with a time of day, or with "on" and a full stop."""
    if not parts.text[parts.match.start("wd")].isupper():
        return False
    has_stop = (parts["wd"] or "").endswith(".")
    return bool(parts.before or parts.after) or (has_stop and parts.follows("day_leads"))


def _counted(parts: _Parts) -> DateForm | None:
    """Read "two days ago", "weeks ago" and "a week later"."""
    relation = _relation(parts, "ago", "earlier", "later")
    unit, count = terms.units()[parts["unit"] or parts["units"] or ""], _count(parts["n"])
    if parts.follows("halves") and unit in _HALVES:
        unit, n = _HALVES[unit]
        count = (n, n)
    rule = "ago" if relation == "ago" else "event"
    return parts.form(rule, relation="other" if _governs(parts) else relation, unit=unit, count=count)


def _governs(parts: _Parts) -> bool:
    """Say whether the day that is counted from follows ("a week before the vote") and is not the one told before."""
    rows = read_table("date_relations")
    is_preposition = any(r["words"] == parts["rel"] and r["governs"] for r in rows)
    return is_preposition and _CLOSES.match(parts.folded, parts.end) is None


_CLOSES = re.compile(r"\s*(?:[,.;:)!?\"”]|\Z)")


#: half of a unit, in smaller ones
_HALVES = {"century": ("year", 50), "decade": ("year", 5), "year": ("month", 6), "month": ("day", 15)}


def _relation(parts: _Parts, *classes: str) -> str:
    """Return the class of the words for the relation; where a word has several, one of those that the rule takes."""
    rows = read_table("date_relations")
    return next(r["class"] for r in rows if r["words"] == parts["rel"] and r["class"] in classes)


def _count(words: str | None) -> tuple[int, int]:
    """Return the fewest and the most units; "several" may be six."""
    if words is None:
        return 2, 6
    if words in vague_numbers():
        low, kind = vague_numbers()[words]
        return (low, low) if kind == "cardinal" else (low, low * 3)
    n = round(value_of(words))
    return n, n


def _stretch(parts: _Parts) -> DateForm | None:
    unit = terms.units()[parts["unit"] or parts["units"] or ""]
    return parts.form("stretch", relation=_relation(parts, "back", "ahead"), unit=unit, count=_count(parts["n"]))


def _event(parts: _Parts) -> DateForm | None:
    wanted = ("same", "before", "after") if parts.rule == "event" else ("earlier", "later")
    relation = _relation(parts, *wanted)
    relation = "other" if _governs(parts) else {"earlier": "before", "later": "after"}.get(relation, relation)
    word = parts["unit"] or ""
    form = parts.form("event", relation=relation, unit=terms.units()[word])
    return (
        replace(form, time_text=form.time_text or word) if word in words_of("day_parts", **{"class": "part"}) else form
    )


def _unit(parts: _Parts) -> DateForm | None:
    """Read "last week", "the week before last", "over the weekend", "the end of the year"."""
    if parts["bare"]:
        unit = terms.units()[parts["bare"]]
        if parts["twice"]:
            return parts.form("unit", relation="last", unit=unit, count=(2, 2))
        if unit == "weekend":
            return parts.form("unit", relation="last", unit=unit)
        is_part = parts.part is not None and unit in ("week", "month", "year", "decade")
        return parts.form("unit", relation="this", unit=unit) if is_part else None
    unit = terms.units()[parts["unit"] or ""]
    if (parts["rel"] or "").endswith("past") and unit != "weekend":
        return parts.form("stretch", relation="back", unit=unit, count=(1, 1))
    return parts.form("unit", relation=terms.relations()[parts["rel"] or ""], unit=unit)


def _word(parts: _Parts) -> DateForm | None:
    row = next(r for r in read_table("date_words") if r["words"] == parts["word"])
    form = parts.form("word", count=(int(row["from"]), int(row["to"])))
    return replace(form, time_text=_times([row["time"], form.time_text or ""]))


def _time(parts: _Parts) -> DateForm | None:
    """Read "at 4:45 p.m.", but not "at 1405 Example Highway"."""
    tail = tail_pattern().match(parts.folded, parts.end)
    return (
        None
        if tail is not None and tail.lastgroup == "address" and is_address(parts.text, tail, 4)
        else parts.form("time")
    )


#: the reader of each rule
_READERS: dict[str, Callable[[_Parts], DateForm | None]] = {
    "weekday": _weekday,
    "month_day": _named_days,
    "month": _whole_month,
    "unit": _unit,
    "year": _bare_year,
    "word": _word,
    "time": _time,
    "day_month": _named_days,
    "counted": _counted,
    "season": _season,
    "stretch": _stretch,
    "holiday": _holiday,
    "event": _event,
    "recurrent": lambda parts: parts.form("recurrent"),
    "years": _years,
    "decade": _decade,
    "event_behind": _event,
    "two_months": _two_months,
    "numeric": _numeric,
    "month_days": _named_days,
    "days_month": _named_days,
    "iso": _iso,
    "dashed": _dashed,
}


# ------------------------------------------------------------------------------------------------- words around


def _in_context(folded: str, form: DateForm) -> DateForm:
    """Add what the words before an expression say: "since" and "until", and whether it lies ahead."""
    lead = terms.lead_pattern().search(folded, max(0, form.start - _LEAD), form.start)
    is_future = _looks_ahead(folded, form)
    if lead is None and not is_future:
        return form
    words = " ".join(lead["lead"].split()) if lead else ""
    return replace(form, lead=terms.relations().get(words), is_future=is_future)


def _looks_ahead(folded: str, form: DateForm) -> bool:
    """Say whether the words of its clause put a date ahead: "will meet on Friday", "On Friday they will meet".

    A verb in the past between "will" and the date, or between the date and "will", speaks against it.
    """
    before = folded[max(0, form.start - _WINDOW) : form.start]
    cues = list(terms.future_pattern().finditer(before))
    if cues:
        between = cues[-1].end()
        return not (terms.past_pattern().search(before, between) or terms.clause_start().search(before, between))
    if not terms.opening_pattern().search(before):
        return False
    after = folded[form.end : form.end + _AFTER]
    cue = terms.future_pattern().search(after)
    if cue is None:
        return False
    return not (
        terms.past_pattern().search(after, 0, cue.start()) or terms.clause_start().search(after, 0, cue.start())
    )


#: characters that are looked at: before an expression for "since" and for "will", after it for "will"
_LEAD, _WINDOW, _AFTER = 30, 120, 60

"""Looks up the words that dates are made of, and the words around them. Knows nothing of what a date means."""

import re
from functools import cache

from geo.grammar.number_forms import words_of
from geo.grammar.patterns import one_of, spaced
from geo.lexicon import read_table, read_terms


@cache
def lead_pattern() -> re.Pattern[str]:
    """Return the pattern of "since" and "until" at the end of the words before a date, as group `lead`."""
    words = one_of(r["words"] for r in read_table("date_relations") if r["class"] in ("since", "until"))
    return re.compile(spaced(rf"(?<!\w)(?P<lead>{words}) ?(?:about |around |at least )?(?:the )?\Z"))


@cache
def future_pattern() -> re.Pattern[str]:
    """Return the pattern of words that put a date after them ahead."""
    return re.compile(spaced(rf"(?<!\w){one_of(read_terms('future_cues'))}\b"))


@cache
def past_pattern() -> re.Pattern[str]:
    """Return the pattern of verbs in the past, "was" but not "will be reported"."""
    return re.compile(rf"(?<!\w)(?<!\bbe\x20){one_of(read_terms('past_cues'))}\b")


@cache
def opening_pattern() -> re.Pattern[str]:
    """Return the pattern of the start of a sentence at the end of the words before a date ("On" may stand between)."""
    return re.compile(spaced(rf"(?:\A|[.!?\n][\s\"]*)(?:{one_of(read_terms('day_leads'))} )?\Z"))


@cache
def ends_with(name: str) -> re.Pattern[str]:
    """Return the pattern of the terms of a list at the end of the words before a date."""
    return re.compile(spaced(rf"(?<!\w){one_of(read_terms(name))} \Z"))


@cache
def clause_start() -> re.Pattern[str]:
    """Return the pattern of what opens a clause; no comma: it also sets off a place ("in Lima, Peru, on")."""
    return re.compile(rf"[.;:()\"“”](?=\s)|\s-|\n|\b{one_of(read_terms('clause_words'))}\b")


@cache
def relations() -> dict[str, str]:
    """Return the class of each relation; where a word has several, the first."""
    return {row["words"]: row["class"] for row in reversed(read_table("date_relations"))}


@cache
def months() -> dict[str, int]:
    """Return the number of each month."""
    return {row["word"]: int(row["month"]) for row in read_table("months")}


@cache
def short_months() -> frozenset[str]:
    """Return the abbreviations of months."""
    return frozenset(words_of("months", "word", form="short"))


@cache
def ambiguous_months() -> frozenset[str]:
    """Return the months that are also other words."""
    return frozenset(words_of("months", "word", also="yes"))


@cache
def ambiguous_holidays() -> frozenset[str]:
    """Return the holidays that are also seasons or adjectives."""
    return frozenset(words_of("holidays", also="yes"))


@cache
def weekdays() -> dict[str, int]:
    """Return the number of each weekday, 0 Monday."""
    return {row["word"]: int(row["weekday"]) for row in read_table("weekdays")}


@cache
def short_weekdays() -> frozenset[str]:
    """Return the abbreviations of weekdays."""
    return frozenset(words_of("weekdays", "word", form="short"))


@cache
def seasons() -> dict[str, tuple[int, int, bool]]:
    """Return (first month, months, may stand alone) of each season."""
    return {r["word"]: (int(r["month"]), int(r["months"]), bool(r["alone"])) for r in read_table("seasons")}


@cache
def units() -> dict[str, str]:
    """Return the unit of each word for one or many."""
    return {row["word"]: row["unit"] for row in read_table("date_units")}

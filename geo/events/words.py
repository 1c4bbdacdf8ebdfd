"""Reads the class of each word of a sentence: one class letter a word. Knows nothing of events.

A sentence becomes a string with one letter a word ("three men were shot dead" -> NUMBER PERSON BE KILLED), so that the
grammars of counts, people and modality are short regular expressions over classes instead of over spelling. Terms of
several words are one unit. This is the cascade of finite-state extractors (FASTUS, Hobbs et al. 1997).
"""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from gazetteer.frozen import tuple_maker_of
from geo.events.terms import Terms, longer_term_at, make_terms
from geo.grammar.letters import Letters
from geo.grammar.spelling import Spelled
from geo.lexicon import read_table, read_terms
from geo.naming.cues import is_english

#: auxiliaries of the passive
PASSIVE = frozenset({"was", "were", "been", "be", "being"})

#: the classes of geo/lexicon/grammar.tsv and those that are made from the text
_MADE = (
    "NUMBER",
    "ORDINAL",
    "AMOUNT",
    "AGE",
    "NAME",
    "WORD",
    "LOWER",
    "NOUNS",
    "PLACE",
    "DATE",
    "PERSON",
    "PERSONS",
    "GROUP",
)


class Words(NamedTuple):
    """A stretch of text as units: words, or terms of several words."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    lower: tuple[str, ...]
    codes: str  # one letter a unit


_words = tuple_maker_of(Words)


@cache
def grammar() -> Terms:
    """Return the closed classes of grammar.tsv with the nouns for people."""
    people = read_table("people")
    singular = ((row["singular"], "PERSON") for row in people)
    plural = ((row["plural"], "PERSONS") for row in people)
    closed = ((term, row["class"]) for row in read_table("grammar") for term in row["terms"].split("|"))
    return make_terms((*plural, *singular, *closed))


@cache
def codes() -> Mapping[str, str]:
    """Return the letter of each class."""
    names = dict.fromkeys((*_MADE, *(row["class"] for row in read_table("grammar"))))
    return {name: chr(_FIRST_LETTER + i) for i, name in enumerate(names)}


#: letters from here on stand for nothing in a regular expression; below 0x100 a string has one byte a letter
_FIRST_LETTER = 0xA1


@cache
def class_pattern(template: str) -> re.Pattern[str]:
    """Return a regular expression over class letters: `<KILLED|DIED>` stands for one unit of either class.

    LOWER stands for any word in lower case; NOUNS are those of them that look like plurals of people.
    """
    letters = codes()

    def one(match: re.Match[str]) -> str:
        negated = match.group(1).startswith("^")
        names = match.group(1).lstrip("^").split("|")
        if "LOWER" in names:
            names.append("NOUNS")
        members = "".join(letters[name] for name in names)
        return f"[{'^' if negated else ''}{members}]"

    return re.compile(re.sub(r"<([\^A-Z_|]+)>", one, template))


def read_words(words: Spelled, given: Mapping[int, tuple[int, str]], longer_at: Sequence[int]) -> Words:
    """Return the units of the words of a sentence.

    `given` are stretches with a class of their own by where they start: numbers, dates, places. They and the terms of
    several words, which begin at some of the places `longer_at`, are put in place of their words.
    """
    starts, ends, written, lower = words
    is_shouted = not any(map(str.islower, written)) and not any(map(str.islower, "".join(written)))
    letters = (_letters_in_capitals() if is_shouted else letters_of_words()).of(written)
    bracketed = _bracketed(words) if "(" in lower else ()
    if not (given or longer_at or bracketed):
        return _words((starts, ends, lower, letters))
    opened = {*bracketed, *[bisect_left(starts, start) for start in (*given, *longer_at)]}
    opened.discard(len(starts))  # what starts within the last word
    own, by_class, terms = list(letters), codes(), grammar()
    longer = []
    reached = 0
    for i in sorted(opened):
        if i < reached:
            continue
        if starts[i] in given:
            end, name = given[starts[i]]
            reached = max(bisect_left(starts, end), i + 1)
        elif i in bracketed:
            reached, end, name = i + 3, ends[i + 2], "WORD"
        else:
            term = longer_term_at(terms, lower, i)
            if term is None:
                continue
            length, name = term
            reached = i + length
            end = ends[reached - 1]
        own[i] = by_class[name]
        if end != ends[i]:
            longer.append((i, reached, end))
    return joined(starts, ends, lower, own, longer)


def _bracketed(words: Spelled) -> frozenset[int]:
    """Return where a short form stands in brackets after the name it is of: "the New People's Army (NPA) and"."""
    lower, written = words.lower, words.written
    return frozenset(
        i
        for i in range(1, len(lower) - 3)
        if lower[i] == "("
        and lower[i + 2] == ")"
        and lower[i + 1].isalpha()
        and written[i + 1].isupper()
        and lower[i + 3] not in _AFTER_AGENCY
    )


#: what follows the agency in a dateline: "(AP) -"
_AFTER_AGENCY = frozenset({"-", "--", "–", "—", ":"})


def joined(
    starts: tuple[int, ...],
    ends: tuple[int, ...],
    lower: tuple[str, ...],
    letters: list[str],
    longer: Sequence[tuple[int, int, int]],
) -> Words:
    """Return units with each longer stretch drawn together into one, which has the letter of its first.

    A stretch is (first unit, unit after the last, end of the new unit in the text); they are in order.
    """
    if not longer:
        return _words((starts, ends, lower, "".join(letters)))
    new_starts, new_ends, new_lower = list(starts), list(ends), list(lower)
    for first, after, end in reversed(longer):  # the last first: those before it stay where they are
        new_ends[first], new_lower[first] = end, " ".join(lower[first:after])
        rest = slice(first + 1, after)
        del new_starts[rest], new_ends[rest], new_lower[rest], letters[rest]
    return _words((tuple(new_starts), tuple(new_ends), tuple(new_lower), "".join(letters)))


@cache
def letters_of_words() -> Letters:
    """Return the letters of the classes that words have by themselves."""
    return Letters(_letter_of)


def class_of(written: str) -> str:
    """Return the class that a word has by itself."""
    return _names()[letters_of_words()[written]]


@cache
def _names() -> Mapping[str, str]:
    return {letter: name for name, letter in codes().items()}


@cache
def _letters_in_capitals() -> Letters:
    return Letters(_letter_in_capitals)


def _letter_of(written: str) -> str:
    """Return the letter of the class that a word has by itself."""
    lower = written.lower()
    return codes()[grammar().words.get(lower) or _shape(written, lower)]


def _letter_in_capitals(written: str) -> str:
    """Return the letter of a word of a sentence in capitals, where only the dictionary tells names from words."""
    lower = written.lower().replace("’", "'")
    name = grammar().words.get(lower)
    if name is None and len(lower) > 1 and lower[0].isalpha():
        name = _shape(lower, lower) if is_english(lower) else _shape(lower.capitalize(), lower)
    return codes()[name or _shape(written, lower)]


def _shape(word: str, lower: str) -> str:
    if "-old" in lower:
        return "AGE"
    if word == lower:
        if word.endswith("ly") and len(word) > 4:
            return "ADVERB"
        is_plural = word.endswith(("s", "men")) and not word.endswith(("ss", "us", "is")) and len(word) > 4
        return "NOUNS" if is_plural and word not in read_terms("not_people") else "LOWER"
    return "NAME" if word[0].isupper() and len(word) > 1 and not word.isupper() else "WORD"

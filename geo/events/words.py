"""Cuts text into words and looks them up in the lexicon: one class letter per word. Knows nothing of events.

A sentence becomes a string with one letter a word ("three men were shot dead" -> NUMBER PERSON BE KILLED), so that the
grammars of counts, people and modality are short regular expressions over classes instead of over spelling. Terms of
several words are one unit. This is the cascade of finite-state extractors (FASTUS, Hobbs et al. 1997).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from geo.lexicon import read_table, read_terms
from geo.records import Span

_WORD = re.compile(
    r"[^\W\d_]\.(?:[^\W\d_]\.)+|\d+(?:[.,]\d+)*(?:st|nd|rd|th)?(?:-[^\W\d_]+)*|[^\W_]+(?:[-][^\W_]+)*|['’]s\b"
    # no marks without a bearing on the grammar: quotes, brackets of editors, apostrophes
    r"|[^\w\s\"“”‘’'«»\[\]*`´]"
)

#: the classes of geo/lexicon/grammar.tsv and those that are made from the text
_MADE = ("NUMBER", "AMOUNT", "AGE", "NAME", "WORD", "LOWER", "NOUNS", "PLACE", "DATE", "PERSON", "PERSONS", "GROUP")


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of text as units: words, or terms of several words."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    lower: tuple[str, ...]
    codes: str  # one letter a unit


@dataclass(frozen=True, slots=True)
class Terms:
    """A lexicon that is looked up word by word: first word -> (number of further words, {further words: class}).

    Longer terms come first.
    """

    by_first: Mapping[str, tuple[tuple[int, Mapping[tuple[str, ...], str]], ...]]
    alone: Mapping[str, str]  # the words among them that open no longer term, with their class: most that are met


@cache
def read_lexicon(name: str) -> Terms:
    """Return the terms of a table with the columns `class` and `terms` (separated by ` | `)."""
    return make_terms((term, row["class"]) for row in read_table(name) for term in row["terms"].split("|"))


@cache
def grammar() -> Terms:
    """Return the closed classes of grammar.tsv with the nouns for people."""
    people = read_table("people")
    singular = ((row["singular"], "PERSON") for row in people)
    plural = ((row["plural"], "PERSONS") for row in people)
    closed = ((term, row["class"]) for row in read_table("grammar") for term in row["terms"].split("|"))
    return make_terms((*plural, *singular, *closed))


def make_terms(pairs: Iterable[tuple[str, str]]) -> Terms:
    """Return the look-up of (term, class) pairs; where a term comes twice, its first class holds."""
    found: dict[str, dict[tuple[str, ...], str]] = {}
    for term, name in pairs:
        words = tuple(cut(term.strip().lower()))
        if words:
            found.setdefault(words[0], {}).setdefault(words[1:], name)
    return _by_length(found)


def _by_length(found: Mapping[str, Mapping[tuple[str, ...], str]]) -> Terms:
    by_first = {}
    for first, terms in found.items():
        lengths = sorted({len(rest) for rest in terms}, reverse=True)
        by_first[first] = tuple((n, {rest: name for rest, name in terms.items() if len(rest) == n}) for n in lengths)
    return Terms(by_first, {first: terms[()] for first, terms in found.items() if list(terms) == [()]})


def make_many_terms(pairs: Iterable[tuple[str, str]]) -> Terms:
    """Return the look-up of (term, class) pairs; a term of several classes has them joined by `|`."""
    found: dict[str, dict[tuple[str, ...], str]] = {}
    for term, name in pairs:
        words = tuple(cut(term.strip().lower()))
        if words:
            before = found.setdefault(words[0], {}).get(words[1:])
            found[words[0]][words[1:]] = name if before is None else f"{before}|{name}"
    return _by_length(found)


def spelled_words(text: str, span: Span) -> list[tuple[int, int, str]]:
    """Return (start, end, word in lower case) of each word of a span."""
    found = []
    for m in _WORD.finditer(text, span.start, span.end):
        start, end = m.span()
        word = text[start:end].lower()
        found.append((start, end, word.replace("’", "'") if "’" in word else word))
    return found


def cut(text: str) -> list[str]:
    """Return the words of a text, as `read_words` cuts them."""
    return _WORD.findall(text)


@cache
def codes() -> Mapping[str, str]:
    """Return the letter of each class."""
    names = dict.fromkeys((*_MADE, *(row["class"] for row in read_table("grammar"))))
    return {name: chr(0x100 + i) for i, name in enumerate(names)}


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


def lookup(terms: Terms, lower: Sequence[str], position: int) -> tuple[int, str] | None:
    """Return (number of words, class) of the longest term at a position, or None."""
    name = terms.alone.get(lower[position])
    if name is not None:
        return 1, name
    for n, rests in terms.by_first.get(lower[position], ()):
        name = rests.get(tuple(lower[position + 1 : position + 1 + n]) if n else ())
        if name is not None:
            return 1 + n, name
    return None


def read_words(text: str, raw: Sequence[tuple[int, int, str]], given: Iterable[tuple[int, int, str]] = ()) -> Words:
    """Return the units of the words that `spelled_words` gave.

    `given` are stretches with a class of their own: numbers, dates, places.
    """
    fixed = {start: (end, name) for start, end, name in given}
    lowers = [word for _, _, word in raw]
    terms = grammar()
    first_words, alone = terms.by_first, terms.alone
    letters = codes()
    starts, ends, units, found = [], [], [], []
    i, n = 0, len(raw)
    while i < n:
        start, end, word = raw[i]
        if start in fixed:
            end, name = fixed[start]
            j = i + 1
            while j < n and raw[j][0] < end:
                j += 1
        elif (name_alone := alone.get(word)) is not None:
            j, name = i + 1, name_alone
        else:
            hit = lookup(terms, lowers, i) if word in first_words else None
            if hit is None:
                j, name = i + 1, _shape(text[start:end], word)
            else:
                length, name = hit
                j = i + length
                end = raw[j - 1][1]
        starts.append(start)
        ends.append(end)
        units.append(word if j == i + 1 else " ".join(lowers[i:j]))
        found.append(letters[name])
        i = j
    return Words(tuple(starts), tuple(ends), tuple(units), "".join(found))


@lru_cache(maxsize=1 << 16)
def _shape(word: str, lower: str) -> str:
    if "-old" in lower:
        return "AGE"
    if word == lower:
        if word.endswith("ly") and len(word) > 4:
            return "ADVERB"
        is_plural = word.endswith(("s", "men")) and not word.endswith(("ss", "us", "is")) and len(word) > 4
        return "NOUNS" if is_plural and word not in read_terms("not_people") else "LOWER"
    return "NAME" if word[0].isupper() and len(word) > 1 and not word.isupper() else "WORD"

"""Looks terms of a lexicon up among the words of a sentence; the longest term at a place wins. Knows no lexicon itself.

Most words of a text open no term: one look at each word of the text, and at the next one, says for all of its sentences
where to look closer.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress
from typing import NamedTuple

from gazetteer.frozen import tuple_maker_of
from geo.grammar.spelling import Spelled, cut, spelled
from geo.records import Span


class Hit(NamedTuple):
    """A word or term of a lexicon in a sentence."""

    first: int  # first word
    last: int  # last word
    classes: frozenset[str]


_hit = tuple_maker_of(Hit)


@dataclass(frozen=True, slots=True, eq=False)  # told apart as objects: what is remembered of a lexicon is found by it
class Terms:
    """A lexicon by the words its terms begin with."""

    words: Mapping[str, str]  # terms of one word -> class
    # first two words of longer terms -> (number of words after them, {these words: class}), the longest first
    pairs: Mapping[tuple[str, ...], tuple[tuple[int, Mapping[tuple[str, ...], str]], ...]]
    first: frozenset[str]  # first words of all terms


def make_terms(pairs: Iterable[tuple[str, str]]) -> Terms:
    """Return the look-up of (term, class) pairs; where a term comes twice, its first class holds."""
    found: dict[tuple[str, ...], str] = {}
    for term, name in pairs:
        found.setdefault(tuple(cut(term.strip().lower())), name)
    return _by_beginning(found)


def make_many_terms(pairs: Iterable[tuple[str, str]]) -> Terms:
    """Return the look-up of (term, class) pairs; a term of several classes has them joined by `|`."""
    found: dict[tuple[str, ...], str] = {}
    for term, name in pairs:
        words = tuple(cut(term.strip().lower()))
        found[words] = f"{found[words]}|{name}" if words in found else name
    return _by_beginning(found)


def _by_beginning(found: Mapping[tuple[str, ...], str]) -> Terms:
    tails: dict[tuple[str, ...], dict[int, dict[tuple[str, ...], str]]] = {}
    for words, name in found.items():
        if len(words) > 1:
            tails.setdefault(words[:2], {}).setdefault(len(words) - 2, {})[words[2:]] = name
    return Terms(
        {words[0]: name for words, name in found.items() if len(words) == 1},
        {pair: tuple(sorted(by_length.items(), reverse=True)) for pair, by_length in tails.items()},
        frozenset(words[0] for words in found if words),
    )


def within(opened: list[int], span: Span) -> list[int]:
    """Return those of the offsets that lie in a stretch of the text."""
    return opened[bisect_left(opened, span.start) : bisect_left(opened, span.end)]


@lru_cache(maxsize=32)  # of the document in hand: its sentences are asked for one by one
def openings(terms: Terms, text: str) -> list[int]:
    """Return the offsets in a text at which a term may begin: its only word stands there, or its first two."""
    known, single, pairs = spelled(text), terms.words, terms.pairs
    starts, lower = known.starts, known.lower
    opened = compress(range(len(lower)), map(terms.first.__contains__, lower))
    return [
        starts[i]
        for i in opened
        if lower[i] in single or (lower[i : i + 2] in pairs and longer_term_at(terms, lower, i) is not None)
    ]


def hits_at(terms: Terms, words: Spelled, opened: Sequence[int]) -> tuple[Hit, ...]:
    """Return the terms among the words of a sentence that begin where it is `opened`, none overlapping another."""
    single, pairs = terms.words, terms.pairs
    starts, lower = words.starts, words.lower
    hits = []
    reached = 0
    for start in opened:
        i = bisect_left(starts, start)
        if i < reached:
            continue
        if lower[i : i + 2] in pairs and (longer := longer_term_at(terms, lower, i)) is not None:
            length, names = longer
            reached = i + length
            hits.append(_hit((i, reached - 1, classes_of(names))))
        elif (name := single.get(lower[i])) is not None:
            hits.append(_hit((i, i, classes_of(name))))
    return tuple(hits)


@lru_cache(maxsize=1 << 12)
def classes_of(names: str) -> frozenset[str]:
    """Return the classes of a term of `make_many_terms`."""
    return frozenset(names.split("|"))


def longer_term_at(terms: Terms, lower: tuple[str, ...], position: int) -> tuple[int, str] | None:
    """Return (number of words, class) of the longest term of two or more words at a position, or None."""
    for n, tails in terms.pairs.get(lower[position : position + 2], ()):
        name = tails.get(lower[position + 2 : position + 2 + n])
        if name is not None:
            return 2 + n, name
    return None

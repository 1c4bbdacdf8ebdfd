"""Looks terms of a lexicon up among the words of a sentence; the longest term at a place wins. Knows no lexicon itself.

Most words of a text open no term: a look at each word and the next one says where to look closer.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from geo.grammar.spelling import cut


@dataclass(frozen=True, slots=True)
class Terms:
    """A lexicon by the words its terms begin with."""

    words: Mapping[str, str]  # terms of one word -> class
    # first two words of longer terms -> (number of words after them, {these words: class}), the longest first
    pairs: Mapping[tuple[str, ...], tuple[tuple[int, Mapping[tuple[str, ...], str]], ...]]
    first: frozenset[str]  # first words of all terms
    first_of_longer: frozenset[str]  # first words of longer terms


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
        frozenset(pair[0] for pair in tails),
    )


def longer_term_at(terms: Terms, lower: tuple[str, ...], position: int) -> tuple[int, str] | None:
    """Return (number of words, class) of the longest term of two or more words at a position, or None."""
    for n, tails in terms.pairs.get(lower[position : position + 2], ()):
        name = tails.get(lower[position + 2 : position + 2 + n])
        if name is not None:
            return 2 + n, name
    return None


def may_hold(terms: Terms, lower: tuple[str, ...]) -> bool:
    """Say whether words may hold a term: one of a single word, or the first two of another."""
    first, pairs = terms.first, terms.pairs
    if first.isdisjoint(lower):
        return False
    if not terms.words.keys().isdisjoint(lower):
        return True
    return any(lower[i : i + 2] in pairs for i, word in enumerate(lower) if word in first)


def longer_openings(terms: Terms, lower: tuple[str, ...]) -> list[int]:
    """Return where a term of two or more words may begin."""
    first, pairs = terms.first_of_longer, terms.pairs
    return [i for i, word in enumerate(lower) if word in first and lower[i : i + 2] in pairs]

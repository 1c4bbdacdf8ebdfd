"""Reads the words of web pages (geo/lexicon/furniture.tsv) by kind, for the rules on page furniture."""

from collections.abc import Mapping
from functools import cache

from geo.intake.lines import words_of
from geo.lexicon import read_table


@cache
def page_words(kind: str) -> frozenset[str]:
    """Return the terms of one kind as they stand in the table."""
    rows = (row["terms"] for row in read_table("furniture") if row["kind"] == kind)
    return frozenset(term.strip() for terms in rows for term in terms.split(" | "))


@cache
def terms_by_first_word(kind: str) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Return the terms of one kind, cut into words, by their first word; longer ones first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for words in {words_of(term) for term in page_words(kind)}:
        if words:
            found.setdefault(words[0], []).append(words)
    return {first: tuple(sorted(terms, key=lambda t: (-len(t), t))) for first, terms in found.items()}


def term_at(kind: str, words: tuple[str, ...], position: int) -> int:
    """Return the number of words of the longest term of a kind that stands at a position; 0 where none does."""
    for term in terms_by_first_word(kind).get(words[position], ()):
        if words[position : position + len(term)] == term:
            return len(term)
    return 0

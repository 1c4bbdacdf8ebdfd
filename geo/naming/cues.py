"""What a word tells about a name beside it: its cue classes, how common it is, whether it is a person's name.

Looks words up in `geo/lexicon`; knows nothing of the gazetteer.
"""

import unicodedata
from collections.abc import Mapping
from functools import cache

from geo.lexicon import read_table, read_terms

#: SCOWL sizes of the lists of common words, the commonest first.
_TIERS = (10, 20, 35)

NONE: frozenset[str] = frozenset()


@cache
def cue_table() -> Mapping[str, frozenset[str]]:
    """Return the cue classes of each word that has any, in lower case."""
    found: dict[str, set[str]] = {}
    for row in read_table("name_cues"):
        for term in row["terms"].split("|"):
            found.setdefault(term.strip(), set()).add(row["class"])
    return {term: frozenset(classes) for term, classes in found.items()}


def cues(lower: str) -> frozenset[str]:
    """Return the cue classes of a word in lower case (see `name_cues.tsv`)."""
    return cue_table().get(lower, NONE)


@cache
def words_of(*classes: str) -> frozenset[str]:
    """Return the words in lower case that are cues of one of these classes."""
    return frozenset(word for word, own in cue_table().items() if not own.isdisjoint(classes))


@cache
def tiers() -> Mapping[str, int]:
    """Return the tier of each common English word, as `commonness` gives it."""
    return {word: tier for tier in reversed(_TIERS) for word in read_terms(f"common_words_{tier}")}


def commonness(lower: str) -> int:
    """Return 10, 20 or 35 for an English word (10 the commonest), 0 for a word that is none of them."""
    return tiers().get(lower, 0)


_ENDINGS = ("s", "es", "d", "ed", "ing", "ly")


def is_english(lower: str) -> bool:
    """Return whether a word is a common English one, or one with an ending."""
    return bool(commonness(lower)) or any(
        lower.endswith(e) and len(lower) - len(e) > 2 and commonness(lower[: -len(e)]) for e in _ENDINGS
    )


def plain(word: str) -> str:
    """Return a word without accents, its first letter a capital and the others small."""
    if word.isascii():
        return word.capitalize()
    bare = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    return bare[:1].upper() + bare[1:].lower()


def is_first_name(word: str) -> bool:
    """Return whether a word is a known given name."""
    return plain(word) in read_terms("first_names")


def is_surname(word: str) -> bool:
    """Return whether a word is a known family name."""
    return plain(word) in read_terms("surnames")


@cache
def links(group: str) -> frozenset[str]:
    """Return the words and marks of a group that join or part names (see `name_links.tsv`)."""
    terms = {row["class"]: row["terms"] for row in read_table("name_links")}
    return frozenset(t.strip() for t in terms[group].split("|"))


@cache
def locating_words(group: str) -> frozenset[str]:
    """Return the words of a group that the grammar of locating phrases uses (see `locating_words.tsv`)."""
    terms = {row["class"]: row["terms"] for row in read_table("locating_words")}
    return frozenset(t.strip() for t in terms[group].split("|"))

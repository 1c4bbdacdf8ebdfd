"""What is known of a word by itself, a bit each, so that all words of many texts are looked at together."""

from collections.abc import Mapping
from enum import IntFlag
from functools import cache

from geo.naming.cues import cue_table, links, locating_words, words_of


class Mark(IntFlag):
    """What a word or mark is."""

    CAPITAL = 1  # written with a capital as names are
    FIRST = 2  # a capitalised given name
    TITLE = 4  # "Mr", "Col"
    CUE = 8  # it has cue classes
    STOP = 16  # a full stop
    LONG = 32  # of more letters than a short form that a stop belongs to
    DOTTED = 64  # with a stop in it
    SMALL = 128  # without a capital anywhere
    LETTERS = 256  # more than one, the first of them a letter
    UPPER = 512  # all capitals
    BEFORE_PLACE = 1024  # "in", "near", "of"
    AFTER_PLACE = 2048  # a noun of places, a hyphen, "border"
    OPENS_LANDFORM = 4096  # "Lake", "Mount"
    BEFORE_LIST = 8192  # "of", "as", after which names may be listed
    DASH = 16384
    NUMBERED = 32768  # a road that has a number
    ARTICLE = 65536  # that of Arabic names
    PLACE_NOUN = 131072  # a noun of places or streets


HYPHENS = frozenset({"-", "‐"})

#: Last words before a list that a noun of places opens.
BEFORE_LIST = frozenset({"of", "as"})


@cache
def before_place() -> frozenset[str]:
    """Return what stands before a place's name."""
    return words_of("LOCATING_STRONG") | locating_words("NEAR") | {"of"}


@cache
def after_place() -> frozenset[str]:
    """Return what follows a place's name: nouns of places, and "X-based", "X border post"."""
    return words_of("UNIT", "LANDFORM") | HYPHENS | {"–", "border"}


@cache
def mark_table() -> Mapping[str, int]:
    """Return the marks that words have by what they are, in lower case; those of a dash or an article by text alone."""
    found: dict[str, int] = {}
    for mark, words in (
        (Mark.CUE, cue_table()),
        (Mark.TITLE, words_of("TITLE")),
        (Mark.BEFORE_PLACE, before_place()),
        (Mark.AFTER_PLACE, after_place()),
        (Mark.PLACE_NOUN, words_of("UNIT", "LANDFORM", "STREET")),
        (Mark.OPENS_LANDFORM, words_of("LANDFORM_FIRST")),
        (Mark.BEFORE_LIST, BEFORE_LIST),
        (Mark.NUMBERED, locating_words("NUMBERED")),
        (Mark.DASH, links("DASH") - {"/"}),
        (Mark.ARTICLE, links("ARABIC_ARTICLE")),
    ):
        for word in words:
            found[word] = found.get(word, 0) | mark.value
    return found

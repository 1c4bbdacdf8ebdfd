"""Numbers what the features of the recogniser say (`geo/naming/slots.py`), so that whole texts are described by arrays.

A number stands for strings: in training for the strings themselves, in running for the sum of their weights.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from gazetteer.facts import NameFacts
from gazetteer.memo import Memo
from geo.naming import slots
from geo.naming.rows import Rows
from geo.naming.tokens import OPENING
from geo.naming.words import NO_WORD, Glossary, Word

Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
NumberOf = Callable[[Iterable[str]], int]
T = TypeVar("T")

#: How many keys a memo remembers; most have a few hundred in all.
_KEPT = 1 << 16

#: A column holds 2 to this power of keys met lately, each at the place that its product with 2^64 / golden ratio gives.
_LATELY = 13
_SPREAD = np.uint64(0x9E3779B97F4A7C15)

_NOTHING_GIVEN = ("",) * len(slots.GIVEN)

#: Bits of each of the numbers that are known of a word: its spot, its ending, its length.
_BITS = 21
_MASK = (1 << _BITS) - 1

#: What the parts of keys stand for, by number.
TIERS = (0, 10, 20, 35)
RULES = ("-", "^", "literal", "demonym", "nested", "metonymic")
LINES = ("prose", "title", "caps")
PARTS = ("S", "B", "E", "I")  # of a match: all of it, its first word, its last, one between

#: Words from one to the last of its run; marks after the run have a negative number of them.
BEFORE_END = range(-64, 64)

#: Marks and small words that may bridge two capitalised words within one chain.
_BRIDGES = frozenset(
    {"of", "the", "and", "de", "del", "la", "al", "el", "for", "&", "-", "–", "—", "/", ",", ".", "'s", "’s", "'", "’"}
)
#: Bridges that keep a run of capitalised words one name.
_RUN_BRIDGES = frozenset({"of", "the", "and", "de", "del", "la", "al", "el", "for", "&", "-", "–"})
#: Characters of the longest of them.
_SHORT = 3

_UPPER = frozenset({"X", "XX", "XXX", "X."})


class Spot(IntEnum):
    """The rows of `Book.columns`: what a word gives to itself and to those around it, and how it is seen.

    Words that are seen alike have one column, their spot; what the letters of a name add stands beside its number.
    """

    OWN = 0
    BEFORE = 1  # what it gives to the word after it
    AFTER = 2
    TWO_BEFORE = 3
    TWO_AFTER = 4
    OPENING = 5  # to the run of capitalised words that it opens
    CLOSING = 6
    BEFORE_RUN = 7
    AFTER_RUN = 8
    SEEN = 9  # its identity beside a match, a number of the words that are seen by it there
    SEEN_FIRST = 10  # as the first of two words before a word
    SEEN_SECOND = 11  # as the second
    SHAPE = 12  # a number of the shapes
    TIER = 13  # a number of `TIERS`
    FIRST = 14  # a given name
    LAST = 15  # a family name
    INNER = 16  # its cue classes among `slots.INNER`, a bit each
    LETTERS = 17  # a word, no mark or number
    UPPER = 18  # all in capitals
    CAPITAL = 19  # written with a capital as names are
    OPENS = 20  # a mark before the first word of a sentence, or the start of the text
    LOCATES = 21  # "in", "near" and the like, in small letters
    BRIDGE = 22  # what it may join, as `Link`


class Link(IntEnum):
    """What a small word or a mark between two capitalised words may join, a bit each."""

    CHAIN = 1  # a chain
    RUN = 2  # a run: a name of several words
    SHORT = 4  # with a stop after it a run: it is short, as "St" is


class Numbered(dict[T, int]):
    """Values and their numbers, counted in the order in which they are first asked for."""

    def __init__(self, *first: T) -> None:
        super().__init__()
        self.known: list[T] = []
        for value in first:
            self[value]

    def __missing__(self, value: T) -> int:
        number = self[value] = len(self.known)
        self.known.append(value)
        return number


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a key: how many bits its numbers take, and what each number stands for."""

    bits: int
    values: Sequence[Any]


_FLAG = Part(1, (False, True))
_TIER = Part(2, TIERS)
_RULE = Part(3, RULES)


class Column(dict[int, int]):
    """A memo for many words at once: the parts of a key are numbers, packed into one.

    Numbers met lately stand in arrays, at a place that the key gives, so that one look finds those of all words.
    """

    def __init__(self, number_of: NumberOf, spell: Callable[[Any], Iterable[str]], parts: Sequence[Part]) -> None:
        """Take what a key spells, as a tuple of what its parts stand for."""
        super().__init__()
        self._number_of = number_of
        self._spell = spell
        self._parts = parts
        shifts = [sum(part.bits for part in parts[k + 1 :]) for k in range(len(parts))]
        self._layout = [(shift, (1 << part.bits) - 1, part.values) for shift, part in zip(shifts, parts, strict=True)]
        self._lately = np.full(1 << _LATELY, -1, dtype=np.int64)
        self._numbers = np.zeros_like(self._lately)

    def of(self, *columns: Integers | Flags) -> Integers:
        """Return the number of each word, from the numbers of the parts of its key, a column a part."""
        packed = columns[0].astype(np.int64)
        for column, part in zip(columns[1:], self._parts[1:], strict=True):
            packed = (packed << part.bits) | column
        at = (packed.astype(np.uint64) * _SPREAD >> np.uint64(64 - _LATELY)).astype(np.int64)
        numbers = self._numbers[at]
        others = np.flatnonzero(self._lately[at] != packed)
        if len(others):
            at, packed = at[others], packed[others]
            found = list(map(self.__getitem__, packed.tolist()))
            numbers[others] = self._numbers[at] = found
            self._lately[at] = packed
        return numbers

    def __missing__(self, key: int) -> int:
        if len(self) >= _KEPT:
            self.clear()
        parts = tuple([values[key >> shift & mask] for shift, mask, values in self._layout])
        number = self[key] = self._number_of(self._spell(parts))
        return number


class Book:
    """The slots of a word's description.

    `number_of` numbers strings, 0 where they say nothing. `vocabulary` has the words that matter by their identity: all
    others are alike, without one (None: every word matters). A book is of the words of one glossary.
    """

    def __init__(self, number_of: NumberOf, words: Glossary, vocabulary: slots.Vocabulary | None = None) -> None:
        self.words = words
        self._number_of = number_of
        self._vocabulary = vocabulary
        self._named = None if vocabulary is None else vocabulary.words
        self._beside, self._first, self._second, self._shape = (Numbered("") for _ in range(4))
        self.kinds = Numbered("")  #: of matches; 0 is no match
        self.facts = Numbered[NameFacts]()
        self._own: Memo[tuple[Any, ...], int] = Memo(lambda key: number_of(slots.spell_own(key)), _KEPT)
        self._ending: Memo[str, int] = Memo(lambda ending: number_of(slots.spell_ending(ending)), _KEPT)
        self._length: Memo[int, int] = Memo(lambda length: number_of(slots.spell_length(length)), _KEPT)
        self._given: dict[tuple[str, frozenset[str], bool], list[int]] = {}
        self._spots: dict[tuple[Any, ...], int] = {}  # by all that words are alike in
        self._rows = Rows((len(Spot),), np.int64, by_column=True)
        #: of each word of the glossary its spot, with what its ending and its length say, -1 where it was not read yet
        self._packed = np.array([self._edge("^"), self._edge("$")])
        #: spots of words in small letters that say nothing but how common they are, by their tier
        self._plain = {t: self._add(replace(NO_WORD, shape="x", tier=t), "", 0, is_name=False) for t in TIERS}

        def column(spell: Callable[[Any], Iterable[str]], *parts: Part) -> Column:
            return Column(number_of, spell, parts)

        beside, shape = Part(20, self._beside.known), Part(16, self._shape.known)
        kind, facts = Part(4, self.kinds.known), Part(14, self.facts.known)
        self.shapes = column(slots.spell_shapes, shape, shape, shape, _FLAG, _FLAG)
        self.line = column(slots.spell_line, Part(2, LINES), shape, _FLAG)
        self.pair = column(slots.spell_pair, Part(20, self._first.known), Part(20, self._second.known))
        self.in_run = column(
            slots.spell_in_run, Part(3, range(8)), Part(2, range(4)), Part(7, BEFORE_END), _FLAG, _FLAG, _FLAG
        )
        self.rule = column(slots.spell_rule, _RULE, _RULE, kind)
        self.outside = column(slots.spell_outside, kind, kind)
        self.match = column(slots.spell_match, Part(2, PARTS), facts, _TIER, _FLAG, _FLAG)
        self.before_match = column(slots.spell_before_match, kind, beside, _FLAG)
        self.after_match = column(slots.spell_after_match, kind, beside, shape, _FLAG)
        self.matches_before = column(slots.spell_matches_before, _FLAG, kind, beside, kind)
        self.match_after = column(slots.spell_match_after, kind, beside, kind)
        combined = (frozenset(_classes_of(bits)) for bits in range(1 << len(slots.INNER)))
        self.inner = np.array([number_of(slots.spell_inner(classes)) for classes in combined])
        self.repeat = column(slots.spell_repeat, Part(3, range(8)), _FLAG, _FLAG, Part(2, range(4)), _FLAG, _FLAG)

    @property
    def columns(self) -> Integers:
        """A column a spot, rows as `Spot`."""
        return self._rows.table.T

    def read(self, words: Integers) -> tuple[Integers, Integers, Integers]:
        """Return the spots of words, and what the endings and the lengths of names say that are not seen by identity.

        Words are given by their numbers in the glossary.
        """
        known = self.words.known
        if len(self._packed) < len(known):
            self._packed = np.append(self._packed, np.full(len(known), -1))
        packed = self._packed[words]
        new = packed < 0
        if new.any():
            numbers = list(dict.fromkeys(words[new].tolist()))
            self._packed[numbers] = self._read_all([known[number] for number in numbers])
            packed = self._packed[words]
        return packed & _MASK, packed >> _BITS & _MASK, packed >> 2 * _BITS

    def _read_all(self, words: Sequence[Word]) -> list[int]:
        named, plain, read = self._named, self._plain, self._read
        if named is None:
            return list(map(read, words))
        return [
            plain[w.tier]  # most new words
            if w.seen not in named and w.shape == "x" and not w.cues and not w.capital and len(w.seen) > _SHORT
            else read(w)
            for w in words
        ]

    def _read(self, word: Word) -> int:
        seen, named = word.seen, self._named
        if named is not None and seen not in named and not word.cues:
            seen = ""
        is_name = word.capital and word.seen != word.lower
        link = _link_of(word.lower) if len(word.text) <= _SHORT else 0
        alike = (seen, word.shape, word.tier, word.first, word.last, is_name, word.capital, link)
        spot = self._spots.get(alike)
        if spot is None:
            spot = self._spots[alike] = self._add(word, seen, link, is_name=is_name)
        if not is_name:
            return spot
        ending, length = word.lower[-3:], len(word.lower)
        return spot | self._ending[ending] << _BITS | self._length[min(length, 9)] << 2 * _BITS

    def _read_given(self, seen: str, word: Word) -> list[int]:
        named = self._vocabulary
        if named is None or word.cues or word.first:
            return [self._number_of(strings) for strings in slots.spell_given((seen, word.first))]
        return [self._number_of((f,)) if f else 0 for f in named.given.get(seen, _NOTHING_GIVEN)]

    def _identities(self, seen: str, *, has_cues: bool) -> tuple[int, int, int]:
        """Return the numbers of a word beside a match, and as the first and the second of two words before a word."""
        named = self._vocabulary
        if named is None:
            return self._beside[seen], self._first[seen], self._second[seen]
        return (
            self._beside[seen if has_cues or seen in named.beside else ""],
            self._first[seen if seen in named.first else ""],
            self._second[seen if seen in named.second else ""],
        )

    def _edge(self, mark: str) -> int:
        return self._add(replace(NO_WORD, seen=mark, shape=mark), mark, 0, is_name=False)

    def _add(self, word: Word, seen: str, link: int, *, is_name: bool) -> int:
        named = seen if self._vocabulary is None or seen in self._vocabulary.given else ""
        given = self._given.get((named, word.cues, word.first))  # a word without features of its own is as its classes
        if given is None:
            given = self._given[named, word.cues, word.first] = self._read_given(seen, word)
        inner = sum(1 << k for k, c in enumerate(slots.INNER) if c in word.cues) if word.cues else 0
        letters = word.shape[:1] in {"X", "x"}
        return self._rows.add((
            self._own[seen, word.shape, word.tier, word.first, word.last, is_name],
            *given, *self._identities(seen, has_cues=bool(word.cues)),
            self._shape[word.shape], TIERS.index(word.tier), word.first, word.last, inner,
            letters, word.shape in _UPPER, word.capital, word.shape in OPENING or word.shape == "^",
            "LOCATING_STRONG" in word.cues and not word.capital, link,
        ))  # fmt: skip


def _link_of(lower: str) -> int:
    """Return what a short word or a mark may join."""
    return Link.SHORT + Link.CHAIN * (lower in _BRIDGES) + Link.RUN * (lower in _RUN_BRIDGES)


def _classes_of(bits: int) -> Iterable[str]:
    return (c for k, c in enumerate(slots.INNER) if bits >> k & 1)

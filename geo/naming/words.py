"""What is known of a word by itself: how it is written, how common it is, what it is a cue of, whether people have it.

Looks words up in `geo/lexicon`; knows nothing of the gazetteer.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from gazetteer.frozen import maker_of
from geo.lexicon import read_terms
from geo.naming.cues import NONE, cue_table, plain, tiers
from geo.naming.marks import Mark, mark_table
from geo.naming.rows import Rows

Integers = npt.NDArray[np.int64]

#: How many words are remembered; a large collection of articles has some hundred thousand.
_KEPT = 1 << 16

#: Letters of the longest short form that a stop belongs to.
_SHORT = 4

_INNER_CAPITAL = re.compile(r"^\w{1,3}['’ʼ][^\W\d_]")
_CONTRACTION = re.compile(r"^(?:I|He|She|It|We|You|They|That|There|Don|Won|Can|Isn|Didn)['’]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word by itself."""

    text: str
    lower: str  # in lower case, without the stop of an abbreviation
    capital: bool  # written with a capital as names are
    shape: str  # see `shape_of`
    seen: str  # its identity for the recogniser: the word where it is common or a cue, else its shape
    tier: int  # 10, 20 or 35 for an English word (10 the commonest), 0 for others
    cues: frozenset[str]  # its cue classes
    first: bool  # a capitalised given name
    last: bool  # a capitalised family name
    goes_on: bool  # may follow within a name: written with a capital, or a particle ("of", "al", a stop)


#: What stands where no word does: before the first and after the last.
NO_WORD = Word("", "", False, "", "", 0, frozenset(), False, False, False)


def is_capitalised(word: str) -> bool:
    """Return whether a token is written with a capital as names are: "Kabul", "d'Ivoire"; not "al", not "I've"."""
    if "'" not in word and "’" not in word:
        return word[:1].isupper()
    if word[:1].isupper():
        return _CONTRACTION.match(word) is None
    inner = _INNER_CAPITAL.match(word)
    return inner is not None and word[inner.end() - 1].isupper()


def shape_of(word: str) -> str:
    """Return the shape of a word: X capitals, Xx a capital and small letters, x, 0, or the mark itself."""
    if not word[0].isalpha():
        return "0" if word[0].isdigit() else word
    if "." in word:
        return "X."
    if word.isupper():
        return "X" if len(word) == 1 else ("XX" if len(word) < 4 else "XXX")
    if word[0].isupper():
        return "Xx" if word[1:].islower() else "XxX"
    return "x"


class Glossary(dict[str, int]):
    """The words read so far, each with a number, and what is known of them by number.

    The first two numbers are no words: they stand for what is before and after a text.
    """

    BEFORE, AFTER = 0, 1

    def __init__(self) -> None:
        super().__init__()
        self.known: list[Word] = [NO_WORD, NO_WORD]
        self._packed = Rows((), np.int64)
        self._groups: dict[str, int] = {"": 0}
        self._packed.extend([0, 0])
        self._append = self._packed.append
        self._cues, self._tiers, self._particles = cue_table(), tiers(), read_terms("name_particles")
        self._first_names, self._surnames = read_terms("first_names"), read_terms("surnames")
        self._marks = mark_table()

    @property
    def is_full(self) -> bool:
        """Whether it holds so many words that another one should be begun."""
        return len(self) >= _KEPT

    def columns(self) -> tuple[Integers, Integers]:
        """Return the marks of all words by number, and a number that those have in common that differ in capitals."""
        packed = self._packed.table
        return packed & _ALL_MARKS, packed >> _MARKS

    def __missing__(self, text: str) -> int:
        number = self[text] = len(self.known)
        self.known.append(self._read(text))
        return number

    def _read(self, text: str) -> Word:
        groups = self._groups
        if text.isalpha() and text.islower():  # half of the words: no need to look closer
            classes, goes_on = self._cues.get(text, NONE), text in self._particles
            marks = self._marks.get(text, 0) | _SMALL_OF_LENGTH[min(len(text), _SHORT + 1)]
            self._append(groups.setdefault(text, len(groups)) << _MARKS | marks)
            return _word(text, text, False, "x", text, self._tiers.get(text, 0), classes, False, False, goes_on)
        small = text.lower()
        lower, capital = small.rstrip(".") or text, is_capitalised(text)
        shape, tier, classes = shape_of(text), self._tiers.get(lower, 0), self._cues.get(lower, NONE)
        seen = lower if classes or tier in {10, 20} or not capital else f"<{shape}>"
        named = plain(text) if capital else ""
        first, last = named in self._first_names, named in self._surnames
        marks = self._marks.get(lower, 0) | capital | first << 1
        if len(text) > _SHORT:
            marks |= _LONG
        if len(text) > 1 and text[0].isalpha():
            marks |= _UPPER_LETTERS if text.isupper() else _LETTERS
        if "." in text:
            marks |= _STOP_ALONE if text == "." else _DOTTED
        if small == text:
            marks |= _SMALL
        if lower != text:
            marks &= ~_BY_TEXT
        self._append(groups.setdefault(small, len(groups)) << _MARKS | marks)
        return _word(text, lower, capital, shape, seen, tier, classes, first, last, capital or lower in self._particles)


_MARKS = len(Mark)  #: bits
_ALL_MARKS = (1 << _MARKS) - 1
_LONG, _LETTERS, _DOTTED = Mark.LONG.value, Mark.LETTERS.value, Mark.DOTTED.value
_SMALL = Mark.SMALL.value
_SMALL_LETTERS, _UPPER_LETTERS = _SMALL | _LETTERS, _LETTERS | Mark.UPPER.value
#: of a word in small letters by its length
_SMALL_OF_LENGTH = (_SMALL, _SMALL, *(_SMALL_LETTERS,) * (_SHORT - 1), _SMALL_LETTERS | _LONG)
_STOP_ALONE = Mark.STOP.value | _DOTTED
_BY_TEXT = Mark.DASH.value | Mark.ARTICLE.value


def glossary() -> Glossary:
    """Return the words read so far; none where they were too many to be kept, as reading them anew costs time only."""
    if _glossary().is_full:
        _glossary.cache_clear()
    return _glossary()


@cache
def _glossary() -> Glossary:
    return Glossary()


def read_words(texts: Iterable[str]) -> tuple[Word, ...]:
    """Return what is known of each word."""
    words = glossary()
    return tuple([words.known[words[text]] for text in texts])


_word = maker_of(Word)

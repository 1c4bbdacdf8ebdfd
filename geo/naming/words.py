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
        self._unread: list[str] = []
        self._packed.extend([0, 0])
        self._cues, self._tiers, self._particles = cue_table(), tiers(), read_terms("name_particles")
        self._first_names, self._surnames = read_terms("first_names"), read_terms("surnames")
        self._marks = mark_table()
        #: words of which more is told than how common they are
        self._told = self._cues.keys() | self._particles | self._marks.keys()

    @property
    def is_full(self) -> bool:
        """Whether it holds so many words that another one should be begun."""
        return len(self) >= _KEPT

    def columns(self) -> tuple[Integers, Integers]:
        """Return the marks of all words by number, and a number that those have in common that differ in capitals."""
        packed = self._packed.table
        return packed & _ALL_MARKS, packed >> _MARKS

    def __missing__(self, text: str) -> int:
        number = self[text] = len(self.known) + len(self._unread)
        self._unread.append(text)
        return number

    def read(self) -> None:
        """Read the words that have numbers and are not known yet: `known` and `columns` hold them then."""
        unread, self._unread = self._unread, []
        known, append, tiers, told, groups = (
            self.known.append,
            self._packed.append,
            self._tiers,
            self._told,
            self._groups,
        )
        for text in unread:
            if text.isalpha() and text.islower() and text not in told:  # half of the words: no need to look closer
                known(_word(text, text, False, "x", text, tiers.get(text, 0), NONE, False, False, False))
                marks = _SMALL_OF_LENGTH[min(len(text), _SHORT + 1)]
                append(groups.setdefault(text, len(groups)) << _MARKS | marks)
            else:
                known(self._read(text))

    def _read(self, text: str) -> Word:
        small = text.lower()
        if text.istitle() and text.isalpha() and text.isascii() and len(text) > 1:  # most of the others
            lower, capital, shape, named = small, True, "Xx", text
            marks = Mark.CAPITAL.value | _LETTERS
        else:
            lower, capital, shape = small.rstrip(".") or text, is_capitalised(text), shape_of(text)
            named = plain(text) if capital else ""
            marks = Mark.CAPITAL.value if capital else 0
            if len(text) > 1 and text[0].isalpha():
                marks |= _UPPER_LETTERS if text.isupper() else _LETTERS
            if "." in text:
                marks |= _STOP_ALONE if text == "." else _DOTTED
            if small == text:
                marks |= _SMALL
        tier, classes = self._tiers.get(lower, 0), self._cues.get(lower, NONE)
        seen = lower if classes or tier in {10, 20} or not capital else f"<{shape}>"
        first, last = named in self._first_names, named in self._surnames
        if first:
            marks |= _FIRST
        told = self._marks.get(lower, 0)
        marks |= told if lower == text else told & ~_BY_TEXT
        if len(text) > _SHORT:
            marks |= _LONG
        self._packed.append(self._groups.setdefault(small, len(self._groups)) << _MARKS | marks)
        return _word(text, lower, capital, shape, seen, tier, classes, first, last, capital or lower in self._particles)


_MARKS = len(Mark)  #: bits
_ALL_MARKS = (1 << _MARKS) - 1
_LONG, _LETTERS, _DOTTED = Mark.LONG.value, Mark.LETTERS.value, Mark.DOTTED.value
_SMALL, _FIRST = Mark.SMALL.value, Mark.FIRST.value
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
    numbers = [words[text] for text in texts]
    words.read()
    return tuple([words.known[number] for number in numbers])


_word = maker_of(Word)

"""What is known of a word by itself: how it is written, how common it is, what it is a cue of, whether people have it.

Looks words up in `geo/lexicon`; knows nothing of the gazetteer.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from gazetteer.frozen import maker_of
from geo.lexicon import read_terms
from geo.naming.cues import NONE, cue_table, is_first_name, is_surname, tiers

#: How many words are remembered; a large collection of articles has some hundred thousand.
_KEPT = 1 << 16

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


def read_word(text: str) -> Word:
    """Return what is known of a word."""
    return _memo()[text]


def read_words(texts: Iterable[str]) -> tuple[Word, ...]:
    """Return what is known of each word."""
    return tuple(map(_memo().__getitem__, texts))


class _Memo(dict[str, Word]):
    """The words read so far. Emptying it costs time only; at `_KEPT` words it empties itself."""

    def __init__(self) -> None:
        super().__init__()
        self._cues, self._tiers, self._particles = cue_table(), tiers(), read_terms("name_particles")

    def __missing__(self, text: str) -> Word:
        if len(self) >= _KEPT:
            self.clear()
        word = self[text] = self._read(text)
        return word

    def _read(self, text: str) -> Word:
        if text.isalpha() and text.islower():  # half of the words: no need to look closer
            classes, goes_on = self._cues.get(text, NONE), text in self._particles
            return _word(text, text, False, "x", text, self._tiers.get(text, 0), classes, False, False, goes_on)
        lower, capital = text.lower().rstrip(".") or text, is_capitalised(text)
        shape, tier, classes = shape_of(text), self._tiers.get(lower, 0), self._cues.get(lower, NONE)
        seen = lower if classes or tier in {10, 20} or not capital else f"<{shape}>"
        first, last = (is_first_name(text), is_surname(text)) if capital else (False, False)
        return _word(text, lower, capital, shape, seen, tier, classes, first, last, capital or lower in self._particles)


@cache
def _memo() -> _Memo:
    return _Memo()


_word = maker_of(Word)

"""Remembers what stands for each word: its letter in a grammar, its form in lower case. Knows no grammar itself.

A dictionary that finds what it lacks: all words of a text are looked up in one call, twice as fast as by `lru_cache`.
"""

from collections.abc import Callable, Iterable

#: how many words are remembered; a large collection of articles has some hundred thousand
_KEPT = 1 << 16


class Remembered(dict[str, str]):
    """What stands for each word seen so far."""

    def __init__(self, find: Callable[[str], str]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, word: str) -> str:
        """Find what stands for a word that is new."""
        if len(self) >= _KEPT:
            self.clear()
        found = self[word] = self._find(word)
        return found


class Letters(Remembered):
    """The letter of each word seen so far."""

    def of(self, words: Iterable[str]) -> str:
        """Return the letters of words, one a word."""
        return "".join(map(self.__getitem__, words))

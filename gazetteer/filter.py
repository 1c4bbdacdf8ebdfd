"""A set of strings that may err towards yes: tells in a microsecond that a name is in no gazetteer.

A Bloom filter in 64-bit words, one word a key (Putze, Sanders, Singler 2007, "Cache-, hash- and space-efficient Bloom
filters"): at least 12 bits a key; measured, one false yes in 200, which the index then corrects.
"""

import sys
from array import array
from collections.abc import Iterable
from hashlib import blake2b

_BITS_PER_KEY = 12


def hash_of(key: str) -> int:
    """Return 64 bits that stand for a key."""
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest())


class KeyFilter:
    """Membership of strings; `key in filter` is False only for strings that were never put in."""

    __slots__ = ("_mask", "_words")

    def __init__(self, words: bytes) -> None:
        values = array("Q", words)
        if sys.byteorder == "big":
            values.byteswap()
        self._words = values
        self._mask = len(values) - 1

    @classmethod
    def of(cls, keys: Iterable[str], count: int) -> "KeyFilter":
        """Build the filter; count is the number of keys to expect."""
        words = 1
        while words * 64 < count * _BITS_PER_KEY:
            words *= 2
        made = cls(bytes(8 * words))
        for key in keys:
            number = hash_of(key)
            made._words[(number >> 24) & made._mask] |= _pattern(number)
        return made

    def __contains__(self, key: str) -> bool:
        return bool(self.among((key,)))

    def among(self, keys: Iterable[str]) -> list[str]:
        """Return those of many strings that may have been put in; in one loop, as a spelling has a thousand edits."""
        words, mask, to_number = self._words, self._mask, int.from_bytes
        found = []
        for key in keys:
            number = to_number(blake2b(key.encode(), digest_size=8).digest())
            bits = words[(number >> 24) & mask]
            # the same four bits as `_pattern`, one by one: most strings miss the first or the second
            if (
                bits >> (number & 63) & 1
                and bits >> (number >> 6 & 63) & 1
                and bits >> (number >> 12 & 63) & 1
                and bits >> (number >> 18 & 63) & 1
            ):
                found.append(key)
        return found

    def to_bytes(self) -> bytes:
        """Return the form that the constructor takes: little-endian words."""
        values = array("Q", self._words)
        if sys.byteorder == "big":
            values.byteswap()
        return values.tobytes()


def _pattern(number: int) -> int:
    return (1 << (number & 63)) | (1 << (number >> 6 & 63)) | (1 << (number >> 12 & 63)) | (1 << (number >> 18 & 63))

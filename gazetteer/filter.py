"""A set of strings that may err towards yes: tells in a microsecond that a name is in no gazetteer.

A Bloom filter in 64-bit words, one word a key (Putze, Sanders, Singler 2007, "Cache-, hash- and space-efficient Bloom
filters"): at least 12 bits a key; measured, one false yes in 200, which the index then corrects.
"""

import sys
from array import array
from collections.abc import Iterable
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

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
    def of(cls, keys: Iterable[str]) -> "KeyFilter":
        """Build the filter of keys."""
        return cls.of_hashes(np.array([hash_of(key) for key in keys], dtype=np.uint64))

    @classmethod
    def of_hashes(cls, hashes: NDArray[Any]) -> "KeyFilter":
        """Build the filter of keys from their hashes (`hash_of`, unsigned)."""
        count = 1
        while count * 64 < len(hashes) * _BITS_PER_KEY:
            count *= 2
        words = np.zeros(count, dtype="<u8")
        pattern = np.zeros(len(hashes), dtype="<u8")
        for shift in (0, 6, 12, 18):
            pattern |= np.uint64(1) << ((hashes >> np.uint64(shift)) & np.uint64(63))
        np.bitwise_or.at(words, (hashes >> np.uint64(24)) & np.uint64(count - 1), pattern)
        return cls(words.tobytes())

    def __contains__(self, key: str) -> bool:
        return bool(self.among((key,)))

    def among(self, keys: Iterable[str]) -> list[str]:
        """Return those of many strings that may have been put in; in one loop, as a spelling has a thousand edits."""
        words, mask, to_number = self._words, self._mask, int.from_bytes
        found = []
        for key in keys:
            number = to_number(blake2b(key.encode(), digest_size=8).digest())
            bits = words[(number >> 24) & mask]
            # the same four bits as in `of_hashes`, one by one: most strings miss the first or the second
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

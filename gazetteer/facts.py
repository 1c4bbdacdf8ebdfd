"""What the gazetteer says of a name in short, without its places: what finding names in a text asks of each word.

A compiled index holds the facts of all its names ready-made (`FactTable`), so that most look-ups touch no row of it.
"""

import itertools
import math
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gazetteer.filter import KeyFilter, hash_of
from gazetteer.places import Candidate, NameRole, Place

#: Kinds of place by their number in a packed form: C country, K region, 1 ADM1, 2 other units, P, H, T, S; D: a name
#: that is nothing but an adjective or a word for people.
_KINDS = "CK12PHTSD"
#: Added to the decimal logarithm of the people: which place of a name counts as the most prominent one.
_RANK = {"C": 4.0, "1": 2.5, "K": 2.0, "2": 0.5, "H": 1.0, "T": 1.0, "P": 0.0, "S": 0.0}
_MOST = 63  # a higher count is packed as this


class NameFacts(NamedTuple):
    """What the gazetteer says of a name, in short."""

    kind: str  # of the most prominent place: C country, K region, 1 ADM1, 2 other units, P, H, T, S; D demonym only
    size: int  # of its largest place: 0 unknown or below 1,000, then a step each factor of ten, at most 5
    places: int  # how many bear the name, as far as 63
    is_demonym: bool  # it is also an adjective or a word for people
    is_abbreviation: bool  # nothing but an abbreviation


class Bearer(NamedTuple):
    """A place that bears a name, as far as the facts of the name need it."""

    place_id: str
    feature_class: str
    feature_code: str
    population: int
    role: NameRole
    is_preferred: bool


def kind_of(place: Place | Bearer) -> str:
    """Return the one-letter kind of a place, as in `NameFacts.kind`."""
    if place.feature_code.startswith("PCL"):
        return "C"
    if place.feature_class == "A":
        return "1" if place.feature_code == "ADM1" else "2"
    if place.feature_class == "L":
        return "K"
    return place.feature_class if place.feature_class in "PHT" else "S"


def facts_of(bearers: Iterable[Bearer]) -> NameFacts | None:
    """Return the facts of a name from the places that bear it, each given once; None where there are none."""
    every = list(bearers)
    places = [b for b in every if b.role != "demonym"]
    if not places:
        return NameFacts("D", 0, min(len(every), _MOST), is_demonym=True, is_abbreviation=False) if every else None
    top = max(places, key=_prominence)
    people = max(b.population for b in places)
    return NameFacts(
        kind=kind_of(top),
        size=min(5, max(0, int(math.log10(people + 1)) - 2)),
        places=min(len(places), _MOST),
        is_demonym=len(places) < len(every),
        is_abbreviation=all(b.role == "abbreviation" for b in places),
    )


def bearer_of(candidate: Candidate) -> Bearer:
    """Return a candidate as a bearer of its name."""
    place = candidate.place
    return Bearer(
        place.place_id,
        place.feature_class,
        place.feature_code,
        place.population,
        candidate.role,
        candidate.is_preferred,
    )


def _prominence(bearer: Bearer) -> tuple[float, str]:
    rank = _RANK[kind_of(bearer)]
    return rank + math.log10(bearer.population + 1) + (0.5 if bearer.is_preferred else 0.0), bearer.place_id


class FactTable:
    """The facts of many names by the 64-bit hashes of their keys, sorted; two bytes of facts each."""

    def __init__(self, hashes: bytes, facts: bytes, keys: KeyFilter) -> None:
        """Take hashes, facts and the filter of the same keys, which spares most strings that are no name the hash."""
        self._hashes = _numbers("Q", hashes)
        self._facts = _numbers("H", facts)
        self._keys = keys
        self._known: dict[int, NameFacts] = {}
        # hashes are spread evenly: where one stands is told by its value, give or take a few square roots of the count
        self._reach = 8 * math.isqrt(len(self._hashes)) + 8

    def get(self, key: str) -> NameFacts | None:
        """Return the facts of a key, None where the table does not have it."""
        number = self._find(hash_of(key)) if key in self._keys else None
        return None if number is None else self._unpacked(number)

    def get_all(self, keys: Sequence[str]) -> list[NameFacts | None]:
        """Return the facts of each of many keys, as `get` does, in less time than one by one."""
        likely = self._keys.which(keys)
        wanted = np.array([hash_of(key) for key in itertools.compress(keys, likely)], dtype=np.uint64)
        hashes = np.frombuffer(self._hashes, dtype=np.uint64)
        at = np.minimum(np.searchsorted(hashes, wanted), len(hashes) - 1)
        numbers = np.where(hashes[at] == wanted, np.frombuffer(self._facts, dtype=np.uint16)[at].astype(np.int64), -1)
        found = iter([None if number < 0 else self._unpacked(number) for number in numbers.tolist()])
        return [next(found) if is_likely else None for is_likely in likely]

    def _unpacked(self, number: int) -> NameFacts:
        facts = self._known.get(number)
        if facts is None:
            facts = self._known[number] = unpacked(number)
        return facts

    def _find(self, number: int) -> int | None:
        hashes = self._hashes
        count = len(hashes)
        guess = number * count >> 64
        at = bisect_left(hashes, number, max(0, guess - self._reach), min(count, guess + self._reach))
        return self._facts[at] if at < count and hashes[at] == number else None


def facts_to_bytes(hashes: NDArray[Any], facts: NDArray[Any]) -> tuple[bytes, bytes]:
    """Return what `FactTable` takes for the hashes of keys with their packed facts."""
    order = np.argsort(hashes)
    return hashes[order].astype("<u8").tobytes(), facts[order].astype("<u2").tobytes()


def packed(facts: NameFacts) -> int:
    """Return facts as a number of 15 bits."""
    flags = facts.is_demonym | facts.is_abbreviation << 1
    return _KINDS.index(facts.kind) | facts.size << 4 | flags << 7 | facts.places << 9


def unpacked(number: int) -> NameFacts:
    """Return the facts that a number stands for."""
    return NameFacts(
        _KINDS[number & 15], number >> 4 & 7, number >> 9, bool(number >> 7 & 1), is_abbreviation=bool(number >> 8 & 1)
    )


def _numbers(code: str, content: bytes) -> "array[int]":
    values = array(code, content)
    if sys.byteorder == "big":
        values.byteswap()
    return values

"""Compiles what an index holds ready-made of all its names, from its records: their facts and the filters of keys."""

import hashlib
import itertools
import sqlite3
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple
from zlib import crc32

import numpy as np

from gazetteer import names as keys
from gazetteer.facts import Bearer, facts_of, facts_to_bytes, packed
from gazetteer.filter import KeyFilter, hash_of
from gazetteer.places import NameRole
from gazetteer.records import FAMILY_LIMIT, PREFERRED, NamedPlace, decoded


def key_hash(key: str) -> int:
    """Return 48 bits that stand for a key in the index."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=6).digest())


LEAST_FAMILY = 4  #: letters of a family key that joins spellings: shorter ones join what has nothing in common


class Compiled(NamedTuple):
    """What an index holds of all its names."""

    names: KeyFilter
    openings: KeyFilter  #: of `gazetteer.names.openings`
    hashes: bytes  #: for `FactTable`
    facts: bytes


def compile_names(db: sqlite3.Connection) -> Compiled:
    """Return what an index holds of all its names."""
    hashes, facts = array("Q"), array("H")
    numbers, openings = array("I"), array("I")
    for (record,) in db.execute("SELECT record FROM name"):
        named = decoded(record)
        for key, places in [(named[0].key, named)] if len(named) == 1 else _by_key(named):
            hashes.append(hash_of(key))
            numbers.append(crc32(key.encode()))
            openings.extend(crc32(opening.encode()) for opening in keys.openings(key))
            facts.append(_packed(places))
    of_names, of_openings = (KeyFilter.of_numbers(np.unique(np.array(found))) for found in (numbers, openings))
    return Compiled(of_names, of_openings, *facts_to_bytes(np.array(hashes), np.array(facts)))


class Kin:
    """Which keys of an index are spelt closely like a key, as the table `family` has them."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._families, self._close, self._hashes = array("q"), array("q"), array("Q")
        for family, close, key in db.execute("SELECT hash, close, key FROM family ORDER BY hash, key"):
            self._families.append(family)
            self._close.append(close)
            self._hashes.append(hash_of(key))

    def of(self, key: str) -> list[int] | None:
        """Return the hashes of the keys with the close family key of this one, itself among them where it is filed.

        None for a key with other letters than ASCII's, whose spellings may have several close family keys.
        """
        if not key.isascii():
            return None
        close = keys.close_family_key(key)
        family = keys.family_of(close)
        if len(family) < LEAST_FAMILY:
            return []
        number, close_number = key_hash(family), key_hash(close)
        first = bisect_left(self._families, number)
        found: list[int] = []
        for at in range(first, min(first + FAMILY_LIMIT, len(self._families))):
            if self._families[at] != number:
                break
            if self._close[at] == close_number:
                found.append(self._hashes[at])
        return found


def _by_key(named: Iterable[NamedPlace]) -> list[tuple[str, list[NamedPlace]]]:
    ordered = sorted(named, key=attrgetter("key"))
    return [(key, list(places)) for key, places in itertools.groupby(ordered, key=attrgetter("key"))]


def _packed(named: list[NamedPlace]) -> int:
    """Return the packed facts of a name from the places that bear it, the likeliest first."""
    if len(named) == 1:
        place = named[0]
        return _packed_alone(place.feature_class, place.feature_code, place.row.population, place.role)
    facts = facts_of(
        Bearer(p.place_id, p.feature_class, p.feature_code, p.row.population, p.role, p.standing == PREFERRED)
        for p in named
    )
    return packed(facts) if facts else 0


@lru_cache(maxsize=1 << 14)
def _packed_alone(feature_class: str, code: str, people: int, role: NameRole) -> int:
    facts = facts_of([Bearer("", feature_class, code, people, role, is_preferred=True)])
    return packed(facts) if facts else 0

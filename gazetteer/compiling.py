"""Compiles what an index holds ready-made of all its names, from its records: their facts and the filters of keys."""

import hashlib
import itertools
import sqlite3
from array import array
from collections.abc import Iterable
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
import numpy.typing as npt

from gazetteer import names as keys
from gazetteer.facts import Bearer, facts_of, facts_to_bytes, packed
from gazetteer.filter import KeyFilter, hash_of
from gazetteer.places import NameRole
from gazetteer.records import PREFERRED, NamedPlace, decoded


def key_hash(key: str) -> int:
    """Return 48 bits that stand for a key in the index."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=6).digest())


class Compiled(NamedTuple):
    """What an index holds of all its names."""

    names: KeyFilter
    openings: KeyFilter  #: of `gazetteer.names.openings`
    hashes: bytes  #: for `FactTable`
    facts: bytes


def compile_names(db: sqlite3.Connection) -> Compiled:
    """Return what an index holds of all its names."""
    hashes, facts, close = array("Q"), array("H"), array("q")
    numbers, openings = array("I"), array("I")
    for (record,) in db.execute("SELECT record FROM name"):
        named = decoded(record)
        for key, places in [(named[0].key, named)] if len(named) == 1 else _by_key(named):
            hashes.append(hash_of(key))
            numbers.append(crc32(key.encode()))
            openings.extend(crc32(opening.encode()) for opening in keys.openings(key))
            facts.append(_packed(places))
            close.append(key_hash(keys.close_family_key(key)) if key.isascii() else _UNASKED)
    of_all = np.array(hashes)
    has_kin = _has_kin(db, of_all, np.array(close))
    of_names, of_openings = (KeyFilter.of_numbers(np.unique(np.array(found))) for found in (numbers, openings))
    return Compiled(of_names, of_openings, *facts_to_bytes(of_all, np.array(facts), has_kin))


#: Only names in ASCII are asked whether they have kin; the others are said to have some.
_UNASKED = -1


def _by_key(named: Iterable[NamedPlace]) -> list[tuple[str, list[NamedPlace]]]:
    ordered = sorted(named, key=attrgetter("key"))
    return [(key, list(places)) for key, places in itertools.groupby(ordered, key=attrgetter("key"))]


def _packed(named: list[NamedPlace]) -> int:
    """Return the packed facts of a name from the places that bear it, the likeliest first."""
    if len(named) == 1:
        place = named[0]
        return _packed_alone(place.feature_class, place.feature_code, place.population, place.role)
    bearers = {
        p.place_id: Bearer(p.place_id, p.feature_class, p.feature_code, p.population, p.role, p.standing == PREFERRED)
        for p in reversed(named)
    }
    facts = facts_of(bearers.values())
    return packed(facts) if facts else 0


@lru_cache(maxsize=1 << 14)
def _packed_alone(feature_class: str, code: str, people: int, role: NameRole) -> int:
    facts = facts_of([Bearer("", feature_class, code, people, role, is_preferred=True)])
    return packed(facts) if facts else 0


def _has_kin(db: sqlite3.Connection, hashes: npt.NDArray[Any], close: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Return for each key, by its hash and that of its close family key, whether another key may share the latter."""
    rows = db.execute("SELECT close, key FROM family")
    family = np.array([(c, hash_of(key) >> 1) for c, key in rows], dtype=np.int64).reshape(-1, 2)
    family = family[np.argsort(family[:, 0])]
    first, end = (np.searchsorted(family[:, 0], close, side=side) for side in ("left", "right"))
    held = np.append(family[:, 1], -1)[first] == (hashes >> np.uint64(1)).astype(np.int64)
    found: npt.NDArray[np.bool_] = (end - first > held * (end > first)) | (close == _UNASKED)
    return found

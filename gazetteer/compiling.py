"""Compiles what an index holds ready-made of all its names, from its records: their facts and the filter of keys."""

import hashlib
import itertools
import sqlite3
from array import array
from collections.abc import Iterable
from functools import lru_cache
from operator import attrgetter
from typing import Any

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


def compile_names(db: sqlite3.Connection) -> tuple[bytes, bytes, bytes]:
    """Return the words of the `KeyFilter` of all names, and what `FactTable` takes for them."""
    hashes, facts, close = array("Q"), array("H"), array("q")
    for (record,) in db.execute("SELECT record FROM name"):
        named = decoded(record)
        for key, places in [(named[0].key, named)] if len(named) == 1 else _by_key(named):
            hashes.append(hash_of(key))
            facts.append(_packed(places))
            close.append(key_hash(keys.close_family_key(key)) if key.isascii() else _UNASKED)
    numbers = np.array(hashes)
    has_kin = _has_kin(db, numbers, np.array(close))
    return KeyFilter.of_hashes(numbers).to_bytes(), *facts_to_bytes(numbers, np.array(facts), has_kin)


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

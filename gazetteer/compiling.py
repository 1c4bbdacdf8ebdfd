"""Compiles the facts of all names of an index (`gazetteer.facts`) from its tables, as the last step of a build."""

import hashlib
import itertools
import sqlite3
from array import array
from collections.abc import Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

import numpy as np
import numpy.typing as npt

from gazetteer import names as keys
from gazetteer.facts import Bearer, facts_of, facts_to_bytes, packed
from gazetteer.filter import hash_of
from gazetteer.places import NameRole
from gazetteer.priors import name_cost

ROLES: tuple[NameRole, ...] = ("name", "former", "abbreviation", "demonym")
PREFERRED, COMMON = 2, 1  #: standings of a name

_ROWS = (
    "SELECT n.key, n.row, n.role, n.standing, COALESCE(n.spelling, p.name), p.id, p.class, p.code, p.population"
    " FROM name n JOIN place p ON p.row = n.row ORDER BY n.key"
)


def key_hash(key: str) -> int:
    """Return 48 bits that stand for a key in the index."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=6).digest())


def compile_facts(db: sqlite3.Connection) -> tuple[bytes, bytes]:
    """Return what `FactTable` takes for all names of an index whose tables are filled."""
    hashes, facts, close = array("Q"), array("H"), array("q")
    for key, rows in itertools.groupby(db.execute(_ROWS), key=itemgetter(0)):
        hashes.append(hash_of(key))
        facts.append(_packed(list(rows)))
        close.append(key_hash(keys.close_family_key(key)))
    numbers = np.array(hashes)
    return facts_to_bytes(numbers, np.array(facts), _has_kin(db, numbers, np.array(close)))


def _packed(rows: Sequence[tuple[Any, ...]]) -> int:
    """Return the packed facts of a name from its rows (columns as in _ROWS)."""
    if len(rows) == 1:
        _, _, role, _, _, _, feature_class, code, people = rows[0]
        return _packed_alone(feature_class, code, people, role)
    by_place: dict[int, tuple[float, Bearer]] = {}
    for _, row, number, standing, spelling, place_id, feature_class, code, people in rows:
        role, is_preferred = ROLES[number], standing == PREFERRED
        cost = name_cost(spelling, role, is_preferred=is_preferred, is_common=standing == COMMON)
        bearer = Bearer(place_id or f"geonames:{row}", feature_class, code, people, role, is_preferred)
        if row not in by_place or cost < by_place[row][0]:
            by_place[row] = (cost, bearer)
    facts = facts_of(bearer for _, bearer in by_place.values())
    return packed(facts) if facts else 0


@lru_cache(maxsize=1 << 14)
def _packed_alone(feature_class: str, code: str, people: int, role: int) -> int:
    facts = facts_of([Bearer("", feature_class, code, people, ROLES[role], is_preferred=True)])
    return packed(facts) if facts else 0


def _has_kin(db: sqlite3.Connection, hashes: npt.NDArray[Any], close: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Return for each key, by its hash and that of its close family key, whether another key may share the latter."""
    rows = db.execute("SELECT close, key FROM family")
    family = np.array([(c, hash_of(key) >> 1) for c, key in rows], dtype=np.int64).reshape(-1, 2)
    family = family[np.argsort(family[:, 0])]
    first, end = (np.searchsorted(family[:, 0], close, side=side) for side in ("left", "right"))
    held = np.append(family[:, 1], -1)[first] == (hashes >> np.uint64(1)).astype(np.int64)
    found: npt.NDArray[np.bool_] = end - first > held * (end > first)
    return found

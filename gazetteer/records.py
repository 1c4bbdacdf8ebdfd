"""How the index keeps the places of a name: one record a name, which one look-up reads and no SQL joins.

A record holds each place that bears the name, the likeliest first: numbers, then texts with a zero byte between them.
Each has its key with it, for two names may share the hash that records are found by. Empty texts stand for what follows
from the others: a key that is the spelling in lower case, a spelling that is the place's name.
"""

import struct
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from gazetteer.filter import hash_of
from gazetteer.places import GeometryKind, NameRole
from gazetteer.priors import name_cost

ROLES: tuple[NameRole, ...] = ("name", "former", "abbreviation", "demonym")
PREFERRED, COMMON = 2, 1  #: standings of a name
_GEOMETRIES: tuple[GeometryKind, ...] = ("point", "area", "line")
#: Role, standing and shape by the flag that stands for them.
FLAGS = tuple((role, standing, shape) for shape in _GEOMETRIES for standing in range(3) for role in ROLES)
_FLAG = {kind: flag for flag, kind in enumerate(FLAGS)}
#: Bytes of the texts, flag, rank, latitude, longitude, radius, population, source.
_NUMBERS = struct.Struct("<IBddddqI")
_TEXTS = 9
_GEONAMES = "geonames:"


class NamedPlace(NamedTuple):
    """A place under one of its names."""

    key: str  #: under which the name is filed
    spelling: str
    role: NameRole
    standing: int
    rank: float  #: what the name costs, less the place's prior: the lowest is the likeliest
    place_id: str
    name: str
    feature_class: str
    feature_code: str
    country: str | None
    admin1: str  #: row of the unit, "" where there is none
    admin2: str
    lat: float
    lon: float
    radius_km: float
    population: int
    geometry: GeometryKind
    source: int  #: number of the source


def number_of(key: str) -> int:
    """Return the number of a key's record: 48 bits of the hash that the facts and the filter of keys use too."""
    return hash_of(key) >> 16


def encoded(place: Sequence[Any], key: str, role: NameRole, standing: int, spelling: str) -> bytes:
    """Return the record of a name that one place bears; `place` has the columns of the table `place`."""
    row, place_id, name, feature_class, code, country, admin1, admin2, lat, lon, radius, people, shape, n, prior = place
    cost = name_cost(spelling, role, is_preferred=standing == PREFERRED, is_common=standing == COMMON)
    texts = [
        "" if key == spelling.lower() else key,
        "" if spelling == name else spelling,
        name,
        place_id or str(row),
        feature_class,
        code,
        country or "",
        *("" if unit is None else str(unit) for unit in (admin1, admin2)),
    ]
    joined = "\0".join(texts)
    if joined.count("\0") >= _TEXTS:  # no name has a zero byte, but a broken file may
        joined = "\0".join(text.replace("\0", " ") for text in texts)
    content = joined.encode()
    return (
        _NUMBERS.pack(len(content), _FLAG[role, standing, shape], cost - prior, lat, lon, radius, people, n) + content
    )


def parts(record: bytes) -> Iterator[tuple[tuple[Any, ...], list[str]]]:
    """Yield numbers and texts of each place of a record as they are stored; `decoded` says what they mean."""
    at, end = 0, len(record)
    while at < end:
        numbers = _unpack_from(record, at)
        start = at + _START
        at = start + numbers[0]
        yield numbers, record[start:at].decode().split("\0")


def decoded(record: bytes) -> list[NamedPlace]:
    """Return the places of a record, the likeliest first; those of another key with the same number among them."""
    found = []
    for numbers, texts in parts(record):
        _, flag, rank, lat, lon, radius, people, source = numbers
        key, spelling, name, place_id, feature_class, code, country, admin1, admin2 = texts
        spelling = spelling or name
        role, standing, shape = FLAGS[flag]
        fields = (
            key or spelling.lower(), spelling, role, standing, rank, _whole_id(place_id), name, feature_class, code,
            country or None, admin1, admin2, lat, lon, radius, people, shape, source,
        )  # fmt: skip
        found.append(NamedPlace._make(fields))
    return found


def _whole_id(stored: str) -> str:
    """Return the id of a place of which a record holds the number alone if it is GeoNames'."""
    return stored if ":" in stored else _GEONAMES + stored


def joined(records: Sequence[bytes]) -> tuple[bytes, int]:
    """Return the records of one number, each of one place, as one; and how many names of places it holds.

    Where a place has a name twice in one role, its better standing counts.
    """
    if len(records) == 1:
        return records[0], 1
    named = [(decoded(record)[0], record) for record in records]
    named.sort(key=lambda pair: (pair[0].key, pair[0].place_id, ROLES.index(pair[0].role), -pair[0].standing, pair[1]))
    once = {(place.key, place.place_id, place.role): (place, record) for place, record in reversed(named)}
    ranked = sorted(once.values(), key=lambda pair: (pair[0].rank, pair[0].place_id, ROLES.index(pair[0].role)))
    return b"".join(record for _, record in ranked), len(ranked)


def renewed(record: bytes, *place: Any) -> bytes:
    """Return a record of one place with what the table `place` says of it now."""
    (old,) = decoded(record)
    return encoded(place, old.key, old.role, old.standing, old.spelling)


_unpack_from, _START = _NUMBERS.unpack_from, _NUMBERS.size

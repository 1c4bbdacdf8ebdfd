"""How the index keeps the places of a name: one record a name, which one look-up reads and no SQL joins.

A record holds the key, for two names may share the hash that records are found by, and each place that bears the name,
the likeliest first: the numbers of all places, then the key and the texts of all places with a zero byte between them.
Names that share a hash follow each other. Empty texts stand for what follows from the others: a key that is the first
spelling in lower case, a spelling that is the place's name.
"""

import itertools
import struct
from collections.abc import Iterable, Iterator, Sequence
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
#: How many places, and how many bytes their texts have.
_HEAD = struct.Struct("<II")
#: Flag, rank, latitude, longitude, radius, population, source, rows of the units (0: none).
_NUMBERS = struct.Struct("<BddddqIqq")
_TEXTS = 6  #: of a place: spelling, name, id, class, code, country
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
    admin1: int  #: row of the unit, 0 where there is none
    admin2: int
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
    own = (_stored(key, spelling), "" if spelling == name else spelling)
    texts = (*own, name, place_id or str(row), feature_class, code, country or "")
    joined = "\0".join(texts)
    if joined.count("\0") > _TEXTS:  # no name has a zero byte, but a broken file may
        joined = "\0".join(text.replace("\0", " ") for text in texts)
    numbers = (_FLAG[role, standing, shape], cost - prior, lat, lon, radius, people, n, admin1 or 0, admin2 or 0)
    return _block(1, _NUMBERS.pack(*numbers), joined.encode())


def _stored(key: str, spelling: str) -> str:
    return "" if key == spelling.lower() else key


def _block(places: int, numbers: bytes, texts: bytes) -> bytes:
    return _HEAD.pack(places, len(texts)) + numbers + texts


def blocks(record: bytes) -> Iterator[tuple[str, Iterable[Sequence[Any]]]]:
    """Yield each key of a record with its places as they are stored: numbers, texts; `decoded` says what they mean."""
    at = 0
    while at < len(record):
        key, places, at = block_at(record, at)
        yield key, places


def block_at(record: bytes, at: int) -> tuple[str, Iterable[Sequence[Any]], int]:
    """Return the key and the places of the names that begin at a byte, and where the next ones begin."""
    places, size = _unpack_head(record, at)
    start = at + _START
    middle = start + places * _WIDTH
    end = middle + size
    texts: list[Any] = record[middle:end].decode().split("\0")
    key = texts[0] or (texts[1] or texts[2]).lower()
    if places == 1:  # most names
        texts[0] = _unpack_numbers(record, start)
        return key, (texts,), end
    each = iter(texts)
    next(each)
    return key, zip(_rows(record[start:middle]), each, each, each, each, each, each, strict=False), end


def _bounds(record: bytes, at: int) -> tuple[int, int, int]:
    """Return where the numbers of a block begin, its texts, and the next block."""
    places, size = _unpack_head(record, at)
    start = at + _START
    middle = start + places * _WIDTH
    return start, middle, middle + size


def decoded(record: bytes) -> list[NamedPlace]:
    """Return the places of a record, the likeliest first; those of another key with the same number after them."""
    found = []
    for key, places in blocks(record):
        for numbers, spelling, name, place_id, feature_class, code, country in places:
            flag, rank, lat, lon, radius, people, source, admin1, admin2 = numbers
            role, standing, shape = FLAGS[flag]
            fields = (
                key, spelling or name, role, standing, rank, whole_id(place_id), name, feature_class, code,
                country or None, admin1, admin2, lat, lon, radius, people, shape, source,
            )  # fmt: skip
            found.append(NamedPlace._make(fields))
    return found


def whole_id(stored: str) -> str:
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
    ranked = sorted(
        once.values(), key=lambda pair: (pair[0].key, pair[0].rank, pair[0].place_id, ROLES.index(pair[0].role))
    )
    of_keys = [_of_one_key(list(of_key)) for _, of_key in itertools.groupby(ranked, key=lambda pair: pair[0].key)]
    return b"".join(of_keys), len(ranked)


def _of_one_key(named: Sequence[tuple[NamedPlace, bytes]]) -> bytes:
    """Return the places of a key, each with its own record, as one record."""
    first = named[0][0]
    numbers, texts = [], [_stored(first.key, first.spelling).encode()]
    for _, record in named:
        start, middle, end = _bounds(record, 0)
        numbers.append(record[start:middle])
        texts.append(record[middle:end].partition(b"\0")[2])
    return _block(len(named), b"".join(numbers), b"\0".join(texts))


def renewed(record: bytes, *place: Any) -> bytes:
    """Return a record of one place with what the table `place` says of it now."""
    (old,) = decoded(record)
    return encoded(place, old.key, old.role, old.standing, old.spelling)


_unpack_head, _unpack_numbers, _rows = _HEAD.unpack_from, _NUMBERS.unpack_from, _NUMBERS.iter_unpack
_START, _WIDTH = _HEAD.size, _NUMBERS.size

"""How the index keeps the places of a name: one record a name, which one look-up reads and no SQL joins.

A record holds a block for each key of its number, for two keys may share the 48 bits that records are found by: the
other bits of the key's hash, the numbers of all places that bear the name, the likeliest first (`ROW`), the hashes of
the keys that are spelt closely like it, then the key and the texts of all places with a zero byte between them. Empty
texts stand for what follows from the others: a key that is the first spelling in lower case, a spelling that is the
place's name, an id of GeoNames. Numbers are all that ranking reads, so that texts are cut for places that are shown.
"""

import itertools
import struct
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from typing import Any, NamedTuple, cast
from zlib import crc32

import numpy as np

from gazetteer.facts import Bearer, kind_of
from gazetteer.filter import hash_of
from gazetteer.places import GeometryKind, NameRole, Place
from gazetteer.priors import name_cost

ROLES: tuple[NameRole, ...] = ("name", "former", "abbreviation", "demonym")
PREFERRED, COMMON = 2, 1  #: standings of a name
_GEOMETRIES: tuple[GeometryKind, ...] = ("point", "area", "line")
#: Role, standing, shape and whether the place is of no other layer than the world's, by the flag that stands for them.
FLAGS = tuple(
    (role, standing, shape, is_world)
    for is_world in (True, False)
    for shape in _GEOMETRIES
    for standing in range(3)
    for role in ROLES
)
_FLAG = {kind: flag for flag, kind in enumerate(FLAGS)}

#: Kinds of place as in `gazetteer.facts.kind_of`, and what is told of a place besides: its feature code where it is one
#: of these, else its class. A kind and such a label are a place's sort, a number of eight bits.
KINDS = "CK12PHTS"
LABELS = (
    "", "ADM1", "ADM2", "PPLC", "PPLA", "PPLA2", "PPLA3", "PPLA4", "PPLX", "A", "H", "L", "P", "R", "S", "T", "U", "V",
)  # fmt: skip
_CODES = frozenset(LABELS[1:9])
PER_KIND = 32
#: Kind and label by sort.
SORTS = tuple((kind, LABELS[label] if label < len(LABELS) else "") for kind in KINDS for label in range(PER_KIND))
#: The class of a place by sort.
CLASSES_OF_SORTS = tuple(
    label if len(label) == 1 else {"1": "A", "2": "A", "K": "L"}.get(kind, kind) for kind, label in SORTS
)
#: For `bytes.translate`: the kind's letter by sort.
KIND_OF_SORT = "".join(kind for kind, _ in SORTS).encode()

FAMILY_LIMIT = 30  #: spellings of a family that are looked at, and hence keys that are spelt closely like one
#: The other bits of the key's hash, how many keys are spelt closely like it (all ones: not known), how many places,
#: how many bytes their texts have.
_HEAD = struct.Struct("<HHII")
_UNKNOWN = _REST = 0xFFFF
_HASH = 8  #: bytes
_HASHES = [struct.Struct(f"<{count}Q") for count in range(FAMILY_LIMIT + 1)]
#: Number of the place, rank, latitude, longitude, radius, population, numbers of the units (0: none), source, country
#: (see `country_number`), sort, flag.
_ROW = struct.Struct("<qddddqqqIHBB")
#: The same for numpy.
ROW = np.dtype(
    [
        ("number", "<i8"), ("rank", "<f8"), ("lat", "<f8"), ("lon", "<f8"), ("radius", "<f8"), ("people", "<i8"),
        ("admin1", "<i8"), ("admin2", "<i8"), ("source", "<u4"), ("country", "<u2"), ("sort", "u1"), ("flag", "u1"),
    ]
)  # fmt: skip
WIDTH = _ROW.size
#: The byte of a row that is the place's sort.
SORT_AT = WIDTH - 2
TEXTS = 6  #: of a place: spelling, name, id, class, code, country
_GEONAMES = "geonames:"


class Row(NamedTuple):
    """What is told of a place and its name in numbers."""

    number: int  #: see `place_number`
    rank: float  #: what the name costs, less the place's prior: the lowest is the likeliest
    lat: float
    lon: float
    radius_km: float
    population: int
    admin1: int  #: number of the unit, 0 where there is none
    admin2: int
    source: int  #: number of the source
    country: int  #: see `country_number`
    sort: int  #: see SORTS
    flag: int  #: see FLAGS


class Block(NamedTuple):
    """Where the parts of a key's block stand in a record."""

    rows: int
    kin: int
    kin_count: int | None  #: None: which keys are spelt closely like it is not known
    texts: int
    end: int


class NamedPlace(NamedTuple):
    """A place under one of its names."""

    key: str  #: under which the name is filed
    spelling: str
    role: NameRole
    standing: int
    place_id: str
    name: str
    feature_class: str
    feature_code: str
    country: str | None
    row: Row


def number_of(key: str) -> int:
    """Return the number of a key's record: 48 bits of the hash that the facts and the filter of keys use too."""
    return hash_of(key) >> 16


def place_number(place_id: str) -> int:
    """Return the number of a place, the same in all layers: GeoNames' own, a negative hash of other ids."""
    number = place_id.removeprefix(_GEONAMES)
    return int(number) if number.isdigit() and number != place_id else -(hash_of(place_id) >> 1) - 1


def country_number(code: str | None) -> int:
    """Return a number of 16 bits for a country: 0 for none, its two letters, a hash of what is no two letters."""
    if not code:
        return 0
    if len(code) == 2 and code.isascii():
        return ord(code[0]) << 8 | ord(code[1])
    return 1 + crc32(code.encode()) % 255


@lru_cache(maxsize=1 << 12)
def sort_of(feature_class: str, feature_code: str) -> int:
    """Return the sort of a place (see SORTS)."""
    kind = kind_of(Bearer("", feature_class, feature_code, 0, "name", is_preferred=True))
    label = feature_code if feature_code in _CODES else feature_class
    return KINDS.index(kind) * PER_KIND + (LABELS.index(label) if label in LABELS else 0)


def row_of(place: Place, role: NameRole, standing: int, rank: float = 0.0) -> bytes:
    """Return the numbers of a place that has been made."""
    units = (0 if unit is None else place_number(unit) for unit in (place.admin1_id, place.admin2_id))
    return _packed_row(
        place_number(place.place_id), rank, place.lat, place.lon, place.radius_km, place.population, *units, 0,
        country_number(place.country), sort_of(place.feature_class, place.feature_code),
        _FLAG[role, standing, place.geometry, place.layer == "world"],
    )  # fmt: skip


def encoded(
    place: Sequence[Any], key: str, role: NameRole, standing: int, spelling: str, *, is_world: bool = True
) -> bytes:
    """Return the record of a name that one place bears; `place` has the columns of the table `place`."""
    row, place_id, name, feature_class, code, country, admin1, admin2, lat, lon, radius, people, shape, n, prior = place
    cost = name_cost(spelling, role, is_preferred=standing == PREFERRED, is_common=standing == COMMON)
    own = (_stored(key, spelling), "" if spelling == name else spelling)
    texts = (*own, name, place_id or "", feature_class, code, country or "")
    joined = "\0".join(texts)
    if joined.count("\0") > TEXTS:  # no name has a zero byte, but a broken file may
        joined = "\0".join(text.replace("\0", " ") for text in texts)
    numbers = _packed_row(
        row, cost - prior, lat, lon, radius, people, admin1 or 0, admin2 or 0, n, country_number(country),
        sort_of(feature_class, code), _FLAG[role, standing, shape, is_world],
    )  # fmt: skip
    return _block(key, numbers, joined.encode(), None)


def _stored(key: str, spelling: str) -> str:
    return "" if key == spelling.lower() else key


def _block(key: str, rows: bytes, texts: bytes, kin: Sequence[int] | None) -> bytes:
    count = _UNKNOWN if kin is None else len(kin)
    head = _HEAD.pack(hash_of(key) & _REST, count, len(rows) // WIDTH, len(texts))
    return b"".join((head, rows, _HASHES[len(kin)].pack(*kin) if kin else b"", texts))


def block_of(record: bytes, number: int) -> Block | None:
    """Return the block of the key whose hash has these last 16 bits, None where the record has none."""
    at = 0
    while at < len(record):
        own, count, places, size = _unpack_head(record, at)
        at += _START
        middle = at + places * WIDTH
        begin = middle if count == _UNKNOWN else middle + count * _HASH
        if own == number:
            return _made_block((at, middle, None if count == _UNKNOWN else count, begin, begin + size))
        at = begin + size
    return None


def _blocks(record: bytes) -> Iterator[bytes]:
    """Yield each block of a record as a record of its own."""
    while record:
        own, *_ = _unpack_head(record)
        end = cast("Block", block_of(record, own)).end
        yield record[:end]
        record = record[end:]


def _block_in(record: bytes) -> Block:
    """Return the only block of a record."""
    return cast("Block", block_of(record, _unpack_head(record)[0]))


def hashes_of(record: bytes, block: Block) -> tuple[int, ...] | None:
    """Return the hashes of the keys that are spelt closely like that of a block, in the order of these keys.

    Perhaps its own is among them. None where they are not known.
    """
    count = block.kin_count
    return () if count == 0 else None if count is None else _HASHES[count].unpack_from(record, block.kin)


def texts_of(record: bytes, block: Block) -> tuple[str, list[str]]:
    """Return the key of a block, and the texts of its places, six each."""
    key, *texts = record[block.texts : block.end].decode().split("\0")
    return key or (texts[0] or texts[1]).lower(), texts


_made_block = partial(tuple.__new__, Block)


def decoded(record: bytes) -> list[NamedPlace]:
    """Return the places of a record, the likeliest first; those of another key with the same number after them."""
    found = []
    for own_record in _blocks(record):
        block = _block_in(own_record)
        key, texts = texts_of(own_record, block)
        each = iter(texts)
        rows = rows_of(own_record[block.rows : block.kin])
        for row, *own in zip(rows, each, each, each, each, each, each, strict=True):
            spelling, name, place_id, feature_class, code, country = own
            role, standing, _, _ = FLAGS[row.flag]
            place = (whole_id(place_id, row.number), name, feature_class, code, country or None, row)
            found.append(NamedPlace(key, spelling or name, role, standing, *place))
    return found


def whole_id(stored: str, number: int) -> str:
    """Return the id of a place, of which GeoNames' number alone is stored."""
    return stored or f"{_GEONAMES}{number}"


def row_at(rows: bytes, k: int) -> tuple[Any, ...]:
    """Return the numbers of one place, the fields of `Row`."""
    return _unpack_row(rows, k * WIDTH)


def rows_of(rows: bytes) -> list[Row]:
    """Return the numbers of places one by one."""
    return list(map(Row._make, _unpack_rows(rows)))


def joined(
    records: Sequence[bytes], kin_of: Callable[[str], Sequence[int] | None] = lambda _key: None
) -> tuple[bytes, int]:
    """Return the records of one number, each of one place, as one; and how many names of places it holds.

    A place stands once a key, by its likeliest name; where it has a name twice in one role, its better standing counts.
    `kin_of` gives the hashes of the keys that are spelt closely like one, None where they are not known.
    """
    if len(records) == 1:
        (record,) = records
        block = _block_in(record)
        key, _ = texts_of(record, block)
        return _block(key, record[block.rows : block.kin], record[block.texts :], kin_of(key)), 1
    named = [(decoded(record)[0], record) for record in records]
    named.sort(key=lambda pair: (pair[0].key, pair[0].place_id, ROLES.index(pair[0].role), -pair[0].standing, pair[1]))
    once = {(place.key, place.place_id, place.role): (place, record) for place, record in reversed(named)}
    ranked = sorted(
        once.values(),
        key=lambda pair: (pair[0].key, pair[0].row.rank, pair[0].place_id, ROLES.index(pair[0].role)),
    )
    likeliest: dict[tuple[str, str], tuple[NamedPlace, bytes]] = {}
    for place, record in ranked:
        likeliest.setdefault((place.key, place.place_id), (place, record))
    of_keys = itertools.groupby(likeliest.values(), key=lambda pair: pair[0].key)
    return b"".join([_of_one_key(key, list(of_key), kin_of(key)) for key, of_key in of_keys]), len(ranked)


def _of_one_key(key: str, named: Sequence[tuple[NamedPlace, bytes]], kin: Sequence[int] | None) -> bytes:
    """Return the places of a key, each with its own record, as one block."""
    rows, texts = [], [_stored(key, named[0][0].spelling).encode()]
    for _, record in named:
        block = _block_in(record)
        rows.append(record[block.rows : block.kin])
        texts.append(record[block.texts :].partition(b"\0")[2])
    return _block(key, b"".join(rows), b"\0".join(texts), kin)


def renewed(record: bytes, *place: Any) -> bytes:
    """Return a record of one place with what the table `place` says of it now."""
    (old,) = decoded(record)
    is_world = FLAGS[old.row.flag][3]
    return encoded(place, old.key, old.role, old.standing, old.spelling, is_world=is_world)


_unpack_head, _START = _HEAD.unpack_from, _HEAD.size
_packed_row, _unpack_row, _unpack_rows = _ROW.pack, _ROW.unpack_from, _ROW.iter_unpack

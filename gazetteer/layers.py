"""The layers a gazetteer searches: a compiled index on disk, and the user's own places in memory."""

import hashlib
import json
import sqlite3
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import shapely

from gazetteer import names as keys
from gazetteer.build import CELL_DEGREES, CELL_SQL, FORMAT, index_keys
from gazetteer.compiling import key_hash
from gazetteer.entries import Name
from gazetteer.errors import IndexMissingError
from gazetteer.facts import FactTable
from gazetteer.filter import KeyFilter, hash_of
from gazetteer.frozen import maker_of
from gazetteer.geometry import KM_PER_DEGREE, distance_km
from gazetteer.manifest import Manifest, manifest_of
from gazetteer.matches import Bearers, Given, Hit
from gazetteer.memo import Memo
from gazetteer.places import NameRole, Place, Whereabouts
from gazetteer.priors import name_cost, place_prior
from gazetteer.records import (
    FLAGS,
    TEXTS,
    Block,
    block_of,
    hashes_of,
    number_of,
    place_number,
    row_at,
    texts_of,
    whole_id,
)
from gazetteer.relative import part_of, stored_part
from gazetteer.units import Units
from gazetteer.userplaces import UserPlace

BORDER_KM = 3.0
_MAPPED_BYTES = 1 << 28
_CACHE_KIB = 3 << 12  #: for the inner pages of all tables; a leaf is hardly read twice
_PLACE = (
    "p.row, p.prior, p.name, p.id, p.class, p.code, p.country, p.admin1, p.admin2, p.lat, p.lon, p.radius,"
    " p.population, p.geometry, p.source"
)
_NAMED = "SELECT record FROM name WHERE number = ?"
_BY_ROW = f"SELECT {_PLACE} FROM place p WHERE p.row = ?"  # noqa: S608
_KEPT = 1 << 14  #: names whose places are kept as they are stored: they are met again as spellings of others
_made_place = maker_of(Place)
_REST = 0xFFFF  # of a key's hash, beside the number of its record


class Layer(Protocol):
    """What a layer answers."""

    def has(self, key: str) -> bool:
        """Say whether the exact key exists."""

    def among(self, spellings: Sequence[str]) -> set[str]:
        """Return those of many exact keys that exist."""

    def opens(self, opening: str) -> bool:
        """Say whether a longer exact key may begin with these one or two words; may err towards yes."""

    def bearers(self, key: str) -> Bearers | None:
        """Return the places of an exact key, None where there are none."""

    def family(self, family: str) -> list[tuple[str, int]]:
        """Return the exact keys of a transliteration key, each with the hash of its stricter one."""

    def families(self, families: Sequence[str]) -> set[str]:
        """Return the exact keys of many transliteration keys."""

    def place(self, place_id: str) -> Place | None:
        """Return the place of an id."""


class IndexLayer:
    """A compiled index, opened read-only. Safe to open in many processes; not to share between threads."""

    def __init__(self, path: Path) -> None:
        self.path = Path(path)
        self._db = _connect(self.path)
        self.manifest: Manifest = _read_manifest(self._db, self.path)
        self.sources = {n: tuple(rest) for n, *rest in self._db.execute("SELECT n, source, licence, layer FROM source")}
        filters = {name: KeyFilter(words) for name, words in self._db.execute("SELECT name, words FROM filter")}
        self._names, self._families, self._openings = (filters.get(k) for k in ("name", "family", "opening"))
        #: of all names; None for large layers, which have no filters either
        self.facts: FactTable | None = None
        for hashes, facts in self._db.execute("SELECT hashes, facts FROM facts"):
            self.facts = FactTable(hashes, facts, filters["name"])
        self._stored: Memo[int, Stored | None] = Memo(self._read, _KEPT)
        self.geometry = lru_cache(maxsize=512)(self._geometry)
        self._ask = self._db.cursor().execute
        self.units = Units(self._db)
        self._boxes: Any = None
        self._countries: dict[str, int] | None = None
        self._has_links = self._db.execute("SELECT 1 FROM sqlite_master WHERE name = 'same_as'").fetchone() is not None

    def has(self, key: str) -> bool:
        """Say whether the exact key exists."""
        if self.facts is not None:
            return self.facts.get(key) is not None
        found = self._ask(_NAMED, (number_of(key),)).fetchone()
        return found is not None and block_of(found[0], hash_of(key) & _REST) is not None

    def opens(self, opening: str) -> bool:
        """Say whether a longer exact key may begin with these one or two words; may err towards yes."""
        return self._openings is None or opening in self._openings

    def open(self, openings: Sequence[str]) -> list[bool]:
        """Say of each of many openings what `opens` says."""
        return [True] * len(openings) if self._openings is None else self._openings.which(openings)

    def among(self, spellings: Sequence[str]) -> set[str]:
        """Return those of many exact keys that exist."""
        likely = spellings if self._names is None else self._names.among(spellings)
        return {key for key in likely if self.has(key)}

    def bearers(self, key: str) -> "Stored | None":
        """Return the places of an exact key, None where there are none."""
        return self._stored[hash_of(key)] if self._names is None or key in self._names else None

    def bearers_of(self, numbers: Sequence[int]) -> list["Stored"]:
        """Return the places of the exact keys that have these hashes."""
        return [found for number in numbers if (found := self._stored[number]) is not None]

    def _read(self, number: int) -> "Stored | None":
        """Return the places of the exact key that has this hash."""
        found = self._ask(_NAMED, (number >> 16,)).fetchone()  # `number_of` without its call
        block = None if found is None else block_of(found[0], number & _REST)
        return None if block is None else Stored(found[0], block, self)

    def family(self, family: str) -> list[tuple[str, int]]:
        """Return the exact keys of a transliteration key, each with the hash of its stricter one."""
        number = key_hash(family)
        if self._families is not None and str(number) not in self._families:
            return []
        return self._db.execute("SELECT key, close FROM family WHERE hash = ?", (number,)).fetchall()

    def families(self, families: Sequence[str]) -> set[str]:
        """Return the exact keys of many transliteration keys."""
        numbers = [str(key_hash(family)) for family in families]
        likely = numbers if self._families is None else self._families.among(numbers)
        return {
            key
            for number in likely
            for (key,) in self._db.execute("SELECT key FROM family WHERE hash = ?", (int(number),))
        }

    def by_consonants(self, consonants: str, limit: int = 50) -> Bearers:
        """Return the places with a name of these consonants; none for fewer than three."""
        if len(consonants) < 3:
            return Given(())
        found = self._db.execute(
            f"SELECT {_PLACE} FROM consonant c JOIN place p ON p.row = c.row"  # noqa: S608
            " WHERE c.hash = ? ORDER BY p.prior DESC LIMIT ?",
            (key_hash(consonants), limit),
        )
        hits = [Hit(self._place(row), row[2], "name", is_preferred=True, rank=-row[1]) for row in found]
        return Given.ranked(hits)

    def place(self, place_id: str) -> Place | None:
        """Return the place of an id."""
        return self._place_of_row(place_number(place_id))

    def country(self, code: str) -> Place | None:
        """Return the country of an ISO 3166-1 alpha-2 code (all read once; some 250)."""
        if self._countries is None:
            found = self._db.execute(
                "SELECT country, row FROM place WHERE class = 'A' AND code LIKE 'PCL%' ORDER BY prior"
            ).fetchall()
            self._countries = dict(found)
        row = self._countries.get(code.upper())
        return None if row is None else self._place_of_row(row)

    def same_as(self, place_id: str) -> frozenset[str]:
        """Return the ids that a place has in other sources, as an imported layer knows them."""
        if not self._has_links:
            return frozenset()
        found = self._db.execute("SELECT id FROM same_as WHERE row = ?", (place_number(place_id),))
        return frozenset(other for (other,) in found)

    def areas(self, country: str | None = None) -> Iterator[tuple[Place, Any]]:
        """Yield the finest areas that fill countries, or one country, with their shapes."""
        for row in self._areas()[0] if country is None else self._areas_of(country):
            place = self._place_of_row(int(row))
            if place is not None:
                yield place, self._shape(int(row))

    def _areas_of(self, country: str) -> list[int]:
        found = self._db.execute(
            "SELECT s.row FROM shape s JOIN place p ON p.row = s.row"
            " WHERE p.class = 'A' AND s.leaf = 1 AND p.country = ? ORDER BY s.row",
            (country,),
        )
        return [row for (row,) in found]

    def whereabouts(self, lat: float, lon: float) -> Whereabouts:
        """Return country, unit and nearest populated place of a point."""
        margin = BORDER_KM / KM_PER_DEGREE
        wide = margin / max(0.05, float(np.cos(np.radians(lat))))
        rows, boxes = self._areas()
        near = (boxes[:, 0] <= lon + wide) & (boxes[:, 2] >= lon - wide)
        near &= (boxes[:, 1] <= lat + margin) & (boxes[:, 3] >= lat - margin)
        point = shapely.Point(lon, lat)
        holding: list[tuple[float, Place]] = []
        for row in rows[near]:
            area = self._place_of_row(int(row))
            shape = self._flat_distance(int(row), point, lat)
            if area is not None and shape <= BORDER_KM:
                holding.append((shape, area))
        holding.sort(key=lambda pair: (pair[0], -len(pair[1].feature_code), pair[1].place_id))
        inside = next((area for _, area in holding), None)
        nearest, far = self.nearest(lat, lon)
        country = inside.country if inside else None
        return Whereabouts(
            country=country,
            admin1=inside.admin1 if inside else None,
            admin1_id=inside.admin1_id if inside else None,
            nearest=nearest,
            nearest_km=far,
            is_near_border=any(area.country != country for _, area in holding),
        )

    def _flat_distance(self, row: int, point: Any, lat: float) -> float:
        """Return km from the point to the shape, 0 inside; flat, good for a few km."""
        shape = self._shape(row)
        if shape.covers(point):
            return 0.0
        there = shapely.get_coordinates(shapely.shortest_line(point, shape))
        return distance_km(lat, point.x, there[1][1], there[1][0])

    def _areas(self) -> tuple[Any, Any]:
        """Return rows and boxes of the finest areas that fill countries (read once; some 4,600)."""
        if self._boxes is None:
            found = self._db.execute(
                "SELECT s.row, west, south, east, north FROM shape s JOIN place p ON p.row = s.row"
                " WHERE p.class = 'A' AND s.leaf = 1 ORDER BY s.row"
            ).fetchall()
            rows = np.array([row for row, *_ in found], dtype=np.int64)
            self._boxes = (rows, np.array([box for _, *box in found], dtype=float).reshape(-1, 4))
        return self._boxes  # type: ignore[no-any-return]

    def towns_around(self, lat: float, lon: float) -> list[Place]:
        """Return the largest town of each cell within about a degree, the largest first; towns of unknown size lack."""
        cells = _cells_around(lat, lon, 2)
        found = self._db.execute(
            f"SELECT row, MAX(population) AS size FROM place WHERE class = 'P' AND population > 0"  # noqa: S608
            f" AND {CELL_SQL} IN ({','.join('?' * len(cells))}) GROUP BY {CELL_SQL} ORDER BY size DESC, row",
            cells,
        ).fetchall()
        towns = (self._place_of_row(row) for row, _ in found)
        return [town for town in towns if town is not None]

    def nearest(self, lat: float, lon: float) -> tuple[Place | None, float | None]:
        """Return the nearest populated place within about four degrees."""
        for ring in (1, 3, 8):
            cells = _cells_around(lat, lon, ring)
            marks = ",".join("?" * len(cells))
            found = self._db.execute(
                f"SELECT row, lat, lon FROM place WHERE class = 'P' AND {CELL_SQL} IN ({marks})",  # noqa: S608
                cells,
            ).fetchall()
            near = min(((distance_km(lat, lon, y, x), row) for row, y, x in found), default=None)
            if near is not None and near[0] <= ring * CELL_DEGREES * KM_PER_DEGREE:
                return self._place_of_row(near[1]), near[0]
        return None, None

    def _geometry(self, place_id: str) -> Any:
        return self._shape(place_number(place_id))

    def part_of(self, place_id: str, bearing: float | None) -> tuple[float, float, float] | None:
        """Return point and radius of a part of an area (see `gazetteer.relative.part_of`)."""
        stored = self._db.execute("SELECT parts FROM part WHERE row = ?", (place_number(place_id),)).fetchone()
        found = stored_part(stored[0], bearing) if stored else None
        return found or part_of(self.geometry(place_id), bearing)

    def _shape(self, row: int) -> Any:
        found = self._db.execute("SELECT wkb FROM shape WHERE row = ?", (row,)).fetchone()
        return shapely.from_wkb(zlib.decompress(found[0])) if found else None

    def _place_of_row(self, row: int) -> Place | None:
        found = self._db.execute(_BY_ROW, (row,)).fetchone()
        return self._place(found) if found else None

    def _place(self, row: Sequence[Any]) -> Place:
        """Return the place of a row with the columns of _PLACE."""
        number, _, name, place_id, feature_class, code, country, *units, lat, lon, radius, people, shape, n = row
        (admin1_name, admin1_id), (admin2_name, admin2_id) = (self.units[unit or 0] for unit in units)
        return Place(
            place_id or f"geonames:{number}", name, feature_class, code, country, admin1_name, admin2_name, admin1_id,
            admin2_id, lat, lon, radius, people, shape, *self.sources[n],
        )  # fmt: skip


class Stored:
    """The places that bear a name in an index: texts are cut and places made for what is asked for."""

    __slots__ = ("_block", "_layer", "_record", "_texts", "rows")

    def __init__(self, record: bytes, block: Block, layer: IndexLayer) -> None:
        self.rows = record[block[0] : block[1]]  # by number, which takes half of the time
        self._record, self._block, self._layer = record, block, layer
        self._texts: list[str] | None = None

    @property
    def kin(self) -> tuple[int, ...] | None:
        """Hashes of the keys that are spelt closely like theirs, perhaps their own too; None where not known."""
        return hashes_of(self._record, self._block)

    def place_id(self, k: int) -> str:
        """Return the id of one of them."""
        return whole_id(self._texts_of(k)[2], row_at(self.rows, k)[0])

    def hit(self, k: int) -> tuple[Place, str]:
        """Return one of them, and the spelling that was hit."""
        number, _, lat, lon, radius, people, admin1, admin2, source, _, _, flag = row_at(self.rows, k)
        spelling, name, place_id, feature_class, code, country = self._texts_of(k)
        admin1_name, admin1_id = self._layer.units[admin1]
        admin2_name, admin2_id = self._layer.units[admin2]
        title, licence, layer = self._layer.sources[source]
        place = _made_place(
            whole_id(place_id, number), name, feature_class, code, country or None, admin1_name, admin2_name, admin1_id,
            admin2_id, lat, lon, radius, people, FLAGS[flag][2], title, licence, layer,
        )  # fmt: skip
        return place, spelling or name

    def _texts_of(self, k: int) -> Sequence[str]:
        texts = self._texts
        if texts is None:
            texts = self._texts = texts_of(self._record, self._block)[1]
        return texts[k * TEXTS : (k + 1) * TEXTS]


def _cells_around(lat: float, lon: float, ring: int) -> list[int]:
    """Return the cells of the index (CELL_SQL) up to so many rows and columns from that of a point."""
    return [
        (int((lat + 90) / CELL_DEGREES) + i) * 1000 + int(((lon + 180) % 360) / CELL_DEGREES) + j
        for i in range(-ring, ring + 1)
        for j in range(-ring, ring + 1)
    ]


class UserLayer:
    """The user's own places, in memory."""

    def __init__(self, rows: tuple[UserPlace, ...]) -> None:
        self.rows = rows
        self.digest = hashlib.sha256(json.dumps([repr(r) for r in rows]).encode()).hexdigest()
        self._by_id = {r.place.place_id: r.place for r in rows}
        self._by_key: dict[str, list[Hit]] = defaultdict(list)
        self._openings: set[str] = set()
        self._families: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            self._file(row)

    def has(self, key: str) -> bool:
        """Say whether the exact key exists."""
        return key in self._by_key

    def among(self, spellings: Sequence[str]) -> set[str]:
        """Return those of many exact keys that exist."""
        return {key for key in spellings if key in self._by_key}

    def opens(self, opening: str) -> bool:
        """Say whether a longer exact key begins with these one or two words."""
        return opening in self._openings

    def bearers(self, key: str) -> Bearers | None:
        """Return the places of an exact key, None where there are none."""
        hits = self._by_key.get(key)
        return Given.ranked(hits) if hits else None

    def family(self, family: str) -> list[tuple[str, int]]:
        """Return the exact keys of a transliteration key, each with the hash of its stricter one."""
        return [(key, key_hash(keys.close_family_key(key))) for key in sorted(self._families.get(family, ()))]

    def families(self, families: Sequence[str]) -> set[str]:
        """Return the exact keys of many transliteration keys."""
        return {key for family in families for key in self._families.get(family, ())}

    def place(self, place_id: str) -> Place | None:
        """Return the place of an id."""
        return self._by_id.get(place_id)

    def _file(self, row: UserPlace) -> None:
        place = row.place
        # A user adds a place because the text means it: it comes before any embedded place of that name.
        prior = 12.0 + place_prior(place.feature_class, place.feature_code, place.population) / 100
        for spelling in dict.fromkeys((place.name, *row.variants)):
            short = keys.abbreviation_key(spelling) is not None and spelling != place.name
            role: NameRole = "abbreviation" if short else "name"
            for key in index_keys(Name(spelling).spelling, role):
                cost = name_cost(spelling, role, is_preferred=spelling == place.name)
                self._openings.update(keys.openings(key))
                self._by_key[key].append(Hit(place, spelling, role, spelling == place.name, cost - prior))
                if role == "name":
                    self._families[keys.family_key(spelling)].add(key)


def _connect(path: Path) -> sqlite3.Connection:
    if not path.is_file():
        raise IndexMissingError(
            f"no gazetteer index at {path}: `incident-mapper gazetteer build` compiles the embedded one"
        )
    db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    # Mapped pages count as this process's memory: large files are read through a cache of a fixed size instead.
    if path.stat().st_size <= _MAPPED_BYTES:
        db.execute(f"PRAGMA mmap_size = {_MAPPED_BYTES}")
    else:
        db.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    return db


def _read_manifest(db: sqlite3.Connection, path: Path) -> Manifest:
    try:
        (stored,) = db.execute("SELECT value FROM manifest WHERE key = 'manifest'").fetchone()
        manifest = manifest_of(json.loads(stored))
    except (sqlite3.DatabaseError, TypeError, KeyError, ValueError) as error:
        raise IndexMissingError(f"{path} is no gazetteer index ({error}): delete it and build it again") from error
    if manifest.format != FORMAT:
        raise IndexMissingError(
            f"{path} has index format {manifest.format}, this version reads {FORMAT}: delete it and build it again"
        )
    return manifest

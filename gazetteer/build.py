"""Sources in, one read-only index file with a manifest out. No network, no clock; the file appears whole or not at all.

The index is SQLite: `place` (by `gazetteer.records.place_number`, the GeoNames id where there is one), `name`
(number of the exact key to a record of all its places, `gazetteer.records`), `family` (hash of the transliteration key
to exact keys, each with the hash of its stricter one), `consonant` (for Arabic script), `shape`, `unit`
(`gazetteer.units`), key filters, the facts of all names (`gazetteer.facts`), the parts of wide areas
(`gazetteer.relative.part_of`), manifest.
"""

import json
import os
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import shapely

from gazetteer import names as keys
from gazetteer.compiling import LEAST_FAMILY, Kin, compile_names, key_hash
from gazetteer.entries import Entry, Name, merge_entries
from gazetteer.filter import KeyFilter
from gazetteer.priors import place_prior
from gazetteer.records import COMMON, PREFERRED, encoded, joined, number_of, place_number
from gazetteer.relative import parts_to_bytes
from gazetteer.units import units_to_bytes

FORMAT = 7
#: Radius from which the parts of a first-order unit ("northern X") are reckoned beforehand, as those of countries are.
_PARTED_KM = 200.0
#: Above so many keys no filter is written: it is read into memory at opening, and the tables alone are fast enough.
FILTERED_KEYS = 3_000_000
CELL_DEGREES = 0.5
#: The cell of a place; the index on it serves only queries that repeat it word for word.
CELL_SQL = f"(CAST((lat + 90) / {CELL_DEGREES} AS INTEGER) * 1000 + CAST((lon + 180) / {CELL_DEGREES} AS INTEGER))"

INSERT_PLACE = "INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"

Progress = Callable[[str, float], None]

SCHEMA = """
PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = FILE;
CREATE TABLE manifest (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE source (n INTEGER PRIMARY KEY, source TEXT, licence TEXT, layer TEXT);
CREATE TABLE place (row INTEGER PRIMARY KEY, id TEXT, name TEXT, class TEXT, code TEXT, country TEXT, admin1 INTEGER,
    admin2 INTEGER, lat REAL, lon REAL, radius REAL, population INTEGER, geometry TEXT, source INTEGER, prior REAL);
CREATE TABLE shape (row INTEGER PRIMARY KEY, west REAL, south REAL, east REAL, north REAL, leaf INTEGER, wkb BLOB);
CREATE TABLE part (row INTEGER PRIMARY KEY, parts BLOB);
CREATE TABLE filter (name TEXT PRIMARY KEY, words BLOB) WITHOUT ROWID;
CREATE TABLE facts (hashes BLOB, facts BLOB);
CREATE TABLE unit (rows BLOB, ends BLOB, texts BLOB);
CREATE TABLE name (number INTEGER PRIMARY KEY, record BLOB);
CREATE TABLE family (hash INTEGER, key TEXT, close INTEGER, PRIMARY KEY (hash, key)) WITHOUT ROWID;
CREATE TABLE consonant (hash INTEGER, row INTEGER, PRIMARY KEY (hash, row)) WITHOUT ROWID;
"""
#: Rows as they come, before they are sorted.
STAGED = """
CREATE TABLE staged_name (number INTEGER, row INTEGER, record BLOB);
CREATE TABLE staged_family (hash INTEGER, key TEXT, close INTEGER);
CREATE TABLE staged_consonant (hash INTEGER, row INTEGER);
"""


def build_index(
    entries: Iterable[Entry],
    path: Path,
    *,
    digest: str,
    romanised_countries: frozenset[str] = frozenset(),
    progress: Progress | None = None,
) -> None:
    """Write the index to path. Entries of one id are merged in the order given.

    Names of places in `romanised_countries` get transliteration keys for all their spellings, others for the preferred
    name alone. The file is written beside path and moved there when it is complete. Raises OSError where it cannot be.
    """
    tell = progress or (lambda _what, _share: None)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.part")
    unfinished.unlink(missing_ok=True)
    tell("reading sources", 0.0)
    merged = _merge(entries)
    db = sqlite3.connect(unfinished)
    try:
        db.executescript(SCHEMA + STAGED.replace("CREATE TABLE", "CREATE TEMP TABLE"))
        _write(db, merged, romanised_countries, tell)
        describe(db, digest, sort_staged(db, tell))
        db.commit()
        db.close()
        unfinished.replace(path)
    finally:
        db.close()
        unfinished.unlink(missing_ok=True)
    tell("done", 1.0)


def index_keys(spelling: str, role: str) -> tuple[str, ...]:
    """Return the exact keys under which a spelling is filed."""
    if role == "abbreviation":
        key = keys.abbreviation_key(spelling)
        return (key,) if key else (keys.exact_key(spelling),)
    return (keys.exact_key(spelling),)


def _merge(entries: Iterable[Entry]) -> dict[str, Entry]:
    merged: dict[str, Entry] = {}
    for entry in entries:
        before = merged.get(entry.place_id)
        merged[entry.place_id] = merge_entries(before, entry) if before else entry
    return merged


def _write(db: sqlite3.Connection, merged: dict[str, Entry], romanised: frozenset[str], tell: Progress) -> None:
    rows = {place_id: place_number(place_id) for place_id in merged}
    sources: dict[tuple[str, str, str], int] = {}
    total = max(1, len(merged))
    leaves = _leaves(merged)
    staged = StagedRows()
    # in the order of rows, so that none is inserted between others
    for n, (place_id, row) in enumerate(sorted(rows.items(), key=itemgetter(1))):
        if n % 20000 == 0:
            tell("writing places", 0.2 + 0.5 * n / total)
            staged.write(db)
        entry = merged[place_id]
        origin = sources.setdefault((entry.source, entry.licence, entry.layer), len(sources))
        units = rows.get(entry.admin1_id or ""), rows.get(entry.admin2_id or "")
        place = place_row(row, entry, units, origin)
        db.execute(INSERT_PLACE, place)
        staged.add(place, entry, all_spellings=entry.country in romanised or entry.layer != "world")
        if entry.shape is not None:
            write_shape(db, row, entry.shape, is_leaf=place_id in leaves)
            parts = parts_to_bytes(entry.shape) if _is_parted(entry) else None
            if parts is not None:
                db.execute("INSERT INTO part VALUES (?,?)", (row, parts))
    staged.write(db)
    db.executemany("INSERT INTO source VALUES (?,?,?,?)", ((n, *origin) for origin, n in sources.items()))


def place_row(row: int, entry: Entry, units: tuple[int | None, int | None], origin: int) -> tuple[Any, ...]:
    """Return the columns of the table `place`."""
    prior = entry.weight
    if prior is None:
        prior = place_prior(entry.feature_class, entry.feature_code, entry.population)
    return (
        row, None if row > 0 else entry.place_id, entry.name, entry.feature_class, entry.feature_code,
        entry.country, *units, entry.lat, entry.lon, entry.radius_km, entry.population, entry.geometry, origin,
        prior,
    )  # fmt: skip


def write_shape(db: sqlite3.Connection, row: int, shape: Any, *, is_leaf: bool) -> None:
    """Write a place's shape; leaves are the finest areas that together fill countries."""
    west, south, east, north = shapely.bounds(shape)
    blob = zlib.compress(shapely.to_wkb(shape), 6)
    db.execute("INSERT INTO shape VALUES (?,?,?,?,?,?,?)", (row, west, south, east, north, int(is_leaf), blob))


def _is_parted(entry: Entry) -> bool:
    """Return whether a text is likely to tell of a part of an area: of a country, a region, a wide unit."""
    is_wide = entry.feature_code == "ADM1" and entry.radius_km >= _PARTED_KM
    return is_wide or entry.feature_class == "L" or entry.feature_code.startswith("PCL")


def _leaves(merged: dict[str, Entry]) -> set[str]:
    """Return the units with a shape that have no unit with a shape below them: together they tile the countries."""
    shaped = {i for i, e in merged.items() if e.shape is not None and e.feature_code.startswith("ADM")}
    above = {merged[i].admin1_id for i in shaped if merged[i].admin1_id != i}
    return shaped - above


class StagedRows:
    """Rows of names on their way to the tables staged_name, staged_family and staged_consonant."""

    def __init__(self) -> None:
        self._names: list[tuple[int, int, bytes]] = []
        self._families: list[tuple[int, str, int]] = []
        self._consonants: list[tuple[int, int]] = []

    def add(self, place: Sequence[Any], entry: Entry, *, all_spellings: bool) -> None:
        """Add an entry's names, `place` being its row of the table `place`.

        With `all_spellings` all of them get transliteration keys, else the preferred one alone.
        """
        row = place[0]
        families, consonants = set(), set()
        filed: dict[Any, tuple[int, str]] = {}  # by key and role
        for name, standing in _spellings(entry):
            for key in index_keys(name.spelling, name.role):
                if not key:
                    continue
                known = filed.get((key, name.role))
                if known is None or standing > known[0]:
                    filed[key, name.role] = (standing, name.spelling)
                if name.role in ("abbreviation", "demonym") or not (standing or all_spellings):
                    continue
                if not _has_letters(name.spelling):
                    continue
                family = keys.family_keys(name.spelling)
                if len(family.family) >= LEAST_FAMILY:
                    close = family.close if name.spelling.isascii() else keys.close_family_key(key)
                    families.add((key_hash(family.family), key, key_hash(close)))
                if all_spellings and not keys.is_arabic_script(name.spelling):
                    consonants.add((key_hash(family.consonants), row))
        self._names += [
            (number_of(key), row, encoded(place, key, role, standing, spelling, is_world=entry.layer == "world"))
            for (key, role), (standing, spelling) in filed.items()
        ]
        self._families += families
        self._consonants += consonants

    def write(self, db: sqlite3.Connection) -> None:
        """Write the rows gathered so far."""
        db.executemany("INSERT INTO staged_name VALUES (?,?,?)", self._names)
        db.executemany("INSERT INTO staged_family VALUES (?,?,?)", self._families)
        db.executemany("INSERT INTO staged_consonant VALUES (?,?)", self._consonants)
        for rows in (self._names, self._families, self._consonants):
            rows.clear()


def _spellings(entry: Entry) -> Iterator[tuple[Name, int]]:
    """Yield names and their standing (PREFERRED, COMMON, 0); units also bare, as "Achin" for "Achin District"."""
    yield Name(entry.name), PREFERRED
    yield from ((name, COMMON if name.is_common else 0) for name in entry.names)
    if entry.feature_class == "A":
        for name in (Name(entry.name), *entry.names):
            if name.role in ("name", "former"):
                for stripped in keys.strip_designator(name.spelling)[:1]:
                    if len(stripped.key) > 2:
                        yield Name(stripped.key.title() if stripped.key.isascii() else stripped.key, name.role), 0


def _has_letters(spelling: str) -> bool:
    """Say whether the spelling is of a script that `romanised` knows: Latin, Cyrillic, Arabic."""
    return spelling.isascii() or all(c < "\u0700" or "\u1e00" <= c < "\u2100" for c in spelling)


def sort_staged(db: sqlite3.Connection, tell: Progress) -> int:
    """Sort the staged names into their tables (SQLite sorts on disk), then write what look-ups need beside them.

    Return how many names of places there are.
    """
    tell("sorting spellings", 0.72)
    db.execute("INSERT OR IGNORE INTO family SELECT DISTINCT * FROM staged_family ORDER BY hash, key")
    db.execute("INSERT OR IGNORE INTO consonant SELECT DISTINCT * FROM staged_consonant ORDER BY hash, row")
    families = _count(db, "family")
    kin_of = Kin(db).of if families <= FILTERED_KEYS else lambda _key: None
    tell("sorting names", 0.77)
    names = 0

    def records() -> Iterator[tuple[int, bytes]]:
        nonlocal names
        staged = db.execute("SELECT number, record FROM staged_name ORDER BY number")
        for number, rows in groupby(staged, key=itemgetter(0)):
            record, count = joined([record for _, record in rows], kin_of)
            names += count
            yield number, record

    db.executemany("INSERT INTO name VALUES (?,?)", records())
    db.execute(f"CREATE INDEX place_cell ON place ({CELL_SQL}) WHERE class = 'P'")
    db.execute("INSERT INTO unit VALUES (?,?,?)", units_to_bytes(db))
    tell("key filters", 0.9)
    if _count(db, "name") <= FILTERED_KEYS:
        compiled = compile_names(db)
        filters = (("name", compiled.names), ("opening", compiled.openings))
        db.executemany("INSERT INTO filter VALUES (?,?)", ((name, made.to_bytes()) for name, made in filters))
        db.execute("INSERT INTO facts VALUES (?,?)", (compiled.hashes, compiled.facts))
    if families <= FILTERED_KEYS:
        found = db.execute("SELECT DISTINCT hash FROM family")
        db.execute("INSERT INTO filter VALUES ('family', ?)", (KeyFilter.of(str(k) for (k,) in found).to_bytes(),))
    return names


def _count(db: sqlite3.Connection, table: str) -> int:
    (count,) = db.execute(f"SELECT COUNT(*) FROM {table}").fetchone()  # noqa: S608 - fixed names
    return int(count)


def describe(db: sqlite3.Connection, digest: str, names: int) -> None:
    """Write the manifest: what the index holds, by layer and source; `names` as `sort_staged` counts them."""
    counts = db.execute(
        "SELECT s.layer, s.source, s.licence, COUNT(*) FROM place p JOIN source s ON s.n = p.source GROUP BY 1, 2, 3"
        " ORDER BY 1, 2, 3"
    ).fetchall()
    manifest = {
        "format": FORMAT,
        "digest": digest,
        "places": sum(row[3] for row in counts),
        "names": names,
        "shapes": _count(db, "shape"),
        "sources": [dict(zip(("layer", "source", "licence", "places"), row, strict=True)) for row in counts],
    }
    db.execute("INSERT INTO manifest VALUES ('manifest', ?)", (json.dumps(manifest, sort_keys=True),))

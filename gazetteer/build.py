"""Sources in, one read-only index file with a manifest out. No network, no clock; the file appears whole or not at all.

The index is SQLite: `place` (rowid is the GeoNames id where there is one), `name` (exact key to places), `family`
(hash of the transliteration key to exact keys, each with the hash of its stricter one), `consonant` (for Arabic
script), `shape`, two key filters, the facts of all names (`gazetteer.facts`), manifest.
"""

import json
import os
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import shapely

from gazetteer import names as keys
from gazetteer.compiling import COMMON, PREFERRED, ROLES, compile_facts, key_hash
from gazetteer.entries import Entry, Name, merge_entries
from gazetteer.filter import KeyFilter
from gazetteer.priors import place_prior

FORMAT = 3
#: Above so many keys no filter is written: it is read into memory at opening, and the tables alone are fast enough.
FILTERED_KEYS = 3_000_000
CELL_DEGREES = 0.5
#: The cell of a place; the index on it serves only queries that repeat it word for word.
CELL_SQL = f"(CAST((lat + 90) / {CELL_DEGREES} AS INTEGER) * 1000 + CAST((lon + 180) / {CELL_DEGREES} AS INTEGER))"

Progress = Callable[[str, float], None]

SCHEMA = """
PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = FILE;
CREATE TABLE manifest (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE source (n INTEGER PRIMARY KEY, source TEXT, licence TEXT, layer TEXT);
CREATE TABLE place (row INTEGER PRIMARY KEY, id TEXT, name TEXT, class TEXT, code TEXT, country TEXT, admin1 INTEGER,
    admin2 INTEGER, lat REAL, lon REAL, radius REAL, population INTEGER, geometry TEXT, source INTEGER, prior REAL);
CREATE TABLE shape (row INTEGER PRIMARY KEY, west REAL, south REAL, east REAL, north REAL, leaf INTEGER, wkb BLOB);
CREATE TABLE filter (name TEXT PRIMARY KEY, words BLOB) WITHOUT ROWID;
CREATE TABLE facts (hashes BLOB, facts BLOB);
CREATE TABLE name (key TEXT, row INTEGER, role INTEGER, standing INTEGER, spelling TEXT, PRIMARY KEY (key, row, role))
    WITHOUT ROWID;
CREATE TABLE family (hash INTEGER, key TEXT, close INTEGER, PRIMARY KEY (hash, key)) WITHOUT ROWID;
CREATE TABLE consonant (hash INTEGER, row INTEGER, PRIMARY KEY (hash, row)) WITHOUT ROWID;
"""
#: Rows as they come, before they are sorted.
STAGED = """
CREATE TABLE staged_name (key TEXT, row INTEGER, role INTEGER, standing INTEGER, spelling TEXT);
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
        db.executescript(SCHEMA + STAGED)
        _write(db, merged, romanised_countries, tell)
        sort_staged(db, tell)
        for table in ("staged_name", "staged_family", "staged_consonant"):
            db.execute(f"DROP TABLE {table}")
        describe(db, digest)
        db.commit()
        db.execute("VACUUM")
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


def _rows(merged: dict[str, Entry]) -> dict[str, int]:
    """Return row numbers: the GeoNames id, or a negative number in the order of ids for the others."""
    rows, others = {}, []
    for place_id in merged:
        source, _, number = place_id.partition(":")
        if source == "geonames" and number.isdigit():
            rows[place_id] = int(number)
        else:
            others.append(place_id)
    rows.update({place_id: -i for i, place_id in enumerate(sorted(others), 1)})
    return rows


def _write(db: sqlite3.Connection, merged: dict[str, Entry], romanised: frozenset[str], tell: Progress) -> None:
    rows = _rows(merged)
    sources: dict[tuple[str, str, str], int] = {}
    total = max(1, len(merged))
    leaves = _leaves(merged)
    for n, (place_id, entry) in enumerate(merged.items()):
        if n % 20000 == 0:
            tell("writing places", 0.2 + 0.5 * n / total)
        row = rows[place_id]
        origin = sources.setdefault((entry.source, entry.licence, entry.layer), len(sources))
        units = rows.get(entry.admin1_id or ""), rows.get(entry.admin2_id or "")
        write_place(db, row, entry, units, origin)
        stage_names(db, row, entry, all_spellings=entry.country in romanised or entry.layer != "world")
        if entry.shape is not None:
            write_shape(db, row, entry.shape, is_leaf=place_id in leaves)
    db.executemany("INSERT INTO source VALUES (?,?,?,?)", ((n, *origin) for origin, n in sources.items()))


def write_place(
    db: sqlite3.Connection, row: int, entry: Entry, units: tuple[int | None, int | None], origin: int
) -> None:
    """Write an entry's place: units are the rows of its first- and second-order unit, origin that of its source."""
    db.execute("INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)", place_row(row, entry, units, origin))


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


def _leaves(merged: dict[str, Entry]) -> set[str]:
    """Return the units with a shape that have no unit with a shape below them: together they tile the countries."""
    shaped = {i for i, e in merged.items() if e.shape is not None and e.feature_code.startswith("ADM")}
    above = {merged[i].admin1_id for i in shaped if merged[i].admin1_id != i}
    return shaped - above


def stage_names(db: sqlite3.Connection, row: int, entry: Entry, *, all_spellings: bool) -> None:
    """Stage an entry's names; with `all_spellings` all of them get transliteration keys, else the preferred alone."""
    staged, families, consonants = name_rows(row, entry, all_spellings=all_spellings)
    db.executemany("INSERT INTO staged_name VALUES (?,?,?,?,?)", staged)
    db.executemany("INSERT INTO staged_family VALUES (?,?,?)", families)
    db.executemany("INSERT INTO staged_consonant VALUES (?,?)", consonants)


def name_rows(row: int, entry: Entry, *, all_spellings: bool) -> tuple[list[Any], list[Any], list[Any]]:
    """Return the rows of an entry's names for the tables staged_name, staged_family and staged_consonant."""
    families, consonants = set(), set()
    filed: dict[tuple[str, int], tuple[int, str | None]] = {}
    for name, standing in _spellings(entry):
        role = ROLES.index(name.role)
        for key in index_keys(name.spelling, name.role):
            if not key:
                continue
            known = filed.get((key, role))
            if known is None or standing > known[0]:
                filed[key, role] = (standing, None if name.spelling == entry.name else name.spelling)
            if name.role in ("abbreviation", "demonym") or not (standing or all_spellings):
                continue
            if not _has_letters(name.spelling):
                continue
            family = keys.family_keys(name.spelling)
            if len(family.family) >= 4:
                families.add((key_hash(family.family), key, key_hash(keys.close_family_key(key))))
            if all_spellings and not keys.is_arabic_script(name.spelling):
                consonants.add((key_hash(family.consonants), row))
    staged = [(key, row, role, standing, spelling) for (key, role), (standing, spelling) in filed.items()]
    return staged, sorted(families), sorted(consonants)


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


def sort_staged(db: sqlite3.Connection, tell: Progress) -> None:
    """Sort the staged names into their tables (SQLite sorts on disk), then write what look-ups need beside them."""
    tell("sorting names", 0.72)
    db.execute("INSERT OR IGNORE INTO name SELECT * FROM staged_name ORDER BY key, row, role, standing DESC")
    tell("sorting spellings", 0.82)
    db.execute("INSERT OR IGNORE INTO family SELECT DISTINCT hash, key, close FROM staged_family ORDER BY hash, key")
    db.execute("INSERT OR IGNORE INTO consonant SELECT DISTINCT hash, row FROM staged_consonant ORDER BY hash, row")
    db.execute(f"CREATE INDEX place_cell ON place ({CELL_SQL}) WHERE class = 'P'")
    db.execute("CREATE UNIQUE INDEX place_id ON place (id) WHERE id IS NOT NULL")
    tell("key filters", 0.9)
    for table, column in (("name", "key"), ("family", "hash")):
        (count,) = db.execute(f"SELECT COUNT(DISTINCT {column}) FROM {table}").fetchone()  # noqa: S608 - fixed names
        if count > FILTERED_KEYS:
            continue
        found = db.execute(f"SELECT DISTINCT {column} FROM {table}")  # noqa: S608
        words = KeyFilter.of((str(k) for (k,) in found), count).to_bytes()
        db.execute("INSERT INTO filter VALUES (?,?)", (table, words))
        if table == "name":
            db.execute("INSERT INTO facts VALUES (?,?)", compile_facts(db))


def describe(db: sqlite3.Connection, digest: str) -> None:
    """Write the manifest: what the index holds, by layer and source."""
    counts = db.execute(
        "SELECT s.layer, s.source, s.licence, COUNT(*) FROM place p JOIN source s ON s.n = p.source GROUP BY 1, 2, 3"
        " ORDER BY 1, 2, 3"
    ).fetchall()
    (names,) = db.execute("SELECT COUNT(*) FROM name").fetchone()
    (shapes,) = db.execute("SELECT COUNT(*) FROM shape").fetchone()
    manifest = {
        "format": FORMAT,
        "digest": digest,
        "places": sum(row[3] for row in counts),
        "names": names,
        "shapes": shapes,
        "sources": [dict(zip(("layer", "source", "licence", "places"), row, strict=True)) for row in counts],
    }
    db.execute("INSERT INTO manifest VALUES ('manifest', ?)", (json.dumps(manifest, sort_keys=True),))

"""An index from more entries than memory holds: rows go to disk as they come, SQLite sorts there.

Places of the same id are joined: the later one's point and class, the names of both. Unlike `build_index`, which keeps
all entries in memory, this keeps only the ids of administrative units. Entries are staged first, in parts that may be
written by several processes, then sorted into the index.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gazetteer.build import (
    INSERT_PLACE,
    SCHEMA,
    STAGED,
    Progress,
    StagedRows,
    describe,
    place_row,
    sort_staged,
    write_shape,
)
from gazetteer.entries import Entry
from gazetteer.places import Place
from gazetteer.records import place_number, renewed

_BATCH = 2000
_FAST = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -32768;"
_STAGED_PLACE = """
CREATE TABLE staged_place (row INTEGER, id TEXT, name TEXT, class TEXT, code TEXT, country TEXT, admin1 INTEGER,
    admin2 INTEGER, lat REAL, lon REAL, radius REAL, population INTEGER, geometry TEXT, source INTEGER, prior REAL);
CREATE TABLE shape (row INTEGER, west REAL, south REAL, east REAL, north REAL, leaf INTEGER, wkb BLOB);
CREATE TABLE staged_same (row INTEGER, id TEXT);
"""
_PLACE_COLUMNS = (
    "row, id, name, class, code, country, admin1, admin2, lat, lon, radius, population, geometry, source, prior"
)
_SAME_AS = "CREATE TABLE same_as (row INTEGER, id TEXT, PRIMARY KEY (row, id)) WITHOUT ROWID;"
_TABLES = ("staged_place", "staged_name", "staged_family", "staged_consonant", "staged_same", "shape")

FindPlace = Callable[[str], Place | None]


@dataclass(slots=True)
class StagedPart:
    """Entries written to disk, unsorted."""

    path: Path
    number: int
    count: int = 0
    sources: dict[tuple[str, str, str], int] = field(default_factory=dict)
    awaited: set[str] = field(default_factory=set)  #: ids of units that entries name


def stage_entries(entries: Iterable[Entry], path: Path, *, number: int = 0, romanised: frozenset[str]) -> StagedPart:
    """Write the entries to a file for `write_index`; parts of one index have different numbers."""
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as db:
        db.executescript(_FAST + STAGED + _STAGED_PLACE)
        stage = _Stage(db, StagedPart(path, number), romanised)
        for entry in entries:
            stage.add(entry)
        stage.flush()
        db.commit()
    return stage.part


def write_index(
    parts: Sequence[StagedPart],
    path: Path,
    *,
    digest: str,
    note: dict[str, Any],
    find_place: FindPlace = lambda _place_id: None,
    progress: Progress = lambda _what, _share: None,
) -> tuple[int, int]:
    """Sort staged entries into an index at path; return how many places it holds and how many repeated an id.

    Peak memory does not grow with the entries. `find_place` gives units that the entries only name. Raises OSError
    where the file cannot be written.
    """
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as db:
        db.executescript(SCHEMA + _SAME_AS + _FAST)
        _attach(db, parts)
        progress("sorting places", 0.6)
        db.execute(f"INSERT OR REPLACE INTO place SELECT {_PLACE_COLUMNS} FROM staged_place ORDER BY row, part, n")  # noqa: S608
        db.execute("INSERT OR REPLACE INTO shape SELECT * FROM staged_shape")
        places = db.execute("SELECT COUNT(*) FROM place").fetchone()[0]
        if places < sum(part.count for part in parts):
            _renew_names(db, parts)
        sources = {origin: n for part in parts for origin, n in part.sources.items()}
        _write_awaited(db, parts, sources, find_place)
        rows = {n: origin for part in parts for origin, n in part.sources.items()} | {n: o for o, n in sources.items()}
        db.executemany("INSERT INTO source VALUES (?,?,?,?)", ((n, *origin) for n, origin in sorted(rows.items())))
        db.execute("INSERT OR IGNORE INTO same_as SELECT * FROM staged_same ORDER BY row, id")
        describe(db, digest, sort_staged(db, progress))
        db.execute("INSERT INTO manifest VALUES ('import', ?)", (json.dumps(note, sort_keys=True),))
        db.commit()
    return places, sum(part.count for part in parts) - places


class _Stage:
    """Writes entries to one part, some thousand rows at a time."""

    def __init__(self, db: sqlite3.Connection, part: StagedPart, romanised: frozenset[str]) -> None:
        self._db = db
        self.part = part
        self._romanised = romanised
        self._places: list[Any] = []
        self._same: list[Any] = []
        self._names = StagedRows()

    def add(self, entry: Entry) -> None:
        """Stage one entry."""
        self.part.count += 1
        row = place_number(entry.place_id)
        units = self._unit(entry.admin1_id), self._unit(entry.admin2_id)
        origin = (entry.source, entry.licence, entry.layer)
        sources = self.part.sources
        source = sources.setdefault(origin, self.part.number * 1_000_000 + len(sources))
        place = place_row(row, entry, units, source)
        self._places.append(place)
        self._names.add(place, entry, all_spellings=entry.country in self._romanised)
        self._same += [(row, other) for other in entry.same_as]
        if entry.shape is not None:
            write_shape(self._db, row, entry.shape, is_leaf=False)
        if len(self._places) >= _BATCH:
            self.flush()

    def flush(self) -> None:
        """Write the rows gathered so far."""
        self._db.executemany(INSERT_PLACE.replace("place", "staged_place"), self._places)
        self._db.executemany("INSERT INTO staged_same VALUES (?,?)", self._same)
        self._names.write(self._db)
        self._places.clear()
        self._same.clear()

    def _unit(self, place_id: str | None) -> int | None:
        if place_id is None:
            return None
        self.part.awaited.add(place_id)
        return place_number(place_id)


def _attach(db: sqlite3.Connection, parts: Sequence[StagedPart]) -> None:
    """Show the parts' tables as one view each; places also with their part and their order in it."""
    for part in parts:
        db.execute(f"ATTACH ? AS part{part.number}", (str(part.path),))
    for table in _TABLES:
        order = {"staged_place": f", {{}} AS part, {table}.rowid AS n"}.get(table, "")
        name = "staged_shape" if table == "shape" else table
        chosen = " UNION ALL ".join(
            f"SELECT {table}.*{order.format(part.number)} FROM part{part.number}.{table}"  # noqa: S608 - fixed names
            for part in parts
        )
        db.execute(f"CREATE TEMP VIEW {name} AS {chosen}")


def _renew_names(db: sqlite3.Connection, parts: Sequence[StagedPart]) -> None:
    """Write the places that came repeatedly anew into the records of their names: the last one counts."""
    db.create_function("renewed", -1, renewed, deterministic=True)
    db.execute("CREATE TEMP TABLE repeated (row INTEGER PRIMARY KEY)")
    db.execute("INSERT INTO repeated SELECT row FROM staged_place GROUP BY row HAVING COUNT(*) > 1")
    for part in parts:
        db.execute(
            f"UPDATE part{part.number}.staged_name SET record ="  # noqa: S608 - fixed names
            f" (SELECT renewed(staged_name.record, {_PLACE_COLUMNS}) FROM place p WHERE p.row = staged_name.row)"
            " WHERE row IN (SELECT row FROM repeated)"
        )


def _write_awaited(
    db: sqlite3.Connection,
    parts: Sequence[StagedPart],
    sources: dict[tuple[str, str, str], int],
    find_place: FindPlace,
) -> None:
    """Copy units that other layers hold, without names: places tell their units from their own layer alone."""
    waiting = sorted({place_id for part in parts for place_id in part.awaited})
    known = set(waiting)
    missing: list[tuple[int]] = []

    def row_of(place_id: str | None) -> int | None:
        if place_id is None:
            return None
        if place_id not in known:
            known.add(place_id)
            waiting.append(place_id)
        return place_number(place_id)

    for place_id in waiting:  # grows: a unit's own units are needed too
        row = place_number(place_id)
        if db.execute("SELECT 1 FROM place WHERE row = ?", (row,)).fetchone():
            continue
        place = find_place(place_id)
        if place is None:
            missing.append((row,))
            continue
        origin = sources.setdefault((place.source, place.licence, place.layer), 1_000_000_000 + len(sources))
        above = (row_of(place.admin1_id), row_of(place.admin2_id))
        values = place_row(row, _entry_of(place), above, origin)
        db.execute(INSERT_PLACE, values)
    if missing:
        db.execute("CREATE TEMP TABLE missing (row INTEGER PRIMARY KEY)")
        db.executemany("INSERT INTO missing VALUES (?)", missing)
        for column in ("admin1", "admin2"):
            db.execute(f"UPDATE place SET {column} = NULL WHERE {column} IN (SELECT row FROM missing)")  # noqa: S608


def _entry_of(place: Place) -> Entry:
    return Entry(
        place_id=place.place_id,
        name=place.name,
        feature_class=place.feature_class,
        feature_code=place.feature_code,
        lat=place.lat,
        lon=place.lon,
        radius_km=place.radius_km,
        source=place.source,
        licence=place.licence,
        layer=place.layer,
        country=place.country,
        population=place.population,
        geometry=place.geometry,
    )

"""An index from more entries than memory holds: rows go to disk as they come, SQLite sorts there.

Places of the same id are joined: the later one's point and class, the names of both. Unlike `build_index`, which keeps
all entries in memory, this keeps only the ids of administrative units.
"""

import json
import os
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from gazetteer.build import SCHEMA, Progress, describe, sort_staged, stage_names, write_place, write_shape
from gazetteer.entries import Entry
from gazetteer.places import Place

#: Ids of GeoNames below this are kept as bits, to see which came already (the highest id is about 13 million).
_GEONAMES_IDS = 1 << 27

_SAME_AS = """
CREATE TABLE same_as (row INTEGER, id TEXT, PRIMARY KEY (row, id)) WITHOUT ROWID;
"""

FindPlace = Callable[[str], Place | None]


class IndexWriter:
    """Takes entries one by one; `close` makes the index of them. Use `write_index`."""

    def __init__(self, path: Path, romanised: frozenset[str]) -> None:
        path.unlink(missing_ok=True)
        self._db = sqlite3.connect(path)
        self._db.executescript(SCHEMA + _SAME_AS + "PRAGMA cache_size = -65536;")
        self._romanised = romanised
        self._sources: dict[tuple[str, str, str], int] = {}
        self._units: dict[str, int] = {}
        self._awaited: set[str] = set()
        self._came = bytearray(_GEONAMES_IDS >> 3)
        self._next = -1
        self.places = 0
        self.repeated = 0

    def add(self, entry: Entry) -> None:
        """Write one entry; where its id came before, its point and class replace the earlier ones."""
        row, is_new = self._row(entry)
        if not is_new:
            self.repeated += 1
            self._db.execute("DELETE FROM place WHERE row = ?", (row,))
        self.places += is_new
        units = self._unit(entry.admin1_id), self._unit(entry.admin2_id)
        write_place(self._db, row, entry, units, self._origin(entry.source, entry.licence, entry.layer))
        stage_names(self._db, row, entry, all_spellings=entry.country in self._romanised)
        if entry.shape is not None:
            self._db.execute("DELETE FROM shape WHERE row = ?", (row,))
            write_shape(self._db, row, entry.shape, is_leaf=False)
        if entry.same_as:
            self._db.executemany(
                "INSERT OR IGNORE INTO same_as VALUES (?,?)", ((row, other) for other in entry.same_as)
            )

    def close(self, *, digest: str, note: dict[str, Any], find_place: FindPlace, progress: Progress) -> None:
        """Finish: units named by id alone are taken from `find_place`, names sorted, the manifest written."""
        self._write_awaited(find_place)
        self._db.executemany(
            "INSERT INTO source VALUES (?,?,?,?)", ((n, *origin) for origin, n in self._sources.items())
        )
        self._join_repeated()
        sort_staged(self._db, progress)
        describe(self._db, digest)
        self._db.execute("INSERT INTO manifest VALUES ('import', ?)", (json.dumps(note, sort_keys=True),))
        self._db.commit()
        progress("packing", 0.95)
        self._db.execute("VACUUM")
        self._db.close()

    def abandon(self) -> None:
        """Close the unfinished file."""
        self._db.close()

    def _row(self, entry: Entry) -> tuple[int, bool]:
        """Return the entry's row number and whether it is new: the GeoNames id, else negative in order of coming."""
        number = _geonames_number(entry.place_id)
        if number is not None:
            is_new = not self._has_come(number)
            self._came[number >> 3] |= 1 << (number & 7)
            return number, is_new
        known = self._units.get(entry.place_id)
        if known is not None:
            is_new = entry.place_id in self._awaited
            self._awaited.discard(entry.place_id)
            return known, is_new
        row = self._next
        self._next -= 1
        if entry.feature_class == "A":
            self._units[entry.place_id] = row
        return row, True

    def _has_come(self, number: int) -> bool:
        return bool(self._came[number >> 3] & 1 << (number & 7))

    def _unit(self, place_id: str | None) -> int | None:
        if place_id is None:
            return None
        number = _geonames_number(place_id)
        if number is not None:
            self._awaited.add(place_id)
            return number
        if place_id not in self._units:
            self._units[place_id] = self._next
            self._next -= 1
            self._awaited.add(place_id)
        return self._units[place_id]

    def _origin(self, source: str, licence: str, layer: str) -> int:
        return self._sources.setdefault((source, licence, layer), len(self._sources))

    def _write_awaited(self, find_place: FindPlace) -> None:
        """Copy units that other layers hold, without names: places tell their units from their own layer alone."""
        waiting = sorted(self._awaited)
        for place_id in waiting:  # grows: a unit's own units are needed too
            number = _geonames_number(place_id)
            if number is not None and self._has_come(number):
                continue
            place = find_place(place_id)
            row = number if number is not None else self._units[place_id]
            if place is None:
                self._db.execute("UPDATE place SET admin1 = NULL WHERE admin1 = ?", (row,))
                self._db.execute("UPDATE place SET admin2 = NULL WHERE admin2 = ?", (row,))
                continue
            before = len(self._awaited)
            units = self._unit(place.admin1_id), self._unit(place.admin2_id)
            if len(self._awaited) > before:
                waiting += [i for i in (place.admin1_id, place.admin2_id) if i and i not in waiting]
            write_place(self._db, row, _entry_of(place), units, self._origin(place.source, place.licence, place.layer))

    def _join_repeated(self) -> None:
        """Join places of the same id that are no units: one row stays, the last, with the names of all."""
        self._db.execute("CREATE INDEX place_repeated ON place (id, row) WHERE id IS NOT NULL")
        again = self._db.execute(
            "SELECT id, MIN(row) FROM place WHERE id IS NOT NULL GROUP BY id HAVING COUNT(*) > 1 ORDER BY id"
        ).fetchall()
        self._db.execute("CREATE TEMP TABLE moved (row INTEGER PRIMARY KEY, kept INTEGER)")
        for place_id, kept in again:
            rows = self._db.execute("SELECT row FROM place WHERE id = ? AND row <> ?", (place_id, kept)).fetchall()
            self.repeated += len(rows)
            self.places -= len(rows)
            self._db.executemany("DELETE FROM place WHERE row = ?", rows)
            self._db.executemany("DELETE FROM shape WHERE row = ?", rows)
            self._db.executemany("INSERT INTO moved VALUES (?,?)", ((row, kept) for (row,) in rows))
        for table in ("staged_name", "staged_consonant", "same_as") if again else ():
            self._db.execute(
                f"UPDATE OR IGNORE {table} SET row = (SELECT kept FROM moved m WHERE m.row = {table}.row)"  # noqa: S608
                f" WHERE row IN (SELECT row FROM moved)"
            )
        self._db.execute("DROP INDEX place_repeated")


def write_index(
    entries: Iterable[Entry],
    path: Path,
    *,
    digest: str,
    note: dict[str, Any],
    romanised_countries: frozenset[str] = frozenset(),
    find_place: FindPlace = lambda _place_id: None,
    progress: Progress = lambda _what, _share: None,
) -> tuple[int, int]:
    """Write the index to path; return how many places it holds and how many repeated an id.

    Peak memory does not grow with the entries. Names of places in `romanised_countries` get transliteration keys for
    all their spellings, others for the preferred name alone. `find_place` gives units that the entries only name.
    The file is written beside path and moved there when complete. Raises OSError where it cannot be.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.part")
    writer = IndexWriter(unfinished, romanised_countries)
    try:
        for entry in entries:
            writer.add(entry)
        writer.close(digest=digest, note=note, find_place=find_place, progress=progress)
        unfinished.replace(path)
    finally:
        writer.abandon()
        unfinished.unlink(missing_ok=True)
    return writer.places, writer.repeated


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


def _geonames_number(place_id: str) -> int | None:
    source, _, number = place_id.partition(":")
    return int(number) if source == "geonames" and number.isdigit() and int(number) < _GEONAMES_IDS else None

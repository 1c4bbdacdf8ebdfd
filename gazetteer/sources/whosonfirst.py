"""Who's On First distributions: SQLite with the tables geojson, spr, names, ancestors, concordances."""

import bz2
import json
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import shapely

from gazetteer.entries import Entry
from gazetteer.errors import SourceError
from gazetteer.sources.classes import country_of, kind_of
from gazetteer.sources.features import Feature
from gazetteer.sources.properties import entry_of, names_of
from gazetteer.sources.reading import Job, Origin, check_readable, clean_name

#: Concordances whose ids other sources use too: Who's On First's short name, ours.
_CONCORDANCES = {"gn:id": "geonames", "gn": "geonames", "wd:id": "wikidata", "wd": "wikidata"}


def read_whosonfirst(paths: Sequence[Path], job: Job) -> Iterator[Entry]:
    """Yield current records; those deprecated, ceased or superseded are left out and counted."""
    for path in paths:
        with _opened(path) as db:
            tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")}
            rows = db.execute(
                "SELECT id, name, placetype, country, latitude, longitude, is_current, is_deprecated, is_ceased,"
                " is_superseded FROM spr ORDER BY id"
            )
            for row in rows:
                entry = _entry(db, tables, row, job, path)
                if entry:
                    yield entry


def whosonfirst_origin(_paths: Sequence[Path]) -> Origin:
    """Return what Who's On First is under as a whole; single records name further sources."""
    return Origin(
        "Who's On First", "CC0-1.0 AND CC-BY-4.0", "Who's On First, whosonfirst.org/docs/licenses, and its sources"
    )


def _entry(db: sqlite3.Connection, tables: set[str], row: Any, job: Job, path: Path) -> Entry | None:
    wof_id, name, placetype, country, lat, lon, is_current, *ended = row
    where = f"record {wof_id}"
    kind = kind_of("wof", "placetype", placetype or "")
    if kind is None:
        return None  # postal codes, time zones, buildings: no places of a gazetteer
    if is_current == 0 or any(flag in (1, "1") for flag in ended):
        job.problems.add(path, where, f"{name}: not current (deprecated, ceased or superseded)")
        return None
    code = country_of(country or "")
    shape, names = None, names_of(_names(db, tables, wof_id), clean_name(name or ""))
    if "geojson" in tables:
        shape = _shape(db, wof_id)
    if shape is None and lat is not None and lon is not None:
        shape = shapely.Point(lon, lat)
    entry = entry_of(
        Feature(where, {}, shape), job, path, place_id=f"wof:{wof_id}", name=clean_name(name or ""), kind=kind,
        country=code, names=names, population=_population(db, tables, wof_id),
        same_as=_concordances(db, tables, wof_id),
        admin1_id=_ancestor(db, tables, wof_id, "region"), admin2_id=_ancestor(db, tables, wof_id, "county"),
    )  # fmt: skip
    if entry and lat is not None and lon is not None and entry.geometry == "area":
        entry.lat, entry.lon = float(lat), float(lon)  # the record's own label point
    return entry


def _names(db: sqlite3.Connection, tables: set[str], wof_id: int) -> list[str]:
    """Return preferred and variant names in all languages; colloquial ones too."""
    if "names" not in tables:
        return []
    found = db.execute(
        "SELECT name FROM names WHERE id = ? AND privateuse IN"
        " ('preferred', 'variant', 'colloquial', '', 'x_preferred', 'x_variant') ORDER BY language, privateuse, name",
        (wof_id,),
    )
    return [name for (name,) in found]


def _concordances(db: sqlite3.Connection, tables: set[str], wof_id: int) -> tuple[str, ...]:
    if "concordances" not in tables:
        return ()
    found = db.execute("SELECT other_source, other_id FROM concordances WHERE id = ? ORDER BY 1, 2", (wof_id,))
    return tuple(f"{_CONCORDANCES[source]}:{other}" for source, other in found if source in _CONCORDANCES and other)


def _ancestor(db: sqlite3.Connection, tables: set[str], wof_id: int, placetype: str) -> str | None:
    """Return the id of the unit above (its GeoNames id where a concordance tells it); a unit holds itself."""
    if "ancestors" not in tables:
        return None
    found = db.execute(
        "SELECT ancestor_id FROM ancestors WHERE id = ? AND ancestor_placetype = ? AND ancestor_id > 0"
        " UNION SELECT id FROM spr WHERE id = ? AND placetype = ? ORDER BY 1",
        (wof_id, placetype, wof_id, placetype),
    ).fetchone()
    if found is None:
        return None
    others = _concordances(db, tables, found[0])
    return next((other for other in others if other.startswith("geonames:")), f"wof:{found[0]}")


def _body(db: sqlite3.Connection, wof_id: int) -> Any:
    """Return the record's main feature, not an alternative geometry."""
    columns = {name for _, name, *_ in db.execute("PRAGMA table_info(geojson)")}
    alternative = " AND is_alt = 0" if "is_alt" in columns else ""
    found = db.execute(f"SELECT body FROM geojson WHERE id = ?{alternative}", (wof_id,)).fetchone()  # noqa: S608
    return json.loads(found[0]) if found else {}


def _shape(db: sqlite3.Connection, wof_id: int) -> Any:
    try:
        geometry = _body(db, wof_id).get("geometry")
        return shapely.from_geojson(json.dumps(geometry)) if geometry else None
    except (json.JSONDecodeError, shapely.GEOSException):
        return None  # the point of the record's row then stands for it


def _population(db: sqlite3.Connection, tables: set[str], wof_id: int) -> str:
    if "geojson" not in tables:
        return ""
    try:
        properties = _body(db, wof_id).get("properties") or {}
    except json.JSONDecodeError:
        return ""
    return str(properties.get("wof:population") or properties.get("gn:population") or "")


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Open the database read-only; a .bz2 is unpacked into a folder that is removed afterwards."""
    head = check_readable(path)
    with tempfile.TemporaryDirectory(prefix="gazetteer-wof-") as folder:
        plain = path
        if head.startswith(b"BZh"):
            plain = Path(folder) / "wof.db"
            with bz2.open(path) as packed, plain.open("wb") as unpacked:
                while block := packed.read(1 << 20):
                    unpacked.write(block)
        with closing(sqlite3.connect(f"{plain.resolve().as_uri()}?mode=ro", uri=True)) as db:
            try:
                db.execute("SELECT id FROM spr LIMIT 1")
            except sqlite3.DatabaseError as error:
                raise SourceError(f"{path}: no Who's On First database ({error})") from error
            yield db

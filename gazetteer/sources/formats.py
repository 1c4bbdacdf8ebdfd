"""The formats that can be imported, and which of them a file is, told from its content."""

import re
import sqlite3
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from gazetteer.entries import Entry
from gazetteer.errors import SourceError
from gazetteer.sources.boundaries import (
    geoboundaries_origin,
    natural_earth_origin,
    read_cod,
    read_geoboundaries,
    read_natural_earth,
)
from gazetteer.sources.features import layer_fields, read_features
from gazetteer.sources.geonames import read_dump
from gazetteer.sources.gns import gns_origin, read_gns
from gazetteer.sources.osm import osm_origin, read_geofabrik, read_osm
from gazetteer.sources.reading import Job, Origin, Problems, check_readable, read_lines
from gazetteer.sources.tables import read_layer, read_table
from gazetteer.sources.whosonfirst import read_whosonfirst, whosonfirst_origin

_ADMIN_CODE = re.compile(r"[A-Z]{2}\.[^.\t]+(\.[^\t]+)?")
_COD_COLUMN = re.compile(r"adm[0-5]_(pcode|en|name)$")


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its reader, and what its files are under (None: they must say, or the user must)."""

    title: str
    read: Callable[[Sequence[Path], Job], Iterator[Entry]]
    origin: Callable[[Sequence[Path]], Origin | None]


def _read_geonames(paths: Sequence[Path], job: Job) -> Iterator[Entry]:
    tables: dict[str, list[Path]] = {}
    for path in paths:
        tables.setdefault(_geonames_table(path), []).append(path)
    if not tables.get("dump"):
        raise SourceError(f"{paths[0]}: names or codes without places: import it together with a dump (such as TJ.txt)")
    return read_dump({kind: tuple(found) for kind, found in tables.items()}, job)


def _geonames_origin(_paths: Sequence[Path]) -> Origin:
    return Origin("GeoNames", "CC-BY-4.0", "© GeoNames, geonames.org")


def _unknown(_paths: Sequence[Path]) -> None:
    return None


FORMATS = {
    "geonames": Format("GeoNames dumps and their tables", _read_geonames, _geonames_origin),
    "gns": Format("NGA GEOnet Names Server", read_gns, gns_origin),
    "osm": Format("OpenStreetMap extract (.osm.pbf, .osm)", read_osm, osm_origin),
    "geofabrik": Format("Geofabrik GeoPackage or shapefile", read_geofabrik, osm_origin),
    "whosonfirst": Format("Who's On First SQLite", read_whosonfirst, whosonfirst_origin),
    "geoboundaries": Format("geoBoundaries", read_geoboundaries, geoboundaries_origin),
    "cod-ab": Format("OCHA COD-AB", read_cod, _unknown),
    "natural-earth": Format("Natural Earth", read_natural_earth, natural_earth_origin),
    "table": Format("a table of your own (CSV)", read_table, _unknown),
    "layer": Format("a vector layer of your own (GeoJSON, GeoPackage, shapefile, KML)", read_layer, _unknown),
}


def detect_format(path: Path, encoding: str | None = None) -> str:
    """Return the name of a file's format. Raises SourceError where it is none of them, or no data at all."""
    head = check_readable(path)
    if head.startswith(b"SQLite format 3\x00"):
        return _detect_sqlite(path)
    if b"OSMHeader" in head[:64] or b"<osm " in head[:400]:
        return "osm"
    if head.startswith(b"BZh"):
        return "whosonfirst" if ".db" in path.name else _detect_text(path, encoding)
    if head.startswith(b"PK\x03\x04"):
        return _detect_zip(path, encoding)
    if head.startswith(b"\x00\x00\x27\x0a") or head[:4] == b"fgb\x03" or b"<kml" in head[:1000]:
        return _of_columns(path, next(iter(layer_fields(path).values()), ()))
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _detect_json(path, encoding)
    if b"\x00" in head[:4000] and head[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise SourceError(f"{path}: not a format known here; --format names one of {', '.join(FORMATS)}")
    return _detect_text(path, encoding)


def _detect_sqlite(path: Path) -> str:
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as db:
        try:
            tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master")}
        except sqlite3.DatabaseError as error:
            raise SourceError(f"{path}: a damaged SQLite file ({error})") from error
    if "spr" in tables:
        return "whosonfirst"
    columns = layer_fields(path)
    return _of_columns(path, next((c for c in columns.values() if "fclass" in c), next(iter(columns.values()), ())))


def _detect_zip(path: Path, encoding: str | None) -> str:
    with zipfile.ZipFile(path) as archive:
        names = [name.lower() for name in archive.namelist()]
    if any(name.endswith((".shp", ".gpkg", ".geojson", ".kml")) for name in names):
        columns = layer_fields(path)
        return _of_columns(path, next((c for c in columns.values() if "fclass" in c), next(iter(columns.values()), ())))
    return _detect_text(path, encoding)


def _detect_json(path: Path, encoding: str | None) -> str:
    job = Job(Origin("", "", ""), Problems(), encoding=encoding)
    feature = next(read_features(path, job), None)
    if feature is None:
        raise SourceError(f"{path}: no feature in it could be read; the first problem: {_first(job)}")
    return _of_columns(path, tuple(feature.properties))


def _first(job: Job) -> str:
    return job.problems.found[0].reason if job.problems.found else "there is none"


def _of_columns(_path: Path, columns: Sequence[str]) -> str:
    """Return the format that has such columns."""
    lower = {c.lower() for c in columns}
    if {"shapename", "shapetype"} <= lower or {"shapename", "shapeid"} <= lower:
        return "geoboundaries"
    if any(_COD_COLUMN.match(c) for c in lower):
        return "cod-ab"
    if "featurecla" in lower:
        return "natural-earth"
    if {"osm_id", "fclass"} <= lower:
        return "geofabrik"
    return "layer"


def _detect_text(path: Path, encoding: str | None) -> str:
    first = next((line for _, line in read_lines(path, _quiet(encoding)) if line.strip()), "")
    cells = [c.strip() for c in first.split("\t")]
    if "ufi" in cells or "UFI" in cells:
        return "gns"
    if _geonames_table(path, encoding):
        return "geonames"
    if any(first.count(d) for d in ",;\t|"):
        return "table"
    raise SourceError(f"{path}: not a format known here; --format names one of {', '.join(FORMATS)}")


def _geonames_table(path: Path, encoding: str | None = None) -> str:
    """Return which of GeoNames' tables a file is, by its first rows; "" for none."""
    for n, (_, line) in enumerate(read_lines(path, _quiet(encoding))):
        if n > 200:
            return ""
        if line.strip() and not line.startswith("#"):
            kind = _kind_of_row(line.split("\t"))
            if kind or n > 20:
                return kind
        elif "ISO3" in line and "geonameid" in line:
            return "countries"
    return ""


def _kind_of_row(cells: list[str]) -> str:
    """Return the GeoNames table that has such a row; "" for none."""
    numbers = [c.isdigit() for c in cells]
    if len(cells) == 19 and len(cells[0]) == 2 and cells[0].isalpha() and numbers[16]:
        return "countries"
    if len(cells) == 19 and numbers[0]:
        return "dump"
    if len(cells) == 4 and _ADMIN_CODE.fullmatch(cells[0]) and numbers[3]:
        return "admin2" if cells[0].count(".") >= 2 else "admin1"
    if len(cells) >= 4 and numbers[:2] == [True, True] and not numbers[3]:
        return "alternate"
    return "hierarchy" if len(cells) in (2, 3) and numbers[:2] == [True, True] else ""


def _quiet(encoding: str | None) -> Job:
    return Job(Origin("", "", ""), Problems(), encoding=encoding)

"""A user's own tables and layers: CSV, GeoJSON, GeoPackage, shapefile, KML …, with a mapping of their columns."""

import csv
import io
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import shapely

from gazetteer.entries import Entry, Name
from gazetteer.errors import SourceError
from gazetteer.locating import UNIT_NAME
from gazetteer.names import abbreviation_key
from gazetteer.sources.classes import Kind, country_of, is_class
from gazetteer.sources.features import Feature, read_features
from gazetteer.sources.properties import entry_of, made_id, names_of, text_of
from gazetteer.sources.reading import Job, check_readable, open_binary, parse_point

_SEPARATORS = re.compile(r"[;|\n]")
_DECIMAL_COMMA = re.compile(r"-?\d{1,3},\d+")
_DELIMITERS = (",", ";", "\t", "|")


def read_table(paths: Sequence[Path], job: Job) -> Iterator[Entry]:
    """Yield the places of CSV files (comma, semicolon, tab or bar; a header; lat and lon, or WKT)."""
    for path in paths:
        yield from _entries(_csv_features(path, job), path, job)


def read_layer(paths: Sequence[Path], job: Job) -> Iterator[Entry]:
    """Yield the places of vector files; the shape gives the point."""
    for path in paths:
        yield from _entries(read_features(path, job), path, job)


def read_mapping(path: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Return columns and constant values of a mapping file (TOML, tables [columns] and [values]).

    Raises SourceError for a field that does not exist.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SourceError(f"{path}: no mapping file ({error})") from error
    columns, values = content.get("columns", {}), content.get("values", {})
    unknown = sorted({*columns, *values} - set(fields()) | (set(content) - {"columns", "values"}))
    if unknown or not all(isinstance(v, str) for v in (*columns.values(), *values.values())):
        raise SourceError(
            f"{path}: {', '.join(unknown) or 'a value that is no text'}: a mapping has the tables [columns] and"
            f" [values] with text for {', '.join(fields())}"
        )
    return dict(columns), dict(values)


def parse_mapping(pairs: Sequence[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return columns and constant values of "field=column" and "field==value" pairs. Raises SourceError."""
    columns, values = {}, {}
    for pair in pairs:
        field, found, column = pair.partition("=")
        if not found or field not in fields():
            raise SourceError(f"--map {pair}: write FIELD=COLUMN or FIELD==VALUE; fields are {', '.join(fields())}")
        if column.startswith("="):
            values[field] = column[1:]
        else:
            columns[field] = column
    return columns, values


@cache
def _known_columns() -> dict[str, tuple[str, ...]]:
    text = files("gazetteer").joinpath("data").joinpath("import_columns.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.split("\n") if line.strip() and not line.startswith("#")]
    return {row[0]: tuple(row[1:]) for row in rows}


def fields() -> tuple[str, ...]:
    """Return the fields that a mapping may name."""
    return tuple(_known_columns())


def _entries(features: Iterator[Feature], path: Path, job: Job) -> Iterator[Entry]:
    columns: dict[str, str] | None = None
    seen: dict[str, str] = {}
    for feature in features:
        if columns is None:
            columns = _columns(feature.properties, job, path)
        cells = {f: text_of(feature.properties, c) for f, c in columns.items()}
        for field, value in job.defaults.items():
            cells[field] = cells.get(field) or value
        entry = _entry(feature, cells, path, job)
        if entry is None:
            continue
        if entry.place_id in seen:
            job.problems.note(path, feature.where, f"{entry.name}: the same as {seen[entry.place_id]}: joined with it")
        seen.setdefault(entry.place_id, feature.where)
        yield entry


def _columns(properties: Mapping[str, Any], job: Job, path: Path) -> dict[str, str]:
    """Return the file's column of each field: as mapped, else by its name. Raises SourceError without a name."""
    missing = [c for c in job.columns.values() if c not in properties]
    if missing:
        raise SourceError(f"{path}: no column {', '.join(missing)}; there are {', '.join(map(str, properties))}")
    by_lower = {str(c).strip().lower(): c for c in reversed(list(properties))}
    found = dict(job.columns)
    for field, known in _known_columns().items():
        column = next((by_lower[c] for c in known if c in by_lower and by_lower[c] not in found.values()), None)
        if field not in found and column is not None:
            found[field] = column
    if "name" not in found and "name" not in job.defaults:
        raise SourceError(
            f"{path}: which column holds the name? --map name=COLUMN; there are {', '.join(map(str, properties))}"
        )
    return found


def _entry(feature: Feature, cells: dict[str, str], path: Path, job: Job) -> Entry | None:
    name = cells.get("name", "")
    wanted = cells.get("class", "").upper() or "P"
    if not is_class(wanted):
        job.problems.add(path, feature.where, f"{name}: feature class is {wanted!r}; GeoNames has A H L P R S T U V")
        return None
    shape = _shape(feature, cells)
    if isinstance(shape, str):
        job.problems.add(path, feature.where, f"{name}: {shape}")
        return None
    country = cells.get("country", "")
    code = country_of(country) if len(country) in (2, 3) else None
    if country and code is None:
        job.problems.note(path, feature.where, f"{name}: country {country!r} is no ISO 3166-1 code: found by the point")
    listed = _SEPARATORS.split(cells.get("names", ""))
    short = [n for n in listed if n.isupper() and abbreviation_key(n.strip())]
    geonames, wikidata = cells.get("geonames", ""), cells.get("wikidata", "")
    others = ([f"geonames:{geonames}"] if geonames.isdigit() else []) + ([f"wikidata:{wikidata}"] if wikidata else [])
    own = cells.get("id", "")
    at = shapely.centroid(shape) if shape is not None and not shape.is_empty else None
    where = () if at is None else (f"{at.y:.5f}", f"{at.x:.5f}")
    entry = entry_of(
        replace(feature, shape=shape), job, path,
        place_id=f"{job.layer_name}:{own}" if own else made_id(job, name, *where),
        name=name,
        kind=Kind(wanted, cells.get("code", "").upper() or ("PPL" if wanted == "P" else wanted)),
        country=code,
        names=names_of([n for n in listed if n not in short], name) + names_of(short, name, "abbreviation"),
        population=cells.get("population", ""),
        same_as=tuple(others),
        admin1_id=_named_unit(cells.get("admin1", "")), admin2_id=_named_unit(cells.get("admin2", "")),
    )  # fmt: skip
    if entry is None:
        return None
    entry.source = f"{job.origin.source}: {cells['source']}" if cells.get("source") else entry.source
    entry.licence = cells.get("licence") or entry.licence
    entry.names = tuple(n if isinstance(n, Name) else Name(n) for n in entry.names)
    radius = cells.get("radius_km", "").replace(",", ".")
    if radius:
        try:
            entry.radius_km = float(radius)
        except ValueError:
            job.problems.add(
                path, feature.where, f"{name}: radius {radius!r} is no number: {entry.radius_km:g} km taken"
            )
    return entry


def _named_unit(name: str) -> str | None:
    return f"{UNIT_NAME}{name}" if name else None


def _shape(feature: Feature, cells: dict[str, str]) -> Any:
    """Return the feature's shape, that of its WKT, or the point of lat and lon; a text says what is wrong."""
    if feature.shape is not None:
        return feature.shape
    if cells.get("wkt", "")[:1].isalpha():
        try:
            return shapely.from_wkt(cells["wkt"])
        except shapely.GEOSException as error:
            return f"the geometry cannot be read ({error})"
    if "lat" not in cells or "lon" not in cells:
        return "the geometry is empty, and there are no columns lat and lon: --map lat=COLUMN --map lon=COLUMN"
    lat, lon = (_number(cells[f]) for f in ("lat", "lon"))
    point = parse_point(lat, lon)
    return point if isinstance(point, str) else shapely.Point(point[1], point[0])


def _number(text: str) -> str:
    return text.replace(",", ".") if _DECIMAL_COMMA.fullmatch(text) else text


def _csv_features(path: Path, job: Job) -> Iterator[Feature]:
    head = check_readable(path)
    encoding = job.encoding or ("utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    with open_binary(path) as binary, io.TextIOWrapper(binary, encoding=encoding, newline="") as file:
        try:
            yield from _csv_rows(path, file, job)
        except UnicodeDecodeError as error:
            raise SourceError(
                f"{path}: not {encoding} ({error.reason}); it looks like {_guess(head)}: name it with --encoding"
            ) from error
        except csv.Error as error:
            raise SourceError(f"{path}: not a table ({error})") from error


def _csv_rows(path: Path, file: io.TextIOWrapper, job: Job) -> Iterator[Feature]:
    first = file.readline()
    delimiter = max(_DELIMITERS, key=first.count)
    header = [c.strip() for c in next(csv.reader([first], delimiter=delimiter), [])]
    reader = csv.reader(file, delimiter=delimiter)
    for row in reader:
        if not any(cell.strip() for cell in row):
            continue
        where = f"line {reader.line_num + 1}"
        if len(row) != len(header):
            job.problems.add(path, where, f"{len(row)} columns where the header has {len(header)}")
            continue
        yield Feature(where, dict(zip(header, row, strict=True)), None)


def _guess(head: bytes) -> str:
    from charset_normalizer import from_bytes  # noqa: PLC0415 - only to help with a file that is not UTF-8

    best = from_bytes(head).best()
    return best.encoding if best else "no encoding known here"

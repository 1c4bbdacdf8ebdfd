"""The export formats: one module each, and the registry by which a run finds them. Importing it loads none of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from geo.errors import InputError, MissingError

if TYPE_CHECKING:
    import geopandas

    from gazetteer import Gazetteer
    from geo.records import Analysis


@dataclass(frozen=True)
class Export:
    """All that the writers need; each takes of it what its format can hold."""

    frame: "geopandas.GeoDataFrame"  #: the table of incidents (`geo.to_geodataframe`)
    analyses: "Sequence[Analysis]" = ()  #: what each article says: reports, sources and place names of the GeoPackage
    gazetteer: "Gazetteer | None" = None  #: shapes and licences of the places; None: circles stand in for areas
    title: str = "Incidents"


@dataclass(frozen=True, slots=True)
class Format:
    """One export format."""

    file: str  #: name of its file in the output folder
    writer: str  #: "module:function" that takes (Export, Path)
    doc: str
    extra: str | None = None  #: extra of the package that it needs
    imports: str | None = None  #: module that the extra brings
    beside: str | None = None  #: format whose file it needs beside it


#: Formats by the name they have on the command line.
FORMATS: Final[dict[str, Format]] = {
    "geojson": Format("incidents.geojson", "geo.exports.writers:geojson", "GeoJSON (RFC 7946)"),
    "geojsonl": Format("incidents.geojsonl", "geo.exports.writers:geojson_sequence", "GeoJSON, a feature a line"),
    "gpkg": Format("incidents.gpkg", "geo.exports.gpkg:write_gpkg", "GeoPackage: all layers, styled for QGIS"),
    "qgis": Format("incidents.qgz", "geo.exports.qgis:write_qgis", "QGIS project of the GeoPackage", beside="gpkg"),
    "csv": Format("incidents.csv", "geo.exports.table_csv:write_csv", "CSV, safe to open in a spreadsheet"),
    "fgb": Format("incidents.fgb", "geo.exports.flatgeobuf:write_flatgeobuf", "FlatGeobuf"),
    "parquet": Format("incidents.parquet", "geo.exports.parquet:write_parquet", "GeoParquet 1.1", "parquet", "pyarrow"),
    "kml": Format("incidents.kml", "geo.exports.kml:write_kml", "KML 2.2 with times"),
    "xlsx": Format("incidents.xlsx", "geo.exports.excel:write_excel", "Excel workbook", "excel", "openpyxl"),
    "acled": Format("incidents-acled.csv", "geo.exports.coded:write_acled", "CSV with the columns of ACLED"),
    "ged": Format("incidents-ged.csv", "geo.exports.coded:write_ged", "CSV with the columns of UCDP GED"),
    "timemap": Format("incidents-timemap.json", "geo.exports.timemap:write_timemap", "TimeMap's events and sources"),
}


def chosen_formats(names: str | Sequence[str]) -> tuple[str, ...]:
    """Return the formats of a list such as "gpkg,csv" (or "all"), sorted, each once, and those whose files they need.

    Raises InputError for an unknown name and MissingError where the extra of a format that is named is not installed;
    "all" leaves such formats out.
    """
    given = [part.strip().lower() for part in (names.split(",") if isinstance(names, str) else names)]
    chosen = {name for name in given if name}
    if unknown := sorted(chosen - set(FORMATS) - {"all"}):
        raise InputError(f"{', '.join(unknown)}: no such format; expected some of {', '.join(FORMATS)}, or all")
    if "all" in chosen:
        chosen = (chosen - {"all"}) | {name for name, form in FORMATS.items() if _is_installed(form)}
    chosen |= {beside for name in chosen if (beside := FORMATS[name].beside) is not None}
    for name in sorted(chosen):
        _require(name)
    return tuple(sorted(chosen))


def write_export(name: str, export: Export, folder: Path) -> Path:
    """Write one format into a folder and return the file's path.

    Equal exports give equal bytes; a file is replaced whole or not at all. Raises InputError for an unknown name or a
    frame that is no table of incidents, MissingError for an extra that is not installed, OutputError where the file
    cannot be written.
    """
    _require(name)
    path = folder / FORMATS[name].file
    write_file(name, export, path)
    return path


def write_file(name: str, export: Export, path: Path) -> None:
    """Write one format to a path; the rest is as with `write_export`."""
    _require(name)
    module, _, function = FORMATS[name].writer.partition(":")
    getattr(import_module(module), function)(export, path)


def _require(name: str) -> None:
    form = FORMATS.get(name)
    if form is None:
        raise InputError(f"{name}: no such format; expected one of {', '.join(FORMATS)}")
    if not _is_installed(form):
        raise MissingError(
            f"{name}: needs {form.imports}; install it with: pip install 'incident-mapper[{form.extra}]'"
        )


def _is_installed(form: Format) -> bool:
    return form.imports is None or find_spec(form.imports) is not None

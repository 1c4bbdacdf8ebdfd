"""The export formats: one module each, and the registry by which a run finds them. Importing it loads none of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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
    options: Mapping[str, Mapping[str, bool]] = field(default_factory=dict)  #: by name: what its writer then gets


#: Formats by the name they have on the command line.
FORMATS: Final[dict[str, Format]] = {
    "geojson": Format("incidents.geojson", "geo.exports.writers:geojson", "GeoJSON (RFC 7946)"),
    "geojsonl": Format("incidents.geojsonl", "geo.exports.writers:geojson_sequence", "GeoJSON, a feature a line"),
    "gpkg": Format("incidents.gpkg", "geo.exports.gpkg:write_gpkg", "GeoPackage: all layers, styled for QGIS"),
    "qgis": Format("incidents.qgz", "geo.exports.qgis:write_qgis", "QGIS project of the GeoPackage", beside="gpkg"),
    "csv": Format(
        "incidents.csv",
        "geo.exports.table_csv:write_csv",
        "CSV, safe to open in a spreadsheet",
        options={"wkt": {"wkt": True}, "hxl": {"hxl": True}, "nobom": {"bom": False}},
    ),
    "fgb": Format("incidents.fgb", "geo.exports.flatgeobuf:write_flatgeobuf", "FlatGeobuf"),
    "parquet": Format("incidents.parquet", "geo.exports.parquet:write_parquet", "GeoParquet 1.1", "parquet", "pyarrow"),
    "kml": Format("incidents.kml", "geo.exports.kml:write_kml", "KML 2.2 with times"),
    "xlsx": Format("incidents.xlsx", "geo.exports.excel:write_excel", "Excel workbook", "excel", "openpyxl"),
    "acled": Format("incidents-acled.csv", "geo.exports.coded:write_acled", "CSV with the columns of ACLED"),
    "ged": Format("incidents-ged.csv", "geo.exports.coded:write_ged", "CSV with the columns of UCDP GED"),
    "timemap": Format("incidents-timemap.zip", "geo.exports.timemap:write_timemap", "TimeMap's events and sources"),
}


def chosen_formats(names: str | Sequence[str]) -> tuple[str, ...]:
    """Return the formats of a list such as "gpkg,csv+wkt" (or "all"), sorted, each once, and those that they need.

    A format's options stand behind it with a +, sorted; given several times, a format has all of them. Raises
    InputError for an unknown name and MissingError where the extra of a format that is named is not installed; "all"
    leaves such formats out.
    """
    given = [part.strip().lower() for part in (names.split(",") if isinstance(names, str) else names)]
    chosen: dict[str, set[str]] = {}
    for name, *options in (part.split("+") for part in given if part):
        chosen.setdefault(name, set()).update(options)
    if unknown := sorted(set(chosen) - set(FORMATS) - {"all"}):
        raise InputError(f"{', '.join(unknown)}: no such format; expected some of {', '.join(FORMATS)}, or all")
    if chosen.pop("all", None) is not None:
        chosen = {name: set() for name, form in FORMATS.items() if _is_installed(form)} | chosen
    chosen = {beside: set() for name in chosen if (beside := FORMATS[name].beside) is not None} | chosen
    found = tuple(sorted("+".join((name, *sorted(options))) for name, options in chosen.items()))
    for each in found:
        format_of(each)
    return found


def format_of(name: str) -> Format:
    """Return the format of a name with options, such as "csv+wkt".

    Raises InputError where there is no such format or option, MissingError where its extra is not installed.
    """
    base, *options = name.split("+")
    form = FORMATS.get(base)
    if form is None:
        raise InputError(f"{base}: no such format; expected one of {', '.join(FORMATS)}")
    if unknown := sorted(set(options) - set(form.options)):
        known = f"it has {', '.join(form.options)}" if form.options else "it has none"
        raise InputError(f"{name}: {base} has no option {', '.join(unknown)}; {known}")
    if not _is_installed(form):
        raise MissingError(
            f"{base}: needs {form.imports}; install it with: pip install 'incident-mapper[{form.extra}]'"
        )
    return form


def write_export(name: str, export: Export, folder: Path) -> Path:
    """Write one format, with options if any ("csv+wkt"), into a folder and return the file's path.

    Equal exports give equal bytes; a file is replaced whole or not at all. Raises InputError for an unknown name or a
    frame that is no table of incidents, MissingError for an extra that is not installed, OutputError where the file
    cannot be written.
    """
    path = folder / format_of(name).file
    write_file(name, export, path)
    return path


def write_file(name: str, export: Export, path: Path) -> None:
    """Write one format to a path; the rest is as with `write_export`."""
    form = format_of(name)
    module, _, function = form.writer.partition(":")
    wanted = {key: value for option in name.split("+")[1:] for key, value in form.options[option].items()}
    getattr(import_module(module), function)(export, path, **wanted)


def _is_installed(form: Format) -> bool:
    return form.imports is None or find_spec(form.imports) is not None

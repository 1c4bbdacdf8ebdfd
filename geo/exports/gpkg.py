"""The GeoPackage of a run: incidents, what they cover, reports, sources, place names, a world below them, styles."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from xml.etree.ElementTree import Element

from shapely import Point

from geo.columns import COLUMNS, DAY, FLAG, INSTANT, LIST, NUMBER, TEXT, WHOLE, Column
from geo.exports import basemap, styles
from geo.exports.areas import Area, areas_of
from geo.exports.article_tables import REPORTS, SOURCES, TOPONYMS, report_rows, source_rows, toponym_rows
from geo.exports.cells import positions, stretches, text_cells
from geo.exports.geopackage import Field, GeoPackage, Row, Table, opened
from geo.exports.licences import dataset_metadata, origins
from geo.store import replacing
from geo.table import validate

if TYPE_CHECKING:
    import geopandas

    from geo.exports import Export

_KINDS: Final = {
    TEXT: "TEXT", WHOLE: "INTEGER", NUMBER: "REAL", FLAG: "BOOLEAN", DAY: "DATE", INSTANT: "DATETIME", LIST: "TEXT",
}  # fmt: skip

#: Columns of the incidents that the view of what they cover shows.
_SHOWN: Final = (
    "id", "record_type", "event_type", "sub_event_type", "date_start", "date_end", "time_start", "time_end",
    "location", "where_prec", "killed_best", "injured_best", "confidence",
)  # fmt: skip

_AREA_FIELDS: Final = (
    Field("area_id", "TEXT", "id of the area: the place's, with position and radius for a circle"),
    Field("kind", "TEXT", "polygon or line of the gazetteer; circle: the radius of uncertainty around a point"),
    Field("name", "TEXT", "name of the place"),
    Field("place_id", "TEXT", "id of the place in the gazetteer"),
    Field("radius_km", "REAL", "radius of uncertainty in km"),
    Field("country", "TEXT", "ISO 3166-1 alpha-2"),
    Field("incidents", "INTEGER", "how many incidents lie on it"),
    Field("source", "TEXT", "where the place comes from"),
    Field("licence", "TEXT", "its licence"),
)
_AREAS: Final = Table("areas", "areas and circles that incidents lie in", _AREA_FIELDS, "MULTIPOLYGON")
_BORDERS: Final = Table("borders", "border lines that incidents lie along", _AREA_FIELDS, "MULTILINESTRING")
_COUNTRY_FIELDS: Final = (Field("country", "TEXT", "ISO 3166-1 alpha-2"), Field("name", "TEXT", "name"))
_WORLD: Final = (
    Table("world_countries", f"countries; {basemap.SOURCE}", _COUNTRY_FIELDS, "MULTIPOLYGON"),
    Table("world_lakes", f"the largest lakes; {basemap.SOURCE}", (), "MULTIPOLYGON"),
)


def write_gpkg(export: "Export", path: Path) -> None:
    """Write a GeoPackage 1.3 with the layers that docs/exports.md describes.

    Times are UTC instants, days dates, lists JSON text, missing values NULL. Coordinates are those of
    `geo.exports.cells.positions`. Raises InputError for a frame that is no table of incidents and OutputError where the
    file cannot be written.
    """
    validate(export.frame)
    with replacing(path) as temporary, opened(temporary, changed=_last_day(export.frame)) as package:
        _add_incidents(package, export)  # first: readers that ask for no layer by name take this one
        _add_areas(package, export)
        _add_articles(package, export)
        _add_world(package)
        package.describe(
            dataset_metadata(export.title, origins(export.frame, export.gazetteer)),
            standard="https://schema.org/Dataset",
            mime="application/ld+json",
        )
        for name, elements in layer_styles().items():
            package.style(name, styles.qml(elements))


def layer_columns() -> list[Column]:
    """Return the columns of the incidents in the layer's order: instants stand before the first day.

    QGIS takes the first times of a layer for its Temporal Controller, and shows nothing whose start is its end.
    """
    first_day = next(place for place, column in enumerate(COLUMNS) if column.dtype == DAY)
    rest = [column for column in COLUMNS[first_day:] if column.dtype != INSTANT]
    return [*COLUMNS[:first_day], *(column for column in COLUMNS[first_day:] if column.dtype == INSTANT), *rest]


def incidents_table() -> Table:
    """Return the layer of the incidents: a field for each column of the table."""
    fields = tuple(
        Field(
            column.name,
            _KINDS[column.dtype],
            f"{column.doc} ({column.unit})" if column.unit else column.doc,
            "application/json" if column.dtype == LIST else None,
        )
        for column in layer_columns()
    )
    return Table("incidents", "incidents, each with its evidence; without geometry where not located", fields, "POINT")


def layer_styles() -> dict[str, list[Element]]:
    """Return the style of each layer that has a geometry."""
    return {
        "incidents": styles.incidents_style(incidents_table().fields),
        "areas": styles.areas_style(),
        "borders": styles.borders_style(),
        "incident_areas": styles.incident_areas_style(),
        "incident_borders": styles.incident_borders_style(),
        "reports": styles.reports_style(),
        "toponyms": styles.toponyms_style(),
        "world_countries": styles.lands_style(),
        "world_lakes": styles.lakes_style(),
    }


def _last_day(frame: "geopandas.GeoDataFrame") -> str:
    """Return the last instant that the incidents tell of: the file has no clock, and the format wants a time."""
    last = frame["time_end"].max()
    return "1970-01-01T00:00:00.000Z" if last is None or last != last else last.strftime("%Y-%m-%dT%H:%M:%S.000Z")  # noqa: PLR0124


def _add_incidents(package: GeoPackage, export: "Export") -> None:
    package.add(incidents_table(), _incident_rows(export.frame))


def _incident_rows(frame: "geopandas.GeoDataFrame") -> Iterator[Row]:
    for part in stretches(frame):
        cells = [_cells(part, column) for column in layer_columns()]
        for position, *values in zip(positions(part), *cells, strict=True):
            yield None if position is None else Point(position), values


def _cells(part: "geopandas.GeoDataFrame", column: Column) -> list[Any]:
    cells = text_cells(part[column.name], column.dtype)
    if column.dtype == INSTANT:
        return [None if cell is None else f"{cell[:-1]}.000Z" for cell in cells]
    return cells


def _add_areas(package: GeoPackage, export: "Export") -> None:
    found, pairs = areas_of(export.frame, export.gazetteer)
    for table, kinds in ((_AREAS, ("polygon", "circle")), (_BORDERS, ("line",))):
        chosen = [area for area in found if area.kind in kinds]
        package.add(table, ((area.shape, _area_cells(area)) for area in chosen))
        numbers = {area.area_id: number for number, area in enumerate(chosen, start=1)}
        package.relate(
            "incidents",
            table.name,
            ((row + 1, numbers[area]) for row, area in pairs if area in numbers),
            kind="features",
        )
        shown = tuple(field for field in incidents_table().fields if field.name in _SHOWN)
        package.add_view(
            Table(f"incident_{table.name}", f"{table.doc}, an incident a row", shown, table.geometry),
            "SELECT m.fid AS OGC_FID, a.geom AS geom, "  # noqa: S608 - names are the project's own
            + ", ".join(f'i."{field.name}" AS "{field.name}"' for field in shown)
            + f' FROM "incidents_to_{table.name}" m JOIN incidents i ON i.fid = m.base_id'
            f' JOIN "{table.name}" a ON a.fid = m.related_id',
            like=table.name,
        )


def _area_cells(area: Area) -> tuple[Any, ...]:
    return (
        area.area_id, area.kind, area.name, area.place_id, area.radius_km, area.country, area.incidents, area.source,
        area.licence,
    )  # fmt: skip


def _add_articles(package: GeoPackage, export: "Export") -> None:
    frame = export.frame
    numbers = {report: number for number, reports in enumerate(frame["reports"], start=1) for report in reports}
    ids = frame["id"].tolist()
    documents: dict[str, int] = {}
    package.add(SOURCES, _counted(source_rows(export.analyses, frame["sources"]), documents))
    links = (
        (number, documents[name])
        for number, names in enumerate(frame["documents"], start=1)
        for name in names
        if name in documents
    )
    package.relate("incidents", "sources", links, kind="attributes")
    package.add(
        REPORTS, report_rows(export.analyses, lambda report: ids[numbers[report] - 1] if report in numbers else None)
    )
    package.add(TOPONYMS, toponym_rows(export.analyses))


def _counted(rows: Iterable[Row], numbers: dict[str, int]) -> Iterator[Row]:
    for number, (shape, values) in enumerate(rows, start=1):
        numbers[values[0]] = number
        yield shape, values


def _add_world(package: GeoPackage) -> None:
    lands, waters = _WORLD
    package.add(lands, ((shape, (code, name)) for shape, code, name in basemap.countries()))
    package.add(waters, ((shape, ()) for shape in basemap.lakes()))

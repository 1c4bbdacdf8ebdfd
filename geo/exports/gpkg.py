"""The GeoPackage of a run: incidents, what they cover, reports, sources, place names, a world below them, styles."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from xml.etree.ElementTree import Element

from geo.exports import basemap, styles
from geo.exports.areas import Area, Ground, area_of, grounds_of
from geo.exports.article_tables import REPORTS, SOURCES, TOPONYMS, report_rows, source_cells, toponym_rows
from geo.exports.cells import writable
from geo.exports.geopackage import Field, GeoPackage, Row, Table, opened
from geo.exports.incident_layer import incident_rows, incidents_table, layer_columns
from geo.exports.licences import dataset_metadata, origins
from geo.store import replacing
from geo.table import validate

if TYPE_CHECKING:
    import geopandas

    from geo.exports import Export

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
    Table("world_rivers", f"the longest rivers, to some 3 km; {basemap.SOURCE}", (), "MULTILINESTRING"),
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


def layer_styles() -> dict[str, list[Element]]:
    """Return the style of each layer that has a geometry."""
    return {
        "incidents": styles.incidents_style(incidents_table(layer_columns()).fields),
        "areas": styles.areas_style(),
        "borders": styles.borders_style(),
        "incident_areas": styles.incident_areas_style(),
        "incident_borders": styles.incident_borders_style(),
        "reports": styles.reports_style(),
        "toponyms": styles.toponyms_style(),
        "world_countries": styles.lands_style(),
        "world_rivers": styles.rivers_style(),
        "world_lakes": styles.lakes_style(),
    }


def _last_day(frame: "geopandas.GeoDataFrame") -> str:
    """Return the last instant that the incidents tell of: the file has no clock, and the format wants a time."""
    last = frame["time_end"].max()
    return "1970-01-01T00:00:00.000Z" if last is None or last != last else last.strftime("%Y-%m-%dT%H:%M:%S.000Z")  # noqa: PLR0124


def _add_incidents(package: GeoPackage, export: "Export") -> None:
    columns = layer_columns()
    package.add(incidents_table(columns), incident_rows(export.frame, columns))


def _add_areas(package: GeoPackage, export: "Export") -> None:
    grounds = ((row, *ground) for row, ground in grounds_of(export.frame))
    package.keep("ground", "incident INTEGER, " + ", ".join(Ground._fields), grounds)
    for table, kinds in ((_AREAS, ("polygon", "circle")), (_BORDERS, ("line",))):
        package.add(table, _area_rows(package, export, kinds))
        together = package.select(
            f'SELECT g.incident, a.fid FROM temp.ground g JOIN "{table.name}" a USING (area_id) ORDER BY g.incident'  # noqa: S608 - the project's own names
        )
        package.relate("incidents", table.name, together, kind="features")
        shown = tuple(field for field in incidents_table(layer_columns()).fields if field.name in _SHOWN)
        package.add_view(
            Table(f"incident_{table.name}", f"{table.doc}, an incident a row", shown, table.geometry),
            "SELECT m.fid AS OGC_FID, a.geom AS geom, "  # noqa: S608 - names are the project's own
            + ", ".join(f'i."{field.name}" AS "{field.name}"' for field in shown)
            + f' FROM "incidents_to_{table.name}" m JOIN incidents i ON i.fid = m.base_id'
            f' JOIN "{table.name}" a ON a.fid = m.related_id',
            like=table.name,
        )


def _area_rows(package: GeoPackage, export: "Export", kinds: tuple[str, ...]) -> Iterator[Row]:
    """Yield the areas of some kinds, sorted by id, each with the values of its first incident."""
    grounds = package.select(
        f"SELECT {', '.join(Ground._fields)}, count(*), min(incident) FROM temp.ground "  # noqa: S608 - the project's own names
        "WHERE is_line OR ? GROUP BY area_id ORDER BY area_id",
        (kinds != ("line",),),
    )
    for *values, incidents, _ in grounds:
        area = area_of(Ground(*values), incidents, export.gazetteer)
        if area is not None and area.kind in kinds:
            yield area.shape, _area_cells(area)


def _area_cells(area: Area) -> tuple[Any, ...]:
    return (
        area.area_id, area.kind, area.name, area.place_id, area.radius_km, area.country, area.incidents, area.source,
        area.licence,
    )  # fmt: skip


def _add_articles(package: GeoPackage, export: "Export") -> None:
    frame = export.frame
    names = ", ".join(f"{field.name}" for field in SOURCES.fields)
    package.keep(
        "article", names.replace("document", "document PRIMARY KEY"), source_cells(export.analyses, frame["sources"])
    )
    package.add(SOURCES, ((None, row) for row in package.select("SELECT * FROM temp.article ORDER BY document")))
    package.keep(
        "told",
        "incident INTEGER, document",
        ((row, writable(name)) for row, documents in enumerate(frame["documents"], start=1) for name in documents),
    )
    together = package.select(
        "SELECT t.incident, s.fid FROM temp.told t JOIN sources s USING (document) ORDER BY t.incident, t.rowid"
    )
    package.relate("incidents", "sources", together, kind="attributes")
    parts = zip(frame["id"], frame["reports"], strict=True)
    package.keep(
        "part", "report PRIMARY KEY, incident", ((report, id_) for id_, reports in parts for report in reports)
    )
    package.add(REPORTS, report_rows(export.analyses, lambda report: _incident_of(package, report)))
    package.add(TOPONYMS, toponym_rows(export.analyses))


def _incident_of(package: GeoPackage, report: str) -> str | None:
    found = package.select("SELECT incident FROM temp.part WHERE report = ?", (report,))
    return next((incident for (incident,) in found), None)


def _add_world(package: GeoPackage) -> None:
    lands, courses, waters = _WORLD
    package.add(lands, ((shape, (code, name)) for shape, code, name in basemap.countries()))
    package.add(courses, ((shape, ()) for shape in basemap.rivers()))
    package.add(waters, ((shape, ()) for shape in basemap.lakes()))

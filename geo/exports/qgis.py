"""A QGIS project beside the GeoPackage: grouped layers, styles, labels, time, relations, a world below; offline."""

import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

import pandas as pd

from geo.columns import CRS
from geo.exports.cells import bounds, printable
from geo.exports.gpkg import layer_styles
from geo.exports.licences import in_words, origins
from geo.exports.styles import QGIS_VERSION, SEA, element
from geo.store import replacing
from geo.table import validate

if TYPE_CHECKING:
    import geopandas

    from geo.exports import Export

#: The file that the project reads, in its own folder.
_PACKAGE: Final = "incidents.gpkg"


@dataclass(frozen=True, slots=True)
class _Layer:
    table: str
    title: str
    geometry: str | None
    is_shown: bool = True

    @property
    def id(self) -> str:
        """Its id in the project; QGIS gives those of ten letters and less a new one."""
        return _id(self.table)


#: Groups of layers, the topmost first.
_GROUPS: Final = (
    (
        "What happened",
        (
            _Layer("incidents", "Incidents", "Point"),
            _Layer("incident_borders", "Along a border", "Line"),
            _Layer("incident_areas", "Somewhere in this area", "Polygon"),
        ),
    ),
    (
        "What the articles say",
        (
            _Layer("reports", "Reports", "Point", is_shown=False),
            _Layer("toponyms", "Place names", "Point", is_shown=False),
            _Layer("sources", "Sources", None),
        ),
    ),
    (
        "World",
        (
            _Layer("world_lakes", "Lakes", "Polygon"),
            _Layer("world_rivers", "Rivers", "Line"),
            _Layer("world_countries", "Countries", "Polygon"),
        ),
    ),
)

#: Referencing layer and field, referenced layer and field.
_RELATIONS: Final = (
    ("reports", "incident_id", "incidents", "id"),
    ("reports", "document", "sources", "document"),
    ("toponyms", "document", "sources", "document"),
    ("incident_areas", "id", "incidents", "id"),
)

_EMPTY: Final = (-180.0, -60.0, 180.0, 80.0)


def write_qgis(export: "Export", path: Path) -> None:
    """Write a QGIS project (.qgz) that shows the `incidents.gpkg` of its own folder; it needs no network.

    Equal exports give equal bytes. Raises InputError for a frame that is no table of incidents and OutputError where
    the file cannot be written.
    """
    validate(export.frame)
    root = _project(export)
    ET.indent(root, " ")
    text = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n" + ET.tostring(root, encoding="unicode") + "\n"
    with replacing(path) as temporary, zipfile.ZipFile(temporary, "w") as archive:
        member = zipfile.ZipInfo("incidents.qgs", (1980, 1, 1, 0, 0, 0))
        member.compress_type = zipfile.ZIP_DEFLATED
        member.external_attr = 0o644 << 16
        archive.writestr(member, text)


def _project(export: "Export") -> ET.Element:
    layers = [layer for _, group in _GROUPS for layer in group]
    title = printable(export.title)
    credit = printable(in_words(origins(export.frame, export.gazetteer)))
    return element(
        "qgis",
        {"projectname": title, "version": QGIS_VERSION},
        [
            element("title", text=title),
            element("projectCrs", {}, [_system()]),
            _tree(),
            *_view(export.frame),
            element("projectlayers", {}, [_map_layer(layer) for layer in layers]),
            element("layerorder", {}, [element("layer", {"id": layer.id}) for layer in layers]),
            element("relations", {}, [_relation(*each) for each in _RELATIONS]),
            *_time(export.frame),
            _properties(),
            element(
                "projectMetadata",
                {},
                [element("title", text=title), element("abstract", text=credit), element("type", text="dataset")],
            ),
        ],
    )


def _id(table: str) -> str:
    return f"incident_mapper_{table}"


def _properties() -> ET.Element:
    """Return the settings without which QGIS leaves out the system and draws a white sea."""
    parts = zip(("Red", "Green", "Blue"), SEA, strict=True)
    sea = [_whole_number(f"CanvasColor{name}Part", value) for name, value in parts]
    system = element("SpatialRefSys", {}, [_whole_number("ProjectionsEnabled", 1)])
    return element("properties", {}, [element("Gui", {}, sea), system])


def _whole_number(name: str, value: int) -> ET.Element:
    return element(name, {"type": "int"}, text=str(value))


def _system() -> ET.Element:
    """Return WGS84 by its numbers in QGIS's own table and in EPSG's."""
    parts = {
        "proj4": "+proj=longlat +datum=WGS84 +no_defs",
        "srsid": "3452",
        "srid": "4326",
        "authid": CRS,
        "description": "WGS 84",
        "projectionacronym": "longlat",
        "ellipsoidacronym": "EPSG:7030",
        "geographicflag": "true",
    }
    return element("spatialrefsys", {}, [element(name, text=text) for name, text in parts.items()])


def _source(layer: _Layer) -> str:
    return f"./{_PACKAGE}|layername={layer.table}"


def _tree() -> ET.Element:
    groups = [
        element(
            "layer-tree-group",
            {"name": name, "expanded": "1", "checked": "Qt::Checked"},
            [
                element(
                    "layer-tree-layer",
                    {"id": layer.id, "name": layer.title, "source": _source(layer), "providerKey": "ogr",
                     "expanded": "0", "checked": "Qt::Checked" if layer.is_shown else "Qt::Unchecked"},
                )
                for layer in layers
            ],
        )
        for name, layers in _GROUPS
    ]  # fmt: skip
    return element("layer-tree-group", {}, groups)


def _map_layer(layer: _Layer) -> ET.Element:
    attributes = {
        "type": "vector",
        "geometry": layer.geometry or "No geometry",
        "styleCategories": "AllStyleCategories",
    }
    attributes |= {"labelsEnabled": "1", "readOnly": "0"} if layer.table in ("incidents", "world_countries") else {}
    return element(
        "maplayer",
        attributes,
        [
            element("id", text=layer.id),
            element("datasource", text=_source(layer)),
            element("layername", text=layer.title),
            element("srs", {}, [_system()] if layer.geometry else []),
            element("provider", {"encoding": "UTF-8"}, text="ogr"),
            *layer_styles().get(layer.table, []),
        ],
    )


def _view(frame: "geopandas.GeoDataFrame") -> Iterable[ET.Element]:
    """Yield the first view: all located incidents, with a margin."""
    west, south, east, north = bounds(frame) or _EMPTY
    margin = max(east - west, north - south) / 10 or 0.5
    sides = {
        "xmin": repr(max(west - margin, -180.0)),
        "ymin": repr(max(south - margin, -90.0)),
        "xmax": repr(min(east + margin, 180.0)),
        "ymax": repr(min(north + margin, 90.0)),
    }
    extent = element("extent", {}, [element(name, text=side) for name, side in sides.items()])
    units = element("units", text="degrees")
    yield element("mapcanvas", {"name": "theMapCanvas"}, [units, extent, element("destinationsrs", {}, [_system()])])
    view = element("DefaultViewExtent", sides, [_system()])
    yield element("ProjectViewSettings", {"UseProjectScales": "0", "rotation": "0"}, [view])


def _time(frame: "geopandas.GeoDataFrame") -> Iterable[ET.Element]:
    """Yield the range and the step of the Temporal Controller: days from the first to the last."""
    first, last = frame["time_start"].min(), frame["time_end"].max()
    if pd.isna(first) or pd.isna(last):
        return
    form = "%Y-%m-%dT%H:%M:%SZ"
    span = [element("start", text=first.strftime(form)), element("end", text=last.strftime(form))]
    yield element(
        "ProjectTimeSettings",
        {"timeStep": "1", "timeStepUnit": "d", "frameRate": "4", "cumulativeTemporalRange": "0"},
        [element("TemporalRange", {}, span)],
    )


def _relation(child: str, child_field: str, parent: str, parent_field: str) -> ET.Element:
    name: Mapping[str, str] = {"id": f"{child}_{parent}", "name": f"{child} of {parent}", "strength": "Association"}
    reference = element("fieldRef", {"referencingField": child_field, "referencedField": parent_field})
    return element("relation", {**name, "referencingLayer": _id(child), "referencedLayer": _id(parent)}, [reference])

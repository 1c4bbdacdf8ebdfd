"""GeoJSON (RFC 7946) and GeoJSON Text Sequences (RFC 8142): one Point, or null geometry, an incident."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas

from geo.exports.cells import bounds, decimals, json_text, placed_rows
from geo.store import replacing
from geo.table import validate

__all__ = ["decimals", "write_geojson", "write_geojson_sequence"]

#: RFC 8142 begins each text with this character, which no JSON text holds.
_RECORD_SEPARATOR = "\x1e"


def write_geojson(frame: geopandas.GeoDataFrame, path: Path) -> None:
    """Write a table of incidents as a FeatureCollection; what stood at `path` is replaced whole or not at all.

    A feature's id is the incident's; its properties are the columns of the table, missing values null, days
    `YYYY-MM-DD`, instants `YYYY-MM-DDThh:mm:ssZ`. Coordinates are longitude, latitude in WGS84 degrees, with no more
    decimals than the place's uncertainty deserves. Raises InputError where the frame is no valid table of incidents
    (see `geo.table.validate`) and OutputError where the file cannot be written.
    """
    validate(frame)
    with replacing(path) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(_pieces(frame))


def write_geojson_sequence(frame: geopandas.GeoDataFrame, path: Path) -> None:
    """Write a table of incidents as GeoJSON Text Sequences: a feature a line, for readers that stream.

    Features, errors and bytes are those of `write_geojson`.
    """
    validate(frame)
    with replacing(path) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{_RECORD_SEPARATOR}{feature}\n" for feature in _features(frame))


def _pieces(frame: geopandas.GeoDataFrame) -> Iterator[str]:
    """Yield the text of the collection, a feature a line, keys sorted at every level."""
    box = bounds(frame)
    yield "{" if box is None else f'{{"bbox": {json_text(box)},\n'
    yield '"features": ['
    separator = "\n"
    for feature in _features(frame):
        yield separator + feature
        separator = ",\n"
    yield '\n],\n"type": "FeatureCollection"}\n'


def _features(frame: geopandas.GeoDataFrame) -> Iterator[str]:
    for position, properties in placed_rows(frame):
        geometry = None if position is None else {"type": "Point", "coordinates": position}
        feature: dict[str, Any] = {
            "type": "Feature",
            "id": properties["id"],
            "geometry": geometry,
            "properties": properties,
        }
        yield json_text(feature)

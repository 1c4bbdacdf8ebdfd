"""What incidents that are not at an exact point cover: areas, border lines, circles of uncertainty."""

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import geopandas
import pandas as pd
import shapely

from geo.exports.cells import Position, positions

if TYPE_CHECKING:
    from gazetteer import Gazetteer

#: A point with a smaller radius, in km, is a pin: no circle is drawn around it.
SMALLEST_CIRCLE = 1.0

#: Circles wider than this are countries and continents, whose circle says nothing.
WIDEST_CIRCLE = 1_000.0

#: Shapes are thinned to this many degrees, about 100 m.
_TOLERANCE = 0.001
_CORNERS = 64
_EARTH_KM = 6371.0088


@dataclass(frozen=True, slots=True)
class Area:
    """The ground that one or more incidents lie on."""

    area_id: str  #: the place's id, with the radius for a circle
    kind: str  #: polygon, line or circle
    shape: Any  #: MultiPolygon or MultiLineString, degrees, longitude first
    name: str | None
    place_id: str | None
    radius_km: float | None
    country: str | None
    source: str | None  #: where the shape, or the place, comes from
    licence: str | None
    incidents: int  #: how many incidents lie on it


def areas_of(frame: geopandas.GeoDataFrame, gazetteer: "Gazetteer | None") -> tuple[list[Area], list[tuple[int, str]]]:
    """Return the areas of a table's incidents, sorted by id, and pairs of row number (from 0) and area id.

    An incident at an area or a line of the gazetteer covers its shape; any other with a radius of a kilometre or more
    covers a circle. What has no point has no area.
    """
    placed = positions(frame)
    wanted = list(_wanted(frame, placed))
    counted = Counter(key for _, key, *_ in wanted)
    shapes: dict[str, Area | None] = {}
    pairs: list[tuple[int, str]] = []
    for row, key, position, place_id, radius in wanted:
        if key not in shapes:
            shapes[key] = _area(key, position, place_id, radius, gazetteer, counted[key])
        area = shapes[key]
        if area is not None:
            pairs.append((row, area.area_id))
    return sorted((area for area in shapes.values() if area), key=lambda area: area.area_id), pairs


def _wanted(
    frame: geopandas.GeoDataFrame, placed: list[Position]
) -> Iterator[tuple[int, str, tuple[float, float], str | None, float]]:
    cells = zip(placed, frame["place_id"], frame["place_geometry"], frame["radius_km"], strict=True)
    for row, (position, place_id, geometry, radius) in enumerate(cells):
        if position is None:
            continue
        place = None if pd.isna(place_id) else str(place_id)
        has_shape = place is not None and not pd.isna(geometry) and geometry in ("area", "line")
        circle = f"{place or ''}@{position[0]},{position[1]}/{radius:g}km"
        yield row, str(place) if has_shape else circle, position, place, radius


def _area(
    key: str,
    position: tuple[float, float],
    place_id: str | None,
    radius: float,
    gazetteer: "Gazetteer | None",
    incidents: int,
) -> Area | None:
    place = gazetteer.find(place_id) if gazetteer is not None and place_id is not None else None
    shape = gazetteer.geometry(place_id) if gazetteer is not None and place is not None and key == place_id else None
    kind = "circle"
    if shape is not None:
        shape = _multiple(shapely.simplify(shape, _TOLERANCE, preserve_topology=True))
        kind = "line" if shape.geom_type == "MultiLineString" else "polygon"
    elif SMALLEST_CIRCLE <= radius <= WIDEST_CIRCLE:
        shape = circle(position[0], position[1], radius)
    else:
        return None
    return Area(
        area_id=key,
        kind=kind,
        shape=shape,
        name=place.name if place else None,
        place_id=place_id,
        radius_km=None if math.isnan(radius) else radius,
        country=place.country if place else None,
        source=place.source if place else None,
        licence=place.licence if place else None,
        incidents=incidents,
    )


def _multiple(shape: Any) -> Any:
    """Return a MultiPolygon with rings by the right hand (RFC 7946), or a MultiLineString."""
    parts = shapely.get_parts(shape)
    if any(part.geom_type == "Polygon" for part in parts):
        polygons = shapely.MultiPolygon([part for part in parts if part.geom_type == "Polygon"])
        return shapely.orient_polygons(polygons)
    return shapely.MultiLineString([part for part in parts if part.geom_type == "LineString"])


def circle(lon: float, lat: float, radius_km: float) -> Any:
    """Return the circle of a radius around a point as a MultiPolygon, cut at the antimeridian, flat at the poles."""
    reach = radius_km / _EARTH_KM
    here = math.radians(lat)
    ring = []
    for corner in range(_CORNERS):
        bearing = -2 * math.pi * corner / _CORNERS  # backwards: the outer ring runs against the clock
        there = math.asin(math.sin(here) * math.cos(reach) + math.cos(here) * math.sin(reach) * math.cos(bearing))
        east = math.atan2(
            math.sin(bearing) * math.sin(reach) * math.cos(here), math.cos(reach) - math.sin(here) * math.sin(there)
        )
        ring.append((round(lon + math.degrees(east), 5), round(math.degrees(there), 5)))
    if abs(lat) + math.degrees(reach) >= 90:  # it holds a pole: the band from its outermost latitude to the pole
        edge = min(abs(y) for _, y in ring)
        south, north = (edge, 90.0) if lat > 0 else (-90.0, -edge)
        return shapely.MultiPolygon([shapely.orient_polygons(shapely.box(-180, south, 180, north))])
    return cut(shapely.Polygon(ring))


def cut(whole: Any) -> Any:
    """Return polygons that may reach beyond 180 degrees as a MultiPolygon cut there, rings by the right hand."""
    west, _, east, _ = whole.bounds if not whole.is_empty else (0, 0, 0, 0)
    parts = [whole]
    if west < -180 or east > 180:
        parts = [
            shapely.transform(shapely.intersection(whole, shapely.box(side, -90, side + 360, 90)), _shift(-180 - side))
            for side in (-540, -180, 180)
        ]
    polygons = [p for part in parts for p in shapely.get_parts(part) if p.geom_type == "Polygon" and p.area > 0]
    return shapely.orient_polygons(shapely.MultiPolygon(polygons))


def _shift(degrees: float) -> Any:
    def shifted(coordinates: Any) -> Any:
        return coordinates + (degrees, 0.0)  # noqa: RUF005 - an array of numbers

    return shifted

"""What incidents that are not at an exact point cover: areas, border lines, circles of uncertainty."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import geopandas
import numpy as np
import pandas as pd
import shapely

from geo.exports.cells import positions, stretches

if TYPE_CHECKING:
    from gazetteer import Gazetteer

#: A point with a smaller radius, in km, is a pin: no circle is drawn around it.
SMALLEST_CIRCLE = 1.0

#: Circles wider than this are countries and continents, whose circle says nothing.
WIDEST_CIRCLE = 1_000.0

#: Shapes are thinned to this many degrees, about 100 m.
_TOLERANCE = 0.001
#: Bearings of a circle's corners; backwards, since the outer ring runs against the clock.
_BEARINGS = -2 * np.pi * np.arange(64) / 64
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


class Ground(NamedTuple):
    """Where one incident lies, before its shape is looked up; those with the same id lie on the same area."""

    area_id: str
    lon: float
    lat: float
    radius_km: float | None
    place_id: str | None
    is_line: bool  #: the place is a line, such as a border


def grounds_of(frame: geopandas.GeoDataFrame) -> Iterator[tuple[int, Ground]]:
    """Yield row number (from 1) and ground of each incident that has a point.

    An incident at an area or a line of the gazetteer covers its shape; any other covers a circle of its radius.
    """
    row = 0
    for part in stretches(frame):
        cells = zip(positions(part), part["place_id"], part["place_geometry"], part["radius_km"], strict=True)
        for position, place_id, geometry, radius in cells:
            row += 1
            if position is None:
                continue
            place = None if pd.isna(place_id) else str(place_id)
            kind = None if place is None or pd.isna(geometry) else geometry
            circle = f"{place or ''}@{position[0]},{position[1]}/{radius:g}km"
            key = str(place) if kind in ("area", "line") else circle
            yield row, Ground(key, *position, None if math.isnan(radius) else radius, place, kind == "line")


def area_of(ground: Ground, incidents: int, gazetteer: "Gazetteer | None") -> Area | None:
    """Return the area of a ground that so many incidents lie on; None: it is a pin, or as wide as a country."""
    place_id, radius = ground.place_id, ground.radius_km
    place = shape = None
    if gazetteer is not None and place_id is not None:
        place = gazetteer.find(place_id)
        shape = gazetteer.geometry(place_id) if place is not None and ground.area_id == place_id else None
    kind = "circle"
    if shape is not None:
        shape = _multiple(shapely.simplify(shape, _TOLERANCE, preserve_topology=True))
        kind = "line" if shape.geom_type == "MultiLineString" else "polygon"
    elif radius is not None and SMALLEST_CIRCLE <= radius <= WIDEST_CIRCLE:
        shape = circle(ground.lon, ground.lat, radius)
    else:
        return None
    return Area(
        area_id=ground.area_id,
        kind=kind,
        shape=shape,
        name=place.name if place else None,
        place_id=place_id,
        radius_km=radius,
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
    there = np.arcsin(math.sin(here) * math.cos(reach) + math.cos(here) * math.sin(reach) * np.cos(_BEARINGS))
    east = np.arctan2(
        np.sin(_BEARINGS) * math.sin(reach) * math.cos(here), math.cos(reach) - math.sin(here) * np.sin(there)
    )
    ring = np.round(np.column_stack((lon + np.degrees(east), np.degrees(there))), 5)
    if abs(lat) + math.degrees(reach) >= 90:  # it holds a pole: the band from its outermost latitude to the pole
        edge = float(np.abs(ring[:, 1]).min())
        south, north = (edge, 90.0) if lat > 0 else (-90.0, -edge)
        return shapely.MultiPolygon([shapely.orient_polygons(shapely.box(-180, south, 180, north))])
    return cut(shapely.polygons(ring))


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

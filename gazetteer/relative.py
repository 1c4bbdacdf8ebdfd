"""Where a place lies that is told by another: so far from it, between two, a side of an area, on a line. Degrees, km.

Shapes are shapely geometries, longitude first. Pure geometry: reads no text and no gazetteer.
"""

import math
import struct
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from gazetteer.geometry import EARTH_RADIUS_KM, Floats, distance_km

#: The share of an area that counts as its side ("southern X"), and as its middle.
PART = 0.4
_STEPS = 60  #: points of the grid along each side of an area's box
_WITHIN = 0.8  #: share of a part that its radius reaches
_FEWEST = 5  #: grid points below which a part cannot be told


def offset(lat: float, lon: float, bearing: float, km: float) -> tuple[float, float]:
    """Return the point `km` from a point on a great circle that starts at `bearing` (degrees, 0 north, 90 east)."""
    arc, turn, phi = km / EARTH_RADIUS_KM, math.radians(bearing), math.radians(lat)
    north = math.sin(phi) * math.cos(arc) + math.cos(phi) * math.sin(arc) * math.cos(turn)
    east = math.atan2(math.sin(turn) * math.sin(arc) * math.cos(phi), math.cos(arc) - math.sin(phi) * north)
    return math.degrees(math.asin(max(-1.0, min(1.0, north)))), _wrapped(lon + math.degrees(east))


def between(lat1: float, lon1: float, lat2: float, lon2: float) -> tuple[float, float, float]:
    """Return the point midway of two on their great circle, and half their distance."""
    middle = _unit_vectors(np.array([lat1, lat2]), np.array([lon1, lon2])).sum(axis=0)
    lat, lon = _point_of(middle)
    return lat, lon, distance_km(lat1, lon1, lat2, lon2) / 2


def part_of(shape: Any, bearing: float | None, share: float = PART) -> tuple[float, float, float] | None:
    """Return point and radius of that share of an area which lies furthest towards `bearing`; None: its middle.

    The point lies in the area; the radius reaches 80 % of the part. None for a shape that is no area, or a sliver.
    """
    grid = _grid_in(shape)
    return None if grid is None else grid.part(bearing, share)


def parts_to_bytes(shape: Any) -> bytes | None:
    """Return all parts of an area by the points of the compass and its middle, for `stored_part`; None as `part_of`."""
    grid = _grid_in(shape)
    return None if grid is None else _PARTS.pack(*(n for bearing in _COMPASS for n in grid.part(bearing, PART)))


def stored_part(parts: bytes, bearing: float | None) -> tuple[float, float, float] | None:
    """Return what `part_of` returns, None for a bearing that is no point of the compass."""
    if bearing not in _COMPASS:
        return None
    lat, lon, radius = _PART.unpack_from(parts, _COMPASS.index(bearing) * _PART.size)
    return lat, lon, radius


#: The middle and the sixteen points.
_COMPASS = (None, *(22.5 * k for k in range(16)))
_PART = struct.Struct("<ddd")
_PARTS = struct.Struct(f"<{3 * len(_COMPASS)}d")


def nearest_on(line: Any, lat: float, lon: float) -> tuple[float, float, float]:
    """Return the point of a line (or of an area's edge) nearest to a point, and its distance."""
    stretch = math.cos(math.radians(lat))

    def flat(xy: Floats) -> Floats:
        return np.column_stack((((xy[:, 0] - lon + 180) % 360 - 180) * stretch, xy[:, 1]))

    found = shapely.get_coordinates(shapely.shortest_line(shapely.transform(line, flat), shapely.points(0.0, lat)))[0]
    there = float(found[1]), _wrapped(lon + float(found[0]) / max(stretch, 1e-9))
    return *there, distance_km(lat, lon, *there)


def _wrapped(lon: float) -> float:
    return (lon + 180) % 360 - 180


def _unit_vectors(lats: Floats, lons: Floats) -> Floats:
    phi, lam = np.radians(lats), np.radians(lons)
    return np.column_stack((np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)))


def _point_of(vector: NDArray[np.float64]) -> tuple[float, float]:
    x, y, z = (float(v) for v in vector)
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def _bearings(lat: float, lon: float, lats: Floats, lons: Floats) -> Floats:
    """Return the bearings in radians from one point to many."""
    p, q, turn = math.radians(lat), np.radians(lats), np.radians(lons - lon)
    found: Floats = np.arctan2(
        np.sin(turn) * np.cos(q), math.cos(p) * np.sin(q) - math.sin(p) * np.cos(q) * np.cos(turn)
    )
    return found


def _grid_in(shape: Any) -> "_Grid | None":
    """Return the grid of an area; None for a shape that is no area, or a sliver."""
    if shape is None or shapely.area(shape) <= 0:
        return None
    grid = _Grid(shape)
    return grid if len(grid.lats) >= _FEWEST else None


class _Grid:
    """Points in an area, in rows and columns: what depends on one coordinate is reckoned once a row or column."""

    def __init__(self, shape: Any) -> None:
        west, south, east, north = shapely.bounds(shape)
        steps = (np.arange(_STEPS) + 0.5) / _STEPS
        self._x, self._y = west + steps * (east - west), south + steps * (north - south)
        x, y = (axis.ravel() for axis in np.meshgrid(self._x, self._y))
        shapely.prepare(shape)
        inside = shapely.contains_xy(shape, x, y)
        #: of each point
        self.lats, self.lons = y[inside], x[inside]
        self._row, self._column = np.divmod(inside.nonzero()[0], _STEPS)
        self._vectors, self._weights = self._unit_vectors()
        lat, lon = _point_of((self._vectors * self._weights[:, None]).sum(axis=0))
        #: of each point from the middle
        self._far = self._distances_km(lat, lon)
        self._bearings = _bearings(lat, lon, self.lats, self.lons)

    def part(self, bearing: float | None, share: float) -> tuple[float, float, float]:
        """Return point and radius of the share that lies furthest towards a bearing; None: of the middle."""
        weights, rank = self._weights, self._far
        if bearing is not None:
            rank = -rank * np.cos(self._bearings - math.radians(bearing))
        order = np.argsort(rank, kind="stable")
        count = int(np.searchsorted(np.cumsum(weights[order]), share * weights.sum())) + 1
        chosen = order[: max(count, _FEWEST)]
        lat, lon = _point_of((self._vectors[chosen] * weights[chosen, None]).sum(axis=0))
        nearest = chosen[int(self._distances_km(lat, lon, chosen).argmin())]
        lat, lon = float(self.lats[nearest]), float(self.lons[nearest])
        radius = float(np.quantile(self._distances_km(lat, lon, chosen), 0.95))
        return lat, lon, max(radius, 1.0)

    def _unit_vectors(self) -> tuple[Floats, Floats]:
        """Return the vector of each point, and the cosine of its latitude."""
        phi, lam = np.radians(self._y), np.radians(self._x)
        flat, column = np.cos(phi)[self._row], self._column
        vectors = np.column_stack((flat * np.cos(lam)[column], flat * np.sin(lam)[column], np.sin(phi)[self._row]))
        return vectors, flat

    def _distances_km(self, lat: float, lon: float, points: Any = slice(None)) -> Floats:
        """Return the distances of a point from points of the grid, as `gazetteer.geometry.distances_km` does."""
        row, column = self._row[points], self._column[points]
        p, q = np.radians(lat), np.radians(self._y)
        north, flat = np.sin((q - p) / 2) ** 2, np.cos(p) * np.cos(q)
        east = np.sin(np.radians(self._x - lon) / 2) ** 2
        h = north[row] + flat[row] * east[column]
        found: Floats = 2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(1.0, np.sqrt(h)))
        return found

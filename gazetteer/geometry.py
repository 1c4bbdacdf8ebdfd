"""Distances, sizes and the compact form of shapes. Degrees WGS84, longitude first in shapes; km."""

import struct
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

EARTH_RADIUS_KM = 6371.0088
KM_PER_DEGREE = 111.195
GRID = 1000  #: steps a degree in the compact form (about 110 m)

Floats = NDArray[np.float64]


def distances_km(lat: float, lon: float, lats: Floats, lons: Floats) -> Floats:
    """Return great-circle distances from one point to many."""
    p, q = np.radians(lat), np.radians(lats)
    h = np.sin((q - p) / 2) ** 2 + np.cos(p) * np.cos(q) * np.sin(np.radians(lons - lon) / 2) ** 2
    found: Floats = 2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(1.0, np.sqrt(h)))
    return found


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Return the great-circle distance of two points."""
    return float(distances_km(lat1, lon1, np.array([lat2]), np.array([lon2]))[0])


def area_km2(shape: Any) -> float:
    """Return the area on the sphere (cylindrical equal-area projection)."""

    def project(xy: Floats) -> Floats:
        return np.column_stack((np.radians(xy[:, 0]), np.sin(np.radians(xy[:, 1])))) * EARTH_RADIUS_KM

    return float(shapely.area(shapely.transform(shape, project)))


def reach_km(shape: Any, lat: float, lon: float, share: float = 0.95) -> float:
    """Return the distance from the point within which that share of the shape's area lies."""
    west, south, east, north = shapely.bounds(shape)
    grid = np.meshgrid(np.linspace(west, east, 61)[1::2], np.linspace(south, north, 61)[1::2])
    x, y = grid[0].ravel(), grid[1].ravel()
    shapely.prepare(shape)
    inside = shapely.contains_xy(shape, x, y)
    if inside.sum() < 5:
        xy = shapely.get_coordinates(shape)
        return float(distances_km(lat, lon, xy[:, 1], xy[:, 0]).max())
    far = distances_km(lat, lon, y[inside], x[inside])
    order = np.argsort(far)
    weight = np.cumsum(np.cos(np.radians(y[inside][order])))
    return float(far[order][np.searchsorted(weight, share * weight[-1])])


def encode_shapes(shapes: Sequence[tuple[str, Any]]) -> bytes:
    """Return polygons, each with an id, as integers on the grid: counts first, then differences, low bytes first."""
    ids, parts_of, rings_of, lengths, points = [], [], [], [], []
    for shape_id, shape in shapes:
        polygons = [p for p in (_snapped(p) for p in _polygons(shape)) if p]
        if not polygons:
            polygons = [[_diamond(shape)]]
        ids.append(shape_id)
        parts_of.append(len(polygons))
        for rings in polygons:
            rings_of.append(len(rings))
            for ring in rings:
                lengths.append(len(ring))
                points.append(ring)
    grid = np.concatenate(points).astype("<i4")
    steps = np.diff(grid, axis=0, prepend=[[0, 0]]).astype("<i4")
    head = "\n".join(ids).encode()
    counts = [np.array(c, dtype="<u4").tobytes() for c in (parts_of, rings_of, lengths)]
    planes = steps.T.reshape(-1).view(np.uint8).reshape(-1, 4).T.tobytes()
    blocks = [head, *counts, planes]
    return b"".join(struct.pack("<I", len(b)) + b for b in blocks)


def decode_shapes(content: bytes) -> Iterable[tuple[str, Any]]:
    """Yield what `encode_shapes` was given: ids and polygons, on the grid."""
    blocks, at = [], 0
    while at < len(content):
        (size,) = struct.unpack_from("<I", content, at)
        blocks.append(content[at + 4 : at + 4 + size])
        at += 4 + size
    ids = blocks[0].decode().split("\n")
    parts_of, rings_of, lengths = (np.frombuffer(b, dtype="<u4").astype(np.int64) for b in blocks[1:4])
    planes = np.frombuffer(blocks[4], dtype=np.uint8).reshape(4, -1).T
    steps = np.ascontiguousarray(planes).view("<i4").reshape(2, -1).T
    xy = np.cumsum(steps, axis=0, dtype=np.int64) / GRID
    rings = shapely.linearrings(xy, indices=np.repeat(np.arange(len(lengths)), lengths))
    polygons = _build(rings, rings_of)
    first = np.concatenate(([0], np.cumsum(parts_of)))
    for i, shape_id in enumerate(ids):
        parts = polygons[first[i] : first[i + 1]]
        yield shape_id, parts[0] if len(parts) == 1 else shapely.multipolygons(parts)


def _build(rings: Any, rings_of: Any) -> list[Any]:
    first = np.concatenate(([0], np.cumsum(rings_of)))
    return [
        shapely.polygons(rings[first[i]], rings[first[i] + 1 : first[i + 1]])
        if rings_of[i] > 1
        else shapely.polygons(rings[first[i]])
        for i in range(len(rings_of))
    ]


def _polygons(shape: Any) -> list[Any]:
    return [p for p in shapely.get_parts(shape) if p.geom_type == "Polygon"]


def _snapped(polygon: Any) -> list[Any]:
    """Return the rings on the grid; none where the polygon shrinks to nothing."""
    rings = []
    for i, ring in enumerate((polygon.exterior, *polygon.interiors)):
        xy = np.round(shapely.get_coordinates(ring) * GRID).astype(np.int64)
        xy = xy[np.concatenate(([True], (np.diff(xy, axis=0) != 0).any(axis=1)))]
        if len(np.unique(xy, axis=0)) < 3:
            if i == 0:
                return []
            continue
        rings.append(xy)
    return rings


def _diamond(shape: Any) -> Any:
    x, y = np.round(shapely.get_coordinates(shapely.centroid(shape))[0] * GRID).astype(np.int64)
    return np.array([(x - 1, y), (x, y + 1), (x + 1, y), (x, y - 1), (x - 1, y)])

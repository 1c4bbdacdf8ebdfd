"""OpenStreetMap: extracts (.osm.pbf, .osm) through GDAL's OSM driver, and Geofabrik's GeoPackage and shapefiles."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from gazetteer.entries import Entry, Name
from gazetteer.sources.classes import Kind, country_of, kind_keys, kind_of, kind_values
from gazetteer.sources.features import Feature, layer_fields, read_features
from gazetteer.sources.properties import entry_of, names_of, text_of
from gazetteer.sources.reading import Job, Origin

_GEOFABRIK_THEMES = ("places", "natural", "water")
_HSTORE = re.compile(r'"((?:[^"\\]|\\.)*)"=>"((?:[^"\\]|\\.)*)"')
_NAME_KEY = re.compile(r"(?:int_|official_|loc_|nat_|reg_)?name(?::[a-z]{2,3}(?:-\w+)*)?")
_FORMER_KEY = re.compile(r"old_name(?::[a-z]{2,3}(?:-\w+)*)?")
#: Layers of GDAL's OSM driver, and what an id is that has none of its own kind in it.
_LAYERS = {"points": "n", "lines": "w", "multilinestrings": "r", "multipolygons": "r", "other_relations": "r"}
#: Keys that the driver's default configuration gives as columns, by layer; others stand in other_tags.
_COLUMNS = {
    "points": ("barrier", "place", "man_made"),
    "lines": ("waterway", "barrier", "man_made"),
    "multilinestrings": (),
    "multipolygons": ("boundary", "place", "natural", "amenity", "aeroway", "barrier", "landuse", "leisure",
                      "man_made", "military"),
    "other_relations": (),
}  # fmt: skip


def read_osm(paths: Sequence[Path], job: Job) -> Iterator[Entry]:
    """Yield named places, units, waters, valleys, peaks and border posts of an extract, with names in all languages."""
    for path in paths:
        for layer, letter in _LAYERS.items():
            where = _condition(layer)
            for feature in read_features(path, job, (layer,), where):
                tags = _tags(feature.properties)
                entry = _osm_entry(Feature(feature.where, tags, feature.shape), letter, job, path)
                if entry:
                    yield entry


def read_geofabrik(paths: Sequence[Path], job: Job) -> Iterator[Entry]:
    """Yield Geofabrik's places, waters and nature: osm_id, code, fclass, population, name (no translations)."""
    values = ", ".join(f"'{value}'" for value in kind_values("geofabrik", "fclass"))
    for path in paths:
        layers = tuple(name for name, columns in layer_fields(path).items() if "fclass" in columns)
        # the layers of roads and buildings hold millions of rows and no place
        chosen = tuple(name for name in layers if any(theme in name for theme in _GEOFABRIK_THEMES)) or layers
        for feature in read_features(path, job, chosen, f"fclass IN ({values}) AND name IS NOT NULL"):
            cells = feature.properties
            name, fclass = text_of(cells, "name"), text_of(cells, "fclass")
            kind = kind_of("geofabrik", "fclass", fclass)
            if kind is None or not name:
                continue  # roads, shops and nameless ponds are no places of a gazetteer
            is_area = feature.shape is not None and feature.shape.geom_type in ("Polygon", "MultiPolygon")
            letter = "a" if is_area else "w" if feature.shape is not None and "Line" in feature.shape.geom_type else "n"
            entry = entry_of(
                feature, job, path, place_id=f"osm:{letter}{text_of(cells, 'osm_id')}", name=name, kind=kind,
                population=text_of(cells, "population"),
            )  # fmt: skip
            if entry:
                yield entry


def osm_origin(_paths: Sequence[Path]) -> Origin:
    """Return what all of OpenStreetMap is under."""
    return Origin("OpenStreetMap", "ODbL-1.0", "© OpenStreetMap contributors, openstreetmap.org/copyright")


def _osm_entry(feature: Feature, letter: str, job: Job, path: Path) -> Entry | None:
    tags = feature.properties
    kind = _kind(tags)
    local = text_of(tags, "name")
    name = text_of(tags, "name:en", "int_name") or local
    if kind is None or not name:
        return None
    country = country_of(text_of(tags, "ISO3166-1:alpha2", "ISO3166-1", "is_in:country_code", "addr:country"))
    former = [v for key, v in tags.items() if _FORMER_KEY.fullmatch(key)]
    current = [v for key, v in tags.items() if _NAME_KEY.fullmatch(key) or key.startswith("alt_name")]
    wikidata = text_of(tags, "wikidata")
    way = text_of(tags, "osm_way_id")
    names: tuple[Name, ...] = names_of(_split(current), name) + names_of(_split(former), name, "former")
    short = text_of(tags, "short_name")
    return entry_of(
        feature, job, path,
        place_id=f"osm:w{way}" if way else f"osm:{letter}{text_of(tags, 'osm_id')}",
        name=name, kind=kind, country=country,
        names=(*names, Name(short, "abbreviation")) if short else names,
        population=text_of(tags, "population"), same_as=(f"wikidata:{wikidata}",) if wikidata else (),
    )  # fmt: skip


def _kind(tags: Mapping[str, Any]) -> Kind | None:
    for key in kind_keys("osm"):
        kind = kind_of("osm", key, text_of(tags, key))
        if kind is None:
            continue
        if kind == Kind("A", "ADMD"):
            return _unit_kind(text_of(tags, "admin_level"))
        if tags.get("capital") == "yes" and kind.feature_class == "P":
            return Kind("P", "PPLC")
        return Kind("P", "PPL") if kind.feature_code == "PPLA" and "capital" not in tags else kind
    return None


def _unit_kind(level: str) -> Kind:
    """Return the class of an admin_level: 2 countries, 3-4 first order, 5-6 second order, then third and fourth.

    What a level is differs by country (wiki.openstreetmap.org, Tag:boundary=administrative); this is the commonest.
    """
    orders = {"2": "PCLI", "3": "ADM1", "4": "ADM1", "5": "ADM2", "6": "ADM2", "7": "ADM3", "8": "ADM3"}
    return Kind("A", orders.get(level, "ADM4"))


def _tags(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Return columns and other_tags ("key"=>"value", …) as one mapping."""
    tags = {key: value for key, value in properties.items() if value is not None and key != "other_tags"}
    for key, value in _HSTORE.findall(str(properties.get("other_tags") or "")):
        tags[_unescaped(key)] = _unescaped(value)
    return tags


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def _split(values: Sequence[str]) -> list[str]:
    return [part for value in values for part in str(value).split(";")]


def _condition(layer: str) -> str:
    """Return the filter that keeps what may be a place: GDAL then skips roads and houses early."""
    tests = []
    for key in kind_keys("osm"):
        if key in _COLUMNS[layer]:
            listed = ", ".join(f"'{value}'" for value in kind_values("osm", key))
            tests.append(f"{key} IN ({listed})")
        else:
            tests.append(f"other_tags LIKE '%\"{key}\"%'")
    return " OR ".join(tests)

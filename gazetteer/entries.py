"""What sources give to the build: entries, that is places with all their names. Knows no file format."""

from dataclasses import dataclass
from typing import Any

from gazetteer.places import GeometryKind, NameRole


@dataclass(frozen=True, slots=True)
class Name:
    """A spelling of a place's name."""

    spelling: str
    role: NameRole = "name"
    is_common: bool = False  #: in common use, so hardly less likely meant than the preferred name


@dataclass(slots=True)
class Entry:
    """A place on its way into an index. Fields as in `Place`; layers merge entries of the same id."""

    place_id: str
    name: str
    feature_class: str
    feature_code: str
    lat: float
    lon: float
    radius_km: float
    source: str
    licence: str
    layer: str = "world"
    country: str | None = None
    admin1_id: str | None = None
    admin2_id: str | None = None
    population: int = 0
    geometry: GeometryKind = "point"
    names: tuple[Name, ...] = ()
    shape: Any = None  #: shapely geometry, longitude first
    weight: float | None = None  #: overrides the prior that class and population give
    same_as: tuple[str, ...] = ()  #: ids of the same place elsewhere: "wikidata:Q9365", "geonames:1221874"


#: Entries of the same place in several sources are one place: later sources correct earlier ones.
def merge_entries(first: Entry, second: Entry) -> Entry:
    """Return one entry: point and class of the second, names of both, what the second leaves open from the first."""
    names = dict.fromkeys((*first.names, *second.names))
    if first.name != second.name:
        names.setdefault(Name(first.name))
    return Entry(
        place_id=second.place_id,
        name=second.name,
        feature_class=second.feature_class,
        feature_code=second.feature_code,
        lat=second.lat,
        lon=second.lon,
        radius_km=second.radius_km,
        source=second.source,
        licence=second.licence,
        layer=second.layer,
        country=second.country or first.country,
        admin1_id=second.admin1_id or first.admin1_id,
        admin2_id=second.admin2_id or first.admin2_id,
        population=second.population or first.population,
        geometry=second.geometry if second.shape is not None else first.geometry,
        names=tuple(names),
        shape=second.shape if second.shape is not None else first.shape,
        weight=second.weight if second.weight is not None else first.weight,
        same_as=tuple(dict.fromkeys((*first.same_as, *second.same_as))),
    )

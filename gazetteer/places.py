"""The gazetteer's records: a place, and a place as the answer to a name."""

from dataclasses import dataclass
from typing import Literal

from gazetteer.frozen import quickly_made

#: How a place lies on the ground. A point's radius is its position error; an area or line has a shape of its own.
GeometryKind = Literal["point", "area", "line"]

#: What a name says about its place. Only "name", "former" and "abbreviation" stand for the place itself;
#: "demonym" covers adjectives and inhabitants ("Afghan", "Tajiks").
NameRole = Literal["name", "former", "abbreviation", "demonym"]


@quickly_made
@dataclass(frozen=True, slots=True)
class Place:
    """One place of the gazetteer. Coordinates are WGS84 degrees, distances km."""

    place_id: str  #: "<source>:<id in that source>", e.g. "geonames:1221874"; stable across builds
    name: str  #: preferred English or romanised name
    feature_class: str  #: GeoNames feature class: A H L P R S T U V
    feature_code: str  #: GeoNames feature code, e.g. PPLC, ADM1, GRGE
    country: str | None  #: ISO 3166-1 alpha-2; None for what lies in several countries or in none
    admin1: str | None  #: name of the first-order unit that holds it (its own name for a unit)
    admin2: str | None
    admin1_id: str | None  #: place_id of that unit; None where unknown
    admin2_id: str | None
    lat: float
    lon: float
    radius_km: float  #: what is said to be "at" this place lies within this distance of the point
    population: int  #: 0: unknown
    geometry: GeometryKind
    source: str  #: where the row comes from, with version
    licence: str  #: SPDX identifier or the licence's name
    layer: str  #: "world", "regional", "imported" or "user"; later ones win ties

    @property
    def is_area(self) -> bool:
        """Whether the place is a country or an administrative unit."""
        return self.feature_class == "A"


@quickly_made
@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean, and why it was found."""

    place: Place
    matched: str  #: the gazetteer's spelling that was hit
    role: NameRole
    match: str  #: rule that found it: "exact", "designator", "transliteration", "edit-1", …
    is_preferred: bool  #: the hit spelling is the place's preferred name


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a point lies: the answer of a reverse look-up."""

    country: str | None
    admin1: str | None
    admin1_id: str | None
    nearest: Place | None
    nearest_km: float | None
    is_near_border: bool  #: another country lies within the border tolerance

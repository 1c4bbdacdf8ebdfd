"""Says how wide places are, how far apart, and how closely one tells where something happened. Knows no text."""

import math
import re

from gazetteer.geometry import EARTH_RADIUS_KM
from geo.records import ScoredPlace

#: score of a resolution that is hardly in doubt; km up to which a place is a town; km within which two are one
_SURE, _TOWN, _SAME_TOWN = 0.8, 15.0, 6.0

#: km from which a place is as wide as a country
COUNTRY_KM = 400.0


def level_of(place: ScoredPlace | None) -> int:
    """Return the level of a unit of land, 1 for provinces; 0 for other places."""
    return int(place.feature_code[3]) if place is not None and _UNIT.fullmatch(place.feature_code) else 0


#: km, as wide as a district is taken to be
_WIDEST_DISTRICT_KM = 90.0

#: a unit of land by its level
_UNIT = re.compile(r"ADM[1-4]")


def size_km(place: ScoredPlace | None) -> float:
    """Return how wide a place is: the radius in km, at least that of a small country for one, 9999 for None.

    A district whose extent is not known stands at the point of its province, with a radius beyond it.
    """
    if place is None:
        return 9999.0
    if place.feature_class == "A" and level_of(place) > 1:
        return min(place.radius_km, _WIDEST_DISTRICT_KM)
    if place.feature_class == "A" and place.feature_code.startswith("PCL"):
        return max(place.radius_km, COUNTRY_KM)
    if place.feature_class == "L":
        return max(place.radius_km, 100.0)
    return place.radius_km


def distance_km(one: ScoredPlace, two: ScoredPlace) -> float:
    """Return the great-circle distance in km."""
    phi1, phi2 = math.radians(one.lat), math.radians(two.lat)
    half = (
        math.sin((phi2 - phi1) / 2) ** 2
        + math.cos(phi1) * math.cos(phi2) * math.sin(math.radians(two.lon - one.lon) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(half)))


def are_apart(one: ScoredPlace, two: ScoredPlace) -> bool:
    """Say whether two places are too far apart, for their size, to be the place of one incident."""
    if one.place_id == two.place_id:
        return False
    if min(one.score, two.score) >= _SURE and max(one.radius_km, two.radius_km) < _TOWN:
        return distance_km(one, two) > max(one.radius_km, two.radius_km, _SAME_TOWN)
    if one.country != two.country and one.country and two.country and min(size_km(one), size_km(two)) < 400:
        return distance_km(one, two) > one.radius_km + two.radius_km + 60
    return distance_km(one, two) > one.radius_km + two.radius_km + 25


def where_prec(place: ScoredPlace, *, is_near: bool) -> int:
    """Return the UCDP GED precision: 1 exact, 2 near, 3 ADM2, 4 ADM1, 5 wider or a line, 6 country, 7 water."""
    code = place.feature_code
    if place.geometry == "line":
        return 5
    if place.feature_class == "A":
        levels = {"ADM1": 4, "ADM2": 3, "ADM3": 3, "ADM4": 2, "ADMD": 3}
        return 6 if code.startswith("PCL") or code == "TERR" else levels.get(code[:4], 5)
    if place.feature_class == "P":
        return 2 if is_near else 1
    if place.feature_class == "H" and place.radius_km > 50:
        return 7
    if place.feature_class == "L" and place.radius_km > 60:
        return 5
    if place.feature_class == "S":
        return 2 if is_near else 1
    return 2 if place.radius_km <= 30 else 5

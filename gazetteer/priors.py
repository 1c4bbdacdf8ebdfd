"""How likely a place is meant before any context: by class, population and kind of name."""

import math

from gazetteer.places import NameRole

#: Added to log10(population): a country is named in news more often than a city of its size, a district less often.
_CODE_BONUS = {
    "PCLI": 3.0,
    "PPLC": 1.5,
    "PPLA": 0.6,
    "PPLA2": 0.3,
    "ADM1": -0.5,
    "ADM1H": -1.0,
    "ADM2": -1.5,
    "ADM2H": -2.0,
    "ADM3": -2.0,
}
_CLASS_FLOOR = {"A": 2.0, "P": 2.0, "H": 3.0, "T": 3.0, "L": 3.0, "S": 2.0, "V": 2.5, "U": 3.0, "R": 2.0}
_ROLE_COST = {"name": 1.5, "former": 0.6, "abbreviation": 0.0, "demonym": 0.5}


def place_prior(feature_class: str, feature_code: str, population: int) -> float:
    """Return the prior weight of a place; about the decimal logarithm of how much it is written about."""
    bonus = _CODE_BONUS.get(feature_code, 2.5 if feature_code.startswith("PCL") else 0.0)
    size = math.log10(population + 1) + bonus
    return round(max(size, _CLASS_FLOOR.get(feature_class, 2.0) + min(0.0, bonus)), 3)


def name_cost(spelling: str, role: NameRole, *, is_preferred: bool, is_common: bool = False) -> float:
    """Return what a hit by this name loses: variants lose to preferred names, short variants most."""
    if is_preferred:
        return 0.0
    if is_common:
        return 0.2
    cost = _ROLE_COST[role]
    if role == "name" and len(spelling) <= 3:
        cost += 2.5
    return cost

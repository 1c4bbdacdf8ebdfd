"""Streets, quarters and towns: they lie in what the text says holds them, not where a namesake of theirs does."""

import math
import re
from collections.abc import Sequence

from gazetteer.places import Place
from geo.lexicon import read_terms
from geo.naming.surroundings import word_before
from geo.records import Toponym

#: km within which a quarter lies of its town; km up to which a place is a town and no region
_WITHIN, _TOWN = 40.0, 60.0


#: words before a name that make what follows it one of its parts
_ONE_OF = (" a ", " an ", " one ", " another ", " some ", " every ")


def is_part_of_town(text: str, toponym: Toponym) -> bool:
    """Return whether a name ends with, or stands before, a noun for a part of a town ("the Example neighbourhood")."""
    nouns = read_terms("parts_of_towns")
    words = toponym.text.lower().split()
    if len(words) > 1 and words[-1].rstrip(".") in nouns:
        return True
    if not text[toponym.end : toponym.end + 1].isspace():
        return False
    after = text[toponym.end : toponym.end + 16].lower().split()
    if not after or after[0].strip(".,;") not in nouns:
        return False
    before = text[max(0, toponym.start - _REACH) : toponym.start].lower()
    return not before.endswith(_ONE_OF)  # "a Example neighbourhood" lies in Example


def is_street_of_two(text: str, toponym: Toponym) -> bool:
    """Return whether a name is a street's where two are told: "X and Y streets", "the corner of X and Y"."""
    after = text[toponym.end : toponym.end + _REACH]
    if after.lstrip()[:1] in _JOINS and _AND_STREETS.match(after) is not None:
        return True
    before = text[max(0, toponym.start - _REACH) : toponym.start]
    return word_before(before) in _BEFORE_STREET and _CORNER.search(before) is not None


#: characters around a name that are looked at
_REACH = 60
_AND_STREETS = re.compile(
    r"\s*(?:,|and|&)\s+(?:[\w.'’]+\s+){1,4}?(?:streets|avenues|roads|boulevards|streets'|sts|aves)\b", re.IGNORECASE
)
#: characters with which that begins
_JOINS = frozenset(",&aA")
_CORNER = re.compile(
    r"\b(?:corner|intersection|junction)\s+of\s+(?:the\s+)?(?:(?:[\w.'’]+\s+){1,3}?(?:and|&)\s+)?$", re.IGNORECASE
)
#: words with which that ends
_BEFORE_STREET = frozenset({"of", "the", "and", "&"})


def is_town(place: Place) -> bool:
    """Return whether a place is a town or a small unit, such as may hold quarters."""
    return place.feature_class in "PA" and place.radius_km <= _TOWN and not place.feature_code.startswith("PCL")


def lies_in_one_of(place: Place, towns: Sequence[Place]) -> bool:
    """Return whether a place lies in or beside one of the towns of the text; True where it names none."""
    return not towns or any(_km(place, town) <= max(town.radius_km, _WITHIN) for town in towns)


def _km(one: Place, two: Place) -> float:
    east = (two.lon - one.lon) * math.cos(math.radians(one.lat))
    return 111.2 * math.hypot(two.lat - one.lat, east)


def is_far_outside(unit: Place, place: Place) -> bool:
    """Return whether a town or a spot lies beyond the reach of a unit that does not hold it by the chain."""
    return place.feature_class in "PS" and _km(place, unit) > max(1.5 * unit.radius_km, unit.radius_km + _WITHIN)

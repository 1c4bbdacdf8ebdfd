"""Candidates from several layers that are the same place, joined into one. Knows no index."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from gazetteer.geometry import distance_km
from gazetteer.names import exact_key
from gazetteer.places import Candidate, Place

#: Two places of one name and class this near each other are one: sources place a town's point differently.
SAME_PLACE_KM = 2.0
_ORDER = {"world": 0, "regional": 1, "imported": 2, "user": 3}

SameAs = Callable[[Place], frozenset[str]]


def join_candidates(candidates: Iterable[Candidate], same_as: SameAs) -> tuple[Candidate, ...]:
    """Return the candidates, those of one place in several layers as one: the place of the highest layer.

    Places are the same where they share an id (`same_as` gives a place's ids in other sources) or a name, the class
    and the spot within 2 km (units: half their reach). What the higher layer leaves open (population, units) comes
    from the lower one. A joined candidate stands where the first of its parts stood.
    """
    kept: list[Candidate] = []
    ids: list[frozenset[str]] = []
    for candidate in candidates:
        own = same_as(candidate.place) | {candidate.place.place_id}
        twin = next((i for i, other in enumerate(kept) if _is_same(candidate, own, other, ids[i])), None)
        if twin is None:
            kept.append(candidate)
            ids.append(own)
        else:
            kept[twin] = _joined(kept[twin], candidate)
            ids[twin] |= own
    return tuple(kept)


def completed(place: Place, lower: Place) -> Place:
    """Return the place with what it leaves open taken from the same place in a lower layer."""
    return replace(
        place,
        country=place.country or lower.country,
        admin1=place.admin1 or lower.admin1,
        admin2=place.admin2 or lower.admin2,
        admin1_id=place.admin1_id or lower.admin1_id,
        admin2_id=place.admin2_id or lower.admin2_id,
        population=place.population or lower.population,
    )


def _is_same(one: Candidate, one_ids: frozenset[str], other: Candidate, other_ids: frozenset[str]) -> bool:
    a, b = one.place, other.place
    if one_ids & other_ids:
        return True
    if (a.layer, a.source) == (b.layer, b.source) or not {a.layer, b.layer} & {"imported", "user"}:
        return False
    if a.feature_class != b.feature_class or a.country != b.country:
        return False
    if not {exact_key(a.name), exact_key(one.matched)} & {exact_key(b.name), exact_key(other.matched)}:
        return False
    return distance_km(a.lat, a.lon, b.lat, b.lon) <= _tolerance_km(a, b)


def _tolerance_km(a: Place, b: Place) -> float:
    """Return 2 km; for units of the same order half the smaller one's reach, if that is more: label points differ."""
    if a.feature_class == "A" and a.feature_code == b.feature_code:
        return max(SAME_PLACE_KM, min(a.radius_km, b.radius_km) / 2)
    return SAME_PLACE_KM


def _joined(first: Candidate, second: Candidate) -> Candidate:
    upper, lower = first.place, second.place
    if _ORDER[lower.layer] > _ORDER[upper.layer]:
        upper, lower = lower, upper
    return replace(first, place=completed(upper, lower))

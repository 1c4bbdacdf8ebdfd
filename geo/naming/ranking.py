"""Ranks the candidate places of all names of a document jointly: features, weights, probabilities. Writes no words.

Two passes: the first ranks each name by itself, the second by what the first made likely for the others (countries and
first-order units named, distance to the other places). Weights stand in `geo/model/resolver.json`.
"""

import itertools
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from gazetteer.facts import kind_of
from gazetteer.places import Candidate, Place

Floats = npt.NDArray[np.float64]

#: Features of a candidate, in the order of the columns.
FEATURES = (
    "population", "country", "region", "adm1", "adm2", "lower_unit", "capital", "seat", "lower_seat", "section",
    "water", "land", "spot", "preferred", "designator", "variant", "edit", "former", "abbreviation", "demonym",
    "local_layer", "kind_asked", "kind_other", "home", "contained", "country_vote", "admin1_vote", "near",
    "listed_country", "listed_kind", "admin1_named", "admin1_loose", "country_loose",
    "foremost", "outlet", "foreign",
    "overshadowed",
)  # fmt: skip
_COLUMN = {name: i for i, name in enumerate(FEATURES)}

#: Two places count as near when they lie within a few times this distance, in km.
NEAR_KM = 120.0
_EARTH_KM = 6371.0088

#: Scores are divided by this where all places of a name are to count, not the likeliest alone.
_LOOSENESS = 3.0

#: How many of a name's likeliest places count for the other names in the second pass.
_COUNTED = 3


@dataclass(frozen=True, slots=True)
class Name:
    """A name of the document with all of its candidates and what the text asks of them."""

    text: str
    mentions: int  # how often the document has it
    candidates: tuple[Candidate, ...]
    kinds: frozenset[str]  # kinds of place the text asks for; empty: any
    parents: tuple[int, ...]  # indices of names that the text says contain it
    listed: tuple[int, ...]  # indices of names it is listed with
    outlet: str | None = None  # ISO code of the country where the document's publisher is at home


@dataclass(frozen=True, slots=True)
class Ranking:
    """The candidates of one name, best first, with their probabilities; the rest is that of "none of these"."""

    candidates: tuple[Candidate, ...]
    scores: tuple[float, ...]
    features: Floats  # a row a candidate, columns as FEATURES
    none: float


@cache
def read_weights() -> Mapping[str, float]:
    """Return the shipped weights by feature."""
    table = json.loads(files("geo.model").joinpath("resolver.json").read_text(encoding="utf-8"))
    return {str(k): float(v) for k, v in table["weights"].items()}


def rank(
    names: Sequence[Name], home_countries: Sequence[str], weights: Mapping[str, float] | None = None
) -> tuple[Ranking, ...]:
    """Return the ranking of each name, in their order."""
    weights = read_weights() if weights is None else weights
    vector = np.array([weights[f] for f in FEATURES])
    table = Table(names)
    features = features_by_name(names, home_countries, vector, weights["none"], table)
    rankings = []
    for i, name in enumerate(names):
        x = features[table.slices[i]]
        scores, none = _softmax(x @ vector, weights["none"])
        order = sorted(range(len(scores)), key=lambda k: (-scores[k], name.candidates[k].place.place_id))
        rankings.append(
            Ranking(
                tuple(name.candidates[k] for k in order), tuple(float(scores[k]) for k in order), x[order], float(none)
            )
        )
    return tuple(rankings)


def features_by_name(
    names: Sequence[Name], home_countries: Sequence[str], vector: Floats, none: float, table: "Table"
) -> Floats:
    """Return the feature rows of all candidates of all names, context included."""
    features = _own_features(names, home_countries)
    loose = _beliefs(features, vector / _LOOSENESS, none / _LOOSENESS, table) * table.weight[table.owner]
    features[:, _COLUMN["admin1_loose"]] = np.log1p(_votes(loose, table.admin1, table, share=False, cap=None))
    features[:, _COLUMN["country_loose"]] = _votes(loose, table.country, table)
    for _ in range(2):
        _add_context(features, names, table, _beliefs(features, vector, none, table))
    return features


class Table:
    """The candidates of all names as columns."""

    def __init__(self, names: Sequence[Name]) -> None:
        places = [c.place for n in names for c in n.candidates]
        bounds = np.cumsum([0, *(len(n.candidates) for n in names)])
        self.slices = [slice(int(a), int(b)) for a, b in itertools.pairwise(bounds)]
        self.owner = np.repeat(np.arange(len(names)), np.diff(bounds))
        lat, lon = (np.radians(np.array([getattr(p, axis) for p in places], dtype=float)) for axis in ("lat", "lon"))
        self.xyz = np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
        self.country = _codes([p.country for p in places])
        self.admin1 = _codes([p.admin1_id if p.feature_code != "ADM1" else p.place_id for p in places])
        self.kinds = [kind_of(p) for p in places]
        self.is_wide = np.array([k in "CK" for k in self.kinds], dtype=bool)
        self.is_unit = np.array([k == "1" for k in self.kinds], dtype=bool)
        self.is_spot = np.array([k not in "CK12" for k in self.kinds], dtype=bool)
        self.population = np.array([p.population for p in places], dtype=float)
        self.weight = np.array([math.sqrt(n.mentions) for n in names])


def _codes(values: Sequence[str | None]) -> npt.NDArray[np.int64]:
    """Return a number for each value, equal for equal ones; -1 for None."""
    numbers: dict[str, int] = {}
    return np.array([-1 if v is None else numbers.setdefault(v, len(numbers)) for v in values], dtype=np.int64)


def _softmax(scores: Floats, none: float) -> tuple[Floats, float]:
    top = max(none, float(scores.max(initial=none)))
    weights = np.exp(scores - top)
    rest = math.exp(none - top)
    total = float(weights.sum()) + rest
    return weights / total, rest / total


def _beliefs(features: Floats, vector: Floats, none: float, table: Table) -> Floats:
    """Return the probability of each candidate by the features known so far."""
    scores = features @ vector
    found = np.zeros(len(scores))
    for part in table.slices:
        if part.stop > part.start:
            found[part] = _softmax(scores[part], none)[0]
    return found


def _own_features(names: Sequence[Name], home_countries: Sequence[str]) -> Floats:
    rows = [_own_row(c, name, home_countries) for name in names for c in name.candidates]
    at = 0
    for name in names:
        for k in _overshadowed(name):
            rows[at + k][_COLUMN["overshadowed"]] = 1.0
        at += len(name.candidates)
    return np.array(rows) if rows else np.zeros((0, len(FEATURES)))


#: A town of this many people, or a seat, is what its name means when no noun asks for the unit named after it.
_TOWN = 10_000
_SEATS = frozenset({"PPLC", "PPLA", "PPLA2"})

#: What a place without a known population counts as having, by kind.
_UNKNOWN_PEOPLE = {"1": 30_000, "2": 20_000, "P": 300}

_CODE_FEATURE = {
    "ADM1": "adm1", "ADM2": "adm2", "PPLC": "capital", "PPLA": "seat", "PPLA2": "lower_seat", "PPLA3": "lower_seat",
    "PPLA4": "lower_seat", "PPLX": "section",
}  # fmt: skip
_CLASS_FEATURE = {"L": "region", "H": "water", "T": "land", "S": "spot", "R": "spot", "U": "water", "V": "spot"}


def _overshadowed(name: Name) -> Iterator[int]:
    """Yield the candidates that are units around a town of the same name, where no noun asks for a unit.

    "In Mopti" is the town, "in Mopti region" is not.
    """
    if name.kinds & {"1", "2"}:
        return
    towns = [
        c.place
        for c in name.candidates
        if c.place.feature_class == "P" and c.match == "exact"
        if c.place.population >= _TOWN or c.place.feature_code in _SEATS
    ]
    for k, candidate in enumerate(name.candidates):
        if kind_of(candidate.place) in "12" and any(_is_around(candidate.place, town) for town in towns):
            yield k


def _is_around(unit: Place, town: Place) -> bool:
    """Return whether a unit holds a town: by its chain, or by the unit's reach where the town's chain is not known."""
    if unit.place_id in (town.admin1_id, town.admin2_id):
        return True
    east = (town.lon - unit.lon) * math.cos(math.radians(unit.lat))
    km = 111.2 * math.hypot(town.lat - unit.lat, east)
    return town.country == unit.country and km <= max(unit.radius_km, 30.0)


def _own_row(candidate: Candidate, name: Name, home_countries: Sequence[str]) -> list[float]:
    place = candidate.place
    kinds = name.kinds
    kind = kind_of(place)
    row = [0.0] * len(FEATURES)
    row[_COLUMN["population"]] = math.log10((place.population or _UNKNOWN_PEOPLE.get(kind, 0)) + 1) / 7
    code = "country" if kind == "C" else _CODE_FEATURE.get(place.feature_code, _CLASS_FEATURE.get(place.feature_class))
    if code is None and place.feature_class == "A":
        code = "lower_unit"
    if code is not None:
        row[_COLUMN[code]] = 1.0
    row[_COLUMN["preferred"]] = float(candidate.is_preferred)
    if candidate.match in {"designator", "part"}:
        row[_COLUMN["designator"]] = 1.0
    elif candidate.match.startswith("edit"):
        row[_COLUMN["edit"]] = 1.0
    elif candidate.match not in {"exact", "border"}:
        row[_COLUMN["variant"]] = 1.0
    if candidate.role != "name":
        row[_COLUMN[candidate.role]] = 1.0
    row[_COLUMN["local_layer"]] = float(place.layer != "world")
    if kinds:
        row[_COLUMN["kind_asked" if kind in kinds else "kind_other"]] = 1.0
    row[_COLUMN["home"]] = float(place.country in home_countries)
    row[_COLUMN["foremost"]] = float(candidate is name.candidates[0] and len(name.candidates) > 1)
    row[_COLUMN["outlet"]] = float(name.outlet is not None and place.country == name.outlet)
    return row


def _add_context(features: Floats, names: Sequence[Name], table: Table, beliefs: Floats) -> None:
    """Fill the columns that depend on what the other names are taken to mean."""
    mass = beliefs * table.weight[table.owner] if len(beliefs) else beliefs
    for column, codes in (("country_vote", table.country), ("admin1_vote", table.admin1)):
        features[:, _COLUMN[column]] = _votes(mass, codes, table)
    features[:, _COLUMN["near"]] = _nearness(mass, table)
    named = np.where(table.is_unit, beliefs, 0.0)
    features[:, _COLUMN["admin1_named"]] = _votes(named, table.admin1, table, share=False) * ~table.is_unit
    small = ((table.population < 50_000) & table.is_spot) | (features[:, _COLUMN["variant"]] > 0)
    elsewhere = small * np.minimum(1.0, _others(mass, table) / 2.0) * (1.0 - features[:, _COLUMN["country_vote"]])
    features[:, _COLUMN["foreign"]] = elsewhere * _concentration(mass, table)
    for i, name in enumerate(names):
        part = table.slices[i]
        if name.parents:
            features[part, _COLUMN["contained"]] = _containment(i, name, names, table, beliefs)
        if name.listed:
            _add_listed(features, i, name, table, beliefs)


def _others(mass: Floats, table: Table) -> Floats:
    """Return, for each candidate, the mass of all names but its own."""
    own = np.bincount(table.owner, weights=mass, minlength=len(table.weight))
    return (mass.sum() - own)[table.owner] if len(mass) else mass


def _votes(
    mass: Floats, codes: npt.NDArray[np.int64], table: Table, *, share: bool = True, cap: float | None = 1.0
) -> Floats:
    """Return for each candidate the mass that other names give to its code, as a share of theirs or capped."""
    if not len(mass):
        return mass
    count = int(codes.max(initial=0)) + 1
    known = codes >= 0
    cells = table.owner * count + np.maximum(codes, 0)
    by_name = np.bincount(cells, weights=mass * known, minlength=len(table.weight) * count).reshape(-1, count)
    others = by_name.sum(axis=0)[None, :] - by_name
    votes = others[table.owner, np.maximum(codes, 0)] * known
    if share:
        return np.asarray(votes / np.maximum(_others(mass, table), 1.0))
    return votes if cap is None else np.asarray(np.minimum(votes, cap))


def _concentration(mass: Floats, table: Table) -> Floats:
    """Return for each candidate how far the other names agree on one country: the largest share of their mass."""
    if not len(mass):
        return mass
    count = int(table.country.max(initial=0)) + 1
    cells = table.owner * count + np.maximum(table.country, 0)
    by_name = np.bincount(cells, weights=mass * (table.country >= 0), minlength=len(table.weight) * count)
    by_name = by_name.reshape(-1, count)
    others = by_name.sum(axis=0)[None, :] - by_name
    share = others.max(axis=1) / np.maximum(others.sum(axis=1), 1.0)
    return np.asarray(share[table.owner])


def _nearness(mass: Floats, table: Table) -> Floats:
    """Return log(1 + the mass of other names' likeliest places, discounted by distance) for each candidate."""
    counted = [
        k
        for part in table.slices
        for k in sorted(range(part.start, part.stop), key=lambda k: -mass[k])[:_COUNTED]
        if mass[k] > 0.05 and not table.is_wide[k]
    ]
    if not counted:
        return np.zeros(len(mass))
    chord = np.clip(table.xyz @ table.xyz[counted].T, -1.0, 1.0)
    km = np.arccos(chord) * _EARTH_KM
    near = np.exp(-km / NEAR_KM) * mass[counted][None, :]
    near[table.owner[:, None] == table.owner[counted][None, :]] = 0.0
    return np.asarray(np.log1p(near.sum(axis=1)) * ~table.is_wide)


def contains(outer: Candidate, inner: Candidate) -> bool:
    """Return whether the first place holds the second, by the administrative chain."""
    a, b = outer.place, inner.place
    if a.place_id == b.place_id:
        return False
    if a.feature_code.startswith("PCL"):
        return a.country is not None and a.country == b.country and not b.feature_code.startswith("PCL")
    if a.feature_code == "ADM1":
        return b.admin1_id == a.place_id
    if a.feature_class == "A":
        return b.admin2_id == a.place_id
    return False


def _containment(index: int, name: Name, names: Sequence[Name], table: Table, beliefs: Floats) -> Floats:
    found = np.zeros(len(name.candidates))
    for parent in name.parents:
        if parent == index:
            continue
        believed = beliefs[table.slices[parent]]
        outer = [(c, p) for c, p in zip(names[parent].candidates, believed, strict=True) if p > 0.02]
        for k, inner in enumerate(name.candidates):
            found[k] = max(found[k], sum(p for c, p in outer if contains(c, inner)))
    return found


def _add_listed(features: Floats, index: int, name: Name, table: Table, beliefs: Floats) -> None:
    part = table.slices[index]
    countries = np.zeros(len(name.candidates))
    kinds = np.zeros(len(name.candidates))
    others = [j for j in name.listed if j != index]
    codes = table.country.tolist()
    for j in others:
        other = table.slices[j]
        believed = beliefs[other]
        # few countries and kinds among many candidates: each is added up once
        by_country = {c: float(believed[table.country[other] == c].sum()) for c in set(codes[part]) if c >= 0}
        by_kind = {
            kind: float(believed[[k == kind for k in table.kinds[other]]].sum()) if len(believed) else 0.0
            for kind in set(table.kinds[part])
        }
        for k in range(part.start, part.stop):
            countries[k - part.start] += by_country.get(codes[k], 0.0)
            kinds[k - part.start] += by_kind[table.kinds[k]]
    features[part, _COLUMN["listed_country"]] = countries / max(1, len(others))
    features[part, _COLUMN["listed_kind"]] = kinds / max(1, len(others))

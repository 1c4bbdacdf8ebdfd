"""Ranks the candidate places of all names of a document jointly: features, weights, probabilities. Writes no words.

Two passes: the first ranks each name by itself, the second by what the first made likely for the others (countries and
first-order units named, distance to the other places). Weights stand in `geo/model/resolver.json`.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from gazetteer.places import Candidate
from geo.naming.candidate_table import COLUMN, FEATURES, Codes, Floats, Name, Table, own_features

#: Two places count as near when they lie within a few times this distance, in km.
NEAR_KM = 120.0
_EARTH_KM = 6371.0088

#: Scores are divided by this where all places of a name are to count, not the likeliest alone.
_LOOSENESS = 3.0

#: How many of a name's likeliest places count for the other names in the second pass.
_COUNTED = 3


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
    scores = _beliefs(features, vector, weights["none"], table).tolist()
    order: list[int] = []
    for part in table.slices:
        of_name = range(part.start, part.stop)
        order += sorted(of_name, key=lambda k: (-scores[k], table.candidates[k].place.place_id))
    features = features[order]
    candidates = [table.candidates[k] for k in order]
    scores = [scores[k] for k in order]
    return tuple(
        Ranking(tuple(candidates[part]), tuple(scores[part]), features[part], 1.0 - math.fsum(scores[part]))
        for part in table.slices
    )


def features_by_name(
    names: Sequence[Name], home_countries: Sequence[str], vector: Floats, none: float, table: Table
) -> Floats:
    """Return the feature rows of all candidates of all names, context included."""
    features = own_features(names, frozenset(home_countries), table)
    if len(table.starts) < 2:
        return features  # a lone name has nothing around it
    loose = _beliefs(features, vector / _LOOSENESS, none / _LOOSENESS, table) * table.mention_weight
    features[:, COLUMN["admin1_loose"]] = np.log1p(_votes(table.admin1, table.admin1.by_name(loose)))
    by_country = table.country.by_name(loose)
    features[:, COLUMN["country_loose"]] = _votes(table.country, by_country) / _others(loose, table)
    for _ in range(2):
        _add_context(features, names, table, _beliefs(features, vector, none, table))
    return features


def _beliefs(features: Floats, vector: Floats, none: float, table: Table) -> Floats:
    """Return the probability of each candidate by the features known so far, "none of these" being one more."""
    scores = features @ vector
    if not len(scores):
        return scores
    top = np.maximum(np.maximum.reduceat(scores, table.starts), none)
    odds = np.exp(scores - top[table.group])
    total = np.add.reduceat(odds, table.starts) + np.exp(none - top)
    return np.asarray(odds / total[table.group])


def _add_context(features: Floats, names: Sequence[Name], table: Table, beliefs: Floats) -> None:
    """Fill the columns that depend on what the other names are taken to mean."""
    mass = beliefs * table.mention_weight
    others = _others(mass, table)
    by_country = table.country.by_name(mass)
    country_vote = _votes(table.country, by_country) / others
    features[:, COLUMN["country_vote"]] = country_vote
    features[:, COLUMN["admin1_vote"]] = _votes(table.admin1, table.admin1.by_name(mass)) / others
    features[:, COLUMN["near"]] = _nearness(mass, table)
    named = beliefs * table.is_unit
    unit_named = np.minimum(_votes(table.admin1, table.admin1.by_name(named)), 1.0)
    features[:, COLUMN["admin1_named"]] = unit_named * (1.0 - table.is_unit)
    small = ((table.population < 50_000) & table.is_spot) | (features[:, COLUMN["variant"]] > 0)
    elsewhere = small * np.minimum(1.0, _mass_of_others(mass, table) / 2.0) * (1.0 - country_vote)
    features[:, COLUMN["foreign"]] = elsewhere * _concentration(by_country)[table.owner]
    if any(name.listed for name in names):
        _add_listed(features, names, table, beliefs)
    for i, name in enumerate(names):
        if name.parents:
            features[table.slices[i], COLUMN["contained"]] = _containment(i, name, names, table, beliefs)


def _mass_of_others(mass: Floats, table: Table) -> Floats:
    """Return, for each candidate, the mass of all names but its own."""
    own = np.bincount(table.owner, weights=mass, minlength=len(table.weight))
    return np.asarray((mass.sum() - own)[table.owner])


def _others(mass: Floats, table: Table) -> Floats:
    """Return the same, but at least 1: what a vote is a share of."""
    return np.maximum(_mass_of_others(mass, table), 1.0)


def _votes(codes: Codes, by_name: Floats) -> Floats:
    """Return for each candidate the mass that other names give to its code. `by_name` is that of all names."""
    others = by_name.sum(axis=0) - by_name
    return np.asarray(others.reshape(-1)[codes.cells] * codes.known)


def _concentration(by_country: Floats) -> Floats:
    """Return for each name how far the other names agree on one country: the largest share of their mass."""
    others = by_country.sum(axis=0) - by_country
    return np.asarray(others.max(axis=1) / np.maximum(others.sum(axis=1), 1.0))


def _nearness(mass: Floats, table: Table) -> Floats:
    """Return log(1 + the mass of other names' likeliest places, discounted by distance) for each candidate."""
    masses = mass.tolist()
    counted = [
        k
        for part in table.slices
        for k in sorted(range(part.start, part.stop), key=masses.__getitem__, reverse=True)[:_COUNTED]
        if masses[k] > 0.05 and not table.wide[k]
    ]
    if not counted:
        return np.zeros(len(mass))
    chord = np.clip(table.xyz @ table.xyz[counted].T, -1.0, 1.0)
    near = np.exp(np.arccos(chord) * (-_EARTH_KM / NEAR_KM)) * mass[counted]
    near[table.owner[:, None] == table.owner[counted]] = 0.0
    return np.asarray(np.log1p(near.sum(axis=1)) * table.not_wide)


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


def _containment(index: int, name: Name, names: Sequence[Name], table: Table, beliefs: Floats) -> list[float]:
    found = [0.0] * len(name.candidates)
    for parent in name.parents:
        if parent == index:
            continue
        believed = beliefs[table.slices[parent]].tolist()
        outer = [(c, p) for c, p in zip(names[parent].candidates, believed, strict=True) if p > 0.02]
        for k, inner in enumerate(name.candidates):
            found[k] = max(found[k], sum(p for c, p in outer if contains(c, inner)))
    return found


def _add_listed(features: Floats, names: Sequence[Name], table: Table, beliefs: Floats) -> None:
    """Fill the columns that tell how far the names of one list are of one country and one kind."""
    kind = Codes(table.kinds, table.owner, len(names))
    by_column = [
        (COLUMN["listed_country"], table.country, table.country.by_name(beliefs)),
        (COLUMN["listed_kind"], kind, kind.by_name(beliefs)),
    ]
    for i, name in enumerate(names):
        others = [j for j in name.listed if j != i]
        part = table.slices[i]
        for column, codes, by_name in by_column if others else ():
            agreed = by_name[others].sum(axis=0)[codes.codes[part]]
            features[part, column] = agreed * codes.known[part] / len(others)

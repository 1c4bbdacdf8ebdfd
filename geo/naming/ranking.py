"""Ranks the candidate places of all names of a document jointly: features, weights, probabilities. Writes no words.

Many documents are ranked at once, as numpy's cost is its calls: each gets what it gets alone, to the last digit.

Two passes: the first ranks each name by itself, the second by what the first made likely for the others (countries and
first-order units named, distance to the other places). Weights stand in `geo/model/resolver.json`.
"""

import itertools
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from gazetteer.frozen import quickly_made
from gazetteer.places import Candidate
from geo.naming.candidate_table import CONTEXT, FEATURES, Floats, Names, Table
from geo.naming.context import Context

#: Scores are divided by this where all places of a name are to count, not the likeliest alone.
_LOOSENESS = 3.0

#: A feature that sets the best place apart by less than this is not worth telling; the others are the next so many.
_LEAST_GAIN, _COMPARED = 0.25, 5


@quickly_made
@dataclass(frozen=True, slots=True)
class Ranking:
    """The candidates of one name, best first, with their probabilities; the rest is that of "none of these"."""

    candidates: tuple[Candidate, ...]
    scores: tuple[float, ...]
    gains: tuple[tuple[float, str], ...]  # by how much a feature sets the first apart from the next, and which one
    none: float


@dataclass(frozen=True, slots=True)
class Weights:
    """Log-odds of a candidate per unit of a feature."""

    features: Floats  # a column, as FEATURES
    none: float  # log-odds of "none of these"


@cache
def read_weights() -> Mapping[str, float]:
    """Return the shipped weights by feature."""
    table = json.loads(files("geo.model").joinpath("resolver.json").read_text(encoding="utf-8"))
    return {str(k): float(v) for k, v in table["weights"].items()}


def weights_of(by_feature: Mapping[str, float]) -> Weights:
    """Return weights by feature as a column."""
    return Weights(np.array([[by_feature[f]] for f in FEATURES]), by_feature["none"])


@cache
def _shipped() -> Weights:
    return weights_of(read_weights())


def rank(documents: Sequence[Names]) -> list[tuple[Ranking, ...]]:
    """Return the ranking of each name of each document, in their order. Documents know nothing of each other."""
    table, weights = Table(documents), _shipped()
    if not table.candidates:
        return [tuple(Ranking((), (), (), 1.0) for _ in d.names) for d in documents]
    scores = fill_context(table, weights).tolist()
    order = [_order(scores, part, table) for part in table.slices]
    rankings = [
        _ranking(tuple([table.candidates[k] for k in of_name]), tuple([scores[k] for k in of_name]), gains)
        for of_name, gains in zip(order, _gains(table, weights, order), strict=True)
    ]
    return [tuple(rankings[document]) for document in table.documents]


def _order(scores: Sequence[float], part: slice, table: Table) -> list[int]:
    """Return the candidates of a name, the likeliest first, equally likely ones by their ids."""
    of_name = range(part.start, part.stop)
    if len(of_name) < 2:
        return list(of_name)
    if len(set(scores[part])) == len(of_name):
        return sorted(of_name, key=scores.__getitem__, reverse=True)
    return sorted(of_name, key=lambda k: (-scores[k], table.places[k].place_id))


def _ranking(
    candidates: tuple[Candidate, ...], scores: tuple[float, ...], gains: Sequence[tuple[float, str]]
) -> Ranking:
    return Ranking(candidates, scores, tuple(gains), 1.0 - math.fsum(scores))


def _gains(table: Table, weights: Weights, order: Sequence[Sequence[int]]) -> list[list[tuple[float, str]]]:
    """Return for each name what sets its best place apart from the next ones."""
    found: list[list[tuple[float, str]]] = [[] for _ in order]
    several = [i for i, of_name in enumerate(order) if len(of_name) > 1]
    if not several:
        return found
    best = table.rows.take([order[i][0] for i in several], axis=1)
    following = [order[i][1 : 1 + _COMPARED] for i in several]
    sizes = [len(f) for f in following]
    starts = [0, *itertools.accumulate(sizes[:-1])]
    sums = np.add.reduceat(table.rows.take([k for f in following for k in f], axis=1), starts, axis=1)
    gains = ((best - sums / sizes) * weights.features).round(9)  # equal ones are told in one order
    where = (gains > _LEAST_GAIN).nonzero()
    for feature, k, gain in zip(where[0].tolist(), where[1].tolist(), gains[where].tolist(), strict=True):
        found[several[k]].append((gain, FEATURES[feature]))
    return found


def fill_context(table: Table, weights: Weights) -> Floats:
    """Fill what depends on other names in the rows of a table, and return the probability of each candidate."""
    own = _scores(table.rows[:CONTEXT], weights.features[:CONTEXT]) - weights.none
    context = Context(table)
    context.add_loose(_beliefs(own / _LOOSENESS, table))
    around, by_context = table.rows[CONTEXT:], weights.features[CONTEXT:]
    for _ in range(2):
        context.add(_beliefs(own + _scores(around, by_context), table))
    return _beliefs(own + _scores(around, by_context), table)


def _scores(rows: Floats, weights: Floats) -> Floats:
    """Return the weighted sum of the rows; no matrix product, whose rounding may differ between equal columns."""
    return np.asarray(np.add.reduce(rows * weights))


def _beliefs(scores: Floats, table: Table) -> Floats:
    """Return the probability of each candidate by its log-odds against "none of these", which is one more."""
    odds = np.exp(scores)
    total = np.add.reduceat(odds, table.starts) + 1.0
    return np.asarray(odds / total[table.group])

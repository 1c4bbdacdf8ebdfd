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

from gazetteer.frozen import maker_of, quickly_made
from gazetteer.matches import Matches
from gazetteer.places import Candidate, Place
from gazetteer.records import Row
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

    matches: Matches
    order: tuple[int, ...]  # of the matches
    scores: tuple[float, ...]
    gains: tuple[tuple[float, str], ...]  # by how much a feature sets the first apart from the next, and which one
    none: float

    def __len__(self) -> int:
        return len(self.order)

    @property
    def best(self) -> Candidate:
        """The first candidate."""
        return self.matches[self.order[0]]

    @property
    def row(self) -> Row:
        """The numbers of the first candidate."""
        return self.matches.row(self.order[0])

    def told(self, first: int, count: int) -> list[tuple[Place, float]]:
        """Return some of the places with their probabilities; what nobody asks for is never made."""
        end = first + count
        matches = self.matches
        return [
            (matches[k].place, score) for k, score in zip(self.order[first:end], self.scores[first:end], strict=True)
        ]


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
    if not len(table):
        return [tuple(_made_ranking(n.candidates, (), (), (), 1.0) for n in d.names) for d in documents]
    scores = fill_context(table, weights).tolist()
    order = [_order(scores[part], n.candidates) for n, part in zip(table.names, table.slices, strict=True)]
    rankings = [
        _ranking(name.candidates, of_name, scores[part], gains)
        for name, of_name, part, gains in zip(
            table.names, order, table.slices, _gains(table, weights, order), strict=True
        )
    ]
    return [tuple(rankings[document]) for document in table.documents]


def _order(scores: Sequence[float], matches: Matches) -> list[int]:
    """Return the candidates of a name, the likeliest first, equally likely ones by their ids."""
    if len(scores) < 2:
        return list(range(len(scores)))
    order = sorted(range(len(scores)), key=scores.__getitem__, reverse=True)
    if len(set(scores)) < len(scores):
        tied = {scores[a] for a, b in itertools.pairwise(order) if scores[a] == scores[b]}
        order.sort(key=lambda k: (-scores[k], matches.place_id(k) if scores[k] in tied else ""))
    return order


def _ranking(
    matches: Matches, order: Sequence[int], scores: Sequence[float], gains: Sequence[tuple[float, str]]
) -> Ranking:
    ranked = tuple(sorted(scores, reverse=True))
    return _made_ranking(matches, tuple(order), ranked, tuple(gains), 1.0 - math.fsum(scores))


_made_ranking = maker_of(Ranking)


def _gains(table: Table, weights: Weights, order: Sequence[Sequence[int]]) -> list[list[tuple[float, str]]]:
    """Return for each name what sets its best place apart from the next ones."""
    found: list[list[tuple[float, str]]] = [[] for _ in order]
    several = [i for i, of_name in enumerate(order) if len(of_name) > 1]
    if not several:
        return found
    begins = [table.slices[i].start for i in several]
    best = table.rows.take([b + order[i][0] for b, i in zip(begins, several, strict=True)], axis=1)
    following = [[b + k for k in order[i][1 : 1 + _COMPARED]] for b, i in zip(begins, several, strict=True)]
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

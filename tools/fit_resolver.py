"""Fits the resolver's few dozen weights (tied to no word) on corpora with located place names.

    fit_resolver.py CORPUS... [--out geo/model/resolver.json] [--folds N]

A corpus is JSON Lines with "text", "source" and "toponyms" ("start", "end", "lat", "lon"). The target of a name is the
candidate nearest to its gold point, if within 25 km (161 km for countries, regions and first-order units); else "none".
With --folds, prints the share of names that are right when the folds, grouped by source, are left out in turn.
"""

import argparse
import gzip
import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from gazetteer import Gazetteer
from geo.naming.candidate_table import FEATURES, Name, Names, Table
from geo.naming.ranking import fill_context, read_weights, weights_of
from geo.records import Document, Span
from geo.resolve import read_names
from geo.toponyms import toponyms_of_spans

Floats = npt.NDArray[np.float64]
NEAR_KM, WIDE_KM = 25.0, 161.0


@dataclass(frozen=True, slots=True)
class Case:
    """A document: its names, and for each the index of the right candidate (-1: none; None: not judged)."""

    source: str
    names: list[Name]
    targets: list[int | None]
    points: list[tuple[float, float] | None]


def read_cases(path: Path, gazetteer: Gazetteer) -> list[Case]:
    """Return the documents of a corpus as cases."""
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    cases = []
    for line in content.decode().split("\n"):
        if line.strip():
            row = json.loads(line)
            spans = tuple(Span(t["start"], t["end"]) for t in row["toponyms"])
            document = Document(
                id=row["id"],
                file="",
                text=row["text"],
                title=row.get("title"),
                source=row.get("source"),
                toponyms=spans,
            )
            names, owner = read_names(document, toponyms_of_spans(document, gazetteer), gazetteer)
            points: list[Counter[tuple[float, float]]] = [Counter() for _ in names]
            for k, gold in zip(owner, row["toponyms"], strict=True):
                if gold.get("lat") is not None:
                    points[k][gold["lat"], gold["lon"]] += 1
            best = [p.most_common(1)[0][0] if p else None for p in points]
            targets = [None if p is None else _target(n, p) for n, p in zip(names, best, strict=True)]
            cases.append(Case(row.get("source") or f"{path.stem}{len(cases) % 10}", names, targets, best))
    return cases


def _km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    p, q = math.radians(lat1), math.radians(lat2)
    h = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * 6371.0088 * math.asin(min(1.0, math.sqrt(h)))


def _target(name: Name, point: tuple[float, float]) -> int:
    best = (math.inf, -1)
    for k, candidate in enumerate(name.candidates):
        place = candidate.place
        km = _km(*point, place.lat, place.lon)
        wide = place.feature_code.startswith("PCL") or place.feature_code == "ADM1" or place.feature_class == "L"
        if km <= (max(WIDE_KM, 500.0 if place.feature_code.startswith("PCL") else 0.0) if wide else NEAR_KM):
            best = min(best, (km / (4 if wide else 1), k))
    return best[1]


def fit(cases: Sequence[Case], rounds: int, decay: float) -> dict[str, float]:
    """Return fitted weights: multinomial logistic regression over the candidates of each name and "none"."""
    weights = dict(read_weights())
    for _ in range(rounds):
        blocks = []
        for case in cases:
            blocks += _blocks(case, weights)
        weights = _descend(blocks, weights, decay)
    return weights


def _blocks(case: Case, weights: dict[str, float]) -> list[tuple[Floats, int, float]]:
    table = Table([Names(case.names)])
    rows = _rows(table, weights)
    found = []
    for name, target, part in zip(case.names, case.targets, table.slices, strict=True):
        if target is None or not name.candidates or (target < 0 and len(name.candidates) > 3):
            continue  # a known name whose place the gazetteer lacks says nothing of the others
        found.append((rows[part].copy(), target, math.sqrt(name.mentions)))
    return found


def _rows(table: Table, weights: dict[str, float]) -> Floats:
    """Return a row of features a candidate, context included."""
    if len(table):
        fill_context(table, weights_of(weights))
    return table.rows.T


def _descend(blocks: Sequence[tuple[Floats, int, float]], start: dict[str, float], decay: float) -> dict[str, float]:
    """Minimise the mean loss plus `decay` times the squared distance from the first weights (Adam)."""
    x = np.vstack([b for b, _, _ in blocks])
    sizes = np.array([len(b) for b, _, _ in blocks])
    owner = np.repeat(np.arange(len(blocks)), sizes)
    first = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    right = np.array([f + t if t >= 0 else -1 for f, (_, t, _) in zip(first, blocks, strict=True)])
    mention_weight = np.array([c for _, _, c in blocks])
    prior = np.array([start[f] for f in FEATURES])
    w, none = prior.copy(), start["none"]
    none_prior = none
    m = np.zeros(len(w) + 1)
    v = np.zeros(len(w) + 1)
    for step in range(1, 601):
        scores = x @ w
        top = np.maximum(np.maximum.reduceat(scores, first), none)
        e = np.exp(scores - top[owner])
        rest = np.exp(none - top)
        total = np.add.reduceat(e, first) + rest
        p = e / total[owner]
        p_none = rest / total
        gradient = p.copy()
        gradient[right[right >= 0]] -= 1.0
        missing = mention_weight * (p_none - (right < 0))
        g = np.append(x.T @ (gradient * mention_weight[owner]), missing.sum()) / len(blocks)
        g += decay * np.append(w - prior, none - none_prior)
        m = 0.9 * m + 0.1 * g
        v = 0.999 * v + 0.001 * g * g
        change = 0.05 * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
        w, none = w - change[:-1], none - change[-1]
    return {**{f: round(float(c), 3) for f, c in zip(FEATURES, w, strict=True)}, "none": round(float(none), 3)}


def right_share(cases: Sequence[Case], weights: dict[str, float]) -> tuple[float, float]:
    """Return the share of located names whose first candidate is right, and is within 161 km."""
    vector = np.array([weights[f] for f in FEATURES])
    right = near = count = 0.0
    for case in cases:
        table = Table([Names(case.names)])
        rows = _rows(table, weights)
        for name, target, point, part in zip(case.names, case.targets, case.points, table.slices, strict=True):
            if target is None or point is None:
                continue
            count += name.mentions
            if not name.candidates:
                continue
            k = int((rows[part] @ vector).argmax())
            place = name.candidates[k].place
            right += (k == target) * name.mentions
            near += (_km(*point, place.lat, place.lon) <= WIDE_KM) * name.mentions
    return right / count, near / count


def main() -> None:
    """Fit and write, or cross-validate."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path, nargs="+")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--decay", type=float, default=0.002)
    options = parser.parse_args()
    gazetteer = Gazetteer.default()
    cases = [c for path in options.corpora for c in read_cases(path, gazetteer)]
    print(f"{len(cases)} documents; as shipped: right {right_share(cases, dict(read_weights()))}")
    if options.folds:
        sources = sorted({c.source for c in cases})
        shares, sizes = [], []
        for fold in range(options.folds):
            held = set(sources[fold :: options.folds])
            weights = fit([c for c in cases if c.source not in held], options.rounds, options.decay)
            inside = [c for c in cases if c.source in held]
            shares.append(right_share(inside, weights))
            sizes.append(sum(n.mentions for c in inside for n in c.names))
        print("cross-validated by source:", np.average(np.array(shares), axis=0, weights=sizes), shares)
    weights = fit(cases, options.rounds, options.decay)
    print("fitted on all:", right_share(cases, weights), weights)
    if options.out:
        about = {
            "about": "Weights of the resolver: log-odds of a candidate place per unit of a feature. Tied to no word.",
            "fitted_on": [p.name for p in options.corpora],
            "weights": weights,
        }
        options.out.write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

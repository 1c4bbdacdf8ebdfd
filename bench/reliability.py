"""How far the resolver's scores are probabilities: a reliability curve over a corpus of located place names.

    python bench/reliability.py CORPUS [--folds N]

CORPUS is JSON Lines, plain or .gz, with "id", "text", "source" and "toponyms" ("start", "end", "lat", "lon"); the spans
are given to the resolver. A name is right when its place lies within 161 km of the gold point. Prints, a row a tenth of
the score, the number of names, their mean score and the share that is right; then the Brier score and the expected
calibration error. With --folds, the weights of a logistic curve (Platt 1999) fitted on the other sources, in turn.
"""

import argparse
import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from gazetteer import Gazetteer
from gazetteer.geometry import distance_km
from geo.config import Config
from geo.records import Document, Span
from geo.resolve import resolve_toponyms
from geo.toponyms import toponyms_of_spans

Floats = npt.NDArray[np.float64]
RIGHT_KM = 161.0
BINS = 10


def read_judged(path: Path, gazetteer: Gazetteer) -> Iterator[tuple[str, float, bool, bool]]:
    """Yield source, score, whether right and whether a country or wider, for each located name that got a place."""
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    for line in filter(None, content.decode().split("\n")):
        row = json.loads(line)
        spans = tuple(Span(t["start"], t["end"]) for t in row["toponyms"])
        source = row.get("source")
        document = Document(id=row["id"], file="", text=row["text"], source=source, url=row.get("url"), toponyms=spans)
        found = resolve_toponyms(document, toponyms_of_spans(document, gazetteer), gazetteer, Config())
        for resolution, gold in zip(found, row["toponyms"], strict=True):
            place = resolution.place
            if place is not None and gold.get("lat") is not None and resolution.match != "containing_area":
                km = distance_km(place.lat, place.lon, gold["lat"], gold["lon"])
                is_wide = place.feature_code.startswith("PCL") or place.feature_class == "L"
                yield source or row["id"], place.score, km <= RIGHT_KM, is_wide


def curve(scores: Floats, right: Floats) -> list[tuple[int, float, float]]:
    """Return the number, the mean score and the share that is right of the names in each tenth of the score."""
    which = np.minimum((scores * BINS).astype(int), BINS - 1)
    return [
        (int((which == k).sum()), float(scores[which == k].mean()), float(right[which == k].mean()))
        for k in range(BINS)
        if (which == k).any()
    ]


def brier(scores: Floats, right: Floats) -> float:
    """Return the mean squared difference of score and truth."""
    return float(((scores - right) ** 2).mean())


def calibration_error(scores: Floats, right: Floats) -> float:
    """Return the mean difference of score and share that is right over the bins, weighted by their names."""
    return sum(n * abs(mean - share) for n, mean, share in curve(scores, right)) / len(scores)


def fit_curve(scores: Floats, right: Floats) -> tuple[float, float]:
    """Return slope and shift of the log-odds that make the scores likeliest (Newton's method)."""
    x = np.column_stack([log_odds(scores), np.ones(len(scores))])
    w = np.array([1.0, 0.0])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ w))
        hessian = (x * (p * (1 - p))[:, None]).T @ x + 1e-6 * np.eye(2)
        step = np.linalg.solve(hessian, x.T @ (p - right))
        w = w - step * min(1.0, 0.5 / max(float(np.linalg.norm(step)), 1e-12))  # short steps do not overshoot
    return float(w[0]), float(w[1])


def log_odds(scores: Floats) -> Floats:
    """Return the log-odds of scores, those of 0 and 1 cut at 0.0001 and 0.9999."""
    cut = np.clip(scores, 1e-4, 1 - 1e-4)
    return np.asarray(np.log(cut / (1 - cut)))


def calibrated(scores: Floats, slope: float, shift: float) -> Floats:
    """Return the scores with their log-odds stretched and shifted."""
    return np.asarray(1 / (1 + np.exp(-(slope * log_odds(scores) + shift))))


def main() -> None:
    """Print the curve and, with --folds, what fitting it would give."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--folds", type=int, default=0)
    options = parser.parse_args()
    judged = list(read_judged(options.corpus, Gazetteer.default()))
    sources = sorted({s for s, *_ in judged})
    scores, right = np.array([j[1] for j in judged]), np.array([float(j[2]) for j in judged])
    for n, mean, share in curve(scores, right):
        print(f"{n:6} names, mean score {mean:.3f}, right {share:.3f}")
    print(f"Brier {brier(scores, right):.4f}, calibration error {calibration_error(scores, right):.4f}")
    narrow = np.array([not j[3] for j in judged])
    error = calibration_error(scores[narrow], right[narrow])
    print(f"no countries, no regions: Brier {brier(scores[narrow], right[narrow]):.4f}, calibration error {error:.4f}")
    if options.folds:
        fold = np.array([sources.index(s) % options.folds for s, *_ in judged])
        held = np.zeros(len(scores))
        for k in range(options.folds):
            held[fold == k] = calibrated(scores[fold == k], *fit_curve(scores[fold != k], right[fold != k]))
        print(
            f"left out in turn: Brier {brier(held, right):.4f}, calibration error {calibration_error(held, right):.4f}"
        )
        print("fitted on all: slope {:.3f}, shift {:.3f}".format(*fit_curve(scores, right)))


if __name__ == "__main__":
    main()

"""Fits the weights by which the day of an article's main incident is chosen (tied to no word).

    fit_dates.py DOCUMENTS GOLD [DOCUMENTS GOLD ...] [--out geo/model/dates.json] [--folds N]

DOCUMENTS and GOLD are JSON Lines (".gz" too): documents as `analyse` reads them, and for each the incidents it tells,
with "date_start" and "date_end". Only articles with one dated incident, on one day, published up to a year after, are
learnt from. With --folds, prints the share of days that are right when the folds are left out in turn; the articles of
one "cluster" (one incident) stay together.
"""

import argparse
import gzip
import hashlib
import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from gazetteer import Gazetteer
from geo.config import Config
from geo.documents import read_documents
from geo.events.date_ranking import Choice, choices_of, likeliest
from geo.records import Document, Resolution
from geo.reports import main_article
from geo.resolve import resolve_toponyms
from geo.toponyms import find_toponyms

Floats = npt.NDArray[np.float64]

#: days after an incident within which an article about it has come out
LONGEST = 400
#: days within which news is fresh: only these are counted as right or wrong
FRESH = 30
#: how strongly weights are drawn to 0, steps of the descent, and their first size
DECAY, STEPS, STEP = 2.0, 500, 0.1


@dataclass(frozen=True, slots=True)
class Case:
    """An article: its choices, which of them are right, and how many days after the incident it came out."""

    group: str
    choices: tuple[Choice, ...]
    right: tuple[bool, ...]
    lag: int
    day: date


def read_gold(path: Path) -> dict[str, tuple[str, date]]:
    """Return the cluster and the day of each document that tells of one incident of one day."""
    found = {}
    for row in read_rows(path):
        incidents = [i for i in row["incidents"] if not i.get("historical") and not i.get("optional")]
        if len(incidents) == 1 and incidents[0].get("date_start") and _is_day(incidents[0]):
            found[row["id"]] = (str(row.get("cluster") or row["id"]), date.fromisoformat(incidents[0]["date_start"]))
    return found


def _is_day(incident: Mapping[str, object]) -> bool:
    return incident["date_start"] == incident.get("date_end") and incident.get("date_prec", 1) == 1


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a JSON Lines file, compressed or not."""
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [json.loads(line) for line in content.decode().split("\n") if line.strip()]


def plain_documents(path: Path) -> list[Document]:
    """Return the documents of a corpus without what is told of their place names."""
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "documents.jsonl"
        rows = ({k: v for k, v in row.items() if k != "toponyms"} for row in read_rows(path))
        plain.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        return [d for reading in read_documents([plain], Config()) for d in reading.documents]


def read_cases(documents: Path, gold: Path, gazetteer: Gazetteer) -> list[Case]:
    """Return the articles of a corpus whose day is known."""
    known = read_gold(gold)
    cases = []
    for document in plain_documents(documents):
        if document.id in known:
            resolutions = resolve_toponyms(document, find_toponyms(document, gazetteer), gazetteer, Config())
            case = case_of(document, resolutions, *known[document.id])
            cases += [case] if case else []
    return cases


def case_of(document: Document, resolutions: Sequence[Resolution], group: str, day: date) -> Case | None:
    """Return what can be learnt from one article, None where that is nothing."""
    if document.published is None or document.published.start != document.published.end:
        return None
    lag = (document.published.end - day).days
    article = main_article(document, resolutions, Config())
    if article is None or not -1 <= lag <= LONGEST:
        return None
    choices = choices_of(article)
    told = [c.when is not None and c.first == day == c.last for c in choices]
    untold = [c.when is None and c.first == day == c.last for c in choices]
    right = told if any(told) else untold if any(untold) else [c is choices[-1] for c in choices]
    return Case(group, tuple(choices), tuple(right), lag, day)


def fit(cases: Sequence[Case]) -> dict[str, float]:
    """Return the weights that make the right choices likeliest (Adam on the loss plus `DECAY` times their squares)."""
    names = sorted({name for case in cases for c in case.choices for name in c.features})
    rows = np.array([[c.features.get(name, 0.0) for name in names] for case in cases for c in case.choices])
    right = np.array([r for case in cases for r in case.right])
    sizes = [len(case.choices) for case in cases]
    first = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    owner = np.repeat(np.arange(len(cases)), sizes)
    weights, mean, square = (np.zeros(len(names)) for _ in range(3))
    for step in range(1, STEPS + 1):
        slope = _slope(rows, right, first, owner, weights) + 2 * DECAY * weights
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope * slope
        size = STEP * min(1.0, 2.5 * (1 - step / (STEPS + 1)))
        weights -= size * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return dict(zip(names, (round(float(w), 2) for w in weights), strict=True))


def _slope(
    rows: Floats, right: npt.NDArray[np.bool_], first: npt.NDArray[np.int64], owner: npt.NDArray[np.int64], w: Floats
) -> Floats:
    scores = rows @ w
    raised = np.exp(scores - np.maximum.reduceat(scores, first)[owner])
    whole, good = np.add.reduceat(raised, first), np.add.reduceat(raised * right, first)
    slope: Floats = rows.T @ (raised / whole[owner] - raised * right / good[owner])
    return slope


def share_right(cases: Sequence[Case], weights: Mapping[str, float]) -> tuple[int, int]:
    """Return how many days of fresh news are right, and of how many."""
    fresh = [c for c in cases if 0 <= c.lag <= FRESH]
    hits = 0
    for case in fresh:
        best = likeliest(case.choices, weights)
        hits += best.first == case.day == best.last
    return hits, len(fresh)


def fold_of(group: str, folds: int) -> int:
    """Return the fold of a group, by a hash of its name."""
    return int(hashlib.sha256(group.encode()).hexdigest(), 16) % folds


def main() -> None:
    """Fit the weights and write them, or try them on folds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--folds", type=int, default=0)
    options = parser.parse_args()
    gazetteer = Gazetteer.default()
    pairs = zip(options.corpora[::2], options.corpora[1::2], strict=True)
    cases = [case for documents, gold in pairs for case in read_cases(documents, gold, gazetteer)]
    report(cases, options.folds)
    if options.out:
        write(fit(cases), len(cases), options.out)


def report(cases: Sequence[Case], folds: int) -> None:
    """Print the share of days that are right on each fold, fitted on the others."""
    for fold in range(folds):
        left = [c for c in cases if fold_of(c.group, folds) != fold]
        hits, of = share_right([c for c in cases if fold_of(c.group, folds) == fold], fit(left))
        print(f"fold {fold}: {hits} of {of} = {hits / max(of, 1):.3f}")


def write(weights: Mapping[str, float], n: int, path: Path) -> None:
    """Write the weights with what they are."""
    table = {
        "about": "Log-odds of a day per unit of a feature (geo/events/date_ranking.py). Tied to no word.",
        "fitted_on": f"{n} articles with one dated incident (tools/fit_dates.py; bench/reports.md)",
        "weights": {name: weight for name, weight in weights.items() if weight},
    }
    path.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

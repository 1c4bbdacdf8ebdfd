"""Trains the recogniser of place names and writes its weights to geo/model/.

    train_recogniser.py [--corpus PATH --note TEXT]... [--articles N] [--out geo/model]

Training data: articles written by us (tools/training, names drawn from the gazetteer) and, where paths are given,
corpora as JSON Lines with "text" and "toponyms" (their gold lacks demonyms and nested names: those come from the plain
rules). Needs python-crfsuite, for training only.
"""

import argparse
import gzip
import hashlib
import io
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from labelled_articles import Article, Label, make_articles, read_pool

from gazetteer import Gazetteer
from geo.naming.features import read_text, spell_features
from geo.naming.finding_rules import apply_rules
from geo.naming.matches import Match, find_matches
from geo.naming.tokens import Tokens, tokenise

LABELS = ("O", "B-literal", "I-literal", "B-demonym", "I-demonym", "B-nested", "I-nested")


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain: features and labels of its tokens."""

    features: list[list[str]]
    labels: list[str]


def read_corpus(path: Path) -> Iterator[tuple[str, list[Label]]]:
    """Yield text and literal place names of a corpus."""
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    for line in content.decode().split("\n"):
        if line.strip():
            row = json.loads(line)
            yield row["text"], [Label(t["start"], t["end"], "literal") for t in row["toponyms"]]


def sequences(
    tokens: Tokens, matches: Sequence[Match], labels: Iterable[Label], unsure: Iterable[range] = ()
) -> Iterator[Chain]:
    """Yield the chains of a text with their labels; chains that touch `unsure` tokens are left out."""
    tags = ["O"] * len(tokens)
    for label in labels:
        inside = [i for i in range(len(tokens)) if label.start < tokens.ends[i] and tokens.starts[i] < label.end]
        for k, i in enumerate(inside):
            tags[i] = f"{'B' if k == 0 else 'I'}-{label.role}"
    left_out = {i for r in unsure for i in r}
    stretches, rows = spell_features(read_text(tokens, matches))
    position = 0
    for stretch in stretches:
        part = rows[position : position + len(stretch)]
        position += len(stretch)
        if left_out.isdisjoint(stretch):
            yield Chain(part, [tags[i] for i in stretch])


def from_article(article: Article, gazetteer: Gazetteer) -> Iterator[Chain]:
    """Yield the chains of one of our articles."""
    tokens = tokenise(article.text)
    matches = [m for m in find_matches(tokens, gazetteer) if tokens.slice(m.first, m.last) not in article.hidden]
    yield from sequences(tokens, matches, article.labels)


def from_corpus(text: str, labels: list[Label], gazetteer: Gazetteer) -> Iterator[Chain]:
    """Yield the chains of a corpus document. Demonyms and nested names, which its gold lacks, come from the rules."""
    tokens = tokenise(text)
    matches = find_matches(tokens, gazetteer)
    gold = [(label.start, label.end) for label in labels]
    added = []
    for found in apply_rules(tokens, matches):
        start, end = tokens.starts[found.first], tokens.ends[found.last]
        if found.role in {"demonym", "nested"} and not any(a < end and start < b for a, b in gold):
            added.append(Label(start, end, found.role))
    yield from sequences(tokens, matches, [*labels, *added])


def train(
    data: Sequence[Chain], c1: float, c2: float, iterations: int
) -> tuple[dict[tuple[str, str], float], dict[tuple[str, str], float]]:
    """Return the weights of (feature, label) and of (label, label)."""
    import pycrfsuite  # noqa: PLC0415

    trainer = pycrfsuite.Trainer(verbose=False)
    for sequence in data:
        trainer.append(sequence.features, sequence.labels)
    trainer.set_params(
        {"c1": c1, "c2": c2, "max_iterations": iterations, "feature.possible_transitions": True, "feature.minfreq": 2}
    )
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "model")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        dumped = tagger.info()
        tagger.close()
    return dumped.state_features, dumped.transitions


def write_model(
    states: dict[tuple[str, str], float],
    transitions: dict[tuple[str, str], float],
    folder: Path,
    about: dict[str, object],
) -> None:
    """Write recogniser.npz (features, weights, transitions) and its manifest."""
    features = sorted({f for (f, _), w in states.items() if abs(w) > 0.01})
    index = {f: i for i, f in enumerate(features)}
    weights = np.zeros((len(features), len(LABELS)), dtype=np.float16)
    for (feature, label), weight in states.items():
        if feature in index:
            weights[index[feature], LABELS.index(label)] = weight
    moves = np.zeros((len(LABELS), len(LABELS)), dtype=np.float32)
    for (a, b), weight in transitions.items():
        moves[LABELS.index(a), LABELS.index(b)] = weight
    buffer = io.BytesIO()
    names = np.frombuffer("\n".join(features).encode(), dtype=np.uint8)
    np.savez_compressed(buffer, features=names, weights=weights, transitions=moves)
    (folder / "recogniser.npz").write_bytes(buffer.getvalue())
    manifest = {
        **about,
        "labels": LABELS,
        "features": len(features),
        "sha256": hashlib.sha256(buffer.getvalue()).hexdigest(),
    }
    (folder / "recogniser.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, action="append", default=[])
    parser.add_argument("--repeat", type=int, default=5, help="how often a corpus counts")
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--iterations", type=int, default=80)
    parser.add_argument("--c1", type=float, default=0.5)
    parser.add_argument("--c2", type=float, default=4.0)
    parser.add_argument("--note", action="append", default=[], help="origin and licence of a corpus, for the manifest")
    parser.add_argument("--out", type=Path, default=Path("geo/model"))
    options = parser.parse_args()
    gazetteer = Gazetteer.default()
    data = [s for a in make_articles(read_pool(), options.articles, options.seed) for s in from_article(a, gazetteer)]
    own = len(data)
    for path in options.corpus:
        added = [s for text, labels in read_corpus(path) for s in from_corpus(text, labels, gazetteer)]
        data += added * options.repeat
    print(
        f"{own} chains of {options.articles} articles, {len(data) - own} of corpora",
        Counter(t for s in data for t in s.labels),
    )
    states, transitions = train(data, options.c1, options.c2, options.iterations)
    about = {
        "about": "Linear-chain CRF over capitalised words: weights of features (geo/naming/slots.py) for BIO labels",
        "trained_on": [
            f"{options.articles} articles of tools/training, seed {options.seed}",
            *(f"{p.name}, sha256 {hashlib.sha256(p.read_bytes()).hexdigest()[:16]}" for p in options.corpus),
        ],
        "notes": ["the weights are statistics of these texts; no text and no name is kept", *options.note],
        "settings": {"c1": options.c1, "c2": options.c2, "iterations": options.iterations, "repeat": options.repeat},
    }
    write_model(states, transitions, options.out, about)
    print(f"{len(states)} weights; written to {options.out}")


if __name__ == "__main__":
    main()

"""Labels the capitalised words of a text by a linear-chain CRF. Knows nothing of which place is meant.

The weights stand in `geo/model/recogniser.npz`, with a manifest beside them; numpy is all that is needed to apply them.
"""

import hashlib
import io
import itertools
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from importlib.resources import files
from operator import add

import numpy as np
import numpy.typing as npt

from geo.errors import ContractError
from geo.naming.cues import links
from geo.naming.features import make_features
from geo.naming.finding_rules import Found, apply_rules
from geo.naming.matches import Match
from geo.naming.slots import Book
from geo.naming.tokens import Tokens
from geo.records import ToponymRole

Floats = npt.NDArray[np.float64]

_ROLES: Mapping[str, ToponymRole] = {"literal": "literal", "demonym": "demonym", "nested": "nested"}


class Model:
    """The weights of the recogniser: of features for labels, and from label (row) to label."""

    def __init__(
        self, labels: Sequence[str], rows: Mapping[str, int], weights: npt.ArrayLike, transitions: npt.ArrayLike
    ) -> None:
        """Take the row of `weights` of each feature. Rows may follow that belong to none."""
        self.labels = tuple(labels)
        self.transitions: list[list[float]] = np.asarray(transitions, dtype=np.float64).tolist()
        #: by how much "outside" must lead at every word of a chain so that no path but the one outside can win
        self.lead = _lead(self.transitions)
        # bytes, as joining them and reading the result as numbers is the fastest way to gather a thousand small rows
        table = np.asarray(weights, dtype=np.float64)
        self._weights = {feature: table[row].tobytes() for feature, row in rows.items()}
        self._book: Book[bytes] = Book(self._rows_of, self._weights.get, _vocabulary(rows))

    @property
    def features(self) -> Collection[str]:
        """The features that have a weight."""
        return self._weights.keys()

    def weights_of(self, feature: str) -> tuple[float, ...]:
        """Return the weights of a feature, one a label: zeros where the model does not know it."""
        return tuple(
            np.frombuffer(self._weights[feature]).tolist() if feature in self._weights else [0.0] * len(self.labels)
        )

    def emissions(
        self, tokens: Tokens, matches: Sequence[Match], guesses: Sequence[Found]
    ) -> tuple[list[range], Floats]:
        """Return the chains of a text and the scores of the labels of their tokens, a row a token.

        The weights have few digits, so that their sums are exact: the order in which they are added does not matter.
        """
        stretches, values = make_features(tokens, matches, guesses, self._book)
        if not values:
            return stretches, np.zeros((0, len(self.labels)))
        joined = [b"".join(row) for row in values]
        size = 8 * len(self.labels)
        starts = list(itertools.accumulate([len(row) // size for row in joined[:-1]], initial=0))
        rows = np.frombuffer(b"".join(joined), dtype=np.float64).reshape(-1, len(self.labels))
        return stretches, np.add.reduceat(rows, starts, axis=0)

    def _rows_of(self, features: Iterable[str]) -> bytes:
        known = self._weights
        return b"".join([known[f] for f in features if f in known])


def _vocabulary(features: Iterable[str]) -> AbstractSet[str]:
    """Return the words that features name (and parts of features that are none): no other has weights of its own."""
    words = set()
    for feature in features:
        name, _, about = feature.partition("=")
        if name.startswith("g"):
            words |= {about[1:], about[1:-1]}  # between the kinds of matches
        elif name == "w2-":
            cuts = [i for i, mark in enumerate(about) if mark == "/"]
            words.update(part for i in cuts for part in (about[:i], about[i + 1 :]))
        else:
            words.add(about)
    return words


@cache
def read_model() -> Model:
    """Return the shipped weights. Raises ContractError where the file is not the one its manifest describes."""
    folder = files("geo.model")
    content = folder.joinpath("recogniser.npz").read_bytes()
    manifest = json.loads(folder.joinpath("recogniser.json").read_text(encoding="utf-8"))
    if hashlib.sha256(content).hexdigest() != manifest["sha256"]:
        raise ContractError("geo/model/recogniser.npz is not the file that recogniser.json describes: rebuild both")
    with np.load(io.BytesIO(content)) as arrays:
        names = bytes(arrays["features"]).decode().split("\n")
        return Model(manifest["labels"], {f: i for i, f in enumerate(names)}, arrays["weights"], arrays["transitions"])


def recognise(tokens: Tokens, matches: Sequence[Match], model: Model | None = None) -> tuple[Found, ...]:
    """Return the names that the model labels as places, in order, each with its role."""
    model = model or read_model()
    stretches, emissions = model.emissions(tokens, matches, apply_rules(tokens, tuple(matches)))
    if not stretches:
        return ()
    found: list[Found] = []
    until = 0
    alone = emissions.argmax(axis=1).tolist()  # most chains have one token
    is_outside = (emissions[:, 0] - emissions[:, 1:].max(axis=1) > model.lead).tolist()
    scores = emissions.tolist()
    inside = {i for m in matches for i in range(m.first, m.last + 1)}
    for stretch in stretches:
        position, until = until, until + len(stretch)
        if all(is_outside[position:until]):
            continue
        labels = alone[position:until] if len(stretch) == 1 else _best_path(scores[position:until], model.transitions)
        if not any(labels):
            continue
        spans = _spans(stretch, [model.labels[k] for k in labels])
        found += [part for span in spans for part in _parts(tokens, span, inside)]
    stops = {m.last - 1 for m in matches if tokens.words[m.last] == "."}
    return tuple(Found(f.first, f.last + 1, f.role) if f.last in stops else f for f in found)


def _lead(transitions: Sequence[Sequence[float]]) -> float:
    """Return the most that a path gains per word by transitions when it leaves the first label, "outside".

    Leaving for n words changes n + 1 transitions at most: one out of "outside", one back, n - 1 among the others.
    """
    stay = transitions[0][0]
    out = max(move - stay for move in transitions[0][1:])
    back = max(row[0] - stay for row in transitions[1:])
    among = max(move - stay for row in transitions[1:] for move in row[1:])
    return max(among, max(out, 0.0) + max(back, 0.0))


def _best_path(emissions: Sequence[Sequence[float]], transitions: Sequence[Sequence[float]]) -> list[int]:
    """Return the labels of the likeliest path (Viterbi); of equal ones the first."""
    arriving = list(zip(*transitions, strict=True))  # to each label, from all
    score = list(emissions[0])
    back = []
    for emission in emissions[1:]:
        best = []
        reached = []
        for moves, own in zip(arriving, emission, strict=True):
            paths = list(map(add, score, moves))
            top = max(paths)
            best.append(paths.index(top))
            reached.append(top + own)
        back.append(best)
        score = reached
    path = [score.index(max(score))]
    for best in reversed(back):
        path.append(best[path[-1]])
    return path[::-1]


def _spans(stretch: range, labels: Sequence[str]) -> list[Found]:
    found: list[Found] = []
    for i, label in zip(stretch, labels, strict=True):
        if label == "O":
            continue
        mark, _, name = label.partition("-")
        role = _ROLES[name]
        previous = found[-1] if found else None
        if mark == "I" and previous is not None and previous.last == i - 1 and previous.role == role:
            found[-1] = Found(previous.first, i, role)
        else:
            found.append(Found(i, i, role))
    return found


def _parts(tokens: Tokens, span: Found, inside: AbstractSet[int]) -> Iterator[Found]:
    """Yield the names of a span that a separator cuts ("X for Y"); after the first, only names of the gazetteer."""
    first = span.first
    for i in range(span.first, span.last + 2):
        if i <= span.last and (i in inside or tokens.lower[i] not in links("SEPARATOR")):
            continue
        if i > first and (first == span.first or any(k in inside for k in range(first, i))):
            yield Found(first, i - 1, span.role)
        first = i + 1

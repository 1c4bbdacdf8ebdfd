"""Labels the capitalised words of a text by a linear-chain CRF. Knows nothing of which place is meant.

The weights stand in `geo/model/recogniser.npz`, with a manifest beside them; numpy is all that is needed to apply them.
"""

import hashlib
import io
import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from geo.errors import ContractError
from geo.naming.cues import links
from geo.naming.features import make_features
from geo.naming.finding_rules import Found, apply_rules
from geo.naming.matches import Match
from geo.naming.tokens import Tokens
from geo.records import ToponymRole

Floats = npt.NDArray[np.float32]

_ROLES: Mapping[str, ToponymRole] = {"literal": "literal", "demonym": "demonym", "nested": "nested"}


@dataclass(frozen=True, slots=True)
class Model:
    """The weights of the recogniser."""

    labels: tuple[str, ...]
    rows: Mapping[str, int]  # feature -> row of `weights`
    weights: Floats  # one row more than features: zeros for features that are not known
    transitions: Floats  # from label (row) to label


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
        weights = np.vstack([arrays["weights"], np.zeros((1, len(manifest["labels"])))]).astype(np.float32)
        transitions = arrays["transitions"].astype(np.float32)
    return Model(tuple(manifest["labels"]), {f: i for i, f in enumerate(names)}, weights, transitions)


def recognise(tokens: Tokens, matches: Sequence[Match], model: Model | None = None) -> tuple[Found, ...]:
    """Return the names that the model labels as places, in order, each with its role."""
    model = model or read_model()
    stretches, features = make_features(tokens, matches, apply_rules(tokens, tuple(matches)))
    if not features:
        return ()
    emissions = _emissions(features, model)
    found: list[Found] = []
    position = 0
    alone = emissions.argmax(axis=1).tolist()  # two chains of three have one token: a call for all of them
    inside = {i for m in matches for i in range(m.first, m.last + 1)}
    for stretch in stretches:
        until = position + len(stretch)
        labels = (
            alone[position:until] if len(stretch) == 1 else _best_path(emissions[position:until], model.transitions)
        )
        position = until
        spans = _spans(stretch, [model.labels[k] for k in labels])
        found += [part for span in spans for part in _parts(tokens, span, inside)]
    stops = {m.last - 1 for m in matches if tokens.words[m.last] == "."}
    return tuple(Found(f.first, f.last + 1, f.role) if f.last in stops else f for f in found)


def _emissions(features: Sequence[Sequence[str]], model: Model) -> Floats:
    """Return the sum of the weights of each token's features, a row a token."""
    unknown = len(model.weights) - 1
    get = model.rows.get
    rows = np.array([get(f, unknown) for row in features for f in row], dtype=np.int64)
    starts = list(itertools.accumulate((len(row) for row in features[:-1]), initial=0))
    return np.asarray(np.add.reduceat(model.weights[rows], starts, axis=0))


def _best_path(emissions: Floats, transitions: Floats) -> list[int]:
    """Return the labels of the likeliest path (Viterbi)."""
    score = emissions[0]
    back = []
    for emission in emissions[1:]:
        paths = score[:, None] + transitions
        best = paths.argmax(axis=0)
        back.append(best)
        score = paths.max(axis=0) + emission
    path = [int(score.argmax())]
    for best in reversed(back):
        path.append(int(best[path[-1]]))
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

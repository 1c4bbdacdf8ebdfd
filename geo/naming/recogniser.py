"""Labels the capitalised words of a text by a linear-chain CRF. Knows nothing of which place is meant.

The weights stand in `geo/model/recogniser.npz`, with a manifest beside them; numpy is all that is needed to apply them.
"""

import hashlib
import io
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from geo.errors import ContractError
from geo.naming.book import Book, Integers
from geo.naming.cues import links
from geo.naming.features import Chains, Text, make_features
from geo.naming.finding_rules import Found
from geo.naming.rows import Rows
from geo.naming.slots import vocabulary_of
from geo.naming.words import glossary
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
        self.transitions: Floats = np.asarray(transitions, dtype=np.float64)
        #: by how much "outside" must lead at every word of a chain so that no path but the one outside can win
        self.lead = _lead(self.transitions.tolist())
        #: by how much it must lead each other label at one word so that all likeliest paths are outside there
        self.leads = _leads(self.transitions)
        self._weights = np.asarray(weights, dtype=np.float64)
        self._row_of = dict(rows)
        self._vocabulary = vocabulary_of(rows)
        self._sums = _Sums(self._weights, self._row_of)
        self._book = Book(self._sums.number_of, glossary(), self._vocabulary)

    @property
    def features(self) -> Collection[str]:
        """The features that have a weight."""
        return self._row_of.keys()

    def weights_of(self, feature: str) -> tuple[float, ...]:
        """Return the weights of a feature, one a label: zeros where the model does not know it."""
        row = self._row_of.get(feature)
        return tuple([0.0] * len(self.labels) if row is None else self._weights[row].tolist())

    def emissions(self, texts: Sequence[Text]) -> tuple[Chains, Floats]:
        """Return the chains of the texts and the scores of the labels of their tokens, a row a token.

        The weights have few digits, so that their sums are exact: the order in which they are added does not matter,
        and texts get the same scores together as alone.
        """
        words = texts[0].tokens.glossary if texts else self._book.words
        if words is not self._book.words:
            self._sums = _Sums(self._weights, self._row_of)
            self._book = Book(self._sums.number_of, words, self._vocabulary)
        chains, columns = make_features(texts, self._book)
        scores = np.zeros((len(columns[0]) if columns else 0, len(self.labels)))
        table, summands = self._sums.table, np.empty_like(scores)
        for column in columns:
            scores += np.take(table, column, axis=0, out=summands, mode="clip")  # by far the quickest mode
        return chains, scores


class _Sums:
    """Sums of the weights of features, each with a number: 0 of none, then each feature by itself, then others."""

    def __init__(self, weights: Floats, row_of: Mapping[str, int]) -> None:
        self._number_of = {feature: row + 1 for feature, row in row_of.items()}
        self._sums = Rows(weights.shape[1:], np.float64)
        self._sums.extend([[0.0] * weights.shape[1], *weights.tolist()])
        self._weights: list[list[float]] = self._sums.table.tolist()
        self._number: dict[tuple[int, ...], int] = {}

    def number_of(self, features: Iterable[str]) -> int:
        """Return the number of the sum of the weights of features."""
        known = tuple(filter(None, map(self._number_of.get, features)))
        if len(known) < 2:
            return known[0] if known else 0
        number = self._number.get(known)
        if number is None:
            total = list(map(sum, zip(*[self._weights[k] for k in known], strict=True)))
            number = self._number[known] = self._sums.add(total)
        return number

    @property
    def table(self) -> Floats:
        """The sums, a row a number."""
        return self._sums.table


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


def recognise(texts: Sequence[Text], model: Model | None = None) -> list[tuple[Found, ...]]:
    """Return the names of each text that the model labels as places, in order, each with its role."""
    model = model or read_model()
    chains, emissions = model.emissions(texts)
    spans: list[list[Found]] = [[] for _ in texts]
    if len(emissions):
        labels = _labels(chains.sizes, emissions, model)
        rows = np.cumsum(chains.sizes) - chains.sizes
        named = np.logical_or.reduceat(labels > 0, rows)
        columns = [column[named].tolist() for column in (chains.texts, chains.first, rows, rows + chains.sizes)]
        for text, first, start, stop in zip(*columns, strict=True):
            spans[text] += _spans(first, [model.labels[k] for k in labels[start:stop].tolist()])
    return [_whole(text, found) for text, found in zip(texts, spans, strict=True)]


def _whole(text: Text, spans: Iterable[Found]) -> tuple[Found, ...]:
    """Return the names of spans, with the stop that the gazetteer has at their end ("Calif.")."""
    found = [part for span in spans for part in _parts(text, span)]
    stops = {m.last - 1 for m in text.matches if text.tokens.words[m.last] == "."}
    return tuple(Found(f.first, f.last + 1, f.role) if f.last in stops else f for f in found)


def _labels(sizes: Integers, emissions: Floats, model: Model) -> Integers:
    """Return the label of each token, chains of these sizes following each other.

    A chain that surely holds no name is not decoded; one with words that are surely outside is cut at them, as the path
    through such a word is the same whatever comes before and after.
    """
    labels: Integers = emissions.argmax(axis=1)  # most chains have one token
    starts = np.cumsum(sizes) - sizes
    of_label = emissions.T.copy()  # a row a label: what is reckoned over whole rows is quick
    leads = of_label[0] - of_label[1:]
    outside = np.logical_and.reduceat((leads > model.lead).all(axis=0), starts)
    labels[np.repeat(outside, sizes)] = 0
    is_open = ~(leads > model.leads[:, None]).all(axis=0) & np.repeat(~outside & (sizes > 1), sizes)
    begins, ends = np.zeros((2, len(labels)), dtype=bool)
    begins[starts] = ends[starts + sizes - 1] = True
    # a part: open words, with the one outside before and after them where there is one
    first = np.flatnonzero(is_open & (begins | ~np.append(False, is_open[:-1])))
    last = np.flatnonzero(is_open & (ends | ~np.append(is_open[1:], False)))
    first, last = first - ~begins[first], last + ~ends[last]
    if len(first):
        _decode(first, last - first + 1, of_label, model.transitions, labels)
    return labels


def _decode(starts: Integers, sizes: Integers, emissions: Floats, transitions: Floats, labels: Integers) -> None:
    """Fill in the labels of the likeliest path of each chain (Viterbi); of equal ones the first.

    `emissions` have a row a label.
    """
    order = np.argsort(-sizes, kind="stable")  # the longest first: those that go on are the first so many
    starts, sizes = starts[order], sizes[order]
    score = emissions[:, starts]
    final = score.copy()
    before = []
    for step in range(1, int(sizes[0])):
        going = int(np.searchsorted(-sizes, -step))
        before.append(score[:, :going])
        score = (before[-1][:, None] + transitions[:, :, None]).max(axis=0) + emissions[:, starts[:going] + step]
        final[:, :going] = score
    label = final.argmax(axis=0)
    labels[starts + sizes - 1] = label
    for step in range(len(before), 0, -1):
        going = before[step - 1].shape[1]
        label[:going] = (before[step - 1] + transitions[:, label[:going]]).argmax(axis=0)
        labels[starts[:going] + step - 1] = label[:going]


def _lead(transitions: Sequence[Sequence[float]]) -> float:
    """Return the most that a path gains per word by transitions when it leaves the first label, "outside".

    Leaving for n words changes n + 1 transitions at most: one out of "outside", one back, n - 1 among the others.
    """
    stay = transitions[0][0]
    out = max(move - stay for move in transitions[0][1:])
    back = max(row[0] - stay for row in transitions[1:])
    among = max(move - stay for row in transitions[1:] for move in row[1:])
    return max(among, max(out, 0.0) + max(back, 0.0))


def _leads(transitions: Floats) -> Floats:
    """Return by how much "outside" must lead each other label at a word so that every likeliest path is outside there.

    That is the most that a path gains by the transitions to a label and from it to another, in place of "outside".
    """
    to, back = transitions - transitions[:, :1], transitions - transitions[:1]
    gains: Floats = np.maximum(to.max(axis=0), 0) + np.maximum(back.max(axis=1), 0)
    return gains[1:]


def _spans(first: int, labels: Sequence[str]) -> list[Found]:
    """Return the names of a chain that begins at a token."""
    found: list[Found] = []
    for i, label in enumerate(labels, first):
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


def _parts(text: Text, span: Found) -> Iterator[Found]:
    """Yield the names of a span that a separator cuts ("X for Y"); after the first, only names of the gazetteer."""
    first, inside = span.first, text.owner
    for i in range(span.first, span.last + 2):
        if i <= span.last and (i in inside or text.tokens.known[i].lower not in links("SEPARATOR")):
            continue
        if i > first and (first == span.first or any(k in inside for k in range(first, i))):
            yield Found(first, i - 1, span.role)
        first = i + 1

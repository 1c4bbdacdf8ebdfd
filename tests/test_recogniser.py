"""The recogniser: its weights are the ones its manifest describes, and its labels decode to spans."""

import hashlib
import itertools
import json
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.config import Config
from geo.naming.features import read_text, spell_features
from geo.naming.matches import find_matches
from geo.naming.recogniser import Model, _decode, _labels, _lead, read_model, recognise
from geo.naming.tokens import tokenise, tokenise_all
from geo.naming.words import Glossary, read_words
from geo.records import Document
from geo.resolve import resolve_documents, resolve_toponyms
from geo.toponyms import find_in_documents, find_toponyms


def test_the_manifest_describes_the_weights():
    folder = files("geo.model")
    manifest = json.loads(folder.joinpath("recogniser.json").read_text(encoding="utf-8"))
    content = folder.joinpath("recogniser.npz").read_bytes()
    assert manifest["sha256"] == hashlib.sha256(content).hexdigest()
    assert manifest["features"] == len(read_model().features)
    assert manifest["trained_on"]


def test_no_weight_is_tied_to_a_name():
    tied = [f for f in read_model().features if f.startswith("w=") and not f.startswith("w=<")]
    words = [f.removeprefix("w=") for f in tied]
    seen = [(w.lower, w.seen) for w in read_words(w.capitalize() for w in words if w.isalpha() and len(w) > 3)]
    names = [w for w, s in seen if s != w]
    # small words beside names keep their identity; a capitalised name is seen by its shape
    assert len(names) < 0.2 * len(seen)
    assert [w.seen for w in read_words(["Ouagadougou", "North", "river"])] == ["<Xx>", "north", "river"]


@pytest.mark.parametrize(("first", "second"), [("Ndola", "Kitwe"), ("Osh", "Jizzakh")])
def test_equal_surroundings_give_equal_features(first, second, world):
    texts = [f"Traders left {name} by train on Monday." for name in (first, second)]
    rows = []
    for text in texts:
        tokens = tokenise(text)
        matches = find_matches(tokens, world)
        _, features = spell_features(read_text(tokens, matches))
        rows.append({f for f in features[1] if f.startswith(("w-", "w+", "c-", "c+", "r<", "r>"))})
    assert rows[0] == rows[1]


@pytest.mark.parametrize(
    "text",
    [
        "Two men from Lagos, Nigeria, died near Port Harcourt on Friday, Dr. Ada Obi of the Lagos State Police said.",
        "FLOODS HIT BEIRA\nThe Zambezi River rose. Mozambique’s coast, Mr Banze said; Banze left U.S. soil.",
        "Kano",
    ],
)
def test_running_adds_up_the_weights_of_the_features_that_training_reads(text, world):
    tokens = tokenise(text)
    matches = find_matches(tokens, world)
    read = read_text(tokens, matches)
    model = read_model()
    stretches, spelled = spell_features(read)
    chains, emissions = model.emissions([read])
    weights = [[model.weights_of(f) for f in row] for row in spelled]
    assert [range(i, i + n) for i, n in zip(chains.first, chains.sizes, strict=True)] == stretches
    assert emissions.tolist() == [[sum(column) for column in zip(*row, strict=True)] for row in weights]


def model_of(moves):
    return Model([f"B-{k}" for k in range(len(moves))], {}, np.zeros((0, len(moves))), moves)


@pytest.mark.parametrize("seed", range(20))
def test_a_chain_that_leads_outside_at_every_word_is_outside(seed):
    chance = np.random.default_rng(seed)
    moves = 6 * chance.normal(size=(5, 5))
    scores = chance.normal(size=(6, 5))
    scores[:, 0] = scores[:, 1:].max(axis=1) + _lead(moves.tolist()) + 0.01
    labels = np.ones(6, dtype=np.int64)
    _decode(np.array([0]), np.array([6]), scores.T, moves, labels)
    assert labels.tolist() == [0] * 6


@pytest.mark.parametrize("seed", range(20))
def test_a_word_that_leads_outside_is_outside_between_any_others(seed):
    chance = np.random.default_rng(seed)
    moves = 6 * chance.normal(size=(5, 5))
    scores = 9 * chance.normal(size=(6, 5))
    scores[2, 0] = (scores[2, 1:] + model_of(moves).leads).max() + 0.01
    labels = np.ones(6, dtype=np.int64)
    _decode(np.array([0]), np.array([6]), scores.T, moves, labels)
    assert labels[2] == 0
    assert _labels(np.array([6]), scores, model_of(moves)).tolist() == labels.tolist()


@pytest.mark.parametrize("seed", range(20))
def test_each_chain_gets_its_likeliest_path(seed):
    chance = np.random.default_rng(seed)
    moves = chance.normal(size=(3, 3))
    lengths = chance.integers(1, 6, size=4).tolist()
    scores = 4 * chance.normal(size=(sum(lengths), 3))
    labels = _labels(np.array(lengths), scores, model_of(moves)).tolist()
    start = 0
    for length in lengths:
        part = scores[start : start + length]

        def worth(path, part=part):
            stays = sum(part[i, label] for i, label in enumerate(path))
            return stays + sum(moves[a, b] for a, b in itertools.pairwise(path))

        best = max(itertools.product(range(3), repeat=length), key=worth)
        assert labels[start : start + length] == list(best)
        start += length


TEXTS = (
    "Two men from Lagos, Nigeria, died near Port Harcourt on Friday, Dr. Ada Obi of the Lagos State Police said.",
    "FLOODS HIT BEIRA\nThe Zambezi River rose. Mozambique’s coast, Mr Banze said; Banze left U.S. soil.",
    "",
    "rain fell in kampala, uganda, all day; people left for jinja before the water rose.",
    "Kano",
    "The Nakuru-Eldoret highway was closed; the Kenyan-Somali border stayed open, Nairobi said.\n\nNo one died.",
)


@given(st.lists(st.sampled_from(TEXTS), max_size=8))
def test_texts_are_read_alike_together_and_alone(world, texts):
    documents = [Document(id=str(k), file="x", text=text) for k, text in enumerate(texts)]
    found = find_in_documents(documents, world)
    assert found == [find_toponyms(d, world) for d in documents]
    resolved = resolve_documents(documents, found, world, Config())
    alone = [resolve_toponyms(d, t, world, Config()) for d, t in zip(documents, found, strict=True)]
    assert resolved == alone


def test_texts_of_two_glossaries_are_read_as_those_of_one(world):
    read = [[read_text(t, find_matches(t, world)) for t in tokenise_all(TEXTS, words)] for words in (None, Glossary())]
    assert recognise([*read[0][:3], *read[1][3:]]) == recognise(read[0]) == recognise(read[1])


def test_labels_become_spans_and_roles():
    labels = ("O", "B-literal", "I-literal")
    rows = {"s=Xx": 0, "w=the": 1}
    weights = np.array([[0.0, 5.0, 1.0], [9.0, 0.0, 0.0], [0.0, 0.0, 0.0]], dtype=np.float32)
    moves = np.array([[0, 0, -9], [0, -9, 9], [0, 0, 0]], dtype=np.float32)
    tokens = tokenise("the Blue Nile rose")
    (found,) = recognise([read_text(tokens, ())], Model(labels, rows, weights, moves))
    assert [(tokens.slice(f.first, f.last), f.role) for f in found] == [("Blue Nile", "literal")]


def test_text_without_capitals_has_no_chains(world):
    tokens = tokenise("rain fell all day.")
    assert recognise([read_text(tokens, find_matches(tokens, world))]) == [()]

"""Tokens: what a name can be made of."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.naming import words
from geo.naming.cues import cues
from geo.naming.marks import after_place, before_place
from geo.naming.tokens import tokenise, tokenise_all
from geo.naming.words import Glossary, glossary, is_capitalised


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("He flew to Sana'a.", ["He", "flew", "to", "Sana'a", "."]),
        ("Oslo's mayor", ["Oslo", "'s", "mayor"]),
        ("RENO, N.V. -- fire", ["RENO", ",", "N.V.", "-", "-", "fire"]),
        ("near Wheeling, W.Va., on Friday", ["near", "Wheeling", ",", "W.Va.", ",", "on", "Friday"]),
        ("Abidjan, Côte d'Ivoire", ["Abidjan", ",", "Côte", "d'Ivoire"]),
        ("Lomé–Cotonou road", ["Lomé", "–", "Cotonou", "road"]),
        ("12 km off", ["12", "km", "off"]),
    ],
)
def test_text_is_cut_into_words_and_marks(text, words):
    assert list(tokenise(text).words) == words


@pytest.mark.parametrize(
    ("word", "capital"), [("Lima", True), ("d'Ivoire", True), ("I've", False), ("al", False), ("O'Leary", True)]
)
def test_names_are_told_by_their_capital(word, capital):
    assert is_capitalised(word) is capital


def test_offsets_give_the_words_back():
    text = "Floods  hit\nBeira, Mozambique’s second port."
    tokens = tokenise(text)
    assert [text[a:b] for a, b in zip(tokens.starts, tokens.ends, strict=True)] == list(tokens.words)


PIECES = (
    "Mr ", "Ada ", "Obi ", "in ", "of ", "Lake ", "Kano", "-", "al-", "Bab ", "Route ", "66", " ", ". ", ", ",
    "village ", "U.S. ", "THE ", "RIVER ", "'s ", "\n", "flood", "(", "d'Ivoire ",
)  # fmt: skip
made_texts = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@given(st.lists(made_texts, max_size=5))
def test_texts_are_cut_alike_together_and_alone(texts):
    alone = [tokenise(text) for text in texts]
    for one, other in zip(tokenise_all(texts), alone, strict=True):
        assert (one.words, one.starts, one.ends, one.gaps, one.known) == (
            other.words, other.starts, other.ends, other.gaps, other.known,
        )  # fmt: skip
        assert one.numbers.tolist() == other.numbers.tolist()
        assert one.signs == other.signs


@given(made_texts)
def test_signs_stand_where_a_look_at_each_word_finds_them(text):
    tokens = tokenise(text)
    capitals = [i for i, word in enumerate(tokens.words) if is_capitalised(word)]
    before = {i: tokens.known_at(i - 1) for i in capitals}
    after = {i: tokens.known_at(i + 1) for i in capitals}
    assert tokens.signs.capitals == capitals
    nouns = {"UNIT", "LANDFORM", "STREET", "LANDFORM_FIRST"}
    marked = [
        i
        for i in capitals
        if after[i].lower in after_place() or before[i].lower in before_place() or tokens.known[i].cues & nouns
    ]
    runs = {i: next(n for n in itertools.count(i) if n not in capitals) for i in capitals}
    assert tokens.signs.openings == [i for i in capitals if any(i <= k < runs[i] for k in marked)]
    assert tokens.signs.surnames == [
        i
        for i in capitals
        if before[i].capital and ("TITLE" in before[i].cues or (before[i].first and not cues(tokens.known[i].lower)))
    ]
    assert tokens.signs.listed == [i for i in capitals if before[i].lower in {"of", "as"}]
    assert tokens.signs.dashed == [i for i in capitals if before[i].text == "-"]
    assert tokens.signs.numbered == [i for i in capitals if tokens.known[i].lower == "route"]
    assert tokens.signs.articled == [i for i in tokens.signs.dashed if tokens.word_at(i - 2) == "al"]


def test_a_text_in_capitals_is_known_by_its_words():
    assert tokenise("FLOODS HIT THE PORT OF BEIRA, 40 KM EAST OF DONDO").signs.is_in_capitals
    assert not tokenise("FLOODS HIT THE PORT of Beira, 40 km east of Dondo").signs.is_in_capitals
    assert not tokenise("FLOODS IN BEIRA").signs.is_in_capitals


def test_a_full_glossary_is_followed_by_another(monkeypatch):
    monkeypatch.setattr(words, "_KEPT", 3)
    first = tokenise("one two three four").glossary
    second = glossary()
    assert second is not first
    assert tokenise("four", Glossary()).numbers.tolist() == tokenise("one", Glossary()).numbers.tolist()
    monkeypatch.undo()
    assert glossary() is second

"""Tokens: what a name can be made of."""

import pytest

from geo.naming.tokens import tokenise
from geo.naming.words import is_capitalised


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

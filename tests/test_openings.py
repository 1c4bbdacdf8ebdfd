"""Where expressions may begin: the few places at which they are tried hold all that they match."""

import random

import pytest

from geo.grammar.date_shapes import date_pattern, date_vocabulary
from geo.grammar.number_forms import number_pattern, number_vocabulary, words_of
from geo.grammar.openings import openings
from geo.grammar.patterns import fold
from geo.grammar.spelling import spelled
from geo.lexicon import read_terms

DATES = (date_pattern, date_vocabulary)
NUMBERS = (number_pattern, number_vocabulary)


def words_opened(text, vocabulary):
    return [text[start:].split()[0] for start in openings(vocabulary(), text, spelled(text))]


@pytest.mark.parametrize(
    ("text", "vocabulary", "opened"),
    [
        ("Two men walked in the sun and the rain.", number_vocabulary, ["Two"]),
        ("The mill burned on the night of 3 May.", date_vocabulary, ["on", "the", "night", "of", "3", "May."]),
        ("Eight people lay down to eat.", date_vocabulary, []),  # a number, but no word of time
        ("It cost more than $7,000.", number_vocabulary, ["more", "$7,000.", "7,000."]),
    ],
)
def test_expressions_are_tried_at_few_places(text, vocabulary, opened):
    assert words_opened(text, vocabulary) == opened


def pieces():
    tables = {"months": "word", "weekdays": "word", "seasons": "word", "date_units": "word", "number_words": "word"}
    tables |= dict.fromkeys(("vague_numbers", "day_parts", "date_words", "holidays", "number_qualifiers"), "words")
    tables["date_relations"] = "words"
    phrases = [phrase for table, column in tables.items() for phrase in words_of(table, column)]
    digits = ["2", "30", "3rd", "1998", "2,500", "'98", "1990s", "0830", "2:30", "3/11", "11.3.2014", "2013–14"]
    digits += ["$5", "(020)", "2pm", "4", "p.m.", "5", "a.m"]
    marks = [",", ", ", ". ", "-", " - ", "'s", " (", ") ", " or ", " to ", " of ", " in the ", " on ", " people "]
    return [*phrases, *digits * 4, *sorted(read_terms("frequent_words"))], marks


@pytest.mark.parametrize(("pattern", "vocabulary"), [DATES, NUMBERS])
def test_nothing_is_matched_elsewhere(pattern, vocabulary):
    words, marks = pieces()
    chance = random.Random(7)
    for _ in range(3000):
        text = "".join(chance.choice(words) + chance.choice([" ", " ", *marks]) for _ in range(chance.randint(1, 9)))
        found = {match.start() for match in pattern().finditer(fold(text))}
        assert found <= set(openings(vocabulary(), text, spelled(text))), text

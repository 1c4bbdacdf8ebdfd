"""Where terms of the lexicons may begin in a text."""

import random

import pytest

from geo.events.casualties import predicate_terms
from geo.events.frames import body_terms, event_terms
from geo.events.lexicons import find_openings
from geo.events.modality import cue_terms
from geo.events.terms import hits_at, openings
from geo.grammar.spelling import spelled


def words_opened(text, lexicon):
    return [text[start:].split()[0] for start in getattr(find_openings(spelled(text)), lexicon)]


@pytest.mark.parametrize(
    ("text", "lexicon", "opened"),
    [
        ("Gunmen opened fire on a ferry in Kisumu.", "events", ["opened", "fire"]),
        ("The ferry sank off Kisumu, and police are looking into it.", "predicates", []),
        ("Troops may try to take the pass.", "cues", ["may", "to"]),
        ("The police and the army left the pass.", "bodies", ["police", "army"]),
        ("A young man and a woman were taken to hospital.", "grammar", ["taken"]),
        ("", "events", []),
    ],
)
def test_terms_may_begin_at_few_places(text, lexicon, opened):
    assert words_opened(text, lexicon) == opened


LEXICONS = {"events": event_terms, "cues": cue_terms, "bodies": body_terms, "predicates": predicate_terms}


@pytest.mark.parametrize("lexicon", LEXICONS)
def test_no_term_begins_elsewhere(lexicon):
    terms = LEXICONS[lexicon]()
    pieces = [*terms.words, *(" ".join(pair + tail) for pair, by in terms.pairs.items() for _, t in by for tail in t)]
    chance = random.Random(7)
    for _ in range(300):
        text = " ".join(chance.choice([*chance.sample(pieces, 3), "the", "of", "a", "."]) for _ in range(12))
        words = spelled(text)
        everywhere = hits_at(terms, words, words.starts)
        assert hits_at(terms, words, getattr(find_openings(words), lexicon)) == everywhere, text
        assert hits_at(terms, words, openings(terms, text)) == everywhere, text

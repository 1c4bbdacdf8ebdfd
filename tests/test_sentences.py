"""Where sentences begin and end."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.sentences import sentence_at, split_sentences

WRAPPED = """THE ARMY SAID ON MONDAY THAT A ROAD MINE HAD KILLED FOUR HERDSMEN
NEAR THE RIVER AND THAT TWO OF THEIR TRUCKS WERE DAMAGED BY THE
BLAST.

   A SECOND MINE WAS FOUND ON THE SAME ROAD BY SAPPERS WHO WORKED IN
DARKNESS.
"""

CASES = {
    "plain": ("Rebels took Bria. Nobody was hurt.", ["Rebels took Bria.", "Nobody was hurt."]),
    "titles and initials": ("Gen. J. R. Okello and Lt. Adan fled. Troops followed.", 2),
    "acronym inside": ("The U.S. forces left Bagram. They flew home.", 2),
    "acronym at the end": ("He lives in Kampala, near the U.N. The house burnt down.", 2),
    "time before a weekday": ("It began at 6 p.m. Monday in Accra.", 1),
    "time before a sentence": ("It began at 6 p.m. The police came late.", 2),
    "decimals": ("They seized 3.5 kg of opium. Two men were held.", 2),
    "quotes": ("“They shot at us.” He ran. ‘Why?’ Nobody knows!", 4),
    "headline without a stop": ("Five Hurt in Market Blast\nA bomb went off in Maiduguri on Monday.", 2),
    "blank line": ("A title without a stop\n\nthe text goes on here", 2),
    "hard-wrapped prose stays whole": (
        "A CAR BOMB EXPLODED NEAR THE\nMINISTRY IN LIMA THIS\nMORNING AND KILLED NOBODY.",
        1,
    ),
    "a paragraph of two lines in a hard-wrapped text": (WRAPPED, 2),
    "glued paragraphs": ("Fighting went on in three villages.The army said little.", 2),
    "domain names are not sentences": ("Read more at example.com today.", 1),
    "lists": ("Needed now:\n- water\n- tents", 3),
    "Arabic question mark": ("چرا؟ نمی‌دانم.", 2),
    "nothing": ("   \n\n ", 0),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_sentences(text, expected):
    found = [text[s.start : s.end] for s in split_sentences(text)]
    if isinstance(expected, int):
        assert len(found) == expected, found
    else:
        assert found == expected


@given(st.text(alphabet="Ab1 .!?\n\"'”(•-é؟", max_size=80))
def test_sentences_are_in_order_and_lose_nothing_but_space(text):
    sentences = split_sentences(text)
    assert all(a.end <= b.start for a, b in pairwise(sentences))
    kept = "".join(text[s.start : s.end] for s in sentences)
    lost = {c for c in text if not c.isspace()} - set(kept)
    assert lost <= set("•-")


@given(st.text(alphabet="Ab1 .!?\n\"'”(•-é؟", max_size=80))
def test_the_sentence_at_a_character_of_a_long_text_is_cut_near_it_alone(text):
    text = f"{text} {text}x " * 6
    holding = {i: s for s in split_sentences(text) for i in range(s.start, s.end)}
    far = range(0, len(text), 13)
    assert [sentence_at(text, i) for i in far] == [holding.get(i) for i in far]


@given(st.text(alphabet="Ab1 .!?\n\"'”(•-é؟", max_size=80))
def test_the_sentence_at_a_character_is_the_one_that_a_cut_of_the_whole_text_gives(text):
    holding = {i: s for s in split_sentences(text) for i in range(s.start, s.end)}
    assert [sentence_at(text, i) for i in range(len(text))] == [holding.get(i) for i in range(len(text))]

"""Numbers in running text: what the words bound, and what is no count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.numbers import find_numbers, numbers_within
from geo.sentences import split_sentences


def numbers(text):
    return [(m.text, m.kind, m.low, m.best, m.high) for m in find_numbers(text)]


@pytest.mark.parametrize(
    ("text", "words", "low", "best", "high"),
    [
        ("Floods killed 12 villagers", "12", 12, 12, 12),
        ("twelve farmers", "twelve", 12, 12, 12),
        ("ninety-nine goats", "ninety-nine", 99, 99, 99),
        ("a hundred and five pilgrims", "a hundred and five", 105, 105, 105),
        ("two thousand three hundred tents", "two thousand three hundred", 2300, 2300, 2300),
        ("1,250 refugees", "1,250", 1250, 1250, 1250),
        ("1.5 million voters", "1.5 million", 1_500_000, 1_500_000, 1_500_000),
        ("a dozen herders", "a dozen", 12, 12, 12),
        ("two dozen mines", "two dozen", 24, 24, 24),
        ("half a dozen boats", "half a dozen", 6, 6, 6),
        ("a couple of guards", "a couple of", 2, 2, 2),
        ("both drivers", "both", 2, 2, 2),
        ("another three nurses", "another three", 3, 3, 3),
        ("all four pilots", "all four", 4, 4, 4),
        ("at least 40 miners", "at least 40", 40, 40, None),
        ("more than 40 miners", "more than 40", 40, 40, None),
        ("over a dozen miners", "over a dozen", 12, 12, None),
        ("40 or more miners", "40 or more", 40, 40, None),
        ("up to 10 rebels", "up to 10", None, None, 10),
        ("as many as ten rebels", "as many as ten", None, None, 10),
        ("fewer than 10 rebels", "fewer than 10", None, None, 9),
        ("nearly 300 houses", "nearly 300", None, 300, 300),
        ("about 300 houses", "about 300", None, 300, None),
        ("some 300 houses", "some 300", None, 300, None),
        ("300 or so houses", "300 or so", None, 300, None),
        ("between 10 and 15 fishermen", "between 10 and 15", 10, None, 15),
        ("10 to 15 fishermen", "10 to 15", 10, None, 15),
        ("from 10 to 15 fishermen", "from 10 to 15", 10, None, 15),
        ("The toll rose from 8 to 12", "from 8 to 12", 12, 12, 12),
        ("The toll was lowered from 12 to eight", "from 12 to eight", 8, 8, 8),
        ("10–15 fishermen", "10–15", 10, None, 15),
        ("one or two fishermen", "one or two", 1, None, 2),
        ("two to three hundred fishermen", "two to three hundred", 200, None, 300),
        ("several wells", "several", 2, None, None),
        ("dozens of wells", "dozens of", 24, None, None),
        ("tens of thousands of birds", "tens of thousands of", 10_000, None, None),
        ("hundreds of wells", "hundreds of", 100, None, None),
        ("no survivors", "no", 0, 0, 0),
        ("nobody drowned", "nobody", 0, 0, 0),
        ("0 injuries", "0", 0, 0, 0),
        ("AT LEAST TWENTY\nSOLDIERS", "AT LEAST TWENTY", 20, 20, None),
    ],
)
def test_words_bound_a_count(text, words, low, best, high):
    (mention,) = find_numbers(text)
    assert (mention.text, mention.low, mention.best, mention.high) == (words, low, best, high)


@pytest.mark.parametrize(
    ("text", "kind", "words", "value", "unit"),
    [
        ("a 61-year-old baker", "age", "61-year-old", 61, "years"),
        ("Ana Brito, 44, of Porto", "age", "44", 44, None),
        ("a baker aged 61", "age", "61", 61, None),
        ("a man in his 50s", "age", "50s", 50, None),
        ("a .38-caliber revolver", "calibre", ".38-caliber", 0.38, "caliber"),
        ("a 9mm pistol", "calibre", "9mm", 9, "mm"),
        ("the 1200 block of Cedar", "address", "1200 block", 1200, None),
        ("at 415 West Cedar Avenue", "address", "415 West Cedar Avenue", 415, None),
        ("on Highway 12", "identifier", "12", 12, None),
        ("stands in Zone 5", "identifier", "5", 5, None),
        ("$3.5 million in aid", "money", "$3.5 million", 3_500_000, None),
        ("800 euros", "money", "800 euros", 800, "EUR"),
        ("12 percent of homes", "percent", "12 percent", 12, "%"),
        ("at 10:45 p.m. near", "time", "10:45 p.m.", None, None),
        ("It fell around 10 p.m. there", "time", "around 10 p.m.", None, None),
        ("AT 1545 THEY", "time", "AT 1545", None, None),
        ("a boy, 3, was", "age", "3", 3, None),
        ("She was 82.", "age", "82", 82, None),
        ("Detachment No 6", "identifier", "6", 6, None),
        ("They asked:\n1. Who pays?", "identifier", "1", 1, None),
        ("a 72 - hour strike", "duration", "72 - hour", 72, "h"),
        ("about $5 million", "money", "about $5 million", 5_000_000, None),
        ("dial 555-014-2234 now", "phone", "555-014-2234", None, None),
        ("on 3 May 2011 in", "date", "3 May 2011", None, None),
        ("on 2011-05-03 in", "date", "2011-05-03", None, None),
        ("in 2011, they", "year", "2011", 2011, None),
        ("the 2011 elections", "year", "2011", 2011, None),
        ("its third flood", "ordinal", "third", None, None),
        ("the 22nd flood", "ordinal", "22nd", 22, None),
        ("a three-wheel cart", "compound", "three-wheel", 3, None),
        ("for six days", "duration", "six days", 6, "days"),
        ("won 3-1 there", "ratio", "3-1", None, None),
        ("a rise of 4.5 in", "decimal", "4.5", 4.5, None),
    ],
)
def test_what_is_no_count_bounds_nothing(text, kind, words, value, unit):
    (mention,) = find_numbers(text)
    assert (mention.kind, mention.text, mention.value, mention.unit) == (kind, words, value, unit)
    assert (mention.low, mention.best, mention.high) == (None, None, None)


@pytest.mark.parametrize(
    ("text", "words", "low", "value", "unit"),
    [
        ("more than 20 kilograms of opium", "more than 20 kilograms", 20, 20, "kg"),
        ("5kg of opium", "5kg", 5, 5, "kg"),
        ("2,400 rounds of ammunition", "2,400 rounds of ammunition", 2400, 2400, "rounds"),
        ("12 packages", "12 packages", 12, 12, "packages"),
        ("2.5 tonnes", "2.5 tonnes", None, 2.5, "t"),
    ],
)
def test_measures_keep_their_unit(text, words, low, value, unit):
    (mention,) = find_numbers(text)
    assert (mention.kind, mention.text) == ("measure", words)
    assert (mention.low, mention.value, mention.unit) == (low, value, unit)


def test_a_part_of_a_group_is_no_age():
    assert numbers("The rest, 11 of whom fled, hid.") == [("11", "cardinal", 11, 11, 11)]


def test_words_that_count_nothing_are_left_out():
    assert numbers("They no longer trust one another; first responders said one day it will end.") == []


def test_a_year_with_a_round_count_beside_it():
    assert numbers("In 2009, 2000 people fled; about 1900 returned.") == [
        ("2009", "year", None, None, None),
        ("2000", "cardinal", 2000, 2000, 2000),
        ("about 1900", "cardinal", None, 1900, None),
    ]


def test_numbers_glued_to_letters_are_names():
    assert numbers("an AK-47, an F-16 and the M4") == []


PIECES = [
    "at least",
    "about",
    "up to",
    "between",
    "and",
    "10",
    "15",
    "1,200",
    "2014",
    "a",
    "dozen",
    "dozens",
    "several",
    "no",
    "one",
    "hundred",
    "thousand",
    "kg",
    "%",
    "$",
    "5",
    "-",
    ",",
    ".",
    "years",
    "old",
    "block",
    "of",
    "Street",
    "May",
    "12",
    "1st",
    "-year-old",
    "İ",
    "é",
    "\n",
    "\n\n",
    "10:30",
    "p.m.",
    "9mm",
    "3/4",
    "second",
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join) | st.text(max_size=60)


@given(TEXTS)
def test_mentions_are_ordered_slices_with_ordered_bounds(text):
    end = 0
    for mention in find_numbers(text):
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end
        assert mention.text == text[mention.start : mention.end]
        known = [n for n in (mention.low, mention.best, mention.high) if n is not None]
        assert known == sorted(known)
        assert all(n >= 0 for n in known)


@pytest.mark.parametrize(
    "text", ["Rs 3 lakh", "Rs. 300,000", "PKR 5 million", "Tk 50,000", "KSh 20,000", "USD 500", "FCFA 2,000", "TJS 400"]
)
def test_a_currency_before_a_number_makes_it_money(text):
    assert [kind for _, kind, *_ in numbers(f"The governor announced {text} for the families.")] == ["money"]


def test_words_spelt_like_a_currency_are_none():
    assert [kind for _, kind, *_ in numbers("Divers try 3 times. Police held 4 men.")] == ["cardinal", "cardinal"]


def test_numbers_of_sentences_read_one_by_one_are_those_of_the_text():
    text = (
        "Floods killed at least 12 villagers and hurt 40. No one was held in Nadi.\n\nBetween 10 and 15 boats sank, two"
        " or three of them on May 3, 2014. A dozen herders, aged 20 to 25, lost 1.5 million dollars."
    )
    one_by_one = [n for s in split_sentences(text) for n in numbers_within(text, s.start, s.end)]
    assert len(one_by_one) > 6
    assert tuple(one_by_one) == find_numbers(text)

"""What two reports have in common, weighed against chance; which words and places say little."""

from datetime import date, timedelta

import pytest
from made import analysis, exactly, report

from geo.merging.agreement import compare
from geo.merging.copies import originals
from geo.merging.frequency import Density, Rarity
from geo.merging.repetition import is_repetition
from geo.merging.telling import distinctive_words, stated_days, telling
from geo.records import Count

PORT = (-6.2, 39.2)


def told(name, *, published=None, digest=None, **fields):
    fields.setdefault("at", PORT)
    fields.setdefault("on", "2022-07-04")
    kind = {"digest": digest} if digest else {}
    return telling(analysis(f"article of {name}", published=published, **kind), report(name, **fields))


def bits(one, other, *others):
    """The evidence that two reports are one incident, in a collection with these others."""
    collection = [one, other, *others]
    return compare(one, other, Rarity(collection), Density(collection)).bits


BASE = told("base", killed=exactly(2))


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"on": "2022-07-04"}, {"on": "2022-07-05"}),
        ({"on": "2022-07-05"}, {"on": "2022-07-07"}),
        ({"on": "2022-07-04"}, {"on": "2022-07-01", "until": "2022-07-31"}),
        ({"on": "2022-07-04"}, {"on": None}),
        ({"at": PORT}, {"at": (-6.4, 39.2)}),
        ({"radius_km": 3.0}, {"radius_km": 60.0}),
        ({"killed": exactly(2)}, {"killed": None}),
        ({"killed": None}, {"killed": exactly(9)}),
        ({"killed": exactly(3)}, {"killed": exactly(30)}),
        ({"event_type": "Crime", "sub_event_type": "Shooting"}, {"event_type": "Disaster", "sub_event_type": None}),
    ],
)
def test_nearer_and_more_alike_is_stronger(better, worse):
    assert bits(BASE, told("x", published="2022-07-06", **better)) > bits(
        BASE, told("x", published="2022-07-06", **worse)
    )


def test_many_victims_say_more_than_few():
    few, many = exactly(1), exactly(40)
    assert bits(told("a", killed=many), told("b", killed=many)) > bits(told("a", killed=few), told("b", killed=few))


@pytest.mark.parametrize(
    ("other", "conflict"),
    [
        ({"at": (-7.2, 39.2)}, "111 km apart"),
        ({"on": "2022-07-24"}, "20 days apart"),
        ({"at": None, "country": "KE"}, "one in TZ, one in KE"),
        ({"at": None, "on": None}, "no day and no place in common"),
    ],
)
def test_what_cannot_be_one_incident(other, conflict):
    one = told("a", country="TZ")
    assert compare(one, told("b", **other), Rarity([one]), Density([])).conflict == conflict


def test_an_unsure_place_may_be_a_namesake_elsewhere():
    text = "Juma Kassim and Neema Lyimo, ferry mechanics, were stabbed beside the slipway by the stoker Hamisi Mrope."
    sure = told("a", text=text)
    far = told("b", text=text, at=(40.0, -80.0), place_score=0.4, location="Port")
    other = told("c", text="A jeweller was robbed at gunpoint.", at=(40.0, -80.0), place_score=0.4, location="Port")
    assert bits(sure, far) > 0 > bits(sure, other)


def test_a_place_with_incidents_every_day_makes_a_common_day_say_little():
    daily = [told(f"d{n}", on=str(date(2022, 5, 1) + timedelta(n))) for n in range(120)]
    assert bits(BASE, told("x")) > bits(BASE, told("x"), *daily) + 2
    assert Density([]).per_day(BASE, radius_km=5.0) == 0
    assert Density(daily).per_day(BASE, radius_km=5.0) > 1


def test_words_that_many_texts_have_weigh_less():
    collection = [
        told(f"r{n}", text="The regatta was stormed." + (" Zuberi fled." if n < 2 else "")) for n in range(60)
    ]
    rarity = Rarity(collection)
    assert rarity.weight("zuberi") > rarity.weight("regatta")
    assert rarity.texts_with("regatta") == 60


def test_copies_do_not_make_a_word_common():
    rarity = Rarity([told(f"r{n}", text="Zuberi fled.", digest="wire") for n in range(60)])
    assert rarity.texts_with("zuberi") == 1


@pytest.mark.parametrize("word", ["grenade", "militants", "kenyan", "uganda"])
def test_words_of_the_topic_and_the_country_tell_nothing_apart(word):
    rarity = Rarity([told(name, text=f"A {word} and Zuberi") for name in "ab"])
    assert rarity.weight(word) < 1 < rarity.weight("zuberi")


def test_words_of_place_and_time_and_the_publisher_are_left_out():
    text = (
        "On Sunday 3 May 2020 a 41-year-old ferryman was stabbed in Mombasa, the Coast Herald reports; Ali, 17, fled."
    )
    words = distinctive_words(
        analysis("d", title="Ferryman stabbed", source="Coast Herald"), report(text=text, location="Mombasa")
    )
    assert {"ferryman", "stabbed", "41y", "17y", "ali"} <= words
    assert not words & {"sunday", "may", "2020", "mombasa", "coast", "herald"}


@pytest.mark.parametrize(
    ("fields", "first", "last"),
    [
        ({"on": "2024-02-10"}, "2024-02-10", "2024-02-10"),
        ({"on": "2024-02-10", "date_prec": 2}, "2024-02-08", "2024-02-12"),
        ({"on": "2024-02-10", "date_prec": 4}, "2024-02-01", "2024-02-29"),
        ({"on": "2024-02-10", "date_prec": 5}, "2024-01-01", "2024-12-31"),
        ({"on": "2024-02-10", "until": "2024-02-12"}, "2024-02-10", "2024-02-12"),
        ({"until": "2024-02-12"}, "2024-01-12", "2024-02-12"),
    ],
)
def test_dates_stand_for_their_precision(fields, first, last):
    days = stated_days(report("a", **fields))
    assert [str(date.fromordinal(day)) for day in days] == [first, last]


# ----------------------------------------------------------------------------------------- one article, one incident

FIRST = {"on": "2022-07-04", "at": PORT, "killed": exactly(2), "place_id": "x:1"}


@pytest.mark.parametrize(
    ("second", "repeats"),
    [
        (FIRST, True),
        ({**FIRST, "killed": None}, True),
        ({**FIRST, "killed": None, "on": None}, True),
        ({**FIRST, "at": None, "place_id": None}, True),
        ({**FIRST, "on": "2022-07-01", "until": "2022-07-31", "date_prec": 4}, True),
        ({**FIRST, "killed": exactly(3)}, False),
        ({**FIRST, "killed": Count(2, None, None)}, False),
        ({**FIRST, "killed": None, "injured": exactly(4)}, False),
        ({**FIRST, "on": "2022-07-05"}, False),
        ({**FIRST, "at": (-6.9, 39.2), "place_id": "x:2"}, False),
        ({**FIRST, "event_type": "Disaster", "sub_event_type": None}, False),
        ({**FIRST, "sub_event_type": "Abduction/forced disappearance"}, False),
        ({**FIRST, "tense": "historical"}, False),
        ({**FIRST, "record_type": "incident_group"}, False),
    ],
)
def test_an_article_repeats_itself_where_nothing_tells_two_reports_apart(second, repeats):
    assert is_repetition(report("a", **FIRST), report("b", **second)) is repeats
    assert is_repetition(report("b", **second), report("a", **FIRST)) is repeats


# ---------------------------------------------------------------------------------------------------------- copies

WIRE = " ".join(f"word{n}" for n in range(40))


@pytest.mark.parametrize(
    ("text", "is_copy"),
    [
        (WIRE, True),
        (f"Headline of another paper. {WIRE}", True),
        (WIRE.replace("word39", "end"), True),
        (" ".join(WIRE.split()[:22]) + " " + " ".join(f"other{n}" for n in range(30)), False),
        ("Three were hurt.", False),
    ],
)
def test_a_copy_repeats_nearly_all_of_the_shorter_text(text, is_copy):
    articles = [analysis("a", report("r1", text=WIRE)), analysis("b", report("r2", text=text))]
    assert originals(articles) == {"a": "a", "b": "a" if is_copy else "b"}
    assert originals(articles[::-1]) == originals(articles)

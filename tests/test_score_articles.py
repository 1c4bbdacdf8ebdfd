"""The scorer of the articles says right where a record is right, and wrong slot by slot where it is not."""

import dataclasses
import importlib.util
import sys
from datetime import date
from pathlib import Path

import pytest

from geo.records import Analysis, Count, Report, Resolution, ScoredPlace, Seizure, Toponym

TOOL = Path(__file__).parent.parent / "tools" / "score_articles.py"


def load_tool():
    spec = importlib.util.spec_from_file_location("score_articles", TOOL)
    module = importlib.util.module_from_spec(spec)
    sys.modules["score_articles"] = module
    spec.loader.exec_module(module)
    return module


score = load_tool()

GOLD = {
    "record_type": "incident",
    "tense": "actual",
    "historical": False,
    "background": False,
    "event_type": "Battles",
    "sub_event_type": "Armed clash",
    "accept_types": [],
    "date_start": "2024-03-07",
    "date_end": "2024-03-07",
    "date_prec": 1,
    "location": "Djibo",
    "latitude": 14.1,
    "longitude": -1.63,
    "tolerance_km": 25,
    "where_prec": 2,
    "killed": {"low": 14, "best": 14, "high": 14},
    "injured": None,
    "seizures": [{"item": "cocaine", "quantity": 2.3, "unit": "t"}],
}
RIGHT = {
    "record_type": "incident",
    "tense": "actual",
    "event_type": "Battles",
    "sub_event_type": "Armed clash",
    "date_start": date(2024, 3, 7),
    "date_end": date(2024, 3, 7),
    "date_prec": 1,
    "location": "Djibo",
    "latitude": 14.1,
    "longitude": -1.63,
    "where_prec": 2,
    "killed": Count(14, 14, 14),
    "seizures": (Seizure("cocaine", 2300.0, "kg", None),),
    "evidence": (),
}


def report(**values):
    """A report with the given values; the other fields are not stated."""
    return Report(**{f.name: None for f in dataclasses.fields(Report)} | RIGHT | values)


def analysis(*reports, toponyms=()):
    values = {f.name: None for f in dataclasses.fields(Analysis)}
    return Analysis(**values | {"reports": reports, "toponyms": toponyms})


def article(*incidents, text="Men stormed a post near Djibo.", toponyms=()):
    return {
        "document": {"id": "x", "text": text},
        "toponyms": list(toponyms),
        "incidents": list(incidents),
        "negative": not incidents,
    }


def shares(expected, *analyses):
    tally = score.Tally()
    score.score_article(expected, analyses, tally)
    return {slot: (value["right"], value["judged"]) for slot, value in score.shares(tally).items()}


def test_a_right_record_is_right_in_every_slot():
    assert set(score.agreements(GOLD, report()).values()) <= {True, None}
    assert shares(article(GOLD), analysis(report()))["found in full"] == (1, 1)


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"event_type": "Crime"}, {"type", "event_type exact", "sub_event_type"}),
        ({"event_type": "Violence against civilians"}, {"event_type exact", "sub_event_type"}),
        ({"date_start": date(2024, 3, 8), "date_end": date(2024, 3, 8)}, {"date exact"}),
        ({"date_start": date(2024, 3, 9), "date_end": date(2024, 3, 9)}, {"date", "date exact"}),
        ({"date_end": date(2024, 12, 31)}, {"date", "date exact"}),
        ({"date_start": None, "date_end": None}, {"date", "date exact"}),
        ({"date_prec": 5}, {"date", "date exact"}),
        ({"latitude": 15.0}, {"place"}),
        ({"latitude": None, "longitude": None}, {"place"}),
        ({"killed": Count(4, 4, 4)}, {"killed exact"}),
        ({"killed": None}, {"killed exact"}),
        ({"injured": Count(0, 0, 0)}, {"injured unstated"}),
        ({"tense": "historical"}, {"tense"}),
        ({"seizures": (Seizure("cocaine", 2.3, "kg", None),)}, {"seizures"}),
        ({"seizures": ()}, {"seizures"}),
    ],
)
def test_each_mistake_shows_in_its_slot(change, wrong):
    found = score.agreements(GOLD, report(**change))
    assert {slot for slot, right in found.items() if right is False} == wrong


def test_nothing_told_is_nothing_found():
    assert shares(article(GOLD), analysis())["found"] == (0, 1)
    assert shares(article(GOLD), analysis(report(tense="planned")))["found"] == (0, 1)


def test_one_report_cannot_stand_for_two_incidents():
    found = shares(article(GOLD, GOLD), analysis(report()))
    assert found["found in full"] == (1, 2)
    assert found["told rightly"] == (1, 1)


def test_what_is_told_on_a_negative_article_counts_against():
    assert shares(article(), analysis(report()))["negative: nothing told"] == (0, 1)
    assert shares(article(), analysis(report(record_type="development")))["negative: nothing told"] == (1, 1)


def test_background_need_not_be_found_and_is_neutral():
    past = GOLD | {"historical": True, "tense": "historical"}
    assert "found" not in shares(article(past), analysis())
    assert "told rightly" not in shares(article(past), analysis(report(tense="historical")))


DJIBO = {"text": "Djibo", "role": "literal", "country": "BF", "lat": 14.1, "lon": -1.63, "tolerance_km": 25}


def resolution(text, start, role="literal", lat=14.1):
    place = ScoredPlace("x:1", text, lat, -1.63, 1.0, "P", "PPL", "BF", None, None, 5.0, "point")
    return Resolution(Toponym(start, start + len(text), text, role), place, "")


@pytest.mark.parametrize(
    ("expected", "found", "slot", "right"),
    [
        (DJIBO, [resolution("Djibo", 24)], "place names", (1, 1)),
        (DJIBO, [resolution("Djibo", 24, lat=12.0)], "place names", (0, 1)),
        (DJIBO, [], "place names", (0, 1)),
        (DJIBO | {"role": "none", "lat": None}, [], "names that are no place", (1, 1)),
        (DJIBO | {"role": "none", "lat": None}, [resolution("Djibo", 24)], "names that are no place", (0, 1)),
        (DJIBO | {"role": "demonym"}, [resolution("Djibo", 24)], "demonyms, nested names", (0, 1)),
        (DJIBO | {"role": "demonym"}, [resolution("Djibo", 24, "demonym")], "demonyms, nested names", (1, 1)),
    ],
)
def test_place_names_are_judged_by_role_and_distance(expected, found, slot, right):
    assert shares(article(toponyms=[expected]), analysis(toponyms=tuple(found)))[slot] == right


def test_a_name_inside_a_longer_expected_name_is_not_a_mention_of_its_own():
    expected = [{"text": "Lake Chad"}, {"text": "Chad"}]
    assert list(score.mentions_of("Chad", "Lake Chad lies partly in Chad.", expected)) == [(25, 29)]

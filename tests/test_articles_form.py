"""The articles with expected records are well-formed: what tests/articles/README.md promises, file by file."""

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "articles"
FILES = sorted(FOLDER.glob("*.json"))

EVENT_TYPES = {
    "Battles",
    "Explosions/Remote violence",
    "Violence against civilians",
    "Protests",
    "Riots",
    "Strategic developments",
    "Crime",
    "Accident",
    "Disaster",
}
ROLES = {"literal", "metonymic", "demonym", "nested", "none"}
TOP_KEYS = {"document", "as_of", "toponyms", "incidents", "developments", "negative", "traps"}
INCIDENT_KEYS = {
    "record_type",
    "tense",
    "historical",
    "background",
    "event_type",
    "sub_event_type",
    "accept_types",
    "date_start",
    "date_end",
    "date_prec",
    "location",
    "latitude",
    "longitude",
    "tolerance_km",
    "where_prec",
    "killed",
    "injured",
}
OPTIONAL_INCIDENT_KEYS = {
    "abducted",
    "arrested",
    "seizures",
    "actors",
    "weapons",
    "status",
    "accept_killed",
    "accept_injured",
    "accept_arrested",
    "location_names",
}


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture(params=FILES, ids=[path.stem for path in FILES])
def article(request):
    return read(request.param)


def test_there_are_fifty_articles_and_a_dozen_without_incident():
    negatives = [path for path in FILES if read(path)["negative"]]
    assert len(FILES) >= 50
    assert len(negatives) >= 12


def test_ids_are_the_file_names_and_no_text_comes_twice():
    documents = [read(path)["document"] for path in FILES]
    assert [d["id"] for d in documents] == [path.stem for path in FILES]
    assert not [text for text, n in Counter(d["text"] for d in documents).items() if n > 1]


def test_keys_are_those_of_the_readme(article):
    assert TOP_KEYS <= set(article) <= TOP_KEYS | {"notes"}
    for incident in article["incidents"]:
        assert INCIDENT_KEYS <= set(incident) <= INCIDENT_KEYS | OPTIONAL_INCIDENT_KEYS


def test_text_is_a_news_article_of_usual_length(article):
    document = article["document"]
    assert document["text"] == document["text"].strip()
    assert 50 <= len(document["text"].split()) <= 260
    assert document["language"] == "en"


def test_place_names_stand_in_the_text(article):
    for toponym in article["toponyms"]:
        assert re.search(rf"(?<!\w){re.escape(toponym['text'])}(?!\w)", article["document"]["text"]), toponym


def test_every_place_has_coordinates_and_what_is_no_place_has_none(article):
    for toponym in article["toponyms"]:
        assert toponym["role"] in ROLES
        if toponym["role"] == "none":
            assert toponym["lat"] is toponym["lon"] is toponym["tolerance_km"] is None
        elif toponym["lat"] is not None:
            assert_located(toponym["lat"], toponym["lon"], toponym["tolerance_km"])
            assert toponym["country"] is None or re.fullmatch("[A-Z]{2}", toponym["country"])


def assert_located(lat, lon, tolerance_km):
    assert -90 <= lat <= 90
    assert -180 <= lon <= 180
    assert tolerance_km > 0


def test_no_place_name_is_listed_twice(article):
    texts = [toponym["text"] for toponym in article["toponyms"]]
    assert len(texts) == len(set(texts))


def test_negative_means_no_incident(article):
    assert article["negative"] == (not article["incidents"])


def test_types_are_of_the_vocabulary(article):
    for incident in article["incidents"]:
        assert incident["event_type"] in EVENT_TYPES
        assert {event_type for event_type, _ in incident["accept_types"]} <= EVENT_TYPES
        assert incident["record_type"] in {"incident", "incident_group"}
        assert incident["tense"] == ("historical" if incident["historical"] else "actual")


def test_dates_are_days_in_order_and_not_after_publication(article):
    published = article["document"]["published"]
    as_of = article["as_of"]
    latest = min(date.fromisoformat(day) for day in (published, as_of, "9999-12-31") if day)
    for incident in article["incidents"]:
        start, end, precision = incident["date_start"], incident["date_end"], incident["date_prec"]
        if start is None:
            assert end is None
            assert precision is None
            continue
        assert date.fromisoformat(start) <= date.fromisoformat(end)
        if precision < 4:
            assert date.fromisoformat(end) <= latest
        else:
            assert date.fromisoformat(start) <= latest


def test_a_day_span_fits_its_precision(article):
    longest_days = {1: 2, 2: 6, 3: 8, 4: 31, 5: 366}
    for incident in article["incidents"]:
        if incident["date_start"] is not None:
            span = date.fromisoformat(incident["date_end"]) - date.fromisoformat(incident["date_start"])
            assert span.days < longest_days[incident["date_prec"]]


def test_counts_are_ordered_and_say_something(article):
    for incident in article["incidents"]:
        for slot in ("killed", "injured", "abducted", "arrested"):
            count = incident.get(slot)
            if count is not None:
                stated = [count[bound] for bound in ("low", "best", "high") if count[bound] is not None]
                assert stated == sorted(stated)
                assert stated, "not stated is null, not an empty count"
                assert min(stated) >= 0


def test_places_of_incidents_are_complete_or_absent(article):
    for incident in article["incidents"]:
        assert incident["where_prec"] in {1, 2, 3, 4, 5, 6, 7}
        if incident["latitude"] is None:
            assert incident["longitude"] is incident["tolerance_km"] is None
        else:
            assert_located(incident["latitude"], incident["longitude"], incident["tolerance_km"])


def test_seized_things_have_a_number_and_a_unit_or_neither(article):
    for incident in article["incidents"]:
        for seizure in incident.get("seizures", []):
            assert seizure["item"]
            assert (seizure["quantity"] is None) == (seizure["unit"] is None)


def test_each_article_says_what_is_hard_in_it(article):
    assert article["traps"]
    assert all(isinstance(trap, str) and trap for trap in article["traps"])
    for development in article["developments"]:
        assert development["about"]
        assert set(development) <= {"about", "event_type"}

"""The embedded gazetteer: names to places, points to whereabouts. Uses the real index of the user's cache."""

import pickle

import pytest

from gazetteer import Gazetteer, IndexMissingError, UnknownPlaceError


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer.default()


@pytest.mark.parametrize(
    ("name", "country", "feature_class", "match"),
    [
        ("Peshawar", "PK", "P", "exact"),
        ("Пешавар", "PK", "P", "exact"),
        ("Sughd", "TJ", "A", "exact"),
        ("Sughd Region", "TJ", "A", "designator"),
        ("Batken Oblast", "KG", "A", "designator"),
        ("Jalalabaad", "AF", "P", "transliteration"),
        ("Khujandd", "TJ", "P", "transliteration"),
        ("Georgia", "GE", "A", "exact"),
        ("Ontario", "CA", "A", "exact"),
        ("Nairobbery", None, None, None),
    ],
)
def test_first_candidate(gazetteer, name, country, feature_class, match):
    found = gazetteer.candidates(name)
    first = found[0] if found else None
    got = (first.place.country, first.place.feature_class, first.match) if first else (None, None, None)
    assert got == (country, feature_class, match)


def test_abbreviations_keep_their_case(gazetteer):
    assert gazetteer.is_name("U.S.")
    assert gazetteer.is_name("UAE")
    assert not gazetteer.is_name("uae")


def test_a_border_town_lies_near_the_border(gazetteer):
    kehl = gazetteer.whereabouts(48.573, 7.815)
    assert (kehl.country, kehl.admin1, kehl.is_near_border) == ("DE", "Baden-Württemberg", True)
    nairobi = gazetteer.whereabouts(-1.286, 36.817)
    assert (nairobi.country, nairobi.is_near_border) == ("KE", False)


def test_the_areas_of_a_country_fill_that_country_alone(gazetteer):
    names = {place.name for place, _ in gazetteer.areas("TM")}
    assert "Mary" in names
    assert all(place.country == "TM" for place, _ in gazetteer.areas("TM"))
    assert list(gazetteer.areas("XX")) == []


def test_towns_around_a_point_are_the_largest_near_it(gazetteer):
    towns = gazetteer.towns_around(-1.286, 36.817)
    assert towns[0].name == "Nairobi"
    assert [town.population for town in towns] == sorted((town.population for town in towns), reverse=True)
    assert all(abs(town.lat + 1.286) < 1.5 and abs(town.lon - 36.817) < 1.5 for town in towns)
    assert gazetteer.towns_around(-50.0, -130.0) == []


def test_opening_a_missing_index_says_what_to_do(tmp_path):
    with pytest.raises(IndexMissingError, match="gazetteer build"):
        Gazetteer.open(tmp_path / "none.sqlite")


def test_an_unknown_id_raises(gazetteer):
    with pytest.raises(UnknownPlaceError, match="geonames:1"):
        gazetteer.place("geonames:1")


def test_a_gazetteer_travels_to_other_processes(gazetteer):
    assert pickle.loads(pickle.dumps(gazetteer)).digest == gazetteer.digest

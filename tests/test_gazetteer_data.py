"""The shipped rows: each has source and licence, lies in its country, and hangs under an area."""

import random

import pytest

from gazetteer import Gazetteer
from gazetteer.embedded import read_shipped, read_tsv, read_units
from gazetteer.errors import SourceError
from gazetteer.geometry import decode_shapes, encode_shapes
from gazetteer.regional import read_border_places
from gazetteer.regions import read_regions


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer.default()


@pytest.fixture(scope="module")
def units():
    return {u.place_id: u for u in read_units()}


def test_every_source_has_a_licence(gazetteer):
    assert [s for s in gazetteer.manifest.sources if not s.source.strip() or not s.licence.strip()] == []


def test_every_lower_unit_hangs_under_a_first_order_unit(units):
    lower = [u for u in units.values() if u.feature_code[:4] in ("ADM2", "ADM3")]
    assert len(lower) > 40_000
    assert [u.place_id for u in lower if u.admin1_id not in units] == []


def test_every_unit_has_a_radius_and_a_country(units):
    assert [u.place_id for u in units.values() if not 0 < u.radius_km < 5000] == []
    without = [u.place_id for u in units.values() if u.country is None]
    assert len(without) < 5  # disputed specks only


def test_units_points_lie_in_their_country(gazetteer, units):
    sample = random.Random(7).sample(sorted(u for u in units if units[u].country), 400)
    wrong = []
    for unit in sample:
        there = gazetteer.whereabouts(units[unit].lat, units[unit].lon)
        if there.country is not None and there.country != units[unit].country and not there.is_near_border:
            wrong.append((unit, units[unit].name, units[unit].country, there.country))
    assert len(wrong) <= 4, wrong  # overseas parts and stale parents: at most one in a hundred


def test_border_places_are_clean_and_lie_in_their_country(gazetteer):
    wrong = []
    for entry in read_border_places():
        assert "(" not in entry.name
        assert entry.source
        assert entry.licence
        if entry.source.startswith("estimated"):
            assert entry.radius_km >= 20
        there = gazetteer.whereabouts(entry.lat, entry.lon)
        if (
            entry.feature_class in "APS"
            and entry.country
            and entry.country != there.country
            and not there.is_near_border
        ):
            wrong.append((entry.name, entry.country, there.country))
    assert wrong == []


def test_regions_are_on_earth_and_once():
    regions = list(read_regions())
    assert len({r.place_id for r in regions}) == len(regions)
    assert all(abs(r.lat) <= 90 and abs(r.lon) <= 180 and r.radius_km > 0 for r in regions)


def test_regions_of_one_country_lie_there(gazetteer):
    wrong = []
    for region in read_regions():
        if region.country and region.feature_class in "LT":
            there = gazetteer.whereabouts(region.lat, region.lon)
            if there.country not in (None, region.country) and not there.is_near_border:
                wrong.append((region.name, region.country, there.country))
    assert wrong == []


def test_a_changed_file_is_refused(monkeypatch):
    monkeypatch.setattr("gazetteer.embedded._digests", dict)
    with pytest.raises(SourceError, match=r"regions\.tsv"):
        read_shipped("regions.tsv")


def test_every_listed_file_matches_its_digest():
    for name in ("countries.tsv", "units.tsv.xz", "border_places.csv", "more_names.tsv"):
        assert read_shipped(name)
    assert len(read_tsv("countries.tsv")) == 250


def test_shapes_survive_their_compact_form(gazetteer):
    shape = gazetteer.geometry("geonames:1347488")
    ((place_id, again),) = decode_shapes(encode_shapes([("x", shape)]))
    assert place_id == "x"
    assert again.symmetric_difference(shape).area < 1e-6


def test_countries_and_borders_have_shapes(gazetteer):
    border = gazetteer.border("PK", "AF")
    assert border is not None
    assert (border.geometry, border.feature_class) == ("line", "L")
    assert gazetteer.geometry(border.place_id).length > 10
    assert gazetteer.border("AF", "FR") is None
    country = gazetteer.candidates("Kenya")[0].place
    assert gazetteer.geometry(country.place_id).area == pytest.approx(47, rel=0.1)

"""Relative places: what words beside a name make of its place, and the geometry behind it."""

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.geometry import distance_km
from gazetteer.relative import between, nearest_on, offset, part_of, parts_to_bytes, stored_part
from geo.analysis import analyse
from geo.config import Config
from geo.naming.relative import _has_term, _terms
from geo.naming.surroundings import word_before
from geo.records import Document
from geo.resolve import resolve_toponyms
from geo.toponyms import find_toponyms


def resolution_of(name, text, world):
    document = Document(id="d", file="d", text=text)
    found = resolve_toponyms(document, find_toponyms(document, world), world, Config())
    return next(r for r in found if r.toponym.text.startswith(name))


def bearing_word(origin, place):
    north = "N" if place.lat > origin.lat + 0.02 else "S" if place.lat < origin.lat - 0.02 else ""
    east = "E" if place.lon > origin.lon + 0.02 else "W" if place.lon < origin.lon - 0.02 else ""
    return north + east


@pytest.mark.parametrize(
    ("name", "text", "km", "side"),
    [
        ("Agadez", "A lorry overturned 40 km north of Agadez on Monday.", 40, "N"),
        ("Agadez", "A lorry overturned some 40km north-east of the town of Agadez.", 40, "NE"),
        ("Agadez", "The well lies 25 miles (40 km) to the west of Agadez.", 40, "W"),
        ("Garissa", "Herders were shot about 15 kilometres south of Garissa.", 15, "S"),
        ("Garissa", "Herders were shot north of Garissa.", 10, "N"),
    ],
)
def test_a_distance_and_a_direction_move_the_point(name, text, km, side, world):
    found = resolution_of(name, text, world)
    assert distance_km(found.place.lat, found.place.lon, found.relative.lat, found.relative.lon) == pytest.approx(
        km, abs=1.0
    )
    assert bearing_word(found.place, found.relative) == side
    assert found.relative.geometry == "point"
    assert "told as" in found.reason


@pytest.mark.parametrize(
    ("name", "text", "least_km"),
    [
        ("Goma", "Shells fell within 20 km of Goma.", 20),
        ("Kisumu", "A matatu crashed 30 kilometres from Kisumu.", 30),
        ("Kisumu", "A bomb was found on the outskirts of Kisumu.", 5),
        ("Lamu", "Gunmen opened fire near Lamu.", 8),
    ],
)
def test_a_distance_alone_widens_the_radius(name, text, least_km, world):
    found = resolution_of(name, text, world)
    assert (found.relative.lat, found.relative.lon) == (round(found.place.lat, 5), round(found.place.lon, 5))
    assert found.relative.radius_km >= max(least_km, found.place.radius_km)


@pytest.mark.parametrize(
    ("one", "two", "text"),
    [
        ("Nakuru", "Eldoret", "A tanker burned between Nakuru and Eldoret."),
        ("Nakuru", "Eldoret", "Gangs rob drivers on the road from Nakuru to Eldoret."),
        ("Nakuru", "Eldoret", "Gangs rob drivers on the Nakuru-Eldoret highway."),
        ("Nakuru", "Eldoret", "The railway linking Nakuru and Eldoret was cut."),
    ],
)
def test_between_two_towns_is_midway(one, two, text, world):
    first, second = (resolution_of(n, text, world) for n in (one, two))
    here = first.relative
    assert (here.lat, here.lon) == (second.relative.lat, second.relative.lon)
    gaps = [distance_km(here.lat, here.lon, r.place.lat, r.place.lon) for r in (first, second)]
    assert gaps[0] == pytest.approx(gaps[1], rel=0.01)
    assert here.radius_km == pytest.approx(gaps[0], rel=0.01)


@pytest.mark.parametrize(
    ("name", "text", "side"),
    [
        ("Mozambique", "Cyclone winds reached northern Mozambique.", "N"),
        ("Mozambique", "Cyclone winds reached the south of Mozambique.", "S"),
        ("Texas", "Wildfires spread across western Texas.", "W"),
        ("Kenya", "Drought has hit the north-eastern part of Kenya.", "NE"),
    ],
)
def test_a_side_of_an_area_lies_in_it_on_that_side(name, text, side, world):
    found = resolution_of(name, text, world)
    assert set(side) <= set(bearing_word(found.place, found.relative))
    assert found.relative.radius_km < found.place.radius_km * 1.01
    shape = world.geometry(found.place.place_id)
    assert shapely.distance(shape, shapely.Point(found.relative.lon, found.relative.lat)) < 0.1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Lagos", "Two men were arrested in Lagos."),
        ("Helmand", "Three died in southern Helmand province."),  # a province in the country's south
        ("Kyiv", "The minister flew 900 km from Kyiv."),
        ("Chad", "Ties between Chad and Sudan are poor."),
        ("South Africa", "Prices rose in South Africa."),
    ],
)
def test_names_without_a_relation_stay_as_they_are(name, text, world):
    assert resolution_of(name, text, world).relative is None


def test_the_border_with_a_country_is_the_line_to_the_country_told_of(world):
    text = "Soldiers in Adamawa and other parts of Nigeria closed the border with Cameroon."
    found = resolution_of("Cameroon", text, world)
    assert (found.relative.place_id, found.relative.geometry) == ("border:CM-NG", "line")
    assert found.place.country == "CM"


def test_a_border_near_a_town_is_where_its_line_passes_the_town(world):
    found = resolution_of("Uganda-Kenya", "Traders clashed on the Uganda-Kenya border near Busia.", world)
    assert distance_km(found.relative.lat, found.relative.lon, 0.46, 34.1) < 15
    assert found.place.geometry == "line"


def test_a_village_no_gazetteer_has_lies_where_its_distance_from_a_town_puts_it(world):
    found = resolution_of("Qarnabishu", "A mine went off in Qarnabishu, 35 km south of Agadez.", world)
    assert found.match == "containing_area"
    assert distance_km(found.place.lat, found.place.lon, found.relative.lat, found.relative.lon) == pytest.approx(
        35, 0.1
    )


def test_the_report_stands_at_the_relative_place(world):
    text = "Gunmen killed six people 40 km north of Agadez on 3 May 2023, police said."
    (report,) = analyse(Document(id="d", file="d", text=text, language="en"), world, Config()).reports
    agadez = resolution_of("Agadez", text, world).place
    assert distance_km(report.latitude, report.longitude, agadez.lat, agadez.lon) == pytest.approx(40, abs=1)
    assert (report.place_id, report.where_prec, report.location) == (agadez.place_id, 2, "Agadez")


@given(lat=st.floats(-80, 80), lon=st.floats(-180, 180), bearing=st.floats(0, 360), km=st.floats(0.1, 900))
def test_an_offset_is_as_far_as_told(lat, lon, bearing, km):
    there = offset(lat, lon, bearing, km)
    assert distance_km(lat, lon, *there) == pytest.approx(km, rel=1e-3, abs=0.01)
    assert -180 <= there[1] <= 180


def test_midway_crosses_the_date_line():
    lat, lon, half = between(-17.0, 179.0, -17.0, -179.0)
    assert abs(lon) == pytest.approx(180, abs=0.01)
    assert half == pytest.approx(106, abs=1)
    assert lat == pytest.approx(-17, abs=0.1)


@pytest.mark.parametrize(
    ("bearing", "lat", "lon"), [(0, 3.2, 2), (180, 0.8, 2), (90, 2, 3.2), (270, 2, 0.8), (None, 2, 2)]
)
def test_parts_of_a_square(bearing, lat, lon):
    found = part_of(shapely.box(0, 0, 4, 4), bearing)
    assert found[:2] == pytest.approx((lat, lon), abs=0.1)
    assert 50 < found[2] < 250


def test_lines_and_slivers_have_no_parts():
    assert part_of(shapely.LineString([(0, 0), (1, 1)]), 0) is None
    assert part_of(None, 0) is None


def test_parts_reckoned_beforehand_are_the_same():
    shape = shapely.Polygon([(0, 0), (9, 1), (7, 5), (2, 4)])
    parts = parts_to_bytes(shape)
    told = [None, *(22.5 * k for k in range(16))]
    assert [stored_part(parts, bearing) for bearing in told] == [part_of(shape, bearing) for bearing in told]
    assert stored_part(parts, 30.0) is None
    assert parts_to_bytes(shapely.LineString([(0, 0), (1, 1)])) is None


@pytest.mark.parametrize("bearing", [None, 180.0, 30.0])
def test_the_index_knows_the_parts_of_a_country(bearing, world):
    country = world.country("ML").place_id
    assert world.part_of(country, bearing) == part_of(world.geometry(country), bearing)


def test_the_nearest_point_of_a_line():
    lat, lon, km = nearest_on(shapely.LineString([(0, 60), (4, 60)]), 60.5, 2.0)
    assert (lat, lon) == pytest.approx((60.0, 2.0), abs=1e-6)
    assert km == pytest.approx(55.6, abs=0.1)


@pytest.mark.parametrize("kind", ["direction", "edge", "near"])
def test_the_quick_look_for_relations_misses_no_term(kind):
    assert [term for term in _terms(kind) if not _has_term(kind, f"Two men were found {term.title()} the ")] == []


@pytest.mark.parametrize(
    ("before", "word"),
    [
        ("on the corner of ", "of"),
        ("in the Town Of\n", "of"),
        ("north-east of (", ""),
        ("southern-", ""),
        ("   ", ""),
        ("", ""),
        ("north ", "north"),
    ],
)
def test_the_word_before_a_name_is_the_one_that_white_space_parts_from_it(before, word):
    assert word_before(before) == word

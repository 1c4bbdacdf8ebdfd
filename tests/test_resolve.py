"""Resolving place names: which of the namesakes a text means, why, and when none is."""

import pytest

from geo.config import Config
from geo.records import Document
from geo.resolve import resolve_toponyms
from geo.toponyms import find_toponyms


def resolutions(text, world, **settings):
    document = Document(id="d", file="d.txt", text=text)
    return resolve_toponyms(document, find_toponyms(document, world), world, Config(**settings))


def place_of(name, text, world, **settings):
    return next(r.place for r in resolutions(text, world, **settings) if r.toponym.text.startswith(name))


@pytest.mark.parametrize(
    ("name", "text", "country"),
    [
        ("Tripoli", "Militias fought in Tripoli, Benghazi and Misrata, Libyan officials said.", "LY"),
        ("Tripoli", "Clashes in Tripoli and Sidon spread to Beirut, Lebanese police said.", "LB"),
        ("Bangor", "A barn burned near Bangor, Maine, on Friday.", "US"),
        ("Bangor", "Police in Bangor, Northern Ireland, arrested two men.", "GB"),
        ("Valencia", "Floods hit Valencia and Alicante in eastern Spain.", "ES"),
        ("Valencia", "Protesters marched in Valencia and Maracaibo against Venezuela's president.", "VE"),
        ("Georgia", "Georgia's parliament in Tbilisi voted on Tuesday.", "GE"),
        ("Georgia", "Schools in Atlanta, Savannah and Macon closed across Georgia.", "US"),
        ("Hyderabad", "Trains from Karachi to Hyderabad in Sindh were cancelled.", "PK"),
        ("Hyderabad", "Police in Hyderabad, capital of India's Telangana state, found the car.", "IN"),
        ("Cordoba", "Farmers from Cordoba and Rosario blocked roads to Buenos Aires.", "AR"),
    ],
)
def test_namesakes_are_told_apart_by_what_is_named_with_them(name, text, country, world):
    assert place_of(name, text, world).country == country


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("Herat", "The governor of Herat province spoke.", "ADM1"),
        ("Luxembourg", "Luxembourg, Belgium and the Netherlands agreed.", "PCLI"),
        ("Salzburg", "The provinces of Salzburg, Carinthia and Styria voted.", "ADM1"),
        ("Orange County", "Fires burned in Orange County, California.", "ADM2"),
    ],
)
def test_nouns_and_lists_say_what_kind_of_place_is_meant(name, text, code, world):
    assert place_of(name, text, world).feature_code == code


@pytest.mark.parametrize(
    ("name", "text", "feature_class"),
    [
        ("Zaria", "Two people were shot in Zaria on Friday.", "P"),
        ("Mopti", "Traders reached Mopti by boat.", "P"),
        ("Mopti", "Traders reached Mopti region by boat.", "A"),
        ("Gulf of Aden", "A tanker was boarded in the Gulf of Aden.", "H"),
    ],
)
def test_a_town_is_meant_unless_a_noun_asks_for_its_unit(name, text, feature_class, world):
    assert place_of(name, text, world).feature_class == feature_class


def test_one_name_means_one_place_in_a_document(world):
    text = "Residents of Birmingham, Alabama, met on Monday. Birmingham has had floods before."
    found = [r.place.place_id for r in resolutions(text, world) if r.toponym.text == "Birmingham"]
    assert len(found) == 2
    assert len(set(found)) == 1


def test_home_countries_draw_ambiguous_names(world):
    text = "Two men were hurt in Victoria on Friday."
    assert place_of("Victoria", text, world, home_countries=("SC",)).country == "SC"
    assert place_of("Victoria", text, world, home_countries=("CA",)).country == "CA"


def test_an_unknown_name_takes_the_finest_area_named_with_it(world):
    text = "Gunmen hit the village of Zubrakola, Herat Province. Reinforcements came from Kabul."
    found = next(r for r in resolutions(text, world) if r.toponym.text == "Zubrakola")
    assert found.place is not None
    assert (found.place.admin1, found.match) == ("Herat", "containing_area")
    assert found.place.score <= 0.4
    assert "stands in" in found.reason


def test_an_unknown_name_without_surroundings_stays_unresolved(world):
    (found,) = resolutions("Gunmen hit the village of Zubrakola.", world)
    assert found.place is None
    assert found.reason == "no layer of the gazetteer has the name"


def test_a_small_namesake_far_away_is_not_taken(world):
    text = "Soldiers from Kaduna, Zaria and Kano in northern Nigeria searched the hamlet of Arco."
    place = place_of("Arco", text, world)
    assert place is None or place.country == "NG"


def test_one_unresolvable_name_does_not_empty_the_answer(world):
    text = "Zubrakola fell. Near Qarnabish, Kenya, two died; others fled to Nairobi and Mombasa."
    found = {r.toponym.text: r.place for r in resolutions(text, world)}
    assert found["Nairobi"].country == found["Mombasa"].country == "KE"


def test_scores_are_probabilities_and_alternatives_follow_in_order(world):
    for found in resolutions("Springfield and Portland lie far apart.", world, alternatives=5):
        scores = [found.place.score, *(a.score for a in found.alternatives)] if found.place else []
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= s <= 1 for s in scores)
        assert sum(scores) <= 1.001
        assert len(found.alternatives) <= 5


def test_reasons_are_in_words(world):
    reason = next(r.reason for r in resolutions("He left Valencia, Spain.", world) if r.toponym.text == "Valencia")
    assert "named with what contains it" in reason
    assert "other candidates" in reason


def test_resolutions_keep_the_order_and_number_of_toponyms(world):
    document = Document(id="d", file="d", text="Lagos, Accra, Lomé and Lagos again.")
    toponyms = find_toponyms(document, world)
    found = resolve_toponyms(document, toponyms, world, Config())
    assert tuple(r.toponym for r in found) == toponyms


def test_no_toponyms_give_no_resolutions(world):
    assert resolutions("nothing here.", world) == ()


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("Oklahoma", "Storms crossed Oklahoma and Kansas on Friday.", ("ADM1", "US")),
        ("Africa", "Prices rose across Africa, the bank said.", ("CONT", None)),
        ("TROY", "TROY, N.C. -- The county fair opens on Monday.", ("PPL", "US")),
        ("Burkina Faso", "Gunmen attacked a convoy in Burkina Faso.", ("PCLI", "BF")),
        ("Lake Victoria", "A ferry sank on Lake Victoria, killing six.", ("LK", None)),
        ("Central Asia", "Trade in Central Asia grew.", ("RGN", None)),
        ("Washington", "In Washington, the president met Congress.", ("PPLC", "US")),
    ],
)
def test_what_users_of_other_geoparsers_complain_about(name, text, expected, world):
    place = place_of(name, text, world)
    assert (place.feature_code, place.country) == expected


def test_initials_and_products_are_no_places(world):
    text = "M.S. patients wrote on Reddit that Oxford University had answered them."
    found = {r.toponym.text: r.toponym.role for r in resolutions(text, world)}
    assert "M.S." not in found
    assert "Reddit" not in found
    assert found.get("Oxford", "nested") == "nested"


def test_a_border_is_its_line(world):
    (found,) = (
        r for r in resolutions("Shots on the Kenyan-Somali border hurt two.", world) if "border" in r.toponym.text
    )
    assert found.place is not None
    assert found.place.geometry == "line"


def test_streets_named_after_places_are_not_those_places(world):
    text = "A shop on Moscow Street in Kigali burned."
    place = place_of("Moscow Street", text, world)
    assert place is None or place.country == "RW"


def test_a_dateline_does_not_stand_in_for_an_unknown_village(world):
    text = "NIAMEY - Gunmen killed two herders around the village of Zorbagouna, in the west of Niger, on Monday."
    place = place_of("Zorbagouna", text, world)
    assert place is None or place.name == "Niger"


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        # quarters and streets lie in the town that is named, whatever towns bear their names
        ("Escalon", "SANTIAGO -- Two men were shot in the Escalon neighborhood on Friday.", "Santiago"),
        ("Sarmiento", "A bomb went off in Rosario at the corner of Sarmiento and Mitre.", "Rosario"),
        ("Valencia", "The blast in Quito shook Valencia and Loja streets.", "Quito"),
        # a quarter of a town is the town
        ("Mombasa", "Two men were shot in a Mombasa neighbourhood on Friday, police in Nairobi said.", "Mombasa"),
    ],
)
def test_a_part_of_a_town_lies_in_the_town_that_is_named(name, text, place, world):
    assert place_of(name, text, world).name == place


def test_an_ocean_is_nowhere_abroad(world):
    text = "The Chilean navy boarded a trawler in the Pacific Ocean off Arica. Two Chileans from Iquique were held."
    assert place_of("Pacific Ocean", text, world).place_id == "region:pacific-ocean"


def test_a_namesake_outside_the_unit_named_with_it_is_not_taken(world):
    place = place_of("Cawayan", "Troops met rebels in Cawayan town, Masbate province, on Monday.", world)
    assert (place.name, place.feature_code) == ("Masbate", "ADM2")
    assert place_of("Springfield", "A mill burned in Springfield town, Vermont.", world).admin1 == "Vermont"


def test_a_province_may_be_a_second_order_unit_where_none_is_a_first(world):
    assert place_of("Masbate", "The governor of Masbate province resigned.", world).feature_code == "ADM2"
    assert place_of("Kunduz", "The governor of Kunduz province resigned.", world).feature_code == "ADM1"


def test_the_unit_of_a_country_holds_what_is_named_before_both(world):
    text = "Bandits burned granaries in Zumbeyfata, in Niger's western Tillaberi region, on Sunday."
    assert place_of("Zumbeyfata", text, world).feature_code == "ADM1"


def test_a_people_named_after_a_town_does_not_hold_it(world):
    text = "A mayor was killed in the Russian-occupied city of Luhansk, Russian investigators said."
    assert place_of("Luhansk", text, world).country == "UA"

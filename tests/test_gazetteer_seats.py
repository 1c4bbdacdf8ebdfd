"""A unit of which no place is known stands at the town it is named after, where that town is beyond doubt."""

import pytest

from gazetteer.embedded import ancestors, read_shipped
from gazetteer.geometry import distance_km
from gazetteer.seats import Town, Towns

SHARE_KM = 40.0


def seat(unit_names, *towns, is_romanised=False):
    """Return the name of the seat among towns of one name, or of several, each 1 degree north of the one before."""
    spellings = [(t,) if isinstance(t, str) else t for t in towns]
    made = [Town(float(i), 0.0, 0, names) for i, names in enumerate(spellings)]
    found = Towns(made, is_romanised=is_romanised).seat_of(unit_names, SHARE_KM)
    return found.names[0] if found else None


@pytest.mark.parametrize(
    ("unit_names", "towns", "found"),
    [
        (("Gorongosa District",), ("Vila Nova", "Gorongosa"), "Gorongosa"),
        (("Municipio de Nagarote",), ("Nagarote", "La Paz"), "Nagarote"),
        (("Kreis Oben", "Oberstadt District"), (("Upper Town", "Oberstadt"),), "Upper Town"),
        (("Gorongosa District",), ("Vila Nova",), None),
        (("San Juan",), ("San Juan", "San Juan"), None),  # 111 km apart: either could be the seat
        (("Gorongosa District",), ("Gorongoza",), None),  # in Latin letters another spelling is another name
        (("Westerskiy District",), ("Westersk",), None),
    ],
)
def test_the_seat_bears_the_name_of_the_unit(unit_names, towns, found):
    assert seat(unit_names, *towns) == found


@pytest.mark.parametrize(
    ("unit_names", "towns", "found"),
    [
        (("Shushenskiy Rayon",), ("Minusinsk", "Shushenskoye"), "Shushenskoye"),
        (("Ipatovsky District",), ("Ipatovo",), "Ipatovo"),
        (("Biyskiy Rayon",), ("Biysk", "Biya"), None),  # both leave the same stem
        (("Biyskiy Rayon",), ("Biysk",), "Biysk"),
        (("Ачинский район",), (("Achinsk", "Ачинск"),), "Achinsk"),
        (("Garbahaarey",), ("Garbahaarrey",), "Garbahaarrey"),
        (("Lenskiy Rayon",), ("Olenek",), None),
    ],
)
def test_where_names_are_romanised_adjectives_and_transliterations_count(unit_names, towns, found):
    assert seat(unit_names, *towns, is_romanised=True) == found


def test_an_exact_namesake_goes_before_a_likeness():
    assert seat(("Kara-Suu Rayon",), "Karasu", "Kara-Suu", is_romanised=True) == "Kara-Suu"


def test_of_namesakes_near_each_other_the_largest_is_the_seat():
    towns = Towns([Town(40.0, 70.0, 500, ("Toqsan",)), Town(40.1, 70.0, 9000, ("Toqsan",))], is_romanised=False)

    found = towns.seat_of(("Toqsan District",), SHARE_KM)

    assert found is not None
    assert found.population == 9000


@pytest.fixture(scope="module")
def rows():
    found = (line.split("\t") for line in read_shipped("units.tsv.xz").decode().split("\n"))
    return {row[0]: row for row in found}


@pytest.mark.parametrize(
    ("place_id", "basis", "lat", "lon", "within_km"),
    [
        ("geonames:7910403", "seat", 40.51, 72.50, 5),  # Aravan, Kyrgyzstan: its town
        ("geonames:11744835", "parent", 26.37, 68.87, 5),  # Korangi, Pakistan: no town of the name; says Sindh's radius
    ],
)
def test_shipped_units_stand_where_their_basis_says(rows, place_id, basis, lat, lon, within_km):
    row = rows[place_id]

    assert row[10] == basis
    assert distance_km(float(row[6]), float(row[7]), lat, lon) < within_km


def test_a_unit_at_its_seat_lies_in_reach_of_the_unit_above_and_claims_no_more_than_that(rows):
    parents = {i: row[3] for i, row in rows.items()}
    seats = [row for row in rows.values() if row[10] == "seat"]

    assert len(seats) > 3500
    for row in seats:
        above = rows[ancestors(row[0], parents)[1]]
        assert float(row[8]) <= float(above[8])


def test_a_unit_at_the_point_of_the_one_above_says_its_radius(rows):
    borrowed = [row for row in rows.values() if row[10] == "parent"]

    assert borrowed
    for row in borrowed:
        assert row[8] == rows[row[3]][8]

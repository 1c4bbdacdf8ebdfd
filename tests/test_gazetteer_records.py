"""The records of the index: what goes in comes out, the likeliest first, and no name answers for another."""

from zlib import crc32

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer import Gazetteer
from gazetteer.build import build_index
from gazetteer.entries import Entry, Name
from gazetteer.filter import KeyFilter, hash_of
from gazetteer.names import exact_key
from gazetteer.priors import name_cost, place_prior
from gazetteer.records import (
    CLASSES_OF_SORTS,
    COMMON,
    FLAGS,
    KINDS,
    PREFERRED,
    ROLES,
    ROW,
    SORTS,
    block_of,
    country_number,
    decoded,
    encoded,
    hashes_of,
    joined,
    place_number,
    renewed,
    row_of,
    rows_of,
    sort_of,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=40)
NUMBER = st.floats(allow_nan=False, width=64)
WHOLE = st.integers(-(2**63), 2**63 - 1)


@st.composite
def place_columns(draw):
    """A row of the table `place`."""
    row = draw(WHOLE)
    return (
        row, None if row > 0 else f"made:{draw(TEXT)}", draw(TEXT), draw(st.sampled_from("AHLPRSTUV")), draw(TEXT),
        draw(st.none() | TEXT), draw(st.none() | WHOLE), draw(st.none() | WHOLE), draw(NUMBER), draw(NUMBER),
        draw(NUMBER), draw(st.integers(0, 2**63 - 1)), draw(st.sampled_from(["point", "area", "line"])),
        draw(st.integers(0, 2**32 - 1)), draw(st.floats(-20, 20)),
    )  # fmt: skip


def _cost(role, standing):
    return name_cost("Town", role, is_preferred=standing == PREFERRED, is_common=standing == COMMON)


def place(number, name="Town", prior=2.0, feature_class="P"):
    return (
        number, None, name, feature_class, "PPL", "KE", None, None, 1.0, 2.0, 3.0, 0, "point", 0, prior,
    )  # fmt: skip


@given(place_columns(), TEXT, st.booleans(), st.sampled_from(ROLES), st.sampled_from([0, COMMON, PREFERRED]))
def test_what_is_put_in_a_record_comes_out(columns, other, is_own_name, role, standing):
    row, place_id, name, feature_class, code, country, *units, lat, lon, radius, people, shape, source, prior = columns
    spelling = name if is_own_name else other
    for key in (exact_key(spelling), spelling.lower(), other):
        (found,) = decoded(encoded(columns, key or "x", role, standing, spelling, is_world=is_own_name))
        cost = name_cost(spelling, role, is_preferred=standing == PREFERRED, is_common=standing == COMMON)
        assert found[:5] == (key or "x", spelling, role, standing, place_id or f"geonames:{row}")
        assert found[5:9] == (name, feature_class, code, country)
        assert found.row[:9] == (row, cost - prior, lat, lon, radius, people, *(unit or 0 for unit in units), source)
        assert found.row.country == country_number(country)
        assert FLAGS[found.row.flag] == (role, standing, shape, is_own_name)


def test_a_zero_byte_in_a_broken_name_spoils_no_record():
    (found,) = decoded(encoded(place(1, name="To\0wn"), "to wn", "name", PREFERRED, "To\0wn"))
    assert (found.key, found.spelling, found.place_id) == ("to wn", "To wn", "geonames:1")


@given(st.lists(st.tuples(st.integers(1, 40), st.sampled_from(ROLES), st.sampled_from([0, 1, 2])), min_size=1))
def test_joined_records_are_ranked_and_hold_no_name_twice(named):
    records = [encoded(place(n, prior=n % 5), "town", role, standing, "Town") for n, role, standing in named]
    record, count = joined(records)
    found = decoded(record)
    assert [(p.row.rank, p.place_id) for p in found] == sorted((p.row.rank, p.place_id) for p in found)
    best = {}
    for n, role, standing in named:
        best[n, role] = max(standing, best.get((n, role), 0))
    likeliest = {n: min(_cost(role, best[n, role]) for m, role in best if m == n) for n, _ in best}
    assert {p.row.number: _cost(p.role, p.standing) for p in found} == likeliest
    assert len(found) == len(likeliest)
    assert count == len(best)
    assert joined(records[::-1]) == (record, count)


def test_a_place_that_changes_keeps_its_names():
    record = encoded(place(1, name="Old Town"), "old town", "name", PREFERRED, "Old Town")
    (found,) = decoded(renewed(record, *place(1, name="New Town", prior=4.0)))
    assert (found.key, found.spelling, found.name, found.row.rank) == ("old town", "Old Town", "New Town", -4.0)


def _kin_in(record, key):
    return hashes_of(record, block_of(record, hash_of(key) & 0xFFFF))


def test_the_keys_that_are_spelt_alike_stand_in_the_record():
    kin = {"town": [3, 1 << 63], "toun": []}
    one, two, three = (
        encoded(place(n), key, "name", PREFERRED, key.title()) for n, key in enumerate(("town", "toun", "tawn"), 1)
    )
    for records in ([one], [one, two], [two, one, three]):
        record, _ = joined(records, kin.get)
        assert _kin_in(record, "town") == (3, 1 << 63)
    assert _kin_in(record, "toun") == ()
    assert _kin_in(record, "tawn") is None
    assert block_of(record, hash_of("towm") & 0xFFFF) is None


@pytest.mark.parametrize(
    ("feature_class", "code", "sort"),
    [
        ("A", "PCLI", ("C", "A")), ("A", "ADM1", ("1", "ADM1")), ("A", "ADM3", ("2", "A")), ("L", "RGN", ("K", "L")),
        ("P", "PPLC", ("P", "PPLC")), ("P", "PPL", ("P", "P")), ("R", "RD", ("S", "R")), ("P", "ADM1", ("P", "ADM1")),
        ("?", "", ("S", "")),
    ],
)  # fmt: skip
def test_a_sort_tells_the_kind_and_what_ranking_tells_apart(feature_class, code, sort):
    number = sort_of(feature_class, code)
    assert SORTS[number] == sort
    assert CLASSES_OF_SORTS[number] == (feature_class if feature_class != "?" else "S")
    assert number < 256 == len(KINDS) * 32 == len(SORTS)


def test_a_place_that_has_been_made_has_the_numbers_of_its_record(tmp_path):
    units = [Entry(i, "Unit", "A", "ADM1", 1.0, 2.0, 9.0, "made", "own") for i in ("geonames:9", "made:unit")]
    town = entry(1, "Ashford", population=7, admin1_id="geonames:9", admin2_id="made:unit")
    build_index([*units, town], tmp_path / "i", digest="d")
    matches = Gazetteer.open(tmp_path / "i").matches("Ashford")
    (stored,) = rows_of(matches.rows)
    (made,) = rows_of(row_of(matches[0].place, "name", PREFERRED, stored.rank))
    assert made == stored
    assert (made.admin1, made.admin2) == (9, place_number("made:unit"))
    assert made.admin2 < 0
    (numbers,) = np.frombuffer(matches.rows, dtype=ROW).tolist()
    assert numbers == stored


def entry(number, name, *names, population=0, **more):
    return Entry(
        f"geonames:{number}", name, "P", "PPL", 1.0, 2.0, 3.0, "made", "own", country="KE", population=population,
        names=tuple(Name(n) for n in names), **more,
    )  # fmt: skip


def test_two_names_of_one_number_are_told_apart(tmp_path, monkeypatch):
    for module in ("records", "facts", "layers", "compiling"):
        monkeypatch.setattr(f"gazetteer.{module}.hash_of", lambda key: 7 << 16 | crc32(key.encode()) & 0xFFFF)
    build_index([entry(1, "Ashford"), entry(2, "Bexley", "Ashton"), entry(3, "Ashford")], tmp_path / "i", digest="d")
    gazetteer = Gazetteer.open(tmp_path / "i")
    found = {name: [c.place.place_id for c in gazetteer.named(name)] for name in ("Ashford", "Bexley", "Ashton", "Ash")}
    assert found == {
        "Ashford": ["geonames:1", "geonames:3"], "Bexley": ["geonames:2"], "Ashton": ["geonames:2"], "Ash": [],
    }  # fmt: skip


def test_a_name_that_very_many_places_bear_gives_them_all_the_largest_first(tmp_path):
    entries = [entry(n, "San José", population=n * 100, admin1_id=f"geonames:{9000 + n}") for n in range(1, 3001)]
    units = [
        Entry(f"geonames:{9000 + n}", f"Unit {n}", "A", "ADM1", 1.0, 2.0, 9.0, "made", "own") for n in range(1, 3001)
    ]
    build_index([*entries, *units], tmp_path / "i", digest="d")
    gazetteer = Gazetteer.open(tmp_path / "i")
    found = [c.place for c in gazetteer.named("San Jose")]
    assert len(found) == 3000
    priors = [place_prior(p.feature_class, p.feature_code, p.population) for p in found]
    assert priors == sorted(priors, reverse=True)
    assert all(p.admin1 == f"Unit {p.population // 100}" for p in found)
    assert gazetteer.facts("San José").places == 63
    assert found[0] == gazetteer.place(found[0].place_id)


def test_a_filter_of_hashes_is_that_of_their_keys():
    keys = [f"town {n}" for n in range(3000)]
    made = KeyFilter.of(keys)
    assert made.among(keys) == keys
    assert sum(f"village {n}" in made for n in range(3000)) < 60
    assert hash_of("town 1") < 1 << 64

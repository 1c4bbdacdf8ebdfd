"""What the gazetteer says of a name in short: ready-made facts are those that its places give."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer import Gazetteer
from gazetteer.facts import Bearer, FactTable, NameFacts, bearer_of, facts_of, facts_to_bytes, packed, unpacked
from gazetteer.filter import KeyFilter, hash_of
from gazetteer.userplaces import read_user_places


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer.default()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Chad", "C"), ("Ontario", "1"), ("Ndola", "P"), ("NDOLA", "P"), ("Lake Chad", "H"), ("Caribbean", "K"),
        ("Kenyan", "D"), ("Nairobbery", None), ("U.S.", "C"), ("UAE", "C"), ("uae", None),
    ],
)  # fmt: skip
def test_a_name_has_the_kind_of_its_most_prominent_place(gazetteer, name, kind):
    facts = gazetteer.facts(name)
    assert (facts and facts.kind) == kind


@pytest.mark.parametrize(
    "name", ["Springfield", "Georgia", "Tripoli", "San José", "Korean", "Panj", "Mali", "Santiago"]
)
def test_ready_made_facts_are_those_of_the_places(gazetteer, name):
    assert gazetteer.facts(name) == facts_of(bearer_of(c) for c in gazetteer.named(name))


def test_a_place_of_the_users_own_counts(gazetteer, tmp_path):
    path = tmp_path / "places.csv"
    path.write_text("name,lat,lon\nQuelltal,1.0,2.0\nNdola,3.0,4.0\n", encoding="utf-8")
    own = gazetteer.with_places(read_user_places(path)[0])
    assert gazetteer.facts("Quelltal") is None
    assert own.facts("Quelltal") == NameFacts("P", 0, 1, is_demonym=False, is_abbreviation=False)
    assert own.facts("Ndola").places == gazetteer.facts("Ndola").places + 1
    assert own.facts("Kitwe") == gazetteer.facts("Kitwe")


def test_a_demonym_beside_places_is_told():
    town = Bearer("made:1", "P", "PPL", 25_000, "name", is_preferred=True)
    people = Bearer("made:2", "A", "PCLI", 9_000_000, "demonym", is_preferred=False)
    assert facts_of([town, people]) == NameFacts("P", 2, 1, is_demonym=True, is_abbreviation=False)
    assert facts_of([people]) == NameFacts("D", 0, 1, is_demonym=True, is_abbreviation=False)
    assert facts_of([]) is None


def test_facts_survive_packing():
    every = [
        NameFacts(kind, size, places, demonym, short)
        for kind in "CK12PHTSD"
        for size in range(6)
        for places in (1, 63)
        for demonym in (False, True)
        for short in (False, True)
    ]
    assert [unpacked(packed(f)) for f in every] == every
    assert max(packed(f) for f in every) < 1 << 16


def test_a_table_holds_the_keys_it_was_made_of():
    facts = NameFacts("P", 1, 2, is_demonym=False, is_abbreviation=False)
    towns = [f"town {n}" for n in range(1000)]
    hashes = np.array([hash_of(town) for town in towns], dtype=np.uint64)
    table = FactTable(*facts_to_bytes(hashes, np.full(1000, packed(facts))), KeyFilter.of(towns))
    assert [table.get(town) for town in towns] == [facts] * 1000
    assert [table.get(f"village {n}") for n in range(1000)] == [None] * 1000
    assert FactTable(b"", b"", KeyFilter.of(())).get("town 1") is None


def test_spellings_that_a_record_tells_are_those_of_the_families(gazetteer, monkeypatch):
    names = [
        "Tehran",
        "Qunduz",
        "Kunduz",
        "Khujand",
        "Ndola",
        "Samara",
        "Kent County",
        "Balkh Province",
        "Shaidon",
        "Ush",
    ]
    told = [gazetteer.candidates(name, fuzzy=False) for name in names]
    slow = Gazetteer(gazetteer._index)
    monkeypatch.setattr(slow, "_kin", lambda *_: None)
    monkeypatch.setattr(slow, "_is_alone", lambda *_: False)
    assert told == [slow.candidates(name, fuzzy=False) for name in names]
    assert sum(any(c.match == "transliteration" for c in found) for found in told) > 3


def test_places_of_the_users_own_leave_other_names_as_they_are(gazetteer, tmp_path):
    path = tmp_path / "places.csv"
    path.write_text("name,lat,lon\nQuelltal,1.0,2.0\nNdola,3.0,4.0\n", encoding="utf-8")
    own = gazetteer.with_places(read_user_places(path)[0])
    for name in ("Kitwe", "Qunduz", "Kent County", "Springfield", "Shaidon"):
        assert own.candidates(name, fuzzy=False) == gazetteer.candidates(name, fuzzy=False)
    assert {c.place.layer for c in own.candidates("Ndola")} == {"world", "user"}


def test_a_name_that_others_are_spelt_like_keeps_them(gazetteer):
    found = gazetteer.candidates("Qunduz", fuzzy=False)
    assert {"exact", "transliteration"} <= {c.match for c in found}


@pytest.mark.parametrize(
    "name",
    [
        "New York City", "Saint John", "Mount Saint Helens", "Democratic Republic of the Congo", "Port-au-Prince",
        "U.S. Virgin Islands", "Washington D.C.", "N. C.", "San José del Cabo", "Провинция Балх", "ولایت کابل",
    ],
)  # fmt: skip
def test_words_that_a_name_goes_on_after_may_open_one(gazetteer, name):
    words = name.split()
    assert all(gazetteer.may_open(" ".join(words[:n])) for n in range(1, len(words)))


def test_most_words_open_no_name(gazetteer, tmp_path):
    words = ["Wednesday", "Spokesman", "Jonathan Smith", "Police Officer", "Nairobbery", "Mount Nairobbery"]
    assert [word for word in words if gazetteer.may_open(word)] == []
    path = tmp_path / "places.csv"
    path.write_text("name,lat,lon\nNairobbery Upper Spring,1.0,2.0\n", encoding="utf-8")
    own = gazetteer.with_places(read_user_places(path)[0])
    assert own.may_open("Nairobbery")
    assert own.may_open("Nairobbery Upper")
    assert not own.may_open("Nairobbery Lower")


@given(st.lists(st.text(max_size=8), max_size=20), st.lists(st.text(max_size=8), max_size=20))
def test_a_filter_says_the_same_of_many_strings_as_of_each(put_in, asked):
    keys = KeyFilter.of(put_in)
    assert all(keys.which(put_in))
    assert keys.which(asked) == [key in keys for key in asked]


WORDS = [
    "Ndola",
    "Nairobbery",
    "Chad",
    "Springfield",
    "Georgia",
    "Kabul",
    "Saint",
    "Mount",
    "US",
    "us",
    "Qqqxw",
    "Korean",
]


WORDS = (
    "Ndola", "Nairobbery", "Chad", "Springfield", "Kabul", "Saint", "Mount", "US", "us", "Qqqxw", "Korean", "Ölüdeniz",
    "7th", "N.C.", "Port-au-Prince",
)  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=12, unique=True))
def test_words_met_together_are_known_as_if_each_were_asked_for(words):
    apart, together = Gazetteer.default(), Gazetteer.default()
    together.meet(words)
    assert [together.facts(w) for w in words] == [apart.facts(w) for w in words]
    assert [together.may_open(w) for w in words] == [apart.may_open(w) for w in words]


def test_words_met_together_are_the_users_places_too(gazetteer, tmp_path):
    path = tmp_path / "places.csv"
    path.write_text("name,lat,lon\nQuelltal,1.0,2.0\nKitwe Ost,3.0,4.0\n", encoding="utf-8")
    own = gazetteer.with_places(read_user_places(path)[0])
    own.meet(["Quelltal", "Kitwe"])
    assert own.facts("Quelltal") == NameFacts("P", 0, 1, is_demonym=False, is_abbreviation=False)
    assert own.may_open("Kitwe")

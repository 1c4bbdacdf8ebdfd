"""Keys of names and user's own places."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer import Gazetteer, read_user_places
from gazetteer.names import abbreviation_key, close_family_key, consonant_key, exact_key, family_key, strip_designator


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dasht-i-Qala", "Dasht i Qala"),
        ("Sana'a", "Sanaa"),
        ("SÃO PAULO", "São Paulo"),
        ("Łódź", "Lodz"),
        ("Saint Louis", "St. Louis"),
        ("Mount Pleasant", "Mt Pleasant"),
        ("فیض‌آباد", "فیضآباد"),
        ("كابل", "کابل"),
    ],
)
def test_spellings_with_one_exact_key(one, other):
    assert exact_key(one) == exact_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Shughnon", "Шуғнон"),
        ("Fayzobod", "Faizobad"),
        ("Qonduz", "Kunduz"),
        ("Dzhalal-Abad", "Jalal-Abad"),
        ("Khudzhand", "Хуҷанд"),
        ("Kyiv", "Kiev"),
    ],
)
def test_spellings_of_one_family(one, other):
    assert family_key(one) == family_key(other)


def test_close_families_tell_a_from_o():
    assert close_family_key("Badakhshan") != close_family_key("Badakhshon")
    assert close_family_key("Shurobod") == close_family_key("Shuroobod")


def test_arabic_script_meets_latin_in_its_consonants():
    assert consonant_key("قندهار") == consonant_key("Kandahar")
    assert consonant_key("جلال‌آباد") == consonant_key("Jalalabad")


@pytest.mark.parametrize(
    ("name", "bare", "feature_class"),
    [
        ("Lori Province", "lori", "A"),
        ("Province of Cuneo", "cuneo", "A"),
        ("Ноҳияи Рашт", "рашт", "A"),
        ("Гиссарский район", "гиссарскии", "A"),
        ("ولسوالی شینوار", "شینوار", "A"),
        ("Departamento de Arauca", "arauca", "A"),
        ("Lake Naivasha", "naivasha", "H"),
        ("Varzob Gorge", "varzob", "T"),
        ("City of Bath", "bath", "P"),
    ],
)
def test_designators_come_off_and_say_the_class(name, bare, feature_class):
    stripped = strip_designator(name)
    assert [(s.key, s.feature_class) for s in stripped][:1] == [(bare, feature_class)]


def test_russian_adjectives_give_their_noun():
    assert [s.key for s in strip_designator("Ошская область")] == ["ошская", "ош"]


def test_a_bare_designator_is_a_name():
    assert strip_designator("Province") == ()


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("U.S.", "US"),
        ("US", "US"),
        ("us", None),
        ("Okla.", "Okla."),
        ("W. Va.", "W.Va."),
        ("N. M.", "NM"),
        ("Ohio", None),
    ],
)
def test_abbreviations(text, key):
    assert abbreviation_key(text) == key


@given(st.text(max_size=30))
def test_keys_are_stable(text):
    key = exact_key(text)
    assert exact_key(key) == key
    family_key(text), consonant_key(text), strip_designator(text), abbreviation_key(text)


PLACES = """name,variants,lat,lon,feature_class,feature_code,country,admin1,admin2,radius_km,source,licence
Old Quarry,The Quarry;Кӯҳна,38.51,68.70,S,MN,TJ,,,2,field notes,CC0-1.0
Swapped,,120.5,35.2,P,PPL,CN,,,1,x,y
Nowhere,,,,P,PPL,TJ,,,1,x,y
Null Isle,,0,0,P,PPL,,,,1,x,y
Old Quarry,,38.51,68.70,S,MN,TJ,,,2,field notes,CC0-1.0
"""


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "places.csv"
    path.write_text(PLACES, encoding="utf-8")
    return path


def test_broken_rows_are_told_by_line_and_skipped(table):
    rows, problems = read_user_places(table)
    assert [r.place.name for r in rows] == ["Old Quarry"]
    assert [(p.line, p.reason.split(":")[1].split(";")[0].strip()[:20]) for p in problems] == [
        (3, "lat 120.5 is out of "),
        (4, "lat is '', not a num"),
        (5, "0, 0 lies in the sea"),
        (6, "the same name and po"),
    ]
    assert "swapped" in problems[0].reason


def test_a_table_without_coordinates_is_refused(tmp_path):
    path = tmp_path / "places.csv"
    path.write_text("name,place\nA,B\n", encoding="utf-8")
    rows, problems = read_user_places(path)
    assert rows == ()
    assert "lat, lon" in problems[0].reason


def test_own_places_come_first_and_change_the_digest(table):
    gazetteer = Gazetteer.default()
    rows, _ = read_user_places(table)
    mine = gazetteer.with_places(rows)
    assert mine.digest != gazetteer.digest
    assert mine.candidates("the quarry")[0].place.source == "field notes"
    assert mine.is_name("Кӯҳна")
    assert not gazetteer.is_name("Кӯҳна")
    assert mine.place(rows[0].place.place_id).layer == "user"
    assert mine.candidates("Nairobi")[0].place.country == "KE"


def test_letters_that_only_become_letters_fold_too():
    assert exact_key("\U0001d434lma-\U0001d434ta") == "alma ata"  # mathematical italic capitals

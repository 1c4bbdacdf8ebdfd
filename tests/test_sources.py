"""sources.csv fills in what articles do not say of themselves; the region of interest marks and steers."""

import pytest
from made import analysis, day, incident, report

from geo.config import Box, Config, read_config
from geo.errors import InputError
from geo.records import Document, Published
from geo.region import marked, steered
from geo.sources import read_sources, with_reliability


def book(tmp_path, text):
    (tmp_path / "sources.csv").write_text(text, encoding="utf-8")
    found, skips = read_sources(tmp_path / "sources.csv")
    assert skips == ()
    return found


def document(id_="daily/a.txt", **values):
    return Document(id=id_, file=id_.split("#")[0], text="Two herders died.", **values)


def test_an_article_gets_what_it_does_not_state(tmp_path):
    rows = book(
        tmp_path,
        "file,publisher,url,title,published,reliability,home_countries\n"
        "daily/*.txt,Sahel Post,https://example.org/a,Herders dead,2024-03-05,0.7,ML; NE\n",
    )
    told = rows.complete(document())
    assert (told.source, told.url, told.title) == ("Sahel Post", "https://example.org/a", "Herders dead")
    assert (told.published.start, told.published.basis) == (day("2024-03-05"), "stated")
    assert told.home_countries == ("ML", "NE")
    assert rows.complete(document("other.md")) == document("other.md")


def test_what_an_article_states_stands(tmp_path):
    rows = book(tmp_path, "file,publisher,title,published\n*,Sahel Post,Other title,2024-03-05\n")
    stated = Published(day("2023-01-01"), day("2023-01-01"), "stated")
    told = rows.complete(document(source="Wire", title="Own title", published=stated))
    assert (told.source, told.title, told.published) == ("Wire", "Own title", stated)


@pytest.mark.parametrize("basis", ["weekday", "dates_in_text", "listing_order", "as_of"])
def test_a_date_that_was_only_inferred_gives_way(tmp_path, basis):
    rows = book(tmp_path, "file,published\n*,2024-03-05\n")
    guessed = Published(day("2024-01-01"), day("2024-12-31"), basis)
    assert rows.complete(document(published=guessed)).published.start == day("2024-03-05")


@pytest.mark.parametrize(
    ("pattern", "id_", "fits"),
    [
        ("daily/a.txt", "daily/a.txt", True),
        ("a.txt", "daily/a.txt", True),
        ("a.txt", "daily/a.txt#2", True),
        ("daily/a.txt#2", "daily/a.txt#2", True),
        ("daily/a.txt#2", "daily/a.txt#1", False),
        ("*.md", "daily/a.txt", False),
        ("A.txt", "daily/a.txt", False),
    ],
)
def test_a_row_is_about_files_or_ids(tmp_path, pattern, id_, fits):
    rows = book(tmp_path, f"file,publisher\n{pattern},Sahel Post\n")
    assert (rows.complete(document(id_)).source == "Sahel Post") is fits


def test_a_row_without_a_file_is_about_all_of_a_publisher(tmp_path):
    rows = book(tmp_path, "file,publisher,reliability,home_countries\n,Sahel Post,0.4,ML\n")
    assert rows.complete(document(source="sahel post")).home_countries == ("ML",)
    assert rows.complete(document()).home_countries == ()
    assert rows.reliability(analysis("x", source="Sahel Post")) == 0.4


def test_the_first_row_that_says_something_says_it(tmp_path):
    rows = book(tmp_path, "file,publisher,url\na.txt,First,\n*,Second,https://example.org\n")
    told = rows.complete(document("a.txt"))
    assert (told.source, told.url) == ("First", "https://example.org")


@pytest.mark.parametrize(
    ("line", "named"),
    [
        (",,0.5,", "neither file nor publisher"),
        ("*,,high,", "from 0 to 1"),
        ("*,,1.5,", "from 0 to 1"),
        ("*,,nan,", "from 0 to 1"),
        ("*,,,Mali", "alpha-2"),
        ("*,5 March,,", "YYYY-MM-DD"),
    ],
)
def test_a_broken_row_is_named_and_the_others_hold(tmp_path, line, named):
    text = f"file,published,reliability,home_countries\n{line}\nb.txt,2024-03-05,,\n"
    (tmp_path / "sources.csv").write_text(text, encoding="utf-8")
    found, (skip,) = read_sources(tmp_path / "sources.csv")
    assert (skip.file, skip.where, len(found.rows)) == ("sources.csv", "line 2", 1)
    assert named in skip.reason


@pytest.mark.parametrize("content", [b"name,who\n", b"\xff\xfe", b"file,colour\n*,red\n"])
def test_a_table_of_another_form_is_a_skip(tmp_path, content):
    (tmp_path / "sources.csv").write_bytes(content)
    found, skips = read_sources(tmp_path / "sources.csv")
    assert (found.rows, len(skips)) == ((), 1)
    assert read_sources(tmp_path / "none.csv")[0].rows == ()


def test_reliability_is_shown_and_does_not_count_as_content(tmp_path):
    low, high = (book(tmp_path, f"file,reliability\n*,{share}\n") for share in ("0.2", "0.9"))
    assert low.digest == high.digest
    (told,) = with_reliability([incident(report("r"))], {"r.txt": 0.9})
    assert told.sources[0].reliability == 0.9


# ------------------------------------------------------------------------------------------------ region of interest

NAIROBI, KYIV, FIJI = (-1.29, 36.82), (50.45, 30.52), (-17.8, 178.0)


def placed(at, country, radius_km=3.0):
    return incident(report("r", at=at, country=country, radius_km=radius_km))


@pytest.mark.parametrize(
    ("one", "config", "is_in"),
    [
        (placed(NAIROBI, "KE"), Config(), True),
        (placed(NAIROBI, "KE"), Config(countries=("KE", "SO")), True),
        (placed(KYIV, "UA"), Config(countries=("KE", "SO")), False),
        (placed(None, "UA"), Config(countries=("KE",)), False),
        (placed(None, None), Config(countries=("KE",)), True),  # may lie anywhere
        (placed(NAIROBI, "KE"), Config(box=Box(30, -5, 42, 5)), True),
        (placed(KYIV, "UA"), Config(box=Box(30, -5, 42, 5)), False),
        (placed((5.5, 36.0), "ET", 100.0), Config(box=Box(30, -5, 42, 5)), True),  # reaches in
        (placed((5.5, 36.0), "ET", 3.0), Config(box=Box(30, -5, 42, 5)), False),
        (placed(FIJI, "FJ"), Config(box=Box(170, -30, -170, 0)), True),  # across the 180th meridian
        (placed((-17.8, 160.0), "SB"), Config(box=Box(170, -30, -170, 0)), False),
        (placed((-17.8, -160.0), "CK"), Config(box=Box(170, -30, -170, 0)), False),
        (placed(NAIROBI, "KE"), Config(box=Box(-180, -90, 180, 90)), True),
        (placed(NAIROBI, "KE"), Config(countries=("UA",), box=Box(30, -5, 42, 5)), False),
    ],
)
def test_only_what_is_known_to_lie_outside_is_outside(one, config, is_in):
    (found,) = marked([one], config)
    assert found.in_region is is_in


def test_the_region_makes_names_lean_towards_its_countries(world):
    assert steered(Config(countries=("KE",), home_countries=("SO",)), world).home_countries == ("SO", "KE")
    assert "MG" in steered(Config(box=Box(43, -26, 51, -12)), world).home_countries
    assert steered(Config(box=Box(43, -26, 51, -12), home_countries=("FR",)), world).home_countries == ("FR",)


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("bbox = [1, 2, 3]", "four numbers"),
        ("bbox = [1, 9, 3, 2]", "west, south, east, north"),
        ("bbox = [1, 2, 300, 4]", "west, south, east, north"),
        ('bbox = "Kenya"', "four numbers"),
        ('countries = ["Kenya"]', "alpha-2"),
        ('home_countries = ["ke"]', "alpha-2"),
    ],
)
def test_a_wrong_region_is_named_with_its_file(tmp_path, line, named):
    (tmp_path / "incident-mapper.toml").write_text(line, encoding="utf-8")
    with pytest.raises(InputError, match=named) as raised:
        read_config(tmp_path / "incident-mapper.toml")
    assert "incident-mapper.toml" in str(raised.value)


def test_a_region_is_read(tmp_path):
    (tmp_path / "incident-mapper.toml").write_text('countries = ["KE"]\nbbox = [30, -5, 42.5, 5]\n', encoding="utf-8")
    assert read_config(tmp_path / "incident-mapper.toml") == Config(countries=("KE",), box=Box(30, -5, 42.5, 5))

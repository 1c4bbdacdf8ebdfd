"""The map page as bytes: what is in it, what is safe, what is said. What a browser does with it: test_page_browser."""

import base64
import gzip
import hashlib
import json
import re
from datetime import date
from typing import get_args

import pytest
import shapely
from page_frames import Book, frame, incident, quote, source

from geo.errors import InputError, MissingError, OutputError
from geo.lexicon import read_table
from geo.page import MapPage, render_map, without_marks, write_map, write_picture
from geo.page.packing import data_block, pack_rows
from geo.page.rows import page_rows
from geo.page.scaffold import _ASSETS
from geo.page.shapes import coded_parts, polyline
from geo.page.tiles import read_tiles
from geo.page.wording import languages, read_wording
from geo.records import ActorRole, Status, Tense

HOSTILE = (
    "</script><script>window.__x=1</script>",
    '<img src=x onerror="window.__x=1">',
    "{{ 6*7 }} {{ cycler.__init__.__globals__.os.getpid() }}",
    "{% if %} {# comment",
    "\\`)[0];window.__x=1;//",
    "${window.__x=1}`+(window.__x=1)+`",
    "javascript:window.__x=1",
    "C:\\path\\2019 \u2028 \u2029 \x00 \ud83d",
    "<!--<script>",
)


def block(page, name):
    text = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', page, re.DOTALL)[1]
    value = json.loads(text)
    if isinstance(value, dict) and "gzip" in value:
        value = json.loads(gzip.decompress(base64.b64decode(value["gzip"])))
    return value


def decoded(line):
    """Return the points of an encoded polyline, as the page reads it."""
    points, value, shift, numbers = [], 0, 0, []
    for character in line:
        bits = ord(character) - 63
        value |= (bits & 31) << shift
        shift += 5
        if bits < 32:
            numbers.append(~(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    lon = lat = 0
    for east, north in zip(numbers[::2], numbers[1::2], strict=True):
        lon, lat = lon + east, lat + north
        points.append((lon / 1000, lat / 1000))
    return points


def _script():
    return "\n".join(p.read_text(encoding="utf-8") for p in sorted((_ASSETS.parent / "script").glob("*.js")))


def _digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def hostile_frame():
    return frame(
        *(
            incident(text, location=text, admin1=text, actors=[{"name": text, "role": "party", "kind": text}],
                     evidence=[quote(text, text)], sources=[source(text, title=text, publisher=text, url=text)],
                     notes=[text], place_reason=text, weapons=[text], date_text=text)
            for text in HOSTILE
        )
    )  # fmt: skip


def test_equal_arguments_give_equal_bytes(tmp_path):
    for name in ("a.html", "b.html"):
        write_map(frame(incident("i1")), tmp_path / name, gazetteer=Book())
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_random_ids_of_folium_do_not_reach_the_page():
    assert not re.search(r"map_[0-9a-f]{32}", render_map(frame()))


def test_what_is_new_changes_the_page_in_one_block_only():
    plain, marked = (render_map(frame(incident("i1"), incident("i2")), new=new) for new in ((), {"i2", "</script>"}))
    assert block(marked, "marks") == ["</script>", "i2"]
    assert marked != plain
    assert without_marks(marked) == without_marks(plain) == plain


def test_what_people_checked_comes_along():
    entry = {"slots": ["place", "killed"], "who": "R. Otieno", "when": date(2026, 1, 5), "why": "hospital list"}
    row = page_rows(frame(incident("i1", verified=True, corrections=[entry, {"slots": ["verified"]}])), None).incidents[
        0
    ]
    assert row["verified"] is True
    assert row["corrections"] == [
        {"slots": "place killed", "who": "R. Otieno", "when": "2026-01-05", "why": "hospital list"},
        {"slots": "verified", "who": None, "when": None, "why": None},
    ]


@pytest.mark.parametrize("lang", languages())
def test_an_empty_page_weighs_at_most_450_kb(lang):
    assert len(render_map(frame(), lang=lang).encode()) <= 450_000


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_only_ever_inside_a_data_block(text):
    page = render_map(hostile_frame(), title=text)
    start = page.index('<script type="application/json" id="words">')
    outside = page[:start]
    assert text not in outside
    assert "window.__x" not in outside
    assert "42 " not in outside


def test_hostile_text_comes_back_whole_from_the_data_block():
    names = block(render_map(hostile_frame()), "incidents")["incidents"]["location"]["v"]
    assert names == list(HOSTILE)


def test_a_page_of_hostile_text_has_the_scripts_of_an_empty_page():
    tags = re.compile(r"<(?:script|style|img|iframe|svg|a|link|object|embed|form)\b")
    assert len(tags.findall(render_map(hostile_frame()))) == len(tags.findall(render_map(frame())))


def test_the_policy_allows_exactly_the_inline_code_of_the_page():
    page = render_map(frame(incident("i1")))
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1].replace("&#39;", "'")
    digests = {
        f"sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}"
        for code in re.findall(r"<(?:script|style)(?: type=\"module\")?>(.*?)</(?:script|style)>", page, re.DOTALL)
    }
    assert policy.startswith("default-src 'none'; ")
    assert "img-src data:; " in policy
    assert "unsafe" not in policy
    assert set(re.findall(r"'(sha256-[^']+)'", policy)) == digests
    assert len(digests) == 4


def test_the_script_writes_no_markup():
    script = _script()
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function", script)


def test_nothing_in_the_page_names_a_remote_file():
    page = render_map(frame()).replace((_ASSETS / "leaflet.js").read_text(encoding="utf-8"), "")
    assert not re.search(r"""(?:src|href)\s*=\s*["']?(?:https?:)?//""", page)
    assert "sourceMappingURL" not in page
    assert set(re.findall(r"url\((\w+:|#)", page)) <= {"data:", "#"}


def test_small_pages_are_legible_in_their_source():
    assert "Wajir Bazaar" in render_map(frame(incident("i1", location="Wajir Bazaar")))


def test_large_blocks_are_compressed_and_come_back():
    rows = [{"text": f"sentence number {n} of the article"} for n in range(20_000)]
    written = data_block(pack_rows(rows, ["text"]))
    packed = json.loads(written)["gzip"]
    assert len(written) < 200_000
    assert json.loads(gzip.decompress(base64.b64decode(packed)))["text"]["v"][-1] == rows[-1]["text"]


@pytest.mark.parametrize(
    ("values", "packed"),
    [
        ([1, 1, 1], {"c": 1}),
        (["a", "b", "a", "b"], {"d": ["a", "b"], "i": [0, 1, 0, 1]}),
        ([1, 2, None], {"v": [1, 2, None]}),
        ([["x"], [], ["y", "z"]], {"n": {"v": [1, 0, 2]}, "x": {"v": ["x", "y", "z"]}}),
        ([[{"k": 1}], []], {"n": {"v": [1, 0]}, "f": {"k": {"c": 1}}}),
        ([True, False, True, False], {"v": [True, False, True, False]}),
    ],
)
def test_columns_are_packed_by_what_they_hold(values, packed):
    assert pack_rows([{"f": value} for value in values], ["f"])["f"] == packed


def test_true_and_one_stay_apart_when_packed():
    assert pack_rows([{"f": True}, {"f": 1}], ["f"])["f"] == {"v": [True, 1]}


def test_not_a_number_is_never_written():
    with pytest.raises(ValueError, match="Out of range float"):
        data_block({"x": float("nan")})


def test_not_stated_and_none_stay_apart():
    rows = page_rows(frame(incident("i1", killed_low=0, killed_best=0, killed_high=0), incident("i2")), None).incidents
    assert [row["killed_best"] for row in rows] == [0, None]


@pytest.mark.parametrize("day", ["2025-11-30", date(2025, 11, 30)])
def test_days_may_be_text_or_dates(day):
    row = page_rows(frame(incident("i1", date_start=day, date_end=day)), None).incidents[0]
    assert (row["date_start"], row["date_end"]) == ("2025-11-30", "2025-11-30")


AREA = {"place_geometry": "area", "lat": -0.5, "lon": 40.2}
LINE = {"place_geometry": "line", "lat": 1.0, "lon": 41.0}


@pytest.mark.parametrize(
    ("values", "shape"),
    [
        ({"where_prec": 1, "lat": 3.9, "lon": 41.8}, "point"),
        ({"where_prec": 1, "lat": 3.9, "lon": 41.8, "radius_km": 25.0}, "point"),
        ({"where_prec": 1, "lat": 3.9, "lon": 41.8, "radius_km": 60.0}, "near"),
        ({"where_prec": 2, "lat": 3.9, "lon": 41.8, "radius_km": 25.0}, "near"),
        ({"where_prec": 3, "radius_km": 40.0, **AREA}, "area"),
        ({"where_prec": 4, "radius_km": 110.0, **AREA}, "area"),
        ({"where_prec": 5, "radius_km": 250.0, **LINE}, "line"),
        ({"where_prec": 5, "radius_km": 900.0, **AREA}, "wide"),
        ({"where_prec": 6, "radius_km": 500.0, **AREA}, "wide"),
        ({"where_prec": 7, "lat": 2.0, "lon": 46.0, "radius_km": 60.0}, "near"),
        ({"where_prec": None, "lat": 2.0, "lon": 46.0, "radius_km": 60.0}, "near"),
        ({"where_prec": None, "lat": None, "lon": None}, "none"),
        ({"where_prec": 6, "lat": None, "lon": None}, "wide"),
    ],
)
def test_only_an_exact_place_is_a_point(values, shape):
    assert page_rows(frame(incident("i1", **values)), None).places[0]["shape"] == shape


def test_incidents_at_one_place_share_it_and_what_is_near_does_not():
    at = {"place_id": "g:1", "lat": 3.9, "lon": 41.8}
    rows = page_rows(
        frame(incident("i1", **at), incident("i2", **at), incident("i3", where_prec=2, radius_km=20.0, **at)), None
    )
    assert [row["place"] for row in rows.incidents] == [0, 0, 1]


def test_a_province_gets_its_outline_and_its_name_from_the_gazetteer():
    row = incident("i1", where_prec=4, place_id="p:garissa", admin1="Garissa", radius_km=112.0, **AREA)
    place = page_rows(frame(row), Book()).places[0]
    assert place["name"] == "Garissa County"
    assert len(place["parts"]) == 1
    assert page_rows(frame(row), None).places[0]["parts"] is None


@pytest.mark.parametrize(
    ("location", "shown"),
    [
        ("Garissa County", "Garissa County"),
        ("Garissa", "Garissa County"),
        ("the bush of Garissa County", "the bush of Garissa County"),
        ("Dadaab, Garissa County", "Garissa County"),
        ("a camp somewhere far out in the east of Garissa County", "Garissa County"),
    ],
)
def test_an_area_is_named_in_the_words_of_the_text_where_they_are_its_name(location, shown):
    row = incident("i1", where_prec=4, place_id="p:garissa", location=location, radius_km=112.0, **AREA)
    assert page_rows(frame(row), Book()).places[0]["name"] == shown


def test_provinces_of_the_countries_shown_come_along_each_line_once_and_none_of_former_times():
    shapes = block(render_map(frame(incident("i1", country="KE")), gazetteer=Book()), "shapes")
    assert [decoded(line) for line in shapes["provinces"]] == [[(38.0, -2.0), (38.0, 2.0)]]
    assert [unit["name"] for unit in shapes["units"]] == ["West", "East"]


def test_towns_near_the_places_come_along_for_orientation():
    rows = (incident("i1", lat=1.0, lon=40.0), incident("i2", lat=3.0, lon=40.0), incident("i3", lat=3.0, lon=40.0),
            incident("i4", lat=None, lon=None, where_prec=None))  # fmt: skip
    shapes = block(render_map(frame(*rows), gazetteer=Book()), "shapes")
    assert [town["name"] for town in shapes["towns"]] == ["Town at 1.5", "Town at 3.5"]
    assert block(render_map(frame(*rows)), "shapes")["towns"] == []


@pytest.mark.parametrize("rows", [(), (incident("i1", country="SO"),), (incident("i1", country=None),)])
def test_other_countries_bring_no_provinces(rows):
    shapes = block(render_map(frame(*rows), gazetteer=Book()), "shapes")
    assert (shapes["provinces"], shapes["units"]) == ([], [])


def test_the_world_of_the_page_has_rivers_and_lakes_within_the_world():
    world = json.loads(gzip.decompress((_ASSETS / "basemap.json.gz").read_bytes()))
    for name, least in (("rivers", 200), ("lakes", 30), ("arcs", 1000)):
        lines = [decoded(line) for line in world[name]]
        assert len(lines) >= least, name
        # numbers are hundredths of a degree here, thousandths in `decoded`
        assert all(abs(lon) <= 18.01 and abs(lat) <= 9.01 for line in lines for lon, lat in line), name


def test_a_page_carries_the_borders_of_the_countries_it_shows():
    borders = block(render_map(frame(incident("i1", country="KE"))), "shapes")["borders"]
    assert [border["pair"] for border in borders] == ["ET-KE", "KE-SO", "KE-SS", "KE-TZ", "KE-UG"]
    assert block(render_map(frame()), "shapes")["borders"] == []


def test_a_place_that_this_gazetteer_lacks_keeps_the_words_of_the_text():
    place = page_rows(frame(incident("i1", place_id="g:gone", location="Wajir Bazaar")), Book()).places[0]
    assert (place["name"], place["parts"]) == ("Wajir Bazaar", None)


def test_the_badge_of_a_border_sits_on_the_border():
    row = incident("i1", where_prec=5, place_id="l:border", radius_km=250.0, **LINE)
    place = page_rows(frame(row), Book()).places[0]
    line = Book().geometry("l:border")
    assert line.distance(shapely.Point(place["lon"], place["lat"])) < 0.001


@pytest.mark.parametrize("shape", [shapely.box(10, 50, 12, 51), shapely.LineString([(1, 2), (3, 4), (5, 2)])])
def test_coded_shapes_decode_to_where_they_were(shape):
    (line,) = coded_parts(shape)
    points = decoded(line)
    again = shapely.Polygon(points) if shape.geom_type == "Polygon" else shapely.LineString(points)
    assert again.hausdorff_distance(shape) < 0.01


def test_lines_are_written_as_encoded_polylines():
    # the example of the format's own description, longitude first
    points = [(38.5, -120.2), (40.7, -120.95), (43.252, -126.453)]
    assert polyline(points, 100_000) == "_p~iF~ps|U_ulLnnqC_mqNvxq`@"


def test_the_code_of_the_page_was_made_of_these_sources():
    made = json.loads((_ASSETS / "code.json").read_text())
    page = _ASSETS.parent
    sources = sorted([*(page / "script").glob("*.js"), page / "page.css"])
    assert made["of"] == {path.relative_to(page).as_posix(): _digest(path) for path in sources}, (
        "run tools/build_page_code.py after a change of the page's script or style sheet"
    )
    assert made["made"] == {name: _digest(_ASSETS / name) for name in ("page.css", "page.js")}


def test_shipped_assets_are_the_vetted_ones():
    listed = json.loads((_ASSETS / "assets.json").read_text())
    for row in listed:
        assert _digest(_ASSETS / row["file"]) == row["sha256"], row["file"]
    others = {entry.name for entry in _ASSETS.iterdir()} - {row["file"] for row in listed}
    assert others == {"assets.json", "LICENSES.md", "code.json", "page.css", "page.js"}


def test_no_tiles_no_host():
    assert "img-src data:; " in render_map(frame()).replace("&#39;", "'")


def test_tiles_add_their_host_and_nothing_else():
    page = render_map(frame(), tiles="https://tiles.example.org/{z}/{x}/{y}.png").replace("&#39;", "'")
    assert "img-src data: https://tiles.example.org; " in page


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("No.Such", "no tile provider"),
        ("Thunderforest.Landscape", "needs a key"),
        ("http://tiles.example.org/{z}/{x}/{y}.png", "expected an https address"),
        ("https://tiles.example.org/all.png", "expected an https address"),
        ("https://a.example' 'unsafe-inline/{z}/{x}/{y}.png", "is no host"),
    ],
)
def test_unusable_tiles_are_refused(name, complaint):
    with pytest.raises(InputError, match=complaint):
        read_tiles(name)


def test_a_named_provider_brings_its_attribution():
    assert "OpenStreetMap" in read_tiles("OpenStreetMap.Mapnik").attribution


@pytest.mark.parametrize("lang", languages())
def test_catalogues_have_the_strings_and_slots_of_english(lang):
    folder = _ASSETS.parent / "strings"
    english = json.loads((folder / "en.json").read_text(encoding="utf-8"))
    words = json.loads((folder / f"{lang}.json").read_text(encoding="utf-8"))
    assert set(words) - set(english) == set()
    assert {k for k in english if k not in words} <= {"numerals"}
    for key, value in words.items():
        if isinstance(value, str) and not key.startswith("_"):
            assert set(re.findall(r"\{\w+\}", value)) == set(re.findall(r"\{\w+\}", english[key])), key
        if isinstance(value, dict):
            assert "other" in value, key
        if isinstance(value, list) and key != "numerals":
            assert len(value) == len(english[key]), key


@pytest.mark.parametrize("lang", languages())
def test_every_type_and_kind_that_incidents_can_have_has_a_word(lang):
    words = read_wording(lang)
    types = read_table("event_types")
    kinds = {row["kind"] for name in ("people", "armed_organisations") for row in read_table(name)} - {"unknown"}
    wanted = {f"sub_{row['sub_event_type']}" for row in types if row["sub_event_type"]} | {
        f"actor_{kind}" for kind in kinds
    }
    wanted |= {f"type_{row['event_type']}" for row in types} | {f"status_{status}" for status in get_args(Status)}
    wanted |= {f"tense_{tense}" for tense in get_args(Tense)} | {f"role_{role}" for role in get_args(ActorRole)}
    assert sorted(wanted - set(words)) == []


def test_the_script_asks_for_no_word_that_the_catalogue_lacks():
    script = _script()
    asked = set(re.findall(r"(?<!/)words\.(\w+)|\bt\('(\w+)'|\btn\('(\w+)'", script))
    assert {name for names in asked for name in names if name} - set(read_wording("en")) == set()


def test_the_page_carries_every_word_that_its_script_may_ask_for():
    carried = block(render_map(frame()), "words")
    left_out = set(read_wording("en")) - set(carried)
    script = _script()
    assert {"footer", "noscript"} <= left_out
    assert not {name for name in left_out if re.search(rf"\b{name}\b", script)}
    assert not {name for name in left_out for prefix in re.findall(r"(?:term\('|words\[`)(\w+?)_?[`'$]", script)
                if name.startswith(f"{prefix}_")}  # fmt: skip


@pytest.mark.parametrize("lang", languages())
def test_translations_that_no_speaker_has_checked_say_so(lang):
    words = read_wording(lang)
    assert bool(words["unreviewed"]) == (not words["_reviewed"])
    assert words["unreviewed"] in render_map(frame(), lang=lang)


def test_a_page_without_a_title_is_headed_in_its_language():
    assert block(render_map(frame(), lang="ru"), "settings")["title"] == "Инциденты"
    assert block(render_map(frame(), lang="ru", title="Неделя"), "settings")["title"] == "Неделя"


def test_a_language_without_catalogue_is_refused():
    with pytest.raises(InputError, match="no page in language 'xx'"):
        render_map(frame(), lang="xx")


def test_the_page_says_its_language_and_direction():
    assert '<html lang="en" dir="ltr">' in render_map(frame())
    assert read_wording("en")["dir"] == "ltr"


def test_a_notebook_shows_the_page_in_a_frame_of_its_own():
    shown = MapPage(render_map(frame(incident("i1", location='"><script>x</script>'))))._repr_html_()
    assert shown.startswith("<iframe ")
    assert shown.endswith("</iframe>")
    assert shown.count("<") == 2


def test_a_minimal_page_says_so():
    assert block(render_map(frame(), minimal=True), "settings")["minimal"] is True


def test_a_picture_without_a_browser_says_what_to_do(tmp_path):
    with pytest.raises(MissingError, match="chromium"):
        write_picture(tmp_path / "map.html", tmp_path / "map.png", browser="no-such-browser")


def test_a_page_that_cannot_be_written_leaves_what_stood_there(tmp_path):
    (tmp_path / "file").write_text("kept")
    with pytest.raises(OutputError):
        write_map(frame(), tmp_path / "file" / "map.html")
    assert (tmp_path / "file").read_text() == "kept"

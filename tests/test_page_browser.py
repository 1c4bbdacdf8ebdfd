"""The map page in headless Chromium: what a reader sees, clicks, hears, prints and saves."""

import csv
import gzip
import json
import random
import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from page_frames import Book, count, frame, incident, quote, source
from test_page import HOSTILE, hostile_frame

from geo.corrections import parse_corrections
from geo.page import MapPage, render_map, write_map, write_picture
from geo.records import Count

pytestmark = pytest.mark.browser

CHROMIUM = shutil.which("chromium")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync"]  # fmt: skip
AXE = Path(__file__).parent / "vendor" / "axe-4.14.1.min.js.gz"

GARISSA = {"where_prec": 4, "place_id": "p:garissa", "admin1": "Garissa", "radius_km": 112.0, "location": "Garissa",
           "place_geometry": "area", "lat": -0.5, "lon": 40.2}  # fmt: skip
BORDER = {"where_prec": 5, "place_id": "l:border", "radius_km": 250.0, "location": "the border with Somalia",
          "place_geometry": "line", "lat": 1.0, "lon": 41.0}  # fmt: skip
COUNTRY = {"where_prec": 6, "radius_km": 500.0, "location": "Kenya", "place_geometry": "area", "lat": 0.5, "lon": 37.9}
NOWHERE = {"where_prec": None, "radius_km": None, "location": "Korr Hill", "place_geometry": None, "lat": None,
           "lon": None, "country": None}  # fmt: skip


def days(first, last=None, prec=1):
    return {"date_start": first, "date_end": last or first, "date_prec": prec}


def some_incidents():
    """Ten entries: three at one town, one of each kind of vague place, a group with a part, a development."""
    return frame(
        incident("town-1", **days("2025-11-28"), **count("killed", 3, 3, 3), place_id="g:m",
                 date_basis="year_from_weekday", date_text="on Friday",
                 actors=[{"name": "police reservists", "role": "party", "kind": "state forces"}],
                 evidence=[quote("a.txt", "On Friday three police reservists died near the market of Mandera.")],
                 alternatives=[{"place_id": "z", "name": "Mandera", "lat": 8.1, "lon": 45.2, "score": 0.1}],
                 sources=[source("a.txt", url="https://example.org/a"), source("b.txt", copy_of="a.txt")]),
        incident("town-2", **days("2025-12-05"), place_id="g:m", event_type="Protests",
                 sub_event_type="Peaceful protest"),
        incident("town-3", **days("2025-10-02"), place_id="g:m", part_of="group", **count("killed", 2, 2, 2)),
        incident("province", **days("2025-11-01", "2025-11-30", 4), **count("killed", 4, 5, 7), **GARISSA,
                 evidence=[quote("c.txt", "Between four and seven people died in November in Garissa county.")]),
        incident("border", **days("2025-12-03"), **count("killed", 0, 0, 0), **BORDER, event_type="Crime",
                 sub_event_type=None, status="claimed"),
        incident("near", **days("2025-10-14"), where_prec=2, radius_km=25.0, location="Lamu", lat=-2.27, lon=40.9,
                 event_type="Disaster", sub_event_type="Flood", **count("injured", 11, None, None)),
        incident("country", **days("2025-01-01", "2025-12-31", 5), **COUNTRY, event_type="Crime", sub_event_type=None),
        incident("nowhere", **days(None), **NOWHERE, event_type=None, sub_event_type=None, status="unconfirmed"),
        incident("group", **days("2025-10-01", "2025-12-31", 5), record_type="incident_group", where_prec=5,
                 radius_km=None, lat=None, lon=None, place_geometry="area", location="the north",
                 **count("killed", 8, 8, 8)),
        incident("pledge", **days("2025-12-10"), record_type="development", event_type=None, sub_event_type=None,
                 location="Nairobi", lat=-1.286, lon=36.817,
                 evidence=[quote("d.txt", "The ministry pledged new boats.")]),
    )  # fmt: skip


@pytest.fixture(scope="module")
def chromium():
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine (Debian: apt-get install chromium)")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Write a page once for each frame, language and title."""
    folder, known = tmp_path_factory.mktemp("pages"), {}

    def page_of(name, made, **options):
        key = (name, *sorted(options.items()))
        if key not in known:
            known[key] = folder / f"{len(known)}.html"
            write_map(made(), known[key], gazetteer=Book(), title=options.pop("title", "Test"), **options)
        return known[key].as_uri()

    return page_of


class Tab:
    """A page with what it asked for, what it said and what went wrong."""

    def __init__(self, browser, url, **options):
        options = {"viewport": {"width": 1280, "height": 800}} | options
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.requests, self.said = [], []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.goto(url)
        self.ready()

    def ready(self):
        for _ in range(600):
            if self.page.locator("body[data-ready=true]").count():
                return
            assert self.said == [], "the page failed while it was drawn"
            self.page.wait_for_timeout(100)
        pytest.fail("the page was not drawn within a minute")

    def texts(self, selector):
        return [text.strip() for text in self.page.locator(selector).all_inner_texts()]

    def badges(self):
        """Return the labels of the badges on the map."""
        return [badge.get_attribute("aria-label") for badge in self.page.locator(".badge").all()]


@pytest.fixture
def tab(chromium, written):
    tabs = []

    def open_page(hash_="", *, name="some", made=some_incidents, lang="en", title="Test", new=(), **options):
        tabs.append(Tab(chromium, written(name, made, lang=lang, title=title, new=new) + hash_, **options))
        return tabs[-1]

    yield open_page
    for opened in tabs:
        opened.context.close()


def shown(page):
    return page.locator("#list .item").count()


# --------------------------------------------------------------------------------------------------- alone and safe


def test_the_page_asks_for_itself_and_says_nothing(tab):
    opened = tab()
    page = opened.page
    for view in ("table", "summary", "map"):
        page.click(f"button[data-view={view}]")
    page.locator("#list .item button").first.click()
    assert [url.split("#")[0] for url in opened.requests] == [page.url.split("#")[0]]
    assert opened.said == []


@pytest.mark.parametrize("view", ["map", "table", "summary"])
def test_hostile_text_is_shown_and_does_nothing(tab, view):
    opened = tab(f"#view={view}", name="hostile", made=hostile_frame, title=HOSTILE[0])
    page = opened.page
    for number in range(len(HOSTILE)):
        page.locator("#list .item button").nth(number).click()
        assert page.locator("#detail blockquote").count() == 1
        page.locator(".why summary").click()
        page.evaluate("for (const name of ['beforeprint', 'afterprint']) window.dispatchEvent(new Event(name))")
        page.keyboard.press("Escape")
    assert page.evaluate("typeof window.__x") == "undefined"
    assert page.locator('a[href^="javascript"]').count() == 0
    assert page.title() == HOSTILE[0]
    assert opened.said == []
    assert len(opened.requests) == 1


def test_a_hundred_fuzzed_payloads_do_nothing(tab):
    dice = random.Random(7)
    pieces = [
        *HOSTILE, "<svg/onload=window.__x=1>", "'\"`", "]]>", "-->",
        "&lt;b&gt;", "%7B%7B", "\n", "</style>", "</textarea>",
        "<a href=javascript:window.__x=1>", "</title>", "\u202e", "{{''.__class__}}", "onfocus=window.__x=1 autofocus",
    ]  # fmt: skip
    texts = ["".join(dice.choice(pieces) for _ in range(dice.randint(1, 5))) + str(n) for n in range(100)]
    opened = tab(
        name="fuzz",
        made=lambda: frame(
            *(
                incident(
                    text, location=text, notes=[text], evidence=[quote(text, text)], sources=[source(text, url=text)]
                )
                for text in texts
            )
        ),
    )  # fmt: skip
    page = opened.page
    page.click(".more")
    assert shown(page) == 100
    for number in range(0, 100, 9):
        page.locator("#list .item button").nth(number).click()
        page.keyboard.press("Escape")
    assert page.evaluate("typeof window.__x") == "undefined"
    assert opened.said == []


def test_the_policy_refuses_a_script_that_gets_in(tab):
    opened = tab()
    opened.page.evaluate(
        "const s = document.createElement('script'); s.textContent = 'window.__x = 1'; document.body.append(s);"
        "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.__x=1\">')"
    )
    opened.page.wait_for_timeout(100)
    assert opened.page.evaluate("typeof window.__x") == "undefined"
    assert any("Content Security Policy" in text for text in opened.said)


# ------------------------------------------------------------------------------------------------- honest and alike


def test_vague_places_are_shapes_and_what_has_none_is_listed(tab):
    page = tab().page
    badges = tab().badges()
    assert sorted(label.split(":")[0] for label in badges) == [
        "Garissa County",
        "Kenya–Somalia border",
        "Lamu",
        "Mandera",
    ]
    assert page.locator("path.shape").count() == 3
    assert page.locator(".badge circle.slice, .badge path.slice").count() > 0
    assert page.locator("path.shape.line").get_attribute("fill") == "none"
    assert "url(#hatch" in page.locator("path.shape.area").get_attribute("fill")
    assert page.inner_text("#unlocated") == "Not on the map (3)"
    off = page.locator("#off-map ~ ol .item-where").all_inner_texts()
    assert sorted(off) == ["A sum over several places; its parts are on the map", "Korr Hill; not located",
                           "Somewhere in Kenya; too wide to draw"]  # fmt: skip


def test_status_list_badges_table_and_files_hold_the_same(tab, tmp_path):
    opened = tab()
    page = opened.page
    page.click("#filters summary")
    page.locator("#facets input").first.wait_for()
    boxes = page.locator("#facets input").count()
    assert boxes > 15
    for number in range(boxes - 1):  # the last one is the switch for developments
        name = page.locator("#facets input").nth(number).get_attribute("data-facet")
        said = int(page.locator("#facets label").nth(number).locator(".n").inner_text())
        page.locator("#facets input").nth(number).check()
        total = shown(page)
        assert said == total, name
        status = page.inner_text("#status").split(" ")[0]
        assert status == str(total), name
        off = page.locator("#off-map ~ ol .item").count()
        on_badges = sum(int(label.split(": ")[1].split(" ")[0]) for label in opened.badges())
        assert on_badges + off == total, name
        page.click("button[data-view=table]")
        assert page.locator("tbody tr").count() == total, name
        page.click("button[data-view=map]")
        page.locator("#facets input").nth(number).uncheck()
    page.locator("#facets input").nth(0).check()
    total = shown(page)
    saved = {}
    for kind in ("geojson", "csv"):
        page.click("#save summary")
        with page.expect_download() as download:
            page.click(f"#save-{kind}")
        download.value.save_as(tmp_path / kind)
        saved[kind] = (tmp_path / kind).read_bytes().decode("utf-8-sig")
    assert len(json.loads(saved["geojson"])["features"]) == total
    assert len(saved["csv"].strip().split("\r\n")) == total + 1


def test_no_cell_of_the_csv_is_a_formula(tab, tmp_path):
    cells = ["=1+1", "+1", "-1", "@x", "\t=1", "＝1", 'a "quoted", text\nof two lines']
    page = tab(name="formulas", made=lambda: frame(*(incident(f"i{k}", location=c) for k, c in enumerate(cells)))).page
    page.click("#save summary")
    with page.expect_download() as download:
        page.click("#save-csv")
    download.value.save_as(tmp_path / "csv")
    with (tmp_path / "csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    assert [rows[f"i{k}"]["location"] for k in range(7)] == [*(f"'{cell}" for cell in cells[:6]), cells[6]]
    assert float(rows["i0"]["latitude"]) == 3.937


def test_online_tiles_are_the_only_request_and_the_page_says_so(chromium, tmp_path):
    write_map(frame(incident("i1")), tmp_path / "map.html", tiles="https://tiles.example.org/{z}/{x}/{y}.png")
    page, asked = chromium.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.route(re.compile("^https://"), lambda route: route.fulfill(status=200, content_type="image/png", body=b""))
    with page.expect_request(re.compile("^https://")):
        page.goto((tmp_path / "map.html").as_uri())
    page.wait_for_selector("body[data-ready=true]")
    assert {url.split("/")[2] for url in asked} == {"", "tiles.example.org"}
    assert "come from tiles.example.org" in page.inner_text(".foot")
    page.close()


def test_provinces_of_one_name_in_two_countries_are_told_apart(tab):
    made = lambda: frame(incident("i1", admin1="Limburg", country="NL"), incident("i2", admin1="Limburg", country="BE"))  # noqa: E731
    page = tab(name="limburg", made=made).page
    page.click("#filters summary")
    page.locator('[data-facet="admin1:BE:Limburg"]').check()
    assert shown(page) == 1
    assert page.inner_text(".chip span") == "Province: Limburg, Belgium"


def test_killed_injured_and_confidence_can_be_filtered(tab):
    made = lambda: frame(  # noqa: E731
        incident("few", **count("killed", 2, 2, 2), **count("injured", 30, 30, 30), confidence=0.9),
        incident("none", **count("killed", 0, 0, 0), confidence=0.5),
        incident("silent", confidence=0.2),
    )
    page = tab(name="casualties", made=made).page
    page.click("#filters summary")
    rows = {}
    for name in ("deaths", "injured", "confidence"):
        labels = page.locator(f"label:has([data-facet^='{name}:'])").all_inner_texts()
        rows[name] = [label.split("\n") for label in labels]
    assert rows == {
        "deaths": [["1–4", "1"], ["none", "1"], ["not stated", "1"]],
        "injured": [["25 and more", "1"], ["not stated", "2"]],
        "confidence": [["high", "1"], ["medium", "1"], ["low", "1"]],
    }
    page.check("[data-facet='injured:25']")
    assert shown(page) == 1


def test_filters_can_be_taken_off_one_by_one(tab):
    page = tab("#type=Battles&q=garissa").page
    assert shown(page) == 1
    assert [chip.split("\n")[0] for chip in page.locator(".chip").all_inner_texts()] == [
        "Text: garissa",
        "Type: Battles",
    ]
    page.locator(".chip").nth(0).click()
    assert shown(page) == 4
    page.locator(".chip").nth(0).click()
    assert shown(page) == 9


@pytest.mark.parametrize(
    ("query", "found"), [("mandera", 3), ("MANDÉRA friday", 1), ("Korr", 1), ("нет", 0), ("pledged", 0)]
)
def test_search_reads_all_scripts_and_all_text(tab, query, found):
    page = tab().page
    page.fill("#search", query)
    page.wait_for_timeout(250)
    assert shown(page) == found
    assert page.locator(".empty").count() == (found == 0)


def test_developments_are_listed_only_when_asked_for_and_never_drawn(tab):
    opened = tab()
    page = opened.page
    before = opened.badges()
    page.click("#filters summary")
    page.locator("[data-facet=dev]").check()
    assert shown(page) == 10
    assert opened.badges() == before
    assert "no incident" in page.inner_text("#list")


def test_sums_over_incidents_are_not_added_to_the_dead(tab):
    page = tab().page
    values = dict(
        zip(
            page.locator(".figure-name").all_inner_texts(), page.locator(".figure-value").all_inner_texts(), strict=True
        )
    )
    assert values == {"incidents": "8", "killed": "9–12", "injured": "11+"}
    assert "1 sum over several incidents is listed but not added up." in page.inner_text("#figures")


@pytest.mark.parametrize(
    ("id_", "said"),
    [
        ("town-1", ["28 November 2025", "year inferred from the weekday", "as written: “on Friday”", "3 killed",
                    "injured: not stated", "Why this place", "police reservists"]),
        ("province", ["November 2025 (month only)", "Somewhere in Garissa County, ±112\xa0km",
                      "4–7 (best figure 5) killed"]),
        ("border", ["3 December 2025", "Somewhere along Kenya–Somalia border", "none killed", "claimed by one side"]),
        ("near", ["Near Lamu, within 25\xa0km", "at least 11 injured"]),
        ("country", ["2025 (year only)", "Somewhere in Kenya; too wide to draw"]),
        ("nowhere", ["Date not known", "Korr Hill; not located", "unconfirmed"]),
        ("town-3", ["Part of"]),
        ("group", ["Its parts", "sum over several incidents"]),
    ],
)  # fmt: skip
def test_the_detail_says_how_well_things_are_known(tab, id_, said):
    text = tab(f"#id={id_}").page.inner_text("#detail")
    assert [words for words in said if words not in text] == []


def test_values_are_marked_in_the_evidence_and_sources_are_linked(tab):
    page = tab("#id=town-1").page
    assert page.locator("#detail mark").all_inner_texts() == ["On Friday", "three", "police reservists", "Mandera"]
    link = page.locator(".sources a")
    assert link.get_attribute("href") == "https://example.org/a"
    assert link.get_attribute("rel") == "noopener noreferrer"
    assert "published 2 December 2025" in page.inner_text(".sources")
    assert "repeats the text of a.txt" in page.inner_text(".sources")


def test_what_is_new_is_marked_counted_and_found(tab):
    opened = tab(name="new", new=("town-2", "border", "nowhere"))
    page = opened.page
    assert page.inner_text("#new") == "3 new since the last run"
    assert page.locator("#list .tag.new").count() == 3
    assert [label.split(":")[0] for label in opened.badges() if "new since" in label] == [
        "Mandera",
        "Kenya–Somalia border",
    ]
    assert page.locator(".badge .news").count() == 2
    page.click("#new")
    assert shown(page) == 3
    assert page.evaluate("document.activeElement.closest('.item') !== null")
    assert "new=yes" in page.url
    assert opened.texts(".chip") == ["Since the last run: new\n×"]
    page.click(".chip")
    assert shown(page) == 9


def test_a_page_without_news_speaks_of_none(tab):
    page = tab().page
    assert page.locator("#new, .tag.new, .badge .news, [data-facet^='new:']").count() == 0


def checked_incidents():
    entry = {"slots": ["place", "killed"], "who": "R. Otieno", "when": "2026-01-05", "why": "the hospital's list"}
    return frame(
        incident("sure", verified=True, sources=[source("a.txt", reliability=0.9)]),
        incident("mended", corrections=[entry, entry | {"slots": ["verified"], "when": None}], verified=True),
        incident("machine"),
    )  # fmt: skip


def marked_incidents():
    """Return the ten entries, the first of them checked."""
    entry = {"slots": ["place"], "who": "R. Otieno", "when": "2026-01-05", "why": "asked the county"}
    made = some_incidents()
    made.loc[0, "verified"] = True
    made.at[0, "corrections"] = [entry]
    return made


def test_what_people_checked_is_told_and_can_be_filtered(tab):
    opened = tab("#id=mended", name="checked", made=checked_incidents)
    page = opened.page
    assert opened.texts(".tags .tag")[-1] == "verified"
    assert opened.texts(".corrections li") == [
        "Where, killed\nR. Otieno, 5 January 2026\nthe hospital's list",
        "Verified\nR. Otieno\nthe hospital's list",
    ]
    page.goto(page.url.split("#")[0] + "#id=sure")
    page.reload()
    opened.ready()
    assert "reliability stated: 90%" in page.inner_text(".sources")
    page.keyboard.press("Escape")
    page.click("#filters summary")
    page.check("[data-facet='checked:verified']")
    assert shown(page) == 2
    page.uncheck("[data-facet='checked:verified']")
    page.check("[data-facet='checked:no']")
    assert opened.texts(".item-title") == ["Armed clash"]


@pytest.mark.parametrize("made", [some_incidents, hostile_frame], ids=["some", "hostile"])
def test_a_copied_correction_is_an_entry_of_corrections(tab, made):
    name = "some" if made is some_incidents else "hostile"
    page = tab(name=name, made=made).page
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    # half of a surrogate pair may not stand in TOML
    known = {id_.replace("\ud83d", "\ufffd") for id_ in made()["id"]}
    ids = page.locator("#list .item").count()
    seen = {}
    for number in range(ids):
        page.locator("#list .item button").nth(number).click()
        page.locator(".detail-tools button").nth(1).click()
        entries, skips = parse_corrections(page.locator("#copy-text").input_value())
        assert (len(entries), skips) == (1, ())
        seen[entries[0].target] = entries[0]
        page.click("#copy-close")
        page.keyboard.press("Escape")
    assert len(seen) == ids
    assert set(seen) <= known
    if made is some_incidents:
        assert seen["province"].slots == ("place", "date", "killed", "type", "sub_event_type")
        assert dict(seen["province"].counts)["killed"] == Count(4, 5, 7)
        assert seen["border"].spot.place_id == "l:border"
        assert dict(seen["border"].counts)["killed"] == Count(0, 0, 0)
        assert (seen["near"].spot.lat, seen["near"].spot.radius_km, seen["near"].spot.name) == (-2.27, 25.0, "Lamu")
        assert dict(seen["near"].counts)["injured"] == Count(11, 11, None)
        assert seen["country"].days == (date(2025, 1, 1), date(2025, 12, 31))
        assert seen["nowhere"].slots == ("verified",)


def crowded_incidents():
    """Return two incidents in neighbouring towns, and one far away that makes the map start wide."""
    return frame(
        incident("north", place_id="g:n", location="Northtown", lat=3.0, lon=40.0),
        incident("south", place_id="g:s", location="Southtown", lat=2.9, lon=40.0, radius_km=4.0),
        incident("far", place_id="g:f", location="Farport", lat=50.0, lon=-60.0),
    )


def test_the_map_goes_to_an_incident_that_stands_in_a_sum_and_back(tab):
    opened = tab(name="crowded", made=crowded_incidents)
    page = opened.page
    before = sorted(opened.badges())
    assert before[0] == "2 incidents, 2 places"
    page.locator("#list .item", has_text="Southtown").locator("button").click()
    page.locator(".badge.selected[aria-label^='Southtown']").wait_for()
    assert page.locator("path.shape.reach").count() == 1
    page.keyboard.press("Escape")
    page.locator(".badge[aria-label^='2 incidents']").wait_for()
    assert sorted(opened.badges()) == before


def test_whoever_moves_the_map_beside_an_incident_keeps_the_view(tab):
    opened = tab(name="crowded", made=crowded_incidents)
    page = opened.page
    page.locator("#list .item", has_text="Southtown").locator("button").click()
    page.locator(".badge.selected[aria-label^='Southtown']").wait_for()
    page.wait_for_timeout(400)
    page.click(".leaflet-control-zoom-in")
    page.wait_for_timeout(400)
    page.keyboard.press("Escape")
    page.wait_for_timeout(400)
    assert "2 incidents, 2 places" not in opened.badges()


def test_the_map_shows_what_the_filters_leave_until_the_reader_moves_it(tab):
    opened = tab(name="crowded", made=crowded_incidents)
    page = opened.page
    page.fill("#search", "town")
    page.locator(".badge[aria-label^='Southtown']").wait_for()
    page.click(".leaflet-control-zoom-out")
    page.wait_for_timeout(400)
    page.fill("#search", "farport")
    page.locator("#outside").wait_for()
    assert opened.badges() == []


def test_provinces_and_towns_are_named_when_the_map_is_near(tab):
    page = tab("#id=south", name="crowded", made=crowded_incidents).page
    page.locator(".name.town").first.wait_for(state="attached")
    assert "Town at 3.5" in page.locator(".name.town").all_inner_texts()


def test_parts_and_groups_lead_to_each_other(tab):
    page = tab("#id=group").page
    page.locator("#detail .plain button").click()
    assert page.evaluate("location.hash").endswith("id=town-3")
    page.locator("#detail .plain button").last.click()
    assert page.evaluate("location.hash").endswith("id=group")


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_dates_under_the_bars_stand_in_their_order(tab, lang):
    page = tab(lang=lang).page
    ticks = page.locator("#axis span").all()
    assert len(ticks) > 2
    across = [tick.bounding_box()["x"] for tick in ticks]
    assert across == sorted(across, reverse=lang == "fa")


def test_the_summary_tells_killed_and_injured_by_type_and_time(tab):
    page = tab("#view=summary").page
    titles = page.locator(".card h2").all_inner_texts()
    assert titles == ["Incidents by type", "Incidents by month", "Killed by type", "Killed by month, best figures",
                      "Injured by type", "Injured by month, best figures", "Incidents by place"]  # fmt: skip
    rows = [row.split("\n") for row in page.locator(".card").nth(2).locator("li").all_inner_texts()]
    assert rows == [["Battles", "9–12"], ["Protests", "not stated"], ["Crime", "0"], ["Disaster", "not stated"],
                    ["Type unclear", "not stated"]]  # fmt: skip


def test_an_empty_page_explains_itself(tab):
    opened = tab(name="empty", made=frame)
    assert "No incidents found" in opened.page.inner_text("#list")
    assert opened.page.inner_text("#status") == "0 incidents"
    assert opened.said == []


# -------------------------------------------------------------------------------------------------------------- time


def test_vague_dates_stay_in_every_range_they_may_fall_into(tab):
    page = tab("#from=2025-11-10&to=2025-11-12").page
    assert sorted(page.locator("#list .item-title").all_inner_texts()) == ["Armed clash", "Armed clash", "Crime"]
    assert "date known to the month or year only" in page.inner_text("#time-note")


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2025-11-28", "2025-11-28", "28 November 2025"),
        ("2025-11-28", "2025-12-02", "28 November 2025 – 2 December 2025 (within these days)"),
        ("2024-02-01", "2024-02-29", "February 2024 (month only)"),
        ("2024-01-01", "2024-12-31", "2024 (year only)"),
        ("2020-01-01", "2022-12-31", "2020 – 2022 (within this span)"),
        ("2024-11-01", "2025-01-31", "November 2024 – January 2025 (within this span)"),
    ],
)
def test_dates_say_no_more_than_is_known(tab, first, last, words):
    prec = 1 if first == last else 4 if first[:7] == last[:7] else 5
    page = tab("#id=i", name=f"date {first} {last}", made=lambda: frame(incident("i", **days(first, last, prec)))).page
    assert page.inner_text("#detail dd strong >> nth=0") == words


def test_the_range_moves_by_keyboard_and_says_where_it_is(tab):
    page = tab().page
    page.focus("#from")
    for _ in range(9):
        page.keyboard.press("ArrowRight")
    assert page.get_attribute("#from", "aria-valuetext") == "October 2025"
    assert "from=2025-10-01" in page.evaluate("location.hash")
    page.click("#later")
    assert page.inner_text("#range") == "Oct 2025 – Dec 2025"
    page.click("#earlier")
    assert page.inner_text("#range") == "Sep 2025 – Nov 2025"


def test_dragging_over_the_bars_chooses_a_range(tab):
    page = tab().page
    box = page.locator("#bars").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.80, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.88, box["y"] + 20)
    page.mouse.up()
    assert "from=2025-10-01" in page.evaluate("location.hash")
    assert "to=2025-11-30" in page.evaluate("location.hash")


# ------------------------------------------------------------------------------------------------------- the address


def test_the_address_holds_the_state_and_the_back_button_works(tab):
    page = tab().page
    page.click("#filters summary")
    page.locator('[data-facet="type:Battles"]').check()
    page.locator("#list .item button").first.click()
    address = page.evaluate("location.hash")
    assert "type=Battles" in address
    assert "id=" in address
    text = page.inner_text("#detail")
    page.go_back()
    assert page.locator("#detail").is_hidden()
    assert shown(page) == 4
    page.go_back()
    assert shown(page) == 9
    assert tab(address).page.inner_text("#detail") == text


def test_the_address_holds_where_the_reader_moved_the_map(tab):
    opened = tab(name="crowded", made=crowded_incidents)
    page = opened.page
    assert "at=" not in page.evaluate("location.hash")
    page.locator(".badge[aria-label^='2 incidents']").press("Enter")
    page.locator(".badge[aria-label^='Southtown']").wait_for()
    page.wait_for_timeout(400)
    address = page.evaluate("location.hash")
    assert re.search(r"at=2\.9\d*%2C40%2C\d", address)
    again = tab(address, name="crowded", made=crowded_incidents)
    assert sorted(again.badges()) == sorted(opened.badges())
    page.click("#outside")
    page.locator(".badge[aria-label^='2 incidents']").wait_for()
    assert "at=" not in page.evaluate("location.hash")


def test_the_address_holds_how_the_table_is_sorted(tab):
    page = tab("#view=table").page
    page.locator("th button", has_text="Killed").click()
    assert "sort=-killed" in page.evaluate("location.hash")
    again = tab(page.evaluate("location.hash")).page
    assert again.locator("th[aria-sort=descending]").inner_text() == "Killed ↓"
    assert again.locator("tbody tr").first.inner_text() == page.locator("tbody tr").first.inner_text()


@pytest.mark.parametrize(
    "hash_",
    ["#at=x", "#at=91,0,3", "#at=1,2", "#sort=-nothing", "#sort=__proto__",
     "#id=none", "#type=<script>", "#from=2025-99-99", "#from=x&to=y", "#from=2025-12-01&to=2025-01-01",
     "#%E0%A4%A", "#view=x", "#place=nowhere&place=", "#&&&===", "#constructor=1&__proto__=2", "#q="],
)  # fmt: skip
def test_a_malformed_address_is_ignored(tab, hash_):
    opened = tab(hash_)
    assert shown(opened.page) == 9
    assert opened.said == []


def test_an_alias_still_opens_its_incident(tab):
    page = tab("#id=old", name="alias", made=lambda: frame(incident("new", aliases=["old"]))).page
    assert page.locator("#detail h2").inner_text() == "Armed clash, Mandera"


# ---------------------------------------------------------------------------------------------------------- everyone


def test_everything_can_be_reached_by_keyboard(tab):
    page = tab().page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#list') !== null")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "H2"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.incident !== undefined")
    page.locator(".badge[aria-label^='Garissa']").focus()
    page.keyboard.press("Enter")
    assert "Garissa County" in page.inner_text("#detail h2")
    page.keyboard.press("Escape")
    page.locator(".badge[aria-label^='Mandera']").focus()
    page.keyboard.press(" ")
    assert shown(page) == 3


def test_places_on_one_spot_open_together(tab):
    made = lambda: frame(incident("i1", place_id="g:m"), incident("i2", place_id="g:m", where_prec=2, radius_km=20.0))  # noqa: E731
    opened = tab(name="spot", made=made)
    assert opened.badges() == ["2 incidents, 2 places"]
    opened.page.locator(".badge").press("Enter")
    assert opened.page.inner_text(".chip span") == "Place: Mandera"
    assert shown(opened.page) == 2
    assert opened.page.evaluate("location.hash").count("place=") == 2


AXE_VIEWS = [
    pytest.param({}, id="light"),
    pytest.param({"color_scheme": "dark"}, id="dark"),
    pytest.param({"viewport": {"width": 390, "height": 844}}, id="mobile"),
    pytest.param({"lang": "fa"}, id="right to left"),
]


@pytest.mark.parametrize("options", AXE_VIEWS)
@pytest.mark.parametrize("hash_", ["", "#id=town-1", "#view=table", "#view=summary", "#q=nothing+like+this"])
def test_axe_finds_nothing(tab, options, hash_):
    page = tab(hash_, name="axe", made=marked_incidents, new=("town-1", "near"), bypass_csp=True, **options).page
    if not hash_:
        page.click("#filters summary")
        page.click("#legend summary")
    page.evaluate(gzip.decompress(AXE.read_bytes()).decode())
    found = page.evaluate(
        "axe.run(document).then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.target.join(' '))]))"
    )
    assert found == []


@pytest.mark.parametrize("width", [320, 390, 768, 1024, 1440, 2560])
@pytest.mark.parametrize("hash_", ["", "#id=town-1", "#view=summary"])
def test_no_width_scrolls_sideways_and_the_map_is_on_the_first_screen(tab, width, hash_):
    page = tab(hash_, viewport={"width": width, "height": 844}).page
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if not hash_:
        box = page.locator("#map").bounding_box()
        assert box["height"] > 250
        assert box["y"] + box["height"] <= 844


@pytest.mark.parametrize(
    ("lang", "direction", "words"),
    [("ru", "ltr", "известен только месяц"), ("tg", "ltr", "танҳо моҳ маълум"), ("fa", "rtl", "تنها ماه معلوم است")],
)
def test_other_languages_have_their_words_and_direction(tab, lang, direction, words):
    page = tab("#id=province", lang=lang).page
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == [lang, direction]
    assert words in page.inner_text("#detail")
    assert "undefined" not in page.inner_text("body")
    if direction == "rtl":
        assert page.locator("#panel").bounding_box()["x"] < page.locator("#map").bounding_box()["x"]


def test_names_in_latin_letters_keep_their_place_in_persian_sentences(tab):
    page = tab("#id=province", lang="fa").page
    where = page.inner_text("#detail dl dd:nth-of-type(2) strong")
    assert "\u2068Garissa County\u2069" in where
    assert "\u2068" not in page.inner_text("#status")


def test_right_to_left_text_keeps_its_direction(tab):
    text = "سه تن در بازار شهر کشته شدند."
    page = tab("#id=i", name="rtl", made=lambda: frame(incident("i", evidence=[quote("a", text)]))).page
    assert page.locator("#detail blockquote").inner_text() == text
    assert page.evaluate("getComputedStyle(document.querySelector('#detail blockquote')).direction") == "rtl"


def test_print_holds_every_incident_with_its_sources(tab, tmp_path):
    page = tab().page
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    paper = page.locator("#paper article")
    assert paper.count() == 9
    assert all("Morning report" in text for text in paper.all_inner_texts())
    map_box, body = page.locator("#map").bounding_box(), page.locator("body").bounding_box()
    assert map_box["width"] <= body["width"]
    assert page.locator(".badge").count() == 4
    assert all(
        0 < box["x"] < map_box["x"] + map_box["width"]
        for box in (b.bounding_box() for b in page.locator(".badge").all())
    )
    assert "somewhere in this area" in page.inner_text("#paper .paper-legend")
    page.pdf(path=tmp_path / "page.pdf")
    assert (tmp_path / "page.pdf").stat().st_size > 20_000
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert paper.count() == 0
    assert page.evaluate("document.documentElement.dataset.theme") is None


def test_a_browser_that_cannot_unpack_shows_the_list_and_circles(chromium, written):
    page = chromium.new_page()
    page.add_init_script("delete window.DecompressionStream")
    page.goto(written("some", some_incidents, lang="en", title="Test"))
    page.wait_for_selector("body[data-ready=true]")
    assert shown(page) == 9
    assert page.locator("path.shape").count() == 3
    page.close()


def test_paper_says_when_it_does_not_hold_all(tab):
    page = tab(name="301", made=lambda: frame(*(incident(f"i{n}") for n in range(301)))).page
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("#paper article").count() == 300
    assert page.inner_text("#paper > p") == "The first 300 rows; save as CSV for all."


# --------------------------------------------------------------------------------------------------------- many


def many(n):
    """Return incidents over hundreds of places, each with a sentence of its own and two sources."""
    dice = random.Random(1)
    places = [(f"g:{k}", f"Place {k}", dice.uniform(-30, 60), dice.uniform(-120, 140)) for k in range(800)]
    rows = []
    for k in range(n):
        id_, name, lat, lon = dice.choice(places)
        day = f"{dice.randint(2023, 2025)}-{dice.randint(1, 12):02d}-{dice.randint(1, 28):02d}"
        text = f"On {day} group {dice.randint(1, 10**6)} and others clashed in {name}; {dice.randint(1, 90)} people, among them {dice.randint(1, 9)} officers, were taken to a hospital nearby, number {k} said."  # noqa: E501
        rows.append(incident(f"i{k}", **days(day), place_id=id_, location=name, lat=lat, lon=lon,
                             event_type=dice.choice(["Battles", "Protests", "Crime"]), evidence=[quote(f"d{k}", text)],
                             country=dice.choice(["KE", "MX", "TH"]),
                             sources=[source(f"d{k}"), source(f"e{k}", url=f"https://example.org/{k}")]))  # fmt: skip
    return frame(*rows)


def test_ten_thousand_incidents_are_usable_and_summed(tab):
    opened = tab(name="many", made=lambda: many(10_000))
    page = opened.page
    assert page.inner_text("#status").startswith("10,000 incidents")
    total = sum(int(label.split(" incident")[0].split(": ")[-1].replace(",", "")) for label in opened.badges())
    assert total == 10_000
    assert page.locator(".badge").count() < 300


def test_ten_thousand_incidents_cost_the_browser_little(chromium, written):
    """Seconds of the processor, which other work on the machine disturbs less than those on the wall."""
    page = chromium.new_page()
    meter = page.context.new_cdp_session(page)
    meter.send("Performance.enable", {"timeDomain": "threadTicks"})

    def spent():
        return next(m["value"] for m in meter.send("Performance.getMetrics")["metrics"] if m["name"] == "TaskDuration")

    page.goto(written("many", lambda: many(10_000), lang="en", title="Test", new=()))
    page.wait_for_selector("body[data-ready=true]", timeout=120_000)
    assert spent() < 2
    page.click("#filters summary")
    page.locator("#facets input").first.wait_for()
    before = spent()
    page.locator("#facets input").first.check()
    page.locator(".chip").wait_for()
    assert spent() - before < 1
    page.close()


# ------------------------------------------------------------------------------------------------------------ embedded


def test_a_minimal_page_has_map_list_and_detail_only(chromium, written):
    opened = Tab(chromium, written("minimal", some_incidents, minimal=True), viewport={"width": 700, "height": 500})
    page = opened.page
    assert page.locator("#map").is_visible()
    assert [page.locator(part).is_visible() for part in (".tools", ".views", "#time", "#filters")] == [False] * 4
    page.locator("#list .item button").first.click()
    assert page.locator("#detail h2").is_visible()
    opened.context.close()


def test_a_notebook_frame_draws_the_page(chromium, tmp_path):
    cell = tmp_path / "cell.html"
    cell.write_text(f"<!DOCTYPE html>{MapPage(render_map(some_incidents()))._repr_html_()}", encoding="utf-8")
    page = chromium.new_page()
    page.goto(cell.as_uri())
    inner = page.frame_locator("iframe")
    inner.locator("body[data-ready=true]").wait_for(timeout=60_000)
    inner.locator("#list .item button").first.click()
    assert inner.locator("#detail h2").is_visible()
    page.close()


def test_a_still_picture_shows_the_map(chromium, written, tmp_path):
    assert chromium.is_connected()
    page = Path(written("some", some_incidents, lang="en", title="Test").removeprefix("file://"))
    write_picture(page, tmp_path / "map.png", width=900, height=600)
    picture = (tmp_path / "map.png").read_bytes()
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])) == (900, 600)
    assert len(picture) > 30_000  # an empty page is a tenth of that

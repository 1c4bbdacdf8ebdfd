"""The map page beside folium's own markers: seconds to write, megabytes, seconds until it can be used.

    python bench/map_page.py [--sizes 1000,10000,100000] [--folium-up-to 10000]

Synthetic incidents at 2,000 made-up places, each with a sentence of its own (150 characters and more) and two sources.
"Usable" is what headless Chromium needs from opening the file until list and map are drawn, and then for one filter
click and one search; it is left out, and said to be, where Playwright or Chromium is missing. Folium's pages load
their scripts from the network, so that only writing and size are measured for them.
"""

import argparse
import random
import shutil
import tempfile
import time
from pathlib import Path

import folium
import folium.plugins
import geopandas
import pandas as pd
import shapely

from geo.columns import COLUMNS
from geo.page import write_map

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--folium-up-to", type=int, default=10_000)
    given = parser.parse_args()
    print(f"{'page':<25}{'incidents':>10}{'write s':>9}{'MB':>8}{'usable s':>10}{'filter ms':>11}{'search ms':>11}")
    with tempfile.TemporaryDirectory() as folder:
        for size in map(int, given.sizes.split(",")):
            incidents = frame_of(size)
            path = Path(folder) / f"{size}.html"
            seconds = timed(lambda: write_map(incidents, path))  # noqa: B023 - called at once
            report("this page", size, seconds, path, *in_browser(path))
            if size > given.folium_up_to:
                continue
            for name, build in (("Marker", markers), ("MarkerCluster", clusters), ("FastMarkerCluster", fast)):
                path = Path(folder) / f"{name}{size}.html"
                seconds = timed(lambda: build(incidents).save(path))  # noqa: B023 - called at once
                report(f"folium {name}", size, seconds, path)


def report(name: str, size: int, seconds: float, path: Path, *browser: float) -> None:
    """Print a row; what was not measured is a dash."""
    usable, click, search = browser or (None, None, None)
    cells = [f"{seconds:>9.1f}", f"{path.stat().st_size / 1e6:>8.2f}"]
    cells += [f"{'–' if value is None else round(value, 2):>{width}}" for value, width in
              ((usable, 10), (click, 11), (search, 11))]  # fmt: skip
    print(f"{name:<25}{size:>10}", *cells, sep="", flush=True)


def timed(work: object) -> float:
    """Return the seconds that a call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def frame_of(size: int) -> geopandas.GeoDataFrame:
    """Return a table of incidents, the same for the same size."""
    dice = random.Random(size)  # noqa: S311 - the same each time
    places = [(f"made:{k}", f"Town {k}", dice.uniform(-35, 60), dice.uniform(-120, 140)) for k in range(2000)]
    rows, points = [], []
    for k in range(size):
        place_id, name, lat, lon = dice.choice(places)
        day = pd.Timestamp(2022, 1, 1) + pd.Timedelta(days=dice.randrange(1400))
        dead = dice.choice([None, None, 0, 1, 2, 3, 7, 30])
        text = (
            f"On {day:%d %B %Y} gunmen of group {dice.randrange(10**6)} fired at a patrol on the road out of {name}, "
            f"and {dice.randrange(2, 90)} people, {dice.randrange(1, 9)} officers among them, were hurt, "
            f"witness {k} said."
        )
        rows.append({
            "id": f"{k:016x}", "record_type": "incident", "event_type": dice.choice(["Battles", "Protests", "Crime"]),
            "sub_event_type": None, "date_start": day, "date_end": day, "date_prec": 1, "date_basis": "stated",
            "location": name, "where_prec": 1, "radius_km": 2.0, "country": dice.choice(["KE", "MX", "TH"]),
            "place_id": place_id, "place_geometry": "point", "killed_low": dead, "killed_best": dead,
            "killed_high": dead, "civilian_targeting": False, "status": "reported", "tense": "actual",
            "confidence": round(dice.random(), 2), "actors": [{"name": "gunmen", "role": "party", "kind": "unknown"}],
            "sources": [{"document": f"{s}{k}.txt", "title": f"{s} report {k}", "publisher": f"Wire {s}",
                         "url": f"https://example.org/{s}/{k}", "published": None, "attribution": None,
                         "copy_of": None} for s in "ab"],
            "evidence": [{"document": f"a{k}.txt", "report": "r", "start": 0, "end": len(text), "slots": ["type"],
                          "text": text}],
        })  # fmt: skip
        points.append(shapely.Point(lon, lat))
    lists = [column.name for column in COLUMNS if column.dtype == "object"]
    cells = {c.name: [row.get(c.name, [] if c.name in lists else None) for row in rows] for c in COLUMNS}
    return geopandas.GeoDataFrame(pd.DataFrame(cells, dtype=object), geometry=points, crs="EPSG:4326")


def markers(incidents: geopandas.GeoDataFrame) -> folium.Map:
    """Return a folium map with a marker and a popup for each incident."""
    made = folium.Map()
    for point, text in zip(incidents.geometry, incidents["location"], strict=True):
        folium.Marker([point.y, point.x], popup=text).add_to(made)
    return made


def clusters(incidents: geopandas.GeoDataFrame) -> folium.Map:
    """Return a folium map with clustered markers."""
    made = folium.Map()
    cluster = folium.plugins.MarkerCluster().add_to(made)
    for point, text in zip(incidents.geometry, incidents["location"], strict=True):
        folium.Marker([point.y, point.x], popup=text).add_to(cluster)
    return made


def fast(incidents: geopandas.GeoDataFrame) -> folium.Map:
    """Return a folium map with markers that are clustered in the browser, without popups."""
    made = folium.Map()
    folium.plugins.FastMarkerCluster([[point.y, point.x] for point in incidents.geometry]).add_to(made)
    return made


def in_browser(path: Path) -> tuple[float, ...]:
    """Return seconds until usable, milliseconds of a filter click, milliseconds of a search; () without a browser."""
    chromium = shutil.which("chromium")
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where it is installed
    except ImportError:
        chromium = None
    if chromium is None:
        print("(no Chromium or Playwright: not opened)")
        return ()
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page()
        page.goto(path.as_uri())
        page.wait_for_selector("body[data-ready=true]", timeout=120_000)
        usable = page.evaluate("performance.now()") / 1000
        click = page.evaluate(
            "() => { const start = performance.now(); document.querySelector('#facets input').click();"
            " return performance.now() - start; }"
        )
        search = page.evaluate(
            "() => new Promise((done) => { const start = performance.now();"
            " const box = document.querySelector('#search'); box.value = 'officers';"
            " box.dispatchEvent(new Event('input'));"
            " const look = () => location.hash.includes('q=') ? done(performance.now() - start) : setTimeout(look, 5);"
            " look(); })"
        )
        browser.close()
    return usable, click, search


if __name__ == "__main__":
    main()

"""The map page beside folium's own markers: seconds to write, megabytes, seconds until it can be used.

    npm pack leaflet@1.9.3 leaflet.markercluster@1.1.0 leaflet.awesome-markers@2.0.5 jquery@3.7.1 bootstrap@5.2.2
    python bench/map_page.py [--sizes 1000,10000,100000] [--folium-up-to 10000] [--cdn FOLDER-OF-THE-PACKAGES]

Synthetic incidents at 2,000 made-up places, each with a sentence of its own (150 characters and more) and two sources.
"Usable" is what headless Chromium needs from opening the file until list and map are drawn, the median of three, and
then for one filter click and one search; it is left out, and said to be, where Playwright or Chromium is missing. The
processor seconds beside it are those of the page's main thread, which other work on the machine disturbs less.

Folium's pages load their scripts from the network. With --cdn they are given those of the npm packages in that folder,
at once and from memory, so that they run at all; without it only writing and size are measured for them.
"""

import argparse
import random
import re
import shutil
import statistics
import tarfile
import tempfile
import time
from pathlib import Path
from typing import Any

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
    parser.add_argument("--cdn", type=Path, help="folder of npm packages to give folium's pages")
    given = parser.parse_args()
    files = packaged(given.cdn) if given.cdn else {}
    print("| page | incidents | write s | MB | usable s | main thread s | filter ms | search ms |")
    print("|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for size in map(int, given.sizes.split(",")):
            incidents = frame_of(size)
            path = Path(folder) / f"{size}.html"
            seconds = timed(lambda: write_map(incidents, path))  # noqa: B023 - called at once
            report("this page", size, seconds, path, *measured(path, {}))
            if size > given.folium_up_to:
                continue
            for name, build in (("Marker", markers), ("MarkerCluster", clusters), ("FastMarkerCluster", fast)):
                path = Path(folder) / f"{name}{size}.html"
                seconds = timed(lambda: build(incidents).save(path))  # noqa: B023 - called at once
                report(f"folium {name}", size, seconds, path, *(measured(path, files) if files else ()))


def report(name: str, size: int, seconds: float, path: Path, *browser: float) -> None:
    """Print a row; what was not measured is a dash."""
    cells = [name, f"{size:,}", f"{seconds:.1f}", f"{path.stat().st_size / 1e6:.2f}"]
    cells += [f"{value:.2f}" if value < 10 else f"{value:.0f}" for value in browser]
    print("|", " | ".join([*cells, *["–"] * (8 - len(cells))]), "|", flush=True)


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


def packaged(folder: Path) -> dict[str, bytes]:
    """Return scripts and style sheets of npm packages by their names, which is how a page's links end."""
    files = {}
    for archive in sorted(folder.glob("*.tgz")):
        with tarfile.open(archive) as tar:
            for member in tar:
                content = tar.extractfile(member) if member.name.endswith((".js", ".css")) else None
                if content and "/dist/" in member.name:
                    files[Path(member.name).name] = content.read()
    return files


def measured(path: Path, files: dict[str, bytes]) -> tuple[float, ...]:
    """Return medians of three: seconds until usable and of the main thread; for this page ms of filter and search, too.

    Returns () without a browser.
    """
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
        runs = [opened(browser, path, files) for _ in range(3)]
        browser.close()
    return tuple(statistics.median(values) for values in zip(*runs, strict=True))


def opened(browser: Any, path: Path, files: dict[str, bytes]) -> tuple[float, ...]:
    """Open a page once."""
    page = browser.new_page()
    page.route(re.compile("^https://"), lambda route: route.fulfill(body=files.get(named(route.request.url), b"")))
    meter = page.context.new_cdp_session(page)
    meter.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(path.as_uri(), timeout=300_000)
    if files:
        # two frames after all is loaded, and there must be a map
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        page.wait_for_selector(".leaflet-marker-icon", state="attached")
    else:
        page.wait_for_selector("body[data-ready=true]", timeout=120_000)
    usable = page.evaluate("performance.now()") / 1000
    metrics = {row["name"]: row["value"] for row in meter.send("Performance.getMetrics")["metrics"]}
    times = [usable, metrics["TaskDuration"]]
    if not files:
        page.click("#filters summary")
        page.locator("#facets input").first.wait_for()
        times += [page.evaluate(CLICK), page.evaluate(SEARCH)]
    page.close()
    return tuple(times)


def named(url: str) -> str:
    """Return the name of a file, without its version: jquery-3.7.1.min.js is jquery.min.js in its package."""
    return re.sub(r"-\d+(\.\d+)+", "", url.rsplit("/", 1)[-1])


CLICK = """() => {
  const start = performance.now();
  document.querySelector('#facets input').click();
  return performance.now() - start;
}"""
SEARCH = """() => new Promise((done) => {
  const start = performance.now(), box = document.querySelector('#search');
  box.value = 'officers';
  box.dispatchEvent(new Event('input'));
  const look = () => location.hash.includes('q=') ? done(performance.now() - start) : setTimeout(look, 5);
  look();
})"""


if __name__ == "__main__":
    main()

"""How fast, how large and with how much memory each format is written, beside plain GeoDataFrame.to_file.

    nice python bench/exports.py [--incidents 100000] > bench/exports.md

Each writer runs in a process of its own on the same made-up table; peak memory is that process's, less what it had
before writing. Rates depend on the machine; the ratios are what to look at.
"""

import argparse
import multiprocessing
import platform
import resource
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from geo.exports import FORMATS, Export, write_export
from geo.records import Count, Evidence, Incident, Quote, Report, Source
from geo.table import to_geodataframe

#: Plain GeoDataFrame.to_file drivers that have the like of a format here.
PLAIN = {"geojson": "GeoJSON", "gpkg": "GPKG", "fgb": "FlatGeobuf", "geojsonl": "GeoJSONSeq"}


def main() -> None:
    """Print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--incidents", type=int, default=100_000)
    count = parser.parse_args().incidents
    print("# Exports: rate, size, memory\n")
    print(f"{count:,} made-up incidents, Python {platform.python_version()}; see bench/exports.py.\n")
    print("| format | seconds | incidents/s | MB | memory, MB | plain to_file, s | plain MB | memory, MB | ratio |")
    print("|---|---|---|---|---|---|---|---|---|")
    for name in FORMATS:
        seconds, size, memory = measured(name, count, None)
        plain = measured(name, count, PLAIN[name]) if name in PLAIN else None
        cells = [name, f"{seconds:.1f}", f"{count / seconds:,.0f}", f"{size:.1f}", f"{memory:.0f}"]
        cells += _compared(seconds, *plain) if plain else [""] * 4
        print(f"| {' | '.join(cells)} |", flush=True)
    print("\nratio: seconds here / seconds of to_file. Plain GeoPackage has one layer; ours has the world map,")
    print("areas, sources and relations too. Plain to_file checks no table, and writes a crs member into GeoJSON.")


def _compared(seconds: float, plain: float, size: float, memory: float) -> list[str]:
    return [f"{plain:.1f}", f"{size:.1f}", f"{memory:.0f}", f"{seconds / plain:.2f}"]


def measured(name: str, count: int, driver: str | None) -> tuple[float, float, float]:
    """Return seconds, megabytes of the file, and megabytes of memory that writing took."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_write, (name, count, driver))


def _write(name: str, count: int, driver: str | None) -> tuple[float, float, float]:
    frame = to_geodataframe(made(number) for number in range(count))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        if driver is None:
            path = write_export(name, Export(frame), Path(folder))
        else:
            path = Path(folder) / FORMATS[name].file
            lists = [column for column in frame.columns if frame[column].dtype == object]
            # to_file takes no lists of dicts: their repr is the least that one can do
            plain = frame.assign(**{column: frame[column].astype(str) for column in lists})
            plain.to_file(path, driver=driver, engine="pyogrio")
        seconds = time.perf_counter() - start
        size = path.stat().st_size / 1e6
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return seconds, size, memory


def made(number: int) -> Incident:
    """Return an incident that is like a real one in size: a sentence or two of evidence, two articles."""
    text = (
        f"At least {number % 9} people were killed when gunmen attacked village number {number}, officials said. " * 2
    )
    first = date(2015, 1, 1) + timedelta(days=number % 4000)
    documents = [f"article {number}.txt", f"article {number + 1}.txt"]
    core = Report(
        id=f"{number:016x}", record_type="incident", tense="actual", event_type="Battles",
        sub_event_type="Armed clash", date_start=first, date_end=first, date_prec=1, date_text="on Monday",
        date_basis="weekday", time_text=None, location=f"Village {number}", latitude=-60 + number % 1200 / 10,
        longitude=-170 + number % 3400 / 10, where_prec=1, radius_km=3.0, country="KE", admin1="Lakeside",
        admin2=None, place_id=None, place_score=0.9, place_reason="the only place of the name",
        place_geometry="point", alternatives=(), killed=Count(number % 9, number % 9, None), injured=None,
        abducted=None, arrested=None, actors=(), weapons=("rifle",), seizures=(), civilian_targeting=False,
        status="reported", attribution="officials", evidence=(Evidence(0, len(text), ("type", "killed"), text),),
        confidence=0.8,
    )  # fmt: skip
    return Incident(
        id=core.id,
        aliases=(),
        part_of=None,
        core=core,
        reports=(core.id,),
        sources=tuple(Source(name, "A headline", "A paper", None, None, None, None) for name in documents),
        quotes=(Quote(documents[0], core.id, 0, len(text), ("type", "killed"), text),),
        notes=(),
    )


if __name__ == "__main__":
    main()

"""How fast, how large and with how much memory each format is written, beside plain GeoDataFrame.to_file.

    python bench/exports.py [--incidents 25000 50000 100000 200000] [--formats csv kml] >> bench/exports.md

Each writer runs in a process of its own, which loads the same made-up table from a file. Time is CPU time of the
process, as the machine may be shared. Memory is the peak while writing, less what the process held with the table
loaded (Linux: the peak is set back before writing): what a writer needs beside the table, its libraries included.
"""

import argparse
import ctypes
import gc
import multiprocessing
import pickle
import platform
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from geo.exports import FORMATS, Export, write_export
from geo.records import Count, Evidence, Incident, Quote, Report, Source
from geo.table import to_geodataframe

#: Plain GeoDataFrame.to_file drivers that have the like of a format here.
PLAIN = {"geojson": "GeoJSON", "gpkg": "GPKG", "fgb": "FlatGeobuf", "geojsonl": "GeoJSONSeq"}


def main() -> None:
    """Print a table in Markdown for each number of incidents."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--incidents", type=int, nargs="+", default=[25_000, 50_000, 100_000, 200_000])
    parser.add_argument("--formats", nargs="+", default=list(FORMATS))
    parser.add_argument("--plain", action="store_true", help="write with GeoDataFrame.to_file too")
    given = parser.parse_args()
    print(f"Python {platform.python_version()}")
    for count in given.incidents:
        print(f"\n{count:,} made-up incidents:\n")
        print("| format | CPU s | incidents/s | MB | memory, MB |")
        print("|---|---|---|---|---|", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            table = Path(folder) / "table"
            alone(write_table, table, count)
            for name in given.formats:
                print(row(name, count, *alone(write, name, table, None)), flush=True)
                if given.plain and name in PLAIN:
                    print(row(f"{name}, to_file", count, *alone(write, name, table, PLAIN[name])), flush=True)


def row(name: str, count: int, seconds: float, size: float, memory: float) -> str:
    """Return a row of the table."""
    return f"| {name} | {seconds:.1f} | {count / seconds:,.0f} | {size:.1f} | {memory:.0f} |"


def alone(function: Callable[..., Any], *values: object) -> Any:
    """Call a function in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(function, values)


def write_table(path: Path, count: int) -> None:
    """Make a table of incidents and keep it."""
    path.write_bytes(pickle.dumps(to_geodataframe(made(number) for number in range(count)), protocol=5))


def write(name: str, table: Path, driver: str | None) -> tuple[float, float, float]:
    """Return CPU seconds, megabytes of the file, and megabytes of memory that writing took beside the table."""
    with table.open("rb") as file:
        frame = pickle.load(file)  # noqa: S301 - written above
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak starts anew
    before = memory("VmRSS")
    with tempfile.TemporaryDirectory() as folder:
        start = time.process_time()
        if driver is None:
            path = write_export(name, Export(frame), Path(folder))
        else:
            path = Path(folder) / FORMATS[name].file
            lists = [column for column in frame.columns if frame[column].dtype == object]
            # to_file takes no lists of dicts: their repr is the least that one can do
            plain = frame.assign(**{column: frame[column].astype(str) for column in lists})
            plain.to_file(path, driver=driver, engine="pyogrio")
        seconds = time.process_time() - start
        size = path.stat().st_size / 1e6
    return seconds, size, memory("VmHWM") - before


def memory(what: str) -> float:
    """Return megabytes of this process, as Linux counts them."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{what}:"))


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

"""A gazetteer of many names: how long it takes to build, how large it gets, how fast it answers.

    python bench/many_names.py [--names 1000000] [--folder DIR]

Makes a synthetic dump in GeoNames' format (deterministic, each name unique), imports it as a user would, and measures
the layer beside a plain SQLite table and a dict in memory. Prints a table; the ratios are what to compare, times are
this machine's.
"""

import argparse
import json
import platform
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SYLLABLES = [c + v + e for c in "bdfghjklmnprstvz" for v in "aeiou" for e in ("", "n", "r", "l", "s", "k")]
#: Countries in about GeoNames' shares; some write their names in Latin letters, some do not.
COUNTRIES = ("US",) * 18 + ("CN",) * 7 + ("IN",) * 5 + (
             "ID", "MX", "NO", "RU", "IR", "PK", "AF", "BR", "CA", "DE", "FR",
             "TH", "PH", "PE", "CO", "MA", "YE", "KE", "TJ", "UA", "JP", "KR", "TR", "NP", "FI", "SE")  # fmt: skip
CLASSES = (("P", "PPL"),) * 9 + (("H", "STM"),) * 4 + (("T", "HLL"),) * 3 + (("S", "FRM"),) * 3 + (("L", "LCTY"),)
SECOND = ("", "", "", " Kalan", " Viejo", " Creek", " River", "-e Bala")
PRIME = 2_147_483_647


def name_of(number: int) -> str:
    """Return the name of a number: three syllables that no other number has, and perhaps a second word."""
    rest = number * 48_271 % (len(SYLLABLES) ** 3)  # a permutation: 48271 is prime to 480
    parts = []
    for _ in range(3):
        rest, at = divmod(rest, len(SYLLABLES))
        parts.append(SYLLABLES[at])
    return "-".join(parts[:2]).title().replace("-", "") + parts[2] + SECOND[number % len(SECOND)]


def write_dump(path: Path, names: int) -> int:
    """Write rows until they hold that many names; every fourth place has an alternate name. Return the rows."""
    row = number = 0
    with path.open("w", encoding="utf-8") as file:
        while number < names:
            name, other = name_of(number), ""
            number += 1
            if row % 4 == 0:
                other = name_of(number)
                number += 1
            feature_class, code = CLASSES[row * 7 % len(CLASSES)]
            spread = row * 16_807 % PRIME
            number_there = 20_000_000 + row * 7_919 % 16_777_213  # ids in no order, as in the real dump
            lat, lon = spread % 14000 / 100 - 60 + row % 97 / 9700, spread // 14000 % 36000 / 100 - 180 + 0.001
            country = COUNTRIES[spread % len(COUNTRIES)]
            population = "0" if feature_class != "P" or row % 5 else str(spread % 50000)
            file.write(
                f"{number_there}\t{name}\t{name}\t{other}\t{lat:.5f}\t{lon:.5f}\t{feature_class}\t{code}\t{country}"
                f"\t\t\t\t\t\t{population}\t\t0\t\t2026-01-01\n"
            )
            row += 1
    return row


def sample(names: int, count: int, seed: int) -> list[str]:
    """Return names of the dump, drawn at random with a fixed seed."""
    draw = random.Random(seed)  # noqa: S311 - a sample, no secret
    return [name_of(draw.randrange(names)) for _ in range(count)]


def import_dump(dump: Path, folder: Path) -> tuple[float, float, float, Path]:
    """Import the dump in a process of its own; return CPU and wall seconds, peak memory in MB, the layer's path."""
    code = (
        "import sys, resource; from pathlib import Path; from gazetteer.importing import ImportRequest, import_files;"
        "q = ImportRequest((Path(sys.argv[1]),), name='bench');"
        "r = import_files(q, base=None, folder=Path(sys.argv[2]), workers=2);"
        "own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss; of = resource.getrusage(resource.RUSAGE_CHILDREN);"
        "print((own + 2 * of.ru_maxrss) / 1024, r.path)"
    )
    start, before = time.perf_counter(), children_seconds()
    made = subprocess.run([sys.executable, "-P", "-c", code, dump, folder], check=True, capture_output=True, text=True)  # noqa: S603
    peak, path = made.stdout.split(maxsplit=1)
    return children_seconds() - before, time.perf_counter() - start, float(peak), Path(path.strip())


def children_seconds() -> float:
    """Return the CPU seconds of the processes this one started and waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measure_layer(path: Path, names: int) -> dict[str, float]:
    """Open the layer in a process of its own and look names up; return times and resident memory."""
    made = subprocess.run(  # noqa: S603
        [sys.executable, "-P", __file__, "--measure", str(path), "--names", str(names)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    found: dict[str, float] = json.loads(made.stdout)
    return found


def measure_here(path: Path, names: int) -> dict[str, float]:
    """Measure the layer in this process; times in microseconds, memory in MB."""
    from gazetteer.index import Gazetteer  # noqa: PLC0415 - started with -P: this file's name is the package's
    from gazetteer.layers import IndexLayer  # noqa: PLC0415

    before = resident_mb()
    start = time.process_time()
    layer = IndexLayer(path)
    opened = time.process_time() - start
    gazetteer = Gazetteer(layer)
    known = sample(names, 10_000, 1)
    unknown = [name[::-1].title() + "q" for name in sample(names, 10_000, 2)]
    figures = {
        "open_ms": opened * 1000,
        "has": each(gazetteer.is_name, known),
        "miss": each(gazetteer.is_name, unknown),
    }
    keys = [name.lower().replace("-", " ") for name in sample(names, 10_000, 3)]

    def first_place(key: str) -> object:
        bearers = layer.bearers(key)
        return bearers and bearers.hit(0)

    figures["named"] = each(first_place, keys)
    figures["resident_mb"] = resident_mb()
    figures["grown_mb"] = figures["resident_mb"] - before
    figures["candidates"] = each(lambda name: gazetteer.candidates(name, fuzzy=False), sample(names, 2_000, 4))
    assert all(first_place(key) for key in keys[:100])
    words = " ".join(f"The village of {name} lies near nothing else." for name in sample(names, 100, 5)).split()
    start = time.process_time()
    hits = sum(gazetteer.is_name(" ".join(words[i : i + n])) for i in range(len(words)) for n in range(1, 6))
    figures["text_us_a_word"] = (time.process_time() - start) / len(words) * 1e6
    assert hits >= 100
    return figures


def each(function: object, names: list[str]) -> float:
    """Return microseconds a call."""
    start = time.process_time()
    for name in names:
        function(name)  # type: ignore[operator]
    return (time.process_time() - start) / len(names) * 1e6


def resident_mb() -> float:
    """Return this process's resident memory."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


def plain_sqlite(folder: Path, names: int) -> tuple[float, float, float]:
    """Return build seconds, MB and µs a look-up of a table (name, id) with a primary key, sorted by SQLite."""
    path = folder / "plain.sqlite"
    start = time.process_time()
    with sqlite3.connect(path) as db:
        db.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; CREATE TABLE staged (name TEXT, id INTEGER);"
        )
        db.executemany("INSERT INTO staged VALUES (?,?)", ((name_of(n).lower(), n) for n in range(names)))
        db.execute("CREATE TABLE name (name TEXT, id INTEGER, PRIMARY KEY (name, id)) WITHOUT ROWID")
        db.execute("INSERT INTO name SELECT name, id FROM staged ORDER BY name, id")
        db.execute("DROP TABLE staged")
    db.execute("VACUUM")
    built = time.process_time() - start
    db.close()
    db = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
    keys = [name.lower() for name in sample(names, 10_000, 3)]
    found = each(lambda key: db.execute("SELECT id FROM name WHERE name = ?", (key,)).fetchall(), keys)
    db.close()
    return built, path.stat().st_size / 1e6, found


def in_memory(names: int) -> tuple[float, float, float]:
    """Return build seconds, MB grown and microseconds a look-up of a dict name -> id."""
    before, start = resident_mb(), time.process_time()
    table = {name_of(n).lower(): n for n in range(names)}
    built = time.process_time() - start
    keys = [name.lower() for name in sample(names, 10_000, 3)]
    return built, resident_mb() - before, each(table.__getitem__, keys)


def main() -> None:
    """Make the dump, import it, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--names", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        print(json.dumps(measure_here(given.measure, given.names)))
        return
    with tempfile.TemporaryDirectory(dir=given.folder, prefix="bench-gazetteer-") as made:
        folder = Path(made)
        dump = folder / "allCountries.txt"
        rows = write_dump(dump, given.names)
        print(f"{given.names:,} unique names of {rows:,} places; dump {dump.stat().st_size / 1e6:,.0f} MB")
        print(f"{platform.machine()}, {platform.python_implementation()} {platform.python_version()}")
        seconds, wall, peak, path = import_dump(dump, folder)
        dump.unlink()
        layer = measure_layer(path, given.names)
        size = path.stat().st_size / 1e6
        table_seconds, table_mb, table_us = plain_sqlite(folder, given.names)
        dict_seconds, dict_mb, dict_us = in_memory(given.names)
    print(f"\n{'':24}{'layer':>12}{'plain SQLite':>14}{'dict':>12}{'layer / SQLite':>16}")
    for what, *values in (
        ("build, CPU s", seconds, table_seconds, dict_seconds),
        ("size, MB", size, table_mb, dict_mb),
        ("exact look-up, µs", layer["named"], table_us, dict_us),
    ):
        print(f"{what:24}{values[0]:>12,.1f}{values[1]:>14,.1f}{values[2]:>12,.1f}{values[0] / values[1]:>16.1f}")
    print(
        f"\nbuild: {wall:,.0f} s on the clock; peak memory {peak:,.0f} MB; {seconds / given.names * 1e6:.1f} µs a name"
        f"\nopening: {layer['open_ms']:.0f} ms"
        f"\nis it a name: yes {layer['has']:.1f} µs, no {layer['miss']:.1f} µs"
        f"\nexact look-up with the whole place: {layer['named']:.1f} µs"
        f"\ncandidates by all rules: {layer['candidates']:.0f} µs"
        f"\nwhole text, each run of one to five words: {layer['text_us_a_word']:.0f} µs a word"
        f"\nresident after 30,000 look-ups: {layer['resident_mb']:.0f} MB ({layer['grown_mb']:.0f} MB more than before)"
    )


if __name__ == "__main__":
    main()

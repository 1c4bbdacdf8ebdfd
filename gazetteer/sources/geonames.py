"""GeoNames dumps: XX.txt, allCountries, alternateNamesV2, admin1CodesASCII, admin2Codes, countryInfo, hierarchy.

The columns are those of the dumps' readme (download.geonames.org/export/dump/readme.txt). All are tab-separated UTF-8
without quoting.
"""

import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from gazetteer.embedded import is_worth_keeping
from gazetteer.entries import Entry, Name
from gazetteer.places import NameRole
from gazetteer.sources.classes import is_class, radius_km
from gazetteer.sources.reading import Job, clean_name, parse_count, parse_point, read_lines

COLUMNS = (
    "geonameid", "name", "asciiname", "alternatenames", "latitude", "longitude", "feature class", "feature code",
    "country code", "cc2", "admin1 code", "admin2 code", "admin3 code", "admin4 code", "population", "elevation",
    "dem", "timezone", "modification date",
)  # fmt: skip

#: Pseudo languages of alternateNamesV2 that are no names.
_NOT_NAMES = frozenset({"link", "wkdt", "post", "iata", "icao", "faac", "tcid", "unlc", "phon", "piny"})

Numbers = dict[str, int]


def read_dump(tables: dict[str, Sequence[Path]], job: Job) -> Iterator[Entry]:
    """Yield the places of GeoNames dumps.

    `tables` are files by kind: "dump" (XX.txt, allCountries.txt), "alternate", "admin1", "admin2", "countries",
    "hierarchy"; all but "dump" add names and units to its places.
    """
    dumps = tables.get("dump", ())
    admin1, admin2 = _unit_numbers(tables, dumps, job)
    parents = _parents(tables.get("hierarchy", ()), job)
    first_order = frozenset(admin1.values())
    more = _more_names(tables, job)
    with closing(_AlternateNames(tables.get("alternate", ()), job)) as alternate:
        for path in dumps:
            for number, line in read_lines(path, job, _in_part(job, 0)):
                cells = line.split("\t")
                entry = _entry(cells, job, admin1, admin2)
                if isinstance(entry, str):
                    job.problems.add(path, f"line {number}", entry)
                elif entry is not None:
                    geonames_id = int(cells[0])
                    if entry.admin1_id is None and parents:
                        entry.admin1_id = _first_order_above(geonames_id, parents, first_order)
                    found = alternate.of(geonames_id)
                    if found:
                        entry.names = found
                    elif cells[3]:
                        entry.names = _listed(cells[3], entry.name)
                    entry.names += more.get(geonames_id, ())
                    entry.same_as = alternate.wikidata(geonames_id)
                    yield entry


def _in_part(job: Job, column: int) -> Callable[[bytes], bool] | None:
    """Return what tells whether a row is of the job's part, by the GeoNames id in a column."""
    part, parts = job.part
    if parts == 1:
        return None

    def is_of_part(raw: bytes) -> bool:
        cells = raw.split(b"\t", column + 1)
        number = cells[column] if len(cells) > column else b""
        return (int(number) % parts if number.isdigit() else 0) == part

    return is_of_part


def _entry(cells: list[str], job: Job, admin1: Numbers, admin2: Numbers) -> Entry | str | None:
    """Return the place of a row; None for a country not asked for; else what is wrong with the row."""
    if len(cells) != len(COLUMNS):
        return f"{len(cells)} columns where a GeoNames dump has {len(COLUMNS)} (a line end in a name?)"
    country = cells[8] or None
    if not job.wants(country):
        return None
    if not cells[0].isdigit():
        return f"geonameid is {cells[0]!r}, not a number"
    name = clean_name(cells[1])
    if not name:
        return "the name is empty"
    point = parse_point(cells[4], cells[5])
    if isinstance(point, str):
        return f"{name}: {point}"
    feature_class, code = cells[6] or "L", cells[7]
    if not is_class(feature_class):
        return f"{name}: feature class is {feature_class!r}"
    population = parse_count(cells[14])
    unit1 = admin1.get(f"{cells[8]}.{cells[10]}") if cells[10] else None
    unit2 = admin2.get(f"{cells[8]}.{cells[10]}.{cells[11]}") if cells[11] else None
    return Entry(
        place_id=f"geonames:{cells[0]}",
        name=name,
        feature_class=feature_class,
        feature_code=code or feature_class,
        lat=point[0],
        lon=point[1],
        radius_km=radius_km(feature_class, code, population),
        source=job.origin.source,
        licence=job.origin.licence,
        layer="imported",
        country=country,
        admin1_id=f"geonames:{unit1}" if unit1 else None,
        admin2_id=f"geonames:{unit2}" if unit2 else None,
        population=population,
        geometry="area" if feature_class == "A" else "point",
    )


def _listed(cell: str, name: str) -> tuple[Name, ...]:
    """Return the names of the column alternatenames; it holds codes and machine romanisations too."""
    return tuple(Name(n) for n in cell.split(",") if is_worth_keeping(n, name))


def _unit_numbers(tables: dict[str, Sequence[Path]], dumps: Sequence[Path], job: Job) -> tuple[Numbers, Numbers]:
    """Return the GeoNames ids of the units by code ("TJ.02", "TJ.02.1220107"), from the code tables or the dumps."""
    admin1 = _coded(tables.get("admin1", ()), job)
    admin2 = _coded(tables.get("admin2", ()), job)
    if admin1 and admin2:
        return admin1, admin2
    for path in dumps:
        units = read_lines(path, job.silent(), lambda raw: b"\tA\tADM1\t" in raw or b"\tA\tADM2\t" in raw)
        for _, line in units:
            cells = line.split("\t")
            if len(cells) == len(COLUMNS) and cells[0].isdigit():
                code = f"{cells[8]}.{cells[10]}"
                if cells[7] == "ADM1":
                    admin1.setdefault(code, int(cells[0]))
                else:
                    admin2.setdefault(f"{code}.{cells[11]}", int(cells[0]))
    return admin1, admin2


def _coded(paths: Sequence[Path], job: Job) -> Numbers:
    """Return geonameids by code of admin1CodesASCII or admin2Codes: code, name, asciiname, geonameid."""
    found = {}
    for path in paths:
        for number, line in read_lines(path, job):
            cells = line.split("\t")
            if len(cells) != 4 or not cells[3].isdigit():
                job.problems.add(path, f"line {number}", "not the four columns code, name, asciiname, geonameid")
            else:
                found[cells[0]] = int(cells[3])
    return found


def _parents(paths: Sequence[Path], job: Job) -> dict[int, int]:
    """Return each unit's parent of hierarchy.txt: parentId, childId, type (ADM, or a user's own kind)."""
    found = {}
    for path in paths:
        for number, line in read_lines(path, job):
            cells = line.split("\t")
            if len(cells) < 2 or not (cells[0].isdigit() and cells[1].isdigit()):
                job.problems.add(path, f"line {number}", "not the columns parentId, childId, type")
            elif len(cells) == 2 or cells[2] in ("", "ADM"):
                found[int(cells[1])] = int(cells[0])
    return found


def _first_order_above(geonames_id: int, parents: dict[int, int], first_order: frozenset[int]) -> str | None:
    at: int | None = geonames_id
    for _ in range(12):  # the hierarchy is six deep; a loop in the file must end
        if at is None:
            return None
        if at in first_order:
            return f"geonames:{at}"
        at = parents.get(at)
    return None


def _more_names(tables: dict[str, Sequence[Path]], job: Job) -> dict[int, tuple[Name, ...]]:
    """Return further names: English ones of units (admin1CodesASCII, admin2Codes) and countries (countryInfo)."""
    found: dict[int, tuple[Name, ...]] = {}
    for path in (*tables.get("admin1", ()), *tables.get("admin2", ())):
        for _, line in read_lines(path, job.silent()):
            cells = line.split("\t")
            if len(cells) == 4 and cells[3].isdigit():
                found[int(cells[3])] = (Name(cells[1]),)
    for path in tables.get("countries", ()):
        for number, line in read_lines(path, job):
            cells = line.split("\t")
            if line.startswith("#") or not line.strip():
                continue
            if len(cells) < 17 or not cells[16].isdigit():
                job.problems.add(path, f"line {number}", "not the 19 columns of countryInfo")
            else:
                found[int(cells[16])] = (Name(cells[4]), Name(cells[1], "abbreviation"))
    return found


class _AlternateNames:
    """The rows of alternateNamesV2 by geonameid, sorted on disk.

    Columns: alternateNameId, geonameid, isolanguage, alternate name, isPreferredName, isShortName, isColloquial,
    isHistoric, from, to.
    """

    def __init__(self, paths: Sequence[Path], job: Job) -> None:
        self._db: sqlite3.Connection | None = None
        if not paths:
            return
        self._folder = tempfile.TemporaryDirectory(prefix="gazetteer-names-")
        self._db = sqlite3.connect(Path(self._folder.name) / "names.sqlite")
        self._db.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -32768;"
            "CREATE TABLE staged (id INTEGER, name TEXT, role TEXT);"
            "CREATE TABLE alternate (id INTEGER, n INTEGER, name TEXT, role TEXT, PRIMARY KEY (id, n)) WITHOUT ROWID;"
        )
        for path in paths:
            self._db.executemany("INSERT INTO staged VALUES (?,?,?)", _alternate_rows(path, job))
        self._db.execute("INSERT INTO alternate SELECT id, rowid, name, role FROM staged ORDER BY id, rowid")
        self._db.execute("DROP TABLE staged")

    def of(self, geonames_id: int) -> tuple[Name, ...]:
        """Return the names of a place; none where no file was given."""
        return tuple(Name(name, role) for name, role in self._rows(geonames_id, "role <> 'wikidata'"))

    def wikidata(self, geonames_id: int) -> tuple[str, ...]:
        """Return the place's ids in Wikidata, as "wikidata:Q9365"."""
        return tuple(f"wikidata:{name}" for name, _ in self._rows(geonames_id, "role = 'wikidata'"))

    def close(self) -> None:
        """Remove the sorted copy."""
        if self._db is not None:
            self._db.close()
            self._folder.cleanup()

    def _rows(self, geonames_id: int, which: str) -> list[tuple[str, NameRole]]:
        if self._db is None:
            return []
        return self._db.execute(
            f"SELECT name, role FROM alternate WHERE id = ? AND {which}",  # noqa: S608 - one of two conditions above
            (geonames_id,),
        ).fetchall()


def _alternate_rows(path: Path, job: Job) -> Iterator[tuple[int, str, str]]:
    for number, line in read_lines(path, job, _in_part(job, 1)):
        cells = line.split("\t")
        if len(cells) < 4 or not cells[1].isdigit():
            job.problems.add(path, f"line {number}", "not the ten columns of alternateNamesV2")
            continue
        language, name = cells[2], clean_name(cells[3])
        flags = [*cells[4:10], *[""] * 6][:6]
        if language == "wkdt":
            yield int(cells[1]), name, "wikidata"
        elif language not in _NOT_NAMES and name:
            is_former = flags[3] == "1" or flags[5] != ""
            yield int(cells[1]), name, "former" if is_former else "abbreviation" if language == "abbr" else "name"

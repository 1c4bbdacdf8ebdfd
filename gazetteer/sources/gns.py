"""NGA GEOnet Names Server files: one row a name, rows joined by feature (ufi); the headers of 2022 and before.

2022: rk ufi uni full_name nt lat_dd long_dd efctv_dt term_dt_f term_dt_n desig_cd fc cc_ft adm1 ft_link name_rank
lang_cd transl_cd script_cd name_link cc_nm generic full_nm_nd sort_gen sort_name lat_dms long_dms mgrs mod_dt_ft
mod_dt_nm dialect_cd display gis_notes. Before: RC UFI UNI LAT LONG … FULL_NAME_RO … in 36 upper-case columns.
"""

import json
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import groupby
from pathlib import Path

from gazetteer.entries import Entry, Name
from gazetteer.sources.classes import country_of, country_of_fips, is_class, radius_km
from gazetteer.sources.reading import Job, Origin, clean_name, parse_count, parse_point, read_lines

_NEW = {
    "ufi": "ufi", "name": "full_name", "kind": "nt", "lat": "lat_dd", "lon": "long_dd", "class": "fc",
    "code": "desig_cd", "country": "cc_ft", "rank": "name_rank", "ended": "term_dt_f", "name_ended": "term_dt_n",
    "plain": "full_nm_nd", "population": "",
}  # fmt: skip
_OLD = {
    "ufi": "UFI", "name": "FULL_NAME_RO", "kind": "NT", "lat": "LAT", "lon": "LONG", "class": "FC", "code": "DSG",
    "country": "CC1", "rank": "NAME_RANK", "ended": "F_TERM_DT", "name_ended": "", "plain": "FULL_NAME_ND_RO",
    "population": "POP",
}  # fmt: skip

#: Name types: N approved, NS its non-Roman form; C conventional and CS; D not verified; V variant, VS; P provisional.
_RANK_OF_TYPE = {"N": 0, "C": 1, "P": 2, "D": 3, "NS": 4, "CS": 5, "V": 6, "DS": 7, "VS": 8, "H": 9, "HS": 9}

Row = dict[str, str]


def read_gns(paths: Sequence[Path], job: Job) -> Iterator[Entry]:
    """Yield one place a feature, with all its names; features that were withdrawn are left out and counted."""
    with closing(_Sorted()) as rows:
        for path in paths:
            rows.extend(_rows(path, job))
        for _, group in groupby(rows, key=lambda row: row["ufi"]):
            entry = _entry(list(group), job)
            if entry is not None:
                yield entry


def gns_origin(_paths: Sequence[Path]) -> Origin:
    """Return what all of GNS is under: works of the US Government."""
    return Origin(
        "NGA GEOnet Names Server", "public domain", "National Geospatial-Intelligence Agency, GEOnet Names Server"
    )


def _rows(path: Path, job: Job) -> Iterator[Row]:
    columns: dict[str, int] = {}
    width = 0
    for number, line in read_lines(path, job):
        cells = line.split("\t")
        if not columns:
            names = [c.strip() for c in cells]
            wanted = _NEW if "full_name" in names else _OLD
            columns = {field: names.index(c) for field, c in wanted.items() if c in names}
            columns["is_old"] = int(wanted is _OLD)
            width = len(cells)
            continue
        row = _row(cells, columns, width)
        if isinstance(row, str):
            job.problems.add(path, f"line {number}", row)
        elif job.wants(row["country"] or None):
            yield row


def _row(cells: list[str], columns: dict[str, int], width: int) -> Row | str:
    if len(cells) != width:
        return f"{len(cells)} columns where the header has {width}"
    row = {field: clean_name(cells[i]) for field, i in columns.items() if field != "is_old"}
    if row.get("ended"):
        return f"{row['name']}: withdrawn on {row['ended']}"
    if not row["ufi"].lstrip("-").isdigit():
        return f"ufi is {row['ufi']!r}, not a number"
    if not row["name"]:
        return "the name is empty"
    point = parse_point(row["lat"], row["lon"])
    if isinstance(point, str):
        return f"{row['name']}: {point}"
    if not is_class(row["class"]):
        return f"{row['name']}: feature class is {row['class']!r}"
    first = row["country"].replace(";", ",").split(",")[0]
    # Before 2022 the codes were FIPS 10-4 (AF is Afghanistan in both, but TI is Tajikistan); since then GENC, as ISO.
    country = country_of_fips(first) if columns["is_old"] else country_of(first)
    return {**row, "country": country or ""}


def _entry(rows: list[Row], job: Job) -> Entry | None:
    def rank(row: Row) -> tuple[bool, int, int]:
        order = row["rank"] if row["rank"].isdigit() else "9"
        return bool(row.get("name_ended")), _RANK_OF_TYPE.get(row["kind"].upper(), 6), int(order)

    ordered = sorted(rows, key=rank)
    best = ordered[0]
    point = parse_point(best["lat"], best["lon"])
    if isinstance(point, str):
        return None
    names: dict[Name, None] = {}
    for row in ordered:
        is_former = bool(row.get("name_ended")) or row["kind"].upper().startswith("H")
        for spelling in (row["name"], row.get("plain", "")):
            if spelling and spelling != best["name"]:
                names.setdefault(Name(spelling, "former" if is_former else "name"))
    population = parse_count(best.get("population", ""))
    return Entry(
        place_id=f"gns:{best['ufi']}",
        name=best["name"],
        feature_class=best["class"],
        feature_code=best["code"] or best["class"],
        lat=point[0],
        lon=point[1],
        radius_km=radius_km(best["class"], best["code"], population),
        source=job.origin.source,
        licence=job.origin.licence,
        layer="imported",
        country=best["country"] or None,
        population=population,
        geometry="area" if best["class"] == "A" else "point",
        names=tuple(names),
    )


class _Sorted:
    """Rows in the order of their ufi, sorted on disk: names of a feature need not stand together."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="gazetteer-rows-")
        self._db = sqlite3.connect(Path(self._folder.name) / "rows.sqlite")
        self._db.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; CREATE TABLE row (ufi INTEGER, cells TEXT);"
        )

    def extend(self, rows: Iterable[Row]) -> None:
        """Add rows."""
        self._db.executemany(
            "INSERT INTO row VALUES (?,?)", ((int(row["ufi"]), json.dumps(row, ensure_ascii=False)) for row in rows)
        )

    def __iter__(self) -> Iterator[Row]:
        for (cells,) in self._db.execute("SELECT cells FROM row ORDER BY ufi, rowid"):
            yield json.loads(cells)

    def close(self) -> None:
        """Remove the copy."""
        self._db.close()
        self._folder.cleanup()

"""Entries of corrections.toml: what a person set right, keyed by ids. Reads and appends them; applies nothing.

An entry is about an incident (the one that holds the report of that id, whatever else it holds by now) or about one
report alone. Its form is in the README; entries that are not of that form are left out, each named by its number.
"""

import dataclasses
import itertools
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from geo.columns import COUNTED
from geo.errors import InputError
from geo.lexicon import read_table
from geo.records import Correction, Count, Skip
from geo.store import replace_file

#: The file of corrections inside the seeds folder, and the name of its tables.
CORRECTIONS_FILE = "corrections.toml"
_TABLE = "correction"

_HEADER = re.compile(r"^[ \t]*\[\[[ \t]*correction[ \t]*\]\]", re.MULTILINE)
_COUNT = re.compile(r"(?P<low>\d+)(?:(?P<open>\+)|-(?P<mid>\d+)(?:-(?P<high>\d+))?)?")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an incident was: a place of the gazetteer, or a point."""

    place_id: str | None = None
    lat: float | None = None
    lon: float | None = None
    radius_km: float = 1.0
    name: str | None = None  #: what to call a point


@dataclass(frozen=True, slots=True)
class Entry:
    """One correction."""

    number: int  #: its position in the file, 1 being the first
    target: str  #: id of a report: the incident that holds it is meant, unless `is_report`
    is_report: bool = False
    spot: Spot | None = None
    days: tuple[date, date] | None = None
    counts: tuple[tuple[str, Count], ...] = ()
    event_type: str | None = None
    sub_event_type: str | None = None
    is_rejected: bool = False
    is_verified: bool = False
    merge_with: tuple[str, ...] = ()  #: ids whose incidents are the same one
    split: tuple[str, ...] = ()  #: ids of reports that are another incident, together
    who: str | None = None
    when: date | None = None
    why: str | None = None
    about: str | None = None  #: what it was about, for people to read

    @property
    def slots(self) -> tuple[str, ...]:
        """What it sets."""
        named = {"place": self.spot, "date": self.days, **dict(self.counts), "type": self.event_type,
                 "sub_event_type": self.sub_event_type, "rejected": self.is_rejected, "merge": self.merge_with,
                 "split": self.split, "verified": self.is_verified}  # fmt: skip
        return tuple(name for name, value in named.items() if value)

    @property
    def shown(self) -> Correction:
        """What a record says of it."""
        return Correction(self.slots, self.who, self.when, self.why)


# -------------------------------------------------------------------------------------------------------- reading


def read_corrections(path: Path) -> tuple[tuple[Entry, ...], tuple[Skip, ...]]:
    """Return the entries of a file, none where there is no file, and the ones left out."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return (), ()
    except (OSError, UnicodeDecodeError) as error:
        return (), (Skip(path.name, None, f"cannot be read as UTF-8 text ({error}); none of it is applied"),)
    return parse_corrections(text, path.name)


def parse_corrections(text: str, name: str = CORRECTIONS_FILE) -> tuple[tuple[Entry, ...], tuple[Skip, ...]]:
    """Return the entries of a TOML text and those left out. One that breaks the syntax takes no other with it."""
    entries: list[Entry] = []
    skips: list[Skip] = []
    for number, found in enumerate(_tables(text), start=1):
        where = f"correction {number}"
        if isinstance(found, str):
            skips.append(Skip(name, where, found))
            continue
        try:
            entries.append(_entry(number, found))
        except InputError as error:
            skips.append(Skip(name, where, str(error)))
    return tuple(entries), tuple(skips)


def _tables(text: str) -> Iterator[Mapping[str, Any] | str]:
    """Yield the tables of a text, or what is wrong with one."""
    try:
        whole = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        yield from _one_by_one(text, error)
    else:
        yield from _only_corrections(whole)


def _one_by_one(text: str, whole: tomllib.TOMLDecodeError) -> Iterator[Mapping[str, Any] | str]:
    """Yield what each [[correction]] of a text holds that is no TOML as a whole."""
    starts = [match.start() for match in _HEADER.finditer(text)]
    for start, end in itertools.pairwise([*starts, len(text)]):
        try:
            yield from _only_corrections(tomllib.loads(text[start:end]))
        except tomllib.TOMLDecodeError as error:
            line = text.count("\n", 0, start) + 1
            yield f"is no TOML ({error}, counted from its first line, {line}); the other entries are applied"
    try:
        yield from _only_corrections(tomllib.loads(text[: starts[0]] if starts else text))
    except tomllib.TOMLDecodeError:
        yield f"what stands above the entries is no TOML ({whole}); expected tables [[{_TABLE}]]"


def _only_corrections(tables: Mapping[str, Any]) -> Iterator[Mapping[str, Any] | str]:
    found = tables.get(_TABLE, [])
    if not isinstance(found, list):
        yield f"is one table; write [[{_TABLE}]], with two brackets, above each entry"
        return
    yield from (table if isinstance(table, dict) else "is no table" for table in found)
    yield from (f"{key!r} is not known here; expected tables [[{_TABLE}]]" for key in tables if key != _TABLE)


def _entry(number: int, table: Mapping[str, Any]) -> Entry:
    """Return the entry of a table. Raises InputError that says what is wrong with it."""
    unknown = sorted(set(table) - _KEYS)
    if unknown:
        raise InputError(f"unknown key {unknown[0]!r}; known are {', '.join(sorted(_KEYS))}")
    targets = [key for key in ("incident", "report") if table.get(key)]
    if len(targets) != 1:
        raise InputError('expected the id of either an incident or a report, as in incident = "…"')
    entry = Entry(
        number=number,
        target=_text(table, targets[0]) or "",
        is_report=targets[0] == "report",
        spot=_spot(table),
        days=_days(table["date"]) if "date" in table else None,
        counts=tuple((name, parse_count(table[name], name)) for name in COUNTED if name in table),
        event_type=_event_type(table),
        sub_event_type=_text(table, "sub_event_type"),
        is_rejected=_flag(table, "reject"),
        is_verified=_flag(table, "verified"),
        merge_with=_ids(table, "merge_with"),
        split=_ids(table, "split"),
        who=_text(table, "who"),
        when=_day(table["when"], "when") if "when" in table else None,
        why=_text(table, "why"),
        about=_text(table, "about"),
    )
    if not entry.slots:
        raise InputError("sets nothing; expected a place, a date, a count, a type, reject, verified, merge_with, split")
    if entry.is_report and (entry.merge_with or entry.split or entry.is_verified):
        raise InputError("merge_with, split and verified are about incidents; give incident in place of report")
    return entry


_KEYS = {
    "incident", "report", "place_id", "lat", "lon", "radius_km", "place", "date", *COUNTED, "event_type",
    "sub_event_type", "reject", "verified", "merge_with", "split", "who", "when", "why", "about",
}  # fmt: skip


def _text(table: Mapping[str, Any], key: str) -> str | None:
    value = table.get(key)
    if value is None or isinstance(value, str):
        return value or None
    raise InputError(f"{key} is {value!r}; expected text in quotes")


def _flag(table: Mapping[str, Any], key: str) -> bool:
    value = table.get(key, False)
    if isinstance(value, bool):
        return value
    raise InputError(f"{key} is {value!r}; expected true or false")


def _ids(table: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = table.get(key, [])
    ids = [value] if isinstance(value, str) else value
    if isinstance(ids, list) and all(isinstance(one, str) and one for one in ids):
        return tuple(ids)
    raise InputError(f'{key} is {value!r}; expected ids, as in ["…", "…"]')


def _spot(table: Mapping[str, Any]) -> Spot | None:
    if "place_id" in table:
        if "lat" in table or "lon" in table:
            raise InputError("has both place_id and a point; give one of them")
        return Spot(place_id=_text(table, "place_id"))
    if "lat" not in table and "lon" not in table:
        if "radius_km" in table or "place" in table:
            raise InputError("radius_km and place belong to a point: give lat and lon, or place_id alone")
        return None
    lat, lon = _number(table, "lat", 90.0), _number(table, "lon", 180.0)
    radius = _number(table, "radius_km", 20_000.0) if "radius_km" in table else 1.0
    if radius <= 0:
        raise InputError(f"radius_km is {radius:g}; it must be above 0")
    return Spot(lat=lat, lon=lon, radius_km=radius, name=_text(table, "place"))


def _number(table: Mapping[str, Any], key: str, most: float) -> float:
    value = table.get(key)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not -most <= value <= most:
        raise InputError(f"{key} is {value!r}; expected a number from {-most:g} to {most:g}")
    return float(value)


def _event_type(table: Mapping[str, Any]) -> str | None:
    value = _text(table, "event_type")
    known = sorted({row["event_type"] for row in read_table("type_families")})
    if value is not None and value not in known:
        raise InputError(f"event_type is {value!r}; expected one of {', '.join(known)}")
    return value


def _days(value: Any) -> tuple[date, date]:
    if isinstance(value, str) and value.count("/") == 1:
        first, last = (_day(part, "date") for part in value.split("/"))
        if first > last:
            raise InputError(f"date is {value!r}; the first day lies after the last")
        return first, last
    day = _day(value, "date")
    return day, day


def _day(value: Any, key: str) -> date:
    try:
        return date.fromisoformat(value.isoformat()[:10] if isinstance(value, date) else str(value).strip())
    except ValueError as error:
        expected = "a day as YYYY-MM-DD" + (", or two with / between them" if key == "date" else "")
        raise InputError(f"{key} is {value!r}; expected {expected}") from error


def parse_count(value: Any, name: str) -> Count:
    """Return a count written as a number, "3-5" (low and high), "3-4-5" (low, best, high) or "3+" (at least 3).

    Raises InputError, with the name of what is counted, for anything else.
    """
    match = _COUNT.fullmatch(str(value)) if isinstance(value, (int, str)) and not isinstance(value, bool) else None
    if match is None:
        raise InputError(f"{name} is {value!r}; expected a number, 3-5 (a range), 3-4-5 (low, best, high) or 3+")
    low = int(match["low"])
    if match["open"]:
        return Count(low, low, None)
    if match["mid"] is None:
        return Count(low, low, low)
    mid = int(match["mid"])
    count = Count(low, None, mid) if match["high"] is None else Count(low, mid, int(match["high"]))
    given = [figure for figure in (count.low, count.best, count.high) if figure is not None]
    if given != sorted(given):
        raise InputError(f"{name} is {value!r}; expected figures that do not fall")
    return count


# -------------------------------------------------------------------------------------------------------- writing


def append_correction(path: Path, table: Mapping[str, Any]) -> Entry:
    """Add an entry at the end of a file, leaving the rest as it stands; return it.

    `table` has the keys of a [[correction]]; None and empty values are left out. Raises InputError where it is no
    entry, or where the file breaks off in a way that would swallow it, and OutputError where it cannot be written.
    """
    given = {key: value for key, value in table.items() if not _is_left_out(value)}
    try:
        before = path.read_bytes().decode("utf-8-sig")  # line ends as they stand
    except FileNotFoundError:
        before = ""
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read as UTF-8 text ({error}); nothing was added") from error
    entry = _entry(1, tomllib.loads(_toml(given))[_TABLE][0])
    gap = "" if not before else "\n" if before.endswith("\n") else "\n\n"
    text = before + gap + _toml(given)
    earlier, now = parse_corrections(before)[0], parse_corrections(text)[0]
    if now[:-1] != earlier or not now or dataclasses.replace(now[-1], number=1) != entry:
        raise InputError(f"{path}: is no TOML that can be added to; mend what `run` says of it first")
    replace_file(path, text.encode("utf-8"))
    return now[-1]


def _is_left_out(value: Any) -> bool:
    return value is None or value is False or (isinstance(value, (str, list, tuple)) and not value)


def _toml(table: Mapping[str, Any]) -> str:
    lines = [f"{key} = {_toml_value(value)}\n" for key, value in table.items()]
    return f"[[{_TABLE}]]\n{''.join(lines)}"


def _toml_value(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(_toml_value(one) for one in value)}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, date):
        return value.isoformat()
    # JSON's escapes are TOML's; half of a surrogate pair and DEL are not allowed in TOML as they stand
    whole = str(value).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return json.dumps(whole, ensure_ascii=False).replace("\x7f", "\\u007f")

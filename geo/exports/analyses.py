"""What each article says, as JSON Lines: the output of `incident-mapper analyse`."""

import json
from typing import Any

from geo.records import Analysis, Report, Resolution, ScoredPlace, to_json

#: Fields of a report that are written under the name they have in the record.
_REPORT_FIELDS = (
    "id", "record_type", "tense", "event_type", "sub_event_type", "date_start", "date_end", "date_prec", "date_text",
    "date_basis", "time_text", "location", "latitude", "longitude", "where_prec", "radius_km", "country", "admin1",
    "admin2", "place_id", "place_score", "place_reason", "killed", "injured", "abducted", "arrested", "actors",
    "weapons", "seizures", "civilian_targeting", "status", "attribution", "confidence",
)  # fmt: skip


def analysis_line(analysis: Analysis) -> str:
    """Return the JSON line of an analysis, without the newline; keys and bytes depend on the analysis alone."""
    return json.dumps(analysis_object(analysis), ensure_ascii=False, allow_nan=False)


def analysis_object(analysis: Analysis) -> dict[str, Any]:
    """Return an analysis in the form that `analyse` writes (see the data dictionary)."""
    return {
        "id": analysis.id,
        "file": analysis.file,
        "title": analysis.title,
        "source": analysis.source,
        "url": analysis.url,
        "language": analysis.language,
        "is_analysed": analysis.is_analysed,
        "published": to_json(analysis.published),
        "toponyms": [_toponym(resolution) for resolution in analysis.toponyms],
        "reports": [_report(report) for report in analysis.reports],
    }


def _toponym(resolution: Resolution) -> dict[str, Any]:
    toponym, place = resolution.toponym, resolution.place
    return {
        "start": toponym.start,
        "end": toponym.end,
        "text": toponym.text,
        "role": toponym.role,
        "place_id": place and place.place_id,
        "name": place and place.name,
        "feature_class": place and place.feature_class,
        "feature_code": place and place.feature_code,
        "country": place and place.country,
        "admin1": place and place.admin1,
        "lat": place and place.lat,
        "lon": place and place.lon,
        "radius_km": place and place.radius_km,
        "score": place and place.score,
        "match": resolution.match,
        "reason": resolution.reason,
        "alternatives": [_alternative(a) for a in resolution.alternatives],
    }


def _alternative(place: ScoredPlace) -> dict[str, Any]:
    return {name: getattr(place, name) for name in ("place_id", "name", "lat", "lon", "score")}


def _report(report: Report) -> dict[str, Any]:
    written = {name: to_json(getattr(report, name)) for name in _REPORT_FIELDS}
    written["evidence"] = [{"start": e.start, "end": e.end, "slots": list(e.slots)} for e in report.evidence]
    return written

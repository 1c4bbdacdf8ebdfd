"""What the articles say, as tables: sources, reports, and place names with what they were taken to mean."""

import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from shapely import Point

from geo.exports.cells import json_text, writable
from geo.exports.geopackage import Field, Row, Table
from geo.records import Analysis, Count, Published, Report, Resolution, ScoredPlace, Source, Toponym, to_json

_COUNTED: Final = ("killed", "injured", "abducted", "arrested")
_LISTS: Final = ("actors", "weapons", "seizures", "alternatives", "evidence")


def _doc(record: type, name: str) -> str:
    """Return the meaning that a record's field is annotated with."""
    hint = typing.get_type_hints(record, include_extras=True)[name]
    return str(hint.__metadata__[0])


def _texts(record: type, *names: str) -> tuple[Field, ...]:
    return tuple(Field(name, "TEXT", _doc(record, name)) for name in names)


SOURCES: Final = Table(
    "sources",
    "articles that were read, or that tell of an incident",
    (
        Field("document", "TEXT", _doc(Analysis, "id")),
        *_texts(Analysis, "file", "title", "source", "url", "language"),
        Field("published_start", "DATE", _doc(Published, "start")),
        Field("published_end", "DATE", _doc(Published, "end")),
        Field("published_basis", "TEXT", _doc(Published, "basis")),
        Field("is_analysed", "BOOLEAN", _doc(Analysis, "is_analysed")),
    ),
)

REPORTS: Final = Table(
    "reports",
    "what each article says of one incident; without geometry where not located",
    (
        Field("id", "TEXT", _doc(Report, "id")),
        Field("incident_id", "TEXT", "id of the incident that it is part of; missing: of none (a development)"),
        Field("document", "TEXT", _doc(Source, "document")),
        *_texts(Report, "record_type", "tense", "event_type", "sub_event_type"),
        Field("date_start", "DATE", _doc(Report, "date_start")),
        Field("date_end", "DATE", _doc(Report, "date_end")),
        Field("time_start", "DATETIME", "start of the first day, for time sliders"),
        Field("time_end", "DATETIME", "last second of the last day, for time sliders"),
        Field("date_prec", "INTEGER", _doc(Report, "date_prec")),
        *_texts(Report, "date_text", "date_basis", "time_text", "location"),
        Field("where_prec", "INTEGER", _doc(Report, "where_prec")),
        Field("radius_km", "REAL", _doc(Report, "radius_km")),
        *_texts(Report, "country", "admin1", "admin2", "place_id", "place_reason"),
        *(
            Field(f"{name}_{bound}", "INTEGER", f"{_doc(Report, name)}: {_doc(Count, bound)}")
            for name in _COUNTED
            for bound in ("low", "best", "high")
        ),
        *(Field(name, "TEXT", _doc(Report, name), "application/json") for name in _LISTS),
        Field("civilian_targeting", "BOOLEAN", _doc(Report, "civilian_targeting")),
        *_texts(Report, "status", "attribution"),
        Field("confidence", "REAL", _doc(Report, "confidence")),
    ),
    "POINT",
)

TOPONYMS: Final = Table(
    "toponyms",
    "place names in the articles, and the places they were taken to mean; without geometry where unresolved",
    (
        Field("document", "TEXT", _doc(Source, "document")),
        Field("start", "INTEGER", _doc(Toponym, "start")),
        Field("end", "INTEGER", _doc(Toponym, "end")),
        *_texts(Toponym, "text", "role"),
        *_texts(ScoredPlace, "place_id", "name", "feature_class", "feature_code", "country", "admin1", "admin2"),
        Field("radius_km", "REAL", _doc(ScoredPlace, "radius_km")),
        Field("score", "REAL", _doc(ScoredPlace, "score")),
        *_texts(Resolution, "match", "reason"),
    ),
    "POINT",
)


def source_cells(
    analyses: Iterable[Analysis], told: Iterable[list[Mapping[str, Any]]]
) -> Iterator[tuple[str | int | None, ...]]:
    """Yield the values of the articles: first those that the incidents' sources name, then those that were read.

    Articles come as often as they are told of; the last one knows most.
    """
    for sources in told:
        for source in sources:
            days = source.get("published") or {}
            yield _fitting(
                source["document"], None, source.get("title"), source.get("publisher"), source.get("url"), None,
                days.get("start"), days.get("end"), days.get("basis"), None,
            )  # fmt: skip
    for analysis in analyses:
        days = to_json(analysis.published) or {}
        yield _fitting(
            analysis.id, analysis.file, analysis.title, analysis.source, analysis.url, analysis.language,
            days.get("start"), days.get("end"), days.get("basis"), analysis.is_analysed,
        )  # fmt: skip


def report_rows(analyses: Iterable[Analysis], incident_of: Callable[[str], str | None]) -> Iterator[Row]:
    """Yield the reports in the order of the articles; `incident_of` gives the incident of a report's id."""
    names = [field.name for field in REPORTS.fields]
    for analysis in analyses:
        for report in analysis.reports:
            cells = _report_cells(report) | {"incident_id": incident_of(report.id), "document": analysis.id}
            yield _point(report.latitude, report.longitude), [_fit(cells[name]) for name in names]


def _report_cells(report: Report) -> dict[str, Any]:
    cells = {field.name: getattr(report, field.name, None) for field in REPORTS.fields}
    for name in ("date_start", "date_end"):
        cells[name] = to_json(cells[name])
    cells["time_start"] = cells["date_start"] and f"{cells['date_start']}T00:00:00.000Z"
    cells["time_end"] = cells["date_end"] and f"{cells['date_end']}T23:59:59.000Z"
    for name in _COUNTED:
        count = getattr(report, name) or Count(None, None, None)
        cells |= {f"{name}_low": count.low, f"{name}_best": count.best, f"{name}_high": count.high}
    return cells | {name: json_text(to_json(getattr(report, name))) for name in _LISTS}


def toponym_rows(analyses: Iterable[Analysis]) -> Iterator[Row]:
    """Yield the place names in the order of the articles and their texts."""
    for analysis in analyses:
        for resolution in analysis.toponyms:
            name, place = resolution.toponym, resolution.place
            values = (
                analysis.id, name.start, name.end, name.text, name.role,
                place and place.place_id, place and place.name, place and place.feature_class,
                place and place.feature_code, place and place.country, place and place.admin1, place and place.admin2,
                place and place.radius_km, place and place.score, resolution.match, resolution.reason,
            )  # fmt: skip
            yield place and _point(place.lat, place.lon), [_fit(value) for value in values]


def _point(lat: float | None, lon: float | None) -> Point | None:
    return None if lat is None or lon is None else Point(lon, lat)


def _fitting(*values: Any) -> tuple[Any, ...]:
    return tuple(_fit(value) for value in values)


def _fit(value: Any) -> Any:
    return writable(value) if isinstance(value, str) else value

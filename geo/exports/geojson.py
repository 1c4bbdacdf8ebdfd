"""GeoJSON (RFC 7946): one Point, or null geometry, an incident. The same frame gives the same bytes."""

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas
import pandas as pd
from shapely import Point

from geo.columns import COLUMNS, DAY, INSTANT, LIST
from geo.store import replacing
from geo.table import validate

#: Decimals that any coordinate has at most: 5 are about a metre.
MOST_DECIMALS = 5

#: Kilometres in a degree of latitude.
_KM_PER_DEGREE = 111.2

#: Uncertainty in km that a where_prec (UCDP GED) stands for where no radius is given.
_RADIUS_OF_PRECISION = {1: 0.1, 2: 5.0, 3: 25.0, 4: 100.0, 5: 150.0, 6: 300.0, 7: 300.0}


def write_geojson(frame: geopandas.GeoDataFrame, path: Path) -> None:
    """Write a table of incidents as a FeatureCollection; what stood at `path` is replaced whole or not at all.

    A feature's id is the incident's; its properties are the columns of the table, missing values null, days
    `YYYY-MM-DD`, instants `YYYY-MM-DDThh:mm:ssZ`. Coordinates are longitude, latitude in WGS84 degrees, with no more
    decimals than the place's uncertainty deserves. Raises InputError where the frame is no valid table of incidents
    (see `geo.table.validate`) and OutputError where the file cannot be written.
    """
    validate(frame)
    with replacing(path) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(_pieces(frame))


def _pieces(frame: geopandas.GeoDataFrame) -> Iterator[str]:
    """Yield the text of the collection, a feature a line, keys sorted at every level."""
    positions = [
        _position(point, prec, radius)
        for point, prec, radius in zip(frame.geometry, frame["where_prec"], frame["radius_km"], strict=True)
    ]
    bounds = _bounds([position for position in positions if position is not None])
    yield "{" if bounds is None else f'{{"bbox": {_json(bounds)},\n'
    yield '"features": ['
    columns = [_cells(frame[column.name], column.dtype) for column in COLUMNS]
    names = [column.name for column in COLUMNS]
    separator = "\n"
    for position, *values in zip(positions, *columns, strict=True):
        properties = dict(zip(names, values, strict=True))
        yield separator + _json(_feature(position, properties))
        separator = ",\n"
    yield '\n],\n"type": "FeatureCollection"}\n'


def _feature(position: list[float] | None, properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": properties["id"],
        "geometry": None if position is None else {"type": "Point", "coordinates": position},
        "properties": properties,
    }


def decimals(where_prec: int | None, radius_km: float | None) -> int:
    """Return how many decimals of a degree a place deserves: rounding moves it by less than a tenth of its radius."""
    radius = _RADIUS_OF_PRECISION.get(where_prec or 0) if radius_km is None else radius_km
    if not radius:
        return MOST_DECIMALS
    needed = math.ceil(math.log10(_KM_PER_DEGREE / (radius / 10)))
    return min(max(needed, 0), MOST_DECIMALS)


def _position(point: Point | None, where_prec: Any, radius_km: float) -> list[float] | None:
    """Return longitude and latitude, rounded; None for what is not located."""
    if point is None:
        return None
    places = decimals(
        None if pd.isna(where_prec) else int(where_prec), None if math.isnan(radius_km) else float(radius_km)
    )
    # Adding 0.0 turns the -0.0 that rounding may leave into 0.0.
    return [round(point.x, places) + 0.0, round(point.y, places) + 0.0]


def _bounds(positions: list[list[float]]) -> list[float] | None:
    """Return west, south, east, north; None where nothing is located."""
    if not positions:
        return None
    west, south = (min(position[axis] for position in positions) for axis in (0, 1))
    east, north = (max(position[axis] for position in positions) for axis in (0, 1))
    return [west, south, east, north]


def _cells(series: pd.Series, dtype: str) -> list[Any]:
    """Return the values of a column as JSON has them."""
    if dtype == LIST:
        return series.tolist()
    if dtype in (DAY, INSTANT):
        form = "%Y-%m-%d" if dtype == DAY else "%Y-%m-%dT%H:%M:%SZ"
        series = series.dt.strftime(form)
    values = series.tolist()
    return [None if missing else value for missing, value in zip(series.isna(), values, strict=True)]


def _json(value: Any) -> str:
    """Return JSON text; half of a surrogate pair, which no UTF-8 file can hold, becomes U+FFFD."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

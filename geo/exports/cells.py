"""The table of incidents as plain cells, for the formats that know no lists, no dtypes and no geometry objects."""

import json
import math
import re
from collections.abc import Iterator
from typing import Any

import geopandas
import pandas as pd

from geo.columns import COLUMNS, DAY, INSTANT, LIST, NUMBER, Column

#: Coordinates have at most so many decimals: 5 are about a metre.
MOST_DECIMALS = 5

#: Rows that are held as Python values at one time.
ROWS_AT_ONCE = 5_000

#: Kilometres in a degree of latitude.
_KM_PER_DEGREE = 111.2

#: Uncertainty in km that a where_prec (UCDP GED) stands for where no radius is given.
_RADIUS_OF_PRECISION = {1: 0.1, 2: 5.0, 3: 25.0, 4: 100.0, 5: 150.0, 6: 300.0, 7: 300.0}

_JSON = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True)

_UNPRINTABLE = re.compile("[\0-\x08\x0b-\x1f\ufffe\uffff]")

#: Longitude and latitude; None for what is not located.
Position = tuple[float, float] | None


def decimals(where_prec: int | None, radius_km: float | None) -> int:
    """Return how many decimals of a degree a place deserves: rounding moves it by less than a tenth of its radius."""
    radius = _RADIUS_OF_PRECISION.get(where_prec or 0) if radius_km is None else radius_km
    if not radius:
        return MOST_DECIMALS
    needed = math.ceil(math.log10(_KM_PER_DEGREE / (radius / 10)))
    return min(max(needed, 0), MOST_DECIMALS)


def positions(frame: geopandas.GeoDataFrame) -> list[Position]:
    """Return longitude and latitude of each row, with no more decimals than its uncertainty deserves."""
    rows = zip(frame.geometry, frame["where_prec"].tolist(), frame["radius_km"].tolist(), strict=True)
    return [_position(point, prec, radius) for point, prec, radius in rows]


def _position(point: Any, where_prec: Any, radius_km: float) -> Position:
    if point is None:
        return None
    places = decimals(None if pd.isna(where_prec) else int(where_prec), None if math.isnan(radius_km) else radius_km)
    # Adding 0.0 turns the -0.0 that rounding may leave into 0.0.
    return round(point.x, places) + 0.0, round(point.y, places) + 0.0


def bounds(frame: geopandas.GeoDataFrame) -> tuple[float, float, float, float] | None:
    """Return west, south, east, north of all positions; None where nothing is located."""
    west = south = math.inf
    east = north = -math.inf
    for part in stretches(frame):
        for lon, lat in filter(None, positions(part)):
            west, south, east, north = min(west, lon), min(south, lat), max(east, lon), max(north, lat)
    return None if west > east else (west, south, east, north)


def stretches(frame: geopandas.GeoDataFrame) -> Iterator[geopandas.GeoDataFrame]:
    """Yield the rows in order, some thousand at a time."""
    for start in range(0, len(frame), ROWS_AT_ONCE):
        yield frame.iloc[start : start + ROWS_AT_ONCE]


def columns_of(frame: geopandas.GeoDataFrame) -> list[Column]:
    """Return the columns that are exported, in their order: all of the table's."""
    return [column for column in COLUMNS if column.name in frame.columns]


def plain_cells(series: pd.Series, dtype: str) -> list[Any]:
    """Return the values of a column as JSON has them: days and instants (UTC) as text, None for what is missing."""
    if dtype == LIST:
        return list(series.tolist())
    if dtype in (DAY, INSTANT):
        series = series.dt.strftime("%Y-%m-%d" if dtype == DAY else "%Y-%m-%dT%H:%M:%SZ")
    elif dtype == NUMBER:
        return [value if math.isfinite(value) else None for value in series.tolist()]
    return [None if missing else value for missing, value in zip(series.isna(), series.tolist(), strict=True)]


def text_cells(series: pd.Series, dtype: str) -> list[Any]:
    """Return the values of a column as `plain_cells` does, lists as JSON text and texts fit for UTF-8."""
    cells = plain_cells(series, dtype)
    if dtype == LIST:
        return [json_text(value) for value in cells]
    if cells and dtype not in (DAY, INSTANT):
        return [writable(value) if isinstance(value, str) else value for value in cells]
    return cells


def placed_rows(frame: geopandas.GeoDataFrame) -> Iterator[tuple[Position, dict[str, Any]]]:
    """Yield each row's position and its plain values by column; some thousand rows are held at one time."""
    columns = columns_of(frame)
    names = [column.name for column in columns]
    for part in stretches(frame):
        cells = [plain_cells(part[column.name], column.dtype) for column in columns]
        for position, *values in zip(positions(part), *cells, strict=True):
            yield position, dict(zip(names, values, strict=True))


def json_text(value: Any) -> str:
    """Return JSON text, keys sorted; numbers that are not finite raise ValueError."""
    return writable(_JSON.encode(value))


def writable(text: str) -> str:
    """Return a text that UTF-8 can hold: half of a surrogate pair becomes U+FFFD; NUL, which ends C strings, too."""
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def printable(text: str) -> str:
    """Return a text without the characters that XML 1.0 cannot hold."""
    return _UNPRINTABLE.sub("", writable(text))

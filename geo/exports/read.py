"""Exports read back: the same table of incidents from GeoJSON, GeoPackage, GeoParquet and FlatGeobuf."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import geopandas
import numpy as np
import pandas as pd

from geo.columns import COLUMNS, CRS, DAY, FLAG, INSTANT, LIST, NUMBER, TEXT, WHOLE, Column
from geo.errors import InputError, MissingError
from geo.table import validate


def read_incidents(path: str | Path) -> geopandas.GeoDataFrame:
    """Return the table of incidents that an export holds: the columns, dtypes and order of `to_geodataframe`.

    Reads .geojson, .geojsonl, .gpkg (layer incidents), .parquet and .fgb. Coordinates are as exported: with no more
    decimals than each place's uncertainty deserves. Columns that are not of the table (somebody's own) are left out.
    Raises MissingError where there is no file or its reader is not installed, InputError where it cannot be read or is
    no table of incidents.
    """
    path = Path(path)
    if not path.is_file():
        raise MissingError(f"{path}: no such file")
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise InputError(f"{path}: cannot be read back; expected one of {', '.join(_READERS)}")
    try:
        raw = reader(path)
    except (ValueError, RuntimeError, OSError) as error:
        raise InputError(f"{path}: cannot be read ({error}); export it anew") from error
    frame = _restored(raw, path)
    validate(frame)
    return frame


def _restored(raw: geopandas.GeoDataFrame, path: Path) -> geopandas.GeoDataFrame:
    """Return the columns of the table with their dtypes."""
    if missing := [column.name for column in COLUMNS if column.name not in raw.columns]:
        raise InputError(
            f"{path}: no table of incidents of this version; it lacks {', '.join(missing)}; export it anew"
        )
    geometry = raw.geometry.to_list() if len(raw) else []
    try:
        series = {column.name: _restore(raw[column.name], column) for column in COLUMNS}
    except (ValueError, TypeError) as error:
        raise InputError(f"{path}: {error}; expected what an export wrote") from error
    points = geopandas.GeoSeries(geometry, crs=CRS, index=pd.RangeIndex(len(raw)))
    return geopandas.GeoDataFrame(series, geometry=points, crs=CRS)


def _restore(series: pd.Series, column: Column) -> pd.Series:
    cells = [None if _is_missing(value) else value for value in series.tolist()]
    return _CASTS[column.dtype](cells)


def _is_missing(value: Any) -> bool:
    return value is None or (not isinstance(value, list) and bool(pd.isna(value)))


def _lists(cells: list[Any]) -> pd.Series:
    values: Any = np.empty(len(cells), dtype=object)
    for position, cell in enumerate(cells):
        values[position] = json.loads(cell) if isinstance(cell, str) else [] if cell is None else cell
    return pd.Series(values, dtype=object)


def _instants(cells: list[Any]) -> pd.Series:
    return pd.Series(pd.to_datetime(pd.Series(cells, dtype=object), utc=True).astype(INSTANT))


def _days(cells: list[Any]) -> pd.Series:
    return pd.Series(pd.to_datetime(pd.Series(cells, dtype=object)).astype(DAY))


def _wholes(cells: list[Any]) -> pd.Series:
    return pd.Series([None if cell is None else int(cell) for cell in cells], dtype=WHOLE)


_CASTS: Final[dict[str, Callable[[list[Any]], pd.Series]]] = {
    LIST: _lists,
    INSTANT: _instants,
    DAY: _days,
    WHOLE: _wholes,
    NUMBER: lambda cells: pd.Series(cells, dtype=NUMBER),
    FLAG: lambda cells: pd.Series([bool(cell) for cell in cells], dtype=FLAG),
    TEXT: lambda cells: pd.Series(cells, dtype=pd.StringDtype("python")),
}


# --------------------------------------------------------------------------------------------------------- formats


def _read_collection(path: Path) -> geopandas.GeoDataFrame:
    collection = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(collection, dict) or collection.get("type") != "FeatureCollection":
        raise InputError(f"{path}: is no GeoJSON FeatureCollection")
    return _from_features(collection["features"])


def _read_sequence(path: Path) -> geopandas.GeoDataFrame:
    with path.open(encoding="utf-8", newline="\n") as file:
        return _from_features([json.loads(line.lstrip("\x1e")) for line in file if line.strip("\x1e\n ")])


def _from_features(features: list[dict[str, Any]]) -> geopandas.GeoDataFrame:
    names = [column.name for column in COLUMNS]
    if features and (lacking := [name for name in names if name not in features[0]["properties"]]):
        names = [name for name in names if name not in lacking]
    cells: dict[str, Any] = {name: [feature["properties"].get(name) for feature in features] for name in names}
    positions = [feature["geometry"] and feature["geometry"]["coordinates"] for feature in features]
    points = geopandas.points_from_xy(
        [np.nan if place is None else place[0] for place in positions],
        [np.nan if place is None else place[1] for place in positions],
    )
    shapes = [None if place is None else point for place, point in zip(positions, points, strict=True)]
    columns = {name: pd.Series(values, dtype=object) for name, values in cells.items()}
    index = pd.RangeIndex(len(features))
    return geopandas.GeoDataFrame(columns, geometry=geopandas.GeoSeries(shapes, crs=CRS, index=index), index=index)


def _read_layer(path: Path) -> geopandas.GeoDataFrame:
    layer = "incidents" if path.suffix.lower() == ".gpkg" else None
    return geopandas.read_file(path, layer=layer, engine="pyogrio")


def _read_parquet(path: Path) -> geopandas.GeoDataFrame:
    try:
        return geopandas.read_parquet(path)
    except ImportError as error:
        raise MissingError("GeoParquet needs pyarrow: pip install 'incident-mapper[parquet]'") from error


_READERS: Final[dict[str, Callable[[Path], geopandas.GeoDataFrame]]] = {
    ".geojson": _read_collection,
    ".geojsonl": _read_sequence,
    ".gpkg": _read_layer,
    ".parquet": _read_parquet,
    ".fgb": _read_layer,
}

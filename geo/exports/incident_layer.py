"""The incidents as a layer of a GeoPackage: its fields and its rows."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import geopandas
from shapely import Point

from geo.columns import COLUMNS, DAY, FLAG, INSTANT, LIST, NUMBER, TEXT, WHOLE, Column
from geo.exports.cells import positions, stretches, text_cells
from geo.exports.geopackage import Field, Row, Table

_KINDS: Final = {
    TEXT: "TEXT", WHOLE: "INTEGER", NUMBER: "REAL", FLAG: "BOOLEAN", DAY: "DATE", INSTANT: "DATETIME", LIST: "TEXT",
}  # fmt: skip


def layer_columns() -> list[Column]:
    """Return the columns of the incidents in the layer's order: instants stand before the first day.

    QGIS takes the first times of a layer for its Temporal Controller, and shows nothing whose start is its end.
    """
    first_day = next(place for place, column in enumerate(COLUMNS) if column.dtype == DAY)
    rest = [column for column in COLUMNS[first_day:] if column.dtype != INSTANT]
    return [*COLUMNS[:first_day], *(column for column in COLUMNS[first_day:] if column.dtype == INSTANT), *rest]


def incidents_table(columns: Iterable[Column], *, is_json: bool = True) -> Table:
    """Return the layer of the incidents, a field for each of some columns; lists are JSON, said so or mere text."""
    fields = tuple(
        Field(
            column.name,
            _KINDS[column.dtype],
            f"{column.doc} ({column.unit})" if column.unit else column.doc,
            "application/json" if is_json and column.dtype == LIST else None,
        )
        for column in columns
    )
    return Table("incidents", "incidents, each with its evidence; without geometry where not located", fields, "POINT")


def incident_rows(frame: geopandas.GeoDataFrame, columns: Sequence[Column]) -> Iterator[Row]:
    """Yield point and values of each incident, in the order of some columns; some thousand are held at one time."""
    for part in stretches(frame):
        cells = [_cells(part, column) for column in columns]
        for position, *values in zip(positions(part), *cells, strict=True):
            yield None if position is None else Point(position), values


def _cells(part: geopandas.GeoDataFrame, column: Column) -> list[Any]:
    cells = text_cells(part[column.name], column.dtype)
    if column.dtype == INSTANT:
        return [None if cell is None else f"{cell[:-1]}.000Z" for cell in cells]
    return cells

"""CSV: the table of incidents for spreadsheets and pandas, with longitude, latitude, and WKT or HXL tags if wanted."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geo.columns import TEXT, Column
from geo.exports.cells import Position, columns_of, positions, stretches, text_cells
from geo.exports.harmless import harmless
from geo.lexicon import read_table
from geo.store import replacing
from geo.table import validate

if TYPE_CHECKING:
    import geopandas

    from geo.exports import Export

#: Columns of the geometry, after those of the table.
LONGITUDE, LATITUDE, WKT = "longitude", "latitude", "wkt"

_BOM: Final = "\ufeff"


def write_csv(export: "Export", path: Path, *, bom: bool = True, wkt: bool = False, hxl: bool = False) -> None:
    """Write a row an incident: the columns of the table, then longitude and latitude (empty: not located).

    Empty means missing, which is not 0; lists are JSON text; texts that a spreadsheet would run as formulas have an
    apostrophe before them. `bom` makes Excel read UTF-8; `wkt` adds the point as WKT; `hxl` adds a row of HXL tags
    (Humanitarian Exchange Language 1.1) below the header. Raises InputError for a frame that is no table of incidents
    and OutputError where the file cannot be written.
    """
    frame = export.frame
    validate(frame)
    with replacing(path) as temporary, temporary.open("w", encoding="utf-8", newline="") as file:
        file.write(_BOM if bom else "")
        writer = csv.writer(file, lineterminator="\n")
        names = [*(column.name for column in columns_of(frame)), LONGITUDE, LATITUDE, *([WKT] if wkt else [])]
        writer.writerow(names)
        if hxl:
            tags = _hxl_tags()
            writer.writerow([tags.get(name, "") for name in names])
        writer.writerows(_rows(frame, has_wkt=wkt))


def _rows(frame: "geopandas.GeoDataFrame", *, has_wkt: bool) -> Iterator[Iterable[Any]]:
    columns = columns_of(frame)
    for part in stretches(frame):
        cells = [_cells(part, column) for column in columns]
        for position, *values in zip(positions(part), *cells, strict=True):
            yield [*values, *_place(position, has_wkt=has_wkt)]


def _cells(part: "geopandas.GeoDataFrame", column: Column) -> list[Any]:
    cells = text_cells(part[column.name], column.dtype)
    if column.dtype == TEXT:
        return [None if cell is None else harmless(cell) for cell in cells]
    return ["true" if cell is True else "false" if cell is False else cell for cell in cells]


def _place(position: Position, *, has_wkt: bool) -> tuple[Any, ...]:
    if position is None:
        return (None, None, None) if has_wkt else (None, None)
    lon, lat = position
    return (lon, lat, f"POINT ({lon} {lat})") if has_wkt else (lon, lat)


def _hxl_tags() -> dict[str, str]:
    return {row["column"]: row["tag"] for row in read_table("hxl_tags")}

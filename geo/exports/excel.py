"""An Excel workbook: the incidents, and a sheet that explains every column; written by openpyxl (extra `excel`)."""

import datetime as dt
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geo.columns import COLUMNS, DAY, INSTANT, LIST, TEXT, Column
from geo.exports.cells import positions, printable, stretches, text_cells
from geo.store import replacing
from geo.table import validate

if TYPE_CHECKING:
    import geopandas

    from geo.exports import Export

#: The most characters that a cell of a workbook holds.
_LONGEST: Final = 32_767

#: The first day that a workbook can hold as a date.
_FIRST_DAY: Final = dt.datetime(1900, 3, 1)  # noqa: DTZ001 - workbooks know no zones
#: Bytes of a part that are copied at one time.
_AT_ONCE: Final = 1 << 20

_EPOCH: Final = dt.datetime(2000, 1, 1)  # noqa: DTZ001


def write_excel(export: "Export", path: Path) -> None:
    """Write a workbook with the sheets incidents and columns.

    Days are dates, instants times (UTC, without a zone, which workbooks lack), lists JSON text cut at 32,767
    characters, missing values empty cells; texts are never formulas. Days before March 1900 are text. Raises
    InputError for a frame that is no table of incidents and OutputError where the file cannot be written.
    """
    from openpyxl import Workbook  # type: ignore[import-untyped] # noqa: PLC0415 - an extra

    validate(export.frame)
    book = Workbook(write_only=True)
    book.properties.creator = "incident-mapper"
    book.properties.title = printable(export.title)
    book.properties.created = book.properties.modified = _EPOCH
    sheet = book.create_sheet("incidents")
    sheet.freeze_panes = "B2"
    sheet.append([*(column.name for column in COLUMNS), "longitude", "latitude"])
    for row in _rows(export.frame):
        sheet.append([_cell(sheet, value) for value in row])
    meanings = book.create_sheet("columns")
    meanings.append(["column", "type", "unit", "meaning"])
    for column in COLUMNS:
        meanings.append([column.name, column.dtype, column.unit, column.doc])
    with replacing(path) as temporary:
        book.save(temporary)
        _set_clock(temporary)


def _rows(frame: "geopandas.GeoDataFrame") -> Iterator[tuple[Any, ...]]:
    for part in stretches(frame):
        cells = [_cells(part, column) for column in COLUMNS]
        for position, *values in zip(positions(part), *cells, strict=True):
            yield (*values, *(position or (None, None)))


def _cells(part: "geopandas.GeoDataFrame", column: Column) -> list[Any]:
    cells = text_cells(part[column.name], column.dtype)
    if column.dtype in (DAY, INSTANT):
        return [None if cell is None else _when(cell) for cell in cells]
    if column.dtype in (TEXT, LIST):
        return [None if cell is None else printable(cell)[:_LONGEST] for cell in cells]
    return cells


def _when(cell: str) -> Any:
    when = dt.datetime.fromisoformat(cell.removesuffix("Z"))
    return cell if when < _FIRST_DAY else when.date() if len(cell) == len("2000-01-01") else when


def _cell(sheet: Any, value: Any) -> Any:
    """Return a value, a text that looks like a formula as a cell that is none."""
    if not (isinstance(value, str) and value.startswith("=")):
        return value
    from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped] # noqa: PLC0415 - an extra

    cell = WriteOnlyCell(sheet, value=value)
    cell.data_type = "s"
    return cell


def _set_clock(path: Path) -> None:
    """Write a workbook anew without the time at which it was written."""
    timed = path.with_name(f"{path.name}.timed")
    path.replace(timed)
    try:
        with zipfile.ZipFile(timed) as old, zipfile.ZipFile(path, "w") as new:
            for name in old.namelist():
                member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                member.compress_type = zipfile.ZIP_DEFLATED
                member.file_size = old.getinfo(name).file_size  # which decides whether it needs the form for 2 GB
                if name == "docProps/core.xml":
                    new.writestr(member, _without_time(old.read(name)))
                    continue
                with old.open(name) as source, new.open(member, "w") as target:
                    shutil.copyfileobj(source, target, _AT_ONCE)  # a sheet is larger than memory should hold
    finally:
        timed.unlink(missing_ok=True)


def _without_time(core: bytes) -> bytes:
    before, opening, rest = core.partition(b"<dcterms:modified")
    if not opening:
        return core
    inner, closing, after = rest.partition(b"</dcterms:modified>")
    return (
        before + opening + inner.partition(b">")[0] + b">" + f"{_EPOCH:%Y-%m-%dT%H:%M:%SZ}".encode() + closing + after
    )

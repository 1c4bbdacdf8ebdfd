"""GeoParquet 1.1: WKB points with a covering box in each row; written by pyarrow (extra `parquet`)."""

from pathlib import Path
from typing import TYPE_CHECKING

from geo.exports.cells import ROWS_AT_ONCE
from geo.exports.flat import flat_frame
from geo.store import replacing
from geo.table import validate

if TYPE_CHECKING:
    from geo.exports import Export


def write_parquet(export: "Export", path: Path) -> None:
    """Write a GeoParquet 1.1 file: the columns of the table, lists as JSON text, zstd, row groups of some thousand.

    Raises InputError for a frame that is no table of incidents and OutputError where the file cannot be written.
    """
    validate(export.frame)
    with replacing(path) as temporary:
        flat_frame(export.frame).to_parquet(
            temporary,
            index=False,
            compression="zstd",
            schema_version="1.1.0",
            write_covering_bbox=True,
            row_group_size=ROWS_AT_ONCE * 4,
        )

"""GeoParquet 1.1: WKB points with a covering box in each row; written by pyarrow (extra `parquet`)."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import geopandas
import pyproj
import shapely

from geo.columns import CRS, GEOMETRY
from geo.exports.cells import bounds, stretches
from geo.exports.flat import flat_frame
from geo.store import replacing
from geo.table import validate

if TYPE_CHECKING:
    from geo.exports import Export

#: Name of the column with each row's box.
_BOX: Final = "bbox"
_SIDES: Final = ("xmin", "ymin", "xmax", "ymax")


def write_parquet(export: "Export", path: Path) -> None:
    """Write a GeoParquet 1.1 file: the columns of the table, lists as JSON text, zstd, row groups of some thousand.

    Raises InputError for a frame that is no table of incidents and OutputError where the file cannot be written.
    """
    import pyarrow as pa  # type: ignore[import-untyped] # noqa: PLC0415 - an extra
    from pyarrow import parquet  # noqa: PLC0415 - an extra

    frame = export.frame
    validate(frame)
    schema = _arrow(frame.iloc[:0], pa).schema
    schema = schema.with_metadata({**schema.metadata, b"geo": json.dumps(_description(frame)).encode()})
    with replacing(path) as temporary, parquet.ParquetWriter(temporary, schema, compression="zstd") as writer:
        for part in stretches(frame):
            writer.write_table(_arrow(part, pa).cast(schema))


def _arrow(part: geopandas.GeoDataFrame, pa: Any) -> Any:
    """Return some rows as a table of Arrow, the points as WKB with a box beside them."""
    flat = flat_frame(part)
    points = flat.geometry
    table = pa.Table.from_pandas(flat.drop(columns=GEOMETRY), preserve_index=False)
    table = table.append_column(GEOMETRY, pa.array(shapely.to_wkb(points.to_numpy()), pa.binary()))
    sides = [pa.array(side, pa.float64(), from_pandas=True) for side in (points.x, points.y, points.x, points.y)]
    boxes = pa.StructArray.from_arrays(sides, _SIDES, mask=pa.array(points.isna().to_numpy()))
    return table.append_column(_BOX, boxes)


def _description(frame: geopandas.GeoDataFrame) -> Mapping[str, Any]:
    """Return what the file says of its geometries (the specification's "geo" metadata)."""
    box = bounds(frame)
    column = {
        "encoding": "WKB",
        "geometry_types": [] if box is None else ["Point"],
        "crs": pyproj.CRS(CRS).to_json_dict(),
        "covering": {_BOX: {side: [_BOX, side] for side in _SIDES}},
        **({} if box is None else {"bbox": list(box)}),
    }
    return {"version": "1.1.0", "primary_column": GEOMETRY, "columns": {GEOMETRY: column}}

"""FlatGeobuf: one file that is read in parts over the web; written by GDAL from a GeoPackage of the incidents alone."""

import errno
from pathlib import Path
from typing import TYPE_CHECKING

from pyogrio.errors import DataSourceError
from pyogrio.raw import open_arrow, write_arrow

from geo.columns import COLUMNS, CRS
from geo.exports.cells import ROWS_AT_ONCE
from geo.exports.geopackage import opened
from geo.exports.incident_layer import incident_rows, incidents_table
from geo.store import replacing
from geo.table import validate

if TYPE_CHECKING:
    from geo.exports import Export

#: GDAL wants a time of the last change; nobody sees that of the file in between.
_ANY_TIME = "1970-01-01T00:00:00.000Z"


def write_flatgeobuf(export: "Export", path: Path) -> None:
    """Write a FlatGeobuf: the columns of the table, lists as JSON text, days and instants as times.

    The features stand in the order of the table, so there is no spatial index (it would sort them and could not hold
    incidents without a place). Raises InputError for a frame that is no table of incidents and OutputError where the
    file cannot be written.
    """
    validate(export.frame)
    with replacing(path) as temporary:
        # GDAL tells a format by the name and wants no file; it takes a stream from a file of its own alone.
        written, between = (temporary.with_name(f"{temporary.name}.{suffix}") for suffix in ("fgb", "gpkg"))
        try:
            with opened(between, changed=_ANY_TIME) as package:
                package.add(incidents_table(COLUMNS, is_json=False), incident_rows(export.frame, COLUMNS))
            _convert(between, written)
            written.replace(temporary)
        except DataSourceError as error:  # GDAL cannot write there
            raise OSError(errno.EIO, str(error)) from error
        finally:
            written.unlink(missing_ok=True)
            between.unlink(missing_ok=True)


def _convert(package: Path, written: Path) -> None:
    with open_arrow(package, layer="incidents", batch_size=ROWS_AT_ONCE) as (_, stream):
        write_arrow(
            stream, written, driver="FlatGeobuf", layer="incidents", geometry_name="geom", geometry_type="Point",
            crs=CRS, SPATIAL_INDEX="NO",
        )  # fmt: skip

"""FlatGeobuf: one file that is read in parts over the web; written by GDAL."""

import errno
from pathlib import Path
from typing import TYPE_CHECKING

from pyogrio.errors import DataSourceError

from geo.exports.flat import flat_frame
from geo.store import replacing
from geo.table import validate

if TYPE_CHECKING:
    from geo.exports import Export


def write_flatgeobuf(export: "Export", path: Path) -> None:
    """Write a FlatGeobuf: the columns of the table, lists as JSON text, days and instants as times.

    The features stand in the order of the table, so there is no spatial index (it would sort them and could not hold
    incidents without a place). Raises InputError for a frame that is no table of incidents and OutputError where the
    file cannot be written.
    """
    validate(export.frame)
    with replacing(path) as temporary:
        written = temporary.with_name(f"{temporary.name}.fgb")  # GDAL tells the format by the name and wants no file
        try:
            flat_frame(export.frame).to_file(
                written, driver="FlatGeobuf", engine="pyogrio", index=False, layer="incidents", SPATIAL_INDEX="NO"
            )
            written.replace(temporary)
        except DataSourceError as error:  # GDAL cannot write there
            raise OSError(errno.EIO, str(error)) from error
        finally:
            written.unlink(missing_ok=True)

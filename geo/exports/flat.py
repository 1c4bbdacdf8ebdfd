"""The table of incidents with scalar cells only, for formats that pandas and GDAL write."""

import geopandas
import pandas as pd
from shapely import Point

from geo.columns import CRS, LIST, TEXT
from geo.exports.cells import columns_of, positions, text_cells


def flat_frame(frame: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """Return a table with the same dtypes, lists as JSON text, and points with the decimals that they deserve."""
    index = pd.RangeIndex(len(frame))
    series = {}
    for column in columns_of(frame):
        if column.dtype in (LIST, TEXT):
            cells = text_cells(frame[column.name], column.dtype)
            series[column.name] = pd.Series(cells, dtype=pd.StringDtype("python"), index=index)
        else:
            series[column.name] = frame[column.name].set_axis(index)
    points = [None if place is None else Point(place) for place in positions(frame)]
    return geopandas.GeoDataFrame(series, geometry=geopandas.GeoSeries(points, crs=CRS, index=index), crs=CRS)

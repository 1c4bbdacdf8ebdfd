"""The map page: one HTML file that opens from disk without a network."""

from geo.page.embed import MapPage, write_picture
from geo.page.write import render_map, write_map

__all__ = ["MapPage", "render_map", "write_map", "write_picture"]

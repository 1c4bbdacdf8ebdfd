"""The map page: one HTML file that opens from disk without a network."""

from geo.page.embed import MapPage, find_browser, write_picture
from geo.page.write import check_look, render_map, without_marks, write_map

__all__ = ["MapPage", "check_look", "find_browser", "render_map", "without_marks", "write_map", "write_picture"]

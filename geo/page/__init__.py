"""The map page: one HTML file that opens from disk without a network."""

from geo.page.write import render_map, write_map

__all__ = ["render_map", "write_map"]

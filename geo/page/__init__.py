"""The map page: one HTML file that opens from disk without a network."""

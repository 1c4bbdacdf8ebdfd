"""A local gazetteer: place names to places, offline, with the provenance of every row."""

"""The pipeline from news articles to a map of incidents.

The public names below are loaded when they are first used, so that `import geo` stays quick.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from geo.merge import merge  # not lazily: the module of that name would take its place

__version__ = "0.1.0"

if TYPE_CHECKING:
    from gazetteer import Gazetteer
    from geo.analysis import analyse, analyse_documents
    from geo.config import Config, read_config
    from geo.documents import read_documents
    from geo.exports.geojson import write_geojson
    from geo.exports.read import read_incidents
    from geo.page import write_map
    from geo.pipeline import run
    from geo.records import Analysis, Document, Incident, Report
    from geo.table import to_geodataframe

_HOMES = {
    "Analysis": "geo.records",
    "Config": "geo.config",
    "Document": "geo.records",
    "Gazetteer": "gazetteer",
    "Incident": "geo.records",
    "Report": "geo.records",
    "analyse": "geo.analysis",
    "analyse_documents": "geo.analysis",
    "read_config": "geo.config",
    "read_documents": "geo.documents",
    "read_incidents": "geo.exports.read",
    "run": "geo.pipeline",
    "to_geodataframe": "geo.table",
    "write_geojson": "geo.exports.geojson",
    "write_map": "geo.page",
}

__all__ = [
    "Analysis",
    "Config",
    "Document",
    "Gazetteer",
    "Incident",
    "Report",
    "analyse",
    "analyse_documents",
    "merge",
    "read_config",
    "read_documents",
    "read_incidents",
    "run",
    "to_geodataframe",
    "write_geojson",
    "write_map",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'geo' has no attribute {name!r}")
    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])

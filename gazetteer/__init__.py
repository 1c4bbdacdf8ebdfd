"""A local gazetteer: place names to places, offline, with the provenance of every row."""

from gazetteer.errors import GazetteerError, IndexMissingError, SourceError, UnknownPlaceError
from gazetteer.index import Gazetteer
from gazetteer.manifest import LayerCount, Manifest
from gazetteer.places import Candidate, GeometryKind, NameRole, Place, Whereabouts
from gazetteer.userplaces import RowProblem, UserPlace, read_user_places

__all__ = [
    "Candidate",
    "Gazetteer",
    "GazetteerError",
    "GeometryKind",
    "IndexMissingError",
    "LayerCount",
    "Manifest",
    "NameRole",
    "Place",
    "RowProblem",
    "SourceError",
    "UnknownPlaceError",
    "UserPlace",
    "Whereabouts",
    "read_user_places",
]

"""What a compiled index says of itself."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class LayerCount:
    """How many places of one source an index holds."""

    layer: str
    source: str
    licence: str
    places: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """Identity and contents of an index."""

    format: int
    digest: str  #: identity of the sources and the format
    places: int
    names: int
    shapes: int
    sources: tuple[LayerCount, ...]


def manifest_of(stored: dict[str, Any]) -> Manifest:
    """Return the manifest from its stored form. Raises KeyError or TypeError where that is of another version."""
    sources = tuple(LayerCount(**row) for row in stored["sources"])
    return Manifest(stored["format"], stored["digest"], stored["places"], stored["names"], stored["shapes"], sources)

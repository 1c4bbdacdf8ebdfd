"""The errors the gazetteer raises on purpose. Each is also a builtin kind, so callers may catch either."""


class GazetteerError(Exception):
    """Base of all errors of the gazetteer. The message names the thing, what was expected and the next step."""


class IndexMissingError(GazetteerError, FileNotFoundError):
    """There is no compiled index at the path, or it is not one that this version can read."""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""


class SourceError(GazetteerError, ValueError):
    """A source file cannot be read as what it claims to be, or fails its digest."""


class UnknownPlaceError(GazetteerError, KeyError):
    """A place id that no layer of this gazetteer holds."""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""

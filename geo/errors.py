"""The errors this package raises on purpose. Each is also a builtin kind, so callers may catch either."""


class IncidentMapperError(Exception):
    """Base of all errors raised on purpose. The message names the thing, what was expected and the next step."""


class InputError(IncidentMapperError, ValueError):
    """An input (article, table row, option, configuration) is not of the form that was asked for."""


class MissingError(IncidentMapperError, FileNotFoundError):
    """Something that must be there is not: an input folder, the gazetteer index, an optional package."""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""


class OutputError(IncidentMapperError, OSError):
    """An output could not be written; what stood there before is untouched."""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""


class ContractError(IncidentMapperError, AssertionError):
    """A value breaks the contract between two stages. This is a bug in a stage, never bad user input."""

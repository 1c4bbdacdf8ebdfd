"""Values of a record that are found where they are first asked for.

`functools.cached_property` of Python 3.11 takes a lock for each value, which costs more than many of the values do.
"""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")


class lazily(Generic[Value]):  # noqa: N801 - a decorator, named like `property`
    """A method whose value is kept in the record's dictionary, so that it is found once."""

    def __init__(self, function: Callable[[Any], Value]) -> None:
        self._function = function
        self._name = function.__name__
        self.__doc__ = function.__doc__

    def __get__(self, record: Any, owner: type | None = None) -> Value:
        """Find the value; afterwards the dictionary of the record answers in place of this."""
        value = record.__dict__[self._name] = self._function(record)
        return value

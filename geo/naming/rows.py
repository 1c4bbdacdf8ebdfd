"""A table that grows by rows, each with a number."""

from typing import Any

import numpy as np
import numpy.typing as npt

_FIRST_ROOM = 1024


class Rows:
    """A table that grows by rows, each with its number; room is made in advance, so that adding rows copies few."""

    def __init__(self, shape: tuple[int, ...], dtype: npt.DTypeLike, *, by_column: bool = False) -> None:
        """Take the shape of a row; and whether the values of a column stand together, as columns are what is read."""
        self._room = np.zeros((_FIRST_ROOM, *shape), dtype=dtype, order="F" if by_column else "C")
        self._new: list[Any] = []
        self._count = 0
        #: add rows without asking for their numbers
        self.append, self.extend = self._new.append, self._new.extend

    def __len__(self) -> int:
        """Return how many rows there are."""
        return self._count + len(self._new)

    def add(self, row: Any) -> int:
        """Add a row and return its number."""
        self._new.append(row)
        return self._count + len(self._new) - 1

    @property
    def table(self) -> npt.NDArray[Any]:
        """All rows added so far."""
        if self._new:
            end = self._count + len(self._new)
            if end > len(self._room):
                room = np.zeros_like(self._room, shape=(2 * end, *self._room.shape[1:]))
                room[: self._count] = self._room[: self._count]
                self._room = room
            self._room[self._count : end] = self._new
            self._count = end
            self._new.clear()
        return self._room[: self._count]

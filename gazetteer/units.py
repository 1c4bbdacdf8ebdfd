"""Names and ids of the administrative units that places lie in, as an index holds them: one blob, no row a unit."""

import sqlite3
import sys
from array import array
from bisect import bisect_left

#: Name and id of a unit.
Unit = tuple[str | None, str | None]
_NO_UNIT: Unit = (None, None)
_KEPT = 20_000


class Units(dict[int, Unit]):
    """The units of an index by their rows, cut from the blob when they are first asked for; row 0 is no unit."""

    def __init__(self, db: sqlite3.Connection) -> None:
        super().__init__({0: _NO_UNIT})
        self._db = db
        self._texts: bytes | None = None
        self._rows, self._ends = array("q"), array("I")

    def __missing__(self, row: int) -> Unit:
        if self._texts is None:
            self._read()
        if len(self) >= _KEPT:
            self.clear()
            self[0] = _NO_UNIT
        unit = self[row] = self._cut(row)
        return unit

    def _read(self) -> None:
        rows, ends, self._texts = self._db.execute("SELECT rows, ends, texts FROM unit").fetchone()
        self._rows, self._ends = array("q", rows), array("I", ends)
        if sys.byteorder == "big":
            self._rows.byteswap()
            self._ends.byteswap()

    def _cut(self, row: int) -> Unit:
        at = bisect_left(self._rows, row)
        if at == len(self._rows) or self._rows[at] != row:
            return _NO_UNIT  # a layer may lack a unit
        name, place_id = (self._texts or b"")[self._ends[at - 1] if at else 0 : self._ends[at]].decode().split("\0")
        return name, place_id


def units_to_bytes(db: sqlite3.Connection) -> tuple[bytes, bytes, bytes]:
    """Return what `Units` reads, of all units that the places of an index name: rows, ends of their texts, texts."""
    found = db.execute(
        "SELECT row, name, id FROM place WHERE row IN"
        " (SELECT admin1 FROM place WHERE admin1 <> 0 UNION SELECT admin2 FROM place WHERE admin2 <> 0) ORDER BY row"
    )
    rows, ends, texts = array("q"), array("I"), bytearray()
    for row, name, place_id in found:
        texts += f"{name}\0{place_id or f'geonames:{row}'}".replace("\0", " ", name.count("\0")).encode()
        rows.append(row)
        ends.append(len(texts))
    if sys.byteorder == "big":
        rows.byteswap()
        ends.byteswap()
    return rows.tobytes(), ends.tobytes(), bytes(texts)

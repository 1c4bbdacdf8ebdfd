"""The memo (what each article said when it was last read) and whole-file writes. The only module that keeps state.

Deleting the memo costs time, never answers: every entry is keyed by a digest of all that its value depends on.
"""

import contextlib
import hashlib
import json
import os
import sqlite3
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from geo.errors import OutputError

#: Raised when the layout of the memo changes; an older file is then started afresh.
_LAYOUT = 1
_BUSY_SECONDS = 30.0


def digest(*parts: object) -> str:
    """Return a hash of JSON-able values; any change of any of them changes it."""
    plain = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


@cache
def code_digest() -> str:
    """Return a hash of the code, word lists and weights that an analysis depends on: all files of both packages."""
    summed = hashlib.sha256()
    for package in ("gazetteer", "geo"):
        for name, content in sorted(_sources(files(package), package)):
            summed.update(f"{name}\0{len(content)}\0".encode())
            summed.update(content)
    return summed.hexdigest()


@cache
def page_digest() -> str:
    """Return a hash of all that the map page is made with: code, template, words, assets. Analyses do not need it."""
    summed = hashlib.sha256()
    for name, content in sorted(_contents(files("geo") / "page", "geo/page")):
        summed.update(f"{name}\0{len(content)}\0".encode())
        summed.update(content)
    return summed.hexdigest()


def _contents(folder: Traversable, name: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        below = f"{name}/{entry.name}"
        if not entry.is_dir():
            yield below, entry.read_bytes()
        elif entry.name != "__pycache__":
            yield from _contents(entry, below)


def _sources(folder: Traversable, name: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        below = f"{name}/{entry.name}"
        if entry.is_dir():
            # the page and the gazetteer's own data do not enter an analysis (the index has a digest of its own)
            if below not in ("geo/page", "gazetteer/data") and entry.name != "__pycache__":
                yield from _sources(entry, below)
        elif entry.name.endswith((".py", ".txt", ".tsv", ".toml", ".json", ".npz", ".bin", ".gz")):
            yield below, entry.read_bytes()


class Memo:
    """A key-value file in SQLite, safe against a kill at any moment and against several runs at once.

    A file that is damaged or of another layout is replaced by an empty one: `was_reset` says so.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.was_reset = False
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._connection = self._opened()
        except sqlite3.DatabaseError:
            self.was_reset = True
            path.unlink(missing_ok=True)
            self._connection = self._opened()

    def _opened(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=_BUSY_SECONDS)
        try:
            (layout,) = connection.execute("PRAGMA user_version").fetchone()
            if layout not in (0, _LAYOUT):
                connection.executescript("DROP TABLE IF EXISTS entry")
                self.was_reset = True
            connection.execute("CREATE TABLE IF NOT EXISTS entry (key TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID")
            connection.execute(f"PRAGMA user_version = {_LAYOUT}")
            connection.commit()
        except sqlite3.DatabaseError:
            connection.close()
            raise
        return connection

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._connection.close()

    def get(self, key: str) -> Any:
        """Return the value of a key, None where there is none or where it cannot be read."""
        row = self._connection.execute("SELECT value FROM entry WHERE key = ?", (key,)).fetchone()
        if row is None:
            return None
        try:
            return json.loads(zlib.decompress(row[0]))
        except (zlib.error, ValueError):
            return None

    def put(self, entries: Iterable[tuple[str, Any]]) -> None:
        """Store JSON-able values in one transaction."""
        rows = [(key, zlib.compress(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass"), 1))
                for key, value in entries]  # fmt: skip
        with self._connection:
            self._connection.executemany("INSERT OR REPLACE INTO entry VALUES (?, ?)", rows)

    def keep_only(self, keys: Iterable[str]) -> None:
        """Forget every entry but these."""
        with self._connection:
            self._connection.execute("CREATE TEMP TABLE kept (key TEXT PRIMARY KEY) WITHOUT ROWID")
            self._connection.executemany("INSERT OR IGNORE INTO kept VALUES (?)", ((key,) for key in keys))
            self._connection.execute("DELETE FROM entry WHERE key NOT IN (SELECT key FROM kept)")
            self._connection.execute("DROP TABLE kept")


def replace_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all. Raises OutputError naming the path; what stood there stays."""
    with replacing(path) as temporary:
        temporary.write_bytes(content)


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a temporary path beside `path` that takes its place when the block ends without error."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
        os.close(handle)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror}); choose another folder with --out") from error
    temporary = Path(name)
    try:
        yield temporary
        temporary.chmod(0o644)
        with temporary.open("rb+") as written:
            os.fsync(written.fileno())
        temporary.replace(path)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror}); what stood there is unchanged") from error
    finally:
        temporary.unlink(missing_ok=True)


def read_stamp(path: Path) -> dict[str, Any] | None:
    """Return what the last run noted of itself, None where there is nothing readable."""
    try:
        stamp = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return stamp if isinstance(stamp, dict) else None

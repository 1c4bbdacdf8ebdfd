"""The bytes of files, before anything is read of them: whole, or a JSON Lines file in stretches of some lines."""

import hashlib
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from geo.intake.decoding import is_wide
from geo.intake.listing import InputFile, problem_with

#: Largest file, and largest line of a JSON Lines file, in bytes: no article is a hundredth of it.
MAX_BYTES = 50_000_000
#: Lines of a JSON Lines file that are handed on at a time.
_LINES_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Stretch:
    """The bytes of a file, or of some lines of a JSON Lines file, that are not read yet."""

    file: str  #: name of the file
    content: bytes = b""
    lines: tuple[tuple[int, bytes], ...] | None = None  #: lines with their numbers; None: the content is the file's
    problem: str | None = None  #: why there are no bytes

    @property
    def digest(self) -> str:
        """Hash of all that reading it depends on, beside the settings."""
        whole = hashlib.sha256(f"{self.file}\0{self.problem}\0{self.lines is None}\0".encode("utf-8", "replace"))
        whole.update(self.content)
        for number, line in self.lines or ():
            whole.update(f"{number}:{len(line)}:".encode())
            whole.update(line)
        return whole.hexdigest()


def stretches(file: InputFile) -> Iterator[Stretch]:
    """Yield the bytes of one file: all of them, or some hundred lines of a JSON Lines file at a time."""
    problem = problem_with(file)
    try:
        if problem is None and file.path.stat().st_size > MAX_BYTES and file.path.suffix.lower() != ".jsonl":
            problem = f"is larger than {MAX_BYTES:,} bytes; give the articles as .jsonl, one a line"
        if problem is not None:
            yield Stretch(file.name, problem=problem)
        elif file.path.suffix.lower() == ".jsonl":
            with file.path.open("rb") as stream:
                yield from _stretches_of_lines(stream, file.name)
        else:
            yield Stretch(file.name, file.path.read_bytes())
    except OSError as error:
        problem = f"cannot be read ({error.strerror}); check that it exists and that you may read it"
        yield Stretch(file.name, problem=problem)


def _stretches_of_lines(stream: BinaryIO, name: str) -> Iterator[Stretch]:
    """Yield a JSON Lines file by some hundred lines."""
    if is_wide(stream.peek(4)):  # type: ignore[attr-defined]  # a BufferedReader
        yield Stretch(name, stream.read(MAX_BYTES))
        return
    batch: list[tuple[int, bytes]] = []
    for number in itertools.count(1):
        line = stream.readline(MAX_BYTES)
        while len(line) == MAX_BYTES and not line.endswith(b"\n") and (more := stream.readline(MAX_BYTES)):
            line = more[-1:] if more.endswith(b"\n") else line
        if line:
            batch.append((number, line))
        if len(batch) == _LINES_AT_ONCE or (batch and not line) or (number == 1 and not line):
            yield Stretch(name, lines=tuple(batch))
            batch = []
        if not line:
            return

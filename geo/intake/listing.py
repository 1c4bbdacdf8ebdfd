"""Which files an input folder holds, and under which names their articles are known. Reads no contents."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from geo.config import CONFIG_FILE
from geo.errors import MissingError

#: Endings of the files that hold articles; others are reported and skipped.
SUFFIXES = (".txt", ".md", ".html", ".htm", ".json", ".jsonl")
#: Files of an input folder that are read for other purposes.
RESERVED = frozenset({CONFIG_FILE, "places.csv", "sources.csv", "corrections.toml", "README.md"})


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file of the input."""

    path: Path
    name: str  #: path within its folder, with /; its own name where it was given itself
    root: Path  #: the folder that it must lie in


def input_files(inputs: Sequence[Path]) -> tuple[InputFile, ...]:
    """Return the files of folders and the files given; those of a folder sorted by name, each file once.

    Subfolders are read, links to folders are not. Hidden files and those reserved for other purposes are left out;
    files of other kinds, and what cannot be read, are not: reading them says why they are skipped. Names that two
    inputs share get the path of their input before them. Raises MissingError for what does not exist.
    """
    found: dict[Path, tuple[Path, InputFile]] = {}
    for given in inputs:
        if not os.path.lexists(given):
            kinds = " ".join(SUFFIXES)
            raise MissingError(f"{given}: no such file or folder; expected articles ({kinds}) or a folder of them")
        if given.is_dir():
            for path in sorted(_walk(given), key=lambda p: p.relative_to(given).as_posix()):
                name = path.relative_to(given).as_posix()
                found.setdefault(path.absolute(), (given, InputFile(path, name, given)))
        else:
            found.setdefault(given.absolute(), (given.parent, InputFile(given, given.name, given.parent)))
    return tuple(_with_distinct_names(list(found.values())))


def printable(name: str) -> str:
    """Return a file's name as it can be written: bytes that are no UTF-8 become replacement characters."""
    return os.fsencode(name).decode("utf-8", "replace")


def problem_with(file: InputFile) -> str | None:
    """Return in words why a path cannot be read as a file, or None where nothing speaks against it."""
    path = file.path
    if path.is_symlink():
        if not path.exists():
            return "is a link to nothing; remove it or put the article in its place"
        if not path.resolve().is_relative_to(file.root.resolve()):
            return "is a link out of its folder; copy the article into the folder instead"
    if path.is_dir():
        return "is a folder where an article was expected; rename it or check that you may list it"
    if path.exists() and not path.is_file():
        return "is no ordinary file; expected an article"
    return None


def _walk(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder; one that cannot be listed, or is named like an article, stands for itself."""
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        yield folder
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir() and not entry.is_symlink() and entry.suffix.lower() not in SUFFIXES:
            yield from _walk(entry)
        elif entry.name not in RESERVED:
            yield entry


def _with_distinct_names(found: Sequence[tuple[Path, InputFile]]) -> Iterator[InputFile]:
    counts: dict[str, int] = {}
    for _, file in found:
        counts[file.name] = counts.get(file.name, 0) + 1
    for given, file in found:
        name = file.name if counts[file.name] == 1 else (given / file.name).as_posix()
        yield InputFile(file.path, printable(name), file.root)

"""Which files a run reads, under which names, and the user's own tables beside them."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from gazetteer import Gazetteer, read_user_places
from geo.corrections import CORRECTIONS_FILE, Entry, read_corrections
from geo.intake.listing import InputFile, input_files
from geo.records import Skip
from geo.sources import SOURCES_FILE, SourceBook, read_sources

#: The user's own places, picked up from the seeds folder.
PLACES_FILE = "places.csv"

#: Folder below the seeds whose articles are used only where there are no others.
EXAMPLES = "examples"


@dataclass(frozen=True, slots=True)
class Inputs:
    """The files of a run."""

    root: Path  #: the folder that holds the settings and the user's own places
    files: tuple[InputFile, ...]  #: sorted by name
    is_examples: bool = False


@dataclass(frozen=True, slots=True)
class Tables:
    """What the user's own tables in the seeds folder say."""

    gazetteer: Gazetteer  #: with the places of places.csv on top
    sources: SourceBook
    corrections: tuple[Entry, ...]
    skips: tuple[Skip, ...]  #: rows and entries that were left out


def find_inputs(inputs: Sequence[Path], *, without: Path | None = None) -> Inputs:
    """Return the article files of folders and files. Raises MissingError where there is nothing of a name.

    The folder `examples` below the seeds is read only where there is no other article, and never together with any.
    What lies in the folder `without` (the outputs) is no article.
    """
    root = inputs[0] if inputs[0].is_dir() else inputs[0].parent
    files = input_files(inputs)
    if without is not None and without.resolve().is_relative_to(root.resolve()) and without.resolve() != root.resolve():
        files = tuple(file for file in files if not file.path.resolve().is_relative_to(without.resolve()))
    own = tuple(file for file in files if not file.name.startswith(f"{EXAMPLES}/"))
    if own or not files:
        return Inputs(root, own)
    renamed = (dataclasses.replace(file, name=file.name.removeprefix(f"{EXAMPLES}/")) for file in files)
    return Inputs(root, tuple(renamed), is_examples=True)


def read_tables(seeds: Path, gazetteer: Gazetteer) -> Tables:
    """Return what places.csv, sources.csv and corrections.toml in the seeds folder say."""
    skips: list[Skip] = []
    path = seeds / PLACES_FILE
    if path.is_file():
        rows, problems = read_user_places(path)
        gazetteer = gazetteer.with_places(rows)
        skips += [Skip(PLACES_FILE, f"line {p.line}", p.reason) for p in problems]
    sources, source_skips = read_sources(seeds / SOURCES_FILE)
    entries, entry_skips = read_corrections(seeds / CORRECTIONS_FILE)
    return Tables(gazetteer, sources, entries, (*skips, *source_skips, *entry_skips))

"""Which files a run reads, under which names, and the user's own places beside them."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from gazetteer import Gazetteer, read_user_places
from geo.intake.listing import InputFile, input_files
from geo.records import Skip

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


def find_inputs(inputs: Sequence[Path]) -> Inputs:
    """Return the article files of folders and files. Raises MissingError where there is nothing of a name.

    The folder `examples` below the seeds is read only where there is no other article, and never together with any.
    """
    root = inputs[0] if inputs[0].is_dir() else inputs[0].parent
    files = input_files(inputs)
    own = tuple(file for file in files if not file.name.startswith(f"{EXAMPLES}/"))
    if own or not files:
        return Inputs(root, own)
    renamed = (dataclasses.replace(file, name=file.name.removeprefix(f"{EXAMPLES}/")) for file in files)
    return Inputs(root, tuple(renamed), is_examples=True)


def gazetteer_for(seeds: Path, gazetteer: Gazetteer) -> tuple[Gazetteer, tuple[Skip, ...]]:
    """Return the gazetteer with the places of `places.csv` in the seeds folder on top, and the rows left out."""
    path = seeds / PLACES_FILE
    if not path.is_file():
        return gazetteer, ()
    rows, problems = read_user_places(path)
    return gazetteer.with_places(rows), tuple(Skip(PLACES_FILE, f"line {p.line}", p.reason) for p in problems)

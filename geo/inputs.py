"""Which files a run reads, under which names, and the user's own places beside them."""

from dataclasses import dataclass
from pathlib import Path

from gazetteer import Gazetteer, read_user_places
from geo.documents import list_inputs
from geo.errors import MissingError
from geo.records import Skip

#: The user's own places, picked up from the seeds folder.
PLACES_FILE = "places.csv"

#: Folder below the seeds whose articles are used only where there are no others.
EXAMPLES = "examples"


@dataclass(frozen=True, slots=True)
class Inputs:
    """The files of a run, under the names their articles are known by."""

    root: Path
    files: tuple[tuple[str, Path], ...]  #: (name, path), sorted by name
    is_examples: bool = False


def find_inputs(seeds: Path) -> Inputs:
    """Return the article files of a folder, or the one file. Raises MissingError where there is nothing of that name.

    The folder `examples` below the seeds is read only where there is no other article, and never together with any.
    """
    if not seeds.exists():
        raise MissingError(
            f"{seeds}: no such file or folder; expected a folder of articles (.txt .md .html .json .jsonl)"
        )
    if seeds.is_file():
        return Inputs(seeds.parent, ((seeds.name, seeds),))
    named = [(path.relative_to(seeds).as_posix(), path) for path in list_inputs([seeds])]
    own = tuple((name, path) for name, path in named if not name.startswith(f"{EXAMPLES}/"))
    if own or not named:
        return Inputs(seeds, own)
    return Inputs(seeds, tuple((name.removeprefix(f"{EXAMPLES}/"), path) for name, path in named), is_examples=True)


def gazetteer_for(seeds: Path, gazetteer: Gazetteer) -> tuple[Gazetteer, tuple[Skip, ...]]:
    """Return the gazetteer with the places of `places.csv` in the seeds folder on top, and the rows left out."""
    path = seeds / PLACES_FILE
    if not path.is_file():
        return gazetteer, ()
    rows, problems = read_user_places(path)
    return gazetteer.with_places(rows), tuple(Skip(PLACES_FILE, p.where, p.reason) for p in problems)

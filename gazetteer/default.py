"""The embedded gazetteer: where its index lies and how it is compiled."""

import gc
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

import platformdirs

from gazetteer.borders import read_borders
from gazetteer.build import FORMAT, Progress, build_index
from gazetteer.embedded import (
    content_digest,
    read_airports,
    read_cities,
    read_countries,
    read_units,
    read_us_places,
    romanised_countries,
)
from gazetteer.entries import Entry
from gazetteer.regional import read_border_places
from gazetteer.regions import add_names, read_continents, read_regions

APPLICATION = "incident-mapper"


def default_path(cache: Path | None = None) -> Path:
    """Return where the index of this version lies: in the given folder, else in the user's cache folder."""
    folder = cache or Path(platformdirs.user_cache_dir(APPLICATION))
    return folder / f"gazetteer-{default_digest()[:16]}.sqlite"


def default_digest() -> str:
    """Return the identity of the embedded gazetteer: its sources and the index format."""
    return hashlib.sha256(f"{FORMAT}:{content_digest()}".encode()).hexdigest()


def default_index(*, cache: Path | None = None, progress: Progress | None = None) -> Path:
    """Return the path of the compiled index, compiling it first where there is none of this version."""
    path = default_path(cache)
    if not path.exists():
        build_default(path, progress=progress)
    return path


def build_default(path: Path, *, progress: Progress | None = None) -> None:
    """Compile the embedded gazetteer to path."""
    with _without_garbage_collection():
        build_index(
            embedded_entries(),
            path,
            digest=default_digest(),
            romanised_countries=romanised_countries(),
            progress=progress,
        )


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Pause the search for cycles: among a million small objects without any it takes a third of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def embedded_entries() -> Iterator[Entry]:
    """Yield all embedded entries, the more trusted ones last."""
    countries = list(read_countries())
    yield from add_names(chain(read_units(), read_cities(), countries, read_continents()))
    yield from read_us_places()
    yield from read_airports()
    yield from read_regions()
    yield from read_borders(countries)
    yield from read_border_places()

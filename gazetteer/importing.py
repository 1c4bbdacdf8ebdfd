"""Imported layers: files of any known format to a compiled layer in the user's data folder; listed, removed."""

import hashlib
import json
import re
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from gazetteer.build import FORMAT, Progress
from gazetteer.bulk import StagedPart, stage_entries, write_index
from gazetteer.embedded import romanised_countries
from gazetteer.entries import Entry
from gazetteer.errors import SourceError
from gazetteer.folders import layer_paths, layers_folder
from gazetteer.index import Gazetteer
from gazetteer.locating import located
from gazetteer.sources.formats import FORMATS, detect_format
from gazetteer.sources.reading import Job, Origin, Problem, Problems

_READERS_VERSION = 1  #: raised when readers give other entries for the same files


#: Files of one format and how to read them.
_Read = tuple[str, tuple[Path, ...], Job]


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What to import and how. Licence and attribution may be left to files that tell theirs."""

    files: tuple[Path, ...]
    format: str | None = None  #: None: told from each file's content
    name: str | None = None  #: the layer's name; None: the first file's
    source: str | None = None
    licence: str | None = None
    attribution: str | None = None
    countries: frozenset[str] = frozenset()  #: ISO 3166-1 alpha-2; empty: all
    columns: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What came of an import."""

    layer: str
    path: Path
    formats: tuple[str, ...]
    places: int
    repeated: int  #: rows whose id came before; joined with the earlier ones
    problems: tuple[Problem, ...]  #: the first thousand
    problem_count: int
    left_out: int  #: rows that were left out; the other problems are of rows that were taken


@dataclass(frozen=True, slots=True)
class ImportedLayer:
    """A layer in the user's data folder, as it tells of itself."""

    name: str
    path: Path
    formats: tuple[str, ...]
    files: tuple[str, ...]
    places: int
    source: str
    licence: str
    attribution: str
    digest: str


def import_files(
    request: ImportRequest,
    *,
    base: Gazetteer | None,
    folder: Path | None = None,
    workers: int = 1,
    progress: Progress = lambda _what, _share: None,
) -> ImportReport:
    """Compile the files into a layer, replacing one of the same name; nothing is left behind where it fails.

    `base` tells country and unit of places that do not tell theirs (None: they stay open). With several workers,
    processes share the rows of formats that can be divided (GeoNames). Raises SourceError for files that are no data,
    of no known format, without a licence, or without any place.
    """
    groups = _grouped(request)
    name = _layer_name(request)
    target = (folder or layers_folder()) / f"{name}.sqlite"
    jobs = [(fmt, tuple(files), _job(fmt, files, request, name)) for fmt, files in groups.items()]
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{name}-") as made:
        count = workers if set(groups) == {"geonames"} else 1
        shares = [_Share(tuple(jobs), base, request.countries, Path(made) / f"part{i}", i, count) for i in range(count)]
        staged = _stage_all(shares, progress)
        problems = _together([found for _, found in staged])
        if not sum(part.count for part, _ in staged):
            raise SourceError(_emptiness(request, problems))
        unfinished = Path(made) / target.name
        places, repeated = write_index(
            [part for part, _ in staged],
            unfinished,
            digest=_digest(request, groups),
            note=_note(name, request, jobs),
            find_place=base.find if base is not None else lambda _place_id: None,
            progress=progress,
        )
        unfinished.replace(target)
    progress("done", 1.0)
    return ImportReport(
        name, target, tuple(groups), places, repeated, tuple(problems.found), problems.count, problems.left_out
    )


@dataclass(frozen=True, slots=True)
class _Share:
    """What one process stages."""

    jobs: tuple[_Read, ...]
    base: Gazetteer | None
    countries: frozenset[str]
    path: Path
    number: int
    count: int


def _stage_all(shares: Sequence[_Share], progress: Progress) -> list[tuple[StagedPart, Problems]]:
    if len(shares) == 1:
        return [_stage(shares[0], progress)]
    progress(f"reading, {len(shares)} processes", 0.0)
    with ProcessPoolExecutor(len(shares)) as pool:
        return list(pool.map(_stage, shares))


def _stage(share: _Share, progress: Progress = lambda _what, _share: None) -> tuple[StagedPart, Problems]:
    problems = Problems()
    jobs = [
        (fmt, files, replace(job, problems=problems, part=(share.number, share.count)))
        for fmt, files, job in share.jobs
    ]
    entries = _tracked(_read(jobs), progress)
    if share.base is not None:
        entries = located(entries, share.base.areas(), share.base.candidates)
        entries = (e for e in entries if not share.countries or e.country in share.countries)
    part = stage_entries(entries, share.path, number=share.number, romanised=romanised_countries())
    return part, problems


def _together(found: Sequence[Problems]) -> Problems:
    """Return the problems of all processes as one, in the order of the lines."""
    kept = [problem for problems in found for problem in problems.found]

    def place(problem: Problem) -> tuple[str, int]:
        number = re.search(r"\d+$", problem.where or "")
        return problem.file, int(number[0]) if number else 0

    kept = kept if len(found) == 1 else sorted(kept, key=place)
    return Problems(kept, sum(p.count for p in found), sum(p.left_out for p in found))


def _emptiness(request: ImportRequest, problems: Problems) -> str:
    first = f"; the first problem: {problems.found[0].where}: {problems.found[0].reason}" if problems.found else ""
    wanted = f" in {', '.join(sorted(request.countries))}" if request.countries else ""
    return f"{request.files[0]}: no place{wanted} could be read{first}"


def list_layers(folder: Path | None = None) -> tuple[ImportedLayer, ...]:
    """Return the imported layers, by name. Raises SourceError for a file that is none."""
    return tuple(_describe(path) for path in layer_paths(folder))


def remove_layer(name: str, folder: Path | None = None) -> Path:
    """Delete a layer and return its path. Raises SourceError where there is none of that name."""
    path = (folder or layers_folder()) / f"{name}.sqlite"
    if path.name != f"{_slug(name)}.sqlite" or not path.is_file():
        known = ", ".join(p.stem for p in layer_paths(folder)) or "none"
        raise SourceError(f"no imported layer {name!r}; there are: {known}")
    path.unlink()
    return path


def _grouped(request: ImportRequest) -> dict[str, list[Path]]:
    """Return the files by format, in the order given."""
    if not request.files:
        raise SourceError("no file was named")
    if request.format is not None and request.format not in FORMATS:
        raise SourceError(f"--format {request.format}: formats are {', '.join(FORMATS)}")
    groups: dict[str, list[Path]] = {}
    for path in request.files:
        found = request.format or detect_format(path, request.encoding)
        groups.setdefault(found, []).append(path)
    return groups


def _job(fmt: str, files: list[Path], request: ImportRequest, name: str) -> Job:
    told = FORMATS[fmt].origin(files)
    licence = request.licence or (told.licence if told else None)
    attribution = request.attribution or (told.attribution if told else None)
    if not licence or not attribution:
        missing = " and ".join(w for w, v in (("--licence", licence), ("--attribution", attribution)) if not v)
        hint = " (or put the metaData.txt of its download beside it)" if fmt == "geoboundaries" else ""
        raise SourceError(
            f"{files[0]}: does not say under which licence it may be used: give {missing}{hint}, such as"
            ' --licence CC-BY-4.0 --attribution "Example Agency, 2024"; your own data may be --licence "own"'
        )
    source = request.source or (told.source if told else files[0].name)
    origin = Origin(source, licence, attribution)
    return Job(
        origin, Problems(), request.countries, request.columns, request.values, request.encoding, layer_name=name
    )


def _read(jobs: Sequence[_Read]) -> Iterator[Entry]:
    for fmt, files, job in jobs:
        yield from FORMATS[fmt].read(files, job)


def _tracked(entries: Iterator[Entry], progress: Progress) -> Iterator[Entry]:
    for number, entry in enumerate(entries):
        if number % 50_000 == 0:
            progress(f"{number:,} places", 0.0)
        yield entry


def _layer_name(request: ImportRequest) -> str:
    name = _slug(request.name or request.files[0].name.split(".")[0])
    if not name:
        raise SourceError("the layer's name has no letter or digit: give another with --name")
    return name


def _slug(name: str) -> str:
    return re.sub(r"[^\w-]+", "-", name.strip().lower()).strip("-_")


def _digest(request: ImportRequest, groups: dict[str, list[Path]]) -> str:
    """Return the identity of a layer: the files' contents and everything that was said about them."""
    told = replace(request, files=(), name=None)
    parts = [f"{FORMAT}:{_READERS_VERSION}", repr((told.format, told.source, told.licence, told.attribution))]
    parts += [repr((sorted(told.countries), sorted(told.columns.items()), sorted(told.values.items()), told.encoding))]
    for fmt, files in groups.items():
        for path in files:
            with path.open("rb") as file:
                parts.append(f"{fmt}:{hashlib.file_digest(file, 'sha256').hexdigest()}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _note(name: str, request: ImportRequest, jobs: Sequence[_Read]) -> dict[str, Any]:
    return {
        "name": name,
        "formats": [fmt for fmt, _, _ in jobs],
        "files": [path.name for path in request.files],
        "source": "; ".join(dict.fromkeys(job.origin.source for _, _, job in jobs)),
        "licence": "; ".join(dict.fromkeys(job.origin.licence for _, _, job in jobs)),
        "attribution": "; ".join(dict.fromkeys(job.origin.attribution for _, _, job in jobs)),
        "countries": sorted(request.countries),
    }


def _describe(path: Path) -> ImportedLayer:
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as db:
        try:
            stored = dict(db.execute("SELECT key, value FROM manifest"))
        except sqlite3.DatabaseError as error:
            raise SourceError(f"{path} is no imported layer ({error}): delete it") from error
    note, manifest = json.loads(stored["import"]), json.loads(stored["manifest"])
    return ImportedLayer(
        name=note["name"],
        path=path,
        formats=tuple(note["formats"]),
        files=tuple(note["files"]),
        places=sum(row["places"] for row in manifest["sources"] if row["layer"] == "imported"),
        source=note["source"],
        licence=note["licence"],
        attribution=note["attribution"],
        digest=manifest["digest"],
    )

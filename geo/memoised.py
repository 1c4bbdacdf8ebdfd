"""Analyses the articles of many files through any executor; the memo saves those that were analysed before.

The only caller of `geo.store.Memo`. Without a memo the answers are the same.
"""

import dataclasses
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from gazetteer import Gazetteer
from geo.analysis import analyse
from geo.config import Config
from geo.documents import read_bytes
from geo.intake.listing import InputFile, problem_with
from geo.records import Analysis, Document, Skip, from_json, to_json
from geo.store import Memo, code_digest, digest

#: Articles handed to a worker at a time, and held in memory until they are analysed.
BATCH, WINDOW = 16, 1024


class Mapper(Protocol):
    """The builtin map, or the `.map` of any `concurrent.futures` executor."""

    def __call__(self, function: Callable[[Any], Any], values: Iterable[Any], /) -> Iterable[Any]:
        """Return the function's value for each of the values, in their order."""


#: Told of progress: the stage, how much is done, and of how much (None: not known).
Progress = Callable[[str, int, int | None], None]


def silent(stage: str, done: int, total: int | None) -> None:
    """Take no notice of progress."""


@dataclass(frozen=True, slots=True)
class FileAnalyses:
    """What the articles of one file say."""

    file: str
    analyses: tuple[Analysis, ...]
    skips: tuple[Skip, ...]
    n_new: int  #: articles that were analysed now, not taken from the memo
    keys: tuple[str, ...] = ()  #: entries of the memo it rests on


@dataclass(slots=True)
class _Pending:
    """A file that was read and whose articles wait to be analysed."""

    file: str
    skips: tuple[Skip, ...]
    key: str
    article_keys: tuple[str, ...]
    documents: tuple[Document, ...]  #: empty where all is known from the memo
    known: dict[str, Analysis]

    @property
    def n_unknown(self) -> int:
        return sum(key not in self.known for key in self.article_keys)


def analyse_inputs(
    files: Sequence[InputFile],
    gazetteer: Gazetteer,
    config: Config,
    *,
    memo: Memo | None = None,
    map: Mapper = map,
    progress: Progress = silent,
) -> Iterator[FileAnalyses]:
    """Yield what the articles of each file say, in the order of the files, holding some thousand articles at most.

    The second article with an id is left out: a Skip says so.
    """
    basis = digest(code_digest(), gazetteer.digest, to_json(config))
    work = partial(_analyse_batch, gazetteer=gazetteer, config=config)
    window: list[_Pending] = []
    seen: set[str] = set()
    waiting = 0
    for number, file in enumerate(files, start=1):
        window.append(_read(file, config, basis, memo))
        waiting += window[-1].n_unknown
        if waiting >= WINDOW or len(window) >= WINDOW or number == len(files):
            for finished in _finish(window, work, map, memo):
                yield _without_repeated_ids(finished, seen)
            progress("reading articles", number, len(files))
            window, waiting = [], 0


def _without_repeated_ids(file: FileAnalyses, seen: set[str]) -> FileAnalyses:
    """Return the file without articles whose id is in `seen`, which takes up the others."""
    repeated = [analysis.id for analysis in file.analyses if analysis.id in seen]
    seen.update(analysis.id for analysis in file.analyses)
    if not repeated:
        return file
    reason = "has the id of an article in another file; give one of them another id"
    return dataclasses.replace(
        file,
        analyses=tuple(analysis for analysis in file.analyses if analysis.id not in repeated),
        skips=(*file.skips, *(Skip(file.file, id_, reason) for id_ in repeated)),
    )


def _read(file: InputFile, config: Config, basis: str, memo: Memo | None) -> _Pending:
    """Read a file, or what the memo knows of it."""
    name, problem = file.name, problem_with(file)
    try:
        content = b"" if problem else file.path.read_bytes()
    except OSError as error:
        problem = f"cannot be read ({error.strerror}); check that it exists and that you may read it"
    if problem:
        return _Pending(name, (Skip(name, None, problem),), "", (), (), {})
    file_key = digest("file", basis, name, hashlib.sha256(content).hexdigest())
    noted = memo.get(file_key) if memo else None
    if noted is not None and memo is not None:
        keys = tuple(noted["articles"])
        known = {key: value for key in keys if (value := memo.get(key)) is not None}
        if len(known) == len(set(keys)):
            skips = tuple(from_json(Skip, skip) for skip in noted["skips"])
            analyses = {key: from_json(Analysis, value) for key, value in known.items()}
            return _Pending(name, skips, file_key, keys, (), analyses)
    reading = read_bytes(content, name, config)
    keys = tuple(digest("article", basis, to_json(document)) for document in reading.documents)
    found = {key: value for key in keys if memo and (value := memo.get(key)) is not None}
    analyses = {key: from_json(Analysis, value) for key, value in found.items()}
    return _Pending(name, reading.skips, file_key, keys, reading.documents, analyses)


def _finish(
    window: Sequence[_Pending],
    work: Callable[[Any], Any],
    map: Mapper,
    memo: Memo | None,
) -> Iterator[FileAnalyses]:
    """Analyse what is not known yet, note it in the memo, and yield the files in order."""
    missing: dict[str, Document] = {}
    for pending in window:
        for key, document in zip(pending.article_keys, pending.documents, strict=False):
            if key not in pending.known:
                missing.setdefault(key, document)
    keys = list(missing)
    batches = [[missing[key] for key in keys[i : i + BATCH]] for i in range(0, len(keys), BATCH)]
    found = dict(zip(keys, (analysis for batch in map(work, batches) for analysis in batch), strict=True))
    if memo is not None:
        files = ((p.key, {"articles": p.article_keys, "skips": to_json(p.skips)}) for p in window if p.key)
        memo.put([*((key, to_json(analysis)) for key, analysis in found.items()), *files])
    for pending in window:
        analyses = tuple(pending.known.get(key) or found[key] for key in pending.article_keys)
        keys_used = (pending.key, *pending.article_keys)
        yield FileAnalyses(pending.file, analyses, pending.skips, pending.n_unknown, keys_used)


def _analyse_batch(documents: Sequence[Document], *, gazetteer: Gazetteer, config: Config) -> list[Analysis]:
    return [analyse(document, gazetteer, config) for document in documents]

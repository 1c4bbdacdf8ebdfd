"""Analyses the articles of many files through any executor; the memo saves those that were analysed before.

The only caller of `geo.store.Memo`. Without a memo the answers are the same.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from gazetteer import Gazetteer
from geo.analysis import analyse_documents
from geo.config import Config
from geo.documents import read_stretch
from geo.intake.listing import InputFile
from geo.intake.stretches import Stretch, stretches
from geo.records import Analysis, Document, Skip, from_json, to_json
from geo.region import steered
from geo.sources import SourceBook
from geo.store import Memo, code_digest, digest

#: Articles handed to a worker at a time, and held in memory until they are analysed.
BATCH, WINDOW = 64, 1024


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
    """What the articles of one file (or, for JSON Lines, of a stretch of one) say."""

    file: str
    analyses: tuple[Analysis, ...]
    skips: tuple[Skip, ...]
    n_new: int  #: articles that were analysed now, not taken from the memo
    keys: tuple[str, ...] = ()  #: entries of the memo it rests on


@dataclass(frozen=True, slots=True)
class _Pending:
    """A stretch that was read and whose articles wait to be analysed."""

    file: str
    skips: tuple[Skip, ...]
    key: str
    article_keys: tuple[str, ...]
    documents: tuple[Document, ...]  #: empty where all is known from the memo
    known: dict[str, Analysis]


def analyse_inputs(
    files: Sequence[InputFile],
    gazetteer: Gazetteer,
    config: Config,
    *,
    sources: SourceBook | None = None,
    memo: Memo | None = None,
    map: Mapper = map,
    progress: Progress = silent,
) -> Iterator[FileAnalyses]:
    """Yield what the articles of each file say, in the order of the files, holding some thousand articles at most.

    The second article with an id is left out: a Skip says so. Raises nothing for a file that cannot be read: that is
    a Skip, too.
    """
    reader = _Reader(steered(config, gazetteer), gazetteer, sources or SourceBook(), memo)
    work = partial(_analyse_batch, gazetteer=gazetteer, config=reader.config)
    window: list[_Pending] = []
    seen: set[str] = set()
    waiting = 0
    for number, file in enumerate(files, start=1):
        for stretch in stretches(file):
            window.append(reader.read(stretch))
            waiting += 1 + len(window[-1].article_keys)
            if waiting >= WINDOW:
                yield from _finish(window, work, map, memo, seen)
                window, waiting = [], 0
        progress("reading articles", number, len(files))
    yield from _finish(window, work, map, memo, seen)


class _Reader:
    """Reads stretches, or takes what the memo knows of them."""

    def __init__(self, config: Config, gazetteer: Gazetteer, sources: SourceBook, memo: Memo | None) -> None:
        self.config = config
        self._sources = sources
        self._memo = memo
        self._basis = digest(code_digest(), gazetteer.digest, to_json(config))

    def read(self, stretch: Stretch) -> _Pending:
        """Return the articles of a stretch, and what is known of them."""
        key = digest("stretch", self._basis, self._sources.digest, stretch.digest)
        noted = self._memo.get(key) if self._memo else None
        if noted is not None:
            article_keys = tuple(noted["articles"])
            known = self._known(article_keys)
            if len(known) == len(set(article_keys)):
                skips = tuple(from_json(Skip, skip) for skip in noted["skips"])
                return _Pending(stretch.file, skips, key, article_keys, (), known)
        reading = read_stretch(stretch, self.config)
        documents = tuple(self._sources.complete(document) for document in reading.documents)
        article_keys = tuple(digest("article", self._basis, to_json(document)) for document in documents)
        return _Pending(stretch.file, reading.skips, key, article_keys, documents, self._known(article_keys))

    def _known(self, keys: Iterable[str]) -> dict[str, Analysis]:
        if self._memo is None:
            return {}
        return {key: from_json(Analysis, value) for key in keys if (value := self._memo.get(key)) is not None}


def _finish(
    window: Sequence[_Pending], work: Callable[[Any], Any], map: Mapper, memo: Memo | None, seen: set[str]
) -> Iterator[FileAnalyses]:
    """Analyse what is not known yet, note it in the memo, and yield the stretches in order."""
    missing: dict[str, Document] = {}
    for pending in window:
        for key, document in zip(pending.article_keys, pending.documents, strict=False):
            if key not in pending.known:
                missing.setdefault(key, document)
    keys = list(missing)
    batches = [[missing[key] for key in keys[i : i + BATCH]] for i in range(0, len(keys), BATCH)]
    found = dict(zip(keys, (analysis for batch in map(work, batches) for analysis in batch), strict=True))
    if memo is not None:
        read = (
            (p.key, {"articles": p.article_keys, "skips": to_json(p.skips)}) for p in window if p.documents or p.skips
        )
        memo.put([*((key, to_json(analysis)) for key, analysis in found.items()), *read])
    for pending in window:
        yield _finished(pending, found, seen)


def _finished(pending: _Pending, found: Mapping[str, Analysis], seen: set[str]) -> FileAnalyses:
    """Return a stretch without articles whose id is in `seen`, which takes up the others."""
    analyses: list[Analysis] = []
    skips = list(pending.skips)
    n_new = 0
    for key in pending.article_keys:
        analysis = pending.known.get(key) or found[key]
        if analysis.id in seen:
            reason = "has the id of an article before it; give one of them another id"
            skips.append(Skip(pending.file, analysis.id, reason))
        else:
            seen.add(analysis.id)
            analyses.append(analysis)
            n_new += key not in pending.known
    return FileAnalyses(pending.file, tuple(analyses), tuple(skips), n_new, (pending.key, *pending.article_keys))


def _analyse_batch(documents: Sequence[Document], *, gazetteer: Gazetteer, config: Config) -> list[Analysis]:
    return analyse_documents(documents, gazetteer, config)

"""Files -> articles: ids, offsets, and what is skipped. The rules on pages and articles are in its neighbours.

The text that was given is the file's characters without a byte order mark, line ends as they stand; for HTML the
article that was extracted; for JSON the value of "text".
"""

import dataclasses
import hashlib
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from geo.config import Config
from geo.errors import InputError
from geo.intake.articles import split_articles, title_of
from geo.intake.decoding import decode, is_wide
from geo.intake.furniture import blanked, furniture, markup, merged, page_furniture, repeats
from geo.intake.headers import Header, read_header
from geo.intake.html_text import declared_charset, extract_article
from geo.intake.json_documents import JsonArticle, parse_json, read_article
from geo.intake.language import detect_language
from geo.intake.lines import Line, read_lines
from geo.intake.listing import SUFFIXES, InputFile, input_files, printable
from geo.intake.publication import stated_in_lines, stated_in_name, stated_in_text, with_dates
from geo.intake.stretches import Stretch, stretches
from geo.published import infer_published
from geo.records import Document, Published, Skip, Span

_HAS_WORD = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class FileReading:
    """What one file (or, for JSON Lines, a stretch of one) holds."""

    file: str  #: name of the file, with / between folders
    digest: str  #: SHA-256 of the bytes that were read; "" where none could be
    documents: tuple[Document, ...]
    skips: tuple[Skip, ...]


def list_inputs(inputs: Sequence[Path]) -> tuple[Path, ...]:
    """Return the files of folders and the files given; those of a folder sorted by name, each file once.

    See `geo.intake.listing.input_files` for what is left out. Raises MissingError for what does not exist.
    """
    return tuple(file.path for file in input_files(inputs))


def read_documents(inputs: Sequence[Path], config: Config) -> Iterator[FileReading]:
    """Yield the articles of files and folders, in the order of `list_inputs`, holding one file at a time.

    A JSON Lines file comes in several readings of some hundred lines, so that its size does not matter. The second
    article with an id is a Skip. Raises MissingError where an input does not exist.
    """
    seen: set[str] = set()
    for file in input_files(inputs):
        for reading in _readings(file, config):
            yield _without_repeated_ids(reading, seen)


def read_file(path: Path, config: Config, *, name: str | None = None) -> FileReading:
    """Return the articles of a file, under `name` or its own name. What cannot be read is a Skip, never an error."""
    shown = printable(name or path.name)
    depth = len(PurePosixPath(shown).parts)
    root = path.absolute().parents[min(depth, len(path.absolute().parents)) - 1]
    return _without_repeated_ids(_joined(list(_readings(InputFile(path, shown, root), config))), set())


def read_bytes(content: bytes, name: str, config: Config) -> FileReading:
    """Return the articles of a file's bytes. A pure function; the ending of the name decides how they are read."""
    suffix = PurePosixPath(name).suffix.lower()
    if suffix == ".jsonl" and not is_wide(content):
        lines = enumerate(content.split(b"\n"), start=1)
        return _without_repeated_ids(_joined([_read_lines(name, list(lines), config)]), set())
    return _without_repeated_ids(_read_whole(content, name, config), set())


def read_stretch(stretch: Stretch, config: Config) -> FileReading:
    """Return the articles of a stretch. A pure function; what cannot be read is a Skip."""
    if stretch.problem is not None:
        return _skipped(stretch.file, stretch.problem)
    if stretch.lines is not None:
        return _read_lines(stretch.file, stretch.lines, config)
    return _read_whole(stretch.content, stretch.file, config)


def _readings(file: InputFile, config: Config) -> Iterator[FileReading]:
    """Yield the readings of one file: one, or for JSON Lines several."""
    return (read_stretch(stretch, config) for stretch in stretches(file))


def _skipped(name: str, reason: str, digest: str = "") -> FileReading:
    return FileReading(name, digest, (), (Skip(name, None, reason),))


def _joined(readings: Sequence[FileReading]) -> FileReading:
    """Return several readings of one file as one."""
    if len(readings) == 1:
        return readings[0]
    digest = hashlib.sha256("".join(r.digest for r in readings).encode()).hexdigest()
    documents = tuple(itertools.chain.from_iterable(r.documents for r in readings))
    skips = tuple(itertools.chain.from_iterable(r.skips for r in readings))
    return FileReading(readings[0].file, digest, documents, skips)


def _without_repeated_ids(reading: FileReading, seen: set[str]) -> FileReading:
    """Return the reading without articles whose id is in `seen`, which takes up the others."""
    documents, skips = [], list(reading.skips)
    for document in reading.documents:
        if document.id in seen:
            skips.append(
                Skip(reading.file, document.id, "has the id of an article before it; expected ids that differ")
            )
        else:
            seen.add(document.id)
            documents.append(document)
    return dataclasses.replace(reading, documents=tuple(documents), skips=tuple(skips))


def _read_whole(content: bytes, name: str, config: Config) -> FileReading:
    suffix = PurePosixPath(name).suffix.lower()
    digest = hashlib.sha256(content).hexdigest()
    if suffix not in SUFFIXES:
        kinds = " ".join(SUFFIXES)
        return _skipped(
            name, f"is of a kind that is not read ({suffix or 'no ending'}); expected one of {kinds}", digest
        )
    declared = declared_charset(content) if suffix in (".html", ".htm") else None
    decoded = decode(content, declared)
    if isinstance(decoded, str):
        return _skipped(name, decoded, digest)
    text = decoded.text
    try:
        if suffix == ".jsonl":
            return _read_lines(
                name, [(n, line.encode("utf-8", "replace")) for n, line in enumerate(text.split("\n"), start=1)], config
            )
        if suffix == ".json":
            documents, skips = _from_json(text, name)
        elif suffix in (".html", ".htm"):
            documents, skips = [_from_html(text, name)], []
        else:
            documents, skips = _from_text(text, name, is_markdown=suffix == ".md"), []
    except InputError as error:
        return _skipped(name, str(error), digest)
    return _reading(name, digest, documents, skips, config, is_listing=suffix in (".txt", ".md"))


def _from_text(text: str, name: str, *, is_markdown: bool) -> list[Document]:
    lines = read_lines(text)
    header = read_header(lines)
    rest = header.below(lines)
    spans = page_furniture(text, rest)
    page = blanked(text, merged([*header.spans, *spans]))
    articles = split_articles(text, lines, page, read_lines(page), is_markdown=is_markdown)
    if len(articles) == 1:
        return [
            _from_article_text(text, 0, name, name, header, rest, [*spans, *repeats(rest)], is_markdown=is_markdown)
        ]
    documents = []
    for number, article in enumerate(articles, start=1):
        given = text[article.start : article.end]
        lines = read_lines(given)
        header = read_header(lines)
        rest = header.below(lines)
        identity, own = f"{name}#{number}", furniture(given, rest)
        documents.append(
            _from_article_text(given, article.start, identity, name, header, rest, own, is_markdown=is_markdown)
        )
    return documents


def _from_article_text(
    given: str,
    offset: int,
    identity: str,
    name: str,
    header: Header,
    rest: Sequence[Line],
    spans: Iterable[Span],
    *,
    is_markdown: bool,
) -> Document:
    """Return the article of a text whose header, other lines and furniture are known."""
    text = blanked(given, merged([*header.spans, *spans, *(markup(given) if is_markdown else ())]))
    return Document(
        id=identity,
        file=name,
        text=text,
        offset=offset,
        title=header.title or title_of(text),
        published=header.published or stated_in_lines(rest) or stated_in_name(header.url) or stated_in_name(name),
        source=header.source,
        url=header.url,
    )


def _from_html(html: str, name: str) -> Document:
    article = extract_article(html)
    return Document(
        id=name,
        file=name,
        text=blanked(article.text, furniture(article.text)),
        title=article.title,
        published=article.published or stated_in_text(article.text) or stated_in_name(article.url),
        source=article.source,
        url=article.url,
    )


def _from_json(text: str, name: str) -> tuple[list[Document], list[Skip]]:
    value = parse_json(text)
    if not isinstance(value, list):
        return _from_objects([(None, name, value)], name)
    return _from_objects([(f"article {n}", f"{name}#{n}", item) for n, item in enumerate(value, start=1)], name)


def _from_objects(objects: Iterable[tuple[str | None, str, object]], name: str) -> tuple[list[Document], list[Skip]]:
    """Return the articles of parsed objects, given with where they stand and the id for want of their own."""
    documents: list[Document] = []
    skips: list[Skip] = []
    for where, identity, value in objects:
        try:
            article = read_article(value)
        except InputError as error:
            skips.append(Skip(name, where, str(error)))
            continue
        skips += [Skip(name, where, problem) for problem in article.problems]
        documents.append(_from_article(article, name, article.id or identity))
    return documents, skips


def _from_article(article: JsonArticle, name: str, identity: str) -> Document:
    # what the caller marks as a place name is text, wherever it stands
    marked = article.toponyms or ()
    spans = [s for s in furniture(article.text) if not any(m.start < s.end and s.start < m.end for m in marked)]
    return Document(
        id=identity,
        file=name,
        text=blanked(article.text, spans),
        title=article.title,
        published=article.published or stated_in_text(article.text) or stated_in_name(article.url),
        source=article.source,
        url=article.url,
        language=article.language,
        toponyms=article.toponyms,
    )


def _read_lines(name: str, lines: Sequence[tuple[int, bytes]], config: Config) -> FileReading:
    """Return the articles of lines given with their numbers."""
    objects: list[tuple[str | None, str, object]] = []
    skips: list[Skip] = []
    for number, line in lines:
        if not line.strip(b" \t\r\n\xef\xbb\xbf"):
            continue
        try:
            objects.append((f"line {number}", f"{name}:{number}", _parse_line(line)))
        except InputError as error:
            skips.append(Skip(name, f"line {number}", str(error)))
    documents, more = _from_objects(objects, name)
    digest = hashlib.sha256(b"\n".join(line for _, line in lines)).hexdigest()
    return _reading(name, digest, documents, (*skips, *more), config, is_listing=False)


def _parse_line(line: bytes) -> object:
    decoded = decode(line)
    if isinstance(decoded, str):
        raise InputError(decoded)
    return parse_json(decoded.text)


def _completed(documents: Sequence[Document], config: Config, *, is_listing: bool) -> tuple[Document, ...]:
    """Return the documents with language and date of publication, as far as they can be known."""

    def infer(document: Document, after: Published | None, before: Published | None) -> Published | None:
        if document.language not in (None, *config.languages):
            return None
        return infer_published(document.text, title=document.title, after=after, before=before, as_of=config.as_of)

    told = [dataclasses.replace(d, language=d.language or _language(d)) for d in documents]
    return with_dates(told, infer, is_listing=is_listing)


def _language(document: Document) -> str | None:
    return detect_language(f"{document.title or ''}\n{document.text}")


def _reading(
    name: str, digest: str, documents: Sequence[Document], skips: Sequence[Skip], config: Config, *, is_listing: bool
) -> FileReading:
    """Return the reading of what was found; an article without a word, in title and text, is a Skip."""
    told, empty = [], []
    for document in documents:
        if document.title or _HAS_WORD.search(document.text):
            told.append(document)
        else:
            where = None if document.id == name else document.id
            empty.append(Skip(name, where, "holds nothing but page furniture; expected an article's text"))
    return FileReading(name, digest, _completed(told, config, is_listing=is_listing), (*skips, *empty))

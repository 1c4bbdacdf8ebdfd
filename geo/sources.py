"""The user's sources.csv: what articles do not say of themselves (publisher, date, …). Never overrides what they do."""

import csv
import dataclasses
import hashlib
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path
from typing import Any

from geo.records import Analysis, Document, Incident, Published, Skip

#: The table of sources inside the seeds folder.
SOURCES_FILE = "sources.csv"

COLUMNS = ("file", "publisher", "url", "title", "published", "reliability", "home_countries")

#: How a day of publication is known where the article itself gives it; other days are inferred.
_STATED = frozenset({"stated", "dateline"})


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One row: what holds for the articles it is about."""

    pattern: str | None  #: file name or id, with * and ?; None: every article of the publisher
    publisher: str | None = None
    url: str | None = None
    title: str | None = None
    published: date | None = None
    reliability: float | None = None  #: 0 to 1
    home_countries: tuple[str, ...] = ()

    def fits(self, file: str, id_: str, publisher: str | None) -> bool:
        """Say whether the row is about an article of this file, id and publisher."""
        if self.pattern is None:
            return publisher is not None and publisher.casefold() == (self.publisher or "").casefold()
        return any(fnmatchcase(name, self.pattern) for name in (file, id_, file.rpartition("/")[2]))


@dataclass(frozen=True)
class SourceBook:
    """The rows of sources.csv. Of several that fit an article, the first that states a field gives it."""

    rows: tuple[SourceRow, ...] = ()

    @cached_property
    def digest(self) -> str:
        """Identity of what enters an analysis: all but the reliability."""
        plain = [dataclasses.replace(row, reliability=None) for row in self.rows]
        return hashlib.sha256(repr(plain).encode()).hexdigest() if plain else ""

    def complete(self, document: Document) -> Document:
        """Return the document with what it does not state itself; a date that was only inferred gives way."""
        if not self.rows:
            return document
        publisher = document.source or self._first("publisher", document.file, document.id, None)
        given = {name: self._first(name, document.file, document.id, publisher) for name in COLUMNS[2:]}
        published, stated = document.published, given["published"]
        if stated is not None and (published is None or not _is_stated(published)):
            published = Published(stated, stated, "stated")
        return dataclasses.replace(
            document,
            source=publisher,
            url=document.url or given["url"],
            title=document.title or given["title"],
            published=published,
            home_countries=given["home_countries"] or document.home_countries,
        )

    def reliability(self, analysis: Analysis) -> float | None:
        """Return how reliable the source of an article is, None where no row says so."""
        found: float | None = self._first("reliability", analysis.file, analysis.id, analysis.source)
        return found

    def _first(self, name: str, file: str, id_: str, publisher: str | None) -> Any:
        fitting = (getattr(row, name) for row in self.rows if row.fits(file, id_, publisher))
        return next((value for value in fitting if value not in (None, ())), None)


def _is_stated(published: Published) -> bool:
    return published.basis in _STATED and published.start == published.end


def with_reliability(incidents: Iterable[Incident], reliability: Mapping[str, float | None]) -> tuple[Incident, ...]:
    """Return the incidents with the reliability of their sources, given by the articles' ids."""
    if not any(value is not None for value in reliability.values()):
        return tuple(incidents)
    return tuple(
        dataclasses.replace(
            incident,
            sources=tuple(dataclasses.replace(s, reliability=reliability.get(s.document)) for s in incident.sources),
        )
        for incident in incidents
    )


# -------------------------------------------------------------------------------------------------------- reading


def read_sources(path: Path) -> tuple[SourceBook, tuple[Skip, ...]]:
    """Return the rows of a CSV file (UTF-8, with a header), none where there is no file, and the rows left out."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return SourceBook(), ()
    except (OSError, UnicodeDecodeError) as error:
        return SourceBook(), (Skip(path.name, None, f"cannot be read ({error}); save it as UTF-8"),)
    if not text.strip():
        return SourceBook(), ()
    reader = csv.DictReader(io.StringIO(text, newline=""))
    header = [name.strip().lower() for name in reader.fieldnames or ()]
    unknown = [name for name in header if name not in COLUMNS]
    if unknown or not {"file", "publisher"} & set(header):
        what = f"has the unknown column {unknown[0]!r}" if unknown else "lacks a column file or publisher"
        return SourceBook(), (Skip(path.name, "line 1", f"{what}; expected {', '.join(COLUMNS)}"),)
    reader.fieldnames = header
    rows: list[SourceRow] = []
    skips: list[Skip] = []
    for cells in reader:
        plain = {name: (value or "").strip() for name, value in cells.items() if isinstance(value, str)}
        if any(plain.values()):
            row = _row(plain)
            if isinstance(row, str):
                skips.append(Skip(path.name, f"line {reader.line_num}", row))
            else:
                rows.append(row)
    return SourceBook(tuple(rows)), tuple(skips)


def _row(cells: Mapping[str, str]) -> SourceRow | str:
    """Return the row of some cells, or what is wrong with them."""
    file, publisher = cells.get("file") or None, cells.get("publisher") or None
    if file is None and publisher is None:
        return "has neither file nor publisher; expected a file name such as daily/*.txt, or a publisher"
    published = cells.get("published") or None
    try:
        day = date.fromisoformat(published) if published else None
    except ValueError:
        return f"published is {published!r}; expected a day as YYYY-MM-DD"
    reliability = cells.get("reliability") or None
    try:
        share = float(reliability) if reliability else None
    except ValueError:
        share = -1.0
    if share is not None and not 0 <= share <= 1:
        return f"reliability is {reliability!r}; expected a number from 0 to 1"
    countries = tuple(cells.get("home_countries", "").replace(",", " ").replace(";", " ").upper().split())
    if not all(len(code) == 2 and code.isascii() and code.isalpha() for code in countries):
        return f"home_countries is {cells['home_countries']!r}; expected ISO 3166-1 alpha-2 codes such as KE SO"
    return SourceRow(file, publisher, cells.get("url") or None, cells.get("title") or None, day, share, countries)

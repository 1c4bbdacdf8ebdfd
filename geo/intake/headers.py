"""Reads what an article's file says of itself at its top: front matter between --- lines, or lines "Date: …"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from geo.intake.lines import Line
from geo.intake.stamps import read_date
from geo.lexicon import read_table
from geo.records import Published, Span

_FENCE = re.compile(r"(?:---|\+\+\+)\s*")
_FENCE_END = re.compile(r"(?:---|\+\+\+|\.\.\.)\s*")
_ENTRY = re.compile(r"[*_#>-]{0,3}\s*(?P<key>[^\W\d_][\w .:-]{0,30}?)[*_]{0,2}\s*[:=][*_]{0,2}\s*(?P<value>.*?)\s*")
_PROSE = re.compile(r"[.!?…][\"'”’»)]*$")
_MAX_LINES = 60
_MAX_LENGTH = 1000


@dataclass(frozen=True, slots=True)
class Header:
    """What the top of an article says of it."""

    spans: tuple[Span, ...] = ()  #: the lines it stands in
    title: str | None = None
    published: Published | None = None
    source: str | None = None
    url: str | None = None

    def below(self, lines: Sequence[Line]) -> tuple[Line, ...]:
        """Return the lines that are not of the header."""
        own = {span.start for span in self.spans}
        return tuple(line for line in lines if line.start not in own) if own else tuple(lines)


def read_header(lines: Sequence[Line]) -> Header:
    """Return the header of an article, given as its lines; an empty one where it has none.

    Lines "Key: value" are a header where they stand at the top or below a headline: several, or one with a blank line
    after it. Only dates and sources beside other keys are none: a form "Date: …, Place: …" tells of an incident.
    """
    if lines and _FENCE.fullmatch(lines[0].text):
        end = _closing_fence(lines, 0)
        if end is not None:
            return _header(lines[: end + 1], [entry for line in lines[1:end] if (entry := _entry(line))])
    for first in (0, 1) if lines and not _PROSE.search(lines[0].text) else ():
        block = _block(lines, first)
        if block:
            return _header(block, [entry for line in block if (entry := _entry(line))])
    return Header()


def header_starts(lines: Sequence[Line]) -> list[int]:
    """Return where headers with a title begin: several of them in a file begin an article each."""
    starts: list[int] = []
    fence_end = 0
    for i, line in enumerate(lines):
        if line.start < fence_end:
            continue
        if _FENCE.fullmatch(line.text) and (end := _closing_fence(lines, i)) is not None:
            entries = [entry for other in lines[i + 1 : end] if (entry := _entry(other))]
            if any(field == "title" for field, _ in entries):
                starts.append(line.start)
                fence_end = lines[end].end
        elif line.after_blank and (entry := _entry(line)) and entry[0] == "title" and entry[1]:
            starts.append(line.start)
    return starts


def _closing_fence(lines: Sequence[Line], opening: int) -> int | None:
    """Return the line that ends front matter: nothing but entries and list items stand before it."""
    for i in range(opening + 1, min(len(lines), opening + _MAX_LINES)):
        if _FENCE_END.fullmatch(lines[i].text):
            return i if i > opening + 1 else None
        if not _ENTRY.fullmatch(lines[i].text) and not lines[i].text.startswith(("- ", "#", "[", "]")):
            return None
    return None


def _block(lines: Sequence[Line], first: int) -> list[Line]:
    """Return the header lines from `first` on."""
    block = []
    for line in lines[first:]:
        if _entry(line) is None:
            break
        block.append(line)
        if line.before_blank and len(block) >= 2:
            break
    fields = {entry[0] for line in block if (entry := _entry(line))} - {"other"}
    rest = lines[first + len(block) :]
    is_form = bool(rest) and not rest[0].after_blank and _ENTRY.fullmatch(rest[0].text) is not None
    if not fields or not rest or (is_form and fields <= {"published", "source"}):
        return []
    if len(block) == 1 and not block[0].before_blank:
        return []
    return block


def _entry(line: Line) -> tuple[str, str] | None:
    """Return (field, value) of a header line."""
    match = _ENTRY.fullmatch(line.text) if len(line.text) <= _MAX_LENGTH else None
    if match is None:
        return None
    field = _fields().get(" ".join(match["key"].lower().split()))
    return (field, match["value"].strip().strip("\"'“”").strip()) if field else None


def _header(lines: Sequence[Line], entries: Sequence[tuple[str, str]]) -> Header:
    values: dict[str, str] = {}
    for field, value in entries:
        if value:
            values.setdefault(field, value)
    return Header(
        spans=tuple(Span(line.start, line.end) for line in lines),
        title=values.get("title"),
        published=read_date(values.get("published", "")),
        source=values.get("source"),
        url=values.get("url"),
    )


@cache
def _fields() -> dict[str, str]:
    return {key.strip(): row["field"] for row in read_table("header_keys") for key in row["keys"].split(" | ")}

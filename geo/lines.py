"""Cuts a text into lines with their offsets and words. Knows nothing of what they say."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_LINE = re.compile(r"[^\r\n]+")
_WORD = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*")
_BREAK = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, without the white space around it."""

    start: int
    end: int
    text: str
    words: tuple[str, ...]  #: lower case, apostrophes straight, no punctuation
    is_alone: bool  #: a blank line, or an end of the text, stands before it and after it
    after_blank: bool  #: a blank line, or the beginning of the text, stands before it


def read_lines(text: str) -> tuple[Line, ...]:
    """Return the lines of a text that are not blank. Line ends are CR LF, LF or CR."""
    spans = list(_stripped(text))
    lines = []
    for i, (start, end) in enumerate(spans):
        before = i == 0 or breaks(text, spans[i - 1][1], start) > 1
        after = i + 1 == len(spans) or breaks(text, end, spans[i + 1][0]) > 1
        lines.append(Line(start, end, text[start:end], words_of(text[start:end]), before and after, before))
    return tuple(lines)


def breaks(text: str, start: int, end: int) -> int:
    """Return the number of line ends in a stretch of text."""
    return len(_BREAK.findall(text, start, end))


def words_of(text: str) -> tuple[str, ...]:
    """Return the words and numbers of a text in lower case."""
    return tuple(_WORD.findall(text.lower().replace("’", "'")))


def _stripped(text: str) -> Iterator[tuple[int, int]]:
    for match in _LINE.finditer(text):
        line = match.group()
        content = line.strip()
        if content:
            start = match.start() + len(line) - len(line.lstrip())
            yield start, start + len(content)

"""Cuts a text into lines with their offsets and words. Knows nothing of what they say."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

_LINE = re.compile(r"[^\r\n]+")
_WORD = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*")
_BREAK = re.compile(r"\r\n|\n|\r")
_CLOSED = re.compile(r"[.!?…:;؟۔。][\"'”’»)\]]*$")

#: Lengths between which a line can be one that an editor or a mailer broke.
_WRAPPED = (45, 100)


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, without the white space around it."""

    start: int
    end: int
    text: str
    words: tuple[str, ...]  #: lower case, apostrophes straight, no punctuation
    after_blank: bool  #: a blank line, or the beginning of the text, stands before it
    before_blank: bool  #: a blank line, or the end of the text, stands after it
    continues: bool  #: it goes on with a sentence of the line before, in hard-wrapped text

    @property
    def is_alone(self) -> bool:
        """Whether it is a block of its own."""
        return self.after_blank and self.before_blank


def read_lines(text: str) -> tuple[Line, ...]:
    """Return the lines of a text that are not blank. Line ends are CR LF, LF or CR."""
    spans = list(_stripped(text))
    blank_before = [i == 0 or breaks(text, spans[i - 1][1], spans[i][0]) > 1 for i in range(len(spans))]
    going_on = _going_on(text, spans, blank_before)
    lines = []
    for i, (start, end) in enumerate(spans):
        content = text[start:end]
        last = i + 1 == len(spans) or blank_before[i + 1]
        lines.append(Line(start, end, content, words_of(content), blank_before[i], last, going_on[i]))
    return tuple(lines)


def paragraphs(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return lines with those that go on with one another joined into one."""
    joined: list[Line] = []
    for line in lines:
        if line.continues and joined:
            above = joined[-1]
            text, words = f"{above.text} {line.text}", above.words + line.words
            joined[-1] = replace(above, end=line.end, text=text, words=words, before_blank=line.before_blank)
        else:
            joined.append(line)
    return tuple(joined)


def breaks(text: str, start: int, end: int) -> int:
    """Return the number of line ends in a stretch of text."""
    return 1 if end - start == 1 else len(_BREAK.findall(text, start, end))


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


def _going_on(text: str, spans: Sequence[tuple[int, int]], blank_before: Sequence[bool]) -> list[bool]:
    """Return which lines go on with the line before: that one is open, and the block looks hard-wrapped.

    It does where it has three lines or more of like length, or where this line ends in a full stop.
    """
    result = [False] * len(spans)
    for i, (start, end) in enumerate(spans):
        if blank_before[i]:
            continue
        a, b = spans[i - 1]
        if not _WRAPPED[0] <= b - a <= _WRAPPED[1] or _CLOSED.search(text, max(a, b - 4), b):
            continue
        wrapped_above = (
            i > 1 and not blank_before[i - 1] and _WRAPPED[0] <= spans[i - 2][1] - spans[i - 2][0] <= _WRAPPED[1]
        )
        wrapped_below = i + 1 < len(spans) and not blank_before[i + 1] and _WRAPPED[0] <= end - start <= _WRAPPED[1]
        result[i] = wrapped_above or wrapped_below or _CLOSED.search(text, max(start, end - 4), end) is not None
    return result

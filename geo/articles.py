"""Cuts the text of a file into articles, and tells an article's headline. Knows nothing of files or encodings.

A file is one article unless its structure says otherwise; a single article with subheads is never cut.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from geo.furniture import is_byline, is_pager
from geo.headers import header_starts
from geo.lines import Line, read_lines
from geo.stamps import read_stamp

_SEPARATOR = re.compile(r"(?:[-–—_=*#~·•] ?){3,}")
_MARKDOWN_HEADING = re.compile(r"(#{1,3})\s+(\S.*?)\s*#*")
_CLOSED = re.compile(r"[.;:,؛،][\"'”’»)\]]*$")
_PROSE = re.compile(r"[.!?…؟۔。][\"'”’»)\]]*$")
_LIST_ITEM = re.compile(r"(?:[•*+·▪►>–—-]|\d{1,2}[.)])\s")
_STEM = 5  # letters that two forms of a word share ("killed", "killing")

#: A headline has 3 to 24 words; a headline that alone begins an article has 5 (subheads are shorter).
_TITLE_WORDS = (3, 24)
_HEADLINE_WORDS = 5
#: The least an article says, in words.
_ARTICLE_WORDS = 40
#: Share of a headline's words that the paragraph after it takes up again (news tells its headline at once).
_TAKEN_UP = 0.5


@dataclass(frozen=True, slots=True)
class Article:
    """Where an article stands in the text of its file."""

    start: int
    end: int


def split_articles(text: str, page: str, *, is_markdown: bool = False) -> tuple[Article, ...]:
    """Return the articles of a text in order; at least one, and no word is left out but furniture before the first.

    `page` is the text with header and page furniture blanked. Several articles are found where each has a headline of
    its own and one of: a header ("Title: …", front matter); Markdown headings of one level; a separator line (---,
    ***); a byline or stamp below the headline; a pager on the page; or a paragraph that takes the headline up again.
    """
    starts = header_starts(text)
    if len(starts) < 2:
        starts = _starts(text, page, read_lines(page), is_markdown=is_markdown)
    if len(starts) < 2:
        return (Article(0, len(text)),)
    begins = [_first_word(page, starts[0]), *starts[1:]]
    return tuple(Article(start, end) for start, end in zip(begins, [*starts[1:], len(text)], strict=True))


def title_of(lines: Sequence[Line]) -> str | None:
    """Return the headline: the first line, where it is like a headline and a text follows it."""
    if len(lines) < 2 or not is_title_like(lines[0]):
        return None
    heading = _MARKDOWN_HEADING.fullmatch(lines[0].text)
    return " ".join((heading.group(2) if heading else lines[0].text).split())


def is_title_like(line: Line) -> bool:
    """Whether a line has the form of a headline: a few words, no full stop, no list mark, a capital or a number."""
    heading = _MARKDOWN_HEADING.fullmatch(line.text)
    text = heading.group(2) if heading else line.text
    if not _TITLE_WORDS[0] <= len(line.words) <= _TITLE_WORDS[1] or len(text) > 200:
        return False
    first = text.lstrip("\"'“‘«„([¿¡")[:1]
    return not _CLOSED.search(text) and not _LIST_ITEM.match(text) and bool(first) and not first.islower()


def _starts(text: str, page: str, lines: Sequence[Line], *, is_markdown: bool) -> list[int]:
    """Return where articles begin; fewer than two where the file holds one."""
    if is_markdown and (starts := _markdown_starts(lines)):
        return starts
    if starts := _separated_starts(text, page):
        return starts
    return _headline_starts(text, lines)


def _markdown_starts(lines: Sequence[Line]) -> list[int]:
    """Return the headings of the highest level that stands several times, each over an article's worth of text."""
    headings = [(len(m.group(1)), i) for i, line in enumerate(lines) if (m := _MARKDOWN_HEADING.fullmatch(line.text))]
    if not headings or headings[0][1] != 0:
        return []
    top = min(level for level, _ in headings)
    if sum(level == top for level, _ in headings) == 1:
        # one heading over all: a collection only if it has no text of its own and its parts have headlines
        own = headings[1][1] - headings[0][1] - 1 if len(headings) > 1 else 1
        if own or any(len(lines[i].words) < _HEADLINE_WORDS for level, i in headings[1:] if level == headings[1][0]):
            return []
        top = headings[1][0]
    chosen = [i for level, i in headings if level == top]
    if not all(_n_words(lines, a + 1, b) >= _ARTICLE_WORDS // 2 for a, b in _pairs(chosen, len(lines))):
        return []
    return [lines[i].start for i in chosen]


def _separated_starts(text: str, page: str) -> list[int]:
    """Return the beginnings of parts between separator lines, where each part is a headline with a text."""
    cuts = [m for m in re.finditer(r"[^\r\n]+", text) if _SEPARATOR.fullmatch(m.group().strip())]
    if not cuts:
        return []
    starts = []
    bounds = [0, *(m.end() for m in cuts)]
    ends = [*(m.start() for m in cuts), len(text)]
    for begin, end in zip(bounds, ends, strict=True):
        part = read_lines(page[begin:end])
        if not part:
            continue
        if not is_title_like(part[0]) or _n_words(part, 1, len(part)) < _ARTICLE_WORDS:
            return []
        starts.append(begin + part[0].start)
    return starts


def _headline_starts(text: str, lines: Sequence[Line]) -> list[int]:
    """Return the headlines of a page of several articles that nothing but their form tells apart."""
    candidates = [i for i, line in enumerate(lines) if _is_headline(lines, i)]
    if len(candidates) < 2:
        return []
    is_listing = _has_pager(text, lines[candidates[0]].start)
    if candidates[0] > 0 and not is_listing:
        return []
    chosen = []
    for number, i in enumerate(candidates):
        end = candidates[number + 1] if number + 1 < len(candidates) else len(lines)
        evidence = is_listing or _has_stamp(text, lines, i) or _takes_up(lines[i], lines[i + 1 : i + 2])
        if evidence and _n_words(lines, i + 1, end) >= _ARTICLE_WORDS:
            chosen.append(i)
    if len(chosen) < 2 or chosen[0] != candidates[0]:
        return []
    return [lines[i].start for i in chosen]


def _is_headline(lines: Sequence[Line], i: int) -> bool:
    """Whether a line stands like a headline: after a full stop or nothing, alone, and over a paragraph of prose."""
    line = lines[i]
    if not is_title_like(line) or len(line.words) < _HEADLINE_WORDS or _PROSE.search(line.text):
        return False
    if i + 1 >= len(lines) or not (line.after_blank or i == 0):
        return False
    body = lines[i + 1]
    return line.is_alone and len(body.words) >= 15 and _PROSE.search(body.text) is not None


def _has_pager(text: str, end: int) -> bool:
    """Whether a pager of a listing stands before the first headline."""
    return any(is_pager(line.text) for line in read_lines(text[:end]))


def _has_stamp(text: str, lines: Sequence[Line], i: int) -> bool:
    """Whether a byline or stamp stands between a headline and its text, or right above the headline."""
    end = lines[i + 1].start if i + 1 < len(lines) else len(text)
    around = read_lines(text[lines[i].end : end])
    return any(is_byline(line.text) or read_stamp(line.text, 0, len(line.text)) for line in around)


def _takes_up(headline: Line, following: Sequence[Line]) -> bool:
    """Whether the paragraph after a headline takes up half of its words of five letters or more, and three of them."""
    told = {word[:_STEM] for line in following for word in line.words}
    content = [word[:_STEM] for word in headline.words if len(word) >= _STEM]
    shared = sum(word in told for word in content)
    return shared >= 3 and shared >= _TAKEN_UP * len(content)


def _n_words(lines: Sequence[Line], begin: int, end: int) -> int:
    return sum(len(line.words) for line in lines[begin:end])


def _pairs(starts: Sequence[int], end: int) -> list[tuple[int, int]]:
    return list(zip(starts, [*starts[1:], end], strict=True))


def _first_word(page: str, limit: int) -> int:
    """Return where the text that is not furniture begins, at most `limit`."""
    match = re.search(r"\S", page)
    return min(match.start(), limit) if match else limit

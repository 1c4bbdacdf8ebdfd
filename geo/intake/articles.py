"""Cuts the text of a file into articles, and tells an article's headline. Knows nothing of files or encodings.

A file is one article unless its structure says otherwise; a single article with subheads is never cut.
"""

import bisect
import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from geo.intake.furniture import is_byline, is_pager
from geo.intake.headers import header_starts
from geo.intake.lines import Line, paragraphs, read_lines
from geo.intake.stamps import read_stamp

_SEPARATOR = re.compile(r"(?:[-–—_=*#~·•] ?){3,}")
_MARKDOWN_HEADING = re.compile(r"(#{1,3})\s+(\S.*?)\s*#*")
_CLOSED = re.compile(r"[.;:,؛،][\"'”’»)\]]*$")
_PROSE = re.compile(r"[.!?…؟۔。][\"'”’»)\]]*$")
_QUOTE = re.compile(r"[\"“«„][^\"“”«»„]*[\"”»]")
_TWO_SENTENCES = re.compile(r"[^\W\d_]{4}[.!] +[(\[]?[^\W\d_]")
_LIST_ITEM = re.compile(r"(?:[•*+·▪►>–—-]|\d{1,2}[.)])\s")
_STEM = 5  # letters that two forms of a word share ("killed", "killing")

#: A headline has 3 to 24 words; a headline that alone begins an article has 5 (subheads are shorter).
_TITLE_WORDS = (3, 24)
_HEADLINE_WORDS = 5
#: The least an article says, in words.
_ARTICLE_WORDS = 30
#: The least a brief says that has a stamp of its own, or stands in a listing.
_BRIEF_WORDS = 12
#: Share of a headline's words that the paragraph after it takes up again (news tells its headline at once).
_TAKEN_UP = 0.5
#: Share of the shorter headline's words above which two headlines say the same.
_SAME = 0.75


@dataclass(frozen=True, slots=True)
class Article:
    """Where an article stands in the text of its file."""

    start: int
    end: int


def split_articles(
    text: str, lines: Sequence[Line], page: str, page_lines: Sequence[Line], *, is_markdown: bool = False
) -> tuple[Article, ...]:
    """Return the articles of a text in order; at least one, and no word is left out but furniture before the first.

    `page` is the text with its header and page furniture blanked; the lines are those of the text and of the page.
    Several articles are found where each has a headline of its own and one of: a header ("Title: …", front matter);
    Markdown headings of one level; a separator line (---, ***); a byline or stamp beside the headline; a pager on the
    page; or a paragraph that takes the headline up again.
    """
    blocks = paragraphs(page_lines)
    starts = header_starts(lines)
    if len(starts) < 2 and is_markdown:
        starts = _markdown_starts(blocks)
    if len(starts) < 2:
        starts = _separated_starts(lines, page)
    if len(starts) < 2:
        starts = _headline_starts(lines, blocks)
    if len(starts) < 2:
        return (Article(0, len(text)),)
    first = min(starts[0], page_lines[0].start) if page_lines else starts[0]
    begins = [first, *starts[1:]]
    return tuple(Article(start, end) for start, end in zip(begins, [*starts[1:], len(text)], strict=True))


def title_of(text: str) -> str | None:
    """Return the headline of an article without furniture: its first line, where it is like one and a text follows."""
    first = re.match(r"\s*([^\r\n]*\S)[ \t]*[\r\n]+\s*\S", text)
    if first is None:
        return None
    line = read_lines(first.group(1))[0]
    if not is_title_like(line):
        return None
    heading = _MARKDOWN_HEADING.fullmatch(line.text)
    return " ".join((heading.group(2) if heading else line.text).split())


def is_title_like(line: Line) -> bool:
    """Whether a line has the form of a headline: a few words, no full stop, no list mark, a capital or a number."""
    heading = _MARKDOWN_HEADING.fullmatch(line.text)
    text = heading.group(2) if heading else line.text
    if not _TITLE_WORDS[0] <= len(line.words) <= _TITLE_WORDS[1] or len(text) > 200:
        return False
    first = text.lstrip("\"'“‘«„([¿¡")[:1]
    return not _CLOSED.search(text) and not _LIST_ITEM.match(text) and bool(first) and not first.islower()


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


def _separated_starts(lines: Sequence[Line], page: str) -> list[int]:
    """Return the beginnings of parts between separator lines, where each part is a headline with a text."""
    cuts = [line for line in lines if not line.words and _SEPARATOR.fullmatch(line.text)]
    if not cuts:
        return []
    starts = []
    bounds = [0, *(line.end for line in cuts)]
    ends = [*(line.start for line in cuts), len(page)]
    for begin, end in zip(bounds, ends, strict=True):
        part = read_lines(page[begin:end])
        if not part:
            continue
        if not is_title_like(part[0]) or _n_words(part, 1, len(part)) < _ARTICLE_WORDS:
            return []
        starts.append(begin + part[0].start)
    return starts


def _headline_starts(lines: Sequence[Line], blocks: Sequence[Line]) -> list[int]:
    """Return the headlines of a page of several articles that nothing but their form tells apart.

    The headline at the top needs no evidence; each other one does, and a text of its own.
    """
    blocks = [block for block in blocks if not _is_stamp(block)]
    heads = _headlines(blocks, {(line.start, line.end) for line in lines})
    if len(heads) < 2:
        return []
    furniture = _between(lines, blocks, heads)
    is_listing = any(is_pager(line.text) for line in furniture[0].above)
    if heads[0] > 0 and not is_listing:
        return []
    stamps_lead = _has_stamp(furniture[0].above) and not _has_stamp(furniture[0].below)
    sides = [around.above if stamps_lead else around.below for around in furniture]
    is_stamped = _has_stamp(sides[0])
    chosen: list[int] = []
    starts = []
    for number, (i, side) in enumerate(zip(heads, sides, strict=True)):
        end = heads[number + 1] if number + 1 < len(heads) else len(blocks)
        n_words = _n_words(blocks, i + 1, end)
        firm = is_listing or (is_stamped and _has_stamp(side))
        told = n_words >= _ARTICLE_WORDS and _takes_up(blocks, i)
        if number == 0 or (firm and n_words >= _BRIEF_WORDS) or (told and _is_other(blocks, i, chosen)):
            chosen.append(i)
            starts.append(min([blocks[i].start, *(line.start for line in side if stamps_lead and _is_stamp(line))]))
    return starts


def _headlines(blocks: Sequence[Line], whole: AbstractSet[tuple[int, int]]) -> list[int]:
    """Return the blocks that stand like headlines; of two in a row (headline, standfirst) the first.

    `whole` are the extents of the lines of which nothing is furniture: a caption with its credit is no headline.
    """
    spaced = sum(not block.after_blank for block in blocks) * 5 < len(blocks)
    found: list[int] = []
    for i, block in enumerate(blocks[:-1]):
        if (block.start, block.end) not in whole:
            continue
        if _is_headline(block, is_spaced=spaced) and (i == 0 or i - 1 in found or _PROSE.search(blocks[i - 1].text)):
            found.append(i)
    firsts = [i for i in found if i - 1 not in found]
    return [i for i in firsts if _has_body(blocks, i)]


def _is_headline(block: Line, *, is_spaced: bool) -> bool:
    """Whether a block has the form of a headline, and stands alone where the paragraphs of the text do."""
    if not is_title_like(block) or len(block.words) < _HEADLINE_WORDS or block.text[-1] in ".…":
        return False
    if _QUOTE.fullmatch(block.text) or _TWO_SENTENCES.search(block.text):
        return False
    return block.is_alone or not is_spaced


def _has_body(blocks: Sequence[Line], i: int) -> bool:
    """Whether a paragraph of prose follows a headline, or its standfirst."""
    return any(len(block.words) >= 15 and _PROSE.search(block.text) for block in blocks[i + 1 : i + 3])


@dataclass(frozen=True, slots=True)
class _Around:
    """The furniture that stands above a headline and below it."""

    above: tuple[Line, ...]
    below: tuple[Line, ...]


def _between(lines: Sequence[Line], blocks: Sequence[Line], heads: Sequence[int]) -> list[_Around]:
    """Return what stands between each headline and the blocks beside it."""
    starts = [line.start for line in lines]

    def stretch(begin: int, end: int) -> tuple[Line, ...]:
        return tuple(lines[bisect.bisect_left(starts, begin) : bisect.bisect_left(starts, end)])

    result = []
    for i in heads:
        above = stretch(blocks[i - 1].end if i else 0, blocks[i].start)
        below = stretch(blocks[i].end, blocks[i + 1].start)
        result.append(_Around(above, below))
    return result


def _has_stamp(lines: Sequence[Line]) -> bool:
    return any(_is_stamp(line) for line in lines)


def _is_stamp(line: Line) -> bool:
    if is_byline(line.text):
        return True
    stamp = read_stamp(line.text, 0, len(line.text))
    return stamp is not None and stamp.end >= len(line.text.rstrip(" .)|*_"))


def _takes_up(blocks: Sequence[Line], i: int) -> bool:
    """Whether the text after a headline takes up half of its words of five letters or more, and three of them."""
    first = blocks[i + 1]
    body = [first] if _PROSE.search(first.text) else blocks[i + 1 : i + 3]
    told = {word[:_STEM] for block in body for word in block.words}
    content = _stems(blocks[i])
    return len(content & told) >= max(3, _TAKEN_UP * len(content))


def _is_other(blocks: Sequence[Line], i: int, before: Sequence[int]) -> bool:
    """Whether a headline says another thing than those before it: else it heads a video or a caption of the page."""
    own = _stems(blocks[i])
    return all(len(own & (other := _stems(blocks[k]))) <= _SAME * min(len(own), len(other)) for k in before)


def _stems(block: Line) -> set[str]:
    return {word[:_STEM] for word in block.words if len(word) >= _STEM}


def _n_words(lines: Sequence[Line], begin: int, end: int) -> int:
    return sum(len(line.words) for line in lines[begin:end])


def _pairs(starts: Sequence[int], end: int) -> list[tuple[int, int]]:
    return list(zip(starts, [*starts[1:], end], strict=True))

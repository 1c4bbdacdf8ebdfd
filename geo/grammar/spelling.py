"""Cuts text into words with their offsets. Knows no word."""

import re
from bisect import bisect_left
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from gazetteer.frozen import tuple_maker_of
from geo.grammar.letters import Remembered
from geo.records import Span

_WORD = (
    r"(?=\S)(?:[a-zA-Z]+(?=[ ,\n])"  # most words; the next two lines read them too, but slower
    r"|[^\W\d_](?:\.(?:[^\W\d_]\.)+|[^\W_]*(?:-[^\W_]+)*)"
    r"|\d+(?:[.,]\d+)*(?:st|nd|rd|th)?(?:-[^\W\d_]+)*|[^\W_]+(?:-[^\W_]+)*|['’]s\b"
    # no marks without a bearing on the grammar: quotes, brackets of editors, apostrophes
    r"|[^\w\s\"“”‘’'«»\[\]*`´])"
)
_WORDS = re.compile(_WORD)
_WORDS_AND_GAPS = re.compile(f"({_WORD})")
#: texts share one string a word, which keeps its hash: the lexicons look each word up several times
_LOWER = Remembered(str.lower)


class Spelled(NamedTuple):
    """The words of a stretch of text with their offsets, in parallel tuples."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    written: tuple[str, ...]  # with plain apostrophes
    lower: tuple[str, ...]


_spelled = tuple_maker_of(Spelled)


def cut(text: str) -> list[str]:
    """Return the words of a text."""
    return _WORDS.findall(text)


def spelled_words(text: str, span: Span) -> Spelled:
    """Return the words of a span of a text."""
    starts, ends, written, lower = spelled(text)
    first, last = bisect_left(starts, span.start), bisect_left(starts, span.end)
    if (first and ends[first - 1] > span.start) or (last and ends[last - 1] > span.end):
        return _shifted(spelled(text[span.start : span.end]), span.start)  # an end of the span lies within a word
    return _spelled((starts[first:last], ends[first:last], written[first:last], lower[first:last]))


@lru_cache(maxsize=8)  # all grammars read the words of the document in hand
def spelled(text: str) -> Spelled:
    """Return the words of a text: every second piece of it is a word, the others are what stands between."""
    pieces = _WORDS_AND_GAPS.split(text.replace("’", "'"))
    offsets = list(accumulate(map(len, pieces)))
    written = tuple(pieces[1::2])
    return Spelled(tuple(offsets[:-1:2]), tuple(offsets[1::2]), written, tuple(map(_LOWER.__getitem__, written)))


def _shifted(words: Spelled, offset: int) -> Spelled:
    starts, ends = (tuple(position + offset for position in side) for side in (words.starts, words.ends))
    return Spelled(starts, ends, words.written, words.lower)

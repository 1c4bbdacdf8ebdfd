"""Cuts a text into sentences by offsets. Knows nothing of what they say.

A blank line, a list item or a line that ends without a full stop before a capital (a headline) always ends a sentence,
so that page furniture which `documents` has blanked never glues two sentences together.
"""

import itertools
import re
from collections.abc import Iterator
from functools import lru_cache

from gazetteer.frozen import maker_of
from geo.lexicon import read_terms
from geo.records import Span

_span = maker_of(Span)
#: ends of sentences: . ! ? … and their Arabic and CJK forms, with closing quotes and brackets
_STOPS = ".!?…؟۔。！？"
_END = re.compile(rf"[{_STOPS}]++[\"'”’»)\]]*")
_BREAK = r"\n[ \t]*(?:\n|[•*–-][ \t])"
_BREAKS = re.compile(_BREAK)
#: for texts with such gaps alone; they are spelled out, as only what begins with a character itself is found fast
_BREAKS_WITH_GAPS = re.compile(_BREAK + r"|\r\n[ \t]*\r\n|        +|\t\t+")
_OPENING_MARKS = re.compile(r"[(\[\"'“‘«]")
_LONGEST_SHORT_FORM = 40  # characters before a stop in which an abbreviation is looked for
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
#: words that open a sentence and seldom go on with a name
_OPENERS = re.compile(
    r"\s+[\"“‘]?(?:The|A|An|He|She|It|They|We|I|This|That|These|Those|There|His|Her|Its|Their|In|On|At|But|And|Police"
    r"|Authorities|Officials|No|Two|Three|Several|According|After|Before|When|While|If|As|For|One)\b"
)
_OPENS = re.compile(r"[\s]*[\"'“‘«(\[]*(?:[^\W\d_]|\d)")
#: characters after a stop within which the next sentence begins
_OPENING = 12
#: characters before a place in which its sentence is looked for first
_NEAR = 200
_SPACE = re.compile(r"\s")


@lru_cache(maxsize=8)  # several stages ask for the sentences of the document in hand
def split_sentences(text: str) -> tuple[Span, ...]:
    """Return the sentences of a text in order, without surrounding white space. They never overlap."""
    found = []
    for start, end in _blocks(text):
        for a, b in _cut(text, start, end):
            piece = _trimmed(text, a, b)
            if piece is not None:
                found.append(piece)
    return tuple(found)


def sentence_at(text: str, position: int) -> Span | None:
    """Return that of `split_sentences` which holds a character, None where none does; cuts little else."""
    for start, end in _blocks(text):
        if start <= position < end:
            return _sentence_near(text, start, end, position)
    return None


def _sentence_near(text: str, start: int, end: int, position: int) -> Span | None:
    """Return the sentence of a block that holds a character.

    Whether a stop ends a sentence never depends on what stands before its word, so that cutting may begin after any
    white space before the character. Only the first piece may then lack its beginning.
    """
    reach = _NEAR
    while True:
        space = _SPACE.search(text, position - reach, position) if position - reach > start else None
        first = start if space is None else space.end()
        a, b = next(piece for piece in _cut(text, first, end) if position < piece[1])
        if a > first or first == start:
            found = _trimmed(text, a, b)
            return found if found is not None and found.start <= position < found.end else None
        reach *= 4


def _trimmed(text: str, start: int, end: int) -> Span | None:
    """Return a stretch without the white space around it, None where that is all of it."""
    words = text[start:end].lstrip()
    start = end - len(words)
    return _span(start, start + len(words.rstrip())) if words else None


def _width(text: str) -> int | None:
    """Return the length of the lines of a hard-wrapped text, None where its lines are longer or it has but a few."""
    lengths = list(map(len, map(str.rstrip, text.split("\n"))))
    longest = max(lengths)
    return longest if longest <= _WIDEST and sum(n > longest - _RAGGED for n in lengths) >= _FULL_LINES else None


#: characters of the longest hard-wrapped line; how much shorter a full one may be; how many make a text hard-wrapped
_WIDEST, _RAGGED, _FULL_LINES = 100, 10, 3


@lru_cache(maxsize=8)  # several names of a text ask for the sentence around them
def _blocks(text: str) -> tuple[tuple[int, int], ...]:
    """Return stretches between blank lines, list items and headlines."""
    start, width = 0, _width(text)
    breaks = _BREAKS_WITH_GAPS if "\r" in text or " " * 8 in text or "\t\t" in text else _BREAKS
    found: list[tuple[int, int]] = []
    for match in breaks.finditer(text):
        found += _lines(text, start, match.start(), width)
        start = match.end()
    found += _lines(text, start, len(text), width)
    return tuple(found)


def _lines(text: str, start: int, end: int, width: int | None) -> Iterator[tuple[int, int]]:
    """Yield a block, cut after lines that are headlines.

    Hard-wrapped prose has lines of like length that end anywhere; a headline is a line without closing punctuation,
    shorter than the one after it, which opens with a capital, in a block whose lines are not hard-wrapped. In a text of
    `width` a line that the next word would have made too long is none.
    """
    if text.find("\n", start, end) < 0:
        yield start, end
        return
    lines = []
    position = start
    for line in text[start:end].split("\n"):
        lines.append((position, position + len(line)))
        position += len(line) + 1
    longest = max((b - a for a, b in lines), default=0)
    is_wrapped = len(lines) > 2 and longest <= 100
    begin = start
    for (a, b), (c, d) in itertools.pairwise(lines):
        this, following = text[a:b].strip(), text[c:d].strip()
        if not this or not following:
            continue
        closed = this[-1] in '.!?…؟۔。！？:;,-–—"”’'
        paragraph_ends = this[-1] in '.!?…"”' and longest > 100
        is_full = width is not None and len(this) + 1 + len(following.split(None, 1)[0]) > width - _RAGGED
        headline = (
            not closed and not is_wrapped and not is_full and following[0].isupper() | (not following[0].isalpha())
        )
        if paragraph_ends or headline:
            yield begin, b
            begin = c
    yield begin, end


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a stretch, cut after its stops."""
    begin, marked = start, _with_plain_stops(text)
    at = marked.find(_STOPS[0], start, end)
    while at >= 0:
        after = at + 1
        if after < end and text[after] not in " \n" and (match := _END.match(text, at, end)):
            after = match.end()
        if after >= end:
            break
        if _is_boundary(text, begin, (at, after), end):
            yield begin, after
            begin = after
        at = marked.find(_STOPS[0], after, end)
    yield begin, end


@lru_cache(maxsize=8)
def _with_plain_stops(text: str) -> str:
    """Return a text with one character for all stops, as a search for several is slow."""
    for mark in _STOPS[1:]:
        text = text.replace(mark, _STOPS[0])
    return text


def _is_boundary(text: str, begin: int, stop: tuple[int, int], end: int) -> bool:
    """Say whether a stop ends the sentence that begins or is cut at `begin`."""
    at, after = stop
    is_spaced = text[after].isspace()
    first = text[after + 1 : after + 2] if is_spaced else ""
    if not first.isalnum():
        opening = _OPENS.match(text, after, min(end, after + _OPENING))
        if opening is None:
            return False
        first = text[opening.end() - 1]
    mark = text[at]
    if not is_spaced:
        # "countries.CSTO to arm": a lower-case word or a bracket, a stop, a capitalised word of two letters or more
        before = text[at - 1 : at]
        is_word = first.isupper() and text[after + 1 : min(end, after + 2)].isalpha()
        return mark in ".!?" and (before.islower() or before in ')”"') and is_word
    if first.islower() and mark in ".…":
        return False
    if mark != "." or (after > at + 1 and text[at + 1] == "."):
        return True
    word = _word_before(text, begin, at)
    bare = word.lower().rstrip(".")
    if bare in read_terms("abbreviations"):
        return first.isupper() and bare in {"etc", "inc", "ltd", "co", "corp", "jr", "sr"}
    if len(word) == 1 and word.isupper():
        return False  # an initial
    if "." in word and _INITIALS.fullmatch(word):
        # "U.S. forces" and "6 p.m. Monday" against "in D.C. The attack": the next word decides, as far as it can
        return _OPENERS.match(text, after, end) is not None
    return True


def _word_before(text: str, begin: int, end: int) -> str:
    """Return the word that ends right before a place, without what opens a quotation or a bracket before it."""
    stretch = text[max(begin, end - _LONGEST_SHORT_FORM) : end]
    if not stretch or stretch[-1].isspace():
        return ""
    word = stretch.rsplit(None, 1)[-1]
    return word if word.isalpha() else _OPENING_MARKS.split(word)[-1]

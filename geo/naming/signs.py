"""Where something stands in a text that a rule of finding looks closer at: one look at all words of many texts.

Most capitalised words are passed over by most rules; here they are so without a step for each.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gazetteer.frozen import quickly_made
from geo.naming.marks import Mark
from geo.naming.words import Glossary, Integers

#: How many numbers stand before and after each text, so that no word at its edges needs a look of its own.
EDGES = 2

#: Words that a text must have to be judged as one in capitals, and the share of them in capitals.
_FEW, _MOST = 8, 0.9


@quickly_made
@dataclass(frozen=True, slots=True)
class Signs:
    """What stands where in a text; lists hold indices of its capitalised words, in order."""

    capitals: list[int]  # all of them
    openings: list[int]  # that may open the name of a place unknown to the gazetteer: see `_may_be_placed`
    surnames: list[int]  # after a title; without a cue after a given name
    listed: list[int]  # after "of" or "as"
    dashed: list[int]  # after a dash
    numbered: list[int]  # words for roads that have numbers
    articled: list[int]  # after a hyphen and the article of an Arabic name
    is_in_capitals: bool  # it is written in capitals throughout


def read_signs(numbers: Sequence[Sequence[int]], words: Glossary) -> tuple[list[Integers], list[Signs]]:
    """Return the numbers of the words of each text as an array, and its signs."""
    sizes = np.array([len(own) for own in numbers], dtype=np.int64)
    starts = (sizes + 2 * EDGES).cumsum() - sizes - EDGES
    listed: list[int] = []
    for own in numbers:
        listed += _BEFORE
        listed += own
        listed += _AFTER
    every = np.array(listed, dtype=np.int64)
    marks = words.columns()[0][every]
    at = np.flatnonzero(marks & Mark.CAPITAL.value)
    here, before, after = marks[at], marks[at - 1], marks[at + 1]
    text = np.searchsorted(starts, at, side="right") - 1
    place = at - starts[text]

    def where(chosen: Integers) -> list[list[int]]:
        """Return the capitalised words of each text for which a number is not 0."""
        found = chosen.nonzero()[0]
        bounds = np.searchsorted(text[found], np.arange(len(sizes) + 1)).tolist()
        indices = place[found].tolist()
        return [indices[a:b] for a, b in itertools.pairwise(bounds)]

    is_named = (before & Mark.TITLE.value) | (before & Mark.FIRST.value) * (here & Mark.CUE.value == 0)
    columns = (
        where(here),
        where(_may_be_placed(at, here, before, after)),
        where(is_named * (before & Mark.CAPITAL.value)),
        where(before & Mark.BEFORE_LIST.value),
        where(before & Mark.DASH.value),
        where(here & Mark.NUMBERED.value),
        where((before & Mark.DASH.value) * (marks[at - 2] & Mark.ARTICLE.value)),
        _are_in_capitals(marks, starts),
    )
    arrays = np.split(every, np.stack((starts, starts + sizes), axis=1).ravel())[1::2]
    return arrays, [Signs(*of_text) for of_text in zip(*columns, strict=True)]


def _may_be_placed(at: Integers, here: Integers, before: Integers, after: Integers) -> Integers:
    """Return of capitalised words whether they, or one that follows them without a gap, may be marked as a place.

    By the word before or after, or by what they are. Given are where they stand and the marks of them and those beside.
    """
    is_marked = ((before & Mark.BEFORE_PLACE.value) | (after & Mark.AFTER_PLACE.value) | (here & _OF_PLACES)) > 0
    marked: Integers = np.cumsum(is_marked)
    last = np.flatnonzero(np.append(np.diff(at) != 1, True))  # of each run
    return marked[last[np.searchsorted(last, np.arange(len(at)))]] - marked + is_marked.astype(np.int64)


def _are_in_capitals(marks: Integers, starts: Integers) -> list[bool]:
    """Return whether each text is written in capitals throughout."""
    is_word = marks & Mark.LETTERS.value > 0
    is_upper = is_word & (marks & Mark.UPPER.value > 0)
    words, upper = np.add.reduceat(np.array((is_word, is_upper), dtype=np.int64), starts, axis=1)
    found: list[bool] = ((words >= _FEW) & (upper >= _MOST * words)).tolist()
    return found


_BEFORE, _AFTER = (Glossary.BEFORE,) * EDGES, (Glossary.AFTER,) * EDGES
_OF_PLACES = Mark.OPENS_LANDFORM.value | Mark.PLACE_NOUN.value

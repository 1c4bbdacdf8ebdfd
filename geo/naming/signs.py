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
    openings: list[int]  # with a word beside them that may mark them as a place, or another capitalised one after them
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
        where((after & _BESIDE_AFTER) | (before & Mark.BEFORE_PLACE.value) | (here & Mark.OPENS_LANDFORM.value)),
        where(is_named * (before & Mark.CAPITAL.value)),
        where(before & Mark.BEFORE_LIST.value),
        where(before & Mark.DASH.value),
        where(here & Mark.NUMBERED.value),
        where((before & Mark.DASH.value) * (marks[at - 2] & Mark.ARTICLE.value)),
        _are_in_capitals(marks, starts),
    )
    arrays = np.split(every, np.stack((starts, starts + sizes), axis=1).ravel())[1::2]
    return arrays, [Signs(*of_text) for of_text in zip(*columns, strict=True)]


def _are_in_capitals(marks: Integers, starts: Integers) -> list[bool]:
    """Return whether each text is written in capitals throughout."""
    is_word = marks & Mark.LETTERS.value > 0
    is_upper = is_word & (marks & Mark.UPPER.value > 0)
    words, upper = np.add.reduceat(np.array((is_word, is_upper), dtype=np.int64), starts, axis=1)
    found: list[bool] = ((words >= _FEW) & (upper >= _MOST * words)).tolist()
    return found


_BEFORE, _AFTER = (Glossary.BEFORE,) * EDGES, (Glossary.AFTER,) * EDGES
_BESIDE_AFTER = Mark.CAPITAL.value | Mark.AFTER_PLACE.value

"""Says where terms of the lexicons that each sentence is read by may begin in a text: one look at its words for all."""

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain, compress, pairwise, repeat
from operator import or_
from typing import NamedTuple, TypeVar

from geo.events.casualties import predicate_terms
from geo.events.frames import body_terms, event_terms, idle_words
from geo.events.modality import cue_terms
from geo.events.words import grammar
from geo.grammar.spelling import Spelled

Key = TypeVar("Key")


class Openings(NamedTuple):
    """Offsets at which a term may begin, in order: its only word stands there, or its first two."""

    events: list[int]
    idle: list[int]  # those of a word of events that stands for nothing by itself
    cues: list[int]
    bodies: list[int]
    predicates: list[int]
    grammar: list[int]  # terms of two or more words alone


def find_openings(text: Spelled) -> Openings:
    """Return where terms may begin among the words of a text."""
    words, pairs = _marks()
    of_words = map(words.get, text.lower, repeat(0))
    marks = list(map(or_, of_words, map(pairs.get, pairwise(chain(text.lower, ("",))), repeat(0))))
    starts, marks = list(compress(text.starts, marks)), list(filter(None, marks))
    return Openings(*(list(compress(starts, map(bit.__and__, marks))) for bit in _BITS))


#: one for each field of `Openings`
_BITS = tuple(1 << k for k in range(len(Openings._fields)))


@cache
def _marks() -> tuple[dict[str, int], dict[tuple[str, ...], int]]:
    """Return the bits of terms of one word, and those of the first two words of longer ones."""
    events, cues, bodies, predicates = event_terms(), cue_terms(), body_terms(), predicate_terms()
    single: tuple[Iterable[str], ...] = (
        events.words,
        idle_words(),
        cues.words,
        bodies.words,
        predicates.words,
        (),
    )
    longer: tuple[Iterable[tuple[str, ...]], ...] = (
        events.pairs,
        (),
        cues.pairs,
        bodies.pairs,
        predicates.pairs,
        grammar().pairs,
    )
    return _joint(single), _joint(longer)


def _joint(lexicons: Sequence[Iterable[Key]]) -> dict[Key, int]:
    found: dict[Key, int] = {}
    for bit, keys in zip(_BITS, lexicons, strict=True):
        found.update((key, found.get(key, 0) | bit) for key in keys)
    return found

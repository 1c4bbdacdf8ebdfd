"""Parts a sentence that tells of two acts, each with people and a place: "six died in X, while two died in Y"."""

import re
from collections.abc import Sequence
from itertools import pairwise

from geo.events.reading import Sentence, read_sentence
from geo.events.source import Source
from geo.events.sums import is_of_a_period, is_since
from geo.records import Span

#: what may stand between the two, and before the first of them
_BETWEEN, _FIRST = re.compile(r"(?:, while|;)\s+", re.IGNORECASE), re.compile(r"while\s+", re.IGNORECASE)
_COMMA = re.compile(r",\s+")
#: frames that tell of no act of their own
_NO_ACTS = frozenset({"death", "arrests", "other", "attribution", "diplomacy"})
_HARM = frozenset({"killed", "injured", "abducted", "shot"})


def parted(source: Source, spans: Sequence[Span]) -> Sequence[Span]:
    """Return the sentences of a text, in place of one that tells of two acts the stretches that tell of one each."""
    marks = [mark for mark in _MARKS if mark in source.text]
    if not marks:
        return spans
    return [part for span in spans for part in _parts_of(source, span, marks)]


#: without one of these a sentence has no second part
_MARKS = ("hile", ";")


def _parts_of(source: Source, span: Span, marks: Sequence[str]) -> Sequence[Span]:
    text = source.text
    if all(text.find(mark, span.start, span.end) < 0 for mark in marks):
        return (span,)
    opening = _FIRST.match(text, span.start, span.end)
    between = _COMMA if opening else _BETWEEN
    start = opening.end() if opening else span.start
    for cut in between.finditer(text, start, span.end):
        parts = Span(start, cut.start()), Span(cut.end(), span.end)
        if _are_two([read_sentence(source, part, number=0, part="body") for part in parts]):
            return parts
    return (span,)


def _are_two(parts: Sequence[Sentence]) -> bool:
    """Say whether each part tells of an act that befell people, in a place that the other does not name."""
    places = [{r.place.place_id for r in s.places if r.place and r.toponym.role == "literal"} for s in parts]
    if not all(places) or not all(one.isdisjoint(two) for one, two in pairwise(places)):
        return False  # as most: it takes less to see than what befell people
    first = parts[0].spelled.lower
    if is_since(first) or is_of_a_period(first):
        return False  # "400 have died since 2019; most fell in X in May of that year"
    return all(_counts(s) and (_tells_of_act(s) or _counts(s, "killed")) for s in parts)


def _tells_of_act(sentence: Sentence) -> bool:
    return any(t.trigger.frame not in _NO_ACTS for t in sentence.incidents)


def _counts(sentence: Sentence, slot: str = "") -> bool:
    """Say whether a part counts people whom something befell; others who were hurt are of the act before."""
    tolls = (t for t in sentence.tolls if t.slot in _HARM and slot in {"", t.slot} and not t.conditional)
    return any(t.group.form in {"count", "one"} and not t.group.is_part for t in tolls)

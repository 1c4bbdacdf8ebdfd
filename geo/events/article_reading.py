"""Reads an article into sentences with their numbers, dates and places, the headline first where it stands apart."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from geo.config import Config
from geo.dates import find_dates
from geo.events.reading import Part, Sentence, read_sentence
from geo.numbers import find_numbers
from geo.records import Document, Resolution, Span
from geo.sentences import split_sentences

Item = TypeVar("Item")

#: letters of a place name that is looked for in the headline
_SHORTEST_NAME = 4


def read_document(document: Document, resolutions: Sequence[Resolution], config: Config) -> list[Sentence]:
    """Return the sentences of a document with what was read in each; the title first where it stands apart."""
    sentences: list[Sentence] = []
    title = (document.title or "").strip()
    if title and title.lower() not in " ".join(document.text[: len(title) + 400].lower().split()):
        sentences.append(_read_title(document.title or "", document, resolutions, config))
    numbers = find_numbers(document.text)
    dates = find_dates(document.text, document.published, config.as_of)
    number_starts = [n.start for n in numbers]
    date_starts = [d.start for d in dates]
    place_starts = [r.toponym.start for r in resolutions]
    has_lead = False
    spans = split_sentences(document.text)
    for span in spans:
        words = document.text[span.start : span.end]
        part: Part = "body"
        if not sentences and len(spans) > 1 and _is_headline(words, title):
            part = "title"
        elif not has_lead and len(words.split()) >= 6:
            part, has_lead = "lead", True
        sentences.append(
            read_sentence(
                document.text,
                span,
                number=len(sentences),
                part=part,
                is_outside=False,
                numbers=_within(numbers, number_starts, span),
                dates=_within(dates, date_starts, span),
                places=_within(resolutions, place_starts, span),
            )
        )
    return sentences


def _within(items: Sequence[Item], starts: Sequence[int], span: Span) -> Sequence[Item]:
    """Return the items that start within a span; both are in the order of the text."""
    return items[bisect_left(starts, span.start) : bisect_left(starts, span.end)]


def _is_headline(words: str, title: str) -> bool:
    return words.strip() == title or (words[-1:] not in '.!?"”' and len(words.split()) <= 22)


def _places_in(title: str, resolutions: Sequence[Resolution]) -> list[Resolution]:
    """Return the names of the text that a headline repeats, with their offsets in the headline."""
    found: dict[int, Resolution] = {}
    lower = title.lower()
    for resolution in resolutions:
        name = resolution.toponym
        if resolution.place is None or name.role not in {"literal", "nested"} or len(name.text) < _SHORTEST_NAME:
            continue
        if name.text.lower() not in lower:  # spares an expression for most names
            continue
        match = re.search(rf"\b{re.escape(name.text)}\b", title, re.IGNORECASE)
        if match and match.start() not in found:
            here = replace(name, start=match.start(), end=match.end(), role="literal")
            found[match.start()] = replace(resolution, toponym=here)
    return [found[start] for start in sorted(found)]


def _read_title(title: str, document: Document, resolutions: Sequence[Resolution], config: Config) -> Sentence:
    """Return the reading of a headline that stands apart; its places are those that the text resolves too."""
    return read_sentence(
        title,
        Span(0, len(title)),
        number=0,
        part="title",
        is_outside=True,
        numbers=find_numbers(title),
        dates=find_dates(title, document.published, config.as_of),
        places=_places_in(title, resolutions),
    )

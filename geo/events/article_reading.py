"""Reads an article into sentences with their numbers, dates and places, the headline first where it stands apart."""

import re
from collections.abc import Sequence
from dataclasses import replace

from geo.config import Config
from geo.events.reading import Part, Sentence, read_sentence
from geo.events.source import Source
from geo.records import Document, Resolution, Span
from geo.sentences import split_sentences

#: letters of a place name that is looked for in the headline
_SHORTEST_NAME = 4


def read_document(document: Document, resolutions: Sequence[Resolution], config: Config) -> list[Sentence]:
    """Return the sentences of a document with what was read in each; the title first where it stands apart."""
    sentences: list[Sentence] = []
    title = (document.title or "").strip()
    if title and title.lower() not in " ".join(document.text[: len(title) + 400].lower().split()):
        sentences.append(_read_title(document.title or "", document, resolutions, config))
    source = Source(document.text, resolutions, document.published, config.as_of)
    has_lead = False
    spans = split_sentences(document.text)
    for span in spans:
        words = document.text[span.start : span.end]
        part: Part = "body"
        if not sentences and len(spans) > 1 and _is_headline(words, title):
            part = "title"
        elif not has_lead and len(words.split()) >= 6:
            part, has_lead = "lead", True
        sentences.append(read_sentence(source, span, number=len(sentences), part=part))
    return sentences


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
    places = _places_in(title, resolutions)
    source = Source(title, places, document.published, config.as_of, is_outside=True)
    return read_sentence(source, Span(0, len(title)), number=0, part="title")

"""Reads an article into sentences with their numbers, dates and places, the headline first where it stands apart."""

import re
from collections.abc import Sequence
from dataclasses import replace

from geo.config import Config
from geo.events.reading import Part, Sentence, read_sentence
from geo.events.source import Source
from geo.events.two_acts import parted
from geo.grammar.patterns import lowered
from geo.records import Document, Resolution, Span
from geo.sentences import split_sentences

#: letters of a place name that is looked for in the headline
_SHORTEST_NAME = 4
#: words of the first sentence of an article, at least; what is shorter is a name, a place or a time
_WORDS_OF_LEAD = 6


def read_document(document: Document, resolutions: Sequence[Resolution], config: Config) -> list[Sentence]:
    """Return the sentences of a document with what was read in each; the title first where it stands apart."""
    sentences: list[Sentence] = []
    title = (document.title or "").strip()
    if title and title.lower() not in " ".join(document.text[: len(title) + 400].lower().split()):
        sentences.append(_read_title(document.title or "", document, resolutions, config))
    source = Source(document.text, resolutions, document.published, config.as_of)
    whole = split_sentences(document.text)
    has_headline = not sentences and len(whole) > 1 and _is_headline(_words(document, whole[0]), title)
    spans = iter([*whole[:has_headline], *parted(source, whole[has_headline:])])
    for span in spans:
        part: Part = "body"
        if has_headline and not sentences:
            part = "title"
        elif len(_words(document, span).split()) >= _WORDS_OF_LEAD:
            part = "lead"
        sentences.append(read_sentence(source, span, number=len(sentences), part=part))
        if part == "lead":
            break
    sentences += [read_sentence(source, s, number=k, part="body") for k, s in enumerate(spans, len(sentences))]
    return sentences


def _words(document: Document, span: Span) -> str:
    return document.text[span.start : span.end]


def _is_headline(words: str, title: str) -> bool:
    return words.strip() == title or (words[-1:] not in '.!?"”' and len(words.split()) <= 22)


def _places_in(title: str, resolutions: Sequence[Resolution]) -> list[Resolution]:
    """Return the names of the text that a headline repeats, with their offsets in the headline."""
    found: dict[int, Resolution] = {}
    lower = lowered(title)
    for resolution in resolutions:
        name = resolution.toponym
        if resolution.place is None or name.role not in {"literal", "nested"} or len(name.text) < _SHORTEST_NAME:
            continue
        start = _find_whole(name.text.lower(), lower)
        if start is not None and start not in found:
            here = replace(name, start=start, end=start + len(name.text), role="literal")
            found[start] = replace(resolution, toponym=here)
    return [found[start] for start in sorted(found)]


def _find_whole(name: str, text: str) -> int | None:
    """Return where a name first stands in a text as words of its own, None where it does not."""
    start = text.find(name)
    while start >= 0:
        if _EDGE.match(text, start) and _EDGE.match(text, start + len(name)):
            return start
        start = text.find(name, start + 1)
    return None


_EDGE = re.compile(r"\b")


def _read_title(title: str, document: Document, resolutions: Sequence[Resolution], config: Config) -> Sentence:
    """Return the reading of a headline that stands apart; its places are those that the text resolves too."""
    places = _places_in(title, resolutions)
    source = Source(title, places, document.published, config.as_of, is_outside=True)
    return read_sentence(source, Span(0, len(title)), number=0, part="title")

"""Tells what an article says that is no incident: agreements, arrests, plans, statements, acts told in general only."""

from collections.abc import Iterator, Sequence

from gazetteer.frozen import maker_of
from geo.events.frames import frames
from geo.events.reading import Sentence, Told
from geo.events.report_slots import describe_place, describe_time, report_id
from geo.records import Document, Evidence, Report

_report = maker_of(Report)
#: developments told of one article, at most
_MAX_DEVELOPMENTS = 3


def find_developments(document: Document, sentences: Sequence[Sentence], used: set[int]) -> Iterator[Report]:
    """Yield what is told that is no incident: agreements, arrests, plans, statements, acts told in general only.

    `used` are the sentences that incidents rest on.
    """
    found: list[tuple[float, Told, Sentence]] = []
    for k, sentence in enumerate(sentences):
        if not sentence.told or (sentence.number in used and len(sentence.incidents) == len(sentence.told)):
            continue
        best: tuple[float, Told] | None = None
        for told in sentence.told:
            frame = frames()[told.trigger.frame]
            if frame.name == "idle" or (frame.is_incident and told.mode == "actual" and sentence.number in used):
                continue
            score = told.weight - 0.9 * min(k, 5) - (0.8 if frame.is_incident else 0.0)
            if best is None or score > best[0]:
                best = (score, told)
        if best is not None and best[0] > 0:
            found.append((best[0], best[1], sentence))
    found.sort(key=lambda item: (-item[0], item[2].number))
    for score, told, sentence in found[:_MAX_DEVELOPMENTS]:
        if not sentence.is_outside or len(sentences) == 1:
            yield _development(document, score, told, sentence)


def _development(document: Document, score: float, told: Told, sentence: Sentence) -> Report:
    frame = frames()[told.trigger.frame]
    span = sentence.span
    evidence = (
        ()
        if sentence.is_outside
        else (Evidence(span.start, span.end, ("type",), document.text[span.start : span.end]),)
    )
    return _report(
        id=report_id(document.id, evidence),
        record_type="development",
        tense="planned" if told.mode == "exercise" else told.mode,
        event_type=frame.event_type,
        sub_event_type=frame.sub_event_type,
        **describe_time(None),
        **describe_place(None, ()),
        killed=None,
        injured=None,
        abducted=None,
        arrested=None,
        actors=(),
        weapons=(),
        seizures=(),
        civilian_targeting=False,
        status="reported",
        attribution=None,
        evidence=evidence,
        confidence=round(min(max(0.6 + score / 50 + (0.12 if sentence.part != "body" else 0.0), 0.05), 0.98), 3),
    )

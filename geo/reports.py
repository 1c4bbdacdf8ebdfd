"""Turns the sentences of a document into reports: what happened, when, where, to whom, and which words say so."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from geo.actors import actors_of, weapons_of
from geo.config import Config
from geo.dates import DateMention, find_dates
from geo.event_date import EventDate, dates_of, fresh, in_the_night
from geo.event_place import EventPlace, jurisdiction, places_of, where_prec
from geo.event_type import choose_type
from geo.frames import frames
from geo.genre import genre_of
from geo.joining import Draft, join
from geo.numbers import NumberMention, find_numbers
from geo.reading import Part, Sentence, Told, read_sentence
from geo.records import Document, Evidence, Report, Resolution, Span, Status
from geo.seizures import seizures_of
from geo.sentences import split_sentences
from geo.tolls import Casualties, add_up

#: words that set an incident beside a place
_NEAR = re.compile(
    r"\b(?:near|outside|around|outskirts|close to|vicinity|between|along|towards?|from|off|north|south|east|west)\b"
    r"(?: (?:of|the|town|city|village))*\s*$",
    re.IGNORECASE,
)
#: developments told of one article, at most
_MAX_DEVELOPMENTS = 3
#: letters of a place name that is looked for in the headline
_SHORTEST_NAME = 4
#: the last sentence of the head of an article
_OPENING_SENTENCES = 4


def extract_reports(document: Document, resolutions: Sequence[Resolution], config: Config) -> tuple[Report, ...]:
    """Return what a document says of incidents and developments, in the order of the text.

    Offsets of the evidence count in `document.text`. `resolutions` are those of the document's toponyms. `confidence`
    is highest for the event the article is mainly about.
    """
    sentences = read_document(document, resolutions, config)
    texts = {s.number: (document.title or "") if s.is_outside else document.text for s in sentences}
    published = document.published.end if document.published else config.as_of
    drafts = [] if genre_of(sentences) else join(sentences, texts, published)
    reports = [_incident(document, draft, sentences, texts, k) for k, draft in enumerate(drafts)]
    used = {s.number for draft in drafts for _, s in draft.told}
    reports.extend(_developments(document, sentences, used))
    return tuple(sorted(reports, key=lambda r: (r.evidence[0].start if r.evidence else -1, r.id)))


def report_id(document_id: str, evidence: Iterable[Evidence]) -> str:
    """Return the id of a report: a hash of its document's id and its evidence, 16 hexadecimal digits."""
    digest = hashlib.sha256(document_id.encode())
    for piece in evidence:
        digest.update(f"|{piece.start}-{piece.end}:{','.join(piece.slots)}".encode())
    return digest.hexdigest()[:16]


def read_document(document: Document, resolutions: Sequence[Resolution], config: Config) -> list[Sentence]:
    """Return the sentences of a document with what was read in each; the title first where it stands apart."""
    sentences: list[Sentence] = []
    title = (document.title or "").strip()
    if title and title.lower() not in " ".join(document.text[: len(title) + 400].lower().split()):
        sentences.append(_read_title(document.title or "", document, resolutions, config))
    numbers = find_numbers(document.text)
    dates = find_dates(document.text, document.published, config.as_of)
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
                numbers=[n for n in numbers if span.start <= n.start < span.end],
                dates=[d for d in dates if span.start <= d.start < span.end],
                places=[r for r in resolutions if span.start <= r.toponym.start < span.end],
            )
        )
    return sentences


def _is_headline(words: str, title: str) -> bool:
    return words.strip() == title or (words[-1:] not in '.!?"”' and len(words.split()) <= 22)


def _places_in(title: str, resolutions: Sequence[Resolution]) -> list[Resolution]:
    """Return the names of the text that a headline repeats, with their offsets in the headline."""
    found: dict[int, Resolution] = {}
    for resolution in resolutions:
        name = resolution.toponym
        if resolution.place is None or name.role not in {"literal", "nested"} or len(name.text) < _SHORTEST_NAME:
            continue
        match = re.search(rf"\b{re.escape(name.text)}\b", title, re.IGNORECASE)
        if match and match.start() not in found:
            here = replace(name, start=match.start(), end=match.end(), role="literal")
            found[match.start()] = replace(resolution, toponym=here)
    return [found[start] for start in sorted(found)]


def _read_title(title: str, document: Document, resolutions: Sequence[Resolution], config: Config) -> Sentence:
    """Return the reading of a headline that stands apart; its places are those that the text resolves too."""
    numbers: tuple[NumberMention, ...] = find_numbers(title)
    dates: tuple[DateMention, ...] = find_dates(title, document.published, config.as_of)
    return read_sentence(
        title,
        Span(0, len(title)),
        number=0,
        part="title",
        is_outside=True,
        numbers=numbers,
        dates=dates,
        places=_places_in(title, resolutions),
    )


def _lead_place(sentences: Sequence[Sentence], texts: dict[int, str]) -> EventPlace | None:
    """Return the place of the headline and the first sentence, for an incident that names none of its own."""
    opening = [s for s in sentences if s.number <= _OPENING_SENTENCES]
    found = [p for s in opening for p in places_of(s, (), text=texts[s.number])]
    best = max(found, key=lambda p: (p.weight, -p.sentence), default=None)
    if best is not None:
        return replace(best, reason="at the head of the article")
    named = (jurisdiction(s, text=texts[s.number]) for s in sentences)
    return next((p for p in named if p is not None), None)


def _nearby_date(draft: Draft, sentences: Sequence[Sentence]) -> EventDate | None:
    """Return a day told right beside the sentences of an incident that name none themselves."""
    numbers = {s.number for s in draft.sentences}
    found = [
        d
        for s in sentences
        if s.number not in numbers and not s.incidents and not s.is_outside and {s.number - 1, s.number + 1} & numbers
        for d in dates_of(s, ())
        if d.precision == 1 and d.weight > 0.5
    ]
    return max(found, key=lambda d: (d.weight, -d.sentence), default=None)


def _incident(
    document: Document, draft: Draft, sentences: Sequence[Sentence], texts: dict[int, str], order: int
) -> Report:
    frame, score = choose_type(draft.told)
    counts = add_up(draft.sentences)
    place = draft.place or _lead_place(sentences, texts)
    when = in_the_night(draft.date, draft.sentences) or _nearby_date(draft, sentences)
    if when is None and not draft.is_group and not draft.is_background:
        when = fresh(document.published, 0)
    evidence = tuple(_evidence(document, draft, counts, when, place))
    return Report(
        id=report_id(document.id, evidence),
        record_type="incident_group" if draft.is_group else "incident",
        tense="historical" if draft.is_background else "actual",
        event_type=frame.event_type,
        sub_event_type=frame.sub_event_type,
        **_when(when),
        **_where(place, texts),
        killed=counts.killed,
        injured=counts.injured,
        abducted=counts.abducted,
        arrested=counts.arrested,
        actors=actors_of(draft.sentences, texts),
        weapons=weapons_of(draft.sentences),
        seizures=seizures_of(draft.sentences),
        civilian_targeting=frame.event_type == "Violence against civilians",
        status=_status(draft.sentences),
        attribution=None,
        evidence=evidence,
        confidence=_confidence(score, order, draft),
    )


def _confidence(score: float, order: int, draft: Draft) -> float:
    """Return how sure we are; what the headline and the first sentence tell is what the article is about."""
    value = 0.6 + score / 50 - 0.1 * min(order, 4)
    value += 0.12 if any(s.part != "body" for s in draft.sentences) else 0.0
    value -= (0.15 if draft.is_group else 0.0) + (0.15 if draft.is_background else 0.0)
    return round(min(max(value, 0.05), 0.98), 3)


def _when(when: EventDate | None) -> dict[str, Any]:
    return {
        "date_start": when.first if when else None,
        "date_end": when.last if when else None,
        "date_prec": when.precision if when else None,
        "date_text": when.text if when else None,
        "date_basis": when.basis if when else None,
        "time_text": when.time_text if when else None,
    }


def _where(place: EventPlace | None, texts: dict[int, str]) -> dict[str, Any]:
    found = place.resolution.place if place else None
    is_near = False
    if place is not None:
        before = texts[place.sentence][max(0, place.start - 30) : place.start]
        is_near = _NEAR.search(before) is not None
    return {
        "location": place.text if place else None,
        "latitude": found.lat if found else None,
        "longitude": found.lon if found else None,
        "where_prec": where_prec(found, is_near=is_near) if found else None,
        "radius_km": found.radius_km if found else None,
        "country": found.country if found else None,
        "admin1": found.admin1 if found else None,
        "admin2": found.admin2 if found else None,
        "place_id": found.place_id if found else None,
        "place_score": found.score if found else None,
        "place_reason": f"{place.reason}; {place.resolution.reason}" if place else None,
        "place_geometry": found.geometry if found else None,
        "alternatives": place.resolution.alternatives if place else (),
    }


def _status(sentences: Sequence[Sentence]) -> Status:
    told = sentences
    if any(s.has_cue("DISPUTED") for s in told):
        return "disputed"
    if any(s.has_cue("UNCONFIRMED") for s in told):
        return "unconfirmed"
    return "claimed" if any(s.has_cue("CLAIMED") for s in told) else "reported"


def _evidence(
    document: Document, draft: Draft, counts: Casualties, when: EventDate | None, place: EventPlace | None
) -> Iterator[Evidence]:
    """Yield the sentences an incident rests on; a title that stands apart from the text is none."""
    for sentence in draft.sentences:
        if sentence.is_outside:
            continue
        slots = []
        if any(s.number == sentence.number for _, s in draft.told):
            slots.append("type")
        if when is not None and when.text and when.sentence == sentence.number:
            slots.append("date")
        if place is not None and place.sentence == sentence.number:
            slots.append("place")
        for slot in ("killed", "injured", "abducted", "arrested"):
            sources = counts.sentences.get(slot, ()) + (counts.sentences.get("shot", ()) if slot == "injured" else ())
            if sentence.number in sources:
                slots.append(slot)
        span = sentence.span
        yield Evidence(span.start, span.end, tuple(slots or ["context"]), document.text[span.start : span.end])


def _developments(document: Document, sentences: Sequence[Sentence], used: set[int]) -> Iterator[Report]:
    """Yield what is told that is no incident: agreements, arrests, plans, statements, acts told in general only.

    `used` are the sentences that incidents rest on.
    """
    found: list[tuple[float, Told, Sentence]] = []
    for k, sentence in enumerate(sentences):
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
    return Report(
        id=report_id(document.id, evidence),
        record_type="development",
        tense="planned" if told.mode == "exercise" else told.mode,
        event_type=frame.event_type,
        sub_event_type=frame.sub_event_type,
        **_when(None),
        **_where(None, {}),
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

"""Turns the sentences of a document into reports: what happened, when, where, to whom, and which words say so."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from gazetteer.frozen import maker_of, quickly_made
from geo.config import Config
from geo.events.actors import actors_of, weapons_of
from geo.events.apart import has_attackers
from geo.events.article_reading import read_document
from geo.events.attribution import attribution_of
from geo.events.date_clues import EventDate
from geo.events.date_ranking import Article
from geo.events.dating import article_of, date_of, date_of_main
from geo.events.developments import find_developments
from geo.events.drafts import Draft, Joined
from geo.events.event_place import EventPlace, places_of
from geo.events.event_type import choose_type
from geo.events.frames import Frame
from geo.events.genre import genre_of
from geo.events.home_places import (
    CountryOf,
    country_named,
    country_of_recalled,
    country_told_of,
    dateline_of,
    dateline_of_item,
    is_capital_of_dateline,
    jurisdiction,
    nearer_home,
    not_abroad,
)
from geo.events.joining import join
from geo.events.named_acts import OF_DEATHS
from geo.events.reading import Sentence
from geo.events.report_slots import describe_place, describe_time, report_id
from geo.events.seizures import seizures_of
from geo.events.tolls import Casualties, add_up
from geo.records import Document, Evidence, Report, Resolution, ScoredPlace, Status

_report, _piece = maker_of(Report), maker_of(Evidence)
#: shapes in which an act is spoken of, not told
_SPOKEN_OF = frozenset({"noun", "plural"})
_DISASTER = "Disaster"
#: frames that tell of deaths and not of what, or of what a disaster does
_OF_A_DISASTER = frozenset({"killing", "death", "collapse", "drowning"})
#: the last sentence of the head of an article
_OPENING_SENTENCES = 4


def no_country(code: str) -> ScoredPlace | None:  # noqa: ARG001 - as every `CountryOf`
    """Know no country by its code."""
    return None


def extract_reports(
    document: Document, resolutions: Sequence[Resolution], config: Config, country_of: CountryOf = no_country
) -> tuple[Report, ...]:
    """Return what a document says of incidents and developments, in the order of the text.

    Offsets of the evidence count in `document.text`. `resolutions` are those of the document's toponyms; `country_of`
    gives the country of an ISO code, for articles that never name it. `confidence` is highest for the event the
    article is mainly about.
    """
    read = _read(document, resolutions, config)
    reports = [_incident(read, k, when, country_of) for k, when in enumerate(_dates(read))]
    used = {s.number for draft in read.joined.drafts for _, s in draft.told}
    reports.extend(find_developments(document, read.sentences, used))
    return tuple(sorted(reports, key=lambda r: (r.evidence[0].start if r.evidence else -1, r.id)))


def main_article(document: Document, resolutions: Sequence[Resolution], config: Config) -> Article | None:
    """Return what the day of the main incident of a document is chosen by, None without such an incident."""
    read = _read(document, resolutions, config)
    main = _main(read)
    draft = None if main is None else read.joined.drafts[main]
    return None if draft is None else article_of(draft, read.joined, read.sentences, document.published)


@quickly_made
@dataclass(frozen=True, slots=True)
class _Read:
    """A document with what its sentences say and the incidents they are joined to."""

    document: Document
    sentences: Sequence[Sentence]  # by their numbers
    joined: Joined
    types: Sequence[Frame]  # of the incidents
    sure: Sequence[float]  # confidence of each


def _read(document: Document, resolutions: Sequence[Resolution], config: Config) -> _Read:
    sentences = read_document(document, resolutions, config)
    published = document.published.end if document.published else config.as_of
    joined = Joined((), {}) if genre_of(sentences) else join(sentences, published)
    types = [choose_type(draft.told) for draft in joined.drafts]
    sure = [_confidence(score, k, d) for k, ((_, score), d) in enumerate(zip(types, joined.drafts, strict=True))]
    read = _Read(document, sentences, joined, [frame for frame, _ in types], sure)
    return replace(read, types=_of_the_disaster(read)) if len(types) > 1 else read


def _of_the_disaster(read: _Read) -> list[Frame]:
    """Return the frames of the incidents; who merely died elsewhere in an article on a disaster died of it."""
    disaster = read.types[_surest(read)]
    if disaster.event_type != _DISASTER:
        return list(read.types)
    drafts = read.joined.drafts
    are_of_it = [_tells_of_deaths(d) and not has_attackers(d) for d in drafts]
    return [disaster if is_of_it else frame for is_of_it, frame in zip(are_of_it, read.types, strict=True)]


def _tells_of_deaths(draft: Draft) -> bool:
    """Say whether the sentence that an incident opens with tells of deaths alone, or of what a disaster does."""
    return _OF_A_DISASTER.issuperset(t.trigger.frame for t, s in draft.told if s is draft.sentences[0])


def _main(read: _Read) -> int | None:
    """Return which incident a document is mainly about, None where that is none, a sum or background."""
    drafts = read.joined.drafts
    main = _surest(read) if drafts else None
    return None if main is None or drafts[main].is_group or drafts[main].is_background else main


def _surest(read: _Read) -> int:
    """Return the incident that is told most surely, the first of equal ones."""
    return max(range(len(read.sure)), key=lambda k: (read.sure[k], -k))


def _dates(read: _Read) -> Iterator[EventDate | None]:
    main, published = _main(read), read.document.published
    for k, draft in enumerate(read.joined.drafts):
        if k == main:
            yield date_of_main(draft, read.joined, read.sentences, published)
        else:
            yield None if draft.is_recalled and not draft.dates else date_of(draft, read.sentences, published)


def _lead_place(sentences: Sequence[Sentence]) -> EventPlace | None:
    """Return the place of the headline and the first sentence, for an incident that names none of its own."""
    found = [p for s in sentences[: _OPENING_SENTENCES + 1] for p in places_of(s, ())]
    best = max(found, key=lambda p: (p.weight, -p.sentence), default=None)
    if best is not None:
        return replace(best, reason="at the head of the article")
    return _first_jurisdiction(sentences)


def _place_of_head(read: _Read, number: int) -> EventPlace | None:
    """Return the place of the head of the article for an incident that names none.

    A wire from a capital tells of the whole country: where its head tells of a first act in some town, a second one
    that is told below without a place did not happen there.
    """
    place = _lead_place(read.sentences)
    dateline = dateline_of(read.sentences)
    if number == 0 or place is None or dateline is None or not is_capital_of_dateline(dateline):
        return place
    is_below = read.joined.drafts[number].sentences[0].number > _OPENING_SENTENCES
    return dateline if is_below and not place.is_dateline else place


def _first_jurisdiction(sentences: Sequence[Sentence]) -> EventPlace | None:
    named = (jurisdiction(s) for s in sentences if s.places)
    return next((p for p in named if p is not None), None)


def _unlocated(sentences: Sequence[Sentence]) -> EventPlace | None:
    """Return the best name that no gazetteer has: words of a place without a point."""
    found = [p for s in sentences for p in places_of(s, (), is_located=False)]
    return max(found, key=lambda p: (p.weight, -p.sentence), default=None)


def _incident(read: _Read, number: int, when: EventDate | None, country_of: CountryOf) -> Report:
    document, sentences = read.document, read.sentences
    draft, frame = read.joined.drafts[number], read.types[number]
    # how many of the people counted belong to which place of a list is not told
    elsewhere = _earlier(read, draft, when) | _beside(read, draft)
    counts = add_up(draft.sentences[1:] if draft.is_of_list else draft.sentences, elsewhere=elsewhere)
    if draft.is_recalled or _is_other_disaster(read, number):
        place = draft.place or country_of_recalled(draft.sentences, sentences, country_of)
    else:
        place = draft.place or _place_of_head(read, number) or _unlocated(draft.sentences)
    if place is not None:
        home = dateline_of_item(read.joined.items, draft.sentences[0].number) or dateline_of(sentences)
        if number == 0 or not place.is_tied or place.resolution.match != "exact":
            place = nearer_home(place, home or _first_jurisdiction(sentences), sentences)
        if is_capital_of_dateline(place):
            place = country_told_of(place, draft.sentences, sentences, country_of) or place
        else:
            place = not_abroad(place, draft.sentences, sentences)
    place = place or country_named(draft.sentences, sentences)
    evidence = tuple(_evidence(read, draft, counts, when, place))
    return _report(
        id=report_id(document.id, evidence),
        record_type="incident_group" if draft.is_group else "incident",
        tense="historical" if draft.is_background else "actual",
        event_type=frame.event_type,
        sub_event_type=frame.sub_event_type,
        **describe_time(when),
        **describe_place(place, sentences),
        killed=counts.killed,
        injured=counts.injured,
        abducted=counts.abducted,
        arrested=counts.arrested,
        actors=actors_of(draft.sentences),
        weapons=weapons_of(draft.sentences),
        seizures=seizures_of(draft.sentences, sentences),
        civilian_targeting=frame.event_type == "Violence against civilians",
        status=_status(draft.sentences),
        attribution=attribution_of(draft.sentences),
        evidence=evidence,
        confidence=read.sure[number],
    )


def _is_other_disaster(read: _Read, number: int) -> bool:
    """Say whether a disaster is mentioned in an article on something else: "since the March earthquake".

    It was somewhere in the country, not where the article is set.
    """
    if read.types[number].event_type != _DISASTER:
        return False
    main = _main(read)
    return main is not None and read.types[main].event_type != _DISASTER


def _earlier(read: _Read, draft: Draft, when: EventDate | None) -> frozenset[int]:
    """Return the numbers of the sentences that name only days before the incident: who was killed then died in another.

    Who is said to have died later may have died of it.
    """
    if when is None or when.first is None:
        return frozenset()
    start = when.first
    dates = {s.number: read.joined.dates.get(s.number, ()) for s in draft.sentences if s.part == "body"}
    return frozenset(
        k for k, named in dates.items() if named and all(d.last is not None and d.last < start for d in named)
    )


def _beside(read: _Read, draft: Draft) -> frozenset[int]:
    """Return the numbers of the sentences in which an act told in passing has the dead, and the incident has no act."""
    others = {
        s.number for d in read.joined.drafts if d.victims and d is not draft for t, s in d.told if t.shape in _SPOKEN_OF
    }
    return frozenset(others - {s.number for t, s in draft.told if t.trigger.frame in OF_DEATHS} if others else ())


def _confidence(score: float, order: int, draft: Draft) -> float:
    """Return how sure we are; what the headline and the first sentence tell is what the article is about."""
    value = 0.6 + score / 50 - 0.1 * min(order, 4)
    value += 0.12 if any(s.part != "body" for s in draft.sentences) else 0.0
    value -= 0.15 * (draft.is_group + draft.is_background + draft.is_recalled)
    return round(min(max(value, 0.05), 0.98), 3)


def _status(sentences: Sequence[Sentence]) -> Status:
    cues = frozenset[str]().union(*[s.first_cues for s in sentences])
    if "DISPUTED" in cues:
        return "disputed"
    if "UNCONFIRMED" in cues:
        return "unconfirmed"
    return "claimed" if "CLAIMED" in cues else "reported"


def _evidence(
    read: _Read, draft: Draft, counts: Casualties, when: EventDate | None, place: EventPlace | None
) -> Iterator[Evidence]:
    """Yield the sentences an incident rests on; a title that stands apart from the text is none."""
    dated = {when.sentence} if when is not None and when.text else set[int]()
    slots = _slots(draft, counts, dated, place)
    text = read.document.text
    for number in sorted({s.number for s in draft.sentences} | dated):
        sentence = read.sentences[number]
        if sentence.is_outside:
            continue
        start, end = sentence.span.start, sentence.span.end
        yield _piece(start, end, tuple(slots.get(number, ("context",))), text[start:end])
        if draft.is_of_list and place is not None and place.sentence == number:  # one of several places: its words
            yield _piece(place.start, place.end, ("place",), text[place.start : place.end])


def _slots(draft: Draft, counts: Casualties, dated: set[int], place: EventPlace | None) -> Mapping[int, list[str]]:
    """Return what each sentence supports, by its number."""
    found: dict[int, list[str]] = defaultdict(list)
    told = counts.sentences
    for slot, numbers in (
        ("type", {s.number for _, s in draft.told}),
        ("date", dated),
        ("place", {place.sentence} if place is not None and not draft.is_of_list else ()),
        ("killed", told.get("killed", ())),
        ("injured", {*told.get("injured", ()), *told.get("shot", ())}),
        ("abducted", told.get("abducted", ())),
        ("arrested", told.get("arrested", ())),
    ):
        for number in numbers:
            found[number].append(slot)
    return found

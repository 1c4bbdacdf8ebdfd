"""Reads a document sentence by sentence: words, people, tolls, triggers, cues, dates and places of each.

The stages after it (`date_clues`, `event_place`, `tolls`, `joining`) only look at these readings.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

from gazetteer.frozen import quickly_made, tuple_maker_of
from geo.dates import DateMention
from geo.events.casualties import Toll, find_tolls, may_have_tolls
from geo.events.earlier import leading_words, without_earlier
from geo.events.frames import (
    Trigger,
    body_terms,
    event_terms,
    frames,
    telling,
    triggers_of,
    without_idle,
)
from geo.events.lazily import lazily
from geo.events.modality import Mode, cue_terms, governing, mode_of, shape_of, subordinate_from
from geo.events.people import (
    Clause,
    Group,
    find_groups,
    kinds_of_people,
    opens_with_known,
    opens_with_known_at_sight,
    words_for_people,
)
from geo.events.source import Source
from geo.events.terms import Hit, Terms, hits_at, openings, within
from geo.events.words import Words, read_words
from geo.grammar.date_forms import DateForm
from geo.grammar.date_shapes import may_be_in_date
from geo.grammar.patterns import one_of
from geo.grammar.spelling import Spelled, spelled_words
from geo.lexicon import read_terms
from geo.numbers import NumberMention
from geo.records import Resolution, Span

Part = Literal["title", "lead", "body"]

#: classes of numbers in the grammar of people, by the kind that `geo.numbers` gives
_NUMBER_CLASSES = {
    **dict.fromkeys(("cardinal", "range", "vague"), "NUMBER"),
    "ordinal": "ORDINAL",
    "age": "AGE",
    **dict.fromkeys(("date", "time", "year"), "DATE"),
}


class Told(NamedTuple):
    """A trigger with how it is told."""

    trigger: Trigger
    mode: Mode
    shape: str
    start: int  # first character in the document
    end: int
    is_subordinate: bool  # it stands under "accused of", "in response to", "who", …
    weight: float  # its frame's weight, less where it is subordinate or late


_told_of = tuple_maker_of(Told)


@quickly_made
@dataclass(frozen=True)
class Sentence:
    """A sentence and what can be read in it.

    Offsets count in the text of its source. What is asked for is read then, for most sentences of most articles tell of
    nothing.
    """

    source: Source
    number: int
    span: Span
    part: Part
    text: str

    @property
    def is_outside(self) -> bool:
        """Say whether it is a title that does not stand in the text."""
        return self.source.is_outside

    @property
    def is_headline(self) -> bool:
        """Say whether it is written as a headline below the head: on a line of its own, without stop or auxiliary."""
        if self.part != "body" or self.text.rstrip()[-1:] in _ENDS or not _IN_FULL.isdisjoint(self.spelled.lower):
            return False
        return self.opens_line and self.source.text[self.span.end :].lstrip(" \t\xa0")[:1] in {"", "\n"}

    @property
    def opens_line(self) -> bool:
        """Say whether nothing but space stands before it on its line."""
        text, i = self.source.text, self.span.start
        while i and text[i - 1] in " \t\xa0":
            i -= 1
        return not i or text[i - 1] == "\n"

    @property
    def is_second_part(self) -> bool:
        """Say whether it is the second of the two acts of what was one sentence (see `two_acts`)."""
        link = self.source.text[max(0, self.span.start - _LINK) : self.span.start]
        return "\n\n" not in link and link.rstrip().lower().endswith((",", ";", ", while"))

    @lazily
    def spelled(self) -> Spelled:
        """Its words."""
        return spelled_words(self.source.text, self.span)

    def hits(self, terms: Terms) -> tuple[Hit, ...]:
        """Return the terms of a lexicon among its words, none overlapping another."""
        return self._hits(terms, openings(terms, self.source.text))

    def _hits(self, terms: Terms, opened: list[int]) -> tuple[Hit, ...]:
        here = within(opened, self.span)
        return hits_at(terms, self.spelled, here) if here else ()

    @lazily
    def told(self) -> tuple[Told, ...]:
        """What happens in it, and how it is told."""
        opened = within(self.source.openings.events, self.span)
        if not opened or (len(opened) == 1 and opened[0] in self.source.openings.idle):
            return ()
        lower = self.spelled.lower
        hits = hits_at(event_terms(), self.spelled, opened)
        triggers = triggers_of(hits, lower) if hits else ()
        if not triggers:  # most words of events tell of none by themselves; what is in a name makes none
            return ()
        in_names = [h for h in telling(hits, triggers) if _is_in_name(self, h)]
        if in_names:
            triggers = triggers_of([h for h in hits if h not in in_names], lower)
        triggers = without_idle(triggers)
        return _told(self.spelled, triggers, self.cues) if triggers else ()

    @lazily
    def cues(self) -> tuple[Hit, ...]:
        """The cues of modality.tsv; a month of May is no modal."""
        found = self._hits(cue_terms(), self.source.openings.cues)
        if "may" not in self.spelled.lower:
            return found
        starts = self.spelled.starts
        return tuple(c for c in found if not any(d.start <= starts[c.first] < d.end for d in self.dated))

    @lazily
    def numbers(self) -> tuple[NumberMention, ...]:
        """The numbers that start in it."""
        return self.source.numbers_in(self.span)

    @lazily
    def dates(self) -> tuple[DateMention, ...]:
        """The dates that start in it."""
        return self.source.dates_in(self.span)

    @lazily
    def dated(self) -> Sequence[DateMention | DateForm]:
        """Where its dates stand, without what days they name."""
        return self.source.dated_in(self.span)

    @lazily
    def places(self) -> tuple[Resolution, ...]:
        """The names of places that start in it."""
        return self.source.places_in(self.span)

    @lazily
    def words(self) -> Words:
        """The units of the sentence with their classes."""
        opened = within(self.source.openings.grammar, self.span)
        return read_words(self.spelled, _given(self.numbers, self.dated, self.places), opened)

    @lazily
    def clause(self) -> Clause:
        """The units of the sentence with its groups of people."""
        return find_groups(self.words, {n.start: n for n in self.numbers}, has_names=self.part != "title")

    @lazily
    def tolls(self) -> tuple[Toll, ...]:
        """Who was killed, hurt, abducted or arrested."""
        if not within(self.source.openings.predicates, self.span) or not may_have_tolls(self.words):
            return ()
        tolls = _of_one_event(find_tolls(self.clause), self.text, self.span)
        if tolls and not leading_words().isdisjoint(self.spelled.lower):
            acts = [(t.trigger.frame, t.shape, t.start) for t in self.told]
            tolls = without_earlier(tolls, acts, self.spelled)
        back = self.leads_back if tolls else None
        if back is None:
            return tolls
        starts = [t.start for t in tolls if t.slot not in {"arrested", "rescued"}]
        starts += [t.start for t in self.told if t.trigger.frame != "arrests"]
        is_told_before = min(starts, default=back) < back
        return tuple(t._replace(conditional=True) if is_told_before and t.start >= back else t for t in tolls)

    @lazily
    def leads_back(self) -> int | None:
        """Where words stand that lead back from what it tells to another event, None without such.

        "A girl was hit at a vigil for a boy who was killed", "The raid came days after two guards were killed".
        """
        if _words_of_leads().isdisjoint(self.spelled.lower):
            return None
        lead = _background_leads().search(self.text.lower())
        return self.span.start + lead.start() if lead else None

    @lazily
    def opens_with_known(self) -> bool:
        """Say whether it opens with people told of before: "the men", "they"."""
        has_names = self.part != "title"
        places = {p.toponym.start for p in self.places if p.toponym.role != "nested"}
        known = opens_with_known_at_sight(self.spelled, places, has_names=has_names)
        return opens_with_known(self.words, has_names=has_names) if known is None else known

    def has_cue(self, name: str, within: int = 10_000) -> bool:
        """Say whether a cue of modality.tsv stands among the first words."""
        return self.first_cues.get(name, within) < within

    @lazily
    def first_cues(self) -> Mapping[str, int]:
        """The first word of the first cue of each class."""
        return {name: cue.first for cue in reversed(self.cues) for name in cue.classes}

    @lazily
    def bodies(self) -> tuple[Hit, ...]:
        """The forces, organisations and crowds that it names, by kind."""
        return self._hits(body_terms(), self.source.openings.bodies)

    @lazily
    def people(self) -> Sequence[Group]:
        """The groups of people that it names by a noun with a kind of actor."""
        if words_for_people().isdisjoint(self.spelled.lower):
            return ()
        kinds = kinds_of_people()
        return [g for g in self.clause.groups.values() if g.head in kinds]

    @lazily
    def kinds(self) -> Sequence[tuple[int, int, str]]:
        """Where people and bodies of a kind of actor stand: (start, end, kind), in order."""
        of_people, starts, ends = kinds_of_people(), self.spelled.starts, self.spelled.ends
        people = [(g.start, g.end, of_people[g.head]) for g in self.people]
        return sorted(people + [(starts[b.first], ends[b.last], min(b.classes)) for b in self.bodies])

    @lazily
    def incidents(self) -> tuple[Told, ...]:
        """Triggers told as fact whose frame is an incident."""
        return tuple(t for t in self.told if t.mode == "actual" and is_incident(t.trigger.frame))


def is_incident(frame: str) -> bool:
    """Say whether a frame is an incident; frames of territory are, whoever takes it."""
    found = frames().get(frame)
    return found.is_incident if found else True


def is_violent(frame: str) -> bool:
    """Say whether people are hurt in a frame as a rule."""
    found = frames().get(frame)
    return found.is_violent if found else False


def read_sentence(source: Source, span: Span, *, number: int, part: Part) -> Sentence:
    """Return the reading of one sentence of a text."""
    return Sentence(source, number, span, part, source.text[span.start : span.end])


#: characters that link the two acts of a sentence: ", while "
_LINK = 10

#: words that sentences have and headlines leave out
_IN_FULL = frozenset({"the", "was", "were", "has", "have", "had"})
#: what a sentence ends in
_ENDS = frozenset(".!?…\"'”’)")

#: characters after a number within which a phrase says over what time it counts
_COUNTED_WITHIN = 80


def _of_one_event(tolls: tuple[Toll, ...], sentence: str, span: Span) -> tuple[Toll, ...]:
    """Return the tolls with those set aside that count over a stretch of time beside one that does not.

    A sentence that opens with what it adds up ("With the three who died on Monday, nine …") tells of no event itself.
    """
    counts = [t for t in tolls if t.slot in {"killed", "injured"} and t.group.form == "count"]
    if len(counts) < 2:
        return tolls
    starts = sorted(t.start for t in counts)
    summed = []
    for toll in counts:
        following = next((start for start in starts if start > toll.start), span.end)
        words = sentence[toll.end - span.start : min(following, toll.end + _COUNTED_WITHIN) - span.start].lower()
        if _counted_over().search(words):
            summed.append(toll)
    if summed and sentence.lower().startswith(tuple(read_terms("recap_openers"))):
        summed = counts  # what is added up was told elsewhere, and of another day
    elif len(summed) == len(counts):
        return tolls
    return tuple(t._replace(conditional=True) if t in summed else t for t in tolls)


@cache
def _words_of_leads() -> frozenset[str]:
    """Return a word of each lead: most sentences have none of them."""
    return frozenset(max(lead.split(), key=len) for lead in read_terms("background_leads"))


@cache
def _background_leads() -> re.Pattern[str]:
    return re.compile(rf"\b{one_of(read_terms('background_leads'), ' ')}\b")


@cache
def _counted_over() -> re.Pattern[str]:
    return re.compile(rf"\b{one_of(read_terms('counted_over'), ' ')}\b")


def _given(
    numbers: Sequence[NumberMention], dates: Sequence[DateMention | DateForm], places: Sequence[Resolution]
) -> Mapping[int, tuple[int, str]]:
    """Return (end, class) of what is no word by itself, by where it starts: a place before a date before a number."""
    given = {n.start: (n.end, _NUMBER_CLASSES.get(n.kind, "AMOUNT")) for n in numbers if n.kind != "zero"}
    for date in dates:
        given[date.start] = date.end, "DATE"
    for place in places:
        if place.toponym.role != "nested":
            given[place.toponym.start] = place.toponym.end, "PLACE"
    return given


def _is_in_name(sentence: Sentence, hit: Hit) -> bool:
    """Say whether a word tells of no event, as part of a name or date ("Battle Creek", "Shell", "March 18")."""
    starts, _, written, lower = sentence.spelled
    i, start = hit.first, starts[hit.first]
    if i and written[i][0].isupper() and sentence.part != "title" and _is_of_name(written[i], written[i - 1]):
        return True
    for place in sentence.places:
        if place.toponym.start <= start < place.toponym.end:
            return True
    return may_be_in_date(lower[i]) and any(d.start <= start < d.end for d in sentence.dated)


def _is_of_name(capitalised: str, before: str) -> bool:
    """Say whether a word has a capital as part of a proper name within a sentence ("Security Treaty Organization")."""
    return not capitalised.isupper() and (before[0].isalpha() or before[0] in "(,")


def _told(spelled: Spelled, triggers: Sequence[Trigger], cues: Sequence[Hit]) -> tuple[Told, ...]:
    starts, ends, _, lower = spelled
    under, cues = subordinate_from(cues, lower), governing(cues)
    told = []
    for trigger in triggers:
        mode, shape = mode_of(trigger, lower, cues), shape_of(trigger, lower)
        is_subordinate = trigger.first > under
        weight = trigger.weight - 0.03 * trigger.first - (1.6 if is_subordinate else 0.0)
        start, end = starts[trigger.first], ends[trigger.last]
        told.append(_told_of((trigger, mode, shape, start, end, is_subordinate, weight)))
    return tuple(told)

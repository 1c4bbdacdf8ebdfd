"""Dates an incident: the main one of an article by all the dates told, any other by those of its own sentences."""

from collections.abc import Sequence
from dataclasses import replace

from geo.events.date_clues import EventDate, dates_of
from geo.events.date_ranking import Article, Choice, choices_of, likeliest
from geo.events.days_apart import has_unknown_day
from geo.events.drafts import Draft, Joined
from geo.events.event_date import fresh, in_the_night, sharpened
from geo.events.event_place import EventPlace, are_two
from geo.events.joining import anchors_of
from geo.events.reading import Sentence
from geo.records import Published

#: the least weight of a date that stands in for a missing one
_WORTH = 0.5
#: the weight from which a day that an incident's own sentences name may be its day; words that open a sentence
_OF_ITS_OWN, _OPENS = 1.0, 8
#: the weight from which the head of an article names the day beyond doubt
_NAMED = 3.5
#: UCDP GED precision of a year
_YEAR = 5
#: characters from the start of a sentence within which it opens with a place
_PLACE_OPENS = 12


def date_of_main(
    draft: Draft, joined: Joined, sentences: Sequence[Sentence], published: Published | None
) -> EventDate | None:
    """Return when the incident happened that an article is mainly about; None: nothing says so."""
    choice = likeliest(choices_of(article_of(draft, joined, sentences, published)))
    if choice.first is None and choice.last is None:
        return date_of(draft, sentences, published)
    if choice.when is None:
        return _untold(choice, draft)
    if choice.when.precision == _YEAR and _names_open_time(draft):
        return None  # "on Tuesday", of no known week: not the year in which a war began
    if _is_of_another(choice.when, draft, joined):
        return None if has_unknown_day(draft) else date_of(draft, sentences, published)
    return sharpened(_as_told(choice), draft.dates)


def _is_of_another(day: EventDate, draft: Draft, joined: Joined) -> bool:
    """Say whether only other incidents name a day, where this one has a stretch of days or a day that nothing fixes."""
    if any(s.number == day.sentence for s in draft.sentences):
        return False
    others = [d for d in joined.drafts if any(s.number == day.sentence for s in d.sentences)]
    if not others:
        return False
    mine = draft.date
    if mine is None:
        return has_unknown_day(draft)
    return mine.weight >= _SURE and mine.precision == _FEW_DAYS and mine.first != mine.last


#: the weight from which an incident's own sentences name its day beyond doubt; UCDP GED precision of a few days
_SURE, _FEW_DAYS = 2.5, 2


def _names_open_time(draft: Draft) -> bool:
    return any(m.basis == "open" for s in draft.sentences for m in s.dates)


def _finer_than_a_year(draft: Draft) -> EventDate | None:
    """Return the date of an incident but for a year beside "on Tuesday" of no known week: a war began in it."""
    is_year = draft.date is not None and draft.date.precision == _YEAR
    return None if is_year and _names_open_time(draft) else draft.date


def article_of(draft: Draft, joined: Joined, sentences: Sequence[Sentence], published: Published | None) -> Article:
    """Return what the day of the main incident is chosen by: in a round-up that of its own item alone."""
    sentences = _of_item(draft, sentences, joined.items)
    own = frozenset(s.number for s in draft.sentences)
    others = frozenset(s.number for d in joined.drafts if d is not draft for s in d.sentences)
    dates = {s.number: dates_of(s, anchors_of(s, ())) for s in sentences if s.number not in joined.dates and s.dates}
    told = {**joined.dates, **dates}
    if any(d.precision == 1 and d.weight > _OF_ITS_OWN for k in own for d in told.get(k, ())):
        apart = {s.number for d in joined.drafts if d is not draft and _is_set_apart(d, draft) for s in d.sentences}
        told = {k: found for k, found in told.items() if k in own or k not in apart}
    return Article(sentences, told, own, others, published)


def _is_set_apart(other: Draft, draft: Draft) -> bool:
    """Say whether an article sets another incident apart in words and place, so that its day is another."""
    first = other.sentences[0]
    if other.place is None or (
        draft.place is not None and other.place.resolution.place == draft.place.resolution.place
    ):
        return False
    if first.has_cue("SEPARATE", within=_OPENS):
        return True
    opens = other.place.is_tied and other.place.start - first.span.start <= _PLACE_OPENS
    has_its_day = other.date is not None and other.date.precision == 1 and other.date.sentence == first.number
    opens = opens or (other.place.is_tied and has_its_day and (_is_firm(draft) or draft.date is None))
    if not opens or draft.place is None:
        return False
    return are_two(other.place, draft.place) or _are_two_units(other.place, draft.place)


def _are_two_units(one: EventPlace, two: EventPlace) -> bool:
    """Say whether two places are two units of one level: neighbouring provinces."""
    here, there = one.resolution.place, two.resolution.place
    if here is None or there is None or here.feature_class != "A":
        return False
    return here.feature_code == there.feature_code and here.place_id != there.place_id


def _is_firm(draft: Draft) -> bool:
    """Say whether the head of an article names the day of its incident."""
    day = draft.date
    heads = [s.number for s in draft.sentences if s.part == "lead"]
    return day is not None and day.precision == 1 and day.weight >= _NAMED and day.sentence in heads


def _of_item(draft: Draft, sentences: Sequence[Sentence], items: Sequence[Sentence]) -> Sequence[Sentence]:
    """Return the sentences of the item of a round-up in which an incident is told; of other articles all."""
    opening = [s.number for s in items]
    first = draft.sentences[0].number
    start = max((n for n in opening if n <= first), default=-1)
    end = min((n for n in opening if n > first), default=None)
    return [s for s in sentences if s.number >= start and (end is None or s.number < end)] if opening else sentences


def date_of(draft: Draft, sentences: Sequence[Sentence], published: Published | None) -> EventDate | None:
    """Return when an incident happened by its own sentences and those beside them; None: nothing says so."""
    told = in_the_night(sharpened(_finer_than_a_year(draft), draft.dates), draft.sentences) or _nearby(draft, sentences)
    if told is not None or draft.is_group or draft.is_background:
        return told
    return fresh(published, draft.sentences)


def _as_told(choice: Choice) -> EventDate | None:
    if choice.when is None or choice.first is None or choice.first != choice.last:
        return choice.when
    return replace(choice.when, first=choice.first, last=choice.last, precision=1)


def _untold(choice: Choice, draft: Draft) -> EventDate:
    return EventDate(
        first=choice.first,
        last=choice.last,
        precision=1,
        text=None,
        basis="publication_only",
        time_text=None,
        sentence=draft.sentences[0].number,
        weight=0.0,
    )


def _nearby(draft: Draft, sentences: Sequence[Sentence]) -> EventDate | None:
    """Return a day told right beside the sentences of an incident that name none themselves."""
    numbers = {s.number for s in draft.sentences}
    found = [
        d
        for s in sentences
        if s.dates and s.number not in numbers and (s.number - 1 in numbers or s.number + 1 in numbers)
        if not s.is_outside and not s.incidents
        for d in dates_of(s, ())
        if d.precision == 1 and d.weight > _WORTH
    ]
    return max(found, key=lambda d: (d.weight, -d.sentence), default=None)

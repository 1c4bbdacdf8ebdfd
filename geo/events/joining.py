"""Joins the sentences of an article that tell of one incident, and keeps different incidents apart.

A sentence joins an incident told before unless its day or place contradicts, or it says that it tells of another one
("in a separate attack"). Sums over several incidents ("a series of attacks killed five") are groups. Nothing becomes an
incident by default: plans, statistics and generalities open none.
"""

import re
from collections.abc import Container, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from geo.dates import DateMention
from geo.events.apart import (
    OF_NOBODY,
    contradicts,
    is_also_done,
    opens_elsewhere,
    opens_on_another_day,
    refers_back,
    same_kind,
    tells_of_another,
)
from geo.events.asides import are_beside, recall, take_up
from geo.events.casualties import Toll
from geo.events.date_clues import EventDate, dates_of
from geo.events.days_apart import overlap, unknown_days
from geo.events.drafts import GENERAL, Draft, Joined, is_group_told, shape_weight
from geo.events.event_place import ON_IT, EventPlace, are_two, places_of
from geo.events.extents import COUNTRY_KM, size_km
from geo.events.home_places import items_of
from geo.events.named_acts import NamedAct, named_acts
from geo.events.place_lists import places_of_list
from geo.events.reading import Sentence, Told
from geo.events.sums import is_of_a_period, is_of_a_war, is_of_unrest, is_since
from geo.lexicon import read_terms

#: what a sentence must say, added up by `_substance`, to open an incident
_OPENS = 2.0
#: the same for the first incident of an article, and for one that is added ("the rebels also bombed a bus")
_OPENS_FIRST = 1.4
#: the weight of a date that a part has of its sum
_INHERITED = 0.6
#: the weight from which a date may be the event's own, and not that of an arrest or of a death in hospital
_OWN_DATE = 1.6
#: sentences of the head of an article, with captions and links
_HEAD = 12
_FRESH, _MONTHS = timedelta(days=400), timedelta(days=60)
#: UCDP GED precision of a month
_MONTH = 4


def join(sentences: Sequence[Sentence], published: date | None) -> Joined:
    """Return the incidents of an article."""
    drafts: list[Draft] = []
    asides: list[Draft] = []  # told in passing
    dates_told: dict[int, Sequence[EventDate]] = {}
    passed: list[tuple[Sentence, Sequence[Told]]] = []  # what stands before the first incident and cannot open one
    items: Sequence[Sentence] | None = None
    counted: set[int] = set()  # sentences that count over a period
    for sentence in sentences:
        acts = _acts_of(sentence, drafts, asides)
        if acts is None:
            continue
        told, named = acts
        if not drafts and not named and not _opening(told, _harm(sentence)):
            passed.append((sentence, told))
            continue
        items = items_of(sentences) if items is None else items
        dates, places = _when_and_where(sentence, told, drafts)
        dates_told[sentence.number] = dates
        if not named and (
            _is_statistic(sentence, dates)
            or _goes_on_counting(sentence, sentences, counted)
            or _is_sum_of_unrest(sentence, drafts, dates)
        ):
            counted.add(sentence.number)
            continue
        draft = None if sentence in items else _draft_for(sentence, told, drafts, dates, places)
        if draft is not None:
            draft.go_on(sentence, told, dates, [] if places and _counts_a_part(draft, sentence) else places)
        elif named and not drafts and _substance(sentence, told, dates, places) < _OPENS_FIRST:
            recall(sentence, named, drafts, asides)
        elif told and _substance(sentence, told, dates, places) >= _needed(drafts, sentence, told):
            draft = Draft(
                [sentence],
                [(t, sentence) for t in told],
                list(dates) or _of_the_group(drafts) or _of_the_day_before(drafts, sentence),
                places,
                is_group=is_group_told(sentence, told, dates),
                is_background=_is_background(sentence, dates, drafts, published),
            )
            drafts.append(draft)
        if draft is not None and len(places) > 1 and draft.sentences[-1] is sentence and sentence.part != "title":
            listed = places_of_list(places, sentence.source.text)
            drafts.extend(_in_further_places(draft, sentence, told, dates, listed))
    in_order = sorted([*drafts, *asides], key=lambda draft: draft.sentences[0].number)
    if in_order:  # most articles tell of no incident: what its day is chosen by is seldom read
        dates_told |= {s.number: dates_of(s, anchors_of(s, told)) for s, told in passed}
    return Joined(tuple(in_order), dates_told, tuple(items or ()))


def _acts_of(
    sentence: Sentence, drafts: list[Draft], asides: list[Draft]
) -> tuple[Sequence[Told], Sequence[NamedAct]] | None:
    """Return the acts of a sentence, and those of them spoken of with their victims; None where no incident has it.

    Acts that are but recalled go to the asides.
    """
    if not sentence.told:
        if not drafts and not asides:
            return None  # as most sentences of most articles
        take_up(sentence, drafts, asides)
        return ((), ()) if drafts and _goes_on(sentence) else None
    told, named = _incident_triggers(sentence), named_acts(sentence)
    take_up(sentence, drafts, asides)
    if named and (drafts or are_beside(named, told)):
        recalled = recall(sentence, named, drafts, asides)
        named = [act for act in named if act.told not in recalled]
        told = [t for t in told if t not in recalled]
        if recalled and not told:
            return None
    told += [act.told for act in named if act.told not in told]
    return (told, named) if told or (drafts and _goes_on(sentence)) else None


def _when_and_where(
    sentence: Sentence, told: Sequence[Told], drafts: Sequence[Draft]
) -> tuple[Sequence[EventDate], list[EventPlace]]:
    """Return the days and the places that a sentence gives for its acts; most sentences name neither."""
    if not sentence.dates and not sentence.places:
        return (), []
    anchors = anchors_of(sentence, told)
    dates = _of_the_same_day(dates_of(sentence, anchors), sentence, drafts)
    return dates, [] if drafts and _only_parts(sentence) else places_of(sentence, anchors)


def _only_parts(sentence: Sentence) -> bool:
    """Say whether a sentence only tells where some of the dead fell: "28 of the deaths were in X, three in Y"."""
    tolls = sentence.tolls
    return (
        bool(tolls) and all(t.group.is_part for t in tolls) and all(t.trigger.frame == "death" for t in sentence.told)
    )


def _counts_a_part(draft: Draft, sentence: Sentence) -> bool:
    """Say whether a sentence counts some of the dead of a disaster, and so names but one of the places struck."""
    if sentence.part != "body" or draft.place is None or _WIDE.isdisjoint(draft.frames):
        return False
    return 0 < _most_dead([sentence]) < _most_dead(draft.sentences)


def _most_dead(sentences: Sequence[Sentence]) -> int:
    return max(
        (t.group.best or 0 for s in sentences for t in s.tolls if t.slot == "killed" and not t.conditional), default=0
    )


#: what strikes more places than one
_WIDE = frozenset({"earthquake", "flood", "storm", "wildfire", "drought", "epidemic"})


def _needed(drafts: Sequence[Draft], sentence: Sentence, told: Sequence[Told]) -> float:
    """Return what a sentence must say to open an incident: less for the first, and where it says that it adds one."""
    is_added = bool(drafts) and any(is_also_done(drafts[-1], sentence, t) for t in told)
    return _OPENS_FIRST if is_added or not drafts else _OPENS


def _in_further_places(
    draft: Draft, sentence: Sentence, told: Sequence[Told], dates: Sequence[EventDate], listed: Sequence[EventPlace]
) -> list[Draft]:
    """Return an incident for each place of a list but the first, which stays with the incident told.

    How many of the people counted belong to which place is not told, so the others have no count.
    """
    acts = [t for t in told if not t.is_subordinate and t.shape != "noun"]
    if not listed or not acts:
        return []
    draft.leave_out(listed[1:])
    return [
        Draft(
            [sentence],
            [(t, sentence) for t in acts],
            list(dates) or list(draft.dates),
            [place],
            is_background=draft.is_background,
            is_of_list=True,
        )
        for place in listed[1:]
    ]


def _of_the_group(drafts: Sequence[Draft]) -> list[EventDate]:
    """Return the day of the sum told before, for a part that names none: "three attacks on Monday … In X, a bomb …"."""
    if not drafts or not drafts[0].is_group or drafts[0].date is None:
        return []
    return [replace(drafts[0].date, weight=_INHERITED)]


def _of_the_day_before(drafts: Sequence[Draft], sentence: Sentence) -> list[EventDate]:
    """Return the day told last for an act that "hours later", "elsewhere", "in another incident" adds to it."""
    day = drafts[-1].date if drafts else None
    if day is None or day.precision != 1 or drafts[-1].is_background:
        return []
    is_beside = any(
        "LATER" in cue.classes or ("SEPARATE" in cue.classes and sentence.spelled.lower[cue.first] in _BESIDE_IT)
        for cue in sentence.cues
        if cue.first < _OPENING_WORDS
    )
    return [replace(day, weight=_INHERITED)] if is_beside else []


#: words of a sentence that open it; what adds an act of the same day
_OPENING_WORDS, _BESIDE_IT = 4, frozenset({"elsewhere", "meanwhile", "in", "separately"})


def _of_the_same_day(dates: Sequence[EventDate], sentence: Sentence, drafts: Sequence[Draft]) -> Sequence[EventDate]:
    """Return dates with "on the same day" that opens a sentence as the day of the incident told before it.

    The grammar of dates counts it from the day named last, on which somebody may only have spoken.
    """
    day = drafts[-1].date if dates and drafts else None
    if day is None or day.first is None or (day.precision or 9) > _DAYS:
        return dates
    return [
        replace(d, first=day.first, last=day.last, precision=day.precision)
        if d.basis == "context" and (d.text or "").lower().startswith(_SAME) and d.start - sentence.span.start <= _ON
        else d
        for d in dates
    ]


#: UCDP GED precision of a few days; words for the day told; characters before them where they open a sentence
_DAYS, _SAME, _ON = 2, ("the same", "that same"), 12


def _incident_triggers(sentence: Sentence) -> list[Told]:
    return [t for t in sentence.incidents if t.shape != "plural" or t.trigger.weight >= 3]


def anchors_of(sentence: Sentence, told: Sequence[Told]) -> list[tuple[int, int]]:
    """Return where the words of the event stand (start, end) that its dates and places belong to."""
    anchors: list[tuple[int, int]] = []
    if told:
        acts = [t for t in told if t.trigger.frame != "death"] or told
        anchors = [(t.start, t.end) for t in acts if not t.is_subordinate] or [(t.start, t.end) for t in acts]
    anchors += [
        (t.start, t.end)
        for t in sentence.tolls
        if t.slot not in {"arrested", "rescued"}
        and not (t.conditional or (t.is_total and t.is_rise) or _is_aftermath(t.predicate))
    ]
    if not anchors and {"HAPPEN", "BACK"} <= sentence.first_cues.keys():  # "the incident took place in X"
        words, acts_told = sentence.spelled, {c.last for c in sentence.cues if "BACK" in c.classes}
        anchors = [
            (words.starts[c.first], words.ends[c.last])
            for c in sentence.cues
            if "HAPPEN" in c.classes and c.first - 1 in acts_told
        ]
    return anchors


def _is_aftermath(predicate: str) -> bool:
    """Say whether a predicate tells what became of the hurt days later ("in stable condition", "died")."""
    return not read_terms("aftermath").isdisjoint(predicate.split())


def _substance(
    sentence: Sentence, told: Sequence[Told], dates: Sequence[EventDate], places: Sequence[EventPlace]
) -> float:
    """Return how much a sentence says of one event: what happened, to how many, when, where."""
    tolls = _harm(sentence)
    told = _opening(told, tolls)
    if not told:
        return 0.0
    best = max((shape_weight(t, sentence) for t in told), default=0.0)
    if tolls and all(t.slot == "arrested" for t in tolls) and all(t.is_subordinate for t in told):
        tolls = []  # "two men were detained on suspicion of smuggling" tells of no act
    if any(t.group.form in {"count", "one", "name"} for t in tolls):
        best += 1.5
    elif tolls:
        best += 0.7
    if dates:
        best += 1.5 if min(d.precision or 9 for d in dates) <= 2 else 0.8
    elif unknown_days(sentence):
        best += 1.5
    if places:
        best += 1.0 if places[0].weight > 3 else 0.5
    if sentence.part in {"title", "lead"}:
        best += 1.4
    return best


def _harm(sentence: Sentence) -> list[Toll]:
    """Return what a sentence says to have befallen people."""
    return [t for t in sentence.tolls if not t.conditional and t.slot != "rescued"]


def _opening(told: Sequence[Told], tolls: Sequence[Toll]) -> Sequence[Told]:
    """Return the acts by which a sentence may open an incident: none where no word of it does and nobody is hurt."""
    if tolls and all(t.group.form == "none" for t in tolls):
        told = [t for t in told if t.trigger.frame not in GENERAL]  # "no soldier was killed" tells of nothing
    return told if tolls or any(t.trigger.opens for t in told) else ()


def _is_statistic(sentence: Sentence, dates: Sequence[EventDate]) -> bool:
    """Say whether a sentence counts over a war, or over a period ("so far this year", "since 2006") without a day."""
    words = sentence.spelled.lower
    if is_of_a_period(words) and all(d.beside or (d.precision or 9) > _DAYS for d in dates):
        return True  # in a headline too
    if sentence.part == "title":
        return False
    is_counted = "STATISTIC" in sentence.first_cues
    if is_counted and any("STATISTIC" in cue.classes and words[cue.last] in _YEARS for cue in sentence.cues):
        return True  # "have killed thousands in recent years"
    if is_of_a_war(words) or (sentence.part == "body" and is_since(words)):
        return True
    if not (is_counted or sentence.dates) or _has_day(sentence, dates) or _is_bulletin(sentence):
        return False
    periods = [d for d in sentence.dates if d.kind == "period" and not _is_compared(sentence, d)]
    if sentence.part == "lead" and periods and all(d.basis == "weekday" for d in periods):
        return False  # "have been killed since Monday"
    if is_counted or periods:
        return True
    if not dates or any(d.precision != _YEAR for d in dates) or "when" in words:
        return False
    if max((t.group.best or 0 for t in sentence.tolls), default=0) >= _MANY and not _names_a_spot(sentence):
        return True  # "1,600 people were killed in attacks in the country last year"
    acts = [t for t in sentence.told if t.trigger.frame not in GENERAL]
    return all(t.shape == "plural" for t in acts)  # "17 armed clashes in 2025", "clashes in 2025 left 50 people dead"


def _has_day(sentence: Sentence, dates: Sequence[EventDate]) -> bool:
    """Say whether a sentence names a day, or a few; also one that nothing fixes."""
    if any((d.precision or 9) <= _DAYS for d in dates):
        return True
    return bool(unknown_days(sentence))


def _goes_on_counting(sentence: Sentence, sentences: Sequence[Sentence], counted: Container[int]) -> bool:
    """Say whether a sentence without a day goes on with what the one before it counts over a period.

    "In the first half of the year there were 40 clashes. As a result, 12 smugglers have been killed."
    """
    if not sentence.number or sentence.part == "title" or sentence.dates:
        return False
    before = sentences[sentence.number - 1]
    if before.number not in counted and not is_of_a_period(before.spelled.lower):
        return False
    acts = [t for t in sentence.told if t.trigger.frame not in GENERAL | OF_NOBODY]
    if any(t.shape != "plural" for t in acts) or not (sentence.tolls or sentence.told):
        return False
    words = sentence.spelled.lower
    return bool(acts) or words[:1] == ("another",) or _is_perfect(words)


def _is_perfect(words: Sequence[str]) -> bool:
    return "been" in words and any(pair in _PERFECT for pair in pairwise(words))


_PERFECT = frozenset({("have", "been"), ("has", "been"), ("had", "been")})


def _is_compared(sentence: Sentence, period: DateMention) -> bool:
    """Say whether a period is what one act is compared with ("the deadliest this year"), or ends in a day ("as of")."""
    before = sentence.text[: period.start - sentence.span.start].lower()
    return before.endswith("as of ") or _COMPARED.search(before) is not None


#: "the third such attack this year", "the worst since 2015"
_COMPARED = re.compile(r"\bthe (?:worst|latest|first|second|third|fourth|fifth|sixth|\w+iest|\w+gest)\b[^,;.]{0,40}$")


def _is_sum_of_unrest(sentence: Sentence, drafts: Sequence[Draft], dates: Sequence[EventDate]) -> bool:
    """Say whether a sentence counts the dead of weeks of unrest, many times those of the act it tells."""
    if sentence.part != "body" or not is_of_unrest(sentence.spelled.lower):
        return False
    if any((d.precision or 9) <= 2 for d in dates):
        return False
    most = max((t.group.best or 0 for t in sentence.tolls), default=0)
    told = [t.group.best or 0 for d in drafts for s in d.sentences for t in s.tolls if t.slot == "killed"]
    return bool(told) and most >= _MANY and most >= _TIMES * max(told)


def _is_bulletin(sentence: Sentence) -> bool:
    """Say whether the head of an article counts the victims of an illness or of the weather over days or weeks."""
    if sentence.part != "lead":
        return False
    slow = {t.trigger.frame for t in sentence.told} & _SLOW
    return bool(slow) and any(t.slot == "killed" for t in sentence.tolls)


#: what goes on for days and weeks
_SLOW = frozenset({"epidemic", "storm", "flood", "drought"})
#: ends of what counts over years
_YEARS = frozenset({"years", "decades", "decade"})
#: how many times as many dead as those of the day's news are those of weeks
_TIMES = 4
#: UCDP GED precision of a year or longer
_YEAR = 5
#: dead or hurt from which a year's figure for a whole country is a sum
_MANY = 20


def _names_a_spot(sentence: Sentence) -> bool:
    """Say whether a sentence names a place that is smaller than a country."""
    return any(
        size_km(r.place) < COUNTRY_KM and not r.place.feature_code.startswith("PCL") for r in sentence.places if r.place
    )


def _is_background(
    sentence: Sentence, dates: Sequence[EventDate], drafts: Sequence[Draft], published: date | None
) -> bool:
    best = max(dates, key=lambda d: d.weight, default=None)
    if best is not None and best.last is not None and published is not None:
        is_bare = (
            bool(drafts) and (best.precision or 9) >= _MONTH and not sentence.tolls
        )  # "troops moved in from July last year"
        return best.last < published - (_MONTHS if is_bare else _FRESH)
    return bool(drafts) and sentence.has_cue("HISTORICAL")


def _goes_on(sentence: Sentence) -> bool:
    """Say whether a sentence without an act may go on telling of one told before."""
    if any(t.slot != "rescued" for t in sentence.tolls):
        return True
    return not ON_IT.isdisjoint(sentence.first_cues) or refers_back(sentence)


def _draft_for(
    sentence: Sentence,
    told: Sequence[Told],
    drafts: Sequence[Draft],
    dates: Sequence[EventDate],
    places: Sequence[EventPlace],
) -> Draft | None:
    """Return the incident a sentence goes on telling of, or None where it tells of a new one or of none."""
    if not drafts:
        return None
    if drafts[-1].sentences[-1].part == "title" and sentence.part == "lead":
        return drafts[-1]
    if told and dates and _awaits_its_day(drafts, sentence) and same_kind(drafts[0], told):
        is_apart = sentence.has_cue("SEPARATE", within=8) or opens_elsewhere(drafts[0], sentence, told, places)
        if not is_apart and not opens_on_another_day(drafts[0], sentence, told, dates):
            return drafts[0]
    if told and tells_of_another(sentence, told) and _substance(sentence, told, dates, places) >= _OPENS:
        return _announced(drafts, told, places)
    for draft in drafts if len(drafts) == 1 else _in_order(drafts, sentence, dates, places):
        if contradicts(draft, sentence, told, dates, places):
            continue
        if _is_a_part(draft, sentence, told, dates, places):
            continue
        if told and not same_kind(draft, told) and not (refers_back(sentence) or sentence.has_cue("CALLED")):
            continue
        return draft
    return None


def _announced(drafts: Sequence[Draft], told: Sequence[Told], places: Sequence[EventPlace]) -> Draft | None:
    """Return the further incident that the head of an article announced, where it is told of below.

    "A bomb hurt nine in X. In a separate incident, gunmen raided a town in Y. … Separately, gunmen attacked Z, in Y."
    """
    last = max(drafts, key=lambda d: d.sentences[-1].number)
    for draft in drafts[1:]:
        first = draft.sentences[0]
        if draft is last or first.number > _OPENING or not first.has_cue("SEPARATE", within=_OPENING_WORDS):
            continue
        if places and draft.place is not None and not are_two(draft.place, places[0]) and same_kind(draft, told):
            return draft
    return None


#: sentences of an article in which it announces all that it tells of
_OPENING = 4


def _is_a_part(
    draft: Draft, sentence: Sentence, told: Sequence[Told], dates: Sequence[EventDate], places: Sequence[EventPlace]
) -> bool:
    """Say whether a sentence tells of one of the acts that were summed up; what sounded like a sum may be one act."""
    if not told:
        return False
    if draft.is_group and _gives_its_day(draft, sentence, dates, places):
        draft.is_group = False
    if not draft.is_group and _is_one_of_many(draft, sentence, places):
        draft.is_group = True  # "killed 31 across the region … In X, a strike killed four"
    is_more = draft.is_group and bool(dates or places)
    return is_more and _substance(sentence, told, dates, places) >= _OPENS


def _is_one_of_many(draft: Draft, sentence: Sentence, places: Sequence[EventPlace]) -> bool:
    """Say whether a sentence tells of one of the acts that the head of an article counts "across" a region.

    It counts fewer people than all, and sets its act in a smaller place.
    """
    head, here = draft.sentences, draft.place
    if sentence.part != "body" or not places or here is None or any(s.part == "body" for s in head):
        return False
    there = places[0]
    if not there.is_tied or 2 * size_km(there.resolution.place) > size_km(here.resolution.place):
        return False
    words = {word for s in head for word in s.spelled.lower}
    mine = max((t.group.best or 0 for s in head for t in s.tolls if not t.conditional), default=0)
    theirs = max((t.group.best or 0 for t in sentence.tolls if not t.conditional), default=0)
    if not 0 < theirs < mine:
        return False
    if _counts_a_part(draft, sentence):
        return any(t.trigger.frame not in GENERAL for t in sentence.incidents)  # "22 died after landslides hit X"
    return not read_terms("spread_words").isdisjoint(words) and _are_plural(draft)


def _are_plural(draft: Draft) -> bool:
    """Say whether the head of an article tells of its acts in the plural: "strikes", "attacks", "raids"."""
    return any(t.trigger.frame not in GENERAL and s.spelled.lower[t.trigger.last].endswith("s") for t, s in draft.told)


def _gives_its_day(draft: Draft, sentence: Sentence, dates: Sequence[EventDate], places: Sequence[EventPlace]) -> bool:
    """Say whether a sentence gives the day of what only sounded like a sum: "attacks on X … they came on Monday".

    Not where it counts dead of its own, or tells of another place: then it tells of one of several.
    """
    if not refers_back(sentence) or any(s.has_cue("SUM") for s in draft.sentences):
        return False
    if draft.date is not None or not any(d.precision == 1 and d.weight >= _OWN_DATE for d in dates):
        return False
    mine = {t.group.best for s in draft.sentences for t in s.tolls if t.slot == "killed"}
    theirs = {t.group.best for t in sentence.tolls if t.slot == "killed"}
    return theirs <= mine and (draft.place is None or not any(are_two(draft.place, p) for p in places))


def _awaits_its_day(drafts: Sequence[Draft], sentence: Sentence) -> bool:
    """Say whether only the head of the article told of something, without a day: captions and links stand below it."""
    head = drafts[0]
    has_day = any(d.weight >= _OWN_DATE for d in head.dates)
    is_alone = len(drafts) == 1 and not has_day and not head.is_group and not head.is_background
    return is_alone and sentence.number <= _HEAD and head.sentences[0].part != "body"


def _in_order(
    drafts: Sequence[Draft], sentence: Sentence, dates: Sequence[EventDate], places: Sequence[EventPlace]
) -> Sequence[Draft]:
    """Return two incidents or more, first the one that a sentence most likely goes on telling of."""
    return _of_its_place(_with_others_of_their_kind(_nearest(drafts, dates), sentence), places)


def _with_others_of_their_kind(drafts: Sequence[Draft], sentence: Sentence) -> Sequence[Draft]:
    """Return incidents with those first that tell of people, where "eight others were hurt" goes on one of them."""
    told = [t for t in sentence.tolls if t.group.form in {"count", "one"} and not t.conditional]
    if not told or any(s.tolls for s in drafts[0].sentences):
        return drafts
    first = min(told, key=lambda t: t.group.start).group
    if not first.is_other or first.form != "count":
        return drafts  # "killed a man and injured five others"
    return sorted(drafts, key=lambda draft: not any(s.tolls for s in draft.sentences))


def _of_its_place(drafts: Sequence[Draft], places: Sequence[EventPlace]) -> Sequence[Draft]:
    """Return the incidents told so far with those first that happened where a sentence goes back to."""
    there = places[0].resolution.place if places and places[0].is_tied else None
    if there is None or there.feature_class == "A":
        return drafts
    return sorted(drafts, key=lambda d: d.is_group or d.place is None or d.place.resolution.place != there)


def _nearest(drafts: Sequence[Draft], dates: Sequence[EventDate]) -> Sequence[Draft]:
    """Return two incidents or more: first those of the day that is named, then that told of last, the first."""
    last = max(range(len(drafts)), key=lambda k: (drafts[k].sentences[-1].number, k))
    others = [d for k, d in enumerate(drafts) if k != last]
    ordered = [drafts[last], *others[:1], *reversed(others[1:])]
    days = [d for d in dates if (d.precision or 9) <= 2]
    if not days:
        return ordered
    return sorted(ordered, key=lambda x: x.date is None or not any(overlap(x.date, d) for d in days))

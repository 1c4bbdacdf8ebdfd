"""Joins the sentences of an article that tell of one incident, and keeps different incidents apart.

A sentence joins an incident told before unless its day or place contradicts, or it says that it tells of another one
("in a separate attack"). Sums over several incidents ("a series of attacks killed five") are groups. Nothing becomes an
incident by default: plans, statistics and generalities open none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from geo.events.date_clues import EventDate, dates_of
from geo.events.event_place import EventPlace, are_apart, distance_km, places_of
from geo.events.reading import Sentence, Told, is_violent
from geo.lexicon import read_terms

#: what a sentence must say, added up by `_substance`, to open an incident
_OPENS = 2.0
#: the weight from which a date is the event's own, and not that of saying so
_FIRM_DATE = 2.3
#: the weight from which a place is firm enough to keep incidents apart
_FIRM_PLACE = 3.5
#: the same for the first incident of an article
_OPENS_FIRST = 1.4
#: how much less a date or place counts with each sentence after the first
_DISTANCE = 0.15
#: frames that tell of deaths without saying in what; with no day but a year they are sums
_GENERAL = frozenset({"killing", "death", "homicide", "other", "arrests", "protest"})
#: characters from the start of a sentence within which its opening phrase lies
_OPENING = 40
#: the weight of a date that a part has of its sum
_INHERITED = 0.6
#: the weight from which a date may be the event's own, and not that of an arrest or of a death in hospital
_OWN_DATE = 1.6
#: sentences of the head of an article, with captions and links
_HEAD = 12
_WEEKS = timedelta(days=21)
_FRESH = timedelta(days=400)


@dataclass(slots=True)
class Draft:
    """An incident while the article is read."""

    sentences: list[Sentence]
    told: list[tuple[Told, Sentence]]
    dates: list[EventDate] = field(default_factory=list)
    places: list[EventPlace] = field(default_factory=list)
    is_group: bool = False
    is_background: bool = False

    @property
    def date(self) -> EventDate | None:
        """The best date so far."""
        first = self.sentences[0].number
        return max(
            self.dates, key=lambda d: (d.weight - _DISTANCE * min(d.sentence - first, 8), -d.sentence), default=None
        )

    @property
    def place(self) -> EventPlace | None:
        """The best place so far."""
        first = self.sentences[0].number
        return max(
            self.places, key=lambda p: (p.weight - _DISTANCE * min(p.sentence - first, 8), -p.sentence), default=None
        )


def join(sentences: Sequence[Sentence], texts: Mapping[int, str], published: date | None) -> list[Draft]:
    """Return the incidents of an article in the order in which they are first told."""
    drafts: list[Draft] = []
    for sentence in sentences:
        told = _incident_triggers(sentence)
        anchors = _anchors(sentence, told)
        dates = dates_of(sentence, anchors)
        places = places_of(sentence, anchors, text=texts[sentence.number])
        if _is_statistic(sentence, dates):
            continue
        draft = _draft_for(sentence, told, drafts, dates, places)
        if draft is not None:
            _extend(draft, sentence, told, dates, places)
        elif told and _substance(sentence, told, dates, places) >= (_OPENS if drafts else _OPENS_FIRST):
            drafts.append(
                Draft(
                    [sentence],
                    [(t, sentence) for t in told],
                    dates or _of_the_group(drafts),
                    places,
                    is_group=_is_group(sentence, told, dates),
                    is_background=_is_background(sentence, dates, drafts, published),
                )
            )
    return drafts


def _of_the_group(drafts: Sequence[Draft]) -> list[EventDate]:
    """Return the day of the sum told before, for a part that names none: "three attacks on Monday … In X, a bomb …"."""
    if not drafts or not drafts[0].is_group or drafts[0].date is None:
        return []
    return [replace(drafts[0].date, weight=_INHERITED)]


def _incident_triggers(sentence: Sentence) -> list[Told]:
    return [t for t in sentence.incidents if t.shape != "plural" or t.trigger.weight >= 3]


def _anchors(sentence: Sentence, told: Sequence[Told]) -> list[tuple[int, int]]:
    acts = [t for t in told if t.trigger.frame != "death"] or told
    anchors = [(t.start, t.end) for t in acts if not t.is_subordinate] or [(t.start, t.end) for t in acts]
    anchors += [
        (t.start, t.end)
        for t in sentence.tolls
        if t.slot not in {"arrested", "rescued"} and not t.conditional and not _is_aftermath(t.predicate)
    ]
    return anchors


def _is_aftermath(predicate: str) -> bool:
    """Say whether a predicate tells what became of the hurt days later ("in stable condition", "died")."""
    return not read_terms("aftermath").isdisjoint(predicate.split())


def _substance(
    sentence: Sentence, told: Sequence[Told], dates: Sequence[EventDate], places: Sequence[EventPlace]
) -> float:
    """Return how much a sentence says of one event: what happened, to how many, when, where."""
    tolls = [t for t in sentence.tolls if not t.conditional and t.slot != "rescued"]
    if tolls and all(t.group.form == "none" for t in tolls):
        told = [t for t in told if t.trigger.frame not in _GENERAL]  # "no soldier was killed" tells of nothing
    if not told or (not any(t.trigger.opens for t in told) and not tolls):
        return 0.0
    best = max((_shape_weight(t, sentence) for t in told), default=0.0)
    if any(t.group.form in {"count", "one", "name"} for t in tolls):
        best += 1.5
    elif tolls:
        best += 0.7
    if dates:
        best += 1.5 if min(d.precision or 9 for d in dates) <= 2 else 0.8
    if places:
        best += 1.0 if places[0].weight > 3 else 0.5
    if sentence.part in {"title", "lead"}:
        best += 1.4
    return best


def _shape_weight(told: Told, sentence: Sentence) -> float:
    before = sentence.spelled.lower[max(0, told.trigger.first - 3) : told.trigger.first]
    weight = {"past": 1.5, "gerund": 0.5, "plural": 0.0, "noun": 0.4}[told.shape]
    if told.shape == "noun" and ("a" in before or "an" in before):
        weight = 1.3
    if told.trigger.frame in {"death", "protest"} and len(told.trigger.words) == 1:
        weight -= 0.5
    return weight - (0.7 if told.is_subordinate else 0.0)


def _is_statistic(sentence: Sentence, dates: Sequence[EventDate]) -> bool:
    """Say whether a sentence counts over a period ("so far this year", "since 2006") and tells of no day."""
    if sentence.part == "title" or any((d.precision or 9) <= 2 for d in dates):
        return False
    if sentence.has_cue("STATISTIC") or any(d.kind == "period" for d in sentence.dates):
        return True
    years = dates and all(d.precision == 5 for d in dates)
    if not years or "when" in sentence.spelled.lower:
        return False
    is_general = {t.trigger.frame for t in sentence.told} <= _GENERAL
    return is_general or all(t.shape == "plural" for t in sentence.told)  # "17 armed clashes in 2025"


def _is_group(sentence: Sentence, told: Sequence[Told], dates: Sequence[EventDate]) -> bool:
    """Say whether a sentence sums over several incidents: a series, or a plural without one day."""
    one_day = any(d.precision == 1 and d.first == d.last for d in dates)
    if any(t.trigger.frame in {"protest", "riot"} for t in told):
        return False
    return sentence.has_cue("SUM") or (not one_day and sentence.has_cue("SERIES"))


def _is_background(
    sentence: Sentence, dates: Sequence[EventDate], drafts: Sequence[Draft], published: date | None
) -> bool:
    best = max(dates, key=lambda d: d.weight, default=None)
    if best is not None and best.last is not None and published is not None:
        return best.last < published - _FRESH
    return bool(drafts) and sentence.has_cue("HISTORICAL")


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
    has_tolls = any(t.slot != "rescued" for t in sentence.tolls)
    back = _refers_back(sentence) or sentence.has_cue("CALLED")
    if not told and not has_tolls and not back and not sentence.has_cue("HAPPEN"):
        return None
    other = _tells_of_another(sentence, told)
    substance = _substance(sentence, told, dates, places)
    if drafts[-1].sentences[-1].part == "title" and sentence.part == "lead":
        return drafts[-1]
    is_apart = sentence.has_cue("SEPARATE", within=8) or _opens_elsewhere(drafts[0], sentence, told, places)
    if _awaits_its_day(drafts, sentence) and told and dates and not is_apart and _same_kind(drafts[0], told):
        return drafts[0]
    if other and substance >= _OPENS:
        return None
    for draft in _nearest(drafts, dates):
        if _contradicts(draft, sentence, told, dates, places):
            continue
        if draft.is_group and told and substance >= _OPENS and (dates or places):
            continue
        if told and not back and not _same_kind(draft, told):
            continue
        return draft
    return None


def _awaits_its_day(drafts: Sequence[Draft], sentence: Sentence) -> bool:
    """Say whether only the head of the article told of something, without a day: captions and links stand below it."""
    head = drafts[0]
    has_day = any(d.weight >= _OWN_DATE for d in head.dates)
    is_alone = len(drafts) == 1 and not has_day and not head.is_group and not head.is_background
    return is_alone and sentence.number <= _HEAD and head.sentences[0].part != "body"


def _nearest(drafts: Sequence[Draft], dates: Sequence[EventDate]) -> list[Draft]:
    """Return the incidents told so far: first those of the day that is named, then the last one, then the first."""
    ordered = [drafts[-1], *drafts[:1], *reversed(drafts[1:-1])] if len(drafts) > 1 else list(drafts)
    days = [d for d in dates if (d.precision or 9) <= 2]
    if not days:
        return ordered
    return sorted(ordered, key=lambda x: x.date is None or not any(_overlap(x.date, d) for d in days))


def _tells_of_another(sentence: Sentence, told: Sequence[Told]) -> bool:
    """Say whether a sentence announces another incident: "elsewhere", "a second blast", "a similar attack"."""
    if sentence.has_cue("SEPARATE", within=8):
        return True
    return any(
        "ANOTHER" in cue.classes
        and 0 < t.trigger.first - cue.last <= 3
        and t.shape != "past"
        and sentence.spelled.lower[cue.last + 1] not in {"in", "at", "during", "by", "with", "after", "on"}
        for cue in sentence.cues
        for t in told
    )


def _contradicts(
    draft: Draft,
    sentence: Sentence,
    told: Sequence[Told],
    dates: Sequence[EventDate],
    places: Sequence[EventPlace],
) -> bool:
    if not told:
        return False
    if _is_group(sentence, told, dates) and not draft.is_group and sentence.part != "title":
        return True
    mine = draft.date
    if mine is not None and (mine.precision or 9) > 4 and not draft.is_background:
        mine = None  # a season or a year in fresh news sets nothing apart
    firm = [d for d in dates if d.firmness >= _FIRM_DATE]
    if mine is not None and mine.firmness >= _FIRM_DATE and dates and all(_is_far(mine, d) for d in dates):
        return True
    if mine is not None and mine.firmness >= _FIRM_DATE and firm and not any(_overlap(mine, d) for d in firm):
        return not _refers_back(sentence) or any(d.precision and d.precision >= 4 for d in firm)
    if _opens_elsewhere(draft, sentence, told, places) or _is_later_elsewhere(draft, sentence, places):
        return True
    here = draft.place
    if here is None or not places or here.resolution.place is None or not _introduces(sentence, told):
        return False
    if not any(not t.conditional and t.slot not in {"arrested", "rescued"} for s in draft.sentences for t in s.tolls):
        return False  # the first people told of belong to what the headline told
    if places[0].weight < _FIRM_PLACE or here.weight < _FIRM_PLACE:
        return False
    return all(
        p.resolution.place is not None and are_apart(here.resolution.place, p.resolution.place) for p in places[:2]
    )


def _refers_back(sentence: Sentence) -> bool:
    """Say whether a sentence speaks of people or an act as known: "the attack", "the men", "they"."""
    if sentence.has_cue("BACK"):
        return True
    return sentence.opens_with in {"the_one", "the_many", "pronoun"}


def _introduces(sentence: Sentence, told: Sequence[Told]) -> bool:
    """Say whether a sentence brings in people or an act as new ("two men were", "an attack") and not as known."""
    if _refers_back(sentence):
        return False
    if any(t.group.form in {"count", "one", "many"} and not t.group.is_part for t in sentence.tolls):
        return True
    return any(_shape_weight(t, sentence) >= 1.3 and t.shape == "noun" for t in told)


def _opens_elsewhere(draft: Draft, sentence: Sentence, told: Sequence[Told], places: Sequence[EventPlace]) -> bool:
    """Say whether a sentence opens with another place and brings in its own people: "In X, gunmen killed two men"."""
    here = draft.place.resolution.place if draft.place else None
    first = min(places, key=lambda p: p.start, default=None)
    if first is None or first.resolution.place is None or not _introduces(sentence, told):
        return False
    there = first.resolution.place
    if first.start - sentence.span.start > _OPENING or (here is not None and here.place_id == there.place_id):
        return False
    words = sentence.spelled.lower[:3]
    if not any(word in {"in", "at", "near", "outside", "south", "north", "east", "west"} for word in words):
        return False
    return here is None or not (here.radius_km > there.radius_km and distance_km(here, there) < here.radius_km)


def _is_later_elsewhere(draft: Draft, sentence: Sentence, places: Sequence[EventPlace]) -> bool:
    """Say whether a sentence goes on to another time and another place: "Hours later a drone struck a car in X"."""
    here = draft.place.resolution.place if draft.place else None
    there = places[0].resolution.place if places else None
    is_more = sentence.has_cue("LATER", within=3) or ("also" in sentence.spelled.lower and _introduces(sentence, ()))
    return is_more and here is not None and there is not None and here.place_id != there.place_id


def _is_far(one: EventDate, two: EventDate) -> bool:
    """Say whether two dates are weeks apart."""
    if one.first is None or one.last is None or two.first is None or two.last is None:
        return False
    return one.first - two.last > _WEEKS or two.first - one.last > _WEEKS


def _overlap(one: EventDate, two: EventDate) -> bool:
    slack = timedelta(days=1)
    if one.first and two.last and one.first > two.last + slack:
        return False
    return not (two.first and one.last and two.first > one.last + slack)


_FAMILIES = (
    frozenset({"earthquake", "flood", "storm", "landslide", "wildfire", "volcano", "drought", "disaster", "collapse"}),
    frozenset({"protest", "intervention", "force", "riot", "looting", "mob", "clash"}),
    frozenset({"transport", "fire", "industrial", "collapse", "poisoning", "drowning", "accident", "bomb"}),
    frozenset(
        {"robbery", "abduction", "attack", "shooting", "homicide", "looting", "crime", "seizure", "seized_territory"}
    ),
    frozenset({"seized_territory", "retaken", "overtakes", "regains", "clash", "attack"}),
)
_NATURAL = _FAMILIES[0]
#: a death or a wound alone fits any incident
_OPEN_FRAMES = frozenset({"death", "killing"})


def _same_kind(draft: Draft, told: Sequence[Told]) -> bool:
    """Say whether a sentence's triggers fit those of an incident: violent with violent, or of one family."""
    mine = {t.trigger.frame for t, _ in draft.told}
    theirs = {t.trigger.frame for t in told}
    if mine & theirs or theirs & _OPEN_FRAMES or mine <= _OPEN_FRAMES:
        return True
    if any(mine & family and theirs & family for family in _FAMILIES):
        return True
    is_natural = bool(mine & _NATURAL), bool(theirs & _NATURAL)
    return not any(is_natural) and any(map(is_violent, mine)) and any(map(is_violent, theirs))


def _extend(
    draft: Draft,
    sentence: Sentence,
    told: Sequence[Told],
    dates: Sequence[EventDate],
    places: Sequence[EventPlace],
) -> None:
    draft.sentences.append(sentence)
    draft.told.extend((t, sentence) for t in told)
    if (
        told
        or any(not t.conditional for t in sentence.tolls)
        or any(map(sentence.has_cue, ("BACK", "HAPPEN", "CALLED")))
    ):
        draft.dates.extend(dates)
        draft.places.extend(places)

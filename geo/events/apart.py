"""Says what sets incidents of one article apart: another day, another place, people or an act brought in afresh."""

from collections.abc import Sequence

from geo.events.date_clues import EventDate
from geo.events.days_apart import (
    DAY_OPENS,
    FIRM_DATE,
    OWN_DAYS,
    are_of_weeks_ago,
    are_two_days,
    are_weeks_apart,
    is_long_before,
    is_stretch,
    opens_with_another_day,
    overlap,
)
from geo.events.drafts import Draft, is_group_told, shape_weight
from geo.events.event_place import EventPlace, are_two
from geo.events.extents import are_apart, distance_km
from geo.events.people import Group, kinds_of_people, opens_with_known
from geo.events.reading import Sentence, Told, is_violent
from geo.events.words import PASSIVE
from geo.lexicon import read_terms

#: the weight from which a place is firm enough to keep incidents apart
_FIRM_PLACE = 3.5
#: characters from the start of a sentence within which its opening phrase lies
_OPENING = 40
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
#: what befalls several people in one act
_OF_ONE_ACT = frozenset({"shooting", "homicide", "arrests", "crime", "force"})
#: what is done to a person; UCDP GED precision of a month
_ON_PEOPLE, _MONTH = frozenset({"killing", "abduction", "attack", "homicide"}), 4
_PRONOUNS = frozenset({"him", "her", "them", "it", "his", "their", "its", "this", "these", "that"})
#: forms of groups of people told of before
_KNOWN_FORMS = frozenset({"the_one", "the_many", "pronoun"})
#: what befalls nobody, and is no part of a killing
OF_NOBODY = frozenset({"crime", "protest", "seizure"})
#: a death or a wound alone fits any incident
_OPEN_FRAMES = frozenset({"death", "killing"})
#: what is found where people fought
_FINDINGS = frozenset({"disrupted", "seizure"})
#: damage, which an attack does
_DAMAGE = frozenset({"looting"})


def tells_of_another(sentence: Sentence, told: Sequence[Told]) -> bool:
    """Say whether a sentence announces another incident: "elsewhere", "a second blast", "a similar attack"."""
    if sentence.has_cue("SEPARATE", within=8) or sentence.is_second_part or _is_next_of_list(sentence, told):
        return True
    return sentence.has_cue("ANOTHER") and any(
        "ANOTHER" in cue.classes
        and sentence.spelled.lower[cue.first] != "latest"
        and 0 < t.trigger.first - cue.last <= 3
        and t.shape != "past"
        and sentence.spelled.lower[t.trigger.last] not in _TOLLS
        and sentence.spelled.lower[cue.last + 1] not in {"in", "at", "during", "by", "with", "after", "on"}
        and sentence.spelled.lower[cue.last + 1] not in read_terms("perpetrators")
        for cue in sentence.cues
        for t in told
    )


#: counts, of which an earlier one is no other incident's
_TOLLS = frozenset({"toll", "tolls", "tally"})


def _is_next_of_list(sentence: Sentence, told: Sequence[Told]) -> bool:
    """Say whether a sentence goes on to the next of several acts: "Finally, a bomb went off in X"."""
    if not sentence.has_cue("NEXT", within=1) or sentence.has_cue("BACK"):
        return False
    return any(_is_act(t) and t.shape == "past" for t in told)


def contradicts(
    draft: Draft,
    sentence: Sentence,
    told: Sequence[Told],
    dates: Sequence[EventDate],
    places: Sequence[EventPlace],
) -> bool:
    """Say whether a sentence cannot go on telling of an incident: it sums, or its day or place is another."""
    if not told:
        return bool(dates) and is_long_before(draft, dates)
    if is_group_told(sentence, told, dates) and not draft.is_group and sentence.part != "title":
        return True
    another_day = _is_of_another_day(draft, sentence, told, dates)
    if another_day is not None:
        return another_day
    if places and (opens_elsewhere(draft, sentence, told, places) or _is_later_elsewhere(draft, sentence, places)):
        return True
    if _goes_on_in_time(sentence, dates, places) and _strikes_others(draft, sentence, told):
        return True
    if _is_added(draft, sentence, told):
        return True
    if (dates or places) and _is_of_somebody_else(draft, sentence, told, dates, places):
        return True
    return bool(places) and (
        _is_tied_elsewhere(draft, sentence, told, places) or _brings_people_elsewhere(draft, sentence, told, places)
    )


def _is_of_another_day(
    draft: Draft, sentence: Sentence, told: Sequence[Told], dates: Sequence[EventDate]
) -> bool | None:
    """Say whether the day of a sentence is another one, or may be in spite of it; None where days decide nothing."""
    mine = draft.date
    if mine is not None and (mine.precision or 9) > 4 and not draft.is_background:
        mine = None  # a season or a year in fresh news sets nothing apart
    if mine is None and are_of_weeks_ago(dates) and _tells_afresh(draft, sentence, told, is_elsewhere=True):
        return True
    if mine is None or mine.firmness < FIRM_DATE:
        is_another = is_long_before(draft, dates) or opens_with_another_day(draft, sentence, dates)
        return True if is_another and _introduces(sentence, told) else None
    if dates and all(are_weeks_apart(mine, d) for d in dates):
        return True
    firm = [d for d in dates if d.firmness >= FIRM_DATE]
    if firm and not any(overlap(mine, d) for d in firm):
        is_known = refers_back(sentence) and not _tells_beside(sentence, told, firm)
        return not is_known or any(d.precision and d.precision >= 4 for d in firm)
    days = [d for d in firm if d.basis in OWN_DAYS and d.precision == 1]
    days += [d for d in firm if is_stretch(d)]
    if mine.basis in OWN_DAYS and mine.precision == 1 and days and all(are_two_days(d, mine) for d in days):
        return True if _tells_afresh(draft, sentence, told) else None
    return None


def _tells_beside(sentence: Sentence, told: Sequence[Told], dates: Sequence[EventDate]) -> bool:
    """Say whether what is told of another day stands behind a semicolon: "It is the second this week; on Sunday …"."""
    words, starts = sentence.spelled.lower, sentence.spelled.starts
    if ";" not in words:
        return False
    at = starts[words.index(";")]
    return (
        any(d.start > at for d in dates) and any(map(_is_act, told)) and all(t.start > at for t in told if _is_act(t))
    )


def opens_on_another_day(draft: Draft, sentence: Sentence, told: Sequence[Told], dates: Sequence[EventDate]) -> bool:
    """Say whether a sentence opens with another day, or tells of weeks ago, with people or an act of its own."""
    is_another = opens_with_another_day(draft, sentence, dates) or are_of_weeks_ago(dates)
    return is_another and sentence.part == "body" and _introduces(sentence, told)


def _brings_people_elsewhere(
    draft: Draft, sentence: Sentence, told: Sequence[Told], places: Sequence[EventPlace]
) -> bool:
    """Say whether people are told of afresh in a place apart from that of an incident whose people are told."""
    here = draft.place
    if here is None or not places or here.resolution.place is None or not _introduces(sentence, told):
        return False
    if not any(not t.conditional and t.slot not in {"arrested", "rescued"} for s in draft.sentences for t in s.tolls):
        return False  # the first people told of belong to what the headline told
    if places[0].weight < _FIRM_PLACE or here.weight < _FIRM_PLACE:
        return False
    there = [p.resolution.place for p in places[:2]]
    return all(p is not None and are_apart(here.resolution.place, p) for p in there)


def _is_tied_elsewhere(draft: Draft, sentence: Sentence, told: Sequence[Told], places: Sequence[EventPlace]) -> bool:
    """Say whether a sentence sets an act of its own in another place: "A bomb went off in X" after one in Y."""
    here = draft.place
    if here is None or here.resolution.place is None or not places or not (here.is_tied or here.weight >= _FIRM_PLACE):
        return False
    there = places[0]
    if there.resolution.place is None or not there.is_tied or there.is_dateline:
        return False
    if draft.sentences[-1].part == "title" or sentence.part == "title":
        return False
    if not are_two(here, there) or not all(are_two(p, there) for p in draft.places if p.is_tied):
        return False
    return _tells_afresh(draft, sentence, told, is_elsewhere=True)


def _tells_afresh(draft: Draft, sentence: Sentence, told: Sequence[Told], *, is_elsewhere: bool = False) -> bool:
    """Say whether nothing in a sentence refers to what an incident told before: no pronoun, no known person or act.

    An armed force that is known may well act again, in another place.
    """
    if sentence.has_cue("CALLED") or not any(map(_is_act, told)):
        return False
    if refers_back(sentence) and not (is_elsewhere and _opens_with_force(sentence)):
        return False
    groups = [g for g in sentence.clause.groups.values() if not (is_elsewhere and _is_force(g))]
    if any(g.form == "pronoun" or g.is_part or g.is_other for g in groups):
        return False
    known = [g for s in draft.sentences for g in s.clause.groups.values()]
    names, heads = (
        {word for g in known if g.form == "name" for word in g.name.split()},
        {g.head for g in known if g.head},
    )
    text, base = sentence.text.lower(), sentence.span.start
    return not any(
        (g.name and not names.isdisjoint(g.name.split()))
        or (g.head in heads and text[g.start - base :].startswith(("the ", "this ", "these ", "those ")))
        for g in groups
    )


def _is_force(group: Group) -> bool:
    """Say whether people belong to an armed force, on either side: "the rebels", "soldiers"."""
    return kinds_of_people().get(group.head) in _FORCES and not group.is_part


_FORCES = frozenset({"rebel group", "political militia", "identity militia", "state forces", "external forces"})


def _opens_with_force(sentence: Sentence) -> bool:
    """Say whether a sentence refers back by nothing but a force that it opens with: "The rebels also shelled X"."""
    first = next(iter(sentence.clause.groups.values()), None)
    return not sentence.has_cue("BACK") and first is not None and _is_force(first)


def _is_added(draft: Draft, sentence: Sentence, told: Sequence[Told]) -> bool:
    """Say whether a sentence adds an act of another kind: "A bus was also burned by men in masks"."""
    if (
        read_terms("adding_words").isdisjoint(sentence.spelled.lower)
        or sentence.part == "title"
        or draft.sentences[-1].part == "title"
    ):
        return False
    kinds = {t.trigger.frame for t in told if _is_act(t)}
    if not kinds <= _OF_ONE_ACT and kinds.isdisjoint(draft.frames) and _tells_afresh(draft, sentence, told):
        return True
    return any(is_also_done(draft, sentence, t) for t in told)


def is_also_done(draft: Draft, sentence: Sentence, told: Told) -> bool:
    """Say whether "also" stands right before what was done to something else: "The rebels also burned a bus".

    Not to people told of before ("he was also robbed"), and who else was shot or killed was so in the same act.
    """
    words, first = sentence.spelled.lower, told.trigger.first
    if told.shape != "past" or any(
        t.trigger.first == first and t.trigger.frame in _OPEN_FRAMES | _OF_ONE_ACT for t in sentence.told
    ):
        return False
    k = next((i for i in range(first - 1, -1, -1) if words[i] in read_terms("adding_words")), None)
    if k is None:
        return False
    if words[k + 1] in read_terms("verbs_of_saying"):
        return "that" in words[k + 2 : first] and _tells_afresh(draft, sentence, [told])
    if k < first - 2 or not (k == first - 1 or words[k + 1].endswith("ly")) or _is_what_happened(sentence, k):
        return False
    if k and words[k - 1] in PASSIVE:
        return not _is_of_known(draft, sentence)
    return not told.is_subordinate and not _is_known_object(sentence, told)


def _is_what_happened(sentence: Sentence, k: int) -> bool:
    """Say whether an act told before stands before a word as what did it: "The flood also swept away a bridge"."""
    heads = {cue.last for cue in sentence.cues if "BACK" in cue.classes and cue.first == 0}
    return any(t.trigger.last in heads and t.trigger.last < k and t.shape in {"noun", "gerund"} for t in sentence.told)


def _is_of_known(draft: Draft, sentence: Sentence) -> bool:
    """Say whether a sentence opens with people known by more than a name, or names somebody whom an incident named."""
    if sentence.has_cue("BACK") or opens_with_known(sentence.words, has_names=False):
        return True
    known = {g.name for s in draft.sentences for g in s.clause.groups.values() if g.name}
    return not known.isdisjoint(g.name for g in sentence.clause.groups.values() if g.name)


def _is_known_object(sentence: Sentence, told: Told) -> bool:
    """Say whether what follows a verb is known: "it", "the men", "the bomb"; not "the bank", which is new as well."""
    words, after = sentence.spelled.lower, told.trigger.last + 1
    if after >= len(words) or words[after] in _PRONOUNS:
        return True
    start, end = sentence.spelled.starts[after], sentence.spelled.starts[min(after + 3, len(words) - 1)]
    if any(start <= g.start <= end and g.form in _KNOWN_FORMS for g in sentence.clause.groups.values()):
        return True
    return any("BACK" in cue.classes and after <= cue.first <= after + 1 for cue in sentence.cues)


def _is_act(told: Told) -> bool:
    """Say whether a trigger tells what somebody did, and no death or wound of what was told before."""
    if told.trigger.frame in _OPEN_FRAMES:
        return told.trigger.frame == "killing"
    return not told.is_subordinate and told.shape != "gerund"


def refers_back(sentence: Sentence) -> bool:
    """Say whether a sentence speaks of people or an act as known: "the attack", "the men", "they"."""
    if sentence.has_cue("BACK") and any(
        "BACK" in cue.classes and not _is_of_one(sentence, cue.last) for cue in sentence.cues
    ):
        return True
    return sentence.opens_with_known


def _is_of_one(sentence: Sentence, last: int) -> bool:
    """Say whether "the body", "the killing" are those of somebody who is told of as new: "the body of a guard"."""
    return sentence.spelled.lower[last + 1 : last + 3] in {("of", "a"), ("of", "an"), ("of", "two"), ("of", "three")}


def _introduces(sentence: Sentence, told: Sequence[Told]) -> bool:
    """Say whether a sentence brings in people or an act as new ("two men were", "an attack") and not as known."""
    if refers_back(sentence):
        return False
    if any(t.group.form in {"count", "one", "many"} and not t.group.is_part for t in sentence.tolls):
        return True
    return any(shape_weight(t, sentence) >= 1.3 and t.shape == "noun" for t in told)


def _names_another(draft: Draft, sentence: Sentence) -> bool:
    """Say whether a sentence tells of a named person whom an incident with other named people did not tell of.

    One shared word of a name makes it the same person: "Rosa Tora Diaz", "Tora".
    """
    struck = {word for t in sentence.tolls if not t.conditional for word in t.group.name.split()}
    if not struck or refers_back(sentence):
        return False  # seen before the people of all its sentences are read
    known = {word for s in draft.sentences for g in s.clause.groups.values() for word in g.name.split()}
    return bool(known) and known.isdisjoint(struck)


def _is_of_somebody_else(
    draft: Draft, sentence: Sentence, told: Sequence[Told], dates: Sequence[EventDate], places: Sequence[EventPlace]
) -> bool:
    """Say whether a sentence tells what befell another person by name, on another day or in another place."""
    if sentence.part == "title" or not any(map(_is_on_one, told)) or not _names_another(draft, sentence):
        return False
    here, mine = draft.place, draft.date
    is_elsewhere = here is not None and bool(places) and not places[0].is_dateline and are_two(here, places[0])
    days = [d for d in dates if (d.precision or 9) <= _MONTH]
    is_another_day = mine is not None and bool(days) and not any(overlap(mine, d) for d in days)
    return is_elsewhere or is_another_day


def _is_on_one(told: Told) -> bool:
    return told.trigger.frame in _ON_PEOPLE


def opens_elsewhere(draft: Draft, sentence: Sentence, told: Sequence[Told], places: Sequence[EventPlace]) -> bool:
    """Say whether a sentence opens with another place and brings in its own people: "In X, gunmen killed two men"."""
    if not places:
        return False
    first = min(places, key=lambda p: p.start)
    if first.resolution.place is None:
        return False
    here, there = draft.place.resolution.place if draft.place else None, first.resolution.place
    if first.start - sentence.span.start > _OPENING or (here is not None and here.place_id == there.place_id):
        return False
    if _WHERE.isdisjoint(sentence.spelled.lower[:3]):
        return False
    if here is not None and here.radius_km > there.radius_km and distance_km(here, there) < here.radius_km:
        return False
    is_afresh = here is not None and _tells_afresh(draft, sentence, told, is_elsewhere=True)
    return is_afresh or _introduces(sentence, told) or _names_another(draft, sentence)


#: words that a phrase of place opens with
_WHERE = frozenset({"in", "at", "near", "outside", "south", "north", "east", "west"})


def _is_later_elsewhere(draft: Draft, sentence: Sentence, places: Sequence[EventPlace]) -> bool:
    """Say whether a sentence goes on to another time and another place: "Hours later a drone struck a car in X"."""
    here, there = draft.place.resolution.place if draft.place else None, places[0].resolution.place
    if here is None or there is None or here.place_id == there.place_id:
        return False
    return sentence.has_cue("LATER", within=3) or ("also" in sentence.spelled.lower and _introduces(sentence, ()))


def _goes_on_in_time(sentence: Sentence, dates: Sequence[EventDate], places: Sequence[EventPlace]) -> bool:
    """Say whether a sentence opens with "later in the day", or with a day and tells what happened in a place on it.

    "On Friday, 19 fighters were killed near X"; not the day on which somebody said so.
    """
    if sentence.has_cue("LATER", within=3):
        return True
    opens = any(d.start - sentence.span.start <= DAY_OPENS and d.precision == 1 for d in dates)
    if not opens or not any(p.is_tied for p in places) or sentence.part != "body":
        return False
    first = min((t.start for t in sentence.tolls if t.slot == "killed"), default=0)
    words = sentence.spelled
    return not any(
        a < first and w in read_terms("verbs_of_saying") for a, w in zip(words.starts, words.lower, strict=True)
    )


def _strikes_others(draft: Draft, sentence: Sentence, told: Sequence[Told]) -> bool:
    """Say whether a sentence tells of people killed who are new, beside those that an incident killed."""
    dead = [t.group for t in sentence.tolls if t.slot == "killed" and not t.conditional]
    if not any(g.form == "count" and not g.is_part and not g.is_other for g in dead) or refers_back(sentence):
        return False
    if any(t.trigger.frame in _CROWDS for t, _ in draft.told) or all(t.trigger.frame == "death" for t in told):
        return False
    known = {t.group.best for s in draft.sentences for t in s.tolls if t.slot == "killed" and not t.conditional}
    return bool(known - {None, 0}) and all(g.best not in known for g in dead)


#: what goes on for hours and kills by turns
_CROWDS = frozenset({"protest", "riot", "looting", "mob", "clash"})


def _is_natural_and_other(one: set[str], two: set[str]) -> bool:
    """Say whether one act is a natural disaster and the other a crash or a fight, whoever died in either."""
    first, second = one - _OPEN_FRAMES, two - _OPEN_FRAMES
    return bool(first) and first <= _NATURAL and bool(second) and second <= _NEVER_NATURAL


#: acts that are no part of a natural disaster
_NEVER_NATURAL = frozenset(
    {"transport", "clash", "attack", "bomb", "shooting", "air", "shelling", "abduction", "robbery"}
)


def has_attackers(draft: Draft) -> bool:
    """Say whether the acts of an incident are told with those who attack: gunmen, rebels."""
    groups = [g for _, sentence in draft.told for g in sentence.clause.groups.values()]
    return any(g.head in read_terms("perpetrators") or kinds_of_people().get(g.head) in _ATTACKERS for g in groups)


_ATTACKERS = _FORCES - {"state forces", "external forces"}


def same_kind(draft: Draft, told: Sequence[Told]) -> bool:
    """Say whether a sentence's triggers fit those of an incident: violent with violent, or of one family."""
    mine, theirs = draft.frames, {t.trigger.frame for t in told}
    if not (mine & theirs) <= _OPEN_FRAMES:
        return True  # as most sentences: what is told again is of one kind, whatever else is told
    if theirs and theirs <= OF_NOBODY and mine <= {"killing", "abduction"}:
        return False
    if theirs <= _DAMAGE and any(map(is_violent, mine)) and all(t.is_subordinate or t.shape == "past" for t in told):
        return True  # "houses were set on fire": what the attack told before left
    if theirs and theirs <= _FINDINGS and any(map(is_violent, mine)):
        return True  # "40 kg of opium was found on the spot"
    if _is_natural_and_other(mine, theirs) or _is_natural_and_other(theirs, mine):
        return False
    if mine <= _OPEN_FRAMES and theirs & _NATURAL and theirs <= _NATURAL | _OPEN_FRAMES and has_attackers(draft):
        return False
    if mine & theirs or theirs & _OPEN_FRAMES or mine <= _OPEN_FRAMES:
        return True
    if any(mine & family and theirs & family for family in _FAMILIES):
        return True
    is_natural = bool(mine & _NATURAL), bool(theirs & _NATURAL)
    return not any(is_natural) and any(map(is_violent, mine)) and any(map(is_violent, theirs))

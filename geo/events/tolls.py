"""Joins what the sentences of one incident say of its casualties into one count a slot.

Rules (UCDP GED and ACLED coding practice): parts of a number are never added to it; a later toll of the same article
supersedes a smaller one; the dead of different sides are added unless a number for all is given; people told one by
one are counted once each, told apart by age, sex and name; who was shot and did not die was hurt; "attacked" says
nothing of deaths. None is not stated, 0 stated to be none.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from gazetteer.frozen import quickly_made
from geo.events.casualties import Toll
from geo.events.implied import is_fatal, killed_at_once
from geo.events.killers import SINGLE, STATE, are_included, is_killer, is_victim, killers, killers_dead, tell_of_killers
from geo.events.people import Group, kinds_of_people
from geo.events.reading import Sentence
from geo.lexicon import read_table, read_terms
from geo.records import Count


@quickly_made
@dataclass(frozen=True, slots=True)
class Casualties:
    """The counts of one incident and the sentences that give them."""

    killed: Count | None
    injured: Count | None
    abducted: Count | None
    arrested: Count | None
    sentences: dict[str, tuple[int, ...]]  # slot -> numbers of sentences


@dataclass(slots=True)
class _Tally:
    """What was told of one slot so far."""

    totals: dict[str, Count] = field(default_factory=dict)  # by kind of people; "" = people of any kind
    people: list[tuple[str, str, str]] = field(default_factory=list)  # (age, sex, name) of those told one by one
    further: dict[int, int] = field(default_factory=dict)  # which were told of as "another", and in which sentence
    singles: dict[str, int] = field(default_factory=dict)  # how many of the people belong to each side
    toll: Count | None = None  # a number for all ("the death toll")
    others: list[Count] = field(default_factory=list)  # what other sources say of it
    moved: int = 0  # people told as hurt before, who died
    is_none: bool = False  # stated to be none
    is_vague: bool = False  # people, without a number
    victims: int = 0  # of a killer, without him: the largest number told
    apart: set[int] = field(default_factory=set)  # which of the people are told to be others than the dead
    slain: set[int] = field(default_factory=set)  # which of the people are such victims
    told_as_killers: set[int] = field(default_factory=set)  # which of them did it
    killers: int = 0  # who died too
    is_with_killers: bool = False  # the number for all is said to hold them
    sentences: list[int] = field(default_factory=list)


_ARMED = frozenset({"rebel group", "criminals", "political militia", "identity militia", "rioters"})


def add_up(sentences: Sequence[Sentence], elsewhere: frozenset[int] = frozenset()) -> Casualties:
    """Return the casualties that the sentences of one incident tell, in the order given.

    `elsewhere` are the numbers of those that name days before the incident alone: the dead of these are of another one.
    """
    tallies: defaultdict[str, _Tally] = defaultdict(_Tally)
    telling = [s for s in sentences if s.tolls]
    lines = {s.number for s in sentences if s.is_headline} if telling else set()
    if any(s.number not in lines for s in telling):
        elsewhere = elsewhere | lines  # headlines of other stories stand between the lines of this one
    own = [s for s in sentences if s.number not in elsewhere]
    for sentence in telling:
        _add_sentence(tallies, sentence, elsewhere)
    dead = tallies["killed"]
    may_have_died = tell_of_killers(own)
    for sentence in own:
        if may_have_died or sentence.tolls:
            _add_killers(dead, sentence)
    moved = [t.group.best for s in own for t in s.tolls if t.were_hurt and t.group.best]
    if moved:
        tallies["injured"].moved = max(moved)
    killed = _with_killers(dead) or _implied(dead, own)
    killed = _at_least(dead, killed, own)
    injured = _injured(tallies, killed)
    attacked, abducted, arrested = (
        _count(tallies[slot]) if slot in tallies else None for slot in ("attacked", "abducted", "arrested")
    )
    if attacked is not None and attacked.high and killed is None and injured is None:
        open_count = Count(0, None, attacked.high)  # where nothing tells what became of them
        killed = injured = open_count
    telling_by_slot = {slot: tallies[slot].sentences for slot in _SLOTS if slot in tallies}
    return Casualties(
        killed=killed,
        injured=injured,
        abducted=abducted,
        arrested=arrested,
        sentences={slot: tuple(dict.fromkeys(numbers)) for slot, numbers in telling_by_slot.items() if numbers},
    )


_SLOTS = ("killed", "injured", "shot", "attacked", "abducted", "arrested")


def _add_sentence(tallies: defaultdict[str, _Tally], sentence: Sentence, elsewhere: frozenset[int]) -> None:
    """Add what one sentence tells to the tallies; parts of a number count where nothing else is told."""
    tolls: dict[str, list[Toll]] = {}
    parts: dict[str, list[Toll]] = {}
    for toll in sentence.tolls:
        slot = toll.slot
        if toll.conditional or slot == "rescued" or (slot == "killed" and sentence.number in elsewhere):
            continue
        if toll.group.is_part:
            parts.setdefault(slot, []).append(toll)
            if slot != "killed" or not _is_first_of_its_side(toll.group, tallies["killed"]):
                continue
            toll = toll._replace(group=toll.group._replace(is_part=False))
        tolls.setdefault(_slot(toll), []).append(toll)
    for name in {**tolls, **parts}:
        tally, of_them = tallies[name], parts.get(name, [])
        people = [t for t in of_them if t.group.form != "none"]
        if name in tolls:
            _add_tolls(tally, _of_casualties(tolls[name], of_them), sentence)
        elif people and not tally.totals and not tally.people:
            _add_tolls(tally, people, sentence)
        else:
            tally.sentences.append(sentence.number)


def _of_casualties(tolls: Sequence[Toll], parts: Sequence[Toll]) -> Sequence[Toll]:
    """Return the dead of "seven casualties, including four dead"."""
    if not all(t.group.best is None and t.group.high for t in tolls):
        return tolls
    return [t for t in parts if t.group.best] or tolls


def _is_first_of_its_side(group: Group, tally: _Tally) -> bool:
    """Say whether "three of the gunmen died" is a number of its own: only the dead of the other side were told."""
    is_told = bool(tally.totals or tally.people) and tally.toll is None
    return is_told and "armed" not in tally.totals and _side_of(group) == "armed"


def _add_killers(tally: _Tally, sentence: Sentence) -> None:
    """Note the killers that a sentence tells to have died, and whether the number of dead is said to hold them."""
    tolls = [t for t in sentence.tolls if t.slot == "killed" and not t.conditional and not t.group.is_part]
    killers = killers_dead(sentence, tolls)
    tally.killers = max(tally.killers, killers)
    tally.is_with_killers = tally.is_with_killers or are_included(sentence)
    if killers and not tolls:
        tally.sentences.append(sentence.number)


def _with_killers(tally: _Tally) -> Count | None:
    """Return the count of the dead, killers among them: beside victims who were counted without them they are more."""
    found = _count(tally)
    if not tally.killers or tally.toll is not None:
        return found
    if found is None or found.high == 0:
        return Count(tally.killers, tally.killers, tally.killers)
    victims = tally.victims if tally.totals else len(tally.slain)
    if found.best is None or not victims or tally.is_with_killers or victims + tally.killers <= found.best:
        return found
    added = victims + tally.killers - found.best
    return Count(_add(found.low, added), _add(found.best, added), _add(found.high, added))


def _implied(tally: _Tally, sentences: Sequence[Sentence]) -> Count | None:
    """Return one death where nobody is told to have died but the words say so: "a fatal shooting", "murder charges"."""
    told = [s.number for s in sentences if is_fatal(s)]
    if tally.is_none or not told:
        return None
    tally.sentences.extend(told)
    return Count(1, 1, None)


def _at_least(tally: _Tally, found: Count | None, sentences: Sequence[Sentence]) -> Count | None:
    """Return the number of dead that "a double murder" in the head of an article means, where fewer were counted."""
    told = [(killed_at_once(s), s.number) for s in sentences if s.part != "body"]
    dead, number = max(told, key=lambda x: x[0], default=(0, 0))
    if not dead or tally.totals or (found is not None and (found.best is None or found.best >= dead)):
        return found
    tally.sentences.append(number)
    return Count(dead, dead, None)


def _slot(toll: Toll) -> str:
    """Return the slot of a toll; others who were shot beside the dead were hurt."""
    return "injured" if toll.slot == "shot" and toll.beyond and toll.group.form in {"count", "one"} else toll.slot


def _add_tolls(tally: _Tally, tolls: Sequence[Toll], sentence: Sentence) -> None:
    """Add what one sentence tells of one slot."""
    tally.sentences.append(sentence.number)
    here: dict[str, Count] = {}
    for toll in tolls:
        _add_toll(tally, toll, sentence, here, _side(tolls, toll))
    if "armed" in here and "" in here and len({t.predicate for t in tolls if t.group.form == "count"}) > 1:
        here[""] = _plus(here[""], here.pop("armed"))  # "14 dead, two gunmen killed"
    for kind, count in here.items():
        before = tally.totals.get(kind)
        if before is not None and _is_of_another_source(sentence, before, count, tolls):
            tally.others.append(count)
            continue
        tally.totals[kind] = count if before is None else _larger(before, count)
    victims = [t.group.best or 0 for t in tolls if t.group.form == "count" and is_victim(t, sentence)]
    tally.victims = max(tally.victims, sum(victims))


def _is_of_another_source(sentence: Sentence, before: Count, count: Count, tolls: Sequence[Toll]) -> bool:
    """Say whether a larger count below the head is what somebody else says ("A resident said at least 21 had died").

    News that a toll has risen says so.
    """
    if sentence.part != "body" or before.best is None or count.best is None or count.best <= before.best:
        return False
    if any(t.is_rise and t.is_total for t in tolls) or _RISEN.intersection(sentence.spelled.lower):
        return False
    return not read_terms("other_sources").isdisjoint(sentence.spelled.lower[:_SOURCE_WITHIN])


#: words of a sentence within which its source stands; words that make a toll the latest
_SOURCE_WITHIN = 8
_RISEN = frozenset({"now", "later", "since", "further", "more", "another"})


def _add_toll(tally: _Tally, toll: Toll, sentence: Sentence, here: dict[str, Count], side: str) -> None:
    """Add one toll; numbers of people go by side into `here`, the sums of this sentence."""
    group = toll.group
    if toll.is_total:
        stated = Count(group.low, group.best, group.high)
        is_news = toll.is_rise or sentence.part != "body" or not (tally.totals or tally.toll)
        tally.toll = stated if is_news else tally.toll
        tally.others.append(stated)
    elif group.form == "none":
        tally.is_none = True
    elif group.form == "count":
        here[side] = _plus(here.get(side), Count(group.low, group.best, group.high))
    elif group.form in SINGLE:
        before = len(tally.people)
        person = _add_person(tally, toll)
        if person is not None and toll.slot in {"shot", "injured"} and (toll.beyond or _is_of_the_dead(toll, sentence)):
            tally.apart.add(person)
        if person is not None and toll.slot == "killed":
            _sort_person(tally, toll, sentence, person, is_new=len(tally.people) > before)
        if len(tally.people) > before and toll.slot == "killed":
            tally.singles[side] = tally.singles.get(side, 0) + 1
        if len(tally.people) > before and group.form == "one" and here:
            here[side] = _plus(here.get(side), Count(1, 1, 1))
    elif group.form in {"many", "the_many"}:
        tally.is_vague = True


def _is_of_the_dead(toll: Toll, sentence: Sentence) -> bool:
    """Say whether who was hurt and who died in the same breath are two: "killed a judge and hurt his driver"."""
    dead = [t.group for t in sentence.tolls if t.slot == "killed" and not t.conditional]
    start = toll.group.start - sentence.span.start
    words, before = (
        sentence.text[start : start + _ARTICLE].lower(),
        sentence.text[max(0, start - _LINK) : start].lower(),
    )
    is_new = words.startswith(("his ", "her ", "their "))
    if toll.group.form == "one" and words.startswith(("a ", "an ")):
        is_new = toll.slot == "injured" or before.endswith("and ")  # "a clerk was killed and a customer was shot"
    return is_new and any(group.end <= toll.group.start and group.form != "pronoun" for group in dead)


#: characters of a possessive or an article; of what links somebody to who was told of before
_ARTICLE, _LINK = 6, 4


def _sort_person(tally: _Tally, toll: Toll, sentence: Sentence, person: int, *, is_new: bool) -> None:
    """Note whether somebody is a killer's victim; who was told of as the killer first is none."""
    if is_new and is_killer(toll, sentence):
        tally.told_as_killers.add(person)
    elif person not in tally.told_as_killers and is_victim(toll, sentence):
        tally.slain.add(person)


def _side(tolls: Sequence[Toll], toll: Toll) -> str:
    """Return which side a group of dead belongs to; "" for people of any kind, and for a list that holds such."""
    if len(tolls) > 1 and any(t.at == toll.at and t.group.form == "count" and not _side_of(t.group) for t in tolls):
        return ""
    return _side_of(toll.group)


def _side_of(group: Group) -> str:
    kind = kinds_of_people().get(group.head, "")
    if kind in _ARMED or group.head in killers():
        return "armed"
    if kind in STATE:
        return "state"
    return "" if not group.head or group.head in _ANY_SIDE or group.head in read_terms("anybody") else "civil"


#: people who may be of a force: "nine officials" of the border police are "nine policemen" in the next sentence
_ANY_SIDE = frozenset({"official", "officials"})


@cache
def _sexes() -> dict[str, str]:
    return {row["noun"]: row["sex"] for row in read_table("sexes")}


def _add_person(tally: _Tally, toll: Toll) -> int | None:
    """Add somebody told alone, unless it is somebody told before; return who it is, None where that is not known."""
    group = toll.group
    age = "".join(filter(str.isdigit, group.age))
    sex = _sexes().get(group.head, "")
    name = group.name if group.form == "name" else ""
    is_further = toll.beyond and (group.form == "one" or (group.form == "name" and not _is_known(tally, group.name)))
    told_before = [k for k, told_in in tally.further.items() if told_in != tally.sentences[-1]]
    for k, (other_age, other_sex, other_name) in enumerate(tally.people):
        if is_further and (group.form != "one" or k not in told_before):
            continue
        same_name = bool(group.name and other_name) and not set(group.name.split()).isdisjoint(other_name.split())
        if not same_name and not _may_be_same((age, sex, group.name), (other_age, other_sex, other_name)):
            continue
        tally.people[k] = (other_age or age, other_sex or sex, other_name or name)
        return k
    if group.form in {"pronoun", "the_one"} and (tally.totals or tally.people):
        return None
    tally.people.append((age, sex, name))
    if is_further:
        tally.further[len(tally.people) - 1] = tally.sentences[-1]
    return len(tally.people) - 1


def _is_known(tally: _Tally, name: str) -> bool:
    words = set(name.split())
    return any(not words.isdisjoint(other.split()) for *_, other in tally.people)


def _plus(one: Count | None, two: Count) -> Count:
    if one is None:
        return two
    low = None if one.low is None and two.low is None else (one.low or 0) + (two.low or 0)
    return Count(low, _add(one.best, two.best), _add(one.high, two.high))


def _add(one: int | None, two: int | None) -> int | None:
    return None if one is None or two is None else one + two


def _larger(one: Count, two: Count) -> Count:
    """Return the larger of two counts of the same people; a figure beats a vague word."""
    if one.best is None or two.best is None:
        return one if two.best is None else two
    return two if two.best > one.best else one


def _count(tally: _Tally) -> Count | None:
    """Return the count of a tally; other sources' figures widen it without changing the best one."""
    found = tally.toll or _added_up(tally)
    for other in tally.others:
        if found is None or found == other or found.best is None or other.best is None or tally.toll is not None:
            continue
        high = None if found.high is None and other.best <= found.best else max(found.high or 0, other.best)
        found = Count(min(found.low or found.best, other.best), found.best, high)
    return found


def _added_up(tally: _Tally) -> Count | None:
    people = len(tally.people)
    sides = [count for side, count in tally.totals.items() if side]
    total = tally.totals.get("")
    summed = None
    for count in sides:
        summed = _plus(summed, count)
    beside = _on_the_other_side(tally) if total is None and summed is not None else 0
    summed = _plus(summed, Count(beside, beside, beside)) if beside else summed
    found = total if summed is None else summed if total is None else _larger(total, summed)
    if found is None:
        if people:
            return Count(people, people, people)
        return Count(0, 0, 0) if tally.is_none else Count(1, None, None) if tally.is_vague else None
    if found.best is not None and people > found.best:
        return Count(people, people, people)
    return found


def _on_the_other_side(tally: _Tally) -> int:
    """Return how many were told one by one of a side without a number: "killing a guard. Two rebels died"."""
    if "armed" in tally.totals:
        return 0 if len(tally.totals) > 1 else sum(n for side, n in tally.singles.items() if side in {"state", "civil"})
    return tally.singles.get("armed", 0)


def _injured(tallies: defaultdict[str, _Tally], killed: Count | None) -> Count | None:
    """Return the hurt: those said to be, or those shot less those who died."""
    if "injured" not in tallies and "shot" not in tallies:
        return None
    _leave_out_the_dead(tallies["injured"], tallies["killed"])
    stated = _less(_count(tallies["injured"]), tallies["injured"].moved)
    shot = _count(tallies["shot"])
    dead = killed.best if killed is not None and killed.best is not None else 0
    if shot is None or shot.best is None or tallies["shot"].is_none:
        return stated
    together = len(_merged(tallies["shot"].people, tallies["injured"].people))
    left = max(shot.best, together if not tallies["shot"].totals else 0) - dead
    left = max(left, len(tallies["shot"].apart))
    if tallies["injured"].totals and stated is not None:
        return stated
    if left <= 0:
        return stated
    if stated is not None and stated.best is not None and stated.best >= left:
        return stated
    return Count(left, left, left)


def _leave_out_the_dead(injured: _Tally, killed: _Tally) -> None:
    """Take those out of the hurt who are told to have died: "the boy was taken to hospital, where he died"."""
    dead = list(killed.people)
    alive = []
    for k, (age, sex, name) in enumerate(injured.people):
        match = next((d for d in dead if k not in injured.apart and _may_be_same((age, sex, name), d)), None)
        if match is None:
            alive.append((age, sex, name))
        else:
            dead.remove(match)
    injured.people[:] = alive


def _may_be_same(one: tuple[str, str, str], two: tuple[str, str, str]) -> bool:
    (age, sex, name), (other_age, other_sex, other_name) = one, two
    if name and other_name and set(name.split()).isdisjoint(other_name.split()):
        return False
    return (not age or not other_age or age == other_age) and (not sex or not other_sex or sex == other_sex)


def _less(count: Count | None, moved: int) -> Count | None:
    """Return the hurt without those who died since; the old figure stays possible."""
    if count is None or count.best is None or not 0 < moved < count.best:
        return count
    left = count.best - moved
    return Count(left, left, count.high)


def _merged(one: Iterable[tuple[str, str, str]], two: Iterable[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    people = list(one)
    for age, sex, name in two:
        if not any((not age or not a or a == age) and (not sex or not s or s == sex) for a, s, _ in people):
            people.append((age, sex, name))
    return people

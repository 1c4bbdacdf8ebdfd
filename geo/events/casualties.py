"""The grammar of casualties: who was killed, hurt, abducted or arrested in a sentence, and how many.

"Three were killed", "leaving two dead", "the death of a guard and injuries to five others", "one of them fatally",
"no casualties". Works on classes of words (`geo.events.words`) and groups of people (`geo.events.people`), of whom
`geo.events.affected` says which a word is said of; joining what several sentences say is the business of
`geo.events.tolls`. Low, best and high are those of the words; None is not stated, 0 stated to be none.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import compress
from typing import NamedTuple

from gazetteer.frozen import tuple_maker_of
from geo.events.affected import LIST, PREDICATES, RISES, SINGLE_FORMS, Slot, described_by, has_class, people_of
from geo.events.people import BEGINS, FURTHER, Clause, Group, perpetrators
from geo.events.terms import Terms, make_terms
from geo.events.words import Words, class_pattern, codes
from geo.lexicon import read_table, read_terms


class Toll(NamedTuple):
    """What one phrase says befell one group of people."""

    slot: Slot
    group: Group
    start: int  # of the phrase
    end: int
    predicate: str  # the words that say it
    at: int = 0  # where they start
    is_total: bool = False  # "the death toll rose to 12"
    is_rise: bool = False  # "rose to", "now": it replaces what was told before
    beyond: bool = False  # "also killed": beside those named before
    were_hurt: bool = False  # "two of the wounded died"
    conditional: bool = False  # not told as fact: modal, infinitive, denied


_toll = tuple_maker_of(Toll)
#: predicates that say nothing of anybody but those who come right after them
_OF_WHO_FOLLOWS = ("INJURING", "SHOOTING", "ATTACKING", "ABDUCTING", "ARRESTING")
_MAY_HAVE_PEOPLE = (
    f"<{'|'.join(name for name in PREDICATES if name not in _OF_WHO_FOLLOWS)}>"
    f"|<{'|'.join(_OF_WHO_FOLLOWS)}>(?=<{BEGINS}|OF|TO>)"
)
_HURT = frozenset({"wounded", "injured", "hurt"})
_INCLUDING = f"(?:<COMMA>)?(?:<STOP>)?<INCLUDING>(?P<parts>{LIST})"


def may_have_tolls(words: Words) -> bool:
    """Say whether a predicate stands in a sentence that people may be told of by, before they are looked for.

    "The shooting on Monday" tells of nobody, for what it says is said of whoever comes right after it.
    """
    return class_pattern(_MAY_HAVE_PEOPLE).search(words.codes) is not None


@cache
def predicate_terms() -> Terms:
    """Return the words for what befalls people: a sentence without one tells of no toll."""
    rows = [row for row in read_table("grammar") if row["class"] in PREDICATES]
    return make_terms((term, row["class"]) for row in rows for term in row["terms"].split("|"))


def find_tolls(clause: Clause) -> tuple[Toll, ...]:
    """Return the tolls of a sentence in its order. Parts ("N, including M") are told apart, never added."""
    names = _names()
    if not clause.groups:
        return ()
    clause = _with_hospitals(clause)
    units = clause.codes
    tolls: list[Toll] = []
    carried: tuple[list[Group], int] | None = None  # the subject of the predicate before, and where that ended
    for i in compress(range(len(units)), map(names.get, units)):
        name = names[units[i]]
        slot, manner = PREDICATES[name]
        if name == "INJURES" and clause.lower[i - 1 : i] == ("with",):
            manner = "suffered"  # "two others survived with wounds"
        before = clause.groups.get(i - 1)
        if name in {"INJURED", "DEAD"} and before is not None and clause.lower[i - 1].endswith(("of the", "of those")):
            carried = ([before], i)  # "two of the wounded died": people, no predicate
            continue
        described = described_by(clause, i, name)
        groups, aux, end = ([described], "", i + 2) if described else people_of(clause, i, manner, carried)
        if not groups:
            continue
        if (
            name == "INJURIES"
            and clause.lower[i - 1] == "with"
            and ("gunshot" in clause.lower[i] or "stab" in clause.lower[i])
        ):
            slot = "shot"  # "found a man with a gunshot wound": he may have died of it
        if manner in {"verb", "subject"}:
            carried = (groups, i)
        made = _make(clause, i, slot, groups, aux, end)
        tolls += _treated_of(made, tolls) if slot == "injured" and "hospital" in clause.lower[i] else made
    return tuple(tolls) if len(tolls) < 2 else tuple(_without_doubles(tolls))


def _with_hospitals(clause: Clause) -> Clause:
    """Return a clause in which "five died and nine were rushed to Harbour Hospital" tells of the hurt."""
    moved = read_terms("moved_to_care")
    if moved.isdisjoint(clause.lower) or not any(word.endswith(_HOSPITALS) for word in clause.lower):
        return clause
    letters, c = list(clause.codes), codes()
    for i in range(1, len(letters)):
        if clause.lower[i] not in moved or letters[i] != c["LOWER"] or letters[i - 1] not in (c["BE"], c["ADVERB"]):
            continue
        if _fatal().isdisjoint(letters[:i]):
            continue  # who is taken there may be dead by now
        following = clause.codes[i + 1 : i + _MOVED_WITHIN]
        goal = next((k for k, word in enumerate(clause.lower[i + 1 : i + _MOVED_WITHIN]) if "hospital" in word), None)
        if goal is not None and c["STOP"] not in following[:goal] and c["COMMA"] not in following[:goal]:
            letters[i] = c["INJURED"]
    return clause._replace(codes="".join(letters))


_HOSPITALS = ("hospital", "hospitals")
#: units after the verb within which the hospital is named
_MOVED_WITHIN = 7


def _treated_of(made: list[Toll], before: list[Toll]) -> list[Toll]:
    """Make those taken to a hospital a part of the hurt told before: "nineteen sought help and seven were admitted"."""
    hurt = max((t.group.best or 0 for t in before if t.slot == "injured" and not t.conditional), default=0)
    return [t._replace(group=t.group._replace(is_part=True)) if _are_among(t.group, hurt) else t for t in made]


def _are_among(group: Group, hurt: int) -> bool:
    return group.form == "count" and not group.head and not group.is_other and (group.best or 0) < hurt


def _make(clause: Clause, i: int, slot: Slot, groups: list[Group], aux: str, end: int) -> list[Toll]:
    """Return the tolls that a predicate tells of groups of people, and of those that it says to be among them."""
    starts, lower, units = clause.starts, clause.lower, clause.codes
    predicate, at, after = lower[i], starts[i], clause.ends[i]
    is_fatal = slot == "killed"
    conditional = not _unreal().isdisjoint(aux) or _is_unreal(clause, i) or _is_tried(clause, i)
    conditional = conditional or _is_counted_from(clause, i) or _is_earlier_toll(clause, i)
    conditional = conditional or (is_fatal and (_is_of_illness(clause, i) or _is_almost(clause, i)))
    is_open = predicate in {"casualties", "casualty"} or _is_either(clause, i)
    is_total = is_fatal and units[i] == codes()["TOLL"]
    is_rise = not RISES.isdisjoint(lower)
    is_said_further = "also" in lower[max(0, i - 3) : i + 1]
    made = []
    for group in _counted(clause, _antecedents(clause, i, groups)):
        form = group.form
        if form == "none" and _is_of_one_side(clause, end):
            group = group._replace(is_part=True)
        if predicate == "killing" and form == "one" and group.start > at and _is_bare(clause, i):
            continue  # "the killing suspect" is nobody killed
        if _is_average(clause, group):
            continue
        if predicate == "claims" and form != "count":
            continue  # "claims he was robbed" is no flood that claims 12
        if is_open and form != "none":
            group = group._replace(low=0, best=None)  # dead or hurt: it does not say which
        if form == "pronoun" and predicate.startswith(("killed himself", "killed herself")):
            group = group._replace(is_other=True)
        were_hurt = is_fatal and group.is_part and not _HURT.isdisjoint(lower[max(0, i - 2) : i])
        beyond = is_said_further or _is_beyond(clause, i, group)
        is_bare = predicate in _BARE_FORMS and (form == "pronoun" or form in SINGLE_FORMS)
        start, last = min(group.start, at), max(group.end, after)
        toll = slot, group, start, last, predicate, at, is_total, is_rise, beyond, were_hurt, conditional or is_bare
        made.append(_toll(toll))
        if predicate == "casualties" and form == "none":
            made.append(Toll("injured", group, group.start, after, predicate))
    parts = class_pattern(_INCLUDING).match(units, end) if has_class(units, "INCLUDING") else None
    for group in _listed_named(clause, parts) if parts else ():
        part = group._replace(is_part=True)
        made.append(Toll(slot, part, group.start, group.end, predicate, conditional=conditional))
    return made


@cache
def _unreal() -> frozenset[str]:
    return frozenset(codes()[name] for name in ("NOT", "MODAL", "TO"))


def _is_earlier_toll(clause: Clause, i: int) -> bool:
    """Say whether a toll is one that no longer holds: "updating an earlier death toll of 18"."""
    return clause.codes[i] == codes()["TOLL"] and not read_terms("superseded").isdisjoint(
        clause.lower[max(0, i - 2) : i]
    )


def _is_average(clause: Clause, group: Group) -> bool:
    """Say whether a number is a mean of many: "an average of seven deaths a week"."""
    means = read_terms("averages")
    if means.isdisjoint(clause.lower):
        return False
    unit = next((j for j, start in enumerate(clause.starts) if start >= group.start), 0)
    return not means.isdisjoint(clause.lower[max(0, unit - 2) : unit])


def _is_counted_from(clause: Clause, i: int) -> bool:
    """Say whether time is counted from a death: "the first raid since the death of"; killings are told in passing."""
    return clause.codes[i] == codes()["DEATHS"] and "since" in clause.lower[max(0, i - 2) : i]


def _is_either(clause: Clause, i: int) -> bool:
    """Say whether a predicate is one of two: "killed or wounded 30"."""
    names, units, lower = _names(), clause.codes, clause.lower
    is_first = lower[i + 1 : i + 2] == ("or",) and units[i + 2 : i + 3] in names
    return is_first or (i >= 2 and lower[i - 1] == "or" and units[i - 2] in names)


def _is_bare(clause: Clause, i: int) -> bool:
    """Say whether the word after a predicate is a noun for whoever did it, without an article."""
    return not {*clause.lower[i + 1 : i + 2]}.isdisjoint(perpetrators())


def _is_almost(clause: Clause, i: int) -> bool:
    """Say whether it nearly came to it: "almost died", "the nearly lifeless body of a boy"."""
    before = clause.lower[max(0, i - 2) : i]
    return before[-1:] in _ALMOST or (before[:1] in _ALMOST and has_class(clause.codes[i - 1], "DEAD"))


_ALMOST = (("almost",), ("nearly",))

#: forms of a verb that one person does not have in news: "I thought he would die", "don't let my baby die"
_BARE_FORMS = frozenset({"die", "perish", "succumb", "drown"})


def _is_of_illness(clause: Clause, i: int) -> bool:
    """Say whether a death has a cause that is no incident: "died of cancer", "succumbed to an illness"."""
    words = " ".join(clause.lower[i + 1 : i + 5]).split()
    return bool(words) and words[0] in _OF_A_CAUSE and not read_terms("illnesses").isdisjoint(words)


_OF_A_CAUSE = frozenset({"of", "from", "to", "after"})


def _is_beyond(clause: Clause, i: int, group: Group) -> bool:
    """Say whether "another man" is a further victim; "a boy was held over the death of another" tells of the first.

    So does "a girl shot and killed another teenager": the girl is who did it.
    """
    if group.qualifier == FURTHER:
        return clause.codes[i] not in _fatal()  # "a third man died" may be told of twice
    if not group.is_other or group.form != "one":
        return group.is_other
    earlier = [j for j, g in clause.groups.items() if g.end <= group.start and g.form in SINGLE_FORMS]
    if not earlier:
        return True
    unit = next((j for j, g in clause.groups.items() if g.start == group.start), 0)
    between = clause.codes[max(min(earlier) - 1, 0) : min(unit, i)]
    return any(codes()[name] in between for name in _FATES)


#: classes between a victim and "another", who is one more: "killing a guard and wounding another"
_FATES = ("KILLED", "KILLS", "KILLING", "DIED", "DEAD", "SHOT")


def _antecedents(clause: Clause, i: int, groups: list[Group]) -> list[Group]:
    """Put "nine men" for "them" in "took nine men off a bus and shot them dead"."""
    found = []
    for group in groups:
        if group.form == "the_many" and not group.head and clause.lower[i] != "all":
            told = [
                g for j, g in clause.groups.items() if j < i and g.end <= group.start and g.form == "count" and g.head
            ]
            group = told[-1] if told else group
        found.append(group)
    return found


def _counted(clause: Clause, groups: list[Group]) -> list[Group]:
    """Draw people listed one by one together: "a guard, her nephew and a driver" are three; a name explains a noun.

    Beside a number each of them counts one ("a man and two girls"), unless they are the names of those counted.
    """
    if len(groups) == 1:
        return groups
    groups = _without_listing(groups)
    single = [g for g in groups if g.form in SINGLE_FORMS]
    people = [g for k, g in enumerate(single) if not (k and _explains(clause, single[k - 1], g))]
    counts = [g for g in groups if g.form == "count" and g.best]
    if counts and people:
        names = [g for g in people if g.form == "name" and g.start > counts[0].start]
        if len(names) == counts[0].best:
            return [g for g in groups if g not in names]
        each = [g._replace(form="count", name="", age="") if g in people else g for g in groups]
        return [g for g in each if g.form not in SINGLE_FORMS]
    if len(people) < 2:
        return groups
    rest = [g for g in groups if g not in single]
    n = len(people)
    all_of_them = people[0]._replace(end=single[-1].end, low=n, best=n, high=n, form="count", name="", age="")
    return sorted([*rest, all_of_them], key=lambda g: g.start)


def _without_listing(groups: list[Group]) -> list[Group]:
    """Leave out those who explain who is counted: "three people, a couple and their son", not "two men, a girl and"."""
    first, rest = groups[0], groups[1:]
    if len(rest) < 2 or first.form != "count" or first.head not in read_terms("anybody") - {"men", "women"}:
        return groups
    return [first] if first.best == sum(g.best or 0 for g in rest) else groups


def _explains(clause: Clause, noun: Group, name: Group) -> bool:
    """Say whether a name is that of the person before it: "the guard, Abel Nkosi", not "the guard and Abel Nkosi"."""
    if name.form != "name" or noun.form not in {"one", "the_one"}:
        return False
    units = {g.start: j for j, g in clause.groups.items()}
    return codes()["AND"] not in clause.codes[units[noun.start] : units[name.start]]


def _is_of_one_side(clause: Clause, end: int) -> bool:
    """Say whether "no casualties" holds for some only: "among the troops", "on our side"."""
    after = clause.lower[end : end + 5]
    return any(word in {"among", "amongst"} for word in after) or "side" in after


def _listed_named(clause: Clause, match: re.Match[str]) -> list[Group]:
    return [clause.groups[j] for j in range(match.start("parts"), match.end("parts")) if j in clause.groups]


def _is_unreal(clause: Clause, i: int) -> bool:
    """Say whether a modal, an infinitive or a negation stands before the predicate."""
    before = clause.codes[max(0, i - 3) : i]
    if _unreal().isdisjoint(before):
        return False
    c = codes()
    stop = max(before.rfind(c["GROUP"]), before.rfind(c["COMMA"]), before.rfind(c["STOP"]))
    near = before[stop + 1 :]
    if c["RELATIVE"] in clause.codes[max(0, i - 4) : i] and before[-1] == c["LOWER"] and not _is_manner(clause, i - 1):
        return False  # "two men who could not flee died"
    if clause.codes[i] in _past() and "without" in clause.lower[max(0, i - 3) : i]:
        near = near.replace(c["NOT"], "")  # "men in a car without plates kidnapped a clerk"
    return not _unreal().isdisjoint(near)


def _is_manner(clause: Clause, i: int) -> bool:
    return clause.lower[i].endswith("ly")


@cache
def _fatal() -> frozenset[str]:
    return frozenset(codes()[name] for name, (slot, _) in PREDICATES.items() if slot == "killed")


@cache
def _past() -> frozenset[str]:
    return frozenset(codes()[name] for name, (_, manner) in PREDICATES.items() if manner == "verb")


def _is_tried(clause: Clause, i: int) -> bool:
    """Say whether a predicate is what somebody tried: "tried to kidnap a judge", "an attempt by men to kill"."""
    if not i or clause.lower[i - 1] != "to":
        return False
    return not read_terms("attempts").isdisjoint(clause.lower[max(0, i - _TRIED_WITHIN) : i])


#: units before an act within which "attempt" stands
_TRIED_WITHIN = 8


def _without_doubles(tolls: list[Toll]) -> Iterator[Toll]:
    """Yield tolls, leaving out that a group was shot where it is said to have died or been hurt of it."""
    places = [t.group[:2] for t in tolls]  # where the groups start and end
    worse = {p for t, p in zip(tolls, places, strict=True) if t.slot in {"killed", "injured"}}
    dead = {p for t, p in zip(tolls, places, strict=True) if t.slot == "killed" and not t.conditional}
    seen = set()
    for toll, place in zip(tolls, places, strict=True):
        slot = toll.slot
        if slot in {"shot", "attacked"} and place in worse:
            continue
        if slot == "injured" and place in dead and toll.group.best != 0:
            continue
        if (slot, place) in seen:
            continue
        seen.add((slot, place))
        yield toll


@cache
def _names() -> dict[str, str]:
    letters = codes()
    return {letters[name]: name for name in PREDICATES}

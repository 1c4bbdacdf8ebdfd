"""Finds the people that a predicate of casualties is said of: its object, its subject, those of a phrase.

"Leaving two dead", "the death of a guard", "three men were shot and one died". Works on the classes and groups of a
clause; what it makes of them (slots, parts, what is not told as fact) is the business of `geo.events.casualties`.
"""

import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Literal

from geo.events.people import Clause, Group
from geo.events.words import class_pattern, codes
from geo.lexicon import read_table

Slot = Literal["killed", "injured", "shot", "attacked", "abducted", "arrested", "rescued"]

#: class of the predicate -> (slot, how it takes its people): verb = passive or active, object, subject
PREDICATES: dict[str, tuple[Slot, str]] = {
    "KILLED": ("killed", "verb"),
    "KILLS": ("killed", "object"),
    "KILLING": ("killed", "object"),
    "TOOK": ("killed", "lives"),
    "DIED": ("killed", "subject"),
    "DEAD": ("killed", "subject"),
    "DEATHS": ("killed", "noun"),
    "KILLINGN": ("killed", "noun"),
    "TOLL": ("killed", "toll"),
    "INJURED": ("injured", "verb"),
    "INJURING": ("injured", "object"),
    "INJURES": ("injured", "object"),
    "INJURIES": ("injured", "suffered"),
    "INJURYN": ("injured", "noun"),
    "SHOT": ("shot", "verb"),
    "SHOOTING": ("shot", "object"),
    "ATTACKED": ("attacked", "verb"),
    "ATTACKING": ("attacked", "object"),
    "ABDUCTED": ("abducted", "verb"),
    "ABDUCTING": ("abducted", "object"),
    "ABDUCTN": ("abducted", "noun"),
    "ARRESTED": ("arrested", "verb"),
    "ARRESTING": ("arrested", "object"),
    "ARRESTN": ("arrested", "noun"),
    "RESCUED": ("rescued", "verb"),
    "CASUALTIES": ("killed", "casualties"),
    "TODEATH": ("killed", "done to death"),
}
_ANY = "|".join(PREDICATES)
#: words of a toll that replaces an earlier one
RISES = frozenset({
    "rose", "risen", "rises", "rising", "raised", "raising", "bringing", "brought", "climbed", "now", "reached",
})  # fmt: skip
#: a list of groups: "two soldiers, a guard and three civilians"
LIST = "<GROUP>(?:(?:<COMMA><ADVERB>*<GROUP>)*<COMMA>?<AND><ADVERB>*<LOWER>?<GROUP>)?"
#: the same where the first are of something: "four members of the front and a guard"
_LIST_OF = (
    "<GROUP><OF><GROUP|DET|PLACE|NAME|WORD><GROUP|S|PLACE|NAME|WORD|LOWER>{0,6}?"
    "(?:<COMMA><PLACE|NAME|WORD>+<LOWER>?)?(?:<COMMA><ADVERB>*<GROUP>)*<COMMA>?<AND><ADVERB>*<GROUP>"
)
_STEM = f"<^STOP|COMMA|AFTER|RELATIVE|GROUP|SAY|LEAVE|AND|{_ANY}>"
_AUX = "(?:<BE|HAVE|ADVERB|NOT|MODAL|TO>)*"
#: between the subject and its predicate: phrases with a preposition, and one bracket between commas
_SUBJECT = (
    f"(?P<list>{_LIST_OF}|{LIST})(?:<OFTHEM>)?(?:<COMMA>?<INCLUDING>{LIST})?"
    f"(?:<PREP|OF>(?:{_STEM}|<GROUP>|<AND>){{0,9}}?|<LOWER><PREP>{_STEM}{{0,7}}?|<LOWER|WORD|NAME|PLACE|DATE|AGE>{{0,3}}|<AGED><NUMBER|ORDINAL|AMOUNT|GROUP>)?"
    f"(?:<COMMA>(?:(?!<SAY><GROUP>)<^STOP>){{1,14}}?<COMMA>|<COMMA>)?"
    f"(?:<RELATIVE>{_STEM}{{0,9}})?"
    f"(?P<aux>{_AUX})$"
)
#: people with what they were doing: "a woman riding in the passenger seat of a pickup"
_DOING = (
    f"(?P<list>{LIST})(?P<doing><LOWER>)<PREP|A|DET>(?:{_STEM}|<GROUP>){{0,9}}?(?P<aux><BE|HAVE><BE|HAVE|ADVERB>*)$"
)

_OBJECT = f"<ADVERB>*(?:<OF>|<TO>)?<ADVERB>*(?P<list>{_LIST_OF}|{LIST})"

#: an object with nouns before it: "shot and killed opposition leader Abel Nkosi"
_BODY_OF = "<DET|A><LOWER|ADVERB|WORD|PLACE>{1,3}<OF>(?P<list><GROUP>)"
_DESCRIBED_OBJECT = "<LOWER|WORD|PLACE>{1,3}(?P<list><GROUP>)"

#: predicates that stand as adjectives between a number and its noun; "two killed soldiers" may be what two did
_ADJECTIVES = frozenset({"INJURED", "DEAD", "ABDUCTED", "ARRESTED"})


def described_by(clause: Clause, i: int, name: str) -> Group | None:
    """Return the people that a predicate describes within their phrase ("four wounded soldiers"), None without any."""
    if name not in _ADJECTIVES:
        return None
    number, noun = clause.groups.get(i - 1), clause.groups.get(i + 1)
    if number is None or noun is None or number.form != "count" or number.head or noun.form != "many" or not noun.head:
        return None
    return number._replace(end=noun.end, head=noun.head)


def people_of(
    clause: Clause, i: int, manner: str, carried: tuple[list[Group], int] | None
) -> tuple[list[Group], str, int]:
    """Return (groups, auxiliaries, unit after the phrase) of the predicate at unit i."""
    if manner in _PHRASES:
        return _PHRASES[manner](clause, i)
    if manner == "object":
        right = _right_of(clause, i)
        return (_object_of(clause, right), "", right.end()) if right else ([], "", i)
    if manner == "subject" and (both := _with_oneself(clause, i)) is not None:
        return both
    left = _left_of(clause, i)
    aux = left["aux"] if left else ""
    if manner == "verb" and not has_class(aux, "BE"):
        right = _right_of(clause, i)
        if right is None and left is not None and not aux:
            right = _named_object(clause, i)
        if right and not _blocks_object(clause, right, left):
            return _object_of(clause, right), aux, right.end()
        if has_class(aux, "HAVE") or (set(aux) <= {codes()["ADVERB"]} and _has_thing_as_object(clause, i)):
            return [], "", i  # the subject did it: "the army had shot down two drones", "rebels ambushed a convoy"
    if left is None:
        return _without_a_subject(clause, i, manner, carried)
    if manner == "subject" and clause.lower[i] in {"dead", "lifeless"} and not _can_be_dead(clause, i):
        return [], "", i
    return _subjects(clause, left, i), aux, i + 1


def _right_of(clause: Clause, i: int) -> re.Match[str] | None:
    """Return the match of the people after a predicate, None without any."""
    return class_pattern(_OBJECT).match(clause.codes, i + 1) or _crew(clause, i)


#: how predicates end that somebody does to himself
_SELVES = ("himself", "herself", "themselves")


def _left_of(clause: Clause, i: int) -> re.Match[str] | None:
    """Return the match of the people before a predicate, None without any."""
    start = _clause_start(clause, i)
    own = _subject_of_its_own(clause, start, i)
    if own is not None:
        return own
    doing = class_pattern(_DOING).search(clause.codes, start, i)
    if doing is not None and clause.lower[doing.start("doing")].endswith("ing"):
        return doing
    return class_pattern(_SUBJECT).search(clause.codes, start, i)


def _with_oneself(clause: Clause, i: int) -> tuple[list[Group], str, int] | None:
    """Return the dead of "killing himself and six others": the one person told first in the clause, and those."""
    if not clause.lower[i].endswith(_SELVES):
        return None
    beside = class_pattern(f"<AND><ADVERB>*(?P<list>{LIST})").match(clause.codes, i + 1)
    if beside is None:
        return None
    start = _clause_start(clause, i)
    first = next((g for j, g in sorted(clause.groups.items()) if start <= j < i and g.form in SINGLE_FORMS), None)
    return [*([] if first is None else [first]), *_object_of(clause, beside)], "", beside.end()


def _without_a_subject(
    clause: Clause, i: int, manner: str, carried: tuple[list[Group], int] | None
) -> tuple[list[Group], str, int]:
    """Return the people of a predicate that none stand right before: those of the predicate or the clause before it."""
    named = _named_before_being(clause, i)
    if named is not None:
        return [named], "", i + 1
    if carried is not None and _can_carry(clause, carried, i):
        return carried[0], clause.codes[carried[1] + 1 : i][-2:], i + 1
    elided = _elided(clause, i) if manner == "subject" else []
    return elided or _shared_subject(clause, i), "", i + 1


def _named_before_being(clause: Clause, i: int) -> Group | None:
    """Return who is told of before "after being shot": "a boy is expected to be okay after being grazed"."""
    before = i - 1
    while before >= 0 and clause.codes[before] == codes()["ADVERB"]:
        before -= 1
    if before < 1 or clause.lower[before] != "being" or clause.lower[before - 1] != "after":
        return None
    start = _clause_start(clause, i)
    first = next((g for j, g in sorted(clause.groups.items()) if start <= j < before), None)
    return first if first is not None and first.form in _SUBJECT_FORMS else None


def _can_carry(clause: Clause, carried: tuple[list[Group], int], i: int) -> bool:
    """Say whether a predicate shares the subject of the one before it."""
    first = carried[1] + 1
    link, c = set(clause.codes[first:i]), codes()
    if link <= set(c["ADVERB"] + c["HAVE"]) or _only_link(clause, first, i) or _has_since(clause, first, i):
        return True
    return carried[0][0].is_part and link <= set(c["ADVERB"] + c["BE"])  # "five of the injured were airlifted"


def _subject_of_its_own(clause: Clause, first: int, i: int) -> re.Match[str] | None:
    """Return the subject that "and" brings in after another predicate: "a man died, and two girls, …, were hurt"."""
    start = clause.codes.rfind(codes()["COMMA"] + codes()["AND"], first, i)
    if start < 0 or class_pattern(f"<{_ANY}>").search(clause.codes, first, start) is None:
        return None
    return class_pattern(_SUBJECT).match(clause.codes, start + 2, i)


def _crew(clause: Clause, i: int) -> re.Match[str] | None:
    """Return the people of a body with its number: "killing its crew of five", "killed a family of six"."""
    match = class_pattern(_BODY_OF).match(clause.codes, i + 1)
    return match if match is not None and clause.groups[match.start("list")].form == "count" else None


def _named_object(clause: Clause, i: int) -> re.Match[str] | None:
    """Return the object of a verb that nouns stand before, if it is somebody by name."""
    match = class_pattern(_DESCRIBED_OBJECT).match(clause.codes, i + 1)
    if match is None or clause.groups[match.start("list")].form != "name":
        return None
    return match if all(map(str.isalpha, clause.lower[i + 1 : match.start("list")])) else None


def _subjects(clause: Clause, left: re.Match[str], i: int) -> list[Group]:
    """Return the people before a predicate that it is said of.

    "The mother of a girl who died" tells of the girl; who acted ("shot by his father") and what bears a name with
    "the" ("near the Outjo Bank") is nobody who died.
    """
    groups = _listed(clause, left)
    if len(groups) == 1 and clause.codes[left.end("list") : left.end("list") + 1] == codes()["OFTHEM"]:
        return [groups[0]._replace(is_part=True)]  # "12 people, three of whom are in critical condition"
    first = left.start("list")
    last = clause.codes.rfind(codes()["GROUP"], first, i)
    if last < 0 or not groups:
        return groups
    nearest = clause.groups[last]
    is_relative = codes()["RELATIVE"] in clause.codes[last + 1 : i]
    if is_relative and last >= left.end("list") and clause.lower[last - 1] == "of" and nearest.form in SINGLE_FORMS:
        return [nearest]
    if is_relative and has_class(clause.codes[left.end("list") : last], "INCLUDING"):
        return [nearest._replace(is_part=True)]  # "shot four people, including one who died"
    before = clause.lower[first - 1] if first else ""
    if first > 1 and has_class(clause.codes[first - 1], "AGE"):
        before = clause.lower[first - 2]  # "by 4-year-old son"
    if len(groups) == 1 and groups[0].form in SINGLE_FORMS and before == "by":
        earlier = [g for j, g in sorted(clause.groups.items()) if j < first and g.form in SINGLE_FORMS]
        return earlier[-1:]
    is_thing = groups[0].form == "name" and before == "the"
    return groups[1:] if is_thing else groups


SINGLE_FORMS = frozenset({"one", "the_one", "name"})
#: forms of groups that a second verb may share as its subject
_SUBJECT_FORMS = SINGLE_FORMS | {"pronoun", "count"}


def _object_of(clause: Clause, match: re.Match[str]) -> list[Group]:
    """Return the people of an object, without those who say so: "wounding three others, locals and officials said"."""
    groups = _listed(clause, match)
    comma = clause.codes.find(codes()["COMMA"], match.start("list"), match.end("list"))
    if comma < 0 or clause.codes[match.end("list") : match.end("list") + 1] != codes()["SAY"]:
        return groups
    return [g for g in groups if g.start < clause.starts[comma]]


#: verbs for what is done to houses as to people
_BURNED = frozenset({"burned", "burnt"})


def _has_thing_as_object(clause: Clause, i: int) -> bool:
    """Say whether a thing or a body follows a verb without auxiliary: "rebels ambushed a convoy" hurts no rebels."""
    first = i + 1 + (clause.lower[i + 1 : i + 2] in _PARTICLES)
    if clause.lower[i] in _BURNED and _is_bare_thing(clause, first):
        return True
    if clause.codes[first : first + 1] not in {codes()["A"], codes()["DET"]}:
        return False
    following = clause.lower[first + 1 : first + 3]
    return bool(following) and _time_words().isdisjoint(following)


def _is_bare_thing(clause: Clause, k: int) -> bool:
    """Say whether things without an article stand at a unit: "rioters burned shops", "burned 20 houses"."""
    if class_pattern("<NUMBER>").match(clause.codes, k):
        k += 1
    thing = clause.lower[k] if class_pattern("<LOWER>").match(clause.codes, k) else ""
    return thing.endswith("s")


#: "burned down a hall"
_PARTICLES = (("down",), ("up",), ("out",))


@cache
def _time_words() -> frozenset[str]:
    return frozenset(row["word"] for row in read_table("date_units"))


def _elided(clause: Clause, i: int) -> list[Group]:
    """Return who died where the verb shares its subject: "The clerk was rushed to a clinic, but later died"."""
    before = i - 1
    while before >= 0 and clause.codes[before] == codes()["ADVERB"]:
        before -= 1
    if before < 0 or not clause.lower[i].startswith(("died", "dies", "succumb", "passed away")):
        return []
    if clause.codes[before] != codes()["AND"] and clause.lower[before] != "but":
        return []
    start = _clause_start(clause, i)
    first = next((j for j in sorted(clause.groups) if start <= j < before), None)
    if first is None or clause.groups[first].form not in SINGLE_FORMS | {"pronoun"}:
        return []
    return [clause.groups[first]]


def _shared_subject(clause: Clause, i: int) -> list[Group]:
    """Return who suffered what a second verb says: "The smuggler put up resistance and was killed"."""
    link = class_pattern("<AND><ADVERB>*<BE><BE|ADVERB>*$").search(clause.codes, max(0, i - 5), i)
    link = link or class_pattern("<BE><LOWER|ADVERB>{1,3}<PREP>?<AND><ADVERB>*$").search(clause.codes, max(0, i - 7), i)
    start = _clause_start(clause, i)
    first = next((j for j in sorted(clause.groups) if start <= j < i), None)
    if link is None or first is None or first > link.start() or not _can_share(clause.groups[first]):
        return []
    lead = clause.codes[start:first]
    between = clause.codes[first + 1 : link.start()]
    is_apart = any(has_class(between, name) for name in ("AFTER", "RELATIVE", *PREDICATES))
    is_led = has_class(lead, "PREP") or has_class(lead, "AFTER") or "other" in clause.lower[first].split()
    return [] if is_apart or is_led else [clause.groups[first]]


def _can_share(group: Group) -> bool:
    is_beside = group.is_other and group.form == "count"
    return group.form in _SUBJECT_FORMS and not is_beside and not group.is_part


def _blocks_object(clause: Clause, right: re.Match[str], left: re.Match[str] | None) -> bool:
    """Say whether the people after the verb are no object: "those killed they said"."""
    first = clause.groups[right.start("list")]
    return first.form == "pronouns" or (
        left is not None and first.form == "count" and not first.head and first.best == 0
    )


def _can_be_dead(clause: Clause, i: int) -> bool:
    after = clause.codes[i + 1 : i + 2]
    return after == "" or after not in codes()["NAME"] + codes()["GROUP"]


def _only_link(clause: Clause, first: int, last: int) -> bool:
    """Say whether a second predicate can share the subject of the one before: "was shot in the head and died"."""
    gap = clause.codes[first:last]
    c = codes()
    return (
        len(gap) <= 14
        and c["STOP"] not in gap
        and c["GROUP"] not in gap
        and c["AFTER"] not in gap
        and (c["AND"] in gap or c["COMMA"] in gap)
    )


def _has_since(clause: Clause, first: int, last: int) -> bool:
    """Say whether a second predicate tells what became of those before it: "a man who was shot on Monday has died"."""
    gap = clause.codes[first:last].rstrip(codes()["ADVERB"])
    c = codes()
    subject = max((j for j in clause.groups if j < first), default=0)
    if clause.lower[max(subject - 1, 0)].endswith("of"):
        return False  # "one of five people hit by gunfire has died"
    is_near = (
        len(gap) <= _SINCE_WITHIN and gap.endswith(c["HAVE"]) and clause.lower[last].startswith(("died", "succumbed"))
    )
    return is_near and set(gap).isdisjoint((c["STOP"], c["GROUP"], c["AFTER"]))


#: units between what befell somebody and "has died"
_SINCE_WITHIN = 12


def _clause_start(clause: Clause, i: int) -> int:
    """Return the first unit after the last full stop, semicolon or dash before i."""
    return clause.codes.rfind(codes()["STOP"], 0, i) + 1


def _listed(clause: Clause, match: re.Match[str]) -> list[Group]:
    """Return the people of a list; who stands after "of" there belongs to what those before are of."""
    first, end = match.span("list")
    if end - first == 1:
        return [clause.groups[first]] if first in clause.groups else []
    found = [j for j in range(first, end) if j in clause.groups]
    verb = next((j for j in found[1:] if clause.groups[j].form != "many" and _follows_a_word(clause, j)), end)
    found = [j for j in found if j < verb]  # "killed ten and put 50 in hospital"; "17 gendarmes and village guards"
    if codes()["OF"] not in clause.codes[first:end]:
        return [clause.groups[j] for j in found]
    named, beside = _after_the_whole(clause, found, end)
    person = next((j for j in named if clause.groups[j].head), first)
    if len(beside) > 1 and all(clause.groups[j].form in {"one", "the_one", "count"} for j in beside):
        return [clause.groups[j] for j in (person, *beside)]
    last = found[-1]
    whole = [clause.groups[j] for j in found[1:-1]]
    is_two = clause.groups[last].form in {"one", "count"} and not any(g.form in {"one", "count"} for g in whole)
    return [clause.groups[j] for j in ((person, last) if is_two else (first,))]


def _after_the_whole(clause: Clause, found: Sequence[int], end: int) -> tuple[list[int], list[int]]:
    """Return who stands after what the first is of: by what name he goes, and who is listed beside him.

    "The head of X, Colonel Y, two clerks and their drivers": the colonel is the head.
    """
    comma = clause.codes.find(codes()["COMMA"], clause.codes.find(codes()["OF"], found[0], end), end)
    after = [j for j in found if j > comma >= 0]
    beside = list(itertools.dropwhile(lambda j: clause.groups[j].form == "name", after))
    return after[: len(after) - len(beside)], beside


def _follows_a_word(clause: Clause, i: int) -> bool:
    return clause.codes[i - 1] in (codes()["LOWER"], codes()["NOUNS"])


def _lives(clause: Clause, i: int) -> tuple[list[Group], str, int]:
    """Return the people of "claimed 12 lives", "took the life of a guard"."""
    m = class_pattern("<ADVERB>*(?P<list><GROUP|NUMBER>)<LOWER>?<LIVES>").match(clause.codes, i + 1)
    if m:
        return _listed(clause, m), "", m.end()
    m = class_pattern("<DET|A>?<LIVES><OF>(?P<list>" + LIST + ")").match(clause.codes, i + 1)
    return (_listed(clause, m), "", m.end()) if m else ([], "", i)


def _toll(clause: Clause, i: int) -> tuple[list[Group], str, int]:
    """Return the last number of "the death toll rose from 8 to 12"."""
    is_brought = codes()["BRING"] in clause.codes[max(0, i - 2) : i]
    near = class_pattern(_TOLL_TO if is_brought else _TOLL_NEAR).match(clause.codes, i + 1)
    m = near if near and any(g.form in {"count", "none"} for g in _listed(clause, near)) else None
    m = m or class_pattern(_TOLL_OF).match(clause.codes, i + 1)
    if m is None:
        return [], "", i
    groups = [g for g in _listed(clause, m) if g.form in {"count", "none"}]
    if RISES.intersection(clause.lower[i : m.start("list")]):  # "rose from 8 to 12" is no range: the last number holds
        groups = [g._replace(low=g.high, best=g.high) if g.best is None else g for g in groups]
    return groups, "", m.end()


#: "the death toll stands at 12"; "raising the death toll from Sunday's fire in X to 12"
_TOLL_NEAR = "<^STOP|GROUP>{0,7}?(?:<GROUP><PREP|TO>)?(?P<list><GROUP>)"
_TOLL_TO = "<^STOP|GROUP>{0,14}?(?:<GROUP><PREP|TO>)?(?P<list><GROUP>)"
#: "the toll from a strike on the town on Friday evening rose to 18": what brought it stands between
_TOLL_OF = "<OF|PREP><^STOP|BRING>{1,24}?<BRING>(?:<PREP|TO><GROUP>)?<PREP|TO|ADVERB>*(?P<list><GROUP>)"


def _casualties(clause: Clause, i: int) -> tuple[list[Group], str, int]:
    """Return the people of "no casualties", "five casualties": 0 is 0; a number may be dead or hurt."""
    left = class_pattern("(?P<list><GROUP>)<LOWER|WORD|NAME|OTHER>{0,2}$").search(clause.codes, max(0, i - 4), i)
    return (_listed(clause, left), "", i + 1) if left else ([], "", i)


def _noun(clause: Clause, i: int) -> tuple[list[Group], str, int]:
    """Return the people of "the death of a guard", "three deaths", "a man's death"."""
    right = class_pattern("(?:<OF|PREP>)?(?P<list>" + LIST + ")").match(clause.codes, i + 1)
    right = right or class_pattern("<OF><LOWER|WORD|PLACE>{1,3}(?P<list>" + LIST + ")").match(clause.codes, i + 1)
    of = clause.codes[i + 1 : i + 2]
    takes_of = clause.lower[i].endswith((" of", " to"))
    if right and (of == codes()["OF"] or (takes_of and right.start("list") == i + 1)):
        return _listed(clause, right), "", right.end()
    if clause.lower[i] in {"body", "corpse", "bodies", "corpses", "dead bodies"}:
        counted = clause.groups.get(i - 1)
        return ([counted], "", i + 1) if counted is not None and counted.form == "count" else ([], "", i)
    left = class_pattern("(?P<list><GROUP>)(?:<S>|<LOWER|ADVERB>)?$").search(clause.codes, max(0, i - 3), i)
    if left:
        groups = _listed(clause, left)
        is_possessive = clause.codes[i - 1] == codes()["S"]
        if is_possessive or groups[0].form in {"count", "none"} or clause.lower[i].startswith(("shooting", "fatal")):
            return groups, "", i + 1
    return [], "", i


def _done_to_death(clause: Clause, i: int) -> tuple[list[Group], str, int]:
    """Return the people of "beat two men to death": those right before the words, as the object of a verb."""
    left = class_pattern("<^STOP|COMMA|GROUP|BE>(?P<list>" + LIST + ")$").search(clause.codes, 0, i)
    groups = _listed(clause, left) if left else []
    if len(groups) > 1 and any(g.form in {"many", "the_many"} for g in groups):
        return [], "", i  # "two women and their children": how many is not told
    return groups, "", i + 1


def _suffered(clause: Clause, i: int) -> tuple[list[Group], str, int]:
    """Return the people of "four suffered burns", "injuries to five others", "no injuries"."""
    right = class_pattern("<TO|PREP><ADVERB>*(?P<list>" + LIST + ")").match(clause.codes, i + 1)
    if right and clause.lower[i + 1] == "to":
        return _listed(clause, right), "", right.end()
    none = class_pattern("(?P<list><GROUP>)<LOWER|OTHER>{0,2}$").search(clause.codes, max(0, i - 3), i)
    if none and _listed(clause, none)[0].form == "none":
        return _listed(clause, none), "", i + 1
    if clause.lower[i - 1 : i] == ("with",) or clause.lower[i] in _WOUNDS:
        beside = clause.groups.get(i - 2 if clause.lower[i - 1] == "with" else i - 1)
        if clause.lower[i - 1] == "with" and _is_shot(clause.lower[i]):
            beside = beside or clause.groups.get(i - 3 if clause.codes[i - 2] == codes()["COMMA"] else i - 2)
            return ([beside], "", i + 1) if beside is not None and beside.form in _FOUND else _came_with(clause, i)
        if beside is not None and beside.form == "count" and (clause.lower[i - 1] == "with" or not beside.head):
            first = beside.start == clause.starts[0]
            is_part = not (beside.head or first) and clause.codes[i - 3 : i - 2] == codes()["COMMA"]
            return [beside._replace(is_part=is_part)], "", i + 1  # "left six with burns", "11 deaths and 30 injuries"
    verb = class_pattern("<SUFFER|INJURED|HAVE><^STOP|COMMA|GROUP>{0,5}$").search(clause.codes, max(0, i - 7), i)
    if clause.lower[i - 1] == "with" or clause.lower[i - 2 : i - 1] == ("with",):  # "escaped with minor injuries"
        verb = verb or class_pattern("<RESCUED><PREP><LOWER>?$").search(clause.codes, max(0, i - 3), i)
    if verb is None:
        return _came_with(clause, i)
    subject = class_pattern(_SUBJECT).search(clause.codes, _clause_start(clause, verb.start()), verb.start())
    return (_listed(clause, subject), subject.group("aux"), i + 1) if subject else ([], "", i)


#: forms of groups of people who are found with wounds
_FOUND = frozenset({"count", "one", "name"})


def _is_shot(words: str) -> bool:
    """Say whether wounds are those of a shot or a knife, of which somebody may have died."""
    return "gunshot" in words or "bullet" in words or "stab" in words


def _came_with(clause: Clause, i: int) -> tuple[list[Group], str, int]:
    """Return who is said to have come to a hospital with wounds: "two men walked into a hospital with …"."""
    before = clause.lower[max(0, i - _CAME_WITHIN) : i]
    if clause.lower[i - 1 : i] != ("with",) or not any("hospital" in words for words in before):
        return [], "", i
    start = _clause_start(clause, i)
    first = next((g for j, g in sorted(clause.groups.items()) if start <= j < i), None)
    return ([first], "", i + 1) if first is not None and first.form in {"count", "one"} else ([], "", i)


#: units between who came to a hospital and the wounds; nouns that are counted as the hurt are
_CAME_WITHIN, _WOUNDS = 14, frozenset({"injuries"})


def has_class(letters: str, name: str) -> bool:
    """Say whether a unit of a class is among the letters of a phrase."""
    return codes()[name] in letters


#: manners that read a phrase of their own
_PHRASES: Mapping[str, Callable[[Clause, int], tuple[list[Group], str, int]]] = {
    "lives": _lives,
    "toll": _toll,
    "casualties": _casualties,
    "noun": _noun,
    "suffered": _suffered,
    "done to death": _done_to_death,
}

"""Finds acts that a sentence speaks of by a noun and their victims: "since the murder of Abel Nkosi".

Whoever speaks so recalls one certain act. What an article tells of is another one unless it tells of the same victims,
or of dead without a name.
"""

from typing import NamedTuple

from geo.events.casualties import Toll
from geo.events.drafts import Draft
from geo.events.people import Clause
from geo.events.reading import Sentence, Told
from geo.events.words import class_pattern
from geo.lexicon import read_terms


class NamedAct(NamedTuple):
    """An act on people, spoken of by its victims."""

    told: Told
    slot: str  # killed or abducted
    victims: frozenset[str]  # words for them that tell them from others, lower case
    is_named: bool  # by name; else they are described: "the murder of the two nurses"


#: acts on people, by the slot of the tolls they make; shapes in which they are spoken of, not told
_SLOTS, _SHAPES = {"killing": "killed", "abduction": "abducted"}, frozenset({"noun", "plural"})
#: frames in whose telling the dead may stay without a name
OF_DEATHS = frozenset({
    "killing", "death", "homicide", "shooting", "attack", "assault", "clash", "suicide", "sexual", "brawl", "mob",
    "force", "gun_accident",
})  # fmt: skip
#: from the noun of an act to the first person after it, and those listed with him: "of the former governor, …"
_NEXT = "<OF>?<DET|A|LOWER|NOUNS|WORD|PLACE|AGE|ADVERB|AND|NUMBER>{0,8}?(?P<first><GROUP>)(?:<AND|COMMA><GROUP>)*"
#: people before the one named in a phrase, at most: "the murder of senator and candidate Abel Nkosi"
_TITLES = 3
#: letters of a word of a name that is no particle; of a word that describes people, at least
_SHORTEST, _LONG = 3, 6
#: forms of groups that are certain people: "the murder of the two nurses", not "the murder of nurses"
_CERTAIN = frozenset({"count", "the_many", "the_one", "one"})
_POSSESSIVE = frozenset({"s", "'s", "’s", "'", "’"})


def named_acts(sentence: Sentence) -> list[NamedAct]:
    """Return the acts on people that a sentence speaks of by a noun with its victims.

    Whoever denies a part in "the murder of X", or must not forget it, takes for granted that it happened; what is
    planned, feared or foiled has not.
    """
    nouns = [t for t in sentence.told if t.shape in _SHAPES and _slot(t, sentence) and not _is_unreal(t, sentence)]
    acts = (_act(sentence, t) for t in nouns)
    return [act for act in acts if act.victims]


def _is_unreal(told: Told, sentence: Sentence) -> bool:
    """Say whether an act is but planned, feared or foiled, also where that is denied."""
    risks = (c for c in sentence.cues if not _UNREAL.isdisjoint(c.classes))
    return told.mode == "hypothetical" or any(0 < told.trigger.first - c.last <= _RISK_WITHIN for c in risks)


#: cues of what has not happened; words between them and the act, and one
_UNREAL, _RISK_WITHIN = frozenset({"RISK", "AVERTED"}), 3


def _slot(told: Told, sentence: Sentence) -> str:
    """Return the slot of an act on people, "" where a trigger is none; of attacks only a massacre has its dead."""
    if told.trigger.frame == "attack" and sentence.spelled.lower[told.trigger.first].startswith("massacre"):
        return "killed"
    return _SLOTS.get(told.trigger.frame, "")


def _act(sentence: Sentence, told: Told) -> NamedAct:
    clause, slot = sentence.clause, _slot(told, sentence)
    k = next((i for i, end in enumerate(clause.ends) if told.start < end), 0)
    if clause.lower[k].endswith(" of") or clause.lower[k + 1 : k + 2] == ("of",):
        victims = _names_after(clause, k + 1)
        return NamedAct(told, slot, victims or _described(sentence, k + 1), is_named=bool(victims))
    owner = clause.groups.get(k - 2) if clause.lower[k - 1] in _POSSESSIVE else None
    is_name = owner is not None and owner.form == "name"
    return NamedAct(
        told, slot, words_of(owner.name) if owner is not None and is_name else frozenset(), is_named=is_name
    )


def _names_after(clause: Clause, first: int) -> frozenset[str]:
    """Return the words of the names of the people that a phrase from a unit on tells of, empty without a name."""
    for _ in range(_TITLES):
        match = class_pattern(_NEXT).match(clause.codes, first)
        if match is None:
            return frozenset()
        people = [clause.groups[j] for j in range(match.start("first"), match.end()) if j in clause.groups]
        if people and people[0].form == "name":
            return frozenset().union(*(words_of(g.name) for g in people if g.form == "name"))
        first = match.start("first") + 1
    return frozenset()


def _described(sentence: Sentence, first: int) -> frozenset[str]:
    """Return the words that describe the people of a phrase, empty where they are no certain ones."""
    groups = sentence.clause.groups
    group = groups.get(first) or groups.get(first + 1)
    if group is None or group.form not in _CERTAIN or not group.head:
        return frozenset()
    words = sentence.text[group.start - sentence.span.start : group.end - sentence.span.start].lower().split()
    return frozenset(_singular(word) for word in words if word == group.head or len(word) >= _LONG)


def _singular(word: str) -> str:
    return word.removesuffix("s")


def words_of(name: str) -> frozenset[str]:
    """Return the words of a name, lower case, that tell its bearer from others: not the first name, if it has more."""
    words = frozenset(word for word in name.split() if len(word) >= _SHORTEST)
    return words - read_terms("first_names") or words


def is_known(draft: Draft, act: NamedAct) -> bool:
    """Say whether an incident speaks of a victim of an act, in whatever part."""
    if not act.is_named:
        return not act.victims.isdisjoint(_singular(word) for s in draft.sentences for word in s.spelled.lower)
    names = (g.name for s in draft.sentences for g in s.clause.groups.values() if g.name)
    return any(not act.victims.isdisjoint(name.split()) for name in names)


def is_told_of(draft: Draft, toll: Toll) -> bool:
    """Say whether a toll is that of the victims of an act told in passing."""
    return not draft.victims.isdisjoint((*toll.group.name.split(), _singular(toll.group.head)))


def may_be_told(draft: Draft, act: NamedAct) -> bool:
    """Say whether an incident may be an act: it speaks of a victim, or has victims who have no name yet."""
    if is_known(draft, act):
        return True
    struck = [t for s in draft.sentences for t in s.tolls if t.slot == act.slot and not t.conditional]
    if any(t.group.name for t in struck):
        return not act.is_named
    frames = {t.trigger.frame for t, _ in draft.told}
    return bool(struck) or not frames.isdisjoint(OF_DEATHS if act.slot == "killed" else {"abduction"})

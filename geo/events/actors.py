"""Finds who took part in an incident: people and bodies, their part, and their kind after the ACLED codebook."""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from geo.events.frames import find_hits
from geo.events.people import kinds_of_people
from geo.events.reading import Sentence
from geo.events.words import Terms, make_many_terms
from geo.lexicon import read_table
from geo.records import Actor, ActorRole

_MAX_ACTORS = 6
_PERPETRATORS = frozenset({"unknown", "rebel group", "criminals", "political militia", "identity militia", "rioters"})


@cache
def _bodies() -> Terms:
    rows = (*read_table("collectives"), *read_table("armed_organisations"))
    return make_many_terms((row["term"], row["kind"]) for row in rows)


@cache
def _weapon_terms() -> Terms:
    return make_many_terms((row["term"], row["weapon"]) for row in read_table("weapons"))


def kinds_in(sentence: Sentence) -> list[tuple[int, int, str]]:
    """Return (start, end, kind) of all people and bodies of a sentence."""
    found = []
    for group in sentence.clause.groups.values():
        kind = kinds_of_people().get(group.head)
        if kind is not None:
            found.append((group.start, group.end, kind))
    words = sentence.spelled
    found.extend(
        (words.starts[hit.first], words.ends[hit.last], min(hit.classes)) for hit in find_hits(_bodies(), words.lower)
    )
    return sorted(found)


def actors_of(sentences: Sequence[Sentence], text_of: Mapping[int, str]) -> tuple[Actor, ...]:
    """Return the actors of one incident, those told first first; `text_of` is the text of each sentence's source."""
    victims: dict[str, Actor] = {}
    agents: dict[str, Actor] = {}
    for sentence in sentences:
        text = text_of[sentence.number]
        suffered = {(t.group.start, t.group.end) for t in sentence.tolls if t.slot not in {"arrested", "rescued"}}
        for group in sentence.clause.groups.values():
            if (group.start, group.end) in suffered and group.head and group.form not in {"pronoun", "none"}:
                kind = kinds_of_people().get(group.head, "unknown")
                name = _clean(text[group.start : group.end])
                victims.setdefault(group.head, Actor(name, "target", kind))
        for start, end, kind in kinds_in(sentence):
            if any(a < end and start < b for a, b in suffered):
                continue
            name = _clean(text[start:end])
            if kind == "civilians" or (kind == "police" and not sentence.incidents):
                continue
            agents.setdefault(name.lower(), Actor(name, _role(sentence, end, kind), kind))
    return (*victims.values(), *agents.values())[:_MAX_ACTORS]


def _role(sentence: Sentence, end: int, kind: str) -> ActorRole:
    """Return the part a body plays: party of a clash, perpetrator before a trigger, else unknown."""
    told = sentence.incidents
    if any(t.trigger.frame == "clash" for t in told):
        return "party"
    before = any(end <= t.start for t in told) or any(end <= t.start for t in sentence.tolls)
    return "perpetrator" if before and kind in _PERPETRATORS else "unknown"


def _clean(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"^(?:the|a|an)\s+", "", text.strip(" ,;"), flags=re.IGNORECASE))


def weapons_of(sentences: Sequence[Sentence]) -> tuple[str, ...]:
    """Return the kinds of weapons that the sentences of one incident name, in their order."""
    found: dict[str, None] = {}
    for sentence in sentences:
        for hit in find_hits(_weapon_terms(), sentence.spelled.lower):
            found.setdefault(min(hit.classes))
    return tuple(found)

"""Says who among the dead did it: a killer counts beside his victims, and never twice.

"A man killed his wife and then himself" has two dead, "three were found dead in a murder-suicide" three: only victims
who are told as such ("killed two guards") leave their killer out of their number.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain

from geo.events.affected import SINGLE_FORMS
from geo.events.casualties import Toll
from geo.events.people import kinds_of_people, perpetrators
from geo.events.reading import Sentence
from geo.lexicon import read_table, read_terms

#: kinds of actors that act for a state
STATE = frozenset({"state forces", "police", "external forces"})
#: forms of groups that are one person
SINGLE = SINGLE_FORMS | {"pronoun"}
_SELF = re.compile(r"\W*(?:accidentally )?(?:him|her|them|it|my)?sel(?:f|ves)\b", re.IGNORECASE)
#: what predicates begin with that say that somebody killed, and not that a toll was claimed or a body found
_KILLINGS = ("kill", "fatally", "shot", "shoot", "murder", "gun", "slay", "stab", "execut", "behead", "massacre")
_INFLICTED = "self-inflicted"


def tell_of_killers(sentences: Iterable[Sentence]) -> bool:
    """Say whether words of sentences without tolls may tell that a killer died."""
    words = list(chain.from_iterable([s.spelled.lower for s in sentences if not s.tolls]))
    text = " ".join(words)
    if any(map(text.__contains__, read_terms("own_hand"))):
        return True
    return not killers().isdisjoint(words) and any(map(text.__contains__, read_terms("among_the_dead")))


def killers_dead(sentence: Sentence, tolls: Sequence[Toll]) -> int:
    """Return how many killers a sentence tells to have died, by their own hand or another's."""
    named = [t.group.best or 0 for t in tolls if is_killer(t, sentence)]
    return max([*named, int(_died_by_own_hand(sentence, tolls))])


def is_killer(toll: Toll, sentence: Sentence) -> bool:
    """Say whether a toll is that of somebody who killed; of "seven gunmen slain" the number is that of all dead."""
    return is_of_self(toll, sentence) or (toll.group.head in killers() and toll.group.form in SINGLE)


def is_victim(toll: Toll, sentence: Sentence) -> bool:
    """Say whether somebody else is told to have killed the people of a toll."""
    if toll.group.head in killers() or is_of_self(toll, sentence) or not toll.predicate.startswith(_KILLINGS):
        return False
    if toll.group.start < toll.at:
        return _reflexive_after(toll, sentence)
    before = [g for g in sentence.clause.groups.values() if g.end <= toll.at]
    return not before or kinds_of_people().get(before[-1].head) not in STATE  # "police shot a man": nobody's victim


def are_included(sentence: Sentence) -> bool:
    """Say whether the killer is said to be among the dead: "four people, including the gunman", "among the dead"."""
    words = sentence.spelled.lower
    parts = {t.group.head for t in sentence.tolls if t.slot == "killed" and t.group.is_part}
    if not parts.isdisjoint(killers()):
        return True
    return not killers().isdisjoint(words) and _has_any(sentence, read_terms("among_the_dead"))


def is_of_self(toll: Toll, sentence: Sentence) -> bool:
    """Say whether a toll is that of the killer himself: "killed himself", "turned the gun on herself and died"."""
    if toll.group.form not in SINGLE:
        return False
    if "self" in toll.predicate or "own life" in toll.predicate or "suicide" in toll.predicate:
        return True
    base = sentence.span.start
    if _SELF.match(sentence.text[toll.end - base :]) is not None:
        return True
    if toll.group.start > toll.at:
        return False
    between = sentence.text[toll.group.end - base : toll.at - base].lower()
    after = sentence.text[toll.at - base :].lower()
    return any(map(between.__contains__, read_terms("reflexive_deaths"))) or _INFLICTED in after


def _died_by_own_hand(sentence: Sentence, tolls: Sequence[Toll]) -> bool:
    """Say whether a sentence tells of a death by one's own hand; of "shot himself" only beside a victim's death."""
    told = read_terms("reflexive_deaths" if tolls else "own_hand")
    if not _ALIVE.isdisjoint(sentence.spelled.lower):
        return False
    if sentence.part == "title" and tolls and sentence.spelled.lower[-1:] == ("self",):
        return True  # "Man kills wife, self"
    is_hurt = any(t.slot == "injured" and not t.conditional for t in sentence.tolls)
    return not is_hurt and _has_any(sentence, told)


#: words by which whoever turned on himself did not die
_ALIVE = frozenset({"survived", "survives", "nonfatally"})


def _reflexive_after(toll: Toll, sentence: Sentence) -> bool:
    after = sentence.text[toll.end - sentence.span.start :].lower()
    return any(map(after.__contains__, read_terms("reflexive_deaths")))


def _has_any(sentence: Sentence, terms: Iterable[str]) -> bool:
    words = " ".join(sentence.spelled.lower)
    return any(map(words.__contains__, terms))


@cache
def killers() -> frozenset[str]:
    """Return the nouns for whoever did it, singular and plural."""
    known = perpetrators()
    plural = {row["plural"] for row in read_table("people") if row["singular"] in known}
    return known | plural

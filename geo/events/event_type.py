"""Chooses the event type of an incident among its triggers, with the actors deciding where the words leave it open."""

from collections.abc import Iterator, Sequence
from functools import cache

from geo.events.frames import Frame, frames
from geo.events.killers import SINGLE, STATE
from geo.events.people import kinds_of_people, last_words
from geo.events.reading import Sentence, Told
from geo.events.terms import Terms, make_many_terms
from geo.lexicon import read_terms

_REBELS = frozenset({"rebel group"})
_NON_STATE = frozenset({"rebel group", "political militia", "identity militia"})

#: how much less the triggers of each further sentence weigh
_DECAY = 0.9


#: frames that tell what was found or smuggled, and what they lose where people were killed
_FINDINGS, _AFTERWARDS = frozenset({"disrupted", "seizure", "crime"}), 1.6


def choose_type(told: Sequence[tuple[Told, Sentence]]) -> tuple[Frame, float]:
    """Return the frame of an incident and its score: the weight of its best trigger, earlier sentences first."""
    sentences = {s.number: s for _, s in told}
    order = {number: k for k, number in enumerate(sentences)}
    is_deadly = any(t.slot == "killed" and not t.conditional for s in sentences.values() for t in s.tolls)
    later = _FINDINGS if is_deadly else frozenset[str]()

    def rank(pair: tuple[Told, Sentence]) -> tuple[float, int]:
        one, sentence = pair
        score = one.weight - _DECAY * min(order[sentence.number], 5)
        return score - (_AFTERWARDS if one.trigger.frame in later else 0.0), -one.start

    best, sentence = max(told, key=rank)
    frame = best.trigger.frame
    if (frame == "abduction" and _has_more_violence(told)) or (frame == "looting" and _has_killing(told)):
        frame = "attack"
    if frame in _FOUGHT_OVER and _is_fight(told):
        frame = "clash"
    return frames()[refined(frame, sentence, [s for _, s in told])], rank((best, sentence))[0]


def _is_fight(told: Sequence[tuple[Told, Sentence]]) -> bool:
    """Say whether forces and an armed side fought: "smugglers opened fire … the guards returned fire".

    Not where others were struck, and an offensive is only spoken of.
    """
    acts = {t.trigger.frame for t, _ in told if t.mode == "actual"}
    if acts.isdisjoint({"clash", "killing"}):
        return False
    sentences = {s.number: s for _, s in told}.values()
    kinds = {kind for s in sentences for _, _, kind in s.kinds}
    if not (kinds & STATE and kinds & _ARMED):
        return False
    hurt = [pair for s in sentences for pair in _numbers_hurt(s)]
    if "clash" not in acts and not ("state forces" in kinds and any(kind in _ARMED for kind, _ in hurt)):
        return False  # "troops killed 13 terrorists and took 12 rifles"
    return sum(n for kind, n in hurt if kind == "civilians") <= sum(n for kind, n in hurt if kind in STATE | _ARMED)


#: frames of what is told where forces fought somebody
_FOUGHT_OVER = frozenset({"attack", "killing", "shooting", "seizure", "disrupted", "crime", "death"})
_ARMED = _NON_STATE | {"criminals"}


def _has_more_violence(told: Sequence[tuple[Told, Sentence]]) -> bool:
    """Say whether people were killed or hurt when others were abducted: the ACLED codebook calls that an attack."""
    if _VIOLENT.isdisjoint(t.trigger.frame for t, _ in told):
        return False
    return any(
        t.slot in {"killed", "injured", "shot"} and not t.conditional and t.group.form in _PEOPLE
        for _, s in told
        for t in s.tolls
    )


def _has_killing(told: Sequence[tuple[Told, Sentence]]) -> bool:
    """Say whether who burned or looted killed as well, in the same sentence."""
    burned = {s.number for t, s in told if t.trigger.frame == "looting" and not t.is_subordinate}
    return any(t.trigger.frame == "killing" and s.number in burned and not t.is_subordinate for t, s in told)


#: frames of an attack beside which an abduction is part of it
_VIOLENT = frozenset({"attack", "killing", "shooting"})
#: forms of groups of people that were struck
_PEOPLE = frozenset({"count", "one", "the_one", "name"})


def refined(frame: str, sentence: Sentence, sentences: Sequence[Sentence]) -> str:
    """Return the frame that the actors make of a general one (ACLED codebook: who fights whom decides the type)."""
    if frame not in _OF_ACTORS:
        return frame
    present = {kind for _, _, kind in sentence.kinds}
    if frame in {"seized_territory", "retaken"}:
        first = next((kind for _, _, kind in sentence.kinds if kind in _NON_STATE | STATE), None)
        is_anybodys = frame == "seized_territory" and not present & STATE
        return "overtakes" if first in _NON_STATE or is_anybodys else "regains"
    if frame == "force" and present & _NON_STATE and not present & STATE:
        frame = "attack"  # "gunmen opened fire on students"
    if frame in _ATTACKS:
        return _of_attack(frame, sentence, present, sentences)
    return frame


#: frames of attacks on people; those whose type the actors decide
_ATTACKS = frozenset({"attack", "killing", "shooting", "homicide"})
_OF_ACTORS = _ATTACKS | {"seized_territory", "retaken", "force"}
#: whose hurt make an act no strike on criminals
_NO_CRIMINALS = frozenset({"civilians", "police", "state forces"})
#: who shoots somebody is no criminal, if these do
_TROOPS = frozenset({"soldiers", "troops"})


def _of_attack(frame: str, sentence: Sentence, present: set[str], sentences: Sequence[Sentence]) -> str:
    hurt = _hurt(sentence)
    if present & _NON_STATE and present & (STATE - {"police"}) and "civilians" not in hurt:
        return "clash"
    if "police" in present and present & _REBELS and "civilians" not in hurt:
        return "clash"
    if _is_on_forces(frame, sentences):
        return "clash"
    if "state forces" in present and "criminals" in hurt and not hurt & _NO_CRIMINALS:
        return "clash"  # "troops killed six bandits"
    if frame == "killing" and hurt and hurt <= _REBELS:
        return "clash"  # "three insurgents were killed": by the forces they fight
    if frame in {"killing", "homicide"}:
        return "attack" if frame == "killing" else frame
    if frame == "shooting" and any(kind in _NON_STATE for s in sentences for _, _, kind in s.kinds):
        return "attack"
    if frame == "shooting" and not _TROOPS.isdisjoint(sentence.spelled.lower) and "state forces" not in hurt:
        return "attack"  # "soldiers shot a farmer"
    return frame


def _hurt(sentence: Sentence) -> set[str]:
    return {kind for kind, _ in _numbers_hurt(sentence)}


def _is_on_forces(frame: str, sentences: Sequence[Sentence]) -> bool:
    """Say whether armed groups struck forces or what they hold: the ACLED codebook calls that a clash.

    A lone gunman who shoots an officer is none; nor is an attack in which more civilians were hurt.
    """
    if frame == "attack" and any(map(_strikes_post, sentences)):
        return True
    if not any(map(_names_armed_group, sentences)):
        return False
    hurt = [pair for s in sentences for pair in _numbers_hurt(s)]
    forces, civilians = (sum(n for kind, n in hurt if kind in kinds) for kinds in (STATE, {"civilians"}))
    return forces > civilians


def _numbers_hurt(sentence: Sentence) -> Iterator[tuple[str, int]]:
    struck = [t for t in sentence.tolls if t.slot not in {"rescued", "arrested"} and t.group.form != "none"]
    return ((k, t.group.best or 1) for t in struck for a, b, k in sentence.kinds if a <= t.group.start < b)


def _names_armed_group(sentence: Sentence) -> bool:
    """Say whether a sentence names an armed group, or several people of one; not somebody alone."""
    if _words_for_armed_groups().isdisjoint(sentence.spelled.lower) and all(
        _NON_STATE.isdisjoint(b.classes) for b in sentence.bodies
    ):
        return False  # as most: it takes much to read whom a sentence names
    starts = {start for start, _, kind in sentence.kinds if kind in _NON_STATE}
    return bool(starts) and not starts <= {g.start for g in sentence.clause.groups.values() if g.form in SINGLE}


@cache
def _words_for_armed_groups() -> frozenset[str]:
    """Return the words that nouns for people of armed groups end with."""
    return last_words(noun for noun, kind in kinds_of_people().items() if kind in _NON_STATE)


def _strikes_post(sentence: Sentence) -> bool:
    """Say whether an attack is on what forces hold: "attacked an army outpost", "a checkpoint came under attack"."""
    held = sentence.hits(_posts())
    return any(
        t.trigger.frame == "attack"
        and any(0 < h.first - t.trigger.last <= _OBJECT or 0 < t.trigger.first - h.last <= _BEFORE for h in held)
        for t in sentence.incidents
    )


#: words after an attack within which its object stands; words before it where it is told in the passive
_OBJECT, _BEFORE = 10, 3


@cache
def _posts() -> Terms:
    return make_many_terms((term, "POST") for term in read_terms("posts_of_forces"))

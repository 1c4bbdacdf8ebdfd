"""Finds the words of a sentence that tell of events and says which event type each stands for. Knows nothing of counts.

Single words and pairs of words within a clause stand for a frame (`lexicon/frames.tsv`); a frame has a type and says
whether it is an incident or a development (`lexicon/event_types.tsv`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from gazetteer.frozen import tuple_maker_of
from geo.events.terms import Hit, Terms, classes_of, make_many_terms
from geo.lexicon import read_table


@dataclass(frozen=True, slots=True)
class Frame:
    """A kind of event."""

    name: str
    event_type: str
    sub_event_type: str
    is_incident: bool
    is_violent: bool


class Trigger(NamedTuple):
    """Words that stand for a frame."""

    frame: str
    weight: float
    first: int  # word of the sentence it begins at
    last: int  # last word
    words: tuple[str, ...]  # classes that made it
    opens: bool = True  # it can open an incident without casualties beside it


@cache
def frames() -> Mapping[str, Frame]:
    """Return the frames by name."""
    return {
        row["frame"]: Frame(
            row["frame"], row["event_type"], row["sub_event_type"], row["record"] == "incident", row["violent"] == "yes"
        )
        for row in read_table("event_types")
    }


_trigger = tuple_maker_of(Trigger)


def triggers_of(hits: Sequence[Hit], lower: Sequence[str]) -> tuple[Trigger, ...]:
    """Return the triggers of a sentence, those that say that nothing is told (`idle`) included."""
    triggers: list[Trigger] = []
    for k, hit in enumerate(hits):
        singles, opens_pair = _alone(hit.classes)
        for name, frame, weight, opens in singles:
            triggers.append(_trigger((frame, weight, hit.first, hit.last, (name,), opens)))
        if not opens_pair:
            continue
        for other in hits[k : k + _PAIRED]:
            pairs = _together(hit.classes, other.classes)
            if not pairs:
                continue
            gap = other.first - hit.last - 1
            if gap > _WIDEST or (gap > 0 and not _BREAKS.isdisjoint(lower[hit.last + 1 : other.first])):
                break
            for one, two, within, frame, weight in pairs:
                if gap <= within and (hit is not other or (gap < 0 and one != two)):
                    triggers.append(_trigger((frame, weight, hit.first, other.last, (one, two), True)))
    return tuple(triggers)


def telling(hits: Sequence[Hit], triggers: Sequence[Trigger]) -> Sequence[Hit]:
    """Return the hits without which the triggers would be others: those of the triggers, as a rule."""
    if len(hits) > _PAIRED:  # one that stands between two others may keep them apart
        return hits
    ends = {k for t in triggers for k in (t.first, t.last)}
    return [h for h in hits if h.first in ends or h.last in ends]


def without_idle(triggers: Sequence[Trigger]) -> tuple[Trigger, ...]:
    """Return the triggers none of whose words say that nothing is told; a raid that ends in arrests is no attack."""
    idle: set[int] = set()
    searched: set[int] = set()
    for t in triggers:
        if t.frame == "idle":
            idle.update((t.first, t.last))
        elif len(t.words) == 2 and set(t.words) == _SEARCH:
            searched.update((t.first, t.last))
    if not idle and not searched:
        return tuple(triggers)
    return tuple(
        t
        for t in triggers
        if t.first not in idle and t.last not in idle and not (t.words == ("RAID",) and t.first in searched)
    )


#: classes of the words for a raid by the police
_SEARCH = frozenset({"RAID", "ARREST"})


#: words between two hits of a pair, at most; hits from the first of a pair on that are looked at
_WIDEST, _PAIRED = 14, 9
_BREAKS = frozenset({".", ";", ":", "—", "|"})


@lru_cache(maxsize=1 << 12)
def _alone(classes: frozenset[str]) -> tuple[tuple[tuple[str, str, float, bool], ...], bool]:
    """Return (class, frame, weight, may open an incident) of each class with a frame; does any open a pair."""
    singles, _, reach = _rules()
    return tuple((name, *singles[name]) for name in classes if name in singles), not classes.isdisjoint(reach)


@lru_cache(maxsize=1 << 14)
def _together(one: frozenset[str], two: frozenset[str]) -> tuple[tuple[str, str, int, str, float], ...]:
    """Return (class, class, words between at most, frame, weight) of the pairs that two words stand for."""
    _, pairs, _ = _rules()
    return tuple((a, b, *pairs[a, b]) for a in one for b in two if (a, b) in pairs)


@cache
def event_terms() -> Terms:
    """Return the words of events."""
    return make_many_terms(
        (term, row["class"]) for row in read_table("event_words") for term in row["terms"].split("|")
    )


@cache
def idle_words() -> frozenset[str]:
    """Return the words of events that stand for no frame without another, and begin no longer term that does."""
    terms = event_terms()
    found = [(word, names) for word, names in terms.words.items()]
    found += [(pair[0], names) for pair, tails in terms.pairs.items() for _, t in tails for names in t.values()]
    return frozenset(terms.words) - {word for word, names in found if _tells_alone(classes_of(names))}


def _tells_alone(classes: frozenset[str]) -> bool:
    singles, _ = _alone(classes)
    return bool(singles) or any(one != two for one, two, *_ in _together(classes, classes))


@cache
def body_terms() -> Terms:
    """Return the bodies that act as one, by kind: forces, organisations, crowds."""
    rows = (*read_table("collectives"), *read_table("armed_organisations"))
    return make_many_terms((row["term"], row["kind"]) for row in rows)


@cache
def _rules() -> tuple[
    Mapping[str, tuple[str, float, bool]], Mapping[tuple[str, str], tuple[int, str, float]], frozenset[str]
]:
    """Return (frame and weight of a class, frame of a pair with its reach, classes that open a pair)."""
    singles: dict[str, tuple[str, float, bool]] = {}
    pairs: dict[tuple[str, str], tuple[int, str, float]] = {}
    for row in read_table("frames"):
        frame, weight, within = row["frame"], float(row["weight"]), int(row["within"])
        if " + " in row["words"] or " & " in row["words"]:
            one, sign, two = row["words"].split(" ")
            pairs[one, two] = (within, frame, weight)
            if sign == "&":
                pairs.setdefault((two, one), (within, frame, weight))
        else:
            singles[row["words"]] = (frame, weight, row["opens"] == "yes")
    return singles, pairs, frozenset(one for one, _ in pairs)

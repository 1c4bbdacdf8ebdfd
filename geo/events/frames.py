"""Finds the words of a sentence that tell of events and says which event type each stands for. Knows nothing of counts.

Single words and pairs of words within a clause stand for a frame (`lexicon/frames.tsv`); a frame has a type and says
whether it is an incident or a development (`lexicon/event_types.tsv`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from geo.events.terms import Terms, make_many_terms, openings, term_at
from geo.lexicon import read_table


@dataclass(frozen=True, slots=True)
class Frame:
    """A kind of event."""

    name: str
    event_type: str
    sub_event_type: str
    is_incident: bool
    is_violent: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A word or term of the lexicon in a sentence."""

    first: int  # first word
    last: int  # last word
    classes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Trigger:
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


def find_hits(terms: Terms, lower: tuple[str, ...]) -> tuple[Hit, ...]:
    """Return the terms of a lexicon in a sentence, longest first, none overlapping another."""
    hits = []
    reached = 0
    for i in openings(terms, lower):
        found = term_at(terms, lower, i) if i >= reached else None
        if found is not None:
            length, names = found
            hits.append(Hit(i, i + length - 1, _classes(names)))
            reached = i + length
    return tuple(hits)


@lru_cache(maxsize=1 << 12)
def _classes(names: str) -> frozenset[str]:
    return frozenset(names.split("|"))


def event_hits(lower: tuple[str, ...]) -> tuple[Hit, ...]:
    """Return the words of event_words.tsv in a sentence."""
    return find_hits(_event_terms(), lower)


def body_hits(lower: tuple[str, ...]) -> tuple[Hit, ...]:
    """Return the bodies that act as one in a sentence, by kind: forces, organisations, crowds."""
    return find_hits(_body_terms(), lower)


def find_triggers(hits: Sequence[Hit], lower: Sequence[str]) -> tuple[Trigger, ...]:
    """Return the triggers of a sentence in its order: single classes and pairs of them."""
    if not hits:
        return ()
    singles, pairs, reach = _rules()
    breaks = [i for i, word in enumerate(lower) if word in _BREAKS]
    triggers = []
    for k, hit in enumerate(hits):
        for name in hit.classes:
            if name in singles:
                frame, weight, opens = singles[name]
                triggers.append(Trigger(frame, weight, hit.first, hit.last, (name,), opens))
        if hit.classes.isdisjoint(reach):
            continue
        for other in hits[k : k + 9]:
            gap = other.first - hit.last - 1
            if gap > _WIDEST:
                break
            if gap > 0 and any(hit.last < b < other.first for b in breaks):
                break
            triggers.extend(_paired(hit, other, gap, pairs))
    idle = {k for t in triggers if t.frame == "idle" for k in (t.first, t.last)}
    return tuple(t for t in triggers if t.first not in idle and t.last not in idle)


_WIDEST = 14
_BREAKS = frozenset({".", ";", ":", "—", "|"})


def _paired(hit: Hit, other: Hit, gap: int, pairs: Mapping[tuple[str, str], tuple[int, str, float]]) -> list[Trigger]:
    found = []
    for one in hit.classes:
        for two in other.classes:
            rule = pairs.get((one, two))
            if rule is not None and gap <= rule[0] and (hit is not other or gap < 0):
                if hit is other and one == two:
                    continue
                found.append(Trigger(rule[1], rule[2], hit.first, other.last, (one, two)))
    return found


@cache
def _event_terms() -> Terms:
    return make_many_terms(
        (term, row["class"]) for row in read_table("event_words") for term in row["terms"].split("|")
    )


@cache
def _body_terms() -> Terms:
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

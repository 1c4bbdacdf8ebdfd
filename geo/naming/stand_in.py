"""Finds the area that stands in for a name no gazetteer knows: the finest one that the text names around it."""

from collections.abc import Sequence
from dataclasses import dataclass

from gazetteer.places import Place
from geo.naming.quarters import is_town
from geo.records import Span, Toponym
from geo.sentences import sentence_at

#: How sure a stand-in is, by where the area is named.
_SCORES = {"phrase": 0.4, "sentence": 0.25, "text": 0.12}


@dataclass(frozen=True, slots=True)
class StandIn:
    """An area that stands in for an unknown name."""

    place: Place
    named_as: str  # the words of the mention of the area
    where: str  # "phrase", "sentence" or "text"
    score: float


def find_stand_in(
    index: int,
    toponyms: Sequence[Toponym],
    places: Sequence[Place | None],
    text: str,
    parents: Sequence[int],
    *,
    is_in_town: bool = False,
) -> StandIn | None:
    """Return what stands in for toponym `index`, or None where the text names no area around it.

    First what the phrase says contains it ("in X, Y"), then the finest area or town of its sentence, nearest first,
    then the last area named before it. A dateline says where the report was written and stands in for nothing, but
    for a street or a quarter (`is_in_town`), which lies in the nearest town that the text names, before it if it can.
    """
    known = [(place, parent) for parent in parents if (place := places[parent]) is not None]
    if known:
        place, parent = min(known, key=lambda pair: _coarseness(pair[0]))
        return StandIn(place, toponyms[parent].text, "phrase", _SCORES["phrase"])
    here = toponyms[index]
    sentence = sentence_at(text, here.start) or Span(here.start, here.end)
    others = [(i, t, p) for i, (t, p) in enumerate(zip(toponyms, places, strict=True)) if p is not None and i != index]
    inside = [
        (_coarseness(place), abs(toponym.start - here.start), i)
        for i, toponym, place in others
        if sentence.start <= toponym.start < sentence.end and _may_hold(toponym, place, here, is_in_town=is_in_town)
    ]
    if inside:
        i = min(inside)[-1]
        return _stand_in(places[i], toponyms[i], "sentence")
    before = [other for other in others if other[1].start < here.start]
    for around in (before, others) if is_in_town else (before,):
        found = [
            (abs(toponym.start - here.start) // 400, _coarseness(place), abs(toponym.start - here.start), i)
            for i, toponym, place in around
            if _may_hold(toponym, place, here, is_in_town=is_in_town)
        ]
        if found:
            i = min(found)[-1]
            return _stand_in(places[i], toponyms[i], "text")
    if is_in_town:
        return find_stand_in(index, toponyms, places, text, ())  # no town is named, but an area may be
    return None


def _may_hold(toponym: Toponym, place: Place, here: Toponym, *, is_in_town: bool) -> bool:
    if toponym.role in {"demonym", "nested"}:
        return False
    return is_town(place) if is_in_town else not _is_dateline(toponym, here)


def _is_dateline(toponym: Toponym, here: Toponym) -> bool:
    """Say whether a name in capitals ("OUAGADOUGOU - …") stands in a text whose other names are not: no place of it."""
    return len(toponym.text) > 3 and toponym.text.isupper() and not here.text.isupper()


def _stand_in(place: Place | None, toponym: Toponym, where: str) -> StandIn | None:
    return None if place is None else StandIn(place, toponym.text, where, _SCORES[where])


def _coarseness(place: Place) -> int:
    """Return 0 for what is finer than a first-order unit, 1 for such a unit, 2 for a region, 3 for a country."""
    if place.feature_code.startswith("PCL"):
        return 3
    if place.feature_class == "L":
        return 2
    return 1 if place.feature_code == "ADM1" else 0

"""Keeps acts that an article tells of in passing ("since the murder of Abel Nkosi") apart from those it tells.

Such an act takes no part in the telling: sentences after it go on with what was told before, until one tells of its
victims.
"""

from collections.abc import Sequence

from geo.events.apart import OF_NOBODY
from geo.events.date_clues import EventDate, dates_of
from geo.events.drafts import Draft
from geo.events.event_place import places_of
from geo.events.named_acts import NamedAct, is_known, is_told_of, may_be_told
from geo.events.reading import Sentence, Told

#: UCDP GED precision of a year; characters before an act within which a date is its own
_YEAR, _RIGHT_BEFORE = 5, 24


def are_beside(acts: Sequence[NamedAct], told: Sequence[Told]) -> bool:
    """Say whether acts on people follow what befell nobody: "a march against the killing of two nurses"."""
    others = [t for t in told if all(t is not act.told for act in acts)]
    first = min(act.told.start for act in acts)
    return bool(others) and all(t.trigger.frame in OF_NOBODY and t.start < first for t in others)


def recall(sentence: Sentence, acts: Sequence[NamedAct], drafts: Sequence[Draft], asides: list[Draft]) -> list[Told]:
    """Add the acts that none of the incidents told may be, and return their triggers.

    A day or a place of the sentence is theirs only where words tie it to them.
    """
    found = [act for act in acts if not any(may_be_told(draft, act) for draft in drafts)]
    for act in found:
        anchors = [(act.told.start, act.told.end)]
        dates = [d for d in dates_of(sentence, anchors) if _is_tied(d, act.told)]
        places = [p for p in places_of(sentence, anchors) if p.is_tied and p.start > act.told.start]
        known = next((aside for aside in asides if is_known(aside, act)), None)
        if known is None:
            told = [(act.told, sentence)]
            asides.append(Draft([sentence], told, dates, places, is_recalled=True, victims=act.victims))
        else:
            known.go_on(sentence, [act.told], dates, places)
    return [act.told for act in found]


def _is_tied(date: EventDate, act: Told) -> bool:
    """Say whether a date is that of an act rather than of what is said of it: "the 1984 murder", "the murder on 3 May".

    A year after it may be anything's: "the murder of X, mayor in 1984".
    """
    if date.start > act.start:
        return (date.precision or _YEAR) < _YEAR
    return act.start - date.start <= _RIGHT_BEFORE


def take_up(sentence: Sentence, drafts: list[Draft], asides: list[Draft]) -> None:
    """Put an act told in passing among the incidents where a sentence tells of its victims, and of no other's."""
    if not asides:
        return
    tolls = [t for t in sentence.tolls if not t.conditional]
    if any(is_told_of(draft, t) for draft in drafts for t in tolls):
        return
    known = next((aside for aside in asides if any(is_told_of(aside, t) for t in tolls)), None)
    if known is not None:
        known.is_recalled = False
        asides.remove(known)
        drafts.append(known)

"""Tells sums over a war or a year from the toll of one event: "The war has killed more than 24,000 people".

UCDP GED keeps summary figures apart from events; so does this: they say nothing of any event's victims.
"""

import re
from collections.abc import Sequence

from geo.lexicon import read_terms

#: auxiliaries of the perfect; words between a war and its perfect, from that to the verb, from a fate to the war
_HAVE = frozenset({"has", "have", "had"})
_WAR_WITHIN, _VERB_WITHIN, _IN_WAR_WITHIN = 16, 3, 4
_AUXILIARIES = _HAVE | {"were", "was"}
_IN_A_WAR = frozenset({"in", "during", "of", "since"})


def is_of_a_war(lower: Sequence[str]) -> bool:
    """Say whether the words of a sentence count the victims of a war or the like, from its beginning until now.

    "The war … has killed 24,000", "14,000 have died in the insurgency", "since the conflict began".
    """
    wars = read_terms("long_conflicts")
    if wars.isdisjoint(lower):
        return False
    return any(_has_claimed(lower, i) or _is_told_of(lower, i) for i, word in enumerate(lower) if word in wars)


def is_of_unrest(lower: Sequence[str]) -> bool:
    """Say whether a sentence can count the dead of unrest that goes on: "killed in the violence".

    The dead of one riot are told so too; only their number tells the two apart.
    """
    unrest = read_terms("unrest")
    if unrest.isdisjoint(lower):
        return False
    return any(_has_claimed(lower, i) or _is_told_of(lower, i) for i, word in enumerate(lower) if word in unrest)


def is_since(lower: Sequence[str]) -> bool:
    """Say whether the words of a sentence count victims from some day on: "since the vote at least 67 were killed"."""
    if "since" not in lower:
        return False
    return any(
        word in read_terms("fates") and not _AUXILIARIES.isdisjoint(lower[max(0, j - _VERB_WITHIN) : j])
        for j, word in enumerate(lower)
    )


def is_of_a_period(lower: Sequence[str]) -> bool:
    """Say whether words count over months: "in the first half of the year", "over the reporting period"."""
    return not _OF_PERIODS.isdisjoint(lower) and _PERIOD.search(" ".join(lower)) is not None


#: words without which none of the phrases stands
_OF_PERIODS = frozenset({"half", "half-year", "quarter", "months", "period", "beginning", "start", "january"})
_YEAR = r"(?:the|this|last|that|\d{4}|year)\b"
_PERIOD = re.compile(
    rf"\b(?:first|second|last|final) (?:half|quarter|\w+ months) of {_YEAR}"
    rf"|\bhalf-year of {_YEAR}"
    r"|\b(?:over|during|in|within|for) (?:the|this|that) (?:same |entire |whole )?"
    r"(?:report|reporting|reported|review|\w+[- ]months?) period\b"
    rf"|\bsince the (?:beginning|start) of {_YEAR}"
    r"|\b(?:from|between) january (?:to|until|till|through|and) (?!january\b)[a-z]+\b(?! \d{1,2}\b)"
)


def _has_claimed(lower: Sequence[str], war: int) -> bool:
    """Say whether a war is what has killed: "the war, which began in 2015, has killed"."""
    for j in range(war + 1, min(war + 1 + _WAR_WITHIN, len(lower))):
        if lower[j] in _HAVE:
            return not read_terms("claims_lives").isdisjoint(lower[j + 1 : j + 1 + _VERB_WITHIN])
    return False


def _is_told_of(lower: Sequence[str], war: int) -> bool:
    """Say whether people "have been killed in the war": a perfect, a fate, and the war right after "in" or "since"."""
    before = range(max(0, war - _IN_WAR_WITHIN), war)
    k = next((j for j in reversed(before) if lower[j] in _IN_A_WAR), None)
    if k is None:
        return False
    fates = [j for j in range(k) if lower[j] in read_terms("fates")]
    return any(not _HAVE.isdisjoint(lower[max(0, j - _VERB_WITHIN) : j]) for j in fates)

"""Says in words why a place won: the features that set it apart, the number of others, the kind of match."""

from collections.abc import Mapping, Sequence

from gazetteer.places import Candidate
from geo.naming.candidate_table import Name
from geo.naming.ranking import Ranking

#: What a feature means in words; "{x}" is filled with names of the document.
_WORDS: Mapping[str, str] = {
    "population": "the most populous of the name",
    "country": "a country",
    "region": "a region",
    "adm1": "a first-order unit",
    "capital": "a capital",
    "preferred": "its usual name",
    "kind_asked": "the kind of place the text asks for",
    "kind_other": "the others are not of the kind the text asks for",
    "home": "in a home country",
    "contained": "named with what contains it",
    "country_vote": "other names lie in the same country",
    "admin1_vote": "other names lie in the same first-order unit",
    "near": "near other places of the text",
    "listed_country": "listed with places of the same country",
    "listed_kind": "listed with places of the same kind",
    "admin1_named": "its first-order unit is named too",
    "foreign": "the others lie far from what the text is about",
    "outlet": "in the publisher's country",
    "local_layer": "in a regional layer of the gazetteer",
    "edit": "spelt exactly so",
    "variant": "spelt exactly so",
}

#: How many of them are told.
_SHOWN = 3


def reason_of(name: Name, ranking: Ranking, matched: Candidate, companions: Sequence[str]) -> str:
    """Return why `matched`, the first candidate, won.

    `companions` are names of the document that lie in its country or unit.
    """
    parts = []
    if matched.match != "exact":
        parts.append(f"{matched.match} match of {matched.matched!r}")
    elif matched.role != "name":
        parts.append(f"{matched.role} for {matched.place.name}")
    others = len(ranking) - 1
    if others == 0:
        parts.append("the only place of the name")
    else:
        parts.extend(_strongest(ranking.gains, companions))
    if others:
        parts.append(f"{others} other candidate{'s' if others > 1 else ''}")
    if name.mentions > 1:
        parts.append(f"named {name.mentions} times")
    return "; ".join(parts)


def _strongest(gains: Sequence[tuple[float, str]], companions: Sequence[str]) -> list[str]:
    """Return in words the features that set the best place apart from the others, strongest first."""
    told = sorted([(-gain, feature) for gain, feature in gains if feature in _WORDS])
    words = []
    for _, feature in told[:_SHOWN]:
        if feature in {"contained", "country_vote", "admin1_vote", "near"} and companions:
            words.append(f"{_WORDS[feature]} ({', '.join(companions[:3])})")
            companions = ()
        else:
            words.append(_WORDS[feature])
    return words

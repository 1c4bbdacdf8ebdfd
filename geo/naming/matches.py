"""Where a text spells names of the gazetteer: the longest matches over its tokens, each with the facts of its name.

Says nothing of whether a match is a place in this text ("Reading", "Jordan Smith"): that is the finder's question.
"""

import math
import re
from dataclasses import dataclass
from functools import lru_cache

from gazetteer import Gazetteer
from gazetteer.places import Candidate
from geo.lexicon import read_terms
from geo.naming.cues import commonness, cues
from geo.naming.tokens import Tokens
from geo.naming.words import is_capitalised

#: A name has at most this many tokens ("Democratic Republic of the Congo" has 5, "Port-au-Prince" too).
MAX_TOKENS = 8


_INITIALS = re.compile(r"(?:[A-Z]\.){2,}$")
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class NameFacts:
    """What the gazetteer says of a name, in short."""

    kind: str  # of the most prominent place: C country, K region, 1 ADM1, 2 other units, P, H, T, S; D demonym only
    size: int  # of its largest place: 0 unknown or below 1,000, then a step each factor of ten, at most 5
    count: int  # how many places bear the name
    is_demonym: bool  # it is also an adjective or a word for people
    is_abbreviation: bool  # nothing but an abbreviation


@dataclass(frozen=True, slots=True)
class Match:
    """A stretch of tokens that spells a name of the gazetteer."""

    first: int  # index of the first token
    last: int  # index of the last token
    facts: NameFacts


@lru_cache(maxsize=1 << 16)
def name_facts(gazetteer: Gazetteer, name: str) -> NameFacts | None:
    """Return the facts of a name, or None where the gazetteer does not have it. A memo: deleting it costs time only."""
    candidates = list(gazetteer.named(name))
    if _INITIALS.match(name):
        # "N.C." stands for two words; "M.S." is not how a name of one word is shortened
        candidates = [c for c in candidates if len(_WORDS.findall(c.place.name)) > 1]
    if not candidates:
        return None
    places = [c for c in candidates if c.role != "demonym"]
    if not places:
        return NameFacts("D", 0, len(candidates), is_demonym=True, is_abbreviation=False)
    top = max(places, key=_prominence)
    people = max(c.place.population for c in places)
    return NameFacts(
        kind=kind_of(top),
        size=min(5, max(0, int(math.log10(people + 1)) - 2)),
        count=len(places),
        is_demonym=len(places) < len(candidates),
        is_abbreviation=all(c.role == "abbreviation" for c in places),
    )


def kind_of(candidate: Candidate) -> str:
    """Return the one-letter kind of a candidate's place, as in `NameFacts.kind`."""
    place = candidate.place
    if place.feature_code.startswith("PCL"):
        return "C"
    if place.feature_class == "A":
        return "1" if place.feature_code == "ADM1" else "2"
    if place.feature_class == "L":
        return "K"
    return place.feature_class if place.feature_class in "PHT" else "S"


_RANK = {"C": 4.0, "1": 2.5, "K": 2.0, "2": 0.5, "H": 1.0, "T": 1.0, "P": 0.0, "S": 0.0}


def _prominence(candidate: Candidate) -> tuple[float, str]:
    people = math.log10(candidate.place.population + 1)
    return _RANK[kind_of(candidate)] + people + (0.5 if candidate.is_preferred else 0.0), candidate.place.place_id


def find_matches(tokens: Tokens, gazetteer: Gazetteer) -> tuple[Match, ...]:
    """Return the longest matches from left to right; none overlaps another. Names begin with a capital."""
    found: list[Match] = []
    for i in tokens.capitals:
        if found and i <= found[-1].last:
            continue
        match = _match_at(tokens, i, gazetteer)
        if match is not None and not _is_word_in_capitals(tokens, match):
            found.append(match)
    return tuple(found)


def _match_at(tokens: Tokens, first: int, gazetteer: Gazetteer) -> Match | None:
    """Return the longest match that begins at a token; an article or "City of" stays outside where it can."""
    match = _longest(tokens, first, gazetteer)
    if match is None:
        return None
    skip = 0
    if tokens.lower[first] == "the":
        skip = 1
    elif tokens.lower_at(first + 1) == "of" and "UNIT" in cues(tokens.lower[first]):
        skip = 2
    if skip:
        if match.last < first + skip:
            return None
        bare = name_facts(gazetteer, " ".join(tokens.slice(first + skip, match.last).split()))
        if bare is not None and (bare.kind == match.facts.kind or bare.size >= match.facts.size):
            return None
    return match


def _is_word_in_capitals(tokens: Tokens, match: Match) -> bool:
    """Return whether a match is a common word in a line of capitals: "IN", "OR", "US" are abbreviations elsewhere."""
    if match.first != match.last or commonness(tokens.lower[match.first]) != 10 or "." in tokens.words[match.first]:
        return False
    beside = [tokens.word_at(match.first + step) for step in (-2, -1, 1, 2)]
    words = [w for w in beside if w[:1].isalpha() and len(w) > 2]
    return bool(words) and tokens.words[match.first].isupper() and all(w.isupper() for w in words)


def _longest(tokens: Tokens, first: int, gazetteer: Gazetteer) -> Match | None:
    for last in reversed(_possible_ends(tokens, first)):
        name = " ".join(tokens.slice(first, last).split())
        if name.endswith(".") and last > first and tokens.words[last - 1] not in read_terms("stopped_short_forms"):
            continue
        facts = name_facts(gazetteer, name)
        if facts is not None:
            return Match(first, last, facts)
    return None


def _possible_ends(tokens: Tokens, first: int) -> list[int]:
    """Return the tokens at which a name that begins at `first` may end, nearest first."""
    ends = [first]
    for last in range(first + 1, min(first + MAX_TOKENS, len(tokens))):
        word = tokens.words[last]
        if _is_paragraph_end(tokens.gap(last - 1)):
            break
        if is_capitalised(word):
            ends.append(last)
        elif word == ".":
            # the stop of "Calif." or "St." belongs to the name; that of a sentence ends it
            if not tokens.gap(last - 1) and len(tokens.words[last - 1]) < 6:
                ends.append(last)
            if len(tokens.words[last - 1]) > 3:
                break
        elif tokens.lower[last] not in read_terms("name_particles"):
            break
    return ends


def _is_paragraph_end(gap: str) -> bool:
    """Return whether a gap holds a blank line; a single line break may be a wrapped line."""
    return gap.count("\n") > 1

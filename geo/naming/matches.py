"""Where a text spells names of the gazetteer: the longest matches over its tokens, each with the facts of its name.

Says nothing of whether a match is a place in this text ("Reading", "Jordan Smith"): that is the finder's question.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gazetteer import Gazetteer
from gazetteer.facts import NameFacts
from gazetteer.frozen import quickly_made
from geo.lexicon import read_terms
from geo.naming.tokens import Tokens
from geo.naming.words import Word

#: A name has at most this many tokens ("Democratic Republic of the Congo" has 5, "Port-au-Prince" too).
MAX_TOKENS = 8


@quickly_made
@dataclass(frozen=True, slots=True)
class Match:
    """A stretch of tokens that spells a name of the gazetteer."""

    first: int  # index of the first token
    last: int  # index of the last token
    facts: NameFacts


def find_matches(tokens: Tokens, gazetteer: Gazetteer) -> tuple[Match, ...]:
    """Return the longest matches from left to right; none overlaps another. Names begin with a capital."""
    found: list[Match] = []
    reached = -1
    for i in tokens.capitals:
        if i <= reached:
            continue
        match = _match_at(tokens, i, gazetteer)
        if match is not None and not _is_word_in_capitals(tokens, match):
            found.append(match)
            reached = match.last
    return tuple(found)


def by_token(matches: Iterable[Match]) -> Mapping[int, Match]:
    """Return the match of each token that is in one."""
    return {i: m for m in matches for i in range(m.first, m.last + 1)}


def _match_at(tokens: Tokens, first: int, gazetteer: Gazetteer) -> Match | None:
    """Return the longest match that begins at a token; an article or "City of" stays outside where it can."""
    match = _longest(tokens, first, gazetteer)
    if match is None:
        return None
    skip = 0
    if tokens.lower[first] == "the":
        skip = 1
    elif tokens.lower_at(first + 1) == "of" and "UNIT" in tokens.known[first].cues:
        skip = 2
    if skip:
        if match.last < first + skip:
            return None
        bare = gazetteer.facts(" ".join(tokens.slice(first + skip, match.last).split()))
        if bare is not None and (bare.kind == match.facts.kind or bare.size >= match.facts.size):
            return None
    return match


def _is_word_in_capitals(tokens: Tokens, match: Match) -> bool:
    """Return whether a match is a common word in a line of capitals: "IN", "OR", "US" are abbreviations elsewhere."""
    word = tokens.known[match.first]
    if word.tier != 10 or match.first != match.last or "." in word.text:
        return False
    beside = [tokens.word_at(match.first + step) for step in (-2, -1, 1, 2)]
    words = [w for w in beside if w[:1].isalpha() and len(w) > 2]
    return bool(words) and word.text.isupper() and all(w.isupper() for w in words)


def _longest(tokens: Tokens, first: int, gazetteer: Gazetteer) -> Match | None:
    words = tokens.words
    if first + 1 == len(words) or not _may_go_on(tokens.known[first + 1]):
        facts = gazetteer.facts(words[first])  # half of the names: nothing that follows can be part of one
        return None if facts is None else Match(first, first, facts)
    for last in _possible_ends(tokens, first):
        name = " ".join(tokens.slice(first, last).split()) if last > first else words[first]
        if last > first and name[-1] == "." and words[last - 1] not in read_terms("stopped_short_forms"):
            continue
        facts = gazetteer.facts(name)
        if facts is not None:
            return Match(first, last, facts)
    return None


def _may_go_on(following: Word) -> bool:
    return following.capital or following.text == "." or following.lower in read_terms("name_particles")


def _possible_ends(tokens: Tokens, first: int) -> list[int]:
    """Return the tokens at which a name that begins at `first` may end, furthest first."""
    ends = [first]
    known, gaps = tokens.known, tokens.gaps
    for last in range(first + 1, min(first + MAX_TOKENS, len(known))):
        word = known[last]
        if tokens.ends_paragraph(last - 1):
            break
        if word.capital:
            ends.append(last)
        elif word.text == ".":
            # the stop of "Calif." or "St." belongs to the name; that of a sentence ends it
            length = len(known[last - 1].text)
            if not gaps[last - 1] and length < 6:
                ends.append(last)
            if length > 3:
                break
        elif word.lower not in read_terms("name_particles"):
            break
    ends.reverse()
    return ends

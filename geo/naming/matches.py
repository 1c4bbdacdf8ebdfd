"""Where a text spells names of the gazetteer: the longest matches over its tokens, each with the facts of its name.

Says nothing of whether a match is a place in this text ("Reading", "Jordan Smith"): that is the finder's question.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gazetteer import Gazetteer
from gazetteer.facts import NameFacts
from gazetteer.frozen import quickly_made
from geo.lexicon import read_terms
from geo.naming.cues import links
from geo.naming.tokens import Tokens
from geo.naming.words import NO_WORD, Word

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
    words, known, gaps = tokens.words, (*tokens.known, NO_WORD), tokens.gaps
    found: list[Match] = []
    reached = -1
    for i in tokens.capitals:
        if i <= reached:
            continue
        if _may_go_on(known[i + 1]) and (not gaps[i] or gazetteer.may_open(words[i])):
            match = _longest(tokens, i, gazetteer)
        else:
            facts = gazetteer.facts(words[i])  # most names: nothing that follows can be part of one
            match = None if facts is None else Match(i, i, facts)
        if match is None or _holds_no_name(tokens, match, gazetteer) or _is_word_in_capitals(tokens, match):
            continue
        if _is_article(tokens, match):
            continue
        found.append(match)
        reached = match.last
    return tuple(found)


def by_token(matches: Iterable[Match]) -> Mapping[int, Match]:
    """Return the match of each token that is in one."""
    return {i: m for m in matches for i in range(m.first, m.last + 1)}


def _holds_no_name(tokens: Tokens, match: Match, gazetteer: Gazetteer) -> bool:
    """Return whether a match is to begin later: an article or "City of" stays outside where it can."""
    first = match.first
    if tokens.lower[first] == "the":
        skip = 1
    elif tokens.lower_at(first + 1) == "of" and "UNIT" in tokens.known[first].cues:
        skip = 2
    else:
        return False
    if match.last < first + skip:
        return True
    bare = gazetteer.facts(_spelt(tokens, first + skip, match.last))
    return bare is not None and (bare.kind == match.facts.kind or bare.size >= match.facts.size)


def _is_word_in_capitals(tokens: Tokens, match: Match) -> bool:
    """Return whether a match is a common word in a line of capitals: "IN", "OR", "US" are abbreviations elsewhere."""
    word = tokens.known[match.first]
    if word.tier != 10 or match.first != match.last or "." in word.text:
        return False
    beside = [tokens.word_at(match.first + step) for step in (-2, -1, 1, 2)]
    words = [w for w in beside if w[:1].isalpha() and len(w) > 2]
    return bool(words) and word.text.isupper() and all(w.isupper() for w in words)


def _is_article(tokens: Tokens, match: Match) -> bool:
    """Return whether a match is but the article of an Arabic name: "Al-Shabaab" is not of a place called Al."""
    i = match.first
    if i != match.last or tokens.lower[i] not in links("ARABIC_ARTICLE"):
        return False
    return tokens.word_at(i + 1) in links("DASH") and not tokens.gap(i) and not tokens.gap(i + 1)


def _longest(tokens: Tokens, first: int, gazetteer: Gazetteer) -> Match | None:
    """Return the longest match that begins at a token."""
    for last in _possible_ends(tokens, first, gazetteer):
        name = _spelt(tokens, first, last)
        if last > first and name[-1] == "." and tokens.words[last - 1] not in read_terms("stopped_short_forms"):
            continue
        facts = gazetteer.facts(name)
        if facts is not None:
            return Match(first, last, facts)
    return None


def _may_go_on(following: Word) -> bool:
    return following.capital or following.lower in read_terms("name_particles")  # a stop among them


def _spelt(tokens: Tokens, first: int, last: int) -> str:
    """Return the text of a stretch of tokens in one line."""
    return " ".join(tokens.slice(first, last).split()) if last > first else tokens.words[first]


def _possible_ends(tokens: Tokens, first: int, gazetteer: Gazetteer) -> list[int]:
    """Return the tokens at which a name that begins at `first` may end, furthest first."""
    ends = [first]
    known, gaps = tokens.known, tokens.gaps
    for last in range(first + 1, min(first + MAX_TOKENS, len(known))):
        word, gap = known[last], gaps[last - 1]
        if not _may_go_on(word) or tokens.ends_paragraph(last - 1):
            break
        if gap and last == first + 2 and not gazetteer.may_open(_spelt(tokens, first, last - 1)):
            break  # "John Smith Park": the gazetteer knows how names open
        if word.capital:
            ends.append(last)
        elif word.text == ".":
            # the stop of "Calif." or "St." belongs to the name; that of a sentence ends it
            length = len(known[last - 1].text)
            if not gap and length < 6:
                ends.append(last)
            if length > 3:
                break
    ends.reverse()
    return ends

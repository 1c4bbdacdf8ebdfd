"""Where a text spells names of the gazetteer: the longest matches over its tokens, each with the facts of its name.

Says nothing of whether a match is a place in this text ("Reading", "Jordan Smith"): that is the finder's question.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gazetteer import Gazetteer
from gazetteer.facts import NameFacts
from gazetteer.frozen import quickly_made
from geo.lexicon import read_terms
from geo.naming.cues import links
from geo.naming.tokens import Tokens

#: A name has at most this many tokens ("Democratic Republic of the Congo" has 5, "Port-au-Prince" too).
MAX_TOKENS = 8

#: Letters of the longest short form that a stop belongs to ("Calif.").
_SHORT = 5


@quickly_made
@dataclass(frozen=True, slots=True)
class Match:
    """A stretch of tokens that spells a name of the gazetteer."""

    first: int  # index of the first token
    last: int  # index of the last token
    facts: NameFacts


def find_matches(tokens: Tokens, gazetteer: Gazetteer) -> tuple[Match, ...]:
    """Return the longest matches from left to right; none overlaps another. Names begin with a capital."""
    words, known, gaps = tokens.words, tokens.known, tokens.gaps
    facts_of, may_open, dashes = gazetteer.facts, gazetteer.may_open, links("DASH")
    found: list[Match] = []
    reached = -1
    for i in tokens.capitals:
        if i <= reached:
            continue
        after = known[i + 1]
        if after.goes_on and (may_open(words[i]) if gaps[i] else after.text != "." or len(words[i]) <= _SHORT):
            match = _longest(tokens, i, gazetteer)
            if match is None:
                continue
        else:
            facts = facts_of(words[i])  # most names: nothing that follows can be part of one
            if facts is None:
                continue
            match = Match(i, i, facts)
        if i == match.last:
            if known[i].tier == 10 and _is_word_in_capitals(tokens, i):
                continue
            if after.text in dashes and _is_article(tokens, i):
                continue
        if (known[i].lower == "the" or after.lower == "of") and _holds_no_name(tokens, match, gazetteer):
            continue
        found.append(match)
        reached = match.last
    return tuple(found)


def by_token(matches: Sequence[Match]) -> Mapping[int, Match]:
    """Return the match of each token that is in one."""
    owner = {m.first: m for m in matches}
    for match in matches:
        if match.last > match.first:
            owner.update(dict.fromkeys(range(match.first + 1, match.last + 1), match))
    return owner


def _holds_no_name(tokens: Tokens, match: Match, gazetteer: Gazetteer) -> bool:
    """Return whether a match is to begin later: an article or "City of" stays outside where it can."""
    first = match.first
    if tokens.known[first].lower == "the":
        skip = 1
    elif tokens.known[first + 1].lower == "of" and "UNIT" in tokens.known[first].cues:
        skip = 2
    else:
        return False
    if match.last < first + skip:
        return True
    bare = gazetteer.facts(_spelt(tokens, first + skip, match.last))
    return bare is not None and (bare.kind == match.facts.kind or bare.size >= match.facts.size)


def _is_word_in_capitals(tokens: Tokens, i: int) -> bool:
    """Return whether a common word stands in a line of capitals: "IN", "OR", "US" are abbreviations elsewhere."""
    word = tokens.words[i]
    if not word.isupper() or "." in word:
        return False
    words = [w for w in map(tokens.word_at, (i - 2, i - 1, i + 1, i + 2)) if w[:1].isalpha() and len(w) > 2]
    return bool(words) and all(w.isupper() for w in words)


def _is_article(tokens: Tokens, i: int) -> bool:
    """Return whether a word before a dash is but the article of an Arabic name: "Al-Shabaab" is of no place "Al"."""
    return tokens.known[i].lower in links("ARABIC_ARTICLE") and not tokens.gap(i) and not tokens.gap(i + 1)


def _longest(tokens: Tokens, first: int, gazetteer: Gazetteer) -> Match | None:
    """Return the longest match that begins at a token."""
    for last, name in reversed(_possible_names(tokens, first, gazetteer)):
        if last > first and name[-1] == "." and tokens.words[last - 1] not in read_terms("stopped_short_forms"):
            continue
        facts = gazetteer.facts(name)
        if facts is not None:
            return Match(first, last, facts)
    return None


def _spelt(tokens: Tokens, first: int, last: int) -> str:
    """Return the text of a stretch of tokens in one line."""
    return " ".join(tokens.slice(first, last).split()) if last > first else tokens.words[first]


def _possible_names(tokens: Tokens, first: int, gazetteer: Gazetteer) -> list[tuple[int, str]]:
    """Return the names that may begin at a token, the shortest first: where each ends, and its text in one line."""
    name, gaps = tokens.words[first], tokens.gaps
    names = [(first, name)]
    last = first
    for word in tokens.known[first + 1 : first + MAX_TOKENS]:
        last += 1
        gap = gaps[last - 1]
        if not word.goes_on or (gap != " " and gap and tokens.ends_paragraph(last - 1)):
            break
        if gap and last == first + 2 and not gazetteer.may_open(name):
            break  # "John Smith Park": the gazetteer knows how names open
        name = f"{name} {word.text}" if gap else name + word.text
        if word.capital:
            names.append((last, name))
        elif word.text == ".":
            # the stop of "Calif." or "St." belongs to the name; that of a sentence ends it
            length = len(tokens.words[last - 1])
            if not gap and length <= _SHORT:
                names.append((last, name))
            if length > 3:
                break
    return names

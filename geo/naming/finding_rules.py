"""Rules that decide which matches of the gazetteer are place names of a text, and in which role.

Used where no trained weights apply. Knows nothing of which place is meant.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from geo.naming.cues import commonness, cues, is_first_name, is_surname
from geo.naming.matches import Match
from geo.naming.roles import role_of
from geo.naming.tokens import Tokens, is_capitalised
from geo.records import ToponymRole


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of tokens that names a place."""

    first: int
    last: int
    role: ToponymRole


def apply_rules(tokens: Tokens, matches: tuple[Match, ...]) -> tuple[Found, ...]:
    """Return the place names among the matches, in order."""
    persons = _surnames_of_persons(tokens, matches)
    found = []
    for match in matches:
        if _is_word_only(tokens, match) or _is_person(tokens, match, persons) or _is_code(tokens, match):
            continue
        found.append(Found(match.first, match.last, role_of(tokens, match)))
    return tuple(found)


def _is_word_only(tokens: Tokens, match: Match) -> bool:
    """Return whether a match of one token is an English word or a day rather than a name."""
    if match.first != match.last:
        return False
    lower = tokens.lower[match.first]
    classes = cues(lower)
    if classes & {"MONTH", "WEEKDAY", "CALENDAR"} or len(lower) < 2:
        return True
    common = commonness(lower)
    if match.facts.kind in "CD" and common != 10:
        return False
    if common == 0 and (match.facts.kind in "1K" or match.facts.size >= 5):
        return False
    located = "LOCATING_STRONG" in cues(tokens.lower_at(match.first - 1))
    if classes - {"SIDE"} and not (located and not common):
        return True
    if not common:
        return False
    return not (located and common >= 20 and not tokens.starts_sentence(match.first))


def _surnames_of_persons(tokens: Tokens, matches: tuple[Match, ...]) -> frozenset[str]:
    """Return the last words of what look like persons' names: a title or a given name, then a capitalised word."""
    starts = {m.first: m for m in matches}
    names = set()
    for i in tokens.capitals:
        if i == 0 or tokens.gap(i - 1) != " ":
            continue
        before = tokens.words[i - 1]
        titled = "TITLE" in cues(tokens.lower[i - 1]) and is_capitalised(before)
        given = is_first_name(before) and is_capitalised(before) and not cues(tokens.lower[i])
        match = starts.get(i)
        if (titled or given) and not (match and match.last > i) and not _is_inside(matches, i):
            names.add(tokens.words[i])
    return frozenset(names)


def _is_inside(matches: tuple[Match, ...], index: int) -> bool:
    return any(m.first < index <= m.last for m in matches)


def _is_person(tokens: Tokens, match: Match, persons: frozenset[str]) -> bool:
    if match.facts.kind == "C" and match.facts.size >= 5 and match.first == match.last:
        first, following = tokens.word_at(match.first), tokens.word_at(match.last + 1)
        return is_first_name(first) and is_surname(following) and tokens.gap(match.last) == " "
    single = match.first == match.last
    before, after = tokens.word_at(match.first - 1), tokens.word_at(match.last + 1)
    before_lower = tokens.lower_at(match.first - 1)
    glued_before = tokens.gap(match.first - 1) in {" ", ""}
    if before == "." and "TITLE" in cues(tokens.lower_at(match.first - 2)):
        return True
    if (
        is_capitalised(before)
        and glued_before
        and "TITLE" in cues(before_lower)
        and "ORGANISATION" not in cues(before_lower)
    ):
        return True
    if single and is_capitalised(before) and glued_before and is_first_name(before) and not cues(before_lower):
        return True
    if single and is_capitalised(after) and tokens.gap(match.last) == " " and not cues(after.lower()):
        name = tokens.word_at(match.first)
        if is_first_name(name) or (
            is_surname(after) and match.facts.kind not in "C1K" and not commonness(after.lower())
        ):
            return True
    if single and tokens.words[match.first] in persons and match.facts.kind not in "CK":
        return "LOCATING_STRONG" not in cues(before_lower)
    return False


def _is_code(tokens: Tokens, match: Match) -> bool:
    """Return whether a match is a currency or ticker code, or an abbreviation that stands where none can."""
    if match.first != match.last:
        return False
    word = tokens.words[match.first]
    if not word.isupper() or len(word) > 4:
        return False
    beside = [tokens.word_at(match.first + step) for step in (-1, 1)]
    further = [tokens.word_at(match.first + step) for step in (-2, 2)]
    if any(mark == "/" and w.isupper() and len(w) == 3 for mark, w in zip(beside, further, strict=True)):
        return True
    if match.facts.is_abbreviation and "." not in word and len(word) == 2 and word not in {"US", "UK", "EU", "UN"}:
        return beside[0] != ","
    return False


def is_mere_word(tokens: Tokens, found: Found, matches: Sequence[Match]) -> bool:
    """Return whether a name outside the gazetteer is nothing but English words: "POLITICAL", "Foreclosures"."""
    if any(m.first <= found.last and found.first <= m.last for m in matches):
        return False
    return all(commonness(tokens.lower[i]) for i in range(found.first, found.last + 1)) and not any(
        cues(tokens.lower[i]) & {"UNIT", "LANDFORM", "STREET"} for i in range(found.first, found.last + 1)
    )

"""Rules that decide which matches of the gazetteer are place names of a text, and in which role.

Used where no trained weights apply. Knows nothing of which place is meant.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from gazetteer.frozen import quickly_made
from geo.lexicon import read_terms
from geo.naming.cues import commonness, cues, is_english, is_surname
from geo.naming.matches import Match
from geo.naming.roles import role_of
from geo.naming.tokens import Tokens
from geo.records import ToponymRole


@quickly_made
@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of tokens that names a place."""

    first: int
    last: int
    role: ToponymRole


def apply_rules(tokens: Tokens, matches: Sequence[Match]) -> tuple[Found, ...]:
    """Return the place names among the matches, in order."""
    persons = _surnames_of_persons(tokens, matches)
    found = []
    for match in matches:
        is_single = match.first == match.last
        if is_single and (_is_word_only(tokens, match) or _is_code(tokens, match)):
            continue
        if _is_person(tokens, match, persons):
            continue
        found.append(Found(match.first, match.last, role_of(tokens, match)))
    return tuple(found)


def _is_word_only(tokens: Tokens, match: Match) -> bool:
    """Return whether a match of one token is an English word or a day rather than a name."""
    word, common = tokens.known[match.first], tokens.known[match.first].tier
    if not common and not word.cues and len(word.lower) > 1:
        return False  # most names: no words of the language
    before = tokens.known[match.first - 1]
    if not word.cues.isdisjoint(_DAYS) or len(word.lower) < 2:
        return True
    if match.facts.kind in "CD" and common != 10:
        return False
    if common == 0 and (match.facts.kind in "1K" or match.facts.size >= 5):
        return False
    located = "LOCATING_STRONG" in before.cues
    if word.cues - {"SIDE"} and not (located and not common):
        return True
    if not common:
        return False
    return not (located and common >= 20 and not tokens.starts_sentence(match.first))


_DAYS = frozenset({"MONTH", "WEEKDAY", "CALENDAR"})


def _surnames_of_persons(tokens: Tokens, matches: Sequence[Match]) -> frozenset[str]:
    """Return the last words of what look like persons' names: a title or a given name, then a capitalised word."""
    found = [i for i in tokens.signs.surnames if tokens.gaps[i - 1] == " "]
    if not found:
        return frozenset()
    # a word within a longer name of the gazetteer is no surname
    longer = {i for m in matches if m.last > m.first for i in range(m.first, m.last + 1)}
    return frozenset(tokens.words[i] for i in found if i not in longer)


def _is_person(tokens: Tokens, match: Match, persons: frozenset[str]) -> bool:
    single = match.first == match.last
    here, before, after = tokens.known[match.first], tokens.known[match.first - 1], tokens.known[match.last + 1]
    if not (before.capital or after.capital or here.first or before.text == "." or here.text in persons):
        return False  # nothing beside it that persons have
    if match.facts.kind == "C" and match.facts.size >= 5 and single:
        return here.first and is_surname(after.text) and tokens.gap(match.last) == " "
    if before.text == "." and "TITLE" in tokens.known[match.first - 2].cues:
        return True
    if before.capital and tokens.gap(match.first - 1) in {" ", ""}:
        if "TITLE" in before.cues and "ORGANISATION" not in before.cues:
            return True
        if single and before.first and not before.cues:
            return True
    named_after = here.first or (after.last and match.facts.kind not in "C1K" and not after.tier)
    if named_after and single and after.capital and tokens.gap(match.last) == " " and not after.cues:
        return True
    if single and here.text in persons and match.facts.kind not in "CK":
        return "LOCATING_STRONG" not in before.cues
    return False


def _is_code(tokens: Tokens, match: Match) -> bool:
    """Return whether a match of one token is a currency or ticker code, or an abbreviation where none can stand."""
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


def without_determiner(tokens: Tokens, found: Found, owner: Mapping[int, Match]) -> Found | None:
    """Return a name without "the" or "this" before it, as no name begins so but those of the gazetteer ("The Hague").

    None where nothing but English words is left: "THE MEETING", "THIS CITY". `owner` has the match of each token.
    """
    if tokens.known[found.first].lower not in read_terms("determiners"):
        return _from_match(tokens, found, owner)
    if found.first == found.last:
        return None
    words = range(found.first + 1, found.last + 1)
    if is_upper_case(tokens, found.first, found.last) and all(is_english(tokens.known[i].lower) for i in words):
        return None  # in upper case a town called "The Meeting" cannot be told from a meeting
    if any(i in owner and owner[i].first == i for i in (found.first, found.first + 1)):
        return found
    return Found(found.first + 1, found.last, found.role)


def _from_match(tokens: Tokens, found: Found, owner: Mapping[int, Match]) -> Found:
    """Return a name in upper case without the common words before its match: "NEIGHBORING PERU"."""
    if found.first in owner:
        return found
    first = next((i for i in range(found.first + 1, found.last + 1) if i in owner and owner[i].first == i), None)
    if first is None or not all(is_english(w) and not cues(w) for w in tokens.lower_slice(found.first, first - 1)):
        return found
    return Found(first, found.last, found.role) if is_upper_case(tokens, found.first, found.last) else found


def is_upper_case(tokens: Tokens, first: int, last: int) -> bool:
    """Return whether the words around are written in capitals, so that a capital says nothing."""
    around = range(max(0, first - _AROUND), min(len(tokens), last + 1 + _AROUND))
    words = [w for i in around if len(w := tokens.words[i]) > 1 and w[0].isalpha()]
    return len(words) > 2 and all(w.isupper() for w in words)


#: How many words to both sides tell whether a text is in upper case.
_AROUND = 4
#: The size (`geo.naming.matches`) up to which a town is too small to be meant by a word with a determiner.
_HAMLET = 1


def is_mere_word(tokens: Tokens, found: Found, owner: Mapping[int, Match]) -> bool:
    """Return whether a name outside the gazetteer is nothing but English words: "POLITICAL", "Foreclosures".

    In upper case also with an ending ("KIDNAPPINGS"), a lone noun of places ("SECTOR"), a lone word after a determiner.
    `owner` has the match of each token.
    """
    lower = tokens.lower_slice(found.first, found.last)
    if _empty_words().issuperset(lower) and is_upper_case(tokens, found.first, found.last):
        return True
    known = [owner[i].facts for i in range(found.first, found.last + 1) if i in owner]
    if any(f.kind != "P" or f.size > _HAMLET for f in known):
        return False
    if known:
        return _is_common_noun(tokens, found) and is_upper_case(tokens, found.first, found.last)
    if all(commonness(w) for w in lower) and not any(cues(w) & {"UNIT", "LANDFORM", "STREET"} for w in lower):
        return True
    if not is_upper_case(tokens, found.first, found.last):
        return False
    has_determiner = tokens.known[found.first - 1].lower in read_terms("determiners")
    if len(lower) > 1 and not has_determiner and any(cues(w) & {"LANDFORM", "STREET"} for w in lower):
        return False
    return all(is_english(w) for w in lower) or _is_common_noun(tokens, found)


@cache
def _empty_words() -> frozenset[str]:
    return read_terms("name_particles") | read_terms("mere_words")


def _is_common_noun(tokens: Tokens, found: Found) -> bool:
    """Return whether a lone word in upper case has a determiner and no noun of places: "IN THE DRAGNET"."""
    if found.first != found.last or tokens.known[found.first - 1].lower not in read_terms("determiners"):
        return False
    return not any(cues(tokens.lower_at(found.last + k)) & {"UNIT", "LANDFORM", "STREET", "FACILITY"} for k in (1, 2))

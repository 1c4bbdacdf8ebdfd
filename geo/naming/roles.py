"""What a place name does in its sentence: names a place, stands for a government, or is part of another name."""

from geo.lexicon import read_terms
from geo.naming.cues import links
from geo.naming.matches import Match
from geo.naming.tokens import Tokens
from geo.naming.words import Word
from geo.records import ToponymRole

_HEADS = frozenset({"ORGANISATION", "MEDIA", "FACILITY"})

#: How far the head of a name is looked for, in tokens.
_REACH = 6


def role_of(tokens: Tokens, match: Match) -> ToponymRole:
    """Return the role of a match that names a place."""
    if is_nested(tokens, match):
        return "nested"
    if match.facts.kind == "D":
        return "demonym"
    return "metonymic" if is_metonymic(tokens, match) else "literal"


def is_metonymic(tokens: Tokens, match: Match) -> bool:
    """Return whether a country or city stands for those who govern it ("Kabul said", "accused Moscow of")."""
    if match.facts.kind not in "C1P" or (match.facts.kind == "P" and match.facts.size < 3):
        return False
    before, after = tokens.known_at(match.first - 1), tokens.known_at(match.last + 1)
    if "SAID" in after.cues and "LOCATING" not in before.cues:
        return True
    return "SAID" in before.cues and after.lower in {"of", "to", "for", "not"}


def is_addressed(tokens: Tokens, match: Match) -> bool:
    """Return whether a country or a large city is whom a verb blames, warns or thanks ("blamed Kigali")."""
    if match.facts.kind not in "C1P" or (match.facts.kind == "P" and match.facts.size < 3):
        return False
    verb = tokens.lower_at(match.first - 1)
    return verb in read_terms("addressing_verbs") and tokens.lower_at(match.last + 1) in links("ADDRESSED_END") | {""}


def is_agency(tokens: Tokens, first: int, last: int) -> bool:
    """Say whether a code stands in the brackets of a dateline, where it names an agency: "MOMBASA (KNA) -"."""
    word = tokens.word_at(first)
    if first != last or len(word) != _CODE or not word.isupper() or word.lower() in read_terms("country_short_forms"):
        return False
    in_brackets = tokens.word_at(first - 1) == "(" and tokens.word_at(last + 1) == ")"
    return in_brackets and tokens.word_at(last + 2) in _DASHES


#: letters of a country's code; what ends a dateline
_CODE, _DASHES = 3, frozenset({"-", "--", "–", "—", ":"})


def is_nested(tokens: Tokens, match: Match) -> bool:
    """Return whether a match is part of the name of an organisation, a facility or a newspaper."""
    after = tokens.known_at(match.last + 1)
    if after.capital and "UNIT" in after.cues:
        return _has_head_after(tokens, match.last + 1) or is_glossed(tokens, match.first, match.last)
    return (
        _has_head_after(tokens, match.last)
        or _has_head_before(tokens, match.first)
        or is_glossed(tokens, match.first, match.last)
    )


def _has_head_after(tokens: Tokens, last: int) -> bool:
    """Look for a head in the capitalised words that follow: "Kano State Police Command", "Herat University"."""
    known, gaps = tokens.known, tokens.gaps
    for i in range(last + 1, min(len(known), last + 1 + _REACH)):
        word = known[i]
        if gaps[i - 1] not in {" ", ""}:
            return False
        if word.capital:
            if _is_head(word):
                return True
        elif word.lower not in {"and", "of", "&", "for"}:
            return False
    return False


def _has_head_before(tokens: Tokens, first: int) -> bool:
    """Look for a head in the capitalised words before: "University of Herat", "Radio Tirana"."""
    known, gaps = tokens.known, tokens.gaps
    for i in range(first - 1, max(-1, first - 1 - _REACH), -1):
        word = known[i]
        if gaps[i] not in {" ", ""}:
            return False
        if word.capital:
            if _is_head(word):
                return True
        elif word.lower not in links("ORGANISATION_LINK"):
            return False
    return False


def _is_head(word: Word) -> bool:
    return not word.cues.isdisjoint(_HEADS) and "UNIT" not in word.cues


def is_glossed(tokens: Tokens, first: int, last: int) -> bool:
    """Return whether marks show a group's name: a dash after an organisation's name, or its short form in brackets."""
    before = tokens.known_at(first - 1)
    if before.text in {"–", "—", "-"}:
        head = tokens.known_at(first - 2)
        return head.capital and not head.cues.isdisjoint({"ORGANISATION", "MEDIA"})
    if tokens.word_at(last + 1) != "(" or not before.capital or "UNIT" not in before.cues:
        return False
    short = tokens.word_at(last + 2)
    return short.isupper() and len(short) > 1

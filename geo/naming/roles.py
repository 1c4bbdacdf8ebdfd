"""What a place name does in its sentence: names a place, stands for a government, or is part of another name."""

from geo.lexicon import read_terms
from geo.naming.cues import cues, links
from geo.naming.matches import Match
from geo.naming.tokens import Tokens
from geo.naming.words import is_capitalised
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
    after = tokens.lower_at(match.last + 1)
    if "SAID" in cues(after) and "LOCATING" not in cues(tokens.lower_at(match.first - 1)):
        return True
    return "SAID" in cues(tokens.lower_at(match.first - 1)) and after in {"of", "to", "for", "not"}


def is_addressed(tokens: Tokens, match: Match) -> bool:
    """Return whether a country or a large city is whom a verb blames, warns or thanks ("blamed Kigali")."""
    if match.facts.kind not in "C1P" or (match.facts.kind == "P" and match.facts.size < 3):
        return False
    verb = tokens.lower_at(match.first - 1)
    return verb in read_terms("addressing_verbs") and tokens.lower_at(match.last + 1) in links("ADDRESSED_END") | {""}


def is_nested(tokens: Tokens, match: Match) -> bool:
    """Return whether a match is part of the name of an organisation, a facility or a newspaper."""
    after = tokens.lower_at(match.last + 1)
    if "UNIT" in cues(after) and is_capitalised(tokens.word_at(match.last + 1)):
        return _has_head_after(tokens, match.last + 1) or is_glossed(tokens, match.first, match.last)
    return (
        _has_head_after(tokens, match.last)
        or _has_head_before(tokens, match.first)
        or is_glossed(tokens, match.first, match.last)
    )


def _has_head_after(tokens: Tokens, last: int) -> bool:
    """Look for a head in the capitalised words that follow: "Kano State Police Command", "Herat University"."""
    for i in range(last + 1, min(len(tokens), last + 1 + _REACH)):
        word, lower = tokens.words[i], tokens.lower[i]
        if tokens.gap(i - 1) not in {" ", ""}:
            return False
        if is_capitalised(word) and cues(lower) & _HEADS and "UNIT" not in cues(lower):
            return True
        if not is_capitalised(word) and lower not in {"and", "of", "&", "for"}:
            return False
    return False


def _has_head_before(tokens: Tokens, first: int) -> bool:
    """Look for a head in the capitalised words before: "University of Herat", "Radio Tirana"."""
    for i in range(first - 1, max(-1, first - 1 - _REACH), -1):
        word, lower = tokens.words[i], tokens.lower[i]
        if tokens.gap(i) not in {" ", ""}:
            return False
        if is_capitalised(word):
            if cues(lower) & _HEADS and "UNIT" not in cues(lower):
                return True
        elif lower not in links("ORGANISATION_LINK"):
            return False
    return False


def is_glossed(tokens: Tokens, first: int, last: int) -> bool:
    """Return whether marks show a group's name: a dash after an organisation's name, or its short form in brackets."""
    before = tokens.word_at(first - 1)
    if before in {"–", "—", "-"}:
        head = tokens.word_at(first - 2)
        return is_capitalised(head) and bool(cues(head.lower()) & {"ORGANISATION", "MEDIA"})
    if tokens.word_at(last + 1) != "(" or not is_capitalised(before) or "UNIT" not in cues(before.lower()):
        return False
    short = tokens.word_at(last + 2)
    return short.isupper() and len(short) > 1

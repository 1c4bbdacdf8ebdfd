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
    before, after = tokens.known[match.first - 1], tokens.known[match.last + 1]
    if "SAID" in after.cues and "LOCATING" not in before.cues:
        return True
    return "SAID" in before.cues and after.lower in {"of", "to", "for", "not"}


def is_addressed(tokens: Tokens, match: Match) -> bool:
    """Return whether a country or a large city is whom a verb blames, warns or thanks ("blamed Kigali")."""
    if match.facts.kind not in "C1P" or (match.facts.kind == "P" and match.facts.size < 3):
        return False
    verb = tokens.known[match.first - 1].lower
    return verb in read_terms("addressing_verbs") and tokens.known[match.last + 1].lower in links("ADDRESSED_END") | {
        ""
    }


def is_agency(tokens: Tokens, first: int, last: int) -> bool:
    """Say whether a code stands in the brackets of a dateline, where it names an agency: "MOMBASA (KNA) -"."""
    word = tokens.word_at(first)
    if first != last or len(word) != _CODE or not word.isupper() or word.lower() in read_terms("country_short_forms"):
        return False
    in_brackets = tokens.known[first - 1].text == "(" and tokens.known[last + 1].text == ")"
    return in_brackets and tokens.known[last + 2].text in _DASHES


#: letters of a country's code; what ends a dateline
_CODE, _DASHES = 3, frozenset({"-", "--", "–", "—", ":"})


def is_nested(tokens: Tokens, match: Match) -> bool:
    """Return whether a match is part of the name of an organisation, a facility or a newspaper."""
    after = tokens.known[match.last + 1]
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
    i, furthest = last + 1, last + _REACH
    word = known[i]
    while (word.capital or word.lower in _LINKS_AFTER) and gaps[i - 1] in _CLOSE:
        if word.capital and _is_head(word):
            return True
        if i == furthest:
            break
        i += 1
        word = known[i]
    return False


_CLOSE, _LINKS_AFTER = frozenset({" ", ""}), frozenset({"and", "of", "&", "for"})


def _has_head_before(tokens: Tokens, first: int) -> bool:
    """Look for a head in the capitalised words before: "University of Herat", "Radio Tirana"."""
    known, gaps, links_before = tokens.known, tokens.gaps, links("ORGANISATION_LINK")
    i, furthest = first - 1, first - _REACH
    word = known[i]
    while (word.capital or word.lower in links_before) and gaps[i] in _CLOSE:
        if word.capital and _is_head(word):
            return True
        if i == furthest:
            break
        i -= 1
        word = known[i]
    return False


def _is_head(word: Word) -> bool:
    return not word.cues.isdisjoint(_HEADS) and "UNIT" not in word.cues


def is_glossed(tokens: Tokens, first: int, last: int) -> bool:
    """Return whether marks show a group's name: a dash after an organisation's name, or its short form in brackets."""
    before = tokens.known[first - 1]
    if before.text in {"–", "—", "-"}:
        head = tokens.known[first - 2]
        return head.capital and not head.cues.isdisjoint({"ORGANISATION", "MEDIA"})
    if tokens.known[last + 1].text != "(" or not before.capital or "UNIT" not in before.cues:
        return False
    short = tokens.known[last + 2].text
    return short.isupper() and len(short) > 1

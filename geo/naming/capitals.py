"""What repetition tells of names in a text in capitals, where spelling does not part a town from a surname or a word.

A name that is found as a place once is one again elsewhere in the text; a surname that no word ever sets in a place
("IN", "FROM", a noun of places) is a person. Texts with small letters are left as they are.
"""

from collections.abc import Mapping, Sequence

from geo.lexicon import read_terms
from geo.naming.cues import commonness, cues, is_first_name, is_surname, links
from geo.naming.finding_rules import Found
from geo.naming.matches import Match
from geo.naming.tokens import Tokens

#: the size (`geo.naming.matches`) from which a town is known by itself, without a locating word
_GREAT = 4
_PLACED = frozenset({"LOCATING", "LOCATING_STRONG"})
_UNITS = frozenset({"UNIT", "LANDFORM"})
#: what may stand before "of" and the name of a place: "the streets of X", "the port of X"
_HOLDERS = _UNITS | {"STREET", "FACILITY", "SIDE"}


def settled_by_repetition(tokens: Tokens, found: Sequence[Found], matches: Sequence[Match]) -> list[Found]:
    """Return the names found in a text in capitals, without surnames, with the missed mentions of those placed."""
    by_start = {m.first: m for m in matches}
    placed = _placed(tokens, found)
    persons = _persons(tokens, found, by_start)
    kept = [
        n
        for n in found
        if _spelled(tokens, n) not in persons
        and (_spelled(tokens, n) in placed or not _is_anybody(tokens, n, by_start.get(n.first)))
    ]
    taken = {i for n in kept for i in range(n.first, n.last + 1)}
    literal = {_spelled(tokens, n) for n in kept if n.role == "literal"} & placed
    literal |= {_spelled(tokens, m) for m in matches[:1] if _is_of_dateline(tokens, m)}
    missed = [
        Found(m.first, m.last, "literal")
        for m in matches
        if taken.isdisjoint(range(m.first, m.last + 1)) and _spelled(tokens, m) in literal and _may_be_missed(tokens, m)
    ]
    return sorted([*kept, *missed], key=lambda n: n.first)


def whole_names(found: Sequence[Found], owner: Mapping[int, Match]) -> list[Found]:
    """Return the names found in a text in capitals, whole where a word of one was found: "PORT TOLVEK", not "TOLVEK".

    `owner` has the match of each token.
    """
    names: list[Found] = []
    for name in found:
        match = owner.get(name.first)
        whole = Found(match.first, match.last, name.role) if match is not None and name.last <= match.last else name
        if not names or whole.first > names[-1].last:
            names.append(whole)
    return names


def _is_of_dateline(tokens: Tokens, match: Match) -> bool:
    """Return whether a match opens the text and a date or a country in brackets follows it: "TOLVEK, 12 JAN"."""
    after = tokens.known[match.last + 1].text
    following = {tokens.word_at(match.last + k)[:1].isdigit() for k in (2, 3)}
    return match.first == 0 and (after == "(" or (after == "," and True in following))


def _spelled(tokens: Tokens, name: Found | Match) -> str:
    return " ".join(tokens.lower_slice(name.first, name.last))


def _placed(tokens: Tokens, found: Sequence[Found]) -> set[str]:
    """Return the names that some mention sets in a place, those listed with such a one too."""
    placed: set[str] = set()
    chained = -1  # the token after which a list of placed names goes on
    for name in found:
        before = name.first - 1
        while before > chained >= 0 and tokens.lower_at(before) in _LISTING:
            before -= 1
        if _is_placed(tokens, name) or before == chained:
            placed.add(_spelled(tokens, name))
            chained = name.last
    return placed


_LISTING = frozenset({",", "and", "(", "-"})


def _is_placed(tokens: Tokens, name: Found) -> bool:
    """Return whether a locating word stands before a name, or a noun of places beside it."""
    before, after = tokens.known[name.first - 1].lower, tokens.known[name.last + 1].lower
    if (cues(before) & _PLACED and before != "of") or before in read_terms("locating_words"):
        return True
    of_what = tokens.known[name.first - 2].lower
    if before == "of" and (cues(of_what) & _HOLDERS or f"{of_what} of" in read_terms("locating_words")):
        return True
    if (
        after == ","
        and tokens.known[name.last + 2].text.isdigit()
        and tokens.lower_at(name.last + 3) in links("DISTANCE")
    ):
        return True  # "TOLVEK, 40 KM SOUTH OF THE CAPITAL"
    own = cues(tokens.known[name.last].lower) | cues(tokens.known[name.first].lower)
    return bool((cues(after) | own) & (_UNITS | {"SIDE", "STREET"})) or name.first == 0


def _is_anybody(tokens: Tokens, name: Found, match: Match | None) -> bool:
    """Return whether a name that nothing sets in a place may be a person's or a thing's: it is no country or city."""
    if name.role not in {"literal", "metonymic"}:
        return False
    if match is not None and (match.facts.kind in "CK" or match.facts.size >= _GREAT):
        return False
    words = tokens.words[name.first : name.last + 1]
    is_unit = match is not None and match.facts.kind == "1"
    return any(map(is_surname, words)) if is_unit or len(words) > 1 else True


def _persons(tokens: Tokens, found: Sequence[Found], matches: Mapping[int, Match]) -> set[str]:
    """Return the names that follow a given or family name ("ROSA TOLVEK") and that nothing sets in a place.

    "IN TOLVEK'S CAR" sets nothing there. Countries stay, and what is part of a longer name of the gazetteer.
    """
    inside = {i for n in found for i in range(n.first, n.last + 1)}
    named, placed = set(), set()
    for name in found:
        match = matches.get(name.first)
        if name.first != name.last or name.role != "literal" or (match is not None and match.facts.kind in "CK"):
            continue
        before = name.first - 1
        is_named = (
            before >= 0 and before not in inside and tokens.gap(before).strip() == "" and _is_of_person(tokens, before)
        )
        is_owner = tokens.known[name.last + 1].text in {"'S", "’S", "'", "’"}
        if is_named:
            named.add(_spelled(tokens, name))
        elif not is_owner and _is_placed(tokens, name):
            placed.add(_spelled(tokens, name))
    return named - placed


def _is_of_person(tokens: Tokens, index: int) -> bool:
    """Return whether a word is a given name, or a family name after one, and no English word."""
    word, before = tokens.words[index], tokens.known[index - 1].text
    if commonness(word.lower()) or cues(word.lower()) or len(word) < _SHORTEST_NAME:
        return False
    return is_first_name(word) or (is_surname(word) and bool(before) and is_first_name(before))


#: letters of a given name that is no initial
_SHORTEST_NAME = 3


def _may_be_missed(tokens: Tokens, match: Match) -> bool:
    """Return whether nothing beside a match makes it part of a longer name or of an organisation's."""
    before, after = tokens.known[match.first - 1].lower, tokens.known[match.last + 1].lower
    return before not in {"-", "'"} and not cues(after) & {"ORGANISATION", "MEDIA", "FACILITY"}

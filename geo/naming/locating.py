"""What grammar adds to names: designators that belong to them, and unknown names in a locating phrase."""

from collections.abc import Sequence
from functools import cache

from geo.lexicon import read_table, read_terms
from geo.naming.cues import commonness, cues, is_first_name, is_surname, links
from geo.naming.finding_rules import Found, is_upper_case
from geo.naming.matches import Match
from geo.naming.tokens import Tokens
from geo.naming.words import is_capitalised

#: Classes of words that say, before "of X" or after "X", that X is a place.
_UNITS = frozenset({"UNIT", "LANDFORM"})
#: Characters from which a line counts as broken because it is full.
_FULL_LINE = 50
_LOCATING = frozenset({"LOCATING", "LOCATING_STRONG"})
_NOT_NAMES = frozenset({"MONTH", "WEEKDAY", "CALENDAR", "TITLE", "ORGANISATION", "MEDIA"})


@cache
def _words() -> dict[str, frozenset[str]]:
    return {r["class"]: frozenset(t.strip() for t in r["terms"].split("|")) for r in read_table("locating_words")}


def _is(group: str, lower: str) -> bool:
    return lower in _words()[group]


def widen(tokens: Tokens, found: Found) -> Found:
    """Return the name with the capitalised designator that belongs to it: "Herat" + "Province"."""
    if found.role not in {"literal", "metonymic"}:
        return found
    last = found.last
    for i in range(last + 1, min(len(tokens), last + 4)):
        word, lower = tokens.words[i], tokens.lower[i]
        if tokens.gap(i - 1) != " " or not is_capitalised(word) or tokens.starts_sentence(i):
            break
        classes = cues(lower)
        if classes & _UNITS or (_is("SITE", lower) and i > last + 1) or "STREET" in classes:
            if _goes_on(tokens, i):
                break
            return Found(found.first, _with_stop(tokens, i), found.role)
        if not commonness(lower) or cues(lower) & _LOCATING or lower in read_terms("determiners"):
            break
    return found


def _goes_on(tokens: Tokens, last: int) -> bool:
    """Return whether a name goes on after a designator: "X State Senator", "X Department of Health"."""
    after = tokens.word_at(last + 1)
    if tokens.gap(last) != " ":
        return False
    return after == "of" or (is_capitalised(after) and not cues(after.lower()) & _UNITS)


def complete_street(tokens: Tokens, found: Found) -> Found:
    """Return a street's name with the direction before it and the stop after it: "S." + "Locust St" + "."."""
    if "STREET" not in cues(tokens.lower[found.last]) or found.role != "literal":
        return found
    first = found.first
    if (
        tokens.word_at(first - 1) == "."
        and _is("SIDE_OF_STREET", tokens.lower_at(first - 2))
        and not tokens.gap(first - 2)
    ):
        first -= 2
    elif (
        _is("SIDE_OF_STREET", tokens.lower_at(first - 1)) or "SIDE" in cues(tokens.lower_at(first - 1))
    ) and tokens.gap(first - 1) == " ":
        first -= is_capitalised(tokens.words[first - 1])
    return Found(first, _with_stop(tokens, found.last), "literal")


def find_highways(tokens: Tokens) -> list[Found]:
    """Return numbered roads: "Interstate 80", "U.S. Highway 12", "County Road 9"."""
    found = []
    for i in tokens.capitals:
        number = tokens.word_at(i + 1)
        if not _is("NUMBERED", tokens.lower[i]) or not number[:1].isdigit() or tokens.gap(i) != " ":
            continue
        first = i
        while first and _is("ROAD_OWNER", tokens.lower[first - 1]) and tokens.gap(first - 1) == " ":
            first -= 1
        if is_capitalised(tokens.words[first]) and (tokens.lower[i] != "road" or first < i):
            found.append(Found(first, i + 1, "literal"))
    return found


def find_road_ends(tokens: Tokens, matches: Sequence[Match]) -> list[Found]:
    """Return both ends of roads named by them: "the Nakuru-Eldoret highway"; one end at least is in the gazetteer."""
    dashes = links("DASH") - {"/"}
    joined = [i for i in tokens.capitals if tokens.word_at(i - 1) in dashes]
    if not joined:
        return []
    inside = {i for m in matches for i in range(m.first, m.last + 1)}
    first_of, last_of = {m.last: m.first for m in matches}, {m.first: m.last for m in matches}
    found = []
    for i in joined:
        mark = i - 1
        if mark in inside or tokens.gap(mark) or tokens.gap(mark - 1):
            continue
        if not is_capitalised(tokens.word_at(mark - 1)) or not {mark - 1, i} & inside:
            continue
        if is_surname(tokens.words[mark - 1]) and is_surname(tokens.words[i]):
            continue
        first, last = first_of.get(mark - 1, mark - 1), last_of.get(i, i)
        nouns = {tokens.lower_at(last + 1), tokens.lower_at(last + 2) if tokens.word_at(last + 1).islower() else ""}
        if any(_is("WAY", noun) for noun in nouns):
            found += [Found(first, mark - 1, "literal"), Found(i, last, "literal")]
    return found


def _with_stop(tokens: Tokens, last: int) -> int:
    """Return the index of the stop of a shortened street word ("St.", "Ave."), else `last`."""
    is_short = _is("STREET_SHORT", tokens.lower[last])
    return last + 1 if is_short and tokens.word_at(last + 1) == "." and not tokens.gap(last) else last


def find_unknown_names(tokens: Tokens, found: list[Found]) -> list[Found]:
    """Return capitalised names outside `found` that a locating phrase marks as places.

    "the village of X", "X village", "X River", "X-based", "near X", "in X, <known place>", "X border post", "Lake X".
    """
    taken = {i for f in found for i in range(f.first, f.last + 1)}
    starts = {f.first for f in found}
    names = []
    reached = -1
    for i in tokens.capitals:
        last = _run_end(tokens, i, taken) if i > reached else None
        if last is None:
            continue
        reached = last
        name = _located(tokens, i, last, starts)
        if name is not None:
            names.append(name)
    return names


def _run_end(tokens: Tokens, first: int, taken: set[int]) -> int | None:
    """Return the last token of the capitalised run that begins here, or None where none does."""
    if first in taken or not _is_name_word(tokens, first) or _is_shouted(tokens, first):
        return None
    last = first
    while last + 1 < len(tokens) and last + 1 not in taken:
        if _is_name_word(tokens, last + 1) and _goes_on_after(tokens, last) and not _is_shouted(tokens, last + 1):
            last += 1
        elif tokens.words[last + 1] in {"-", "‐"} and last + 2 < len(tokens) and last + 2 not in taken:
            if tokens.gap(last) or tokens.gap(last + 1) or not is_capitalised(tokens.words[last + 2]):
                break
            last += 2
        else:
            break
    return last


def _is_shouted(tokens: Tokens, index: int) -> bool:
    """Return whether a common word has its capitals from the text around, and is no noun of a name ("TOLVEK GORGE")."""
    lower = tokens.lower[index]
    if not commonness(lower) or cues(lower) & (_UNITS | {"STREET", "LANDFORM_FIRST"}):
        return False
    return tokens.words[index].isupper() and is_upper_case(tokens, index, index)


def _goes_on_after(tokens: Tokens, index: int) -> bool:
    """Return whether a space follows, or the line break of a wrapped text."""
    if tokens.gap(index) == " ":
        return not tokens.starts_sentence(index + 1)
    line = tokens.text.rfind("\n", 0, tokens.starts[index]) + 1
    return tokens.gap(index).strip(" ") == "\n" and tokens.ends[index] - line >= _FULL_LINE


def _is_name_word(tokens: Tokens, index: int) -> bool:
    word = tokens.words[index]
    return is_capitalised(word) and len(word) > 1


def _located(tokens: Tokens, first: int, last: int, starts: set[int]) -> Found | None:
    if tokens.starts_sentence(first) and commonness(tokens.lower[first]):
        first += 1
    if first > last or last - first > 3 or any(cues(tokens.lower[i]) & _NOT_NAMES for i in range(first, last + 1)):
        return None
    final = cues(tokens.lower[last])
    core = last - 1 if last > first and (final & _UNITS or "STREET" in final) else last
    if all(0 < commonness(tokens.lower[i]) <= 20 for i in range(first, core + 1)):
        return None  # "Border Region", "Main Street": words, not a name
    if core < last:
        return Found(first, _with_stop(tokens, last), "literal")
    is_place = _is_called_place(tokens, first, last) or (
        not _is_person_like(tokens, first, last) and _is_located(tokens, first, last, starts)
    )
    return Found(first, last, "literal") if is_place else None


def _is_called_place(tokens: Tokens, first: int, last: int) -> bool:
    """Return whether a noun beside the name says that it is a place: "village of X", "X border post", "Lake X"."""
    before, after = tokens.lower_at(first - 1), tokens.lower_at(last + 1)
    noun = tokens.word_at(first - 2)
    if before == "of" and _UNITS & cues(noun.lower() if is_upper_case(tokens, first, last) else noun):
        return True  # "the village of X"; not "Department of X": a capital makes it an office
    if _UNITS & cues(after) and tokens.gap(last) == " " and not _is("VAGUE", after):
        return True
    if after in {"-", "–"} and tokens.lower_at(last + 2) == "based":
        return True
    if after == "border" and _is("SITE", tokens.lower_at(last + 2)):
        return True
    return "LANDFORM_FIRST" in cues(tokens.lower[first]) and last > first


def _is_located(tokens: Tokens, first: int, last: int, starts: set[int]) -> bool:
    """Return whether the name stands where places do: "near X", "in X, <known place>"."""
    before, after = tokens.lower_at(first - 1), tokens.lower_at(last + 1)
    if "LOCATING_STRONG" in cues(before) and after == "," and last + 2 in starts:
        return True
    return _is("NEAR", before) and not commonness(tokens.lower[first])


def _is_person_like(tokens: Tokens, first: int, last: int) -> bool:
    if "TITLE" in cues(tokens.lower_at(first - 1)) and is_capitalised(tokens.word_at(first - 1)):
        return True
    return last > first and is_first_name(tokens.words[first]) and is_surname(tokens.words[last])


def join_hyphenated(tokens: Tokens, found: Sequence[Found], matches: Sequence[Match]) -> list[Found]:
    """Return the names with the halves of a hyphenated one joined, where the gazetteer does not know both."""
    known = {(m.first, m.last) for m in matches}
    joined: list[Found] = []
    for span in found:
        before = joined[-1] if joined else None
        if (
            before is not None
            and span.first == before.last + 2
            and tokens.words[before.last + 1] in {"-", "‐"}
            and not tokens.gap(before.last)
            and not tokens.gap(before.last + 1)
            and span.role == before.role == "literal"
            and not {(span.first, span.last), (before.first, before.last)} <= known
        ):
            joined[-1] = Found(before.first, span.last, "literal")
        else:
            joined.append(span)
    return joined

"""What grammar adds to names: designators that belong to them, and unknown names in a locating phrase."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache

from geo.lexicon import read_terms
from geo.naming.cues import cues, is_english, is_surname, locating_words, words_of
from geo.naming.finding_rules import Found, is_upper_case
from geo.naming.marks import HYPHENS, after_place, before_place
from geo.naming.matches import Match
from geo.naming.tokens import Tokens
from geo.naming.words import Word

#: Classes of words that say, before "of X" or after "X", that X is a place.
_UNITS = frozenset({"UNIT", "LANDFORM"})
_UNITS_AND_STREETS = _UNITS | {"STREET"}
_NOUNS_OF_NAMES = _UNITS_AND_STREETS | {"LANDFORM_FIRST"}
#: Characters from which a line counts as broken because it is full.
_FULL_LINE = 50
_LOCATING = frozenset({"LOCATING", "LOCATING_STRONG"})
_NOT_NAMES = frozenset({"MONTH", "WEEKDAY", "CALENDAR", "TITLE", "ORGANISATION", "MEDIA"})


def _is(group: str, lower: str) -> bool:
    return lower in locating_words(group)


def widen(tokens: Tokens, found: Found) -> Found:
    """Return the name with the capitalised designator that belongs to it: "Herat" + "Province"."""
    if found.role not in {"literal", "metonymic"}:
        return found
    last = found.last
    for i in range(last + 1, min(len(tokens), last + 4)):
        word = tokens.known[i]
        if not word.capital or tokens.gaps[i - 1] != " " or tokens.starts_sentence(i):
            break
        if word.cues & _UNITS or (_is("SITE", word.lower) and i > last + 1) or "STREET" in word.cues:
            if _goes_on(tokens, i):
                break
            return Found(found.first, _with_stop(tokens, i), found.role)
        if not word.tier or word.cues & _LOCATING or word.lower in read_terms("determiners"):
            break
    return found


def _goes_on(tokens: Tokens, last: int) -> bool:
    """Return whether a name goes on after a designator: "X State Senator", "X Department of Health"."""
    after = tokens.known[last + 1]
    if tokens.gap(last) != " ":
        return False
    return after.text == "of" or (after.capital and not after.cues & _UNITS)


def complete_street(tokens: Tokens, found: Found) -> Found:
    """Return a street's name with the direction before it and the stop after it: "S." + "Locust St" + "."."""
    if "STREET" not in tokens.known[found.last].cues or found.role != "literal":
        return found
    first = found.first
    if (
        tokens.known[first - 1].text == "."
        and _is("SIDE_OF_STREET", tokens.known[first - 2].lower)
        and not tokens.gap(first - 2)
    ):
        first -= 2
    elif (
        _is("SIDE_OF_STREET", tokens.known[first - 1].lower) or "SIDE" in cues(tokens.known[first - 1].lower)
    ) and tokens.gap(first - 1) == " ":
        first -= tokens.known[first - 1].capital
    return Found(first, _with_stop(tokens, found.last), "literal")


def find_highways(tokens: Tokens) -> list[Found]:
    """Return numbered roads: "Interstate 80", "U.S. Highway 12", "County Road 9"."""
    found = []
    for i in tokens.signs.numbered:
        if not tokens.known[i + 1].text[:1].isdigit() or tokens.gap(i) != " ":
            continue
        first = i
        while first and _is("ROAD_OWNER", tokens.known[first - 1].lower) and tokens.gap(first - 1) == " ":
            first -= 1
        if tokens.known[first].capital and (tokens.known[i].lower != "road" or first < i):
            found.append(Found(first, i + 1, "literal"))
    return found


def find_road_ends(tokens: Tokens, owner: Mapping[int, Match]) -> list[Found]:
    """Return both ends of roads named by them: "the Nakuru-Eldoret highway"; one end at least is in the gazetteer.

    `owner` has the match of each token.
    """
    found = []
    for i in tokens.signs.dashed:
        mark = i - 1
        if mark in owner or tokens.gap(mark) or tokens.gap(mark - 1):
            continue
        if not tokens.known[mark - 1].capital or not (mark - 1 in owner or i in owner):
            continue
        if tokens.known[mark - 1].last and tokens.known[i].last:
            continue
        first = owner[mark - 1].first if mark - 1 in owner else mark - 1
        last = owner[i].last if i in owner else i
        nouns = {
            tokens.known[last + 1].lower,
            tokens.known[last + 2].lower if tokens.known[last + 1].text.islower() else "",
        }
        if any(_is("WAY", noun) for noun in nouns):
            found += [Found(first, mark - 1, "literal"), Found(i, last, "literal")]
    return found


def _with_stop(tokens: Tokens, last: int) -> int:
    """Return the index of the stop of a shortened street word ("St.", "Ave."), else `last`."""
    is_short = _is("STREET_SHORT", tokens.known[last].lower)
    return last + 1 if is_short and tokens.known[last + 1].text == "." and not tokens.gap(last) else last


def find_unknown_names(tokens: Tokens, found: list[Found]) -> list[Found]:
    """Return capitalised names outside `found` that a locating phrase marks as places.

    "the village of X", "X village", "X River", "X-based", "near X", "in X, <known place>", "X border post", "Lake X".
    """
    taken = {i for f in found for i in range(f.first, f.last + 1)}
    starts = {f.first for f in found}
    names = []
    reached = -1
    for i in tokens.signs.openings:
        last = _run_end(tokens, i, taken) if i > reached else None
        if last is None:
            continue
        reached = last
        name = _located(tokens, i, last, starts)
        if name is not None:
            names.append(name)
    return names


def find_listed(tokens: Tokens, found: Sequence[Found], matches: Sequence[Match]) -> list[Found]:
    """Return the names of a list of places that were missed: "in the villages of X, Y and Z", "in X, Y and Z".

    A list stands after a locating word, or after a noun of places in the plural, and ends with "and". Without such a
    noun one of its names at least is a place by itself.
    """
    places = {f.first: f for f in found if f.role == "literal"}
    of_noun = {i for i in tokens.signs.listed if _opens_list(tokens, i)}
    located = {
        i
        for i, first in places.items()
        if tokens.known[first.last + 1].lower in _LISTING
        and "LOCATING" in tokens.known[i - 1].cues
        and tokens.known[i].capital
    }
    openings = sorted(of_noun | located)
    if not openings:
        return []
    taken = {i for f in found for i in range(f.first, f.last + 1)}
    by_start = {m.first: m for m in matches}
    names: list[Found] = []
    reached = -1
    for i in openings:
        if i <= reached:
            continue
        items = _items(tokens, i, places, taken, by_start)
        if len(items) < _SHORTEST_LIST or not (i in of_noun or any(n.first in places for n in items)):
            continue
        reached = items[-1].last
        names += [n for n in items if n.first not in places]
    return names


#: what stands between the names of a list
_LISTING = frozenset({",", "and"})


def _opens_list(tokens: Tokens, first: int) -> bool:
    """Return whether a noun of places in the plural opens a list: "the villages of X", "cities such as X"."""
    before = tokens.known[first - 1].lower
    if before == "of":
        return _is_plural_noun(tokens.known[first - 2].lower)
    if (tokens.known[first - 2].lower, before) != ("such", "as"):
        return False
    return any(_is_plural_noun(tokens.lower_at(first - k)) for k in range(3, 3 + _NOUN_WITHIN))


def _is_plural_noun(lower: str) -> bool:
    return lower in _plural_parts() or (lower.endswith("s") and "UNIT" in cues(lower))


#: words before "such as" within which the noun stands ("the towns of the northern coast, such as X")
_NOUN_WITHIN = 7


@cache
def _plural_parts() -> frozenset[str]:
    return frozenset(f"{noun}s" for noun in read_terms("parts_of_towns"))


def _items(
    tokens: Tokens, first: int, places: Mapping[int, Found], taken: AbstractSet[int], matches: Mapping[int, Match]
) -> list[Found]:
    """Return the names of a list that begins at a token, none where it does not end with "and"."""
    items: list[Found] = []
    i, is_last = first, False
    while True:
        item = _item(tokens, i, places, taken, matches)
        if item is None:
            return []
        items.append(item)
        if is_last:
            return items
        i = item.last + 1
        if tokens.word_at(i) == ",":
            i += 1
            is_last = tokens.lower_at(i) == "and"
            i += is_last
        elif tokens.lower_at(i) == "and":
            i, is_last = i + 1, True
        else:
            return []
        i += tokens.lower_at(i) in {"in", "the"}


def _item(
    tokens: Tokens, i: int, places: Mapping[int, Found], taken: AbstractSet[int], matches: Mapping[int, Match]
) -> Found | None:
    if i in places:
        return places[i]
    if i >= len(tokens) or i in taken or not _is_name_word(tokens.known[i]):
        return None
    last = _run_end(tokens, i, set(taken))
    match = matches.get(i)
    if last is None or last - i > 3 or any(w.cues & _NOT_NAMES for w in tokens.known[i : last + 1]):
        return None
    if match is None and (all(is_english(w) for w in tokens.lower_slice(i, last)) or _is_person_like(tokens, i, last)):
        return None
    return Found(i, last, "literal")


#: names that make a list where nothing else does
_SHORTEST_LIST = 3


def _run_end(tokens: Tokens, first: int, taken: set[int]) -> int | None:
    """Return the last token of the capitalised run that begins here, or None where none does."""
    if first in taken or not _is_name_word(tokens.known[first]) or _is_shouted(tokens, first):
        return None
    known, last = tokens.known, first
    while last + 1 < len(tokens) and last + 1 not in taken:
        if _is_name_word(known[last + 1]) and _goes_on_after(tokens, last) and not _is_shouted(tokens, last + 1):
            last += 1
        elif tokens.words[last + 1] in HYPHENS and last + 2 < len(tokens) and last + 2 not in taken:
            if tokens.gaps[last] or tokens.gaps[last + 1] or not known[last + 2].capital:
                break
            last += 2
        else:
            break
    return last


def _is_shouted(tokens: Tokens, index: int) -> bool:
    """Return whether a common word has its capitals from the text around, and is no noun of a name ("TOLVEK GORGE")."""
    word = tokens.known[index]
    if not word.tier or not word.text.isupper() or word.cues & _NOUNS_OF_NAMES:
        return False
    return is_upper_case(tokens, index, index)


def _goes_on_after(tokens: Tokens, index: int) -> bool:
    """Return whether a space follows, or the line break of a wrapped text."""
    if tokens.gap(index) == " ":
        return not tokens.starts_sentence(index + 1)
    line = tokens.text.rfind("\n", 0, tokens.starts[index]) + 1
    return tokens.gap(index).strip(" ") == "\n" and tokens.ends[index] - line >= _FULL_LINE


def _is_name_word(word: Word) -> bool:
    return word.capital and len(word.text) > 1


def _located(tokens: Tokens, first: int, last: int, starts: set[int]) -> Found | None:
    known = tokens.known
    if known[first].tier and tokens.starts_sentence(first):
        first += 1
    if first > last or last - first > 3:
        return None
    core = last - 1 if last > first and known[last].cues & _UNITS_AND_STREETS else last
    if core == last and not _may_be_place(tokens, first, last):
        return None
    if any(w.cues & _NOT_NAMES for w in known[first : last + 1]) or all(
        0 < w.tier <= 20 for w in known[first : core + 1]
    ):
        return None  # "Border Region", "Main Street": words, not a name
    if core < last:
        return Found(first, _with_stop(tokens, last), "literal")
    is_place = _is_called_place(tokens, first, last) or (
        not _is_person_like(tokens, first, last) and _is_located(tokens, first, last, starts)
    )
    return Found(first, last, "literal") if is_place else None


def _may_be_place(tokens: Tokens, first: int, last: int) -> bool:
    """Return whether a word beside the name, or its first one, may say that it is a place: a quick look at each."""
    return (
        tokens.known[first - 1].lower in before_place()
        or tokens.known[last + 1].lower in after_place()
        or tokens.known[first].lower in words_of("LANDFORM_FIRST")
    )


def _is_called_place(tokens: Tokens, first: int, last: int) -> bool:
    """Return whether a noun beside the name says that it is a place: "village of X", "X border post", "Lake X"."""
    after = tokens.known[last + 1]
    if tokens.known[first - 1].lower == "of":
        noun = tokens.known[first - 2].text
        if _UNITS & cues(noun.lower() if is_upper_case(tokens, first, last) else noun):
            return True  # "the village of X"; not "Department of X": a capital makes it an office
    if _UNITS & after.cues and tokens.gap(last) == " " and not _is("VAGUE", after.lower):
        return True
    if after.lower in {"-", "–"} and tokens.known[last + 2].lower == "based":
        return True
    if after.lower == "border" and _is("SITE", tokens.known[last + 2].lower):
        return True
    return last > first and "LANDFORM_FIRST" in tokens.known[first].cues


def _is_located(tokens: Tokens, first: int, last: int, starts: set[int]) -> bool:
    """Return whether the name stands where places do: "near X", "in X, <known place>"."""
    before = tokens.known[first - 1]
    if "LOCATING_STRONG" in before.cues and last + 2 in starts and tokens.known[last + 1].lower == ",":
        return True
    return _is("NEAR", before.lower) and not tokens.known[first].tier


def _is_person_like(tokens: Tokens, first: int, last: int) -> bool:
    before = tokens.known[first - 1]
    if before.capital and "TITLE" in before.cues:
        return True
    return last > first and tokens.known[first].first and is_surname(tokens.words[last])


def join_hyphenated(tokens: Tokens, found: Sequence[Found], matches: Sequence[Match]) -> list[Found]:
    """Return the names with the halves of a hyphenated one joined, where the gazetteer does not know both."""
    known = {(m.first, m.last) for m in matches}
    joined: list[Found] = []
    for span in found:
        before = joined[-1] if joined else None
        if (
            before is not None
            and span.first == before.last + 2
            and tokens.words[before.last + 1] in HYPHENS
            and not tokens.gap(before.last)
            and not tokens.gap(before.last + 1)
            and span.role == before.role == "literal"
            and not {(span.first, span.last), (before.first, before.last)} <= known
        ):
            joined[-1] = Found(before.first, span.last, "literal")
        else:
            joined.append(span)
    return joined


def join_ezafe(tokens: Tokens, found: Sequence[Found]) -> list[Found]:
    """Return the names with both sides of a Persian link: "Pul-e Khumri", "Deh-i-Naw", of which one side was found."""
    joined: list[Found] = []
    for span in found:
        first, last = _side_before(tokens, span.first), _side_after(tokens, span.last)
        while joined and joined[-1].last >= first:
            first = min(first, joined.pop().first)
        is_longer = (first, last) != (span.first, span.last)
        joined.append(Found(first, last, "literal") if is_longer else span)
    return joined


def _side_before(tokens: Tokens, first: int) -> int:
    link = first - 2 if tokens.word_at(first - 1) in HYPHENS else first - 1
    is_side = _is_ezafe(tokens, link) and link >= _LINKED and tokens.known[link - _LINKED].capital
    return link - _LINKED if is_side else first


def _side_after(tokens: Tokens, last: int) -> int:
    if not _is_ezafe(tokens, last + _LINKED):
        return last
    side = last + _LINKED + (2 if tokens.word_at(last + _LINKED + 1) in HYPHENS else 1)
    return side if tokens.word_at(side)[:1].isupper() else last


def _is_ezafe(tokens: Tokens, link: int) -> bool:
    """Say whether a token is the link of a Persian name, after a hyphen: the "e" of "Bagh-e Malek"."""
    return tokens.word_at(link) in _EZAFE and tokens.word_at(link - 1) in HYPHENS and not tokens.gap(link - 1)


#: how the link is written (BGN/PCGN systems for Persian and Dari); tokens from a side to the link
_EZAFE, _LINKED = frozenset({"e", "i", "ye", "yi"}), 2

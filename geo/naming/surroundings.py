"""What the text around the mentions of a name asks of the place: its kind, what contains it, what it is listed with."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from geo.lexicon import read_table
from geo.records import Toponym

#: characters before a name that are looked at, and between two names of which one holds the other
_REACH, _GAP = 40, 40
#: the noun after a name
_OWN_NOUN = re.compile(r"\s+([a-z]+)(?=[\s,(])")
_COMMA = re.compile(r"\s*[,(]\s*\Z")
_IN = re.compile(
    r"\s*,?\s+(?:in|of)\s+(?:the\s+)?(?:[a-z-]+\s+)?(?:(?:state|province|district|county|region|city)\s+of\s+)?\Z",
    re.IGNORECASE,
)
#: between a country and a unit in it: "Y's western Z"
_HOLDS = re.compile(r"['’]s\s+(?:[a-z-]+\s+){0,2}")
_LIST = re.compile(
    r"\s*(?:,|/|,?\s+(?:and|or|as well as)\s+(?:in\s+)?(?:the\s+)?)\s*(?:and\s+|or\s+)?\Z", re.IGNORECASE
)
_NOUN_AFTER = re.compile(r"\s+(?:[a-z]+ern\s+)?([A-Za-z]+)\b")
_NOUN_BEFORE = re.compile(r"\b([A-Za-z]+)\s+of\s+(?:the\s+)?\Z", re.IGNORECASE)


@dataclass(slots=True)
class Surroundings:
    """What surrounds one name, over all of its mentions. Indices are those of the document's toponyms."""

    kinds: set[str] = field(default_factory=set)  # kinds of place that nouns beside it ask for
    parents: list[int] = field(default_factory=list)  # "X, Y" and "X in Y": the index of Y
    children: list[int] = field(default_factory=list)
    listed: list[int] = field(default_factory=list)  # named in one list with it


@cache
def _kinds_by_noun() -> dict[str, str]:
    return {row["noun"]: row["kind"] for row in read_table("kinds_of_place")}


@lru_cache(maxsize=1 << 13)
def kinds_of(noun: str) -> str:
    """Return the kinds of place (letters of `gazetteer.facts.kind_of`) that a noun asks for, "" for other words."""
    return _kinds_by_noun().get(noun.lower(), "")


def read_surroundings(text: str, toponyms: Sequence[Toponym]) -> tuple[Surroundings, ...]:
    """Return the surroundings of each toponym, in their order."""
    found = tuple([Surroundings(_kinds_beside(text, toponym)) for toponym in toponyms])
    runs: list[list[int]] = []  # of two names or more
    is_listed = False
    for i in range(1, len(toponyms)):
        toponym, end = toponyms[i], toponyms[i - 1].end
        between = text[end : toponym.start]
        if len(between) <= _GAP and toponym.role != "demonym" and _leads_to_holder(between):
            found[i - 1].parents.append(i)
            found[i].children.append(i - 1)
        elif between[1:2] == "s" and _HOLDS.fullmatch(between):
            inner = [k for k in found[i - 1].children if k == i - 2]
            for k in inner:  # "X, in Y's western Z region": X lies in Z, too
                found[k].parents.append(i)
            found[i].children.extend(inner)
        was_listed, is_listed = is_listed, len(between) <= 25 and _LIST.match(between) is not None
        if is_listed and was_listed:
            runs[-1].append(i)
        elif is_listed:
            runs.append([i - 1, i])
    for run in runs:
        _separate(run, text, toponyms, found)
        _share(run, found)
    return found


def _leads_to_holder(between: str) -> bool:
    """Return whether what stands between two names says that the second holds the first: "X town, Y", "X in Y"."""
    noun = _OWN_NOUN.match(between)
    if noun is not None and kinds_of(noun[1]):
        between = between[noun.end() :]
    return _COMMA.match(between) is not None or _IN.match(between) is not None


def _separate(run: list[int], text: str, toponyms: Sequence[Toponym], found: Sequence[Surroundings]) -> None:
    """In "A, B and C" the comma lists; it does not say that B contains A."""
    if len(run) < 3:
        return
    between = [text[toponyms[i].end : toponyms[j].start] for i, j in itertools.pairwise(run)]
    if any(re.search(r"\w", gap) for gap in between[:-1]) or not re.search(
        r"\b(?:and|or)\b", between[-1], re.IGNORECASE
    ):
        return
    for i, j in itertools.pairwise(run[:-1]):
        found[i].parents = [k for k in found[i].parents if k != j]
        found[j].children = [k for k in found[j].children if k != i]


def _kinds_beside(text: str, toponym: Toponym) -> set[str]:
    words = toponym.text.split()
    kinds = (kinds_of(words[-1]) or kinds_of(words[0])) if len(words) > 1 else ""
    if not kinds:
        after = _NOUN_AFTER.match(text, toponym.end)
        kinds = kinds_of(after[1]) if after else ""
    if not kinds:
        before = text[max(0, toponym.start - _REACH) : toponym.start]
        of = _NOUN_BEFORE.search(before) if word_before(before) in {"of", "the"} else None
        kinds = kinds_of(of[1]) if of else ""
    return set(kinds)


def word_before(before: str) -> str:
    """Return the last word of what stands before a name, in lower case; "" where no white space follows it.

    A look at it spares most names the patterns of what may stand before them.
    """
    words = before.rsplit(None, 1) if before[-1:].isspace() else []
    return words[-1].lower() if words else ""


def _share(run: list[int], found: Sequence[Surroundings]) -> None:
    """Names of one list are of one kind: "A, B and C provinces", "the provinces of A, B and C"."""
    for i in run:
        found[i].listed.extend(j for j in run if j != i)
    for source in (run[0], run[-1]):
        kinds = found[source].kinds
        # "Paris, France": a pair with a comma is a place and what holds it, not a list
        if kinds and (len(run) > 2 or not found[run[0]].parents):
            for i in run:
                found[i].kinds |= kinds

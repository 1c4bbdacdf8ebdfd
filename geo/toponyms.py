"""Finds the place names of a document, each with a role. Does not say which place is meant.

Order: the gazetteer's names in the text; rules that tell places from other names; then what grammar adds: designators
("X Province"), borders ("X-Y border"), and names that no gazetteer knows in a locating phrase.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence

from gazetteer import Gazetteer
from geo.naming.borders import find_borders
from geo.naming.capitals import settled_by_repetition, whole_names
from geo.naming.features import Text, read_text
from geo.naming.finding_rules import Found, is_mere_word, without_determiner
from geo.naming.locating import (
    complete_street,
    find_highways,
    find_listed,
    find_road_ends,
    find_unknown_names,
    join_ezafe,
    join_hyphenated,
    widen,
)
from geo.naming.matches import Match, find_matches
from geo.naming.recogniser import recognise
from geo.naming.roles import is_addressed, is_agency, is_glossed, is_metonymic, role_of
from geo.naming.tokens import Tokens, tokenise, tokenise_all
from geo.naming.truecase import with_capitals
from geo.naming.words import glossary
from geo.records import Document, Toponym


def find_toponyms(document: Document, gazetteer: Gazetteer) -> tuple[Toponym, ...]:
    """Return the place names of a document in the order of the text; none overlaps another.

    Offsets count in `document.text`. Every role is returned: literal, metonymic, demonym and nested.
    """
    return find_in_documents((document,), gazetteer)[0]


def find_in_documents(documents: Sequence[Document], gazetteer: Gazetteer) -> list[tuple[Toponym, ...]]:
    """Return the place names of each document: those that `find_toponyms` finds, in less time than one by one."""
    words = glossary()
    n_known = len(words.known)
    every = tokenise_all([document.text for document in documents], words)
    gazetteer.meet([word.text for word in words.known[n_known:] if word.capital])
    texts = [_read(tokens, gazetteer) for tokens in every]
    recognised = recognise(texts)
    return [_found(d, t, r, gazetteer) for d, t, r in zip(documents, texts, recognised, strict=True)]


def _read(tokens: Tokens, gazetteer: Gazetteer) -> Text:
    tokens = with_capitals(tokens, gazetteer)
    return read_text(tokens, find_matches(tokens, gazetteer))


def _found(document: Document, text: Text, recognised: Sequence[Found], gazetteer: Gazetteer) -> tuple[Toponym, ...]:
    """Return what is recognised with what grammar adds to it."""
    tokens, matches, owner = text.tokens, text.matches, text.owner
    if tokens.signs.is_in_capitals:
        named = _kept(tokens, whole_names(recognised, owner), owner)
        seen = settled_by_repetition(tokens, named, matches)
    else:
        seen = _kept(tokens, recognised, owner)
    found = [widen(tokens, _in_role(tokens, f, owner.get(f.last))) for f in seen]
    found = _joined(find_borders(tokens, matches, gazetteer), found)
    found = join_hyphenated(tokens, _joined(found, _kept(tokens, find_unknown_names(tokens, found), owner)), matches)
    found = _joined(found, find_listed(tokens, found, matches))
    found = _joined(find_road_ends(tokens, owner), found)
    found = _joined(find_highways(tokens), [complete_street(tokens, f) for f in found])
    return tuple(_toponym(document.text, tokens, f) for f in join_ezafe(tokens, found))


def toponyms_of_spans(document: Document, gazetteer: Gazetteer) -> tuple[Toponym, ...]:
    """Return the spans that a document brings as toponyms with a role, in their order."""
    tokens = tokenise(document.text)
    toponyms = []
    for span in document.toponyms or ():
        text = document.text[span.start : span.end]
        inside = range(bisect_right(tokens.ends, span.start), bisect_left(tokens.starts, span.end))
        facts = gazetteer.facts(" ".join(text.split()))
        known = inside and facts is not None
        role = role_of(tokens, Match(inside[0], inside[-1], facts)) if known and facts else "literal"
        toponyms.append(Toponym(span.start, span.end, text, role))
    return tuple(toponyms)


def _kept(tokens: Tokens, found: Iterable[Found], owner: Mapping[int, Match]) -> list[Found]:
    """Return the names without a determiner before them, those left out that are nothing but English words."""
    bare = (without_determiner(tokens, f, owner) for f in found)
    named = [f for f in bare if f is not None and not is_mere_word(tokens, f, owner)]
    return [f for f in named if not is_agency(tokens, f.first, f.last)]


def _in_role(tokens: Tokens, found: Found, match: Match | None) -> Found:
    """Return a name with the role that its neighbours give it where the recogniser knows but the literal one."""
    if found.role != "literal":
        return found
    if is_glossed(tokens, found.first, found.last):
        return Found(found.first, found.last, "nested")
    if match is None or (match.first, match.last) != (found.first, found.last):
        return found
    if is_metonymic(tokens, match) or is_addressed(tokens, match):
        return Found(found.first, found.last, "metonymic")
    return found


def _toponym(text: str, tokens: Tokens, found: Found) -> Toponym:
    start, end = tokens.starts[found.first], tokens.ends[found.last]
    return Toponym(start, end, text[start:end], found.role)


def _joined(stronger: list[Found], weaker: list[Found]) -> list[Found]:
    """Return both lists in order, without those of the second that overlap one of the first."""
    if not stronger or not weaker:
        return stronger or weaker  # each is in order
    taken = {i for f in stronger for i in range(f.first, f.last + 1)}
    rest = [f for f in weaker if taken.isdisjoint(range(f.first, f.last + 1))]
    return sorted([*stronger, *rest], key=lambda f: f.first)

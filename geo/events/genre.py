"""Tells texts that speak of violence without telling of any: sport, fiction, exercises, business, health."""

from collections.abc import Sequence
from functools import cache

from geo.events.reading import Sentence
from geo.lexicon import read_table


def genre_of(sentences: Sequence[Sentence]) -> str | None:
    """Return the genre of a text that holds no incident whatever its words say, or None for news.

    Several words of a genre make it one, unless people with a noun of their own are said to be dead or hurt at its
    head; more of them make it one in any case. One of the words must stand at the head of the text.
    """
    if all(_words_of_genres().isdisjoint(s.spelled.lower) for s in sentences[:_HEAD]):
        return None
    head = frozenset[str]().union(*(s.spelled.lower for s in sentences[:_HEAD]))
    told = [genre for genre in _genres() if not head.isdisjoint(genre[3])]
    words = head.union(*(s.spelled.lower for s in sentences[_HEAD:]))
    for genre, needed, sure, terms in told:
        n = len(words & terms)
        if n >= sure or (n >= needed and not _hurts_people(sentences[:_HEAD])):
            return genre
    return None


#: sentences of the head of a text
_HEAD = 4


def _hurts_people(sentences: Sequence[Sentence]) -> bool:
    """Say whether people with a noun of their own are said to be dead or hurt."""
    return any(
        t.slot in {"killed", "injured"}
        and t.group.head
        and t.group.form in {"count", "one", "many"}
        and not t.conditional
        for s in sentences
        for t in s.tolls
    )


@cache
def _words_of_genres() -> frozenset[str]:
    return frozenset[str]().union(*(terms for *_, terms in _genres()))


@cache
def _genres() -> tuple[tuple[str, int, int, frozenset[str]], ...]:
    return tuple(
        (row["genre"], int(row["needed"]), int(row["sure"]), frozenset(t.strip() for t in row["terms"].split("|")))
        for row in read_table("genres")
    )

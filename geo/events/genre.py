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
    words = {word for s in sentences for word in s.spelled.lower}
    head = {word for s in sentences[:4] for word in s.spelled.lower}
    hurts = any(
        t.slot in {"killed", "injured"}
        and t.group.head
        and t.group.form in {"count", "one", "many"}
        and not t.conditional
        for s in sentences[:4]
        for t in s.tolls
    )
    for genre, needed, sure, terms in _genres():
        n = len(words & terms)
        if head.isdisjoint(terms):
            continue
        if n >= sure or (n >= needed and not hurts):
            return genre
    return None


@cache
def _genres() -> tuple[tuple[str, int, int, frozenset[str]], ...]:
    return tuple(
        (row["genre"], int(row["needed"]), int(row["sure"]), frozenset(t.strip() for t in row["terms"].split("|")))
        for row in read_table("genres")
    )

"""Finds deaths that words imply where nobody is counted: "a fatal shooting", "murder charges", "a double homicide"."""

from functools import cache

from geo.events.reading import Sentence
from geo.events.terms import Terms, make_terms
from geo.lexicon import read_table, read_terms

#: words before a word of a death within which it is taken back
_TAKEN_BACK = 5


def is_fatal(sentence: Sentence) -> bool:
    """Say whether a sentence speaks of a death, and not of an attempt, of what is not fatal or of another event."""
    words = sentence.spelled.lower
    hits = sentence.hits(_fatal_terms())
    if sentence.part == "title":
        hits += sentence.hits(_headline_terms())
    if not hits:
        return False
    back = sentence.leads_back
    starts = [*(t.start for t in sentence.told), *(t.start for t in sentence.tolls)]
    if back is not None and min(starts, default=back) < back:
        hits = tuple(h for h in hits if sentence.spelled.starts[h.first] < back)
    return any(read_terms("not_fatal").isdisjoint(words[max(0, hit.first - _TAKEN_BACK) : hit.first]) for hit in hits)


def killed_at_once(sentence: Sentence) -> int:
    """Return how many were killed by words such as "a double murder", 0 without such."""
    terms = _multiple_killings()
    if terms.first.isdisjoint(sentence.spelled.lower):
        return 0  # before the whole text is looked through for the sake of its head
    return max((int(dead) for hit in sentence.hits(terms) for dead in hit.classes), default=0)


@cache
def _fatal_terms() -> Terms:
    return make_terms((term, "fatal") for term in read_terms("fatal_words"))


@cache
def _headline_terms() -> Terms:
    return make_terms((term, "fatal") for term in read_terms("fatal_headlines"))


@cache
def _multiple_killings() -> Terms:
    rows = read_table("multiple_killings")
    return make_terms((term, row["dead"]) for row in rows for term in row["terms"].split("|"))

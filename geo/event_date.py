"""Says when an incident happened, out of the dates its sentences name. Knows nothing of how dates are read.

A date belongs to the words nearest to it: the trigger of the event, or somebody's saying, arrest or court day. Dates of
announcements only bound the event ("on or before"). The publication date is never taken for the day of an incident.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from geo.dates import DateMention
from geo.lexicon import read_terms
from geo.reading import Sentence
from geo.records import Published

#: an article that reports fresh news tells of the last days before it came out
_FRESH_DAYS = 3


@dataclass(frozen=True, slots=True)
class EventDate:
    """When an incident happened: an interval with its precision (UCDP GED), words and basis."""

    first: date | None
    last: date | None
    precision: int | None
    text: str | None
    basis: str | None
    time_text: str | None
    sentence: int
    weight: float
    start: int = 0


def dates_of(sentence: Sentence, anchors: Sequence[tuple[int, int]]) -> list[EventDate]:
    """Return the dates a sentence gives for what happens at `anchors` (start, end), best first."""
    found = []
    for mention in sentence.dates:
        if mention.kind != "point" or (mention.first is None and mention.last is None):
            continue
        weight = {"title": 1.4, "lead": 3.0, "body": 2.0}[sentence.part]
        near, speaking = _gaps(sentence, anchors, mention)
        announced = speaking < near
        if announced:
            weight -= 1.2
        weight += 1.0 - min(near, 200) / 200
        if mention.precision > 2:
            weight -= 1.0 if mention.precision == 3 else 1.6
        found.append(
            EventDate(
                mention.first,
                mention.last,
                mention.precision,
                mention.text,
                mention.basis,
                mention.time_text,
                sentence.number,
                weight,
                mention.start,
            )
        )
    return sorted(found, key=lambda d: (-d.weight, d.start))


def _gaps(sentence: Sentence, anchors: Sequence[tuple[int, int]], mention: DateMention) -> tuple[int, int]:
    """Return how many characters lie between a date and the event, and between it and the nearest other act."""
    near = min((max(a - mention.end, mention.start - b, 0) for a, b in anchors), default=200)
    other = 10_000
    words = sentence.spelled
    verbs = _other_acts()
    for a, b, word in zip(words.starts, words.ends, words.lower, strict=True):
        if word in verbs and not any(x <= a < y for x, y in anchors):
            other = min(other, max(a - mention.end, mention.start - b, 0))
    return near, other


@cache
def _other_acts() -> frozenset[str]:
    return read_terms("acts_after_the_event")


def announcement(found: EventDate) -> EventDate:
    """Return the date of an announcement as a bound: the event was on that day or before."""
    first = found.first.replace(day=1) if found.first else None
    return replace(found, first=first, precision=4)


def fresh(published: Published | None, number: int) -> EventDate | None:
    """Return the days before publication, for an article that reports fresh news without a date."""
    if published is None:
        return None
    first = published.start - timedelta(days=_FRESH_DAYS)
    return EventDate(
        first, published.end, 3 if published.start == published.end else 4, None, "publication_only", None, number, 0.0
    )

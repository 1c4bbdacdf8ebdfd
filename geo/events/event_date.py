"""Says when an incident happened, out of the dates its sentences name (see `date_clues`).

A night is the day its hour falls on, a stretch of days the one that is told within it. The publication date stands in
only where an article is written on the day of what it tells.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache

from geo.events.date_clues import EventDate
from geo.events.reading import Sentence
from geo.grammar.patterns import one_of
from geo.lexicon import read_terms
from geo.records import Published

#: an article that reports fresh news tells of the last days before it came out
_FRESH_DAYS = 3
#: an article whose own day is less well known than this tells nothing of the day of what is fresh in it
_FRESH_SPAN = 14


def in_the_night(found: EventDate | None, sentences: Sequence[Sentence]) -> EventDate | None:
    """Return the day of a night that spans two: "overnight" with "around 2:30 a.m." beside it is the second."""
    if found is None or found.first is None or found.last is None or found.last - found.first != timedelta(days=1):
        return found
    for sentence in sentences:
        midnight = _MIDNIGHT.search(sentence.text)
        if midnight is not None and any(
            d.kind == "time" or d.first in {None, found.first, found.last} for d in sentence.dates
        ):
            day = found.first if midnight.group(1).lower() == "before" else found.last
            return replace(found, first=day, last=day, precision=1)
        for mention in sentence.dates:
            match = _CLOCK.search(mention.text)
            if match is None or (mention.first is not None and mention.first not in {found.first, found.last}):
                continue
            is_late = match.group(2).lower() == "p"
            day = found.first if is_late and int(match.group(1)) != 12 else found.last
            return replace(found, first=day, last=day, precision=1, time_text=mention.time_text or mention.text)
    return found


def sharpened(found: EventDate | None, others: Sequence[EventDate]) -> EventDate | None:
    """Return the day within a stretch of days where one is told: "the weekend" with "on Sunday" elsewhere is Sunday."""
    if found is None or found.first is None or found.last is None or found.first == found.last or found.beside:
        return found
    days = [
        d
        for d in others
        if d.first is not None
        and d.first == d.last
        and d.precision == 1
        and found.first <= d.first <= found.last
        and d.beside not in read_terms("legal_acts")
        and d.weight > _LEAST
    ]
    best = max(days, key=lambda d: (d.weight, -d.sentence), default=None)
    return found if best is None or (found.precision or 9) > _WEEK else best


#: the least weight of a date that makes a stretch of days sharper, and the coarsest stretch that is made so
_LEAST, _WEEK = 0.8, 3
_MIDNIGHT = re.compile(r"\b(before|after) midnight\b", re.IGNORECASE)
_CLOCK = re.compile(r"\b(\d{1,2})(?::\d\d)? ?([ap])\.?m\b", re.IGNORECASE)


def fresh(published: Published | None, sentences: Sequence[Sentence]) -> EventDate | None:
    """Return the days before publication, for an article that reports fresh news without a date.

    They are the one day of publication only where the text is written on it: it names an hour of the day without its
    day, or speaks of what goes on ("are searching for"), and not of a court, an arrest or a charge.
    """
    if published is None or published.end - published.start > timedelta(days=_FRESH_SPAN):
        return None
    first = published.start - timedelta(days=_FRESH_DAYS)
    precision = 2 if published.start == published.end else 3
    days = _same_day(sentences) if precision == 2 else None
    if days is not None:
        first, precision = published.start - timedelta(days=days), 2 if days else 1
    return EventDate(first, published.end, precision, None, "publication_only", None, 0, 0.0)


def _same_day(sentences: Sequence[Sentence]) -> int | None:
    """Return how many days before publication may be meant by an hour or the present tense; None: neither is there."""
    if is_written_later(sentences):
        return None
    hour = hour_of_day(sentences)
    if hour is not None:
        return 1 if hour >= _EVENING else 0
    return 0 if is_written_at_once(sentences) else None


def is_written_later(sentences: Sequence[Sentence]) -> bool:
    """Say whether sentences speak of an arrest, a charge or a court: of what comes days after an event."""
    courts = read_terms("legal_acts") - _STATES
    return any(not courts.isdisjoint(s.spelled.lower) for s in sentences)


def hour_of_day(sentences: Sequence[Sentence]) -> int | None:
    """Return the first hour (0-23) that is told without its day; None where none is."""
    hours = (m for s in sentences for d in s.dates if d.kind == "time" and (m := _CLOCK.search(d.text)))
    first = next(hours, None)
    return None if first is None else int(first.group(1)) % 12 + (12 if first.group(2).lower() == "p" else 0)


def is_written_at_once(sentences: Sequence[Sentence]) -> bool:
    """Say whether sentences speak of what goes on: "are searching for"."""
    said = "\n".join([" ".join(s.text.lower().split()) for s in sentences])
    return any(map(said.__contains__, read_terms("breaking_news"))) and _going_on().search(said) is not None


@cache
def _going_on() -> re.Pattern[str]:
    return re.compile(r"\b" + one_of(read_terms("breaking_news"), " ") + r"\b")


#: words of legal_acts.txt that fresh news have too
_STATES = frozenset({"condition", "remained", "released", "identified"})
#: the hour from which an article may have come out on the next day
_EVENING = 17

"""The text that sentences stand in, with its numbers, dates and places; they are found where first asked for.

Most articles of most sources tell of nothing that has a number or a day that matters here.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from gazetteer.frozen import quickly_made
from geo.dates import DateMention, find_dates
from geo.events.lazily import lazily
from geo.events.lexicons import Openings, find_openings
from geo.grammar.date_forms import DateForm, forms_within, openings_within
from geo.grammar.spelling import spelled
from geo.numbers import NumberMention, numbers_within
from geo.records import Published, Resolution, Span

Item = TypeVar("Item")


@quickly_made
@dataclass(frozen=True)
class Source:
    """A text to read: that of a document, or its title where that stands apart."""

    text: str
    places: Sequence[Resolution] = ()  # in the order of the text
    published: Published | None = None
    as_of: date | None = None
    is_outside: bool = False  # a title that does not stand in the text

    def numbers_in(self, span: Span) -> tuple[NumberMention, ...]:
        """Return the numbers that start within a sentence."""
        return numbers_within(self.text, span.start, span.end)

    def dates_in(self, span: Span) -> tuple[DateMention, ...]:
        """Return the dates that start within a sentence."""
        if "_dates" not in self.__dict__ and not openings_within(self.text, span.start, span.end):
            return ()
        return _within(*self._dates, span)

    def dated_in(self, span: Span) -> Sequence[DateMention | DateForm]:
        """Return where those dates stand: the days that they name may hang on what stands elsewhere in the text."""
        is_read = "_dates" in self.__dict__
        return self.dates_in(span) if is_read else forms_within(self.text, span.start, span.end)

    def places_in(self, span: Span) -> tuple[Resolution, ...]:
        """Return the names of places that start within a span."""
        return _within(*self._places, span)

    @lazily
    def openings(self) -> Openings:
        """Where terms of the lexicons may begin."""
        return find_openings(spelled(self.text))

    @lazily
    def _dates(self) -> tuple[tuple[DateMention, ...], list[int]]:
        found = find_dates(self.text, self.published, self.as_of)
        return found, [d.start for d in found]

    @lazily
    def _places(self) -> tuple[tuple[Resolution, ...], list[int]]:
        return tuple(self.places), [r.toponym.start for r in self.places]


def _within(items: tuple[Item, ...], starts: Sequence[int], span: Span) -> tuple[Item, ...]:
    """Return the items that start within a span; both are in the order of the text."""
    return items[bisect_left(starts, span.start) : bisect_left(starts, span.end)]

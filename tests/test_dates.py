"""Dates in running text: which days they name, how precisely, and how that is known."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.dates import find_dates
from geo.grammar.date_forms import forms_within
from geo.records import Published
from geo.sentences import split_sentences

THURSDAY = date(2018, 5, 17)
PUBLISHED = Published(THURSDAY, THURSDAY, "stated")


def dates(text, published=PUBLISHED, as_of=None):
    """Return (words, first, last, precision, basis) of each date, days as text."""
    found = find_dates(text, published, as_of)
    return [(m.text, str(m.first or ""), str(m.last or ""), m.precision, m.basis) for m in found]


@pytest.mark.parametrize(
    ("text", "words", "first", "last", "precision"),
    [
        ("It opened on 4 March 2009.", "4 March 2009", "2009-03-04", "2009-03-04", 1),
        ("It opened on March 4, 2009.", "March 4, 2009", "2009-03-04", "2009-03-04", 1),
        ("It opened on March 4th 2009.", "March 4th 2009", "2009-03-04", "2009-03-04", 1),
        ("It opened the 4th of March, 2009.", "4th of March, 2009", "2009-03-04", "2009-03-04", 1),
        ("It opened on Wednesday, 4 March 2009.", "Wednesday, 4 March 2009", "2009-03-04", "2009-03-04", 1),
        ("It shut on 4 Mar. 2009, then", "4 Mar. 2009", "2009-03-04", "2009-03-04", 1),
        ("It opened Wed., Mar. 4, 2009.", "Wed., Mar. 4, 2009", "2009-03-04", "2009-03-04", 1),
        ("NAIROBI, 4 MAR 89 (AGENCY) -- THE", "4 MAR 89", "1989-03-04", "1989-03-04", 1),
        ("on 2009-03-04 in", "2009-03-04", "2009-03-04", "2009-03-04", 1),
        ("on 2009/03/04 in", "2009/03/04", "2009-03-04", "2009-03-04", 1),
        ("on 24-Mar-2009 in", "24-Mar-2009", "2009-03-24", "2009-03-24", 1),
        ("am 24.03.09 in", "24.03.09", "2009-03-24", "2009-03-24", 1),
        ("am 24.03.2009 in", "24.03.2009", "2009-03-24", "2009-03-24", 1),
        ("on 03/24/2009 in", "03/24/2009", "2009-03-24", "2009-03-24", 1),
        ("on 24/03/2009 in", "24/03/2009", "2009-03-24", "2009-03-24", 1),
        ("from 28 to 30 March 2009", "from 28 to 30 March 2009", "2009-03-28", "2009-03-30", 2),
        ("March 28-30, 2009", "March 28-30, 2009", "2009-03-28", "2009-03-30", 2),
        ("on 28, 29 and 30 March 2009", "28, 29 and 30 March 2009", "2009-03-28", "2009-03-30", 2),
        ("from 30 March to 2 April 2009", "from 30 March to 2 April 2009", "2009-03-30", "2009-04-02", 2),
        ("from Dec 30 to Jan 2, 2009", "from Dec 30 to Jan 2, 2009", "2008-12-30", "2009-01-02", 2),
        ("in March 2009", "March 2009", "2009-03-01", "2009-03-31", 4),
        ("in early March 2009", "early March 2009", "2009-03-01", "2009-03-10", 3),
        ("in mid-March 2009", "mid-March 2009", "2009-03-11", "2009-03-21", 3),
        ("at the end of April 2009", "the end of April 2009", "2009-04-21", "2009-04-30", 3),
        ("in the summer of 2009", "summer of 2009", "2009-06-01", "2009-08-31", 5),
        ("in 2009", "2009", "2009-01-01", "2009-12-31", 5),
        ("IN 2009 POLICE CLOSED A ROAD", "2009", "2009-01-01", "2009-12-31", 5),
        ("the 2009 raid", "2009", "2009-01-01", "2009-12-31", 5),
        ("in late 2009", "late 2009", "2009-09-01", "2009-12-31", 5),
        ("in the 1990s", "1990s", "1990-01-01", "1999-12-31", 5),
    ],
)
def test_stated_dates_need_no_publication(text, words, first, last, precision):
    assert dates(text, None) == [(words, first, last, precision, "stated")]


@pytest.mark.parametrize(
    ("text", "words", "first", "last", "basis"),
    [
        # Published on Thursday, 17 May 2018
        ("on 4 March", "4 March", "2018-03-04", "2018-03-04", "year_from_publication"),
        ("on 4 June", "4 June", "2017-06-04", "2017-06-04", "year_from_publication"),
        ("They will meet on June 4", "June 4", "2018-06-04", "2018-06-04", "year_from_publication"),
        ("Sunday, 4 June", "Sunday, 4 June", "2017-06-04", "2017-06-04", "year_from_weekday"),
        ("August 29-30", "August 29-30", "2017-08-29", "2017-08-30", "year_from_publication"),
        ("in November", "November", "2017-11-01", "2017-11-30", "year_from_publication"),
        ("last April", "last April", "2018-04-01", "2018-04-30", "year_from_publication"),
        ("on June 4 last year", "June 4 last year", "2017-06-04", "2017-06-04", "relative"),
        ("in February this year", "February this year", "2018-02-01", "2018-02-28", "relative"),
        ("It fell in Nov. It stood", "Nov.", "2017-11-01", "2017-11-30", "year_from_publication"),
        ("It fell on 4 March.", "4 March", "2018-03-04", "2018-03-04", "year_from_publication"),
        ("It fell on Sunday.", "Sunday", "2018-05-13", "2018-05-13", "weekday"),
        ("on Sunday", "Sunday", "2018-05-13", "2018-05-13", "weekday"),
        ("on Thursday", "Thursday", "2018-05-17", "2018-05-17", "weekday"),
        ("last Thursday", "last Thursday", "2018-05-10", "2018-05-10", "weekday"),
        ("last Wednesday", "last Wednesday", "2018-05-09", "2018-05-09", "weekday"),
        ("last Tuesday", "last Tuesday", "2018-05-15", "2018-05-15", "weekday"),
        ("on last June 4", "last June 4", "2017-06-04", "2017-06-04", "year_from_publication"),
        ("on Christmas Eve", "Christmas Eve", "2017-12-24", "2017-12-24", "year_from_publication"),
        ("on Labor Day", "Labor Day", "2017-09-04", "2017-09-04", "year_from_publication"),
        ("on Memorial Day 2016", "Memorial Day 2016", "2016-05-30", "2016-05-30", "stated"),
        ("on Easter Sunday", "Easter Sunday", "2018-04-01", "2018-04-01", "year_from_publication"),
        ("next Monday", "next Monday", "2018-05-21", "2018-05-21", "weekday"),
        ("The vote is scheduled for Monday", "Monday", "2018-05-21", "2018-05-21", "weekday"),
        ("It fell. On Monday they will vote.", "Monday", "2018-05-21", "2018-05-21", "weekday"),
        ("On Monday it fell and will be rebuilt.", "Monday", "2018-05-14", "2018-05-14", "weekday"),
        ("They will try a man who was caught on Monday", "Monday", "2018-05-14", "2018-05-14", "weekday"),
        ("Tuesday of last week", "Tuesday of last week", "2018-05-08", "2018-05-08", "weekday"),
        ("today", "today", "2018-05-17", "2018-05-17", "relative"),
        ("yesterday", "yesterday", "2018-05-16", "2018-05-16", "relative"),
        ("LAST NIGHT", "LAST NIGHT", "2018-05-16", "2018-05-16", "relative"),
        ("overnight", "overnight", "2018-05-16", "2018-05-17", "relative"),
        ("the day before yesterday", "the day before yesterday", "2018-05-15", "2018-05-15", "relative"),
        ("three days ago", "three days ago", "2018-05-14", "2018-05-14", "relative"),
        ("two weeks ago", "two weeks ago", "2018-04-30", "2018-05-06", "relative"),
        ("13 months ago", "13 months ago", "2017-04-01", "2017-04-30", "relative"),
        ("nine years ago", "nine years ago", "2009-01-01", "2009-12-31", "relative"),
        ("over the weekend", "the weekend", "2018-05-12", "2018-05-13", "relative"),
        ("last week", "last week", "2018-05-07", "2018-05-13", "relative"),
        ("last month", "last month", "2018-04-01", "2018-04-30", "relative"),
        ("the week before last", "the week before last", "2018-04-30", "2018-05-06", "relative"),
        ("late last month", "late last month", "2018-04-21", "2018-04-30", "relative"),
        ("half a year ago", "a year ago", "2017-11-01", "2017-11-30", "relative"),
        ("weeks ago", "weeks ago", "2018-04-02", "2018-05-06", "relative"),
        ("on Tues. in Quito", "Tues.", "2018-05-15", "2018-05-15", "weekday"),
        ("on Sat. night", "Sat. night", "2018-05-12", "2018-05-12", "weekday"),
        ("in the past 48 hours", "the past 48 hours", "2018-05-15", "2018-05-17", "relative"),
        ("this month", "this month", "2018-05-01", "2018-05-17", "relative"),
    ],
)
def test_dates_are_counted_from_publication(text, words, first, last, basis):
    ((found, *days, _, how),) = dates(text)
    assert (found, days, how) == (words, [first, last], basis)


@pytest.mark.parametrize(
    ("text", "words", "time"),
    [
        ("late on Wednesday", "late on Wednesday", "late"),
        ("early Monday morning", "early Monday morning", "early morning"),
        ("Sunday night", "Sunday night", "night"),
        ("on the evening of Sunday, 13 May", "the evening of Sunday, 13 May", "evening"),
        ("in the early hours of 13 May", "the early hours of 13 May", "early hours"),
        ("around 2 a.m. on Sunday", "around 2 a.m. on Sunday", "around 2 a.m."),
        ("on Sunday at about 10:30 p.m., a", "Sunday at about 10:30 p.m.", "at about 10:30 p.m."),
        ("yesterday afternoon", "yesterday afternoon", "afternoon"),
    ],
)
def test_the_time_of_day_belongs_to_the_date(text, words, time):
    (mention,) = find_dates(text, PUBLISHED)
    assert (mention.text, mention.time_text) == (words, time)
    assert mention.precision == 1


@pytest.mark.parametrize(
    "text", ["on 4 March", "in November", "on Sunday", "Sunday, 4 June", "yesterday", "last week", "nine years ago"]
)
def test_without_publication_a_date_without_a_year_stays_open(text):
    ((_, first, last, _, basis),) = dates(text, None)
    assert (first, last, basis) == ("", "", "open")


def test_a_year_that_opens_the_sentence_before_holds_for_the_next():
    text = "In 2013, the valley saw three floods. On August 6, a bridge fell."
    assert dates(text, None)[1] == ("August 6", "2013-08-06", "2013-08-06", 1, "year_in_context")
    assert dates("The 2013 floods were worse. On August 6, a bridge fell.", None)[1][4] == "open"


def test_the_last_possible_day_is_a_weak_guess():
    as_of = date(2020, 2, 29)
    assert dates("on 4 March", None, as_of) == [("4 March", "2019-03-04", "2019-03-04", 1, "as_of")]
    assert dates("on Sunday", None, as_of) == [("Sunday", "", "", 1, "open")]
    assert dates("on Monday, 6 March", None, as_of) == [
        ("Monday, 6 March", "2017-03-06", "2017-03-06", 1, "year_from_weekday")
    ]


def test_an_interval_of_publication_gives_intervals():
    published = Published(date(2018, 5, 14), date(2018, 5, 16), "dates_in_text")
    assert dates("yesterday", published) == [("yesterday", "2018-05-13", "2018-05-15", 2, "relative")]
    assert dates("on Sunday", published) == [("Sunday", "2018-05-13", "2018-05-13", 1, "weekday")]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("It sank on 4 March. Two days later it was found.", "2018-03-06"),
        ("It sank on 4 March. The next day it rained.", "2018-03-05"),
        ("It sank on 4 March. That night it rained.", "2018-03-04"),
        ("It sank on 4 March. A day earlier it rained.", "2018-03-03"),
        ("It sank on 4 March. It had rained the day before.", "2018-03-03"),
    ],
)
def test_days_are_counted_from_the_day_told_before(text, day):
    assert dates(text)[1][1:] == (day, day, 1, "context")


def test_nothing_is_counted_from_a_day_that_is_not_told():
    assert dates("The next day it rained.")[0][1:] == ("", "", 1, "open")
    assert dates("It sank on 4 March. Two days before the race it rained.")[1][1:] == ("", "", 1, "open")


@pytest.mark.parametrize(
    ("text", "kind", "first", "last"),
    [
        ("since 2006", "period", "2006-01-01", "2018-05-17"),
        ("since Monday", "period", "2018-05-14", "2018-05-17"),
        ("this year", "period", "2018-01-01", "2018-05-17"),
        ("in the past two weeks", "period", "2018-05-03", "2018-05-17"),
        ("in recent days", "period", "2018-05-11", "2018-05-17"),
        ("over the past decade", "period", "2008-05-17", "2018-05-17"),
        ("between 2006 and 2010", "period", "2006-01-01", "2010-12-31"),
        ("every Friday", "recurrent", "None", "None"),
        ("on Fridays", "recurrent", "None", "None"),
        ("at about 3 p.m. a", "time", "None", "None"),
    ],
)
def test_stretches_and_habits_are_no_points(text, kind, first, last):
    (mention,) = find_dates(text, PUBLISHED)
    assert (mention.kind, str(mention.first), str(mention.last)) == (kind, first, last)


def test_a_numeric_date_that_can_be_read_both_ways_spans_both():
    assert dates("on 03/11/2009", None) == [("03/11/2009", "2009-03-11", "2009-11-03", 5, "stated")]
    assert dates("on 03/11/2018", PUBLISHED) == [("03/11/2018", "2018-03-11", "2018-03-11", 1, "stated")]


@pytest.mark.parametrize(
    "text",
    [
        "It may 5 times fail.",
        "They march on.",
        "Mr. March said",
        "about 2000 people",
        "the Sun said he sat down",
        "the 1900 block of Oak",
        "30 July",
    ],
)
def test_words_that_are_no_date(text):
    assert [m.text for m in find_dates(text)] == (["30 July"] if text == "30 July" else [])


PIECES = [
    "on", "Sunday", "last", "March", "4", "30", "2009", "'09", ",", "-", "early", "the night of", "two days ago",
    "a week", "later", "since", "from", "to", "and", "3/11/2014", "yesterday", "at 4 p.m.", "In", "will", "May",
    "winter", "\n", ".", "every", "the next day", "recent months", "20 centuries ago", "9,000 years ago", "31",
    "February", "1990s", "İ",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join) | st.text(max_size=60)
DAYS = st.dates()


@given(TEXTS, st.none() | st.tuples(DAYS, st.integers(0, 900)), st.none() | DAYS)
def test_mentions_are_ordered_slices_with_ordered_days(text, published, as_of):
    if published is not None:
        start = min(published[0], date.max - timedelta(days=900))
        published = Published(start, start + timedelta(days=published[1]), "stated")
    end = 0
    for mention in find_dates(text, published, as_of):
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end
        assert mention.text == text[mention.start : mention.end]
        assert 1 <= mention.precision <= 5
        if mention.first is not None and mention.last is not None:
            assert mention.first <= mention.last
        else:
            assert mention.last is None
            assert mention.first is None or mention.kind == "period"


def test_a_time_that_ends_a_sentence_is_none_of_the_next_date():
    found = find_dates(
        "The wall gave way at 3:30 p.m. In July 2020 another had.", Published(*[date(2023, 8, 14)] * 2, "stated")
    )
    assert [(d.text, d.first) for d in found] == [("at 3:30 p.m.", None), ("July 2020", date(2020, 7, 1))]
    (found,) = find_dates("It fell at 3:30 p.m. Monday.", Published(*[date(2023, 8, 14)] * 2, "stated"))
    assert (found.text, found.first) == ("at 3:30 p.m. Monday", date(2023, 8, 14))


def test_where_dates_stand_is_the_same_in_sentences_read_one_by_one():
    text = (
        "On Monday, 3 March 2014, guards will meet at 5 p.m. On Tuesday they left.\n\nTwo days earlier a bus burned in"
        " Nadi. Since the weekend nobody was seen there; last May was calm."
    )
    one_by_one = [f for s in split_sentences(text) for f in forms_within(text, s.start, s.end)]
    assert len(one_by_one) > 4
    assert [(f.start, f.end) for f in one_by_one] == [(d.start, d.end) for d in find_dates(text)]

"""When an article came out, inferred from its own dates and its neighbours."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.published import infer_published
from geo.records import Published

AS_OF = date(2022, 3, 31)


def inferred(text, **bounds):
    found = infer_published(text, **bounds)
    return None if found is None else (str(found.start), str(found.end), found.basis)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("LUSAKA, 14 SEP 91 (AGENCY) -- A bridge fell.", "1991-09-14"),
        ("   SANTA CRUZ, 14 SEP 91 (RADIO SUR) -- [TEXT] A BRIDGE FELL.", "1991-09-14"),
        ("LUSAKA, Zambia, Sept 14, 2011 — A bridge fell.", "2011-09-14"),
        ("A bridge falls\n\nPort Vila, 14 September 2011 (Agency) - A bridge fell on Tuesday.", "2011-09-14"),
        ("Lusaka, Zambia (14 September 2011) – A bridge fell.", "2011-09-14"),
    ],
)
def test_a_dateline_tells_the_day(text, day):
    assert inferred(text) == (day, day, "dateline")


def test_a_dateline_without_a_year_needs_a_bound():
    text = "LUSAKA, Sept 14 (Agency) - A bridge fell on Monday."
    assert inferred(text) is None
    assert inferred(text, as_of=AS_OF) == ("2021-09-14", "2021-09-14", "as_of")


def test_a_date_inside_the_text_is_no_dateline():
    assert inferred("A bridge fell near Lusaka on 14 September 2011.") is None
    assert inferred("Old Town Bridge, 14 September 2011, fell.") is None


@pytest.mark.parametrize("line", ["Posted: Wednesday, September 14, 2011 10:21 AM", "Published 14 September 2011"])
def test_a_stamp_states_the_day(line):
    assert inferred("A bridge fell.", head=line) == ("2011-09-14", "2011-09-14", "stated")
    assert inferred(f"{line}\n\nA bridge fell.") == ("2011-09-14", "2011-09-14", "stated")


def test_a_weekday_fixes_the_year():
    text = "In 2016 the bridge was painted. Repairs began in 2018. On Thursday, 13 December, it fell."
    assert inferred(text) == ("2018-12-13", "2019-02-13", "weekday")
    assert inferred(text, as_of=AS_OF) == ("2018-12-13", "2019-02-13", "weekday")


def test_a_weekday_alone_needs_an_upper_bound():
    text = "The bridge was opened in May 1962. On Thursday, 13 December, it fell."
    assert inferred(text) is None
    assert inferred(text, as_of=AS_OF) == ("2018-12-13", "2019-02-13", "weekday")


def test_what_goes_on_since_a_stated_month_fixes_the_year_of_a_weekday():
    text = "Guards shot two men at the ford on Thursday, 13 December. The river has been closed since May 2018."
    assert inferred(text) == ("2018-12-13", "2019-02-13", "weekday")
    assert inferred(text.replace("2018", "2015")) is None


def test_what_is_to_come_ends_the_interval():
    text = "The road was closed in March 2017. It will reopen in 2018, a spokesman said on 9 July."
    assert inferred(text) == ("2017-07-09", "2017-09-09", "dates_in_text")
    assert inferred("A bridge fell on 14 September. It will reopen on 2 October.", as_of=AS_OF) == (
        "2021-09-14",
        "2021-10-02",
        "as_of",
    )


def test_without_other_bounds_the_latest_possible_day_is_taken():
    text = "On February 3 a bridge fell, as another did in November."
    assert inferred(text, as_of=AS_OF) == ("2022-02-03", "2022-03-31", "as_of")
    assert inferred(text) is None


def test_a_newer_neighbour_bounds_an_article():
    text = "A bridge fell on the night of 8 November. It was old. In 2015, there were three floods."
    newer = Published(date(2017, 6, 1), date(2017, 6, 1), "stated")
    assert inferred(text, before=newer, as_of=AS_OF) == ("2016-11-08", "2017-01-09", "listing_order")
    assert inferred(text, as_of=AS_OF) == ("2021-11-08", "2022-01-09", "as_of")


def test_an_older_neighbour_bounds_an_article():
    older = Published(date(2017, 6, 1), date(2017, 6, 1), "stated")
    newer = Published(date(2017, 8, 1), date(2017, 8, 1), "stated")
    assert inferred("A bridge fell.", after=older, before=newer) == ("2017-06-01", "2017-08-01", "listing_order")


def test_years_that_are_only_named_bound_nothing():
    assert inferred("The 2030 plan and the budget for 2031 are ready. A bridge fell on 9 July.", as_of=AS_OF) == (
        "2021-07-09",
        "2021-09-09",
        "as_of",
    )


def test_a_text_without_dates_tells_nothing():
    assert inferred("A bridge fell.", as_of=AS_OF) is None


PIECES = [
    "In 2016",
    "LUSAKA, 4 May (A) --",
    "on Sunday, 4 May",
    "was",
    "will",
    "in May 2019",
    "9999",
    "on 2 July",
    ".",
    "\n",
]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join), st.none() | st.dates(), st.none() | st.dates())
def test_the_interval_is_ordered_and_never_after_the_last_possible_day(text, as_of, neighbour):
    before = None if neighbour is None else Published(neighbour, neighbour, "stated")
    found = infer_published(text, as_of=as_of, before=before)
    if found is not None:
        assert found.start <= found.end
        assert as_of is None or found.start <= as_of

"""What of a page is not article text."""

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.intake.furniture import blanked, furniture, merged
from geo.records import Span

BODY = "Two fishermen were hurt on Monday when a boat exploded in the harbour of Mombasa, the county police have said."
MORE = (
    "The port was closed for two hours, and divers searched the pier for parts of the engine until late in the night."
)


def left(text):
    """Return what is left of a page, a line each."""
    return [line.strip() for line in blanked(text, furniture(text)).splitlines() if line.strip()]


FURNITURE = [
    "Scroll to Top",
    "↑ Back to top",
    "Advertisement",
    "Facebook Twitter WhatsApp Email Print",
    "Share this article:",
    "Comments (14)",
    "0 comments",
    "« Previous 1 2 3 … 17 Next »",
    "Page 3 of 12",
    "Showing results 11 - 20 of 143",
    "• EUR/KES = 139.20 -0.3%",
    "USD 129.15 +0.1%  |  GBP 163.40 0%",
    "BRENT 81.20 +0.40",
    "© 2023 Coast Daily Media Ltd. All rights reserved.",
    "Copyright 2023 Coast Daily. This material may not be copied.",
    "All rights reserved",
    "Published: Monday, 6 March 2023, 18:40 EAT",
    "Posted on March 6, 2023 at 6:40 pm",
    "Updated: 07.03.2023 09:15",
    "Last updated 2023-03-07T09:15:00Z",
    "By Amina Otieno and John Mwangi, Staff Writers",
    "By Amina Otieno | Posted: March 6, 2023",
    "BY AMINA OTIENO",
    "newsdesk@coastdaily.example",
    "https://coastdaily.example/2023/boat",
    "Follow us on Facebook for the latest news",
    "Sign up for our morning newsletter",
    "This site uses cookies to improve your experience.",
    "Please enable JavaScript to view the comments.",
    "RELATED: Ferry sinks off Lamu",
    "Read also: Ferry sinks off Lamu, 4 rescued",
    "Tags: harbour, fire, Mombasa",
    "Photo: Amina Otieno / Coast Daily",
    "Читайте также: Паром затонул у берега",
    "* * *",
]


@pytest.mark.parametrize("line", FURNITURE)
def test_a_line_of_furniture_goes_and_the_article_stays(line):
    assert left(f"{BODY}\n\n{line}\n\n{MORE}") == [BODY, MORE]


ARTICLE = [
    "By Monday evening the fire was out.",
    "By the time police arrived, three men were dead",
    "Related attacks were reported in Lamu and Kilifi on the same day.",
    "March 6",
    "6 March 2023",
    "Date: 6 March 2023",
    "No arrests have been made.",
    "Photos show the boat in flames next to the ferry pier.",
    (
        "Source: one of the two engines, the police think, had leaked fuel, since it had last been repaired "
        "in Kilifi a week ago, which the yard denies."
    ),
    "Home for the aged burns down in Kilifi",
    "Killed: 2",
    "Share prices fell by 12.5% after the attack.",
    "Mombasa",
    "AK-47",
    "Police shared the photo with reporters.",
    "Listen, he said, nobody saw the boat.",
    "Next, the gunmen went to Likoni.",
    "More than 40 people were hurt",
    "Print shop bombed in Kisumu",
    "Copyright dispute ends in brawl, 3 hurt",
    "World Bank office attacked in Goma",
    "A 3-2 vote",
    "Results of the autopsy are expected on Friday.",
]


@pytest.mark.parametrize("line", ARTICLE)
def test_what_only_looks_like_furniture_stays(line):
    assert left(f"{BODY}\n\n{line}\n\n{MORE}") == [BODY, line, MORE]


WITHIN = [
    (
        "Police guard the pier. (Photo: Amina Otieno/Coast Daily)",
        "Police guard the pier.",
    ),
    ("The boat burns. (AP Photo/John Mwangi)", "The boat burns."),
    ("Two were hurt in Mombasa. (Published Monday, March 6, 2023)", "Two were hurt in Mombasa."),
    ("Posted: March 6, 2023 Two were hurt in Mombasa.", "Two were hurt in Mombasa."),
    (
        "Smoke over #Mombasa port. https://t.co/x1y2 — Coast Police (@coastpolice) March 6, 2023",
        "Smoke over #Mombasa port.",
    ),
    ("Two were hurt. Sign up for our email newsletter here! The port is closed.", "Two were hurt. The port is closed."),
    ("The boat[3] was old.[12]", "The boat was old."),
    ("At least [9] people were hurt.", "At least [9] people were hurt."),
    ("He died in 2019 (published reports say 2018).", "He died in 2019 (published reports say 2018)."),
    ("The file (number 12) was closed.", "The file (number 12) was closed."),
]


@pytest.mark.parametrize(("line", "rest"), WITHIN)
def test_furniture_inside_a_line_goes_without_the_sentence(line, rest):
    assert [re.sub(r" +", " ", kept).replace(" .", ".") for kept in left(f"{BODY}\n\n{line}")] == [BODY, rest]


def test_a_label_above_the_title_goes_but_not_in_the_article():
    page = f"Breaking News\nBoat explodes in Mombasa\n\n{BODY}\n\nSecurity\n\n{MORE}"
    assert left(page) == ["Boat explodes in Mombasa", BODY, "Security", MORE]


def test_a_bare_date_is_a_stamp_above_the_article_only():
    assert left(f"Boat explodes in Mombasa\n6 March 2023\n\n{BODY}\n\n5 March 2023\n\n{MORE}") == [
        "Boat explodes in Mombasa",
        BODY,
        "5 March 2023",
        MORE,
    ]


def test_a_title_that_comes_again_goes():
    assert left(f"Boat explodes in Mombasa\n\n{BODY}\n\nBoat explodes in Mombasa") == ["Boat explodes in Mombasa", BODY]


def test_a_caption_that_comes_again_goes_but_short_lines_may_be_said_twice():
    page = f"Title of the page\n\n{BODY}\n\nKamau: shot in the arm\n\n{BODY}\n\nKamau: shot in the arm"
    assert left(page) == ["Title of the page", BODY, "Kamau: shot in the arm", "Kamau: shot in the arm"]


def test_titles_below_a_heading_for_links_go_up_to_the_next_paragraph():
    page = f"{BODY}\n\nRelated stories\n\n- Ferry sinks off Lamu\n- Two shot in Kilifi\n\n{MORE}"
    assert left(page) == [BODY, MORE]
    page = f"{BODY}\n\n{MORE}\n\nMost read\nFerry sinks off Lamu\nTwo shot in Kilifi\nRains end in Nairobi"
    assert left(page) == [BODY, MORE]


def test_a_menu_goes_but_a_list_of_places_stays():
    assert left(f"Home\nNews\nSport\nWeather\nLamu\n\n{BODY}") == [BODY]
    villages = ["Kisauni", "Likoni", "Changamwe", "Nyali"]
    assert left("\n".join([BODY, *villages])) == [BODY, *villages]


def test_lengths_of_videos_go_but_the_hours_of_a_day_stay():
    videos = "0:45 Ferry sinks off Lamu\n2:10 Rains end in Nairobi\n1:05 Lions seen near Voi"
    assert left(f"{BODY}\n\n{videos}") == [BODY]
    hours = ["9:10 Police close the pier", "9:45 The fire is out", "11:20 The port opens again"]
    assert left("\n".join([BODY, "", *hours])) == [BODY, *hours]


def test_the_end_of_a_hard_wrapped_sentence_is_no_line_of_its_own():
    page = (
        "The boat had left the pier when the engine caught fire, said an\n"
        "officer of the port who was seen on many of the widely shared\n"
        "photos.\n\n"
        "He had spoken to the owner, who had it from the head of the\n"
        "police."
    )
    assert left(page) == page.replace("\n\n", "\n").split("\n")


def test_nul_and_control_characters_are_blanked():
    assert blanked("Bo\x00at in \ud800port", furniture("Bo\x00at in \ud800port")) == "Bo at in  port"


LINES = st.sampled_from([*FURNITURE, *ARTICLE, BODY, MORE, "", "  ", "Title", "\t", "Related stories", "• x", "---"])
PAGES = st.lists(LINES, max_size=12).flatmap(
    lambda lines: st.sampled_from(["\n", "\r\n", "\n\n"]).map(lambda e: e.join(lines))
)


@settings(deadline=None)
@given(st.one_of(PAGES, st.text(max_size=200)))
def test_blanking_keeps_length_line_ends_and_all_else(text):
    spans = furniture(text)
    result = blanked(text, spans)
    assert len(result) == len(text)
    assert list(spans) == sorted(spans, key=lambda s: s.start)
    inside = {i for span in spans for i in range(span.start, span.end)}
    for i, (before, after) in enumerate(zip(text, result, strict=True)):
        assert after == (" " if i in inside and before not in "\r\n" else before)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 9)).map(lambda t: Span(t[0], t[0] + t[1]))))
def test_merged_spans_cover_the_same_and_do_not_touch(spans):
    result = merged(spans)
    assert {i for s in result for i in range(s.start, s.end)} == {i for s in spans for i in range(s.start, s.end)}
    assert all(a.end < b.start for a, b in itertools.pairwise(result))

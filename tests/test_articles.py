"""Several articles in one file, and the headline of each."""

import pytest

from geo.intake.articles import split_articles, title_of
from geo.intake.furniture import blanked, merged, page_furniture
from geo.intake.headers import read_header
from geo.intake.lines import read_lines

BOAT = "Boat explodes in Mombasa harbour, two hurt"
BOAT_TEXT = (
    "Two fishermen were hurt on Monday when their boat exploded in the harbour of Mombasa, the county police have said."
    " The port was closed for two hours, and divers searched the pier for parts of the engine until late. One of"
    " the men, who is 34, was taken to the Coast General hospital with burns."
)
BRIDGE = "Gunmen attack bridge guards near Garissa"
BRIDGE_TEXT = (
    "Gunmen attacked the guards of a bridge near Garissa before dawn on Sunday and killed one, the governor said."
    " The others returned fire, and the attackers fled towards the border in a stolen lorry. Nobody has claimed"
    " the attack so far, and a search goes on in the bush north of the river."
)
FLOOD = "Rains wash away forty homes in Kisumu"
FLOOD_TEXT = (
    "Rains have washed away some forty homes in two quarters of Kisumu, where the river left its bed on Friday night."
    " No one was killed, the mayor said, since the people had been told to leave in time. The schools will stay"
    " closed for a week, and tents have been asked for."
)


def articles(text, *, is_markdown=False):
    """Return the text of each article, with its first line."""
    lines = read_lines(text)
    header = read_header(lines)
    page = blanked(text, merged([*header.spans, *page_furniture(text, header.below(lines))]))
    found = split_articles(text, lines, page, read_lines(page), is_markdown=is_markdown)
    return [text[article.start : article.end].strip().splitlines()[0] for article in found]


SEVERAL = {
    "a listing with a pager": f"Page 1 of 3\n\n{BOAT}\n\n{BOAT_TEXT}\n\nHopes for fleet grow again\n\n{FLOOD_TEXT}",
    "headlines that the texts take up": f"{BOAT}\n\n{BOAT_TEXT}\n\n{BRIDGE}\n\n{BRIDGE_TEXT}",
    "no blank lines": f"{BOAT}\n{BOAT_TEXT}\n{BRIDGE}\n{BRIDGE_TEXT}",
    "stamps below the headlines": f"{BOAT}\nPosted: 6 March 2023\n\nA boat burnt out and sank in the old harbour, with "
    "nobody on board, the port said.\n\nQuiet returns to the river bank\nPosted: 5 March 2023\n\nNo more shots were"
    " heard on Sunday evening, people who live by the bridge said.",
    "bylines below the headlines": f"{BOAT}\nBy Amina Otieno\n\n{BOAT_TEXT}\n\nWater everywhere in the west\nBy John "
    f"Mwangi\n\n{FLOOD_TEXT}",
    "separators": f"{BOAT}\n\n{BOAT_TEXT}\n\n* * *\n\nQuiet on the bank\n\n{BRIDGE_TEXT}\n\n* * *\n\n{FLOOD}\n\n"
    f"{FLOOD_TEXT}",
    "headers": f"Title: {BOAT}\nDate: 2023-03-06\n\n{BOAT_TEXT}\n\nTitle: Flood\nDate: 2023-03-04\n\n{FLOOD_TEXT}",
    "front matter": f"---\ntitle: {BOAT}\n---\n{BOAT_TEXT}\n\n---\ntitle: Flood\n---\n{FLOOD_TEXT}",
    "a standfirst below each headline": f"{BOAT}\n\nPolice suspect a leak of fuel\n\n{BOAT_TEXT}\n\n{BRIDGE}\n\n"
    f"Attackers flee to the border\n\nGunmen attacked the bridge guards near Garissa. {BRIDGE_TEXT}",
    "hard-wrapped paragraphs": "\n\n".join(
        "\n".join(text[i : i + 70].strip() for i in range(0, len(text), 70))
        for text in (BOAT, BOAT_TEXT, BRIDGE, BRIDGE_TEXT)
    ),
}
COUNTS = {"separators": 3}


@pytest.mark.parametrize("kind", SEVERAL)
def test_a_file_of_several_articles_is_split(kind):
    found = articles(SEVERAL[kind])
    assert len(found) == COUNTS.get(kind, 2), found


def test_stamps_above_the_headlines_belong_to_the_article_below_them():
    text = f"6 March 2023\n{BOAT}\n\n{BOAT_TEXT}\n\n5 March 2023\n{BRIDGE}\n\n{BRIDGE_TEXT}"
    assert articles(text) == ["6 March 2023", "5 March 2023"]


def test_markdown_headings_of_one_level_are_articles():
    assert articles(f"# {BOAT}\n\n{BOAT_TEXT}\n\n# Flood\n\n{FLOOD_TEXT}", is_markdown=True) == [f"# {BOAT}", "# Flood"]
    digest = f"# News of the week\n\n## {BOAT}\n\n{BOAT_TEXT}\n\n## {FLOOD}\n\n{FLOOD_TEXT}"
    assert articles(digest, is_markdown=True) == ["# News of the week", f"## {FLOOD}"]


ONE = {
    "a title and a text": f"{BOAT}\n\n{BOAT_TEXT}\n\n{FLOOD_TEXT}",
    "short subheads": f"{BOAT}\n\n{BOAT_TEXT}\n\nBackground\n\n{BRIDGE_TEXT}\n\nWhat comes next\n\n{FLOOD_TEXT}",
    "long subheads": f"{BOAT}\n\n{BOAT_TEXT}\n\nA history of accidents and of neglect\n\n{BRIDGE_TEXT}\n\nWhat "
    f"the owners of the fleet now want\n\n{FLOOD_TEXT}",
    "sections of one Markdown article": f"# {BOAT}\n\n{BOAT_TEXT}\n\n## A bridge under attack\n\n{BRIDGE_TEXT}\n\n"
    f"## Floods\n\n{FLOOD_TEXT}",
    "a separator within": f"{BOAT}\n\n{BOAT_TEXT}\n\n* * *\n\n{FLOOD_TEXT}",
    "titles of others at the end": f"{BOAT}\n\n{BOAT_TEXT}\n\nMost read\n\n{BRIDGE}\n\n{FLOOD}",
    "a headline glued to a sentence": f"{BOAT}\n\n{BOAT_TEXT}{BRIDGE}\n\n{FLOOD_TEXT}",
    "front matter": f"---\ntitle: {BOAT}\n---\n\n{BOAT_TEXT}\n\n---\n\n{FLOOD_TEXT}",
    "a caption in between": f"{BOAT}\n\n{BOAT_TEXT}\n\nThe harbour of Mombasa on Monday evening\n\n{FLOOD_TEXT}",
}


@pytest.mark.parametrize("kind", ONE)
def test_one_article_is_never_split(kind):
    assert len(articles(ONE[kind], is_markdown="Markdown" in kind)) == 1


def test_no_word_gets_lost_between_articles():
    text = (
        f"EUR/KES = 139.20 -0.3%\n\nPage 1 of 9\n\n{BOAT}\n\n{BOAT_TEXT}\n\n{BRIDGE}\n\n{BRIDGE_TEXT}\n\nThe end of it."
    )
    lines = read_lines(text)
    page = blanked(text, page_furniture(text, lines))
    found = split_articles(text, lines, page, read_lines(page))
    assert found[0].start == text.index(BOAT)
    assert found[0].end == found[1].start == text.index(BRIDGE)
    assert found[1].end == len(text)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"{BOAT}\n\n{BOAT_TEXT}", BOAT),
        (f"\n   \n{BOAT}\n{BOAT_TEXT}", BOAT),
        (f"# {BOAT}\n\n{BOAT_TEXT}", BOAT),
        (f"“No warning” for harbour  fishermen\n\n{BOAT_TEXT}", "“No warning” for harbour fishermen"),
        (f"Who blew up the boat?\n\n{BOAT_TEXT}", "Who blew up the boat?"),
        (f"{BOAT_TEXT}\n\n{FLOOD_TEXT}", None),
        (BOAT, None),
        (f"- {BOAT}\n\n{BOAT_TEXT}", None),
        ("", None),
    ],
)
def test_the_first_line_is_the_headline_if_it_looks_like_one(text, title):
    assert title_of(text) == title

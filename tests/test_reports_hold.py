"""What must hold of the reports of any text whatever."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from geo.config import Config
from geo.records import Document, Published, from_json, to_json
from geo.records import Report as ReportRecord
from geo.reports import extract_reports

WORDS = st.sampled_from(
    [
        "three",
        "men",
        "soldiers",
        "were",
        "killed",
        "wounded",
        ",",
        ".",
        "and",
        "including",
        "on",
        "Monday",
        "in",
        "May",
        "the",
        "attack",
        "A",
        "bomb",
        "exploded",
        "police",
        "said",
        "no",
        "casualties",
        "12",
        "of",
        "them",
        "who",
        "\n\n",
        "rebels",
        "shot",
        "a",
        "boy",
        "aged",
        "7",
        "(",
        ")",
        "—",
        "if",
        "will",
        "death",
        "toll",
        "rose",
        "to",
        "protesters",
        "himself",
        "“",
        "”",
        "'s",
        "John",
        "Smith",
        "2023",
        "years",
        "ago",
        "KABUL",
        "-",
        "5 kg",
        "seized",
        "arrested",
    ]
)
TEXTS = st.one_of(st.lists(WORDS, max_size=120).map(" ".join), st.text(max_size=200))
PUBLISHED = st.sampled_from([None, Published(date(2023, 5, 19), date(2023, 5, 19), "stated")])


def bounds_hold(count):
    stated = [n for n in (count.low, count.best, count.high) if n is not None]
    return stated == sorted(stated) and all(n >= 0 for n in stated)


@settings(max_examples=150, deadline=None)
@given(text=TEXTS, title=st.one_of(st.none(), TEXTS), published=PUBLISHED)
def test_reports_of_any_text_are_well_formed(text, title, published):
    document = Document(id="d", file="d", text=text, title=title, published=published)
    reports = extract_reports(document, (), Config())
    for r in reports:
        assert 0 <= r.confidence <= 1
        assert all(text[e.start : e.end] == e.text and e.slots for e in r.evidence)
        assert r.date_start is None or r.date_end is None or r.date_start <= r.date_end
        assert (r.latitude is None) == (r.longitude is None) == (r.place_id is None)
        assert all(bounds_hold(c) for c in (r.killed, r.injured, r.abducted, r.arrested) if c is not None)
        assert from_json(ReportRecord, to_json(r)) == r
    assert reports == extract_reports(document, (), Config())

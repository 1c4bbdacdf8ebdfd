"""The example briefs are read whole, one article each, and hold the traps they are there for."""

from pathlib import Path

from geo.config import Config
from geo.documents import read_documents
from geo.intake.listing import RESERVED

EXAMPLES = Path(__file__).parent.parent / "seeds" / "examples"


def documents():
    return {d.id: d for reading in read_documents([EXAMPLES], Config()) for d in reading.documents}


def test_every_file_is_read_and_nothing_is_skipped():
    readings = list(read_documents([EXAMPLES], Config()))
    assert [skip for reading in readings for skip in reading.skips] == []
    assert {path.name for path in EXAMPLES.iterdir()} == {reading.file for reading in readings}
    assert not RESERVED & {reading.file for reading in readings}


def test_about_ten_files_of_three_kinds():
    assert len(list(EXAMPLES.iterdir())) >= 10
    assert {path.suffix for path in EXAMPLES.iterdir()} == {".txt", ".md", ".jsonl"}


def test_files_with_two_articles_are_split():
    ids = set(documents())
    assert {"two_badakhshans.txt#1", "two_badakhshans.txt#2"} <= ids
    assert {"november_attacks.txt#1", "november_attacks.txt#2"} <= ids


def test_page_furniture_is_no_text():
    texts = " ".join(d.text for d in documents().values())
    assert "AFN/USD" not in texts
    assert "Showing items" not in texts


def test_the_lines_of_a_jsonl_file_are_articles_of_their_own():
    assert {"lewiston", "derna", "barsalogho", "balikesir", "al-haouz"} <= set(documents())

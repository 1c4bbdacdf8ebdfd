"""unresolved.csv: names that no gazetteer knows, the most frequent first, with names that are spelt alike."""

import csv
import io

from geo.exports import unresolved
from geo.exports.unresolved import UnresolvedNames
from geo.records import Analysis, UnresolvedName


def analysis_of(document, *names):
    return Analysis(
        id=document, file=document, title=None, source=None, url=None, language="en", is_analysed=True, digest="",
        published=None, toponyms=(), reports=(),
        unresolved=tuple(UnresolvedName(n, k, k + 1, f"In {n}.", "unknown", None) for k, n in enumerate(names)),
    )  # fmt: skip


def rows_of(names, alike):
    return list(csv.DictReader(io.StringIO(names.csv(alike))))


def collected(*analyses):
    names = UnresolvedNames()
    for analysis in analyses:
        names.add(analysis)
    return names


def test_names_are_counted_over_articles_whatever_their_case():
    names = collected(analysis_of("b", "Tolvek", "Ysk"), analysis_of("a", "TOLVEK"))
    found = [(row["name"], row["mentions"], row["document"]) for row in rows_of(names, lambda _: ())]
    assert found == [("TOLVEK", "2", "a"), ("Ysk", "1", "b")]


def test_spellings_are_offered_once_each_and_five_at_most():
    names = collected(analysis_of("a", "Tolvek"))
    (row,) = rows_of(names, lambda name: [f"{name} {k // 2}" for k in range(20)])
    assert row["suggestions"] == "Tolvek 0; Tolvek 1; Tolvek 2; Tolvek 3; Tolvek 4"


def test_the_rarest_of_very_many_names_are_not_looked_up(monkeypatch):
    monkeypatch.setattr(unresolved, "_NAMES", 1)
    names = collected(analysis_of("a", "Tolvek", "Ysk"), analysis_of("b", "Ysk"))
    assert [row["suggestions"] for row in rows_of(names, lambda name: [name.lower()])] == ["ysk", ""]

"""The review queue: what is least certain comes first, with the command that would set it right."""

import csv
import dataclasses
import io

from made import analysis, day, exactly, incident, report

from geo.correcting import Stale
from geo.merging.clusters import Member
from geo.merging.consolidate import consolidate
from geo.merging.telling import telling
from geo.records import Correction, Count, ScoredPlace
from geo.review import doubts, review_csv

KIDAL = (18.44, 1.41)


def place(place_id, score, name="Kidal"):
    return ScoredPlace(place_id, name, *KIDAL, score, "P", "PPL", "ML", "Kidal", None, 3.0, "point")


def sure(**fields):
    """A report that nothing speaks against."""
    values = {"on": "2024-03-05", "at": KIDAL, "place_score": 1.0, "confidence": 1.0, "location": "Kidal"}
    return report("r", **{**values, **fields})


def of(core, **changes):
    """Decision, what was decided and the correction, of the incident of one report."""
    one = incident(core)
    found = doubts([dataclasses.replace(one, **changes)], [analysis("r.txt", core)])
    return [(d.decision, d.now, d.correction.removeprefix("incident-mapper correct r ").removesuffix(' --why "…"'))
            for d in found]  # fmt: skip


def test_what_is_sure_is_not_listed():
    assert of(sure()) == []


def test_each_decision_comes_with_what_would_set_it_right():
    rivals = (place("g:2", 0.4, "Kidal-Sud"),)
    assert of(sure(place_score=0.5, place_id="g:1", alternatives=rivals)) == [
        ("place", "Kidal, ? (g:1)", "--place g:2")
    ]
    assert of(sure(at=None, place_score=None)) == [("place", "“Kidal”, not located", "--lat LAT --lon LON --radius KM")]
    assert of(sure(on=None)) == [("date", "none", "--date YYYY-MM-DD")]
    assert of(sure(date_basis="publication_only")) == [("date", "2024-03-05", "--date YYYY-MM-DD")]
    assert of(sure(killed=Count(3, None, 30))) == [("killed", "3 to 30", "--killed N")]
    assert of(sure(injured=Count(3, 3, None))) == [("injured", "at least 3", "--injured N")]
    assert of(sure(confidence=0.3)) == [("incident", "incident", "--reject")]


def test_the_least_certain_comes_first():
    assert [d for d, _, _ in of(sure(on=None, confidence=0.3, place_score=0.75))] == ["date", "incident", "place"]


def test_what_a_person_decided_is_beyond_doubt():
    core = sure(on=None, confidence=0.3)
    by_hand = (Correction(("date",), "Awa", day("2024-07-01"), None),)
    assert [d for d, _, _ in of(core, corrections=by_hand)] == ["incident"]
    assert of(core, is_verified=True) == []


def test_a_weak_merge_is_listed_with_the_report_to_split_off():
    first = analysis("a.txt", report("a", on="2024-03-05", at=KIDAL, killed=exactly(7), text="Seven miners were shot."))
    second = analysis("b.txt", report("b", on="2024-03-09", at=KIDAL, killed=exactly(40), text="A ferry capsized."))
    members = [Member(telling(a, a.reports[0]), None) for a in (first, second)]
    found = doubts([consolidate(members)], [first, second])
    (split,) = [d for d in found if d.decision == "merge"]
    assert split.correction == 'incident-mapper correct a --split b --why "…"'
    assert split.uncertainty > 0.9


def test_incidents_of_one_place_and_day_that_may_be_one_are_listed():
    first = analysis("a.txt", report("a", on="2024-03-05", at=KIDAL, text="Gunmen shot a trader at the market."))
    second = analysis("b.txt", report("b", on="2024-03-05", at=KIDAL, text="A trader was shot dead by gunmen there."))
    apart = [incident(a.reports[0]) for a in (first, second)]
    found = [d for d in doubts(apart, [first, second]) if d.decision == "merge"]
    assert [d.correction for d in found] == ['incident-mapper correct a --merge-with b --why "…"']


def test_corrections_that_find_nothing_come_before_all():
    found = doubts([incident(sure(on=None))], [analysis("r.txt", sure(on=None))], [Stale(3, "gone", "no longer there")])
    assert [(d.decision, d.incident) for d in found] == [("correction", "gone"), ("date", "r")]


def test_the_table_is_harmless_in_a_spreadsheet():
    core = sure(on=None, text="=HYPERLINK(1)")
    rows = list(csv.DictReader(io.StringIO(review_csv(doubts([incident(core)], [analysis("r.txt", core)])))))
    assert [(row["uncertainty"], row["decision"], row["sentence"]) for row in rows] == [
        ("0.80", "date", "'=HYPERLINK(1)")
    ]

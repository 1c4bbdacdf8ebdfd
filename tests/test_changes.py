"""What a run says of the changes since the last one: which incident became what, in which fields, because of what."""

import json

import pytest

from geo.changes import changes_json, compare, in_words, label_of, read_features


def feature(id_, *, says, at=(1.0, 2.0), **properties):
    """A feature of the GeoJSON; `says` has the report ids by document."""
    reports = sorted(r for rs in says.values() for r in rs)
    evidence = [{"document": d, "report": r} for d, rs in says.items() for r in rs]
    values = {"reports": reports, "documents": sorted(says), "evidence": evidence, "location": "Gao",
              "date_start": "2024-03-05", "sub_event_type": "Attack", "killed_best": 3, "corrections": []}  # fmt: skip
    return {"id": id_, "geometry": at and {"type": "Point", "coordinates": list(at)}, "properties": values | properties}


A = feature("a", says={"a.txt": ["a"]})
B = feature("b", says={"b.txt": ["b"]}, location="Kidal", date_start="2024-06-09")
AB = feature("a", says={"a.txt": ["a"], "b.txt": ["b"]})


def told(before, now):
    """The kinds of changes with their ids."""
    changes = compare(before, now)
    return {kind: [c.id for c in getattr(changes, kind)] for kind, n in changes.counts.items() if n}


@pytest.mark.parametrize(
    ("before", "now", "kinds"),
    [
        ([A], [A], {}),
        ([], [A], {"new": ["a"]}),
        ([A], [A, B], {"new": ["b"]}),
        ([A, B], [A], {"gone": ["b"]}),
        ([A, B], [AB], {"merged": ["a"]}),
        ([AB], [A, B], {"split": ["a", "b"]}),
        ([A], [AB], {"updated": ["a"]}),
        ([AB], [feature("b", says={"b.txt": ["b"]})], {"updated": ["b"]}),
        ([A], [feature("a", says={"a.txt": ["a"]}, killed_best=4)], {"updated": ["a"]}),
        ([A], [feature("a", says={"a.txt": ["a"]}, notes=["another word for it"])], {}),
    ],
)
def test_an_incident_is_told_by_what_became_of_it(before, now, kinds):
    assert told(before, now) == kinds


def test_an_edited_article_keeps_its_incident():
    edited = feature("a2", says={"a.txt": ["a2"]}, killed_best=4)
    (change,) = compare([A], [edited]).updated
    assert (change.id, change.was) == ("a2", ("a",))
    assert [(f.name, f.before, f.after) for f in change.fields] == [("killed_best", 3, 4)]
    assert change.because == ("article a.txt was changed",)


def test_another_incident_of_the_same_article_is_not_taken_for_it():
    other = feature("x", says={"a.txt": ["x"]}, location="Timbuktu", date_start="2024-08-01")
    assert told([A], [other]) == {"new": ["x"], "gone": ["a"]}


@pytest.mark.parametrize(
    ("before", "now", "kind", "because"),
    [
        ([A], [AB], "updated", ("new article b.txt",)),
        ([A, B], [AB], "merged", ("other articles, places, settings or the program changed",)),
        ([AB], [A], "updated", ("article b.txt is gone",)),
        ([A, B], [A], "gone", ("article b.txt is gone",)),
        ([A], [feature("a", says={"a.txt": ["a"]}, killed_best=9, corrections=[{"why": "x"}])], "updated",
         ("corrections",)),
        ([A], [feature("a", says={"a.txt": ["a"]}, killed_best=9)], "updated",
         ("other articles, places, settings or the program changed",)),
    ],
)  # fmt: skip
def test_the_cause_is_named(before, now, kind, because):
    assert getattr(compare(before, now), kind)[0].because == because


def test_a_place_that_moves_is_a_change():
    (change,) = compare([A], [feature("a", says={"a.txt": ["a"]}, at=None)]).updated
    assert [(f.name, f.after) for f in change.fields] == [("coordinates", None)]


def test_in_a_first_run_all_is_new_and_nothing_is_marked():
    changes = compare(None, [A, B])
    assert (changes.is_first, changes.counts["new"], changes.new_ids) == (True, 2, frozenset())
    assert list(in_words(changes)) == []
    assert compare([A], [A, B]).new_ids == {"b"}


def test_changes_are_told_in_lines_and_as_json():
    changes = compare([A], [feature("a", says={"a.txt": ["a"], "b.txt": ["b"]}, killed_best=4), B])
    lines = list(in_words(changes))
    assert lines == [
        "new: 2024-06-09, Kidal: Attack [b] (new article b.txt)",
        "updated: 2024-03-05, Gao: Attack [a]: killed_best 3 → 4 (new article b.txt)",
    ]
    assert list(in_words(changes, most=1))[1] == "… and 1 more (see changes.json)"
    assert json.loads(changes_json(changes))["counts"] == {"new": 1, "updated": 1, "merged": 0, "split": 0, "gone": 0}


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"features": [{"id": 3}]}', b"\xff"])
def test_a_damaged_file_is_nothing_to_compare_with(tmp_path, content):
    (tmp_path / "incidents.geojson").write_bytes(content)
    assert read_features(tmp_path / "incidents.geojson") is None
    assert read_features(tmp_path / "none.geojson") is None


def test_an_incident_is_found_by_any_of_its_reports():
    assert label_of([AB], "b") == "2024-03-05, Gao: Attack"
    assert label_of([AB], "z") is None

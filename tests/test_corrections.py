"""What people set right: the form of the entries, what they do, and what is said when they find nothing."""

import tomllib

import pytest
from made import analysis, day, exactly, report

from geo.config import Config
from geo.correcting import by_report, correct_incidents, correct_reports, date_precision, usable
from geo.corrections import append_correction, parse_corrections, parse_count, read_corrections
from geo.errors import InputError
from geo.merge import merge
from geo.records import Count

KIDAL, GAO = (18.44, 1.41), (16.27, -0.04)


def entries_of(text):
    entries, skips = parse_corrections(text)
    assert skips == ()
    return entries


def corrected(analyses, text, gazetteer):
    """The outcome of a file of corrections, applied as a run does."""
    entries = entries_of(text)
    known = frozenset(r.id for a in analyses for r in a.reports)
    analyses = [correct_reports(a, by_report(entries), gazetteer) for a in analyses]
    return correct_incidents(merge(analyses, Config()), analyses, entries, gazetteer, known=known)


def two_towns():
    return [
        analysis("a.txt", report("a", on="2024-03-05", at=KIDAL, killed=exactly(3), text="Three herders died.")),
        analysis("b.txt", report("b", on="2024-06-09", at=GAO, killed=exactly(5), text="Five traders were shot.")),
    ]


def one_incident():
    """Two articles on the same attack."""
    said = "Gunmen on motorcycles shot dead seven gold miners near the Zarmou pit."
    fields = {"on": "2024-03-05", "at": KIDAL, "killed": exactly(7), "text": said}
    return [analysis("a.txt", report("a", **fields)), analysis("b.txt", report("b", **fields))]


# --------------------------------------------------------------------------------------------------------- the form


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ('incident = "a"', "sets nothing"),
        ("verified = true", "either an incident or a report"),
        ('incident = "a"\nreport = "b"\nverified = true', "either an incident or a report"),
        ('incident = "a"\nkiled = 3', "unknown key 'kiled'"),
        ('incident = "a"\nkilled = -1', "killed is -1"),
        ('incident = "a"\nkilled = "5-3"', "do not fall"),
        ('incident = "a"\ndate = "March"', "expected a day"),
        ('incident = "a"\ndate = "2024-03-05/2024-03-01"', "after the last"),
        ('incident = "a"\nlat = 91\nlon = 0', "lat is 91"),
        ('incident = "a"\nlat = 9', "lon is None"),
        ('incident = "a"\nlat = 9\nlon = 9\nplace_id = "x"', "both place_id and a point"),
        ('incident = "a"\nlat = 9\nlon = 9\nradius_km = 0', "must be above 0"),
        ('incident = "a"\nplace = "Gao"', "belong to a point"),
        ('incident = "a"\nevent_type = "War"', "expected one of"),
        ('incident = "a"\nreject = "yes"', "expected true or false"),
        ('incident = "a"\nmerge_with = [3]', "expected ids"),
        ('incident = "a"\nwho = 3\nverified = true', "expected text"),
        ('report = "a"\nverified = true', "are about incidents"),
        ('incident = "a"\nverified = true\n[oops', "is no TOML"),
    ],
)
def test_a_broken_entry_is_named_and_takes_no_other_with_it(line, named):
    around = ('[[correction]]\nincident = "x"\nverified = true\n', '[[correction]]\nincident = "z"\nkilled = 0\n')
    text = f"{around[0]}\n[[correction]]\n{line}\n\n{around[1]}"
    entries, skips = parse_corrections(text)
    assert [(e.number, e.target) for e in entries] == [(1, "x"), (3, "z")]
    ((skip,),) = [skips]
    assert skip.where == "correction 2"
    assert named in skip.reason


def test_a_file_that_is_no_toml_at_all_is_a_skip(tmp_path):
    (tmp_path / "corrections.toml").write_text("Kidal was wrong", encoding="utf-8")
    entries, (skip,) = read_corrections(tmp_path / "corrections.toml")
    assert (entries, skip.file) == ((), "corrections.toml")
    (tmp_path / "corrections.toml").write_bytes(b"\xff\xfe\xff")
    assert "UTF-8" in read_corrections(tmp_path / "corrections.toml")[1][0].reason
    assert read_corrections(tmp_path / "none.toml") == ((), ())


def test_one_bracket_too_few_is_said():
    entries, (skip,) = parse_corrections('[correction]\nincident = "a"\nverified = true\n')
    assert entries == ()
    assert "two brackets" in skip.reason


@pytest.mark.parametrize(
    ("written", "count"),
    [
        (3, exactly(3)), ("0", exactly(0)), ("3-5", Count(3, None, 5)), ("3-4-5", Count(3, 4, 5)),
        ("3+", Count(3, 3, None)),
    ],
)  # fmt: skip
def test_counts_are_written_in_short(written, count):
    assert parse_count(written, "killed") == count


@pytest.mark.parametrize("written", [True, 3.5, "", "many", "3-", "-3", "5-4-6"])
def test_what_is_no_count_is_said(written):
    with pytest.raises(InputError, match="killed"):
        parse_count(written, "killed")


@pytest.mark.parametrize(("days", "precision"), [(1, 1), (2, 2), (6, 2), (7, 3), (8, 4), (31, 4), (32, 5)])
def test_a_stretch_of_days_has_a_precision(days, precision):
    assert date_precision(days) == precision


# ------------------------------------------------------------------------------------------------------ what it does


def test_a_place_of_the_gazetteer_is_pinned(world):
    timbuktu = next(c.place for c in world.candidates("Timbuktu") if c.place.feature_class == "P")
    text = (
        f'[[correction]]\nincident = "a"\nplace_id = "{timbuktu.place_id}"\nwho = "Awa"\nwhy = "map of the district"\n'
    )
    first, second = corrected(two_towns(), text, world).incidents
    assert (first.core.latitude, first.core.country, first.core.place_score) == (timbuktu.lat, "ML", 1.0)
    assert "Awa" in first.core.place_reason
    assert first.corrections[0].slots == ("place",)
    assert any("map of the district" in note for note in first.notes)
    assert (second.core.latitude, second.corrections) == (GAO[0], ())


def test_a_point_is_pinned_with_its_radius(world):
    text = '[[correction]]\nincident = "a"\nlat = 16.0\nlon = 0\nradius_km = 12\nplace = "the old well"\n'
    core = corrected(two_towns(), text, world).incidents[0].core
    assert (core.latitude, core.longitude, core.radius_km, core.where_prec) == (16.0, 0.0, 12.0, 2)
    assert (core.location, core.country, core.place_id) == ("the old well", "ML", None)


def test_dates_counts_and_types_are_set(world):
    text = (
        '[[correction]]\nincident = "a"\ndate = "2024-03-01/2024-03-04"\nkilled = 0\ninjured = "2-4"\n'
        'event_type = "Accident"\n'
    )
    core = corrected(two_towns(), text, world).incidents[0].core
    assert (core.date_start, core.date_end, core.date_prec) == (day("2024-03-01"), day("2024-03-04"), 2)
    assert (core.killed, core.injured) == (exactly(0), Count(2, None, 4))
    assert (core.event_type, core.sub_event_type) == ("Accident", None)


def test_a_later_entry_wins(world):
    text = '[[correction]]\nincident = "a"\nkilled = 1\n[[correction]]\nincident = "a"\nkilled = 2\n'
    assert corrected(two_towns(), text, world).incidents[0].core.killed == exactly(2)


def test_what_is_set_holds_under_an_alias_and_when_reports_join(world):
    (incident,) = merge(one_incident(), Config())
    text = f'[[correction]]\nincident = "{incident.aliases[0]}"\nkilled = 9\nverified = true\n'
    (found,) = corrected(one_incident(), text, world).incidents
    assert (found.id, found.core.killed, found.is_verified) == (incident.id, exactly(9), True)


def test_a_rejected_incident_is_gone_with_all_its_reports(world):
    (incident,) = merge(one_incident(), Config())
    outcome = corrected(one_incident(), f'[[correction]]\nincident = "{incident.id}"\nreject = true\n', world)
    assert (outcome.incidents, outcome.rejected, outcome.stale) == ((), 1, ())


def test_a_rejected_report_leaves_the_others(world):
    outcome = corrected(one_incident(), '[[correction]]\nreport = "a"\nreject = true\n', world)
    assert [incident.reports for incident in outcome.incidents] == [("b",)]
    assert outcome.stale == ()


def test_a_report_set_right_is_merged_by_what_it_says_then(world):
    first, second = one_incident()
    far = analysis(
        "b.txt", report("b", on="2024-06-09", at=GAO, killed=exactly(7), text=second.reports[0].evidence[0].text)
    )
    assert len(merge([first, far], Config())) == 2
    text = f'[[correction]]\nreport = "b"\ndate = 2024-03-05\nlat = {KIDAL[0]}\nlon = {KIDAL[1]}\n'
    (found,) = corrected([first, far], text, world).incidents
    assert found.reports == ("a", "b")
    assert found.corrections[0].slots == ("place", "date")


def test_incidents_are_merged_and_keep_both_ids(world):
    outcome = corrected(two_towns(), '[[correction]]\nincident = "a"\nmerge_with = ["b"]\nwhy = "one convoy"\n', world)
    (found,) = outcome.incidents
    assert {found.id, *found.aliases} == {"a", "b"}
    assert [source.document for source in found.sources] == ["a.txt", "b.txt"]
    assert any("one convoy" in note for note in found.notes)


def test_an_incident_is_split(world):
    outcome = corrected(one_incident(), '[[correction]]\nincident = "a"\nsplit = ["b"]\n', world)
    assert sorted(incident.reports for incident in outcome.incidents) == [("a",), ("b",)]
    assert all(incident.corrections[0].slots == ("split",) for incident in outcome.incidents)


def test_the_parts_of_a_rejected_sum_are_parts_no_more(world):
    place = {"at": KIDAL, "country": "ML"}
    sums = report("s", on="2024-03-01", until="2024-03-31", record_type="incident_group", killed=exactly(9),
                  text="Nine people died in attacks.", date_prec=4, **place)  # fmt: skip
    part = report("p", on="2024-03-05", killed=exactly(3), text="Three herders were killed.", **place)
    said = [analysis("a.txt", sums, part)]
    assert {i.part_of for i in merge(said, Config())} == {None, "s"}
    (found,) = corrected(said, '[[correction]]\nincident = "s"\nreject = true\n', world).incidents
    assert (found.id, found.part_of, found.notes) == ("p", None, ())


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ('incident = "gone"\nkilled = 3', "gone"),
        ('report = "gone"\nreject = true', "gone"),
        ('incident = "a"\nmerge_with = ["gone"]', "gone"),
        ('incident = "a"\nsplit = ["gone"]', "gone"),
    ],
)
def test_what_finds_nothing_is_said_with_who_and_why(world, text, lost):
    signed = '\nwho = "Awa"\nwhen = 2024-07-01\nwhy = "the toll was read wrong"\n'
    outcome = corrected(two_towns(), f"[[correction]]\n{text}{signed}", world)
    (stale,) = outcome.stale
    assert stale.target == lost
    assert all(word in stale.reason for word in ("Awa", "2024-07-01", "the toll was read wrong", "correction 1"))
    assert [incident.core.killed for incident in outcome.incidents] == [exactly(3), exactly(5)]


def test_a_place_that_the_gazetteer_lacks_is_a_skip(world):
    entries = entries_of('[[correction]]\nincident = "a"\nplace_id = "geonames:0"\n')
    kept, (skip,) = usable(entries, world)
    assert (kept, skip.where) == ((), "correction 1")


# ---------------------------------------------------------------------------------------------------------- writing


def test_an_entry_is_added_and_the_rest_stays_as_it_stands(tmp_path):
    path = tmp_path / "corrections.toml"
    before = '# our notes\r\n[[correction]]   # by hand\r\nincident="a"\r\nkilled   = 3'
    path.write_bytes(before.encode())
    added = append_correction(
        path, {"incident": "b", "lat": 0.0, "lon": 10.5, "killed": 0, "why": 'he said "no"\n\x7f'}
    )
    after = path.read_bytes().decode()
    assert after.startswith(before)
    assert (added.number, added.spot.lat, added.counts) == (2, 0.0, (("killed", exactly(0)),))
    assert tomllib.loads(after)["correction"][1]["why"] == 'he said "no"\n\x7f'


def test_the_first_entry_makes_the_file(tmp_path):
    append_correction(tmp_path / "corrections.toml", {"incident": "b", "when": day("2024-03-05"), "verified": True})
    assert (tmp_path / "corrections.toml").read_text() == (
        '[[correction]]\nincident = "b"\nwhen = 2024-03-05\nverified = true\n'
    )


def test_an_entry_can_be_added_below_a_broken_one(tmp_path):
    (tmp_path / "corrections.toml").write_text('[[correction]]\nwhy = """open\n', encoding="utf-8")
    append_correction(tmp_path / "corrections.toml", {"incident": "b", "verified": True})
    entries, skips = read_corrections(tmp_path / "corrections.toml")
    assert ([e.target for e in entries], [s.where for s in skips]) == (["b"], ["correction 1"])


def test_a_file_that_would_swallow_the_entry_is_left_alone(tmp_path):
    path = tmp_path / "corrections.toml"
    before = "[[correction]]\nincident = 'a'\nverified = true\nwhy = '''open\n"
    path.write_text(before, encoding="utf-8")
    with pytest.raises(InputError, match="mend"):
        append_correction(path, {"incident": "b", "verified": True, "why": "closed ''' #"})
    assert path.read_text(encoding="utf-8") == before

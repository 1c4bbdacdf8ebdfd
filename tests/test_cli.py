"""The commands: exit codes, messages, help."""

import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from geo.cli import app, entry

CLASH = "Two soldiers were killed on 12 June 2023 when gunmen attacked an army post in Djibo, Burkina Faso."

#: the form that other programs rely on
TOPONYM_FIELDS = {
    "start", "end", "text", "role", "place_id", "name", "feature_class", "feature_code", "country", "admin1", "lat",
    "lon", "radius_km", "score", "reason", "alternatives",
}  # fmt: skip
REPORT_FIELDS = {
    "id", "record_type", "tense", "event_type", "sub_event_type", "date_start", "date_end", "date_prec", "date_text",
    "date_basis", "location", "latitude", "longitude", "where_prec", "radius_km", "country", "admin1", "place_id",
    "killed", "injured", "abducted", "arrested", "actors", "weapons", "seizures", "status", "evidence", "confidence",
}  # fmt: skip


def call(*arguments):
    return CliRunner().invoke(app, [str(a) for a in arguments])


def incidents_in(out):
    """The incidents of a run, by their first article."""
    found = json.loads((out / "incidents.geojson").read_text(encoding="utf-8"))["features"]
    return {f["properties"]["documents"][0]: f for f in found}


@pytest.fixture
def seeds(tmp_path):
    folder = tmp_path / "seeds"
    folder.mkdir()
    (folder / "a.txt").write_text(CLASH, encoding="utf-8")
    return folder


def test_run_says_what_was_found_and_where_the_map_is(tmp_path, seeds, world):
    result = call("run", seeds, "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert "Incidents: 1" in result.output
    assert str(tmp_path / "out" / "map.html") in result.output


def test_the_look_of_the_page_can_be_chosen(tmp_path, seeds, world):
    result = call("run", seeds, "--out", tmp_path / "out", "--lang", "fa", "--minimal")
    assert result.exit_code == 0, result.output
    page = (tmp_path / "out" / "map.html").read_text(encoding="utf-8")
    assert '<html lang="fa" dir="rtl">' in page
    assert '"minimal":true' in page
    assert '"title":"رویدادها"' in page


def test_a_picture_without_a_browser_is_refused_before_the_run(tmp_path, seeds, world, monkeypatch):
    monkeypatch.setattr("geo.page.embed.BROWSERS", ("no-such-browser",))
    result = call("run", seeds, "--out", tmp_path / "out", "--png", tmp_path / "map.png")
    assert result.exit_code == 2
    assert "no browser for a picture" in result.output
    assert not (tmp_path / "out").exists()


def test_a_skip_is_named_and_sets_the_exit_code(tmp_path, seeds, world):
    (seeds / "b.xlsx").write_bytes(b"PK")
    result = call("run", seeds, "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert "b.xlsx" in result.output


@pytest.mark.parametrize(
    ("arguments", "named"),
    [(["run", "nowhere"], "nowhere"), (["analyse", "nowhere", "--output", "-"], "nowhere")],
)
def test_what_cannot_run_says_why(arguments, named, world):
    result = call(*arguments)
    assert result.exit_code == 2
    assert named in result.output


def test_analyse_writes_a_line_an_article_in_the_fixed_form(tmp_path, seeds, world):
    result = call("analyse", seeds, "--output", tmp_path / "said.jsonl")
    assert result.exit_code == 0, result.output
    (line,) = (tmp_path / "said.jsonl").read_text(encoding="utf-8").splitlines()
    said = json.loads(line)
    assert said["id"] == "a.txt"
    djibo = next(t for t in said["toponyms"] if t["text"] == "Djibo")
    assert CLASH[djibo["start"] : djibo["end"]] == "Djibo"
    assert set(djibo) >= TOPONYM_FIELDS
    (report,) = said["reports"]
    assert report["killed"] == {"low": 2, "best": 2, "high": 2}
    assert set(report) >= REPORT_FIELDS


def test_spans_that_are_brought_along_are_resolved_and_no_others(tmp_path, world):
    text = "Fighting near Kidal and Gao."
    line = {"id": "x", "text": text, "toponyms": [{"start": 14, "end": 19}]}
    (tmp_path / "in.jsonl").write_text(json.dumps(line), encoding="utf-8")
    result = call("analyse", tmp_path / "in.jsonl", "--output", tmp_path / "out.jsonl", "--alternatives", 1)
    assert result.exit_code == 0, result.output
    (toponym,) = json.loads((tmp_path / "out.jsonl").read_text(encoding="utf-8"))["toponyms"]
    assert (toponym["text"], toponym["country"]) == ("Kidal", "ML")
    assert len(toponym["alternatives"]) <= 1


def test_progress_is_silent_in_a_pipe(tmp_path, seeds, world):
    done = subprocess.run(
        [sys.executable, "-m", "geo", "run", str(seeds), "--out", str(tmp_path / "out")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""


@pytest.mark.parametrize(
    "command", [["run"], ["watch"], ["correct"], ["analyse"], ["gazetteer", "lookup"], ["gazetteer", "info"]]
)
def test_every_command_has_help(command):
    result = call(*command, "--help")
    assert result.exit_code == 0
    assert "Usage" in result.output


def test_the_version_is_told():
    assert call("--version").output.startswith("incident-mapper ")


def test_shell_completion_works():
    done = subprocess.run(
        [sys.executable, "-m", "geo"],
        capture_output=True,
        text=True,
        check=False,
        env={"_INCIDENT_MAPPER_COMPLETE": "complete_bash", "COMP_WORDS": "incident-mapper ga", "COMP_CWORD": "1",
             "PATH": "/usr/bin"},
    )  # fmt: skip
    assert "gazetteer" in done.stdout


def test_a_bug_is_shown_and_is_not_taken_for_a_skip(monkeypatch, capsys):
    def broken(**_):
        raise ZeroDivisionError

    monkeypatch.setattr("geo.cli.app", broken)
    with pytest.raises(SystemExit) as stopped:
        entry()
    assert stopped.value.code == 2
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_further_formats_are_written_and_named(tmp_path, seeds, world):
    result = call("run", seeds, "--out", tmp_path / "out", "--formats", "csv,fgb")
    assert result.exit_code == 0, result.output
    assert f"Also: {tmp_path / 'out' / 'incidents.csv'}" in result.output
    assert (tmp_path / "out" / "incidents.fgb").exists()
    assert "nothing new" in call("run", seeds, "--out", tmp_path / "out", "--formats", "csv,fgb").output
    (tmp_path / "out" / "incidents.csv").unlink()
    assert "nothing new" not in call("run", seeds, "--out", tmp_path / "out", "--formats", "csv,fgb").output
    assert (tmp_path / "out" / "incidents.csv").exists()


def test_an_unknown_format_is_named_before_anything_is_done(tmp_path, seeds, world):
    result = call("run", seeds, "--out", tmp_path / "out", "--formats", "dbf")
    assert result.exit_code == 2
    assert "dbf" in result.output
    assert not (tmp_path / "out").exists()


def test_an_incident_is_explained_by_any_of_its_ids(tmp_path, seeds, world):
    (seeds / "b.txt").write_text(f"Djibo attack\n\n{CLASH} The army confirmed two dead.", encoding="utf-8")
    call("run", seeds, "--out", tmp_path / "out")
    (found,) = incidents_in(tmp_path / "out").values()
    (alias,) = found["properties"]["aliases"]
    for id_ in (found["id"], alias):
        result = call("explain", id_, "--out", tmp_path / "out")
        assert result.exit_code == 0, result.output
        assert all(
            part in result.output for part in (found["id"], alias, "a.txt", "b.txt", "killed: low 2", *CLASH.split())
        )


def test_what_is_neither_a_file_nor_an_incident_is_said(tmp_path, world):
    result = call("explain", "abc", "--out", tmp_path)
    assert result.exit_code == 2
    assert "abc" in result.output


# ----------------------------------------------------------------------------------------------- watch and correct


def test_watch_runs_again_as_files_arrive_and_ends_cleanly(tmp_path, seeds, world, monkeypatch):
    waits = []

    def sleep(seconds):
        waits.append(seconds)
        if len(waits) == 1:
            (seeds / "b.txt").write_text(CLASH.replace("Djibo", "Dori"), encoding="utf-8")
        if len(waits) == 3:
            (seeds / "incident-mapper.toml").write_text("colour = 1\n", encoding="utf-8")
        if len(waits) == 6:
            raise KeyboardInterrupt

    monkeypatch.setattr("geo.cli.time.sleep", sleep)
    result = call("watch", seeds, "--out", tmp_path / "out", "--interval", 0.5)
    assert result.exit_code == 0, result.output
    assert waits[0] == 0.5
    assert result.output.count("Articles read from") == 2
    assert "new: 2023-06-12, Dori" in result.output
    assert "colour" in result.output  # what cannot run is said, and the watch goes on


def test_watch_needs_something_to_watch(tmp_path, world):
    result = call("watch", tmp_path / "nowhere")
    assert result.exit_code == 2
    assert "nowhere" in result.output


def test_correct_adds_an_entry_that_the_next_run_applies(tmp_path, seeds, world):
    out = tmp_path / "out"
    call("run", seeds, "--out", out)
    (found,) = json.loads((out / "incidents.geojson").read_text(encoding="utf-8"))["features"]
    where = ["--seeds", seeds, "--out", out]
    signed = ["--who", "Awa", "--when", "2023-07-01", "--why", "the army's own count"]
    result = call("correct", found["id"], *where, "--killed", "3+", "--date", "2023-06-11", "--verified", *signed)
    assert result.exit_code == 0, result.output
    assert "Djibo" in result.output
    again = call("run", seeds, "--out", out)
    assert again.exit_code == 0, again.output
    assert "killed_best 2 → 3" in again.output
    (now,) = json.loads((out / "incidents.geojson").read_text(encoding="utf-8"))["features"]
    values = now["properties"]
    assert (values["killed_low"], values["killed_high"], values["date_start"]) == (3, None, "2023-06-11")
    assert values["verified"] is True
    assert values["corrections"] == [{"slots": ["date", "killed", "verified"], "who": "Awa", "when": "2023-07-01",
                                      "why": "the army's own count"}]  # fmt: skip


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ([], "sets nothing"),
        (["--killed", "many"], "killed"),
        (["--date", "soon"], "date"),
        (["--lat", "5"], "lon"),
        (["--place", "geonames:0"], "geonames:0"),
    ],
)
def test_a_correction_that_makes_no_sense_is_not_written(seeds, world, options, named):
    result = call("correct", "abc", "--seeds", seeds, *options)
    assert result.exit_code == 2
    assert named in result.output
    assert not (seeds / "corrections.toml").exists()


def test_an_id_that_is_not_in_the_outputs_is_pointed_out(tmp_path, seeds, world):
    call("run", seeds, "--out", tmp_path / "out")
    result = call("correct", "abc", "--seeds", seeds, "--out", tmp_path / "out", "--verified")
    assert result.exit_code == 0
    assert "no incident or report abc" in result.output
    again = call("run", seeds, "--out", tmp_path / "out")
    assert again.exit_code == 0  # a finding, not a skip
    assert "no longer finds abc" in again.output


# ---------------------------------------------------------------------------------------------- an analyst's morning

DAYTON = "Three people were shot dead at a fuel station in Dayton on 3 May 2023, police said."
MOULTRIE = "MOULTRIE, Georgia - A store owner was shot dead in Moultrie on 4 May 2023, the sheriff said."


def test_an_analyst_drops_an_article_corrects_its_place_and_sees_it_hold(tmp_path, world):
    """The walk-through of the README, step by step."""
    seeds, out = tmp_path / "seeds", tmp_path / "outputs"
    seeds.mkdir()
    (seeds / "georgia.txt").write_text(MOULTRIE, encoding="utf-8")
    assert call("run", seeds, "--out", out).exit_code == 0

    # an article arrives; the run says what it brought
    (seeds / "station.txt").write_text(DAYTON, encoding="utf-8")
    told = call("run", seeds, "--out", out).output
    assert "1 of them new" in told
    assert "new: 2023-05-03, Dayton" in told
    assert "(new article station.txt)" in told

    # Dayton, Ohio it is not: the review queue knows of other Daytons, and how to say so
    wrong = incidents_in(out)["station.txt"]
    other = next(
        a["place_id"] for a in wrong["properties"]["alternatives"] if a["admin1"] != wrong["properties"]["admin1"]
    )
    signed = ["--why", "the station's address", "--who", "Awa"]
    done = call("correct", wrong["id"], "--place", other, *signed, "--seeds", seeds, "--out", out)
    assert done.exit_code == 0, done.output

    # the next run moves it, says so, and leaves the rest alone
    told = call("run", seeds, "--out", out).output
    assert "updated: 2023-05-03, Dayton" in told
    assert "(corrections)" in told
    right = incidents_in(out)["station.txt"]["properties"]
    assert right["place_id"] == other
    assert right["admin1"] != wrong["properties"]["admin1"]
    assert right["corrections"][0]["who"] == "Awa"

    # it holds when more articles come, and when all is read afresh
    (seeds / "later.txt").write_text(DAYTON.replace("fuel", "gas") + " A suspect was arrested.", encoding="utf-8")
    call("run", seeds, "--out", out)
    call("run", seeds, "--out", out, "--fresh")
    held = [f["properties"] for f in incidents_in(out).values() if "station.txt" in f["properties"]["documents"]]
    assert [f["place_id"] for f in held] == [other]

    # with the article gone, the correction has nothing to correct: that is said
    (seeds / "station.txt").unlink()
    told = call("run", seeds, "--out", out).output
    assert "Out of date: correction 1" in told
    assert "the station's address" in told
    assert "the station's address" in (out / "review.csv").read_text(encoding="utf-8")

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


@pytest.mark.parametrize("command", [["run"], ["analyse"], ["gazetteer", "lookup"], ["gazetteer", "info"]])
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

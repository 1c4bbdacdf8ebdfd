"""The memo forgets nothing it should keep, survives damage; files are replaced whole or not at all."""

import sqlite3

import pytest

from geo.errors import OutputError
from geo.store import Memo, digest, replace_file, replacing


def test_what_was_put_is_there_in_the_next_run(tmp_path):
    with Memo(tmp_path / "memo") as memo:
        memo.put([("a", {"n": 1}), ("b", [None, 0, "Ҷирғатол"])])
    with Memo(tmp_path / "memo") as memo:
        assert memo.get("a") == {"n": 1}
        assert memo.get("b") == [None, 0, "Ҷирғатол"]
        assert memo.get("c") is None


def test_only_what_the_run_used_is_kept(tmp_path):
    with Memo(tmp_path / "memo") as memo:
        memo.put([("a", 1), ("b", 2)])
        memo.keep_only(["b", "z"])
        assert (memo.get("a"), memo.get("b")) == (None, 2)


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\0" + b"x" * 200])
def test_a_damaged_memo_is_started_afresh(tmp_path, content):
    (tmp_path / "memo").write_bytes(content)
    with Memo(tmp_path / "memo") as memo:
        memo.put([("a", 1)])
        assert memo.get("a") == 1
        assert memo.was_reset == bool(content)


def test_a_damaged_entry_is_not_known(tmp_path):
    with Memo(tmp_path / "memo") as memo:
        memo.put([("a", 1)])
    connection = sqlite3.connect(tmp_path / "memo")
    connection.execute("UPDATE entry SET value = ?", (b"zz",))
    connection.commit()
    connection.close()
    with Memo(tmp_path / "memo") as memo:
        assert memo.get("a") is None


def test_a_failed_write_leaves_what_stood_there(tmp_path):
    path = tmp_path / "map.html"
    path.write_text("before")

    def fail():
        with replacing(path) as temporary:
            temporary.write_text("half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert path.read_text() == "before"
    assert [p.name for p in tmp_path.iterdir()] == ["map.html"]


def test_an_output_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="file"):
        replace_file(tmp_path / "file" / "map.html", b"")


def test_digests_tell_values_apart():
    assert digest("a", None) != digest("a", 0) != digest("a", "0")
    assert digest({"x": 1, "y": 2}) == digest({"y": 2, "x": 1})

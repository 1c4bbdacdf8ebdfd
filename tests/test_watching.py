"""Watching a folder: what counts as a change, and when it is looked at."""

import os

import pytest

from geo.watching import snapshot, watch


def runs(looks):
    """How often a folder that shows these snapshots, one a look, is run; the end of the list is Ctrl-C."""
    left = list(looks)
    counted = []

    def look():
        if not left:
            raise KeyboardInterrupt
        return left.pop(0)

    watch(look, lambda: counted.append(len(looks) - len(left)), sleep=lambda: None)
    return counted


EMPTY, HALF, WHOLE = {}, {"a.txt": (10, 1)}, {"a.txt": (20, 2)}


@pytest.mark.parametrize(
    ("looks", "at"),
    [
        ([EMPTY, EMPTY], [1]),
        ([EMPTY, EMPTY, EMPTY, EMPTY], [1]),
        ([EMPTY, EMPTY, WHOLE, WHOLE, WHOLE], [1, 4]),
        ([EMPTY, EMPTY, HALF, WHOLE, WHOLE], [1, 5]),  # still being written at the third look
        ([EMPTY, EMPTY, HALF, WHOLE, HALF], [1]),
        ([EMPTY, WHOLE, WHOLE], [1, 3]),  # arrived during the first run
        ([WHOLE, WHOLE, EMPTY, EMPTY], [1, 4]),  # removed
        ([EMPTY, EMPTY, WHOLE, EMPTY, EMPTY], [1]),  # came and went
    ],
)
def test_a_change_that_stands_still_is_run_once(looks, at):
    assert runs(looks) == at


def test_an_interruption_ends_a_run_cleanly():
    def interrupted():
        raise KeyboardInterrupt

    assert watch(dict, interrupted, sleep=lambda: None) is None


def test_other_errors_are_not_swallowed():
    with pytest.raises(ZeroDivisionError):
        watch(dict, lambda: 1 / 0, sleep=lambda: None)


def test_a_snapshot_sees_articles_settings_and_folders_but_no_outputs(tmp_path):
    for name in ("a.txt", "corrections.toml", "daily/b.txt", ".hidden", "out/map.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    seen = snapshot(tmp_path, without=tmp_path / "out")
    assert sorted(os.path.relpath(path, tmp_path) for path in seen) == ["a.txt", "corrections.toml", "daily/b.txt"]
    assert snapshot(tmp_path / "a.txt") == {(tmp_path / "a.txt").as_posix(): seen[(tmp_path / "a.txt").as_posix()]}


def test_a_changed_file_changes_the_snapshot_and_a_lost_one_does_no_harm(tmp_path):
    (tmp_path / "a.txt").write_text("x")
    before = snapshot(tmp_path)
    (tmp_path / "a.txt").write_text("xy")
    assert snapshot(tmp_path) != before
    (tmp_path / "link.txt").symlink_to(tmp_path / "nowhere")
    assert len(snapshot(tmp_path)) == 1
    assert snapshot(tmp_path / "nowhere") == {}

"""Reruns as files of a folder change. Knows neither articles nor outputs: only sizes, times, and what to call."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

#: Sizes and times of the files of a folder: what tells that one was changed.
Snapshot = Mapping[str, tuple[int, int]]


def snapshot(folder: Path, *, without: Path | None = None) -> Snapshot:
    """Return size and time of change (ns) of the files below a folder, or of a file, by path.

    Hidden files, and those below `without` (the outputs), are left out; so is one that vanishes while it is looked at.
    """
    found = {}
    hidden = without.resolve() if without is not None else None
    for path in [folder] if folder.is_file() else _files(folder, hidden):
        try:
            status = path.stat()
        except OSError:
            continue
        found[path.as_posix()] = (status.st_size, status.st_mtime_ns)
    return found


def _files(folder: Path, without: Path | None) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        return
    for path in entries:
        if path.name.startswith(".") or (without is not None and path.resolve() == without):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _files(path, without)
        else:
            yield path


def watch(look: Callable[[], Snapshot], rerun: Callable[[], None], *, sleep: Callable[[], None]) -> None:
    """Call `rerun` at once, and again whenever what `look` sees is new and stood still over two looks.

    So a file that is being written is waited for, and many that arrive together cost one run. Returns when `sleep`,
    which is called between looks, or anything else is interrupted (KeyboardInterrupt).
    """
    try:
        done = look()
        rerun()
        before = look()
        while True:
            sleep()
            now = look()
            if now == before and now != done:
                done = now
                rerun()
            before = now
    except KeyboardInterrupt:
        return

"""One more place in a user's places.csv: checked as `run` will read it, appended, the file replaced whole."""

import csv
import io
import os
from collections.abc import Mapping
from pathlib import Path

from gazetteer.errors import SourceError
from gazetteer.userplaces import COLUMNS, UserPlace, read_user_places


def append_place(path: Path, cells: Mapping[str, str]) -> UserPlace:
    """Append a row to the places.csv at path (made where there is none) and return the place it stands for.

    `cells` are values by column (see `userplaces.COLUMNS`). Raises SourceError where the row is not valid, stands in
    the file already, or has a value for which the file has no column; the file is then as before.
    """
    before = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    header = next(csv.reader([before.split("\n", 1)[0]]), []) if before.strip() else list(COLUMNS)
    columns = [c.strip().lower() for c in header]
    lost = [c for c, value in cells.items() if value and c not in columns]
    if lost:
        raise SourceError(f"{path}: its header has no column {', '.join(lost)}: add it to the first line")
    row = io.StringIO()
    writer = csv.writer(row, lineterminator="\n")
    if not before.strip():
        writer.writerow(COLUMNS)
        before = ""
    elif not before.endswith("\n"):
        row.write("\n")
    writer.writerow([cells.get(column, "") for column in columns])
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        unfinished.write_text(before + row.getvalue(), encoding="utf-8", newline="")
        places, problems = read_user_places(unfinished)
        lines = (before + row.getvalue()).count("\n")
        fault = next((p.reason for p in problems if p.line in (1, lines)), None)
        if fault:
            raise SourceError(f"{path}: not added: {fault}")
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return places[-1]

"""Writes the reference pages in docs/ anew from the code: the data dictionary and the commands.

A test compares the pages with what this script would write, so they cannot go stale.
"""

import dataclasses
import inspect
import typing
from pathlib import Path
from typing import Any

import typer
import typer.main
from typer.cli import get_docs_for_click

from geo.cli import app
from geo.columns import COLUMNS
from geo.records import RECORDS

DOCS = Path(__file__).resolve().parent.parent / "docs"

_NOTE = "<!-- Written by tools/write_docs.py (`make docs`); change the code, not this page. -->\n"


def data_dictionary() -> str:
    """Return the page that says what every column and every field of every record means."""
    records = (
        "The frozen records that pass between the stages (`geo.records`). `analyse` writes `Analysis` in the form that"
        " the README shows, under these names.\n"
    )
    parts = [
        "# Data dictionary\n",
        _NOTE,
        "Coordinates are WGS84 degrees, distances km, dates ISO 8601. Missing means *not stated* and is never 0.\n",
        "## Properties of an incident\n",
        "Columns of `geo.to_geodataframe(…)` and properties of each feature of `incidents.geojson`.\n",
        _table(
            ("property", "type", "unit", "meaning"), [(f"`{c.name}`", c.dtype, c.unit or "", c.doc) for c in COLUMNS]
        ),
        "## Records\n",
        records,
    ]
    for record in RECORDS:
        parts += [f"### {record.__name__}\n", f"{inspect.getdoc(record)}\n", _fields(record)]
    return "\n".join(parts)


def _fields(record: type) -> str:
    hints = typing.get_type_hints(record, include_extras=True)
    rows = []
    for field in dataclasses.fields(record):
        kind, meaning = typing.get_args(hints[field.name])
        rows.append((f"`{field.name}`", _type_name(kind), meaning))
    return _table(("field", "type", "meaning"), rows)


def _type_name(kind: Any) -> str:
    if isinstance(kind, type) and not typing.get_args(kind):
        return kind.__name__
    name = str(kind)
    for prefix in ("typing.", "geo.records.", "datetime."):
        name = name.replace(prefix, "")
    return name.replace("Literal[", "one of [").replace("|", "or")


def commands() -> str:
    """Return the page that lists every command with its arguments and options."""
    root = typer.main.get_command(app)
    page = get_docs_for_click(obj=root, ctx=typer.Context(root), name="incident-mapper", title="Commands")
    head, rest = page.split("\n", 1)
    return f"{head}\n\n{_NOTE}{rest.rstrip()}\n"


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines) + "\n"


PAGES = {"data_dictionary.md": data_dictionary, "commands.md": commands}


def main() -> None:
    """Write all pages."""
    DOCS.mkdir(exist_ok=True)
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8", newline="\n")
        print(f"docs/{name}")


if __name__ == "__main__":
    main()

"""docs/exports.md names every format with its file, and the layers that are there."""

import re
from pathlib import Path

import pyogrio
from exported import export

from geo.exports import FORMATS, write_export

PAGE = (Path(__file__).parents[1] / "docs" / "exports.md").read_text(encoding="utf-8")


def test_every_format_stands_in_the_table_with_its_file_and_extra():
    rows = dict(re.findall(r"^\| `(\w+)` \| `([\w.-]+)` \|", PAGE.partition("What holds")[0], re.MULTILINE))
    assert rows == {name: form.file for name, form in FORMATS.items()}
    for form in FORMATS.values():
        assert form.extra is None or f"incident-mapper[{form.extra}]" in PAGE


def test_the_layers_told_are_those_of_the_package(tmp_path):
    told = set(re.findall(r"`(\w+)`", PAGE.partition("| layer | is |")[2].partition("\n\n")[0])) - {"incident_id"}
    layers = set(pyogrio.list_layers(write_export("gpkg", export(), tmp_path))[:, 0])
    assert told == {name for name in layers if "_to_" not in name and name != "layer_styles"}

"""The reference pages say what the code says."""

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def write_docs():
    spec = importlib.util.spec_from_file_location("write_docs", ROOT / "tools" / "write_docs.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["data_dictionary.md", "commands.md"])
def test_reference_pages_are_not_stale(name):
    written = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert written == write_docs().PAGES[name](), f"docs/{name} is stale: run `make docs`"


def test_the_readme_names_every_command():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for command in ("run", "analyse", "gazetteer lookup"):
        assert f"incident-mapper {command}" in readme

"""The packages depend on one another in one direction only."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def imports_of(path):
    """Modules that a file imports when it is loaded (imports inside functions and for types are left out)."""
    found = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def modules(folder):
    return sorted(p for p in (ROOT / folder).rglob("*.py"))


def test_the_gazetteer_never_imports_geo():
    using = [p.name for p in modules("gazetteer") if any(m.split(".")[0] == "geo" for m in imports_of(p))]
    assert using == []


def test_the_records_import_nothing_of_the_project():
    assert not {m for m in imports_of(ROOT / "geo" / "records.py") if m.split(".")[0] in ("geo", "gazetteer")}


#: stages in the order of the flow; an earlier one must not import a later one
FLOW = (
    "sentences", "numbers", "dates", "published", "documents", "toponyms", "resolve", "reports", "analysis", "merge",
    "table", "pipeline", "cli",
)  # fmt: skip


@pytest.mark.parametrize("stage", FLOW)
def test_a_stage_does_not_import_a_later_one(stage):
    later = {f"geo.{name}" for name in FLOW[FLOW.index(stage) + 1 :]}
    assert not imports_of(ROOT / "geo" / f"{stage}.py") & later


def test_only_the_commands_import_typer():
    using = {p.relative_to(ROOT).as_posix() for folder in ("geo", "gazetteer") for p in modules(folder)
             if any(m.split(".")[0] in ("typer", "rich") for m in imports_of(p))}  # fmt: skip
    assert using == {"geo/cli.py", "geo/console.py", "gazetteer/cli.py", "gazetteer/layer_commands.py"}


def test_every_module_says_what_it_owns():
    silent = [p.name for folder in ("geo", "gazetteer") for p in modules(folder)
              if not ast.get_docstring(ast.parse(p.read_text(encoding="utf-8")))]  # fmt: skip
    assert silent == []


def test_the_architecture_page_names_every_module_and_folder():
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    here = [p for p in (ROOT / "geo").iterdir() if p.name not in ("__pycache__", "py.typed") and p.name[:2] != "__"]
    missing = [p.name for p in here if (p.name if p.suffix else f"{p.name}/") not in page]
    assert missing == []

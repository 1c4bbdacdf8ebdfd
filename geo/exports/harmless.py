"""Cells that spreadsheets must not run as formulas (OWASP, "CSV injection")."""

import re

#: A cell that begins with one of these may be run; full-width forms are folded by some programs.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

#: A plain number is no formula, signed or not.
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\Z", re.ASCII)


def harmless(cell: str) -> str:
    """Return a text as a cell: one that would be run as a formula has an apostrophe before it, numbers stay as is.

    Spaces before the sign do not help a formula, as some programs strip them.
    """
    if _NUMBER.match(cell):
        return cell
    return f"'{cell}" if cell.lstrip(" \xa0").startswith(_FORMULA) else cell

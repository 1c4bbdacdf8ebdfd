"""Reads the word lists of this folder. Lists are data: a term a line (.txt) or a table with a header (.tsv).

A `#` at the start of a line begins a comment; every file says in its first comments what it holds and where it is from.
"""

import csv
from functools import cache
from importlib.resources import files


def _lines(name: str) -> list[str]:
    text = files("geo.lexicon").joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.split("\n") if line.strip() and not line.startswith("#")]


@cache
def read_terms(name: str) -> frozenset[str]:
    """Return the terms of `<name>.txt`, one a line, as they stand there."""
    return frozenset(line.strip() for line in _lines(f"{name}.txt"))


@cache
def read_table(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of `<name>.tsv` by column name; no quoting, an empty cell is ""."""
    return tuple(csv.DictReader(_lines(f"{name}.tsv"), delimiter="\t", quoting=csv.QUOTE_NONE, restval=""))

"""Finds borders named by the two sides: "Kenyan-Somali border", "the border between Kenya and Somalia"."""

import itertools
from collections.abc import Sequence
from functools import cache

from gazetteer import Gazetteer
from geo.naming.cues import cues, links
from geo.naming.finding_rules import Found
from geo.naming.matches import Match
from geo.naming.tokens import Tokens


def find_borders(tokens: Tokens, matches: Sequence[Match], gazetteer: Gazetteer) -> list[Found]:
    """Return a literal name for each "X-Y border" of two countries; the word "border" belongs to the name."""
    borders = []
    for a, b in itertools.pairwise(matches):
        if b.first != a.last + 2 or tokens.known[a.last + 1].text not in links("DASH"):
            continue
        if tokens.known[b.last + 1].lower not in links("BORDER"):
            continue
        if border_countries(tokens.slice(a.first, b.last + 1), gazetteer):
            borders.append(Found(a.first, b.last + 1, "literal"))
    return borders


def border_countries(text: str, gazetteer: Gazetteer) -> tuple[str, str] | None:
    """Return the ISO codes of the two countries of a border's name; None where it names no two countries."""
    name = text.lower()
    if not name.endswith(_border_endings()):
        return None
    ending = next(e for e in _border_endings() if name.endswith(e))
    text = text[: -len(ending)]
    for dash in sorted(links("DASH")):
        left, mark, right = text.partition(dash)
        if mark:
            codes = country_of(left, gazetteer), country_of(right, gazetteer)
            if codes[0] and codes[1] and codes[0] != codes[1]:
                return codes[0], codes[1]
    return None


@cache
def _border_endings() -> tuple[str, ...]:
    return tuple(f" {word}" for word in sorted(links("BORDER")))


def country_of(name: str, gazetteer: Gazetteer) -> str | None:
    """Return the ISO code of the country that a name or demonym stands for, or None."""
    codes = [c.place.country for c in gazetteer.candidates(name.strip()) if c.place.feature_code.startswith("PCL")]
    return codes[0] if codes else None


def is_side_word(lower: str) -> bool:
    """Return whether a word names a side: "southern", "upper"."""
    return "SIDE" in cues(lower)

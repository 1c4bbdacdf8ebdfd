"""Borders between neighbouring countries, as line places: geometry from shared boundaries, names from both."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import product

import numpy as np
import shapely

from gazetteer.embedded import read_shipped, read_tsv, source_notes
from gazetteer.entries import Entry, Name
from gazetteer.geometry import GRID, KM_PER_DEGREE, distances_km

_WEIGHT = 6.0
_NOUNS, _ADJECTIVES = 4, 2  #: how many nouns and adjectives of a country are combined


def read_borders(countries: Iterable[Entry]) -> Iterator[Entry]:
    """Yield a line place for each pair of neighbouring countries, ids "border:<ISO>-<ISO>" in alphabetical order."""
    note = source_notes()["borders"]
    by_code = {c.country: c for c in countries}
    named = {row[0]: [n.strip() for n in row[1].split(";")] for row in read_tsv("border_names.tsv")}
    for pair, line in _lines().items():
        first, second = (by_code.get(code) for code in pair.split("-"))
        if first is None or second is None:
            continue
        names = [*border_names(first, second), *named.get(pair, ())]
        lat, lon, radius = _middle(line)
        yield Entry(
            place_id=f"border:{pair}",
            name=f"{first.name}–{second.name} border",
            feature_class="L",
            feature_code="BNDY",
            lat=lat,
            lon=lon,
            radius_km=radius,
            source=note.title,
            licence=note.licence,
            geometry="line",
            names=tuple(dict.fromkeys(Name(n) for n in names)),
            shape=line,
            weight=_WEIGHT,
        )


def border_names(first: Entry, second: Entry) -> list[str]:
    """Return the border's names by nouns and adjectives, in both orders ("Tajik-Afghan", "Afghanistan-Tajikistan")."""
    found = []
    for a, b in ((first, second), (second, first)):
        for words in (_nouns, _adjectives):
            for x, y in product(words(a), words(b)):
                found += [f"{x}-{y} border", f"{x}-{y} frontier"]
        found += [f"{a.name} border with {b.name}", f"border between {a.name} and {b.name}"]
    return found


def _nouns(country: Entry) -> list[str]:
    short = [n.spelling for n in country.names if n.role == "abbreviation" and "." not in n.spelling][:1]
    others = [n.spelling for n in country.names if n.role == "name" and n.spelling.isascii() and " " not in n.spelling]
    latin = [n for n in others if n in _english_names(country)]
    return list(dict.fromkeys([country.name, *short, *latin]))[:_NOUNS]


def _english_names(country: Entry) -> set[str]:
    """Return further English names of a country: those of countries.tsv, as CLDR's other languages are not English."""
    cells = _further_names().get(country.country or "", "")
    return {n.strip() for n in cells.split(";")}


def _adjectives(country: Entry) -> list[str]:
    return [n.spelling for n in country.names if n.role == "demonym"][:_ADJECTIVES]


def _further_names() -> dict[str, str]:
    return {row[0]: row[4] for row in read_tsv("countries.tsv")}


def _lines() -> dict[str, shapely.Geometry]:
    """Return the lines by pair of countries."""
    parts: dict[str, list[shapely.Geometry]] = defaultdict(list)
    for row in read_shipped("border_lines.tsv.xz").decode().split("\n"):
        pair, steps = row.split("\t")
        xy = np.cumsum(np.array(steps.split(" "), dtype=np.int64).reshape(-1, 2), axis=0) / GRID
        parts[pair].append(shapely.linestrings(xy))
    return {pair: lines[0] if len(lines) == 1 else shapely.multilinestrings(lines) for pair, lines in parts.items()}


def _middle(line: shapely.Geometry) -> tuple[float, float, float]:
    """Return the point half-way along the longest part, and how far the border reaches from it."""
    longest = max(shapely.get_parts(line), key=lambda part: part.length)
    middle = longest.interpolate(0.5, normalized=True)
    xy = shapely.get_coordinates(line)
    reach = float(distances_km(middle.y, middle.x, xy[:, 1], xy[:, 0]).max())
    return round(middle.y, 4), round(middle.x, 4), round(max(reach, longest.length * KM_PER_DEGREE / 4), 1)

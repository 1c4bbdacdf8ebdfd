"""Borders in detail, for the countries that a page shows; the world map below them is coarse. Knows no incidents."""

import gzip
import json
from collections import Counter
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

#: Borders of more countries than this would weigh more than they tell; the most frequent win.
MOST_COUNTRIES = 12


def detailed_borders(countries: Iterable[str | None]) -> list[dict[str, Any]]:
    """Return the borders of the countries (ISO 3166-1 alpha-2) named most often, sorted by pair.

    Each has `pair` ("AF-TJ") and `lines`, encoded polylines in thousandths of a degree.
    """
    counted = Counter(code for code in countries if code)
    wanted = {code for code, _ in sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:MOST_COUNTRIES]}
    return [
        {"pair": pair, "lines": lines}
        for pair, lines in sorted(_all_borders().items())
        if wanted & set(pair.split("-"))
    ]


@cache
def _all_borders() -> dict[str, list[str]]:
    packed = files("geo.page").joinpath("assets", "borders.json.gz").read_bytes()
    borders: dict[str, list[str]] = json.loads(gzip.decompress(packed))
    return borders

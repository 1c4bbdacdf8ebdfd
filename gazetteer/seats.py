"""The town that an administrative unit is named after, among the towns of the unit above. Knows names, not areas.

A district is mostly named after its seat; so where a gazetteer knows no place of a district, the town of its name is a
better point than the middle of the whole province. Romanised names may differ by their transliteration, and districts
of Russian-speaking countries bear the adjective of their seat: Shushenskiy Rayon is that of Shushenskoye.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from gazetteer.geometry import distances_km
from gazetteer.names import exact_key, family_key, strip_designator

#: Shorter family keys are shared by names that have nothing to do with each other.
_LEAST_FAMILY = 4
_STEM = "(.{3,}?)"
_ADJECTIVE = re.compile(_STEM + r"(?:ск(?:ии|ои|ая|ое)|sk(?:iy|y|ii|ij|i))")
#: A town without its ending, itself perhaps an adjective, as Shushenskoye, or with half of its ending, as Biysk.
_TOWN = re.compile(_STEM + r"(?:ск(?:ии|ои|ая|ое)?|sk(?:iy|y|ii|ij|i|aya|oye|oe|oi|oy)?)?[аоеияыьaoeiy'’]?")


@dataclass(frozen=True, slots=True)
class Town:
    """A populated place: degrees, inhabitants (0: not known), all its names."""

    lat: float
    lon: float
    population: int
    names: tuple[str, ...]


class Towns:
    """The towns of an area by the keys of their names."""

    def __init__(self, towns: Iterable[Town], *, is_romanised: bool) -> None:
        """Take the towns; `is_romanised` says that their names are written in other letters than the Latin ones."""
        self._is_romanised = is_romanised
        self._exact: dict[str, list[Town]] = defaultdict(list)
        self._loose: dict[str, list[Town]] = defaultdict(list)
        for town in towns:
            keys = dict.fromkeys(exact_key(n) for n in town.names)
            _file(self._exact, keys, town)
            if is_romanised:
                _file(self._loose, _loose_keys(keys, _town_stems), town)

    def seat_of(self, names: Sequence[str], within_km: float) -> Town | None:
        """Return the largest town that bears one of a unit's names; None where there is none.

        Nor is there one where its namesakes lie farther from it than that: either could be the seat.
        """
        keys = dict.fromkeys(k for name in names for k in (_bare(name), exact_key(name)))
        found = next((self._exact[k] for k in keys if k in self._exact), [])
        if not found and self._is_romanised:
            found = [t for k in _loose_keys(keys, _adjective_stems) for t in self._loose.get(k, ())]
        if not found:
            return None
        seat = max(found, key=lambda t: (t.population, t.names))
        far = distances_km(seat.lat, seat.lon, np.array([t.lat for t in found]), np.array([t.lon for t in found]))
        return seat if far.max() <= within_km else None


def _file(table: dict[str, list[Town]], keys: Iterable[str], town: Town) -> None:
    for key in keys:
        if key:
            table[key].append(town)


def _loose_keys(keys: Iterable[str], stems: Callable[[str], Iterable[str]]) -> Iterable[str]:
    """Return family keys and stems, told apart by a mark so that a stem is no other name's family."""
    loose: dict[str, None] = {}
    for key in keys:
        family = family_key(key)
        if len(family) >= _LEAST_FAMILY:
            loose[family] = None
        if " " not in key:
            loose.update((f"-{stem}", None) for stem in stems(key))
    return loose


def _adjective_stems(key: str) -> Iterable[str]:
    match = _ADJECTIVE.fullmatch(key)
    return (match[1],) if match else ()


def _town_stems(key: str) -> Iterable[str]:
    match = _TOWN.fullmatch(key)
    return (match[1],) if match else ()


def _bare(name: str) -> str:
    """Return the exact key without designators."""
    stripped = strip_designator(name)
    return stripped[0].key if stripped else exact_key(name)

"""Country and first-order unit of places that do not tell theirs: by the areas of another gazetteer."""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Any

import numpy as np
import shapely

from gazetteer.entries import Entry
from gazetteer.places import Candidate, Place

_BATCH = 20_000
#: Marks a unit that is known by its name alone.
UNIT_NAME = "name:"
#: How far outside every area a point may lie: coasts and borders of the embedded areas are coarse (about 5 km).
_NEAR_DEGREES = 0.05


def located(
    entries: Iterable[Entry],
    areas: Iterable[tuple[Place, Any]],
    candidates: Callable[[str], tuple[Candidate, ...]] = lambda _name: (),
) -> Iterator[Entry]:
    """Yield the entries in their order, with country and first-order unit filled in where they were open.

    A country that an entry states is kept; its unit is then looked for in that country alone. Units that an entry
    names ("name:Khatlon", as a user's table has them) become ids of the units that `candidates` finds.
    """

    @lru_cache(maxsize=10_000)
    def unit_id(named: str | None, code: str, country: str | None) -> str | None:
        if named is None or not named.startswith(UNIT_NAME):
            return named
        found = (c.place for c in candidates(named.removeprefix(UNIT_NAME)))
        return next((p.place_id for p in found if p.feature_code == code and p.country == country), None)

    known: list[Place] = []
    tree = None
    stream = iter(entries)
    while batch := list(islice(stream, _BATCH)):
        open_ones = [e for e in batch if e.country is None or (e.admin1_id is None and not _is_wide(e))]
        if open_ones and tree is None:
            pairs = list(areas)
            known, tree = [place for place, _ in pairs], shapely.STRtree([shape for _, shape in pairs])
        if open_ones:
            _locate(open_ones, tree, known)
        for entry in batch:
            entry.admin1_id = unit_id(entry.admin1_id, "ADM1", entry.country)
            entry.admin2_id = unit_id(entry.admin2_id, "ADM2", entry.country)
            if entry.admin1_id is None and entry.feature_code == "ADM1":
                entry.admin1_id = entry.place_id
        yield from batch


def _is_wide(entry: Entry) -> bool:
    """Say whether a place lies in several units by its nature: countries, seas, ranges."""
    return entry.feature_code.startswith("PCL") or entry.feature_code in ("TERR", "CONT", "OCN", "SEA")


def _locate(entries: list[Entry], tree: Any, places: list[Place]) -> None:
    points = shapely.points([e.lon for e in entries], [e.lat for e in entries])
    which, areas = tree.query(points, predicate="intersects")
    found: dict[int, list[tuple[float, int]]] = {}
    for i, area in zip(which.tolist(), areas.tolist(), strict=True):
        found.setdefault(i, []).append((0.0, area))
    missing = np.array(
        [i for i, e in enumerate(entries) if not any(_fits(e, places[a]) for _, a in found.get(i, ()))], dtype=int
    )
    if missing.size:
        which, areas = tree.query(points[missing], predicate="dwithin", distance=_NEAR_DEGREES)
        far = shapely.distance(points[missing][which], tree.geometries[areas])
        for i, distance, area in zip(missing[which].tolist(), far.tolist(), areas.tolist(), strict=True):
            found.setdefault(i, []).append((distance, area))
    for i, entry in enumerate(entries):
        near = sorted((d, a) for d, a in found.get(i, ()) if _fits(entry, places[a]))
        if near:
            area = places[near[0][1]]
            entry.country = entry.country or area.country
            if entry.admin1_id is None and not _is_wide(entry):
                entry.admin1_id = area.admin1_id


def _fits(entry: Entry, area: Place) -> bool:
    return entry.country is None or entry.country == area.country

"""What the names of a document say for one another's candidates: votes, distance, lists, what holds what.

All names are counted at once, as a table of mass by name and code; a candidate gets what the other names give to its
codes.
"""

import itertools
from collections.abc import Sequence

import numpy as np

from gazetteer.places import Place
from geo.naming.candidate_table import CONTEXT, FEATURES, ROW, Floats, Integers, Table

#: Two places count as near when they lie within a few times this distance, in km.
NEAR_KM = 120.0
_EARTH_KM = 6371.0088

#: How many of a name's likeliest places count for the other names.
_COUNTED = 3
#: Mass below which a place does not count as near.
_LEAST = 0.05

#: A spot of fewer people than this is small: it lies where the other names are.
_SMALL = 50_000


class Counter:
    """Counts mass by name and code, for several codes of a candidate at once. Code 0 is no value and counts nothing."""

    def __init__(self, codes: Integers, table: Table, count: int) -> None:
        self._shape = (len(table.names), count)
        self.cells = codes + table.owner * count
        self._flat = self.cells.ravel()

    def by_name(self, masses: Floats) -> Floats:
        """Return the mass that each name (row) gives to each code; `masses` has a row a row of codes."""
        rows, columns = self._shape
        found: Floats = np.bincount(self._flat, masses.ravel(), rows * columns).reshape(rows, columns)  # type: ignore[assignment]
        found[:, 0] = 0.0
        return found


class Context:
    """Fills the rows of a table that depend on what the other names are taken to mean."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._rows = table.rows[CONTEXT:]
        self._owner = table.owner.tolist()
        places = table.places
        countries, end = _numbered([p.country for p in places], 1)
        self._countries = end
        units, end = _numbered([p.place_id if p.feature_code == "ADM1" else p.admin1_id for p in places], end)
        shift = end - self._countries
        codes = np.empty((4, len(places)), dtype=np.int64)
        country, unit, named_unit, anything = codes
        country[:], unit[:], anything[:] = countries, units, end + shift
        np.add(unit, shift * (unit > 0), out=named_unit)
        self._counter = Counter(codes, table, end + shift + 1)
        weight = np.sqrt(np.array([n.mentions for n in table.names], dtype=float))[table.owner]
        #: what of a belief counts, a row a row of codes
        self._shares = np.array((weight, weight, table.is_unit, weight))
        is_abroad = table.is_spot & (country > 0)  # an ocean is nowhere abroad
        self._is_small = (table.people < _SMALL) & is_abroad | (table.rows[ROW["variant"]] > 0)
        lat, lon = np.radians(np.array([[p.lat for p in places], [p.lon for p in places]]))
        flat = np.cos(lat)
        self._xyz = np.array((flat * np.cos(lon), flat * np.sin(lon), np.sin(lat)))
        #: places that counted as near to others so far, and how near each of them (row) is to each candidate
        self._met: list[int] = []
        self._discounts = np.empty((0, len(places)))
        self._lists = _Lists(table, country) if any(n.listed for n in table.names) else None

    def add_loose(self, beliefs: Floats) -> None:
        """Fill the rows of the first look, in which all places of the other names count."""
        votes, _ = self._votes(beliefs * self._shares)
        self._rows[_ADMIN1_LOOSE] = np.log1p(votes[1])
        self._rows[_COUNTRY_LOOSE] = votes[0] / np.maximum(votes[3], 1.0)

    def add(self, beliefs: Floats) -> None:
        """Fill all other rows."""
        rows, table = self._rows, self._table
        masses = beliefs * self._shares
        votes, others = self._votes(masses)
        country_vote, admin1_vote = rows[_COUNTRY_VOTE], rows[_ADMIN1_VOTE]
        count = np.maximum(votes[3], 1.0)
        np.divide(votes[0], count, out=country_vote)
        np.divide(votes[1], count, out=admin1_vote)
        rows[_NEAR] = np.log1p(self._nearness(masses[0])) * ~table.is_wide
        rows[_ADMIN1_NAMED] = np.minimum(votes[2], 1.0) * ~table.is_unit
        elsewhere = np.minimum(votes[3] / 2.0, 1.0) * (1.0 - country_vote) * self._is_small
        rows[_FOREIGN] = elsewhere * _concentration(others[:, : self._countries])[table.owner]
        if self._lists is not None:
            self._lists.fill(rows[_LISTED_COUNTRY : _LISTED_KIND + 1], beliefs)
        for i, name in enumerate(table.names):
            if name.parents:
                rows[_CONTAINED, table.slices[i]] = _containment(i, table, beliefs)

    def _votes(self, masses: Floats) -> tuple[Floats, Floats]:
        """Return the mass that other names give to each code of each candidate, and that by name and code."""
        by_name = self._counter.by_name(masses)
        others = np.add.reduce(by_name) - by_name
        return others.take(self._counter.cells), others

    def _nearness(self, mass: Floats) -> Floats:
        """Return for each candidate the mass of other names' likeliest places, discounted by distance."""
        counted = self._likeliest(mass)
        new = [k for k in counted if k not in self._met]
        if new:
            self._met += new
            self._discounts = np.concatenate((self._discounts, self._discounts_of(new)))
        counting = np.zeros(len(mass))
        counting[counted] = mass[counted]
        return np.asarray(counting[self._met] @ self._discounts)

    def _likeliest(self, mass: Floats) -> list[int]:
        """Return the likeliest places of each name, without those that are too wide to be near anything."""
        found: list[int] = []
        heavy = (mass > _LEAST).nonzero()[0].tolist()
        masses = mass.tolist()
        for _, of_name in itertools.groupby(heavy, self._owner.__getitem__):
            found += sorted(of_name, key=masses.__getitem__, reverse=True)[:_COUNTED]
        return [k for k in found if self._table.kinds[k] not in "CK"]

    def _discounts_of(self, places: list[int]) -> Floats:
        """Return how near each candidate (column) is to each of the places, 1 at the same point; 0 within one name."""
        owner = self._table.owner
        chord = self._xyz.T[places] @ self._xyz
        np.minimum(chord, 1.0, out=chord)
        np.maximum(chord, -1.0, out=chord)
        near = np.exp(np.arccos(chord) * (-_EARTH_KM / NEAR_KM))
        near[owner[places][:, None] == owner] = 0.0
        return np.asarray(near)


#: Rows among those of the context.
(
    _ADMIN1_LOOSE, _COUNTRY_LOOSE, _COUNTRY_VOTE, _ADMIN1_VOTE, _NEAR, _ADMIN1_NAMED, _FOREIGN, _LISTED_COUNTRY,
    _LISTED_KIND, _CONTAINED,
) = range(len(FEATURES) - CONTEXT)  # fmt: skip


class _Lists:
    """How far the names of one list are of one country and one kind."""

    def __init__(self, table: Table, country: Integers) -> None:
        kinds, end = _numbered(table.kinds, int(country.max()) + 1)
        self._counter = Counter(np.array((country, kinds)), table, end)
        count = len(table.names)
        self._of_list = np.zeros((count, count))
        for i, name in enumerate(table.names):
            others = [j for j in name.listed if j != i]
            if others:
                self._of_list[i, others] = 1.0 / len(others)

    def fill(self, rows: Floats, beliefs: Floats) -> None:
        """Fill the two rows with the share of the list's other names that agree, by country and by kind."""
        agreed = self._of_list @ self._counter.by_name(np.array((beliefs, beliefs)))
        agreed.take(self._counter.cells, out=rows)


def _numbered(values: Sequence[str | None], first: int) -> tuple[list[int], int]:
    """Return the values as numbers from `first` on, equal for equal ones and 0 for None, and the next free number."""
    distinct = dict.fromkeys(values)
    distinct.pop(None, None)
    numbers: dict[str | None, int] = {v: k for k, v in enumerate(distinct, first)}
    end = first + len(numbers)
    numbers[None] = 0
    return [numbers[v] for v in values], end


def _concentration(by_country: Floats) -> Floats:
    """Return for each name how far the other names agree on one country: the largest share of their mass."""
    return np.asarray(np.maximum.reduce(by_country, 1) / np.maximum(np.add.reduce(by_country, 1), 1.0))


def _containment(index: int, table: Table, beliefs: Floats) -> list[float]:
    """Return for each candidate of a name how likely a name that the text says contains it does."""
    part = table.slices[index]
    found = [0.0] * (part.stop - part.start)
    for parent in table.names[index].parents:
        if parent == index:
            continue
        where = table.slices[parent]
        believed = beliefs[where].tolist()
        outer = [(c, p) for c, p in zip(table.places[where], believed, strict=True) if p > 0.02]
        for k, inner in enumerate(table.places[part]):
            found[k] = max(found[k], sum(p for c, p in outer if contains(c, inner)))
    return found


def contains(outer: Place, inner: Place) -> bool:
    """Return whether the first place holds the second, by the administrative chain."""
    if outer.place_id == inner.place_id:
        return False
    if outer.feature_code.startswith("PCL"):
        return outer.country is not None and outer.country == inner.country and not inner.feature_code.startswith("PCL")
    if outer.feature_code == "ADM1":
        return inner.admin1_id == outer.place_id
    if outer.feature_class == "A":
        return inner.admin2_id == outer.place_id
    return False

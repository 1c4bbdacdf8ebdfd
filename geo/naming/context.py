"""What the names of a document say for one another's candidates: votes, distance, lists, what holds what.

The names of all documents are counted at once, as a table of mass by name and code; a candidate gets what the other
names of its document give to its codes. Sums are made within a document and in its order, so that it gets the same in
any company.
"""

from collections.abc import Sequence

import numpy as np

from gazetteer.records import KINDS, SORTS, Row, rows_of
from geo.naming.candidate_table import CONTEXT, FEATURES, ROW_OF, Floats, Integers, Table

#: Two places count as near when they lie within a few times this distance, in km.
NEAR_KM = 120.0
_EARTH_KM = 6371.0088

#: How many of a name's likeliest places count for the other names.
_COUNTED = 3
#: Mass below which a place does not count as near.
_LEAST = 0.05
#: The same for a place that may hold others.
_LEAST_OUTER = 0.02

#: A spot of fewer people than this is small: it lies where the other names are.
_SMALL = 50_000


class Grid:
    """A row a name, a column a code of its document; rows of all names follow each other. Column 0 is no code."""

    def __init__(self, table: Table, columns: Integers) -> None:
        """Take how many codes each document has, 0 included."""
        rows = np.array([d.stop - d.start for d in table.documents], dtype=np.int64)
        width = columns.repeat(rows)  # of each name's row
        self.size = int(width.sum())
        self.start = width.cumsum() - width  # of each name's row
        column = np.arange(self.size) - self.start.repeat(width)
        first = columns.cumsum() - columns  # of each document among all codes
        self._code = column + first.repeat(rows * columns)
        self._n_codes = int(columns.sum())
        self._has_code = column > 0

    def count(self, cells: Integers, masses: Floats) -> Floats:
        """Return the mass of each cell."""
        return np.asarray(np.bincount(cells, masses, self.size) * self._has_code)

    def of_others(self, found: Floats) -> Floats:
        """Return for each cell the mass that the other names of the document give to its code."""
        return np.asarray(np.bincount(self._code, found, self._n_codes)[self._code] - found)


class Context:
    """Fills the rows of a table that depend on what the other names are taken to mean."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._rows = table.rows[CONTEXT:]
        parts = [table.candidates_of(document) for document in table.documents]
        sizes = [part.stop - part.start for part in parts]
        # the codes of a document: none, its countries, its units, these again as units that are named, anything
        document = np.arange(len(parts)).repeat(sizes)
        country, n_countries = _numbered(table.countries, document, len(parts))
        unit, n_units = _numbered(table.units, document, len(parts))
        above, shift = n_countries.repeat(sizes), n_units.repeat(sizes)
        unit += above * (unit > 0)
        codes = np.array((country, unit, unit + shift * (unit > 0), above + 2 * shift + 1))
        self._grid = Grid(table, n_countries + 2 * n_units + 2)
        self._cells = codes + self._grid.start[table.owner]
        counts = [d.stop - d.start for d in table.documents]
        #: where the countries of each name's row begin and end
        ends = self._grid.start + (n_countries + 1).repeat(counts)
        self._countries = np.stack((self._grid.start, ends), axis=1).ravel()
        weight = np.sqrt(np.array([n.mentions for n in table.names], dtype=float))[table.owner]
        #: what of a belief counts, a row a row of codes
        self._shares = np.array((weight, weight, table.is_unit, weight))
        is_abroad = table.is_spot & (country > 0)  # an ocean is nowhere abroad
        self._is_small = (table.people < _SMALL) & is_abroad | (table.rows[ROW_OF["variant"]] > 0)
        self._nearness = _Nearness(table, parts)
        self._lists = _Lists(table, self._grid, self._cells[0]) if any(n.listed for n in table.names) else None
        self._held = [(i, rows_of(name.candidates.rows)) for i, name in enumerate(table.names) if name.parents]

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
        counted = self._likeliest(masses[0])
        rows[_NEAR] = np.log1p(self._nearness.of(counted, masses[0])) * ~table.is_wide
        rows[_ADMIN1_NAMED] = np.minimum(votes[2], 1.0) * ~table.is_unit
        elsewhere = np.minimum(votes[3] / 2.0, 1.0) * (1.0 - country_vote) * self._is_small
        rows[_FOREIGN] = elsewhere * self._concentration(others)[table.owner]
        if self._lists is not None:
            self._lists.fill(rows[_LISTED_COUNTRY : _LISTED_KIND + 1], beliefs)
        for i, inside in self._held:
            rows[_CONTAINED, table.slices[i]] = _containment(i, inside, table, beliefs)

    def _votes(self, masses: Floats) -> tuple[Floats, Floats]:
        """Return the mass that other names give to each code of each candidate, and that of each cell of the grid."""
        others = self._grid.of_others(self._grid.count(self._cells.ravel(), masses.ravel()))
        return others.take(self._cells), others

    def _concentration(self, others: Floats) -> Floats:
        """Return for each name how far the other names agree on one country: the largest share of their mass."""
        most, total = (f.reduceat(others, self._countries)[::2] for f in (np.maximum, np.add))
        return np.asarray(most / np.maximum(total, 1.0))

    def _likeliest(self, mass: Floats) -> Integers:
        """Return the likeliest places of each name, without those that are too wide to be near anything."""
        heavy = (mass > _LEAST).nonzero()[0]
        owner = self._table.owner.take(heavy)
        order = np.lexsort((-mass.take(heavy), owner))
        heavy, owner = heavy.take(order), owner.take(order)
        count = np.bincount(owner, minlength=len(self._table.names))
        rank = np.arange(len(heavy)) - (count.cumsum() - count).take(owner)
        found = heavy[rank < _COUNTED]
        return np.asarray(found[~self._table.is_wide.take(found)])


class _Nearness:
    """How near the candidates of a document are to places that count; distances are reckoned once."""

    def __init__(self, table: Table, of_documents: Sequence[slice]) -> None:
        """Take where the candidates of each document stand."""
        lat, lon = np.radians(table.lat), np.radians(table.lon)
        flat = np.cos(lat)
        self._xyz = (flat * np.cos(lon), flat * np.sin(lon), np.sin(lat))
        self._owner = table.owner
        sizes = [part.stop - part.start for part in of_documents]
        #: of each candidate: where those of its document begin, and how many they are
        self._first, self._count = (
            np.array(column, dtype=np.int64).repeat(sizes) for column in ([p.start for p in of_documents], sizes)
        )
        self._is_met = np.zeros(len(lat), dtype=bool)
        #: pairs of a place that counted so far and a candidate, and how near they are
        self._place, self._candidate = (np.zeros(0, dtype=np.int64) for _ in range(2))
        self._discount = np.zeros(0)

    def of(self, counted: Integers, mass: Floats) -> Floats:
        """Return for each candidate the mass of other names' places that count, discounted by distance."""
        new = counted[~self._is_met.take(counted)]
        if len(new):
            self._is_met[new] = True
            self._add(new)
        counting = np.zeros(len(mass))
        counting[counted] = mass[counted]
        return np.asarray(np.bincount(self._candidate, counting[self._place] * self._discount, len(mass)))

    def _add(self, new: Integers) -> None:
        """Add the pairs of places with the candidates of the other names of their documents: 1 at the same point."""
        count = self._count[new]
        place = new.repeat(count)
        candidate = np.arange(len(place)) - (count.cumsum() - count - self._first[new]).repeat(count)
        others = (self._owner.take(place) != self._owner.take(candidate)).nonzero()[0]
        place, candidate = place.take(others), candidate.take(others)
        # in place, for arrays of this size are new pages of memory each
        x, y, z = self._xyz
        near = x.take(place)
        near *= x.take(candidate)
        for axis in (y, z):
            product = axis.take(place)
            product *= axis.take(candidate)
            near += product
        near.clip(-1.0, 1.0, out=near)
        np.arccos(near, out=near)
        near *= -_EARTH_KM / NEAR_KM
        np.exp(near, out=near)
        self._place = np.concatenate((self._place, place))
        self._candidate = np.concatenate((self._candidate, candidate))
        self._discount = np.concatenate((self._discount, near))


#: Rows among those of the context.
(
    _ADMIN1_LOOSE, _COUNTRY_LOOSE, _COUNTRY_VOTE, _ADMIN1_VOTE, _NEAR, _ADMIN1_NAMED, _FOREIGN, _LISTED_COUNTRY,
    _LISTED_KIND, _CONTAINED,
) = range(len(FEATURES) - CONTEXT)  # fmt: skip


_KINDS = len(KINDS)


class _Lists:
    """How far the names of one list are of one country and one kind."""

    def __init__(self, table: Table, grid: Grid, countries: Integers) -> None:
        """Take the cell of each candidate's country."""
        self._table, self._grid, self._countries = table, grid, countries
        self._kinds = table.kinds + table.owner * _KINDS
        pairs = [
            (i, j + first, len(others))
            for i, (name, first) in enumerate(zip(table.names, table.first, strict=True))
            if name.listed and (others := [j for j in name.listed if j + first != i])
            for j in others
        ]
        own, there, count = np.array(pairs, dtype=np.int64).reshape(-1, 3).T
        #: pairs of a candidate and a name of its list; what the name counts; the cells of the candidate's codes there
        sizes = table.sizes[own]
        begins = np.array([part.start for part in table.slices], dtype=np.int64)[own]
        self._candidate = np.arange(sizes.sum()) - (sizes.cumsum() - sizes - begins).repeat(sizes)
        self._share = (1.0 / count).repeat(sizes)
        self._country_there = countries[self._candidate] + (grid.start[there] - grid.start[own]).repeat(sizes)
        self._kind_there = self._kinds[self._candidate] + ((there - own) * _KINDS).repeat(sizes)

    def fill(self, rows: Floats, beliefs: Floats) -> None:
        """Fill the two rows with the share of the list's other names that agree, by country and by kind."""
        by_country = self._grid.count(self._countries, beliefs)
        by_kind = np.bincount(self._kinds, beliefs, len(self._table.names) * _KINDS)
        for row, found, there in ((0, by_country, self._country_there), (1, by_kind, self._kind_there)):
            rows[row] = np.bincount(self._candidate, found[there] * self._share, rows.shape[1])


def _numbered(values: Integers, document: Integers, documents: int) -> tuple[Integers, Integers]:
    """Return the values as numbers, and how many values each document has; `document` says which one each is of.

    Those of a document count from 1 in the order in which they come, equal for equal ones; 0 stays 0.
    """
    told = values.nonzero()[0]
    of_told = document.take(told)
    # equal for equal values of one document alone: numbers of places have 31 bits, or are hashes
    _, first, which = np.unique(values.take(told) ^ of_told << 48, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int64)
    rank[first.argsort()] = np.arange(len(first))
    of_value = of_told.take(first)
    counts = np.bincount(of_value, minlength=documents)
    numbers = np.zeros(len(values), dtype=np.int64)
    numbers[told] = (rank - (counts.cumsum() - counts).take(of_value) + 1).take(which)
    return numbers, counts


def _containment(index: int, inside: Sequence[Row], table: Table, beliefs: Floats) -> list[float]:
    """Return for each candidate of a name how likely a name that the text says contains it does."""
    found = [0.0] * len(inside)
    for parent in (k + table.first[index] for k in table.names[index].parents):
        if parent == index:
            continue
        believed = beliefs[table.slices[parent]].tolist()
        matches = table.names[parent].candidates
        outer = [(matches.row(k), p) for k, p in enumerate(believed) if p > _LEAST_OUTER]
        for k, inner in enumerate(inside):
            found[k] = max(found[k], sum(p for c, p in outer if contains(c, inner)))
    return found


def contains(outer: Row, inner: Row) -> bool:
    """Return whether the first place holds the second, by the administrative chain."""
    if outer.number == inner.number:
        return False
    kind, label = SORTS[outer.sort]
    if kind == "C":
        return outer.country > 0 and outer.country == inner.country and SORTS[inner.sort][0] != "C"
    if label == "ADM1":
        return inner.admin1 == outer.number
    return kind == "2" and inner.admin2 == outer.number

"""The candidate places of all names of a document as columns, and the features that each has by itself."""

import itertools
import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from gazetteer.facts import kind_of
from gazetteer.places import Candidate, Place

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

#: Features of a candidate, in the order of the columns.
FEATURES = (
    "population", "country", "region", "adm1", "adm2", "lower_unit", "capital", "seat", "lower_seat", "section",
    "water", "land", "spot", "preferred", "designator", "variant", "edit", "former", "abbreviation", "demonym",
    "local_layer", "kind_asked", "kind_other", "home", "contained", "country_vote", "admin1_vote", "near",
    "listed_country", "listed_kind", "admin1_named", "admin1_loose", "country_loose",
    "foremost", "outlet", "foreign",
    "overshadowed",
)  # fmt: skip
COLUMN = {name: i for i, name in enumerate(FEATURES)}

#: A town of this many people, or a seat, is what its name means when no noun asks for the unit named after it.
_TOWN = 10_000
_SEATS = frozenset({"PPLC", "PPLA", "PPLA2"})

#: What a place without a known population counts as having, by kind.
_UNKNOWN_PEOPLE = {"1": 30_000, "2": 20_000, "P": 300}

_CODE_FEATURE = {
    "ADM1": "adm1", "ADM2": "adm2", "PPLC": "capital", "PPLA": "seat", "PPLA2": "lower_seat", "PPLA3": "lower_seat",
    "PPLA4": "lower_seat", "PPLX": "section",
}  # fmt: skip
_CLASS_FEATURE = {
    "L": "region", "H": "water", "T": "land", "S": "spot", "R": "spot", "U": "water", "V": "spot", "A": "lower_unit",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Name:
    """A name of the document with all of its candidates and what the text asks of them."""

    text: str
    mentions: int  # how often the document has it
    candidates: tuple[Candidate, ...]
    kinds: frozenset[str]  # kinds of place the text asks for; empty: any
    parents: tuple[int, ...]  # indices of names that the text says contain it
    listed: tuple[int, ...]  # indices of names it is listed with
    outlet: str | None = None  # ISO code of the country where the document's publisher is at home


class Codes:
    """A column of values as numbers, equal for equal ones; None is no value."""

    def __init__(self, values: Sequence[str | None], owner: Integers, names: int) -> None:
        numbers: dict[str, int] = {}
        codes = [-1 if v is None else numbers.setdefault(v, len(numbers)) for v in values]
        self.known = np.array([c >= 0 for c in codes], dtype=float)
        self.codes = np.maximum(np.array(codes, dtype=np.int64), 0)
        self.count = len(numbers) or 1
        self.cells = owner * self.count + self.codes  # one a name and code
        self._shape = (names, self.count)

    def by_name(self, mass: Floats) -> Floats:
        """Return the mass that each name (row) gives to each code."""
        rows, columns = self._shape
        cells = np.bincount(self.cells, weights=mass * self.known, minlength=rows * columns)
        return np.asarray(cells.reshape(rows, columns))


class Table:
    """The candidates of all names as columns."""

    def __init__(self, names: Sequence[Name]) -> None:
        self.candidates = [c for n in names for c in n.candidates]
        places = [c.place for c in self.candidates]
        sizes = [len(n.candidates) for n in names]
        bounds = [0, *itertools.accumulate(sizes)]
        self.slices = [slice(a, b) for a, b in itertools.pairwise(bounds)]
        self.owner = np.repeat(np.arange(len(names)), sizes)
        #: of the names that have candidates: where they begin, and their rank among such names for each candidate
        self.starts = np.array([a for a, b in itertools.pairwise(bounds) if b > a], dtype=np.int64)
        self.group = np.repeat(np.arange(len(self.starts)), [s for s in sizes if s])
        lat, lon = np.radians(np.array([(p.lat, p.lon) for p in places], dtype=float).reshape(-1, 2).T)
        flat = np.cos(lat)
        self.xyz = np.column_stack([flat * np.cos(lon), flat * np.sin(lon), np.sin(lat)])
        self.country = Codes([p.country for p in places], self.owner, len(names))
        admin1 = [p.admin1_id if p.feature_code != "ADM1" else p.place_id for p in places]
        self.admin1 = Codes(admin1, self.owner, len(names))
        self.kinds = [kind_of(p) for p in places]
        self.wide = [k in "CK" for k in self.kinds]
        self.not_wide = 1.0 - np.array(self.wide, dtype=float)
        self.is_unit = np.array([k == "1" for k in self.kinds], dtype=float)
        #: no unit, and in one country: an ocean is nowhere abroad
        self.is_spot = np.array(
            [k not in "CK12" and p.country is not None for k, p in zip(self.kinds, places, strict=True)]
        )
        self.population = np.array([p.population for p in places], dtype=float)
        self.weight = np.sqrt(np.array([n.mentions for n in names], dtype=float))
        self.mention_weight = self.weight[self.owner]


def own_features(names: Sequence[Name], home_countries: Collection[str], table: Table) -> Floats:
    """Return a row of features a candidate, those that depend on other names left at 0."""
    found = np.zeros((len(table.candidates), len(FEATURES)))
    people = [
        c.place.population or _UNKNOWN_PEOPLE.get(k, 0) for c, k in zip(table.candidates, table.kinds, strict=True)
    ]
    found[:, COLUMN["population"]] = np.log10(np.array(people, dtype=float) + 1) / 7
    cells: list[int] = []  # those that are 1
    at = 0
    width = len(FEATURES)
    home, outlet = COLUMN["home"], COLUMN["outlet"]
    for c, kind in zip(table.candidates, table.kinds, strict=True):
        p = c.place
        how = c.match, c.role, c.is_preferred, p.layer
        cells += [at + column for column in _columns((kind, p.feature_class, p.feature_code, *how))]
        if p.country in home_countries:
            cells.append(at + home)
        at += width
    for name, part in zip(names, table.slices, strict=True):
        cells += [k * width + column for k, column in _columns_of_name(name, part, table.kinds)]
        if name.outlet is not None:
            cells += [k * width + outlet for k in range(part.start, part.stop) if _country(table, k) == name.outlet]
    found.reshape(-1)[cells] = 1.0
    return found


def _country(table: Table, index: int) -> str | None:
    return table.candidates[index].place.country


@lru_cache(maxsize=1 << 12)
def _columns(about: tuple[str, str, str, str, str, bool, str]) -> tuple[int, ...]:
    """Return the columns that are 1 for a candidate by what it is and how it was found.

    (kind, class and code of the place; rule and role of the name that was hit, whether it is the preferred one; layer)
    """
    kind, feature_class, feature_code, match, role, is_preferred, layer = about
    names = ["country" if kind == "C" else _CODE_FEATURE.get(feature_code, _CLASS_FEATURE.get(feature_class))]
    if is_preferred:
        names.append("preferred")
    if match in {"designator", "part"}:
        names.append("designator")
    elif match.startswith("edit"):
        names.append("edit")
    elif match not in {"exact", "border"}:
        names.append("variant")
    if role != "name":
        names.append(role)
    if layer != "world":
        names.append("local_layer")
    return tuple(COLUMN[name] for name in names if name is not None)


def _columns_of_name(name: Name, part: slice, kinds: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield candidates and the columns that are 1 for them by what the text asks of their name."""
    if name.kinds:
        asked, other = COLUMN["kind_asked"], COLUMN["kind_other"]
        for k in range(part.start, part.stop):
            yield k, asked if kinds[k] in name.kinds else other
    if len(name.candidates) > 1:
        yield part.start, COLUMN["foremost"]
        for k in _overshadowed(name, kinds[part]):
            yield part.start + k, COLUMN["overshadowed"]


def _overshadowed(name: Name, kinds: Sequence[str]) -> Iterator[int]:
    """Yield the candidates that are units around a town of the same name, where no noun asks for a unit.

    "In Mopti" is the town, "in Mopti region" is not.
    """
    if not name.kinds.isdisjoint("12"):
        return
    units = [k for k, kind in enumerate(kinds) if kind in "12"]
    if not units:
        return
    towns = [
        c.place
        for c in name.candidates
        if c.place.feature_class == "P" and c.match == "exact"
        if c.place.population >= _TOWN or c.place.feature_code in _SEATS
    ]
    for k in units:
        if any(_is_around(name.candidates[k].place, town) for town in towns):
            yield k


def _is_around(unit: Place, town: Place) -> bool:
    """Return whether a unit holds a town: by its chain, or by the unit's reach where the town's chain is not known."""
    if unit.place_id in (town.admin1_id, town.admin2_id):
        return True
    east = (town.lon - unit.lon) * math.cos(math.radians(unit.lat))
    km = 111.2 * math.hypot(town.lat - unit.lat, east)
    return town.country == unit.country and km <= max(unit.radius_km, 30.0)

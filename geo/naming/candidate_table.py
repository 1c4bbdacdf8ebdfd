"""The candidate places of all names of many documents as columns, and the features that each has by itself."""

import itertools
import math
from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from gazetteer.facts import Bearer, kind_of
from gazetteer.frozen import maker_of, quickly_made
from gazetteer.places import Candidate, Place

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
_T = TypeVar("_T")

#: What a candidate is and how it was found: 1 or 0.
_SORT_FEATURES = (
    "country", "region", "adm1", "adm2", "lower_unit", "capital", "seat", "lower_seat", "section", "water", "land",
    "spot", "preferred", "designator", "variant", "edit", "former", "abbreviation", "demonym", "local_layer",
)  # fmt: skip
#: What it has by itself besides.
_OTHER_FEATURES = ("population", "kind_asked", "kind_other", "home", "foremost", "outlet", "overshadowed")
#: What it has by the other names of the document.
_CONTEXT_FEATURES = (
    "admin1_loose", "country_loose", "country_vote", "admin1_vote", "near", "admin1_named", "foreign",
    "listed_country", "listed_kind", "contained",
)  # fmt: skip

#: Features of a candidate, in the order of the rows of a table; those from CONTEXT on depend on the other names.
FEATURES = (*_SORT_FEATURES, *_OTHER_FEATURES, *_CONTEXT_FEATURES)
ROW = {name: i for i, name in enumerate(FEATURES)}
CONTEXT = len(_SORT_FEATURES) + len(_OTHER_FEATURES)

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
class Lot:
    """The candidates of a name and, as columns, what ranking reads of them, whatever the document."""

    candidates: tuple[Candidate, ...]
    places: tuple[Place, ...]
    kinds: str  # a letter each, as in `gazetteer.facts.kind_of`
    marks: bytes  # those of the sorts
    people: bytes  # numbers of eight bytes, as the two next
    lat: bytes
    lon: bytes
    countries: tuple[str | None, ...]
    units: tuple[str | None, ...]  # ids of the first-order units that they are or lie in
    overshadowed: tuple[int, ...]  # see `_overshadowed`


@quickly_made
@dataclass(frozen=True, slots=True)
class Name:
    """A name of the document with all of its candidates and what the text asks of them."""

    text: str
    mentions: int  # how often the document has it
    lot: Lot
    kinds: frozenset[str]  # kinds of place the text asks for; empty: any
    parents: tuple[int, ...]  # indices of the document's names that the text says contain it
    listed: tuple[int, ...]  # indices of those it is listed with
    outlet: str | None = None  # ISO code of the country where the document's publisher is at home

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """Its candidates, the gazetteer's first ones first."""
        return self.lot.candidates


class Sort(NamedTuple):
    """What many candidates have in common: what they are and how they were found."""

    kind: str  # as in `gazetteer.facts.kind_of`
    people: int  # what such a place counts as having where its population is not known
    marks: bytes  # a byte, 1 or 0, for each of _SORT_FEATURES, then whether it is wide, a first-order unit, a spot


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a document, and the countries that its places are expected in."""

    names: Sequence[Name]
    homes: Collection[str] = ()


class Table:
    """The candidates of all names of many documents: a column a candidate, a row a feature.

    Rows of the context are left at 0. Names are counted through all documents.
    """

    def __init__(self, documents: Sequence[Names]) -> None:
        self.names = [n for d in documents for n in d.names]
        lots = [n.lot for n in self.names]
        self.candidates = _chained([lot.candidates for lot in lots])
        self.places = _chained([lot.places for lot in lots])
        self.countries = _chained([lot.countries for lot in lots])
        self.units = _chained([lot.units for lot in lots])
        self.kinds = "".join([lot.kinds for lot in lots])
        self.people, self.lat, self.lon = (
            np.frombuffer(b"".join(column))
            for column in ([lot.people for lot in lots], [lot.lat for lot in lots], [lot.lon for lot in lots])
        )
        counts = [len(d.names) for d in documents]
        #: of each document its names, of each name its candidates
        self.documents = _slices(counts)
        self.first = np.array([d.start for d in self.documents], dtype=np.int64).repeat(counts).tolist()
        self.sizes = np.array([len(lot.kinds) for lot in lots], dtype=np.int64)
        self.slices = _slices(self.sizes.tolist())
        self.owner = np.arange(len(lots)).repeat(self.sizes)
        #: of the names that have candidates: where they begin, and their rank among such names for each candidate
        begins, has_any = self.sizes.cumsum() - self.sizes, self.sizes > 0
        self.starts = begins[has_any]
        self.group = np.arange(len(self.starts)).repeat(self.sizes[has_any])
        marks = np.frombuffer(b"".join([lot.marks for lot in lots]), dtype=np.uint8)
        marks = marks.reshape(-1, len(_SORT_FEATURES) + 3).T
        self.rows = np.zeros((len(FEATURES), len(self.candidates)))
        self.rows[: len(_SORT_FEATURES)] = marks[: len(_SORT_FEATURES)]
        self.rows[ROW["foremost"], begins[self.sizes > 1]] = 1.0
        self.is_wide, self.is_unit, self.is_spot = marks[len(_SORT_FEATURES) :].astype(bool)
        self._fill(documents)

    def candidates_of(self, document: slice) -> slice:
        """Return the candidates of a document's names."""
        parts = self.slices[document]
        return slice(parts[0].start, parts[-1].stop) if parts else slice(0, 0)

    def _fill(self, documents: Sequence[Names]) -> None:
        """Fill the rows of what a candidate has by itself besides its sort."""
        rows = self.rows
        rows[ROW["population"]] = np.log10(self.people + 1.0) / 7
        for names, document in zip(documents, self.documents, strict=True):
            if names.homes:
                part = self.candidates_of(document)
                rows[ROW["home"], part] = [country in names.homes for country in self.countries[part]]
        overshadowed: list[int] = []
        for name, part in zip(self.names, self.slices, strict=True):
            lot, kinds = name.lot, name.kinds
            if kinds:
                asked = [kind in kinds for kind in lot.kinds]
                rows[ROW["kind_asked"], part] = asked
                rows[ROW["kind_other"], part] = [not a for a in asked]
            if name.outlet is not None:
                rows[ROW["outlet"], part] = [country == name.outlet for country in lot.countries]
            if lot.overshadowed and kinds.isdisjoint("12"):
                overshadowed += [part.start + k for k in lot.overshadowed]
        rows[ROW["overshadowed"], overshadowed] = 1.0


def lot_of(candidates: Sequence[Candidate]) -> Lot:
    """Return the lot of candidates."""
    places = tuple([c.place for c in candidates])
    sorts = [
        _sort((p.feature_class, p.feature_code, p.layer, c.match, c.role, c.is_preferred))
        for c, p in zip(candidates, places, strict=True)
    ]
    kinds = "".join([s.kind for s in sorts])
    return _made_lot(
        tuple(candidates),
        places,
        kinds,
        b"".join([s.marks for s in sorts]),
        array("d", [p.population or s.people for p, s in zip(places, sorts, strict=True)]).tobytes(),
        array("d", [p.lat for p in places]).tobytes(),
        array("d", [p.lon for p in places]).tobytes(),
        tuple([p.country for p in places]),
        tuple([p.place_id if p.feature_code == "ADM1" else p.admin1_id for p in places]),
        tuple(_overshadowed(candidates, kinds)) if "P" in kinds and ("1" in kinds or "2" in kinds) else (),
    )


_made_lot = maker_of(Lot)


def _chained(parts: Iterable[Iterable[_T]]) -> list[_T]:
    return list(itertools.chain.from_iterable(parts))


def _slices(sizes: Sequence[int]) -> list[slice]:
    """Return the stretches of these lengths that follow one another."""
    return [slice(a, b) for a, b in itertools.pairwise([0, *itertools.accumulate(sizes)])]


@lru_cache(maxsize=1 << 12)
def _sort(about: tuple[str, str, str, str, str, bool]) -> Sort:
    """Return the sort of a candidate.

    (class, code and layer of the place; rule and role of the name that was hit, whether it is the preferred one)
    """
    feature_class, feature_code, layer, match, role, is_preferred = about
    kind = kind_of(Bearer("", feature_class, feature_code, 0, "name", is_preferred))
    found = {"country" if kind == "C" else _CODE_FEATURE.get(feature_code, _CLASS_FEATURE.get(feature_class))}
    if is_preferred:
        found.add("preferred")
    if match in {"designator", "part"}:
        found.add("designator")
    elif match.startswith("edit"):
        found.add("edit")
    elif match not in {"exact", "border"}:
        found.add("variant")
    if role != "name":
        found.add(role)
    if layer != "world":
        found.add("local_layer")
    marks = [*(name in found for name in _SORT_FEATURES), kind in "CK", kind == "1", kind not in "CK12"]
    return Sort(kind, _UNKNOWN_PEOPLE.get(kind, 0), bytes(marks))


def _overshadowed(candidates: Sequence[Candidate], kinds: str) -> Iterator[int]:
    """Yield the candidates that are units around a town of the same name: what it means where no noun asks for a unit.

    "In Mopti" is the town, "in Mopti region" is not.
    """
    towns = [
        c.place
        for c, kind in zip(candidates, kinds, strict=True)
        if kind == "P" and c.match == "exact" and (c.place.population >= _TOWN or c.place.feature_code in _SEATS)
    ]
    if not towns:
        return
    holders = {unit for town in towns for unit in (town.admin1_id, town.admin2_id)}
    of_country = defaultdict(list)
    for town in towns:
        of_country[town.country].append(town)
    for k, kind in enumerate(kinds):
        if kind in "12":
            unit = candidates[k].place
            if unit.place_id in holders or _reaches(unit, of_country.get(unit.country, ())):
                yield k


def _reaches(unit: Place, towns: Iterable[Place]) -> bool:
    """Return whether a unit is near enough to hold a town, for towns whose chain is not known."""
    lat, lon, reach = unit.lat, unit.lon, max(unit.radius_km, 30.0)
    narrow = math.cos(math.radians(lat))
    for town in towns:
        north = 111.2 * (town.lat - lat)
        if abs(north) <= reach and math.hypot(north, 111.2 * (town.lon - lon) * narrow) <= reach:
            return True
    return False

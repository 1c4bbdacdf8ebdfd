"""The candidate places of all names of many documents as columns, and the features that each has by itself."""

import itertools
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from gazetteer.frozen import quickly_made
from gazetteer.matches import EXACT, RULES, Matches
from gazetteer.records import FLAGS, KINDS, PER_KIND, PREFERRED, ROW, SORTS, country_number

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.void]  # rows of the dtype ROW
Integers = npt.NDArray[np.int64]

#: What a candidate is and how it was found: 1 or 0. Each is known from its sort, its flag, or the rule.
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
ROW_OF = {name: i for i, name in enumerate(FEATURES)}
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


@quickly_made
@dataclass(frozen=True, slots=True)
class Name:
    """A name of the document with all of its candidates and what the text asks of them."""

    text: str
    mentions: int  # how often the document has it
    candidates: Matches  # the gazetteer's first ones first
    kinds: frozenset[str]  # kinds of place the text asks for; empty: any
    parents: tuple[int, ...]  # indices of the document's names that the text says contain it
    listed: tuple[int, ...]  # indices of those it is listed with
    outlet: str | None = None  # ISO code of the country where the document's publisher is at home


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
        found = [n.candidates for n in self.names]
        places = np.frombuffer(b"".join([f.rows for f in found]), dtype=ROW)
        rules = np.frombuffer(b"".join([f.rules for f in found]), dtype=np.uint8)
        sort = places["sort"]
        self.kinds = sort // PER_KIND
        self.lat, self.lon = places["lat"], places["lon"]
        people = places["people"].astype(np.float64)
        self.people = np.where(people == 0, _UNKNOWN_PEOPLE_OF_SORTS.take(sort), people)
        self.countries = places["country"].astype(np.int64)
        #: the first-order units that they are or lie in
        self.units = np.where(_IS_FIRST_ORDER.take(sort), places["number"], places["admin1"])
        counts = [len(d.names) for d in documents]
        #: of each document its names, of each name its candidates
        self.documents = _slices(counts)
        self.first = np.array([d.start for d in self.documents], dtype=np.int64).repeat(counts).tolist()
        self.sizes = np.array([len(f) for f in found], dtype=np.int64)
        self.slices = _slices(self.sizes.tolist())
        self.owner = np.arange(len(found)).repeat(self.sizes)
        #: of the names that have candidates: where they begin, and their rank among such names for each candidate
        begins, has_any = self.sizes.cumsum() - self.sizes, self.sizes > 0
        self.starts = begins[has_any]
        self.group = np.arange(len(self.starts)).repeat(self.sizes[has_any])
        marks = _SORT_MARKS.take(sort, axis=0)
        marks |= _FLAG_MARKS.take(places["flag"], axis=0)
        marks |= _RULE_MARKS.take(rules, axis=0)
        self.rows = np.zeros((len(FEATURES), len(places)))
        self.rows[: len(_SORT_FEATURES)] = marks.T
        self.rows[ROW_OF["foremost"], begins[self.sizes > 1]] = 1.0
        self.is_wide, self.is_unit, self.is_spot = self.kinds < _WIDE, self.kinds == _UNIT, self.kinds >= _SPOT
        self._fill(documents)
        overshadowed = self._overshadowed(places, rules == EXACT)
        self.rows[ROW_OF["overshadowed"], overshadowed] = 1.0

    def __len__(self) -> int:
        return len(self.owner)

    def candidates_of(self, document: slice) -> slice:
        """Return the candidates of a document's names."""
        parts = self.slices[document]
        return slice(parts[0].start, parts[-1].stop) if parts else slice(0, 0)

    def _fill(self, documents: Sequence[Names]) -> None:
        """Fill the rows of what a candidate has by itself besides its sort."""
        rows, sizes = self.rows, self.sizes
        rows[ROW_OF["population"]] = np.log10(self.people + 1.0) / 7
        for names, document in zip(documents, self.documents, strict=True):
            if names.homes:
                homes = {country_number(country) for country in names.homes}
                part = self.candidates_of(document)
                rows[ROW_OF["home"], part] = [country in homes for country in self.countries[part].tolist()]
        asked = np.array([_bits_of(name.kinds) for name in self.names], dtype=np.int64).repeat(sizes)
        fits = asked >> self.kinds & 1
        rows[ROW_OF["kind_asked"]] = fits
        rows[ROW_OF["kind_other"]] = (asked > 0) & (fits == 0)
        outlets = [_NOWHERE if name.outlet is None else country_number(name.outlet) for name in self.names]
        if max(outlets, default=_NOWHERE) > _NOWHERE:
            rows[ROW_OF["outlet"]] = np.array(outlets).repeat(sizes) == self.countries

    def _overshadowed(self, places: Places, is_exact: Flags) -> Integers:
        """Return the units around a town of the same name: what it means where no noun asks for a unit.

        "In Mopti" is the town, "in Mopti region" is not. A unit lies around a town that it holds or, as not all chains
        are known, reaches.
        """
        sort, kinds, owner = places["sort"], self.kinds, self.owner
        is_large = (places["people"] >= _TOWN) | _IS_SEAT.take(sort)
        towns = ((kinds == _SPOT) & is_exact & is_large).nonzero()[0]
        is_open = np.array([name.kinds.isdisjoint("12") for name in self.names], dtype=bool)
        units = ((kinds >= _UNIT) & (kinds < _SPOT) & is_open[owner]).nonzero()[0]
        # all pairs of a unit and a town of one name
        count = np.bincount(owner[towns], minlength=len(self.names))
        first, several = count.cumsum() - count, count[owner[units]]
        unit = units.repeat(several)
        town = towns[np.arange(len(unit)) - (several.cumsum() - several - first[owner[units]]).repeat(several)]
        number, lat = places["number"].take(unit), places["lat"].take(unit)
        holds = (number == places["admin1"].take(town)) | (number == places["admin2"].take(town))
        north = 111.2 * (places["lat"].take(town) - lat)
        east = 111.2 * (places["lon"].take(town) - places["lon"].take(unit)) * np.cos(np.radians(lat))
        reaches = np.hypot(north, east) <= np.maximum(places["radius"].take(unit), 30.0)
        reaches &= places["country"].take(unit) == places["country"].take(town)
        return np.asarray(unit[holds | reaches])


def _slices(sizes: Sequence[int]) -> list[slice]:
    """Return the stretches of these lengths that follow one another."""
    return [slice(a, b) for a, b in itertools.pairwise([0, *itertools.accumulate(sizes)])]


#: Numbers of kinds from which, or below which, a place is wide, a first-order unit, a spot; no country.
_WIDE, _UNIT, _SPOT = KINDS.index("1"), KINDS.index("1"), KINDS.index("P")
_NOWHERE = -1


@lru_cache(maxsize=1 << 12)
def _bits_of(kinds: frozenset[str]) -> int:
    """Return kinds of places as bits; one more for kinds that no place has."""
    return sum({1 << KINDS.find(kind) if kind in KINDS else 1 << len(KINDS) for kind in kinds})


def _marks_of(features: Iterable[Collection[str]]) -> npt.NDArray[np.uint8]:
    """Return a row for each of _SORT_FEATURES: 1 where it is among the features, else 0."""
    return np.array([[name in found for name in _SORT_FEATURES] for found in features], dtype=np.uint8)


def _feature_of_sort(kind: str, label: str) -> Collection[str]:
    found = "country" if kind == "C" else _CODE_FEATURE.get(label, _CLASS_FEATURE.get(label))
    return () if found is None else (found,)


def _features_of_flag(role: str, standing: int, *, is_world: bool) -> Collection[str]:
    found = {"preferred": standing == PREFERRED, role: role != "name", "local_layer": not is_world}
    return [name for name, is_so in found.items() if is_so]


def _features_of_rule(rule: str) -> Collection[str]:
    if rule in {"exact", "border"}:
        return ()
    return ("designator",) if rule in {"designator", "part"} else ("edit",) if rule.startswith("edit") else ("variant",)


_SORT_MARKS = _marks_of([_feature_of_sort(kind, label) for kind, label in SORTS])
_FLAG_MARKS = _marks_of([_features_of_flag(role, standing, is_world=world) for role, standing, _, world in FLAGS])
_RULE_MARKS = _marks_of(map(_features_of_rule, RULES))
_UNKNOWN_PEOPLE_OF_SORTS = np.array([float(_UNKNOWN_PEOPLE.get(kind, 0)) for kind, _ in SORTS])
_IS_SEAT = np.array([label in _SEATS for _, label in SORTS])
_IS_FIRST_ORDER = np.array([label == "ADM1" for _, label in SORTS])

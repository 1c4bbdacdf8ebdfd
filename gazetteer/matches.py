"""What a name may mean, as numbers side by side: all that ranking reads. A place is made when it is asked for."""

import itertools
import struct
from collections.abc import Collection, Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple, Protocol

from gazetteer.frozen import maker_of
from gazetteer.places import Candidate, NameRole, Place
from gazetteer.records import FLAGS, KIND_OF_SORT, PREFERRED, SORT_AT, WIDTH, Row, row_at, row_of

#: The rules by which a name may mean a place (`Candidate.match`), by number: those of `Gazetteer.candidates`, then what
#: reading a text adds: a name without some of its words, a border named by its sides.
RULES = (
    "exact", "designator", "transliteration", "vowels", "consonants", "edit-1", "edit-1 of the family",
    "part", "border",
)  # fmt: skip
EXACT = RULES.index("exact")
_RULE = {rule: bytes([number]) for number, rule in enumerate(RULES)}
_made_candidate = maker_of(Candidate)
_unpack_firsts = struct.Struct(f"<qd{WIDTH - 16}x").iter_unpack


class Bearers(Protocol):
    """The places that bear a name in a layer, the likeliest first, equally likely ones by their ids."""

    @property
    def rows(self) -> bytes:
        """Their numbers (`gazetteer.records.ROW`)."""

    @property
    def kin(self) -> tuple[int, ...] | None:
        """Hashes of the keys that are spelt closely like theirs, perhaps their own too; None where not known."""

    def place_id(self, k: int) -> str:
        """Return the id of one of them."""

    def hit(self, k: int) -> tuple[Place, str]:
        """Return one of them, and the spelling that was hit."""


class Hit(NamedTuple):
    """A place that has been made, under one of its names."""

    place: Place
    spelling: str
    role: NameRole
    is_preferred: bool
    rank: float  #: what the name costs, less the place's prior: the lowest is the likeliest


class Given:
    """Places that have been made, as bearers of a name."""

    __slots__ = ("_hits", "rows")
    kin = None

    def __init__(self, hits: Sequence[Hit]) -> None:
        self._hits = hits
        standings = [PREFERRED if hit.is_preferred else 0 for hit in hits]
        self.rows = b"".join([row_of(h.place, h.role, s, h.rank) for h, s in zip(hits, standings, strict=True)])

    @classmethod
    def ranked(cls, hits: Sequence[Hit]) -> "Given":
        """Return the bearers in their order."""
        return cls(sorted(hits, key=lambda hit: (hit.rank, hit.place.place_id)))

    def place_id(self, k: int) -> str:
        """Return the id of one of them."""
        return self._hits[k].place.place_id

    def hit(self, k: int) -> tuple[Place, str]:
        """Return one of them, and the spelling that was hit."""
        hit = self._hits[k]
        return hit.place, hit.spelling


Origin = tuple[Bearers, int]


class Matches:
    """The places that a name may mean, best prior first within each rule that found them, each once.

    A sequence of candidates, each made when it is first asked for.
    """

    __slots__ = ("_made", "origins", "rows", "rules")

    def __init__(self, rows: bytes, rules: bytes, origins: Sequence[Origin]) -> None:
        self.rows = rows  #: what is told of them in numbers (`gazetteer.records.ROW`)
        self.rules = rules  #: numbers of the RULES that found them
        self.origins = origins  #: the bearers of a name that each is of, and which one
        self._made: dict[int, Candidate] = {}

    @classmethod
    def of(cls, candidates: Sequence[Candidate]) -> "Matches":
        """Return candidates that have been made as matches."""
        given = Given([Hit(c.place, c.matched, c.role, c.is_preferred, 0.0) for c in candidates])
        found = cls(given.rows, b"".join([_RULE[c.match] for c in candidates]), _origins(given, len(candidates)))
        found._made.update(enumerate(candidates))
        return found

    def __len__(self) -> int:
        return len(self.rules)

    def __getitem__(self, k: int) -> Candidate:
        made = self._made.get(k)
        if made is None:
            bearers, at = self.origins[k]
            place, spelling = bearers.hit(at)
            role, standing, _, _ = FLAGS[self.rows[(k + 1) * WIDTH - 1]]
            made = self._made[k] = _made_candidate(place, spelling, role, RULES[self.rules[k]], standing == PREFERRED)
        return made

    def __iter__(self) -> Iterator[Candidate]:
        return map(self.__getitem__, range(len(self.rules)))

    @property
    def kinds(self) -> bytes:
        """The kinds of the places, a letter each, as `gazetteer.facts.kind_of` gives them."""
        return self.rows[SORT_AT::WIDTH].translate(KIND_OF_SORT)

    def row(self, k: int) -> Row:
        """Return the numbers of one of the places."""
        return Row._make(row_at(self.rows, k))

    def place_id(self, k: int) -> str:
        """Return the id of one of the places, which need not be made for it."""
        bearers, at = self.origins[k]
        return bearers.place_id(at)

    def picked(self, ks: Sequence[int]) -> "Matches":
        """Return some of the matches."""
        rows, rules, origins = self.rows, self.rules, self.origins
        chosen = [rows[k * WIDTH : (k + 1) * WIDTH] for k in ks]
        return Matches(b"".join(chosen), bytes([rules[k] for k in ks]), [origins[k] for k in ks])

    def first(self, count: int) -> "Matches":
        """Return the first so many matches."""
        if len(self.rules) <= count:
            return self
        return Matches(self.rows[: count * WIDTH], self.rules[:count], self.origins[:count])

    def by_rule(self, rule: str) -> "Matches":
        """Return the matches as found by one rule."""
        return Matches(self.rows, _RULE[rule] * len(self.rules), self.origins)

    def then(self, others: "Matches") -> "Matches":
        """Return these matches, then those of others that are of further places."""
        known = set(numbers_of(self.rows))
        ks = [k for k, number in enumerate(numbers_of(others.rows)) if number not in known]
        further = others.picked(ks)
        return Matches(self.rows + further.rows, self.rules + further.rules, [*self.origins, *further.origins])


def numbers_of(rows: bytes) -> list[int]:
    """Return the numbers of places (see `gazetteer.records.place_number`)."""
    return [number for number, _ in _unpack_firsts(rows)]


def _origins(bearers: Bearers, count: int) -> list[Origin]:
    return list(zip(itertools.repeat(bearers, count), range(count), strict=True))


class Finding:
    """Gathers the matches of a name; a place stays as it was found first."""

    __slots__ = ("_known", "_origins", "_rows", "_rules")

    def __init__(self) -> None:
        self._rows: list[bytes] = []
        self._rules: list[bytes] = []
        self._origins: list[Origin] = []
        self._known: set[int] | None = set()  # numbers of the places found so far; None: not read yet

    def __len__(self) -> int:
        return len(self._origins)

    def add(
        self,
        rule: str,
        found: Sequence[Bearers],
        sorts: Collection[int] | None = None,
        first: Collection[int] = (),
    ) -> None:
        """Add the places of names that are not known yet, the likeliest first.

        Where sorts are given, of these alone, those of `first` before the others.
        """
        if not self._origins and sorts is None and len(found) == 1:  # most names: nothing to compare
            rows = found[0].rows
            count = len(rows) // WIDTH
            self._rows.append(rows)
            self._rules.append(_RULE[rule] * count)
            self._origins += zip(itertools.repeat(found[0], count), range(count), strict=True)
            self._known = None
        elif found:
            known = self._known
            if known is None:
                known = self._known = {number for number, _ in _unpack_firsts(self._rows[0])}
            before = len(self._origins)
            for _, number, bearers, k in _further(found, known, sorts, first):
                if number not in known:
                    known.add(number)
                    self._rows.append(bearers.rows[k * WIDTH : (k + 1) * WIDTH])
                    self._origins.append((bearers, k))
            self._rules.append(_RULE[rule] * (len(self._origins) - before))

    def matches(self) -> Matches:
        """Return what has been gathered."""
        return Matches(b"".join(self._rows), b"".join(self._rules), self._origins)


_Further = tuple[float, int, Bearers, int]


def _further(
    found: Sequence[Bearers], known: Collection[int], sorts: Collection[int] | None, first: Collection[int]
) -> list[_Further]:
    """Return rank, number and origin of the places of names that are not known, the likeliest first.

    Equally likely ones stand in the order of their ids, as those of one name do already.
    """
    further: list[_Further] = []
    for bearers in found:
        firsts = enumerate(_unpack_firsts(bearers.rows))
        if sorts is None:
            further += [(rank, number, bearers, k) for k, (number, rank) in firsts if number not in known]
        else:
            own = bearers.rows[SORT_AT::WIDTH]
            further += [
                (rank, number, bearers, k) for k, (number, rank) in firsts if own[k] in sorts and number not in known
            ]
    if len(found) > 1 and len(further) > 1:
        further.sort(key=_rank_of)
        tied = {a[0] for a, b in itertools.pairwise(further) if a[0] == b[0]}
        if tied:
            further.sort(key=lambda one: (one[0], one[2].place_id(one[3]) if one[0] in tied else ""))
    if first:
        further.sort(key=lambda one: one[2].rows[one[3] * WIDTH + SORT_AT] not in first)
    return further


_rank_of = itemgetter(0)

"""A read-only gazetteer: name -> candidate places, id -> place, point -> whereabouts. Knows nothing of documents."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from gazetteer import names as keys
from gazetteer.compiling import LEAST_FAMILY, key_hash
from gazetteer.errors import IndexMissingError, UnknownPlaceError
from gazetteer.facts import NameFacts, bearer_of, facts_of
from gazetteer.filter import hash_of
from gazetteer.folders import layer_paths
from gazetteer.joining import completed, join_candidates
from gazetteer.layers import IndexLayer, Layer, Stored, UserLayer
from gazetteer.manifest import Manifest
from gazetteer.matches import Bearers, Finding, Matches
from gazetteer.memo import Memo
from gazetteer.places import Candidate, Place, Whereabouts
from gazetteer.records import CLASSES_OF_SORTS, FAMILY_LIMIT
from gazetteer.userplaces import UserPlace

#: Classes that a designator's class still allows: a district may be known by its town alone, a town by its district.
_CLASSES_OF_CUE = {"A": "AP", "P": "PA", "H": "H", "T": "TL", "S": "S", "V": "VL", "L": "L"}
_FUZZY_LENGTH = 5
_FUZZY_FAMILY_LENGTH = 7  #: shorter family keys are one edit from anything
_ABBREVIATED = 3  #: letters with which an abbreviation with a space in it begins are fewer ("N Y.")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_INITIALS = re.compile(r"(?:[A-Z]\.){2,}$")
_WORDS = re.compile(r"\w+")


class Gazetteer:
    """Layers of places, searched together: the compiled index, imported layers on it, the user's own places on top."""

    #: Returns in short what the places of exactly a name are, None where there are none.
    facts: Callable[[str], NameFacts | None]
    #: Says whether some name may go on after words with another word; False where surely none does.
    may_open: Callable[[str], bool]

    def __init__(self, index: IndexLayer, user: UserLayer | None = None, imported: tuple[IndexLayer, ...] = ()) -> None:
        self._index = index
        self._imported = imported
        self._user = user
        self._indexes = (index, *imported)
        self._layers: tuple[Layer, ...] = (*self._indexes, user) if user else self._indexes
        self._found: Memo[str, Matches] = Memo(self._find, 20_000)
        self._near: Memo[str, Matches] = Memo(self._find_near, 20_000)
        self._exact = lru_cache(maxsize=20_000)(self._find_exact)
        self._facts: Memo[str, NameFacts | None] = Memo(self._find_facts, 1 << 16)
        self.facts = self._facts.__getitem__
        self._parts = lru_cache(maxsize=1 << 12)(self._find_part)
        self._opens: Memo[str, bool] = Memo(self._may_open, 1 << 16)
        self.may_open = self._opens.__getitem__

    @classmethod
    def open(cls, path: Path, layers: Sequence[Path] = ()) -> "Gazetteer":
        """Open a compiled index read-only, imported layers on it (later ones above earlier ones).

        Raises IndexMissingError, whose message says what to do.
        """
        return cls(IndexLayer(path), imported=tuple(_open_layer(layer) for layer in layers))

    @classmethod
    def default(
        cls,
        *,
        cache: Path | None = None,
        layers: Path | None = None,
        progress: Callable[[str, float], None] | None = None,
    ) -> "Gazetteer":
        """Open the embedded gazetteer with the layers the user imported (those in the folder `layers`, if given).

        Compile it first where the cache holds none of this version (one to two minutes).
        """
        from gazetteer.default import default_index  # noqa: PLC0415 - the build is not needed to open an index

        return cls.open(default_index(cache=cache, progress=progress), layer_paths(layers))

    def __reduce__(self) -> tuple[Any, ...]:
        layers = tuple(layer.path for layer in self._imported)
        return _reopen, (self._index.path, self._user.rows if self._user else (), layers)

    @property
    def digest(self) -> str:
        """Identity of the content: the sources' digests, the format, imported layers and the user's places."""
        parts = [layer.manifest.digest for layer in self._indexes] + ([self._user.digest] if self._user else [])
        return hashlib.sha256("".join(parts).encode()).hexdigest() if len(parts) > 1 else parts[0]

    @property
    def manifest(self) -> Manifest:
        """What the compiled index holds: layers, counts, licences."""
        return self._index.manifest

    @property
    def imported(self) -> tuple[tuple[Path, Manifest], ...]:
        """The imported layers' files and manifests, lowest first."""
        return tuple((layer.path, layer.manifest) for layer in self._imported)

    def with_places(self, rows: Iterable[UserPlace]) -> "Gazetteer":
        """Return this gazetteer with the user's places on top (in place of an earlier overlay); the index is shared.

        Places that state no unit get country and first-order unit from where they lie.
        """
        rows = tuple(self._located(row) for row in rows)
        return Gazetteer(self._index, UserLayer(rows) if rows else None, self._imported)

    def _located(self, row: UserPlace) -> UserPlace:
        """Return the row with country and first-order unit from where its point lies, if it states neither unit."""
        place = row.place
        if place.admin1 or place.feature_code.startswith("PCL"):
            return row
        found = self.whereabouts(place.lat, place.lon)
        if place.country not in (None, found.country):
            return row
        place = replace(place, country=found.country, admin1=found.admin1, admin1_id=found.admin1_id)
        return replace(row, place=place)

    def is_name(self, name: str) -> bool:
        """Say whether some place has exactly this name, spelling details aside (see `exact_key`)."""
        key = keys.exact_key(name)
        if any(layer.has(key) for layer in self._layers):
            return True
        short = keys.abbreviation_key(name) if name.isupper() or "." in name else None
        return short is not None and any(layer.has(short) for layer in self._layers)

    def candidates(self, name: str, *, fuzzy: bool = True) -> tuple[Candidate, ...]:
        """Return the places a name may mean, best prior first within each rule that found them.

        Rules, in order: "exact"; "designator" (a word like Province, район taken off, its class fitting);
        "transliteration" (same spelling family), "vowels" (the same up to a/o/u), "consonants" (Arabic script); with
        `fuzzy`, only where nothing else is found, "edit-1". Empty where nothing fits. Each place appears once.
        """
        return tuple(self.matches(name, fuzzy=fuzzy))

    def matches(self, name: str, *, fuzzy: bool = True) -> Matches:
        """Return what `candidates` returns, without making the places."""
        return self._found[name] or (self._near[name] if fuzzy else self._found[name])

    def named(self, name: str) -> tuple[Candidate, ...]:
        """Return the "exact" ones of `candidates`, without looking for other spellings where that changes nothing."""
        return self._exact(name)

    def meet(self, words: Iterable[str]) -> None:
        """Look up single words together of which `facts` and `may_open` will be asked: they are then answered at once.

        Only where that is quicker: plain words, in the compiled index alone.
        """
        ready = self._index.facts
        if ready is None or len(self._layers) > 1:
            return
        new = [word for word in words if word not in self._facts and keys.is_plain_word(word)]
        of_new = [word.lower() for word in new]
        self._facts.update(zip(new, ready.get_all(of_new), strict=True))
        self._opens.update(zip(new, self._index.open(of_new), strict=True))

    def place(self, place_id: str) -> Place:
        """Return the place of that id. Raises UnknownPlaceError."""
        found = self.find(place_id)
        if found is not None:
            return found
        raise UnknownPlaceError(
            f"no place {place_id!r} in this gazetteer: ids come from `candidates`; those of an imported layer need"
            " that layer"
        )

    def find(self, place_id: str) -> Place | None:
        """Return the place of that id, from the highest layer that holds it; None where none does."""
        return next((p for layer in reversed(self._layers) if (p := layer.place(place_id)) is not None), None)

    def areas(self, country: str | None = None) -> Iterator[tuple[Place, Any]]:
        """Yield the finest embedded areas that fill countries, or the one given (alpha-2), with their shapes."""
        return self._index.areas(country)

    def towns_around(self, lat: float, lon: float) -> list[Place]:
        """Return embedded towns within about a degree of a point, the largest first, one for each half degree."""
        return self._index.towns_around(lat, lon)

    def geometry(self, place_id: str) -> Any:
        """Return the shape in EPSG:4326 (longitude, latitude): an area's polygon, a border's line; None for a point."""
        self.place(place_id)
        found = (layer.geometry(place_id) for layer in reversed(self._indexes))
        return next((shape for shape in found if shape is not None), None)

    def part_of(self, place_id: str, bearing: float | None) -> tuple[float, float, float] | None:
        """Return point and radius of the part of an area that lies towards a bearing; None for what is no area.

        See `gazetteer.relative.part_of`.
        """
        return self._parts(place_id, bearing)

    def border(self, country_a: str, country_b: str) -> Place | None:
        """Return the border of two countries (ISO 3166-1 alpha-2, any order) as a line place; None without one."""
        first, second = sorted((country_a.upper(), country_b.upper()))
        return self._index.place(f"border:{first}-{second}")

    def country(self, code: str) -> Place | None:
        """Return the embedded country of an ISO 3166-1 alpha-2 code, None where no country has it."""
        return self._index.country(code)

    def whereabouts(self, lat: float, lon: float) -> Whereabouts:
        """Return the country and unit that hold a point and the nearest populated place.

        Near means within 3 km of another country: the embedded boundaries are a median 0.6 and at most 4 km off.
        """
        found = self._index.whereabouts(lat, lon)
        for layer in self._imported:
            place, far = layer.nearest(lat, lon)
            if place is not None and far is not None and (found.nearest_km is None or far < found.nearest_km):
                found = replace(found, nearest=place, nearest_km=far)
        return found

    def _find(self, name: str) -> Matches:
        found = Finding()
        key = keys.exact_key(name)
        of_key = self._bearers(key)
        found.add("exact", of_key + self._abbreviated(name, key))
        of_bare = []
        for stripped in keys.strip_key(key) if " " in key else ():
            bare = self._bearers(stripped.key)
            of_bare.append((stripped.key, bare))
            if bare:
                fitting = stripped.feature_class
                allowed = _CLASSES_OF_CUE.get(fitting, fitting)
                found.add("designator", bare, _sorts_of(allowed), () if allowed == fitting else _sorts_of(fitting))
        self._add_family(found, name, key, of_key, of_bare)
        if not found and keys.is_arabic_script(name):
            consonants = keys.consonant_key(name)
            found.add("consonants", [layer.by_consonants(consonants) for layer in self._indexes])
        return self._joined(found.matches())

    def _find_near(self, name: str) -> Matches:
        found = Finding()
        self._add_near(found, name)
        return self._joined(found.matches())

    def _bearers(self, *names: str) -> list[Bearers]:
        """Return the places of exact keys, layer by layer."""
        return [found for layer in self._layers for key in names if (found := layer.bearers(key)) is not None]

    def _abbreviated(self, name: str, key: str) -> list[Bearers]:
        """Return the places that have the name as an abbreviation, unless that is its key anyway."""
        short = keys.abbreviation_key(name)
        return [] if short is None or short == key else self._bearers(short)

    def _joined(self, found: Matches) -> Matches:
        """Return matches with each place as its highest layer has it, and once (see `join_candidates`)."""
        if len(self._layers) == 1:
            return found
        if not self._imported and all(isinstance(bearers, Stored) for bearers, _ in found.origins):
            return found  # none is the user's, and those of the index are no two of one place

        def same_as(place: Place) -> frozenset[str]:
            return frozenset().union(*(layer.same_as(place.place_id) for layer in self._imported))

        topmost = []
        for candidate in found:
            place_id = candidate.place.place_id
            above = (p for layer in reversed(self._layers[1:]) if (p := layer.place(place_id)) is not None)
            place = next(above, candidate.place)
            if place.layer != candidate.place.layer:
                candidate = replace(candidate, place=completed(place, candidate.place))
            topmost.append(candidate)
        return Matches.of(join_candidates(topmost, same_as))

    def _find_exact(self, name: str) -> tuple[Candidate, ...]:
        found = Finding()
        key = keys.exact_key(name)
        found.add("exact", self._bearers(key) + self._abbreviated(name, key))
        return tuple(self._joined(found.matches()))

    def _find_facts(self, name: str) -> NameFacts | None:
        ready = None if self._imported else self._index.facts
        if ready is not None:
            key, short = keys.exact_key(name), keys.abbreviation_key(name)
            if self._user is None or not any(self._user.has(k) for k in (key, short) if k is not None):
                facts = ready.get(key)
                of_short = None if short is None else ready.get(short)
                if facts is None and of_short is None:
                    return None
                if (facts is None or of_short is None) and not _INITIALS.match(name):
                    return facts or of_short  # the places of one key are all
        candidates: Iterable[Candidate] = self.named(name)
        if _INITIALS.match(name):
            # "N.C." stands for two words; "M.S." is not how a name of one word is shortened
            candidates = [c for c in candidates if len(_WORDS.findall(c.place.name)) > 1]
        return facts_of(bearer_of(c) for c in candidates)

    def _find_part(self, place_id: str, bearing: float | None) -> tuple[float, float, float] | None:
        found = (layer.part_of(place_id, bearing) for layer in reversed(self._indexes))
        part = next((part for part in found if part is not None), None)
        if part is None:
            self.place(place_id)  # raises UnknownPlaceError
        return part

    def _may_open(self, words: str) -> bool:
        if "." in words or (len(words) < _ABBREVIATED and words.isupper()):
            return True  # what goes on may be an abbreviation, which has no words
        opening = keys.opening_of(words)
        return not opening or self._index.opens(opening) or any(layer.opens(opening) for layer in self._layers[1:])

    def _add_family(
        self,
        found: Finding,
        name: str,
        key: str,
        of_key: Sequence[Bearers],
        of_bare: Sequence[tuple[str, Sequence[Bearers]]],
    ) -> None:
        """Add spellings of the same family: all where nothing is found yet, else only close ones.

        Given are the key of the name and the keys without a designator, each with its places.
        """
        for variant, bearers in ((name, of_key), *of_bare):
            kin = self._kin(variant, bearers) if found else None
            if kin is not None:
                if kin:
                    own = hash_of(key)
                    near = [number for number in kin if number != own]
                    if near:
                        found.add("transliteration", self._index.bearers_of(near))
                continue
            close = keys.close_family_key(variant)
            family = keys.family_of(close)
            if len(family) < LEAST_FAMILY or (found and variant is name and self._is_alone(name, of_key, family)):
                continue
            near_keys: list[str] = []
            far_keys: list[str] = []
            is_new = not found
            number = key_hash(close)
            filed = sorted({k for layer in self._layers for k in layer.family(family)})
            for other, other_close in filed[:FAMILY_LIMIT]:
                is_near = other_close == number
                if other != key and (is_near or is_new):  # what has the very name is found already
                    (near_keys if is_near else far_keys).append(other)
            found.add("transliteration", self._bearers(*near_keys))
            if is_new:
                found.add("vowels", self._bearers(*far_keys))

    def _kin(self, name: str, bearers: Sequence[Bearers]) -> tuple[int, ...] | None:
        """Return the hashes of keys that are spelt closely like a name, None where no record says so.

        Where there are several layers, each may have the spellings that another one files.
        """
        if len(self._layers) > 1 or not bearers or not name.isascii():
            return None
        return bearers[0].kin

    def _is_alone(self, name: str, of_key: Sequence[Bearers], family: str) -> bool:
        """Return whether surely no other name is spelt closely like this one, in the index and the user's layer."""
        if self._imported or not name.isascii() or not of_key or of_key[0].kin is None:
            return False
        return set(of_key[0].kin) <= {hash_of(keys.exact_key(name))} and not (self._user and self._user.family(family))

    def _add_near(self, found: Finding, name: str) -> None:
        """Add places whose key is one edit away, of the spelling or of its family key."""
        key = keys.exact_key(name)
        if len(key) < _FUZZY_LENGTH:
            return
        edits = _edits(key, _LETTERS)
        held = [(layer, layer.among(edits)) for layer in self._layers]
        near = [layer.bearers(edit) for edit in edits for layer, known in held if edit in known]
        found.add("edit-1", [bearers for bearers in near if bearers is not None])
        family = keys.family_key(name)
        if found or len(family) < _FUZZY_FAMILY_LENGTH:
            return
        edits = _edits(family, keys.FAMILY_LETTERS)
        near_keys = {k for layer in self._layers for k in layer.families(edits)}
        found.add("edit-1 of the family", self._bearers(*sorted(near_keys)[:FAMILY_LIMIT]))


def _open_layer(path: Path) -> IndexLayer:
    try:
        return IndexLayer(path)
    except IndexMissingError as error:
        raise IndexMissingError(
            f"imported layer {path.stem}: {error}; import its files again with `incident-mapper gazetteer import`, or"
            f" drop it with `incident-mapper gazetteer remove {path.stem}`"
        ) from error


def _reopen(path: Path, rows: tuple[UserPlace, ...], layers: tuple[Path, ...] = ()) -> Gazetteer:
    opened = Gazetteer.open(path, layers)
    return opened.with_places(rows) if rows else opened


@cache
def _sorts_of(classes: str) -> frozenset[int]:
    """Return the sorts of places that are of these classes."""
    return frozenset(sort for sort, feature_class in enumerate(CLASSES_OF_SORTS) if feature_class in classes)


def _edits(word: str, letters: str) -> list[str]:
    """Return all strings one deletion, transposition, replacement or insertion away (Norvig 2007)."""
    splits = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    found = [a + b[1:] for a, b in splits if b]
    found += [a + b[1] + b[0] + b[2:] for a, b in splits if len(b) > 1]
    found += [a + c + b[1:] for a, b in splits if b for c in letters]
    found += [a + c + b for a, b in splits for c in letters]
    return list(dict.fromkeys(e for e in found if e != word))

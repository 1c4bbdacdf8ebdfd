"""Spells out the features of the recogniser: what each slot of a word's description says, as strings.

This is the one definition of the features. Training reads the strings; running reads the weights that belong to them,
looked up once for each key of a slot. Words are seen by identity only where they are common or cue words; names are
seen by shape, by what the gazetteer says of them and by their surroundings, so that no weight is tied to a name.
"""

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Generic, TypeVar

from gazetteer.facts import NameFacts
from geo.naming.cues import cues
from geo.naming.words import NO_WORD, Word, read_word

K = TypeVar("K")
S = TypeVar("S")
V = TypeVar("V")  # what a book gives for strings: the strings themselves, or their weights

#: How many keys a slot remembers; most slots have a few hundred in all.
_KEPT = 1 << 14

#: Cue classes that are looked for within a run, in the order of their features.
_INNER = ("ORGANISATION", "FACILITY", "MEDIA", "STREET", "UNIT", "LANDFORM", "TITLE")
INNER = frozenset(_INNER)


class Slot(dict[K, V], Generic[K, S, V]):
    """Key -> value. A memo: emptying it costs time only, and at `_KEPT` keys it empties itself."""

    __slots__ = ("_spell", "_value_of")

    def __init__(self, spell: Callable[[K], S], value_of: Callable[[S], V]) -> None:
        super().__init__()
        self._spell = spell
        self._value_of = value_of

    def __missing__(self, key: K) -> V:
        if len(self) >= _KEPT:
            self.clear()
        value = self[key] = self._value_of(self._spell(key))
        return value


class Spot(Generic[V]):
    """What a word gives to itself and to the words around it; a value a place in which it may stand."""

    __slots__ = (
        "after", "after_run", "before", "before_run", "closing", "first", "last", "opening", "own", "seen", "shape",
        "two_after", "two_before", "word",
    )  # fmt: skip

    def __init__(self, word: Word, seen: str, own: V, given: Sequence[V]) -> None:
        self.word, self.seen, self.own = word, seen, own
        self.shape, self.first, self.last = word.shape, word.first, word.last
        self.before, self.after, self.two_before, self.two_after = given[:4]
        self.opening, self.closing, self.before_run, self.after_run = given[4:]


class Book(Generic[V]):
    """The slots of a word's description.

    `value_of` gives the value of strings. `pair` gives that of one, None where it has none: for pairs of words, which
    are so many that remembering them does not pay. `vocabulary` has the words that matter by their identity: all others
    are alike, without one (None: every word matters).
    """

    def __init__(
        self,
        value_of: Callable[[Iterable[str]], V],
        pair: Callable[[str], V | None],
        vocabulary: AbstractSet[str] | None = None,
    ) -> None:
        self.pair = pair
        self._vocabulary = vocabulary
        self._own = Slot(_own, value_of)
        self._given = Slot(_given, lambda places: [value_of(strings) for strings in places])
        self._plain = Slot(lambda key: key, self._plain_spot)
        self.spots: Slot[str, Word, Spot[V]] = Slot(read_word, self._spot)
        self.start = self._edge("^")  # what stands before the first word
        self.end = self._edge("$")  # and after the last
        self.shapes = Slot(_shapes, value_of)
        self.outside = Slot(_outside, value_of)
        self.match = Slot(_match, value_of)
        self.before_match = Slot(_before_match, value_of)
        self.after_match = Slot(_after_match, value_of)
        self.inner = Slot(_inner, value_of)
        self.in_run = Slot(_in_run, value_of)
        self.line = Slot(_line, value_of)
        self.repeat = Slot(_repeat, value_of)
        self.rule = Slot(_rule, value_of)

    def _spot(self, word: Word) -> Spot[V]:
        known = self._vocabulary is None or word.seen in self._vocabulary or word.cues
        if not known and not word.capital:
            return self._plain[word.shape, word.tier]
        seen = word.seen if known else ""
        end = word.lower[-3:] if word.capital and word.seen != word.lower else None
        own = self._own[seen, word.shape, word.tier, word.first, word.last, end, min(len(word.lower), 9)]
        return Spot(word, seen, own, self._given[seen, word.first])

    def _plain_spot(self, key: tuple[str, int]) -> Spot[V]:
        """Return what all words of a shape and tier without a capital and without an identity have in common."""
        shape, tier = key
        own = self._own["", shape, tier, False, False, None, 9]
        return Spot(replace(NO_WORD, shape=shape, tier=tier), "", own, self._given["", False])

    def _edge(self, mark: str) -> Spot[V]:
        word = replace(NO_WORD, seen=mark, shape=mark)
        return Spot(word, mark, self._own[mark, mark, 0, False, False, None, 1], self._given[mark, False])


def _classes(seen: str) -> list[str]:
    """Return the cue classes of a word by its identity; a word that is seen by its shape has none."""
    return sorted(cues(seen))


def _own(key: tuple[str, str, int, bool, bool, str | None, int]) -> Iterable[str]:
    """Say what a word is by itself.

    (its identity, shape and tier; a given name; a family name; its last three letters where it is seen by its shape;
    its length, at most 9)
    """
    seen, shape, tier, first, last, ending, length = key
    yield from ("b", f"w={seen}", f"s={shape}", f"t={tier}")
    yield from (f"c={c}" for c in _classes(seen))
    if first or last:
        yield f"n={int(first)}{int(last)}"
    if ending is not None:
        yield from (f"f={ending}", f"f2={ending[-2:]}", f"l={length}")
        if tier:
            yield "t=35"


def _given(key: tuple[str, bool]) -> Iterable[Iterable[str]]:
    """Say what a word gives to those around it: (its identity, whether it is a given name).

    In the order of the places: right before them, right after, two before, two after, opening their run of capitalised
    words, closing it, before it, after it.
    """
    seen, first = key
    classes = _classes(seen)
    yield (f"w-1={seen}", *(f"c-1={c}" for c in classes), *(("fn-1",) if first else ()))
    yield (f"w+1={seen}", *(f"c+1={c}" for c in classes))
    yield (f"w-2={seen}",)
    yield (f"w+2={seen}",)
    yield tuple(f"rb={c}" for c in classes)
    yield (f"rew={seen}", *(f"re={c}" for c in classes))
    yield (f"r<={seen}",)
    yield (f"r>={seen}",)


def _shapes(key: tuple[str, str, str, bool, bool]) -> Iterable[str]:
    """Give the shapes of three words: (before, here, after, the word is a given name, the next a family name)."""
    before, here, after, first, last = key
    yield f"s3={before}{here}{after}"
    if last:
        yield f"ln+1={first}"


def _outside(key: tuple[str, str]) -> Iterable[str]:
    """Say what matches stand beside a word that is in none: (kind before, kind after), "" for none."""
    before, after = key
    yield "g=-"
    if before:
        yield f"g-1={before}"
    if after:
        yield f"g+1={after}"


def _match(key: tuple[str, NameFacts, int, bool, bool]) -> Iterable[str]:
    """Say what the match is that a word is in.

    (S, B, I or E: where in the match; its facts; the word's tier; the first word is a given name, the last a family
    name)
    """
    place, facts, tier, first, last = key
    kind = facts.kind
    yield from (f"g={place}{kind}", f"g={place}{kind}{facts.size}", f"gn={place}{min(facts.places, 8)}")
    yield from (f"gd={kind}{int(facts.is_demonym)}{int(facts.is_abbreviation)}", f"gt={kind}{facts.size}t={tier}")
    if first or last:
        yield f"gp={kind}{facts.size}{int(first)}{int(last)}"


def _before_match(key: tuple[str, str, bool]) -> Iterable[str]:
    """Say what stands before a match: (the match's kind, the word before, whether that is a given name)."""
    kind, seen, first = key
    yield f"g<={kind}{seen}"
    yield from (f"gc<={kind}{c}" for c in _classes(seen))
    if first:
        yield f"gfn={kind}"


def _after_match(key: tuple[str, str, str, bool]) -> Iterable[str]:
    """Say what stands after a match: (the match's kind, the word after, its shape, whether it is a family name).

    The shape is "" at the end of the text.
    """
    kind, seen, shape, last = key
    yield f"g>={kind}{seen}"
    if shape:
        yield from (f"gc>={kind}{c}" for c in _classes(seen))
        yield f"gs>={kind}{shape}{int(last)}"


def _inner(classes: frozenset[str]) -> Iterable[str]:
    """Say what the other words of the run are cues of."""
    return (f"ri={c}" for c in _INNER if c in classes)


def _in_run(key: tuple[int, int, int, bool, bool, bool]) -> Iterable[str]:
    """Say where in a run a word stands.

    (length; words from the first, words to the last, each at most 3; the run begins with a given name, ends with a
    family name; a given name of the run stands before the word)
    """
    length, after, before, first, last, after_first = key
    yield from (f"rl={min(length, 6)}", f"rp={after}/{before}")
    if first:
        yield f"rfn={min(length, 4)}{min(after, 2)}{int(last)}"
    if after_first:
        yield "after-fn"


def _line(key: tuple[str, str, bool]) -> Iterable[str]:
    """Say what line the word stands in: (prose, title or caps; the word's shape; it opens a sentence)."""
    line, shape, starts = key
    if starts:
        yield from ("start", f"start{shape}")
    yield from (f"line={line}", f"line={line}{shape}")


def _repeat(key: tuple[int, bool, bool, int, bool, bool]) -> Iterable[str]:
    """Say what the rest of the document tells of the word.

    (how often it stands there, at most 4; also in small letters; after "in" or "near"; as a family name, at most 2
    times; as a given name; before ", <unit or country>")
    """
    count, low, located, persons, given, state = key
    yield f"dn={count}"
    if low:
        yield "dlow"
    if located:
        yield "dloc"
    if persons:
        yield "dper" if persons == 1 else "dper2"
    if given:
        yield "dgiven"
    if state:
        yield "dstate"


def _rule(key: tuple[str, str, str]) -> Iterable[str]:
    """Say what the plain rules see: (role they give the word before, the word, kind of its match); "-" for none."""
    before, here, kind = key
    yield from (f"rule={here}", f"rule={here}{kind}", f"rules={before}/{here}")

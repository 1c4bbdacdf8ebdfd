"""Spells out the features of the recogniser: what each slot of a word's description says, as strings.

This is the one definition of the features: `geo/naming/book.py` numbers what is spelt here, for training and for
running. Words are seen by identity only where they are common or cue words; names are seen by shape, by what the
gazetteer says of them and by their surroundings, so that no weight is tied to a name.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from gazetteer.facts import NameFacts
from geo.naming.cues import cues

#: Cue classes that are looked for within a run, in the order of their features.
INNER = ("ORGANISATION", "FACILITY", "MEDIA", "STREET", "UNIT", "LANDFORM", "TITLE")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that features name, by where they stand: no other word tells anything there by its identity.

    Parts of features that are no words may be among them.
    """

    words: AbstractSet[str]  # anywhere
    first: AbstractSet[str]  # the first of two words before a word
    second: AbstractSet[str]  # right after it
    beside: AbstractSet[str]  # before or after a match
    given: Mapping[str, Sequence[str]]  # of a word the features that it gives to others, "" for none, as in `GIVEN`


def vocabulary_of(features: Iterable[str]) -> Vocabulary:
    """Return the words that features name."""
    words: set[str] = set()
    first: set[str] = set()
    second: set[str] = set()
    beside: set[str] = set()
    given: dict[str, list[str]] = {}
    for feature in features:
        name, _, about = feature.partition("=")
        if name.startswith("g"):
            beside |= {about[1:], about[1:-1]}  # between the kinds of matches
        elif name == "w2-":
            cuts = [i for i, mark in enumerate(about) if mark == "/"]
            first.update(about[:i] for i in cuts)
            second.update(about[i + 1 :] for i in cuts)
        else:
            words.add(about)
            if name in GIVEN:
                given.setdefault(about, [""] * len(GIVEN))[GIVEN.index(name)] = feature
    return Vocabulary(words | first | second | beside, first, second, beside, given)


def _classes(seen: str) -> list[str]:
    """Return the cue classes of a word by its identity; a word that is seen by its shape has none."""
    return sorted(cues(seen))


def spell_own(key: tuple[str, str, int, bool, bool, bool]) -> Iterable[str]:
    """Say what a word is by itself.

    (its identity, shape and tier; a given name; a family name; it is a name, seen by its shape)
    """
    seen, shape, tier, first, last, is_name = key
    yield from ("b", f"w={seen}", f"s={shape}", f"t={tier}")
    yield from (f"c={c}" for c in _classes(seen))
    if first or last:
        yield f"n={int(first)}{int(last)}"
    if is_name and tier:
        yield "t=35"


def spell_ending(ending: str) -> Iterable[str]:
    """Say what the last three letters of a name are."""
    yield from (f"f={ending}", f"f2={ending[-2:]}")


def spell_length(length: int) -> Iterable[str]:
    """Say how long a name is, as far as 9 letters."""
    yield f"l={length}"


#: What the features that a word gives by its identity begin with, in the order of `spell_given`.
GIVEN = ("w-1", "w+1", "w-2", "w+2", "", "rew", "r<", "r>")


def spell_given(key: tuple[str, bool]) -> Iterable[Iterable[str]]:
    """Say what a word gives to those around it: (its identity, whether it is a given name).

    In the order of the places: right before them, right after, two before, two after, opening their run of capitalised
    words, closing it, before it, after it.
    """
    seen, first = key
    classes = _classes(seen)
    by_class = (
        (*(f"c-1={c}" for c in classes), *(("fn-1",) if first else ())),
        tuple(f"c+1={c}" for c in classes),
        (),
        (),
        tuple(f"rb={c}" for c in classes),
        tuple(f"re={c}" for c in classes),
        (),
        (),
    )
    return ((f"{name}={seen}", *rest) if name else rest for name, rest in zip(GIVEN, by_class, strict=True))


def spell_shapes(key: tuple[str, str, str, bool, bool]) -> Iterable[str]:
    """Give the shapes of three words: (before, here, after, the word is a given name, the next a family name)."""
    before, here, after, first, last = key
    yield f"s3={before}{here}{after}"
    if last:
        yield f"ln+1={first}"


def spell_outside(key: tuple[str, str]) -> Iterable[str]:
    """Say what matches stand beside a word that is in none: (kind before, kind after), "" for none."""
    before, after = key
    yield "g=-"
    if before:
        yield f"g-1={before}"
    if after:
        yield f"g+1={after}"


def spell_match(key: tuple[str, NameFacts, int, bool, bool]) -> Iterable[str]:
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


def spell_before_match(key: tuple[str, str, bool]) -> Iterable[str]:
    """Say what stands before a match: (the match's kind, the word before, whether that is a given name)."""
    kind, seen, first = key
    yield f"g<={kind}{seen}"
    yield from (f"gc<={kind}{c}" for c in _classes(seen))
    if first:
        yield f"gfn={kind}"


def spell_after_match(key: tuple[str, str, str, bool]) -> Iterable[str]:
    """Say what stands after a match: (the match's kind, the word after, its shape, whether it is a family name).

    The shape is "" at the end of the text.
    """
    kind, seen, shape, last = key
    yield f"g>={kind}{seen}"
    if shape:
        yield from (f"gc>={kind}{c}" for c in _classes(seen))
        yield f"gs>={kind}{shape}{int(last)}"


def spell_inner(classes: frozenset[str]) -> Iterable[str]:
    """Say what the other words of the run are cues of."""
    return (f"ri={c}" for c in INNER if c in classes)


def spell_in_run(key: tuple[int, int, int, bool, bool, bool]) -> Iterable[str]:
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


def spell_line(key: tuple[str, str, bool]) -> Iterable[str]:
    """Say what line the word stands in: (prose, title or caps; the word's shape; it opens a sentence)."""
    line, shape, starts = key
    if starts:
        yield from ("start", f"start{shape}")
    yield from (f"line={line}", f"line={line}{shape}")


def spell_repeat(key: tuple[int, bool, bool, int, bool, bool]) -> Iterable[str]:
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


def spell_rule(key: tuple[str, str, str]) -> Iterable[str]:
    """Say what the plain rules see: (role they give the word before, the word, "-" for none; kind of its match)."""
    before, here, kind = key
    yield from (f"rule={here}", f"rule={here}{kind or '-'}", f"rules={before}/{here}")


def spell_pair(key: tuple[str, str]) -> Iterable[str]:
    """Say which two words stand before the word: (two before, right before)."""
    two_before, before = key
    if two_before and before:
        yield f"w2-={two_before}/{before}"


def spell_matches_before(key: tuple[bool, str, str, str]) -> Iterable[str]:
    """Say which match stands before a match: (right before it, its kind, the word between, the kind of the match)."""
    beside, other, seen, kind = key
    if other:
        yield f"gg<={other}{kind}" if beside else f"g,g<={other}{seen}{kind}"


def spell_match_after(key: tuple[str, str, str]) -> Iterable[str]:
    """Say which match stands a word after a match: (kind of the match, the word between, kind of the other)."""
    kind, seen, other = key
    if other:
        yield f"g,g>={kind}{seen}{other}"

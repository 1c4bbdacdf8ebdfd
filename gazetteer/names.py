"""Keys of names: what makes two spellings the same name. Knows no places.

`exact_key` removes what writers drop (case, diacritics, apostrophes, hyphens). `family_key` also joins the spellings
that romanisation scatters (Shuroobod, Shurobod, Шӯрообод); `close_family_key` is its stricter form. `consonant_key` is
for Arabic script, where short vowels are not written. `strip_designator` takes "Province", "район", "ولایت" … off.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_TO_SPACE = re.compile(r"[\s\-‐‑‒–—―_/,;:()\[\]\"“”«»„·]+")
_DROPPED = re.compile(r"['’‘ʼʻʹ`´ˈ′ʿʾ.\u0640\u200b-\u200f]")
_MARKS = re.compile(r"[\u0300-\u036f\u064b-\u065f\u0670]")
_ABBREVIATION = re.compile(r"(?:[^\W\d_]{1,6}\. ?){1,4}")
_LONG_WORDS = re.compile(r"\b(?:saint|mount|fort)(?= )")
_SHORT_WORDS = {"saint": "st", "mount": "mt", "fort": "ft"}
_SAME_LETTER = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ə": "a", "ي": "ی", "ى": "ی"}
    | {"ك": "ک", "ة": "ه", "ۀ": "ه", "ہ": "ه", "ے": "ی", "ё": "е"}
)


@dataclass(frozen=True, slots=True)
class Designator:
    """A word that says what kind of place a name is."""

    words: str  #: as `exact_key` gives them
    feature_class: str
    feature_code: str
    language: str  #: ISO 639-1


@dataclass(frozen=True, slots=True)
class Stripped:
    """A name without its designator, and what the designator said."""

    key: str  #: exact key of the bare name
    feature_class: str
    feature_code: str


def exact_key(name: str) -> str:
    """Return the key under which spellings count as equal: no case, marks, apostrophes, dots; hyphens are spaces.

    Saint, Mount and Fort are written St, Mt and Ft.
    """
    lowered = name.lower()
    if lowered.isascii() and (lowered.isalnum() or _is_plain(lowered)):
        return _LONG_WORDS.sub(_shortened, lowered) if "t " in lowered else lowered
    folded = unicodedata.normalize("NFKD", name).casefold()  # a mathematical A folds only once it is an A
    text = _DROPPED.sub("", unicodedata.normalize("NFKD", folded))
    text = unicodedata.normalize("NFC", _MARKS.sub("", text)).translate(_SAME_LETTER)
    text = _TO_SPACE.sub(" ", text).strip()
    return _LONG_WORDS.sub(_shortened, text) if "t " in text else text


def _is_plain(lowered: str) -> bool:
    """Say whether a string of ASCII in lower case is words of letters and digits with a space between them."""
    is_parted = "  " not in lowered and lowered[:1] != " " != lowered[-1:]
    return is_parted and lowered.replace(" ", "").isalnum()


def is_plain_word(name: str) -> bool:
    """Say whether a name is one word, no short form, whose key is the word in lower case, also where more follows."""
    return name.isalnum() and name.isascii() and not name.isupper() and name.lower() not in _SHORT_WORDS


def openings(key: str) -> tuple[str, ...]:
    """Return the first word of an exact key and its first two words, where more follow."""
    words = key.split(" ", 2)
    return () if len(words) == 1 else (words[0],) if len(words) == 2 else (words[0], f"{words[0]} {words[1]}")


def opening_of(words: str) -> str:
    """Return the opening, of two words at most, that the keys of all names have that go on after these words."""
    key = exact_key(f"{words} x")[:-2]  # "Saint" is written St where a word follows
    return key if key.count(" ") < 2 else " ".join(key.split(" ", 2)[:2])


def _shortened(match: re.Match[str]) -> str:
    return _SHORT_WORDS[match.group()]


def abbreviation_key(name: str) -> str | None:
    """Return the case-sensitive key of an abbreviation ("U.S." and "US" → "US"; "Calif." → "Calif."), None for others.

    Abbreviations keep their case so that "us", "in" and "or" are not taken for them.
    """
    if "." not in name and not name.isupper():
        return None
    text = name.strip()
    letters = text.replace(".", "").replace(" ", "")
    if letters.isupper() and 2 <= len(letters) <= 6 and (" " not in text or "." in text):
        return letters
    if text.endswith(".") and _ABBREVIATION.fullmatch(text):
        return text.replace(" ", "")
    return None


#: The letters from a to z that a family key can have: the others are written as one of these.
FAMILY_LETTERS = "abdfghijklmnprstvz"


@dataclass(frozen=True, slots=True)
class FamilyKeys:
    """The keys of a spelling's family, from strict to loose."""

    close: str
    family: str
    consonants: str


def family_keys(name: str) -> FamilyKeys:
    """Return all keys of a spelling's family at once."""
    close = close_family_key(name)
    body = _REPEATED.sub("", close[1:].translate(_NO_VOWELS)).rstrip("h")
    return FamilyKeys(close, close.replace("o", "a"), close[:1].translate(_ONE_VOWEL) + body)


def family_key(name: str) -> str:
    """Return the key that joins transliteration families: kh/h/x, gh/g, zh/dzh/j, q/k, w/v; a/o/u; e/i/y; doubles."""
    return family_of(close_family_key(name))


def family_of(close: str) -> str:
    """Return the family key of a name whose close family key is given."""
    return close.replace("o", "a")


def close_family_key(name: str) -> str:
    """Return the family key that still tells a from o/u."""
    if is_arabic_script(name):
        # Letter by letter: a d before an h is no digraph there.
        text = exact_key(unicodedata.normalize("NFC", name).translate(_sounds()))
    elif "h" in (text := romanised(name)):
        text = _DIGRAPHS.sub(_single, _SILENT_H.sub("", text))
    text = _RUN_OF_VOWELS.sub("", text.translate(_FAMILIES))
    return _REPEATED.sub("", text)


def consonant_key(name: str) -> str:
    """Return the consonants of a name in any script, a leading vowel as "a"; for names written without vowels."""
    return family_keys(name).consonants


def romanised(name: str) -> str:
    """Return the name in plain Latin letters, lower case, as far as the letters' values are known."""
    if name.isascii():
        return exact_key(name)
    return exact_key(unicodedata.normalize("NFC", name.casefold()).translate(_letters()))


def is_arabic_script(name: str) -> bool:
    """Say whether the name has letters of the Arabic script."""
    return not name.isascii() and any("\u0600" <= c <= "\u06ff" for c in name)


def strip_designator(name: str) -> tuple[Stripped, ...]:
    """Return the bare names that remain when one designator is taken off, longest designator first."""
    return strip_key(exact_key(name))


def strip_key(key: str) -> tuple[Stripped, ...]:
    """Return what `strip_designator` returns for the name that has this exact key."""
    if " " not in key:
        return ()
    words = key.split(" ")
    before, after, longest = _designators()
    best: dict[str, Stripped] = {}
    for count in range(min(longest, len(words) - 1), 0, -1):
        for table, taken, bare in (
            (after, words[-count:], words[:-count]),
            (before, words[:count], words[count:]),
        ):
            designator = table.get(" ".join(taken))
            if designator is not None:
                rest = " ".join(bare).removeprefix("of ")
                for bare_name in (rest, *_stems(rest, designator.language)):
                    found = Stripped(bare_name, designator.feature_class, designator.feature_code)
                    best.setdefault(bare_name, found)
    return tuple(best.values())


def _stems(key: str, language: str) -> tuple[str, ...]:
    """Return the noun of a Russian adjective: Ошская область, Балхская провинция."""
    if language != "ru" or " " in key:
        return ()
    match = _RUSSIAN_ADJECTIVE.fullmatch(key)
    return (match.group(1),) if match else ()


_RUSSIAN_ADJECTIVE = re.compile(r"(.{2,})ск(?:ая|ии|ое|ои)")
#: A silent end, as in Qalʿah or Herah.
_SILENT_H = re.compile(r"(?<=[aeiouy])h\b")
#: Letters that romanisations write with two to four: shch, sh, ch, zh/dzh/dj, kh, and h that only marks breath.
_DIGRAPHS = re.compile(r"shch|sch|sh|tsch|tch|ch|dzh|zh|kh|gh|dh|th|bh|ph")
_SINGLE = {"shch": "ʃ", "sch": "ʃ", "sh": "ʃ", "tsch": "ʧ", "tch": "ʧ", "ch": "ʧ", "dzh": "j", "zh": "j", "kh": "h"} | {
    "gh": "g",
    "dh": "d",
    "th": "t",
    "bh": "b",
    "ph": "f",
}
_FAMILIES = str.maketrans({"q": "k", "c": "k", "x": "h", "w": "v", "e": "i", "y": "i", "u": "o", " ": ""})
#: A run of vowels counts as its last: ay/ey/ai, ya/ia/a.
_RUN_OF_VOWELS = re.compile(r"[aio]+(?=[aio])")
_REPEATED = re.compile(r"(.)(?=\1)")  # all but the last: replaced by nothing, which is faster than by a group
_NO_VOWELS = str.maketrans("", "", "aiov")
_ONE_VOWEL = str.maketrans("io", "aa")


def _single(match: re.Match[str]) -> str:
    return _SINGLE[match.group()]


@cache
def _letters() -> dict[int, str]:
    rows = (line.split("\t") for line in _rows("letters.tsv"))
    return {ord(row[0]): row[1] if len(row) > 1 else "" for row in rows}


@cache
def _sounds() -> dict[int, str]:
    return {letter: _DIGRAPHS.sub(_single, value) for letter, value in _letters().items()}


@cache
def _designators() -> tuple[dict[str, Designator], dict[str, Designator], int]:
    """Return the designators that stand before and after a name, by their words, and the most words one has."""
    before: dict[str, Designator] = {}
    after: dict[str, Designator] = {}
    for line in _rows("designators.tsv"):
        words, position, feature_class, feature_code, language = line.split("\t")
        designator = Designator(exact_key(words), feature_class, feature_code, language)
        if position in ("before", "either"):
            before.setdefault(designator.words, designator)
        if position in ("after", "either"):
            after.setdefault(designator.words, designator)
        if position not in ("before", "after", "either"):
            raise ValueError(f"designators.tsv: {words}: position is {position!r}, not before, after or either")
    return before, after, max(w.count(" ") + 1 for w in (*before, *after))


def _rows(name: str) -> list[str]:
    text = files("gazetteer").joinpath("data").joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.split("\n") if line.strip() and not line.startswith("#")]

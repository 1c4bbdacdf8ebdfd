"""Keys of names: what makes two spellings the same name. Knows no places.

`exact_key` removes what writers drop (case, diacritics, apostrophes, hyphens). `family_key` also joins the spellings
`exact_key` removes what writers drop (case, diacritics, apostrophes, hyphens). `family_key` also joins the spellings
that romanisation scatters (Shuroobod, Shurobod, Шӯрообод); `close_family_key` is its stricter form. `consonant_key` is
for Arabic script, where short vowels are not written. `strip_designator` takes "Province", "район", "ولایت" … off.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

_TO_SPACE = re.compile(r"[\s\-‐‑‒–—―_/,;:()\[\]\"“”«»„·]+")
_DROPPED = re.compile(r"['’‘ʼʻʹ`´ˈ′ʿʾ.\u0640\u200b-\u200f]")
_MARKS = re.compile(r"[\u0300-\u036f\u064b-\u065f\u0670]")
_PLAIN = re.compile(r"[a-z0-9]+(?: [a-z0-9]+)*")
_ABBREVIATION = re.compile(r"(?:[^\W\d_]\. ?){2,}|[^\W\d_]{2,6}\.|(?:[^\W\d_]\.)+[^\W\d_]+\.?")
_SAME_LETTER = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ə": "a", "ي": "ی", "ى": "ی"}
    | {"ك": "ک", "ة": "ه", "ۀ": "ه", "ہ": "ه", "ے": "ی", "ё": "е"}
)


@dataclass(frozen=True, slots=True)
class Designator:
    """A word that says what kind of place a name is."""

    words: str  #: as `exact_key` gives them
    position: Literal["before", "after", "either"]
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
    """Return the key under which spellings count as equal: no case, marks, apostrophes, dots; hyphens are spaces."""
    lowered = name.lower()
    if lowered.isascii() and _PLAIN.fullmatch(lowered):
        return lowered
    text = _DROPPED.sub("", unicodedata.normalize("NFKD", name.casefold()))
    text = unicodedata.normalize("NFC", _MARKS.sub("", text)).translate(_SAME_LETTER)
    return _TO_SPACE.sub(" ", text).strip()


def abbreviation_key(name: str) -> str | None:
    """Return the case-sensitive key of an abbreviation ("U.S." and "US" → "US"; "Calif." → "Calif."), None for others.

    Abbreviations keep their case so that "us", "in" and "or" are not taken for them.
    """
    text = name.strip()
    letters = text.replace(".", "").replace(" ", "")
    if letters.isupper() and 2 <= len(letters) <= 6 and (" " not in text or "." in text):
        return letters
    if text.endswith(".") and _ABBREVIATION.fullmatch(text):
        return text
    return None


def family_key(name: str) -> str:
    """Return the key that joins transliteration families: kh/h/x, gh/g, zh/dzh/j, q/k, w/v; a/o/u; e/i/y; doubles."""
    return re.sub("[ou]", "a", close_family_key(name))


def close_family_key(name: str) -> str:
    """Return the family key that still tells a from o/u."""
    text = romanised(name)
    for pattern, value in _FAMILIES:
        text = pattern.sub(value, text)
    return text


def consonant_key(name: str) -> str:
    """Return the consonants of a name in any script, a leading vowel as "a"; for names written without vowels."""
    key = close_family_key(name)
    body = re.sub("[aioyv]", "", key[1:])
    body = re.sub(r"(.)\1", r"\1", body).rstrip("h")
    return (re.sub("[aio]", "a", key[:1]) + body) if key else ""


def romanised(name: str) -> str:
    """Return the name in plain Latin letters, lower case, as far as the letters' values are known."""
    letters = _letters()
    text = unicodedata.normalize("NFC", name.casefold())
    text = "".join(letters.get(c, c) for c in text)
    return exact_key(text)


def is_arabic_script(name: str) -> bool:
    """Say whether the name has letters of the Arabic script."""
    return any("\u0600" <= c <= "\u06ff" for c in name)


def strip_designator(name: str) -> tuple[Stripped, ...]:
    """Return the bare names that remain when one designator is taken off, longest designator first."""
    key = exact_key(name)
    found = []
    for designator in _designators():
        words = designator.words
        if designator.position != "before" and key.endswith(" " + words):
            found.append((len(words), key[: -len(words) - 1], designator))
        if designator.position != "after" and key.startswith(words + " "):
            found.append((len(words), key[len(words) + 1 :], designator))
    best: dict[str, Stripped] = {}
    for _, bare, designator in sorted(found, key=lambda f: -f[0]):
        bare = bare.removeprefix("of ")
        best.setdefault(bare, Stripped(bare, designator.feature_class, designator.feature_code))
    return tuple(best.values())


_FAMILIES = tuple(
    (re.compile(pattern), value)
    for pattern, value in (
        (r"(?<=[aeiouy])h\b", ""),  # Qalʿah, Herah: a silent end
        (r" ", ""),
        (r"shch|sch|sh", "ʃ"),
        (r"tch|tsch|ch", "ʧ"),
        (r"dzh|dj|zh|j", "j"),
        (r"kh|x", "h"),
        (r"([gdtb])h", r"\1"),
        (r"ph", "f"),
        (r"ck|q|c", "k"),
        (r"w", "v"),
        (r"[eiy]+", "i"),
        (r"[ou]+", "o"),
        (r"[aio]*([aio])", r"\1"),  # a run of vowels counts as its last: ay/ey/ai, ya/ia/a
        (r"(.)\1+", r"\1"),
    )
)


@cache
def _letters() -> dict[str, str]:
    rows = (line.split("\t") for line in _rows("letters.tsv"))
    return {row[0]: row[1] if len(row) > 1 else "" for row in rows}


@cache
def _designators() -> tuple[Designator, ...]:
    found = []
    for line in _rows("designators.tsv"):
        words, position, feature_class, feature_code, language = line.split("\t")
        if position not in ("before", "after", "either"):
            raise ValueError(f"designators.tsv: {words}: position is {position!r}")
        found.append(Designator(exact_key(words), position, feature_class, feature_code, language))  # type: ignore[arg-type]
    return tuple(found)


def _rows(name: str) -> list[str]:
    text = files("gazetteer").joinpath("data").joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.split("\n") if line.strip() and not line.startswith("#")]

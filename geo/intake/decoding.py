"""Bytes of a file -> characters. Knows nothing of formats; a byte order mark is no character of the text."""

import codecs
import re
from dataclasses import dataclass
from functools import cache

from charset_normalizer import from_bytes

from geo.intake.language import detect_language
from geo.lexicon import read_table

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: First bytes of files that are no text, whatever their name says.
_SIGNATURES = (
    b"%PDF-", b"PK\x03\x04", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\xd0\xcf\x11\xe0", b"7z\xbc\xaf",
    b"BZh", b"\xfd7zXZ", b"\x7fELF", b"SQLite format 3\x00", b"Rar!", b"{\\rtf",
)  # fmt: skip
_BINARY = "is a binary file, not text; save the article as plain text in UTF-8"
_SAMPLE = 20_000
#: Bytes that text does not hold, in any one-byte encoding.
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MAX_CONTROLS = 0.02
#: Every other byte of UTF-16 is 0 to 7 in the alphabets up to Arabic; other files read so give signs all over Unicode.
_WIDE_CONTROLS = 0.2
_END_OF_ALPHABETS = "\u0700"
_PLAIN = 0.9


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's characters, and the encoding they stood in."""

    text: str
    encoding: str


def decode(content: bytes, declared: str | None = None) -> Decoded | str:
    """Return the text of a file, line ends as they stand, or in words what is wrong with it.

    `declared` is the encoding that the file says it is in; it is believed where it fits.
    """
    if not content.strip(b" \t\r\n\x00"):
        return "is empty; expected an article's text"
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _marked(content[len(mark) :], encoding)
    if any(content.startswith(signature) for signature in _SIGNATURES):
        return _BINARY
    if declared is not None and (fitting := _declared(content, declared)) is not None:
        return fitting
    if (wide := _wide_encoding(content)) is not None:
        return Decoded(content.decode(wide, "replace"), wide)
    if len(_CONTROLS.findall(content[:_SAMPLE])) > _MAX_CONTROLS * min(len(content), _SAMPLE) + 2:
        return _BINARY
    return _unmarked(content)


def _marked(content: bytes, encoding: str) -> Decoded | str:
    """Return the text after a byte order mark; a character cut off at the end is no reason to give up."""
    text = content.decode(encoding, "replace")
    if text.count("\ufffd") > 2:
        return f"is broken {encoding.upper()}; save it as UTF-8"
    return Decoded(text, encoding)


def _unmarked(content: bytes) -> Decoded | str:
    try:
        return Decoded(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        if _is_nearly_utf8(content):
            return Decoded(content.decode("utf-8", "replace"), "utf-8")
        return _guessed(content) or f"is in no known encoding (byte {error.start}); save it as UTF-8"


def _declared(content: bytes, encoding: str) -> Decoded | None:
    try:
        codec = codecs.lookup(encoding).name
        return Decoded(content.decode(codec), codec)
    except (LookupError, UnicodeDecodeError):
        return None


def is_wide(content: bytes) -> bool:
    """Whether a file is UTF-16 or UTF-32 by its byte order mark, so that its lines cannot be told apart by bytes."""
    return content.startswith(tuple(mark for mark, encoding in _MARKS if encoding != "utf-8"))


def _wide_encoding(content: bytes) -> str | None:
    """Return UTF-16 without a mark, where a file of odd bytes gives letters of the alphabets when read so."""
    sample = content[: _SAMPLE // 2 * 2]
    if len(content) % 2 or len(_CONTROLS.findall(sample)) < _WIDE_CONTROLS * len(sample):
        return None
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample.decode(encoding, "replace")
        plain = sum(character in "\t\n\r" or " " <= character < _END_OF_ALPHABETS for character in text)
        if plain > _PLAIN * len(text):
            return encoding
    return None


def _is_nearly_utf8(content: bytes) -> bool:
    """Whether a file is UTF-8 with a few broken characters (a cut at the end, a stray byte), by its other ones."""
    text = content.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = sum(1 for character in text[:_SAMPLE] if ord(character) > 127) - text[:_SAMPLE].count("\ufffd")
    return broken <= 1 + whole // 20 and whole > broken


def _guessed(content: bytes) -> Decoded | None:
    """Return the text in the most likely legacy encoding; the same on every machine."""
    best = from_bytes(content[:_SAMPLE], cp_isolation=sorted(row["encoding"] for row in read_table("encodings"))).best()
    if best is None:
        return None
    encoding = best.encoding
    if encoding in _latin_encodings().values():
        encoding = _latin_encodings().get(detect_language(str(best)) or "", "cp1252")
    return Decoded(content.decode(encoding, "replace"), encoding)


@cache
def _latin_encodings() -> dict[str, str]:
    """Return the encodings of the Latin script by language; "" stands for all others."""
    rows = [row for row in read_table("encodings") if row["script"] == "Latin"]
    return {language: row["encoding"] for row in rows for language in row["languages"].split() or [""]}

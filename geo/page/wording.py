"""The page's words in each language: strings/<code>.json. Knows nothing of incidents."""

import json
from importlib.resources import files
from typing import Any

from geo.errors import InputError

_FOLDER = files("geo.page") / "strings"


def languages() -> tuple[str, ...]:
    """Return the ISO 639-1 codes that have a catalogue, sorted."""
    return tuple(
        sorted(entry.name.removesuffix(".json") for entry in _FOLDER.iterdir() if entry.name.endswith(".json"))
    )


def read_wording(lang: str) -> dict[str, Any]:
    """Return the catalogue of a language, with English where it lacks a string.

    Raises InputError for a language without a catalogue.
    """
    if lang not in languages():
        raise InputError(f"no page in language {lang!r}; there are {', '.join(languages())}")
    return _catalogue("en") | _catalogue(lang) | {"_lang": lang}


def _catalogue(lang: str) -> dict[str, Any]:
    words: dict[str, Any] = json.loads((_FOLDER / f"{lang}.json").read_text(encoding="utf-8"))
    return words

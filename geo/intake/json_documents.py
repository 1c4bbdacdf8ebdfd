"""JSON and JSON Lines -> the fields of articles. Checks types; guesses nothing."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from geo.errors import InputError
from geo.records import Published, Span

_LONGEST_NUMBER = 300
_LANGUAGE = re.compile(r"([A-Za-z]{2})(?:[-_].*)?")


@dataclass(frozen=True, slots=True)
class JsonArticle:
    """The fields of one article, and what was wrong with those that were left out."""

    id: str | None
    text: str
    title: str | None
    published: Published | None
    source: str | None
    url: str | None
    language: str | None
    toponyms: tuple[Span, ...] | None
    problems: tuple[str, ...]


def parse_json(text: str) -> Any:
    """Return the value of a JSON text; NaN and infinities are None. Raises InputError saying what is wrong."""
    try:
        return json.loads(text, parse_constant=lambda _: None, parse_int=_number, parse_float=_number)
    except ValueError as error:
        raise InputError(f"is no JSON ({error}); expected an object with a text") from error
    except RecursionError as error:
        raise InputError("is nested too deeply; expected an object with a text") from error


def _number(digits: str) -> float | None:
    return float(digits) if len(digits) <= _LONGEST_NUMBER else None


def read_article(value: Any) -> JsonArticle:
    """Return the article of a parsed JSON object. Raises InputError where there is no text to read."""
    if not isinstance(value, dict):
        raise InputError(f'is a JSON {_kind(value)}; expected an object such as {{"text": "…"}}')
    text = value.get("text")
    if not isinstance(text, str):
        found = "no text" if text is None else f"a text that is a {_kind(text)}"
        raise InputError(f'has {found}; expected "text": "…" with the article')
    if not text.strip():
        raise InputError('has an empty text; expected "text": "…" with the article')
    problems: list[str] = []
    fields = {name: _string(value, name, problems) for name in ("title", "source", "url", "language", "published")}
    return JsonArticle(
        id=_id(value, problems),
        text=text,
        title=fields["title"],
        published=_published(fields["published"], problems),
        source=fields["source"],
        url=fields["url"],
        language=_language(fields["language"], problems),
        toponyms=_toponyms(value, len(text), problems),
        problems=tuple(problems),
    )


def _kind(value: Any) -> str:
    names = {dict: "object", list: "list", str: "string", bool: "truth value", type(None): "null"}
    return names.get(type(value), "number")


def _string(value: Mapping[str, Any], name: str, problems: list[str]) -> str | None:
    found = value.get(name)
    if found is None:
        return None
    if not isinstance(found, str):
        problems.append(f"{name} is a {_kind(found)}, not a string; it is ignored")
        return None
    return clean(found) or None


def clean(text: str) -> str:
    """Return a string of metadata in one line, without characters that cannot be written."""
    return " ".join(re.sub("[\x00-\x1f\x7f\ud800-\udfff]", " ", text).split())


def _id(value: Mapping[str, Any], problems: list[str]) -> str | None:
    found = value.get("id")
    if isinstance(found, float) and found == int(found):
        return str(int(found))
    return _string(value, "id", problems)


def _published(text: str | None, problems: list[str]) -> Published | None:
    if text is None:
        return None
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        problems.append(f"published is {text[:40]!r}; expected a day such as 2026-03-31; it is ignored")
        return None
    return Published(day, day, "stated")


def _language(text: str | None, problems: list[str]) -> str | None:
    if text is None:
        return None
    match = _LANGUAGE.fullmatch(text)
    if match is None:
        problems.append(f"language is {text[:40]!r}; expected a code such as en; it is detected instead")
        return None
    return match.group(1).lower()


def _toponyms(value: Mapping[str, Any], length: int, problems: list[str]) -> tuple[Span, ...] | None:
    found = value.get("toponyms")
    if found is None:
        return None
    if not isinstance(found, list):
        problems.append(f"toponyms is a {_kind(found)}; expected a list of spans; place names are searched for instead")
        return None
    spans = set()
    for number, item in enumerate(found, start=1):
        span = _span(item, length)
        if span is None:
            problems.append(
                f'toponym {number} is no span of the text (0 to {length}); expected {{"start": 0, "end": 5}}'
            )
        else:
            spans.add(span)
    return tuple(sorted(spans, key=lambda s: (s.start, s.end)))


def _span(item: Any, length: int) -> Span | None:
    if not isinstance(item, dict):
        return None
    start, end = item.get("start"), item.get("end")
    if not isinstance(start, float) or not isinstance(end, float) or start != int(start) or end != int(end):
        return None
    return Span(int(start), int(end)) if 0 <= start < end <= length else None

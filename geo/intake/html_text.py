"""HTML pages -> article text (by trafilatura, the extra `html`) and what their heads state."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from geo.errors import InputError
from geo.intake.json_documents import clean
from geo.intake.stamps import read_date
from geo.lexicon import read_table
from geo.records import Published

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,30})""", re.IGNORECASE)
#: Tags nested deeper than this are no article, and the parsers below recurse.
_MAX_DEPTH = 200


@dataclass(frozen=True, slots=True)
class HtmlArticle:
    """What a page says."""

    text: str
    title: str | None
    published: Published | None
    source: str | None
    url: str | None


def declared_charset(content: bytes) -> str | None:
    """Return the encoding that a page says it is in, among its first bytes."""
    match = _CHARSET.search(content[:4096])
    return match.group(1).decode("ascii", "replace").lower() if match else None


def extract_article(html: str) -> HtmlArticle:
    """Return the article of a page. Raises InputError where there is none, or where the extra is not installed."""
    try:
        from trafilatura import bare_extraction  # noqa: PLC0415
    except ImportError as error:
        raise InputError(
            "is HTML, which needs an optional package; run: pip install 'incident-mapper[html]'"
        ) from error
    head = _Head()
    head.feed(html)
    if head.depth > _MAX_DEPTH:
        raise InputError("is HTML nested too deeply; save the article's text as .txt")
    try:
        # its own metadata look at the clock and fail on broken pages; the head is read here instead
        page: Any = bare_extraction(html, include_comments=False, include_tables=False, with_metadata=False)
    except (ValueError, TypeError, AttributeError, AssertionError, IndexError, RecursionError) as error:
        raise InputError(f"is broken HTML ({type(error).__name__}); save the article's text as .txt") from error
    text = page.text if page is not None else None
    if not text or not text.strip():
        raise InputError("holds no article text; save the page as it is shown, or its text as .txt")
    found = head.fields()
    return HtmlArticle(
        text, found.get("title"), read_date(found.get("published", "")), found.get("source"), found.get("url")
    )


class _Head(HTMLParser):
    """Collects what a page states of itself: meta elements, JSON-LD, the canonical link, times, the title."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0
        self._open = 0
        self._inside = ""
        self._texts: dict[str, str] = {}
        self._keys: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self._open += tag not in {"meta", "link", "br", "img", "hr", "input", "p", "li"}
        self.depth = max(self.depth, self._open)
        if tag == "meta":
            key = values.get("property") or values.get("name") or values.get("itemprop") or ""
            self._keys.setdefault(key.lower(), values.get("content", ""))
        elif tag == "link" and values.get("rel", "").lower() == "canonical":
            self._keys.setdefault("canonical", values.get("href", ""))
        elif tag == "time" and values.get("datetime"):
            self._keys.setdefault("time", values["datetime"])
        elif tag == "script" and values.get("type", "").lower() == "application/ld+json":
            self._inside = "ld+json"
        elif tag in {"title", "h1"} and tag not in self._texts:
            self._inside = tag

    def handle_endtag(self, tag: str) -> None:
        self._open = max(0, self._open - 1)
        if tag in {"title", "h1", "script"}:
            self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside:
            self._texts[self._inside] = self._texts.get(self._inside, "") + data

    def fields(self) -> dict[str, str]:
        """Return title, published, source and url, as far as they are stated, each by the firmest key."""
        keys = {**dict(_linked_values(self._texts.get("ld+json", ""))), **self._keys, **self._texts}
        found: dict[str, str] = {}
        for row in read_table("html_keys"):
            value = clean(keys.get(row["key"], ""))
            if value:
                found.setdefault(row["field"], value)
        return found


def _linked_values(text: str) -> Iterator[tuple[str, str]]:
    """Yield the strings of JSON-LD by their keys, the publisher's name as "ld:publisher"."""
    try:
        value = json.loads(text) if text else None
    except (ValueError, RecursionError):
        return
    items = value if isinstance(value, list) else [value]
    for item in items:
        graph = item.get("@graph") if isinstance(item, dict) else None
        for node in graph if isinstance(graph, list) else [item]:
            if not isinstance(node, dict):
                continue
            yield from ((f"ld:{key}", inner) for key, inner in node.items() if isinstance(inner, str))
            publisher = node.get("publisher")
            if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
                yield "ld:publisher", publisher["name"]

"""HTML pages -> article text and stated metadata, by trafilatura (the extra `html`)."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from geo.errors import InputError
from geo.records import Published

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,30})""", re.IGNORECASE)


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
    return match.group(1).decode("ascii").lower() if match else None


def extract_article(html: str) -> HtmlArticle:
    """Return the article of a page. Raises InputError where there is none, or where the extra is not installed."""
    try:
        from trafilatura import bare_extraction  # noqa: PLC0415
    except ImportError as error:
        raise InputError(
            "is HTML, which needs an optional package; run: pip install 'incident-mapper[html]'"
        ) from error

    # without a last day the extractor would look at the clock; without extensive search it takes stated dates only
    dates = {"original_date": True, "extensive_search": False, "max_date": "2100-01-01"}
    page: Any = bare_extraction(
        html, include_comments=False, include_tables=False, with_metadata=True, date_extraction_params=dates
    )
    if page is None or not page.text or not page.text.strip():
        raise InputError("holds no article text; save the page as it is shown, or its text as .txt")
    return HtmlArticle(
        page.text, page.title or None, _published(page.date), page.sitename or page.hostname or None, page.url or None
    )


def _published(text: str | None) -> Published | None:
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return Published(day, day, "stated")

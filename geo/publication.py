"""When each article of a file came out: where it is stated, and by inference where it is not."""

import dataclasses
import itertools
import re
from collections.abc import Callable, Sequence
from datetime import date

from geo.lines import Line
from geo.records import Document, Published
from geo.stamps import read_date, read_stamp

_ISO_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_./](\d\d)[-_./](\d\d)(?!\d)")
_BRACKETED = re.compile(r"\(([^()\n\r]{8,90})\)")
_MAX_WORDS = 40

#: Infers when an article came out, given the days it came out not before and not after.
Infer = Callable[[Document, date | None, date | None], Published | None]


def stated_in_text(lines: Sequence[Line]) -> Published | None:
    """Return the date of the first stamp of an article that has a full one; labelled stamps before bare dates."""
    bare = None
    n_words = 0
    for line in lines:
        for piece in (line.text.strip("*_ "), *_BRACKETED.findall(line.text)):
            stamp = read_stamp(piece, 0, len(piece))
            if stamp is None or stamp.published is None:
                continue
            whole = stamp.end >= len(piece.rstrip(" .|)"))
            if stamp.is_labelled and (whole or ":" in piece[:30]):
                return stamp.published
            if whole and bare is None and n_words < _MAX_WORDS:
                bare = stamp.published
        n_words += len(line.words)
    return bare


def stated_in_name(name: str | None) -> Published | None:
    """Return the day that an address or a file's name holds, as 2021-05-04, 2021_05_04 or 2021/05/04."""
    for match in _ISO_IN_NAME.finditer(name or ""):
        published = read_date("-".join(match.groups()))
        if published is not None:
            return published
    return None


def with_dates(documents: Sequence[Document], infer: Infer, *, is_listing: bool) -> tuple[Document, ...]:
    """Return the documents with dates of publication where they have none.

    `infer` gets a document and the days that it came out not before and not after, None where not known. The articles
    of a listing stand in an order, usually the newest first, so that their neighbours bound them.
    """
    alone = [document.published or infer(document, None, None) for document in documents]
    if is_listing and (order := _order(alone)):
        for i, document in enumerate(documents):
            if document.published is None:
                newer, older = (alone[:i], alone[i + 1 :])[::order]
                after = max((p.start for p in older if p), default=None)
                before = min((p.end for p in newer if p), default=None)
                if after is None or before is None or after <= before:
                    alone[i] = infer(document, after, before) or alone[i]
    return tuple(dataclasses.replace(d, published=p) for d, p in zip(documents, alone, strict=True))


def _order(known: Sequence[Published | None]) -> int:
    """Return 1 where articles stand newest first (or nothing speaks against it), -1 oldest first, 0 in no order."""
    dates = [p for p in known if p is not None]
    falls = any(a.start > b.end for a, b in itertools.pairwise(dates))
    rises = any(a.end < b.start for a, b in itertools.pairwise(dates))
    return 0 if falls and rises else -1 if rises else 1

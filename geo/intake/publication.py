"""When each article of a file came out: where it is stated, and by inference where it is not."""

import dataclasses
import itertools
import re
from collections.abc import Callable, Sequence

from geo.intake.lines import Line, read_lines
from geo.intake.stamps import read_date, read_stamp
from geo.records import Document, Published

_ISO_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_./](\d\d)[-_./](\d\d)(?!\d)")
_BRACKETED = re.compile(r"\(([^()\n\r]{8,90})\)")
_PARTS = re.compile(r"\s*[|•·]\s*|(?<=[a-z])\.\s+|\s{2,}")
_MAX_WORDS = 40

#: Infers when an article came out, given when one before it (or with it) and one after it (or with it) came out.
Infer = Callable[[Document, Published | None, Published | None], Published | None]


def stated_in_text(text: str) -> Published | None:
    """Return the date that a stamp in a text states; see `stated_in_lines`."""
    return stated_in_lines(read_lines(text)) if text else None


def stated_in_lines(lines: Sequence[Line]) -> Published | None:
    """Return the date of the first stamp of an article that has a full one; labelled stamps before bare dates."""
    bare = None
    n_words = 0
    for line in lines:
        parts = _PARTS.split(line.text) if len(line.words) <= _MAX_WORDS else [line.text]
        for piece in (*(part.strip("*_ ") for part in parts), *_BRACKETED.findall(line.text)):
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

    `infer` gets a document, one that came out before it or with it, and one that came out later or with it. The
    articles of a listing stand in an order, usually the newest first, so that their neighbours bound them; each is
    first looked at alone.
    """
    known = [document.published or infer(document, None, None) for document in documents]
    order = _order([p for p in map(_firm, known) if p]) if is_listing else 0
    # what a neighbour's bounds have fixed bounds others in turn
    for _ in range(2 if order else 0):
        firm = [_firm(p) for p in known]
        for i, document in enumerate(documents):
            newer, older = (firm[:i], firm[i + 1 :])[::order]
            after = max((p for p in older if p), key=lambda p: p.start, default=None)
            before = min((p for p in newer if p), key=lambda p: p.end, default=None)
            if document.published is None and (after or before):
                known[i] = infer(document, after, before) or known[i]
    return tuple(dataclasses.replace(d, published=p) for d, p in zip(documents, known, strict=True))


def _firm(published: Published | None) -> Published | None:
    """Return a date that rests on more than the last possible day that the user gave, else None."""
    return published if published is not None and published.basis != "as_of" else None


def _order(dates: Sequence[Published]) -> int:
    """Return 1 where articles stand newest first (or nothing speaks against it), -1 oldest first, 0 in no order."""
    falls = any(a.start > b.end for a, b in itertools.pairwise(dates))
    rises = any(a.end < b.start for a, b in itertools.pairwise(dates))
    return 0 if falls and rises else -1 if rises else 1

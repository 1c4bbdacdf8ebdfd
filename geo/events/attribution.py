"""Finds whom an article cites for an incident: "according to X", "reported by X, citing Y", "…, X said"."""

import re
from collections.abc import Sequence

from geo.events.reading import Sentence

_NAME = r"(?P<who>(?:the |an? )?[^\W\d_][^,.;:\"“”()\n]{2,70}?)"
_SAYING = ("said", "says", "reported", "announced", "confirmed")
#: words of which a sentence must have one, and the expression that is looked for then
_PATTERNS = (
    (
        ("ccording to ",),
        re.compile(rf"\b[Aa]ccording to {_NAME}(?=[,.;]|$| that\b)(?P<via>, citing [^,.;\n]{{3,70}})?"),
    ),
    (
        (" reported by ",),
        re.compile(
            rf"\b(?:was|were|been) (?:first )?reported by {_NAME}(?=[,.;]|$)(?P<via>, citing [^,.;\n]{{3,70}})?"
        ),
    ),
    (_SAYING, re.compile(rf"[,\"”] {_NAME} (?:{'|'.join(_SAYING)})\b")),
)
_WORDS = tuple(word for words, _ in _PATTERNS for word in words)
#: pronouns and words that name nobody
_NOBODY = re.compile(
    r"^(?:no|nobody|he|she|they|it|who|which|and|but|that|this|there|what)\b|\b(?:was|were|been|be)$", re.IGNORECASE
)
#: the sentences of an incident that are looked at
_SENTENCES = 5


def attribution_of(sentences: Sequence[Sentence]) -> str | None:
    """Return the words that name the source an incident rests on, or None where nobody is cited."""
    for sentence in sentences[:_SENTENCES]:
        text = sentence.text
        if not any(map(text.__contains__, _WORDS)):
            continue
        for words, pattern in _PATTERNS:
            match = pattern.search(text) if any(map(text.__contains__, words)) else None
            if match is None or _NOBODY.match(match["who"]):
                continue
            via = match.groupdict().get("via") or ""
            return " ".join((match["who"] + via).split())
    return None

"""Turns word lists into fast regular expressions over folded text. Knows no words itself.

Folded text has the same length as the text, so that offsets found in it hold in the text.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

#: a gap between the words of a phrase, in folded text; longer runs are page furniture that was blanked
GAP = r"\x20{1,6}"
#: a line end inside a paragraph
_LINE_END = re.compile(r"\n(?<!\n\n)(?! *\n)")  # the line end first: nothing else is looked at

#: typographic characters and the plain ones they stand for
_PLAIN = (("‘’ʼ", "'"), ("‐‑‒–−", "-"), ("\u00a0\u202f\u2009", " "))


@lru_cache(maxsize=4)  # numbers and dates read the document in hand
def fold(text: str) -> str:
    """Return the text in lower case with plain apostrophes and hyphens, character for character.

    Line ends within a paragraph become spaces, so that a phrase may run over them; those at a blank line stay.
    """
    lower = lowered(text)
    if not lower.isascii():
        for signs, plain in _PLAIN:  # a few searches of the whole text; str.translate looks up each character
            for sign in signs:
                lower = lower.replace(sign, plain)
    return _LINE_END.sub(" ", lower.replace("\t", " ").replace("\r", " "))


def lowered(text: str) -> str:
    """Return the text in lower case, character for character."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)  # the dotted I of Turkish grows when lowered


def one_of(words: Iterable[str], gap: str = GAP) -> str:
    """Return a group that matches any of the words, longest first, sharing their common beginnings.

    A space in a word matches any gap between words; the group has no captures and no word boundaries of its own.
    """
    tree: dict[str, dict] = {}  # type: ignore[type-arg]
    for word in words:
        node = tree
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    return _branches(tree, gap)


def _branches(tree: dict[str, dict], gap: str) -> str:  # type: ignore[type-arg]
    ends_here = "" in tree
    letters = sorted(k for k in tree if k)
    if not letters:
        return ""
    parts = [(gap if k == " " else re.escape(k)) + _branches(tree[k], gap) for k in letters]
    body = parts[0] if len(parts) == 1 and not ends_here else f"(?:{'|'.join(parts)})"
    return f"{body}?" if ends_here else body


def first_letters(*words: Iterable[str]) -> str:
    """Return the letters that words of several lists begin with, for a set of characters in an expression."""
    return "".join(sorted({word[0] for some in words for word in some}))


def beginning_in(characters: str, pattern: str) -> str:
    """Return a pattern that fails at once where the next character is none of those that it can begin with."""
    return rf"(?=[{characters}])(?:{pattern})"


def spaced(pattern: str) -> str:
    """Return the pattern with each space turned into a gap and each ` ?` into a gap that may be missing.

    Doing it twice changes nothing.
    """
    return pattern.replace(" ?", GAP.replace("1", "0", 1)).replace(" ", GAP)

"""Cuts a text into the words, marks and numbers that name finding works on. Knows nothing of places."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, repeat

from geo.naming.signs import Signs, read_signs
from geo.naming.words import NO_WORD, Glossary, Integers, Word, glossary

#: Initials with stops (N.C., U.S.) are one token; "'s" is a token of its own so that a name never holds it.
#: What comes first is no rule of its own: no branch is tried at a space, and plain words and marks, most tokens, are
#: taken without trying the others.
_TOKEN = re.compile(
    r"((?=\S)(?:[A-Za-z]{2,}+(?!['’ʼ`ʻ‘\u0300-\u036f\u200c\w])|[^\w\s'’]"
    r"|(?:[^\W\d_]\.){2,}|[^\W\d_]\.(?: ?[^\W\d_]\.)*[^\W\d_]{2,3}\.|[A-Z]\.[A-Z]\b(?!\.)"
    r"|[^\W\d_][^\W\d_\u0300-\u036f\u200c]*(?:[\u0300-\u036f\u200c]+[^\W\d_]*)*(?:['’ʼ`ʻ‘](?![sS]\b)[^\W\d_]+)*"
    r"|['’][sS]\b"
    r"|\d+(?:[.,:]\d+)*[^\W\d_]*"
    r"|['’_]))"
)


#: What stands between most words.
_INLINE = frozenset({"", " "})

#: What stands before the first word of a sentence.
OPENING = frozenset({".", "!", "?", "•", "*", '"', "“", ":"})


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text: parallel tuples, in order, without white space.

    `known[i]` of one or two tokens before the first (-1, -2: the last in the tuple) and after the last is no word.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    words: tuple[str, ...]  # the characters of each token
    gaps: tuple[str, ...]  # what stands between each token and the next: "", a space, a line break; "" after the last
    known: tuple[Word, ...]  # what is known of each word by itself, then two times of none: see below
    glossary: Glossary  # where the words have their numbers
    numbers: Integers  # of each word
    signs: Signs

    @property
    def capitals(self) -> list[int]:
        """Indices of the tokens that are written with a capital as names are."""
        return self.signs.capitals

    def __len__(self) -> int:
        """Return the number of tokens."""
        return len(self.words)

    def slice(self, first: int, last: int) -> str:
        """Return the text from the first character of token `first` to the last character of token `last`."""
        return self.text[self.starts[first] : self.ends[last]]

    def lower_slice(self, first: int, last: int) -> list[str]:
        """Return the tokens of a stretch in lower case, without the stop of an abbreviation."""
        return [word.lower for word in self.known[first : last + 1]]

    def word_at(self, index: int) -> str:
        """Return a token, or "" before the first and after the last."""
        return self.known_at(index).text

    def lower_at(self, index: int) -> str:
        """Return a token in lower case, without an abbreviation's stop; "" before the first and after the last."""
        return self.known_at(index).lower

    def known_at(self, index: int) -> Word:
        """Return what is known of a token, of no word before the first and after the last."""
        return self.known[index] if 0 <= index < len(self.known) else NO_WORD

    def gap(self, index: int) -> str:
        """Return what stands between a token and the next; "" before the first and after the last."""
        return self.gaps[index] if 0 <= index < len(self.gaps) else ""

    def ends_paragraph(self, index: int) -> bool:
        """Return whether a blank line follows a token; a single line break may be a wrapped line."""
        gap = self.gaps[index]
        return gap not in _INLINE and gap.count("\n") > 1

    def after_line_breaks(self) -> list[int]:
        """Return the tokens before which a line breaks, but for the first of the text."""
        starts, n = self.starts, len(self.starts)
        lines = accumulate([len(line) + 1 for line in self.text.split("\n")])  # where each next one begins
        return [i for i in map(bisect_left, repeat(starts), lines) if 0 < i < n]

    def starts_sentence(self, index: int) -> bool:
        """Return whether a token opens a sentence, a quotation or a line, as far as marks tell."""
        return index <= 0 or self.words[index - 1] in OPENING or "\n" in self.gaps[index - 1]


def tokenise(text: str, words: Glossary | None = None) -> Tokens:
    """Return the tokens of a text, their words numbered by a glossary."""
    return tokenise_all((text,), words)[0]


def tokenise_all(texts: Sequence[str], words: Glossary | None = None) -> list[Tokens]:
    """Return the tokens of each text: those that `tokenise` returns, in less time than one by one."""
    words = glossary() if words is None else words
    cut = [_TOKEN.split(text) for text in texts]  # a gap, a token, a gap …, a token, a gap
    numbered = [list(map(words.__getitem__, parts[1::2])) for parts in cut]
    words.read()
    arrays, signs = read_signs(numbered, words)
    return [
        _tokens(text, parts, own, array, of_text, words)
        for text, parts, own, array, of_text in zip(texts, cut, numbered, arrays, signs, strict=True)
    ]


def _tokens(
    text: str, parts: Sequence[str], numbers: Sequence[int], array: Integers, signs: Signs, words: Glossary
) -> Tokens:
    bounds = tuple(accumulate(map(len, parts)))
    return Tokens(
        text=text,
        starts=bounds[:-1:2],
        ends=bounds[1::2],
        words=tuple(parts[1::2]),
        gaps=(*parts[2:-1:2], "") if numbers else (),
        known=(*map(words.known.__getitem__, numbers), NO_WORD, NO_WORD),
        glossary=words,
        numbers=array,
        signs=signs,
    )

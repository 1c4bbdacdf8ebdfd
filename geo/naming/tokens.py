"""Cuts a text into the words, marks and numbers that name finding works on. Knows nothing of places."""

import re
from dataclasses import dataclass

#: Initials with stops (N.C., U.S.) are one token; "'s" is a token of its own so that a name never holds it.
_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}|[^\W\d_]\.(?: ?[^\W\d_]\.)*[^\W\d_]{2,3}\.|[A-Z]\.[A-Z]\b(?!\.)"
    r"|[^\W\d_][^\W\d_\u0300-\u036f\u200c]*(?:[\u0300-\u036f\u200c]+[^\W\d_]*)*(?:['’ʼ`ʻ‘](?![sS]\b)[^\W\d_]+)*"
    r"|['’][sS]\b"
    r"|\d+(?:[.,:]\d+)*[^\W\d_]*"
    r"|[^\w\s]|_"
)


#: What stands before the first word of a sentence.
_OPENING = frozenset({"", ".", "!", "?", "•", "*", '"', "“", ":"})


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text: parallel tuples, in order, without white space."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    words: tuple[str, ...]  # the characters of each token
    lower: tuple[str, ...]  # the same in lower case, without the stop of an abbreviation
    capitals: tuple[int, ...]  # indices of the tokens that are written with a capital as names are

    def __len__(self) -> int:
        """Return the number of tokens."""
        return len(self.words)

    def slice(self, first: int, last: int) -> str:
        """Return the text from the first character of token `first` to the last character of token `last`."""
        return self.text[self.starts[first] : self.ends[last]]

    def word_at(self, index: int) -> str:
        """Return a token, or "" before the first and after the last."""
        return self.words[index] if 0 <= index < len(self.words) else ""

    def lower_at(self, index: int) -> str:
        """Return a token in lower case, or "" before the first and after the last."""
        return self.lower[index] if 0 <= index < len(self.lower) else ""

    def gap(self, index: int) -> str:
        """Return what stands between a token and the next: "", a space, a line break."""
        starts = self.starts
        return self.text[self.ends[index] : starts[index + 1]] if 0 <= index < len(starts) - 1 else ""

    def starts_sentence(self, index: int) -> bool:
        """Return whether a token opens a sentence, a quotation or a line, as far as marks tell."""
        return self.word_at(index - 1) in _OPENING or "\n" in self.gap(index - 1)


def tokenise(text: str) -> Tokens:
    """Return the tokens of a text."""
    spans = [m.span() for m in _TOKEN.finditer(text)]
    words = tuple([text[a:b] for a, b in spans])
    return Tokens(
        text=text,
        starts=tuple([a for a, _ in spans]),
        ends=tuple([b for _, b in spans]),
        words=words,
        lower=tuple([w.lower() if "." not in w else w.lower().rstrip(".") or w for w in words]),
        capitals=tuple([i for i, w in enumerate(words) if w[0].isupper() or "'" in w or "’" in w if is_capitalised(w)]),
    )


_INNER_CAPITAL = re.compile(r"^\w{1,3}['’ʼ][^\W\d_]")
_CONTRACTION = re.compile(r"^(?:I|He|She|It|We|You|They|That|There|Don|Won|Can|Isn|Didn)['’]")


def is_capitalised(word: str) -> bool:
    """Return whether a token is written with a capital as names are: "Kabul", "d'Ivoire"; not "al", not "I've"."""
    if "'" not in word and "’" not in word:
        return word[:1].isupper()
    if word[:1].isupper():
        return _CONTRACTION.match(word) is None
    inner = _INNER_CAPITAL.match(word)
    return inner is not None and word[inner.end() - 1].isupper()

"""Says where in a text an expression may begin, by one look at each word. Knows no words itself.

A regular expression with many rules is slow to fail. It is tried at few places only: at a word of its vocabulary, or at
frequent words before one, and only where a word that every expression has (an anchor) can be reached from there over
words of the vocabulary. Like the grammar of events, this is an expression over one letter a word.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from geo.grammar.letters import Letters
from geo.grammar.spelling import Spelled, cut

#: a is an anchor, d digits that are none, r another word of the vocabulary, f a frequent word with which an expression
#: may begin, g one that stands within only, . a mark; x the rest
_OPENING = re.compile(r"(?:[fg]\.?){0,4}(?=[fgrd.]*?(?:a|d\.d))[ard]")
#: characters before digits that are looked at for signs
_SIGNED = 8


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What an expression may consist of."""

    letters: Letters  # of words in lower case
    signs: str  # marks before digits with which an expression may begin


def vocabulary(
    anchors: Sequence[str], others: Sequence[str], frequent: frozenset[str], *, number: str, signs: str
) -> Vocabulary:
    """Return the vocabulary of an expression.

    `anchors` are phrases of which one is part of whatever it matches, unless that has a number of the shape `number`
    or two numbers with a mark between; `others` are all other phrases of it. A frequent word may begin it where it
    begins one of the phrases.
    """
    phrases = (*anchors, *others)
    openers = {word for phrase in phrases for word in cut(phrase)[:1]}
    found = {word: "f" if word in openers else "g" for word in frequent}
    found.update(dict.fromkeys({word for phrase in phrases for word in cut(phrase)} - frequent, "r"))
    rare = ([word for word in cut(phrase) if word not in frequent] for phrase in anchors)
    found.update({words[-1]: "a" for words in rare if words})
    digits = re.compile(number)

    def letter(word: str) -> str:
        if word[0].isdecimal():
            return "a" if digits.match(word) else "d"
        return found.get(word, "x") if word[0].isalpha() else "."

    def of_compound(word: str) -> str:
        """Return the letter of a word, or of several with hyphens ("two-day", "mid-march")."""
        if word.isalpha():
            return found.get(word, "x")
        first, *rest = word.split("-")
        if not first or not rest or word in found:
            return letter(word)
        own = letter(first)
        return "a" if own not in "x." and any(part and letter(part) == "a" for part in rest) else own

    return Vocabulary(Letters(of_compound), signs)


def openings(known: Vocabulary, text: str, words: Spelled) -> list[int]:
    """Return the offsets at which an expression may begin, in order."""
    starts, found = words.starts, []
    letters = known.letters.of(words.lower)
    for first, after in _runs(letters):
        for match in _OPENING.finditer(letters, first, after):
            begin, after_last = match.span()
            last = after_last - 1
            if begin < last:
                found += [starts[i] for i in range(begin, last) if letters[i] == "f"]
            start = starts[last]
            if text[start].isdecimal():
                found += _signs(known.signs, text, start)
            found.append(start)
    return found


def _runs(letters: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches of words of the vocabulary that hold an anchor: an expression lies within one.

    They are looked for as single letters, far faster than by an expression over all of them.
    """
    anchors = letters.replace("d.d", "aaa")
    anchor = anchors.find("a")
    while anchor >= 0:
        after = letters.find("x", anchor)
        after = len(letters) if after < 0 else after
        yield letters.rfind("x", 0, anchor) + 1, after
        anchor = anchors.find("a", after)


def _signs(signs: str, text: str, start: int) -> list[int]:
    """Return the offsets of the signs before digits; spaces may stand between them."""
    before = text[max(0, start - _SIGNED) : start]
    if before.rstrip(" ")[-1:] not in signs:  # as before most
        return []
    first = start - len(before) + len(before.rstrip(signs + " "))
    return [i for i in range(first, start) if text[i] != " "]

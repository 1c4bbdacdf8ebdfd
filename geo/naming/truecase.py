"""Gives names the capitals that they are written without, so that the finder can see them.

In texts without any capitals, all names; in others the Arabic article of a name ("al-Bab" as "Al-Bab"). Offsets stay: a
letter is replaced by its capital, never by two.
"""

import re
from functools import cache

from gazetteer import Gazetteer
from geo.naming.cues import commonness, cues, links
from geo.naming.tokens import Tokens, tokenise

#: A text is without capitals when fewer than one word in this many has one.
_RARE = 40

#: What stands between an Arabic article and its word.
_DASHES = "-‐‑"

#: Names of at most this many words are looked for.
_MAX_WORDS = 4


@cache
def _article() -> re.Pattern[str]:
    """Return the pattern of an Arabic article in small letters, with the words of the name around it."""
    articles = "|".join(sorted(links("ARABIC_ARTICLE")))
    return re.compile(
        rf"(?P<before>[A-Z][\w'’]+ )?\b(?P<article>{articles})(?P<word>[{_DASHES}][A-Z][\w'’]*)"
        r"(?=(?P<after> [A-Z][\w'’]+)?)"
    )


def with_capitals(tokens: Tokens, gazetteer: Gazetteer) -> Tokens:
    """Return the tokens with capitals on names and on words that are no English words, where a text has none.

    Other texts as they are, but for the articles of Arabic names.
    """
    if len(tokens.capitals) * _RARE > len(tokens):  # most texts: no need to count which tokens are words
        if not any(tokens.words[i - 1] in _DASHES for i in tokens.signs.articled):
            return tokens
        text = _article().sub(lambda match: _with_article(match, gazetteer), tokens.text)
        return tokens if text == tokens.text else tokenise(text, tokens.glossary)
    words = [i for i, w in enumerate(tokens.words) if w[0].isalpha()]
    if len(words) < 4 or len(tokens.capitals) * _RARE > len(words):
        return tokens
    letters = list(tokens.text)
    for i in sorted(_names(tokens, words, gazetteer)):
        start = tokens.starts[i]
        capital = letters[start].upper()
        if len(capital) == 1:
            letters[start] = capital
    return tokenise("".join(letters), tokens.glossary)


def _with_article(match: re.Match[str], gazetteer: Gazetteer) -> str:
    """Return a name with a capital on its article where the gazetteer has the name so: "al-Bab", "Deir ez-Zor"."""
    before, after = match["before"] or "", match["after"] or ""
    name = match["article"] + match["word"]
    if any(gazetteer.is_name(whole) for whole in (name, before + name, name + after)):
        return before + name.capitalize()[: len(match["article"])] + match["word"]
    return match.group()


def _names(tokens: Tokens, words: list[int], gazetteer: Gazetteer) -> set[int]:
    """Return the tokens that a careful writer would give a capital."""
    found = {i for i in words if not commonness(tokens.known[i].lower) and not cues(tokens.known[i].lower)}
    found |= {i for i in words if cues(tokens.known[i].lower) & {"WEEKDAY", "CALENDAR"}}
    for i in words:
        for last in range(min(i + _MAX_WORDS, len(tokens)) - 1, i, -1):
            if any(tokens.gap(k) not in {" ", ""} for k in range(i, last)):
                continue
            facts = gazetteer.facts(tokens.slice(i, last))
            if facts is not None and (facts.kind in "C1K" or facts.size >= 3 or found & set(range(i, last + 1))):
                found |= {k for k in range(i, last + 1) if tokens.words[k][0].isalpha() and len(tokens.words[k]) > 2}
                break
        facts = gazetteer.facts(tokens.words[i])
        if facts is not None and facts.kind in "CD" and commonness(tokens.known[i].lower) > 20:
            found.add(i)  # "china", "turkey": small-letter words that are far more often countries
    return found

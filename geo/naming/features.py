"""What the recogniser looks at: which words are labelled together, and what describes each of them.

What is said of a word is spelt out in `geo/naming/slots.py` and numbered in `geo/naming/book.py`; the same walk over
any number of texts serves training and running.
"""

import itertools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.naming import slots
from geo.naming.book import BEFORE_END, RULES, Book, Integers, Spot
from geo.naming.finding_rules import Found, apply_rules
from geo.naming.matches import Match, by_token
from geo.naming.tokens import Tokens

#: Marks and small words that may bridge two capitalised words within one chain.
_BRIDGES = frozenset(
    {"of", "the", "and", "de", "del", "la", "al", "el", "for", "&", "-", "–", "—", "/", ",", ".", "'s", "’s", "'", "’"}
)
_MAX_BRIDGE = 3
_ONE_SPACE = (" ",)

#: Bridges that keep a run of capitalised words one name.
_RUN_BRIDGES = frozenset({"of", "the", "and", "de", "del", "la", "al", "el", "for", "&", "-", "–"})

#: How many edges stand before the first and after the last token of each text.
_EDGES = 2


@dataclass(frozen=True, slots=True)
class Text:
    """A text, the names of the gazetteer in it, and those of them that the plain rules take for places."""

    tokens: Tokens
    matches: Sequence[Match]
    owner: Mapping[int, Match]  # the match of each token that is in one
    guesses: Sequence[Found]


def read_text(tokens: Tokens, matches: Sequence[Match]) -> Text:
    """Return a text with what the plain rules take for places."""
    return Text(tokens, matches, by_token(matches), apply_rules(tokens, matches))


@dataclass(frozen=True, slots=True)
class _Words:
    """The tokens of many texts in one row, each text with edges before and after it; arrays hold a value a token."""

    words: Integers  # numbers of the book's words
    spots: Integers  # rows of its table
    broken: Integers  # 1 where a line break stands before the token
    kinds: Integers  # kind of the match it is in, 0 for none
    rules: Integers  # the role that the plain rules give, a number of RULES
    repeats: Integers  # what the whole document says of it


def chains(text: Text) -> list[range]:
    """Return the stretches that are labelled: capitalised words with short bridges; all else is outside.

    A bridge is a few small words or marks, or whatever stands inside one match ("Port-au-Prince"). A headline without a
    stop is no part of the chain that opens the paragraph after it.
    """
    found: list[range] = []
    tokens, owner = text.tokens, text.owner
    lower, gaps = tokens.lower, tokens.gaps
    start = end = -1
    for i in tokens.capitals:
        bridged = start >= 0 and (
            (i - end - 1 <= _MAX_BRIDGE and _BRIDGES.issuperset(lower[end + 1 : i]))
            or (i in owner and owner[i] is owner.get(end))
        )
        if not bridged or (gaps[end:i] != _ONE_SPACE and any(tokens.ends_paragraph(k) for k in range(end, i))):
            if start >= 0:
                found.append(range(start, end + 1))
            start = i
        end = i
    if start >= 0:
        found.append(range(start, end + 1))
    return found


def make_features(texts: Sequence[Text], book: Book) -> tuple[list[list[range]], list[Integers]]:
    """Return the chains of each text and what describes their tokens: columns of the book's numbers, a row a token.

    Rows follow the texts, their chains and the tokens of these.
    """
    stretches = [chains(text) for text in texts]
    starts = list(itertools.accumulate([len(t.tokens) + 2 * _EDGES for t in texts], initial=_EDGES))[:-1]
    runs = np.array(
        [
            (start + run.start, start + run.stop - 1, len(members))
            for text, found, start in zip(texts, stretches, starts, strict=True)
            for stretch in found
            for run, members in _runs(stretch, text.tokens)
        ],
        dtype=np.int64,
    ).reshape(-1, 3)
    if not len(runs):
        return stretches, []
    words = _words(texts, starts, book)
    begin, end = (np.repeat(column, runs[:, 2]) for column in runs.T[:2])
    first = np.repeat(np.cumsum(runs[:, 2]) - runs[:, 2], runs[:, 2])  # the row of the first word of a run
    here = begin + np.arange(len(begin)) - first
    return stretches, [
        *_of_neighbours(here, begin, end, words, book),
        *_of_run(here, begin, end, first, words, book),
        *_of_line(here, starts, words, book),
        *_of_matches(here, texts, starts, words, book),
        words.repeats[here],
    ]


def spell_features(text: Text) -> tuple[list[range], list[list[str]]]:
    """Return the chains of a text and, for each of their tokens in order, its features as strings (for training)."""
    spelled: list[tuple[str, ...]] = []

    def number_of(strings: Iterable[str]) -> int:
        spelled.append(tuple(strings))
        return len(spelled) - 1

    number_of(())
    (stretches,), columns = make_features([text], Book(number_of))
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return stretches, [[feature for number in row for feature in spelled[number]] for row in rows]


def _words(texts: Sequence[Text], starts: Sequence[int], book: Book) -> _Words:
    listed: list[int] = []
    for text in texts:
        listed += (book.start,) * _EDGES
        listed += map(book.words.__getitem__, text.tokens.words)
        listed += (book.end,) * _EDGES
    words = np.array(listed, dtype=np.int64)
    spots = book.spots_of(words)
    broken, kinds, rules, repeats = np.zeros((4, len(spots)), dtype=np.int64)
    placed = list(zip(texts, starts, strict=True))
    broken[[start + i for text, start in placed for i in text.tokens.after_line_breaks()]] = 1
    kinds[[start + i for text, start in placed for i in text.owner]] = [
        book.kinds[match.facts.kind] for text in texts for match in text.owner.values()
    ]
    rules[[start - 1 for start in starts]] = RULES.index("^")
    for text, start in placed:
        for guess in text.guesses:
            rules[start + guess.first : start + guess.last + 1] = RULES.index(guess.role)
    capitals = np.array([start + i for text, start in placed for i in text.tokens.capitals])
    is_located = book.table[spots[capitals - 1], Spot.LOCATES].tolist()
    is_in_unit = (kinds == book.kinds["C"]) | (kinds == book.kinds["1"])
    is_before_unit = (is_in_unit[capitals + 2] & (words[capitals + 1] == book.words[","])).tolist()
    found: list[int] = []
    for text in texts:
        part = slice(len(found), len(found) + len(text.tokens.capitals))
        found += _repeats(text.tokens, is_located[part], is_before_unit[part], book)
    repeats[capitals] = found
    return _Words(words, spots, broken, kinds, rules, repeats)


def _of_neighbours(here: Integers, begin: Integers, end: Integers, words: _Words, book: Book) -> list[Integers]:
    """Return what the word, the words around it and those around its run say."""
    table, spots = book.table, words.spots
    two_before, before, own, after, two_after = (
        np.take(table, spots[here + k], axis=0, mode="clip") for k in (-2, -1, 0, 1, 2)
    )
    first, last = table[spots[begin]], table[spots[end]]
    return [
        own[:, Spot.OWN],
        *book.spelling_of(words.words[here]),
        before[:, Spot.BEFORE],
        after[:, Spot.AFTER],
        two_before[:, Spot.TWO_BEFORE],
        two_after[:, Spot.TWO_AFTER],
        first[:, Spot.OPENING],
        last[:, Spot.CLOSING],
        table[spots[begin - 1], Spot.BEFORE_RUN],
        table[spots[end + 1], Spot.AFTER_RUN],
        book.shapes.of(
            before[:, Spot.SHAPE], own[:, Spot.SHAPE], after[:, Spot.SHAPE], own[:, Spot.FIRST], after[:, Spot.LAST]
        ),
        book.pair.of(two_before[:, Spot.SEEN], before[:, Spot.SEEN]),
    ]


def _of_run(
    here: Integers, begin: Integers, end: Integers, first: Integers, words: _Words, book: Book
) -> list[Integers]:
    """Return what the place of the word in its run says, and the other words of the run.

    `first` is the row of the first word of a run; marks after it count with it.
    """
    table, spots = book.table, words.spots
    inside = here <= end  # marks after a run count with it
    length = end - begin + 1
    given = np.cumsum(np.append(0, table[spots[here], Spot.FIRST] * inside * (length > 1)))
    place = book.in_run.of(
        np.minimum(length, 6),
        np.minimum(here - begin, 3),
        np.minimum(end - here, 3) - BEFORE_END.start,
        table[spots[begin], Spot.FIRST],
        table[spots[end], Spot.LAST],
        (given[:-1] > given[first]).astype(np.int64),
    )
    return [place, _others(table[spots[here], Spot.INNER] * inside, first, (length == 1) & (here == begin), book)]


def _others(bits: Integers, first: Integers, is_alone: npt.NDArray[np.bool_], book: Book) -> Integers:
    """Return what the other words of a word's run are cues of, from the bits of each and the first row of its run."""
    found = np.zeros_like(bits)
    is_first = first == np.arange(len(first))
    starts, run = np.flatnonzero(is_first), np.cumsum(is_first) - 1
    for k in range(len(slots.INNER)):
        own = bits >> k & 1
        found |= (np.add.reduceat(own, starts)[run] > own).astype(np.int64) << k
    found[is_alone] = 0  # a word by itself; marks after it have it beside them
    return np.array([book.inner[b] if b else 0 for b in found.tolist()], dtype=np.int64)


def _of_line(here: Integers, starts: Sequence[int], words: _Words, book: Book) -> list[Integers]:
    """Return what line the word stands in (capitals, a headline, or prose) and whether it opens a sentence."""
    table, spots = book.table, words.spots
    begins = words.broken > 0
    begins[[0, *starts]] = True
    line = np.cumsum(begins) - 1
    flags = table[spots, Spot.LETTERS : Spot.CAPITAL + 1]
    letters, upper, capital = np.add.reduceat(flags * flags[:, :1], np.flatnonzero(begins), axis=0).T
    is_caps = (letters > 0) & (upper > 0.7 * letters)
    is_title = (letters > 2) & (capital > 0.6 * letters)
    kind = np.where(is_caps, 2, np.where(is_title, 1, 0))[line[here]]
    opens = table[spots[here - 1], Spot.OPENS] | words.broken[here]
    return [book.line.of(kind, table[spots[here], Spot.SHAPE], opens)]


def _of_matches(
    here: Integers, texts: Sequence[Text], starts: Sequence[int], words: _Words, book: Book
) -> list[Integers]:
    """Return what the gazetteer says of the word: its match, the match's name, what stands around the match."""
    table, spots, kinds, rules = book.table, words.spots, words.kinds, words.rules
    kind = kinds[here]
    found = [
        book.rule.of(rules[here - 1], rules[here], kind),
        np.where(kind > 0, 0, book.outside.of(*(kinds[here + k] * (kind == 0) for k in (-1, 1)))),
    ]
    matches = np.array(
        [
            (start + m.first, start + m.last, book.facts[m.facts])
            for text, start in zip(texts, starts, strict=True)
            for m in text.matches
        ],
        dtype=np.int64,
    ).reshape(-1, 3)
    if not len(matches):
        return found
    number = np.zeros(len(spots), dtype=np.int64)  # of the match a token is in
    for k in range(int((matches[:, 1] - matches[:, 0]).max()) + 1):
        at = matches[:, 0] + k
        is_in = at <= matches[:, 1]
        number[at[is_in]] = np.flatnonzero(is_in) + 1
    rows = np.flatnonzero(kind)
    own = number[here[rows]] - 1
    first, last, facts = matches.T
    part = np.where(here[rows] == first[own], 1, np.where(here[rows] == last[own], 2, 3))
    part[(first == last)[own]] = 0
    of_word = book.match.of(
        part,
        facts[own],
        table[spots[here[rows]], Spot.TIER],
        table[spots[first], Spot.FIRST][own],
        table[spots[last], Spot.LAST][own],
    )
    before, after = table[spots[first - 1]], table[spots[last + 1]]
    own_kind, beside = kinds[first], kinds[first - 1]
    around = (
        book.before_match.of(own_kind, before[:, Spot.SEEN], before[:, Spot.FIRST]),
        book.after_match.of(
            own_kind,
            after[:, Spot.SEEN],
            after[:, Spot.SHAPE] * (spots[last + 1] != book.end),
            after[:, Spot.LAST],
        ),
        book.matches_before.of(
            (beside > 0).astype(np.int64),
            np.where(beside > 0, beside, kinds[first - 2]),
            before[:, Spot.SEEN] * (beside == 0),
            own_kind,
        ),
        book.match_after.of(own_kind, after[:, Spot.SEEN], kinds[last + 2]),
    )
    for column in (of_word, *(c[own] for c in around)):
        found.append(np.zeros(len(here), dtype=np.int64))
        found[-1][rows] = column
    return found


def _runs(stretch: range, tokens: Tokens) -> list[tuple[range, range]]:
    """Return the runs of a chain: capitalised words with small words between them.

    Each comes with the tokens that count with it: its own and the marks after them.
    """
    if len(stretch) == 1:
        return [(stretch, stretch)]
    runs = []
    begin = last = stretch.start
    for i in range(stretch.start + 1, stretch.stop):
        if not tokens.known[i].capital:
            continue
        if (i > last + 1 or tokens.gaps[last] != " ") and not _goes_on(last, i, tokens):
            runs.append((range(begin, last + 1), range(begin, i)))
            begin = i
        last = i
    runs.append((range(begin, last + 1), range(begin, stretch.stop)))
    return runs


def _goes_on(last: int, i: int, tokens: Tokens) -> bool:
    """Return whether capitalised words at two places belong to one run by what stands between them."""
    for k in range(last + 1, i):
        if tokens.lower[k] not in _RUN_BRIDGES and not (tokens.lower[k] == "." and len(tokens.words[k - 1]) < 4):
            return False
    return not any("\n" in gap for gap in tokens.gaps[last:i])


def _repeats(tokens: Tokens, is_located: Sequence[int], is_before_unit: Sequence[int], book: Book) -> Iterable[int]:
    """Return for each capitalised word what the whole document says of it.

    Flags of each: it stands after "in", "near" and the like; before a comma and a country or first-order unit.
    """
    words = [tokens.words[i] for i in tokens.capitals]
    located = frozenset(itertools.compress(words, is_located))
    states = frozenset(itertools.compress(words, is_before_unit))
    persons, given = _persons(tokens)
    every = frozenset(tokens.words)
    number = {
        word: book.repeat[
            min(n, 4),
            "." not in word and word.lower() in every,
            word in located,
            min(persons[word], 2) if word in persons else 0,
            word in given,
            word in states,
        ]
        for word, n in Counter(words).items()
    }
    return map(number.__getitem__, words)


def _persons(tokens: Tokens) -> tuple[Counter[str], frozenset[str]]:
    """Return the family names and the given names of what looks like persons: "Sgt. X", "Ann X", "Ann B. X"."""
    persons: Counter[str] = Counter()
    given: set[str] = set()
    words, texts, gaps = tokens.known, tokens.words, tokens.gaps
    n, reached = len(words), 0
    for i in tokens.capitals:
        k = i + 1
        if i < reached or k == n or not (words[k].capital or texts[k] == "."):
            continue  # a word by itself is nobody
        parts = [i]
        while k < n and (words[k].capital or texts[k] == ".") and gaps[k - 1] in {" ", ""}:
            if texts[k] == "." and len(texts[k - 1]) > 4:
                break
            if words[k].capital:
                parts.append(k)
            k += 1
        reached = k
        whole = len(parts)
        while len(parts) > 1 and "TITLE" in words[parts[0]].cues:
            parts = parts[1:]
        titled = len(parts) < whole
        if len(parts) > 4 or not (titled or (len(parts) > 1 and words[parts[0]].first)):
            continue
        if any(words[p].cues for p in parts):
            continue
        persons.update(texts[p] for p in (parts if titled and len(parts) == 1 else parts[1:]))
        if len(parts) > 1:
            given.add(texts[parts[0]])
    return persons, frozenset(given)

"""What the recogniser looks at: which words are labelled together, and what describes each of them.

What is said of a word is spelt out in `geo/naming/slots.py` and numbered in `geo/naming/book.py`; the same walk over
any number of texts serves training and running.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from geo.naming import slots
from geo.naming.book import BEFORE_END, RULES, Book, Flags, Integers, Link, Spot
from geo.naming.finding_rules import Found, apply_rules
from geo.naming.marks import Mark
from geo.naming.matches import Match, by_token
from geo.naming.signs import EDGES
from geo.naming.tokens import Tokens

#: How many small words and marks may stand between two capitalised words of one chain.
_MAX_BRIDGE = 3


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
class Chains:
    """The stretches of many texts that are labelled: capitalised words with short bridges; all else is outside.

    A bridge is a few small words or marks, or whatever stands inside one match ("Port-au-Prince"). A headline without a
    stop is no part of the chain that opens the paragraph after it. Arrays hold a value a chain.
    """

    texts: Integers  # index of its text
    first: Integers  # index of its first token
    sizes: Integers  # how many tokens it has


@dataclass(frozen=True, slots=True)
class _Words:
    """The tokens of many texts in one row, each text with edges before and after it; arrays hold a value a token."""

    starts: Sequence[int]  # where each text begins
    numbers: Integers  # those of the words in the book's glossary
    spots: Integers  # columns of the book's table
    endings: Integers  # what the last letters of names say
    lengths: Integers  # and how long they are
    breaks: Integers  # how many line breaks stand before the token
    match: Integers  # number of the match it is in, counted from 1, 0 for none
    kinds: Integers  # kind of that match, 0 for none
    rules: Integers  # the role that the plain rules give, a number of RULES
    repeats: Integers  # what the whole document says of it
    capitals: Integers  # the tokens written with a capital, a value each
    matches: Integers  # first token, last token and facts of each match, a row each
    columns: Integers  # the book's

    def told(self, what: Spot, at: Integers) -> Integers:
        """Return what the words at some places tell."""
        found: Integers = self.columns[what].take(self.spots.take(at))
        return found


@dataclass(frozen=True, slots=True)
class _Rows:
    """The tokens of all chains, one after another; arrays hold a value a token, counted as in `_Words`."""

    here: Integers  # the token
    begin: Integers  # the first word of its run: capitalised words with small words between them
    end: Integers  # the last word of the run; marks after it count with it
    first: Integers  # row of the first word of the run


def make_features(texts: Sequence[Text], book: Book) -> tuple[Chains, list[Integers]]:
    """Return the chains of the texts and what describes their tokens: columns of the book's numbers, a row a token.

    Rows follow the chains and the tokens of these.
    """
    if not any(text.tokens.capitals for text in texts):
        none = np.zeros(0, dtype=np.int64)
        return Chains(none, none, none), []
    words = _words(texts, book)
    chains, rows = _chains(words, book)
    return chains, [
        *_of_neighbours(rows, words, book),
        *_of_run(rows, words, book),
        *_of_line(rows, words, book),
        *_of_matches(rows, words, book),
        words.repeats[rows.here],
    ]


def spell_features(text: Text) -> tuple[list[range], list[list[str]]]:
    """Return the chains of a text and, for each of their tokens in order, its features as strings (for training)."""
    spelled: list[tuple[str, ...]] = []

    def number_of(strings: Iterable[str]) -> int:
        spelled.append(tuple(strings))
        return len(spelled) - 1

    number_of(())
    chains, columns = make_features([text], Book(number_of, text.tokens.glossary))
    stretches = [range(i, i + n) for i, n in zip(chains.first.tolist(), chains.sizes.tolist(), strict=True)]
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return stretches, [[feature for number in row for feature in spelled[number]] for row in rows]


def _words(texts: Sequence[Text], book: Book) -> _Words:
    glossary = book.words
    gaps: list[str] = []
    starts: list[int] = []
    numbers: list[Integers] = []
    before, after = (np.full(EDGES, number) for number in (glossary.BEFORE, glossary.AFTER))
    for text in texts:
        tokens = text.tokens
        starts.append(len(gaps) + EDGES)
        is_numbered = tokens.glossary is glossary
        own = tokens.numbers if is_numbered else np.array([glossary[word] for word in tokens.words], dtype=np.int64)
        numbers += (before, own, after)
        gaps += ("", "", *tokens.gaps, "", "")
    glossary.read()
    words = np.concatenate(numbers)
    placed = list(zip(texts, starts, strict=True))
    after_breaks = [start + i for text, start in placed for i in text.tokens.after_line_breaks()]
    breaks = np.bincount(np.array(after_breaks, dtype=np.int64), minlength=len(words))
    matches = _table(
        [(start + m.first, start + m.last, book.facts[m.facts]) for text, start in placed for m in text.matches], 3
    )
    match, kinds, rules, repeats = np.zeros((4, len(words)), dtype=np.int64)
    inside, sizes = _stretches(matches[:, 0], matches[:, 1])
    match[inside] = np.arange(1, len(matches) + 1).repeat(sizes)
    kind_of = np.array([book.kinds[facts.kind] for facts in book.facts.known], dtype=np.int64)
    kinds[inside] = kind_of[matches[:, 2]].repeat(sizes)
    rules[np.array(starts) - 1] = RULES.index("^")
    guesses = _table(
        [(start + g.first, start + g.last, RULES.index(g.role)) for text, start in placed for g in text.guesses], 3
    )
    guessed, sizes = _stretches(guesses[:, 0], guesses[:, 1])
    rules[guessed] = guesses[:, 2].repeat(sizes)
    capitals = np.array([start + i for text, start in placed for i in text.tokens.capitals], dtype=np.int64)
    spots, endings, lengths = book.read(words)
    found = _Words(
        starts, words, spots, endings, lengths, breaks, match, kinds, rules, repeats, capitals, matches, book.columns
    )
    repeats[capitals] = _repeats(found, _persons(found, gaps, book), book)
    return found


def _table(rows: Sequence[tuple[int, ...]], width: int) -> Integers:
    return np.array(rows, dtype=np.int64).reshape(-1, width)


def _stretches(first: Integers, last: Integers) -> tuple[Integers, Integers]:
    """Return the numbers of stretches, one stretch after another, and how many each has."""
    sizes = last - first + 1
    return np.arange(sizes.sum()) + (first - np.cumsum(sizes) + sizes).repeat(sizes), sizes


def _chains(words: _Words, book: Book) -> tuple[Chains, _Rows]:
    """Return the chains of the texts, and what run each of their tokens is in."""
    bridge = words.columns[Spot.BRIDGE].take(words.spots)
    is_short_stop = (words.numbers == book.words["."]) & np.append(False, bridge[:-1] & Link.SHORT > 0)
    one, other = words.capitals[:-1], words.capitals[1:]

    def are_all_between(flags: Flags) -> Flags:
        """Return whether all tokens between two capitalised words that follow each other have a flag."""
        others = np.cumsum(~flags)
        return np.equal(others[other - 1], others[one])

    def is_unbroken(flags: Flags) -> Flags:
        """Return whether no token after the first up to the second has a flag."""
        count = np.cumsum(flags)
        return np.equal(count[other], count[one])

    is_near = (other - one <= _MAX_BRIDGE + 1) & are_all_between(bridge & Link.CHAIN > 0)
    is_in_match = (words.match[one] > 0) & (words.match[one] == words.match[other])
    is_joined = (is_near | is_in_match) & is_unbroken(words.breaks > 1)
    goes_on = is_joined & are_all_between((bridge & Link.RUN > 0) | is_short_stop) & is_unbroken(words.breaks > 0)
    first, last = _ends_of(words.capitals, is_joined)
    begin, end = _ends_of(words.capitals, goes_on)
    starts = np.array(words.starts)
    texts = np.searchsorted(starts, first, side="right") - 1
    here, sizes = _stretches(first, last)
    # the marks after a run count with it: a run reaches to the next of its chain
    is_begin = np.zeros(len(words.numbers), dtype=bool)
    is_begin[begin] = True
    run = np.cumsum(is_begin[here]) - 1
    rows = _Rows(here, begin[run], end[run], np.flatnonzero(is_begin[here])[run])
    return Chains(texts, first - starts[texts], sizes), rows


def _ends_of(words: Integers, goes_on: Flags) -> tuple[Integers, Integers]:
    """Return the first and the last words of stretches; each word but the last says whether its stretch goes on."""
    return words[np.append(True, ~goes_on)], words[np.append(~goes_on, True)]


def _of_neighbours(rows: _Rows, words: _Words, book: Book) -> list[Integers]:
    """Return what the word, the words around it and those around its run say."""
    here, begin, end, told = rows.here, rows.begin, rows.end, words.told
    before, after, two_before = here - 1, here + 1, here - 2
    return [
        told(Spot.OWN, here),
        words.endings[here],
        words.lengths[here],
        told(Spot.BEFORE, before),
        told(Spot.AFTER, after),
        told(Spot.TWO_BEFORE, two_before),
        told(Spot.TWO_AFTER, here + 2),
        told(Spot.OPENING, begin),
        told(Spot.CLOSING, end),
        told(Spot.BEFORE_RUN, begin - 1),
        told(Spot.AFTER_RUN, end + 1),
        book.shapes.of(
            told(Spot.SHAPE, before),
            told(Spot.SHAPE, here),
            told(Spot.SHAPE, after),
            told(Spot.FIRST, here),
            told(Spot.LAST, after),
        ),
        book.pair.of(*_both(told(Spot.SEEN_FIRST, two_before), told(Spot.SEEN_SECOND, before))),
    ]


def _both(one: Integers, other: Integers) -> tuple[Integers, Integers]:
    """Return two columns with 0 in both where one has it: together they say nothing there."""
    return one * (other > 0), other * (one > 0)


def _of_run(rows: _Rows, words: _Words, book: Book) -> list[Integers]:
    """Return what the place of the word in its run says, and the other words of the run."""
    told = words.told
    here, begin, end, first = rows.here, rows.begin, rows.end, rows.first
    inside = here <= end  # marks after a run count with it
    length = end - begin + 1
    given = np.cumsum(np.append(0, told(Spot.FIRST, here) * inside * (length > 1)))
    place = book.in_run.of(
        np.minimum(length, 6),
        np.minimum(here - begin, 3),
        np.minimum(end - here, 3) - BEFORE_END.start,
        told(Spot.FIRST, begin),
        told(Spot.LAST, end),
        given[:-1] > given[first],
    )
    return [place, _others(told(Spot.INNER, here) * inside, first, (length == 1) & (here == begin), book)]


def _others(bits: Integers, first: Integers, is_alone: Flags, book: Book) -> Integers:
    """Return what the other words of a word's run are cues of, from the bits of each and the first row of its run."""
    is_first = first == np.arange(len(first))
    starts, run = np.flatnonzero(is_first), np.cumsum(is_first) - 1
    own = _COUNTS[bits]
    others = np.add.reduceat(own, starts)[run] - own
    others[is_alone] = 0  # a word by itself; marks after it have it beside them
    where = np.flatnonzero(others)
    found = np.zeros_like(bits)
    for k in range(len(slots.INNER)):
        found[where] |= (others[where] >> k * _COUNT_BITS & _MOST_COUNTED > 0).astype(np.int64) << k
    return book.inner[found]


#: Of bits, each as a count of one, side by side in one number: sums of these count each bit by itself.
_COUNT_BITS = 9
_MOST_COUNTED = (1 << _COUNT_BITS) - 1
_COUNTS = np.array(
    [
        sum(1 << k * _COUNT_BITS for k in range(len(slots.INNER)) if bits >> k & 1)
        for bits in range(1 << len(slots.INNER))
    ]
)


def _of_line(rows: _Rows, words: _Words, book: Book) -> list[Integers]:
    """Return what line the word stands in (capitals, a headline, or prose) and whether it opens a sentence."""
    here = rows.here
    begins = words.breaks > 0
    begins[[0, *words.starts]] = True
    line = np.cumsum(begins) - 1
    flags = words.columns[Spot.LETTERS : Spot.CAPITAL + 1].take(words.spots, axis=1)
    flags[1:] *= flags[0]
    letters, upper, capital = np.add.reduceat(flags, np.flatnonzero(begins), axis=1)
    is_caps = (letters > 0) & (upper > 0.7 * letters)
    is_title = (letters > 2) & (capital > 0.6 * letters)
    kind = np.where(is_caps, 2, np.where(is_title, 1, 0))[line[here]]
    opens = words.told(Spot.OPENS, here - 1) | (words.breaks[here] > 0)
    return [book.line.of(kind, words.told(Spot.SHAPE, here), opens)]


def _of_matches(rows: _Rows, words: _Words, book: Book) -> list[Integers]:
    """Return what the gazetteer says of the word: its match, the match's name, what stands around the match."""
    told, kinds, rules, here = words.told, words.kinds, words.rules, rows.here
    kind = kinds[here]
    found = [
        book.rule.of(rules[here - 1], rules[here], kind),
        np.where(kind > 0, 0, book.outside.of(*(kinds[here + k] * (kind == 0) for k in (-1, 1)))),
    ]
    if not len(words.matches):
        return found
    in_match = np.flatnonzero(kind)
    at = here[in_match]
    own = words.match[at] - 1
    first, last, facts = words.matches.T
    part = np.where(at == first[own], 1, np.where(at == last[own], 2, 3))
    part[(first == last)[own]] = 0
    of_word = book.match.of(
        part,
        facts[own],
        told(Spot.TIER, at),
        told(Spot.FIRST, first)[own],
        told(Spot.LAST, last)[own],
    )
    before, after = first - 1, last + 1
    seen_before, seen_after = told(Spot.SEEN, before), told(Spot.SEEN, after)
    own_kind, beside, further = kinds[first], kinds[first - 1], kinds[last + 2]
    other = np.where(beside > 0, beside, kinds[first - 2])
    around = (
        book.before_match.of(own_kind, seen_before, told(Spot.FIRST, before)),
        book.after_match.of(
            own_kind,
            seen_after,
            told(Spot.SHAPE, after) * (words.numbers[after] != book.words.AFTER),
            told(Spot.LAST, after),
        ),
        book.matches_before.of(
            (beside > 0).astype(np.int64),
            other,
            seen_before * ((beside == 0) & (other > 0)),
            own_kind,
        ),
        book.match_after.of(own_kind, seen_after * (further > 0), further),
    )
    for column in (of_word, *(c[own] for c in around)):
        found.append(np.zeros(len(here), dtype=np.int64))
        found[-1][in_match] = column
    return found


@dataclass(frozen=True, slots=True)
class _Persons:
    """What looks like persons' names in many texts; arrays hold places among the capitalised words."""

    family: Integers  # their family names, and names in the middle
    given: Integers


def _repeats(words: _Words, persons: _Persons, book: Book) -> Integers:
    """Return for each capitalised word what its whole text says of it.

    How often it stands there; whether also in small letters, after "in", "near" and the like, before a comma and a
    country or first-order unit; how often as a family name, and whether as a given name.
    """
    marks, groups = book.words.columns()
    capitals, numbers = words.capitals, words.numbers
    begins = np.array([*words.starts, len(numbers) + EDGES]) - EDGES
    text_of = np.arange(len(words.starts)).repeat(np.diff(begins))
    n_words, n_groups = len(marks), int(groups.max()) + 1
    every, word = np.unique(text_of[capitals] * n_words + numbers[capitals], return_inverse=True)
    texts, own = np.divmod(every, n_words)

    def tells(where: Integers | Flags) -> Integers:
        """Return for each word of a text how many of these places among the capitalised words are its."""
        return np.bincount(word[where], minlength=len(every))

    # words in small letters that differ from one of these by capitals alone
    is_asked = np.zeros(n_groups, dtype=bool)
    is_asked[groups[own]] = True
    is_small = is_asked[groups[numbers]] & (marks[numbers] & Mark.SMALL > 0)
    small = text_of[is_small] * n_groups + groups[numbers[is_small]]
    is_low = np.isin(texts * n_groups + groups[own], small) & (marks[own] & Mark.DOTTED == 0)
    is_located = words.told(Spot.LOCATES, capitals - 1) > 0
    is_in_unit = (words.kinds == book.kinds["C"]) | (words.kinds == book.kinds["1"])
    is_before_unit = is_in_unit[capitals + 2] & (numbers[capitals + 1] == book.words[","])
    of_word = book.repeat.of(
        np.minimum(np.bincount(word), 4),
        is_low,
        tells(is_located) > 0,
        np.minimum(tells(persons.family), 2),
        tells(persons.given) > 0,
        tells(is_before_unit) > 0,
    )
    return of_word[word]


def _persons(words: _Words, gaps: Sequence[str], book: Book) -> _Persons:
    """Return what looks like persons: "Sgt. X", "Ann X", "Ann B. X".

    A run of capitalised words and stops that a space or nothing parts, no stop after a longer word among them. After
    its titles it has one to four words, none of them a cue, and begins with a given name where it has no title.
    `gaps` are what stands between the tokens.
    """
    marks = book.words.columns()[0][words.numbers]
    capital, stop = marks & Mark.CAPITAL > 0, marks & Mark.STOP > 0
    is_part = capital | stop
    goes_on = is_part[1:] & is_part[:-1] & ~(stop[1:] & (marks[:-1] & Mark.LONG > 0))
    before = np.flatnonzero(goes_on)
    is_linked = np.zeros(len(marks), dtype=bool)
    is_linked[1 + before[[gaps[k] in _NARROW for k in before.tolist()]]] = True
    unlinked = np.cumsum(~is_linked)[words.capitals]
    begin = np.flatnonzero(np.append(True, unlinked[1:] != unlinked[:-1]))
    end = np.append(begin[1:], len(unlinked))
    marks = marks[words.capitals]
    others = np.where(marks & Mark.TITLE > 0, len(marks), np.arange(len(marks)))
    first = np.minimum(np.minimum.reduceat(others, begin), end - 1)  # after the titles
    size, has_title = end - first, first > begin
    cues = np.append(0, np.cumsum(marks & Mark.CUE > 0))
    is_person = (size <= _LONGEST) & (has_title | (size > 1) & (marks[first] & Mark.FIRST > 0))
    is_person &= cues[end] == cues[first]
    first, end, has_given = first[is_person], end[is_person], size[is_person] > 1
    return _Persons(_stretches(first + has_given, end - 1)[0], first[has_given])


#: What stands between the words of a person's name, and how many it has at most.
_NARROW, _LONGEST = frozenset({" ", ""}), 4

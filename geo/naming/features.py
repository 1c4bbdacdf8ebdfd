"""What the recogniser looks at: which words are labelled together, and the slots that describe each of them.

What a slot says is spelt out in `geo/naming/slots.py`; the same walk over a text serves training and running.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic

from geo.naming.finding_rules import Found
from geo.naming.matches import Match
from geo.naming.slots import INNER, Book, Spot, V
from geo.naming.tokens import Tokens

#: Marks and small words that may bridge two capitalised words within one chain.
_BRIDGES = frozenset(
    {"of", "the", "and", "de", "del", "la", "al", "el", "for", "&", "-", "–", "—", "/", ",", ".", "'s", "’s", "'", "’"}
)
_MAX_BRIDGE = 3

#: Bridges that keep a run of capitalised words one name.
_RUN_BRIDGES = frozenset({"of", "the", "and", "de", "del", "la", "al", "el", "for", "&", "-", "–"})

_UPPER = frozenset({"X", "XX", "XXX", "X."})

_BEFORE = "LOCATING_STRONG"


@dataclass(frozen=True, slots=True)
class Scene(Generic[V]):
    """A text as the features are read from it. Lists hold a value a token; `spots` has two more at both ends."""

    tokens: Tokens
    book: Book[V]
    spots: Sequence[Spot[V]]
    covering: Sequence[Match | None]  # one more at both ends
    beside: dict[int, list[V]]  # by a match's first token: what stands around it
    rules: Sequence[str]  # the role that the plain rules give, "-" for none; one more in front
    lines: Sequence[str]
    repeats: dict[str, V]  # by capitalised word


def chains(tokens: Tokens, covering: Sequence[Match | None]) -> list[range]:
    """Return the stretches that are labelled: capitalised words with short bridges; all else is outside.

    A bridge is a few small words or marks, or whatever stands inside one match ("Port-au-Prince"). A headline without a
    stop is no part of the chain that opens the paragraph after it.
    """
    found: list[range] = []
    lower = tokens.lower
    start = end = -1
    for i in tokens.capitals:
        bridged = start >= 0 and (
            (i - end - 1 <= _MAX_BRIDGE and _BRIDGES.issuperset(lower[end + 1 : i]))
            or (covering[i] is not None and covering[i] is covering[end])
        )
        if not bridged or any(tokens.ends_paragraph(k) for k in range(end, i)):
            if start >= 0:
                found.append(range(start, end + 1))
            start = i
        end = i
    if start >= 0:
        found.append(range(start, end + 1))
    return found


def make_features(
    tokens: Tokens, matches: Sequence[Match], guesses: Sequence[Found], book: Book[V]
) -> tuple[list[range], list[list[V]]]:
    """Return the chains of a text and, for each of their tokens in order, the values of its slots.

    `guesses` are the place names that the plain rules see among the matches.
    """
    covering: list[Match | None] = [None] * (len(tokens) + 2)
    for match in matches:
        for i in range(match.first + 1, match.last + 2):
            covering[i] = match
    stretches = chains(tokens, covering[1:])
    if not stretches:
        return [], []
    rules = ["-"] * (len(tokens) + 1)
    rules[0] = "^"
    for guess in guesses:
        for i in range(guess.first + 1, guess.last + 2):
            rules[i] = guess.role
    spots = [book.start, book.start, *[book.end] * (len(tokens) + 2)]
    for stretch in stretches:  # all other words, half of the text, are never looked at
        begin, end = max(0, stretch.start - 2), min(len(tokens), stretch.stop + 2)
        spots[begin + 2 : end + 2] = map(book.spots.__getitem__, tokens.words[begin:end])
    repeats = _repeats(tokens, covering, book)
    scene = Scene(tokens, book, spots, covering, {}, rules, _lines(tokens), repeats)
    for match in matches:
        scene.beside[match.first] = _beside_match(match, scene)
    rows = []
    for stretch in stretches:
        for run, members in _runs(stretch, tokens):
            rows += _rows(run, members, scene)
    return stretches, rows


def spell_features(
    tokens: Tokens, matches: Sequence[Match], guesses: Sequence[Found]
) -> tuple[list[range], list[list[str]]]:
    """Return the chains of a text and, for each of their tokens in order, its features as strings (for training)."""
    book: Book[tuple[str, ...]] = Book(tuple, lambda feature: (feature,))
    stretches, rows = make_features(tokens, matches, guesses, book)
    return stretches, [[feature for features in row for feature in features] for row in rows]


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
        if not _goes_on(last, i, tokens):
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


def _rows(run: range, members: range, scene: Scene[V]) -> list[list[V]]:
    """Return the values of the slots of each token of a run."""
    book, spots, known = scene.book, scene.spots, scene.tokens.known
    begin, end = run.start, run.stop - 1
    first, last = spots[begin + 2], spots[end + 2]
    shared = [first.opening, last.closing, spots[begin + 1].before_run, spots[end + 3].after_run]
    if len(members) == 1:
        shared.append(book.in_run[1, 0, 0, first.first, last.last, False])
        return [[*shared, *_word_row(begin, scene), *_match_row(begin, scene)]]
    length = min(len(run), 6)
    inner = [w.cues & INNER for w in known[begin : end + 1]]
    after_first = False
    rows = []
    for i in members:
        row = [*shared, *_word_row(i, scene), *_match_row(i, scene)]
        row.append(book.in_run[length, min(i - begin, 3), min(end - i, 3), first.first, last.last, after_first])
        if any(inner) and (length > 1 or i != begin):  # marks after a run count with it
            others = (c for k, c in enumerate(inner, begin) if k != i)
            row.append(book.inner[frozenset().union(*others)])
        rows.append(row)
        after_first = after_first or (length > 1 and i <= end and known[i].first)
    return rows


def _word_row(i: int, scene: Scene[V]) -> list[V]:
    """Return what the word, its neighbours, its line and the document say."""
    book = scene.book
    two_before, before, here, after, two_after = scene.spots[i : i + 5]
    row = [
        here.own,
        before.before,
        after.after,
        two_before.two_before,
        two_after.two_after,
        book.shapes[before.shape, here.shape, after.shape, here.first, after.last],
        book.line[scene.lines[i], here.shape, scene.tokens.starts_sentence(i)],
    ]
    if two_before.seen and before.seen:
        pair = book.pair(f"w2-={two_before.seen}/{before.seen}")
        if pair is not None:
            row.append(pair)
    if here.word.capital:
        row.append(scene.repeats[here.word.text])
    return row


def _match_row(i: int, scene: Scene[V]) -> list[V]:
    """Return what the gazetteer says of the word: its match, the match's name, what stands around the match."""
    book, match = scene.book, scene.covering[i + 1]
    kind = "-" if match is None else match.facts.kind
    rule = book.rule[scene.rules[i], scene.rules[i + 1], kind]
    if match is None:
        before, after = scene.covering[i], scene.covering[i + 2]
        beside = (before.facts.kind if before else "", after.facts.kind if after else "")
        return [rule, book.outside[beside]]
    first, last = match.first, match.last
    place = "S" if first == last else ("B" if i == first else ("E" if i == last else "I"))
    known = scene.tokens.known
    here = book.match[place, match.facts, known[i].tier, known[first].first, known[last].last]
    return [rule, here, *scene.beside[first]]


def _beside_match(match: Match, scene: Scene[V]) -> list[V]:
    """Return what the words and matches around a match say of it."""
    book, spots, covering = scene.book, scene.spots, scene.covering
    kind, first, last = match.facts.kind, match.first, match.last
    before, after = spots[first + 1], spots[last + 3]
    shape = "" if after is book.end else after.shape
    row = [book.before_match[kind, before.seen, before.first], book.after_match[kind, after.seen, shape, after.last]]
    pairs = []
    if first:
        other, further = covering[first], covering[first - 1]
        if other is not None:
            pairs.append(f"gg<={other.facts.kind}{kind}")
        elif further is not None:
            pairs.append(f"g,g<={further.facts.kind}{before.seen}{kind}")
    following = covering[last + 3] if last + 3 < len(covering) else None
    if following is not None:
        pairs.append(f"g,g>={kind}{after.seen}{following.facts.kind}")
    row += [value for pair in pairs if (value := book.pair(pair)) is not None]
    return row


def _lines(tokens: Tokens) -> list[str]:
    """Return for each token what line it stands in: capitals, a headline, or prose."""
    kinds: list[str] = []
    for begin, end in _line_bounds(tokens):
        letters = [w for w in tokens.known[begin:end] if w.shape[0] in "Xx"]
        upper = sum(w.shape in _UPPER for w in letters)
        capital = sum(w.capital for w in letters)
        if letters and upper > 0.7 * len(letters):
            kind = "caps"
        elif len(letters) > 2 and capital > 0.6 * len(letters):
            kind = "title"
        else:
            kind = "prose"
        kinds += [kind] * (end - begin)
    return kinds


def _line_bounds(tokens: Tokens) -> list[tuple[int, int]]:
    """Return for each line with tokens the index of its first one and the index after its last one."""
    ends = [i for i, gap in enumerate(tokens.gaps, 1) if "\n" in gap]
    return list(zip([0, *ends], [*ends, len(tokens)], strict=True))


def _repeats(tokens: Tokens, covering: Sequence[Match | None], book: Book[V]) -> dict[str, V]:
    """Return for each capitalised word what the whole document says of it. `covering` has one more at both ends."""
    count: Counter[str] = Counter()
    located, states = set(), set()
    words, known = tokens.words, tokens.known
    for i in tokens.capitals:
        text = words[i]
        count[text] += 1
        if i and _BEFORE in known[i - 1].cues and not known[i - 1].capital:
            located.add(text)
        if i + 2 < len(words) and words[i + 1] == ",":
            unit = covering[i + 3]
            if unit is not None and unit.facts.kind in "C1":
                states.add(text)
    persons, given = _persons(tokens)
    every = set(words)
    return {
        text: book.repeat[
            min(n, 4),
            "." not in text and text.lower() in every,
            text in located,
            min(persons[text], 2),
            text in given,
            text in states,
        ]
        for text, n in count.items()
    }


def _persons(tokens: Tokens) -> tuple[Counter[str], frozenset[str]]:
    """Return the family names and the given names of what looks like persons: "Sgt. X", "Ann X", "Ann B. X"."""
    persons: Counter[str] = Counter()
    given: set[str] = set()
    words, texts, gaps = tokens.known, tokens.words, tokens.gaps
    n, reached = len(words), 0
    for i in tokens.capitals:
        if i < reached:
            continue
        parts = [i]
        k = i + 1
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

"""What the recogniser sees of each word: one definition of the features for training, single texts and batches.

Words are seen by identity only where they are common or cue words; names are seen by shape, by what the gazetteer says
of them and by their surroundings, so that no weight is tied to a name.
"""

import bisect
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from geo.naming.cues import commonness, cues, is_first_name, is_surname
from geo.naming.finding_rules import Found
from geo.naming.matches import Match
from geo.naming.tokens import Tokens, is_capitalised

#: Marks and small words that may bridge two capitalised words within one chain.
_BRIDGES = frozenset(
    {"of", "the", "and", "de", "del", "la", "al", "el", "for", "&", "-", "–", "—", "/", ",", ".", "'s", "’s", "'", "’"}
)
_MAX_BRIDGE = 3

#: Bridges that keep a run of capitalised words one name.
_RUN_BRIDGES = frozenset({"of", "the", "and", "de", "del", "la", "al", "el", "for", "&", "-", "–"})

#: Cue classes that are looked for within a run.
_INNER = ("ORGANISATION", "FACILITY", "MEDIA", "STREET", "UNIT", "LANDFORM", "TITLE")

_UPPER = frozenset({"X", "XX", "XXX", "X."})

_BEFORE = "LOCATING_STRONG"


@dataclass(frozen=True, slots=True)
class Word:
    """What is known of a word by itself."""

    seen: str  # its identity in features: the word where it is common, else its shape
    shape: str
    own: tuple[str, ...]  # ready features of the word itself
    as_before: tuple[str, ...]  # those it gives to the next word
    as_after: tuple[str, ...]  # those it gives to the word before
    opening: tuple[str, ...]  # those it gives to the run it opens
    closing: tuple[str, ...]  # those it gives to the run it closes
    cues: tuple[str, ...]
    capital: bool
    first: bool  # a given name
    last: bool  # a family name


@dataclass(frozen=True, slots=True)
class Run:
    """A run of capitalised words, with small words between them."""

    first: int
    last: int


def shape_of(word: str) -> str:
    """Return the shape of a word: X capitals, Xx a capital and small letters, x, 0, or the mark itself."""
    if not word[0].isalpha():
        return "0" if word[0].isdigit() else word
    if "." in word:
        return "X."
    if word.isupper():
        return "X" if len(word) == 1 else ("XX" if len(word) < 4 else "XXX")
    if word[0].isupper():
        return "Xx" if word[1:].islower() else "XxX"
    return "x"


@lru_cache(maxsize=1 << 16)
def read_word(word: str) -> Word:
    """Return what is known of a word by itself. A memo: deleting it costs time only."""
    lower = word.lower().rstrip(".") or word
    shape = shape_of(word)
    classes = tuple(sorted(cues(lower)))
    tier = commonness(lower)
    capital = is_capitalised(word)
    first = capital and is_first_name(word)
    last = capital and is_surname(word)
    known = bool(classes) or tier in {10, 20} or not capital
    seen = lower if known else f"<{shape}>"
    own = [f"w={seen}", f"s={shape}", f"t={tier}", *(f"c={c}" for c in classes)]
    if first or last:
        own.append(f"n={int(first)}{int(last)}")
    if capital and not known:
        own += [f"f={lower[-3:]}", f"f2={lower[-2:]}", f"l={min(len(lower), 9)}"]
        if tier:
            own.append("t=35")
    return Word(
        seen,
        shape,
        own=tuple(own),
        as_before=(f"w-1={seen}", *(f"c-1={c}" for c in classes), *(("fn-1",) if first else ())),
        as_after=(f"w+1={seen}", *(f"c+1={c}" for c in classes)),
        opening=tuple(f"rb={c}" for c in classes),
        closing=(f"rew={seen}", *(f"re={c}" for c in classes)),
        cues=classes,
        capital=capital,
        first=first,
        last=last,
    )


def chains(tokens: Tokens, covering: Sequence[Match | None]) -> list[range]:
    """Return the stretches that are labelled: capitalised words with short bridges; all else is outside.

    A bridge is a few small words or marks, or whatever stands inside one match ("Port-au-Prince").
    """
    found: list[range] = []
    start = end = -1
    for i in tokens.capitals:
        bridged = start >= 0 and (
            (i - end - 1 <= _MAX_BRIDGE and all(tokens.lower[k] in _BRIDGES for k in range(end + 1, i)))
            or (covering[i] is not None and covering[i] is covering[end])
        )
        if not bridged:
            if start >= 0:
                found.append(range(start, end + 1))
            start = i
        end = i
    if start >= 0:
        found.append(range(start, end + 1))
    return found


def make_features(
    tokens: Tokens, matches: Sequence[Match], guesses: Sequence[Found]
) -> tuple[list[range], list[list[str]]]:
    """Return the chains of a text and, for each of their tokens in order, its features.

    `guesses` are the place names that the plain rules see among the matches.
    """
    words = [read_word(w) for w in tokens.words]
    covering: list[Match | None] = [None] * len(tokens)
    for match in matches:
        for i in range(match.first, match.last + 1):
            covering[i] = match
    stretches = chains(tokens, covering)
    guessed = ["-"] * len(tokens)
    for guess in guesses:
        guessed[guess.first : guess.last + 1] = [guess.role] * (guess.last - guess.first + 1)
    document = _document_features(tokens, words, covering)
    lines = _line_features(tokens, words)
    rows = []
    for stretch in stretches:
        runs = _runs(stretch, words, tokens)
        for i in stretch:
            row = _features(i, tokens, words, covering, runs[i - stretch.start], document, lines)
            here = covering[i]
            row += [f"rule={guessed[i]}", f"rule={guessed[i]}{here.facts.kind if here else '-'}"]
            row.append(f"rules={guessed[i - 1] if i else '^'}/{guessed[i]}")
            rows.append(row)
    return stretches, rows


def _runs(stretch: range, words: Sequence[Word], tokens: Tokens) -> list[Run]:
    """Return the run that each token of a chain belongs to."""
    runs: list[Run] = []
    begin = stretch.start
    last = begin
    for i in range(stretch.start + 1, stretch.stop + 1):
        if i < stretch.stop and not words[i].capital:
            continue
        inside = i < stretch.stop and all(
            tokens.lower[k] in _RUN_BRIDGES or (tokens.lower[k] == "." and len(tokens.words[k - 1]) < 4)
            for k in range(last + 1, i)
        )
        if inside and "\n" in tokens.text[tokens.ends[last] : tokens.starts[i]]:
            inside = False
        if not inside:
            runs += [Run(begin, last)] * (min(i, stretch.stop) - begin)
            begin = i
        last = i
    return runs


def _line_features(tokens: Tokens, words: Sequence[Word]) -> list[str]:
    """Return for each token what line it stands in: capitals, a headline, or prose."""
    kinds: list[str] = []
    begin = 0
    for end in _line_ends(tokens):
        letters = [w for w in words[begin:end] if w.shape[0] in "Xx"]
        upper = sum(w.shape in _UPPER for w in letters)
        capital = sum(w.capital for w in letters)
        if letters and upper > 0.7 * len(letters):
            kind = "caps"
        elif len(letters) > 2 and capital > 0.6 * len(letters):
            kind = "title"
        else:
            kind = "prose"
        kinds += [kind] * (end - begin)
        begin = end
    return kinds


def _line_ends(tokens: Tokens) -> list[int]:
    """Return for each line with tokens the index after its last one."""
    ends: list[int] = []
    position = tokens.text.find("\n")
    while position >= 0:
        end = bisect.bisect_left(tokens.starts, position)
        if end and (not ends or ends[-1] < end):
            ends.append(end)
        position = tokens.text.find("\n", position + 1)
    if not ends or ends[-1] < len(tokens):
        ends.append(len(tokens))
    return ends


@dataclass(frozen=True, slots=True)
class DocumentView:
    """What the whole document says of its capitalised words."""

    count: Counter[str]
    lower: frozenset[str]  # words that also stand in small letters
    located: Counter[str]  # words after "in", "near" …
    persons: Counter[str]  # later words of what looks like a person's name
    given: frozenset[str]  # first words of such names
    states: Counter[str]  # words before ", <unit or country>"


def _document_features(tokens: Tokens, words: Sequence[Word], covering: Sequence[Match | None]) -> DocumentView:
    count: Counter[str] = Counter()
    located: Counter[str] = Counter()
    states: Counter[str] = Counter()
    for i in tokens.capitals:
        text = tokens.words[i]
        count[text] += 1
        if i and _BEFORE in words[i - 1].cues and not words[i - 1].capital:
            located[text] += 1
        if i + 2 < len(words) and tokens.words[i + 1] == ",":
            unit = covering[i + 2]
            if unit is not None and unit.facts.kind in "C1":
                states[text] += 1
    persons, given = _persons(tokens, words)
    lower = frozenset(tokens.words[i] for i, w in enumerate(words) if w.shape == "x")
    return DocumentView(count, lower, located, persons, given, states)


def _persons(tokens: Tokens, words: Sequence[Word]) -> tuple[Counter[str], frozenset[str]]:
    """Return the family names and the given names of what looks like persons: "Sgt. X", "Ann X", "Ann B. X"."""
    persons: Counter[str] = Counter()
    given: set[str] = set()
    n, reached = len(words), 0
    for i in tokens.capitals:
        if i < reached:
            continue
        parts = [i]
        k = i + 1
        while k < n and (words[k].capital or tokens.words[k] == ".") and tokens.gap(k - 1) in {" ", ""}:
            if tokens.words[k] == "." and len(tokens.words[k - 1]) > 4:
                break
            if words[k].capital:
                parts.append(k)
            k += 1
        while len(parts) > 1 and "TITLE" in words[parts[0]].cues:
            parts = parts[1:]
            titled = True
        titled = parts[0] > i
        plain = [p for p in parts if words[p].cues == ()]
        if len(plain) == len(parts) <= 4 and (titled or (len(parts) > 1 and words[parts[0]].first)):
            persons.update(tokens.words[p] for p in (parts if titled and len(parts) == 1 else parts[1:]))
            if len(parts) > 1:
                given.add(tokens.words[parts[0]])
        reached = k
    return persons, frozenset(given)


def _features(
    i: int,
    tokens: Tokens,
    words: Sequence[Word],
    covering: Sequence[Match | None],
    run: Run,
    document: DocumentView,
    lines: Sequence[str],
) -> list[str]:
    n = len(words)
    word = words[i]
    row = ["b", *word.own]
    before = words[i - 1] if i else None
    after = words[i + 1] if i + 1 < n else None
    w_before = before.seen if before else "^"
    w_two_before = words[i - 2].seen if i > 1 else "^"
    row += before.as_before if before else ("w-1=^",)
    row += after.as_after if after else ("w+1=$",)
    row += (f"w2-={w_two_before}/{w_before}", f"w-2={w_two_before}", f"w+2={words[i + 2].seen if i + 2 < n else '$'}")
    row.append(f"s3={before.shape if before else '^'}{word.shape}{after.shape if after else '$'}")
    if after and after.last:
        row.append(f"ln+1={word.first}")
    row += _gazetteer_features(i, words, covering)
    row += _run_features(i, words, run)
    if tokens.starts_sentence(i):
        row.append("start")
        row.append(f"start{word.shape}")
    line = lines[i]
    row += [f"line={line}", f"line={line}{word.shape}"]
    if word.capital:
        row += _repeat_features(tokens.words[i], document)
    return row


def _gazetteer_features(i: int, words: Sequence[Word], covering: Sequence[Match | None]) -> list[str]:
    """Return what the gazetteer says of the word: its match, the match's name, what stands around the match."""
    match = covering[i]
    if match is None:
        row = ["g=-"]
        for step, name in ((-1, "g-1"), (1, "g+1")):
            beside = covering[i + step] if 0 <= i + step < len(words) else None
            if beside is not None:
                row.append(f"{name}={beside.facts.kind}")
        return row
    facts, first, last = match.facts, match.first, match.last
    place = "S" if first == last else ("B" if i == first else ("E" if i == last else "I"))
    kind = facts.kind
    row = [
        f"g={place}{kind}",
        f"g={place}{kind}{facts.size}",
        f"gn={place}{min(facts.count, 8)}",
        f"gd={kind}{int(facts.is_demonym)}{int(facts.is_abbreviation)}",
        f"gt={kind}{facts.size}{words[i].own[2]}",
    ]
    if words[first].first or words[last].last:
        row.append(f"gp={kind}{facts.size}{int(words[first].first)}{int(words[last].last)}")
    return row + _before_match(match, words, covering) + _after_match(match, words, covering)


def _before_match(match: Match, words: Sequence[Word], covering: Sequence[Match | None]) -> list[str]:
    kind, first = match.facts.kind, match.first
    if not first:
        return [f"g<={kind}^"]
    before = words[first - 1]
    row = [f"g<={kind}{before.seen}", *(f"gc<={kind}{c}" for c in before.cues)]
    if before.first:
        row.append(f"gfn={kind}")
    other = covering[first - 1]
    further = covering[first - 2] if first > 1 else None
    if other is not None:
        row.append(f"gg<={other.facts.kind}{kind}")
    elif further is not None:
        row.append(f"g,g<={further.facts.kind}{before.seen}{kind}")
    return row


def _after_match(match: Match, words: Sequence[Word], covering: Sequence[Match | None]) -> list[str]:
    kind, last = match.facts.kind, match.last
    if last + 1 >= len(words):
        return [f"g>={kind}$"]
    after = words[last + 1]
    row = [f"g>={kind}{after.seen}", *(f"gc>={kind}{c}" for c in after.cues)]
    row.append(f"gs>={kind}{after.shape}{int(after.last)}")
    further = covering[last + 2] if last + 2 < len(words) else None
    if further is not None:
        row.append(f"g,g>={kind}{after.seen}{further.facts.kind}")
    return row


def _run_features(i: int, words: Sequence[Word], run: Run) -> list[str]:
    first, last = run.first, run.last
    length = last - first + 1
    row = [f"rl={min(length, 6)}", f"rp={min(i - first, 3)}/{min(last - i, 3)}"]
    row += words[last].closing
    row += words[first].opening
    if length > 1 or i != first:  # marks after a run count with it
        inner = {c for k in range(first, last + 1) if k != i for c in words[k].cues}
        row += [f"ri={c}" for c in _INNER if c in inner]
    row.append(f"r<={words[first - 1].seen if first else '^'}")
    row.append(f"r>={words[last + 1].seen if last + 1 < len(words) else '$'}")
    if words[first].first:
        row.append(f"rfn={min(length, 4)}{min(i - first, 2)}{int(words[last].last)}")
    if length > 1 and any(words[k].first for k in range(first, i)):
        row.append("after-fn")
    return row


def _repeat_features(text: str, document: DocumentView) -> list[str]:
    row = [f"dn={min(document.count[text], 4)}"]
    if text.lower() in document.lower:
        row.append("dlow")
    if document.located[text]:
        row.append("dloc")
    if document.persons[text]:
        row.append("dper" if document.persons[text] == 1 else "dper2")
    if text in document.given:
        row.append("dgiven")
    if document.states[text]:
        row.append("dstate")
    return row

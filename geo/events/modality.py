"""Says whether a trigger is told as fact: actual, planned, hypothetical, negated, an exercise or a statistic.

The gate stands before everything else: no event is made of words that do not say that something happened. Cues are in
`lexicon/modality.tsv`; tenses are PLOVER's auxiliary modes.
"""

from collections.abc import Sequence
from functools import cache
from typing import Literal

from geo.events.frames import Trigger
from geo.events.terms import Hit, Terms, make_many_terms
from geo.lexicon import read_table, read_terms

Mode = Literal["actual", "planned", "hypothetical", "negated", "exercise"]
Shape = Literal["past", "gerund", "plural", "noun"]

#: how many words may lie between a cue and the trigger it governs
_REACH = {"MODAL": 6, "IF": 12, "NOT": 2, "AVERTED": 3, "RISK": 3, "TO": 1}
_ENDS_CLAUSE = frozenset(
    {",", ".", ";", ":", "and", "but", "that", "who", "which", "when", "after", "as", "while", "where"}
)


@cache
def cue_terms() -> Terms:
    """Return the cues of modality.tsv."""
    return make_many_terms((term, row["class"]) for row in read_table("modality") for term in row["terms"].split("|"))


def shape_of(trigger: Trigger, lower: Sequence[str]) -> Shape:
    """Return the grammatical shape of a trigger's first word: past, gerund, plural or other noun."""
    word, last = lower[trigger.first], lower[trigger.last]
    if len(trigger.words) == 2 and _is_past(last):
        return "past"
    if is_attempted(trigger, lower):
        return "past"
    before = lower[trigger.first - 1] if trigger.first else ""
    if _is_past(word):  # "17 armed clashes" are counted, nobody armed them
        is_counted_noun = before.isdigit() and trigger.last > trigger.first and last.endswith("s")
        if not is_counted_noun:
            return "past"
    if word.endswith("ing"):
        return "noun" if before in {"a", "an", "the", "this"} else "gerund"
    if last.endswith("s") and not last.endswith("ss"):
        return "past" if any(_is_past(word) for word in lower[trigger.last + 1 : trigger.last + 4]) else "plural"
    return "noun"


def _is_past(word: str) -> bool:
    return word.endswith("ed") or word in read_terms("irregular_past")


def governing(cues: Sequence[Hit]) -> list[Hit]:
    """Return the cues that may govern a trigger at all."""
    return [cue for cue in cues if not _GOVERNING.isdisjoint(cue.classes)]


_GOVERNING = frozenset({"DENIED", "EXERCISE", *_REACH})


def mode_of(trigger: Trigger, lower: Sequence[str], cues: Sequence[Hit]) -> Mode:
    """Return how the words of a sentence tell of a trigger; of a pair of words either may be governed by a cue.

    `cues` are those that are `governing`.
    """
    if not cues:
        return "actual"
    mode = _mode_at(trigger, lower, cues)
    if mode == "planned" and is_attempted(trigger, lower):
        return "actual"
    if mode == "actual" and len(trigger.words) == 2 and trigger.last > trigger.first:
        return _mode_at(trigger._replace(first=trigger.last), lower, cues)
    return mode


def is_attempted(trigger: Trigger, lower: Sequence[str]) -> bool:
    """Say whether a trigger is what somebody tried to do: "tried to kidnap", "an attempt by rebels to abduct".

    A kidnapping or a murder that failed is an attack; what "will be tried" or "could be attempted" is none yet.
    """
    if trigger.frame not in _TRIED or trigger.first < 1 or lower[trigger.first - 1] != "to":
        return False
    before = lower[max(0, trigger.first - _TRIED_WITHIN) : trigger.first - 1]
    for k in range(len(before) - 1, -1, -1):
        if before[k] in _ENDS_CLAUSE:
            return False
        if before[k] in read_terms("attempts"):
            return k == 0 or before[k - 1] not in _NOT_YET
    return False


#: acts on people that are incidents though they fail; words before the act within which "attempt" stands
_TRIED, _TRIED_WITHIN = frozenset({"abduction", "killing"}), 10
#: words before "attempt" that say that none was made
_NOT_YET = frozenset({"to", "will", "would", "could", "may", "might", "not", "no"})


def _mode_at(trigger: Trigger, lower: Sequence[str], cues: Sequence[Hit]) -> Mode:
    for cue in cues:
        if "DENIED" in cue.classes and cue.last < trigger.first:
            return "negated"
        if "EXERCISE" in cue.classes and -8 <= trigger.first - cue.last <= 8 and not _overlaps(cue, trigger):
            return "exercise"
    for cue in reversed(cues):
        gap = trigger.first - cue.last - 1
        if gap < 0:
            continue
        if gap > 14:
            break
        mode = _governed(cue, gap, trigger, lower)
        if mode is not None:
            return mode
    return "actual"


def _governed(cue: Hit, gap: int, trigger: Trigger, lower: Sequence[str]) -> Mode | None:
    modes = [(name, mode) for name, mode in _modes_of(cue.classes) if gap <= _REACH[name]]
    between = lower[cue.last + 1 : trigger.first] if modes else ()
    if not _ENDS_CLAUSE.isdisjoint(between):
        return None
    for name, mode in modes:
        shape = shape_of(trigger, lower)
        if name == "TO" and not _is_infinitive(trigger, lower, shape, between):
            continue
        if name == "MODAL" and shape == "plural":
            continue
        if name == "NOT" and shape == "past" and lower[cue.last] == "without":
            continue  # "men in a car without plates kidnapped a clerk"
        if name == "NOT" and shape in {"noun", "plural"} and not read_terms("denied_with").issuperset(between):
            continue
        return mode
    return None


def _is_infinitive(trigger: Trigger, lower: Sequence[str], shape: Shape, between: Sequence[str]) -> bool:
    """Say whether a trigger is what "to" leads to: "to attack", "to be detonated", not "to the attack"."""
    if list(between) == ["be"]:
        return shape == "past"
    is_verb = lower[trigger.first] != "death"  # "beaten to death"
    return is_verb and not between and shape == "noun" and lower[trigger.first - 1] == "to"


@cache
def _modes_of(classes: frozenset[str]) -> tuple[tuple[str, Mode], ...]:
    return tuple((name, mode) for name, mode in _MODES if name in classes)


_MODES: tuple[tuple[str, Mode], ...] = (
    ("IF", "hypothetical"),
    ("MODAL", "planned"),
    ("NOT", "negated"),
    ("AVERTED", "hypothetical"),
    ("RISK", "hypothetical"),
    ("TO", "planned"),
)


def _overlaps(cue: Hit, trigger: Trigger) -> bool:
    return cue.first <= trigger.last and trigger.first <= cue.last


def subordinate_from(cues: Sequence[Hit], lower: Sequence[str]) -> int:
    """Return the first word that stands under "accused of", "over", "who", … in a sentence; a high number if none.

    The "that" of what somebody said opens what is told, and puts nothing under anything.
    """
    return min((c.last for c in cues if "SUBORDINATE" in c.classes and not _opens_speech(c, lower)), default=10_000)


#: words between a verb of saying and its "that": "reported early today that"
_SPOKEN_WITHIN = 4


def _opens_speech(cue: Hit, lower: Sequence[str]) -> bool:
    if lower[cue.last] != "that":
        return False
    return not read_terms("verbs_of_saying").isdisjoint(lower[max(0, cue.first - _SPOKEN_WITHIN) : cue.first])

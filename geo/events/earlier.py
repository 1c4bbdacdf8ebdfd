"""Sets aside the people of an act before the one that a sentence tells: "killed three, a day after six died in X"."""

from collections.abc import Iterator, Sequence
from functools import cache

from geo.events.casualties import Toll
from geo.grammar.spelling import Spelled
from geo.lexicon import read_table, read_terms

#: units after which "after" leads to nothing before; what is no act that the people of another are told beside
_NOT_COUNTED_IN, _NO_ACTS = frozenset({"minute", "quarter"}), frozenset({"death", "arrests", "attribution"})


@cache
def leading_words() -> frozenset[str]:
    """Return the words without one of which nothing leads from an act to another one."""
    return read_terms("denouncing_words") | {"after"}


def without_earlier(
    tolls: tuple[Toll, ...], acts: Sequence[tuple[str, str, int]], spelled: Spelled
) -> tuple[Toll, ...]:
    """Return tolls with those not told as fact that "two weeks after" leads back to.

    `acts` are (frame, shape, first character). Who dies or is caught days after an act is of that act; what follows
    "after the" or "after he" was told before.
    """
    leads, others = tuple(_leads(spelled)), tuple(_leads_to_others(spelled))
    if not leads and not others:
        return tolls
    return tuple(
        t._replace(conditional=True)
        if any(_is_under(t, at, acts) for at in leads) or any(_is_of_others(t, span, tolls, acts) for span in others)
        else t
        for t in tolls
    )


def _leads_to_others(spelled: Spelled) -> Iterator[tuple[int, int]]:
    """Yield where "after an attack that" or "to protest killings that" stands, and ends."""
    words, denouncing = spelled.lower, read_terms("denouncing_words")
    for i, word in enumerate(words):
        if (word == "after" and words[i + 1 : i + 2] in (("a",), ("an",))) or word in denouncing:
            within = range(i + 2, min(i + _NOUN_WITHIN, len(words)))
            k = next((k for k in within if words[k] in {"that", "which"}), None)
            if k is not None:
                yield spelled.starts[i], spelled.starts[k]


#: words from "after" within which "that" follows on its noun
_NOUN_WITHIN = 8


def _is_of_others(
    toll: Toll, span: tuple[int, int], tolls: tuple[Toll, ...], acts: Sequence[tuple[str, str, int]]
) -> bool:
    """Say whether it befell others before: "killed 35 rebels after an attack that left 11 guards dead"."""
    if toll.start < span[1] or toll.group.form != "count":
        return False
    if any(t.slot == toll.slot and t.group.form == "count" and t.group.end <= span[0] for t in tolls):
        return True
    return any(frame == "protest" and start < span[0] for frame, _, start in acts)


def _leads(spelled: Spelled) -> Iterator[int]:
    """Yield where "days after" stands before somebody or something new."""
    words = spelled.lower
    for i, word in enumerate(words):
        if word != "after" or not i or words[i - 1] not in _units() or i + 1 == len(words):
            continue
        following = words[i + 1]
        if following[0].isalnum() and following not in read_terms("known_after"):
            yield spelled.starts[i]


def _is_under(toll: Toll, at: int, acts: Sequence[tuple[str, str, int]]) -> bool:
    if toll.start < at or not any(frame not in _NO_ACTS and start < at for frame, _, start in acts):
        return False
    if not toll.predicate.endswith("ing"):
        return True
    return any(
        shape == "past" and at < start < toll.at for _, shape, start in acts
    )  # else of what comes "after a blast"


@cache
def _units() -> frozenset[str]:
    return frozenset(row["word"] for row in read_table("date_units") if row["unit"] not in _NOT_COUNTED_IN)

"""Finds what the authorities took: item, quantity, unit and qualifier ("more than 70 packages of hashish")."""

from collections.abc import Sequence
from functools import cache

from geo.events.frames import Hit, find_hits
from geo.events.reading import Sentence
from geo.events.terms import Terms, make_many_terms
from geo.lexicon import read_table, read_terms
from geo.numbers import NumberMention
from geo.records import Seizure

#: words between a number and the thing it counts
_REACH = 5
#: kinds of things that are counted one by one
_COUNTED = frozenset({"weapons", "explosives", "vehicles", "equipment"})
_TONNES = frozenset({"t", "tonne", "tonnes", "ton", "tons", "metric ton", "metric tons"})


@cache
def _items() -> Terms:
    return make_many_terms((row["term"], row["kind"]) for row in read_table("seizable"))


def seizures_of(sentences: Sequence[Sentence]) -> tuple[Seizure, ...]:
    """Return the things taken in the sentences of one incident, in their order."""
    found: dict[tuple[str, float | None], Seizure] = {}
    for sentence in sentences:
        for seizure in _of_sentence(sentence):
            found.setdefault((seizure.item, seizure.quantity), seizure)
    return tuple(found.values())


def _of_sentence(sentence: Sentence) -> list[Seizure]:
    words, seizing = sentence.spelled, read_terms("seizing_words")
    if seizing.isdisjoint(words.lower):
        return []
    verbs = [i for i, word in enumerate(words.lower) if word in seizing]
    seized = []
    for hit in find_hits(_items(), words.lower):
        if not any(-14 <= hit.first - verb <= 30 for verb in verbs):
            continue
        seized.append(_seizure(sentence, hit))
    return seized


def _seizure(sentence: Sentence, hit: Hit) -> Seizure:
    """Return one thing with its number: "42 pounds of fentanyl pills", "a rifle", "weapons"."""
    words = sentence.spelled
    item = " ".join(words.lower[hit.first : hit.last + 1])
    mention = _number_of(sentence, hit)
    kind = min(hit.classes)
    if mention is None:
        is_one = any(w in {"a", "an"} for w in words.lower[max(0, hit.first - 3) : hit.first]) and not item.endswith(
            "s"
        )
        return Seizure(item, 1.0, "pieces", None) if is_one and kind in _COUNTED else Seizure(item, None, None, None)
    unit = mention.unit or _unit(sentence, mention, hit)
    value = mention.value
    if value is not None and unit in _TONNES:
        value, unit = value * 1000, "kg"
    if unit is None and item in {"rounds", "cartridges", "bullets", "rounds of ammunition"}:
        unit = "rounds"
    return Seizure(item, value, unit or ("pieces" if kind in _COUNTED else None), mention.qualifier)


def _number_of(sentence: Sentence, hit: Hit) -> NumberMention | None:
    """Return the number that counts an item: right before it, or "N unit of" it."""
    words = sentence.spelled
    start = words.starts[hit.first]
    best = None
    for mention in sentence.numbers:
        if mention.end > start or mention.kind not in {"cardinal", "measure", "range", "vague"}:
            continue
        between = [w for a, w in zip(words.starts, words.lower, strict=True) if mention.end <= a < start]
        if len(between) <= _REACH and not any(w in {",", "and", ";", "."} for w in between):
            best = mention
    return best


def _unit(sentence: Sentence, mention: NumberMention, hit: Hit) -> str | None:
    words = sentence.spelled
    for a, word in zip(words.starts, words.lower, strict=True):
        if mention.end <= a < words.starts[hit.first] and word in read_terms("packages"):
            return word
    return None

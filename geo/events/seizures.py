"""Finds what the authorities took: item, quantity, unit and qualifier ("more than 70 packages of hashish")."""

from collections.abc import Sequence
from functools import cache

from geo.events.reading import Sentence
from geo.events.terms import Hit, Terms, make_many_terms
from geo.events.words import PASSIVE
from geo.lexicon import read_table, read_terms
from geo.numbers import NumberMention
from geo.records import Seizure

#: words between a number and the thing it counts
_REACH = 5
#: kinds of things that are counted one by one
_COUNTED = frozenset({"weapons", "explosives", "vehicles", "equipment"})
#: what counts as taken only with a number; masses among the things counted
_COMMON, _MASSES = frozenset({"vehicles", "equipment"}), frozenset({"dynamite", "tnt", "gunpowder"})
#: words before the vehicle in which something else was found
_INSIDE = frozenset({"in", "inside", "from", "near", "on", "into", "by", "under", "aboard"})
_TONNES = frozenset({"t", "tonne", "tonnes", "ton", "tons", "metric ton", "metric tons"})


@cache
def _items() -> Terms:
    return make_many_terms((row["term"], row["kind"]) for row in read_table("seizable"))


def seizures_of(sentences: Sequence[Sentence], article: Sequence[Sentence]) -> tuple[Seizure, ...]:
    """Return the things taken in the sentences of one incident, in their order.

    `article`: all sentences; what a haul consists of may stand in one that tells of no act ("it included …").
    """
    found: dict[tuple[str, float | None], Seizure] = {}
    signs = _signs()
    for sentence in sentences:
        if signs.isdisjoint(sentence.spelled.lower):
            continue
        taken = _of_sentence(sentence)
        following = sentence.number + 1
        more = article[following] if taken and following < len(article) else None
        if more is not None and more.number not in {s.number for s in sentences}:
            taken += _of_list(more)
        for seizure in taken:
            found.setdefault((seizure.item, seizure.quantity), seizure)
    if not found:
        return ()
    counted = {item for item, quantity in found if quantity is not None}
    return tuple(s for s in found.values() if s.quantity is not None or s.item not in counted)


@cache
def _signs() -> frozenset[str]:
    """Return the words without which a sentence tells of nothing taken."""
    return read_terms("seizing_words") | read_terms("consisting") | read_terms("leaving_words")


def _of_sentence(sentence: Sentence) -> list[Seizure]:
    words, seizing = sentence.spelled, read_terms("seizing_words")
    verbs = [] if seizing.isdisjoint(words.lower) else [i for i, word in enumerate(words.lower) if word in seizing]
    verbs += _leavings(words.lower)
    if not verbs:
        return _of_list(sentence)
    seized = (
        _seizure(sentence, hit)
        for hit in sentence.hits(_items())
        if any(-_before(words.lower, verb) <= hit.first - verb <= _AFTER for verb in verbs)
    )
    return [s for s in seized if s is not None]


def _leavings(lower: tuple[str, ...]) -> list[int]:
    """Return where somebody who got away left things: "fled, leaving 20 kg of hashish behind"."""
    leaving = read_terms("leaving_words")
    if leaving.isdisjoint(lower) or read_terms("left_where").isdisjoint(lower):
        return []
    return [i for i, word in enumerate(lower) if word in leaving]


def _before(lower: tuple[str, ...], verb: int) -> int:
    """Return how many words before a verb its things may stand: a long list only where they are its subject."""
    is_passive = not PASSIVE.isdisjoint(lower[max(0, verb - 3) : verb])
    return _LIST if is_passive else _SUBJECT


#: words before and after a verb that its things are looked for in
_SUBJECT, _LIST, _AFTER = 14, 45, 30


def _of_list(sentence: Sentence) -> list[Seizure]:
    """Return the weighed and counted things of a sentence that says what a haul consists of."""
    lower = sentence.spelled.lower
    if read_terms("consisting").isdisjoint(lower[:_OPENING]):
        return []
    seized = (_seizure(sentence, hit) for hit in sentence.hits(_items()))
    return [s for s in seized if s is not None and s.quantity is not None]


#: words within which such a sentence says so
_OPENING = 8


def _seizure(sentence: Sentence, hit: Hit) -> Seizure | None:
    """Return one thing with its number: "42 pounds of fentanyl pills", "a rifle", "weapons".

    None for what was only where something was found ("in a car") and for one thing known before ("the car").
    """
    words = sentence.spelled
    item = " ".join(words.lower[hit.first : hit.last + 1])
    mention = _weight_of(sentence, hit) or _number_of(sentence, hit)
    kind, before = min(hit.classes), words.lower[max(0, hit.first - 3) : hit.first]
    if kind == "vehicles" and not _INSIDE.isdisjoint(before):
        return None
    if mention is None:
        is_single = kind in _COUNTED and not item.endswith("s") and item not in _MASSES
        if is_single and not {"a", "an"}.isdisjoint(before):
            return Seizure(item, 1.0, "pieces", None)
        return None if is_single or kind in _COMMON else Seizure(item, None, None, None)
    unit = mention.unit or _unit(sentence, mention, hit)
    value = mention.value
    if value is not None and unit in _TONNES:
        value, unit = value * 1000, "kg"
    return Seizure(item, value, unit or ("pieces" if kind in _COUNTED else None), mention.qualifier)


def _number_of(sentence: Sentence, hit: Hit) -> NumberMention | None:
    """Return the number that counts an item: right before it, "N unit of" it, or the item is itself the unit."""
    words = sentence.spelled
    start = words.starts[hit.first]
    best = None
    for mention in sentence.numbers:
        if mention.start > start or mention.kind not in {"cardinal", "measure", "range", "vague"}:
            continue
        between = [w for a, w in zip(words.starts, words.lower, strict=True) if mention.end <= a < start]
        if len(between) > _REACH or any(w in {",", "and", ";", "."} for w in between):
            continue
        if best is None or not _is_converted(sentence, best, mention):
            best = mention
    return best


def _is_converted(sentence: Sentence, one: NumberMention, two: NumberMention) -> bool:
    """Say whether a number in brackets only puts the one before it in other units: "25 kilograms (55 pounds)"."""
    base = sentence.span.start
    return bool(one.unit and two.unit) and sentence.text[one.end - base : two.start - base].strip() == "("


def _weight_of(sentence: Sentence, hit: Hit) -> NumberMention | None:
    """Return the weight that follows an item: "59 packages of heroin weighing 61 kg"."""
    words = sentence.spelled
    after = words.lower[hit.last + 1 : hit.last + 1 + _REACH]
    at = next((k for k, word in enumerate(after) if word in read_terms("weighing")), None)
    if at is None or not {",", ";", "."}.isdisjoint(after[:at]):
        return None
    start, end = words.starts[hit.last + 1 + at], words.starts[min(hit.last + at + 2 + _REACH, len(words.starts) - 1)]
    return next((m for m in sentence.numbers if start < m.start <= end and m.unit in _WEIGHTS), None)


_WEIGHTS = frozenset({"kg", "g", "t", "lb", "oz"})


def _unit(sentence: Sentence, mention: NumberMention, hit: Hit) -> str | None:
    words = sentence.spelled
    for a, word in zip(words.starts, words.lower, strict=True):
        if mention.end <= a < words.starts[hit.first] and word in read_terms("packages"):
            return word
    return None

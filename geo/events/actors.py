"""Finds who took part in an incident: people and bodies, their part, and their kind after the ACLED codebook.

Whoever only speaks of it ("the army said", "according to residents"), and bodies that do nothing in it, took no part.
"""

import bisect
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from gazetteer.frozen import tuple_maker_of
from geo.events.frames import frames
from geo.events.people import Group, kinds_of_people, last_words
from geo.events.reading import Sentence, Told
from geo.events.terms import Terms, make_many_terms
from geo.events.words import codes
from geo.grammar.spelling import cut
from geo.lexicon import read_table, read_terms
from geo.records import Actor, ActorRole

_MAX_ACTORS = 6
_PERPETRATORS = frozenset({"unknown", "rebel group", "criminals", "political militia", "identity militia", "rioters"})
#: slots of tolls whose people were acted upon; those arrested or rescued are not its victims
_SUFFERED = frozenset({"killed", "injured", "shot", "attacked", "abducted"})

#: how many words may stand between a body and the verb it is the subject of ("soldiers in two trucks opened fire")
_SUBJECT_REACH = 6
#: how many units may stand between a speaker and the verb of saying ("the army's spokesman Col. X told reporters")
_SPEAKER_REACH = 5

#: how many words after an organisation's name it may speak of itself in
_OWNING_REACH = 14

_LEADING = re.compile(r"^(?:[\W_]+|of\b|who\b)+")


class _Mention(NamedTuple):
    """People or a body that a sentence names."""

    start: int  # first character
    end: int
    key: str  # what tells one actor from another: the singular of the noun, or the name of the body
    kind: str
    is_named: bool  # an armed organisation by its name
    group: Group | None = None  # None: a body


_mention = tuple_maker_of(_Mention)


@cache
def _organisations() -> frozenset[str]:
    return frozenset(" ".join(cut(row["term"])) for row in read_table("armed_organisations"))


@cache
def _weapon_terms() -> Terms:
    return make_many_terms((row["term"], row["weapon"]) for row in read_table("weapons"))


@cache
def _singulars() -> Mapping[str, str]:
    return {row["plural"]: row["singular"] for row in read_table("people")}


@cache
def _words_for_who_acts() -> frozenset[str]:
    """Return the words that nouns for people who are no civilians end with."""
    return last_words(noun for noun, kind in kinds_of_people().items() if kind != "civilians")


def actors_of(sentences: Sequence[Sentence]) -> tuple[Actor, ...]:
    """Return the actors of one incident, its victims first."""
    found: dict[tuple[str, bool], tuple[_Mention, Actor]] = {}
    for sentence in sentences:
        if not _has_parts(sentence):
            continue
        text = sentence.source.text
        for mention in _mentions(sentence, text):
            role = _role(sentence, mention)
            if role is None:
                continue
            key = (mention.key, role == "target")
            known = found.get(key)
            if known is not None and (known[1].role != "unknown" or role == "unknown"):
                continue
            name = _name(text, mention, sentence)
            if name:
                found[key] = (mention, Actor(name if known is None else known[1].name, role, mention.kind))
    kept = _without_vague(list(found.values()))
    return tuple(sorted(kept, key=lambda actor: actor.role != "target"))[:_MAX_ACTORS]


def weapons_of(sentences: Sequence[Sentence]) -> tuple[str, ...]:
    """Return the kinds of weapons that the sentences of one incident name, in their order."""
    found: dict[str, None] = {}
    for sentence in sentences:
        for hit in sentence.hits(_weapon_terms()):
            found.setdefault(min(hit.classes))
    return tuple(found)


# ------------------------------------------------------------------------------------------------------ mentions


def _named(sentence: Sentence) -> list[_Mention]:
    """Return the people whose noun has a kind, and the bodies that act as one: forces, organisations, crowds."""
    kinds, singulars = kinds_of_people(), _singulars()
    people = [
        _mention((g.start, g.end, singulars.get(g.head, g.head), kinds[g.head], False, g)) for g in sentence.people
    ]
    return people + _bodies_in(sentence)


def _bodies_in(sentence: Sentence) -> list[_Mention]:
    words, found = sentence.spelled, []
    for first, last, classes in sentence.bodies:
        term = " ".join(words.lower[first : last + 1])
        found.append(_Mention(words.starts[first], words.ends[last], term, min(classes), term in _organisations()))
    return found


def _mentions(sentence: Sentence, text: str) -> list[_Mention]:
    """Return the people and bodies in order, "X fighters" and "fighters of the X" as one, none within another."""
    named = _named(sentence)
    if len(named) < 2:
        return named
    found: list[_Mention] = []
    for mention in sorted(named, key=lambda m: (m.start, -m.end)):
        last = found[-1] if found else None
        if last is None or mention.start > last.end + len(" of the "):
            found.append(mention)
        elif mention.start < last.end or _are_one(text[last.end : mention.start], last, mention):
            found[-1] = _merged(last, mention)
        else:
            found.append(mention)
    return found


def _are_one(between: str, one: _Mention, two: _Mention) -> bool:
    """Say whether two neighbours name one actor: an organisation and its people, or "separatist rebels"."""
    if between == " ":
        return one.is_named != two.is_named or (one.kind == two.kind and not one.is_named)
    return two.is_named and not one.is_named and between.split() in (["of"], ["of", "the"], ["from"], ["from", "the"])


def _merged(one: _Mention, two: _Mention) -> _Mention:
    better = one if one.is_named else two
    group = one.group or two.group
    return _Mention(min(one.start, two.start), max(one.end, two.end), better.key, better.kind, better.is_named, group)


# ------------------------------------------------------------------------------------------------------ parts played


def _has_parts(sentence: Sentence) -> bool:
    """Say whether somebody of a sentence may have taken part: it takes much to read whom it names.

    Where nothing befell anybody no civilian has; where no act is told either, only who is a perpetrator by his name.
    """
    if sentence.tolls:
        return True
    words = sentence.spelled.lower
    if sentence.incidents:
        return bool(sentence.bodies) or not _words_for_who_acts().isdisjoint(words)
    if not _words_for_perpetrators().isdisjoint(words):
        return True
    return any(m.is_named or _is_perpetrator(m.key, m.kind) for m in _bodies_in(sentence))


def _is_perpetrator(noun: str, kind: str) -> bool:
    return kind in _PERPETRATORS or noun in read_terms("perpetrators")


@cache
def _words_for_perpetrators() -> frozenset[str]:
    """Return the last words of the nouns for people who are perpetrators whatever is told of them."""
    singulars = _singulars()
    return last_words(n for n, kind in kinds_of_people().items() if _is_perpetrator(singulars.get(n, n), kind))


def _role(sentence: Sentence, mention: _Mention) -> ActorRole | None:
    """Return the part somebody plays, or None where they only speak of it, or do nothing in it."""
    told = sentence.incidents
    if _has_suffered(sentence, mention):
        return "target"
    if mention.kind == "civilians" or (mention.group is not None and mention.group.form == "none"):
        return None
    if _claims(sentence, mention) or _is_agent(sentence, mention):
        return "perpetrator"
    if _speaks(sentence, mention):
        return "perpetrator" if mention.is_named and _owns_up(sentence, mention) else None
    if any(t.trigger.frame == "clash" for t in told):
        return "party"
    acts_in = [t for t in told if _is_subject(sentence, mention, t)]
    if mention.key in read_terms("perpetrators"):
        return "perpetrator"
    if mention.kind in _PERPETRATORS:
        before = any(mention.end <= t.start for t in told) or any(mention.end <= t.start for t in sentence.tolls)
        return "perpetrator" if before else "unknown"
    if not acts_in:
        return "unknown" if mention.is_named else None
    return "party" if any(frames()[t.trigger.frame].is_violent for t in acts_in) else "unknown"


def _has_suffered(sentence: Sentence, mention: _Mention) -> bool:
    group = mention.group
    if group is None or group.form in {"pronoun", "none"}:
        return False
    suffered = [t.group[:2] for t in sentence.tolls if t.slot in _SUFFERED and not t.conditional]
    return group[:2] in suffered  # where it starts and ends


def _claims(sentence: Sentence, mention: _Mention) -> bool:
    """Say whether somebody claims the act ("X claimed responsibility")."""
    if mention.kind not in _PERPETRATORS:
        return False
    claims = [c for c in sentence.cues if "CLAIMED" in c.classes]
    return any(0 <= c.first - _word_after(sentence, mention) <= 1 for c in claims)


def _owns_up(sentence: Sentence, mention: _Mention) -> bool:
    """Say whether an organisation speaks of itself ("X said it had …", "X said one of its men …")."""
    after = _word_after(sentence, mention)
    words = sentence.spelled.lower[after : after + _OWNING_REACH]
    return bool(sentence.told) and not sentence.has_cue("DISPUTED") and not read_terms("own_words").isdisjoint(words)


def _is_agent(sentence: Sentence, mention: _Mention) -> bool:
    """Say whether the act is told as theirs ("killed by X", "an attack by suspected X")."""
    first = _word_at(sentence, mention.start)
    before = sentence.spelled.lower[max(0, first - 3) : first]
    if "by" not in before or not read_terms("clause_openers").isdisjoint(before[before.index("by") :]):
        return False
    return any(t.end <= mention.start for t in sentence.incidents) or any(
        t.end <= mention.start for t in sentence.tolls
    )


def _speaks(sentence: Sentence, mention: _Mention) -> bool:
    """Say whether somebody is cited: before a verb of saying, behind one at the end of a clause, or "according to"."""
    clause = sentence.clause
    say, ends = codes()["SAY"], _ends_of_clauses()
    if say not in clause.codes:
        return False
    first = bisect.bisect_right(clause.starts, mention.start) - 1
    last = bisect.bisect_left(clause.starts, mention.end)
    before = clause.codes[first - 1] if first > 0 else ""
    after = clause.codes[last] if last < len(clause.codes) else ""
    if before == say and (after in ends or not after or clause.lower[first - 1] == "according to"):
        return True
    for code in clause.codes[last : last + _SPEAKER_REACH]:
        if code == say:
            return True
        if code in ends:
            return False
    return False


@cache
def _ends_of_clauses() -> frozenset[str]:
    return frozenset(codes()[name] for name in ("STOP", "COMMA"))


def _is_subject(sentence: Sentence, mention: _Mention, told: Told) -> bool:
    """Say whether somebody stands before a trigger within its clause."""
    if mention.end > told.start:
        return False
    between = sentence.spelled.lower[_word_after(sentence, mention) : _word_at(sentence, told.start)]
    return len(between) <= _SUBJECT_REACH and read_terms("clause_openers").isdisjoint(between)


def _word_at(sentence: Sentence, position: int) -> int:
    return bisect.bisect_left(sentence.spelled.starts, position)


def _word_after(sentence: Sentence, mention: _Mention) -> int:
    return bisect.bisect_left(sentence.spelled.starts, mention.end)


# ------------------------------------------------------------------------------------------------------ names


def _name(text: str, mention: _Mention, sentence: Sentence) -> str:
    """Return the words of the text that name an actor, without number and article ("three of the men" -> men)."""
    start = mention.start
    for number in sentence.numbers:
        if mention.start <= number.start < mention.end and number.kind in {"cardinal", "range", "vague"}:
            start = max(start, min(number.end, mention.end))
    words = " ".join(_LEADING.sub("", text[start : mention.end]).split()).split(" ")
    while words and words[0].lower() in read_terms("determiners"):
        words.pop(0)
    name = " ".join(words).split(",")[0]
    return _LEADING.sub("", name).strip(" \"“”'‘’")


def _without_vague(found: Sequence[tuple[_Mention, Actor]]) -> list[Actor]:
    """Return the actors without words that say less than others of their side: "people", "attackers", "bomber"."""
    kept = []
    for mention, actor in found:
        beside = [m for m, other in found if m is not mention and (other.role == "target") == (actor.role == "target")]
        if not any(_says_more(other, mention) for other in beside):
            kept.append(actor)
    return kept


def _says_more(other: _Mention, mention: _Mention) -> bool:
    """Say whether somebody else's name makes a mention superfluous ("suicide bomber" beside "bomber")."""
    if mention.is_named:
        return other.is_named and mention.key == "".join(word[0] for word in other.key.split() if word[0].isalpha())
    is_vague = _is_vague(mention) and not _is_vague(other)
    return is_vague or (other.key != mention.key and other.key.endswith(f" {mention.key}"))


def _is_vague(mention: _Mention) -> bool:
    return not mention.is_named and (mention.key in read_terms("anybody") or mention.kind == "unknown")

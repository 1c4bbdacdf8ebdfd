"""Ranks the days an article can mean for its main incident by how likely each is. Knows no word of any text.

A multinomial logistic regression over the dates told, the day of publication, the day before it, and "none of these":
a day's probability is the sum over all its mentions. The weights, a few dozen, stand in `geo/model/dates.json`; they
belong to what stands around a date (`date_clues`), to where it is told, and to how the days of the article lie.
"""

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

from gazetteer.frozen import quickly_made
from geo.events.date_clues import EventDate
from geo.events.event_date import hour_of_day, in_the_night, is_written_at_once, is_written_later
from geo.events.reading import Sentence
from geo.lexicon import read_terms
from geo.records import Published

#: characters to the event's words within which a date belongs to them, and from which it is far off
_CLOSE, _FAR = 12, 200
#: days before publication within which the earliest and the latest day told are looked for
_RECENT = 31
#: words of a sentence that is a list or a table
_LONG = 60
_CLOCK = re.compile(r"\d ?(?:[ap]\.?m|:\d\d)|noon|midnight", re.IGNORECASE)
#: hours at which the afternoon and the evening begin
_AFTERNOON, _EVENING = 12, 17

Features = dict[str, float]


@quickly_made
@dataclass(frozen=True, slots=True)
class Article:
    """What is known of an article when the day of its main incident is sought."""

    sentences: Sequence[Sentence]
    dates: Mapping[int, Sequence[EventDate]]  # of each sentence that has any, by its number
    own: frozenset[int]  # numbers of the sentences that tell of the incident
    others: frozenset[int]  # numbers of those that tell of other incidents
    published: Published | None


@quickly_made
@dataclass(frozen=True, slots=True)
class Choice:
    """A day or stretch of days that can be meant; None as first and last: none of those told."""

    when: EventDate | None  # None: no date of the text names it
    first: date | None
    last: date | None
    features: Features


@cache
def read_weights() -> Mapping[str, float]:
    """Return the shipped weights by feature."""
    table = json.loads(files("geo.model").joinpath("dates.json").read_text(encoding="utf-8"))
    return {str(k): float(v) for k, v in table["weights"].items()}


def likeliest(choices: Sequence[Choice], weights: Mapping[str, float] | None = None) -> Choice:
    """Return the likeliest day; of its mentions the one that speaks most for it.

    The days that no words name (publication, the day before it, none of these) are weighed together against each day
    told; the same day speaks for it ("today"). Where they win, the likeliest day of publication stands for them, if it
    is likely enough among them.
    """
    shares = probabilities(choices, read_weights() if weights is None else weights)
    told: dict[tuple[date | None, date | None], float] = {}
    for choice, share in zip(choices, shares, strict=True):
        if choice.when is not None:
            told[choice.first, choice.last] = told.get((choice.first, choice.last), 0.0) + share
    day = max(told, key=lambda d: (told[d], d[0] or date.min, d[1] or date.min), default=None)
    order = sorted(range(len(choices)), key=lambda k: (-shares[k], k))
    same = sum(p for c, p in zip(choices, shares, strict=True) if c.when is None and (c.first, c.last) == day)
    if day is not None and told[day] + same >= 1 - sum(told.values()) - same:
        return next(choices[k] for k in order if choices[k].when and (choices[k].first, choices[k].last) == day)
    untold = [k for k in order if choices[k].when is None]
    best = next((k for k in untold if choices[k].first is not None), untold[-1])
    return choices[best] if shares[best] >= _LIKELY * sum(shares[k] for k in untold) else choices[-1]


#: share among the days that no words name from which publication stands for them, so that something must speak for it
#: (an hour, the present tense); three in four were right then
_LIKELY = 0.41


def probabilities(choices: Sequence[Choice], weights: Mapping[str, float]) -> list[float]:
    """Return the probability of each choice; they add up to 1."""
    scores = [sum(weights.get(name, 0.0) * value for name, value in c.features.items()) for c in choices]
    highest = max(scores)
    raised = [math.exp(score - highest) for score in scores]
    total = sum(raised)
    return [value / total for value in raised]


def choices_of(article: Article) -> list[Choice]:
    """Return all days that can be meant: those told, then the day of publication, the day before it, and none."""
    own_sentences = [s for s in article.sentences if s.number in article.own]
    told = [
        _told_choice(sentence, in_the_night(found, own_sentences) or found)
        for sentence in article.sentences
        for found in article.dates.get(sentence.number, ())
    ]
    days = [c.first for _, c in told if c.first is not None and c.first == c.last]
    published = article.published
    choices = [Choice(c.when, c.first, c.last, _features(article, sentence, c, days)) for sentence, c in told]
    if published is not None and published.start == published.end:
        facts = dict(_facts(article))
        for name, back in (("on_publication", 0), ("day_before", 1)):
            day = published.end - timedelta(days=back)
            features = {name: 1.0, **{f"{name}_{fact}": value for fact, value in facts.items()}}
            choices.append(Choice(None, day, day, features))
    return [*choices, Choice(None, None, None, {"none": 1.0})]


def _told_choice(sentence: Sentence, found: EventDate) -> tuple[Sentence, Choice]:
    """Return a date as a choice: of a date that only bounds the event, the day it names."""
    first, last = (found.day, found.day) if found.day is not None else (found.first, found.last)
    return sentence, Choice(found, first, last, {})


def _features(article: Article, sentence: Sentence, choice: Choice, days: Sequence[date]) -> Features:
    when = choice.when
    if when is None:
        return {}
    first = min(article.own, default=0)
    frames = {t.trigger.frame for t in sentence.told}
    slots = {t.slot for t in sentence.tolls if not t.conditional}
    has_clock = _CLOCK.search(when.text or "") is not None
    is_day = choice.first is not None and choice.first == choice.last
    found = {
        **{f"clue_{clue}": 1.0 for clue in when.clues},
        f"basis_{when.basis}": 1.0,
        "worth": when.weight,
        "few_days": not is_day and when.precision == 2,
        "week": not is_day and when.precision == 3,
        "coarse": not is_day and (when.precision or 5) >= 4,
        "headline": sentence.part == "title",
        "lead": sentence.part == "lead",
        "told_of_it": sentence.number in article.own,
        "told_of_another": sentence.number in article.others and sentence.number not in article.own,
        "distance": math.log1p(abs(sentence.number - first)),
        "before_it": sentence.number < first,
        "depth": math.log1p(sentence.number),
        "clock": has_clock,
        "part_of_day": bool(when.time_text) and not has_clock,
        "close": when.near <= _CLOSE,
        "far": when.near >= _FAR,
        "event": bool(sentence.incidents),
        "harm": not slots.isdisjoint({"killed", "injured", "shot"}),
        "hit": "shot" in slots,
        "death_alone": frames == {"death"},
        "arrest": "arrests" in frames,
        "long": len(sentence.spelled.lower) > _LONG,
        "separate": sentence.has_cue("SEPARATE") or sentence.has_cue("ANOTHER"),
        **_position(choice, days, article.published),
    }
    return {name: float(value) for name, value in found.items() if value}


def _position(choice: Choice, days: Sequence[date], published: Published | None) -> Features:
    """Return how a day lies among the days of the article and before its publication."""
    if choice.first is None or choice.last is None:
        return {}
    found: dict[str, float] = {}
    if published is not None:
        lag = (published.end - choice.last).days
        found |= {"ahead": lag < 0, "day_ago": lag == 1, "days_ago": 4 <= lag <= 7, "weeks_ago": 8 <= lag <= _RECENT}
    if choice.first != choice.last:
        return found
    found["mentions"] = math.log(max(days.count(choice.first), 1))
    recent = [d for d in days if published is None or 0 <= (published.end - d).days <= _RECENT]
    if recent:
        found |= {
            "earliest": min(recent) == choice.first,
            "latest": max(recent) == choice.first and len(set(recent)) > 1,
            "told_first": recent[0] == choice.first,
            "day_after_told": choice.first + timedelta(days=1) in recent,
        }
    return found


def _facts(article: Article) -> Iterator[tuple[str, float]]:
    """Yield what an article without a day says of when it was written."""
    hour = hour_of_day(article.sentences)
    facts = {
        "courts": is_written_later(article.sentences),
        "headline_of_courts": is_written_later([s for s in article.sentences if s.part == "title"]),
        "at_once": is_written_at_once(article.sentences),
        "morning": hour is not None and hour < _AFTERNOON,
        "afternoon": hour is not None and _AFTERNOON <= hour < _EVENING,
        "evening": hour is not None and hour >= _EVENING,
        "headline_of_follow_up": any(
            s.part == "title" and not read_terms("follow_up_words").isdisjoint(s.spelled.lower)
            for s in article.sentences
        ),
    }
    yield from ((name, 1.0) for name, value in facts.items() if value)
    words = frozenset[str]().union(*(s.spelled.lower for s in article.sentences))
    yield "follow_up", min(len(words & read_terms("follow_up_words")), 10) / 5

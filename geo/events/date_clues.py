"""Says what stands around the dates of a sentence, and how much speaks for each as the day of the event.

A date belongs to the words nearest to it: the trigger of the event, or somebody's saying, arrest or court day. Dates of
announcements only bound the event ("on or before"). Knows nothing of how dates are read, nor of other sentences.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from gazetteer.frozen import quickly_made
from geo.dates import DateMention
from geo.events.reading import Sentence, is_incident
from geo.lexicon import read_terms

#: no news report tells of an incident before; smaller numbers are misread
_FIRST_YEAR = 1850
#: characters between an announcing verb and what it announces
_NEXT_WORDS = 12
#: characters before a date within which the word right before it is looked for
_WORD_BEFORE = 16
#: dates of one sentence that are weighed; one with more is a table
_MOST_DATES = 40
#: characters within which a date is beside a word
_BESIDE = 90


@quickly_made
@dataclass(frozen=True, slots=True)
class EventDate:
    """When an incident happened: an interval with its precision (UCDP GED), words and basis."""

    first: date | None
    last: date | None
    precision: int | None
    text: str | None
    basis: str | None
    time_text: str | None
    sentence: int
    weight: float
    start: int = 0
    beside: str = ""  # the act after the event that the date stands beside: "said", "arrested"
    day: date | None = None  # the one day its words name, even where an arrest or a court bounds the event by it
    near: int = 200  # characters between it and the event's words, 200 where they are far or none are there
    clues: frozenset[str] = frozenset()  # names of what speaks for it and against it, see `_WORTH`

    @property
    def firmness(self) -> float:
        """How surely the date is the event's own, however coarse it is."""
        return self.weight + _coarseness(self.precision)


def dates_of(sentence: Sentence, anchors: Sequence[tuple[int, int]]) -> list[EventDate]:
    """Return the dates a sentence gives for what happens at `anchors` (start, end), best first."""
    if not sentence.dates:
        return []
    under = _under(sentence, anchors)
    dates = [_since_when(sentence, m) for m in sentence.dates]
    told = [m for m in dates if _is_told(sentence, m)][:_MOST_DATES]
    found = _spanned(sentence, [_weighed(sentence, anchors, under, m) for m in told])
    return sorted(found, key=lambda d: (-d.weight, d.start))


def _since_when(sentence: Sentence, mention: DateMention) -> DateMention:
    """Return the day on which a stretch began: "have searched since Sunday, when shots were fired"."""
    if mention.kind != "period" or mention.first is None or mention.basis not in {"weekday", "relative", "stated"}:
        return mention
    if mention.text[-4:].isdigit() or not _WHEN.match(sentence.text[mention.end - sentence.span.start :]):
        return mention
    return mention._replace(last=mention.first, precision=1, kind="point")


_WHEN = re.compile(r",? when\b")


def _is_told(sentence: Sentence, mention: DateMention) -> bool:
    """Say whether a mention is a day or stretch in the past that something can have happened on."""
    if mention.kind != "point" or (mention.first is None and mention.last is None):
        return False
    is_readable = mention.first is None or mention.first.year >= _FIRST_YEAR
    is_other = _lies_ahead(sentence, mention) or _is_of_model(sentence, mention) or _is_of_telling(sentence, mention)
    return is_readable and not is_other


def _is_of_telling(sentence: Sentence, mention: DateMention) -> bool:
    """Say whether a day is only that of telling of another: "… last week, a spokesman told Reuters Monday"."""
    start = mention.start - sentence.span.start
    told = _TOLD_ON.search(sentence.text, max(0, start - _TELLING), start)
    if told is None or mention.precision > _FEW_DAYS:
        return _is_of_agency(sentence, mention)
    said = sentence.span.start + told.start()
    return any(m.end <= said and m.kind == "point" and m.precision <= _SOME_DAYS for m in sentence.dates)


def _is_of_model(sentence: Sentence, mention: DateMention) -> bool:
    """Say whether a year is that of a vehicle: "a 2009 Honda"."""
    if mention.precision != _YEAR:
        return False
    following = sentence.text[mention.end - sentence.span.start :].split(maxsplit=1)[:1]
    return bool(following) and following[0].lower().strip(".,;") in _makes()


@cache
def _makes() -> frozenset[str]:
    return read_terms("vehicle_makes")


#: UCDP GED precision of a year
_YEAR = 5


def _weighed(sentence: Sentence, anchors: Sequence[tuple[int, int]], under: int, mention: DateMention) -> EventDate:
    """Return a date with how likely it is the day of the event, and what stands nearer to it than the event."""
    near, speaking, act = _gaps(sentence, anchors, mention)
    is_own = _is_of_the_event(sentence, mention)
    is_said = speaking <= _ON_IT and near > 0 and _follows_saying(sentence, mention)
    beside = act if not is_own and (speaking < near or mention.start < under or is_said) else ""
    is_announced = bool(anchors) and _is_announced(sentence, mention, min(a for a, _ in anchors))
    clues = frozenset(_clues(sentence, mention))
    if is_own:
        clues |= {"own"}
    elif mention.start < under:
        clues |= {"under"}
    elif beside and not is_announced:
        clues |= {"hard_beside" if speaking <= _NEXT_WORDS else "beside"}
    if mention.basis == "context":
        clues |= {"counted_from_it" if near <= _NEXT else "counted"}
    is_legal = mention.precision <= _FEW_DAYS and beside in read_terms("legal_acts")
    is_legal = is_legal and not _is_of_happening(sentence, mention)
    if is_legal:
        clues |= {"legal"}
    weight = _PARTS[sentence.part] - _coarseness(mention.precision) + 1.0 - min(near, 200) / 200
    is_bound = is_legal or is_announced
    return EventDate(
        first=_month_start(mention.last) if is_bound else mention.first,
        last=mention.last,
        precision=4 if is_bound else mention.precision,
        text=mention.text,
        basis=mention.basis,
        time_text=mention.time_text,
        sentence=sentence.number,
        weight=weight + sum(_WORTH[clue] for clue in sorted(clues)),
        start=mention.start,
        beside=beside,
        day=mention.first if mention.first == mention.last and not is_announced else None,
        near=near,
        clues=clues,
    )


#: what a date is worth by the part of the article it stands in
_PARTS = {"title": 1.4, "lead": 3.0, "body": 2.0}
#: what each clue adds to a date
_WORTH = {
    "stamp": -2.5,  # a page's stamp or a dateline
    "own": 1.5,  # tied to the word of the event: "Monday's attack"
    "under": -2.0,  # before the words that the event stands under: "charged on Monday with the murder"
    "hard_beside": -2.0,  # right beside somebody's saying, arrest or court day
    "beside": -1.2,  # nearer to it than to the event
    "counted_from_it": 1.0,  # "were shot the day before"
    "counted": -0.8,
    "happened": 1.6,  # beside "happened", "took place"
    "called": 1.2,  # beside "officers were called"
    "caption": -1.2,
    "died_later": -1.5,  # the day of a death in hospital
    "after_clause": -1.5,  # of what the event came after
    "by": -2.0,  # "by Thursday evening": what had been counted until then
    "long_ago": -2.0,
    "legal": -2.0,  # of an arrest, a charge, a court: it only bounds the day of the event
}


def _is_of_agency(sentence: Sentence, mention: DateMention) -> bool:
    """Say whether a day is that of a dateline before an agency, and another is told: "May 3, Agency – Last week"."""
    start, end = mention.start - sentence.span.start, mention.end - sentence.span.start
    if start >= _DATELINE or sentence.text[end : end + 1] != "," or not _AFTER_DAY.match(sentence.text, end):
        return False
    return any(m.start > mention.end and m.kind == "point" and m.precision <= _SOME_DAYS for m in sentence.dates)


#: characters of a sentence within which a dateline has its day; an agency after it
_DATELINE = 40
_AFTER_DAY = re.compile(r",\s*[A-Z][\w.&'’-]*(?: [A-Z][\w.&'’-]*){0,2}\s*(?:--|[–—]|- )")
#: UCDP GED precision up to which a date names days, and a week
_FEW_DAYS, _SOME_DAYS = 2, 3
#: characters before a day within which the verb of telling to somebody stands
_TELLING = 60
_TOLD_ON = re.compile(r"\b(?:told|informed)\s+(?:[\w.'’-]+\s+){1,4}(?:on\s+)?$", re.IGNORECASE)
#: right before the day of what happened
_HAPPENED_ON = re.compile(r"\b(?:occurred|happened|took\s+place|broke\s+out|erupted)\s+(?:on\s+)?$", re.IGNORECASE)


def _follows_saying(sentence: Sentence, mention: DateMention) -> bool:
    """Say whether another day of the sentence may be the event's: "said on Thursday two were shot the day before"."""
    start = mention.start - sentence.span.start
    is_later = any(m.start > mention.end and m.kind == "point" and m.precision <= _FEW_DAYS for m in sentence.dates)
    return is_later and _SAID.search(sentence.text, max(0, start - _WORD_BEFORE), start) is not None


def _is_of_happening(sentence: Sentence, mention: DateMention) -> bool:
    """Say whether a day follows the verb of what happened: "reported that a slide that occurred on May 3 buried …"."""
    start = mention.start - sentence.span.start
    return _HAPPENED_ON.search(sentence.text, max(0, start - _WORD_BEFORE), start) is not None


#: characters between a verb of saying and its day; the verb right before a day
_ON_IT = 4
_SAID = re.compile(r"\b(?:said|says|announced|reported|confirmed|told|stated)\s+(?:on\s+)?$", re.IGNORECASE)


def _is_of_the_event(sentence: Sentence, mention: DateMention) -> bool:
    """Say whether a date is tied to the word of the event: "Monday's attack", "the Tuesday night shooting"."""
    start, end = mention.start - sentence.span.start, mention.end - sentence.span.start
    is_owner = _POSSESSIVE.match(sentence.text[end:]) is not None
    if mention.precision > 2 or not (is_owner or _ARTICLE.search(sentence.text, max(0, start - _WORD_BEFORE), start)):
        return False
    nouns = [t.start for t in sentence.told if t.shape == "noun" and is_incident(t.trigger.frame)]
    nouns += [a for a, word in zip(sentence.spelled.starts, sentence.spelled.lower, strict=True) if word == "incident"]
    return any(0 < a - mention.end <= (_TIED if is_owner else 1) for a in nouns)


#: characters between a date that owns the event and its word
_TIED = 30
_ARTICLE = re.compile(r"\b(?:a|the|this|that)\s+$", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s\b")


def _clues(sentence: Sentence, mention: DateMention) -> Iterator[str]:
    """Yield what speaks for or against a date whatever the event is."""
    if _is_stamp(sentence, mention):
        yield "stamp"
    telling = _telling(sentence, mention.start, mention.end)
    if telling:
        yield telling
    lower = sentence.text.lower()
    if any(map(lower.__contains__, read_terms("captions"))):
        yield "caption"
    is_of_death = sentence.part == "body" and {t.trigger.frame for t in sentence.told} == {"death"}
    if is_of_death and not _dying().isdisjoint(sentence.spelled.lower):
        yield "died_later"
    start = mention.start - sentence.span.start
    if _AFTER_CLAUSE.match(sentence.text, 0, start):
        yield "after_clause"
    if _BY.search(sentence.text, max(0, start - _WORD_BEFORE), start):
        yield "by"
    is_day = mention.precision <= _FEW_DAYS
    if is_day and mention.basis in {"weekday", "relative"} and sentence.has_cue("LONGAGO"):
        yield "long_ago"


@cache
def _dying() -> frozenset[str]:
    return frozenset({"died", "dies", "pronounced", "succumbed"}) & read_terms("aftermath")


#: characters between a date counted from another and the event it dates: "were shot the day before"
_NEXT = 3
_AFTER_CLAUSE = re.compile(r"\W*(?:(?:hours|days|weeks|\w+ (?:hours|days|weeks)) )?after\b[^,]*$", re.IGNORECASE)


def _coarseness(precision: int | None) -> float:
    """Return what a date loses for naming no day."""
    if precision is None or precision <= 2:
        return 0.0
    return 1.0 if precision == 3 else 1.6


_FROM = re.compile(r"\b(?:from|between)\s*$", re.IGNORECASE)
_UNTIL = re.compile(r"^,?\s*(?:until|till|to|through|and|into)\s*$", re.IGNORECASE)


def _spanned(sentence: Sentence, found: Sequence[EventDate]) -> list[EventDate]:
    """Join "from Monday evening" and "until early Wednesday" to one interval."""
    ordered = sorted(found, key=lambda d: d.start)
    joined: list[EventDate] = []
    text, base = sentence.text, sentence.span.start
    for one in ordered:
        before = joined[-1] if joined else None
        if before is not None and before.text and one.first and before.first and one.first > before.first:
            gap = text[before.start + len(before.text) - base : one.start - base]
            lead = text[: before.start - base] + before.text.split(" ", 1)[0]
            if _UNTIL.match(gap) and (_FROM.search(text[: before.start - base]) or _FROM.search(lead)):
                days = (one.last or one.first) - before.first
                precision = 2 if days <= timedelta(days=6) else 3 if days <= timedelta(days=10) else 4
                joined[-1] = replace(before, last=one.last, precision=precision)
                continue
        joined.append(one)
    return joined


_STAMP = re.compile(r"(?:posted|updated|published|modified|last update)\W*(?:on|at)?\W*$", re.IGNORECASE)
_AFTER_STAMP = re.compile(r"^\W*[)\]]|^\s*(?:--|[–—|/:]|- |\. ?/[A-Z])")
#: after the date of a dateline that names an agency: "May 3 (Agency) -"
_AFTER_AGENCY = re.compile(r"^\s*\([^)]{1,40}\)\s*(?:--|[–—]|- )")


def _is_stamp(sentence: Sentence, mention: DateMention) -> bool:
    """Say whether a date is a dateline's or a page's stamp: "(July 3, 2015) -", "Posted: Monday", a line of its own."""
    start = mention.start - sentence.span.start
    before, after = sentence.text[:start], sentence.text[mention.end - sentence.span.start :]
    if _STAMP.search(before):
        return True
    if start < 60 and (sentence.part != "body" or sentence.number <= 2):
        if _AFTER_STAMP.match(after):
            return True
        # an agency that names the day of what happened has its dateline for the day of writing
        if _AFTER_AGENCY.match(after) and any(m.start > mention.end and m.precision <= 2 for m in sentence.dates):
            return True
    return len(sentence.spelled.lower) <= 8 and not sentence.told


def _date_between(sentence: Sentence, cue: tuple[int, int], date_span: tuple[int, int]) -> bool:
    """Say whether another date stands between a word and a date: the nearer one is meant."""
    first, last = (cue[1], date_span[0]) if cue[1] <= date_span[0] else (date_span[1], cue[0])
    return any(first <= m.start < last and m.kind == "point" for m in sentence.dates)


def _under(sentence: Sentence, anchors: Sequence[tuple[int, int]]) -> int:
    """Return where the words begin that the event stands under: "charged on Monday in connection with the murder"."""
    words = sentence.spelled
    if not anchors or not sentence.has_cue("SUBORDINATE"):
        return 0
    first = min(a for a, _ in anchors)
    if _other_acts().isdisjoint(words.lower[: bisect_left(words.starts, first)]):
        return 0
    starts = [words.starts[cue.first] for cue in sentence.cues if "SUBORDINATE" in cue.classes]
    return max((start for start in starts if start < first), default=0)


#: "by Thursday evening": what had been counted until then
_BY = re.compile(r"\b(?:by|until|as of|since)\s+$", re.IGNORECASE)


def _is_announced(sentence: Sentence, mention: DateMention, event: int) -> bool:
    """Say whether a date is that of an announcement: "On May 3 the ministry announced the killing of two fighters"."""
    words, verbs = sentence.spelled, read_terms("announcing_verbs")
    if verbs.isdisjoint(words.lower):
        return False
    for k, (a, word) in enumerate(zip(words.starts, words.lower, strict=True)):
        if word in verbs and mention.end <= a < event:
            following = words.lower[k + 1 : k + 3]
            return (
                event - words.ends[k] <= _NEXT_WORDS and bool(following) and following[0] in {"the", "a", "an", "its"}
            )
    return False


def _month_start(day: date | None) -> date | None:
    return day.replace(day=1) if day else None


def _lies_ahead(sentence: Sentence, mention: DateMention) -> bool:
    """Say whether a date stands under "will", "expected to": it is none of what happened."""
    if not sentence.has_cue("AHEAD"):
        return False
    starts = sentence.spelled.starts
    return any("AHEAD" in cue.classes and 0 < mention.start - starts[cue.first] <= _BESIDE / 2 for cue in sentence.cues)


def _telling(sentence: Sentence, start: int, end: int) -> str:
    """Return the clue of a date beside "happened", "took place", or "officers were called"; "" beside neither."""
    words = sentence.spelled
    best = ""
    for cue in sentence.cues:
        name = "happened" if "HAPPEN" in cue.classes else "called" if "CALLED" in cue.classes else ""
        if not name or best in {name, "happened"}:
            continue
        a, b = words.starts[cue.first], words.ends[cue.last]
        if max(a - end, start - b, 0) <= _BESIDE and not _date_between(sentence, (a, b), (start, end)):
            best = name
    return best


def _gaps(sentence: Sentence, anchors: Sequence[tuple[int, int]], mention: DateMention) -> tuple[int, int, str]:
    """Return how many characters lie between a date and the event, and between it and the nearest other act."""
    near = min((max(a - mention.end, mention.start - b, 0) for a, b in anchors), default=200)
    other, act = 10_000, ""
    words, text, base = sentence.spelled, sentence.text, sentence.span.start
    verbs = _other_acts()
    if verbs.isdisjoint(words.lower):
        return near, other, act
    is_told = any(b <= mention.start for _, b in anchors)
    for a, b, word in zip(words.starts, words.ends, words.lower, strict=True):
        if word in verbs and not any(x <= a < y for x, y in anchors):
            gap = max(a - mention.end, mention.start - b, 0)
            if a - mention.end > 0 and is_told and _AGENCY_SAYS.fullmatch(text, mention.end - base, a - base):
                continue  # "… was shot on Monday, IRNA reported"
            if gap < other:
                other, act = gap, word
    return near, other, act


#: between a day and "reported", where the day is not that of reporting
_AGENCY_SAYS = re.compile(r", (?:the |state-run |state news agency )?(?:[A-Z][\w.'’-]+ ){1,4}(?:news agency )?")


@cache
def _other_acts() -> frozenset[str]:
    return read_terms("acts_after_the_event")

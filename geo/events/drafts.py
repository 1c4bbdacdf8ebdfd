"""An incident while its article is read: the sentences that tell of it, and the days and places they give."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gazetteer.frozen import quickly_made
from geo.events.date_clues import EventDate
from geo.events.event_place import ON_IT, EventPlace, is_finer
from geo.events.reading import Sentence, Told
from geo.lexicon import read_terms

#: how much less a date or place counts with each sentence after the first
_DISTANCE = 0.15
#: frames that tell of deaths without saying in what; with no day but a year they are sums
GENERAL = frozenset({"killing", "death", "homicide", "other", "arrests", "protest"})


#: cues of an act told before: "the attack", it "happened", officers "were called"
_OF_IT = ON_IT | {"BACK"}
#: words before a noun that make it one event of its kind
_ONE_OF_THEM = frozenset({"a", "an", "another", "second", "third", "fourth"})


@dataclass(slots=True)
class Draft:
    """An incident while the article is read."""

    sentences: list[Sentence]
    told: list[tuple[Told, Sentence]]
    dates: list[EventDate] = field(default_factory=list)
    places: list[EventPlace] = field(default_factory=list)
    is_group: bool = False
    is_background: bool = False
    is_of_list: bool = False  # one of several that a sentence sets in a list of places
    is_recalled: bool = False  # told in passing, by its victims
    victims: frozenset[str] = frozenset()  # words for those, lower case

    date: EventDate | None = field(init=False)  # the best so far
    place: EventPlace | None = field(init=False)
    frames: set[str] = field(init=False)  # of what is told

    def __post_init__(self) -> None:
        self.frames = {t.trigger.frame for t, _ in self.told}
        self._choose_date()
        self._choose_place()

    def go_on(
        self, sentence: Sentence, told: Sequence[Told], dates: Sequence[EventDate], places: Sequence[EventPlace]
    ) -> None:
        """Add a sentence that goes on telling of it; its days and places only where it tells of something."""
        if len(self.sentences) == 1 and self.sentences[0].part == "title":
            self._go_below_the_title(sentence, told, dates)
        self.sentences.append(sentence)
        if told:
            self.told += [(t, sentence) for t in told]
            self.frames.update([t.trigger.frame for t in told])
        if not (dates or places):
            return
        if told or not _OF_IT.isdisjoint(sentence.first_cues) or any(not t.conditional for t in sentence.tolls):
            self.dates += dates
            self.places += places
            self._choose_date()
            self._choose_place()

    def _go_below_the_title(self, sentence: Sentence, told: Sequence[Told], dates: Sequence[EventDate]) -> None:
        """Take the sentence below the headline for what is summed up, or for the first of the acts that it sums up."""
        if is_group_told(sentence, told, dates):
            self.is_group = True  # a headline seldom says that it sums up
        elif self.is_group and sentence.part == "lead" and told and _has_day(dates) and self._counts_no_more(sentence):
            self.is_group = False
            self.sentences.clear()
            self.told.clear()
            self.frames.clear()

    def _counts_no_more(self, sentence: Sentence) -> bool:
        """Say whether a sentence counts people, and as many as those before it."""
        before = [t.group.best or 0 for s in self.sentences for t in s.tolls]
        return bool(sentence.tolls) and max(before, default=0) <= max(t.group.best or 0 for t in sentence.tolls)

    def leave_out(self, places: Sequence[EventPlace]) -> None:
        """Take out places that belong to other incidents."""
        self.places = [p for p in self.places if p not in places]
        self._choose_place()

    def _choose_date(self) -> None:
        self.date = max(self.dates, key=self._rank, default=None)

    def _choose_place(self) -> None:
        best = max(self.places, key=self._rank, default=None)
        finer = [p for p in self.places if best is not None and is_finer(p, best)]
        self.place = max(finer, key=self._rank, default=best)

    def _rank(self, told: EventDate | EventPlace) -> tuple[float, int]:
        return told.weight - _DISTANCE * min(told.sentence - self.sentences[0].number, 8), -told.sentence


def _has_day(dates: Sequence[EventDate]) -> bool:
    return any(d.precision == 1 for d in dates)


def shape_weight(told: Told, sentence: Sentence) -> float:
    """Return how much the grammar of a trigger says that it is told as one event: "was attacked", "an attack"."""
    before = sentence.spelled.lower[max(0, told.trigger.first - 3) : told.trigger.first]
    weight = {"past": 1.5, "gerund": 0.5, "plural": 0.0, "noun": 0.4}[told.shape]
    if told.shape == "noun" and not _ONE_OF_THEM.isdisjoint(before):
        weight = 1.3
    if told.trigger.frame in {"death", "protest"} and len(told.trigger.words) == 1:
        weight -= 0.5
    return weight - (0.7 if told.is_subordinate else 0.0)


def is_group_told(sentence: Sentence, told: Sequence[Told], dates: Sequence[EventDate]) -> bool:
    """Say whether a sentence sums over several incidents: a series, or a plural without a day of its own."""
    is_sum = sentence.has_cue("SUM")
    if not (is_sum or sentence.has_cue("SERIES")) or any(t.trigger.frame in {"protest", "riot"} for t in told):
        return False
    one_day = any(d.precision == 1 and d.first == d.last and not d.beside for d in dates)
    return is_sum or (not one_day and _tells_of_a_series(sentence))


def _tells_of_a_series(sentence: Sentence) -> bool:
    """Say whether a sentence tells of acts in the plural; the headlines "Gang raids X", "Army strikes Y" do not."""
    words, series = sentence.spelled.lower, [cue for cue in sentence.cues if "SERIES" in cue.classes]
    if sentence.part != "title":
        return bool(series)
    following = [(cue.last > cue.first, words[cue.last + 1 : cue.last + 2]) for cue in series]
    return any(is_phrase or not after or _is_no_object(after[0]) for is_phrase, after in following)


def _is_no_object(word: str) -> bool:
    """Say whether a word right after "raids" shows that this is a noun: "raids in X", "attacks leave two dead"."""
    return not word[0].isalpha() or word in read_terms("after_plural_acts")


@quickly_made
@dataclass(frozen=True, slots=True)
class Joined:
    """The incidents of an article in the order in which they are first told, and what else was read for them."""

    drafts: tuple[Draft, ...]
    dates: Mapping[int, Sequence[EventDate]]  # by the number of the sentence; others tell of nothing
    items: tuple[Sentence, ...] = ()  # those that open the items of a round-up

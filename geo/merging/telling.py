"""A report as merging sees it: its days as an interval, its type's families, the words it is told in."""

import calendar
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from geo.grammar.patterns import one_of
from geo.lexicon import read_table, read_terms
from geo.numbers import find_numbers
from geo.records import Analysis, Count, Report

#: Days to each side of a single day whose precision is "2-6 days" or "a week" (UCDP GED date_prec 2 and 3).
_MARGIN = {2: 2, 3: 3}

#: From this score on a place is sure; a less sure one may be a namesake elsewhere. Measured on US local news: of the
#: places with a lower score half are wrong, of those with a higher one an eighth.
SURE_PLACE = 0.8

#: How far back "recent" may lie: the days before publication that an actual report without any date is taken to mean.
RECENT_DAYS = {"incident": 31, "incident_group": 92}

#: Places and times that are wider or longer than this are vague: about a district, and a week.
_WIDE_KM, _LONG_DAYS = 60.0, 7

_TOLD_TYPES = frozenset({"incident", "incident_group"})
_TOLD_TENSES = frozenset({"actual", "historical"})

_WORD = re.compile(r"[^\W\d_]{3,}|\d{3,}")
_AGE = re.compile(r"\b(\d{1,2})[- ]year[- ]old|(?<=, )(\d{1,2})(?=,)")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Telling:
    """One report with what is compared of it."""

    report: Report
    analysis: Analysis
    days: tuple[int, int] | None  #: first and last day it can have been, as ordinals; None: no hint at all
    is_dated: bool  #: False where the days are only guessed from the publication date
    families: frozenset[str]  #: empty: type unknown
    words: frozenset[str]  #: words, ages and numbers that it is told in, but for those that name its place and time
    #: counts ("killed", "injured") that it says have risen to what it gives, and from how many, where it tells
    risen: tuple[tuple[str, int | None], ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """Ids of the article and the report: what tells it from all others."""
        return self.analysis.id, self.report.id

    @property
    def rank(self) -> tuple[int, int, float, str, str]:
        """How well it can stand for the incident, best first: what is now, most precise, surest, smallest id."""
        report = self.report
        vagueness = (report.date_prec or 6 if self.is_dated else 7) + (report.where_prec or 8)
        vagueness += (report.date_basis == "publication_only") + 2 * ((report.place_score or 0.0) < SURE_PLACE)
        return report.tense != "actual", vagueness, -report.confidence, report.id, self.analysis.id


def is_told(report: Report) -> bool:
    """Say whether a report claims that something happened; developments, plans and denials do not."""
    return report.record_type in _TOLD_TYPES and report.tense in _TOLD_TENSES


def is_vague(one: Telling) -> bool:
    """Say whether a report is of no known place or day: nowhere, or somewhere in a province; undated, or in a month."""
    report = one.report
    if report.latitude is None or (report.radius_km or 0.0) > _WIDE_KM:
        return True
    return one.days is None or not one.is_dated or one.days[1] - one.days[0] > _LONG_DAYS


def tellings(analyses: Iterable[Analysis]) -> list[Telling]:
    """Return all that is told, best anchors first; the order of the analyses does not matter."""
    told = [telling(analysis, report) for analysis in analyses for report in analysis.reports if is_told(report)]
    return sorted(told, key=lambda t: t.rank)


def telling(analysis: Analysis, report: Report) -> Telling:
    """Return a report with what merging compares of it."""
    days = stated_days(report)
    return Telling(
        report=report,
        analysis=analysis,
        days=days or _recent_days(analysis, report),
        is_dated=days is not None,
        families=families(report.event_type, report.sub_event_type),
        words=distinctive_words(analysis, report),
        risen=tuple((name, before) for name in ("killed", "injured") for before in _risen_from(report, name)[:1]),
    )


def _risen_from(report: Report, name: str) -> list[int | None]:
    """Return from how many (None: not told) the evidence for a count says that it has risen to the best figure."""
    count: Count | None = getattr(report, name)
    if count is None or count.best is None:
        return []
    rises = [match for e in report.evidence if name in e.slots for match in _rise().finditer(e.text)]
    return [
        before[0].best if before else None
        for rise in rises
        for figure in find_numbers(rise["figure"])[:1]
        if figure.best == count.best
        for before in [find_numbers(rise["before"])]
    ]


@cache
def _rise() -> re.Pattern[str]:
    """Return the pattern of what rises, up to the figure: "has risen from 14 to at least 17"."""
    words = one_of(read_terms("rise_words"), " ")
    return re.compile(
        rf"\b{words}\b(?P<before>[^.;\n]{{0,{_RISE}}}?)(?P<figure>\bto\b[^.;\n]{{0,{_RISE}}})", re.IGNORECASE
    )


#: Characters before "to", and after it as far as the figure.
_RISE = 30


# ---------------------------------------------------------------------------------------------------------- days


def stated_days(report: Report) -> tuple[int, int] | None:
    """Return the first and last day, as ordinals, that the report's dates allow; None where it has none.

    A single day stands for its whole precision (UCDP GED): 2 and 3 for some days to each side, 4 for its month, 5
    for its year. An open start ("on or before") reaches back as far as "recent" does.
    """
    first, last = report.date_start, report.date_end or report.date_start
    if last is None:
        return None
    if first is None:
        return last.toordinal() - RECENT_DAYS[report.record_type], last.toordinal()
    if first == last and report.date_prec == 4:
        first, last = first.replace(day=1), first.replace(day=calendar.monthrange(first.year, first.month)[1])
    if first == last and report.date_prec == 5:
        first, last = date(first.year, 1, 1), date(first.year, 12, 31)
    margin = _MARGIN.get(report.date_prec or 0, 0) if first == last else 0
    return first.toordinal() - margin, last.toordinal() + margin


def _recent_days(analysis: Analysis, report: Report) -> tuple[int, int] | None:
    if analysis.published is None or report.tense != "actual":
        return None
    return analysis.published.start.toordinal() - RECENT_DAYS[report.record_type], analysis.published.end.toordinal()


# --------------------------------------------------------------------------------------------------------- types


@cache
def families(event_type: str | None, sub_event_type: str | None) -> frozenset[str]:
    """Return the families of a type, none where it is unknown."""
    return frozenset(
        family
        for row in read_table("type_families")
        if row["event_type"] == event_type and row["sub_event_type"] in ("", sub_event_type)
        for family in row["families"].split()
    )


# --------------------------------------------------------------------------------------------------------- words


@cache
def _common_words() -> frozenset[str]:
    return read_terms("common_words_10") | read_terms("common_words_20")


def distinctive_words(analysis: Analysis, report: Report) -> frozenset[str]:
    """Return the words, the ages ("17y") and the numbers that may tell this incident from others of its kind.

    Taken from the title, the evidence, the actors' names and the weapons, without accents and case. Years, months and
    weekdays and the names of the place and of the publisher are left out: incidents of one place share them anyhow.
    """
    text = " ".join(
        (analysis.title or "", *(e.text for e in report.evidence), *(a.name for a in report.actors), *report.weapons)
    )
    found = set(folded_words(text)) | {f"{one or other}y" for one, other in _AGE.findall(text)}
    known = " ".join(filter(None, (report.location, report.admin1, report.admin2, analysis.source)))
    return frozenset(found - set(folded_words(known)) - _calendar_words())


@cache
def _calendar_words() -> frozenset[str]:
    return frozenset(row["word"] for name in ("months", "weekdays") for row in read_table(name))


def name_words(names: Iterable[str]) -> frozenset[str]:
    """Return the capitalised words of actors' names, folded, that are no common words: peoples, groups, persons."""
    capitalised = (word for name in names for word in _WORD.findall(name) if word[0].isupper())
    return frozenset(folded for word in capitalised for folded in folded_words(word)) - _common_words()


def folded_words(text: str) -> Iterable[str]:
    """Return the words of a text, without accents and case."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()
    return (word for word in _WORD.findall(plain) if not _YEAR.fullmatch(word))

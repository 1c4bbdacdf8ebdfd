"""What a run found, in numbers and in words for people."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from geo.analysis import PLACE_ROLES
from geo.changes import Changes, in_words
from geo.correcting import Stale
from geo.exports.unresolved import UnresolvedNames
from geo.memoised import FileAnalyses
from geo.records import Analysis, Incident, Skip
from geo.review import Doubt

#: where_prec of a place that is a whole country (UCDP GED)
_COUNTRY = 6


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What a run found, in numbers."""

    seeds: str
    out: str
    articles: int = 0
    articles_new: int = 0  #: analysed in this run
    incidents: int = 0
    groups: int = 0  #: sums over several incidents
    located: int = 0  #: incidents that have a place
    country_wide: int = 0  #: of these, known by their country alone: listed beside the map
    developments: int = 0  #: reports of plans, meetings, statements …, which are no incidents
    places: int = 0  #: different places that names were resolved to
    unresolved: int = 0  #: different names that seem to be places and are in no gazetteer
    skips: tuple[Skip, ...] = ()
    is_examples: bool = False
    is_unchanged: bool = False  #: nothing new: the outputs were left as they are
    languages_left_out: dict[str, int] = field(default_factory=dict)  #: articles by language not yet analysed
    outside: int = 0  #: incidents and sums outside the region of interest, which are not on the map
    verified: int = 0  #: incidents and sums that a person has checked
    rejected: int = 0  #: incidents and sums that a correction left out
    exports: tuple[str, ...] = ()  #: files of further formats
    doubts: int = 0  #: decisions that are worth a look
    stale: tuple[str, ...] = ()  #: corrections that no longer find what they were about
    is_first: bool = True  #: there was no run before to compare with
    changes: tuple[str, ...] = ()  #: what changed since the run before, in words


@dataclass(frozen=True, slots=True)
class Believed:
    """The incidents of a run, and what corrections did on the way."""

    incidents: tuple[Incident, ...]
    analyses: tuple[Analysis, ...]  #: with their reports set right
    rejected: int = 0
    stale: tuple[Stale, ...] = ()
    skips: tuple[Skip, ...] = ()
    doubts: tuple[Doubt, ...] = ()


class Tally:
    """Counts what a run finds, file by file."""

    def __init__(self) -> None:
        self.articles = self.articles_new = self.developments = 0
        self.places: set[str] = set()
        self.unresolved = UnresolvedNames()
        self.skips: list[Skip] = []
        self.keys: list[str] = []
        self.languages: Counter[str] = Counter()

    def add(self, file: FileAnalyses) -> None:
        """Count one file."""
        self.articles += len(file.analyses)
        self.articles_new += file.n_new
        self.skips += file.skips
        self.keys += file.keys
        for analysis in file.analyses:
            self.unresolved.add(analysis)
            self.developments += sum(report.record_type == "development" for report in analysis.reports)
            self.places.update(
                r.place.place_id for r in analysis.toponyms if r.place is not None and r.toponym.role in PLACE_ROLES
            )
            if not analysis.is_analysed:
                language = analysis.language or "?"
                self.languages[language] += 1
                self.skips.append(Skip(file.file, _within(analysis.id, file.file), _not_analysed(language)))

    def summary(
        self,
        seeds: Path,
        out: Path,
        believed: Believed,
        changes: Changes,
        skips: Sequence[Skip],
        *,
        is_examples: bool,
    ) -> RunSummary:
        """Return the counts, with those of the incidents that came out."""
        incidents = believed.incidents
        cores = [incident.core for incident in incidents]
        return RunSummary(
            seeds=str(seeds),
            out=str(out),
            articles=self.articles,
            articles_new=self.articles_new,
            incidents=sum(core.record_type == "incident" for core in cores),
            groups=sum(core.record_type == "incident_group" for core in cores),
            located=sum(core.record_type == "incident" and core.latitude is not None for core in cores),
            country_wide=sum(core.record_type == "incident" and core.where_prec == _COUNTRY for core in cores),
            developments=self.developments,
            places=len(self.places),
            unresolved=len(self.unresolved),
            skips=(*skips, *believed.skips, *self.skips),
            is_examples=is_examples,
            languages_left_out=dict(sorted(self.languages.items())),
            outside=sum(not incident.in_region for incident in incidents),
            verified=sum(incident.is_verified for incident in incidents),
            rejected=believed.rejected,
            doubts=len(believed.doubts),
            stale=tuple(stale.reason for stale in believed.stale),
            is_first=changes.is_first,
            changes=tuple(in_words(changes)),
        )


def _within(document_id: str, file: str) -> str | None:
    return None if document_id == file else document_id


def _not_analysed(language: str) -> str:
    return f"its language ({language}) is not analysed yet; translate it, or set `languages` in incident-mapper.toml"


def describe(summary: RunSummary) -> str:
    """Return a run's findings in a few lines for people."""
    if summary.articles == 0:
        return f"No articles in {summary.seeds}: drop .txt, .md, .html, .json or .jsonl files there and run again."
    what = "the examples (no articles of your own yet)" if summary.is_examples else f"{summary.seeds}"
    state = "nothing new since the last run" if summary.is_unchanged else f"{summary.articles_new} of them new"
    wide = f", {summary.country_wide} of these known by the country alone" if summary.country_wide else ""
    found = (
        f"Incidents: {summary.incidents} ({summary.located} with a place{wide}), and {summary.groups} sums over"
        f" several; {summary.developments} plans, statements and other developments left off the map"
    )
    unknown = f"; names in no gazetteer: {summary.unresolved}"
    if summary.unresolved:
        unknown += f" (see {Path(summary.out) / 'unresolved.csv'})"
    lines = [
        f"Articles read from {what}: {summary.articles} ({state})",
        found,
        f"Places resolved: {summary.places}{unknown}",
        *_of_people(summary),
        f"Skipped: {len(summary.skips)}",
        f"Map: {Path(summary.out) / 'map.html'}",
        f"GeoJSON: {Path(summary.out) / 'incidents.geojson'}",
        *(f"Also: {Path(summary.out) / name}" for name in summary.exports),
        *_since(summary),
    ]
    return "\n".join(lines)


def _of_people(summary: RunSummary) -> Iterator[str]:
    if summary.outside:
        yield f"Outside the region of interest: {summary.outside} (in the GeoJSON, not on the map)"
    if summary.verified or summary.rejected:
        yield f"Corrections: {summary.verified} verified, {summary.rejected} rejected and left out"
    if summary.doubts:
        yield f"Worth a look: {summary.doubts} decisions, least certain first (see {Path(summary.out) / 'review.csv'})"
    yield from (f"Out of date: {reason}" for reason in summary.stale)


def _since(summary: RunSummary) -> Iterator[str]:
    """Yield what changed since the last run; a first run, and one with nothing new, has nothing to tell."""
    if summary.is_unchanged or summary.is_first:
        return
    yield "Since the last run:" if summary.changes else "Since the last run: no incident changed"
    yield from (f"  {line}" for line in summary.changes)

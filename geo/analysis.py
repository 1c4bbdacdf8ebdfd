"""The order of the stages within one document: the unit of work, of caching and of distribution."""

import dataclasses
import hashlib
import itertools
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TypeVar

from gazetteer import Gazetteer
from gazetteer.frozen import maker_of
from geo.config import Config
from geo.records import Analysis, Document, Evidence, Report, Resolution, ScoredPlace, Span, Toponym, UnresolvedName
from geo.reports import extract_reports
from geo.resolve import resolve_documents, scored
from geo.sentences import split_sentences
from geo.toponyms import find_in_documents, toponyms_of_spans

Placed = TypeVar("Placed", Toponym, Evidence, UnresolvedName)

_analysis_of = maker_of(Analysis)
#: Roles of toponyms that are places of the text; demonyms and nested names are not.
PLACE_ROLES = frozenset({"literal", "metonymic"})


def analyse(document: Document, gazetteer: Gazetteer, config: Config) -> Analysis:
    """Return all that one document says. A pure function of its arguments.

    Offsets of the result count in the text that was given (see `geo.records`). A document in a language that is not
    in `config.languages` gives an Analysis without toponyms and reports whose `is_analysed` is False.
    """
    return analyse_documents((document,), gazetteer, config)[0]


def analyse_documents(documents: Sequence[Document], gazetteer: Gazetteer, config: Config) -> list[Analysis]:
    """Return what each document says, as `analyse` does, in less time than one by one.

    Documents know nothing of each other: the answer is the same however many are analysed together.
    """
    is_read = [d.language is None or d.language in config.languages for d in documents]
    read = list(itertools.compress(documents, is_read))
    found = iter(find_in_documents([d for d in read if d.toponyms is None], gazetteer))
    toponyms = [next(found) if d.toponyms is None else toponyms_of_spans(d, gazetteer) for d in read]
    resolutions = resolve_documents(read, toponyms, gazetteer, config.leaning_towards(config.countries))
    analyses = iter([_analysis(d, r, gazetteer, config) for d, r in zip(read, resolutions, strict=True)])
    return [next(analyses) if r else _summary(d, is_analysed=False) for d, r in zip(documents, is_read, strict=True)]


def _analysis(document: Document, resolutions: Sequence[Resolution], gazetteer: Gazetteer, config: Config) -> Analysis:
    reports = extract_reports(document, resolutions, config, partial(_country_of, gazetteer))
    unresolved = _unresolved_names(document, resolutions)
    at_start = document.offset == 0  # most articles fill their file
    return _summary(
        document,
        is_analysed=True,
        toponyms=tuple(resolutions if at_start else (_shifted_resolution(r, document.offset) for r in resolutions)),
        reports=tuple(reports if at_start else (_shifted_report(r, document.offset) for r in reports)),
        unresolved=tuple(unresolved if at_start else (_shifted(u, document.offset) for u in unresolved)),
    )


def _country_of(gazetteer: Gazetteer, code: str) -> ScoredPlace | None:
    country = gazetteer.country(code)
    return None if country is None else scored(country, 1.0)


def _summary(
    document: Document,
    *,
    is_analysed: bool,
    toponyms: tuple[Resolution, ...] = (),
    reports: tuple[Report, ...] = (),
    unresolved: tuple[UnresolvedName, ...] = (),
) -> Analysis:
    """Return the Analysis of a document with what was found in it."""
    return _analysis_of(
        id=document.id,
        file=document.file,
        title=document.title,
        source=document.source,
        url=document.url,
        language=document.language,
        is_analysed=is_analysed,
        digest=text_digest(document.text),
        published=document.published,
        toponyms=toponyms,
        reports=reports,
        unresolved=unresolved,
    )


def text_digest(text: str) -> str:
    """Return a hash of a text that white space and letter case do not change: copies of one report share it."""
    return hashlib.sha256(_evenly_spaced(text).lower().encode()).hexdigest()[:16]


def _evenly_spaced(text: str) -> str:
    """Return `" ".join(text.split())`, for most texts without a string for each word."""
    spaced = text.replace("\n", " ").replace("\r", " ").replace("\t", " ")
    if not spaced.isprintable():  # as no white space but the space is
        return " ".join(text.split())
    while "  " in spaced:
        spaced = spaced.replace("  ", " ")
    return spaced.strip(" ")


def _unresolved_names(document: Document, resolutions: Sequence[Resolution]) -> Iterator[UnresolvedName]:
    """Yield the first mention of each name that stands for a place and that no layer of the gazetteer knows."""
    unknown = [
        r for r in resolutions if r.toponym.role in PLACE_ROLES and (r.place is None or r.match == "containing_area")
    ]
    if not unknown:
        return
    sentences = split_sentences(document.text)
    seen = set()
    for resolution in unknown:
        toponym = resolution.toponym
        if toponym.text.casefold() in seen:
            continue
        seen.add(toponym.text.casefold())
        sentence = next((s for s in sentences if s.start <= toponym.start < s.end), Span(toponym.start, toponym.end))
        yield UnresolvedName(
            name=toponym.text,
            start=toponym.start,
            end=toponym.end,
            sentence=" ".join(document.text[sentence.start : sentence.end].split()),
            reason=resolution.reason,
            stand_in=resolution.place,
        )


def _shifted(record: Placed, offset: int) -> Placed:
    return dataclasses.replace(record, start=record.start + offset, end=record.end + offset)


def _shifted_resolution(resolution: Resolution, offset: int) -> Resolution:
    return dataclasses.replace(resolution, toponym=_shifted(resolution.toponym, offset))


def _shifted_report(report: Report, offset: int) -> Report:
    return dataclasses.replace(report, evidence=tuple(_shifted(e, offset) for e in report.evidence))

"""The frozen records that pass between the stages, and their JSON form. Imports nothing of the project.

Every field carries its meaning as an annotation; the data dictionary in docs/ is generated from them.
Offsets are characters, end exclusive. Within a stage they count from the start of the document's own text; those of
an `Analysis` count in the text that was given (the whole file's, where a file holds several articles).
"""

import dataclasses
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from typing import Annotated, Any, Literal, TypeVar

ToponymRole = Literal["literal", "metonymic", "demonym", "nested"]
RecordType = Literal["incident", "incident_group", "development"]
Tense = Literal["actual", "historical", "planned", "hypothetical", "negated"]
Status = Literal["reported", "claimed", "disputed", "unconfirmed"]
ActorRole = Literal["perpetrator", "target", "party", "unknown"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text."""

    start: Annotated[int, "first character"]
    end: Annotated[int, "character after the last"]


@dataclass(frozen=True, slots=True)
class Published:
    """When an article came out, as an interval."""

    start: Annotated[date, "first day it can have been"]
    end: Annotated[date, "last day it can have been; equal to start where the day is known"]
    basis: Annotated[str, "how it is known: stated, dateline, weekday, dates_in_text, listing_order, as_of"]


@dataclass(frozen=True, slots=True)
class Document:
    """One article."""

    id: Annotated[str, "file name, with #n where a file holds several; or the id a JSON line brings"]
    file: Annotated[str, "name of the file it stands in"]
    text: Annotated[str, "the article, with page furniture blanked by spaces so that offsets hold"]
    offset: Annotated[int, "position of text[0] in the text that was given"] = 0
    title: Annotated[str | None, "headline, where one is told apart from the text"] = None
    published: Annotated[Published | None, "publication date; None where nothing fixes it"] = None
    source: Annotated[str | None, "publisher"] = None
    url: Annotated[str | None, "address"] = None
    language: Annotated[str | None, "ISO 639-1 code; None where the text is too short to tell"] = None
    toponyms: Annotated[tuple[Span, ...] | None, "spans the caller wants resolved; None: find them"] = None
    home_countries: Annotated[tuple[str, ...], "ISO alpha-2 codes of the countries its publisher writes about"] = ()


@dataclass(frozen=True, slots=True)
class Skip:
    """Something that was left out, and why."""

    file: Annotated[str, "name of the file"]
    where: Annotated[str | None, "line, row or article within it; None: the whole file"]
    reason: Annotated[str, "what was wrong, what was expected, what to do"]


@dataclass(frozen=True, slots=True)
class Toponym:
    """A span of text that names a place."""

    start: Annotated[int, "first character"]
    end: Annotated[int, "character after the last"]
    text: Annotated[str, "the characters of the span"]
    role: Annotated[ToponymRole, "literal; metonymic (a capital for a government); demonym; nested in another name"]


@dataclass(frozen=True, slots=True)
class ScoredPlace:
    """A candidate place with its score."""

    place_id: Annotated[str, "id in the gazetteer"]
    name: Annotated[str, "preferred name"]
    lat: Annotated[float, "degrees north, WGS84"]
    lon: Annotated[float, "degrees east, WGS84"]
    score: Annotated[float, "0 to 1: how likely this is the place meant"]
    feature_class: Annotated[str, "GeoNames feature class"]
    feature_code: Annotated[str, "GeoNames feature code"]
    country: Annotated[str | None, "ISO 3166-1 alpha-2; None where it lies in several or none"]
    admin1: Annotated[str | None, "name of the first-order unit"]
    admin2: Annotated[str | None, "name of the second-order unit"]
    radius_km: Annotated[float, "uncertainty in km"]
    geometry: Annotated[Literal["point", "area", "line"], "how it lies on the ground"]


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a toponym was taken to mean, and why."""

    toponym: Annotated[Toponym, "the mention"]
    place: Annotated[ScoredPlace | None, "the place chosen; None: unresolved"]
    reason: Annotated[str, "why it won, or why nothing did, in words"]
    alternatives: Annotated[tuple[ScoredPlace, ...], "runners-up, best first"] = ()
    match: Annotated[str, "how the name was found: exact, designator, …; containing_area: its area stands in"] = ""
    relative: Annotated[
        ScoredPlace | None, "where the words around put what is told ('12 km north of X'); None: at the place itself"
    ] = None
    is_only: Annotated[bool, "no other place of the gazetteer has the name"] = False


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people, as an interval. None means not stated; 0 means stated to be none."""

    low: Annotated[int | None, "the least the text allows; None: not stated"]
    best: Annotated[int | None, "the figure to use; None: the text gives none"]
    high: Annotated[int | None, "the most the text allows; None: open"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who took part."""

    name: Annotated[str, "as the text has it"]
    role: Annotated[ActorRole, "part played"]
    kind: Annotated[str, "ACLED actor kind: state forces, rebel group, militia, civilians, …; unknown"]


@dataclass(frozen=True, slots=True)
class Seizure:
    """Something taken by the authorities."""

    item: Annotated[str, "what"]
    quantity: Annotated[float | None, "how much; None: not stated"]
    unit: Annotated[str | None, "kg, g, rounds, pieces, packages, …"]
    qualifier: Annotated[str | None, "at least, more than, about, …"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that supports a report, with the slots it supports."""

    start: Annotated[int, "first character in the text that was given"]
    end: Annotated[int, "character after the last"]
    slots: Annotated[tuple[str, ...], "what it supports: type, date, place, killed, injured, …"]
    text: Annotated[str, "the characters of the span"] = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What one article says of one incident."""

    id: Annotated[str, "hash of the document's id and the evidence"]
    record_type: Annotated[RecordType, "incident; incident_group (a sum over several); development (no incident)"]
    tense: Annotated[Tense, "PLOVER auxiliary mode"]
    event_type: Annotated[str | None, "ACLED event type, or Crime, Accident, Disaster; None: unsure"]
    sub_event_type: Annotated[str | None, "ACLED sub-event type; None: unsure"]
    date_start: Annotated[date | None, "first day; None: not known"]
    date_end: Annotated[date | None, "last day; None: not known"]
    date_prec: Annotated[int | None, "UCDP GED date precision: 1 day, 2 2-6 days, 3 week, 4 month, 5 year"]
    date_text: Annotated[str | None, "the words of the date"]
    date_basis: Annotated[str | None, "stated, year_from_publication, weekday, relative, publication_only, …"]
    time_text: Annotated[str | None, "the words of the time of day"]
    location: Annotated[str | None, "the words of the place"]
    latitude: Annotated[float | None, "degrees north, WGS84; None: not located"]
    longitude: Annotated[float | None, "degrees east, WGS84; None: not located"]
    where_prec: Annotated[int | None, "UCDP GED: 1 exact, 2 near, 3 admin-2, 4 admin-1, 5 wider, 6 country, 7 water"]
    radius_km: Annotated[float | None, "uncertainty in km"]
    country: Annotated[str | None, "ISO 3166-1 alpha-2"]
    admin1: Annotated[str | None, "first-order unit"]
    admin2: Annotated[str | None, "second-order unit"]
    place_id: Annotated[str | None, "id in the gazetteer"]
    place_score: Annotated[float | None, "score of the place's resolution"]
    place_reason: Annotated[str | None, "why this place"]
    place_geometry: Annotated[Literal["point", "area", "line"] | None, "how the place lies on the ground"]
    alternatives: Annotated[tuple[ScoredPlace, ...], "other places it may have been"]
    killed: Annotated[Count | None, "deaths; None: not stated"]
    injured: Annotated[Count | None, "wounded; None: not stated"]
    abducted: Annotated[Count | None, "abducted; None: not stated"]
    arrested: Annotated[Count | None, "arrested; None: not stated"]
    actors: Annotated[tuple[Actor, ...], "who took part"]
    weapons: Annotated[tuple[str, ...], "weapons used"]
    seizures: Annotated[tuple[Seizure, ...], "what was taken"]
    civilian_targeting: Annotated[bool, "civilians were the main target (ACLED)"]
    status: Annotated[Status, "how firm the report is"]
    attribution: Annotated[str | None, "whom the article cites"]
    evidence: Annotated[tuple[Evidence, ...], "sentences it rests on, in the order of the text"]
    confidence: Annotated[float, "0 to 1: how sure we are that this is an incident, told right"]


@dataclass(frozen=True, slots=True)
class UnresolvedName:
    """A name that seems to be a place but that no layer of the gazetteer knows, for a user to add."""

    name: Annotated[str, "as the text has it"]
    start: Annotated[int, "first character in the text that was given"]
    end: Annotated[int, "character after the last"]
    sentence: Annotated[str, "the sentence it stands in"]
    reason: Annotated[str, "why it is unresolved, or what stands in for it"]
    stand_in: Annotated[ScoredPlace | None, "the containing area that stands in for it"]


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that one article says: the unit of work, of caching and of distribution."""

    id: Annotated[str, "the document's id"]
    file: Annotated[str, "the document's file"]
    title: Annotated[str | None, "headline"]
    source: Annotated[str | None, "publisher"]
    url: Annotated[str | None, "address"]
    language: Annotated[str | None, "ISO 639-1 code"]
    is_analysed: Annotated[bool, "False where the language is not one that is analysed yet"]
    digest: Annotated[str, "hash of the text: equal texts under different ids are one source"]
    published: Annotated[Published | None, "publication date"]
    toponyms: Annotated[tuple[Resolution, ...], "place names found, in the order of the text"]
    reports: Annotated[tuple[Report, ...], "reports found, in the order of the text"]
    unresolved: Annotated[tuple[UnresolvedName, ...], "place names that no gazetteer knows"] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """An article that tells of an incident."""

    document: Annotated[str, "the document's id"]
    title: Annotated[str | None, "headline"]
    publisher: Annotated[str | None, "who published it"]
    url: Annotated[str | None, "address"]
    published: Annotated[Published | None, "publication date"]
    attribution: Annotated[str | None, "whom it cites"]
    copy_of: Annotated[str | None, "id of the document whose text it repeats; None: an independent text"]
    reliability: Annotated[float | None, "0 to 1, as the user's sources.csv has it; None: not stated"] = None


@dataclass(frozen=True, slots=True)
class Quote:
    """A piece of evidence in an incident: the sentence and where it stands."""

    document: Annotated[str, "the document's id"]
    report: Annotated[str, "the report's id"]
    start: Annotated[int, "first character in the text that was given"]
    end: Annotated[int, "character after the last"]
    slots: Annotated[tuple[str, ...], "what it supports"]
    text: Annotated[str, "the characters of the span"]


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person set right, in a record that is shown."""

    slots: Annotated[tuple[str, ...], "what was set: place, date, killed, type, merge, split, verified, …"]
    who: Annotated[str | None, "who did; None: not stated"]
    when: Annotated[date | None, "day it was done; None: not stated"]
    why: Annotated[str | None, "the reason given"]


@dataclass(frozen=True, slots=True)
class Incident:
    """What we believe happened: one or more reports of the same incident."""

    id: Annotated[str, "id of its anchor report, chosen by content alone"]
    aliases: Annotated[tuple[str, ...], "ids that its other reports would have had alone"]
    part_of: Annotated[str | None, "id of the group it belongs to"]
    core: Annotated[Report, "the merged values; evidence and confidence are those of the anchor"]
    reports: Annotated[tuple[str, ...], "ids of its reports, sorted"]
    sources: Annotated[tuple[Source, ...], "articles that tell of it, sorted by document id"]
    quotes: Annotated[tuple[Quote, ...], "the evidence of all its reports"]
    notes: Annotated[tuple[str, ...], "why the reports are one, and where they differ"]
    is_verified: Annotated[bool, "a person has checked it"] = False
    corrections: Annotated[tuple[Correction, ...], "what people set right in it, in the order of the entries"] = ()
    in_region: Annotated[bool, "False where it is known to lie outside the region of interest"] = True


# ---------------------------------------------------------------------------------------------------------- JSON

#: All records of this module, in the order in which they appear along the flow.
RECORDS: tuple[type, ...] = (
    Span, Published, Document, Skip, Toponym, ScoredPlace, Resolution, Count, Actor, Seizure, Evidence, Report,
    UnresolvedName, Analysis, Source, Quote, Correction, Incident,
)  # fmt: skip


def to_json(value: Any) -> Any:
    """Return a record (or a tuple of records, or a plain value) as dicts, lists, strings, numbers, None."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_json(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (tuple, list)):
        return [to_json(v) for v in value]
    return value


def from_json(kind: type[T], value: Mapping[str, Any]) -> T:
    """Return the record of type `kind` that `to_json` turned into `value`.

    Raises KeyError for a missing field without default and TypeError for a value of the wrong shape.
    """
    fields: dict[str, Any] = {}
    for name, decode, may_be_none in _decoders(typing.cast("Any", kind)):
        if name in value:
            plain = value[name]
            fields[name] = plain if decode is None or (may_be_none and plain is None) else decode(plain)
    try:
        return kind(**fields)
    except TypeError as error:
        raise KeyError(f"{kind.__name__}: {error}") from error


#: Turns a plain value that is not None into a field's; None: it is that value.
_Decoder = Callable[[Any], Any] | None


@cache
def _decoders(kind: Any) -> tuple[tuple[str, _Decoder, bool], ...]:
    """Return name and decoder of a record's fields, and whether they may be None."""
    hints = typing.get_type_hints(kind).items()
    return tuple((name, _decoder(hint), types.NoneType in typing.get_args(hint)) for name, hint in hints)


def _decoder(hint: Any) -> _Decoder:
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        (hint,) = (h for h in typing.get_args(hint) if h is not types.NoneType)
        return _decoder(hint)
    if origin is tuple:
        item = _decoder(typing.get_args(hint)[0])
        return tuple if item is None else lambda values: tuple([item(v) for v in values])
    if hint is date:
        return date.fromisoformat
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return partial(from_json, hint)
    return None

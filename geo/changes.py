"""What a run changed: its incidents compared with those of the run before. Sees only the features of the GeoJSON."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.columns import COUNTED
from geo.records import to_json

Feature = Mapping[str, Any]

#: Fields whose change is told; the others follow from these or only say why.
TOLD = (
    "record_type", "event_type", "sub_event_type", "date_start", "date_end", "date_prec", "location", "place_id",
    "where_prec", "radius_km", "country", "admin1", *(f"{name}_{bound}" for name in COUNTED
    for bound in ("low", "best", "high")), "actors", "weapons", "seizures", "civilian_targeting", "status", "tense",
    "part_of", "documents", "verified", "in_region",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A property that has another value than before."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Change:
    """What became of an incident."""

    id: str  #: present id; of one that is gone, the last
    label: str  #: day, place and kind, for people
    was: tuple[str, ...] = ()  #: ids before; several where incidents were merged
    fields: tuple[FieldChange, ...] = ()
    because: tuple[str, ...] = ()  #: in words: which article came, went or changed


@dataclass(frozen=True, slots=True)
class Changes:
    """All that a run changed, each sorted by id. Of an incident that was split every part is listed."""

    is_first: bool  #: nothing to compare with: every incident is new
    new: tuple[Change, ...] = ()
    updated: tuple[Change, ...] = ()
    merged: tuple[Change, ...] = ()
    split: tuple[Change, ...] = ()
    gone: tuple[Change, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """How many of each."""
        return {kind: len(getattr(self, kind)) for kind in KINDS}

    @property
    def new_ids(self) -> frozenset[str]:
        """Ids of the incidents that a page marks as new; none in a first run."""
        return frozenset() if self.is_first else frozenset(change.id for change in self.new)


KINDS = ("new", "updated", "merged", "split", "gone")


def read_features(path: Path) -> list[Feature] | None:
    """Return the features of a GeoJSON file that a run wrote; None where there is none or it cannot be read."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))["features"]
        readable = all(isinstance(f["id"], str) and isinstance(f["properties"]["reports"], list) for f in found)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if readable else None


def find_feature(features: Sequence[Feature], id_: str) -> Feature | None:
    """Return the incident that has an id or holds the report of that id; None where none does."""
    return next((f for f in features if id_ == f["id"] or id_ in f["properties"]["reports"]), None)


def label_of(features: Sequence[Feature], id_: str) -> str | None:
    """Return day, place and kind of that incident; see `find_feature`."""
    found = find_feature(features, id_)
    return _label(found) if found else None


def compare(before: Sequence[Feature] | None, now: Sequence[Feature]) -> Changes:
    """Return what changed from one run's features to the next's; `before` is None where there was none.

    Incidents are the same where they share a report. One whose article was edited, so that all its reports have other
    ids, is the one of that article that has its place or day.
    """
    if before is None:
        return Changes(is_first=True, new=_sorted(Change(f["id"], _label(f)) for f in now))
    old = {feature["id"]: feature for feature in before}
    links = _links(before, now)
    successors: dict[str, list[str]] = defaultdict(list)
    for id_, was in links.items():
        for one in was:
            successors[one].append(id_)
    articles = _Articles(before, now)
    kinds: dict[str, list[Change]] = {kind: [] for kind in KINDS}
    for feature in now:
        was = links[feature["id"]]
        kind = _kind(was, successors)
        previous = _nearest([old[id_] for id_ in was], feature)
        fields = tuple(_fields(previous, feature)) if previous else ()
        if kind == "updated" and not fields:
            continue
        because = tuple(articles.why([old[id_] for id_ in was], feature))
        kinds[kind].append(Change(feature["id"], _label(feature), tuple(sorted(was)), fields, because))
    for feature in before:
        if feature["id"] not in successors:
            because = tuple(articles.why_gone(feature))
            kinds["gone"].append(Change(feature["id"], _label(feature), (feature["id"],), (), because))
    return Changes(is_first=False, **{kind: _sorted(found) for kind, found in kinds.items()})


def changes_json(changes: Changes) -> str:
    """Return the text of changes.json."""
    plain = {"counts": changes.counts, **to_json(changes)}
    return json.dumps(plain, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def in_words(changes: Changes, most: int = 10) -> Iterator[str]:
    """Yield a line for each change, with its reasons, at most so many; none for a first run."""
    lines = [] if changes.is_first else [_line(kind, change) for kind in KINDS for change in getattr(changes, kind)]
    yield from lines[:most]
    if len(lines) > most:
        yield f"… and {len(lines) - most} more (see changes.json)"


# ------------------------------------------------------------------------------------------------------ which is which


def _links(before: Sequence[Feature], now: Sequence[Feature]) -> dict[str, list[str]]:
    """Return, by present id, the ids that an incident had before."""
    of_report = {report: f["id"] for f in before for report in f["properties"]["reports"]}
    links = {
        f["id"]: list(dict.fromkeys(of_report[r] for r in f["properties"]["reports"] if r in of_report)) for f in now
    }
    continued = {id_ for was in links.values() for id_ in was}
    lost: dict[str, list[Feature]] = defaultdict(list)
    for feature in before:
        if feature["id"] not in continued:
            for document in feature["properties"].get("documents") or ():
                lost[document].append(feature)
    for feature in now:
        if not links[feature["id"]]:
            found = next((f["id"] for d in feature["properties"].get("documents") or () for f in lost[d]
                          if f["id"] not in continued and _is_alike(f, feature)), None)  # fmt: skip
            if found is not None:
                links[feature["id"]] = [found]
                continued.add(found)
    return links


def _is_alike(one: Feature, other: Feature) -> bool:
    a, b = one["properties"], other["properties"]
    return any(
        a.get(name) is not None and a.get(name) == b.get(name) for name in ("place_id", "location", "date_start")
    )


def _kind(was: Sequence[str], successors: Mapping[str, Sequence[str]]) -> str:
    if not was:
        return "new"
    if len(was) > 1:
        return "merged"
    return "split" if len(successors[was[0]]) > 1 else "updated"


def _nearest(before: Sequence[Feature], feature: Feature) -> Feature | None:
    """Return the one of the earlier incidents whose id lives on, else the one with most of its reports."""
    reports = set(feature["properties"]["reports"])
    return max(
        before,
        key=lambda f: (f["id"] == feature["id"], len(reports.intersection(f["properties"]["reports"])), f["id"]),
        default=None,
    )


# --------------------------------------------------------------------------------------------------- what and why


def _fields(before: Feature, now: Feature) -> Iterator[FieldChange]:
    for name in TOLD:
        earlier, later = before["properties"].get(name), now["properties"].get(name)
        if earlier != later and name in before["properties"]:
            yield FieldChange(name, earlier, later)
    earlier, later = (f["geometry"] and f["geometry"]["coordinates"] for f in (before, now))
    if earlier != later:
        yield FieldChange("coordinates", earlier, later)


class _Articles:
    """Which articles came and went, as far as the incidents tell."""

    def __init__(self, before: Iterable[Feature], now: Iterable[Feature]) -> None:
        self._now = _reports_by_document(now)
        self._before = _reports_by_document(before)

    def why(self, before: Sequence[Feature], feature: Feature) -> Iterator[str]:
        """Yield why an incident is not what it was."""
        earlier = {d for f in before for d in f["properties"].get("documents") or ()}
        later = set(feature["properties"].get("documents") or ())
        own = {r for f in before for r in f["properties"]["reports"]} ^ set(feature["properties"]["reports"])
        said = [self._came(d) for d in sorted(later - earlier)] + [self._went(d) for d in sorted(earlier - later)]
        said += [
            f"article {document} was changed"
            for document in sorted(later & earlier)
            if own & (self._before.get(document, set()) ^ self._now.get(document, set()))
        ]
        if self._corrections(before) != (feature["properties"].get("corrections") or []):
            said.append("corrections")
        yield from said
        if not said and before:
            yield "other articles, places, settings or the program changed"

    def why_gone(self, feature: Feature) -> Iterator[str]:
        """Yield why an incident is no more."""
        documents = sorted(feature["properties"].get("documents") or ())
        gone = [self._went(d) for d in documents if d not in self._now]
        yield from gone or ["a correction rejected it, or its article, places, settings or the program changed"]

    def _came(self, document: str) -> str:
        return f"article {document} tells of it too" if document in self._before else f"new article {document}"

    def _went(self, document: str) -> str:
        return f"article {document} tells of it no more" if document in self._now else f"article {document} is gone"

    @staticmethod
    def _corrections(before: Sequence[Feature]) -> list[Any]:
        return [c for f in before for c in f["properties"].get("corrections") or ()]


def _reports_by_document(features: Iterable[Feature]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for feature in features:
        for quote in feature["properties"].get("evidence") or ():
            found[quote["document"]].add(quote["report"])
    return dict(found)


# ----------------------------------------------------------------------------------------------------------- in words


def _label(feature: Feature) -> str:
    values = feature["properties"]
    when, where = values.get("date_start") or "no date", values.get("location") or values.get("country") or "no place"
    return f"{when}, {where}: {values.get('sub_event_type') or values.get('event_type') or 'type not sure'}"


def _line(kind: str, change: Change) -> str:
    what = ", ".join(_in_words(field) for field in change.fields if field.name != "documents")
    came_of = f" of {', '.join(change.was)}" if kind in ("merged", "split") else ""
    because = f" ({'; '.join(change.because)})" if change.because else ""
    return f"{kind}{came_of}: {change.label} [{change.id}]{f': {what}' if what else ''}{because}"


def _in_words(field: FieldChange) -> str:
    plain = [_short(value) for value in (field.before, field.after)]
    return f"{field.name} {plain[0]} → {plain[1]}" if None not in plain else f"{field.name} changed"


def _short(value: Any) -> str | None:
    """Return a value that is short enough for a line."""
    if value is None:
        return "none"
    return str(value) if isinstance(value, (str, int, float)) and len(str(value)) <= 40 else None


def _sorted(changes: Iterable[Change]) -> tuple[Change, ...]:
    return tuple(sorted(changes, key=lambda change: change.id))

"""Says what was found and why: of an article its place names and reports, of an incident why its reports are one.

Text and HTML are made of the same sections. Article text reaches the HTML only escaped.
"""

import html
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geo.columns import COUNTED
from geo.records import Analysis, Count, Report, Resolution, ScoredPlace


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was found: a heading, and what is to be said of it."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The entries of one stage."""

    title: str
    entries: tuple[Entry, ...]


def explain(analysis: Analysis) -> tuple[Section, ...]:
    """Return the sections that explain one article's analysis, in the order of the stages."""
    return (
        Section("Article", (_article(analysis),)),
        Section("Place names", tuple(_toponym(resolution) for resolution in analysis.toponyms)),
        Section("Reports", tuple(_report(report) for report in analysis.reports)),
    )


def explain_incident(feature: Mapping[str, Any]) -> tuple[Section, ...]:
    """Return the sections that explain an incident, given as a feature of incidents.geojson."""
    values = feature["properties"]
    return (
        Section("Incident", (_incident(feature["id"], values),)),
        Section("Why these reports are one, and where they differ", _listed(values["notes"])),
        Section("What people set right", tuple(_correction(one) for one in values.get("corrections") or ())),
        Section("Sources", tuple(_source(source, values["evidence"]) for source in values["sources"])),
    )


def as_text(sections: Iterable[Section]) -> str:
    """Return the sections for a terminal."""
    lines: list[str] = []
    for section in sections:
        lines += [section.title, "=" * len(section.title)]
        if not section.entries:
            lines.append("none")
        for entry in section.entries:
            lines += [entry.heading, *(f"    {line}" for line in entry.lines)]
        lines.append("")
    return "\n".join(lines)


def as_html(sections: Iterable[Section], title: str) -> str:
    """Return the sections as a page that needs nothing but itself."""
    return "".join(_html(sections, title))


_HEAD = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1c1c1c; }}
h2 {{ border-bottom: 1px solid #bbb; }} h3 {{ margin-bottom: 0; font-size: 1rem; }} ul {{ margin-top: .2rem; }}
@media (prefers-color-scheme: dark) {{ body {{ background: #16181b; color: #e6e6e6; }} }}
</style><title>{title}</title></head><body><main><h1>{title}</h1>
"""


def _html(sections: Iterable[Section], title: str) -> Iterator[str]:
    yield _HEAD.format(title=html.escape(title))
    for section in sections:
        yield f"<section><h2>{html.escape(section.title)}</h2>\n"
        if not section.entries:
            yield "<p>none</p>\n"
        for entry in section.entries:
            lines = "".join(f"<li>{html.escape(line)}</li>" for line in entry.lines)
            yield f"<h3>{html.escape(entry.heading)}</h3><ul>{lines}</ul>\n"
        yield "</section>\n"
    yield "</main></body></html>\n"


def _article(analysis: Analysis) -> Entry:
    published = analysis.published
    lines = [f"title: {analysis.title or 'none'}", f"language: {analysis.language or 'not known'}"]
    if published is None:
        lines.append("published: nothing in the text fixes it")
    elif published.start == published.end:
        lines.append(f"published: {published.start} ({published.basis})")
    else:
        lines.append(f"published: between {published.start} and {published.end} ({published.basis})")
    if not analysis.is_analysed:
        lines.append("not analysed: its language is not one of those in the settings")
    return Entry(analysis.id, tuple(lines))


def _toponym(resolution: Resolution) -> Entry:
    toponym, place = resolution.toponym, resolution.place
    heading = f"{toponym.start}-{toponym.end} “{toponym.text}” ({toponym.role})"
    lines = [f"→ {_place(place)}" if place else "→ not resolved", f"why: {resolution.reason}"]
    lines += [f"or {_place(other)}" for other in resolution.alternatives]
    return Entry(heading, tuple(lines))


def _place(place: ScoredPlace) -> str:
    where = ", ".join(dict.fromkeys(filter(None, (place.name, place.admin2, place.admin1, place.country))))
    return (
        f"{where} [{place.feature_class}.{place.feature_code}, {place.place_id}]"
        f" {place.lat:.3f}, {place.lon:.3f} ±{place.radius_km:g} km, score {place.score:.2f}"
    )


def _report(report: Report) -> Entry:
    kind = " / ".join(filter(None, (report.event_type, report.sub_event_type))) or "type not sure"
    heading = f"{report.record_type}, {report.tense}: {kind} (confidence {report.confidence:.2f})"
    lines = [f"when: {_when(report)}", f"where: {_where(report)}"]
    counts = {"killed": report.killed, "injured": report.injured, "abducted": report.abducted,
              "arrested": report.arrested}  # fmt: skip
    lines += [f"{name}: {_count(count)}" for name, count in counts.items() if count is not None]
    lines += [f"{actor.role}: {actor.name} ({actor.kind})" for actor in report.actors]
    if report.weapons:
        lines.append(f"weapons: {', '.join(report.weapons)}")
    for seizure in report.seizures:
        amount = (seizure.qualifier, f"{seizure.quantity:g}" if seizure.quantity is not None else None, seizure.unit)
        lines.append(f"seized: {' '.join(filter(None, (*amount, seizure.item)))}")
    cited = f", citing {report.attribution}" if report.attribution else ""
    lines.append(f"status: {report.status}{cited}")
    lines += [f"{e.start}-{e.end} [{', '.join(e.slots)}] {' '.join(e.text.split())}" for e in report.evidence]
    return Entry(heading, tuple(lines))


def _when(report: Report) -> str:
    if report.date_start is None and report.date_end is None:
        return f"not known{_quoted(report.date_text)}"
    span = " to ".join(dict.fromkeys(str(day or "?") for day in (report.date_start, report.date_end)))
    return f"{span}{_quoted(report.date_text)}, precision {report.date_prec}, by {report.date_basis}"


def _where(report: Report) -> str:
    if report.location is None:
        return "not stated"
    if report.latitude is None or report.longitude is None:
        return f"“{report.location}”, not located ({report.place_reason or 'no reason given'})"
    return (
        f"“{report.location}” {report.latitude:.3f}, {report.longitude:.3f} ±{report.radius_km or 0:g} km,"
        f" precision {report.where_prec} ({report.place_reason})"
    )


def _quoted(words: str | None) -> str:
    return f" “{words}”" if words else ""


def _count(count: Count) -> str:
    shown = ["?" if value is None else str(value) for value in (count.low, count.best, count.high)]
    return f"low {shown[0]}, best {shown[1]}, high {shown[2]}"


# ------------------------------------------------------------------------------------------------------- an incident


def _listed(notes: Sequence[str]) -> tuple[Entry, ...]:
    return tuple(Entry(note, ()) for note in notes)


def _incident(id_: str, values: Mapping[str, Any]) -> Entry:
    kind = " / ".join(filter(None, (values["event_type"], values["sub_event_type"]))) or "type not sure"
    days = " to ".join(dict.fromkeys(filter(None, (values["date_start"], values["date_end"])))) or "not known"
    where = ", ".join(dict.fromkeys(filter(None, (values["location"], values["admin1"], values["country"]))))
    lines = [f"when: {days}{_quoted(values['date_text'])}", f"where: {where or 'not stated'}"]
    if values["place_reason"]:
        lines.append(f"why there: {values['place_reason']} (score {values['place_score'] or 0:.2f})")
    for name in COUNTED:
        figures = [values[f"{name}_{bound}"] for bound in ("low", "best", "high")]
        if any(figure is not None for figure in figures):
            lines.append(f"{name}: {_count(Count(*figures))}")
    if values["aliases"]:
        lines.append(f"also known as: {', '.join(values['aliases'])}")
    if values["part_of"]:
        lines.append(f"part of: {values['part_of']}")
    if values.get("verified"):
        lines.append("verified by a person")
    return Entry(f"{id_}: {values['record_type']}, {kind} (confidence {values['confidence']:.2f})", tuple(lines))


def _correction(correction: Mapping[str, Any]) -> Entry:
    signed = f"{correction['who'] or 'somebody'}, {correction['when'] or 'no date'}"
    return Entry(f"{', '.join(correction['slots'])} ({signed})", (f"why: {correction['why'] or 'not stated'}",))


def _source(source: Mapping[str, Any], evidence: Sequence[Mapping[str, Any]]) -> Entry:
    told = ", ".join(filter(None, (source["publisher"], source["title"], source["url"])))
    heading = f"{source['document']}{f' ({told})' if told else ''}"
    lines = [f"a copy of {source['copy_of']}"] if source["copy_of"] else []
    if source.get("reliability") is not None:
        lines.append(f"reliability: {source['reliability']:g}")
    quotes = (quote for quote in evidence if quote["document"] == source["document"])
    lines += [f"report {q['report']} [{', '.join(q['slots'])}] {' '.join(q['text'].split())}" for q in quotes]
    return Entry(heading, tuple(lines))

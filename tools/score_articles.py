"""Runs the library over tests/articles and prints, slot by slot, what share of the expected records it gets right.

    score_articles.py [NAME …] [--misses] [--json]

NAME picks the articles whose id contains it. Every article is read and analysed as a user's file would be, with the
as-of day that it brings. --misses adds a table of what went wrong, --json prints the shares as one object instead.

A report counts as a told incident where it is an incident or a group and its tense is actual or historical. Expected
and told incidents are paired one to one. A pair is a full match where type, date and place agree, a relaxed one where
two of the three do; the other slots are judged on the relaxed pairs. `historical` and `background` incidents need not
be found, and finding them is neutral. `agreements` says when a slot agrees; tests/articles/README.md has the form.
"""

import argparse
import calendar
import json
import math
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from gazetteer import Gazetteer
from geo.analysis import analyse
from geo.config import Config
from geo.documents import read_documents
from geo.records import Analysis, Count, Report, Resolution

ARTICLES = Path(__file__).parent.parent / "tests" / "articles"

#: Coders file one and the same deed under any of these.
VIOLENCE = frozenset({"Battles", "Explosions/Remote violence", "Violence against civilians"})
#: Two kinds of coders differ on where protest ends and riot begins.
UNREST = frozenset({"Protests", "Riots"})

#: Least distance in km at which two points are the same place, whatever an article's tolerance.
PLACE_KM = 25
#: Days after which an interval is no answer to a day.
LONGEST_DAYS = 31
#: Agreeing slots out of type, date and place that make a relaxed match.
RELAXED = 2
KG = {"kg": 1.0, "g": 0.001, "t": 1000.0, "tonnes": 1000.0, "tons": 1000.0, "lb": 0.4536, "pounds": 0.4536}

Agreements = dict[str, bool | None]


@dataclass(frozen=True, slots=True)
class Miss:
    """One slot that an article got wrong."""

    article: str
    slot: str
    expected: str
    found: str


@dataclass(slots=True)
class Tally:
    """Right and judged cases per slot, and the misses."""

    cases: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    misses: list[Miss] = field(default_factory=list)

    def judge(self, article: str, slot: str, right: bool | None, *, expected: object, found: object) -> None:  # noqa: FBT001
        """Record a case; None is not judged."""
        if right is None:
            return
        self.cases[slot].append(right)
        if not right:
            self.misses.append(Miss(article, slot, str(expected), str(found)))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the shares; return 0, or 2 where no article is picked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help="articles whose id contains NAME; default: all")
    parser.add_argument("--misses", action="store_true", help="add a table of the misses")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args(arguments)
    articles = [a for a in map(read_expected, sorted(ARTICLES.glob("*.json"))) if is_picked(a, options.names)]
    if not articles:
        print(f"no article of {ARTICLES} matches {options.names}", file=sys.stderr)
        return 2
    gazetteer = Gazetteer.default()
    tally = Tally()
    for article in articles:
        score_article(article, analyse_article(article, gazetteer), tally)
    if options.json:
        print(json.dumps(shares(tally), indent=1))
        return 0
    print_shares(tally, len(articles))
    if options.misses:
        print_misses(tally.misses)
    return 0


def read_expected(path: Path) -> dict[str, Any]:
    """Return one article with its expected records."""
    article: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return article


def is_picked(article: dict[str, Any], names: Sequence[str]) -> bool:
    """Say whether an article is among those asked for."""
    return not names or any(name in article["document"]["id"] for name in names)


def analyse_article(article: dict[str, Any], gazetteer: Gazetteer) -> list[Analysis]:
    """Return what the library says of an article, read from a file as a user's would be."""
    config = Config(as_of=date.fromisoformat(article["as_of"]) if article["as_of"] else None)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{article['document']['id']}.json"
        path.write_text(json.dumps(article["document"]), encoding="utf-8")
        documents = [d for reading in read_documents([path], config) for d in reading.documents]
    return [analyse(document, gazetteer, config) for document in documents]


# ---------------------------------------------------------------------------------------------------- one article


def score_article(article: dict[str, Any], analyses: Sequence[Analysis], tally: Tally) -> None:
    """Judge the place names and the incidents of one article."""
    name = article["document"]["id"]
    score_toponyms(article, [r for a in analyses for r in a.toponyms], tally)
    told = [r for a in analyses for r in a.reports if is_told(r)]
    if article["negative"]:
        found = "; ".join(map(brief, told))
        tally.judge(name, "negative: nothing told", not told, expected="no incident", found=found)
        return
    score_incidents(name, article["incidents"], told, tally)


def is_told(report: Report) -> bool:
    """Say whether a report claims that something happened."""
    return report.record_type in {"incident", "incident_group"} and report.tense in {"actual", "historical"}


def score_incidents(name: str, gold: Sequence[dict[str, Any]], told: Sequence[Report], tally: Tally) -> None:
    """Pair expected and told incidents, judge the pairs, and what stays alone."""
    compared = [[agreements(g, r) for r in told] for g in gold]
    full = best_pairs(gold, compared, lambda a: False not in core(a))
    relaxed = best_pairs(gold, compared, lambda a: core(a).count(True) >= min(RELAXED, 3 - core(a).count(None)))
    all_told = "; ".join(map(brief, told)) or "-"
    for i, incident in enumerate(gold):
        required = not (incident["historical"] or incident["background"])
        slot = "found in full" if required else "background found in full"
        tally.judge(name, slot, i in full, expected=describe(incident), found=all_told)
        if required:
            tally.judge(name, "found", i in relaxed, expected=describe(incident), found=all_told)
    neutral = {j for i, j in full.items() if gold[i]["historical"] or gold[i]["background"]}
    matched = set(full.values())
    for j, report in enumerate(told):
        if j not in neutral:
            tally.judge(name, "told rightly", j in matched, expected="-", found=brief(report))
    for i, j in relaxed.items():
        for slot, right in compared[i][j].items():
            tally.judge(name, f"  {slot}", right, expected=shown(gold[i], slot), found=shown_report(told[j], slot))


def core(found: Agreements) -> list[bool | None]:
    """Return the agreements that decide whether two records are of the same incident."""
    return [found["type"], found["date"], found["place"]]


def best_pairs(
    gold: Sequence[dict[str, Any]], compared: Sequence[Sequence[Agreements]], is_match: Any
) -> dict[int, int]:
    """Return {expected: told} with as many pairs as can be, required ones first, then those that agree in most."""

    def worth(i: int, j: int) -> int:
        required = not (gold[i]["historical"] or gold[i]["background"])
        return 10**6 + 10**4 * required + sum(v is True for v in compared[i][j].values())

    @cache
    def best(i: int, taken: frozenset[int]) -> tuple[int, tuple[tuple[int, int], ...]]:
        if i == len(gold):
            return 0, ()
        choices = [best(i + 1, taken)]
        for j, found in enumerate(compared[i]):
            if j not in taken and is_match(found):
                total, pairs = best(i + 1, taken | {j})
                choices.append((total + worth(i, j), ((i, j), *pairs)))
        return max(choices, key=lambda choice: choice[0])

    return dict(best(0, frozenset())[1])


# ------------------------------------------------------------------------------------------------------ agreement


def agreements(gold: dict[str, Any], report: Report) -> Agreements:
    """Return slot: True, False, or None where the expected record leaves the slot open.

    type         equal to the expected or an accepted one, or both are forms of violence, or both of unrest
    date         the intervals overlap, one day of slack between single days; long intervals agree with nothing short
    place        within the tolerance, at least 25 km
    killed, …    the best figures are equal, or equal to an accepted one; a figure where none is stated is wrong
    seizures     every expected thing is there with its quantity
    """
    result: Agreements = {
        "type": types_agree(gold, report),
        "event_type exact": report.event_type in {gold["event_type"], *(t for t, _ in gold["accept_types"])},
        "sub_event_type": sub_types_agree(gold, report),
        "record_type": report.record_type == gold["record_type"],
        "tense": report.tense == gold["tense"],
        "date": dates_agree(gold, report),
        "date exact": day_agrees(gold, report),
        "place": places_agree(gold, report),
        "where_prec": report.where_prec == gold["where_prec"],
    }
    for slot in ("killed", "injured"):
        result[f"{slot} exact"], result[f"{slot} unstated"] = counts_agree(gold, slot, getattr(report, slot))
    for slot in ("abducted", "arrested"):
        result[slot] = counts_agree(gold, slot, getattr(report, slot))[0] if gold.get(slot) else None
    result["seizures"] = seizures_agree(gold, report) if gold.get("seizures") else None
    return result


def types_agree(gold: dict[str, Any], report: Report) -> bool:
    """Say whether the event types are the same or neighbours that coders mix."""
    wanted = {gold["event_type"], *(t for t, _ in gold["accept_types"])}
    if report.event_type in wanted:
        return True
    return any(report.event_type in family and wanted & family for family in (VIOLENCE, UNREST))


def sub_types_agree(gold: dict[str, Any], report: Report) -> bool | None:
    """Say whether the pair of types is the expected or an accepted one; crimes and accidents have no fixed list."""
    pairs = [(gold["event_type"], gold["sub_event_type"]), *map(tuple, gold["accept_types"])]
    if gold["sub_event_type"] is None or gold["event_type"] in {"Crime", "Accident", "Disaster"}:
        return None
    return any(report.event_type == t and sub in (None, report.sub_event_type) for t, sub in pairs)


def interval(gold: dict[str, Any]) -> tuple[date, date]:
    """Return the first and last day of an expected record that has a date."""
    return widened(date.fromisoformat(gold["date_start"]), date.fromisoformat(gold["date_end"]), gold["date_prec"])


def interval_of(report: Report) -> tuple[date, date] | None:
    """Return the first and last day of a report, or None without a date."""
    start, end = report.date_start or report.date_end, report.date_end or report.date_start
    return None if start is None or end is None else widened(start, end, report.date_prec)


def widened(start: date, end: date, precision: int | None) -> tuple[date, date]:
    """Return the whole month or year where a single day stands for one (UCDP GED 4, 5)."""
    if start != end or precision not in {4, 5}:
        return start, end
    if precision == 5:
        return date(start.year, 1, 1), date(start.year, 12, 31)
    return start.replace(day=1), start.replace(day=calendar.monthrange(start.year, start.month)[1])


def dates_agree(gold: dict[str, Any], report: Report) -> bool | None:
    """Say whether the days overlap; None where none is expected."""
    if gold["date_start"] is None:
        return None
    found = interval_of(report)
    if found is None:
        return False
    wanted = interval(gold)
    if (found[1] - found[0]).days >= max(LONGEST_DAYS, (wanted[1] - wanted[0]).days + 1):
        return False
    slack = timedelta(days=1 if wanted[0] == wanted[1] and found[0] == found[1] else 0)
    return found[0] - slack <= wanted[1] and wanted[0] <= found[1] + slack


def day_agrees(gold: dict[str, Any], report: Report) -> bool | None:
    """Say whether the report names the expected day and no other; None where no single day is expected."""
    if gold["date_start"] is None or gold["date_start"] != gold["date_end"] or gold["date_prec"] != 1:
        return None
    return interval_of(report) == interval(gold)


def places_agree(gold: dict[str, Any], report: Report) -> bool | None:
    """Say whether the places are the same; None where none is expected."""
    if gold["latitude"] is None:
        return None
    if report.latitude is None or report.longitude is None:
        return False
    away = distance_km(gold["latitude"], gold["longitude"], report.latitude, report.longitude)
    return bool(away <= max(gold["tolerance_km"], PLACE_KM))


def counts_agree(gold: dict[str, Any], slot: str, found: Count | None) -> tuple[bool | None, bool | None]:
    """Return (the best figures are equal, none is given where none is stated); one of them is None."""
    wanted = (gold.get(slot) or {}).get("best")
    best = found.best if found else None
    if wanted is None:
        return None, best is None
    return best in {wanted, *gold.get(f"accept_{slot}", [])}, None


def seizures_agree(gold: dict[str, Any], report: Report) -> bool:
    """Say whether every expected thing was found, by its quantity and a word of its name."""
    return all(
        any(same_thing(wanted, s.item, s.quantity, s.unit) for s in report.seizures) for wanted in gold["seizures"]
    )


def same_thing(wanted: dict[str, Any], item: str, quantity: float | None, unit: str | None) -> bool:
    """Say whether a seized thing is the expected one; weights are compared in kg."""
    if not words(wanted["item"]) & words(item):
        return False
    if wanted["quantity"] is None or quantity is None:
        return bool(wanted["quantity"] == quantity)
    one, other = wanted["quantity"] * KG.get(wanted["unit"], 1.0), quantity * KG.get(unit or "", 1.0)
    return math.isclose(float(one), float(other), rel_tol=0.01)


def words(text: str) -> set[str]:
    """Return the words of a name in a form that ignores case and plural."""
    return {word.lower().removesuffix("s") for word in re.findall(r"[^\W_]+", text)}


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the great-circle distance in km."""
    a, b = math.radians(lat), math.radians(other_lat)
    half = math.sin((a - b) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(lon - other_lon) / 2) ** 2
    return 2 * 6371.0088 * math.asin(min(1.0, math.sqrt(half)))


# ---------------------------------------------------------------------------------------------------- place names


def score_toponyms(article: dict[str, Any], resolutions: Sequence[Resolution], tally: Tally) -> None:
    """Judge each expected name over all its mentions in the text."""
    name, text = article["document"]["id"], article["document"]["text"]
    expected = article["toponyms"]
    for toponym in expected:
        mentions = list(mentions_of(toponym["text"], text, expected))
        found = [r for r in resolutions if any(overlaps(r, mention) for mention in mentions)]
        placed = [r for r in found if r.toponym.role in {"literal", "metonymic"} and r.place is not None]
        seen = ", ".join(f"{r.toponym.text} {r.toponym.role} {where(r)}" for r in found) or "not found"
        wanted = f"{toponym['text']} {toponym['role']} {toponym['country']}"
        if toponym["role"] == "none":
            tally.judge(name, "names that are no place", not placed, expected=wanted, found=seen)
        elif toponym["role"] in {"demonym", "nested"}:
            tally.judge(name, "demonyms, nested names", not placed, expected=wanted, found=seen)
        else:
            right = bool(placed) and all(is_near(r, toponym) for r in placed)
            tally.judge(name, "place names", right, expected=wanted, found=seen)
            if placed:
                tally.judge(name, "place names, where located", right, expected=wanted, found=seen)


def mentions_of(name: str, text: str, expected: Iterable[dict[str, Any]]) -> Iterable[tuple[int, int]]:
    """Yield where a name stands in the text and is not part of a longer expected name."""
    longer = [
        m.span()
        for other in expected
        if name in other["text"] and name != other["text"]
        for m in re.finditer(rf"(?<!\w){re.escape(other['text'])}(?!\w)", text)
    ]
    for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
        if not any(a <= match.start() and match.end() <= b for a, b in longer):
            yield match.span()


def overlaps(resolution: Resolution, mention: tuple[int, int]) -> bool:
    """Say whether a resolution shares a character with a mention."""
    return resolution.toponym.start < mention[1] and mention[0] < resolution.toponym.end


def is_near(resolution: Resolution, toponym: dict[str, Any]) -> bool:
    """Say whether a resolution lies within the tolerance of an expected place."""
    place = resolution.place
    if place is None:
        return False
    return bool(distance_km(toponym["lat"], toponym["lon"], place.lat, place.lon) <= toponym["tolerance_km"])


def where(resolution: Resolution) -> str:
    """Return the chosen place in a few words."""
    place = resolution.place
    return "unresolved" if place is None else f"{place.name}/{place.country} {place.lat:.1f},{place.lon:.1f}"


# --------------------------------------------------------------------------------------------------------- output


def describe(gold: dict[str, Any]) -> str:
    """Return an expected incident in a line."""
    return f"{gold['event_type']}, {gold['date_start']}, {gold['location']}"


def brief(report: Report) -> str:
    """Return a told incident in a line, with the start of its evidence."""
    quote = report.evidence[0].text[:60] if report.evidence else ""
    return f"{report.event_type}, {report.date_start}, {report.location}, {report.record_type} “{quote}”"


def shown(gold: dict[str, Any], slot: str) -> str:
    """Return the expected value of a slot."""
    key = slot.split(maxsplit=1)[0]
    if key == "date":
        return f"{gold['date_start']}..{gold['date_end']}"
    if key == "place":
        return f"{gold['location']} {gold['latitude']},{gold['longitude']}"
    if key in {"type", "event_type", "sub_event_type"}:
        return f"{gold['event_type']} / {gold['sub_event_type']}"
    return str(gold.get(key))


def shown_report(report: Report, slot: str) -> str:
    """Return the value of a slot in a report."""
    key = slot.split(maxsplit=1)[0]
    if key == "date":
        return f"{report.date_start}..{report.date_end} ({report.date_text}, {report.date_basis})"
    if key == "place":
        return f"{report.location} {report.latitude},{report.longitude}"
    if key in {"type", "event_type", "sub_event_type"}:
        return f"{report.event_type} / {report.sub_event_type}"
    value = getattr(report, key)
    return f"{value.low}/{value.best}/{value.high}" if isinstance(value, Count) else str(value)


def shares(tally: Tally) -> dict[str, dict[str, float]]:
    """Return {slot: {"right", "judged", "share"}}."""
    return {
        slot.strip(): {"right": sum(cases), "judged": len(cases), "share": sum(cases) / len(cases)}
        for slot, cases in tally.cases.items()
    }


#: Slots that open the table, in this order; the others follow as they came.
ORDER = (
    "found in full",
    "told rightly",
    "found",
    "background found in full",
    "negative: nothing told",
    "place names",
    "place names, where located",
    "names that are no place",
    "demonyms, nested names",
)


def print_shares(tally: Tally, n_articles: int) -> None:
    """Print one line a slot."""
    print(f"{n_articles} articles")
    for slot in (*ORDER, *(s for s in tally.cases if s not in ORDER)):
        cases = tally.cases.get(slot)
        if cases:
            print(f"{slot:<28} {sum(cases) / len(cases):6.3f}  {sum(cases)} of {len(cases)}")


def print_misses(misses: Iterable[Miss]) -> None:
    """Print one block a miss."""
    for miss in misses:
        print(f"\n{miss.article} · {miss.slot.strip()}\n  expected {miss.expected}\n  found    {miss.found}")


if __name__ == "__main__":
    sys.exit(main())

"""Where what is told lies, where the words put it beside, between or in a part of a named place. Changes no toponym.

"12 km north of X", "between X and Y", "the X-Y road", "southern X", "on the outskirts of X", "the border with X".
"""

import dataclasses
import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from gazetteer.relative import between, nearest_on, offset
from geo.grammar.patterns import fold
from geo.lexicon import read_table
from geo.naming.cues import cues
from geo.naming.surroundings import kinds_of, word_before
from geo.numbers import find_numbers
from geo.records import ScoredPlace, Toponym

#: Returns the shape of a place by its id, None for a point.
Shape = Callable[[str], Any]
#: Returns point and radius of the part of a place that lies towards a bearing (see `Gazetteer.part_of`).
Part = Callable[[str, float | None], tuple[float, float, float] | None]
#: Returns the border of two countries by their ISO codes, None where they have none.
Border = Callable[[str, str], ScoredPlace | None]

_REACH = 90  # characters before a name in which its relation stands
_HYPHEN = 3  # characters between two names that a hyphen joins, at most
_FAR_KM, _AROUND_KM, _ROAD_KM = 800.0, 100.0, 600.0  # the furthest "north of", "from", and the longest road
_SPOT_KM = 60.0  # radius up to which a place is a spot from which distances are told
_WIDE_UNIT_KM = 200.0  # radius from which "northern X" is a part of a unit and not a unit in the north
_LEAST_KM, _SHARE = 2.0, 0.25  # how exact a told distance is: at best 2 km, else a quarter of it
_BESIDE_KM, _NEAR_KM, _EDGE_KM = 10.0, 8.0, 2.0  # how far "north of", "near" and "on the outskirts of" reach
_BORDER_KM = 100.0  # how far from a border a place may lie that is told with it


@dataclass(frozen=True, slots=True)
class Relative:
    """A place told by a toponym and the words that say how."""

    place: ScoredPlace
    words: str


@cache
def _terms(kind: str) -> Mapping[str, float | None]:
    rows = [r for r in read_table("relations") if r["kind"] == kind]
    return {t.strip(): float(r["value"]) if r["value"] else None for r in rows for t in r["terms"].split("|")}


@cache
def _choice(kind: str) -> str:
    words = sorted(_terms(kind), key=lambda w: (-len(w), w))
    return "(?:" + "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in words) + ")"


_WORDS = re.compile(r"[a-z]+")
_JOINS = re.compile(r"\s+(?:and|to|with)\s", re.IGNORECASE)
_ARTICLES = frozenset({"the", "of", "a"})

#: "the northern city of" between a relation and the name.
_FILLER = r"(?P<filler>(?:[A-Za-z-]+\s+){0,4})"


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    direction = f"(?P<direction>{_choice('direction')})"
    side = f"(?P<side>{_choice('side')}\\s+)?"
    sources = {
        "away": rf"\A\)?\s*(?:(?:to\s+the\s+|due\s+|further\s+)?{direction}\s+)?{_choice('away')}\s+{_FILLER}\Z",
        "beside": rf"\b(?P<the>the\s+(?:far\s+|extreme\s+)?)?{direction}\s+{side}of\s+{_FILLER}\Z",
        "adjective": rf"\b{direction}\Z",
        "near": rf"\b{_choice('near')}\s+{_FILLER}\Z",
        "edge": rf"\b{_choice('edge')}\s+{_FILLER}\Z",
        "between": rf"\bbetween\s+{_FILLER}\Z",
        "way from": rf"\b{_choice('way')}\s+{_choice('linking')}\s+{_FILLER}\Z",
        "joined": rf"\A\s+(?:and|to|with)\s+{_FILLER}\Z",
        "hyphen": r"\A\s?[-‐–—]\s?\Z",
        "way": rf"\A\s+(?:[a-z]+\s+)?{_choice('way')}\b",
        "border with": rf"\b(?:borders?|frontier|boundary)\s+with\s+{_FILLER}\Z",
        "border": r"\A(?:['’]s)?\s+(?:border|frontier)\b(?!\s+(?:guard|polic|patrol|force|agen|troop|offic))",
        "apposed": r"\A(?!.*(?:[!?;]|\.\s))(?:,|\s|\()",
        "unit": rf"\A\s+{_choice('unit_noun')}\b",
    }
    return {name: re.compile(source, re.IGNORECASE) for name, source in sources.items()}


@cache
def _finders() -> Mapping[str, Callable[[str], re.Match[str] | None]]:
    """Return the functions that look for the patterns: one that begins with the text is not looked for further on."""
    return {name: p.match if p.pattern.startswith(r"\A") else p.search for name, p in _patterns().items()}


def relative_places(
    text: str,
    toponyms: Sequence[Toponym],
    places: Sequence[ScoredPlace | None],
    stand_ins: Collection[int],
    shape: Shape,
    part: Part,
    border: Border,
) -> tuple[Relative | None, ...]:
    """Return for each toponym where the words around it put what is told; None where they name the place itself.

    A relative place keeps the id and the names of the toponym's place; point, radius (km) and geometry are its own.
    `stand_ins` are the toponyms for which another place stands in: "X, 12 km north of Y" puts an unknown X there.
    """
    found: list[Relative | None] = [None] * len(toponyms)
    for i, (toponym, place) in enumerate(zip(toponyms, places, strict=True)):
        if place is None or toponym.role != "literal" or found[i] is not None or i in stand_ins:
            continue
        pair = _between(text, toponyms, places, i)
        if pair is not None:
            found[i], found[i + 1] = pair
            continue
        found[i] = _on_border(text, toponyms, places, i, border) or _beside(text, toponym, place, part)
    moved = _off_lines(text, toponyms, places, found, shape)
    for i in stand_ins:
        moved[i] = _apposed(text, toponyms, places, moved, i)
    return tuple(moved)


def _apposed(
    text: str,
    toponyms: Sequence[Toponym],
    places: Sequence[ScoredPlace | None],
    found: Sequence[Relative | None],
    i: int,
) -> Relative | None:
    """Return the relation of the next name for one that it stands in for: "X, about 12 km north of Y"."""
    place, relation = places[i], found[i + 1] if i + 1 < len(found) else None
    if place is None or relation is None or relation.place.place_id != place.place_id:
        return None
    gap = text[toponyms[i].end : toponyms[i + 1].start]
    if len(gap) > _REACH or _found("apposed", gap) is None:
        return None
    there = dataclasses.replace(relation.place, score=place.score, radius_km=max(relation.place.radius_km, _NEAR_KM))
    return Relative(there, f"{relation.words} {place.name}")


def _beside(text: str, toponym: Toponym, place: ScoredPlace, part: Part) -> Relative | None:
    before = _before(text, toponym)
    is_told = _may_tell(before)
    if place.geometry == "line" or not (is_told or toponym.text.split(None, 1)[0].lower() in _terms("direction")):
        return None
    far = _so_far(before, place) if is_told else None
    return far or _side(before, text, toponym, place, part) or (_around(before, place) if is_told else None)


def _units() -> list[dict[str, str]]:
    """Return the rows of the units of distance."""
    return [row for row in read_table("number_units") if row["unit"] in _terms("unit")]


@cache
def _last_words() -> tuple[frozenset[str], frozenset[str]]:
    """Return the words with which what tells a relation may end, and those that may stand before an "of" at its end."""
    terms = [re.split(r"[\s-]", t) for kind in ("direction", "away", "near", "edge", "linking") for t in _terms(kind)]
    nouns = [re.split(r"[\s-]", t) for kind in ("direction", "side") for t in _terms(kind)]
    units = {w.split()[-1] for r in _units() for w in r["words"].split("|")}
    last = {t[-1] for t in terms} - {"of"} | {"between", "with"}
    before_of = {t[-2] for t in terms if t[-1] == "of" and len(t) > 1} | {t[-1] for t in nouns} | units
    return frozenset(last), frozenset(before_of)


def _may_tell(before: str) -> bool:
    """Return whether the words right before a name may tell a relation at all, nouns and sides of places aside.

    A quick look that spares most names the patterns: it says yes wherever one of them can match.
    """
    nearest = word_before(before)
    if not nearest:
        return False
    last, before_of = _last_words()
    if nearest not in last and not _is_filler(nearest) and nearest.isalpha() and nearest.isascii():
        return False
    words = _WORDS.findall(before.lower())
    for k in range(len(words) - 1, -1, -1):
        word = words[k]
        if word in last or (word == "of" and k and words[k - 1] in before_of):
            return True
        if not _is_filler(word):
            return False
    return False


@cache
def _longest_words(kind: str) -> tuple[str, ...]:
    """Return the longest word of each term of a kind."""
    return tuple(dict.fromkeys(max(term.split(), key=len) for term in _terms(kind)))


@cache
def _least_words(kind: str) -> tuple[str, ...]:
    """Return the longest word of each term of a kind, without those that hold another one."""
    words = _longest_words(kind)
    return tuple(word for word in words if not any(other in word for other in words if other != word))


def _has_term(kind: str, before: str) -> bool:
    """Return whether a text may have a term of a kind: a quick look, for patterns that ignore case are slow to fail."""
    lower = before.lower()
    for word in _least_words(kind):  # noqa: SIM110 - `any` takes twice the time
        if word in lower:
            return True
    return False


def _before(text: str, toponym: Toponym) -> str:
    return text[max(0, toponym.start - _REACH) : toponym.start]


def _match(pattern: str, text: str) -> re.Match[str] | None:
    """Return the match of a pattern whose filler, if any, is nothing but nouns and sides of places."""
    found = _found(pattern, text)
    if found is None or "filler" not in found.re.groupindex:
        return found
    return found if all(_is_filler(w) for w in found["filler"].lower().split()) else None


def _found(pattern: str, text: str) -> re.Match[str] | None:
    """Return the match of a pattern."""
    return _finders()[pattern](text)


@lru_cache(maxsize=1 << 12)
def _is_filler(word: str) -> bool:
    return word in _ARTICLES or bool(kinds_of(word)) or "SIDE" in cues(word)


def _so_far(before: str, place: ScoredPlace) -> Relative | None:
    """Read "12 km north of", "within 5 km of", "30 miles outside"."""
    if place.radius_km > _SPOT_KM or _measures().search(fold(before)) is None:
        return None
    for number in reversed(find_numbers(before)):
        per_unit = _terms("unit").get(number.unit or "")
        if per_unit is None or number.value is None or number.kind != "measure":
            continue
        rest = _match("away", before[number.end :])
        km = number.value * per_unit
        if rest is None or km <= 0:
            return None
        words = " ".join(before[number.start :].replace(")", " ").split())
        if rest["direction"] is None:
            return _moved(place, words, radius=max(place.radius_km, km)) if km <= _AROUND_KM else None
        bearing = _bearing(rest["direction"])
        if bearing is None or km > _FAR_KM:
            return None
        point = offset(place.lat, place.lon, bearing, km)
        return _moved(place, words, point, radius=max(_LEAST_KM, _SHARE * km, min(place.radius_km, km)))
    return None


@cache
def _measures() -> re.Pattern[str]:
    """Return a pattern of the words for units of distance, one of which a told distance has."""
    words = "|".join(re.escape(word) for row in _units() for word in row["words"].split("|"))
    return re.compile(rf"(?<![a-z])(?:{words})(?![a-z])")


def _bearing(direction: str) -> float | None:
    return _terms("direction")[" ".join(direction.lower().split())]


def _side(before: str, text: str, toponym: Toponym, place: ScoredPlace, part: Part) -> Relative | None:
    """Read "southern X", "in the south of X", "north of X"."""
    of = _match("beside", before) if _has_term("direction", before) else None
    if of is not None and (of["the"] or of["side"]):
        return _part(place, of["direction"], " ".join(of.group().split()), part)
    if of is not None:
        bearing = _bearing(of["direction"])
        if bearing is None or place.radius_km > _SPOT_KM:
            return None
        point = offset(place.lat, place.lon, bearing, max(_BESIDE_KM, 1.5 * place.radius_km))
        return _moved(place, f"{of['direction']} of", point, radius=max(1.5 * _BESIDE_KM, 2 * place.radius_km))
    head, *others = toponym.text.split()
    is_inside = bool(others) and head.lower() in _terms("direction")
    has_own_name = is_inside and place.name.casefold().startswith(head.casefold())
    is_beside = word_before(before).endswith(_longest_words("direction"))
    adjective = _found("adjective", before.rsplit(maxsplit=1)[-1]) if is_beside else None
    if has_own_name or not (is_inside or adjective) or not _has_sides(place, text, toponym):
        return None
    direction = head if is_inside else adjective["direction"] if adjective else ""
    return _part(place, direction, direction, part)


def _has_sides(place: ScoredPlace, text: str, toponym: Toponym) -> bool:
    """Return whether "northern X" is a part of X. In "northern X province" it is a province in a country's north."""
    if place.feature_code.startswith("PCL") or (place.feature_class == "L" and place.geometry != "line"):
        return True
    is_wide = place.feature_code == "ADM1" and place.radius_km >= _WIDE_UNIT_KM
    return is_wide and _found("unit", text[toponym.end : toponym.end + _REACH]) is None


def _part(place: ScoredPlace, direction: str, words: str, part: Part) -> Relative | None:
    bearing = _bearing(direction)
    found = part(place.place_id, bearing)
    if found is not None:
        *point, radius = found
        return _moved(place, words, (point[0], point[1]), radius=min(radius, place.radius_km))
    if bearing is None:
        return None
    point_there = offset(place.lat, place.lon, bearing, 0.5 * place.radius_km)
    return _moved(place, words, point_there, radius=0.7 * place.radius_km)


def _around(before: str, place: ScoredPlace) -> Relative | None:
    if place.radius_km > _SPOT_KM:
        return None
    edge = _match("edge", before) if _has_term("edge", before) else None
    near = _match("near", before) if _has_term("near", before) else None
    if edge is not None:
        return _moved(place, " ".join(edge.group().split()), radius=1.5 * place.radius_km + _EDGE_KM)
    if near is not None:
        return _moved(place, " ".join(near.group().split()), radius=1.5 * place.radius_km + _NEAR_KM)
    return None


def _between(
    text: str, toponyms: Sequence[Toponym], places: Sequence[ScoredPlace | None], i: int
) -> tuple[Relative, Relative] | None:
    """Read "between X and Y", "the road from X to Y", "the X-Y road"."""
    if i + 1 >= len(toponyms) or toponyms[i + 1].role != "literal":
        return None
    one, two = places[i], places[i + 1]
    if one is None or two is None or one.place_id == two.place_id or max(one.radius_km, two.radius_km) > _SPOT_KM:
        return None
    if not (_is_road(text, toponyms[i], toponyms[i + 1]) or _is_pair(text, toponyms[i], toponyms[i + 1])):
        return None
    lat, lon, half = between(one.lat, one.lon, two.lat, two.lon)
    if 2 * half > _ROAD_KM:
        return None
    radius = max(half, one.radius_km, two.radius_km)
    return (
        _moved(one, f"between it and {two.name}", (lat, lon), radius=radius),
        _moved(two, f"between it and {one.name}", (lat, lon), radius=radius),
    )


def _is_road(text: str, one: Toponym, two: Toponym) -> bool:
    """Return whether two names are told as the ends of a road: "the X-Y road"."""
    if two.start - one.end > _HYPHEN or _found("hyphen", text[one.end : two.start]) is None:
        return False
    return _found("way", text[two.end : two.end + _REACH]) is not None


def _is_pair(text: str, one: Toponym, two: Toponym) -> bool:
    """Return whether two names are told as the ends of a stretch: "between X and Y", "the road from X to Y"."""
    if _JOINS.match(text, one.end) is None or _match("joined", text[one.end : two.start]) is None:
        return False
    before = _before(text, one)
    return _match("between", before) is not None or _match("way from", before) is not None


def _on_border(
    text: str, toponyms: Sequence[Toponym], places: Sequence[ScoredPlace | None], i: int, border: Border
) -> Relative | None:
    """Read "the border with X", "X's border": the line between X and the country the text tells of."""
    place, toponym = places[i], toponyms[i]
    if place is None or place.country is None or not place.feature_code.startswith("PCL"):
        return None
    before = _before(text, toponym)
    is_with = before[-1:].isspace() and _may_be_border(before) and _match("border with", before) is not None
    if not is_with and _found("border", text[toponym.end : toponym.end + _REACH]) is None:
        return None
    near = Counter(
        p.country
        for t, p in zip(toponyms, places, strict=True)
        if p is not None and p.country not in {None, place.country} and t.role in {"literal", "metonymic"}
    )
    named = [p.country for p in places[:i] if p is not None]
    for other, _ in sorted(near.items(), key=lambda n: (n[0] not in named[-1:], -n[1], str(n[0]))):
        line = border(place.country, str(other))
        if line is not None:
            return Relative(dataclasses.replace(line, score=place.score), f"on the {line.name}")
    return None


def _may_be_border(before: str) -> bool:
    words = before.lower()
    return "border" in words or "frontier" in words or "boundar" in words


def _off_lines(
    text: str,
    toponyms: Sequence[Toponym],
    places: Sequence[ScoredPlace | None],
    found: Sequence[Relative | None],
    shape: Shape,
) -> list[Relative | None]:
    """Put a border that is told near a spot ("on the A-B border near X") where the line passes that spot."""
    moved = list(found)
    for i, own in enumerate(places):
        relation = found[i]
        line = relation.place if relation is not None else own
        if line is None or line.geometry != "line" or toponyms[i].role != "literal":
            continue
        for j in (i + 1, i - 1):
            spot = places[j] if 0 <= j < len(places) else None
            if spot is None or spot.radius_km > _SPOT_KM or toponyms[j].role != "literal":
                continue
            first, last = sorted((toponyms[i], toponyms[j]), key=lambda t: t.start)
            gap = text[first.end : last.start]
            if len(gap) > _SPOT_KM or re.search(r"[.!?;]\s", gap):
                continue
            course = shape(line.place_id)
            if course is None:
                continue
            lat, lon, km = nearest_on(course, spot.lat, spot.lon)
            if km > _BORDER_KM:
                continue
            radius = max(km, spot.radius_km, _BESIDE_KM)
            words = f"on the {line.name} near {spot.name}"
            moved[i] = Relative(_placed(line, (lat, lon), radius), words)
            if km <= _BESIDE_KM * 3 and relation is None:
                moved[j] = Relative(_placed(spot, (lat, lon), radius), words)
            break
    return moved


def _moved(place: ScoredPlace, words: str, point: tuple[float, float] | None = None, *, radius: float) -> Relative:
    return Relative(_placed(place, point or (place.lat, place.lon), radius), words)


def _placed(place: ScoredPlace, point: tuple[float, float], radius: float) -> ScoredPlace:
    lat, lon = point
    return dataclasses.replace(
        place, lat=round(lat, 5), lon=round(lon, 5), radius_km=round(radius, 1), geometry="point"
    )

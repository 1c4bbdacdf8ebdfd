"""Says where an incident happened, out of the places its sentences name. Knows nothing of the gazetteer.

Only literal places count. A place in the clause of the trigger wins over one elsewhere in the sentence, the finest
level within a chain ("X Gorge, Y District") over the coarser. Hospitals, home towns, sources' seats and ways of flight
are no places of the event, and a dateline only where nothing else is.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from gazetteer.frozen import quickly_made
from geo.events.datelines import is_in_dateline
from geo.events.extents import COUNTRY_KM, are_apart, distance_km, level_of, size_km
from geo.events.people import words_for_people
from geo.events.reading import Sentence
from geo.grammar.patterns import one_of
from geo.lexicon import read_table, read_terms
from geo.naming.quarters import is_part_of_town, is_street_of_two
from geo.records import Resolution, ScoredPlace

#: a capitalised word right before a name that is no preposition: the name is likely a person's
_IN_A_NAME = re.compile(r"(?<![.!?] )(?<!^)\b[A-Z][a-z]+ $")
#: the weight of a name that is said to be no place of the event
_NO_PLACE = 0.3
_BEFORE = 60  # characters before a name that are looked at for what it is the place of
_CHAIN = re.compile(
    r"^(?:['’]s)?[,\s(]*(?:(?:in|of|the|near|on|at|a|city|town|village|central|\w+ern|district|province|state|region)\b[\s,]*){0,4}$",
    re.IGNORECASE,
)


@quickly_made
@dataclass(frozen=True, slots=True)
class EventPlace:
    """Where an incident happened."""

    resolution: Resolution
    text: str  # the words, with the chain the place stands in
    start: int
    end: int
    sentence: int
    reason: str
    weight: float
    is_tied: bool = False  # a locating word sets what is told there
    is_dateline: bool = False  # where the article was written, and so perhaps not of the event


@cache
def _organisations() -> frozenset[str]:
    return frozenset(row["term"] for row in read_table("armed_organisations"))


@cache
def _not_here() -> re.Pattern[str]:
    """Words right before a name, in lower case, that make it no place of the event."""
    return re.compile(r"\b" + one_of(read_terms("not_the_place"), " ") + r"\s+(?:[\w'’-]+\s+){0,2}$")


@cache
def _here() -> re.Pattern[str]:
    """Words right before a name, in lower case, that say that something happened there."""
    return re.compile(r"\b" + one_of(read_terms("locating_words"), " ") + r"\s+(?:[\w'’,-]+\s+){0,4}$")


def _set_there(before: str) -> str | None:
    """Return the words right before a name that set what is told there; "between the guards of X" sets nothing in X."""
    located = _here().search(before)
    words = None if located is None else located.group()
    return words if words is not None and words_for_people().isdisjoint(words.split()[:-1]) else None


@cache
def _besides() -> re.Pattern[str]:
    """Words that set an act at the building that follows them."""
    return re.compile(r"\b" + one_of(read_terms("besides"), " ") + r"\s+(?:[\w.'’-]+\s+){0,3}$")


#: "the hospital, in X" is as "the hospital in X"
_HOSPITAL = re.compile(r"\b(hospitals?|clinic),\s+in\s+$")


def _is_elsewhere(before: str) -> bool:
    """Say whether words make the name after them no place of the event ("flown to X", "a court in X")."""
    match = _not_here().search(_HOSPITAL.sub(r"\1 in ", before))
    return match is not None and _besides().search(before[: match.start()]) is None


def places_of(sentence: Sentence, anchors: Sequence[tuple[int, int]], *, is_located: bool = True) -> list[EventPlace]:
    """Return the places a sentence gives for what happens at `anchors` (start, end of triggers), best first.

    Where not `is_located`, names that no gazetteer has, for an incident that names nothing else.
    """
    literal = [
        r
        for r in sentence.places
        if r.toponym.role == "literal" and (r.place is not None) is is_located and not _is_no_place(r)
    ]
    if not literal:
        return []
    text = sentence.source.text
    for k in range(len(literal) - 2, -1, -1):
        literal[k] = _at_its_distance(literal[k], literal[k + 1 : k + 2], text)
    literal = [r for k, r in enumerate(literal) if not _leads_to(r, literal[k + 1 : k + 2], text)]
    found = []
    for chain in _chains(literal, text):
        finest = chain[0] if len(chain) == 1 else _inner(chain, text) or _finest(chain)
        first, last = chain[0].toponym, chain[-1].toponym
        before = text[max(sentence.span.start, first.start - _BEFORE) : first.start]
        after = text[last.end : min(sentence.span.end, last.end + _BEFORE)]
        weight = _weight(
            sentence, anchors, first.start, last.end, (before, after), is_country=size_km(finest.place) >= COUNTRY_KM
        )
        if weight <= _NO_PLACE:
            continue
        first = _without_wider(chain, finest)[0].toponym
        words = text[first.start : last.end]
        if "(" in words and ")" not in words and text[last.end : last.end + 1] == ")":
            words += ")"
        words = _with_town(words, finest, text)
        found.append(
            EventPlace(
                finest,
                words,
                first.start,
                last.end,
                sentence.number,
                _reason(sentence, weight),
                weight + _fineness(finest.place) + max(_trust(r) for r in chain if _is_same(r, finest)),
                is_tied=_is_tied(anchors, first.start, last.end, before),
                is_dateline=is_in_dateline(sentence, first.start),
            )
        )
    return sorted(found, key=lambda p: (-p.weight, p.start))


def _is_no_place(resolution: Resolution) -> bool:
    """Say whether a name is an organisation's or a car's, or hardly a name."""
    name = resolution.toponym.text.lower()
    if name in _organisations() or _is_common_words(resolution):
        return True
    return resolution.match == "containing_area" and name in read_terms("vehicle_makes")


def _finest(chain: Sequence[Resolution]) -> Resolution:
    """Return the narrowest of the names of a chain: of units of land the lowest, whose extent may be unknown."""
    levels = [level_of(r.place) for r in chain]

    def rank(k: int) -> tuple[float, int]:
        above = [size_km(r.place) for r, level in zip(chain, levels, strict=True) if 0 < level < levels[k]]
        return min([size_km(chain[k].place), *above]), -levels[k]

    return chain[min(range(len(chain)), key=rank)]


def _inner(chain: Sequence[Resolution], text: str) -> Resolution | None:
    """Return the first of two names that a comma parts, where both are no wider than a district: "X, Y province"."""
    if len(chain) != 2 or max(size_km(r.place) for r in chain) > _DISTRICT_KM:
        return None
    one, two = chain
    is_unit = one.place is not None and one.place.feature_class == "A" and one.match != "containing_area"
    return one if is_unit and text[one.toponym.end : two.toponym.start].strip() == "," else None


#: km up to which a place is no wider than a district
_DISTRICT_KM = 60.0


def _leads_to(name: Resolution, following: Sequence[Resolution], text: str) -> bool:
    """Say whether a name is no town where something happened: it leads to that of one apart from it, or names a water.

    "The Delta city of X" with a Delta elsewhere; "crossed the X river" where only a town of that name is known.
    """
    place = name.place
    after = text[name.toponym.end : name.toponym.end + _BEFORE]
    if is_attribute(after):
        return True
    if place is not None and place.feature_class == "P" and _WATER.match(after):
        return True
    return any(
        _TOWN_OF.fullmatch(text[name.toponym.end : two.toponym.start]) is not None
        and not _nested(two, name, is_listed=False)
        for two in following
    )


def _at_its_distance(name: Resolution, following: Sequence[Resolution], text: str) -> Resolution:
    """Put a name where the words say that it lies, not on a namesake: "near Kobe, some 30 kilometres from Gao"."""
    for other in following:
        gap = text[name.toponym.end : other.toponym.start]
        is_doubled = gap == "-" and name.toponym.text == other.toponym.text  # "Talon-Talon" is one name
        if (is_doubled or _WITHIN.fullmatch(gap)) and _is_namesake(name, other):
            return replace(name, place=other.place, relative=other.relative, match="containing_area", alternatives=())
        away = _AWAY.match(gap)
        here, there = name.place, other.place
        if away is None or here is None or there is None or other.relative is None or here.feature_class != "P":
            continue
        if distance_km(here, there) > _NAMESAKE_KM + _NAMESAKE * float(away.group(1)):
            return replace(name, place=there, relative=other.relative, match="containing_area", alternatives=())
    return name


def _is_namesake(name: Resolution, other: Resolution) -> bool:
    """Say whether a name was taken for a place that cannot be a part of the next one."""
    here, there = name.place, other.place
    if here is None or there is None or there.feature_code.startswith("PCL"):
        return False
    return distance_km(here, there) > _NAMESAKE_KM + there.radius_km + here.radius_km


#: what makes a name one of a part of the next: "the Dnipro district of Kherson", "Talon village, Zamboanga City"
_WITHIN = re.compile(
    r" (?:district|neighbou?rhood|quarter|suburb|area|ward|section|village|barangay|locality|township)"
    r"(?: (?:of|in) (?:the )?(?:\w+ern )?(?:city of |town of )?|, )",
    re.IGNORECASE,
)
#: a distance between a name and the next; km and times the distance from which the name is a namesake's
_AWAY = re.compile(r",? (?:\w+ )?(\d{1,3})[ -]?(?:km|kilomet(?:er|re)s?|miles?)\b[^,.;]{0,40}$", re.IGNORECASE)
_NAMESAKE_KM, _NAMESAKE = 60.0, 4.0


def is_attribute(after: str) -> bool:
    """Say whether what follows a name makes it an attribute of something: "a Panama-flagged ship"."""
    return _ATTRIBUTE.match(after) is not None


#: "X-flagged", "X-backed": whose something is, not where
_ATTRIBUTE = re.compile(
    r"[-‑–](?:flagged|owned|operated|registered|backed|led|aligned|born|based|linked|bound|trained|made|sponsored"
    r"|controlled|allied|supported|educated|funded|style)\b",
    re.IGNORECASE,
)


def _is_same(one: Resolution, two: Resolution) -> bool:
    """Say whether two names stand for one place: "X town, Y province", where Y stands in for an unknown X."""
    return one is two or (one.place is not None and two.place is not None and one.place.place_id == two.place.place_id)


def _with_town(words: str, name: Resolution, text: str) -> str:
    """Return the words for a place, with the town that stands in for a street or a quarter of it."""
    if name.place is None or name.match != "containing_area":
        return words
    if not is_part_of_town(text, name.toponym) and not is_street_of_two(text, name.toponym):
        return words
    return words if name.place.name.lower() in " ".join(words.lower().split()) else f"{words}, {name.place.name}"


def _is_common_words(resolution: Resolution) -> bool:
    """Say whether an unknown name in capitals is hardly one: "THE ENTRANCE", "THE MEETING"."""
    name = resolution.toponym.text
    if resolution.match != "containing_area" or not name.isupper():
        return False
    words = name.lower().split()
    return words[0] in {"the", "this", "that", "an"} or all(w in read_terms("common_words_20") for w in words)


def _weight(
    sentence: Sentence,
    anchors: Sequence[tuple[int, int]],
    start: int,
    end: int,
    around: tuple[str, str],
    *,
    is_country: bool,
) -> float:
    before, after = around
    lower = before.lower()
    weight = {"title": 1.6, "lead": 3.0, "body": 2.0}[sentence.part]
    if _road_from().search(lower):
        return weight - 1.5  # an end of the road on which it happened
    if (
        _is_of_occasion(sentence, anchors, start)
        or _HOME.search(before)
        or (
            _is_elsewhere(_CAPITAL_ITSELF.sub("", _ORIGIN_TOLD.sub("", before)).lower())
            and not _are_counted(sentence, start, before)
        )
        or _INSTITUTION.match(after)
        or _SAID_THERE.match(after)
        or (is_country and _CAPITAL.match(after))
    ):
        return _NO_PLACE
    if is_in_dateline(sentence, start):
        return 1.6
    of_last, of_first = _road()
    if of_first.match(after) or (_ROAD_BEFORE.search(before) and of_last.match(after)):
        return weight - 1.5  # an end of the road on which it happened
    weight += _setting(lower, is_country=is_country)
    if _is_of_an_arrest(sentence, anchors, start):
        weight -= 2.0
    if _IN_A_NAME.search(before):
        weight -= 1.2
    elif before.isupper() and not _AFTER_PREPOSITION.search(before):
        weight -= 2.0  # in upper case a surname looks like a town; a place has a preposition before it
    if not ON_IT.isdisjoint(sentence.first_cues):
        weight += 1.2
    if anchors:
        gap = min(max(a - end, start - b, 0) for a, b in anchors)
        weight += 2.0 - min(gap, 160) / 80
    return weight


#: cues of an act told before: it "happened", officers "were called"
ON_IT = frozenset({"CALLED", "HAPPEN"})


def _are_counted(sentence: Sentence, start: int, before: str) -> bool:
    """Say whether a number of people of a place are told of, who are mostly struck there: "20 residents of X"."""
    home = _RESIDENTS.search(before)
    if home is None:
        return False
    at = start - len(before) + home.start()
    return any(0 < at - n.end <= _ADJECTIVE for n in sentence.numbers)


_RESIDENTS = re.compile(r"\bresidents of (?:the )?(?:\w+ ){0,2}$", re.IGNORECASE)
#: characters between a number and its noun, at most
_ADJECTIVE = 15


def _is_of_an_arrest(sentence: Sentence, anchors: Sequence[tuple[int, int]], start: int) -> bool:
    """Say whether a place follows on an arrest, and the act stands before: "sought for a robbery, was held in X"."""
    ends = [t.at + len(t.predicate) for t in sentence.tolls if t.slot == "arrested" and t.at < start]
    if ends and any(t.shape == "past" and not t.is_subordinate for t in sentence.incidents):
        return False  # "shot a man and detained two others in X"
    return (
        bool(anchors)
        and bool(ends)
        and not any(max(ends) < a < start for a, _ in anchors)
        and any(a < max(ends) for a, _ in anchors)
    )


def _setting(before: str, *, is_country: bool) -> float:
    """Return what the words before a name add to its weight: they set something there, or tell whose office it is."""
    if _office().search(before):
        return -2.5  # a governor's; a mayor is mostly struck in his town
    if _set_there(before) is not None:
        return 1.2
    return -2.2 if is_country else 0.0


def _is_of_occasion(sentence: Sentence, anchors: Sequence[tuple[int, int]], start: int) -> bool:
    """Say whether a place is where something is held ("the talks between X and Y in Z") and nothing happened there.

    What happens at the occasion ("a bomb went off at a meeting in X") happens in its place.
    """
    words = sentence.spelled
    if read_terms("occasions").isdisjoint(words.lower):
        return False
    for a, word in reversed(list(zip(words.starts, words.lower, strict=True))):
        if a >= start or start - a > _HELD_WITHIN:
            continue
        if any(a < x < start for x, _ in anchors) or word in {".", ";"}:
            return False
        if word in read_terms("occasions"):
            lead = sentence.text[max(0, a - sentence.span.start - _LEAD) : a - sentence.span.start]
            return _AT.search(lead) is None and _besides().search(lead.lower()) is None
    return False


#: characters between an occasion and where it is held; those before it; words that set an act at it
_HELD_WITHIN, _LEAD = 110, 40
_AT = re.compile(
    r"\b(?:at|during|outside|inside|near|attending|leaving|before|after)\b(?:[^,.;]|(?<=\b\w)\.)*$", re.IGNORECASE
)
#: characters between a place and the act it is tied to
_TIED = 90


def _is_tied(anchors: Sequence[tuple[int, int]], start: int, end: int, before: str) -> bool:
    """Say whether a locating word sets an act in a place, near enough to it."""
    words = _set_there(before.lower()) if anchors else None
    if words is None or "," in words:
        return False  # "on Tuesday, X": a comma parts the two
    return min(max(a - end, start - b, 0) for a, b in anchors) <= _TIED


@cache
def _office() -> re.Pattern[str]:
    """Return the pattern of an office right before the name of its region: "governor of the northern province of X"."""
    return re.compile(r"\b" + one_of(read_terms("regional_offices"), " ") + r" (?:of|from|for)\s+(?:[\w'’-]+\s+){0,4}$")


@cache
def _road() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what follows the last and the first of the two ends that a road is named by: "the X-Y highway"."""
    ways = one_of(term for r in read_table("relations") if r["kind"] == "way" for term in r["terms"].split(" | "))
    return re.compile(rf" {ways}\b", re.IGNORECASE), re.compile(rf"[-–]\w+ {ways}\b", re.IGNORECASE)


@cache
def _road_from() -> re.Pattern[str]:
    """Return the pattern of what stands before either end of a road: "on the road from X to Y", "linking X with Y"."""
    ways = one_of(term for r in read_table("relations") if r["kind"] == "way" for term in r["terms"].split(" | "))
    return re.compile(
        rf"\b{ways} (?:that )?(?:from|between|linking|links|connecting|connects|leading from)\s+"
        r"(?:[\w'’-]+ ){0,2}?(?:(?:to|with|and) )?$"
    )


_ROAD_BEFORE = re.compile(r"\w[-–]$")

#: "Amir Khan of", "Rosa Diaz, 23, of": the home of a person
_HOME = re.compile(
    r"(?:\b(?!Town|City|Village|Province|District|State|County|Port|Gulf|Bay|Republic|University|Isle|Region|Department|Area"
    r"|Municipality|Commune|Governorate|Territory|Prefecture|Council|Division|Ward)"
    r"[A-Z][\w.'’-]+,?|\b\d{1,2},) of (?:\w+ )?$"
)
#: words after a name that make it the seat of somebody or something and no place of the event
_INSTITUTION = re.compile(
    r"(?:['’]s)?(?: [\w'’-]+){0,3}? (?:hospitals?|clinic|infirmary|medical center|medical centre|burns (?:ward|unit)"
    r"|morgue|mortuary|court|courthouse|jail|university|television|newspaper|radio|bureau|ministry|cartel|mafia"
    r"|embassy|consulate)\b",
    re.IGNORECASE,
)
#: words after a name that make it where something was said: "in X it was reported that"
_SAID_THERE = re.compile(
    r",? it (?:was|has been|is) (?:\w+ly |also |later )?(?:reported|learned|announced|disclosed|stated|revealed)\b",
    re.IGNORECASE,
)
#: "workers from Punjab in X": the origin is told, and where it happened follows
_ORIGIN_TOLD = re.compile(r"\bfrom (?:[A-Z][\w'’-]+ ){1,2}(?=(?:in|at|near|outside) (?:[A-Z][\w’-]+['’]s? )?$)")
#: "the Kenyan capital of X" is X, "the capital of X" is not
_CAPITAL_ITSELF = re.compile(r"\b[A-Z][\w-]+ (?:regional |provincial )?capital of $")
#: what makes a country's name before it one of its capital: "in the Somali capital"
_CAPITAL = re.compile(r" capital\b(?! of)", re.IGNORECASE)
#: words after the name of a region that lead to that of a town in it: "the Delta city of"
_TOWN_OF = re.compile(r" (?:\w+ )?(?:city|town|village|port|suburb|municipality|settlement) of $", re.IGNORECASE)
#: what makes a name before it one of a water, which is no town: "the Panj river"
_WATER = re.compile(r" (?:rivers?|creek|stream|lake|canal|bay|strait)\b", re.IGNORECASE)
_AFTER_PREPOSITION = re.compile(
    r"(?:^|[,(\[]\s*|\b(?:IN|AT|NEAR|OF|FROM|TO|ON|OUTSIDE|INSIDE|AROUND|BETWEEN|AND|THROUGH|ACROSS|TOWARDS?)\s+"
    r"(?:THE\s+)?(?:[A-Z]+\s+(?:OF|IN)\s+)?(?:(?:NORTH|SOUTH|EAST|WEST)(?:ERN)?\s+|EASTERN\s+|WESTERN\s+|CENTRAL\s+|DOWNTOWN\s+)?)$"
)


def _reason(sentence: Sentence, weight: float) -> str:
    where = {"title": "in the headline", "lead": "in the first sentence", "body": "in the sentence of the event"}
    return where[sentence.part] if weight > 1 else f"{where[sentence.part]}, though not as the place of the event"


def _fineness(place: ScoredPlace | None) -> float:
    """Prefer towns to provinces to countries, a little."""
    if place is None:
        return 0.0
    size = size_km(place)
    return 1.2 if size < 25 else 0.8 if size < 60 else 0.4 if size < 200 else -0.8


def _trust(resolution: Resolution) -> float:
    """Return what the resolution of a name adds: a sure one wins over a guess, a place over its area."""
    if resolution.place is None:
        return -3.0  # words without a point: only where nothing else is named
    score = resolution.place.score
    return 2.0 * (score - 0.6) - (0.4 if resolution.match == "containing_area" else 0.0)


def _chains(resolutions: Sequence[Resolution], text: str) -> Iterable[list[Resolution]]:
    """Yield names that stand in one phrase: "X Gorge, Y District"; "Y's X village"; "X in Y Province"."""
    chain: list[Resolution] = []
    listed = _listed(resolutions, text)
    for resolution in resolutions:
        if chain:
            between = text[chain[-1].toponym.end : resolution.toponym.start]
            is_listed = (chain[-1].toponym.start, resolution.toponym.start) in listed
            if len(between) <= 30 and _CHAIN.match(between) and _nested(chain[-1], resolution, is_listed=is_listed):
                chain.append(resolution)
                continue
            yield chain
        chain = [resolution]
    if chain:
        yield chain


def _without_wider(chain: list[Resolution], finest: Resolution) -> list[Resolution]:
    """Leave out names before the finest one that are much wider: "the border in X Gorge, Y District" is X Gorge."""
    k = chain.index(finest)
    for i in range(k):
        if size_km(chain[i].place) <= 2 * size_km(finest.place):
            return chain[i:]
    return chain[k:]


def _listed(resolutions: Sequence[Resolution], text: str) -> frozenset[tuple[int, int]]:
    """Return the neighbours (first characters) in lists of three names or more: "X, Y, and Z"."""
    found: set[tuple[int, int]] = set()
    run: list[tuple[int, int]] = []
    for one, two in pairwise(resolutions):
        between = text[one.toponym.end : two.toponym.start]
        pair = (one.toponym.start, two.toponym.start)
        if LISTED.fullmatch(between) and run:
            found.update((*run, pair))
        run = [*run, pair] if between.strip() == "," else []
    return frozenset(found)


#: what stands before the last name of a list; what may stand before any of them
LISTED = re.compile(
    r"\s*,?\s*(?:and|as well as)\s+(?:(?:also\s+)?(?:in|at|near)\s+)?(?:the\s+)?"
    r"(?:(?:nearby|neighbou?ring|central|\w+ern|\w+-\w+)\s+)?",
    re.IGNORECASE,
)


def _nested(inner: Resolution, outer: Resolution, *, is_listed: bool) -> bool:
    """Say whether two places can be one within the other; in a list only a unit of land holds the name before it."""
    one, two = inner.place, outer.place
    if one is None or two is None:
        return False
    if {one.feature_code, two.feature_code} == {"ADM1"} and one.place_id != two.place_id:
        return False  # "from one province in another": neither holds the other
    if is_listed and (two.feature_class != "A" or inner.match == outer.match == "containing_area"):
        return False
    if is_listed and size_km(two) < 2 * size_km(one):
        return False
    return distance_km(one, two) <= max(one.radius_km, two.radius_km) * 1.5 + 60 or (
        one.country == two.country and max(size_km(one), size_km(two)) >= 300
    )


def are_two(one: EventPlace, two: EventPlace) -> bool:
    """Say whether two places are two; names that one area stands in for are where none of their words is shared."""
    here, there = one.resolution.place, two.resolution.place
    if here is None or there is None:
        return False
    stand_ins = {one.resolution.match, two.resolution.match} == {"containing_area"}
    if stand_ins:
        return set(one.text.lower().split()).isdisjoint(two.text.lower().split())
    return are_apart(here, there)


def is_finer(one: EventPlace, two: EventPlace) -> bool:
    """Say whether a place tells more closely where something happened than a region that holds it.

    "In X region … The camp in Y district was hit": the second is tied to the act, smaller, and lies in the first.
    """
    if not one.is_tied or one.is_dateline:
        return False
    inner, outer = one.resolution.place, two.resolution.place
    if inner is None or outer is None or outer.feature_class != "A":
        return False
    if inner.country != outer.country or size_km(outer) < _REGION_KM:
        return False
    if inner.place_id == outer.place_id or 2 * size_km(inner) > size_km(outer):
        return False
    if size_km(outer) >= COUNTRY_KM:
        return outer.feature_code.startswith("PCL") and one.weight >= two.weight - _NEARLY
    return inner.admin1 == outer.name or distance_km(inner, outer) <= outer.radius_km


#: km from which a unit is a region; how much less a town in a country may weigh than the country
_REGION_KM, _NEARLY = 60.0, 1.0

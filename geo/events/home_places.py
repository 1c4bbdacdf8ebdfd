"""Says where an incident happened when its own sentences do not: the dateline, the police named, the country told of.

Also takes back a place that cannot be meant: a namesake far from where the article is from, a town in another country.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from geo.events.datelines import dateline_end, is_in_dateline
from geo.events.event_place import EventPlace, is_attribute
from geo.events.extents import COUNTRY_KM, distance_km, size_km
from geo.events.reading import Sentence
from geo.events.words import class_of
from geo.grammar.date_shapes import may_be_in_date
from geo.grammar.patterns import one_of
from geo.lexicon import read_terms
from geo.naming.cues import cues
from geo.records import Resolution, ScoredPlace

#: gives the country of an ISO code; None where the gazetteer lacks it
CountryOf = Callable[[str], ScoredPlace | None]

#: characters after a name that are looked at for an authority
_AFTER = 60


def jurisdiction(sentence: Sentence) -> EventPlace | None:
    """Return the place in the name of a police force or another local authority of a sentence, as a last resort."""
    for resolution in sentence.places:
        name = resolution.toponym
        if name.role != "nested" or resolution.place is None or size_km(resolution.place) >= COUNTRY_KM:
            continue
        if _AUTHORITY.match(sentence.source.text[name.end : name.end + _AFTER]):
            return EventPlace(
                resolution, name.text, name.start, name.end, sentence.number, "area of the local authority named", 0.5
            )
    return None


_AUTHORITY = re.compile(
    r"(?:['’]s)?(?: (?:city|county|metro|metropolitan|state|township|parish|regional|provincial))*"
    r" (?:police|sheriff|fire department|fire and rescue|constable|district attorney|coroner|authorities|officials)\b",
    re.IGNORECASE,
)


def is_capital_of_dateline(place: EventPlace) -> bool:
    """Say whether only a dateline speaks for a place, and names a capital: wires there tell of whole countries."""
    capital = place.resolution.place
    return place.is_dateline and capital is not None and capital.feature_code == "PPLC"


def country_told_of(
    place: EventPlace, told: Sequence[Sentence], article: Sequence[Sentence], country_of: CountryOf
) -> EventPlace | None:
    """Return the country of an incident for which only the dateline of a capital speaks, None if it is of the capital.

    The people of another country who are named ("two Namibian
    soldiers", in Gaborone) move nothing there; its name does, above all where a locating word sets something in it.
    """
    capital = place.resolution.place
    if capital is None or any(_this_city().search(s.text.lower().replace("’", "'")) for s in told):
        return None
    code = _country_of_story(told, article, capital.country)
    if code is None:
        return None
    why = "the country told of; only the dateline names a place"
    named = _country(code, told, article, why)
    if named is not None or code != capital.country:
        return named
    country = country_of(code)
    if country is None:
        return None
    resolution = replace(place.resolution, place=country, alternatives=(), relative=None, match="country")
    return replace(place, resolution=resolution, text=country.name, reason=why, weight=1.0, is_dateline=False)


def country_of_recalled(
    told: Sequence[Sentence], article: Sequence[Sentence], country_of: CountryOf
) -> EventPlace | None:
    """Return the country of an act that is told of in passing: that of the article, not the town it comes from."""
    dateline = dateline_of(article)
    home = dateline.resolution.place.country if dateline is not None and dateline.resolution.place else None
    code = _country_of_story(told, article, home)
    if code is None:
        return None
    named = _country(code, told, article)
    country = country_of(code)
    if named is not None or country is None or dateline is None:
        return named
    resolution = replace(dateline.resolution, place=country, alternatives=(), relative=None, match="country")
    why = "the country told of; no place in it is named for what happened"
    return replace(dateline, resolution=resolution, text=country.name, reason=why, weight=1.0, is_dateline=False)


def _country_of_story(told: Sequence[Sentence], article: Sequence[Sentence], home: str | None) -> str | None:
    """Return the ISO code of the country that an incident without a place lies in, None where nothing tells.

    `home` is the country of the dateline.
    """
    weights: dict[str, float] = defaultdict(float)
    if home is not None:
        weights[home] += _HOME_COUNTRY
    for code, weight in _told_countries(told).items():
        weights[code] += weight
    named = _article_countries(article)
    for code, count in named.items():
        weights[code] += _ARTICLE * count / (sum(named.values()) + _FEW)
    return _foremost(weights)


def _article_countries(article: Sequence[Sentence]) -> dict[str, float]:
    """Return how often an article names places of each country; its people and adjectives count less."""
    found: dict[str, float] = defaultdict(float)
    for sentence in article:
        for place in sentence.places:
            if place.place is None or place.place.country is None or is_in_dateline(sentence, place.toponym.start):
                continue
            found[place.place.country] += _PEOPLE if _is_of_people(sentence, place) else 1.0
    return found


def _is_of_people(sentence: Sentence, found: Resolution) -> bool:
    """Say whether a country's name sets nothing in it: "Fijian", "Fiji soldiers", "U.S. aid", "ties with Fiji"."""
    name = found.toponym
    if name.role == "demonym" or cues(_word_after(sentence, name.end)) >= _OF_PEOPLE:
        return True
    if _ELSEWHERE.search(sentence.text[: name.start - sentence.span.start]):
        return True
    return _is_attribute(sentence, found)


def _is_attribute(sentence: Sentence, found: Resolution) -> bool:
    """Say whether a country's short form stands before a noun: "U.S. aid"."""
    name = found.toponym
    if is_attribute(sentence.text[name.end - sentence.span.start :]):
        return True
    following = _word_after(sentence, name.end) if name.text.endswith(".") else ""
    return following.isalpha() and class_of(following) in _OPEN_CLASSES


def _told_countries(told: Sequence[Sentence]) -> dict[str, float]:
    """Return what the best mention of each country in an incident's sentences weighs."""
    best: dict[str, float] = {}
    for sentence, found in _countries(told):
        place, name = found.place, found.toponym
        if place is None or place.country is None:
            continue
        is_set_there = _SET_IN.search(sentence.text[: name.start - sentence.span.start]) is not None
        weight = _PEOPLE if _is_of_people(sentence, found) else _SET_THERE if is_set_there else _NAMED
        best[place.country] = max(best.get(place.country, 0.0), weight)
    return best


def _word_after(sentence: Sentence, end: int) -> str:
    following = sentence.text[end - sentence.span.start :].split(maxsplit=1)
    return following[0].lower().strip(".,;") if following else ""


#: the class of words that make a country's name before them one of its people: "U.S. soldiers"
_OF_PEOPLE = frozenset({"NOUN_OF_PEOPLE"})
#: what makes a country's name the end of a way, or the other side of something: "extradited to X", "ties with X"
_ELSEWHERE = re.compile(r"\b(?:to|from|with|against|towards?)\s+(?:the\s+)?$", re.IGNORECASE)
#: classes of a word after a short form that it is an attribute of: "U.S. aid", not "in the U.S. on Monday"
_OPEN_CLASSES = frozenset({"LOWER", "NOUNS", "PERSON", "PERSONS", "TITLE"})
#: what speaks for a country: the dateline, a place of it in the whole article, a mention beside the act
_HOME_COUNTRY, _ARTICLE, _SET_THERE, _NAMED, _PEOPLE = 1.0, 3.0, 3.0, 1.0, 0.25
#: how many names of an article are few
_FEW = 2
_SET_IN = re.compile(r"\b(?:in|inside|throughout|across|within)\s+(?:\w+ern\s+|the\s+)?$", re.IGNORECASE)


def not_abroad(place: EventPlace, told: Sequence[Sentence], article: Sequence[Sentence]) -> EventPlace:
    """Return the country that an article tells of where a place in another is not tied to what happened.

    "The envoy spoke in Geneva of the killings": nothing sets them there, and all else that is named lies elsewhere.
    """
    here = place.resolution.place
    if here is None or here.country is None or place.is_tied:
        return place
    counts = _named_countries(article)
    home = _foremost(counts)
    if home is None or home == here.country or counts[home] < _MOST * counts[here.country]:
        return place
    return _country(home, told, article) or place


#: how many times as often the country told of is named as another whose town is not meant
_MOST = 2


def country_named(told: Sequence[Sentence], article: Sequence[Sentence]) -> EventPlace | None:
    """Return the country that an incident's sentences name most, else the article, for one that names no place."""
    home = _country_of_story(told, article, None)
    return None if home is None else _country(home, told, article)


def _named_countries(sentences: Sequence[Sentence]) -> Counter[str]:
    """Return how often places of each country (ISO code) are named; datelines and attributes are not counted."""
    return Counter(
        r.place.country
        for s in sentences
        for r in s.places
        if r.place is not None
        and r.place.country is not None
        and not is_in_dateline(s, r.toponym.start)
        and not _is_attribute(s, r)
    )


def _foremost(counts: Mapping[str, float]) -> str | None:
    return min(counts, key=lambda code: (-counts[code], code), default=None)


def _country(
    code: str,
    told: Sequence[Sentence],
    article: Sequence[Sentence],
    why: str = "the country told of; no place in it is named for what happened",
) -> EventPlace | None:
    """Return the country with an ISO code by its first mention in an incident's sentences, else in the article."""
    for sentence, found in (*_countries(told), *_countries(article)):
        if found.place is not None and found.place.country == code:
            name = found.toponym
            words = name.text if name.role == "literal" else found.place.name
            return EventPlace(found, words, name.start, name.end, sentence.number, why, 1.0)
    return None


@cache
def _this_city() -> re.Pattern[str]:
    return re.compile(r"\b(?:" + one_of(read_terms("in_this_city"), " ") + r"|the \w+ capital(?! of))\b")


#: km of a town from which it is hardly named like a quarter of another; about 70,000 people
_NO_QUARTER = 3.0


def nearer_home(place: EventPlace, anchor: EventPlace | None, article: Sequence[Sentence]) -> EventPlace:
    """Return the place of the dateline or of the police named where a name far from it is likely one of its quarters.

    "TOWN, May 3 - … in the Westgate area": a Westgate of another region is only meant if something else in the article
    lies there too, or if it is the only place of its name and no small one. Capitals are left out as anchors: wires are
    written there about the whole country.
    """
    here, there = (anchor.resolution.place if anchor else None), place.resolution.place
    if anchor is None or here is None or there is None or place.is_dateline or here.feature_code == "PPLC":
        return place
    is_wide = size_km(there) >= _REGION
    is_home = here.country == there.country and (is_wide or here.admin1 == there.admin1)
    if is_home or is_wide or size_km(here) >= _REGION or distance_km(here, there) <= _FAR:
        return place
    if here.country == there.country and there.feature_code in {"PPLA", "PPLC"}:
        return place
    is_known = place.resolution.is_only and place.resolution.match == "exact" and size_km(there) >= _NO_QUARTER
    is_large = place.is_tied and there.score >= _SURELY and size_km(there) >= _CITY
    if (is_known or is_large) and here.country == there.country:
        return place
    name = place.resolution.toponym.text.lower()
    others = (r for s in article for r in s.places if r.place is not None and r.toponym.text.lower() != name)
    if any(_same_region(r.place, there, is_abroad=here.country != there.country) for r in others):
        return place
    return replace(anchor, reason="where the article is from; nothing else in it lies where the name it tells of does")


#: the score of a place that is hardly in doubt; km from which a town is a large city, of some 300,000 people
_SURELY, _CITY = 0.8, 6.0


def dateline_of(sentences: Sequence[Sentence]) -> EventPlace | None:
    """Return the place of the dateline, None without one that is sure."""
    found = (_dateline_in(s, _REGION) for s in sentences[:_DATELINE_WITHIN])
    return next((place for place in found if place is not None), None)


def dateline_of_item(items: Sequence[Sentence], number: int) -> EventPlace | None:
    """Return the place of the dateline of the item of a round-up in which a sentence stands, None where in none."""
    opening = next((s for s in reversed(items) if s.number <= number), None)
    return None if opening is None else _dateline_in(opening, COUNTRY_KM)


def items_of(sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """Return the sentences that open the items of a round-up: paragraphs with datelines of their own, but the first.

    "LABASA - Two men were held." A single one is a caption or a second beginning: there are several places, or none.
    """
    found = [s for s in sentences if _opens_item(s)]
    names = {" ".join(s.spelled.lower[:2]) for s in found}
    if len(names) >= _ITEMS:
        return tuple(found)
    dated = [(s, day) for s in sentences if (day := _day_before_item(s)) is not None]
    return tuple(s for s, _ in dated) if len({day for _, day in dated}) >= _ITEMS else ()


#: paragraphs with datelines or days of their own from which an article is a round-up
_ITEMS = 2


def _day_before_item(sentence: Sentence) -> str | None:
    """Return the words for the day that a paragraph of a log opens with: "Oct. 3 - A clerk was robbed".

    The dates of a text are much to read, and most texts hold no paragraph that looks so.
    """
    text = sentence.text
    if not _BEFORE_ITEM.search(text) or sentence.part == "title" or not sentence.opens_line:
        return None
    words = sentence.spelled.lower
    if not words or not may_be_in_date(words[0]) or not sentence.dates:
        return None
    first = sentence.dates[0]
    if first.start != sentence.span.start or first.kind != "point" or first.precision != 1:
        return None
    return first.text if _ITEM_OF_DAY.match(text, first.end - sentence.span.start) else None


#: what stands between the day and the text of an item of a log, and how that ends
_BEFORE_ITEM = re.compile(r"[-–—:|]\s+[\"“‘']?[A-Z]")
_ITEM_OF_DAY = re.compile(r"\s*(?:--|[-–—:|])\s+[\"“‘']?[A-Z]")


def _opens_item(sentence: Sentence) -> bool:
    if sentence.part != "body" or not sentence.places or not sentence.opens_line:
        return False
    end = dateline_end(sentence)
    if not end:
        return False
    return sentence.text[end : end + 1].lstrip("\"“'‘")[:1].isupper() and _dateline_in(sentence, COUNTRY_KM) is not None


def _dateline_in(sentence: Sentence, widest: float) -> EventPlace | None:
    """Return the place of the dateline that a sentence opens with, if it is smaller than this (km)."""
    for found in sentence.places:
        name, place = found.toponym, found.place
        opens = name.start == sentence.span.start  # whatever role a dash after it seems to give it
        if place is None or place.score < _FAIR or sentence.is_outside or name.role == "demonym":
            continue
        if not opens and name.role not in {"literal", "metonymic"}:
            continue
        if size_km(place) < widest and is_in_dateline(sentence, name.start):
            return EventPlace(
                found, name.text, name.start, name.end, sentence.number, "in the dateline", 1.0, is_dateline=True
            )
    return None


def _same_region(one: ScoredPlace | None, two: ScoredPlace, *, is_abroad: bool) -> bool:
    if one is None or one.country != two.country:
        return False
    return is_abroad or one.admin1 == two.admin1


#: km from which a place is a region; km beyond which a name is far from where the article is from
_REGION, _FAR = 100.0, 100.0
#: sentences within which a dateline stands, and the least score of its place
_DATELINE_WITHIN, _FAIR = 6, 0.5


def _countries(sentences: Sequence[Sentence]) -> list[tuple[Sentence, Resolution]]:
    """Return the mentions of countries and their people in sentences, those of the datelines left out."""
    return [
        (s, r)
        for s in sentences
        for r in s.places
        if r.place is not None
        and r.place.feature_code.startswith("PCL")
        and not is_in_dateline(s, r.toponym.start)
        and not s.is_outside
    ]

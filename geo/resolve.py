"""Says which place each place name of a document means, why, and what else it may have meant.

Names are resolved jointly: every mention of one spelling gets one place (one sense per discourse), and each name counts
for the others. What the gazetteer does not have falls back to the finest area named around it, never to a namesake.
"""

import dataclasses
import re
from collections import defaultdict
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache

from gazetteer import Gazetteer
from gazetteer.frozen import maker_of
from gazetteer.matches import EXACT, Matches
from gazetteer.places import Candidate, Place
from geo.config import Config
from geo.lexicon import read_terms
from geo.naming.borders import border_countries
from geo.naming.candidate_table import Name, Names
from geo.naming.context import contains
from geo.naming.cues import commonness, cues
from geo.naming.quarters import is_far_outside, is_part_of_town, is_street_of_two, is_town, lies_in_one_of
from geo.naming.ranking import Ranking, rank
from geo.naming.reasons import reason_of
from geo.naming.relative import relative_places
from geo.naming.stand_in import StandIn, find_stand_in
from geo.naming.surroundings import Surroundings, kinds_of, read_surroundings
from geo.records import Document, Resolution, ScoredPlace, Toponym

#: The country part of a host name: "example.co.ke", "https://example.ca/a/b".
_DOMAIN = re.compile(r"^(?:\w+://)?[\w.-]+\.([A-Za-z]{2})(?:[:/]|$)")

#: One or two small words after a name.
_NOUNS_AFTER = re.compile(r" ([a-z]+)(?: ([a-z]+))?\b")

#: Cue classes of last words that may be taken off a name that is not known as a whole ("X Nature Reserve").
_DESIGNATORS = frozenset({"UNIT", "LANDFORM", "FACILITY", "ORGANISATION"})

#: At most this many candidates of a name are ranked, the gazetteer's first ones.
MAX_CANDIDATES = 120

#: The probability from which a unit that is said to hold a name rules out namesakes elsewhere.
_SURE = 0.8

#: A name whose likeliest place has less than this probability stays unresolved.
MIN_SCORE = 0.08


def resolve_toponyms(
    document: Document, toponyms: Sequence[Toponym], gazetteer: Gazetteer, config: Config
) -> tuple[Resolution, ...]:
    """Return a Resolution for each toponym, in their order, with `config.alternatives` runners-up.

    `place` is None where no candidate is likelier than "none of these" and nothing around the name stands in for it;
    the reason then says so.
    """
    return resolve_documents((document,), (toponyms,), gazetteer, config)[0]


def resolve_documents(
    documents: Sequence[Document], toponyms: Sequence[Sequence[Toponym]], gazetteer: Gazetteer, config: Config
) -> list[tuple[Resolution, ...]]:
    """Return the Resolutions of the toponyms of each document, as `resolve_toponyms` does, in less time.

    Places are expected in `config.home_countries` and in each document's own.
    """
    asked = [_ask(d, t, gazetteer) for d, t in zip(documents, toponyms, strict=True)]
    rankings = rank([Names(a.names, (*config.home_countries, *a.document.home_countries)) for a in asked])
    return [_resolve(a, r, gazetteer, config) for a, r in zip(asked, rankings, strict=True)]


@dataclass(frozen=True, slots=True)
class _Asked:
    """The toponyms of a document and what the text asks of their places."""

    document: Document
    toponyms: Sequence[Toponym]
    surroundings: Sequence[Surroundings]
    names: Sequence[Name]
    owner: Sequence[int]  # of each toponym: the index of its name


def _ask(document: Document, toponyms: Sequence[Toponym], gazetteer: Gazetteer) -> _Asked:
    surroundings = read_surroundings(document.text, toponyms)
    names, owner = read_names(document, toponyms, gazetteer, surroundings)
    return _Asked(document, toponyms, surroundings, names, owner)


def _resolve(
    asked: _Asked, rankings: Sequence[Ranking], gazetteer: Gazetteer, config: Config
) -> tuple[Resolution, ...]:
    document, toponyms, names, owner = asked.document, asked.toponyms, asked.names, asked.owner
    text, mentions = document.text, list(zip(owner, toponyms, strict=True))
    streets = {k for k, t in mentions if is_street_of_two(text, t)}
    quarters = streets | {k for k, t in mentions if is_part_of_town(text, t)}
    found = [None if k in streets else _chosen(r) for k, r in enumerate(rankings)]
    chosen = _without_outsiders(_without_far_quarters(found, quarters), names, rankings)
    of_names = [None if c is None else c.place for c in chosen]
    places = [of_names[k] for k in owner]
    companions = _companions(names, of_names)
    resolved: list[Resolution | None] = [None] * len(names)
    resolutions = []
    for i, (k, toponym) in enumerate(mentions):
        of_name = resolved[k]
        if of_name is not None:
            resolutions.append(_once_more(of_name, toponym))
        elif (best := chosen[k]) is not None:
            resolved[k] = of_name = _resolved(toponym, names[k], rankings[k], best, companions[k], config)
            resolutions.append(of_name)
        elif toponym.role in {"demonym", "nested"} or border_countries(toponym.text, gazetteer):
            resolutions.append(_unresolved(toponym, rankings[k], config, None))
        else:
            parents = asked.surroundings[i].parents
            stand_in = find_stand_in(i, toponyms, places, text, parents, is_in_town=k in quarters)
            resolutions.append(_unresolved(toponym, rankings[k], config, stand_in))
    return _related(text, resolutions, gazetteer)


def _without_far_quarters(chosen: Sequence[Candidate | None], quarters: AbstractSet[int]) -> list[Candidate | None]:
    """Return what was chosen for each name, None for a quarter or a street far from every town that is named."""
    towns = [c.place for k, c in enumerate(chosen) if c is not None and k not in quarters and is_town(c.place)]
    return [
        None if k in quarters and c is not None and not lies_in_one_of(c.place, towns) else c
        for k, c in enumerate(chosen)
    ]


def _without_outsiders(
    chosen: Sequence[Candidate | None], names: Sequence[Name], rankings: Sequence[Ranking]
) -> list[Candidate | None]:
    """Return what was chosen for each name, None for a namesake far outside the unit or country said to hold it.

    "X town, Y province", where the gazetteer has no X in Y, is an X that it does not know.
    """
    kept = list(chosen)
    for k, name in enumerate(names):
        inner = chosen[k]
        if inner is None or len(name.parents) != 1 or name.parents[0] == k:
            continue
        outer = chosen[name.parents[0]]
        if outer is None or not outer.place.is_area or rankings[name.parents[0]].scores[0] < _SURE:
            continue
        if not contains(rankings[name.parents[0]].row, rankings[k].row) and is_far_outside(outer.place, inner.place):
            kept[k] = None
    return kept


def _related(text: str, resolutions: Sequence[Resolution], gazetteer: Gazetteer) -> tuple[Resolution, ...]:
    """Return the resolutions with where the words around each name put what is told ("12 km north of X")."""

    def border(one: str, two: str) -> ScoredPlace | None:
        line = gazetteer.border(one, two)
        return None if line is None else scored(line, 1.0)

    toponyms = [r.toponym for r in resolutions]
    stand_ins = [i for i, r in enumerate(resolutions) if r.match == "containing_area"]
    places = [r.place for r in resolutions]
    found = relative_places(text, toponyms, places, stand_ins, gazetteer.geometry, gazetteer.part_of, border)
    return tuple(
        [
            r if f is None else dataclasses.replace(r, relative=f.place, reason=f"{r.reason}; told as {f.words}")
            for r, f in zip(resolutions, found, strict=True)
        ]
    )


def read_names(
    document: Document,
    toponyms: Sequence[Toponym],
    gazetteer: Gazetteer,
    surroundings: Sequence[Surroundings] | None = None,
) -> tuple[list[Name], list[int]]:
    """Return the distinct names of the document, and for each toponym the index of its name."""
    surroundings = surroundings or read_surroundings(document.text, toponyms)
    outlet = outlet_country(document)
    index: dict[str, int] = {}
    owner = [index.setdefault(_key(t.text), len(index)) for t in toponyms]
    mentions: list[list[int]] = [[] for _ in index]
    for i, k in enumerate(owner):
        mentions[k].append(i)
    names = []
    for key, of_name in zip(index, mentions, strict=True):
        around = [surroundings[i] for i in of_name]
        found = _candidates(document.text, [toponyms[i] for i in of_name], gazetteer)
        kinds = frozenset().union(*[s.kinds for s in around])
        parents = dict.fromkeys([owner[j] for s in around for j in s.parents])
        listed = dict.fromkeys([owner[j] for s in around for j in s.listed])
        names.append(_name(key, len(of_name), found, _kinds_among(found, kinds), tuple(parents), tuple(listed), outlet))
    return names, owner


def _kinds_among(candidates: Matches, asked: frozenset[str]) -> frozenset[str]:
    """Return the kinds of place that the text asks for: a province may be a second-order unit where none is a first."""
    if "1" not in asked:
        return asked
    kinds = candidates.kinds
    return asked | {"2"} if b"1" not in kinds and b"2" in kinds else asked


def outlet_country(document: Document) -> str | None:
    """Return the ISO code of the country whose top-level domain the document's address or publisher has, or None."""
    for address in (document.url, document.source):
        found = _DOMAIN.search(address or "")
        if found and found.group(1).lower() not in read_terms("generic_top_levels"):
            code = found.group(1).upper()
            return "GB" if code == "UK" else code
    return None


def _candidates(text: str, mentions: Sequence[Toponym], gazetteer: Gazetteer) -> Matches:
    """Return the candidates of a name, first those that bear it together with the noun after it ("X border post")."""
    found = _NONE
    for mention in mentions:
        after = None if mention.role == "demonym" else _NOUNS_AFTER.match(text, mention.end)
        if after is None:
            continue
        for noun, last in ((after[1], after[1]), (after[0][1:], after[2])):
            if not last or not kinds_of(last):
                continue
            longer = f"{' '.join(mention.text.split())} {noun}"
            if gazetteer.is_name(longer):
                of_longer = gazetteer.matches(longer, fuzzy=False)
                found = found.then(of_longer.picked([k for k, rule in enumerate(of_longer.rules) if rule == EXACT]))
    by_itself = _by_itself(mentions[0].text, gazetteer)
    return found.then(by_itself).first(MAX_CANDIDATES) if found else by_itself


@lru_cache(maxsize=1 << 13)  # the next articles name the same places
def _by_itself(name: str, gazetteer: Gazetteer) -> Matches:
    """Return the candidates of a name by itself."""
    words = name.split()
    if len(words) == 1:  # no border, nothing to take off
        return gazetteer.matches(words[0], fuzzy=False).first(MAX_CANDIDATES)
    return _of_named_kind(name, _matches(name, gazetteer)).first(MAX_CANDIDATES)


def _of_named_kind(text: str, matches: Matches) -> Matches:
    """Return the candidates that a water, land or site noun in the name allows: "Gulf of X" is no X."""
    words = text.split()
    kinds = (kinds_of(words[-1]) or kinds_of(words[0])) if len(words) > 1 else ""
    if not kinds or not set(kinds) <= set("HTS"):
        return matches
    of_places = matches.kinds.decode()
    return matches.picked([k for k, rule in enumerate(matches.rules) if rule == EXACT or of_places[k] in kinds])


@lru_cache(maxsize=1 << 14)
def _key(text: str) -> str:
    return " ".join(text.split()).casefold()


def _matches(text: str, gazetteer: Gazetteer) -> Matches:
    """Return the candidates of a name: of a border, of the name itself, or of the name without words after it."""
    name = " ".join(text.split())
    sides = border_countries(name, gazetteer)
    if sides:
        border = gazetteer.border(*sides)
        return _NONE if border is None else Matches.of([Candidate(border, name, "name", "border", is_preferred=True)])
    found = gazetteer.matches(name, fuzzy=False)
    if found:
        return found
    words = name.split()
    while not found and len(words) > 1 and "SIDE" in cues(words[0].lower()):
        words.pop(0)  # "Downtown X", "Northern X"
        found = gazetteer.matches(" ".join(words), fuzzy=False).by_rule("part")
    last = cues(words[-1].lower().rstrip(".")) if words else frozenset()
    if found or "STREET" in last or not last & _DESIGNATORS:
        return found  # a street named after a place lies elsewhere
    while not found and len(words) > 1 and (commonness(words[-1].lower()) or cues(words[-1].lower())):
        words.pop()
        found = gazetteer.matches(" ".join(words), fuzzy=False).by_rule("part")
    return found


_NONE = Matches.of(())


def _chosen(ranking: Ranking) -> Candidate | None:
    if not ranking.scores or ranking.scores[0] < MIN_SCORE or ranking.scores[0] < ranking.none:
        return None
    return ranking.best


def _companions(names: Sequence[Name], places: Sequence[Place | None]) -> list[list[str]]:
    """Return for each name the other ones of the document that lie in its country, those of its unit first."""
    of_country = defaultdict(list)
    for k, place in enumerate(places):
        if place is not None and place.country is not None:
            of_country[place.country].append((-names[k].mentions, k, place))
    found: list[list[str]] = [[] for _ in places]
    for together in of_country.values():
        if len(together) > 1:
            together.sort()
            for _, k, here in together:
                unit = here.admin1_id
                others = [place for _, j, place in together if j != k]
                near = [p.name for p in others if p.admin1_id == unit] if unit is not None else []
                far = [p.name for p in others if unit is None or p.admin1_id != unit]
                found[k] = list(dict.fromkeys(near + far))
    return found


def _resolved(
    toponym: Toponym, name: Name, ranking: Ranking, best: Candidate, companions: Sequence[str], config: Config
) -> Resolution:
    reason = reason_of(name, ranking, best, companions)
    told = _alternatives(ranking, 1, config)
    is_only = len(ranking) == 1
    return _resolution(toponym, scored(best.place, ranking.scores[0]), reason, told, best.match, None, is_only)


def _once_more(first: Resolution, toponym: Toponym) -> Resolution:
    """Return the resolution of another mention of a name."""
    r = first
    return _resolution(toponym, r.place, r.reason, r.alternatives, r.match, r.relative, r.is_only)


def _alternatives(ranking: Ranking, skip: int, config: Config) -> tuple[ScoredPlace, ...]:
    return tuple([scored(place, score) for place, score in ranking.told(skip, config.alternatives)])


def _unresolved(toponym: Toponym, ranking: Ranking, config: Config, stand_in: StandIn | None) -> Resolution:
    count = len(ranking)
    why = f"none of {count} places of the name fits the text" if count else "no layer of the gazetteer has the name"
    if stand_in is None:
        return Resolution(toponym, None, why, _alternatives(ranking, 0, config))
    where = {
        "phrase": "named with it",
        "sentence": "the finest place of its sentence",
        "text": "the last place named before it",
    }[stand_in.where]
    return Resolution(
        toponym=toponym,
        place=scored(stand_in.place, stand_in.score),
        reason=f"{why}; {stand_in.place.name} stands in, {where}",
        alternatives=_alternatives(ranking, 0, config),
        match="containing_area",
    )


def scored(place: Place, score: float) -> ScoredPlace:
    """Return a place of the gazetteer as a record of the analysis."""
    return _scored_place(
        place.place_id, place.name, place.lat, place.lon, round(score, 4), place.feature_class, place.feature_code,
        place.country, place.admin1, place.admin2, place.radius_km, place.geometry,
    )  # fmt: skip


_name, _scored_place, _resolution = maker_of(Name), maker_of(ScoredPlace), maker_of(Resolution)

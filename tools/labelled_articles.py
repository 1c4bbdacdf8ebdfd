"""Articles with labelled place names for training the recogniser: our own templates, names drawn from the gazetteer.

One seed gives one set of articles. No name is learnt by heart: each article draws anew from all places of the world,
some names are hidden from the gazetteer while features are made, and some articles are put in capitals.
"""

import itertools
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gazetteer.embedded import read_cities, read_countries, read_units
from gazetteer.entries import Entry
from geo.lexicon import read_terms

FOLDER = Path(__file__).parent / "training"
_SLOT = re.compile(
    r"\{(?:(?P<role>[LDN]):)?(?P<kind>[a-z0-9]+)(?:@(?P<country>[A-Z]{2}))?(?:#(?P<id>\w+)!?)?(?P<upper>\^)?(?:\|(?P<role2>[LDN]))?(?:!(?P<fixed>[^}]*))?\}"
)
#: What follows a place name and belongs to it.
_DESIGNATOR = re.compile(
    r" (?:State|Province|District|County|Region|Oblast|Governorate|Prefecture|Municipality|City)\b"
)

#: Names of a known form around an invented one: streets, lakes, passes.
_FORMS = {
    "street": (
        "{} Street",
        "{} St.",
        "{} Avenue",
        "{} Ave.",
        "{} Road",
        "{} Drive",
        "{} Lane",
        "{} Boulevard",
        "{} Parkway",
    ),
    "lake": ("Lake {}", "{} Lake", "{} Reservoir"),
    "mount": ("Mount {}", "Mt. {}", "{} Peak"),
    "pass": ("{} Pass", "{} Tunnel"),
    "canyon": ("{} Canyon", "{} Gorge", "{} Valley"),
    "reserve": ("{} National Park", "{} Forest", "{} Nature Reserve", "{} Wildlife Refuge"),
    "creek": ("{} Creek", "{} River", "{} Bay"),
    "square": ("{} Square",),
}

_ROLES = {"L": "literal", "D": "demonym", "N": "nested"}


@dataclass(frozen=True, slots=True)
class Label:
    """A place name of an article."""

    start: int
    end: int
    role: str


@dataclass(frozen=True, slots=True)
class Article:
    """A text, its place names, and the names that the gazetteer is to be without."""

    text: str
    labels: tuple[Label, ...]
    hidden: frozenset[str] = frozenset()


@dataclass(slots=True)
class Pool:
    """Places to draw from, by kind and country."""

    cities: list[Entry]
    by_country: dict[str, list[Entry]]
    units: dict[tuple[str, str], list[Entry]]
    unit_by_id: dict[str, Entry]
    countries: list[Entry]
    country_by_code: dict[str, Entry]
    demonyms: dict[str, list[str]]
    capitals: list[Entry]
    lists: dict[str, list[str]]
    first_names: list[str]
    surnames: list[str]
    states: dict[str, list[str]] = field(default_factory=dict)
    namesakes: list[Entry] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Collect the places of more than 20,000 people that share their name with people."""
        people = set(self.first_names) | set(self.surnames)
        self.namesakes = [c for c in self.cities if c.population > 20_000 and c.name in people]


def read_pool() -> Pool:
    """Return all that names are drawn from."""
    cities = [c for c in read_cities() if _is_plain(c.name)]
    by_country: dict[str, list[Entry]] = defaultdict(list)
    for city in cities:
        by_country[city.country or ""].append(city)
    units: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    unit_by_id = {}
    for unit in read_units():
        if _is_plain(unit.name):
            unit_by_id[unit.place_id] = unit
            code = "adm1" if unit.feature_code == "ADM1" else "adm2"
            units[code, unit.country or ""].append(unit)
            units[code, ""].append(unit)
    countries = list(read_countries())
    lists = {}
    for line in (FOLDER / "lists.tsv").read_text(encoding="utf-8").split("\n"):
        if line and not line.startswith(("#", "kind\t")):
            kind, terms = line.split("\t")
            lists[kind] = [t.strip() for t in terms.split("|")]
    states = {}
    for line in (FOLDER / "states.tsv").read_text(encoding="utf-8").split("\n"):
        if line and not line.startswith(("#", "name\t")):
            name, short = line.split("\t")
            states[name] = [t.strip() for t in short.split("|")]
    return Pool(
        cities=cities,
        by_country=by_country,
        units=units,
        unit_by_id=unit_by_id,
        countries=[c for c in countries if c.population > 0],
        country_by_code={c.country or "": c for c in countries},
        demonyms={c.country or "": [n.spelling for n in c.names if n.role == "demonym"] for c in countries},
        capitals=[c for c in cities if c.feature_code == "PPLC"],
        lists=lists,
        first_names=sorted(read_terms("first_names")),
        surnames=sorted(read_terms("surnames")),
        states=states,
    )


def _is_plain(name: str) -> bool:
    return name[:1].isupper() and len(name) > 2 and "(" not in name and "/" not in name


def make_articles(pool: Pool, count: int, seed: int) -> Iterator[Article]:
    """Yield `count` articles, the templates in turn."""
    random_ = random.Random(seed)  # noqa: S311 - not for secrets
    templates = [
        line.replace("\\n", "\n")
        for line in (FOLDER / "articles.txt").read_text(encoding="utf-8").split("\n")
        if line and not line.startswith("#")
    ]
    order: list[str] = []
    for _ in range(count):
        if not order:
            order = random_.sample(templates, len(templates))
        yield _varied(_Writer(pool, random_).write(order.pop()), random_)


class _Writer:
    """Fills one template."""

    def __init__(self, pool: Pool, random_: random.Random) -> None:
        self.pool = pool
        self.random = random_
        self.drawn: dict[str, Entry | str] = {}
        self.last: dict[str, str] = {}
        self.unknown: set[str] = set()
        self.home = self._country() if random_.random() < 0.5 else ""

    def write(self, template: str) -> Article:
        text, labels = "", []
        position = 0
        for match in _SLOT.finditer(template):
            text += template[position : match.start()]
            position = match.end()
            value, is_place = self._value(match)
            if match["upper"] and len(value.upper()) == len(value):
                value = value.upper()
            role = match["role"] or match["role2"]
            kind = match["kind"]
            if kind in {"demof", "dem"}:
                role = role or "D"
            if is_place:
                skip = 4 if value.startswith("the ") else 0
                labels.append(Label(len(text) + skip, len(text) + len(value), _ROLES[role or "L"]))
            text += value
        text += template[position:]
        return Article(text, tuple(_with_designators(text, labels)), frozenset(self.unknown))

    def _value(self, match: re.Match[str]) -> tuple[str, bool]:
        kind, key, fixed = match["kind"], match["id"] or "", match["fixed"]
        if fixed:
            return fixed, kind in {"country", "region", "dem", "capital"} and fixed != "Deutsche"
        if kind in {"person", "last", "first"}:
            return self._person(kind, key), False
        if kind == "num":
            return str(
                self.random.choice([2, 3, 4, 5, 7, 11, 14, 19, 23, 31, 42, 57, 68, 75, 120, 340, "two", "three", "six"])
            ), False
        if kind == "year":
            return str(self.random.randint(1950, 2026)), False
        if kind == "acronym":
            return "".join(self.random.choices("ABCDEFGHILMNOPRSTUV", k=self.random.randint(3, 5))), False
        if kind == "org" and self.random.random() < 0.5:
            return self._organisation(), False
        if kind in {"org", "title", "product", "word", "month", "weekday"}:
            return self.random.choice(self.pool.lists[kind]), False
        if kind in _FORMS:
            return self._form(kind), True
        if kind in {"region", "water", "land"}:
            return self.random.choice(self.pool.lists[kind]), True
        return self._place(kind, match["country"] or "", key), True

    def _organisation(self) -> str:
        """Return a name of a company, group or product that no list holds."""
        draw = self.random.random()
        if draw < 0.3:
            return "".join(self.random.choices("ABCDEFGHILMNOPRSTUV", k=self.random.randint(2, 5)))
        if draw < 0.5:
            return f"{self._invented()} {self._invented()}"
        if draw < 0.6:
            return f"{self.random.choice(self.pool.surnames)} & {self.random.choice(self.pool.surnames)}"
        return self._invented()

    def _form(self, kind: str) -> str:
        """Return a street, a lake …: an invented name, a word or a family name in one of its forms."""
        bare = self.random.choice(
            [self._invented(), self.random.choice(self.pool.lists["word"]), self.random.choice(self.pool.surnames)]
        )
        name = self.random.choice(_FORMS[kind]).format(bare)
        self.unknown.update((bare, name))
        return name

    def _person(self, kind: str, key: str) -> str:
        first = self.random.choice(self.pool.first_names)
        last = self.last.get(key) or self._surname()
        if key:
            self.last[key] = last
        if kind == "last":
            return last
        if kind == "first":
            return first
        middle = f" {self.random.choice('ABCDEFGHJKLMRSTW')}." if self.random.random() < 0.12 else ""
        return f"{first}{middle} {last}"

    def _surname(self) -> str:
        draw = self.random.random()
        if draw < 0.2:  # many places are named after people, and people after places
            name = self.random.choice(self.pool.cities).name
            if " " not in name and len(name) < 10:
                return name
        if draw < 0.3:
            return self._invented()
        return self.random.choice(self.pool.surnames)

    def _invented(self) -> str:
        """Return a name that no list holds: two halves of places' names."""
        a, b = (self.random.choice(self.pool.cities).name.split()[0] for _ in range(2))
        return (a[: max(2, len(a) // 2)] + b[len(b) // 2 :]).capitalize()

    def _country(self) -> str:
        weights = [c.population**0.5 for c in self.pool.countries]
        return self.random.choices(self.pool.countries, weights)[0].country or ""

    def _place(self, kind: str, country: str, key: str) -> str:
        if kind == "unknown":
            if key not in self.drawn or not key:
                name = self._invented() if self.random.random() < 0.5 else self._city("", 0, 10**9).name
                self.unknown.add(name)
                self.drawn[key] = name
            return str(self.drawn[key])
        if kind.endswith("of"):
            return self._related(kind, key)
        known = self.drawn.get(key) if key else None
        entry = known if isinstance(known, Entry) else self._draw(kind, country)
        if key:
            self.drawn[key] = entry
        if kind == "dem":
            return self._demonym(entry)
        return self._spelling(entry, kind)

    def _draw(self, kind: str, country: str) -> Entry:
        home = country or self.home
        if kind in {"country", "dem"}:
            while True:
                code = self._country()
                if kind == "country" or self.pool.demonyms.get(code):
                    return self.pool.country_by_code[code]
        if kind == "capital":
            return self.random.choice(self.pool.capitals)
        if kind in {"adm1", "adm2"}:
            pool = self.pool.units.get((kind, home)) or self.pool.units[kind, ""]
            return self.random.choice(pool)
        low, high = {"bigcity": (500_000, 10**9), "town": (0, 20_000)}.get(kind, (3_000, 10**9))
        return self._city(home, low, high)

    def _city(self, country: str, low: int, high: int) -> Entry:
        pool = self.pool.by_country.get(country) or self.pool.cities
        if self.random.random() < 0.1 and not country:
            pool = self.pool.cities
        if not country and high > 10**8 and self.random.random() < 0.12:
            pool = self.pool.namesakes  # Paris, Florence: places that share their name with people
        for _ in range(60):
            city = self.random.choice(pool)
            if low <= city.population <= high:
                return city
        return max(self.random.sample(pool, min(40, len(pool))), key=lambda c: c.population)

    def _related(self, kind: str, key: str) -> str:
        entry = self.drawn.get(key)
        if not isinstance(entry, Entry):
            entry = self._draw("city", "US")
            self.drawn[key] = entry
        unit = self.pool.unit_by_id.get(entry.admin1_id or "")
        country = self.pool.country_by_code.get(entry.country or "") or self.pool.countries[0]
        if kind == "countryof":
            return self._spelling(country, "country")
        if kind == "demof":
            return self._demonym(country)
        if kind == "abbrof" and unit is not None and unit.name in self.pool.states:
            return self.random.choice(self.pool.states[unit.name])
        unit = unit or country
        return self._spelling(unit, "adm1")

    def _demonym(self, country: Entry) -> str:
        found = self.pool.demonyms.get(country.country or "") or ["Tajik"]
        return self.random.choice([d for d in found if not d.endswith("s") or d.endswith("ss")] or found)

    def _spelling(self, entry: Entry, kind: str) -> str:
        if kind == "adm2" and entry.country == "US" and not entry.name.endswith(("County", "Parish")):
            return f"{entry.name} County"
        return entry.name


def _with_designators(text: str, labels: Sequence[Label]) -> Iterator[Label]:
    """Yield the labels, literal ones with a capitalised designator that follows."""
    for label in labels:
        after = _DESIGNATOR.match(text, label.end) if label.role == "literal" else None
        yield Label(label.start, after.end() if after else label.end, label.role)


def _varied(article: Article, random_: random.Random) -> Article:
    """Hide some names from the gazetteer; put some articles, or their first sentence, in capitals."""
    hidden = set(article.hidden)
    for label in article.labels:
        if random_.random() < 0.06:
            hidden.add(article.text[label.start : label.end])
    draw = random_.random()
    text = article.text
    opening = article.labels[0] if article.labels else None
    if opening and opening.start == 0 and opening.role == "literal" and random_.random() < 0.4:
        end = opening.end
        if len(text[:end].upper()) == end:  # a dateline
            text = text[:end].upper() + text[end:]
            article = Article(text, article.labels, article.hidden)
    if draw < 0.06 and len(text.upper()) == len(text):
        text = text.upper()
    elif draw < 0.14:
        end = text.find(". ") + 1
        if len(text[:end].upper()) == end:
            text = text[:end].upper() + text[end:]
    elif draw < 0.24:
        end = text.find(". ")
        if 0 < end < 120:
            text = _title_case(text[:end]) + "\n" + text[end + 2 :] if text[end : end + 2] == ". " else text
            article = Article(text, tuple(_moved(article.labels, end)), article.hidden)
    return Article(text, article.labels, frozenset(hidden))


def _moved(labels: Sequence[Label], end: int) -> Iterator[Label]:
    """Yield labels after ". " at `end` became a line break: what follows moves one to the left."""
    for label in labels:
        shift = 1 if label.start > end else 0
        yield Label(label.start - shift, label.end - shift, label.role)


def _title_case(text: str) -> str:
    """Return a headline in title case, of the same length."""
    words = itertools.chain.from_iterable((w, " ") for w in text.split(" "))
    small = {"of", "in", "the", "a", "an", "and", "to", "for", "on", "at", "by", "with", "from"}
    return "".join(w if w in small else w[:1].upper() + w[1:] for w in words)[:-1]

"""Finds groups of people in a sentence: "three Chinese workers", "a 12-year-old girl", "two of them", "no one".

Knows nothing of what happened to them.
"""

import itertools
from collections.abc import Container, Iterable, Mapping
from functools import cache
from operator import itemgetter
from typing import NamedTuple

from gazetteer.frozen import tuple_maker_of
from geo.events.words import Words, class_of, class_pattern, codes, grammar, joined
from geo.grammar.date_shapes import may_be_in_date
from geo.grammar.number_forms import may_be_in_number
from geo.grammar.spelling import Spelled, cut
from geo.lexicon import read_table, read_terms
from geo.numbers import NumberMention


class Group(NamedTuple):
    """People that a stretch of text names. Counts as in `geo.records.Count`."""

    start: int  # first character
    end: int
    low: int | None
    best: int | None
    high: int | None
    head: str  # the noun, lower case; "" for a bare number
    form: str  # count, one, the_one, the_many, many, name, pronoun, none
    is_part: bool = False  # "two of them": within a group named before
    is_other: bool = False  # "two others", "another man": beside a group named before
    name: str = ""  # the words of a person's name, lower case
    age: str = ""  # words of an age, which tell one victim from another
    qualifier: str = ""


_group_of = tuple_maker_of(Group)


class Clause(NamedTuple):
    """The units of a sentence with each group of people drawn together into one unit of class GROUP."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    lower: tuple[str, ...]
    codes: str
    groups: Mapping[int, Group]  # by unit


_clause = tuple_maker_of(Clause)

#: words between a number or article and the noun
_M = "<LOWER|WORD|NAME|AGE|PLACE|ADVERB>"
_NOUN = "<PERSON|PERSONS>+"
#: what follows a number of people whose noun is not known: "two ferrymen were killed", "leaving six porters dead"
_FATE = "<BE|HAVE|DEAD|KILLED|DIED|INJURED|SHOT|ATTACKED|ABDUCTED|PREP|COMMA|AND|STOP|DATE|ADVERB|AFTER|RELATIVE>|$"
#: what follows the whole that a part is of: "two of the three victims died"; "one of four killed" tells of all four
_COUNTED = f"<OTHER>?{_M}{{0,3}}?<PERSON|PERSONS>(?!<KILLED|INJURED|SHOT|DEAD>)|<BE|HAVE|COMMA|STOP|AND|DIED>|$"
#: "the victim, 20, was": no count
_AGED = (
    "(?:<COMMA><AGED>?<NUMBER|AGE>(?=<COMMA>)|<STOP><NUMBER><STOP>(?=<BE|HAVE|DIED|KILLED|INJURED|SHOT|AND|OF|COMMA>))?"
)
#: the qualifier of "a third": of the dead it says how many there are, of others that they are others
FURTHER = "further"
#: what befalls somebody told as "a third": no third of anything
_BEFALLS = "<BE|HAVE|ADVERB|KILLED|DIED|INJURED|SHOT|DEAD|COMMA|STOP>|$"
#: who did it stands before: "and wounded a fourth in the leg"
_HARMED = "<INJURED|INJURING|KILLED|KILLING|SHOT|SHOOTING>"
#: the classes that a group may begin with: at most places none can
BEGINS = "NONE|DET|ALL|ADVERB|NUMBER|ANOTHER|A|OTHER|PERSON|PERSONS|PRONOUN|PRONOUNS|NAME|TITLE|AGE"
_GROUP = (
    f"(?=<{BEGINS}>)(?:(?P<none><NONE>(?:<OTHER>?{_M}{{0,3}}?{_NOUN})?)"
    f"|(?P<count>(?:<DET|ALL>)?<ADVERB>?<NUMBER><OTHER>?(?:<OF><DET>?(?:<NUMBER>(?={_COUNTED}))?)?(?:{_M}{{0,5}}?{_NOUN}|{_M}{{0,2}}?<NOUNS>(?={_FATE})|<LOWER|ADVERB>{{1,2}}(?=<DEATHS>)|(?=<^LOWER|WORD|NAME|PERSON|PERSONS>|$)))"
    f"|(?P<all><ALL><NUMBER>?(?:<DET>{_M}{{0,3}}?<PERSONS>+)?)"
    f"|(?P<other><ANOTHER>{_M}{{0,4}}?<PERSON>+|<ANOTHER>(?=<^LOWER|WORD|NAME>|$))"
    f"|(?P<further><A><ORDINAL>(?:{_M}{{0,2}}?<PERSON>+|(?={_BEFALLS})|(?<={_HARMED}<A><ORDINAL>)(?=<PREP>)))"
    f"|(?P<one><A>{_M}{{0,5}}?<PERSON>+{_AGED}|<A><AGE>(?=<^LOWER|PERSON>|$)|<A><PLACE>(?=<BE><KILLED|INJURED|SHOT>))"
    f"|(?P<others><DET>?<OTHER>{_M}{{0,3}}?<PERSONS>+|<OTHER>(?=<^LOWER|WORD|NAME|A|NUMBER>|$))"
    f"|(?P<the_many><DET>{_M}{{0,4}}?<PERSON>*<PERSONS>+)"
    f"|(?P<the_one><DET>{_M}{{0,4}}?<PERSON>+{_AGED}|<DET><AGE>)"
    f"|(?P<pronoun><PRONOUN>)|(?P<pronouns><PRONOUNS>)"
    f"|(?P<aged><NAME>{{1,4}}<COMMA><AGED>?<NUMBER|AGE>(?:<YEARS>)?(?=<COMMA|BE|STOP|AND|RELATIVE>|$)"
    "|<NAME>{1,4}<STOP><NUMBER><STOP>(?=<BE|HAVE|DIED|KILLED|INJURED|SHOT|AND|OF|COMMA>))"
    f"|(?P<name>(?:<AGE><PERSON>*|<TITLE|PERSON>)<NAME>{{1,4}}|<NAME>{{2,4}})"
    f"|(?P<surname><NAME>)"
    f"|(?P<bare_one><PERSON>+{_AGED}|<AGE>(?=<^LOWER|PERSON|NAME>|$))"
    f"|(?P<many><PERSONS>+))"
)


def find_groups(words: Words, numbers: Mapping[int, NumberMention], *, has_names: bool = True) -> Clause:
    """Return the sentence with its groups of people; `numbers` are by the offset they start at.

    Without names (a headline, where every word has a capital) capitalised words alone are nobody.
    """
    starts, ends, lower, units = words
    letters, letter = list(units), codes()["GROUP"]
    groups: dict[int, Group] = {}
    longer = []
    left_out = 0  # units that are drawn into the groups so far
    for match in class_pattern(_GROUP).finditer(units):
        form = match.lastgroup or ""
        if not has_names and form in _NAMES_ALONE:
            continue
        first, after = match.span()
        group = groups[first - left_out] = _group(words, numbers, first, after, form, has_names=has_names)
        letters[first] = letter
        if after - first > 1:
            longer.append((first, after, group.end))
            left_out += after - first - 1
    starts, ends, lower, told = joined(starts, ends, lower, letters, longer)
    return _clause((starts, ends, lower, told if has_names else _listed_by_commas(told, groups), groups))


#: forms of the pattern that are capitalised words alone
_NAMES_ALONE = frozenset({"name", "surname"})


def _listed_by_commas(units: str, groups: Mapping[int, Group]) -> str:
    """Return the classes of a headline with its lists spelled out: "Father, two daughters killed" leaves out "and".

    A number alone is an age, and what stands between two commas explains: "Man, father of two, killed".
    """
    letters = codes()
    told = list(units)
    for j, group in groups.items():
        is_named = group.head and group.form in {"one", "count"} and j - 2 in groups
        if (
            is_named
            and units[j - 1] == letters["COMMA"]
            and units[j + 1 : j + 2] not in (letters["COMMA"], letters["OF"])
        ):
            told[j - 1] = letters["AND"]
    return "".join(told)


def opens_with_known_at_sight(words: Spelled, places: Container[int], *, has_names: bool = True) -> bool | None:
    """Say what `opens_with_known` would by the first two words alone; None where the units must be read.

    `places` are the offsets at which names of places start. "The council …" opens with nobody where no word for people
    follows soon; "She …" and "Ortiz said …" do.
    """
    if not words.lower:
        return False
    first = words.written[0]
    if (len(first) > 1 and first.isupper()) or words.lower[:2] in grammar().pairs:
        return None  # in capitals a name is not told from a word by itself
    name = class_of(first)
    if name == "DET":
        following = words.lower[1:_PHRASE]
        is_aged = "old" in " ".join(following) or any(map(str.isdigit, map(itemgetter(0), following)))
        return None if is_aged or not words_for_people().isdisjoint(following) else False
    if name not in {"ALL", "PRONOUN", "PRONOUNS", "NAME"}:
        return False
    if name == "ALL" or _may_be_longer(words, places, 0):
        return None
    if name != "NAME":
        return True
    second = class_of(words.written[1]) if len(words.written) > 1 else ""
    if second == "COMMA" or (second == "NAME" and _may_be_longer(words, places, 1)):
        return None
    return has_names and second != "NAME"


def _may_be_longer(words: Spelled, places: Container[int], i: int) -> bool:
    """Say whether a word may begin a term, a date, a number or the name of a place."""
    word = words.lower[i]
    is_given = words.starts[i] in places or may_be_in_date(word) or may_be_in_number(word)
    return is_given or words.lower[i : i + 2] in grammar().pairs


#: words in which a phrase with an article has its noun: five units, of which names may have several words
_PHRASE = 20


@cache
def words_for_people() -> frozenset[str]:
    """Return the words that nouns for people end with: "guard" of "border guard"."""
    terms, nouns = grammar(), {"PERSON", "PERSONS"}
    longer = (
        (tail or pair)[-1:]
        for pair, tails in terms.pairs.items()
        for _, t in tails
        for tail, n in t.items()
        if n in nouns
    )
    return frozenset({*(w for w, name in terms.words.items() if name in nouns), *itertools.chain(*longer)})


def opens_with_known(words: Words, *, has_names: bool = True) -> bool:
    """Say whether a sentence opens with people told of before: "the men", "they", a name alone."""
    match = class_pattern(_GROUP).match(words.codes)
    form = str(match.lastgroup) if match else ""
    if not form or (not has_names and form in _NAMES_ALONE):
        return False
    return _FORMS[form][0] in {"the_one", "the_many", "pronoun"}


#: form in the pattern -> form of the group, and how many the words alone tell of
_FORMS: Mapping[str, tuple[str, int | None]] = {
    "none": ("none", 0),
    "count": ("count", None),
    "all": ("the_many", None),
    "other": ("one", 1),
    "further": ("one", 1),
    "one": ("one", 1),
    "others": ("many", None),
    "the_many": ("the_many", None),
    "the_one": ("the_one", 1),
    "pronoun": ("pronoun", 1),
    "pronouns": ("the_many", None),
    "aged": ("name", 1),
    "name": ("name", 1),
    "surname": ("the_one", 1),
    "bare_one": ("one", 1),
    "many": ("many", None),
}
#: forms in the pattern of people beside others, of those with a number, of a single word
_BESIDE, _NUMBERED = frozenset({"other", "others", "further"}), frozenset({"count", "all"})
_OF_A_WORD = frozenset({"surname", "pronoun", "pronouns"})


def _group(
    words: Words, numbers: Mapping[int, NumberMention], first: int, after: int, form: str, *, has_names: bool
) -> Group:
    told, low = _FORMS[form]
    start, end = words.starts[first], words.ends[after - 1]
    if form in _OF_A_WORD:
        name = words.lower[first] if form == "surname" else ""
        return _group_of((start, end, low, low, low, "", told, False, False, name, "", ""))
    best, high, qualifier = low, low, ""
    letters, lower, inside = codes(), words.lower[first:after], words.codes[first:after]
    noun = max(inside.rfind(letters["PERSON"]), inside.rfind(letters["PERSONS"]))
    aged = inside.find(letters["NUMBER" if form == "aged" else "AGE"])
    name = ""
    if letters["NAME"] in inside:
        name = " ".join([word for word, code in zip(lower, inside, strict=True) if code == letters["NAME"]])
    mention = _first_number(words, numbers, first, after) if form in _NUMBERED else None
    if mention is not None:
        low, best, high, qualifier = mention.low, mention.best, mention.high, mention.qualifier or ""
    elif form == "further":
        qualifier = FURTHER
    elif form == "bare_one" and has_names and first:
        told = "the_one"
    head, age = lower[noun] if noun >= 0 else "", lower[aged] if aged >= 0 else ""
    is_part = form == "count" and letters["OF"] in inside and _OWNERS.isdisjoint(lower)
    is_other = form in _BESIDE or letters["OTHER"] in inside
    return _group_of((start, end, low, best, high, head, told, is_part, is_other, name, age, qualifier))


#: "of" belongs to somebody's own ("four of his children"), which is no part of a group told before
_OWNERS = frozenset({"his", "her", "their", "its"})


def _first_number(words: Words, numbers: Mapping[int, NumberMention], first: int, after: int) -> NumberMention | None:
    return next((numbers[start] for start in words.starts[first:after] if start in numbers), None)


@cache
def kinds_of_people() -> Mapping[str, str]:
    """Return the kind of actor of each noun for people, singular and plural, lower case."""
    found = {}
    for row in read_table("people"):
        found[row["singular"]] = row["kind"]
        found[row["plural"]] = row["kind"]
    return found


def last_words(nouns: Iterable[str]) -> frozenset[str]:
    """Return the words that nouns end with: a sentence without one of them has none of the nouns."""
    return frozenset(cut(noun)[-1] for noun in nouns)


@cache
def perpetrators() -> frozenset[str]:
    """Return the nouns for whoever did it; a suspect is one in news of the dead."""
    return read_terms("perpetrators") | {"suspect"}

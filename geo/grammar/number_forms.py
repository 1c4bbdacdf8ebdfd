"""The shapes of numbers as regular expressions, built from the word tables. Knows nothing of what numbers are for."""

import re
from collections.abc import Iterator
from functools import cache

from geo.grammar.openings import Vocabulary, vocabulary
from geo.grammar.patterns import one_of, spaced
from geo.lexicon import read_table, read_terms

#: digits, with thousands separators (the space of the SI too) or a decimal part
DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|[1-9]\d{0,2}(?:\x20\d{3})+(?![\d.,:/%-])|\d+(?:\.\d+)?|\.\d+)(?![,.]?\d)"


def words_of(table: str, column: str = "words", **wanted: str) -> Iterator[str]:
    """Yield the spellings in the rows whose cells equal `wanted`; a cell may hold several, separated by |."""
    for row in read_table(table):
        if all(row[k] == v for k, v in wanted.items()):
            yield from row[column].split("|")


def _number_words(*classes: str) -> str:
    return one_of(row["word"] for row in read_table("number_words") if row["class"] in classes)


@cache
def one_number() -> str:
    """Return the pattern of one number, in digits, in words, or both ("1.2 million", "two hundred and five")."""
    article, hundred, scale = _number_words("article"), _number_words("hundred"), _number_words("scale")
    dozen, and_ = _number_words("dozen"), f"(?: {_number_words('and')})?"
    tens_unit = rf"(?:{_number_words('tens')}(?:(?: |-){_number_words('unit')})?|{_number_words('teen', 'unit')})\b"
    hundreds = rf"(?:(?:{tens_unit}|{article})(?: |-))?{hundred}\b(?:{and_} {tens_unit})?"
    below = f"(?:{hundreds}|{tens_unit})"
    scaled = rf"(?:{below}|{article})(?: |-){scale}\b(?:{and_} {below}(?:(?: |-){scale}\b)?){{0,4}}"
    dozens = rf"(?:half (?:{article} )?|half-{article}-|{article} |{tens_unit} )?{dozen}\b"
    digits = rf"{DIGITS}(?: ?-?{_number_words('scale', 'dozen', 'hundred')}\b)?"
    return spaced(f"(?:{digits}|{dozens}|{scaled}|{below})")


@cache
def number_pattern() -> re.Pattern[str]:
    """Return the pattern that finds every number; the name of its last group is the shape.

    Shapes: skip (no number), date, phone, time, money, ratio, range, number, vague, ordinal. What stands inside a
    range, number or vague is taken apart by `parts_pattern`.
    """
    before = one_of(words_of("number_qualifiers", position="before"))
    vague = one_of(words_of("vague_numbers"))
    month = one_of(row["word"] for row in read_table("months")) + r"\b\.?"
    number, day = one_number(), r"\d{1,2}(?:st|nd|rd|th)?"
    near, scale = f"(?:{before} )?", _number_words("scale")
    shapes = {
        "skip": rf"(?:{one_of(read_terms('not_numbers'))}\b|https?://\S+|www\.\S+)",
        "date": (
            rf"{near}(?:{month} {day}(?![\d:%])(?:(?: and | to | ?- ?|, ){day}(?![\w:%]))?(?:,? '?\d{{4}}\b)?"
            rf"|{day}(?:(?: and | to | ?- ?){day})? (?:of )?{month}(?:,? (?:\d{{4}}|'?\d{{2}})(?![\w:]))?"
            r"|\d{4}-\d{1,2}-\d{1,2}(?!\d)|\d{1,4}(?P<sep>[-/.])\d{1,2}(?P=sep)\d{2,4}(?![\d-]))"
        ),
        "phone": (
            r"(?:\+?\d{1,3}[-.\x20])?\(?\d{3}\)?[-.\x20]{1,2}\d{3}[-.\x20][\da-z]{4}\b|\d{3}-\d{4}\b"
            r"|\d-\d{3}-[\da-z][\da-z-]{3,}|911\b|\d{3}-\d{3}-[a-z]{4}\b"
        ),
        "time": (
            rf"{near}(?:(?:{one_of(words_of('day_parts', **{'class': 'hour'}))} [012]|0)\d[0-5]\d(?![\w,])"
            r"|\d{1,2}(?:[:.]\d{2})?(?: ?- ?\d{1,2}(?:[:.]\d{2})?)? ?[ap](?:\. ?m\.|\.?m\b)|\d{1,2} o'clock\b"
            r"|\d{1,2}[:h]\d{2}(?::\d{2})?(?: ?hours| hrs| gmt)?(?!\w)|\d{4} (?:hours|hrs|gmt|utc)\b)"
        ),
        "money": rf"{near}(?:us|hk|nz)?[$€£¥₹₽] ?{DIGITS}(?: ?-?{scale}| ?{_number_words('suffix')}\b)?",
        "ratio": r"\d+(?:/\d+)+(?![\d/])|\d+ ?:\d+\b",
        "range": (
            rf"(?:{before} )?(?:between {number} and {number}|from {number}(?: to | ?- ?){number}"
            rf"|{number}(?: ?- ?| to | or ){number})\b"
        ),
        "number": f"(?:{before} ){{0,2}}{number}",
        "vague": rf"(?:{before} )?{vague}(?!\w)(?!\.?\x20\d)",
        "ordinal": rf"(?:{_number_words('tens')}-)?{_number_words('ordinal')}\b",
    }
    body = "|".join(f"(?P<{name}>{spaced(pattern)})" for name, pattern in shapes.items())
    return re.compile(rf"(?<!\w)(?<!\w[-/.,:'&])(?:{body})")


@cache
def number_vocabulary() -> Vocabulary:
    """Return the words that `number_pattern` may match, so that it is tried at few places."""
    anchors = [*words_of("number_words", "word"), *words_of("vague_numbers")]
    anchors += [*read_terms("not_numbers"), "http", "https", "www"]
    others = [*words_of("months", "word"), *words_of("number_qualifiers"), "half", "us", "hk", "nz", "between", "from"]
    return vocabulary(anchors, others, read_terms("frequent_words"), number=r"\d", signs=".+($€£¥₹₽")


def may_be_in_number(word: str) -> bool:
    """Say whether a word in lower case can be part of a number at all."""
    return number_vocabulary().letters[word] != "x"


@cache
def parts_pattern() -> re.Pattern[str]:
    """Return the pattern that takes a range, number or vague apart: before, vague, change ("from"), first, second."""
    before = one_of(words_of("number_qualifiers", position="before"))
    number, vague = one_number(), one_of(words_of("vague_numbers"))
    pattern = (
        rf"(?P<before>(?:{before} ){{0,2}}?)(?:(?P<vague>{vague})|(?:between |(?P<change>from ))?(?P<first>{number})"
        rf"(?:(?: and | to | or | ?- ?)(?P<second>{number}))?)\Z"
    )
    return re.compile(spaced(pattern))


@cache
def tail_pattern() -> re.Pattern[str]:
    """Return the pattern of what may follow a number and change its kind; the last group's name is the kind.

    `unit` holds the words of the unit.
    """
    tails = []
    for kind in ("age", "percent", "money", "calibre", "duration", "measure"):
        tight = one_of(words_of("number_units", kind=kind, join="tight"))
        loose = one_of(words_of("number_units", kind=kind))
        more = "(?: more)?" if kind == "duration" else ""
        tails.append(f"(?P<{kind}>" + (f"{tight}\\b|" if tight else "") + rf"(?:{more} | ?- ?)(?:{loose})(?!\w))")
    ordinal = r"(?P<ordinal>(?:st|nd|rd|th)\b)"
    percent_sign = r"(?P<percent_sign> ?%)"
    decade = r"(?P<decade>'?s\b)"
    after = one_of(words_of("number_designators", side="after"))
    street = rf"(?:[^\W\d_][\w'.]* ){{0,3}}{one_of(read_terms('street_types'))}"
    address = rf"(?P<address>(?: |-){after}\b| {street}\b)"
    compound = r"(?P<compound>-(?:[^\W\d_]+)(?:-[^\W\d_]+)*)"
    behind = one_of(words_of("number_qualifiers", position="after"))
    qualifier = rf"(?P<qualifier>(?: {behind}\b(?! than)|-plus\b|\+(?!\d)|-odd\b))"
    return re.compile(spaced("|".join([ordinal, percent_sign, *tails, decade, address, qualifier, compound])))


def is_address(text: str, tail: re.Match[str], digits: int) -> bool:
    """Tell "212 Example Street" and "the 3400 block" from "three cars drive": names of streets are capitalised.

    In a text all in capitals a number of one or two digits is taken for a count.
    """
    words = text[tail.start() : tail.end()].lstrip(" -").split()
    if words[0].lower().startswith("bl"):
        return True
    return all(w[0].isupper() for w in words) and (digits >= 3 or not text[tail.start() - 99 : tail.end()].isupper())


@cache
def lead_pattern() -> re.Pattern[str]:
    """Return the pattern of words that end just before a number and make it no count; its last group is the kind.

    A name that ends in `_capital` needs a capital in the text, one in `_end` that the clause ends after the number.
    """
    kinds = []
    for kind in ("identifier", "address", "age", "money"):
        list_ = r"(?:\d{1,3}(?:, and |, | and | or | to |-)){0,6}" if kind == "age" else ""
        for case in ("", "capital", "end"):
            words = list(words_of("number_designators", side="before", kind=kind, case=case))
            if words:
                name = f"{kind}_{case}".rstrip("_")
                kinds.append(rf"(?P<{name}>{one_of(words)} ?-?{list_}\Z)")
    return re.compile(spaced(rf"(?<!\w)(?:{'|'.join(kinds)})"))


def may_have_lead(window: str) -> bool:
    """Say whether words before a number may be such, by how they end: spares the search for most numbers."""
    return window.rstrip(" -").endswith(_lead_ends())


@cache
def _lead_ends() -> tuple[str, ...]:
    """Return the last words of the designators, and what stands between the ages of several people."""
    last = {words.split()[-1] for words in words_of("number_designators", side="before")}
    return (*sorted(last), ",", "and", "or", "to", *"0123456789")


@cache
def units() -> dict[tuple[str, str], str]:
    """Return the unit of each (kind, spelling)."""
    return {(row["kind"], w): row["unit"] for row in read_table("number_units") for w in row["words"].split("|")}


@cache
def _qualifiers() -> dict[str, str]:
    return {row["words"]: row["class"] for row in read_table("number_qualifiers")}


_QUALIFIER_SIGNS = {"-plus": "least", "+": "least", "-odd": "about"}


def qualifier_classes(qualifier: str) -> tuple[str, ...]:
    """Return the classes (least, over, most, …) of one or two qualifiers in a row."""
    known = _qualifiers()
    if qualifier in known or qualifier in _QUALIFIER_SIGNS:
        return (known.get(qualifier) or _QUALIFIER_SIGNS[qualifier],)
    words = qualifier.split()
    halves = ((" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words)))
    return next(((known[a], known[b]) for a, b in halves if a in known and b in known), ())


@cache
def vague_numbers() -> dict[str, tuple[int, str]]:
    """Return (low, kind) of each word for a number."""
    return {row["words"]: (int(row["low"]), row["kind"]) for row in read_table("vague_numbers")}


_WORD = re.compile(r"[\d,]*\.?\d+(?:\x20\d{3})*|[^\W\d_]+")


@cache
def _values() -> dict[str, tuple[int, str]]:
    return {row["word"]: (int(row["value"]), row["class"]) for row in read_table("number_words")}


def plain_value(words: str) -> float | None:
    """Return the value of digits or of one word ("12", "twelve"), as most numbers are; None for anything longer."""
    if words.isdigit():
        return float(words)
    value, class_ = _values().get(words, (0, ""))
    return float(value) if class_ in ("unit", "teen", "tens") and words not in vague_numbers() else None


def value_of(words: str) -> float:
    """Return the value of what `one_number` matches."""
    total = group = 0.0
    for word in _WORD.findall(words):
        if word[-1].isdigit():
            group += float(word.replace(",", "").replace(" ", ""))
            continue
        if word == "half":  # only "half a dozen" is matched
            group = 0.5
            continue
        value, class_ = _values()[word]
        if class_ == "article":
            group = group or 1
        elif class_ in ("hundred", "dozen", "suffix"):
            group = (group or 1) * value
        elif class_ == "scale":
            total += (group or 1) * value
            group = 0.0
        else:
            group += value
    return total + group


def scale_of(words: str) -> float:
    """Return what the scale word at the end of a number multiplies by: "15 million" a million, "15" one."""
    found = re.search(r"[^\W\d_]+\Z", words)
    value, class_ = _values().get(found.group(), (1, "")) if found else (1, "")
    return value if class_ in ("hundred", "scale", "dozen") else 1


@cache
def year_lead_pattern() -> re.Pattern[str]:
    """Return the pattern of words that end just before four digits and make them a year."""
    return re.compile(spaced(rf"(?<!\w){one_of(read_terms('year_leads'))} ?\Z"))


@cache
def change_pattern() -> re.Pattern[str]:
    """Return the pattern of words that end just before "from 8 to 12" and make it a change."""
    return re.compile(spaced(rf"(?<!\w){one_of(read_terms('change_words'))} \Z"))

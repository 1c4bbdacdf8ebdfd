"""The shapes of expressions of time as one regular expression, built from the word tables. Knows no calendar."""

import re
from collections.abc import Mapping
from functools import cache

from geo.grammar.number_forms import one_number, words_of
from geo.grammar.openings import Vocabulary, vocabulary
from geo.grammar.patterns import beginning_in, first_letters, one_of, spaced
from geo.lexicon import read_table, read_terms

_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?![\d:%]|[.,]\d)"
_YEAR = r"(?:1[5-9]|20)\d\d(?!\d|[.,-]\d)"
_YEAR_BARE = r"(?:1[5-9]|20)\d\d(?!\d)"
_TO = r"(?: ?- ?| to | through | until | and | & | or |/)"


def _words_for(*classes: str) -> list[str]:
    return [row["words"] for row in read_table("date_relations") if row["class"] in classes]


def _relations(*classes: str) -> str:
    return one_of(_words_for(*classes))


def _day_parts(class_: str) -> str:
    return one_of(row["words"] for row in read_table("day_parts") if row["class"] == class_)


#: what a time on the clock begins with besides the words for parts of the day
_CLOCK_DIGITS, _CLOCK_WORDS = r"\d", ("between", "the")


@cache
def _clock() -> str:
    """Return the pattern of a time on the clock, with the words around it."""
    digits = (
        r"(?:\d{1,2}(?:[:.]\d\d)? ?[ap](?:\. ?m\b\.?|m\b)|\d{1,2}:\d\d(?::\d\d)?(?: ?(?:hours|hrs|gmt))?(?![\d:])"
        r"|\d{4} ?(?:hours|hrs|gmt|local)\b|\d{1,2} o'clock\b|0\d[0-5]\d(?![\w,])"
        r"|\d{1,2}\.\d\d(?= (?:gmt|utc|hrs|hours)\b))"
    )
    wire = rf"{_day_parts('hour')} [012]\d[0-5]\d(?![\w,])"
    between = rf"between (?:{digits}|\d{{1,2}}) and {digits}"
    return (
        rf"(?:{between}|{wire}|(?:{_day_parts('near')} )?(?:{digits}|{_day_parts('clock')}\b)"
        rf"(?: in the {_day_parts('part')}\b)?(?: local time\b)?)"
    )


def _part_of_day() -> str:
    edge = rf"(?:{_day_parts('edge')}(?: |-)(?:in the |on the )?)"
    return rf"(?:{edge}?{_day_parts('part')}\b(?: hours\b)?)"


def _before() -> str:
    """Return the words before a date that name a time of its day ("late on") or a part of its month ("early")."""
    time = rf"{_clock()}(?:,? (?:in the )?{_part_of_day()})?|(?:the )?{_part_of_day()}|{_day_parts('edge')}\b"
    joint = r",?(?: -?(?:on|of|in))?(?: the)?(?: |(?<=-)|-)"
    part = f"(?P<part>{_relations('early', 'mid', 'late')})(?: |(?<=-)|-)"
    beginnings = _CLOCK_DIGITS + first_letters(_words_for("early", "mid", "late"), words_of("day_parts"), _CLOCK_WORDS)
    return f"(?:{beginning_in(beginnings, rf'{part}|(?P<before>{time}){joint}')})?"


def _after() -> str:
    """Return the words after a date that name a time of its day."""
    one = rf"(?:(?:in the |during the |at |in )?{_part_of_day()}|{_clock()})"
    zone = r"(?: ?\(?(?:[ecmp][sd]t|gmt|utc|et|ct|pt|local time)\b\)?)?"
    return rf"(?P<after>(?:(?:'s)?(?:(?:,| -)? |-)(?:at )?{one}{zone}){{0,2}})"


@cache
def _shapes() -> dict[str, str]:
    """Return the rules, most telling first.

    Groups: y year, ys and yw its last two digits, yrel "last year", m month, d day, m2 and d2 the end of a range,
    wd weekday, rel relation, n number of units, unit; a b the parts of a numeric date.
    """
    full_months, short_months = (one_of(words_of("months", "word", form=form)) for form in ("full", "short"))
    full_weekdays, short_weekdays = (one_of(words_of("weekdays", "word", form=form)) for form in ("full", "short"))
    # a full stop belongs to an abbreviation only
    months, weekdays = rf"(?:{full_months}\b|{short_months}\b\.?)", rf"(?:{full_weekdays}\b|{short_weekdays}\b\.?)"
    units, which = one_of(words_of("date_units", "word")), _relations("last", "this", "next")
    number = rf"(?:{one_number()}|{one_of(words_of('vague_numbers'))}|an|a)"
    wd = rf"(?:(?:{which} )?(?P<wd>{weekdays}),? ?(?:the )?\(?)?"
    of_year = rf"(?:,? ?(?:of )?(?:(?P<y>{_YEAR})|'(?P<ys>\d\d)\b)|,? (?:of )?(?P<yrel>{which}) year\b)?"
    wire_year = r",? (?P<yw>\d\d)(?=\s*(?:[(,;.\]-]|\Z))"
    month, month2 = f"(?P<m>{months})", f"(?P<m2>{months})"
    day, day2 = rf"(?P<d>{_DAY})", rf"(?P<d2>{_DAY})"
    span, days = "(?:(?:from|between) )?", rf"(?:, ?{_DAY}){{0,6}},?{_TO}"
    one, many = one_of(words_of("date_units", "word", many="")), one_of(words_of("date_units", "word", many="yes"))
    back, ahead = _relations("back"), _relations("ahead")
    behind = rf"(?= ?(?:[^\w\s]|\d|\n|\Z|{one_of(read_terms('after_dates'))}\b))"
    counted = rf"(?P<n>(?>{number}))(?: |-)(?P<unit>{units})\b"
    twice = _relations("twice")
    week = rf"(?:,? (?:of )?(?P<wrel>{which}|{_relations('before', 'after')}) week\b)?"
    return {
        "iso": r"(?P<y>\d{4})(?P<sep>[-/.])(?P<m>[01]?\d)(?P=sep)(?P<d>[0-3]?\d)(?:t\d\d:\d\d\S*)?(?![\d/-])",
        "dashed": rf"{day}(?P<sep>[-/.])(?P<m>{full_months}|{short_months})(?P=sep)(?P<y>\d{{4}}|\d\d)(?![\d/-])",
        "numeric": rf"{wd}(?P<a>\d{{1,2}})(?P<sep>[-/.])(?P<b>\d{{1,2}})(?P=sep)(?P<y>\d{{4}}|\d\d)(?![\d/-])",
        "month_days": rf"{span}{wd}{month}(?: |(?<=\.)){day}{_TO}{month2} {day2}{of_year}",
        "days_month": rf"{span}{wd}{day} (?:of )?{month}{_TO}{day2} (?:of )?{month2}(?:{wire_year}|{of_year})",
        "month_day": rf"{span}{wd}(?:{which} )?{month}(?: |(?<=\.))(?:the )?{day}(?:{days}{day2}{behind})?{of_year}",
        "day_month": rf"{span}{wd}{day}(?:{days}{day2})? (?:of )?{month}(?:{wire_year}|{of_year})",
        "two_months": rf"{span}(?P<m>{full_months})\b(?: ?- ?| to | through | and )(?P<m2>{full_months})\b{of_year}",
        "month": rf"(?:(?P<rel>{which}) )?(?P<m>{months}){of_year}",
        "season": rf"(?:(?P<rel>{which}) )?(?P<season>{one_of(words_of('seasons', 'word'))})\b{of_year}",
        "holiday": rf"(?P<words>{one_of(words_of('holidays'))})\b{of_year}",
        "years": rf"{span}(?P<y>{_YEAR_BARE})(?: ?- ?| to | through | and )(?P<y2>{_YEAR_BARE}|\d\d(?!\d))",
        "decade": r"(?P<y>1[5-9]\d0|20\d0)'?s\b|'(?P<ys>\d0)s\b",
        "year": rf"(?P<y>{_YEAR})",
        "word": f"(?P<word>{one_of(words_of('date_words'))})\\b",
        "recurrent": rf"(?P<every>{_relations('every')}) (?:{full_weekdays}|{units})\b|{full_weekdays}s\b",
        "weekday": rf"(?:(?P<rel>{which}) )?(?P<wd>{weekdays})(?!s)(?:{week}| (?P<twice>{twice})\b)",
        "counted": rf"(?:{counted}|(?P<units>{many})) (?P<rel>{_relations('ago', 'earlier', 'later')})\b",
        "stretch": rf"(?P<rel>{back}|{ahead}) (?:(?P<n>{number})(?: |-)(?P<unit>{units})|(?P<units>{many}))\b",
        "event": rf"(?P<rel>{_relations('same', 'before', 'after')}) (?P<unit>{one})\b",
        "event_behind": rf"the (?P<unit>{one}) (?P<rel>{_relations('earlier', 'later')})\b(?! last\b)",
        "unit": rf"(?P<rel>{which}) (?P<unit>{one})\b|the (?P<bare>{one})\b(?: (?P<twice>{twice})\b)?",
        "time": rf"{_clock()}(?:,? (?:in the )?{_part_of_day()})?",
    }


@cache
def _beginnings() -> dict[str, str]:
    """Return the characters that each rule can begin with; most rules are told from a word by its first letter."""
    months, weekdays = (first_letters(words_of(table, "word")) for table in ("months", "weekdays"))
    which, units = first_letters(_words_for("last", "this", "next")), first_letters(words_of("date_units", "word"))
    span = first_letters(("from", "between"))
    number = r"\d." + first_letters(words_of("number_words", "word"), words_of("vague_numbers"), ("a", "an"))
    dated = span + weekdays + which
    clock = _CLOCK_DIGITS + first_letters(words_of("day_parts"), _CLOCK_WORDS)
    return {
        "iso": r"\d",
        "dashed": r"\d",
        "numeric": rf"\d{weekdays}{which}",
        "month_days": f"{dated}{months}",
        "days_month": rf"\d{dated}",
        "month_day": f"{dated}{months}",
        "day_month": rf"\d{dated}",
        "two_months": f"{span}{months}",
        "month": f"{which}{months}",
        "season": which + first_letters(words_of("seasons", "word")),
        "holiday": first_letters(words_of("holidays")),
        "years": rf"\d{span}",
        "decade": r"\d'",
        "year": r"\d",
        "word": first_letters(words_of("date_words")),
        "recurrent": weekdays + first_letters(_words_for("every")),
        "weekday": which + weekdays,
        "counted": f"{number}{units}",
        "stretch": first_letters(_words_for("back", "ahead")),
        "event": first_letters(_words_for("same", "before", "after")),
        "event_behind": "t",
        "unit": f"t{which}",
        "time": clock,
    }


@cache
def date_pattern() -> re.Pattern[str]:
    """Return all rules as one expression, without what may stand after a date; the last group is named after the rule.

    It has few groups, as the marks of all of them are kept at each branch: what a rule found is read by its own pattern
    (`rule_patterns`), from the empty group `begin` on.
    """
    rules = []
    for rule, shape in _shapes().items():
        bare = re.sub(r"\(\?P<(?!sep>)\w+>", "(?:", shape).replace("(?P<sep>", f"(?P<{rule}_sep>")
        bare = bare.replace("(?P=sep)", f"(?P={rule}_sep)")
        rules.append(beginning_in(_beginnings()[rule], f"(?:{bare})(?P<{rule}>)"))
    body = f"{_before()}(?P<begin>)(?:{'|'.join(rules)})"
    return re.compile(rf"(?<![\w$€£])(?<!\d[-'./,:])(?<!\w[-'])(?:{spaced(body)})")


@cache
def rule_patterns() -> Mapping[str, re.Pattern[str]]:
    """Return the pattern of each rule with its groups."""
    return {rule: re.compile(spaced(shape)) for rule, shape in _shapes().items()}


@cache
def after_pattern() -> re.Pattern[str]:
    """Return the pattern of what may stand after a date, as group `after`; it matches anywhere."""
    return re.compile(spaced(_after()))


@cache
def date_vocabulary() -> Vocabulary:
    """Return the words that `date_pattern` may match, so that it is tried at few places.

    A number anchors a date where it may be a year, a time or a numeric date: 1998, 3/11, 2:30, 2pm, '90s.
    """
    anchors = [w for table in ("months", "weekdays", "seasons", "date_units") for w in words_of(table, "word")]
    anchors += [w for table in ("day_parts", "date_words", "holidays") for w in words_of(table)]
    anchors += [f"{weekday}s" for weekday in words_of("weekdays", "word", form="full")]
    anchors += ["am", "pm", "p.m.", "a.m.", "m", "o'clock", "s"]
    others = [*words_of("number_words", "word"), *words_of("vague_numbers"), *words_of("date_relations")]
    others += [
        "between",
        "from",
        "over",
        "in",
        "during",
        "on",
        "of",
        "the",
        "at",
        "through",
        "until",
        "and",
        "local",
        "p",
    ]
    return vocabulary(anchors, others, read_terms("frequent_words"), number=r"\d{4}|\d+\.\d", signs="'’‘")


def may_be_in_date(word: str) -> bool:
    """Say whether a word in lower case can be part of a date at all."""
    return date_vocabulary().letters[word] != "x"

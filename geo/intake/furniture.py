"""What of a page is not article text: share buttons, pagers, tickers, stamps, bylines, credits, link lists, repeats.

The rules hold for any site; their words are in geo/lexicon/furniture.tsv. They lean towards keeping: what is blanked
must be furniture by its form or its words, and a sentence of the article is worth more than a clean page.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from geo.intake.lines import Line, read_lines, words_of
from geo.intake.page_words import page_words, term_at, terms_by_first_word
from geo.intake.stamps import read_stamp
from geo.records import Span

#: Lines longer than this are prose: only their sentences, stamps and credits are looked at.
_MAX_WORDS = 40
#: Longest line "Source: …" that is a credit, not a sentence.
_KEY_WORDS = 25
#: A paragraph, for telling where the article begins.
_BODY_WORDS = 18

_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"\d+(?:[.,']\d+)*")
_PAGER = re.compile(
    r"(?:viewing|showing|displaying)?\s*(?:page|pages|results?|image|photo|slide|items?|entries)?\s*\d+\s*"
    r"(?:(?:[-–—]|to)\s*\d+\s*)?(?:of|/|из|de|von)\s*/?\s*\d+\s*(?:pages?|results?|items?|entries|photos?|images?)?"
    r"|(?:[«‹<←]+\s*)?(?:prev(?:ious)?\s*)?(?:\d{1,4}[\s|.…]+){2,}(?:\d{1,4}|…)?\s*(?:next|last)?(?:\s*[»›>→]+)?",
    re.IGNORECASE,
)
#: "EUR/USD = 1.08 0.2%", "BRENT 81.20 +0.4", "DJIA 38,000.10 -1.2%", with any bullet, one or several in a line
_TICKER = re.compile(
    r"(?:[^\w\s]*\s*(?:[A-Z]{3}/[A-Z]{3}|[A-Z&]{2,8})\s*[=:]?\s*[$€£₽]?\s*[+−-]?\d++(?:[.,]\d++)*+"
    r"(?:[ \t]*+[(]?[▲▼↑↓+−-]?[ \t]*+\d++(?:[.,]\d++)*+[ \t]*+%?[)]?)*+[\s|•·]*+)++"
)
_TICKER_SIGN = re.compile(r"\d[.,]\d|%")
_ADDRESS = re.compile(
    r"(?:https?://|www\.|pic\.twitter\.com/|t\.me/)[^\s<>\"”)\]]+|(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)+"
)
_HANDLE = re.compile(r"@\w{2,}")
_POST_SIGNATURE = re.compile(r"[—–-]+\s*[^\n—–]{2,60}?\(@\w+\)\s*(?:[^\W\d_]{3,9}\.?\s+\d{1,2},\s+\d{4})?")
_COPYRIGHT = re.compile(
    r"\(?\s*(?:TM\s+and\s+)?(?:©|\(c\)|copyright\b)\s*(?:©|\(c\)|copyright\b)?\s*(?:by\s+)?(?:19|20)\d\d\b[^\n\r]{0,300}"
    r"|\bcopyright\b[^\n\r]{0,80}?\ball rights reserved\b[^\n\r]{0,200}",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"\W*(?:story\s+|posted\s+|written\s+|reported\s+)?(?:by|BY|By)\b:?\s+(?P<names>\S.*)", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"[.!?…؟۔。][\"'”’»)\]]*(?=\s|$)")
_ENDS_LIKE_PROSE = re.compile(r"[.!?…:;,؟۔。][\"'”’»)\]]*$")
#: Markdown's marks: headings, emphasis, links (their text stays), images, rules of code
_MARKUP = re.compile(
    r"^[ \t]*#{1,6}(?=\s)|\*{1,3}(?=\S)|(?<=\S)\*{1,3}|(?<!\w)_{1,3}(?=\w)|(?<=\w)_{1,3}(?!\w)|^[ \t]*>+|`+"
    r"|!\[[^\[\]\n]{0,200}\]\([^()\n]{0,500}\)|\[(?=[^\[\]\n]{1,200}\]\()|\]\([^()\n]{0,500}\)",
    re.MULTILINE,
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufffe\uffff\ud800-\udfff]")
#: marks of an encyclopaedia: "[12]", "[9]:7", "[ edit ]"
_REFERENCE = re.compile(r"(?<=\S)\[\d{1,3}\](?::\d+)?|\[\s*(?:edit|citation needed)\s*\]")
#: "Photo: A. Name Image 2 of 8 Caption Close": counters of a gallery between its captions
_GALLERY = re.compile(
    r"(?:\bPhoto: [^\n.:]{0,60}?)?\b(?:Image|Photo|Slide) \d{1,3} of (?:/ )?\d{1,3}\b(?: Caption Close)?"
)
_DURATION = re.compile(r"(\d):(\d{2})\s+(?![ap]\.?m\b)[^\W\d]")
_LIST_MARK = re.compile(r"[•*+·▪►»>–—-]\s*|\d{1,2}:\d{2}\s")


def furniture(text: str, lines: Sequence[Line] | None = None) -> tuple[Span, ...]:
    """Return the stretches of an article's page that are not its text, in order and without overlaps.

    `lines` are those of the text that are looked at; None: all.
    """
    lines = read_lines(text) if lines is None else lines
    return merged([*_page_furniture(text, lines), *repeats(lines)])


def page_furniture(text: str, lines: Sequence[Line]) -> tuple[Span, ...]:
    """Return the furniture that is told by its own words and form, so that it holds for a page of several articles."""
    return merged(_page_furniture(text, lines))


def repeats(lines: Sequence[Line]) -> Iterator[Span]:
    """Yield lines that stand in the text before: titles at the end of a page, captions of a gallery.

    Short lines may well be said twice ("shot in the arm" of two people); only the first line of a page, its title,
    is furniture when it comes again.
    """
    seen: set[tuple[str, ...]] = set()
    for i, line in enumerate(lines):
        if line.words in seen and not line.continues:
            yield Span(line.start, line.end)
        if len(line.words) >= (3 if i == 0 else 8):
            seen.add(line.words)


def markup(text: str) -> tuple[Span, ...]:
    """Return the marks of Markdown in a text, without the words they mark."""
    return tuple(Span(m.start(), m.end()) for m in _MARKUP.finditer(text))


def _page_furniture(text: str, lines: Sequence[Line]) -> Iterator[Span]:
    body = next((i for i, line in enumerate(lines) if line.continues or _is_paragraph(line)), len(lines))
    taken = set()
    for i, line in enumerate(lines):
        wrapped = line.continues or (i + 1 < len(lines) and lines[i + 1].continues)
        if is_mechanical(line.text, line.words) or (not wrapped and is_furniture_line(line, in_head=i <= body)):
            taken.add(i)
        else:
            yield from _within(text, line)
    taken.update(_link_lists(lines, body), _menus(lines), _video_lists(lines))
    yield from (Span(lines[i].start, lines[i].end) for i in taken)
    yield from (Span(m.start(), m.end()) for m in _CONTROL.finditer(text))


def blanked(text: str, spans: Iterable[Span]) -> str:
    """Return the text with the spans replaced by spaces, line ends kept: as long as before, character for character."""
    parts = []
    position = 0
    for span in spans:
        parts.append(text[position : span.start])
        parts.append(re.sub(r"[^\r\n]", " ", text[span.start : span.end]))
        position = span.end
    parts.append(text[position:])
    return "".join(parts)


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return spans in order, those that overlap joined."""
    result: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        if result and span.start <= result[-1].end:
            result[-1] = Span(result[-1].start, max(result[-1].end, span.end))
        else:
            result.append(span)
    return tuple(result)


def is_mechanical(line: str, words: Sequence[str]) -> bool:
    """Whether a line has no words, or is a pager or a ticker: no prose, however its lines are broken."""
    if len(line) > 400:
        return False
    if not words or all(_NUMBER.fullmatch(word) for word in words):
        return True
    return is_pager(line) or (_TICKER.fullmatch(line) is not None and _TICKER_SIGN.search(line) is not None)


def is_furniture_line(line: Line, *, in_head: bool) -> bool:
    """Whether a whole line is furniture by its words. `in_head`: no paragraph of the article stands before it."""
    words, text = line.words, line.text
    if len(words) > _MAX_WORDS:
        return False
    if _is_all("line", words) or term_at("start", words, 0) or (len(words) <= _KEY_WORDS and _has_key(text, words)):
        return True
    has_address = "@" in text or "/" in text or "www." in text
    if has_address and not _ADDRESS.sub("", _HANDLE.sub("", text)).strip(" \t:|,.()-–—/"):
        return True
    if in_head and _is_all("label", words) and len(words) <= 6:
        return True
    if term_at("before_link", words, 0) and not _ENDS_LIKE_PROSE.search(text):
        return True
    may_be = has_address or "by" in words or _DIGIT.search(text) is not None
    return may_be and _is_stamp_or_byline(text, in_head=in_head)


def is_pager(text: str) -> bool:
    """Whether a line does nothing but count the pages or entries of a listing."""
    return _PAGER.fullmatch(text.strip()) is not None


def is_byline(text: str) -> bool:
    """Whether a stretch of text does nothing but name who wrote the article."""
    match = _BYLINE.fullmatch(text.strip())
    if match is None:
        return False
    names = match["names"].split()
    if len(names) > 12 or any(
        word.strip(",.").lower() in page_words("clock") - page_words("connector") for word in names
    ):
        return False
    if text.isupper() and len(names) > 6:
        return False
    return all(not word[0].isalpha() or word[0].isupper() or word.lower() in page_words("connector") for word in names)


def _is_paragraph(line: Line) -> bool:
    return len(line.words) >= _BODY_WORDS and _ENDS_LIKE_PROSE.search(line.text) is not None


def _is_all(kind: str, words: Sequence[str]) -> bool:
    """Whether words are nothing but terms of a kind, and numbers: "Facebook Twitter Email", "Comments (12)"."""
    rest = tuple(words)
    i = 0
    while i < len(rest):
        step = term_at(kind, rest, i) or int(_NUMBER.fullmatch(rest[i]) is not None)
        if not step:
            return False
        i += step
    return True


def _has_key(line: str, words: tuple[str, ...]) -> bool:
    """Whether a line opens with a key and a colon: "Tags: fire, flood"."""
    length = term_at("key", words, 0)
    if not length:
        return False
    head = re.match(rf"\W*(?:[^\W_]+[\W_]+?){{0,{4 * length}}}?[^\W_]+\s*:", line[:60])
    return head is not None and len(re.findall(r"[^\W_]+(?:['’.][^\W_]+)*", head.group())) == length


def _is_stamp_or_byline(line: str, *, in_head: bool) -> bool:
    """Whether a line is made of stamps, bylines and addresses alone; an unlabelled date is a stamp in the head only."""
    parts = [part.strip() for part in re.split(r"\s*[|•·]\s*|(?<=[a-z])\.\s+|\s{2,}|\t", line) if part.strip()]
    return bool(parts) and all(_is_stamp_part(part, in_head=in_head) for part in parts)


def _is_stamp_part(part: str, *, in_head: bool) -> bool:
    part = part.strip("*_ ")
    if is_byline(part):
        return True
    stamp = read_stamp(part, 0, len(part))
    if stamp is not None and (stamp.is_labelled or in_head) and not part[stamp.end :].strip(" \t().,;:|-–—]"):
        return True
    return _ADDRESS.fullmatch(part) is not None or _HANDLE.fullmatch(part) is not None


def _within(text: str, line: Line) -> Iterator[Span]:
    """Yield furniture inside a line that is not furniture as a whole."""
    content = line.text
    patterns = []
    if "." in content and ("@" in content or "/" in content or "www." in content):
        patterns += [_ADDRESS, _POST_SIGNATURE]
    if "(" in content or "[" in content:
        patterns += [_credit_pattern(), _REFERENCE]
        yield from _bracketed_stamps(line)
    if " of " in content and _GALLERY.search(content):
        patterns.append(_GALLERY)
    for pattern in patterns:
        yield from (Span(line.start + m.start(), line.start + m.end()) for m in pattern.finditer(content))
    if "©" in content or "opyright" in content or "(c)" in content or "COPYRIGHT" in content or "(C)" in content:
        for match in _COPYRIGHT.finditer(content):
            if len(match.group().split()) <= _MAX_WORDS:
                yield Span(line.start + match.start(), line.start + match.end())
    stamp = read_stamp(text, line.start, line.end) if term_at("stamp", line.words, 0) else None
    if stamp is not None and ":" in text[stamp.start : stamp.start + 30]:
        yield Span(stamp.start, stamp.end)
    if not _phrase_firsts().isdisjoint(line.words) and _holds_phrase(line.words):
        yield from _sentences_with_phrases(line)


def _bracketed_stamps(line: Line) -> Iterator[Span]:
    """Yield "(Published 4 May 2021)" wherever it stands."""
    for match in re.finditer(r"\([^()\n\r]{6,90}\)", line.text):
        inner = match.group()[1:-1].strip()
        stamp = read_stamp(inner, 0, len(inner))
        if stamp is not None and stamp.is_labelled and stamp.end >= len(inner) - 1:
            yield Span(line.start + match.start(), line.start + match.end())


@cache
def _credit_pattern() -> re.Pattern[str]:
    """Return the pattern of credits in brackets: "(Photo: A. Name/Agency)", "(Agency Photo)"."""
    terms = "|".join(re.escape(term) for term in sorted(page_words("credit"), key=len, reverse=True))
    return re.compile(
        rf"[(\[]\s*(?:{terms})\b\s*[:/|–—-][^()\[\]\n\r]{{0,100}}[)\]]"
        rf"|[(\[][^()\[\]\n\r.]{{0,50}}\b(?:photo|image|file)(?:/[^()\[\]\n\r]{{0,60}})?[)\]]",
        re.IGNORECASE,
    )


@cache
def _phrase_firsts() -> frozenset[str]:
    return frozenset(term.split()[0] for term in page_words("phrase"))


def _holds_phrase(words: tuple[str, ...]) -> bool:
    first = terms_by_first_word("phrase")
    return any(term_at("phrase", words, i) for i, word in enumerate(words) if word in first)


def _sentences_with_phrases(line: Line) -> Iterator[Span]:
    begin = 0
    ends = [match.end() for match in _SENTENCE_END.finditer(line.text)]
    if not ends or ends[-1] < len(line.text):
        ends.append(len(line.text))
    for end in ends:
        words = words_of(line.text[begin:end])
        if len(words) <= _MAX_WORDS and _holds_phrase(words):
            yield Span(line.start + begin, line.start + end)
        begin = end


def _link_lists(lines: Sequence[Line], body: int) -> Iterator[int]:
    """Yield the headings of link lists and the links below them. Above the article a heading is only a label."""
    for i, line in enumerate(lines):
        if not _heads_links(line):
            continue
        yield i
        if i > body:
            yield from _links_below(lines, i)


def _heads_links(line: Line) -> bool:
    words = line.words
    if not 0 < len(words) <= 7 or line.continues or _SENTENCE_END.search(line.text):
        return False
    length = term_at("links", words, 0)
    return length == len(words) or (length > 1 and len(words) - length <= 3) or (length > 0 and line.text.endswith(":"))


def _links_below(lines: Sequence[Line], heading: int) -> Iterator[int]:
    marked = heading + 1 < len(lines) and _LIST_MARK.match(lines[heading + 1].text) is not None
    below = []
    for i in range(heading + 1, min(heading + 31, len(lines))):
        line = lines[i]
        if marked and _LIST_MARK.match(line.text) is None:
            break
        if len(line.words) > 25 or (_ENDS_LIKE_PROSE.search(line.text) and not marked):
            break
        below.append(i)
    # the last one may be the title of the article that follows
    if below and not marked and below[-1] + 1 < len(lines) and lines[below[-1]].is_alone:
        below.pop()
    yield from below


def _menus(lines: Sequence[Line]) -> Iterator[int]:
    """Yield the lines of navigation menus: runs of very short lines, three or more of them known entries."""
    run: list[int] = []
    for i, line in enumerate([*lines, None]):
        if line is not None and 0 < len(line.words) <= 3 and not _ENDS_LIKE_PROSE.search(line.text):
            run.append(i)
            continue
        if sum(" ".join(lines[k].words) in page_words("menu") for k in run) >= 3:
            yield from run
        run = []


def _video_lists(lines: Sequence[Line]) -> Iterator[int]:
    """Yield runs of lines that open with a length of time ("0:45", "2:10") in no order, as the hours of a day are."""
    run: list[tuple[int, int]] = []
    for i, line in enumerate([*lines, None]):
        match = _DURATION.match(line.text) if line is not None else None
        if match is not None:
            run.append((i, int(match.group(1)) * 60 + int(match.group(2))))
            continue
        times = [time for _, time in run]
        if len(run) >= 3 and min(times) < 60 and times not in (sorted(times), sorted(times, reverse=True)):
            yield from (k for k, _ in run)
        run = []

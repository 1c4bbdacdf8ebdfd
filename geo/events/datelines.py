"""Finds the dateline that a sentence opens with: "KABUL, May 3 (Agency) -". A title has none."""

import re
from functools import lru_cache

from geo.events.reading import Sentence

#: words are taken whole (`*+`): tried in parts, a sentence in capitals costs more than all else of an article
_DATELINE = re.compile(
    r"[^\w]*(?:[A-Z][\w.'’-]*+,? ?(?:de |del |la |el |al-|of )?){1,6}"
    r"(?:,? ?\w+\.[a-z]{2,4}\b)?"  # an agency by its domain
    r"(?:\([^)]{1,40}\))?(?:,? ?(?:\w+\.? \d{1,2}|\d{1,2} \w+)(?:,? \d{2,4})?(?:, (?:[A-Z][\w.'’-]*+ ?){1,4})?)? ?"
    r"(?:\([^)]{1,40}\))? ?(?:--|[–—|]|- |: |\.? ?/[A-Z][\w-]+/|(?<=-) |(?<=--))"  # "TUNIS, May 3. /AGENCY/."
)


def is_in_dateline(sentence: Sentence, start: int) -> bool:
    """Say whether a name stands in the dateline: "KABUL, May 3 (Agency) -", "GOMA:"."""
    return start - sentence.span.start < dateline_end(sentence)


def dateline_end(sentence: Sentence) -> int:
    """Return how many characters of a sentence its dateline takes, 0 without one."""
    return 0 if sentence.part == "title" else _dateline_end(sentence.text)


@lru_cache(maxsize=1 << 8)  # asked for each place of a sentence, and again for each incident of the article
def _dateline_end(sentence: str) -> int:
    match = _DATELINE.match(sentence)
    return match.end() if match else 0

"""Which language a text is in. Knows nothing of which languages are analysed (that is `Config.languages`)."""

import re
from functools import cache
from typing import Any

from geo.lexicon import read_terms

#: Characters looked at: detection does not get better with more, only slower.
_SAMPLE = 600
#: Below this many letters the answer is a guess; a Latin text is then left open, which counts as English downstream.
_MIN_LETTERS = 40
#: A title of a dozen words gets about 0.6 of the probability; dialects of one language share theirs.
_MIN_PROBABILITY = 0.4
_LATIN = re.compile(r"[a-zà-öø-ɏ]", re.IGNORECASE)
_NOT_LETTERS = re.compile(r"[\W\d_]+")
#: Letters of Tajik Cyrillic that Russian has not, and none of the other Cyrillic alphabets has all of.
_TAJIK = re.compile(r"[ӣӯҷ]", re.IGNORECASE)
_OTHER_CYRILLIC = re.compile(r"[әөүұіңһѓѕјљњћџђєїґў]", re.IGNORECASE)


def detect_language(text: str) -> str | None:
    """Return the ISO 639-1 code of a text's language, or None where the text is too short or too odd to tell.

    Only the first six hundred characters count. `analyse` reads None as "try it": a short text is most likely in a
    language that is analysed, and a wrong guess would drop it. Texts in capitals are read as if in small letters. The
    answer is the same on every machine: the model is a fixed table.
    """
    sample = _sample(text)
    letters = _NOT_LETTERS.sub("", sample)
    if not letters:
        return None
    if _TAJIK.search(sample) and not _OTHER_CYRILLIC.search(sample):
        return "tg"
    is_short = len(letters) < _MIN_LETTERS
    if is_short and len(_LATIN.findall(letters)) > len(letters) // 2:
        return None
    code, probability = _classify(sample)
    return code if probability >= _MIN_PROBABILITY else None


def _sample(text: str) -> str:
    """Return the beginning of a text in small letters, white space collapsed."""
    return " ".join(text[: _SAMPLE * 4].split())[:_SAMPLE].lower()


def _classify(sample: str) -> tuple[str, float]:
    label, probability = _identifier().classify(sample)
    return str(label), float(probability)


@cache
def _identifier() -> Any:
    """Return the detector, restricted to languages that news is written in; loading it takes most of a second."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(sorted(read_terms("news_languages").intersection(identifier.labels)))
    return identifier

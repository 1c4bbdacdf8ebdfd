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
    if _is_surely_english(sample):
        return "en"
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


def _is_surely_english(sample: str) -> bool:
    """Say whether a sample is so plainly English that the detector, which takes ten times as long, need not be asked.

    Each quarter of it has so many function words of English that no part is in another language. Texts of two
    languages that are mixed word by word may pass.
    """
    words = sample.split()
    if len(words) < _MANY_WORDS or _ALMOST_LATIN.fullmatch(sample) is None:
        return False
    telling, others = read_terms("telling_english"), read_terms("english_function_words")
    told = list(map(telling.__contains__, words))
    known = list(map(bool.__or__, told, map(others.__contains__, words)))
    quarter = -(-len(words) // 4)
    quarters = [known[i : i + quarter] for i in range(0, len(words), quarter)]
    is_told = sum(told) >= _TELLING * len(words) and sum(known) >= _KNOWN * len(words)
    return is_told and min(map(sum, quarters)) >= _KNOWN_IN_EACH * quarter


#: words of a sample whose shares tell something; the shares of telling function words, of all, and of all in a quarter
_MANY_WORDS, _TELLING, _KNOWN, _KNOWN_IN_EACH = 40, 1 / 11, 0.31, 0.2
#: letters with few marks, and whatever stands between words
_ALMOST_LATIN = re.compile(r"[a-z\W\d_à-öø-ÿ]*")


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

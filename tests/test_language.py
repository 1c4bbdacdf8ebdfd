"""The language of a text."""

import pytest

from geo.intake import language
from geo.intake.language import detect_language

TEXTS = [
    ("Police in the coastal city said two men were hurt when a boat exploded in the harbour.", "en"),
    ("TWO MEN HURT WHEN A BOAT EXPLODED IN THE HARBOUR, POLICE IN THE COASTAL CITY SAY", "en"),
    ("Двое мужчин ранены при взрыве лодки в порту, сообщила полиция города.", "ru"),
    ("Двоє чоловіків поранені внаслідок вибуху човна в порту, повідомила поліція.", "uk"),
    ("Ду нафар дар натиҷаи таркиши қаиқ дар бандар захмӣ шуданд, гуфт полис.", "tg"),
    ("Dos hombres resultaron heridos al explotar un barco en el puerto, según la policía.", "es"),
    ("قال مسؤولون إن رجلين أصيبا في انفجار قارب في الميناء", "ar"),
    ("دو مرد در انفجار یک قایق در بندر زخمی شدند", "fa"),
    ("警方称港口一艘船爆炸，两名男子受伤。", "zh"),
]


@pytest.mark.parametrize(("text", "language"), TEXTS)
def test_a_sentence_is_enough_to_tell_the_language(text, language):
    assert detect_language(text) == language


@pytest.mark.parametrize("text", ["", "   \n", "12:30", "Boat blast", "+++ 100 % +++"])
def test_what_is_too_short_to_tell_is_left_open(text):
    assert detect_language(text) is None


def test_only_the_beginning_counts_so_that_long_texts_cost_no_more():
    english = "The harbour was closed for two hours after the explosion, the port authority said. " * 60
    assert detect_language(english + "Двое мужчин ранены при взрыве лодки в порту. " * 500) == "en"


HARBOUR = (
    "The harbour was closed for two hours after the explosion, and the port authority said that boats which were on "
    "their way to the city could not land before the fire was out. Two men were hurt when they tried to leave the boat."
)
DUTCH = (
    "De haven was twee uur gesloten, en de politie zei dat boten die op weg waren naar de stad niet in de haven konden "
    "komen. In de stad is het nu rustig, en er was op de boot van over de grens een brand onder het dek."
)


@pytest.mark.parametrize(
    "text",
    [
        HARBOUR,
        HARBOUR.upper(),
        HARBOUR + " Dos hombres resultaron heridos al explotar un barco en el puerto, según la policía de la ciudad.",
        "Dos hombres resultaron heridos al explotar un barco en el puerto, según la policía de la ciudad. " + HARBOUR,
        DUTCH,
        HARBOUR.replace("the", "der").replace("and", "und"),
    ],
)
def test_what_is_surely_english_is_so_to_the_detector_as_well(text):
    detected = detect_language(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(language, "_is_surely_english", lambda sample: False)
        assert detect_language(text) == detected


def test_most_english_texts_are_told_without_the_detector(monkeypatch):
    monkeypatch.setattr(language, "_classify", pytest.fail)
    assert detect_language(HARBOUR) == "en"

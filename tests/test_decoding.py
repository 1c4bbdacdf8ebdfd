"""Bytes of a file become characters."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.intake.decoding import Decoded, decode

RUSSIAN = "Двое рыбаков ранены при взрыве катера в порту, сообщила полиция. Причину выясняют, порт закрыт."
ARABIC = "أصيب صيادان في انفجار قارب في الميناء مساء الأحد، وقالت الشرطة إن السبب لا يزال مجهولا."
FRENCH = "Deux pêcheurs ont été blessés à Sète — l’explosion d’un bateau a été signalée à 18 h."
POLISH = (
    "Dwóch rybaków zostało rannych w wybuchu łodzi w Gdańsku, podała policja. Śledztwo trwa, część portu zamknięto."
)
TURKISH = "İzmir'de bir teknede meydana gelen patlamada iki balıkçı yaralandı, polis şüphelileri arıyor."
ENGLISH = "Two fishermen were hurt – police called it “an accident”. The café on the pier was closed."

ENCODED = [
    (ENGLISH, "utf-8"),
    (ENGLISH, "utf-8-sig"),
    (ENGLISH, "utf-16"),
    (ENGLISH, "utf-16-le"),
    (RUSSIAN, "utf-16-be"),
    (RUSSIAN, "utf-32"),
    (RUSSIAN, "cp1251"),
    (RUSSIAN, "koi8_r"),
    (RUSSIAN, "cp866"),
    (ARABIC, "cp1256"),
    (FRENCH, "cp1252"),
    (ENGLISH, "cp1252"),
    (POLISH, "cp1250"),
    (TURKISH, "cp1254"),
]


@pytest.mark.parametrize(("text", "encoding"), ENCODED)
def test_a_sentence_or_two_tell_the_encoding(text, encoding):
    decoded = decode(text.encode(encoding))
    assert isinstance(decoded, Decoded)
    assert decoded.text == text


def test_line_ends_stay_as_they_are():
    assert decode(b"one\r\ntwo\rthree\n") == Decoded("one\r\ntwo\rthree\n", "utf-8")


def test_a_byte_order_mark_is_no_character():
    assert decode(b"\xef\xbb\xbfHarbour closed").text == "Harbour closed"


def test_a_stray_byte_does_not_turn_utf8_into_something_else():
    content = RUSSIAN.encode() + b"\xd0"
    assert decode(content).text == RUSSIAN + "\ufffd"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        (b"\x00\x00\x00\x00", "empty"),
        (b"%PDF-1.7\n%\xe2\xe3", "binary"),
        (b"PK\x03\x04\x14\x00word/document.xml", "binary"),
        (bytes(range(256)) * 9, "binary"),
    ],
)
def test_what_is_no_text_is_told_in_words(content, reason):
    told = decode(content)
    assert isinstance(told, str)
    assert reason in told


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_a_text_or_a_reason_and_twice_the_same(content):
    assert decode(content) == decode(content)


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1).filter(str.strip))
def test_what_is_utf8_is_read_as_utf8(text):
    decoded = decode(text.encode())
    assert isinstance(decoded, str) or decoded.text == text.removeprefix("\ufeff")

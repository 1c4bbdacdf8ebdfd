"""The hash of a text: copies of one report share it however they are spaced."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.analysis import text_digest

SPACES = [c for c in map(chr, range(0x3001)) if c.isspace()]


@pytest.mark.parametrize("space", SPACES)
def test_any_white_space_is_as_one_space(space):
    assert text_digest(f"{space}A bus{space}{space} burned {space}in Nadi.{space}") == text_digest(
        "A bus burned in Nadi."
    )


@given(st.text(alphabet=[*SPACES, *"aéж中“", "\u200b", "\0"], max_size=20))
def test_the_digest_is_that_of_the_words_with_single_spaces(text):
    assert text_digest(text) == text_digest(" ".join(text.split()))


def test_other_words_have_another_digest():
    assert text_digest("A bus burned.") != text_digest("A busburned.")

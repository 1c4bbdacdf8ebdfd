"""The configuration file: what it may hold, and what is said of what it may not."""

from datetime import date

import pytest

from geo.config import Config, read_config
from geo.errors import InputError

GOOD = {
    "": Config(),
    "as_of = 2026-03-31": Config(as_of=date(2026, 3, 31)),
    'as-of = "2026-03-31"\nalternatives = 0': Config(as_of=date(2026, 3, 31), alternatives=0),
    'languages = ["en", "ru"]\nhome_countries = ["TJ"]': Config(languages=("en", "ru"), home_countries=("TJ",)),
}
BAD = {
    "colour = 1": "colour",
    "as_of = 'soon'": "as_of",
    "alternatives = 99": "alternatives",
    "alternatives = true": "alternatives",
    "languages = 'en'": "languages",
    "languages = [1]": "languages",
    "as_of = [": "TOML",
}


@pytest.mark.parametrize(("text", "expected"), GOOD.items())
def test_settings_are_read(tmp_path, text, expected):
    path = tmp_path / "incident-mapper.toml"
    path.write_text(text)
    assert read_config(path) == expected


@pytest.mark.parametrize(("text", "named"), BAD.items())
def test_a_bad_setting_is_named(tmp_path, text, named):
    path = tmp_path / "incident-mapper.toml"
    path.write_text(text)
    with pytest.raises(InputError, match=named):
        read_config(path)

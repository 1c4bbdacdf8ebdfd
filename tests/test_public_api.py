"""The public names: there, few, and quick to import."""

import subprocess
import sys
from importlib import import_module

import pytest

import geo


@pytest.mark.parametrize("name", geo.__all__)
def test_every_public_name_is_there_and_documented(name):
    assert getattr(geo, name).__doc__
    assert name in dir(geo)


def test_a_function_keeps_its_name_beside_the_module_of_that_name():
    import_module("geo.merge")
    import_module("geo.analysis")
    assert callable(geo.merge)
    assert callable(geo.analyse)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="colour"):
        _ = geo.colour


@pytest.mark.parametrize(
    ("imported", "not_needed"),
    [
        ("import geo, geo.cli", ["pandas", "folium", "geopandas"]),
        ("import gazetteer", ["folium", "typer", "pandas", "geo"]),
        ("import geo.analysis", ["pandas", "folium", "typer"]),
    ],
)
def test_an_import_brings_no_more_than_it_needs(imported, not_needed):
    code = f"import sys; {imported}; print([m for m in {not_needed} if m in sys.modules])"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"

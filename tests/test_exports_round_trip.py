"""What is exported comes back the same from every format that can be read."""

import json
from datetime import date

import geopandas
import geopandas.testing
import pytest
from exported import as_exported, export, table
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made import incident, report

import geo
from geo.columns import COLUMNS
from geo.errors import InputError, MissingError
from geo.exports import FORMATS, Export, write_export, write_file
from geo.exports.read import read_incidents
from geo.records import Count
from geo.table import to_geodataframe, validate

READABLE = ("geojson", "geojsonl", "gpkg", "fgb", "parquet")


def came_back(name, frame, folder):
    path = write_export(name, Export(frame), folder)
    return read_incidents(path)


@pytest.mark.parametrize("name", READABLE)
def test_nothing_is_lost(name, tmp_path):
    back = came_back(name, table(), tmp_path)
    geopandas.testing.assert_geodataframe_equal(back, as_exported(table()))
    validate(back)


@pytest.mark.parametrize("name", READABLE)
def test_no_incidents_come_back_as_a_table_without_rows(name, tmp_path):
    back = came_back(name, to_geodataframe([]), tmp_path)
    assert len(back) == 0
    assert [str(dtype) for dtype in back.dtypes] == [*(column.dtype for column in COLUMNS), "geometry"]


@pytest.mark.parametrize("name", READABLE)
def test_where_nothing_is_located_nothing_is_located_afterwards(name, tmp_path):
    back = came_back(name, to_geodataframe([incident(report("a"))]), tmp_path)
    assert back.geometry.tolist() == [None]


@pytest.mark.parametrize("name", READABLE)
def test_what_is_read_back_can_be_exported_again_to_the_same_bytes(name, tmp_path):
    first = write_export(name, Export(table()), tmp_path / "1")
    second = write_export(name, Export(read_incidents(first)), tmp_path / "2")
    assert first.read_bytes() == second.read_bytes()


TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)
DAYS = st.dates(date(1700, 1, 1), date(2250, 1, 1))
FIGURES = st.none() | st.integers(0, 2**40)


@st.composite
def cores(draw):
    low, high = sorted((draw(DAYS), draw(DAYS)))
    at = draw(st.none() | st.tuples(st.floats(-90, 90), st.floats(-180, 180)))
    core = report(
        draw(st.text("0123456789abcdef", min_size=4, max_size=16)),
        on=low.isoformat(),
        until=high.isoformat(),
        at=at,
        location=draw(st.none() | TEXTS),
        weapons=tuple(draw(st.lists(TEXTS, max_size=2))),
        killed=draw(st.none() | st.builds(Count, st.none(), FIGURES, st.none())),
        text=draw(TEXTS),
        place_score=draw(st.none() | st.floats(0, 1)),
    )
    return incident(core)


@settings(
    max_examples=3, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(made=st.lists(cores(), max_size=5, unique_by=lambda each: each.id))
def test_any_table_comes_back_the_same(made, tmp_path):
    frame = to_geodataframe(made)
    for name in READABLE:
        geopandas.testing.assert_geodataframe_equal(came_back(name, frame, tmp_path), as_exported(frame))


@pytest.mark.parametrize("name", FORMATS)
def test_equal_exports_give_equal_bytes(name, tmp_path):
    paths = [write_export(name, export(), tmp_path / folder) for folder in ("1", "2")]
    assert paths[0].name == FORMATS[name].file
    assert paths[0].read_bytes() == paths[1].read_bytes()


@pytest.mark.parametrize("name", FORMATS)
def test_a_faulty_table_leaves_the_old_file_and_nothing_beside_it(name, tmp_path):
    path = tmp_path / FORMATS[name].file
    path.write_text("old")
    with pytest.raises(InputError):
        write_export(name, Export(table().assign(confidence=7.0)), tmp_path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_is_left_beside_the_file(name, tmp_path):
    path = write_export(name, export(), tmp_path)
    assert list(tmp_path.iterdir()) == [path]
    assert path.stat().st_size > 0


def test_columns_of_somebody_else_are_left_out(tmp_path):
    path = write_export("geojson", Export(table()), tmp_path)
    collection = json.loads(path.read_text())
    for feature in collection["features"]:
        feature["properties"]["mine"] = 1
    path.write_text(json.dumps(collection))
    assert "mine" not in read_incidents(path).columns


@pytest.mark.parametrize(
    ("file", "content", "error", "words"),
    [
        ("a.shp", "x", InputError, "expected one of"),
        ("a.geojson", "{", InputError, "cannot be read"),
        ("a.geojson", '{"type": "Feature"}', InputError, "no GeoJSON FeatureCollection"),
        ("a.gpkg", "x", InputError, "cannot be read"),
        ("a.parquet", "x", InputError, "cannot be read"),
        ("a.geojsonl", '{"geometry": null, "properties": {"id": "a"}}', InputError, "lacks aliases"),
    ],
)
def test_what_is_no_export_is_named(file, content, error, words, tmp_path):
    (tmp_path / file).write_text(content)
    with pytest.raises(error, match=words):
        read_incidents(tmp_path / file)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(MissingError, match=r"none\.gpkg"):
        read_incidents(tmp_path / "none.gpkg")


def test_an_unknown_format_is_named(tmp_path):
    with pytest.raises(InputError, match="shp: no such format"):
        write_export("shp", export(), tmp_path)


def test_a_file_may_have_any_name(tmp_path):
    write_file("csv", export(), tmp_path / "week 3.csv")
    assert (tmp_path / "week 3.csv").is_file()


def test_the_reader_is_part_of_the_package():
    assert geo.read_incidents is read_incidents


@pytest.mark.parametrize("name", FORMATS)
def test_incidents_written_in_parts_give_the_same_file(name, tmp_path, monkeypatch):
    whole = write_export(name, export(), tmp_path / "whole")
    monkeypatch.setattr("geo.exports.cells.ROWS_AT_ONCE", 1)
    parts = write_export(name, export(), tmp_path / "parts")
    if name == "parquet":  # each part is a row group of its own
        geopandas.testing.assert_geodataframe_equal(read_incidents(parts), read_incidents(whole))
    else:
        assert parts.read_bytes() == whole.read_bytes()

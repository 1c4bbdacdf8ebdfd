"""CSV that spreadsheets open without running it, and that keeps numbers as numbers."""

import csv
import io

import pandas as pd
import pytest
from exported import HOSTILE, export, table

from geo.columns import COLUMNS
from geo.exports import write_export
from geo.exports.harmless import harmless
from geo.exports.table_csv import write_csv
from geo.lexicon import read_table


def lines(tmp_path, **options):
    path = tmp_path / "incidents.csv"
    write_csv(export(), path, **options)
    return path.read_bytes().decode("utf-8-sig"), path


def test_excel_is_told_that_it_is_utf_8(tmp_path):
    _, path = lines(tmp_path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbfid,")
    _, path = lines(tmp_path, bom=False)
    assert path.read_bytes().startswith(b"id,")


def test_pandas_reads_the_table_and_empty_is_not_zero(tmp_path):
    _, path = lines(tmp_path)
    read = pd.read_csv(path, parse_dates=["date_start", "time_end"], dtype={"killed_best": "Int64"})
    assert list(read.columns) == [*(column.name for column in COLUMNS), "longitude", "latitude"]
    assert read["killed_best"].tolist() == [0, pd.NA, pd.NA]
    assert read["longitude"].tolist()[0] == 140.1235
    assert read["longitude"].isna().tolist() == [False, True, False]
    assert read["civilian_targeting"].tolist() == [False, False, False]
    assert str(read["time_end"][0]) == "2024-03-05 23:59:59+00:00"


def test_a_formula_becomes_text_and_its_text_stays(tmp_path):
    text, _ = lines(tmp_path)
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert rows[1]["location"] == "'" + HOSTILE


@pytest.mark.parametrize("cell", ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\tx", "\rx", "＝1", " =1", "-", "+1 555", "-5%"])
def test_what_a_spreadsheet_may_run_is_quoted(cell):
    assert harmless(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["-5", "+3", "-0.25", "-1e-5", "", "a=b", "5-6", "'x", "Tern Bay", "１"])
def test_numbers_and_plain_texts_stay(cell):
    assert harmless(cell) == cell


def test_negative_coordinates_stay_numbers(tmp_path):
    text, _ = lines(tmp_path)
    assert [row["latitude"] for row in csv.DictReader(io.StringIO(text))] == ["-3.5", "", "61.2"]


def test_well_known_text_on_request(tmp_path):
    text, _ = lines(tmp_path, wkt=True)
    assert [row["wkt"] for row in csv.DictReader(io.StringIO(text))] == [
        "POINT (140.1235 -3.5)",
        "",
        "POINT (-150.5 61.2)",
    ]


def test_tags_of_the_humanitarian_exchange_language_on_request(tmp_path):
    text, _ = lines(tmp_path, hxl=True)
    header, tags, *rows = csv.reader(io.StringIO(text))
    named = dict(zip(header, tags, strict=True))
    assert named["latitude"] == "#geo+lat"
    assert named["killed_best"] == "#affected+killed"
    assert named["place_reason"] == ""
    assert len(rows) == len(table())


def test_every_tag_is_of_a_column_and_well_formed():
    known = {column.name for column in COLUMNS} | {"longitude", "latitude", "wkt"}
    for row in read_table("hxl_tags"):
        assert row["column"] in known
        assert row["tag"].startswith("#")
        assert row["tag"].replace("#", "").replace("+", "").replace("_", "").isalnum()


def test_options_of_the_command_line_reach_the_file(tmp_path):
    path = write_export("csv+hxl+nobom+wkt", export(), tmp_path)
    header, tags, *_ = csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))
    assert (path.name, header[0], header[-1], tags[-2]) == ("incidents.csv", "id", "wkt", "#geo+lat")

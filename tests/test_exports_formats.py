"""KML, Excel, the CSV of other projects, TimeMap, GeoJSON: what each promises beside the round trip."""

import csv
import json
import math
import re
import zipfile
from xml.etree import ElementTree as ET

import geojson_validator
import openpyxl
import pyarrow.parquet
import pyogrio
import pytest
from exported import HOSTILE, articles, export, incidents, table
from made import actor, exactly, incident, report

from geo.columns import COLUMNS
from geo.errors import InputError, MissingError
from geo.exports import FORMATS, Export, Format, chosen_formats, write_export
from geo.exports.styles import COLOURS
from geo.records import Count
from geo.table import to_geodataframe

KML = {"k": "http://www.opengis.net/kml/2.2"}


def written(name, tmp_path, *made):
    return write_export(name, Export(to_geodataframe(made)) if made else export(), tmp_path)


# ------------------------------------------------------------------------------------------------------ registry


@pytest.mark.parametrize(
    ("given", "chosen"),
    [
        ("csv", ("csv",)),
        (" GPKG, csv,csv ", ("csv", "gpkg")),
        ("qgis", ("gpkg", "qgis")),
        ("", ()),
        (["kml"], ("kml",)),
        ("csv+wkt+HXL", ("csv+hxl+wkt",)),
        ("csv+wkt, csv, csv+nobom", ("csv+nobom+wkt",)),
    ],
)
def test_formats_are_chosen_by_name_with_what_they_need(given, chosen):
    assert chosen_formats(given) == chosen


def test_all_are_all_that_are_installed(monkeypatch):
    assert chosen_formats("all") == tuple(sorted(FORMATS))
    monkeypatch.setitem(FORMATS, "later", Format("x", "x:y", "", extra="later", imports="no_such_module"))
    assert "later" not in chosen_formats("all")
    with pytest.raises(MissingError, match=r"incident-mapper\[later\]"):
        chosen_formats("later")


def test_a_format_that_nobody_knows_is_named_with_those_that_are():
    with pytest.raises(InputError, match=r"shp, dbf|dbf, shp"):
        chosen_formats("shp,dbf")


@pytest.mark.parametrize(("given", "words"), [("csv+xyz", "csv has no option xyz; it has wkt, hxl, nobom"),
                                              ("kml+wkt", "kml has no option wkt; it has none")])  # fmt: skip
def test_an_option_that_a_format_lacks_is_named_with_those_it_has(given, words):
    with pytest.raises(InputError, match=words):
        chosen_formats(given)


def test_all_keeps_the_options_of_a_format_that_is_named_beside_it():
    assert "csv+wkt" in chosen_formats("csv+wkt,all")
    assert "csv" not in chosen_formats("csv+wkt,all")


def test_every_format_has_a_file_of_its_own():
    assert len({form.file for form in FORMATS.values()}) == len(FORMATS)


# ------------------------------------------------------------------------------------------------------- GeoJSON


def faults(collection):
    """What the validator of somebody else says, and what it is known to miss."""
    found = [
        *geojson_validator.validate_structure(collection),
        *geojson_validator.validate_geometries(collection)["invalid"],
    ]
    if "crs" in collection:
        found.append("crs")
    points = [feature["geometry"]["coordinates"] for feature in collection["features"] if feature["geometry"]]
    if not all(math.isfinite(number) for point in points for number in point):
        found.append("not finite")
    if any(abs(lat) > 90 or abs(lon) > 180 for lon, lat in points):
        found.append("axes")
    if points:
        lons, lats = zip(*points, strict=True)
        if collection.get("bbox") != [min(lons), min(lats), max(lons), max(lats)]:
            found.append("bbox")
    return found


def test_a_validator_nobody_here_wrote_finds_no_fault_in_the_geojson(tmp_path):
    located = [each for each in incidents() if each.core.latitude is not None]
    collection = json.loads(written("geojson", tmp_path, *located).read_text())
    assert faults(collection) == []


@pytest.mark.parametrize(
    ("fault", "change"),
    [
        ("crs", {"crs": {"type": "name"}}),
        ("bbox", {"bbox": [0, 0, 1, 1]}),
        (
            "axes",
            {
                "features": [
                    {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [10, 120]}}
                ]
            },
        ),
    ],
)
def test_the_check_of_the_geojson_can_fail(fault, change, tmp_path):
    collection = json.loads(written("geojson", tmp_path, incidents()[0]).read_text()) | change
    assert fault in faults(collection)


def test_a_sequence_has_a_feature_a_line_after_a_separator(tmp_path):
    path = written("geojsonl", tmp_path)
    lines = path.read_bytes().split(b"\n")[:-1]
    assert all(line.startswith(b"\x1e{") for line in lines)
    assert [json.loads(line[1:])["id"] for line in lines] == ["a", "b", "c"]
    assert pyogrio.read_info(path)["features"] == 3


# ----------------------------------------------------------------------------------------------------------- KML


def test_a_placemark_has_a_time_a_style_and_a_point(tmp_path):
    root = ET.parse(written("kml", tmp_path)).getroot()
    marks = root.findall(".//k:Placemark", KML)
    begins = [mark.findtext("k:TimeSpan/k:begin", None, KML) for mark in marks]
    ends = [mark.findtext("k:TimeSpan/k:end", None, KML) for mark in marks]
    assert begins == ["2024-03-05T00:00:00Z", None, "2024-03-01T00:00:00Z"]
    assert ends == ["2024-03-05T23:59:59Z", None, "2024-03-31T23:59:59Z"]
    assert [mark.findtext("k:Point/k:coordinates", None, KML) for mark in marks] == [
        "140.1235,-3.5",
        None,
        "-150.5,61.2",
    ]
    styles = {f"#{style.get('id')}" for style in root.findall(".//k:Style", KML)}
    assert {mark.findtext("k:styleUrl", None, KML) for mark in marks} <= styles
    assert len(styles) == len(COLOURS) + 1


def test_gdal_reads_the_placemarks(tmp_path):
    path = written("kml", tmp_path)
    assert pyogrio.read_info(path)["features"] == 3


def test_a_text_in_kml_is_no_markup(tmp_path):
    path = written("kml", tmp_path)
    root = ET.parse(path).getroot()
    names = [name.text for name in root.findall(".//k:Placemark/k:name", KML)]
    assert HOSTILE in names[1]
    assert root.findall(".//k:SimpleData[@name='killed_best']", KML)[0].text == "0"


def test_a_description_in_kml_is_no_markup_nor_a_reference(tmp_path):
    text = "Six were hurt <b>there</b> $[name] & left."
    root = ET.parse(written("kml", tmp_path, incident(report("a", text=text)))).getroot()
    told = root.findtext(".//k:Placemark/k:description", None, KML)
    assert "&lt;b>there" in told
    assert "$[" not in told


def test_characters_that_xml_cannot_hold_are_left_out(tmp_path):
    path = written("kml", tmp_path, incident(report("a", location="Tern\x08 Bay\x00\ufffe")))
    assert "Tern Bay\ufffd" in ET.parse(path).getroot().findtext(".//k:Placemark/k:name", None, KML)


# --------------------------------------------------------------------------------------------------------- Excel


def test_a_workbook_has_numbers_days_and_no_formula(tmp_path):
    book = openpyxl.load_workbook(written("xlsx", tmp_path))
    header, *rows = book["incidents"].iter_rows(values_only=True)
    first, second, third = (dict(zip(header, row, strict=True)) for row in rows)
    assert (first["killed_best"], second["killed_best"], second["killed_low"]) == (0, None, 2)
    assert first["date_start"].isoformat() == "2024-03-05T00:00:00"
    assert first["time_end"].isoformat() == "2024-03-05T23:59:59"
    assert (third["longitude"], third["latitude"]) == (-150.5, 61.2)
    cell = book["incidents"].cell(3, header.index("location") + 1)
    assert (cell.value, cell.data_type) == (HOSTILE, "s")


def test_a_workbook_explains_its_columns(tmp_path):
    book = openpyxl.load_workbook(written("xlsx", tmp_path))
    _, *meanings = book["columns"].iter_rows(values_only=True)
    assert [row[0] for row in meanings] == [column.name for column in COLUMNS]
    assert all(row[3] for row in meanings)


def test_days_that_a_workbook_cannot_hold_are_text(tmp_path):
    book = openpyxl.load_workbook(written("xlsx", tmp_path, incident(report("a", on="1812-09-07"))))
    header, row = book["incidents"].iter_rows(values_only=True)
    assert row[header.index("date_start")] == "1812-09-07"


# --------------------------------------------------------------------------------------- ACLED, UCDP GED, TimeMap

REBELS, STATE = "rebel group", "state forces"


def battle(name="a", **fields):
    sides = (actor("Red Column", "party", REBELS), actor("the army", "target", STATE))
    values = {"on": "2024-03-05", "at": (1.0, 2.0), "country": "KE", "killed": Count(3, 5, 8), "actors": sides}
    return incident(report(name, **{**values, "event_type": "Battles", "sub_event_type": "Armed clash", **fields}))


def coded(name, tmp_path, *made):
    return list(csv.DictReader(written(name, tmp_path, *made).read_text(encoding="utf-8").splitlines()))


def test_an_incident_in_the_shape_of_acled(tmp_path):
    (row,) = coded("acled", tmp_path, battle(where_prec=3, injured=exactly(2)))
    told = {name: row[name] for name in ("event_date", "year", "time_precision", "geo_precision", "fatalities")}
    assert told == {
        "event_date": "2024-03-05",
        "year": "2024",
        "time_precision": "1",
        "geo_precision": "2",
        "fatalities": "3",
    }
    assert (row["actor1"], row["actor2"], row["country"], row["iso"]) == ("Red Column", "the army", "Kenya", "404")
    assert row["disorder_type"] == "Political violence"
    assert "injured=2" in row["tags"]


@pytest.mark.parametrize(
    "fields", [{"event_type": "Crime"}, {"on": None}, {"date_prec": 5}, {"at": None}, {"tense": "planned"},
               {"record_type": "incident_group"}],
)  # fmt: skip
def test_what_acled_does_not_code_is_left_out(fields, tmp_path):
    assert coded("acled", tmp_path, battle(**fields)) == []


def test_no_figure_is_no_zero_in_the_shape_of_acled(tmp_path):
    assert coded("acled", tmp_path, battle(killed=None))[0]["fatalities"] == ""


def test_an_incident_in_the_shape_of_ged(tmp_path):
    (row,) = coded("ged", tmp_path, battle())
    names = (
        "type_of_violence",
        "side_a",
        "side_b",
        "low",
        "best",
        "high",
        "deaths_unknown",
        "deaths_civilians",
        "date_prec",
    )
    assert [row[name] for name in names] == ["1", "Red Column", "the army", "3", "5", "8", "5", "", "1"]


@pytest.mark.parametrize("fields", [{"killed": None}, {"killed": exactly(0)}, {"event_type": "Crime"}, {"actors": ()}])
def test_what_ged_does_not_code_is_left_out(fields, tmp_path):
    assert coded("ged", tmp_path, battle(**fields)) == []


#: The schemas that TimeMap checks its data with (src/reducers/validate): fields and their types; * marks required ones.
TIMEMAP = {
    "event": {
        **dict.fromkeys(("id", "date", "time", "time_precision", "time_display", "location"), str),
        **dict.fromkeys(("latitude", "longitude", "type", "category", "category_full", "comments"), str),
        "description*": str, "associations*": list, "sources": list, "narrative___stepStyles": list,
        "shape": str, "colour": str,
    },
    "source": {
        **dict.fromkeys(("title", "thumbnail", "type", "url", "description", "parent", "author", "date", "notes"), str),
        "id*": str, "paths*": list, "affil_s": list,
    },
    "association": {
        **dict.fromkeys(("desc", "colour", "type", "display"), str),
        "id*": str, "title*": str, "mode*": str, "filter_paths": list,
    },
}  # fmt: skip


def timemap_faults(kind, item):
    """What TimeMap would drop an item for."""
    schema = {name.rstrip("*"): (cell, name.endswith("*")) for name, cell in TIMEMAP[kind].items()}
    found = [f"{name}: not allowed" for name in item if name not in schema]
    found += [f"{name}: missing" for name, (_, is_required) in schema.items() if is_required and name not in item]
    found += [
        f"{name}: type" for name, value in item.items() if name in schema and not isinstance(value, schema[name][0])
    ]
    if kind == "event":
        if ("latitude" in item) != ("longitude" in item):
            found.append("half a point")
        if not re.fullmatch(r"\d\d?/\d\d?/\d{4}", item.get("date", "")):
            found.append("date")
    return found


def timemap(tmp_path, *made):
    with zipfile.ZipFile(written("timemap", tmp_path, *made)) as archive:
        return {name.removesuffix(".json"): json.loads(archive.read(name)) for name in archive.namelist()}


def test_timemap_would_drop_nothing(tmp_path):
    told = timemap(tmp_path)
    faults = [fault for event in told["events"] for fault in timemap_faults("event", event)]
    faults += [fault for source in told["sources"].values() for fault in timemap_faults("source", source)]
    faults += [fault for each in told["associations"] for fault in timemap_faults("association", each)]
    assert faults == []
    assert [event["id"] for event in told["events"]] == ["a", "c"]


@pytest.mark.parametrize(
    ("kind", "change", "fault"),
    [
        ("event", {"killed": "3"}, "killed: not allowed"),
        ("event", {"latitude": 3.5}, "latitude: type"),
        ("event", {"date": ""}, "date"),
        ("source", {"affil_s": "A paper"}, "affil_s: type"),
    ],
)
def test_the_check_of_timemap_can_fail(kind, change, fault, tmp_path):
    told = timemap(tmp_path)
    item = told["events"][0] if kind == "event" else next(iter(told["sources"].values()))
    assert timemap_faults(kind, item | change) == [fault]


def test_events_sources_and_associations_of_timemap_refer_to_each_other(tmp_path):
    told = timemap(tmp_path)
    first = told["events"][0]
    assert (first["date"], first["latitude"], first["longitude"]) == ("3/5/2024", "-3.5", "140.1235")
    assert "killed: 0" in first["description"]
    assert all(told["sources"][name]["id"] == name for event in told["events"] for name in event["sources"])
    modes = {each["id"]: each["mode"] for each in told["associations"]}
    assert len(modes) == len(told["associations"])
    assert all([modes[id_] for id_ in event["associations"]] == ["CATEGORY", "FILTER"] for event in told["events"])


def test_timemap_of_nothing_is_three_empty_files(tmp_path):
    assert timemap(tmp_path, incident(report("a"))) == {"events": [], "sources": {}, "associations": []}


# ------------------------------------------------------------------------------------------------- QGIS, GeoParquet


def test_the_project_names_the_layers_of_the_package_and_no_text_of_an_article(tmp_path):
    package = write_export("gpkg", export(), tmp_path)
    project = write_export("qgis", export(), tmp_path)
    with zipfile.ZipFile(project) as archive:
        text = archive.read("incidents.qgs").decode()
    root = ET.fromstring(text)
    layers = {source.text.partition("layername=")[2] for source in root.findall(".//maplayer/datasource")}
    assert layers <= set(pyogrio.list_layers(package)[:, 0])
    assert {"incidents", "incident_areas", "world_countries"} <= layers
    assert "Köy" not in text
    assert articles()[0].title not in text


def test_a_project_of_nothing_has_no_time(tmp_path):
    path = write_export("qgis", Export(to_geodataframe([])), tmp_path)
    with zipfile.ZipFile(path) as archive:
        assert b"ProjectTimeSettings" not in archive.read("incidents.qgs")


def test_geoparquet_1_1_with_a_box_in_each_row(tmp_path):
    meta = json.loads(pyarrow.parquet.read_schema(written("parquet", tmp_path)).metadata[b"geo"])
    geometry = meta["columns"]["geometry"]
    assert meta["version"] == "1.1.0"
    assert (geometry["encoding"], geometry["geometry_types"]) == ("WKB", ["Point"])
    assert "bbox" in geometry["covering"]


def test_a_table_without_articles_is_exported_as_well(tmp_path):
    for name in FORMATS:
        assert write_export(name, Export(table()), tmp_path).stat().st_size > 0

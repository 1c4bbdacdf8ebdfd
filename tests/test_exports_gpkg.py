"""The GeoPackage: its layers, types, relations and styles, as GDAL and sqlite3 see them."""

import json
import sqlite3
from contextlib import closing
from xml.etree import ElementTree as ET

import geopandas
import pyogrio
import pytest
from exported import HOSTILE, export
from made import incident, report
from shapely import Point

from geo.columns import COLUMNS
from geo.errors import OutputError
from geo.exports import Export, basemap, geopackage
from geo.exports.areas import area_of, circle, grounds_of
from geo.exports.gpkg import write_gpkg
from geo.table import to_geodataframe


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    path = tmp_path_factory.mktemp("gpkg") / "incidents.gpkg"
    write_gpkg(export(), path)
    return path


@pytest.fixture
def rows(package):
    def select(query):
        with closing(sqlite3.connect(package)) as connection:
            return connection.execute(query).fetchall()

    return select


def test_gdal_sees_the_layers(package):
    layers = dict(pyogrio.list_layers(package))
    assert layers["incidents"] == "Point"
    assert layers["areas"] == layers["incident_areas"] == layers["world_countries"] == "MultiPolygon"
    assert layers["borders"] == "MultiLineString"
    assert layers["reports"] == layers["toponyms"] == "Point"
    assert layers["sources"] is None


def test_who_names_no_layer_gets_the_incidents(package):
    assert pyogrio.list_layers(package)[0][0] == "incidents"


def test_fields_have_types_and_the_system_is_wgs84(package):
    told = pyogrio.read_info(package, layer="incidents")
    types = dict(zip(told["fields"], told["dtypes"], strict=True))
    assert set(types) == {column.name for column in COLUMNS}
    assert told["crs"] == "EPSG:4326"
    assert told["features"] == 3
    assert (types["killed_best"], types["confidence"], types["civilian_targeting"]) == ("int64", "float64", "bool")
    assert types["date_start"] == "datetime64[D]"
    assert types["time_start"].startswith("datetime64[ms")
    assert list(told["total_bounds"]) == [-150.5, -3.5, 140.1235, 61.2]


def test_the_file_is_a_geopackage_1_3_and_whole(rows):
    assert rows("PRAGMA application_id") == [(0x47504B47,)]
    assert rows("PRAGMA user_version") == [(10300,)]
    assert rows("PRAGMA integrity_check") == [("ok",)]
    assert rows("PRAGMA foreign_key_check") == []


def test_every_field_has_its_meaning(rows):
    told = dict(rows("SELECT column_name, description FROM gpkg_data_columns WHERE table_name = 'incidents'"))
    assert {column.name for column in COLUMNS} == set(told)
    assert told["radius_km"].endswith("(km)")
    lists = rows("SELECT column_name FROM gpkg_data_columns WHERE table_name = 'incidents' AND mime_type IS NOT NULL")
    assert {name for (name,) in lists} == {column.name for column in COLUMNS if column.dtype == "object"}


def test_a_place_that_is_not_exact_is_an_area(package):
    areas = geopandas.read_file(package, layer="areas")
    assert areas["kind"].tolist() == ["circle"]
    assert areas["radius_km"].tolist() == [120.0]
    shown = geopandas.read_file(package, layer="incident_areas")
    assert shown["id"].tolist() == ["c"]
    assert shown.geometry[0].equals(areas.geometry[0])


def test_places_of_the_gazetteer_bring_their_shapes_and_licences(world, tmp_path):
    at = next(c.place for c in world.candidates("Iceland") if c.place.is_area)
    core = report("a", at=(at.lat, at.lon), place_id=at.place_id, place_geometry="area", where_prec=6, radius_km=260.0)
    path = tmp_path / "incidents.gpkg"
    write_gpkg(Export(to_geodataframe([incident(core)]), gazetteer=world), path)
    areas = geopandas.read_file(path, layer="areas")
    assert areas[["kind", "name", "incidents"]].to_numpy().tolist() == [["polygon", at.name, 1]]
    assert areas["licence"][0] == at.licence
    assert areas.geometry[0].is_valid
    told = pyogrio.read_info(path, layer="incidents")["dataset_metadata"]
    assert at.licence in json.dumps(told)


def test_reports_belong_to_incidents_and_plans_to_none(package):
    reports = geopandas.read_file(package, layer="reports")
    assert reports[["id", "incident_id", "document"]].fillna("").to_numpy().tolist() == [
        ["a", "a", "a.txt"],
        ["plan", "", "plan.txt"],
    ]


def test_names_of_places_that_are_not_resolved_have_no_point(package):
    names = geopandas.read_file(package, layer="toponyms")
    assert names["text"].tolist() == ["Tern Bay", "Qalandar"]
    assert names.geometry[1] is None
    assert names["end"].tolist() == [8, 28]


def test_sources_are_those_read_and_those_named_and_are_linked(package, rows):
    sources = pyogrio.read_dataframe(package, layer="sources")
    assert sources["document"].tolist() == ["a.txt", "b.txt", "c.txt", "plan.txt"]
    assert sources["title"][0] == HOSTILE
    assert rows("SELECT base_id, related_id FROM incidents_to_sources") == [(1, 1), (2, 2), (3, 3)]
    assert rows("SELECT mapping_table_name FROM gpkgext_relations ORDER BY 1") == [
        ("incidents_to_areas",), ("incidents_to_borders",), ("incidents_to_sources",),
    ]  # fmt: skip


def test_styles_are_xml_and_hold_no_text_of_an_article(rows):
    styles = rows("SELECT f_table_name, styleQML FROM layer_styles WHERE useAsDefault = 1")
    assert {"incidents", "areas", "borders", "toponyms"} <= {name for name, _ in styles}
    for name, text in styles:
        root = ET.fromstring(text)
        assert root.find("renderer-v2") is not None, name
        assert "Köy" not in text
        assert "Tern" not in text


def test_an_incident_that_somebody_adds_is_found_by_the_index(package, tmp_path):
    edited = tmp_path / "edited.gpkg"
    edited.write_bytes(package.read_bytes())
    one = pyogrio.read_dataframe(package, layer="incidents", where="id = 'a'")[["id", "geometry"]].assign(id="d")
    one.geometry = geopandas.points_from_xy([10.0], [10.0], crs=4326)
    pyogrio.write_dataframe(one, edited, layer="incidents", append=True)
    found = pyogrio.read_dataframe(edited, layer="incidents", bbox=(9, 9, 11, 11), columns=["id"])
    assert found["id"].tolist() == ["d"]


def test_a_full_disk_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "incidents.gpkg"
    path.write_text("old")
    monkeypatch.setattr(geopackage, "_CORE", f"PRAGMA max_page_count = 40;\n{geopackage._CORE}")
    with pytest.raises(OutputError, match=r"incidents\.gpkg: cannot be written"):
        write_gpkg(export(), path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_the_index_finds_what_lies_in_a_box(package):
    assert pyogrio.read_dataframe(package, layer="incidents", bbox=(139, -4, 141, -3))["id"].tolist() == ["a"]


def test_the_world_is_whole_valid_and_cut_at_the_antimeridian():
    shapes = {code: shape for shape, code, _ in basemap.countries()}
    assert all(shape.is_valid for shape in shapes.values())
    assert len(shapes) > 200
    assert shapes["ZA"].contains(Point(25, -29))
    assert not shapes["ZA"].contains(Point(28.2, -29.5))  # Lesotho
    assert shapes["RU"].contains(Point(-172, 66))
    assert not shapes["RU"].contains(Point(0, 66))
    assert shapes["AQ"].contains(Point(0, -89))
    assert len(basemap.lakes()) > 50
    assert min(river.distance(Point(31.2, 30.0)) for river in basemap.rivers()) < 0.1  # the Nile at Cairo


@pytest.mark.parametrize(
    ("lon", "lat", "radius", "parts"), [(70, 38, 100, 1), (179.9, -18, 80, 2), (-180, 0, 50, 2), (30, 89.9, 100, 1)]
)
def test_a_circle_is_valid_wherever_it_lies(lon, lat, radius, parts):
    shape = circle(lon, lat, radius)
    west, south, east, north = shape.bounds
    assert shape.is_valid
    assert len(shape.geoms) == parts
    assert -180 <= west <= east <= 180
    assert -90 <= south <= north <= 90
    assert all(part.exterior.is_ccw for part in shape.geoms)


def test_a_circle_has_its_radius():
    (part,) = circle(25.0, 60.0, 111.195).geoms
    assert part.bounds == pytest.approx((23.0, 59.0, 27.0, 61.0), abs=0.04)


def test_pins_and_what_is_not_located_have_no_area():
    exact = incident(report("a", at=(1.0, 2.0), radius_km=0.2))
    assert [area_of(ground, 1, None) for _, ground in grounds_of(to_geodataframe([exact, incident(report("b"))]))] == [
        None
    ]

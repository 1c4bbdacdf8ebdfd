"""RFC 7946, bytes that repeat, and files that are replaced whole."""

import json

import pyogrio
import pytest
from made import exactly, incident, report

from geo.columns import COLUMNS
from geo.errors import InputError, OutputError
from geo.exports.geojson import decimals, write_geojson
from geo.table import to_geodataframe


def written(tmp_path, *incidents):
    path = tmp_path / "incidents.geojson"
    write_geojson(to_geodataframe(incidents), path)
    return json.loads(path.read_text(encoding="utf-8"))


def test_a_located_incident_is_a_point_with_all_properties(tmp_path):
    core = report("a", on="2024-03-05", at=(-3.5, 140.123456789), killed=exactly(0), radius_km=0.5)
    collection = written(tmp_path, incident(core))
    (feature,) = collection["features"]
    assert collection["type"] == "FeatureCollection"
    assert collection["bbox"] == [140.1235, -3.5, 140.1235, -3.5]
    assert feature["id"] == feature["properties"]["id"] == "a"
    assert feature["geometry"] == {"type": "Point", "coordinates": [140.1235, -3.5]}
    properties = feature["properties"]
    assert set(properties) == {column.name for column in COLUMNS}
    assert properties["killed_best"] == 0
    assert properties["injured_best"] is None
    assert (properties["date_start"], properties["date_end"]) == ("2024-03-05", "2024-03-05")
    assert (properties["time_start"], properties["time_end"]) == ("2024-03-05T00:00:00Z", "2024-03-05T23:59:59Z")
    assert properties["civilian_targeting"] is False


def test_an_unlocated_incident_has_null_geometry_and_no_bbox(tmp_path):
    collection = written(tmp_path, incident(report("a")))
    assert collection["features"][0]["geometry"] is None
    assert "bbox" not in collection


def test_no_incidents_are_an_empty_collection(tmp_path):
    assert written(tmp_path) == {"type": "FeatureCollection", "features": []}


def test_there_is_no_crs_member(tmp_path):
    assert "crs" not in written(tmp_path, incident(report("a", at=(1, 2))))


@pytest.mark.parametrize(
    ("where_prec", "radius_km", "expected"),
    [(1, 0.05, 5), (1, 0.5, 4), (1, 3.0, 3), (3, 25.0, 2), (4, 120.0, 1), (6, 900.0, 1), (4, None, 2), (None, None, 5)],
)
def test_vague_places_get_fewer_decimals(where_prec, radius_km, expected):
    assert decimals(where_prec, radius_km) == expected


def test_the_same_frame_gives_the_same_bytes_ending_in_a_newline(tmp_path):
    frame = to_geodataframe([incident(report("a", at=(1, 2))), incident(report("b"))])
    write_geojson(frame, tmp_path / "1")
    write_geojson(frame, tmp_path / "2")
    text = (tmp_path / "1").read_bytes()
    assert text == (tmp_path / "2").read_bytes()
    assert text.endswith(b"}\n")


def test_keys_are_sorted_at_every_level(tmp_path):
    def keys_in_order(pairs):
        assert [key for key, _ in pairs] == sorted(key for key, _ in pairs)
        return dict(pairs)

    path = tmp_path / "incidents.geojson"
    write_geojson(to_geodataframe([incident(report("a", at=(1, 2)))]), path)
    assert json.loads(path.read_text(), object_pairs_hook=keys_in_order)["features"]


def test_hostile_text_survives_as_text(tmp_path):
    name = 'Köy "x" </script>{{7*7}}\u2028\ud800'
    collection = written(tmp_path, incident(report("a", location=name)))
    assert collection["features"][0]["properties"]["location"] == name.replace("\ud800", "\ufffd")


def test_gdal_reads_days_as_dates_and_instants_as_times(tmp_path):
    path = tmp_path / "incidents.geojson"
    write_geojson(to_geodataframe([incident(report("a", on="2024-03-05", at=(1, 2)))]), path)
    meta = pyogrio.read_info(path)
    types = dict(zip(meta["fields"], meta["dtypes"], strict=True))
    assert meta["crs"] == "EPSG:4326"
    assert types["date_start"] == "datetime64[D]"
    assert types["time_end"].startswith("datetime64[ms")


def test_a_faulty_frame_leaves_the_old_file(tmp_path):
    path = tmp_path / "incidents.geojson"
    path.write_text("old")
    frame = to_geodataframe([incident(report("a"))]).assign(confidence=7.0)
    with pytest.raises(InputError):
        write_geojson(frame, path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match=r"incidents\.geojson"):
        write_geojson(to_geodataframe([]), tmp_path / "file" / "incidents.geojson")

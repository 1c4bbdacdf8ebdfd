"""The GeoDataFrame: columns, dtypes, None against 0, and what `validate` refuses."""

import geopandas
import pandas as pd
import pytest
from made import actor, day, exactly, incident, report

from geo.errors import InputError
from geo.records import Count
from geo.table import COLUMNS, to_geodataframe, type_of_violence, validate


@pytest.fixture
def frame():
    return to_geodataframe(
        [
            incident(report("a", on="2024-03-05", at=(10.5, 20.25), killed=exactly(0), country="NE")),
            incident(report("b", killed=Count(2, None, None), weapons=("rifle", "knife"))),
        ]
    )


def test_every_column_has_the_name_and_dtype_of_the_dictionary(frame):
    assert [(name, str(dtype)) for name, dtype in frame.dtypes.items()] == [
        *((column.name, column.dtype) for column in COLUMNS),
        ("geometry", "geometry"),
    ]
    assert frame.crs.to_epsg() == 4326


def test_every_column_is_explained():
    assert all(column.doc for column in COLUMNS)
    assert len({column.name for column in COLUMNS}) == len(COLUMNS)


def test_no_incidents_give_a_valid_frame_with_all_columns(frame):
    empty = to_geodataframe([])
    validate(empty)
    assert list(empty.dtypes) == list(frame.dtypes)
    assert empty.crs.to_epsg() == 4326


def test_stated_to_be_none_is_zero_and_not_stated_is_missing(frame):
    assert frame["killed_best"].tolist() == [0, pd.NA]
    assert frame["killed_low"].tolist() == [0, 2]
    assert frame["injured_low"].isna().all()


def test_a_point_is_longitude_latitude_and_unlocated_is_none(frame):
    assert (frame.geometry[0].x, frame.geometry[0].y) == (20.25, 10.5)
    assert frame.geometry[1] is None


def test_country_codes(frame):
    assert frame["iso3"].tolist() == ["NER", pd.NA]


def test_a_day_runs_to_its_last_second_so_that_time_sliders_show_it(frame):
    assert str(frame["time_start"][0]) == "2024-03-05 00:00:00+00:00"
    assert str(frame["time_end"][0]) == "2024-03-05 23:59:59+00:00"
    assert frame["date_end"][0] == pd.Timestamp("2024-03-05")
    assert pd.isna(frame["time_start"][1])


def test_an_open_start_stays_open():
    frame = to_geodataframe([incident(report(until="2024-03-05"))])
    assert pd.isna(frame["date_start"][0])
    assert frame["date_end"][0] == pd.Timestamp("2024-03-05")
    validate(frame)


def test_lists_are_plain_values(frame):
    assert frame["weapons"][1] == ["rifle", "knife"]
    assert frame["documents"].tolist() == [["a.txt"], ["b.txt"]]
    assert frame["evidence"][0][0]["report"] == "a"
    assert frame["independent_sources"].tolist() == [1, 1]


GROUP = "g"


@pytest.mark.parametrize(
    ("where_prec", "with_parts", "is_drawn"),
    [(4, True, False), (4, False, True), (5, True, True), (6, True, True)],
)
def test_a_group_whose_parts_are_shown_has_no_point_of_its_own(where_prec, with_parts, is_drawn):
    group = report(GROUP, record_type="incident_group", at=(1, 2), where_prec=where_prec)
    part = incident(report("p", at=(1, 2)), part_of=GROUP if with_parts else None)
    frame = to_geodataframe([incident(group), part])
    assert (frame.geometry[0] is not None) is is_drawn
    assert frame.geometry[1] is not None


STATE, REBELS, CIVILIANS = "State forces", "Rebel group", "Civilians"


@pytest.mark.parametrize(
    ("event_type", "kinds", "civilian_targeting", "expected"),
    [
        ("Battles", [STATE, REBELS], False, 1),
        ("Battles", [REBELS, REBELS], False, 2),
        ("Battles", [REBELS, "unknown"], False, None),
        ("Violence against civilians", [REBELS, CIVILIANS], True, 3),
        ("Violence against civilians", [STATE, CIVILIANS], True, 3),
        ("Violence against civilians", ["unknown", CIVILIANS], True, None),
        ("Crime", [STATE, REBELS], False, None),
        ("Battles", [], False, None),
    ],
)
def test_type_of_violence(event_type, kinds, civilian_targeting, expected):
    actors = tuple(
        actor(f"actor {n}", "target" if kind == CIVILIANS else "party", kind) for n, kind in enumerate(kinds)
    )
    core = report(event_type=event_type, actors=actors, civilian_targeting=civilian_targeting)
    assert type_of_violence(core) == expected


def test_a_subset_of_rows_is_valid(frame):
    validate(frame[frame["killed_best"].notna()])


def changed(frame, **cells):
    frame = frame.copy()
    for name, value in cells.items():
        frame.loc[0, name] = value
    return frame


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"id": "b"}, "id b stands in several rows"),
        ({"id": None}, "an id is missing"),
        ({"where_prec": 8}, "a: where_prec is 8"),
        ({"confidence": 1.5}, "a: confidence is 1.5"),
        ({"record_type": "event"}, "a: record_type is event"),
        ({"killed_low": 3}, "a: killed_low lies above killed_best"),
        ({"injured_best": -1}, "a: injured_best is -1"),
        ({"date_start": pd.Timestamp("2024-03-06")}, "a: date_start lies above date_end"),
    ],
)
def test_a_broken_row_is_named(frame, cells, fault):
    validate(frame)
    with pytest.raises(InputError, match=fault):
        validate(changed(frame, **cells))


def test_a_list_cell_must_be_a_list_of_json_values(frame):
    for value, fault in [("rifle", "expected a list"), ([float("nan")], "as JSON"), ([day("2024-01-01")], "as JSON")]:
        broken = frame.copy()
        broken["weapons"] = pd.Series([value, []], dtype=object)
        with pytest.raises(InputError, match=fault):
            validate(broken)


def test_all_faults_are_told_at_once(frame):
    broken = frame.drop(columns="notes").astype({"killed_best": "float64"})
    with pytest.raises(InputError, match=r"killed_best is float64, expected Int64; column notes is missing"):
        validate(broken)


def test_coordinates_must_be_longitude_and_latitude(frame):
    swapped = frame.set_geometry(geopandas.points_from_xy([10.0, 1.0], [120.0, 1.0], crs="EPSG:4326"))
    with pytest.raises(InputError, match=r"10\.0, 120\.0 is no longitude and latitude"):
        validate(swapped)
    with pytest.raises(InputError, match="EPSG:3857"):
        validate(frame.to_crs(3857))

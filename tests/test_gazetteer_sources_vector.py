"""Importing vector formats: boundaries, OpenStreetMap, Who's On First, layers of one's own. Names are invented."""

import bz2
import json
import sqlite3
import zipfile
from contextlib import closing

import geopandas as gpd
import pytest
from gazetteer_sources_made import SQUARE, collection, feature, imported, osm_pbf, write

from gazetteer.errors import SourceError
from gazetteer.sources.formats import detect_format

OWN = {"licence": "CC-BY-4.0", "attribution": "Example Agency"}
METADATA = """Usage of the geoBoundaries Database requires citation.:
ISO-3166-1 (Alpha-3): MOZ
Boundary Representative of Year: 2019
Boundary Type: ADM2
Boundary Source(s): Example Survey
License: Creative Commons Attribution 4.0
"""


def names(gazetteer, query):
    return [(c.place.name, c.role) for c in gazetteer.candidates(query, fuzzy=False)]


def reasons(report):
    return {p.where: p.reason for p in report.problems}


def unit(name, **properties):
    told = {"shapeName": name, "shapeISO": "", "shapeID": f"B{name}", "shapeGroup": "MOZ", "shapeType": "ADM2"}
    return told | properties


def test_geoboundaries_are_units_with_their_area(tmp_path, world):
    write(tmp_path, "geoBoundaries-MOZ-ADM2-metaData.txt", METADATA)
    path = write(
        tmp_path,
        "geoBoundaries-MOZ-ADM2_simplified.geojson",
        collection(feature(unit("Amostra\n", shapeISO="MZ-XX")), feature(unit("Outro"), (-22.0, 33.0))),
    )
    assert detect_format(path) == "geoboundaries"
    report, gazetteer = imported(tmp_path, path, base=world)
    assert reasons(report) == {"feature 1": "mended: a line end in the name 'Amostra\\n'"}
    place = gazetteer.candidates("Amostra")[0].place
    assert (place.place_id, place.feature_code, place.country, place.geometry) == (
        "geoboundaries:BAmostra\n".strip(), "ADM2", "MZ", "area",
    )  # fmt: skip
    assert (place.lat, place.lon) == pytest.approx((-23.5, 32.5), abs=0.01)
    assert 45 < place.radius_km < 80
    assert place.admin1.startswith("Gaza")  # by the centre, in the embedded areas
    assert (place.licence, place.source) == ("Creative Commons Attribution 4.0", "geoBoundaries-MOZ-ADM2 (2019)")
    assert gazetteer.geometry(place.place_id).bounds == (32.0, -24.0, 33.0, -23.0)


def test_geoboundaries_without_their_metadata_need_a_licence(tmp_path):
    path = write(tmp_path, "geoBoundaries-MOZ-ADM2.geojson", collection(feature(unit("Amostra"))))
    with pytest.raises(SourceError, match=r"metaData\.txt"):
        imported(tmp_path, path)
    write(
        tmp_path,
        "geoBoundaries-MOZ-ADM2-metaData.json",
        json.dumps({"boundaryLicense": "Open Data Commons Open Database License 1.0", "boundarySource": "Survey"}),
    )
    report, gazetteer = imported(tmp_path, path)
    assert report.places == 1
    assert gazetteer.candidates("Amostra")[0].place.licence == "Open Data Commons Open Database License 1.0"


def test_geoboundaries_as_downloaded_in_one_zip(tmp_path):
    with zipfile.ZipFile(tmp_path / "geoBoundaries-MOZ-ADM2-all.zip", "w") as archive:
        archive.writestr("geoBoundaries-MOZ-ADM2-metaData.txt", METADATA)
        archive.writestr("geoBoundaries-MOZ-ADM2.geojson", collection(feature(unit("Amostra"))))
        archive.writestr("geoBoundaries-MOZ-ADM2_simplified.geojson", collection())
    report, gazetteer = imported(tmp_path, tmp_path / "geoBoundaries-MOZ-ADM2-all.zip")
    assert (report.formats, report.places) == (("geoboundaries",), 1)
    assert gazetteer.candidates("Amostra")[0].place.licence == "Creative Commons Attribution 4.0"


def test_topojson_is_read_as_geojson_is(tmp_path):
    topology = {
        "type": "Topology",
        "arcs": [SQUARE[0]],
        "objects": {"units": {"type": "GeometryCollection", "geometries": [
            {"type": "Polygon", "arcs": [[0]], "properties": unit("Amostra")},
        ]}},
    }  # fmt: skip
    path = write(tmp_path, "geoBoundaries-MOZ-ADM2.topojson", json.dumps(topology))
    report, gazetteer = imported(tmp_path, path, licence="CC-BY-4.0", attribution="Example Survey")
    assert report.formats == ("geoboundaries",)
    assert gazetteer.geometry("geoboundaries:BAmostra").bounds == (32.0, -24.0, 33.0, -23.0)


def test_useless_and_broken_shapes_are_told_by_feature(tmp_path):
    open_ring = {"type": "Polygon", "coordinates": [[[32, -24], [33, -24], [33, -23], [32, -23]]]}
    bow_tie = {"type": "Polygon", "coordinates": [[[32, -24], [33, -23], [33, -24], [32, -23], [32, -24]]]}
    two_points = {"type": "Polygon", "coordinates": [[[32, -24], [33, -23], [32, -24]]]}
    swapped = {"type": "Point", "coordinates": [-24.0, 132.0]}
    metres = {"type": "Point", "coordinates": [3632540.1, -2754221.0]}
    path = write(
        tmp_path,
        "mine.geojson",
        collection(
            feature({"name": "Aberto"}, open_ring), feature({"name": "Laço"}, bow_tie),
            feature({"name": "Fio"}, two_points), feature({"name": "Trocado"}, swapped),
            feature({"name": "Metros"}, metres), feature({"name": "Nada"}, None),
            feature({"name": "Vazio"}, {"type": "Point", "coordinates": []}), feature({"name": ""}, (-23, 32)),
            feature({"name": "Bom"}, (-23, 32)),
        ),
    )  # fmt: skip
    report, gazetteer = imported(tmp_path, path, **OWN)
    told = reasons(report)
    assert (report.places, report.left_out) == (3, 6)
    assert "mended: an unclosed ring" in told["feature 1"]
    assert "mended" in told["feature 2"]
    assert "a ring of 3 points" in told["feature 3"]
    assert "look swapped" in told["feature 4"]
    assert "in metres" in told["feature 5"]
    assert "empty" in told["feature 6"]
    assert "empty" in told["feature 7"]
    assert "no name" in told["feature 8"]
    assert names(gazetteer, "Bom") == [("Bom", "name")]


COD_CLASSIC = {
    "ADM0_EN": "Mozambique", "ADM0_PCODE": "MZ", "ADM1_EN": "Exemplo", "ADM1_PCODE": "MZ77", "ADM2_EN": "Sample",
    "ADM2_PT": "Amostra", "ADM2ALT1EN": "Sampleton", "ADM2_REF": "Sample Ref", "ADM2_PCODE": "MZ7704",
    "date": "2019-01-01", "validOn": "2019-06-01", "validTo": None,
}  # fmt: skip
COD_NEW = {
    "adm0_name": "Mozambique", "adm0_pcode": "MZ", "adm1_name": "Exemplo", "adm1_pcode": "MZ77", "adm2_name": "Sample",
    "adm2_name1": "Amostra", "adm2_ref_name": "Sample Ref", "adm2_pcode": "MZ7704", "valid_on": "2024-06-01",
    "valid_to": None, "lang": "en", "lang1": "pt",
}  # fmt: skip


@pytest.mark.parametrize("properties", [COD_CLASSIC, COD_NEW])
def test_cod_ab_in_old_and_new_columns(tmp_path, properties):
    path = write(tmp_path, "moz_admbnda_adm2.geojson", collection(feature(properties)))
    assert detect_format(path) == "cod-ab"
    with pytest.raises(SourceError, match="--licence"):
        imported(tmp_path, path)
    _, gazetteer = imported(tmp_path, path, licence="CC-BY-IGO", attribution="OCHA")
    place = gazetteer.candidates("Sample")[0].place
    assert (place.place_id, place.feature_code, place.country, place.licence) == (
        "pcode:MZ7704", "ADM2", "MZ", "CC-BY-IGO",
    )  # fmt: skip
    assert names(gazetteer, "Amostra") == [("Sample", "name")]
    assert names(gazetteer, "Sample Ref") == [("Sample", "name")]
    assert names(gazetteer, "Exemplo") == []  # the province is no name of the district


def test_a_cod_unit_with_an_end_is_a_former_one(tmp_path):
    path = write(tmp_path, "cod.geojson", collection(feature({**COD_CLASSIC, "validTo": "2021-01-01"})))
    _, gazetteer = imported(tmp_path, path, licence="CC-BY-IGO", attribution="OCHA")
    assert gazetteer.candidates("Sample")[0].place.feature_code == "ADM2H"


def test_natural_earth_joins_by_geonames_id_and_distrusts_names_of_another_unit(tmp_path):
    row = {"featurecla": "Admin-1 states provinces", "adm1_code": "MOZ-1", "iso_a2": "MZ", "name": "Amostra",
           "name_en": "Sample", "name_pt": "Amostra", "name_ru": "Образец", "name_alt": "Modelo|Velha Amostra",
           "gn_name": "Província de Amostra", "gn_id": 9000001.0, "wikidataid": "Q77"}  # fmt: skip
    wrong = {**row, "adm1_code": "MOZ-2", "gn_name": "Província do Norte", "gn_id": 9000002.0}
    path = write(tmp_path, "ne.geojson", collection(feature(row), feature(wrong)))
    assert detect_format(path) == "natural-earth"
    report, gazetteer = imported(tmp_path, path)
    assert [p.where for p in report.problems] == ["feature 2"]
    place = gazetteer.candidates("Sample")[0].place
    assert (place.place_id, place.feature_code, place.country, place.licence) == (
        "geonames:9000001", "ADM1", "MZ", "public domain",
    )  # fmt: skip
    assert names(gazetteer, "Образец") == names(gazetteer, "Velha Amostra") == [("Amostra", "name")]
    assert names(gazetteer, "Província do Norte") == [("Província do Norte", "name")]
    assert gazetteer._index.same_as("geonames:9000001") == {"wikidata:Q77"}


RING = [(1, -24.0, 32.0), (2, -24.0, 33.0), (3, -23.0, 33.0), (4, -23.0, 32.0)]


@pytest.fixture
def extract(tmp_path):
    village = {
        "place": "village", "name": "Вила", "name:en": "Vila Nova", "name:pt": "Vila do Rio", "name:tg": "Виллаи Нав",
        "old_name": "Vila Velha", "alt_name": "Vilinha;A Vila", "population": "1,250", "wikidata": "Q123456",
    }  # fmt: skip
    nodes = [(n, lat, lon, {}) for n, lat, lon in RING]
    nodes += [
        (10, -23.5, 32.5, village),
        (11, -23.6, 32.6, {"barrier": "border_control", "name": "Posto do Rio"}),
        (12, -23.7, 32.7, {"natural": "peak", "name": "Monte Alto"}),
        (13, -23.7, 32.8, {"natural": "tree", "name": "Big Tree"}),
        (14, -23.7, 32.9, {"shop": "bakery", "name": "Padaria"}),
        (15, -23.2, 32.2, {"place": "hamlet"}),
        (16, -23.3, 32.2, {"place": "city", "capital": "yes", "name": "Cidade"}),
    ]
    ways = [
        (100, [1, 2, 3, 4, 1], {}),
        (101, [1, 3], {"waterway": "river", "name": "Rio Longo"}),
        (102, [1, 2, 3, 1], {"natural": "valley", "name": "Vale Fundo"}),
    ]
    unit = {"type": "boundary", "boundary": "administrative", "admin_level": "6"}
    relations = [(200, [(100, "outer")], {**unit, "name": "Distrito", "name:en": "The District"})]
    return write(tmp_path, "moz.osm.pbf", osm_pbf(nodes, ways, relations))


def test_an_osm_extract_gives_places_units_waters_and_posts_in_all_languages(tmp_path, extract, world):
    assert detect_format(extract) == "osm"
    report, gazetteer = imported(tmp_path, extract, base=world)
    assert report.problem_count == 0
    found = {
        name: (p.place_id, p.feature_class, p.feature_code, p.geometry)
        for name in ("Vila Nova", "Posto do Rio", "Monte Alto", "Cidade", "Rio Longo", "Vale Fundo", "The District")
        for p in [gazetteer.candidates(name)[0].place]
    }
    assert found == {
        "Vila Nova": ("osm:n10", "P", "PPL", "point"),
        "Posto do Rio": ("osm:n11", "S", "PSTB", "point"),
        "Monte Alto": ("osm:n12", "T", "PK", "point"),
        "Cidade": ("osm:n16", "P", "PPLC", "point"),
        "Rio Longo": ("osm:w101", "H", "STM", "line"),
        "Vale Fundo": ("osm:w102", "T", "VAL", "area"),
        "The District": ("osm:r200", "A", "ADM2", "area"),
    }
    village = gazetteer.place("osm:n10")
    assert (village.country, village.population, village.licence) == ("MZ", 1250, "ODbL-1.0")
    assert names(gazetteer, "Виллаи Нав") == names(gazetteer, "Vilinha") == [("Vila Nova", "name")]
    assert names(gazetteer, "Vila Velha") == [("Vila Nova", "former")]
    assert gazetteer._index.same_as("osm:n10") == {"wikidata:Q123456"}
    assert names(gazetteer, "Padaria") == names(gazetteer, "Big Tree") == []
    assert report.places == 7


def test_osm_xml_is_read_too(tmp_path):
    xml = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<osm version="0.6">\n'
        ' <node id="5" lat="-23.5" lon="32.5" version="1">\n'
        '  <tag k="place" v="town"/>\n  <tag k="name" v="Cidade &quot;Nova&quot;"/>\n'
        '  <tag k="name:en" v="New &quot;Town&quot;"/>\n </node>\n</osm>\n'
    )
    _, gazetteer = imported(tmp_path, write(tmp_path, "small.osm", xml))
    assert names(gazetteer, 'New "Town"') == [('New "Town"', "name")]


def geopackage(path, layers, crs="EPSG:4326"):
    """Write layers {name: features} as pyogrio would be given them."""
    for layer, features in layers.items():
        frame = gpd.GeoDataFrame.from_features(features, crs="EPSG:4326").to_crs(crs)
        frame.to_file(path, layer=layer, driver="GPKG" if path.suffix == ".gpkg" else None)
    return path


def test_geofabrik_layers(tmp_path, world):
    places = [
        feature(
            {"osm_id": "71", "code": 1003, "fclass": "village", "population": 300, "name": "Aldeia"}, (-23.4, 32.1)
        ),
        feature({"osm_id": "72", "code": 1003, "fclass": "village", "population": 0, "name": None}, (-23.4, 32.2)),
    ]
    shops = [feature({"osm_id": "73", "code": 2500, "fclass": "bakery", "name": "Padaria"}, (-23.4, 32.3))]
    path = geopackage(tmp_path / "moz.gpkg", {"gis_osm_places_free_1": places, "gis_osm_pois_free_1": shops})
    assert detect_format(path) == "geofabrik"
    report, gazetteer = imported(tmp_path, path, base=world)
    place = gazetteer.candidates("Aldeia")[0].place
    assert (place.place_id, place.population, place.country, place.licence) == ("osm:n71", 300, "MZ", "ODbL-1.0")
    assert report.places == 1


@pytest.mark.parametrize(
    ("name", "crs"), [("mine.gpkg", "EPSG:4326"), ("mine.gpkg", "EPSG:32736"), ("mine.shp", "EPSG:4326")]
)
def test_layers_of_ones_own_in_any_projection(tmp_path, name, crs):
    path = geopackage(tmp_path / name, {"posts": [feature({"name": "Posto Nove", "fclass": "S"}, (-23.5, 32.5))]}, crs)
    _, gazetteer = imported(tmp_path, path, **OWN)
    place = gazetteer.candidates("Posto Nove")[0].place
    assert (place.feature_class, place.licence) == ("S", "CC-BY-4.0")
    assert (place.lat, place.lon) == pytest.approx((-23.5, 32.5), abs=1e-6)


def test_kml_placemarks(tmp_path):
    kml = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark>'
        "<name>Posto Onze</name><Point><coordinates>32.5,-23.5,0</coordinates></Point></Placemark></Document></kml>"
    )
    _, gazetteer = imported(tmp_path, write(tmp_path, "mine.kml", kml), **OWN)
    place = gazetteer.candidates("Posto Onze")[0].place
    assert (place.lat, place.lon, place.source) == (-23.5, 32.5, "mine.kml")


@pytest.fixture
def wof(tmp_path):
    path = tmp_path / "whosonfirst-data-admin-mz-latest.db"
    shape = json.dumps({"type": "Feature", "id": 421, "properties": {"wof:population": 900},
                        "geometry": {"type": "Polygon", "coordinates": SQUARE}})  # fmt: skip
    with closing(sqlite3.connect(path)) as db:
        db.executescript("""
CREATE TABLE geojson (id INTEGER, body TEXT, source TEXT, is_alt INTEGER, lastmodified INTEGER);
CREATE TABLE spr (id INTEGER, parent_id INTEGER, name TEXT, placetype TEXT, country TEXT, repo TEXT, latitude REAL,
  longitude REAL, min_latitude REAL, min_longitude REAL, max_latitude REAL, max_longitude REAL, is_current INTEGER,
  is_deprecated INTEGER, is_ceased INTEGER, is_superseded INTEGER, is_superseding INTEGER, superseded_by TEXT,
  supersedes TEXT, lastmodified INTEGER);
CREATE TABLE names (id INTEGER, placetype TEXT, country TEXT, language TEXT, extlang TEXT, script TEXT, region TEXT,
  variant TEXT, extension TEXT, privateuse TEXT, name TEXT, lastmodified INTEGER);
CREATE TABLE ancestors (id INTEGER, ancestor_id INTEGER, ancestor_placetype TEXT, lastmodified INTEGER);
CREATE TABLE concordances (id INTEGER, other_id TEXT, other_source TEXT, lastmodified INTEGER);
""")
        for number, name, kind, current, superseded in [
            (420, "Exemplo", "region", 1, 0), (421, "Amostra", "county", -1, 0), (422, "Vila Nova", "locality", 1, 0),
            (423, "Vila Morta", "locality", 0, 0), (424, "Vila Dupla", "locality", 1, 1),
            (425, "1100", "postalcode", 1, 0),
        ]:  # fmt: skip
            db.execute(
                "INSERT INTO spr (id, name, placetype, country, latitude, longitude, is_current, is_deprecated,"
                " is_ceased, is_superseded) VALUES (?,?,?,?,?,?,?,0,0,?)",
                (number, name, kind, "MZ", -23.45, 32.55, current, superseded),
            )
        db.execute("INSERT INTO geojson VALUES (421, ?, 'x', 0, 1)", (shape,))
        db.execute("INSERT INTO geojson VALUES (421, '{\"geometry\": null}', 'alt', 1, 1)")
        db.executemany(
            "INSERT INTO names (id, language, privateuse, name) VALUES (?,?,?,?)",
            [
                (422, "eng", "preferred", "New Village"),
                (422, "rus", "variant", "Новая Вила"),
                (422, "und", "abbrv", "VN"),
            ],
        )
        db.executemany("INSERT INTO ancestors VALUES (?,?,?,1)", [(422, 420, "region"), (422, 421, "county")])
        db.executemany(
            "INSERT INTO concordances VALUES (?,?,?,1)",
            [(422, "Q555", "wd:id"), (422, "9000003", "gn:id"), (422, "7", "hasc:id")],
        )
        db.commit()
    return path


def test_whos_on_first_gives_current_records_with_names_units_and_concordances(tmp_path, wof):
    assert detect_format(wof) == "whosonfirst"
    report, gazetteer = imported(tmp_path, wof)
    assert (report.places, report.left_out) == (3, 2)
    place = gazetteer.candidates("New Village")[0].place
    assert (place.place_id, place.feature_code, place.country) == ("wof:422", "PPL", "MZ")
    assert (place.admin1, place.admin2, place.admin1_id) == ("Exemplo", "Amostra", "wof:420")
    assert names(gazetteer, "Новая Вила") == [("Vila Nova", "name")]
    assert gazetteer._index.same_as("wof:422") == {"wikidata:Q555", "geonames:9000003"}
    county = gazetteer.place("wof:421")
    assert (county.geometry, county.population, county.lat) == ("area", 900, -23.45)
    assert gazetteer.geometry("wof:421").bounds == (32.0, -24.0, 33.0, -23.0)
    assert "CC0" in place.licence


def test_a_packed_whos_on_first_database_is_unpacked(tmp_path, wof):
    path = write(tmp_path, "wof.db.bz2", bz2.compress(wof.read_bytes()))
    report, _ = imported(tmp_path, path)
    assert report.places == 3

"""Imported layers above the embedded gazetteer, and the commands for them. Places are mostly invented."""

import json
import pickle
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from gazetteer_sources_made import collection, feature, geonames_row, write
from typer.testing import CliRunner

from gazetteer import Gazetteer
from gazetteer.adding import append_place
from gazetteer.cli import app
from gazetteer.errors import IndexMissingError, SourceError
from gazetteer.folders import layer_paths
from gazetteer.importing import ImportRequest, import_files, list_layers, remove_layer
from gazetteer.userplaces import read_user_places

OWN = {"licence": "CC-BY-4.0", "attribution": "Example Agency"}
#: Real: GeoNames 3429886, Posadas in Argentina, at -27.39, -55.92.
POSADAS = "geonames:3429886"


@pytest.fixture
def stacked(tmp_path, world):
    """Import files by layer name, as (file, content, options), and open the world with these layers above it."""

    def stack(base=None, **files):
        for name, (file, content, options) in files.items():
            request = ImportRequest((write(tmp_path, file, content),), name=name, **options)
            import_files(request, base=base, folder=tmp_path / "layers")
        return Gazetteer.open(world._index.path, layer_paths(tmp_path / "layers"))

    return stack


def csv(*rows):
    return "\n".join(["id,name,names,lat,lon,class,code,country,geonames,wikidata", *rows]) + "\n"


def found(gazetteer, name, country):
    return [
        (c.place.place_id, c.place.layer)
        for c in gazetteer.candidates(name, fuzzy=False)
        if c.place.country == country and c.match == "exact"
    ]


def test_an_imported_place_is_found_beside_the_embedded_ones(stacked):
    gazetteer = stacked(mine=("mine.csv", csv("1,Posadas,,-30.5,-60.5,P,PPL,AR,,"), OWN))
    both = found(gazetteer, "Posadas", "AR")
    assert ("mine:1", "imported") in both
    assert any(layer == "world" for _, layer in both)


def test_a_new_place_is_located_by_the_embedded_areas(stacked, world):
    gazetteer = stacked(world, mine=("mine.csv", csv("1,Qumbelar,,-27.2,-55.4,P,PPL,,,"), OWN))
    place = gazetteer.candidates("Qumbelar")[0].place
    assert (place.country, place.admin1, place.licence, place.source) == ("AR", "Misiones", "CC-BY-4.0", "mine.csv")


@pytest.mark.parametrize(
    "row",
    [
        "1,Posadas,,-27.395,-55.925,P,PPL,AR,,",  # the same name and class within 2 km
        "1,Posadas,,-27.5,-55.7,P,PPLA,AR,3429886,",  # another spot, but the same GeoNames id
    ],
)
def test_the_same_place_in_two_layers_is_one_candidate_of_the_higher_layer(stacked, world, row):
    below = next(c.place for c in world.candidates("Posadas") if c.place.place_id == POSADAS)
    gazetteer = stacked(mine=("mine.csv", csv(row), OWN))
    joined = found(gazetteer, "Posadas", "AR")
    assert ("mine:1", "imported") in joined
    assert (POSADAS, "world") not in joined
    place = gazetteer.candidates("Posadas")[0].place
    assert (place.place_id, place.population, place.admin1) == ("mine:1", below.population, below.admin1)
    assert gazetteer.place(POSADAS).layer == "world"  # the id still works


def test_two_imported_layers_join_by_wikidata(stacked):
    gazetteer = stacked(
        a=("a.csv", csv("1,Qumbelar,,-27.2,-55.4,P,PPL,AR,,Q987654"), OWN),
        b=("b.csv", csv("2,Qumbelar,,-27.3,-55.3,P,PPL,AR,,Q987654"), OWN),
    )
    assert len(found(gazetteer, "Qumbelar", "AR")) == 1


def test_a_geonames_row_of_a_later_dump_corrects_the_embedded_place(stacked):
    row = geonames_row(3429886, "Posadas", -27.4, -55.9, cc="AR", code="PPLA", pop="350000", alt="Ciudad Ficticia")
    gazetteer = stacked(dump=("AR.txt", row + "\n", {}))
    place = gazetteer.candidates("Posadas")[0].place
    assert (place.place_id, place.layer, place.population, place.lat) == (POSADAS, "imported", 350000, -27.4)
    assert gazetteer.candidates("Ciudad Ficticia")[0].place.place_id == POSADAS


def test_the_users_own_places_lie_above_imported_ones(stacked, tmp_path):
    gazetteer = stacked(mine=("mine.csv", csv("1,Qumbelar,,-27.2,-55.4,P,PPL,AR,,"), OWN))
    path = write(tmp_path, "places.csv", "name,lat,lon,country\nQumbelar,-27.201,-55.4,AR\n")
    top = gazetteer.with_places(read_user_places(path)[0])
    assert [(c.place.layer, c.place.admin1) for c in top.candidates("Qumbelar")] == [("user", "Misiones")]


@pytest.mark.parametrize(
    ("row", "country", "admin1"),
    [
        ("Qumbelar,-27.0,-54.9,,", "AR", "Misiones"),
        ("Qumbelar,-27.0,-54.9,,My Province", None, "My Province"),  # as the user says
        ("Qumbelar,-27.0,-54.9,BR,", "BR", None),  # the point lies elsewhere: nothing is guessed
        ("Qumbelar,-45.0,-120.0,,", None, None),
    ],
)
def test_the_users_own_place_gets_the_unit_it_lies_in(tmp_path, world, row, country, admin1):
    path = write(tmp_path, "places.csv", f"name,lat,lon,country,admin1\n{row}\n")
    place = world.with_places(read_user_places(path)[0]).candidates("Qumbelar")[0].place
    assert (place.country, place.admin1) == (country, admin1)


def test_layers_change_the_digest_and_travel_to_other_processes(stacked, world):
    gazetteer = stacked(mine=("mine.csv", csv("1,Qumbelar,,-27.2,-55.4,P,PPL,AR,,"), OWN))
    again = stacked(mine=("mine.csv", csv("1,Qumbelar,,-27.2,-55.5,P,PPL,AR,,"), OWN))
    assert len({world.digest, gazetteer.digest, again.digest}) == 3
    twin = pickle.loads(pickle.dumps(again))
    assert twin.digest == again.digest
    assert twin.candidates("Qumbelar") == again.candidates("Qumbelar")


def test_an_imported_shape_and_the_nearest_imported_place(stacked):
    line = {"type": "LineString", "coordinates": [[-55.0, -27.0], [-54.9, -27.1]]}
    content = collection(
        feature({"name": "Arroyo Largo", "class": "H"}, line), feature({"name": "Rancho Solo"}, (-27.05, -54.95))
    )
    gazetteer = stacked(mine=("mine.geojson", content, OWN))
    stream = gazetteer.candidates("Arroyo Largo")[0].place
    assert (stream.geometry, gazetteer.geometry(stream.place_id).geom_type) == ("line", "LineString")
    whereabouts = gazetteer.whereabouts(-27.051, -54.951)
    assert (whereabouts.nearest.name, whereabouts.nearest_km < 1) == ("Rancho Solo", True)


def test_importing_again_replaces_the_layer_and_removing_deletes_it(stacked, tmp_path):
    stacked(mine=("mine.csv", csv("1,Qumbelar,,-27.2,-55.4,P,PPL,AR,,"), OWN))
    gazetteer = stacked(mine=("mine.csv", csv("1,Xotrelan,,-27.2,-55.4,P,PPL,AR,,"), OWN))
    assert not gazetteer.is_name("Qumbelar")
    (layer,) = list_layers(tmp_path / "layers")
    assert (layer.name, layer.formats, layer.places, layer.attribution) == ("mine", ("table",), 1, "Example Agency")
    remove_layer("mine", tmp_path / "layers")
    assert list_layers(tmp_path / "layers") == ()
    with pytest.raises(SourceError, match="no imported layer 'mine'; there are: none"):
        remove_layer("mine", tmp_path / "layers")


def test_a_layer_of_another_version_says_what_to_do(stacked, tmp_path, world):
    stacked(mine=("mine.csv", csv("1,Qumbelar,,-27.2,-55.4,P,PPL,AR,,"), OWN))
    path = tmp_path / "layers" / "mine.sqlite"
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE manifest SET value = json_set(value, '$.format', 0) WHERE key = 'manifest'")
        db.commit()
    with pytest.raises(IndexMissingError, match=r"imported layer mine.*gazetteer remove mine"):
        Gazetteer.open(world._index.path, (path,))
    assert remove_layer("mine", tmp_path / "layers") == path


def test_a_layer_of_several_processes_is_that_of_one(tmp_path):
    rows = [geonames_row(9_200_000 + i, f"Aldeia {i}", -20 - i / 100, 34) for i in range(50)]
    rows += [geonames_row("x", "Torta", -20, 34), geonames_row(9_200_003, "Aldeia Três", -21, 34)]
    dump = write(tmp_path, "MZ.txt", "\n".join(rows) + "\n")
    reports = [
        import_files(ImportRequest((dump,)), base=None, folder=tmp_path / str(workers), workers=workers)
        for workers in (1, 3)
    ]
    one, three = (Gazetteer.open(report.path) for report in reports)
    assert [(r.places, r.repeated, r.problems) for r in reports] == [(50, 1, reports[0].problems)] * 2
    for name in ("Aldeia 7", "Aldeia 49", "Aldeia Três", "Aldeia 3"):
        assert one.candidates(name) == three.candidates(name)
    assert three.candidates("Aldeia 3", fuzzy=False)[0].place.name == "Aldeia Três"  # the later row, both names


@pytest.fixture
def run(monkeypatch, tmp_path):
    """Run a gazetteer command with the user's data folder elsewhere."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    runner = CliRunner()
    return lambda *words: runner.invoke(app, [str(word) for word in words])


@pytest.mark.usefixtures("world")
def test_import_info_lookup_remove_on_the_command_line(run, tmp_path):
    path = write(tmp_path, "posts.csv", "titel,lat,lon\nPuesto Ficticio,-27.2,-55.4\nSin Lugar,,\n")
    refused = run("import", path, "--map", "name=titel")
    assert (refused.exit_code, "--licence and --attribution" in refused.stderr) == (2, True)
    done = run("import", path, "--map", "name=titel", "--map", "class==S", "--map", "code==PSTB",
               "--licence", "own", "--attribution", "Example Agency")  # fmt: skip
    assert (done.exit_code, "posts.csv: line 3: Sin Lugar" in done.stderr) == (1, True)
    assert "1 places from table in layer posts (1 rows left out)" in done.stdout
    (candidate,) = json.loads(run("lookup", "Puesto Ficticio", "--json").stdout)
    assert (candidate["feature_code"], candidate["source"], candidate["licence"], candidate["country"]) == (
        "PSTB", "posts.csv", "own", "AR",
    )  # fmt: skip
    assert "Example Agency" in run("info").stdout
    assert json.loads(run("info", "--json").stdout)["imported"][0]["name"] == "posts"
    assert run("remove", "posts").exit_code == 0
    assert run("lookup", "Puesto Ficticio", "--json").exit_code == 1


def test_adding_a_place_in_the_south_and_west(run, tmp_path):
    path = tmp_path / "seeds" / "places.csv"
    more = ["--country", "AR", "--variants", "PF;El Puesto", "--class", "S", "--radius", "0.5", "--licence", "own"]
    added = run("add", "Puesto Ficticio", "-27.2", "-55.4", *more, "--source", "own visit", "--into", path)
    assert added.exit_code == 0
    ((place,), problems) = read_user_places(path)
    assert (problems, place.place.name, place.place.lat, place.place.lon) == ((), "Puesto Ficticio", -27.2, -55.4)
    assert (place.variants, place.place.feature_class, place.place.radius_km) == (("PF", "El Puesto"), "S", 0.5)
    assert run("add", "Otro", "95", "1", "--into", path).exit_code == 2
    assert len(read_user_places(path)[0]) == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("name,lat,lon\nOld Place,1.5,2.5\n", "name,lat,lon\nOld Place,1.5,2.5\nNew Place,3.5,4.5\n"),
        ("name,lat,lon\nOld Place,1.5,2.5", "name,lat,lon\nOld Place,1.5,2.5\nNew Place,3.5,4.5\n"),
        ("lon,lat,name\n", "lon,lat,name\n4.5,3.5,New Place\n"),
    ],
)
def test_a_row_is_appended_in_the_files_own_columns(tmp_path, before, after):
    path = write(tmp_path, "places.csv", before)
    append_place(path, {"name": "New Place", "lat": "3.5", "lon": "4.5", "country": ""})
    assert path.read_text(encoding="utf-8") == after


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"name": "Old Place", "lat": "1.5", "lon": "2.5"}, "stand above"),
        ({"name": "New", "lat": "x", "lon": "2.5"}, "not a number"),
        ({"name": "New", "lat": "1", "lon": "2", "country": "FR"}, "no column country"),
    ],
)
def test_a_row_that_is_no_place_leaves_the_file_as_it_was(tmp_path, cells, message):
    before = "name,lat,lon\nOld Place,1.5,2.5\n"
    path = write(tmp_path, "places.csv", before)
    with pytest.raises(SourceError, match=message):
        append_place(path, cells)
    assert path.read_text(encoding="utf-8") == before
    assert [p.name for p in tmp_path.iterdir()] == ["places.csv"]


def test_a_layer_too_large_for_filters_and_mapping_answers_the_same(tmp_path, monkeypatch):
    rows = [geonames_row(9_300_000 + i, f"Aldeia {i}", -20 - i / 100, 34, alt=f"Vila {i}") for i in range(30)]
    dump = write(tmp_path, "MZ.txt", "\n".join(rows) + "\n")
    small = Gazetteer.open(import_files(ImportRequest((dump,)), base=None, folder=tmp_path / "small").path)
    monkeypatch.setattr("gazetteer.build.FILTERED_KEYS", 0)
    monkeypatch.setattr("gazetteer.layers._MAPPED_BYTES", 0)
    large = Gazetteer.open(import_files(ImportRequest((dump,)), base=None, folder=tmp_path / "large").path)
    assert large._index._names is None
    for name in ("Aldeia 7", "Vila 8", "Aldeja 9", "Alldeia 10", "Nowhere 11"):
        assert large.candidates(name) == small.candidates(name)
        assert large.is_name(name) == small.is_name(name)


def test_the_package_works_without_the_map_and_the_command_line(tmp_path):
    script = """
import sys
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"pandas", "geopandas", "pyogrio", "folium", "typer", "geo"}:
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Absent())
from pathlib import Path
from gazetteer import Gazetteer
from gazetteer.importing import ImportRequest, import_files
path = Path(sys.argv[1]) / "mine.csv"
path.write_text("name,lat,lon\\nQumbelar,-27.2,-55.4\\n")
request = ImportRequest((path,), licence="own", attribution="me")
report = import_files(request, base=None, folder=path.parent / "layers")
print(Gazetteer.open(report.path).candidates("Qumbelar")[0].place.licence)
"""
    done = subprocess.run(
        [sys.executable, "-c", script, tmp_path], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.stdout, done.stderr) == ("own\n", "")

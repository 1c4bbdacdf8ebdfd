"""The exports opened by clients that nobody here wrote: QGIS, GDAL's tools, DuckDB. Run with `pytest -m gis`."""

import json
import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

import pytest
from exported import export

from geo.exports import write_export

pytestmark = pytest.mark.gis

#: Debian's Python, which has QGIS and GDAL's own tools where they are installed.
SYSTEM = "/usr/bin/python3"
TOOLS = Path(__file__).parents[1] / "tools"
CHECK = TOOLS / "qgis_check.py"
KEPLER_CHECK = TOOLS / "kepler_check.mjs"


def has(module):
    if not Path(SYSTEM).exists():
        return False
    return subprocess.run([SYSTEM, "-c", f"import {module}"], capture_output=True, check=False).returncode == 0


needs_gdal = pytest.mark.skipif(shutil.which("ogrinfo") is None, reason="needs ogrinfo (Debian: gdal-bin)")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("exports")
    for name in ("geojson", "geojsonl", "gpkg", "qgis", "fgb", "parquet", "kml", "csv"):
        write_export(name, export(), made)
    return made


@pytest.fixture(scope="module")
def qgis(folder):
    """What QGIS says of the package and the project."""
    if not has("qgis.core"):
        pytest.skip("needs QGIS for Debian's Python (apt-get install --no-install-recommends python3-qgis)")
    files = [folder / name for name in ("incidents.gpkg", "incidents.qgz", "picture.png")]
    ran = subprocess.run([SYSTEM, CHECK, *files], capture_output=True, text=True, check=False, timeout=300)
    assert ran.stdout, ran.stderr
    return json.loads(ran.stdout)


def test_qgis_finds_no_fault(qgis):
    assert qgis["faults"] == []


def test_qgis_reads_counts_system_types_and_style(qgis):
    package = qgis["package"]
    assert (package["features"], package["without_geometry"], package["crs"]) == (3, 1, "EPSG:4326")
    assert package["renderer"] == "categorizedSymbol"
    types = {name: package["types"][name] for name in ("date_start", "time_start", "killed_best", "confidence", "id")}
    assert types == {
        "date_start": "Date",
        "time_start": "DateTime",
        "killed_best": "Integer64",
        "confidence": "Real",
        "id": "String",
    }


def test_qgis_shows_each_dated_incident_on_its_days_and_no_other(qgis):
    assert qgis["project"]["one_day"] == 2
    assert qgis["project"]["areas_one_day"] == 1


def test_qgis_opens_the_project_with_groups_labels_time_and_relations(qgis):
    project = qgis["project"]
    assert project["groups"] == ["What happened", "What the articles say", "World"]
    assert (project["crs"], project["labels"]) == ("EPSG:4326", True)
    assert (project["from"], project["to"]) == ("2024-03-01T00:00:00Z", "2024-03-31T23:59:59Z")
    assert len(project["relations"]) == 4
    assert project["layers"]["incidents"] == 3


def test_texts_of_articles_are_no_markup_in_the_map_tips_of_qgis(qgis):
    hostile = qgis["package"]["map_tip"][1]
    assert "&lt;b&gt;Köy" in hostile
    assert "[% 1+1 %]" in hostile
    assert "Killed: not stated" in hostile
    assert "Killed: 0" in qgis["package"]["map_tip"][0]


def test_the_check_in_qgis_can_fail(folder, qgis, tmp_path):
    assert qgis["faults"] == []
    for name in ("incidents.gpkg", "incidents.qgz"):
        shutil.copy(folder / name, tmp_path)
    with closing(sqlite3.connect(tmp_path / "incidents.gpkg")) as package, package:
        for name in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):  # its triggers name them
            package.create_function(name, 1, lambda _: 0)
        package.execute("UPDATE incidents SET time_end = '2024-03-04T23:59:59.000Z' WHERE id = 'a'")
        package.execute("DELETE FROM layer_styles WHERE f_table_name = 'incidents'")
    files = [tmp_path / name for name in ("incidents.gpkg", "incidents.qgz", "picture.png")]
    ran = subprocess.run([SYSTEM, CHECK, *files], capture_output=True, text=True, check=False, timeout=300)
    assert ran.returncode == 1
    faults = json.loads(ran.stdout)["faults"]
    assert "the style is not loaded: singleSymbol" in faults
    assert "incident_mapper_incidents a: on 2024-03-05 shown is not True" in faults


def test_gdals_own_checker_finds_the_geopackage_valid(folder):
    if not has("osgeo_utils.samples.validate_gpkg"):
        pytest.skip("needs GDAL's Python tools (Debian: python3-gdal)")
    command = [SYSTEM, "-m", "osgeo_utils.samples.validate_gpkg", folder / "incidents.gpkg"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


@needs_gdal
@pytest.mark.parametrize("name", ["incidents.geojson", "incidents.geojsonl", "incidents.gpkg", "incidents.fgb"])
def test_ogrinfo_reads_three_features_with_times_without_a_warning(folder, name):
    command = ["ogrinfo", "-so", "-al", folder / name]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0
    assert "Warning" not in ran.stdout + ran.stderr
    assert "Feature Count: 3" in ran.stdout
    assert "time_start: DateTime" in ran.stdout


@needs_gdal
def test_ogrinfo_reads_the_kml_with_its_times(folder):
    ran = subprocess.run(["ogrinfo", "-al", folder / "incidents.kml"], capture_output=True, text=True, check=False)
    assert "Feature Count: 3" in ran.stdout
    assert "begin (DateTime) = 2024/03/05 00:00:00" in ran.stdout


@pytest.fixture(scope="module")
def kml_schema():
    """The OGC's schema of KML 2.2, as the package pykml brings it."""
    if find_spec("pykml") is None or find_spec("lxml") is None:
        pytest.skip("needs the schema that pykml brings, and lxml (pip install pykml lxml)")
    from lxml import etree  # noqa: PLC0415 - not everybody has it

    (path,) = Path(find_spec("pykml").origin).parent.rglob("ogckml22.xsd")
    return etree.XMLSchema(etree.parse(path, etree.XMLParser(no_network=True)))


def test_the_kml_follows_its_schema(folder, kml_schema):
    from lxml import etree  # noqa: PLC0415

    document = etree.parse(folder / "incidents.kml")
    assert kml_schema.validate(document), kml_schema.error_log
    for span in document.iter("{*}TimeSpan"):
        span.getparent().append(span)  # at the end, where the schema has no place for it
    assert not kml_schema.validate(document)


def test_duckdb_reads_parquet_and_csv(folder):
    if find_spec("duckdb") is None:
        pytest.skip("needs duckdb (pip install duckdb)")
    import duckdb  # noqa: PLC0415 - not everybody has it

    query = "SELECT id, killed_best, epoch(time_end) - epoch(time_start) FROM '{}' WHERE killed_low = 0"
    for name in ("incidents.parquet", "incidents.csv"):
        assert duckdb.sql(query.format(folder / name)).fetchall() == [("a", 0, 86399.0)]


def test_the_queries_of_the_page_run_in_duckdb(folder, monkeypatch):
    if find_spec("duckdb") is None:
        pytest.skip("needs duckdb (pip install duckdb)")
    import duckdb  # noqa: PLC0415 - not everybody has it

    page = (Path(__file__).parents[1] / "docs" / "exports.md").read_text(encoding="utf-8")
    queries = page.partition("```sql\n")[2].partition("```")[0].strip().splitlines()
    monkeypatch.chdir(folder)
    by_type, titles = (duckdb.sql(query).fetchall() for query in queries)
    assert sorted(by_type, key=str) == [("Violence against civilians", 0)]
    assert {row[0] for row in titles} == {"a", "b", "c"}


def test_kepler_gl_sees_points_times_and_numbers(folder):
    """Runs where kepler.gl's processors are installed in the folder KEPLER names (see tools/kepler_check.mjs)."""
    modules = os.environ.get("KEPLER")
    if modules is None or shutil.which("node") is None:
        pytest.skip("needs Node, and kepler.gl's processors in a folder that the variable KEPLER names")
    write_export("csv+nobom", export(), folder / "nobom")
    files = [folder / "nobom" / "incidents.csv", folder / "incidents.geojson"]
    ran = subprocess.run(["node", KEPLER_CHECK, modules, *files], capture_output=True, text=True, check=True)
    seen = json.loads(ran.stdout.splitlines()[-1])
    assert {name: table["rows"] for name, table in seen.items()} == {"incidents.csv": 3, "incidents.geojson": 2}
    for table in seen.values():
        types = {name: table["types"][name] for name in ("id", "time_start", "date_end", "killed_best", "actors")}
        assert types == {
            "id": "string",
            "time_start": "timestamp",
            "date_end": "date",
            "killed_best": "integer",
            "actors": "array",
        }
    assert {seen["incidents.csv"]["types"][name] for name in ("longitude", "latitude")} == {"real"}
    assert seen["incidents.geojson"]["types"]["_geojson"] == "geojson"

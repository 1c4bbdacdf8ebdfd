"""Importing tables: GeoNames, NGA GNS and the user's own. Rows are invented unless a comment says otherwise."""

import zipfile
from pathlib import Path

import pytest
from gazetteer_sources_made import GNS_2022, GNS_OLD, geonames_row, gns_rows, imported, write

from gazetteer.errors import SourceError
from gazetteer.sources.formats import FORMATS, detect_format
from gazetteer.sources.tables import read_mapping
from gazetteer.userplaces import COLUMNS

OWN = {"licence": "CC-BY-4.0", "attribution": "Example Agency"}


def names(gazetteer, query):
    return [(c.place.name, c.role) for c in gazetteer.candidates(query, fuzzy=False)]


def reasons(report):
    return [(p.where, p.reason) for p in report.problems]


@pytest.fixture
def dump(tmp_path):
    rows = [
        geonames_row(9000001, "Província de Exemplo", -23.5, 32.5, fc="A", code="ADM1", a1="77"),
        geonames_row(9000002, "Distrito de Amostra", -23.4, 32.4, fc="A", code="ADM2", a1="77", a2="04"),
        geonames_row(
            9000003, "Vila Amostra", -23.41, 32.41, a1="77", a2="04", pop="12500", alt="Amostra Velha,XYZ,Вила"
        ),
        geonames_row(9000004, "Rio Mostra", -23.6, 32.6, fc="H", code="STM", a1="77"),
        geonames_row(9000005, "Elsewhere Halt", -15.0, 28.0, cc="ZM"),
    ]
    return write(tmp_path, "MZ.txt", "\n".join(rows) + "\n")


def test_a_geonames_dump_gives_places_with_units_names_and_licence(tmp_path, dump):
    report, gazetteer = imported(tmp_path, dump)
    assert (report.formats, report.places, report.problem_count) == (("geonames",), 5, 0)
    place = gazetteer.candidates("Vila Amostra")[0].place
    assert (place.place_id, place.country, place.population, place.layer) == (
        "geonames:9000003",
        "MZ",
        12500,
        "imported",
    )
    assert (place.admin1, place.admin2, place.admin1_id) == (
        "Província de Exemplo", "Distrito de Amostra", "geonames:9000001",
    )  # fmt: skip
    assert (place.source, place.licence) == ("GeoNames", "CC-BY-4.0")
    assert names(gazetteer, "Вила") == [("Vila Amostra", "name")]
    assert names(gazetteer, "xyz") == []  # a code among the alternate names is no name
    assert gazetteer.candidates("Amostra")[0].place.place_id == "geonames:9000002"  # the district without its word


def test_only_the_countries_asked_for_are_imported(tmp_path, dump):
    report, gazetteer = imported(tmp_path, dump, countries=frozenset({"ZM"}))
    assert report.places == 1
    assert names(gazetteer, "Elsewhere Halt") == [("Elsewhere Halt", "name")]


def test_a_zipped_dump_is_read_without_its_readme(tmp_path, dump):
    with zipfile.ZipFile(tmp_path / "MZ.zip", "w") as archive:
        archive.write(dump, "MZ.txt")
        archive.writestr("readme.txt", "long text\n" * 500)
    report, _ = imported(tmp_path, tmp_path / "MZ.zip")
    assert report.places == 5


def test_alternate_names_bring_roles_and_leave_codes_out(tmp_path, dump):
    rows = [
        (1, 9000003, "en", "Sample Town", "1", "", "", "", "", ""),
        (2, 9000003, "pt", "Porto Antigo", "", "", "", "1", "", ""),
        (3, 9000003, "ru", "Образец", "", "", "", "", "1990", "1999"),
        (4, 9000003, "abbr", "V.A.", "", "", "", "", "", ""),
        (5, 9000003, "wkdt", "Q999999", "", "", "", "", "", ""),
        (6, 9000003, "link", "https://example.org/amostra", "", "", "", "", "", ""),
        (7, 9000003, "iata", "VAX", "", "", "", "", "", ""),
        (8, 9000003, "", "Amostrinha", "", "1", "1", "", "", ""),
    ]
    table = write(tmp_path, "alternateNamesV2.txt", "\n".join("\t".join(map(str, r)) for r in rows) + "\n")
    _, gazetteer = imported(tmp_path, dump, table)
    assert names(gazetteer, "Sample Town") == [("Vila Amostra", "name")]
    assert names(gazetteer, "Porto Antigo") == [("Vila Amostra", "former")]
    assert names(gazetteer, "Образец") == [("Vila Amostra", "former")]
    assert names(gazetteer, "V.A.") == [("Vila Amostra", "abbreviation")]
    assert names(gazetteer, "Amostrinha") == [("Vila Amostra", "name")]
    assert [names(gazetteer, q) for q in ("Q999999", "VAX", "https://example.org/amostra")] == [[], [], []]
    assert gazetteer._index.same_as("geonames:9000003") == {"wikidata:Q999999"}


def test_code_tables_tell_units_and_country_names(tmp_path):
    dump = write(tmp_path, "MZ.txt", "\n".join([
        geonames_row(9000001, "Província de Exemplo", -23.5, 32.5, fc="A", code="ADM1", a1="77"),
        geonames_row(9000002, "Distrito de Amostra", -23.4, 32.4, fc="A", code="ADM2", a1="77", a2="04"),
        geonames_row(9000003, "Vila Amostra", -23.41, 32.41, a1="77", a2="04"),
        geonames_row(9000006, "Posto Filho", -23.42, 32.42, fc="A", code="ADM3"),
        geonames_row(9000009, "República de Exemplo", -18, 35, fc="A", code="PCLI"),
    ]))  # fmt: skip
    tables = [
        write(tmp_path, "admin1CodesASCII.txt", "MZ.77\tExample Province\tExample Province\t9000001\n"),
        write(tmp_path, "admin2Codes.txt", "MZ.77.04\tSample District\tSample District\t9000002\n"),
        write(tmp_path, "hierarchy.txt", "9000001\t9000002\tADM\n9000002\t9000006\tADM\n9000006\t9000003\ttourism\n"),
        write(
            tmp_path,
            "countryInfo.txt",
            "# GeoNames countries\n#ISO\tISO3\n"
            "MZ\tMOZ\t508\tMZ\tExampleland\tMaputo\t801590\t29495962\tAF\t.mz\tMZN\tMetical\t258\t####\t^x$\tpt-MZ\t9000009"
            "\tZW,TZ\t\n",
        ),
    ]
    report, gazetteer = imported(tmp_path, *tables, dump)
    assert (report.formats, report.places, reasons(report)) == (("geonames",), 5, [])
    assert gazetteer.place("geonames:9000003").admin2 == "Distrito de Amostra"
    assert gazetteer.place("geonames:9000006").admin1_id == "geonames:9000001"  # by the hierarchy
    assert names(gazetteer, "Example Province") == [("Província de Exemplo", "name")]
    assert names(gazetteer, "Sample District") == [("Distrito de Amostra", "name")]
    assert names(gazetteer, "Exampleland") == [("República de Exemplo", "name")]
    assert names(gazetteer, "MOZ") == [("República de Exemplo", "abbreviation")]


def test_broken_geonames_rows_are_told_by_line_and_the_others_kept(tmp_path):
    good = geonames_row(9100001, "Aldeia Boa", -20.0, 34.0)
    rows = [
        good,
        geonames_row(9100002, "Aldeia Torta", -20.0, 34.0).replace("\tPPL\t", "\tP\nPL\t"),
        geonames_row(9100003, "Aldeia Trocada", 134.0, -20.0),
        geonames_row(9100004, "Aldeia Nula", 0, 0),
        geonames_row(9100005, "Aldeia Vaga", "", 34.0),
        geonames_row("x", "Aldeia Sem", -20.0, 34.0),
        geonames_row(9100006, "", -20.0, 34.0),
        geonames_row(9100007, "Aldeia Classe", -20.0, 34.0, fc="Q"),
    ]
    content = "\n".join(rows).encode() + b"\n" + geonames_row(9100008, "Aldeia M\u00e1", -20, 34).encode("latin-1")
    report, _ = imported(tmp_path, write(tmp_path, "MZ.txt", content + b"\n" + good.encode()))
    assert report.places == 1
    assert report.repeated == 1
    told = dict(reasons(report))
    assert "8 columns where a GeoNames dump has 19" in told["line 2"]
    assert "13 columns" in told["line 3"] or "12 columns" in told["line 3"]
    assert "look swapped" in told["line 4"]
    assert "no position" in told["line 5"]
    assert "not numbers" in told["line 6"]
    assert "geonameid is 'x'" in told["line 7"]
    assert "name is empty" in told["line 8"]
    assert "feature class is 'Q'" in told["line 9"]
    assert "not utf-8" in told["line 10"]
    assert len(told) == 9


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty"),
        (
            b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 636686\n",
            "Git LFS pointer of 131 bytes",
        ),
        (b"\x00\x01\x02\x03" * 20, "not a format known"),
        (b"one line without any column\n", "not a format known"),
        (b"1\t9000003\ten\tSample Town\t\t\t\t\t\t\n", "together with a dump"),
        (b"{}", "no list of features"),
        (b"{ not json", "not JSON"),
    ],
)
def test_what_is_no_data_is_refused_with_a_reason(tmp_path, content, message):
    with pytest.raises(SourceError, match=message):
        imported(tmp_path, write(tmp_path, "file.txt", content))
    assert list((tmp_path / "layers").glob("*")) == []


GNS_VILLAGE = {
    "rk": "1", "ufi": "-555001", "uni": "1", "full_name": "Kariyah", "nt": "N", "lat_dd": "34.51", "long_dd": "36.11",
    "efctv_dt": "2001-01-01", "desig_cd": "PPL", "fc": "P", "cc_ft": "SYR", "adm1": "SY-HI", "name_rank": "1",
    "lang_cd": "ara", "transl_cd": "x", "script_cd": "latn", "cc_nm": "SYR", "full_nm_nd": "Kariyah", "display": "1,2",
}  # fmt: skip


def test_gns_rows_of_one_feature_are_one_place_with_all_names(tmp_path):
    rows = [
        GNS_VILLAGE | {"uni": "2", "full_name": "Qarya al Qadima", "nt": "V", "name_rank": "3"},
        {**GNS_VILLAGE, "ufi": "-555002", "full_name": "Wadi Mithal", "fc": "H", "desig_cd": "WAD", "cc_ft": "SY"},
        GNS_VILLAGE,
        GNS_VILLAGE | {"uni": "3", "full_name": "قرية", "nt": "NS", "script_cd": "arab"},
        GNS_VILLAGE | {"uni": "4", "full_name": "Vieux Bourg", "nt": "V", "term_dt_n": "1999-01-01"},
        {**GNS_VILLAGE, "ufi": "-555003", "full_name": "Withdrawn Place", "term_dt_f": "2010-01-01"},
        {**GNS_VILLAGE, "ufi": "-555004", "full_name": "Swapped", "lat_dd": "136.1", "long_dd": "34.5"},
    ]
    path = write(tmp_path, "sy.txt", gns_rows(GNS_2022, *rows))
    assert detect_format(path) == "gns"
    report, gazetteer = imported(tmp_path, path)
    assert (report.places, report.left_out) == (2, 2)
    village = gazetteer.candidates("Kariyah")[0].place
    assert (village.place_id, village.name, village.country) == ("gns:-555001", "Kariyah", "SY")
    assert (village.feature_code, village.lat, village.lon, village.licence) == ("PPL", 34.51, 36.11, "public domain")
    assert names(gazetteer, "Qarya al Qadima") == [("Kariyah", "name")]
    assert names(gazetteer, "قرية") == [("Kariyah", "name")]
    assert names(gazetteer, "Vieux Bourg") == [("Kariyah", "former")]
    assert gazetteer.candidates("Wadi Mithal")[0].place.feature_code == "WAD"
    assert names(gazetteer, "Withdrawn Place") == []


def test_the_old_gns_header_has_fips_countries(tmp_path):
    row = {
        "RC": "5", "UFI": "-777001", "UNI": "9", "LAT": "-20.1", "LONG": "30.9", "DMS_LAT": "-200600", "FC": "P",
        "DSG": "PPL", "CC1": "ZI", "ADM1": "05", "POP": "4200", "NT": "N", "FULL_NAME_RO": "Musha Wekare",
        "FULL_NAME_ND_RO": "Musha Wekare", "NAME_RANK": "1",
    }  # fmt: skip
    _, gazetteer = imported(tmp_path, write(tmp_path, "zi.txt", gns_rows(GNS_OLD, row)))
    place = gazetteer.candidates("Musha Wekare")[0].place
    assert (place.country, place.population, place.source) == (
        "ZW",
        4200,
        "NGA GEOnet Names Server",
    )  # FIPS ZI: Zimbabwe


@pytest.mark.parametrize(
    "content",
    [
        "Name,Latitude,Longitude\nPonto Um,-23.5,32.5\n",
        "name;lat;lon\nPonto Um;-23,5;32,5\n",
        "toponym\ty\tx\nPonto Um\t-23.5\t32.5\n",
        "place|wkt\nPonto Um|POINT (32.5 -23.5)\n",
        "\ufeffname,lat,lon\r\nPonto Um,-23.5,32.5\r\n",
    ],
)
def test_a_table_of_ones_own_is_understood_by_its_headers(tmp_path, content):
    _, gazetteer = imported(tmp_path, write(tmp_path, "mine.csv", content), **OWN)
    place = gazetteer.candidates("Ponto Um")[0].place
    assert (place.lat, place.lon, place.source, place.licence) == (-23.5, 32.5, "mine.csv", "CC-BY-4.0")


def test_all_fields_of_a_table_can_be_mapped(tmp_path, world):
    header = "kennung,titel,auch,hoehe,breit,lang,klasse,art,staat,provinz,leute,genau,wd,gn,quelle,rechte"
    row = "K7,Grenzposten Sieben,Posto Sete;GP7,12,-25.4,31.95,S,PSTB,MOZ,Gaza,15,0.5,Q42,1040652,Amt,own"
    mapping = write(tmp_path, "map.toml", """
[columns]
id = "kennung"
name = "titel"
names = "auch"
lat = "breit"
lon = "lang"
class = "klasse"
code = "art"
country = "staat"
admin1 = "provinz"
population = "leute"
radius_km = "genau"
wikidata = "wd"
geonames = "gn"
source = "quelle"
licence = "rechte"
""")  # fmt: skip
    columns, values = read_mapping(mapping)
    path = write(tmp_path, "posts.csv", f"{header}\n{row}\n")
    _, gazetteer = imported(tmp_path, path, base=world, columns=columns, values=values, **OWN)
    place = gazetteer.candidates("Posto Sete")[0].place
    assert (place.place_id, place.name, place.feature_class, place.feature_code) == (
        "posts:K7", "Grenzposten Sieben", "S", "PSTB",
    )  # fmt: skip
    assert (place.country, place.population, place.radius_km) == ("MZ", 15, 0.5)
    assert place.admin1.startswith("Gaza")  # as stated, though the point lies in another province
    assert (place.source, place.licence) == ("posts.csv: Amt", "own")
    assert gazetteer.candidates("GP7")[0].role in ("name", "abbreviation")
    assert gazetteer._index.same_as("posts:K7") == {"wikidata:Q42", "geonames:1040652"}


def test_a_table_in_another_encoding_is_refused_by_name_and_read_when_told(tmp_path):
    path = write(tmp_path, "ru.csv", "название,широта,долгота\nСело Пример,55.1,82.9\n".encode("cp1251"))
    with pytest.raises(SourceError, match="--encoding"):
        imported(tmp_path, path, format="table", **OWN)
    _, gazetteer = imported(tmp_path, path, encoding="cp1251", **OWN)
    assert names(gazetteer, "Село Пример") == [("Село Пример", "name")]


def test_faults_of_a_table_are_told_by_line(tmp_path):
    rows = [
        "name,lat,lon,country,class",
        "Ponto Um,-23.5,32.5,MZ,P",
        "Ponto Um,-23.5,32.5,MZ,P",
        "Ponto Dois,132.5,-23.5,MZ,P",
        "Ponto Três,,,MZ,P",
        "Ponto Quatro,-23.1,32.1,Mozambique,P",
        "Ponto Cinco,-23.1,32.1,MZ",
        "Ponto Seis,2612345,7211234,MZ,P",
        '"Ponto\nSete",-23.2,32.2,MZ,P',
        ",-23.2,32.2,MZ,P",
        "Ponto Oito,-23.2,32.2,MZ,Y",
    ]
    report, gazetteer = imported(tmp_path, write(tmp_path, "mine.csv", "\n".join(rows) + "\n"), **OWN)
    told = dict(reasons(report))
    assert (report.places, report.repeated, report.left_out) == (3, 1, 6)
    assert "joined with it" in told["line 3"]
    assert "look swapped" in told["line 4"]
    assert "not numbers" in told["line 5"]
    assert "no ISO 3166-1 code" in told["line 6"]
    assert "4 columns where the header has 5" in told["line 7"]
    assert "in metres" in told["line 8"]
    assert "no name" in told["line 11"]
    assert "feature class is 'Y'" in told["line 12"]
    assert names(gazetteer, "Ponto Sete") == [("Ponto Sete", "name")]


@pytest.mark.parametrize(
    ("content", "options", "message"),
    [
        ("name,lat,lon\nA,1,2\n", {}, "--licence and --attribution"),
        ("name,lat,lon\nA,1,2\n", {"licence": "own"}, "give --attribution"),
        ("a,lat,lon\nA,1,2\n", OWN, "--map name=COLUMN"),
        ("name,lat,lon\nA,1,2\n", {**OWN, "columns": {"name": "titel"}}, "no column titel"),
        ("name,lat,lon\nA,x,2\n", OWN, "no place could be read; the first problem: line 2"),
        ("name,lat,lon\nA,1,2\n", {**OWN, "format": "xml"}, "formats are geonames"),
    ],
)
def test_a_table_that_cannot_be_used_says_what_is_missing(tmp_path, content, options, message):
    with pytest.raises(SourceError, match=message):
        imported(tmp_path, write(tmp_path, "mine.csv", content), **options)
    assert list((tmp_path / "layers").glob("*")) == []


def test_the_page_on_the_gazetteer_names_every_format_and_column():
    page = (Path(__file__).parents[1] / "docs" / "gazetteer.md").read_text(encoding="utf-8")
    for name in (*FORMATS, *COLUMNS):
        assert f"`{name}`" in page

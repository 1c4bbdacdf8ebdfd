"""Files become articles: ids, offsets, metadata, and what is skipped and why."""

import importlib.util
import json
import os
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.config import Config
from geo.documents import FileReading, list_inputs, read_bytes, read_documents, read_file
from geo.errors import MissingError
from geo.records import Published, Span

CONFIG = Config()
needs_html = pytest.mark.skipif(
    importlib.util.find_spec("trafilatura") is None, reason="the extra html is not installed"
)
BOAT = "Boat explodes in Mombasa harbour, two hurt"
BOAT_TEXT = (
    "Two fishermen were hurt on Monday when their boat exploded in the harbour of Mombasa, the county police have said."
    " The port was closed for two hours, and divers searched the pier for parts of the engine until late."
)
BRIDGE = "Gunmen attack bridge guards near Garissa"
BRIDGE_TEXT = (
    "Gunmen attacked the guards of a bridge near Garissa before dawn on Sunday and killed one, the governor said."
    " The others returned fire, and the attackers fled towards the border in a stolen lorry, the county police said."
)
ARTICLE = f"{BOAT}\n\n{BOAT_TEXT}\n"


def on(text):
    day = date.fromisoformat(text)
    return Published(day, day, "stated")


def read(content, name="a.txt", config=CONFIG):
    return read_bytes(content if isinstance(content, bytes) else content.encode(), name, config)


def one(content, name="a.txt", config=CONFIG):
    reading = read(content, name, config)
    assert reading.skips == ()
    (document,) = reading.documents
    return document


def reasons(reading):
    return [(skip.where, skip.reason) for skip in reading.skips]


# ------------------------------------------------------------------------------------------------ text and Markdown


def test_a_text_file_is_an_article_under_its_name():
    document = one(ARTICLE, "north/boat.txt")
    assert (document.id, document.file, document.offset) == ("north/boat.txt", "north/boat.txt", 0)
    assert (document.title, document.language) == (BOAT, "en")
    assert document.text == ARTICLE


def test_articles_of_one_file_are_numbered_and_their_offsets_count_in_the_file():
    parts = ["EUR/KES = 139.20 -0.3%", BOAT, BOAT_TEXT, BRIDGE, BRIDGE_TEXT, "Back to top"]
    given_text = "\r\n\r\n".join(parts)
    first, second = read(given_text, "listing.txt").documents
    assert (first.id, second.id) == ("listing.txt#1", "listing.txt#2")
    assert (first.title, second.title) == (BOAT, BRIDGE)
    for document, body in ((first, BOAT_TEXT), (second, BRIDGE_TEXT)):
        at = document.text.index(body)
        assert given_text[document.offset + at :].startswith(body)
    assert "Back to top" not in second.text


HEADERS = [
    f"---\ntitle: '{BOAT}'\ndate: 2023-03-06T18:40:00+03:00\nsource: Coast Daily\nurl: https://coast.example/boat\n---\n\n{BOAT_TEXT}",
    f"Title: {BOAT}\nDate: 6 March 2023\nSource: Coast Daily\nURL: https://coast.example/boat\n\n{BOAT_TEXT}",
    f"{BOAT}\n\nDate: March 6, 2023\nSource: Coast Daily\nURL: https://coast.example/boat\n\n{BOAT_TEXT}",
    f"# {BOAT}\n\n**Date:** 06.03.2023\n**Source:** Coast Daily\n**URL:** https://coast.example/boat\n\n{BOAT_TEXT}",
]


@pytest.mark.parametrize("text", HEADERS)
def test_a_header_is_read_as_metadata_and_blanked(text):
    document = one(text, "boat.md")
    assert (document.title, document.source, document.url) == (BOAT, "Coast Daily", "https://coast.example/boat")
    assert document.published == on("2023-03-06")
    assert len(document.text) == len(text)
    assert document.text.replace("#", "").split() == [
        *(BOAT.split() if BOAT in document.text else []),
        *BOAT_TEXT.split(),
    ]


def test_a_form_that_tells_of_an_incident_is_no_header():
    text = f"Date: 6 March 2023\nTime: 18:40\nPlace: Mombasa\nKilled: 2\n\n{BOAT_TEXT}"
    assert one(text).text == text


STAMPS = [
    f"{BOAT}\n\nPosted: Monday, 6 March 2023, 18:40\n\n{BOAT_TEXT}",
    f"{BOAT}\nBy Amina Otieno | Published on March 6, 2023\n\n{BOAT_TEXT}",
    f"6 March 2023\n{BOAT}\n\n{BOAT_TEXT}",
    f"{BOAT}\n\n{BOAT_TEXT} (Published Monday, March 6, 2023)",
    f"{BOAT}\n\n{BOAT_TEXT}\n\nLast updated: 2023-03-06 18:40",
]


@pytest.mark.parametrize("text", STAMPS)
def test_a_stamp_states_the_date_and_is_blanked(text):
    document = one(text)
    assert document.published == on("2023-03-06")
    assert "2023" not in document.text
    assert BOAT_TEXT in document.text


def test_a_stamp_whose_day_and_month_can_be_swapped_leaves_both_days():
    published = one(f"{BOAT}\n\nPosted: 4/5/2023\n\n{BOAT_TEXT}").published
    assert published == Published(date(2023, 4, 5), date(2023, 5, 4), "stated")


@pytest.mark.parametrize("name", ["2023-03-06_boat.txt", "2023/03/06/boat.txt", "boat_2023_03_06.txt"])
def test_a_date_in_the_file_name_is_taken_where_the_text_states_none(name):
    assert one(ARTICLE, name).published == on("2023-03-06")
    assert one(f"{BOAT}\n\nPosted: 8 March 2023\n\n{BOAT_TEXT}", name).published == on("2023-03-08")


def test_a_file_name_without_a_date_states_none():
    assert one(ARTICLE, "000_20230306.txt").published is None


def test_without_a_stated_date_it_is_inferred_up_to_the_last_possible_day():
    text = (
        f"{BOAT}\n\nTwo fishermen were hurt on Monday, 6 March, when their boat exploded in the harbour, police said."
    )
    published = one(text, config=Config(as_of=date(2023, 4, 1))).published
    assert published is not None
    assert published.start == date(2023, 3, 6)
    assert published.basis != "stated"


def test_the_articles_of_a_listing_bound_each_other():
    text = (
        f"{BOAT}\nPosted: 10 March 2023\n\n{BOAT_TEXT}\n\n"
        f"{BRIDGE}\n\n{BRIDGE_TEXT} The attack on the bridge came on 5 March.\n\n"
        f"Rains wash away forty homes in Kisumu\nPosted: 1 March 2023\n\nRains have washed away some forty homes in two"
        " quarters of Kisumu, the mayor said."
    )
    newest, between, oldest = (d.published for d in read(text, config=Config(as_of=date(2026, 1, 1))).documents)
    assert (newest, oldest) == (on("2023-03-10"), on("2023-03-01"))
    assert between is not None
    assert date(2023, 3, 5) <= between.start <= between.end <= date(2023, 3, 10)


def test_markup_is_blanked_and_the_words_stay():
    text = (
        f"# {BOAT}\n\nThe **Likoni** ferry, [owned](https://x.example/y) by the state, was _not_ hit. ![map](m.png)\n"
    )
    assert " ".join(one(text, "a.md").text.split()) == f"{BOAT} The Likoni ferry, owned by the state, was not hit."


def test_a_language_that_is_not_analysed_is_told():
    assert one("Двое рыбаков ранены при взрыве катера в порту, сообщила полиция.").language == "ru"


# --------------------------------------------------------------------------------------------------- what is skipped


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "a.txt", "is empty"),
        (b"\x00" * 9, "a.txt", "is empty"),
        (b"%PDF-1.4 x", "a.txt", "binary"),
        (b"text", "a.pdf", "of a kind that is not read (.pdf)"),
        (b"text", "noending", "no ending"),
        (b"Back to top\n\nShare this\n", "a.txt", "nothing but page furniture"),
        (b"{", "a.json", "is no JSON"),
        (b'"text"', "a.json", "is a JSON string"),
        (b"[" * 100_000, "a.json", "nested too deeply"),
        pytest.param(b"<html><body></body></html>", "a.html", "holds no article text", marks=needs_html),
        pytest.param(b"<div>" * 9000, "a.html", "nested too deeply", marks=needs_html),
    ],
)
def test_what_cannot_be_read_says_why_and_what_was_expected(content, name, words):
    reading = read(content, name)
    assert reading.documents == ()
    ((where, reason),) = reasons(reading)
    assert where is None
    assert words in reason
    assert reading.skips[0].file == name


# --------------------------------------------------------------------------------------------------------------- JSON


def test_a_json_object_brings_its_metadata():
    value = {
        "id": "c-17",
        "title": BOAT,
        "text": BOAT_TEXT,
        "published": "2023-03-06",
        "source": "Coast Daily",
        "url": "https://coast.example/boat",
        "language": "en-GB",
        "toponyms": [{"start": 80, "end": 87}],
        "unknown": {"is": ["ignored", 1e400]},
    }
    document = one(json.dumps(value), "a.json")
    assert (document.id, document.file, document.title) == ("c-17", "a.json", BOAT)
    assert (document.source, document.url, document.language) == ("Coast Daily", "https://coast.example/boat", "en")
    assert (document.text, document.offset, document.published) == (BOAT_TEXT, 0, on("2023-03-06"))
    assert document.toponyms == (Span(80, 87),)


@pytest.mark.parametrize(
    ("content", "name", "ids"),
    [
        ({"text": BOAT_TEXT}, "a.json", ["a.json"]),
        ([{"text": BOAT_TEXT}, {"text": BRIDGE_TEXT, "id": "b"}], "a.json", ["a.json#1", "b"]),
        ({"text": BOAT_TEXT, "id": 17}, "a.json", ["17"]),
        ({"text": BOAT_TEXT, "id": None}, "a.json", ["a.json"]),
        ({"text": BOAT_TEXT, "id": ""}, "a.json", ["a.json"]),
    ],
)
def test_an_article_without_an_id_is_named_after_its_place(content, name, ids):
    assert [document.id for document in read(json.dumps(content), name).documents] == ids


def test_lines_that_are_broken_do_not_take_others_with_them():
    lines = [
        json.dumps({"text": BOAT_TEXT}),
        "",
        '{"text": "cut off',
        json.dumps({"title": "no text"}),
        json.dumps({"text": 7}),
        json.dumps({"text": "  "}),
        json.dumps([1]),
        '{"text": "The pier at Kilifi burnt down.", "n": NaN, "big": ' + "9" * 5000 + "}",
        json.dumps({"text": BRIDGE_TEXT, "id": "x"}),
        json.dumps({"text": BOAT_TEXT, "id": "x"}),
    ]
    reading = read("\ufeff" + "\r\n".join(lines), "a.jsonl")
    assert [document.id for document in reading.documents] == ["a.jsonl:1", "a.jsonl:8", "x"]
    assert [(where, reason.split(";")[0]) for where, reason in reasons(reading)][1:] == [
        ("line 4", "has no text"),
        ("line 5", "has a text that is a number"),
        ("line 6", "has an empty text"),
        ("line 7", "is a JSON list"),
        ("x", "has the id of an article before it"),
    ]
    assert reasons(reading)[0][0] == "line 3"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("published", "last week", "published is 'last week'"),
        ("published", 20230306, "published is a number"),
        ("title", ["a"], "title is a list"),
        ("language", "English", "language is 'English'"),
        ("toponyms", "Mombasa", "toponyms is a string"),
        ("toponyms", [{"start": 5, "end": 9999}], "toponym 1 is no span"),
        ("toponyms", [{"start": 5.5, "end": 9}], "toponym 1 is no span"),
        ("toponyms", [{"start": True, "end": 9}], "toponym 1 is no span"),
        ("toponyms", [{"start": 9, "end": 5}], "toponym 1 is no span"),
    ],
)
def test_a_bad_field_is_told_and_the_article_is_kept(field, value, words):
    reading = read(json.dumps({"text": BOAT_TEXT, field: value}), "a.json")
    assert [document.text for document in reading.documents] == [BOAT_TEXT]
    assert [words in reason for _, reason in reasons(reading)] == [True]


def test_what_the_caller_marks_is_text_even_in_furniture():
    text = f"{BOAT_TEXT}\n\nPhoto: Pier of Kilifi / Coast Daily"
    start = text.index("Kilifi")
    marked = {"text": text, "toponyms": [{"start": start, "end": start + 6}]}
    assert one(json.dumps(marked), "a.json").text == text
    assert "Kilifi" not in one(json.dumps({"text": text}), "a.json").text


def test_an_article_of_which_only_the_title_is_left_is_kept():
    document = one(json.dumps({"title": BOAT, "text": "Advertisement\n\nShare this"}), "a.json")
    assert (document.title, document.text.split()) == (BOAT, [])


def test_json_texts_are_never_split():
    text = f"{BOAT}\n\n{BOAT_TEXT}\n\n{BRIDGE}\n\n{BRIDGE_TEXT}"
    assert one(json.dumps({"text": text}), "a.json").text == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_lines_in_any_encoding_are_read(encoding):
    line = json.dumps({"text": "Двое рыбаков ранены при взрыве катера в порту."}, ensure_ascii=False)
    documents = read(f"{line}\n{line}\n".encode(encoding), "a.jsonl").documents
    assert [d.text for d in documents] == ["Двое рыбаков ранены при взрыве катера в порту."] * 2


# --------------------------------------------------------------------------------------------------------------- HTML

PAGE = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{BOAT} | Coast Daily</title>
<meta property="og:site_name" content="Coast Daily"><meta property="og:title" content="{BOAT}">
<meta property="article:published_time" content="2023-03-06T18:40:00+03:00">
<link rel="canonical" href="https://coast.example/boat"></head>
<body><nav><a href="/">Home</a><a href="/news">News</a></nav>
<article><h1>{BOAT}</h1><p>{BOAT_TEXT}</p><p>{BRIDGE_TEXT}</p>
</article><footer>Terms of use</footer></body></html>"""


@needs_html
def test_a_web_page_gives_its_article_and_metadata():
    document = one(PAGE, "boat.html")
    assert (document.id, document.title, document.source) == ("boat.html", BOAT, "Coast Daily")
    assert (document.published, document.url) == (on("2023-03-06"), "https://coast.example/boat")
    assert BOAT_TEXT in document.text
    assert "Terms of use" not in document.text
    assert "Home" not in document.text


@needs_html
@pytest.mark.parametrize(
    "head",
    [
        '<meta name="pubdate" content="March 6, 2023">',
        '<script type="application/ld+json">{"@graph": [{"datePublished": "2023-03-06T18:40:00Z"}]}</script>',
        '<meta property="article:published_time" content="2023-03-06"><meta name="date" content="2024-01-01">',
        '<script type="application/ld+json">{broken</script><time datetime="2023-03-06">yesterday</time>',
    ],
)
def test_the_date_of_a_page_is_the_one_its_head_states(head):
    page = f"<html><head>{head}</head><body><article><p>{BOAT_TEXT}</p><p>{BRIDGE_TEXT}</p></article></body></html>"
    assert one(page, "boat.html").published == on("2023-03-06")


@needs_html
def test_a_page_is_read_in_the_encoding_it_declares():
    text = "Двое рыбаков ранены при взрыве катера в порту, сообщила полиция. " * 5
    page = f'<html><head><meta charset="koi8-r"></head><body><article><p>{text}</p></article></body></html>'
    assert "Двое рыбаков" in one(page.encode("koi8-r"), "a.html").text


def test_without_the_extra_a_page_says_what_to_install(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "trafilatura", None)
    ((_, reason),) = reasons(read(PAGE, "boat.html"))
    assert "pip install 'incident-mapper[html]'" in reason


# --------------------------------------------------------------------------------------------------- files and folders


@pytest.fixture
def folder(tmp_path):
    seeds = tmp_path / "seeds"
    for name in (
        "b.txt",
        "a/z.txt",
        "a.md",
        "incident-mapper.toml",
        "places.csv",
        ".hidden.txt",
        ".git/x.txt",
        "c.pdf",
    ):
        path = seeds / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(ARTICLE, encoding="utf-8")
    return seeds


def test_a_folder_is_listed_with_its_subfolders_sorted_and_without_what_is_reserved(folder):
    assert [path.relative_to(folder).as_posix() for path in list_inputs([folder])] == [
        "a.md",
        "a/z.txt",
        "b.txt",
        "c.pdf",
    ]


def test_files_are_named_by_their_path_within_the_folder_that_was_given(folder):
    names = [(reading.file, len(reading.documents)) for reading in read_documents([folder], CONFIG)]
    assert names == [("a.md", 1), ("a/z.txt", 1), ("b.txt", 1), ("c.pdf", 0)]
    assert [r.file for r in read_documents([folder / "a" / "z.txt", folder / "b.txt"], CONFIG)] == ["z.txt", "b.txt"]


def test_a_file_given_twice_is_read_once(folder):
    assert len(list_inputs([folder, folder / "b.txt", folder / "a"])) == 4


def test_names_that_two_folders_share_are_told_apart(tmp_path):
    for name in ("north", "south"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.txt").write_text(ARTICLE, encoding="utf-8")
    both = [tmp_path / "north", tmp_path / "south"]
    ids = [d.id for reading in read_documents(both, CONFIG) for d in reading.documents]
    assert ids == [f"{tmp_path.as_posix()}/north/x.txt", f"{tmp_path.as_posix()}/south/x.txt"]
    assert sorted(ids) == sorted(d.id for r in read_documents(both[::-1], CONFIG) for d in r.documents)


def test_an_input_that_does_not_exist_is_an_error(tmp_path):
    with pytest.raises(MissingError, match=r"nowhere: no such file or folder; expected"):
        list_inputs([tmp_path / "nowhere"])


def test_links_folders_and_special_files_are_told_and_stop_nothing(folder):
    outside = folder.parent / "outside.txt"
    outside.write_text(ARTICLE, encoding="utf-8")
    (folder / "out.txt").symlink_to(outside)
    (folder / "dead.txt").symlink_to(folder / "gone.txt")
    (folder / "inside.txt").symlink_to(folder / "b.txt")
    (folder / "folder.txt").mkdir()
    os.mkfifo(folder / "pipe.txt")
    readings = {reading.file: reading for reading in read_documents([folder], CONFIG)}
    told = {name: reading.skips[0].reason.split(";")[0] for name, reading in readings.items() if reading.skips}
    assert told == {
        "c.pdf": "is of a kind that is not read (.pdf)",
        "dead.txt": "is a link to nothing",
        "folder.txt": "is a folder where an article was expected",
        "out.txt": "is a link out of its folder",
        "pipe.txt": "is no ordinary file",
    }
    assert len(readings["inside.txt"].documents) == 1


def test_a_file_that_may_not_be_read_is_told(folder, monkeypatch):
    def refuse(_path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.read_bytes", refuse)
    ((_, reason),) = reasons(read_file(folder / "b.txt", CONFIG))
    assert reason == "cannot be read (Permission denied); check that it exists and that you may read it"


def test_a_name_that_is_no_utf8_is_written_with_replacement_characters(tmp_path):
    path = tmp_path / os.fsdecode(b"caf\xe9.txt")
    path.write_text(ARTICLE, encoding="utf-8")
    (reading,) = read_documents([tmp_path], CONFIG)
    assert reading.documents[0].id == "caf\ufffd.txt"


def test_an_id_that_came_before_in_another_file_is_told(tmp_path):
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text(json.dumps({"id": "same", "text": BOAT_TEXT}), encoding="utf-8")
    first, second = read_documents([tmp_path], CONFIG)
    assert [d.id for d in first.documents] == ["same"]
    assert (second.documents, second.skips[0].file) == ((), "b.json")


def test_long_json_lines_files_come_in_readings_of_some_hundred_lines(tmp_path):
    path = tmp_path / "many.jsonl"
    lines = [json.dumps({"text": f"{n} boats burnt in Mombasa on Monday."}) for n in range(450)]
    path.write_text("\n".join([*lines[:200], "broken", *lines[200:]]), encoding="utf-8")
    readings = list(read_documents([path], CONFIG))
    assert [len(reading.documents) for reading in readings] == [200, 199, 51]
    whole = read_file(path, CONFIG)
    assert whole.documents == tuple(d for reading in readings for d in reading.documents)
    assert whole.documents == read_bytes(path.read_bytes(), "many.jsonl", CONFIG).documents
    assert [skip.where for skip in whole.skips] == ["line 201"]
    assert whole.documents[200].id == "many.jsonl:202"


# ------------------------------------------------------------------------------------------------------- any content


@settings(deadline=None)
@given(st.binary(max_size=200), st.sampled_from(["a.txt", "a.md", "a.json", "a.jsonl", "a.html", "a.xyz"]))
def test_any_bytes_give_documents_or_reasons(content, name):
    reading = read(content, name)
    assert isinstance(reading, FileReading)
    assert reading.documents or reading.skips or name == "a.jsonl"


PIECES = st.sampled_from(
    [
        BOAT,
        BOAT_TEXT,
        BRIDGE,
        BRIDGE_TEXT,
        "Back to top",
        "Posted: 6 March 2023",
        "---",
        "# Boat",
        "Title: Boat",
        "",
        "\x00",
    ]
)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=12), st.sampled_from(["\n", "\r\n", "\n\n", "\r\n\r\n"]), st.booleans())
def test_documents_are_slices_of_what_was_given_but_for_what_is_blanked(pieces, line_end, is_markdown):
    given_text = line_end.join(pieces)
    end = 0
    for document in read(given_text, "a.md" if is_markdown else "a.txt").documents:
        assert document.offset >= end
        end = document.offset + len(document.text)
        piece = given_text[document.offset : end]
        assert len(piece) == len(document.text)
        assert all(b == a or (b == " " and a not in "\r\n") for a, b in zip(piece, document.text, strict=True))


FIELDS = ["id", "text", "title", "published", "source", "url", "language", "toponyms", "start", "end", "x"]
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=4),
    max_leaves=8,
)


@settings(deadline=None)
@given(JSON_VALUES)
def test_any_json_gives_documents_that_can_be_written_or_reasons(value):
    reading = read(json.dumps(value), "a.json")
    for document in reading.documents:
        json.dumps([document.id, document.title, document.text, document.source], ensure_ascii=False).encode("utf-8")
        assert all(0 <= span.start < span.end <= len(document.text) for span in document.toponyms or ())

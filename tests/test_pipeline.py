"""A whole run: what it writes, what a rerun costs, and that order, steps, memo and executor change nothing."""

import dataclasses
import json
import random
import re
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import date
from multiprocessing import get_context

import pytest

from geo.config import Box, Config
from geo.errors import InputError, MissingError
from geo.inputs import find_inputs
from geo.page import without_marks
from geo.pipeline import GEOJSON, MAP, MEMO, REVIEW, STAMP, UNRESOLVED, Look, run
from geo.summary import RunSummary, describe

BLAST = """Four killed in Maiduguri market blast

MAIDUGURI, Nigeria, 4 May 2023 - A bomb exploded at a market in Maiduguri on Wednesday, killing four people and
wounding eleven, police said.
"""
SAME_BLAST = """Police: market bomb kills four

A bomb at a market in Maiduguri, the capital of Borno State, killed four people on 3 May 2023, police said. Eleven
people were injured.
"""
CLASH = """Soldiers killed near Djibo

Two soldiers were killed on 12 June 2023 when gunmen attacked an army post in Djibo, Burkina Faso.
"""
PLAN = """Bloc to send trucks

The bloc will deliver forty trucks to Niger next year, its secretary said on 2 June 2023.
"""
ARTICLES = {"blast.txt": BLAST, "same.md": SAME_BLAST, "clash.txt": CLASH, "plan.txt": PLAN}


def seeds_in(folder, articles=ARTICLES):
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in articles.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def outputs(folder):
    """What depends on the articles alone: what is new depends on the run before."""
    page = without_marks((folder / MAP).read_text(encoding="utf-8"))
    return {MAP: page} | {name: (folder / name).read_bytes() for name in (GEOJSON, UNRESOLVED, REVIEW)}


def features(folder):
    return json.loads((folder / GEOJSON).read_text(encoding="utf-8"))["features"]


def test_a_folder_becomes_a_map(tmp_path, world):
    summary = run(seeds_in(tmp_path / "seeds"), tmp_path / "out", gazetteer=world)
    found = features(tmp_path / "out")
    assert (summary.articles, summary.incidents, summary.skips) == (4, 2, ())
    told = sorted((f["properties"]["killed_best"], f["properties"]["documents"]) for f in found)
    assert told == [(2, ["clash.txt"]), (4, ["blast.txt", "same.md"])]
    assert b"Maiduguri" in (tmp_path / "out" / MAP).read_bytes()


def test_a_second_run_with_nothing_new_touches_nothing(tmp_path, world):
    seeds, out = seeds_in(tmp_path / "seeds"), tmp_path / "out"
    first = run(seeds, out, gazetteer=world)
    before = {p.name: p.stat().st_mtime_ns for p in out.iterdir()}
    second = run(seeds, out, gazetteer=world)
    assert second.is_unchanged
    assert (second.articles, second.incidents) == (first.articles, first.incidents)
    assert {p.name: p.stat().st_mtime_ns for p in out.iterdir()} == before


def test_another_edition_of_the_page_is_drawn_and_nothing_is_read_anew(tmp_path, world, monkeypatch):
    seeds, out = seeds_in(tmp_path / "seeds", {"clash.txt": CLASH}), tmp_path / "out"
    run(seeds, out, gazetteer=world)
    monkeypatch.setattr("geo.pipeline.page_digest", lambda: "another edition")
    again = run(seeds, out, gazetteer=world)
    assert (again.is_unchanged, again.articles_new) == (False, 0)


def test_one_new_article_costs_one_article(tmp_path, world):
    seeds, out = seeds_in(tmp_path / "seeds"), tmp_path / "out"
    run(seeds, out, gazetteer=world)
    seeds_in(seeds, {"new.txt": CLASH.replace("Djibo", "Dori")})
    assert run(seeds, out, gazetteer=world).articles_new == 1


def test_a_line_added_to_a_file_costs_one_article(tmp_path, world):
    seeds, out = seeds_in(tmp_path / "seeds", {}), tmp_path / "out"
    lines = [json.dumps({"id": name, "text": text}) for name, text in ARTICLES.items()]
    (seeds / "all.jsonl").write_text("\n".join(lines[:-1]), encoding="utf-8")
    run(seeds, out, gazetteer=world)
    (seeds / "all.jsonl").write_text("\n".join(lines), encoding="utf-8")
    assert run(seeds, out, gazetteer=world).articles_new == 1


def marks(folder):
    """What the page marks as new."""
    page = (folder / MAP).read_text(encoding="utf-8")
    return json.loads(re.search(r'id="marks">([^<]*)<', page)[1])


def test_the_page_marks_what_is_new_since_the_last_run_and_a_first_run_marks_nothing(tmp_path, world):
    seeds, out = seeds_in(tmp_path / "seeds", {"blast.txt": BLAST}), tmp_path / "out"
    run(seeds, out, gazetteer=world)
    assert marks(out) == []
    seeds_in(seeds, {"clash.txt": CLASH})
    run(seeds, out, gazetteer=world)
    assert marks(out) == [f["id"] for f in features(out) if f["properties"]["documents"] == ["clash.txt"]]


@pytest.mark.parametrize("look", [Look(lang="ru"), Look(minimal=True), Look(tiles="OpenStreetMap.Mapnik")])
def test_another_look_draws_the_page_anew_and_reads_nothing_anew(tmp_path, world, look):
    seeds, out = seeds_in(tmp_path / "seeds", {"clash.txt": CLASH}), tmp_path / "out"
    run(seeds, out, gazetteer=world)
    before = outputs(out)
    again = run(seeds, out, gazetteer=world, look=look)
    assert (again.is_unchanged, again.articles_new) == (False, 0)
    assert {name for name, content in outputs(out).items() if content != before[name]} == {MAP}
    assert run(seeds, out, gazetteer=world, look=look).is_unchanged


def test_a_look_that_no_page_can_have_is_refused_before_anything_is_read(tmp_path, world):
    with pytest.raises(InputError, match="no page in language 'xx'"):
        run(seeds_in(tmp_path / "seeds"), tmp_path / "out", gazetteer=world, look=Look(lang="xx"))
    assert not (tmp_path / "out").exists()


def test_small_reruns_equal_one_big_run(tmp_path, world):
    seeds, out = tmp_path / "seeds", tmp_path / "out"
    for name, text in ARTICLES.items():
        run(seeds_in(seeds, {name: text}), out, gazetteer=world)
    run(seeds_in(tmp_path / "all" / "seeds"), tmp_path / "whole", gazetteer=world)
    assert outputs(out) == outputs(tmp_path / "whole")


def test_a_removed_article_leaves_no_trace(tmp_path, world):
    seeds, out = seeds_in(tmp_path / "seeds"), tmp_path / "out"
    run(seeds, out, gazetteer=world)
    (seeds / "clash.txt").unlink()
    run(seeds, out, gazetteer=world)
    rest = {name: text for name, text in ARTICLES.items() if name != "clash.txt"}
    run(seeds_in(tmp_path / "rest" / "seeds", rest), tmp_path / "fresh", gazetteer=world)
    assert outputs(out) == outputs(tmp_path / "fresh")


def test_a_run_from_the_memo_equals_a_fresh_one(tmp_path, world):
    seeds, out = seeds_in(tmp_path / "seeds"), tmp_path / "out"
    run(seeds, out, gazetteer=world)
    fresh = outputs(out)
    for name in (MAP, GEOJSON, UNRESOLVED, STAMP):
        (out / name).unlink()
    assert run(seeds, out, gazetteer=world).articles_new == 0
    assert outputs(out) == fresh
    (out / MEMO).write_bytes(b"damaged")
    (out / MAP).unlink()
    assert run(seeds, out, gazetteer=world).articles_new == len(ARTICLES)
    assert outputs(out) == fresh


def test_the_order_of_the_files_does_not_matter(tmp_path, world, monkeypatch):
    seeds = seeds_in(tmp_path / "seeds")
    run(seeds, tmp_path / "out", gazetteer=world)

    def shuffled(paths, **options):
        inputs = find_inputs(paths, **options)
        files = list(inputs.files)
        random.Random(7).shuffle(files)
        return type(inputs)(inputs.root, tuple(files))

    monkeypatch.setattr("geo.pipeline.find_inputs", shuffled)
    run(seeds, tmp_path / "other", gazetteer=world)
    assert outputs(tmp_path / "out") == outputs(tmp_path / "other")


def test_every_executor_gives_the_same_bytes(tmp_path, world):
    seeds = seeds_in(tmp_path / "seeds")
    run(seeds, tmp_path / "serial", gazetteer=world)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        run(seeds, tmp_path / "processes", gazetteer=world, map=pool.map)
    assert outputs(tmp_path / "serial") == outputs(tmp_path / "processes")


@pytest.mark.dask
def test_dask_gives_the_same_bytes(tmp_path, world):
    distributed = pytest.importorskip("distributed", reason="Dask: pip install 'incident-mapper[dask]'")
    seeds = seeds_in(tmp_path / "seeds")
    run(seeds, tmp_path / "serial", gazetteer=world)
    with distributed.Client(processes=False, n_workers=1, dashboard_address=None) as client:
        run(seeds, tmp_path / "dask", gazetteer=world, map=client.get_executor().map)
    assert outputs(tmp_path / "serial") == outputs(tmp_path / "dask")


def test_broken_files_are_named_and_lose_nothing_else(tmp_path, world):
    seeds, out = seeds_in(tmp_path / "seeds"), tmp_path / "out"
    (seeds / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)))
    (seeds / "table.xlsx").write_bytes(b"PK\x03\x04")
    (seeds / "lines.jsonl").write_text('{"text": "Three men died in Gao."}\n{"text": \n{"id": 3}\n', encoding="utf-8")
    summary = run(seeds, out, gazetteer=world)
    assert summary.articles == len(ARTICLES) + 1
    assert {s.file for s in summary.skips} == {"picture.txt", "table.xlsx", "lines.jsonl"}
    assert sum(s.file == "lines.jsonl" for s in summary.skips) == 2


def test_an_id_given_twice_is_named_and_counted_once(tmp_path, world):
    lines = [json.dumps({"id": "x", "text": text}) for text in (CLASH, BLAST)]
    seeds = seeds_in(tmp_path / "seeds", {"a.jsonl": "\n".join(lines), "b.jsonl": lines[1]})
    for new in (1, 0):
        summary = run(seeds, tmp_path / "out", gazetteer=world, title=f"{new}")
        assert (summary.articles, summary.articles_new) == (1, new)
        assert [(s.file, s.where) for s in summary.skips] == [("a.jsonl", "x"), ("b.jsonl", "x")]


def test_a_language_not_analysed_is_said(tmp_path, world):
    russian = "В городе Куляб в среду произошёл взрыв. Погибли два человека, сообщила милиция области."
    seeds = seeds_in(tmp_path / "seeds", {"ru.txt": russian, "clash.txt": CLASH})
    summary = run(seeds, tmp_path / "out", gazetteer=world)
    assert summary.languages_left_out == {"ru": 1}
    assert [s.file for s in summary.skips] == ["ru.txt"]
    assert summary.incidents == 1


def test_own_places_are_picked_up_and_change_the_map(tmp_path, world):
    text = "Three herders were killed on 3 May 2023 in the village of Buulgwreyn, police said."
    seeds, out = seeds_in(tmp_path / "seeds", {"a.txt": text}), tmp_path / "out"
    run(seeds, out, gazetteer=world)
    assert features(out)[0]["geometry"] is None
    assert "Buulgwreyn" in (out / UNRESOLVED).read_text(encoding="utf-8")
    (seeds / "places.csv").write_text("name,lat,lon,country\nBuulgwreyn,3.5,44.2,SO\n", encoding="utf-8")
    summary = run(seeds, out, gazetteer=world)
    assert summary.articles_new == 1
    assert features(out)[0]["geometry"]["coordinates"] == [44.2, 3.5]


def test_examples_are_used_only_alone(tmp_path, world):
    seeds = seeds_in(tmp_path / "seeds", {})
    seeds_in(seeds / "examples", {"clash.txt": CLASH})
    alone = run(seeds, tmp_path / "out", gazetteer=world)
    assert (alone.is_examples, alone.articles) == (True, 1)
    seeds_in(seeds, {"own.txt": BLAST})
    mixed = run(seeds, tmp_path / "out", gazetteer=world)
    assert (mixed.is_examples, mixed.articles) == (False, 1)
    assert features(tmp_path / "out")[0]["properties"]["documents"] == ["own.txt"]


def test_no_articles_is_an_empty_map_that_says_so(tmp_path, world):
    summary = run(seeds_in(tmp_path / "seeds", {}), tmp_path / "out", gazetteer=world)
    assert features(tmp_path / "out") == []
    assert describe(summary).startswith("No articles in")


def test_no_folder_is_an_error_that_names_it(tmp_path, world):
    with pytest.raises(MissingError, match="nowhere"):
        run(tmp_path / "nowhere", tmp_path / "out", gazetteer=world)
    assert not (tmp_path / "out").exists()


def test_a_failed_run_leaves_the_outputs_as_they_were(tmp_path, world, monkeypatch):
    seeds, out = seeds_in(tmp_path / "seeds"), tmp_path / "out"
    run(seeds, out, gazetteer=world)
    before = outputs(out)
    seeds_in(seeds, {"new.txt": CLASH.replace("Djibo", "Dori")})

    def fail(*_, **__):
        raise ZeroDivisionError

    monkeypatch.setattr("geo.page.write_map", fail)
    with pytest.raises(ZeroDivisionError):
        run(seeds, out, gazetteer=world)
    assert outputs(out) == before
    assert not list(out.glob(".*.part"))


def test_settings_change_the_answer_and_not_the_memo_of_others(tmp_path, world):
    text = "Two men were shot dead in Kulob on 14 March."
    seeds, out = seeds_in(tmp_path / "seeds", {"a.txt": text}), tmp_path / "out"
    run(seeds, out, gazetteer=world)
    assert features(out)[0]["properties"]["date_start"] is None
    run(seeds, out, gazetteer=world, config=Config(as_of=date(2022, 5, 1)))
    assert features(out)[0]["properties"]["date_start"] == "2022-03-14"


def test_threads_share_one_gazetteer(tmp_path, world):
    seeds = seeds_in(tmp_path / "seeds")
    run(seeds, tmp_path / "serial", gazetteer=world)
    with ThreadPoolExecutor(2) as pool:
        run(seeds, tmp_path / "threads", gazetteer=world, map=pool.map)
    assert outputs(tmp_path / "serial") == outputs(tmp_path / "threads")


def test_hostile_text_is_data(tmp_path, world):
    hostile = (
        CLASH + "\n{{ 6*7 }} {% raw %} </script><script>alert(1)</script> ${alert(1)} <img src=x onerror=alert(1)>\n"
    )
    seeds = seeds_in(tmp_path / "seeds", {"=cmd|' '!A0.txt": hostile})
    run(seeds, tmp_path / "out", gazetteer=world)
    page = (tmp_path / "out" / MAP).read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert "<img src=x" not in page


# --------------------------------------------------------------------------------- the user's own tables and settings


def by_document(folder):
    return {f["properties"]["documents"][0]: f["properties"] for f in features(folder)}


def test_outputs_below_the_seeds_are_no_articles(tmp_path, world):
    seeds = seeds_in(tmp_path / "seeds", {"clash.txt": CLASH})
    run(seeds, seeds / "out", gazetteer=world)
    again = run(seeds, seeds / "out", gazetteer=world, title="Other")
    assert (again.articles, again.skips) == (1, ())


def test_what_lies_outside_the_region_is_kept_but_not_drawn(tmp_path, world):
    seeds, out = seeds_in(tmp_path / "seeds"), tmp_path / "out"
    summary = run(seeds, out, gazetteer=world, config=Config(countries=("NG",)))
    assert (summary.incidents, summary.outside) == (2, 1)
    assert {name: p["in_region"] for name, p in by_document(out).items()} == {"blast.txt": True, "clash.txt": False}
    page = (out / MAP).read_text(encoding="utf-8")
    assert by_document(out)["blast.txt"]["id"] in page
    assert by_document(out)["clash.txt"]["id"] not in page
    assert "Outside the region of interest: 1" in describe(summary)


def test_another_region_costs_no_reading_where_it_changes_no_leaning(tmp_path, world):
    seeds, out = seeds_in(tmp_path / "seeds"), tmp_path / "out"
    run(seeds, out, gazetteer=world, config=Config(countries=("NG",)))
    narrower = Config(countries=("NG",), box=Box(0, 0, 20, 15))
    assert run(seeds, out, gazetteer=world, config=narrower).articles_new == 0


def test_sources_are_filled_in_and_a_line_costs_only_its_articles(tmp_path, world):
    undated = "Two soldiers were killed on Monday when gunmen attacked an army post in Djibo, Burkina Faso."
    seeds, out = seeds_in(tmp_path / "seeds", {"a.txt": undated, "blast.txt": BLAST}), tmp_path / "out"
    run(seeds, out, gazetteer=world)
    assert by_document(out)["a.txt"]["date_start"] is None
    table = "file,publisher,published,reliability\na.txt,Sahel Post,2023-06-14,0.8\n"
    (seeds / "sources.csv").write_text(table, encoding="utf-8")
    assert run(seeds, out, gazetteer=world).articles_new == 1
    told = by_document(out)["a.txt"]
    assert told["date_start"] == "2023-06-12"
    assert (told["sources"][0]["publisher"], told["sources"][0]["reliability"]) == ("Sahel Post", 0.8)
    (seeds / "sources.csv").write_text(table.replace("0.8", "0.3"), encoding="utf-8")
    assert run(seeds, out, gazetteer=world).articles_new == 0
    assert by_document(out)["a.txt"]["sources"][0]["reliability"] == 0.3


def test_the_countries_a_publisher_writes_about_steer_its_names(tmp_path, world):
    text = "Three people were shot dead at a shop in Hyderabad on 3 May 2023, police said."
    seeds, out = (
        seeds_in(tmp_path / "seeds", {"one.txt": text, "two.txt": text.replace("Three", "Four")}),
        tmp_path / "out",
    )
    (seeds / "sources.csv").write_text("file,home_countries\none.txt,IN\ntwo.txt,PK\n", encoding="utf-8")
    run(seeds, out, gazetteer=world)
    assert {name: p["country"] for name, p in by_document(out).items()} == {"one.txt": "IN", "two.txt": "PK"}


def test_corrections_show_and_broken_ones_are_skips(tmp_path, world):
    seeds, out = seeds_in(tmp_path / "seeds"), tmp_path / "out"
    run(seeds, out, gazetteer=world)
    blast = by_document(out)["blast.txt"]["id"]
    text = (
        f'[[correction]]\nincident = "{blast}"\nverified = true\nwho = "Awa"\n\n'
        '[[correction]]\nincident = "x"\nkilled = "lots"\n\n'
        '[[correction]]\nincident = "x"\nplace_id = "geonames:0"\n'
    )
    (seeds / "corrections.toml").write_text(text, encoding="utf-8")
    summary = run(seeds, out, gazetteer=world)
    assert by_document(out)["blast.txt"]["verified"] is True
    assert [(s.file, s.where) for s in summary.skips] == [
        ("corrections.toml", "correction 2"), ("corrections.toml", "correction 3"),
    ]  # fmt: skip
    assert (summary.verified, summary.articles_new, summary.stale) == (1, 0, ())
    assert run(seeds, out, gazetteer=world) == dataclasses.replace(summary, is_unchanged=True)


def test_rejected_and_merged_incidents_stay_so_when_articles_come(tmp_path, world):
    seeds, out = seeds_in(tmp_path / "seeds"), tmp_path / "out"
    run(seeds, out, gazetteer=world)
    found = by_document(out)
    text = f'[[correction]]\nincident = "{found["clash.txt"]["id"]}"\nmerge_with = "{found["blast.txt"]["id"]}"\n'
    (seeds / "corrections.toml").write_text(text, encoding="utf-8")
    merged = run(seeds, out, gazetteer=world)
    assert (merged.incidents, [line.split(" ")[0] for line in merged.changes]) == (1, ["merged"])
    seeds_in(seeds, {"new.txt": CLASH.replace("Djibo", "Dori")})
    assert run(seeds, out, gazetteer=world).incidents == 2
    text += f'[[correction]]\nincident = "{found["clash.txt"]["id"]}"\nreject = true\n'
    (seeds / "corrections.toml").write_text(text, encoding="utf-8")
    rejected = run(seeds, out, gazetteer=world)
    assert (rejected.incidents, rejected.rejected) == (1, 1)
    assert [line.split(":")[0] for line in rejected.changes] == ["gone"]


def test_incidents_that_lie_in_a_country_alone_are_told_apart():
    told = describe(RunSummary("seeds", "outputs", articles=3, incidents=3, located=3, country_wide=1))
    assert "Incidents: 3 (3 with a place, 1 of these known by the country alone)" in told
    assert "country alone" not in describe(RunSummary("seeds", "outputs", articles=3, incidents=3, located=3))

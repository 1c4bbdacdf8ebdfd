"""What must always hold, over random subsets and edits of generated articles: order, steps, memo and executors."""

import json
import random
import shutil
from pathlib import Path

import pytest
from generated import articles, edited
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from geo.inputs import find_inputs
from geo.pipeline import CHANGES, GEOJSON, MAP, MEMO, REVIEW, STAMP, UNRESOLVED, run
from geo.store import Memo

ARTICLES = articles(240)


@pytest.fixture(autouse=True, scope="module")
def plain_page():
    """The page is tested elsewhere; here its input is written down, which is quicker."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "geo.page.write_map", lambda frame, path, **_: Path(path).write_text(frame.to_csv(), encoding="utf-8")
        )
        yield


def write(folder, texts):
    """Make the folder hold these articles and no others."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, text in texts.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def outputs(out):
    return {name: (out / name).read_bytes() for name in (MAP, GEOJSON, UNRESOLVED, REVIEW)}


@pytest.fixture(scope="module")
def whole(tmp_path_factory, world):
    """One fresh run over all articles."""
    folder = tmp_path_factory.mktemp("whole")
    run(write(folder / "seeds", ARTICLES), folder / "out", gazetteer=world)
    return folder / "out"


def test_the_articles_are_worth_the_name(whole):
    features = json.loads((whole / GEOJSON).read_text(encoding="utf-8"))["features"]
    assert len(features) > 100
    assert sum(len(f["properties"]["documents"]) > 1 for f in features) > 30
    assert sum(f["geometry"] is not None for f in features) > 100


subsets = st.lists(st.sampled_from(sorted(ARTICLES)), min_size=1, max_size=25, unique=True)


@settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],  # shrinking would run for minutes
    suppress_health_check=list(HealthCheck),
)
@given(steps=st.lists(subsets, min_size=1, max_size=3), seed=st.integers(0, 99))
def test_any_way_to_a_folder_gives_what_a_fresh_run_gives(tmp_path_factory, world, steps, seed):
    """Articles come, go and are edited from run to run; what counts is what is there in the end."""
    folder = tmp_path_factory.mktemp("steps")
    chance = random.Random(seed)
    for names in steps:
        texts = {n: edited(ARTICLES[n], seed) if chance.random() < 0.3 else ARTICLES[n] for n in names}
        run(write(folder / "seeds", texts), folder / "out", gazetteer=world)
    run(folder / "seeds", folder / "fresh", gazetteer=world)
    assert outputs(folder / "out") == outputs(folder / "fresh")


def test_many_small_reruns_equal_one_big_run(tmp_path, world, whole):
    names = sorted(ARTICLES)
    random.Random(3).shuffle(names)
    for end in (60, 61, 180, len(names)):
        run(write(tmp_path / "seeds", {n: ARTICLES[n] for n in names[:end]}), tmp_path / "out", gazetteer=world)
    assert outputs(tmp_path / "out") == outputs(whole)


def test_a_run_from_the_memo_equals_a_fresh_one_and_analyses_nothing(tmp_path, world, whole):
    shutil.copytree(whole, tmp_path / "out")
    for name in (MAP, GEOJSON, UNRESOLVED, REVIEW, CHANGES, STAMP):
        (tmp_path / "out" / name).unlink()
    assert run(write(tmp_path / "seeds", ARTICLES), tmp_path / "out", gazetteer=world).articles_new == 0
    assert outputs(tmp_path / "out") == outputs(whole)


def test_neither_the_order_of_the_files_nor_that_of_the_work_matters(tmp_path, world, whole, monkeypatch):
    chance = random.Random(5)

    def shuffled(paths, **options):
        found = find_inputs(paths, **options)
        return type(found)(found.root, tuple(chance.sample(found.files, len(found.files))))

    def out_of_order(function, values):
        """An executor that finishes its work in any order, and gives it back in the order asked for."""
        values = list(values)
        done = {n: function(values[n]) for n in chance.sample(range(len(values)), len(values))}
        return [done[n] for n in range(len(values))]

    monkeypatch.setattr("geo.pipeline.find_inputs", shuffled)
    run(write(tmp_path / "seeds", ARTICLES), tmp_path / "out", gazetteer=world, map=out_of_order)
    assert outputs(tmp_path / "out") == outputs(whole)


# ------------------------------------------------------------------------------------------------ killed at any moment

STEPS = ["geo.pipeline.merge", "geo.pipeline.doubts", "geo.pipeline.compare", "geo.page.write_map",
         "geo.pipeline.changes_json", "geo.pipeline._write_stamp", "geo.exports.geojson.write_geojson",
         "geo.store.Memo.put", "geo.store.Memo.keep_only"]  # fmt: skip


class Killed(BaseException):
    """Stands in for a kill: nothing may catch it."""


@pytest.mark.parametrize("step", STEPS)
def test_a_run_that_is_killed_loses_nothing(tmp_path, world, monkeypatch, step):
    names = sorted(ARTICLES)[:12]
    seeds, out = write(tmp_path / "seeds", {n: ARTICLES[n] for n in names[:10]}), tmp_path / "out"
    run(seeds, out, gazetteer=world)
    before, changes = outputs(out), (out / CHANGES).read_bytes()
    write(seeds, {n: ARTICLES[n] for n in names})

    def killed(*_, **__):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(step, killed)
        with pytest.raises(Killed):
            run(seeds, out, gazetteer=world)
    assert not list(out.glob(".*.part"))
    if not step.endswith(("_write_stamp", "keep_only")):  # these come after the outputs were replaced
        assert (outputs(out), (out / CHANGES).read_bytes()) == (before, changes)
    run(seeds, out, gazetteer=world)
    run(seeds, tmp_path / "fresh", gazetteer=world)
    assert outputs(out) == outputs(tmp_path / "fresh")


def test_a_run_killed_between_two_files_tells_the_same_changes_afterwards(tmp_path, world, monkeypatch):
    names = sorted(ARTICLES)[:6]
    seeds, out = write(tmp_path / "seeds", {n: ARTICLES[n] for n in names[:5]}), tmp_path / "out"
    run(seeds, out, gazetteer=world)
    write(seeds, {n: ARTICLES[n] for n in names})
    shutil.copytree(out, tmp_path / "copy")
    run(seeds, tmp_path / "copy", gazetteer=world)
    replace = Path.replace
    left = [2]

    def replace_two(self, target):
        if left[0] == 0:
            raise Killed
        left[0] -= 1
        return replace(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", replace_two)
        with pytest.raises(Killed):
            run(seeds, out, gazetteer=world)
    run(seeds, out, gazetteer=world)
    assert outputs(out) == outputs(tmp_path / "copy")
    assert (out / CHANGES).read_bytes() == (tmp_path / "copy" / CHANGES).read_bytes()


def test_a_large_file_is_read_by_stretches_and_a_new_line_costs_one_article(tmp_path, world):
    lines = [json.dumps({"id": f"n{n}", "text": text}) for n, text in enumerate(ARTICLES.values())]
    seeds, out = write(tmp_path / "seeds", {"all.jsonl": "\n".join(lines)}), tmp_path / "out"
    first = run(seeds, out, gazetteer=world)
    assert first.articles_new == first.articles == len(lines)
    with Memo(out / MEMO) as memo:
        (n_entries,) = memo._connection.execute("SELECT count(*) FROM entry").fetchone()
    assert n_entries == len(lines) + 2  # the articles, and stretches of 200 lines
    new = json.dumps({"id": "new", "text": "Four men were killed in Garissa on 9 May 2023, police said."})
    (seeds / "all.jsonl").write_text("\n".join([lines[0], new, *lines[1:]]), encoding="utf-8")
    assert run(seeds, out, gazetteer=world).articles_new == 1

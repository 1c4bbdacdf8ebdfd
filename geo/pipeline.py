"""A whole run: articles in, incidents, map and exports out. Owns the order of the stages and what a rerun saves."""

import contextlib
import dataclasses
import hashlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from gazetteer import Gazetteer
from geo.changes import Changes, changes_json, compare, read_features
from geo.config import Config
from geo.correcting import by_report, correct_incidents, correct_reports, usable
from geo.corrections import CORRECTIONS_FILE
from geo.errors import InputError
from geo.exports import Export, chosen_formats, format_of, write_file
from geo.exports.analyses import analysis_line
from geo.exports.unresolved import UnresolvedNames
from geo.inputs import Inputs, Tables, find_inputs, read_tables
from geo.memoised import Mapper, Progress, analyse_inputs, silent
from geo.merge import merge
from geo.records import Analysis, Skip, from_json, to_json
from geo.region import marked
from geo.review import doubts, review_csv
from geo.sources import SOURCES_FILE, with_reliability
from geo.store import Memo, code_digest, digest, page_digest, read_stamp, replace_file, replacing
from geo.summary import Believed, RunSummary, Tally

#: Files a run writes into its output folder.
MAP, GEOJSON, UNRESOLVED, REVIEW, CHANGES = (
    "map.html",
    "incidents.geojson",
    "unresolved.csv",
    "review.csv",
    "changes.json",
)


@dataclasses.dataclass(frozen=True, slots=True)
class Look:
    """How the map page looks: the arguments of `geo.page.write_map` of the same names."""

    lang: str = "en"
    tiles: str | None = None
    minimal: bool = False


MEMO, STAMP = ".memo.sqlite", ".last-run.json"


def run(
    seeds: Path,
    out: Path,
    *,
    config: Config | None = None,
    gazetteer: Gazetteer | None = None,
    title: str = "Incidents",
    map: Mapper = map,
    progress: Progress = silent,
    formats: Sequence[str] = (),
    look: Look = Look(),
    fresh: bool = False,
) -> RunSummary:
    """Map the articles of a folder: writes map.html, incidents.geojson and what is beside them into `out`.

    `formats` are further exports (see `geo.exports.FORMATS`), written beside the map; `look` is that of the map page.

    Equal inputs give equal bytes, whatever the order of the files, the executor behind `map`, and what the memo holds;
    only changes.json, and what the page marks as new, tell of the run before. Nothing is written where nothing changed
    since then. Raises MissingError where there are no seeds, InputError for a look that no page can have and
    OutputError where `out` cannot be written; an unreadable file or a broken row is a Skip of the summary.
    """
    config = config or Config()
    inputs = find_inputs([seeds], without=out)
    tables = read_tables(inputs.root, gazetteer or Gazetteer.default())
    formats = tuple(name for name in chosen_formats(formats) if name != "geojson")  # which is always written
    identity = _identity(inputs, tables, config, title, look, formats)
    if not fresh and (unchanged := _last_summary(out, identity, formats)):
        return dataclasses.replace(unchanged, is_unchanged=True, articles_new=0, seeds=str(seeds), out=str(out))

    if look != Look():
        # before the articles are read, which may take long
        from geo.page import check_look  # noqa: PLC0415 (see _write_outputs)

        check_look(lang=look.lang, tiles=look.tiles)
    tally = Tally()
    with _opened_memo(out, fresh=fresh) as memo:
        analyses, reliability = [], {}
        read = analyse_inputs(
            inputs.files, tables.gazetteer, config, sources=tables.sources, memo=memo, map=map, progress=progress
        )
        for file in read:
            tally.add(file)
            for analysis in file.analyses:
                reliability[analysis.id] = tables.sources.reliability(analysis)
                # only exports tell of place names; without them they are let go, as they are most of what is held
                analyses.append(analysis if formats else dataclasses.replace(analysis, toponyms=(), unresolved=()))
        progress("merging reports", 0, None)
        believed = _believe(analyses, tables, config)
        incidents = with_reliability(marked(believed.incidents, config), reliability)
        found = doubts(incidents, believed.analyses, believed.stale)
        believed = dataclasses.replace(believed, incidents=incidents, doubts=found)
        progress("drawing the map", 0, None)
        changes = _write_outputs(out, believed, tally.unresolved, tables.gazetteer, title, look, formats)
        summary = tally.summary(seeds, out, believed, changes, tables.skips, is_examples=inputs.is_examples)
        memo.keep_only(tally.keys)
    summary = dataclasses.replace(summary, exports=tuple(format_of(name).file for name in formats))
    _write_stamp(out, identity, summary, formats)
    return summary


def _believe(analyses: Sequence[Analysis], tables: Tables, config: Config) -> Believed:
    """Return the incidents that the articles tell of, with what people set right before and after merging."""
    entries, skips = usable(tables.corrections, tables.gazetteer)
    known = frozenset(report.id for analysis in analyses for report in analysis.reports)
    about_reports = by_report(entries)
    told = tuple(correct_reports(analysis, about_reports, tables.gazetteer) for analysis in analyses)
    outcome = correct_incidents(merge(told, config), told, entries, tables.gazetteer, known=known)
    return Believed(outcome.incidents, told, outcome.rejected, outcome.stale, skips)


def write_analyses(
    inputs: Sequence[Path],
    output: Path,
    *,
    config: Config | None = None,
    gazetteer: Gazetteer | None = None,
    map: Mapper = map,
    progress: Progress = silent,
) -> tuple[Skip, ...]:
    """Write what each article says as JSON Lines, in input order; return what was left out.

    `output` is replaced whole; Path("-") writes to standard output.
    """
    config = config or Config()
    found = find_inputs(inputs)
    tables = read_tables(found.root, gazetteer or Gazetteer.default())
    left_out = list(tables.skips)
    with contextlib.ExitStack() as stack:
        if output == Path("-"):
            out: TextIO = sys.stdout
        else:
            temporary = stack.enter_context(replacing(output))
            out = stack.enter_context(temporary.open("w", encoding="utf-8", newline="\n"))
        read = analyse_inputs(found.files, tables.gazetteer, config, sources=tables.sources, map=map, progress=progress)
        for file in read:
            left_out += file.skips
            out.writelines(analysis_line(analysis) + "\n" for analysis in file.analyses)
    return tuple(left_out)


def analyse_file(
    path: Path, *, config: Config, gazetteer: Gazetteer | None = None, only: str | None = None
) -> tuple[tuple[Analysis, ...], tuple[Skip, ...]]:
    """Return what the articles of one file say, or the one article of an id, and what was left out.

    Raises InputError where no article of the file has that id.
    """
    inputs = find_inputs([path])
    tables = read_tables(inputs.root, gazetteer or Gazetteer.default())
    files = tuple(analyse_inputs(inputs.files, tables.gazetteer, config, sources=tables.sources))
    analyses = tuple(a for file in files for a in file.analyses if only is None or a.id == only)
    if only is not None and not analyses:
        known = ", ".join([a.id for file in files for a in file.analyses][:10])
        raise InputError(f"{path}: no article has the id {only!r}; expected one of {known}")
    return analyses, (*tables.skips, *(skip for file in files for skip in file.skips))


def _write_outputs(
    out: Path,
    believed: Believed,
    unresolved: UnresolvedNames,
    gazetteer: Gazetteer,
    title: str,
    look: Look,
    formats: Sequence[str],
) -> Changes:
    """Write all outputs, none of which takes its place before all are whole; return what changed.

    The GeoJSON takes its place last: as long as the old one stands, the next run tells the same changes.
    """
    # pandas and folium take a second to import; workers and unchanged runs do not need them
    from geo.exports.geojson import write_geojson  # noqa: PLC0415
    from geo.page import write_map  # noqa: PLC0415
    from geo.table import to_geodataframe  # noqa: PLC0415

    frame = to_geodataframe(believed.incidents)
    with contextlib.ExitStack() as whole:
        geojson = whole.enter_context(replacing(out / GEOJSON))
        write_geojson(frame, geojson)
        changes = compare(read_features(out / GEOJSON), read_features(geojson) or [])
        texts = {
            UNRESOLVED: unresolved.csv(lambda name: (c.place.name for c in gazetteer.candidates(name))),
            REVIEW: review_csv(believed.doubts),
            CHANGES: changes_json(changes),
        }
        for name, text in texts.items():
            whole.enter_context(replacing(out / name)).write_bytes(text.encode("utf-8", "replace"))
        export = Export(frame, believed.analyses, gazetteer, title)
        for name in formats:
            write_file(name, export, whole.enter_context(replacing(out / format_of(name).file)))
        shown = frame[frame["in_region"]].reset_index(drop=True)
        write_map(
            shown,
            whole.enter_context(replacing(out / MAP)),
            gazetteer=gazetteer,
            title=title,
            new=changes.new_ids,
            **dataclasses.asdict(look),
        )
    return changes


def _identity(inputs: Inputs, tables: Tables, config: Config, title: str, look: Look, formats: Sequence[str]) -> str:
    """Return a digest of all that the outputs depend on."""
    own = [(name, _digest_of(inputs.root / name)) for name in (SOURCES_FILE, CORRECTIONS_FILE)]
    contents = [(file.name, _digest_of(file.path)) for file in inputs.files]
    code = code_digest(), page_digest(), tables.gazetteer.digest
    return digest(*code, to_json(config), title, to_json(look), formats, own, contents)


def _digest_of(path: Path) -> str:
    """Return the hash of a file's bytes, or why there are none."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        return str(error.errno)


def _last_summary(out: Path, identity: str, formats: Sequence[str]) -> RunSummary | None:
    """Return the summary of the last run where it had the same inputs and its outputs stand as it left them."""
    stamp = read_stamp(out / STAMP)
    if stamp is None or stamp.get("identity") != identity or stamp.get("outputs") != _output_digests(out, formats):
        return None
    return from_json(RunSummary, stamp["summary"])


def _output_digests(out: Path, formats: Sequence[str]) -> dict[str, str]:
    names = (MAP, GEOJSON, UNRESOLVED, REVIEW, CHANGES, *(format_of(name).file for name in formats))
    return {name: _digest_of(out / name) for name in names}


def _write_stamp(out: Path, identity: str, summary: RunSummary, formats: Sequence[str]) -> None:
    stamp = {"identity": identity, "outputs": _output_digests(out, formats), "summary": to_json(summary)}
    replace_file(out / STAMP, json.dumps(stamp, ensure_ascii=False, indent=1, sort_keys=True).encode("utf-8"))


def _opened_memo(out: Path, *, fresh: bool) -> Memo:
    if fresh:
        (out / MEMO).unlink(missing_ok=True)
    return Memo(out / MEMO)

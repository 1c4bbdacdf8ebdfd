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
from geo.config import Config
from geo.errors import InputError
from geo.exports.analyses import analysis_line
from geo.exports.unresolved import UnresolvedNames
from geo.inputs import Inputs, find_inputs, gazetteer_for
from geo.memoised import Mapper, Progress, analyse_inputs, silent
from geo.merge import merge
from geo.records import Analysis, Incident, Skip, from_json, to_json
from geo.store import Memo, code_digest, digest, read_stamp, replace_file, replacing
from geo.summary import RunSummary, Tally

#: Files a run writes into its output folder.
MAP, GEOJSON, UNRESOLVED = "map.html", "incidents.geojson", "unresolved.csv"
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
    fresh: bool = False,
) -> RunSummary:
    """Map the articles of a folder: writes map.html, incidents.geojson and unresolved.csv into `out`.

    Equal inputs give equal bytes, whatever the order of the files, the executor behind `map`, and what the memo holds.
    Nothing is written where nothing changed since the last run. Raises MissingError where there are no seeds and
    OutputError where `out` cannot be written; an unreadable file or a broken row is a Skip of the summary.
    """
    config = config or Config()
    inputs = find_inputs([seeds])
    gazetteer, place_skips = gazetteer_for(inputs.root, gazetteer or Gazetteer.default())
    identity = _identity(inputs, gazetteer, config, title)
    if not fresh and (unchanged := _last_summary(out, identity)):
        return dataclasses.replace(unchanged, is_unchanged=True, articles_new=0, seeds=str(seeds), out=str(out))

    tally = Tally()
    with _opened_memo(out, fresh=fresh) as memo:
        analyses = []
        for file in analyse_inputs(inputs.files, gazetteer, config, memo=memo, map=map, progress=progress):
            tally.add(file)
            analyses += [dataclasses.replace(analysis, toponyms=(), unresolved=()) for analysis in file.analyses]
        progress("merging reports", 0, None)
        incidents = merge(analyses, config)
        _write_outputs(out, incidents, tally.unresolved, gazetteer, title, progress)
        summary = tally.summary(seeds, out, incidents, place_skips, is_examples=inputs.is_examples)
        memo.keep_only(tally.keys)
    _write_stamp(out, identity, summary)
    return summary


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
    base, skips = gazetteer_for(found.root, gazetteer or Gazetteer.default())
    left_out = list(skips)
    with contextlib.ExitStack() as stack:
        if output == Path("-"):
            out: TextIO = sys.stdout
        else:
            temporary = stack.enter_context(replacing(output))
            out = stack.enter_context(temporary.open("w", encoding="utf-8", newline="\n"))
        for file in analyse_inputs(found.files, base, config, map=map, progress=progress):
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
    base, skips = gazetteer_for(inputs.root, gazetteer or Gazetteer.default())
    files = tuple(analyse_inputs(inputs.files, base, config))
    analyses = tuple(a for file in files for a in file.analyses if only is None or a.id == only)
    if only is not None and not analyses:
        known = ", ".join(a.id for file in files for a in file.analyses[:10])
        raise InputError(f"{path}: no article has the id {only!r}; expected one of {known}")
    return analyses, (*skips, *(skip for file in files for skip in file.skips))


def _write_outputs(
    out: Path,
    incidents: Sequence[Incident],
    unresolved: UnresolvedNames,
    gazetteer: Gazetteer,
    title: str,
    progress: Progress,
) -> None:
    """Write all outputs; none takes its place before all are whole."""
    # pandas and folium take a second to import; workers and unchanged runs do not need them
    from geo.exports.geojson import write_geojson  # noqa: PLC0415
    from geo.page import write_map  # noqa: PLC0415
    from geo.table import to_geodataframe  # noqa: PLC0415

    progress("drawing the map", 0, None)
    frame = to_geodataframe(incidents)
    with contextlib.ExitStack() as whole:
        write_geojson(frame, whole.enter_context(replacing(out / GEOJSON)))
        whole.enter_context(replacing(out / UNRESOLVED)).write_bytes(unresolved.csv().encode("utf-8"))
        write_map(frame, whole.enter_context(replacing(out / MAP)), gazetteer=gazetteer, title=title)


def _identity(inputs: Inputs, gazetteer: Gazetteer, config: Config, title: str) -> str:
    """Return a digest of all that the outputs depend on."""
    contents = []
    for file in inputs.files:
        try:
            contents.append((file.name, hashlib.sha256(file.path.read_bytes()).hexdigest()))
        except OSError as error:
            contents.append((file.name, str(error.errno)))
    return digest(code_digest(), gazetteer.digest, to_json(config), title, contents)


def _last_summary(out: Path, identity: str) -> RunSummary | None:
    """Return the summary of the last run where it had the same inputs and its outputs stand as it left them."""
    stamp = read_stamp(out / STAMP)
    if stamp is None or stamp.get("identity") != identity or stamp.get("outputs") != _output_digests(out):
        return None
    values = stamp["summary"]
    return RunSummary(**{**values, "skips": tuple(from_json(Skip, skip) for skip in values["skips"])})


def _output_digests(out: Path) -> dict[str, str | None]:
    digests: dict[str, str | None] = {}
    for name in (MAP, GEOJSON, UNRESOLVED):
        path = out / name
        digests[name] = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None
    return digests


def _write_stamp(out: Path, identity: str, summary: RunSummary) -> None:
    stamp = {"identity": identity, "outputs": _output_digests(out), "summary": to_json(summary)}
    replace_file(out / STAMP, json.dumps(stamp, ensure_ascii=False, indent=1, sort_keys=True).encode("utf-8"))


def _opened_memo(out: Path, *, fresh: bool) -> Memo:
    if fresh:
        (out / MEMO).unlink(missing_ok=True)
    return Memo(out / MEMO)

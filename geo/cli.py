"""The commands. Parses, calls the library, prints, chooses the exit code; no rule lives here.

Exit codes: 0 done; 1 done with something skipped, or nothing found; 2 could not run.
"""

import contextlib
import dataclasses
import os
import sys
import traceback
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as ProgressBars

from gazetteer import Gazetteer
from gazetteer.cli import app as gazetteer_app
from gazetteer.default import default_path
from gazetteer.errors import GazetteerError
from geo import __version__
from geo.config import CONFIG_FILE, Config, read_config
from geo.errors import IncidentMapperError
from geo.records import Skip

if TYPE_CHECKING:
    from geo.memoised import Mapper, Progress

app = typer.Typer(
    name="incident-mapper",
    help="Drop news articles into a folder, run one command, get an explained map of what happened where. Offline.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.add_typer(gazetteer_app, name="gazetteer")

DONE, SKIPPED, CANNOT_RUN = 0, 1, 2

#: Below this many bytes of input a pool of processes costs more than it saves.
POOL_FROM_BYTES = 2_000_000

AsOf = Annotated[
    datetime | None,
    typer.Option("--as-of", formats=["%Y-%m-%d"], help="Latest day the articles can stem from, as YYYY-MM-DD."),
]
Jobs = Annotated[
    int | None, typer.Option("--jobs", "-j", min=1, help="Processes to use. Default: one, more for large inputs.")
]


def _tell_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"incident-mapper {__version__}")
        raise typer.Exit(DONE)


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and stop.", is_eager=True, callback=_tell_version)
    ] = False,
) -> None:
    """Drop news articles into a folder, run one command, get an explained map of what happened where. Offline."""


@app.command()
def run(
    seeds: Annotated[Path, typer.Argument(help="Folder of articles, or one file.")] = Path("seeds"),
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the map and the exports.")] = Path("outputs"),
    as_of: AsOf = None,
    jobs: Jobs = None,
    title: Annotated[str, typer.Option("--title", help="Heading of the map page.")] = "Incidents",
    fresh: Annotated[bool, typer.Option("--fresh", help="Forget what earlier runs have read.")] = False,
) -> None:
    """Map a folder of articles: writes map.html, incidents.geojson and unresolved.csv."""
    from geo import pipeline  # noqa: PLC0415 (start-up time)
    from geo.summary import describe  # noqa: PLC0415 (start-up time)

    with _errors_told(), _progress() as step, _mapper([seeds], jobs) as mapper:
        config = _config(seeds, as_of)
        summary = pipeline.run(
            seeds,
            out,
            config=config,
            gazetteer=_gazetteer(step),
            title=title,
            map=mapper,
            progress=step,
            fresh=fresh,
        )
    typer.echo(describe(summary))
    _tell_skips(summary.skips)
    raise typer.Exit(SKIPPED if summary.skips else DONE)


@app.command()
def analyse(
    inputs: Annotated[list[Path], typer.Argument(help="Files and folders of articles.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="JSON Lines file to write; - for standard output.")],
    as_of: AsOf = None,
    alternatives: Annotated[
        int | None, typer.Option("--alternatives", min=0, max=20, help="Runners-up written for each place name.")
    ] = None,
    jobs: Jobs = None,
) -> None:
    """Write what each article says (places and reports) as JSON Lines, one article a line."""
    from geo.pipeline import write_analyses  # noqa: PLC0415 (start-up time)

    with _errors_told(), _progress() as step, _mapper(inputs, jobs) as mapper:
        skips = write_analyses(
            inputs,
            output,
            config=_config(inputs[0], as_of, alternatives),
            gazetteer=_gazetteer(step),
            map=mapper,
            progress=step,
        )
    _tell_skips(skips)
    raise typer.Exit(SKIPPED if skips else DONE)


@app.command("explain")
def explain_article(
    article: Annotated[Path, typer.Argument(help="File of one or more articles.")],
    only: Annotated[str | None, typer.Option("--id", help="Id of one article of the file.")] = None,
    html: Annotated[Path | None, typer.Option("--html", help="Write a page instead of printing.")] = None,
    as_of: AsOf = None,
) -> None:
    """Show every place name, date, count and decision of an article, with the reasons."""
    from geo import pipeline  # noqa: PLC0415 (start-up time)
    from geo.explain import as_html, as_text, explain  # noqa: PLC0415 (start-up time)
    from geo.store import replace_file  # noqa: PLC0415 (start-up time)

    with _errors_told(), _progress() as step:
        config = _config(article.parent, as_of)
        analyses, skips = pipeline.analyse_file(article, config=config, gazetteer=_gazetteer(step), only=only)
        sections = [section for analysis in analyses for section in explain(analysis)]
        if html is None:
            typer.echo(as_text(sections))
        else:
            replace_file(html, as_html(sections, article.name).encode("utf-8"))
    _tell_skips(skips)
    raise typer.Exit(SKIPPED if skips or not analyses else DONE)


# --------------------------------------------------------------------------------------------------------- at the edge


def _tell_skips(skips: Sequence[Skip]) -> None:
    for skip in skips:
        typer.echo(f"skipped {skip.file}{f', {skip.where}' if skip.where else ''}: {skip.reason}", err=True)


def _config(seeds: Path, as_of: datetime | None, alternatives: int | None = None) -> Config:
    """Return the settings of the seeds folder's configuration file, with the command line's on top."""
    path = seeds / CONFIG_FILE
    config = read_config(path) if path.is_file() else Config()
    if as_of is not None:
        config = dataclasses.replace(config, as_of=as_of.date())
    if alternatives is not None:
        config = dataclasses.replace(config, alternatives=alternatives)
    return config


def _gazetteer(step: "Progress") -> Gazetteer:
    """Return the embedded gazetteer; says so where it has to be compiled first."""
    if not default_path().exists():
        typer.echo("Compiling the gazetteer into your cache folder (once, about a minute) …", err=True)
    return Gazetteer.default(progress=lambda stage, share: step(f"gazetteer: {stage}", round(100 * share), 100))


@contextlib.contextmanager
def _errors_told() -> Iterator[None]:
    """Turn the errors raised on purpose into a message and exit code 2; anything else is a bug and stays visible."""
    try:
        yield
    except (IncidentMapperError, GazetteerError) as error:
        typer.echo(f"incident-mapper: {error}", err=True)
        raise typer.Exit(CANNOT_RUN) from error


@contextlib.contextmanager
def _progress() -> Iterator["Progress"]:
    """Show progress on a terminal; say nothing in a pipe."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with ProgressBars(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        tasks: dict[str, TaskID] = {}

        def step(stage: str, done: int, total: int | None) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield step


@contextlib.contextmanager
def _mapper(inputs: Sequence[Path], jobs: int | None) -> "Iterator[Mapper]":
    """Give the builtin map, or that of a pool of processes where the input is worth one."""
    if jobs is None:
        jobs = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        if _size(inputs) < POOL_FROM_BYTES:
            jobs = 1
    if jobs == 1:
        yield map
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        yield pool.map


def _size(inputs: Sequence[Path]) -> int:
    files = (f for path in inputs for f in (path.rglob("*") if path.is_dir() else (path,)))
    return sum(f.stat().st_size for f in files if f.is_file())


def entry() -> None:
    """Run the command line; a bug shows its traceback and ends with 2, since 1 means done with something skipped."""
    try:
        app(prog_name="incident-mapper")
    except Exception:  # noqa: BLE001 (any error that nobody meant to raise; nothing is hidden, only the exit code is set)
        traceback.print_exc()
        sys.exit(CANNOT_RUN)

"""What the commands share at the edge: messages, settings, progress, processes, exit codes. No rule lives here."""

import contextlib
import dataclasses
import gc
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as ProgressBars

from gazetteer import Gazetteer
from gazetteer.default import default_path
from gazetteer.errors import GazetteerError
from geo.config import CONFIG_FILE, Config, read_config
from geo.errors import IncidentMapperError
from geo.records import Skip

if TYPE_CHECKING:
    from geo.memoised import Mapper, Progress

#: Exit codes.
DONE, SKIPPED, CANNOT_RUN = 0, 1, 2

#: Below this many bytes of input a pool of processes costs more than it saves.
POOL_FROM_BYTES = 2_000_000


def tell_skips(skips: Sequence[Skip]) -> None:
    """Name what was left out, on standard error."""
    for skip in skips:
        typer.echo(f"skipped {skip.file}{f', {skip.where}' if skip.where else ''}: {skip.reason}", err=True)


def settings_of(seeds: Path, as_of: datetime | None, alternatives: int | None = None) -> Config:
    """Return the settings of the seeds folder (of a file, its folder), with the command line's on top."""
    path = (seeds if seeds.is_dir() else seeds.parent) / CONFIG_FILE
    config = read_config(path) if path.is_file() else Config()
    if as_of is not None:
        config = dataclasses.replace(config, as_of=as_of.date())
    if alternatives is not None:
        config = dataclasses.replace(config, alternatives=alternatives)
    return config


def embedded_gazetteer(step: "Progress") -> Gazetteer:
    """Return the embedded gazetteer; says so where it has to be compiled first."""
    if not default_path().exists():
        typer.echo("Compiling the gazetteer into your cache folder (once, one to two minutes) …", err=True)
    return Gazetteer.default(progress=lambda stage, share: step(f"gazetteer: {stage}", round(100 * share), 100))


@contextlib.contextmanager
def errors_told() -> Iterator[None]:
    """Turn the errors raised on purpose into a message and exit code 2; anything else is a bug and stays visible."""
    try:
        yield
    except (IncidentMapperError, GazetteerError) as error:
        typer.echo(f"incident-mapper: {error}", err=True)
        raise typer.Exit(CANNOT_RUN) from error


@contextlib.contextmanager
def progress_shown() -> Iterator["Progress"]:
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


def collect_seldom() -> None:
    """Look for cycles once in a million new records: those of an article, thousands, hold none and soon are gone."""
    gc.set_threshold(1_000_000, 50, 100)


@contextlib.contextmanager
def mapper_for(inputs: Sequence[Path], jobs: int | None) -> "Iterator[Mapper]":
    """Give the builtin map, or that of a pool of processes where the input is worth one."""
    if jobs is None:
        jobs = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        if _size(inputs) < POOL_FROM_BYTES:
            jobs = 1
    if jobs == 1:
        yield map
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=collect_seldom) as pool:
        yield pool.map


def _size(inputs: Sequence[Path]) -> int:
    """Return the bytes of all files, about: what cannot be looked at, or vanishes meanwhile, counts nothing."""
    total = 0
    for file in (f for path in inputs for f in (path.rglob("*") if path.is_dir() else (path,))):
        with contextlib.suppress(OSError):
            total += file.stat().st_size
    return total

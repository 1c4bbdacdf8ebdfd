"""The commands. Parses, calls the library, prints, chooses the exit code; no rule lives here.

Exit codes: 0 done; 1 done with something skipped, or nothing found; 2 could not run.
"""

import contextlib
import sys
import time
import traceback
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gazetteer.cli import app as gazetteer_app
from geo import __version__
from geo.console import (
    CANNOT_RUN,
    DONE,
    SKIPPED,
    collect_seldom,
    embedded_gazetteer,
    errors_told,
    mapper_for,
    progress_shown,
    settings_of,
    tell_skips,
)
from geo.errors import MissingError
from geo.records import Skip

if TYPE_CHECKING:
    from geo.changes import Feature
    from geo.explain import Section
    from geo.pipeline import Look

app = typer.Typer(
    name="incident-mapper",
    help="Drop news articles into a folder, run one command, get an explained map of what happened where. Offline.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.add_typer(gazetteer_app, name="gazetteer")

#: Where the incidents of the last run stand.
GEOJSON_FILE = "incidents.geojson"


AsOf = Annotated[
    datetime | None,
    typer.Option("--as-of", formats=["%Y-%m-%d"], help="Latest day the articles can stem from, as YYYY-MM-DD."),
]
Jobs = Annotated[
    int | None, typer.Option("--jobs", "-j", min=1, help="Processes to use. Default: one, more for large inputs.")
]
Seeds = Annotated[Path, typer.Argument(help="Folder of articles, or one file.")]
Out = Annotated[Path, typer.Option("--out", "-o", help="Folder for the map and the exports.")]
Title = Annotated[
    str | None, typer.Option("--title", help="Heading of the map page. Default: Incidents, in the page's language.")
]
Formats = Annotated[
    str, typer.Option("--formats", "-f", help="Further exports, such as gpkg,csv (csv+wkt+hxl: with options); or all.")
]
Lang = Annotated[str, typer.Option("--lang", help="Language of the map page's own words: en, ru, tg, fa.")]
Tiles = Annotated[
    str | None,
    typer.Option("--tiles", help="Load the background map online: a provider (CartoDB.Positron) or an https address."),
]
Minimal = Annotated[bool, typer.Option("--minimal", help="A bare map page, for a frame in another page.")]
_FIGURE = "N, N-M (a range), N-BEST-M or N+ (at least)."
Killed = Annotated[str | None, typer.Option("--killed", help=f"Deaths: {_FIGURE}")]
Injured = Annotated[str | None, typer.Option("--injured", help=f"Wounded: {_FIGURE}")]
Abducted = Annotated[str | None, typer.Option("--abducted", help=f"Abducted: {_FIGURE}")]
Arrested = Annotated[str | None, typer.Option("--arrested", help=f"Arrested: {_FIGURE}")]


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
    seeds: Seeds = Path("seeds"),
    out: Out = Path("outputs"),
    as_of: AsOf = None,
    jobs: Jobs = None,
    title: Title = None,
    formats: Formats = "",
    lang: Lang = "en",
    tiles: Tiles = None,
    minimal: Minimal = False,
    png: Annotated[
        Path | None, typer.Option("--png", help="Write a picture of the map page too; needs Chromium or Chrome.")
    ] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Forget what earlier runs have read.")] = False,
) -> None:
    """Map a folder of articles: writes the map, the GeoJSON, what to review and what changed since the last run."""
    from geo.pipeline import Look  # noqa: PLC0415 (start-up time)

    look = Look(lang, tiles, minimal)
    with errors_told():
        if png is not None:
            _check_browser()
        skips = _run(seeds, out, as_of=as_of, jobs=jobs, title=title, formats=formats, look=look, fresh=fresh)
        if png is not None:
            _write_picture(out, png)
    raise typer.Exit(SKIPPED if skips else DONE)


def _check_browser() -> None:
    """Raise MissingError where no browser can take a picture: before a run, which may take long."""
    from geo.page import find_browser  # noqa: PLC0415 (start-up time)

    find_browser()


def _write_picture(out: Path, picture: Path) -> None:
    """Write a picture of the page of the last run."""
    from geo.page import write_picture  # noqa: PLC0415 (start-up time)
    from geo.pipeline import MAP  # noqa: PLC0415 (start-up time)

    write_picture(out / MAP, picture)
    typer.echo(f"Picture: {picture}")


def _default_title(lang: str) -> str:
    """Return the heading of a page without a title. Raises InputError for a language that no page has."""
    if lang == "en":
        return "Incidents"
    from geo.page.wording import read_wording  # noqa: PLC0415 (start-up time)

    heading: str = read_wording(lang)["list_label"]
    return heading


def _run(
    seeds: Path,
    out: Path,
    *,
    as_of: datetime | None,
    jobs: int | None,
    title: str | None,
    formats: str,
    look: "Look",
    fresh: bool = False,
) -> Sequence[Skip]:
    """Run once and say what was found; return what was left out."""
    from geo import pipeline  # noqa: PLC0415 (start-up time)
    from geo.exports import chosen_formats  # noqa: PLC0415 (start-up time)
    from geo.summary import describe  # noqa: PLC0415 (start-up time)

    with progress_shown() as step, mapper_for([seeds], jobs) as mapper:
        summary = pipeline.run(
            seeds,
            out,
            config=settings_of(seeds, as_of),
            gazetteer=embedded_gazetteer(step),
            title=_default_title(look.lang) if title is None else title,
            map=mapper,
            progress=step,
            formats=chosen_formats(formats),
            look=look,
            fresh=fresh,
        )
    typer.echo(describe(summary))
    tell_skips(summary.skips)
    return summary.skips


@app.command("watch")
def watch_folder(
    seeds: Seeds = Path("seeds"),
    out: Out = Path("outputs"),
    as_of: AsOf = None,
    jobs: Jobs = None,
    title: Title = None,
    formats: Formats = "",
    lang: Lang = "en",
    tiles: Tiles = None,
    minimal: Minimal = False,
    interval: Annotated[float, typer.Option("--interval", min=0.1, help="Seconds between two looks.")] = 1.0,
) -> None:
    """Map a folder, and again whenever its files have changed and stand still; Ctrl-C ends it."""
    from geo.pipeline import Look  # noqa: PLC0415 (start-up time)
    from geo.watching import snapshot, watch  # noqa: PLC0415 (start-up time)

    look = Look(lang, tiles, minimal)

    def rerun() -> None:
        # what cannot run now, such as a broken setting, may be mended by the next change
        with contextlib.suppress(typer.Exit), errors_told():
            _run(seeds, out, as_of=as_of, jobs=jobs, title=title, formats=formats, look=look)
        typer.echo(f"Watching {seeds} (Ctrl-C ends) …", err=True)

    with errors_told():
        if not seeds.exists():
            raise MissingError(f"{seeds}: no such file or folder; expected articles or a folder to drop them into")
    watch(lambda: snapshot(seeds, without=out), rerun, sleep=lambda: time.sleep(interval))
    raise typer.Exit(DONE)


@app.command("correct")
def correct_incident(
    incident: Annotated[str, typer.Argument(help="Id of an incident, or of a report that it is made of.")],
    seeds: Annotated[Path, typer.Option("--seeds", help="Folder of the articles.")] = Path("seeds"),
    out: Out = Path("outputs"),
    place: Annotated[str | None, typer.Option("--place", help="Id of a place (see gazetteer lookup).")] = None,
    lat: Annotated[float | None, typer.Option("--lat", help="Degrees north of a point, in place of --place.")] = None,
    lon: Annotated[float | None, typer.Option("--lon", help="Degrees east of the point.")] = None,
    radius: Annotated[float | None, typer.Option("--radius", help="Uncertainty of the point in km (1).")] = None,
    name: Annotated[str | None, typer.Option("--name", help="What to call the point.")] = None,
    date: Annotated[str | None, typer.Option("--date", help="YYYY-MM-DD, or two days with / between them.")] = None,
    killed: Killed = None,
    injured: Injured = None,
    abducted: Abducted = None,
    arrested: Arrested = None,
    event_type: Annotated[str | None, typer.Option("--type", help="Event type (ACLED, Crime, Accident, …).")] = None,
    sub_event_type: Annotated[str | None, typer.Option("--sub-type", help="Sub-event type.")] = None,
    reject: Annotated[bool, typer.Option("--reject", help="It is no incident: leave it out.")] = False,
    merge_with: Annotated[list[str] | None, typer.Option("--merge-with", help="Id of the same incident.")] = None,
    split: Annotated[list[str] | None, typer.Option("--split", help="Id of a report of another incident.")] = None,
    verified: Annotated[bool, typer.Option("--verified", help="A person has checked it.")] = False,
    report: Annotated[bool, typer.Option("--report", help="Correct the report of that id alone.")] = False,
    who: Annotated[str | None, typer.Option("--who", help="Who corrects it.")] = None,
    when: Annotated[
        datetime | None, typer.Option("--when", formats=["%Y-%m-%d"], help="Day of the correction. Default: today.")
    ] = None,
    why: Annotated[str | None, typer.Option("--why", help="The reason.")] = None,
) -> None:
    """Set a place, date, count or type right, reject, merge, split or verify: adds an entry to corrections.toml."""
    from geo.changes import label_of, read_features  # noqa: PLC0415 (start-up time)
    from geo.corrections import CORRECTIONS_FILE, append_correction  # noqa: PLC0415 (start-up time)
    from geo.inputs import read_tables  # noqa: PLC0415 (start-up time)

    features = read_features(out / GEOJSON_FILE) or []
    about = label_of(features, incident)
    entry = {
        "report" if report else "incident": incident, "about": about, "place_id": place, "lat": lat, "lon": lon,
        "radius_km": radius, "place": name, "date": date, "killed": killed, "injured": injured, "abducted": abducted,
        "arrested": arrested, "event_type": event_type, "sub_event_type": sub_event_type, "reject": reject,
        "merge_with": merge_with, "split": split, "verified": verified, "who": who,
        "when": (when or datetime.now().astimezone()).date(), "why": why,
    }  # fmt: skip
    with errors_told(), progress_shown() as step:
        if not seeds.is_dir():
            raise MissingError(f"{seeds}: no such folder; give the folder of the articles with --seeds")
        if place is not None:
            read_tables(seeds, embedded_gazetteer(step)).gazetteer.place(place)
        added = append_correction(seeds / CORRECTIONS_FILE, entry)
    for id_ in (incident, *(merge_with or ()), *(split or ())):
        if features and label_of(features, id_) is None:
            typer.echo(f"{out / GEOJSON_FILE} has no incident or report {id_}; check the id", err=True)
    what = f"{incident}{f' ({about})' if about else ''}"
    typer.echo(f"{seeds / CORRECTIONS_FILE}: correction {added.number} sets {', '.join(added.slots)} of {what}")
    typer.echo("It takes effect in the next run.")
    raise typer.Exit(DONE)


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

    with errors_told(), progress_shown() as step, mapper_for(inputs, jobs) as mapper:
        skips = write_analyses(
            inputs,
            output,
            config=settings_of(inputs[0], as_of, alternatives),
            gazetteer=embedded_gazetteer(step),
            map=mapper,
            progress=step,
        )
    tell_skips(skips)
    raise typer.Exit(SKIPPED if skips else DONE)


@app.command("explain")
def explain_article(
    subject: Annotated[Path, typer.Argument(help="File of one or more articles, or the id of an incident.")],
    only: Annotated[str | None, typer.Option("--id", help="Id of one article of the file.")] = None,
    html: Annotated[Path | None, typer.Option("--html", help="Write a page instead of printing.")] = None,
    as_of: AsOf = None,
    out: Out = Path("outputs"),
) -> None:
    """Show every place name, date, count and decision of an article, or why the reports of an incident are one."""
    from geo.explain import as_html, as_text, explain_incident  # noqa: PLC0415 (start-up time)
    from geo.store import replace_file  # noqa: PLC0415 (start-up time)

    skips: Sequence[Skip] = ()
    with errors_told():
        feature = None if subject.exists() else _incident(out, subject.name)
        if feature is None and not subject.exists():
            raise MissingError(f"{subject}: no such file, nor is it the id of an incident in {out / GEOJSON_FILE}")
        if feature is not None:
            sections = list(explain_incident(feature))
        else:
            sections, skips = _explained(subject, as_of, only)
        if html is None:
            typer.echo(as_text(sections))
        else:
            replace_file(html, as_html(sections, subject.name).encode("utf-8"))
    tell_skips(skips)
    raise typer.Exit(SKIPPED if skips or not sections else DONE)


def _explained(article: Path, as_of: datetime | None, only: str | None) -> "tuple[list[Section], Sequence[Skip]]":
    """Return the sections of a file's articles, and what was left out."""
    from geo import pipeline  # noqa: PLC0415 (start-up time)
    from geo.explain import explain  # noqa: PLC0415 (start-up time)

    with progress_shown() as step:
        config = settings_of(article, as_of)
        analyses, skips = pipeline.analyse_file(article, config=config, gazetteer=embedded_gazetteer(step), only=only)
    return [section for analysis in analyses for section in explain(analysis)], skips


def _incident(out: Path, id_: str) -> "Feature | None":
    """Return an incident of the last run; None where there is none of that id."""
    from geo.changes import find_feature, read_features  # noqa: PLC0415 (start-up time)

    return find_feature(read_features(out / GEOJSON_FILE) or [], id_)


def entry() -> None:
    """Run the command line; a bug shows its traceback and ends with 2, since 1 means done with something skipped."""
    collect_seldom()
    try:
        app(prog_name="incident-mapper")
    except Exception:  # noqa: BLE001 (any error that nobody meant to raise; nothing is hidden, only the exit code is set)
        traceback.print_exc()
        sys.exit(CANNOT_RUN)

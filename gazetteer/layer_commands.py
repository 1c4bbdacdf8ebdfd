"""The commands for the user's own data: import, remove, add. No rule lives here."""

import os
from pathlib import Path
from typing import Annotated

import typer

from gazetteer.adding import append_place
from gazetteer.errors import GazetteerError
from gazetteer.importing import ImportReport, ImportRequest, import_files, remove_layer
from gazetteer.index import Gazetteer
from gazetteer.sources.formats import FORMATS
from gazetteer.sources.tables import parse_mapping, read_mapping

_SHOWN = 20
_LARGE_BYTES = 50_000_000
_Layers = Annotated[
    Path | None, typer.Option("--layers", help="Folder of the layers; default: the user's data folder.")
]


def import_layer(
    files: Annotated[list[Path], typer.Argument(help="The files; GeoNames' code tables and names beside their dump.")],
    *,
    fmt: Annotated[
        str | None, typer.Option("--format", help=f"Told from the content; else one of {', '.join(FORMATS)}.")
    ] = None,
    licence: Annotated[str | None, typer.Option(help="Licence of the data, where the files do not tell it.")] = None,
    attribution: Annotated[str | None, typer.Option(help="The words that the licence asks for.")] = None,
    source: Annotated[str | None, typer.Option(help="What to call the source of each place.")] = None,
    country: Annotated[
        list[str] | None, typer.Option(help="Only places of this country (ISO alpha-2); repeat.")
    ] = None,
    mapping: Annotated[
        list[str] | None,
        typer.Option("--map", help="FIELD=COLUMN or FIELD==VALUE for your own tables, or a TOML file; repeat."),
    ] = None,
    name: Annotated[str | None, typer.Option(help="Name of the layer; default: the first file's.")] = None,
    encoding: Annotated[str | None, typer.Option(help="Encoding of the text; default: UTF-8.")] = None,
    layers: _Layers = None,
) -> None:
    """Compile files into a layer that every look-up searches from then on.

    Formats: GeoNames, NGA GNS, OpenStreetMap, Who's On First, geoBoundaries, OCHA COD-AB, Natural Earth, your own
    tables and layers. Exit code 1 where rows were left out, 2 where nothing was imported.
    """
    try:
        columns, values = _mapping(mapping or [])
        request = ImportRequest(
            tuple(files), fmt, name, source, licence, attribution, frozenset(c.upper() for c in country or ()),
            columns, values, encoding,
        )  # fmt: skip
        base = Gazetteer.open(_base_index())
        report = import_files(request, base=base, folder=layers, workers=_workers(files), progress=_tell)
    except (GazetteerError, OSError) as error:
        typer.echo(f"\ncannot import: {error}", err=True)
        raise typer.Exit(2) from error
    _print_report(report)
    if report.left_out:
        raise typer.Exit(1)


def remove(
    layer: Annotated[str, typer.Argument(help="Name of the layer, as `gazetteer info` shows it.")],
    *,
    layers: _Layers = None,
) -> None:
    """Delete an imported layer."""
    try:
        path = remove_layer(layer, layers)
    except GazetteerError as error:
        typer.echo(f"cannot remove: {error}", err=True)
        raise typer.Exit(2) from error
    typer.echo(f"removed {path}")


def add(
    name: Annotated[str, typer.Argument(help="The place's name.")],
    lat: Annotated[str, typer.Argument(help="Degrees north, WGS84; south is negative.")],
    lon: Annotated[str, typer.Argument(help="Degrees east; west is negative.")],
    *,
    country: Annotated[str, typer.Option(help="ISO 3166-1 alpha-2 code.")] = "",
    variants: Annotated[str, typer.Option(help="Further spellings, separated by ;")] = "",
    feature_class: Annotated[str, typer.Option("--class", help="GeoNames feature class; default: P.")] = "",
    code: Annotated[str, typer.Option(help="GeoNames feature code.")] = "",
    admin1: Annotated[str, typer.Option(help="First-order unit.")] = "",
    radius_km: Annotated[str, typer.Option("--radius", help="How far it reaches, km; default: 5.")] = "",
    source: Annotated[str, typer.Option(help="Where you have it from.")] = "",
    licence: Annotated[str, typer.Option(help="Under which licence.")] = "",
    into: Annotated[Path, typer.Option(help="The places.csv to write to.")] = Path("seeds/places.csv"),
) -> None:
    """Add a place of your own to a places.csv, which `run` reads with the articles beside it."""
    cells = {
        "name": name, "lat": lat, "lon": lon, "country": country, "variants": variants, "feature_class": feature_class,
        "feature_code": code, "admin1": admin1, "radius_km": radius_km, "source": source, "licence": licence,
    }  # fmt: skip
    try:
        place = append_place(into, cells).place
    except (GazetteerError, OSError) as error:
        typer.echo(f"cannot add: {error}", err=True)
        raise typer.Exit(2) from error
    typer.echo(f"{place.name} ({place.feature_class}) {place.lat:g}, {place.lon:g} ±{place.radius_km:g} km -> {into}")


def register(app: typer.Typer) -> None:
    """Add the commands to the gazetteer's."""
    app.command("import")(import_layer)
    app.command("remove")(remove)
    # a southern or western coordinate starts with a minus sign and is no option
    app.command("add", context_settings={"ignore_unknown_options": True})(add)


def _mapping(given: list[str]) -> tuple[dict[str, str], dict[str, str]]:
    columns: dict[str, str] = {}
    values: dict[str, str] = {}
    for text in given:
        found = read_mapping(Path(text)) if text.endswith(".toml") else parse_mapping([text])
        columns |= found[0]
        values |= found[1]
    return columns, values


def _workers(files: list[Path]) -> int:
    """Return how many processes to use: one for what takes seconds."""
    size = sum(path.stat().st_size for path in files if path.is_file())
    return min(4, os.cpu_count() or 1) if size > _LARGE_BYTES else 1


def _base_index() -> Path:
    from gazetteer.default import default_index  # noqa: PLC0415 - as in `Gazetteer.default`

    return default_index(progress=_tell)


def _tell(what: str, share: float) -> None:
    typer.echo(f"\r{share:4.0%} {what:<32}" if share else f"\r     {what:<32}", nl=share == 1, err=True)


def _print_report(report: ImportReport) -> None:
    typer.echo("", err=True)
    for problem in report.problems[:_SHOWN]:
        where = f"{problem.where}: " if problem.where else ""
        typer.echo(f"{problem.file}: {where}{problem.reason}", err=True)
    if report.problem_count > _SHOWN:
        typer.echo(f"… and {report.problem_count - _SHOWN:,} more", err=True)
    again = f", {report.repeated:,} joined with another of their id" if report.repeated else ""
    typer.echo(
        f"{report.places:,} places from {', '.join(report.formats)} in layer {report.layer}"
        f" ({report.left_out:,} rows left out{again})\n{report.path}"
    )

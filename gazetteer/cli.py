"""The commands of the gazetteer: look a name up, say what is inside, compile the index. No rule lives here."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from gazetteer.default import build_default, default_path
from gazetteer.errors import GazetteerError
from gazetteer.importing import ImportedLayer, list_layers
from gazetteer.index import Gazetteer
from gazetteer.layer_commands import register
from gazetteer.lookup import Found, look_up, parse_point

app = typer.Typer(help="The local gazetteer: place names to places, offline.", no_args_is_help=True)

_Index = Annotated[Path | None, typer.Option("--index", help="A compiled index; default: the embedded gazetteer.")]


@app.command("lookup")
def lookup(
    name: Annotated[str, typer.Argument(help="The name, in any spelling or script.")],
    *,
    country: Annotated[str | None, typer.Option(help="Only places of this country (ISO 3166-1 alpha-2).")] = None,
    near: Annotated[str | None, typer.Option(help="LAT,LON: nearest first, with the distance.")] = None,
    feature_class: Annotated[
        str | None, typer.Option("--class", help="Only this GeoNames class (A H L P S T V).")
    ] = None,
    limit: Annotated[int, typer.Option(help="How many candidates at most.", min=1)] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    index: _Index = None,
) -> None:
    """Print the places a name may mean, best first. Exit code 1 where there is none."""
    try:
        point = parse_point(near) if near else None
        gazetteer = _open(index)
    except (GazetteerError, ValueError) as error:
        typer.echo(f"cannot look up: {error}", err=True)
        raise typer.Exit(2) from error
    found = look_up(gazetteer, name, country=country, feature_class=feature_class, near=point)[:limit]
    if as_json:
        typer.echo(json.dumps([f.to_json() for f in found], ensure_ascii=False, indent=1))
    elif found:
        typer.echo(_table(found))
    else:
        typer.echo(f"no place named {name!r} is known", err=True)
    if not found:
        raise typer.Exit(1)


@app.command("info")
def show_contents(
    *, as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False, index: _Index = None
) -> None:
    """Print layers, counts, licences and the digest of the index."""
    try:
        gazetteer = _open(index)
        imported = list_layers() if index is None else ()
    except GazetteerError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    manifest = gazetteer.manifest
    if as_json:
        sources = [{s: getattr(row, s) for s in row.__slots__} for row in manifest.sources]
        content: dict[str, Any] = {"digest": gazetteer.digest, "places": manifest.places, "names": manifest.names}
        content |= {"shapes": manifest.shapes, "sources": sources, "imported": [_layer_row(row) for row in imported]}
        typer.echo(json.dumps(content, ensure_ascii=False, indent=1))
        return
    typer.echo(f"{manifest.places:,} places, {manifest.names:,} names, {manifest.shapes:,} shapes")
    typer.echo(f"digest {gazetteer.digest}")
    for row in manifest.sources:
        typer.echo(f"{row.layer:9} {row.places:>9,}  {row.licence:14} {row.source}")
    for layer in imported:
        typer.echo(
            f"imported  {layer.places:>9,}  {layer.licence:14} {layer.source} [layer {layer.name}; {layer.attribution}]"
        )


@app.command("build")
def build(
    path: Annotated[Path | None, typer.Argument(help="Where to; default: the user's cache folder.")] = None,
) -> None:
    """Compile the embedded gazetteer anew."""
    target = path or default_path()
    try:
        build_default(target, progress=lambda what, share: typer.echo(f"\r{share:4.0%} {what:<24}", nl=False, err=True))
    except (GazetteerError, OSError) as error:
        typer.echo(f"cannot build the gazetteer: {error}", err=True)
        raise typer.Exit(2) from error
    typer.echo(f"\n{target}")


def _layer_row(layer: ImportedLayer) -> dict[str, object]:
    fields = ("name", "places", "source", "licence", "attribution", "digest")
    return {**{f: getattr(layer, f) for f in fields}, "path": str(layer.path)}


register(app)


def _open(index: Path | None) -> Gazetteer:
    if index:
        return Gazetteer.open(index)
    return Gazetteer.default(
        progress=lambda what, share: typer.echo(
            f"\rcompiling the gazetteer, once: {share:4.0%} {what:<24}", nl=share == 1, err=True
        )
    )


def _table(found: list[Found]) -> str:
    lines = []
    for f in found:
        place = f.candidate.place
        where = ", ".join(p for p in (place.admin2, place.admin1, place.country) if p and p != place.name)
        far = f"{f.distance_km:7.1f} km " if f.distance_km is not None else ""
        lines.append(
            f"{far}{place.name} ({place.feature_class} {place.feature_code}; {where or '-'})"
            f" {place.lat:.4f}, {place.lon:.4f}"
            f" ±{place.radius_km:g} km  [{f.candidate.match}: {f.candidate.matched}]  {place.place_id}  {place.source}"
        )
    return "\n".join(lines)

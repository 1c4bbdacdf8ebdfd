"""The regional pack: places of the Tajik-Afghan border, each with its own source."""

import csv
import io
from collections.abc import Iterator

from gazetteer.embedded import read_shipped
from gazetteer.entries import Entry, Name
from gazetteer.names import abbreviation_key
from gazetteer.places import GeometryKind

_GEOMETRY: dict[str, GeometryKind] = {"BNDY": "line"}


def read_border_places() -> Iterator[Entry]:
    """Yield the rows of border_places.csv; those of a GeoNames place correct and enrich the world layer's."""
    text = read_shipped("border_places.csv").decode("utf-8")
    for row in csv.DictReader(io.StringIO(text)):
        variants = [v for v in row["variants"].split(";") if v]
        yield Entry(
            place_id=row["place_id"],
            name=row["name"],
            feature_class=row["feature_class"],
            feature_code=row["feature_code"],
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            radius_km=float(row["radius_km"]),
            source=row["source"],
            licence=row["licence"],
            layer="regional",
            country=row["country"] or None,
            admin1_id=row["admin1_id"] or None,
            admin2_id=row["admin2_id"] or None,
            geometry=_GEOMETRY.get(row["feature_code"], "area" if row["feature_class"] == "A" else "point"),
            names=tuple(Name(v, "abbreviation" if _is_short(v) else "name") for v in variants),
        )


def _is_short(spelling: str) -> bool:
    return spelling.isupper() and abbreviation_key(spelling) is not None

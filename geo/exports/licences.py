"""Where the contents of an export come from and under which licences, as people and catalogues read them."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from geo.exports import basemap
from geo.exports.cells import json_text

if TYPE_CHECKING:
    import geopandas

    from gazetteer import Gazetteer

#: (source, licence)
Origin = tuple[str, str]


def origins(frame: "geopandas.GeoDataFrame", gazetteer: "Gazetteer | None") -> tuple[Origin, ...]:
    """Return source and licence of the places that a table's incidents lie at, sorted, each once."""
    if gazetteer is None:
        return ()
    found = (gazetteer.find(str(place_id)) for place_id in sorted(frame["place_id"].dropna().unique()))
    return tuple(sorted({(place.source, place.licence) for place in found if place is not None}))


def in_words(places: Iterable[Origin]) -> str:
    """Return a paragraph that names sources and licences."""
    lines = [f"Places: {source} ({licence})" for source, licence in places]
    lines.append(f"World map: {basemap.SOURCE} ({basemap.LICENCE})")
    lines.append("Quoted sentences and headlines belong to their publishers.")
    return "\n".join(lines)


def dataset_metadata(title: str, places: Iterable[Origin]) -> str:
    """Return schema.org metadata of a data set as JSON-LD text."""
    places = tuple(places)
    origin = [*places, (basemap.SOURCE, basemap.LICENCE)]
    return json_text(
        {
            "@context": "https://schema.org",
            "@type": "Dataset",
            "name": title,
            "description": "Incidents told in news articles, each with its evidence. Missing means not stated, never 0."
            " A place that is not exact carries its uncertainty: see where_prec and radius_km.",
            "creditText": in_words(places),
            "isBasedOn": [{"@type": "Dataset", "name": source, "license": licence} for source, licence in origin],
        }
    )

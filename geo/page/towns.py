"""Names of the towns round the places that a page shows; the world map below them names large cities only."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from geo.page.rows import PlaceBook

#: Towns are looked up round the places with most incidents, at most so many, and the largest are kept.
MOST_PLACES = 80
MOST_TOWNS = 240


def towns_of(
    incidents: Sequence[Mapping[str, Any]], places: Sequence[Mapping[str, Any]], book: PlaceBook
) -> list[dict[str, Any]]:
    """Return name, lat and lon of the towns near the places of the incidents (`page_rows`), the largest first."""
    counted = Counter(row["place"] for row in incidents)
    often = sorted(counted, key=lambda number: (-counted[number], number))
    spots = [(places[n]["lat"], places[n]["lon"]) for n in often if places[n]["lat"] is not None][:MOST_PLACES]
    towns = {town.place_id: town for lat, lon in spots for town in book.towns_around(lat, lon)}
    largest = sorted(towns.values(), key=lambda town: (-town.population, town.place_id))[:MOST_TOWNS]
    return [{"name": town.name, "lat": round(town.lat, 2), "lon": round(town.lon, 2)} for town in largest]

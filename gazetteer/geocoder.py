"""The gazetteer as a geopy geocoder: the same calls, locations and exceptions, but offline and with sources."""

from collections.abc import Iterable
from typing import Any

from geopy.exc import ConfigurationError, GeocoderQueryError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from gazetteer.errors import GazetteerError
from gazetteer.index import Gazetteer
from gazetteer.places import Candidate, Place, Whereabouts
from gazetteer.sources.classes import country_name


class LocalGeocoder(Geocoder):  # type: ignore[misc]
    """Geocodes place names and points with a local gazetteer; addresses of streets and houses are not known to it.

    `Location.raw` holds the place's fields, its source and licence among them. The methods can be wrapped in geopy's
    RateLimiter, though nothing here needs one. Raises geopy's ConfigurationError where there is no gazetteer.
    """

    def __init__(self, gazetteer: Gazetteer | None = None, *, timeout: Any = DEFAULT_SENTINEL) -> None:
        super().__init__(user_agent="incident-mapper", timeout=timeout)
        try:
            self.gazetteer = gazetteer or Gazetteer.default()
        except GazetteerError as error:
            raise ConfigurationError(str(error)) from error

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,  # noqa: ARG002 - geopy's interface; nothing here waits
        limit: int | None = None,
        country_codes: str | Iterable[str] | None = None,
    ) -> Location | list[Location] | None:
        """Return the best location of a name, or all with `exactly_one=False`; None where nothing is found.

        Parts after commas narrow the search: "Paris, Texas" is a Paris in Texas. `country_codes` are ISO 3166-1
        alpha-2. Raises GeocoderQueryError for a query that is no text, or a limit below 1.
        """
        if not isinstance(query, str) or not query.strip():
            raise GeocoderQueryError(f"a place name is needed, not {query!r}")
        if limit is not None and limit < 1:
            raise GeocoderQueryError(f"limit is {limit}; it must be at least 1")
        codes = [country_codes] if isinstance(country_codes, str) else list(country_codes or ())
        wanted = {code.strip().upper() for codes_ in codes for code in codes_.split(",")}
        found = [c for c in self._matching(query) if not wanted or c.place.country in wanted]
        locations = [_location(c.place, match=c.match, matched=c.matched) for c in found[:limit]]
        return _answer(locations, exactly_one=exactly_one)

    def reverse(
        self,
        query: Any,
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,  # noqa: ARG002 - as above
    ) -> Location | list[Location] | None:
        """Return the nearest populated place of a point (anything geopy takes, latitude first); None at sea.

        `raw` tells the distance (km), country and first-order unit of the point itself, and whether it is so near a
        border that these may be wrong. Raises ValueError for what is no point, as geopy does.
        """
        point = Point(query)
        whereabouts = self.gazetteer.whereabouts(point.latitude, point.longitude)
        place = whereabouts.nearest or self._unit(whereabouts)
        if place is None:
            return None
        location = _location(
            place,
            nearest_km=whereabouts.nearest_km,
            point_country=whereabouts.country,
            point_admin1=whereabouts.admin1,
            is_near_border=whereabouts.is_near_border,
        )
        return _answer([location], exactly_one=exactly_one)

    def _matching(self, query: str) -> list[Candidate]:
        """Return the candidates of the whole query, else of its first part within the places of the others."""
        whole = list(self.gazetteer.candidates(query, fuzzy="," not in query))
        name, *rest = (part.strip() for part in query.split(","))
        if whole or not rest:
            return whole
        found = list(self.gazetteer.candidates(name)) if name else []
        for part in filter(None, rest):
            holders = [c.place for c in self.gazetteer.candidates(part) if c.place.is_area]
            found = [c for c in found if any(_holds(holder, c.place) for holder in holders)]
        return found

    def _unit(self, whereabouts: Whereabouts) -> Place | None:
        return self.gazetteer.find(whereabouts.admin1_id) if whereabouts.admin1_id else None


def _holds(area: Place, place: Place) -> bool:
    if area.feature_code.startswith("PCL"):
        return area.country is not None and area.country == place.country
    return area.place_id in (place.admin1_id, place.admin2_id) and area.place_id != place.place_id


def _location(place: Place, **more: Any) -> Location:
    parts = (place.name, place.admin2, place.admin1, country_name(place.country) if place.country else None)
    address = ", ".join(dict.fromkeys(part for part in parts if part))
    raw = {field: getattr(place, field) for field in place.__slots__}
    return Location(address, Point(place.lat, place.lon), {**raw, **more})


def _answer(locations: list[Location], *, exactly_one: bool) -> Location | list[Location] | None:
    if not locations:
        return None
    return locations[0] if exactly_one else locations

"""A look-up as a user asks for it: a name with filters, best or nearest first."""

from dataclasses import dataclass

from gazetteer.geometry import distance_km
from gazetteer.index import Gazetteer
from gazetteer.places import Candidate


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate, and how far it is from the point asked about (None: no point)."""

    candidate: Candidate
    distance_km: float | None

    def to_json(self) -> dict[str, object]:
        """Return the fixed JSON form of a look-up."""
        place = self.candidate.place
        fields = ("place_id", "name", "lat", "lon", "feature_class", "feature_code", "country", "admin1", "radius_km")
        row: dict[str, object] = {f: getattr(place, f) for f in (*fields, "source", "licence")}
        row["match"] = self.candidate.match
        if self.distance_km is not None:
            row["distance_km"] = round(self.distance_km, 1)
        return row


def look_up(
    gazetteer: Gazetteer,
    name: str,
    *,
    country: str | None = None,
    feature_class: str | None = None,
    near: tuple[float, float] | None = None,
) -> list[Found]:
    """Return the candidates that pass the filters; with `near` (lat, lon) the nearest first, else best first."""
    found = []
    for candidate in gazetteer.candidates(name):
        place = candidate.place
        if country and place.country != country.upper():
            continue
        if feature_class and place.feature_class not in feature_class.upper():
            continue
        far = distance_km(*near, place.lat, place.lon) if near else None
        found.append(Found(candidate, far))
    return sorted(found, key=lambda f: f.distance_km or 0.0) if near else found


def parse_point(text: str) -> tuple[float, float]:
    """Return (lat, lon) of "LAT,LON". Raises ValueError for anything else."""
    try:
        lat, lon = (float(part) for part in text.split(","))
    except ValueError as error:
        raise ValueError(f"{text!r} is no point: write LAT,LON in degrees, as 38.56,68.77") from error
    if not (abs(lat) <= 90 and abs(lon) <= 180):
        raise ValueError(f"{text!r} is no point: latitude is -90 to 90, longitude -180 to 180")
    return lat, lon

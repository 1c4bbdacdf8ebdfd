"""The user's own places: the table `places.csv` in a seeds folder."""

import csv
import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

from gazetteer.names import exact_key
from gazetteer.places import GeometryKind, Place

COLUMNS = (
    "name", "variants", "lat", "lon", "feature_class", "feature_code", "country", "admin1", "admin2", "radius_km",
    "source", "licence",
)  # fmt: skip
_CLASSES = "AHLPRSTUV"


@dataclass(frozen=True, slots=True)
class UserPlace:
    """A place of the user's with its further names."""

    place: Place
    variants: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row that was left out, and why."""

    line: int  #: line of the file, the header being 1
    reason: str


def read_user_places(path: Path) -> tuple[tuple[UserPlace, ...], tuple[RowProblem, ...]]:
    """Return the places of a CSV file (UTF-8, header with at least name, lat, lon) and the rows left out.

    Raises OSError where the file cannot be read.
    """
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return (), (RowProblem(1, f"not UTF-8 ({error.reason} at byte {error.start}): save it as UTF-8"),)
    reader = csv.DictReader(io.StringIO(text, newline=""))
    header = [c.strip().lower() for c in reader.fieldnames or ()]
    missing = [c for c in ("name", "lat", "lon") if c not in header]
    if missing:
        return (), (RowProblem(1, f"the header lacks {', '.join(missing)}; columns are {', '.join(COLUMNS)}"),)
    reader.fieldnames = header
    places: list[UserPlace] = []
    problems: list[RowProblem] = []
    seen: set[str] = set()
    for row in reader:
        cells = {k: (v or "").strip() for k, v in row.items() if isinstance(k, str)}
        if not any(cells.values()):
            continue
        found = _place_of(cells)
        if isinstance(found, str):
            problems.append(RowProblem(reader.line_num, found))
        elif found.place.place_id in seen:
            problems.append(RowProblem(reader.line_num, f"{found.place.name}: the same name and point stand above"))
        else:
            seen.add(found.place.place_id)
            places.append(found)
    return tuple(places), tuple(problems)


def _place_of(cells: dict[str, str]) -> UserPlace | str:
    """Return the place of a row, or what is wrong with it."""
    name = cells["name"]
    if not exact_key(name):
        return "the name is empty"
    numbers = {}
    for column, fallback in (("lat", None), ("lon", None), ("radius_km", "5")):
        text = cells.get(column, "") or fallback
        try:
            numbers[column] = float(text or "")
        except ValueError:
            return f"{name}: {column} is {cells.get(column, '')!r}, not a number (a point as decimal sign)"
    lat, lon, radius = numbers["lat"], numbers["lon"], numbers["radius_km"]
    if abs(lat) > 90 and abs(lon) <= 90:
        return f"{name}: lat {lat} is out of range; lat and lon look swapped"
    if not (abs(lat) <= 90 and abs(lon) <= 180):
        return f"{name}: {lat}, {lon} is no point on Earth: lat -90 to 90, lon -180 to 180"
    if lat == 0 and lon == 0:
        return f"{name}: 0, 0 lies in the sea off Africa and stands for 'no position' in most tables"
    if not 0 < radius <= 20000:
        return f"{name}: radius_km is {radius}; it must be above 0"
    feature_class = cells.get("feature_class", "").upper() or "P"
    if feature_class not in _CLASSES or len(feature_class) != 1:
        return f"{name}: feature_class is {feature_class!r}; GeoNames has {', '.join(_CLASSES)}"
    country = cells.get("country", "").upper() or None
    if country is not None and not (len(country) == 2 and country.isalpha()):
        return f"{name}: country is {country!r}; an ISO 3166-1 alpha-2 code such as TJ is needed"
    digest = hashlib.sha256(f"{exact_key(name)}|{lat:.5f}|{lon:.5f}".encode()).hexdigest()[:12]
    geometry: GeometryKind = "point"
    place = Place(
        place_id=f"user:{digest}",
        name=name,
        feature_class=feature_class,
        feature_code=cells.get("feature_code", "").upper() or ("PPL" if feature_class == "P" else feature_class),
        country=country,
        admin1=cells.get("admin1") or None,
        admin2=cells.get("admin2") or None,
        admin1_id=None,
        admin2_id=None,
        lat=lat,
        lon=lon,
        radius_km=radius,
        population=0,
        geometry=geometry,
        source=cells.get("source") or "places.csv",
        licence=cells.get("licence") or "user's own",
        layer="user",
    )
    variants = tuple(v.strip() for v in cells.get("variants", "").split(";") if exact_key(v))
    return UserPlace(place, variants)

"""The one frozen Config that all stages receive, and its reading from TOML. Knows no defaults of the command line."""

import dataclasses
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from geo.errors import InputError

#: Name of the configuration file inside the seeds folder.
CONFIG_FILE = "incident-mapper.toml"

_COUNTRY = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class Box:
    """A bounding box in WGS84 degrees; it crosses the 180th meridian where west is greater than east."""

    west: float
    south: float
    east: float
    north: float

    def __post_init__(self) -> None:
        is_valid = -90 <= self.south < self.north <= 90 and all(-180 <= lon <= 180 for lon in (self.west, self.east))
        if not is_valid:
            raise InputError(
                f"bbox is {[self.west, self.south, self.east, self.north]}; expected degrees [west, south, east, north]"
            )


@dataclass(frozen=True, slots=True)
class Config:
    """All settings of a run. Two runs with equal configs, inputs and gazetteer give the same bytes."""

    as_of: Annotated[date | None, "latest day the articles can stem from; None: unknown"] = None
    alternatives: Annotated[int, "runners-up written for each toponym, 0 to 20"] = 3
    languages: Annotated[tuple[str, ...], "ISO 639-1 codes of the languages that are analysed"] = ("en",)
    home_countries: Annotated[tuple[str, ...], "ISO alpha-2 codes that ambiguous names lean towards"] = ()
    countries: Annotated[tuple[str, ...], "region of interest: ISO alpha-2 codes; none: the whole world"] = ()
    box: Annotated[Box | None, "region of interest as a box (`bbox` in the file); with countries: both hold"] = None

    def __post_init__(self) -> None:
        if not 0 <= self.alternatives <= 20:
            raise InputError(f"alternatives is {self.alternatives}; expected 0 to 20")
        for code in (*self.home_countries, *self.countries):
            if not _COUNTRY.fullmatch(code):
                raise InputError(f"{code!r} is no country; expected an ISO 3166-1 alpha-2 code such as KE")

    def leaning_towards(self, countries: Iterable[str]) -> "Config":
        """Return these settings with further home countries."""
        home = dict.fromkeys((*self.home_countries, *countries))
        return dataclasses.replace(self, home_countries=tuple(home))


def read_config(path: Path) -> Config:
    """Return the Config of a TOML file. Raises InputError naming the key for anything unknown or ill-typed."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{path}: cannot be read as TOML ({error})") from error
    known = {field.name for field in dataclasses.fields(Config)} - {"box"} | {"bbox"}
    values: dict[str, Any] = {}
    for key, value in table.items():
        name = key.replace("-", "_")
        if name not in known:
            raise InputError(f"{path}: unknown setting {key!r}; known are {', '.join(sorted(known))}")
        values["box" if name == "bbox" else name] = _typed(path, name, value)
    try:
        return Config(**values)
    except InputError as error:
        raise InputError(f"{path}: {error}") from error


def _typed(path: Path, name: str, value: Any) -> Any:
    if name == "as_of":
        return _as_date(path, value)
    if name == "alternatives":
        if isinstance(value, bool) or not isinstance(value, int):
            raise InputError(f"{path}: alternatives is {value!r}; expected a whole number, 0 to 20")
        return value
    if name == "bbox":
        return _as_box(path, value)
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise InputError(f'{path}: {name} is {value!r}; expected a list of codes such as ["en"]')
    return tuple(value)


def _as_box(path: Path, value: Any) -> Box:
    is_numbers = isinstance(value, list) and all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in value)
    if not is_numbers or len(value) != 4:
        raise InputError(f"{path}: bbox is {value!r}; expected four numbers [west, south, east, north]")
    try:
        return Box(*map(float, value))
    except InputError as error:
        raise InputError(f"{path}: {error}") from error


def _as_date(path: Path, value: Any) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise InputError(f"{path}: as_of is {value!r}; expected a day such as 2026-03-31") from error

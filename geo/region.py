"""The region of interest: which incidents lie in it, and which countries it makes names lean towards."""

import dataclasses
from collections.abc import Iterable
from typing import Protocol

from gazetteer.places import Whereabouts
from geo.config import Box, Config
from geo.records import Incident, Report

#: Points to each side of a box at which is looked which country lies there.
_STEPS = 5

#: A place in degrees counts as within a box if it is at most this far off, by the place's radius; km in a degree.
_KM_PER_DEGREE = 111.2


class PointBook(Protocol):
    """What is asked of a gazetteer."""

    def whereabouts(self, lat: float, lon: float) -> Whereabouts:
        """Return where a point lies."""


def steered(config: Config, gazetteer: PointBook) -> Config:
    """Return the settings an analysis depends on: home countries, with those of the region; no region any more."""
    countries = config.countries
    if config.box is not None and not countries and not config.home_countries:
        countries = _countries_of(config.box, gazetteer)
    return dataclasses.replace(config.leaning_towards(countries), countries=(), box=None)


def _countries_of(box: Box, gazetteer: PointBook) -> tuple[str, ...]:
    width = (box.east - box.west) % 360 or 360.0
    found = set()
    for i in range(_STEPS):
        for j in range(_STEPS):
            lat = box.south + (box.north - box.south) * (i + 0.5) / _STEPS
            lon = (box.west + width * (j + 0.5) / _STEPS + 180) % 360 - 180
            found.add(gazetteer.whereabouts(lat, lon).country)
    return tuple(sorted(country for country in found if country))


def marked(incidents: Iterable[Incident], config: Config) -> tuple[Incident, ...]:
    """Return the incidents with `in_region` set: only what is known to lie outside is outside."""
    if not config.countries and config.box is None:
        return tuple(incidents)
    return tuple(dataclasses.replace(incident, in_region=_may_lie_in(incident.core, config)) for incident in incidents)


def _may_lie_in(core: Report, config: Config) -> bool:
    if config.countries and core.country is not None and core.country not in config.countries:
        return False
    return config.box is None or core.latitude is None or core.longitude is None or _reaches(core, config.box)


def _reaches(core: Report, box: Box) -> bool:
    """Say whether a place lies in a box, or reaches into it by its radius."""
    lat, lon, reach = core.latitude or 0.0, core.longitude or 0.0, (core.radius_km or 0.0) / _KM_PER_DEGREE
    if not box.south - reach <= lat <= box.north + reach:
        return False
    width = (box.east - box.west) % 360 or 360.0
    # one to the west of the box is as far as almost once around the globe
    return min((lon - box.west) % 360 - width, (box.west - lon) % 360) <= reach

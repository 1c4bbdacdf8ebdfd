"""The same incident across articles. Reports are held against the anchor of an incident, never only its other reports.

So daily reports of one city do not chain into a month. Equal analyses give equal incidents, in whatever order.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from geo.config import Config
from geo.merging.clusters import clusters
from geo.merging.consolidate import consolidate
from geo.merging.groups import link_parts
from geo.merging.telling import Telling, tellings
from geo.records import Analysis, Incident


def merge(analyses: Iterable[Analysis], config: Config) -> tuple[Incident, ...]:
    """Return the incidents that the articles tell of, sorted by first day and id; those without a day come last.

    Every report that tells of an incident, or of a sum over several, is in exactly one; developments, plans and
    denials are in none. The order of the analyses does not matter, and two of the same id and content count once.
    """
    del config  # nothing to set yet; part of the fixed interface
    found = [consolidate(cluster) for cluster in clusters(_without_repeats(tellings(analyses)))]
    incidents, groups = ([i for i in found if i.core.record_type == kind] for kind in ("incident", "incident_group"))
    return tuple(sorted(link_parts(incidents, groups), key=_by_day))


def _by_day(incident: Incident) -> tuple[date, str]:
    return incident.core.date_start or incident.core.date_end or date.max, incident.id


def _without_repeats(told: Sequence[Telling]) -> list[Telling]:
    return list({t.key: t for t in reversed(told)}.values())[::-1]

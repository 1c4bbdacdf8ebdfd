"""Parts a sentence that tells of one act in several places: "bombs exploded in X, Y and Z" are three incidents.

An incident has one place. Where a sentence names several towns in one list, each has its own.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from geo.events.event_place import LISTED, EventPlace, are_two

#: words before a list that make it one place: "between X and Y", "on the corner of X and Y"
_ONE_PLACE = re.compile(
    r"\b(?:between|corner of|intersection of|border of|junction of|from|linking|connecting|joining|at|on|along)"
    r"\s+(?:the\s+)?$",
    re.IGNORECASE,
)
#: what stands between two names of a list that is not its end
_COMMA = re.compile(r"\s*,\s*(?:(?:in|near)\s+)?(?:the\s+)?", re.IGNORECASE)
#: characters before a list that are looked at
_BEFORE = 40


def places_of_list(places: Sequence[EventPlace], text: str) -> tuple[EventPlace, ...]:
    """Return the places of the list that an act is set in, in the order of the text; none where there is no list."""
    ordered = sorted((p for p in places if not p.is_dateline), key=lambda p: p.start)
    runs: list[list[EventPlace]] = []
    for one, two in pairwise(ordered):
        between = text[one.end : two.start]
        is_end = LISTED.fullmatch(between) is not None
        if runs and runs[-1][-1] is one and not _is_closed(runs[-1], text) and (is_end or _COMMA.fullmatch(between)):
            runs[-1].append(two)
        elif is_end or _COMMA.fullmatch(between):
            runs.append([one, two])
    for run in runs:
        before = text[max(0, run[0].start - _BEFORE) : run[0].start]
        if run[0].is_tied and _is_closed(run, text) and not _ONE_PLACE.search(before) and _are_many(run):
            return tuple(run)
    return ()


def _is_closed(run: Sequence[EventPlace], text: str) -> bool:
    return len(run) > 1 and LISTED.fullmatch(text[run[-2].end : run[-1].start]) is not None


def _are_many(run: Sequence[EventPlace]) -> bool:
    """Say whether each place of a list is another one."""
    return all(_differ(one, two) for k, one in enumerate(run) for two in run[k + 1 :])


def _differ(one: EventPlace, two: EventPlace) -> bool:
    """Say whether two names of a list are two places; one that no gazetteer has is where its neighbour stands in."""
    if "containing_area" in {one.resolution.match, two.resolution.match}:
        return set(one.text.lower().split()).isdisjoint(two.text.lower().split())
    return are_two(one, two)

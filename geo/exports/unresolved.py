"""unresolved.csv: the place names that no gazetteer knows, in a form that can be completed and used as places.csv."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from geo.exports.harmless import harmless
from geo.records import Analysis, UnresolvedName

#: The columns of places.csv first, for the user to fill in; then what helps to do so.
COLUMNS = (
    "name", "variants", "lat", "lon", "feature_class", "feature_code", "country", "admin1", "admin2", "radius_km",
    "source", "licence", "mentions", "document", "sentence", "stands_in", "suggestions", "reason",
)  # fmt: skip


#: How many spellings from the gazetteer are offered for a name, and for how many names, the most frequent first:
#: looking for a name one letter away takes a thousand look-ups.
_OFFERED, _NAMES = 5, 2000

Alike = Callable[[str], Iterable[str]]


@dataclass(slots=True)
class _Entry:
    first: UnresolvedName
    document: str
    mentions: int


class UnresolvedNames:
    """Collects the names of many articles; the most frequent come first."""

    def __init__(self) -> None:
        self._entries: dict[str, _Entry] = {}

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, analysis: Analysis) -> None:
        """Count the unresolved names of one article."""
        for name in analysis.unresolved:
            entry = self._entries.get(name.name.casefold())
            if entry is None:
                self._entries[name.name.casefold()] = _Entry(name, analysis.id, 1)
            else:
                entry.mentions += 1
                if (analysis.id, name.start) < (entry.document, entry.first.start):
                    entry.first, entry.document = name, analysis.id

    def csv(self, alike: Alike) -> str:
        """Return the file's text: one row a name; coordinates are left for the user to fill in.

        `alike` gives the names in the gazetteer that are spelt like one.
        """
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        ranked = sorted(self._entries.items(), key=lambda item: (-item[1].mentions, item[0]))
        for rank, (_, entry) in enumerate(ranked):
            offered = dict.fromkeys(alike(entry.first.name)) if rank < _NAMES else ()
            writer.writerow(_row(entry, list(offered)[:_OFFERED]))
        return out.getvalue()


def _row(entry: _Entry, offered: Sequence[str]) -> list[str]:
    name, area = entry.first, entry.first.stand_in
    cells = {
        "name": name.name,
        "country": (area and area.country) or "",
        "admin1": (area and area.admin1) or "",
        "admin2": (area and area.admin2) or "",
        "mentions": str(entry.mentions),
        "document": entry.document,
        "sentence": name.sentence,
        "stands_in": f"{area.name} ({area.radius_km:g} km)" if area else "",
        "suggestions": "; ".join(offered),
        "reason": name.reason,
    }
    return [harmless(cells.get(column, "")) for column in COLUMNS]

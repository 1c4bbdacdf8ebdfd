"""The columns of the table of incidents: name, dtype, meaning, unit. Checks, exports and dictionary follow it."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the table."""

    name: str
    dtype: str  #: pandas dtype; "object" holds Python lists of plain values (never missing, may be empty)
    doc: str  #: what it means, and what a missing value means
    unit: str | None = None


#: Coordinate reference system of the geometry: WGS84, x degrees east, y degrees north.
CRS: Final = "EPSG:4326"

#: Name of the geometry column.
GEOMETRY: Final = "geometry"

TEXT: Final = "string"
NUMBER: Final = "float64"
WHOLE: Final = "Int64"
FLAG: Final = "bool"
DAY: Final = "datetime64[ms]"
INSTANT: Final = "datetime64[ms, UTC]"
LIST: Final = "object"

#: What is counted; each has a column for the low, the best and the high figure.
COUNTED: Final = ("killed", "injured", "abducted", "arrested")

_BOUNDS: Final = (
    ("low", "the least the texts allow"),
    ("best", "the figure to use"),
    ("high", "the most the texts allow"),
)


def _counts(name: str, whom: str) -> tuple[Column, ...]:
    return tuple(
        Column(f"{name}_{bound}", WHOLE, f"{whom}: {doc}; missing: not stated, which is not 0", "people")
        for bound, doc in _BOUNDS
    )


#: All columns but the geometry, in their order.
COLUMNS: Final[tuple[Column, ...]] = (
    Column("id", TEXT, "id of the incident: that of its anchor report; unique, never missing"),
    Column("aliases", LIST, "ids that its other reports would have had alone"),
    Column("record_type", TEXT, "incident, incident_group (a sum over several) or development"),
    Column("part_of", TEXT, "id of the group that it belongs to; missing: of none"),
    Column("event_type", TEXT, "ACLED event type, or Crime, Accident, Disaster; missing: unsure"),
    Column("sub_event_type", TEXT, "ACLED sub-event type; missing: unsure"),
    Column(
        "type_of_violence", WHOLE, "UCDP GED: 1 state-based, 2 non-state, 3 one-sided; missing: none of them, or unsure"
    ),
    Column("date_start", DAY, "first day; missing: not known"),
    Column("date_end", DAY, "last day, inclusive; missing: not known"),
    Column("time_start", INSTANT, "start of the first day, for time sliders; local days written as UTC"),
    Column("time_end", INSTANT, "last second of the last day, for time sliders; local days written as UTC"),
    Column("date_prec", WHOLE, "UCDP GED date precision: 1 day, 2 2-6 days, 3 week, 4 month, 5 year"),
    Column("date_text", TEXT, "the words of the date"),
    Column("time_text", TEXT, "the words of the time of day"),
    Column("date_basis", TEXT, "how the date is known: stated, weekday, relative, publication_only, …"),
    Column("location", TEXT, "the words of the place; missing: no place is told"),
    Column("where_prec", WHOLE, "UCDP GED: 1 exact, 2 near, 3 admin-2, 4 admin-1, 5 wider, 6 country, 7 water or air"),
    Column("radius_km", NUMBER, "the incident lies within this distance of the point; missing: not located", "km"),
    Column("country", TEXT, "ISO 3166-1 alpha-2"),
    Column("iso3", TEXT, "ISO 3166-1 alpha-3 of the country"),
    Column("admin1", TEXT, "name of the first-order unit"),
    Column("admin2", TEXT, "name of the second-order unit"),
    Column("place_id", TEXT, "id of the place in the gazetteer"),
    Column("place_geometry", TEXT, "how the place lies on the ground: point, area or line"),
    Column("place_score", NUMBER, "0 to 1: how likely this is the place meant"),
    Column("place_reason", TEXT, "why this place was taken"),
    Column("alternatives", LIST, "other places it may have been: place_id, name, lat, lon, score, …"),
    Column("actors", LIST, "who took part: name, role, kind (ACLED actor kind)"),
    *_counts("killed", "deaths"),
    *_counts("injured", "wounded"),
    *_counts("abducted", "abducted"),
    *_counts("arrested", "arrested"),
    Column("civilian_targeting", FLAG, "civilians were the main target (ACLED)"),
    Column("weapons", LIST, "weapons used"),
    Column("seizures", LIST, "what was taken: item, quantity, unit, qualifier"),
    Column("status", TEXT, "reported, claimed, disputed or unconfirmed"),
    Column("attribution", TEXT, "whom the anchor report cites"),
    Column("tense", TEXT, "PLOVER mode: actual, historical, planned, hypothetical, negated"),
    Column("sources", LIST, "articles that tell of it: document, title, publisher, url, published, …, copy_of"),
    Column("independent_sources", WHOLE, "how many of the sources are not copies of another one", "articles"),
    Column("documents", LIST, "ids of these articles, sorted"),
    Column("reports", LIST, "ids of the reports it is made of, sorted"),
    Column("evidence", LIST, "the sentences it rests on: document, report, start, end, slots, text"),
    Column("confidence", NUMBER, "0 to 1: how sure we are that this is an incident, told right"),
    Column("notes", LIST, "why the reports are one, and where they differ"),
    Column("verified", FLAG, "a person has checked it (corrections.toml)"),
    Column("corrections", LIST, "what people set right: slots, who, when, why; in the order of the entries"),
    Column("in_region", FLAG, "false where it is known to lie outside the region of interest of the settings"),
)

"""A small table of incidents with all that makes formats stumble, and its export."""

from made import actor, analysis, exactly, incident, report

from geo.exports import Export
from geo.exports.flat import flat_frame
from geo.records import Count, Resolution, ScoredPlace, Seizure, Toponym
from geo.table import to_geodataframe

HOSTILE = '=HYPERLINK("x"), <b>Köy</b> </script>{{7*7}} [% 1+1 %] "q"\n\u2028\U0001f4a5 ЧП'


def incidents():
    return [
        incident(report("a", on="2024-03-05", at=(-3.5, 140.123456789), killed=exactly(0), location="Tern Bay",
                        country="ID", radius_km=0.5, weapons=("rifle", "knife"), actors=(actor("wardens", "party"),))),
        incident(report("b", killed=Count(2, None, None), location=HOSTILE, event_type=None, sub_event_type=None)),
        incident(report("c", on="2024-03-01", until="2024-03-31", at=(61.25, -150.5), where_prec=4, radius_km=120.0,
                        injured=Count(3, 4, 6), event_type="Battles", sub_event_type="Armed clash",
                        seizures=(Seizure("hashish", -0.5, "kg", None),)), notes=("two reports of one day",)),
    ]  # fmt: skip


def table():
    return to_geodataframe(incidents())


def articles():
    """What two articles say: one report is of no incident of the table, one name is not resolved."""
    place = ScoredPlace("made:1", "Tern Bay", -3.5, 140.12, 0.9, "P", "PPL", "ID", None, None, 2.0, "point")
    names = (
        Resolution(Toponym(0, 8, "Tern Bay", "literal"), place, "the only place of the name", (), "exact"),
        Resolution(Toponym(20, 28, "Qalandar", "literal"), None, "no such place"),
    )
    plan = report("plan", record_type="development", tense="planned", on="2024-05-01")
    first = analysis("a.txt", incidents()[0].core, title=HOSTILE, published="2024-03-06", toponyms=names)
    return (first, analysis("plan.txt", plan))


def export(frame=None, **parts):
    return Export(table() if frame is None else frame, articles(), title="Made up", **parts)


def as_exported(frame):
    """The table with the coordinates that exports write."""
    return frame.set_geometry(flat_frame(frame).geometry)

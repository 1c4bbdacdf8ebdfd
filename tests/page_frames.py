"""Incidents made by hand for the tests of the page: a frame with the table's columns, and a small gazetteer."""

from typing import ClassVar

import geopandas
import pandas as pd
import shapely

from gazetteer.errors import UnknownPlaceError
from gazetteer.places import Place

COUNTED = ("killed", "injured", "abducted", "arrested")


def source(document, *, title="Morning report", publisher="Coast Wire", url=None, published="2025-12-02", **values):
    day = {"start": published, "end": published, "basis": "stated"} if published else None
    return {"document": document, "title": title, "publisher": publisher, "url": url, "published": day,
            "attribution": None, "copy_of": None, **values}  # fmt: skip


def quote(document, text, slots=("type", "place")):
    return {"document": document, "report": "r", "start": 10, "end": 10 + len(text), "slots": list(slots), "text": text}


def incident(name, **values):
    """Return a row of a frame; everything that is not given is plain and unstated."""
    row = {
        "id": name, "aliases": [], "record_type": "incident", "part_of": None, "event_type": "Battles",
        "sub_event_type": "Armed clash", "date_start": "2025-11-28", "date_end": "2025-11-28", "date_prec": 1,
        "date_text": None, "time_text": None, "date_basis": "stated", "location": "Mandera", "where_prec": 1,
        "radius_km": 1.0, "country": "KE", "admin1": None, "admin2": None, "place_id": None, "place_score": 0.9,
        "place_reason": "the only place of that name in the country", "place_geometry": "point", "alternatives": [],
        "actors": [], "civilian_targeting": False, "weapons": [], "seizures": [], "status": "reported",
        "attribution": None, "tense": "actual", "sources": [source(f"{name}.txt")], "documents": [], "reports": [],
        "evidence": [quote(f"{name}.txt", "Two patrols exchanged fire.")], "confidence": 0.8, "notes": [],
        "verified": False, "corrections": [], "in_region": True, "independent_sources": None,
        "lat": 3.937, "lon": 41.867,
    }  # fmt: skip
    row |= {f"{counted}_{bound}": None for counted in COUNTED for bound in ("low", "best", "high")}
    return row | values


def count(name, low, best, high):
    return {f"{name}_low": low, f"{name}_best": best, f"{name}_high": high}


def frame(*rows):
    columns = [name for name in incident("x") if name not in ("lat", "lon")]
    points = [None if row["lat"] is None else shapely.Point(row["lon"], row["lat"]) for row in rows]
    cells = pd.DataFrame([{name: row[name] for name in columns} for row in rows], columns=columns, dtype=object)
    return geopandas.GeoDataFrame(cells, geometry=geopandas.GeoSeries(points, crs="EPSG:4326"), crs="EPSG:4326")


class Book:
    """A gazetteer of a province, a border, and the provinces that fill a country."""

    shapes: ClassVar = {
        "p:garissa": shapely.Polygon(
            [(38.6, -1.6), (39.2, 0.3), (40.9, 0.5), (41.2, -0.9), (40.3, -2.1), (39.6, -1.3), (38.6, -1.6)]
        ),
        "l:border": shapely.LineString([(41.55, -1.67), (40.99, -0.84), (40.99, 2.8), (41.9, 3.98)]),
    }
    names: ClassVar = {"p:garissa": "Garissa County", "l:border": "Kenya–Somalia border", "g:dadaab": "Dadaab"}
    #: two provinces side by side, and a former one over both
    filling: ClassVar = (
        ("p:west", "West", "ADM1", (36, -2, 38, 2)),
        ("p:east", "East", "ADM1", (38, -2, 40, 2)),
        ("p:old", "Old Land", "ADM1H", (38, -2, 40, 2)),
    )
    units: ClassVar = {"g:dadaab": "p:garissa"}

    def place(self, place_id):
        if place_id not in self.names:
            raise UnknownPlaceError(f"no place {place_id!r}")
        return Place(place_id, self.names[place_id], "A", "ADM1", "KE", None, None,
                     self.units.get(place_id), None, 0.0, 0.0, 1.0, 0,
                     "area", "hand", "CC0", "user")  # fmt: skip

    def geometry(self, place_id):
        return self.shapes.get(place_id)

    def towns_around(self, lat, lon):
        """Return one town half a degree north of every point."""
        return [Place(f"g:{lat},{lon}", f"Town at {lat + 0.5:.1f}", "P", "PPL", "KE", None, None, None, None,
                      lat + 0.5, lon, 1.0, 1000, "point", "hand", "CC0", "user")]  # fmt: skip

    def areas(self, country=None):
        for place_id, name, code, box in self.filling:
            if country in (None, "KE"):
                yield Place(place_id, name, "A", code, "KE", None, None, None, None, 0.0, 0.0, 1.0, 0,
                            "area", "hand", "CC0", "user"), shapely.box(*box)  # fmt: skip

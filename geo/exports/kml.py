"""KML 2.2 for Google Earth and its like: a placemark an incident, with its time and its type's colour."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

from geo.columns import COLUMNS, LIST
from geo.exports.cells import json_text, placed_rows, printable
from geo.exports.styles import COLOURS, OTHER, element
from geo.store import replacing
from geo.table import validate

if TYPE_CHECKING:
    from geo.exports import Export

_SPACE: Final = "http://www.opengis.net/kml/2.2"
_KINDS: Final = {"Int64": "int", "float64": "double", "bool": "bool"}

#: What a balloon shows; KML replaces $[name] by the placemark's own text.
_BALLOON: Final = "$[name]\n\n$[description]"


def write_kml(export: "Export", path: Path) -> None:
    """Write a KML document: every incident is a placemark (without a point where not located) with a TimeSpan.

    The columns of the table stand as extended data, missing ones left out; texts are plain, without markup. Raises
    InputError for a frame that is no table of incidents and OutputError where the file cannot be written.
    """
    validate(export.frame)
    with replacing(path) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="{_SPACE}">\n<Document>\n')
        file.writelines(_text(part) for part in _head(export.title))
        file.writelines(_text(mark) for mark in _placemarks(export))
        file.write("</Document>\n</kml>\n")


def _text(part: ET.Element) -> str:
    return ET.tostring(part, encoding="unicode") + "\n"


def _head(title: str) -> Iterator[ET.Element]:
    yield element("name", text=printable(title))
    for name, colour in _styles().items():
        icon = [element("color", text=colour), element("scale", text="0.9")]
        balloon = element("BalloonStyle", {}, [element("text", text=_BALLOON)])
        yield element("Style", {"id": name}, [element("IconStyle", {}, icon), balloon])
    fields = [
        element("SimpleField", {"name": column.name, "type": _KINDS.get(column.dtype, "string")}) for column in COLUMNS
    ]
    yield element("Schema", {"name": "incident", "id": "incident"}, fields)


def _styles() -> dict[str, str]:
    """Return the colour of each style, as KML has it: alpha, blue, green, red in hexadecimal."""
    colours = {_style_of(name): colour for name, colour in COLOURS.items()} | {_style_of(None): OTHER}
    return {name: "ff" + "".join(f"{int(part):02x}" for part in c.split(",")[::-1]) for name, c in colours.items()}


def _style_of(event_type: str | None) -> str:
    known = event_type if event_type in COLOURS else None
    return "".join(letter if letter.isalnum() else "_" for letter in known or "other").lower()


def _placemarks(export: "Export") -> Iterator[ET.Element]:
    lists = {column.name for column in COLUMNS if column.dtype == LIST}
    for position, row in placed_rows(export.frame):
        children = [
            element("name", text=printable(f"{row['sub_event_type'] or row['event_type'] or 'Incident'}: "
                                           f"{row['location'] or 'place not told'}")),
            element("description", text=printable(_described(row))),
            *_span(row),
            element("styleUrl", text=f"#{_style_of(row['event_type'])}"),
            element("ExtendedData", {}, [element("SchemaData", {"schemaUrl": "#incident"}, _fields(row, lists))]),
        ]  # fmt: skip
        if position is not None:
            where = element("coordinates", text=f"{position[0]},{position[1]}")
            children.append(element("Point", {}, [where]))
        yield element("Placemark", {"id": f"incident-{printable(row['id'])}"}, children)


def _described(row: dict[str, Any]) -> str:
    killed = row["killed_best"]
    lines = [f"Killed: {'not stated' if killed is None else killed}"]
    if (row["where_prec"] or 0) > 2 and row["radius_km"]:
        lines.append(f"Somewhere within {row['radius_km']:g} km of this point")
    lines += [f"“{quote['text']}” ({quote['document']})" for quote in row["evidence"] if quote["text"]]
    # balloons show descriptions as HTML
    return "\n".join(lines).replace("&", "&amp;").replace("<", "&lt;").replace("$[", "$&#91;")


def _span(row: dict[str, Any]) -> Iterator[ET.Element]:
    ends = [(tag, row[name]) for tag, name in (("begin", "time_start"), ("end", "time_end")) if row[name]]
    if ends:
        yield element("TimeSpan", {}, [element(tag, text=value) for tag, value in ends])


def _fields(row: dict[str, Any], lists: set[str]) -> list[ET.Element]:
    told = []
    for name, value in row.items():
        if value is None or value == []:
            continue
        text = json_text(value) if name in lists else str(value).lower() if isinstance(value, bool) else str(value)
        told.append(element("SimpleData", {"name": name}, text=printable(text)))
    return told

"""How QGIS draws the layers: QML for the GeoPackage and the project. Constant: no text of an article is in it."""

from collections.abc import Iterable, Mapping
from typing import Final
from xml.etree import ElementTree as ET

from geo.exports.geopackage import Field

#: Version that the XML is written for; later ones read it.
QGIS_VERSION: Final = "3.22.16"

#: Colours by event type, told apart by the colour-blind (Okabe and Ito's palette and three more).
COLOURS: Final = {
    "Battles": "213,94,0",
    "Explosions/Remote violence": "204,121,167",
    "Violence against civilians": "165,15,21",
    "Protests": "86,180,233",
    "Riots": "0,114,178",
    "Strategic developments": "0,158,115",
    "Crime": "230,159,0",
    "Accident": "127,96,0",
    "Disaster": "94,79,162",
}
OTHER: Final = "110,110,110"

#: where_prec (UCDP GED) up to which a place is drawn as a filled pin.
_EXACT: Final = 'coalesce("where_prec", 9) <= 2'

#: Placement of labels in an area: level, near its middle.
_HORIZONTAL: Final = "4"

#: What no layer covers: the sea.
SEA: Final = (219, 229, 236)

#: Text of a field as HTML: QGIS puts what an expression gives into a map tip as it stands.
_HTML: Final = "replace(replace(replace(coalesce({}, ''), '&', '&amp;'), '<', '&lt;'), '>', '&gt;')"
_QUOTES: Final = "array_to_string(array_foreach(\"evidence\", map_get(@element, 'text')), ' … ')"
_KILLED: Final = (
    'CASE WHEN "killed_best" IS NULL THEN \'not stated\' WHEN "killed_low" = "killed_high" '
    'THEN to_string("killed_best") ELSE '
    "to_string(\"killed_best\") || ' (' || coalesce(to_string(\"killed_low\"), '?') || ' to ' || "
    "coalesce(to_string(\"killed_high\"), '?') || ')' END"
)
MAP_TIP: Final = (
    f"<b>[% {_HTML.format(chr(34) + 'sub_event_type' + chr(34))} %]</b> "
    f"[% {_HTML.format(chr(34) + 'location' + chr(34))} %]<br>"
    "[% coalesce(to_string(\"date_start\"), 'date not known') %]"
    '[% CASE WHEN "date_end" > "date_start" THEN \' to \' || to_string("date_end") ELSE \'\' END %]<br>'
    f"Killed: [% {_KILLED} %]<br><i>[% {_HTML.format(_QUOTES)} %]</i>"
)

_SHORT_TIP: Final = (
    f"<b>[% {_HTML.format(chr(34) + 'location' + chr(34))} %]</b><br>"
    "Killed: [% coalesce(to_string(\"killed_best\"), 'not stated') %]"
)


def incidents_style(fields: Iterable[Field]) -> list[ET.Element]:
    """Return the style of the points: colour by type, size by deaths, a hollow diamond where the place is vague."""
    elements = [_by_type("marker", _marker), _labels('"location"'), _temporal("time_start", "time_end"), *_tips(fields)]
    return [*elements, element("mapTip", text=MAP_TIP)]


def areas_style() -> list[ET.Element]:
    """Return the style of areas, an area a row: dashed outline, hatched."""
    return [_single(_symbol("fill", "0", _hatch("85,96,108"), alpha="0.7")), _temporal(None, None)]


def borders_style() -> list[ET.Element]:
    """Return the style of border lines."""
    return [_single(_symbol("line", "0", _dashes("85,96,108", "1.2"))), _temporal(None, None)]


def incident_areas_style() -> list[ET.Element]:
    """Return the style of areas, an incident a row."""
    return [_by_type("fill", _hatch), _temporal("time_start", "time_end"), element("mapTip", text=_SHORT_TIP)]


def incident_borders_style() -> list[ET.Element]:
    """Return the style of border lines, an incident a row."""
    return [_by_type("line", _dashes), _temporal("time_start", "time_end"), element("mapTip", text=_SHORT_TIP)]


def toponyms_style() -> list[ET.Element]:
    """Return the style of place names."""
    return [_single(_symbol("marker", "0", _dot("74,111,165"))), _labels('"text"', shown=False), _temporal(None, None)]


def reports_style() -> list[ET.Element]:
    """Return the style of reports."""
    return [_by_type("marker", _marker), _temporal("time_start", "time_end")]


def lands_style() -> list[ET.Element]:
    """Return the style of the countries below."""
    return [
        _single(_symbol("fill", "0", _plain_fill("247,245,240,255", "179,172,160,255"))),
        _labels('"name"', size=7, placement=_HORIZONTAL),
    ]


def rivers_style() -> list[ET.Element]:
    """Return the style of the rivers below."""
    options = {"line_color": "174,188,198,255", "line_width": "0.2", "line_width_unit": "MM"}
    return [_single(_symbol("line", "0", _layer("SimpleLine", {**options, "capstyle": "round", "joinstyle": "round"})))]


def lakes_style() -> list[ET.Element]:
    """Return the style of the lakes below."""
    return [_single(_symbol("fill", "0", _plain_fill("219,229,236,255", "174,188,198,255")))]


def qml(elements: Iterable[ET.Element]) -> str:
    """Return a style as the text of a QML document."""
    root = element("qgis", {"version": QGIS_VERSION, "styleCategories": "AllStyleCategories"}, elements)
    ET.indent(root, " ")
    text = ET.tostring(root, encoding="unicode")
    return f"<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n{text}\n"


# ------------------------------------------------------------------------------------------------------- renderers


def _by_type(kind: str, layer: object) -> ET.Element:
    categories, symbols = [], []
    palette = {**COLOURS, "": OTHER}
    for number, (name, colour) in enumerate(palette.items()):
        cells = {"symbol": str(number), "value": name, "type": "string", "label": name or "other or unsure"}
        categories.append(element("category", {"render": "true", **cells}))
        symbols.append(_symbol(kind, str(number), layer(colour)))  # type: ignore[operator]
    return element(
        "renderer-v2",
        {"type": "categorizedSymbol", "attr": "event_type", "symbollevels": "0", "enableorderby": "0",
         "forceraster": "0"},
        [element("categories", {}, categories), element("symbols", {}, symbols)],
    )  # fmt: skip


def _single(symbol: ET.Element) -> ET.Element:
    return element("renderer-v2", {"type": "singleSymbol", "symbollevels": "0", "enableorderby": "0"},
                    [element("symbols", {}, [symbol])])  # fmt: skip


def _symbol(kind: str, name: str, layer: ET.Element, *, alpha: str = "1") -> ET.Element:
    return element("symbol", {"type": kind, "name": name, "alpha": alpha, "clip_to_extent": "1", "force_rhr": "0"},
                    [layer])  # fmt: skip


def _layer(kind: str, options: Mapping[str, str], expressions: Mapping[str, str] | None = None) -> ET.Element:
    children = [_map({name: ("QString", value) for name, value in options.items()})]
    if expressions:
        properties = [
            _map({"active": ("bool", "true"), "expression": ("QString", text), "type": ("int", "3")}, name=name)
            for name, text in expressions.items()
        ]
        inner = [
            element("Option", {"type": "QString", "name": "name", "value": ""}),
            element("Option", {"type": "Map", "name": "properties"}, properties),
            element("Option", {"type": "QString", "name": "type", "value": "collection"}),
        ]
        children.append(element("data_defined_properties", {}, [element("Option", {"type": "Map"}, inner)]))
    return element("layer", {"class": kind, "enabled": "1", "pass": "0", "locked": "0"}, children)


def _marker(colour: str) -> ET.Element:
    return _layer(
        "SimpleMarker",
        {"name": "circle", "color": f"{colour},220", "outline_color": "255,255,255,255", "outline_width": "0.3",
         "outline_style": "solid", "size": "2.8", "size_unit": "MM", "scale_method": "diameter"},
        {
            "name": f"if({_EXACT}, 'circle', 'diamond')",
            "fillColor": f"if({_EXACT}, '{colour},220', '255,255,255,90')",
            "outlineColor": f"if({_EXACT}, '255,255,255,255', '{colour},255')",
            "outlineWidth": f"if({_EXACT}, 0.3, 0.7)",
            "size": 'scale_exp(least(coalesce("killed_best", 0), 200), 0, 200, 2.8, 10, 0.5)',
        },
    )  # fmt: skip


def _dot(colour: str) -> ET.Element:
    options = {"name": "circle", "color": f"{colour},160", "outline_color": "255,255,255,255", "outline_width": "0.2"}
    return _layer("SimpleMarker", {**options, "size": "1.6", "size_unit": "MM"})


def _hatch(colour: str) -> ET.Element:
    return _layer(
        "SimpleFill",
        {"color": f"{colour},120", "style": "b_diagonal", "outline_color": f"{colour},255", "outline_style": "dash",
         "outline_width": "0.4", "outline_width_unit": "MM", "joinstyle": "round"},
    )  # fmt: skip


def _plain_fill(colour: str, outline: str) -> ET.Element:
    options = {"color": colour, "style": "solid", "outline_color": outline, "outline_style": "solid"}
    return _layer("SimpleFill", {**options, "outline_width": "0.15", "outline_width_unit": "MM"})


def _dashes(colour: str, width: str = "0.9") -> ET.Element:
    options = {"line_color": f"{colour},230", "line_style": "dash", "line_width": width, "line_width_unit": "MM"}
    return _layer("SimpleLine", {**options, "capstyle": "round", "joinstyle": "round"})


# ----------------------------------------------------------------------------------------- labels, time, fields


def _labels(expression: str, *, size: int = 8, shown: bool = True, placement: str = "6") -> ET.Element:
    style = element("text-style", {
        "fieldName": expression, "isExpression": "1", "fontSize": str(size), "fontSizeUnit": "Point",
        "textColor": "60,66,74,255", "fontFamily": "Sans Serif", "textOpacity": "1",
    }, [element("text-buffer", {"bufferDraw": "1", "bufferSize": "0.8", "bufferSizeUnits": "MM",
                                 "bufferColor": "255,255,255,220", "bufferOpacity": "1"})])  # fmt: skip
    where = element("placement", {"placement": placement, "dist": "1.2", "distUnits": "MM", "priority": "5"})
    rendering = element("rendering", {"drawLabels": "1" if shown else "0", "displayAll": "0", "obstacle": "1",
                                       "scaleVisibility": "0", "limitNumLabels": "0"})  # fmt: skip
    return element("labeling", {"type": "simple"}, [element("settings", {}, [style, where, rendering])])


def _temporal(start: str | None, end: str | None) -> ET.Element:
    """Return temporal settings: shown while a frame overlaps start to end (mode 2), or always."""
    return element(
        "temporal",
        {"enabled": "1" if start else "0", "mode": "2" if start else "0", "startField": start or "",
         "endField": end or "", "startExpression": "", "endExpression": "", "fixedDuration": "0",
         "durationField": "", "durationUnit": "min", "accumulate": "0", "limitMode": "0"},
    )  # fmt: skip


def _tips(fields: Iterable[Field]) -> list[ET.Element]:
    aliases = [
        element("alias", {"field": field.name, "index": str(index), "name": field.name.replace("_", " ").capitalize()})
        for index, field in enumerate(fields, start=1)
    ]
    return [element("aliases", {}, aliases), element("previewExpression", text='"location"')]


def _map(values: Mapping[str, tuple[str, str]], *, name: str | None = None) -> ET.Element:
    options = [element("Option", {"type": kind, "name": key, "value": value}) for key, (kind, value) in values.items()]
    return element("Option", {"type": "Map", **({"name": name} if name else {})}, options)


def element(
    tag: str, attributes: Mapping[str, str] | None = None, children: Iterable[ET.Element] = (), text: str | None = None
) -> ET.Element:
    """Return an XML element with its children and text."""
    element = ET.Element(tag, dict(attributes or {}))
    element.extend(children)
    element.text = text
    return element

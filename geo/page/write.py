"""Writing the map page: rows, shapes, words and code into one file that needs no network."""

import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

import geopandas

from geo.page.borders import detailed_borders
from geo.page.packing import data_block, pack_rows
from geo.page.provinces import provinces_of
from geo.page.rows import FIELDS, PLACE_FIELDS, PlaceBook, page_rows
from geo.page.scaffold import OfflineMap, PageFigure, of_shell_only, packed_asset
from geo.page.tiles import Tiles, read_tiles
from geo.page.towns import towns_of
from geo.page.wording import read_wording
from geo.store import replace_file

_MARKS = re.compile(r'(?<=<script type="application/json" id="marks">)[^<]*')


def write_map(
    frame: geopandas.GeoDataFrame,
    path: Path,
    *,
    gazetteer: PlaceBook | None = None,
    title: str | None = None,
    tiles: str | None = None,
    lang: str = "en",
    minimal: bool = False,
    new: Collection[str] = (),
) -> None:
    """Write the map page of a table of incidents to `path`, whole or not at all. Equal arguments give equal bytes.

    The gazetteer gives outlines of areas and courses of borders; without it an area is a circle of its radius. `tiles`
    is a provider's name or an https address: only then does the page load anything. `lang` is the language of the
    page's own words, and of its title where none is given. `minimal` leaves title, map, list and detail, for a frame
    in another page. `new` are ids of incidents to mark as new. Raises InputError for unknown tiles or language and
    OutputError where the file cannot be written.
    """
    page = render_map(frame, gazetteer=gazetteer, title=title, tiles=tiles, lang=lang, minimal=minimal, new=new)
    replace_file(path, page.encode("utf-8"))


def render_map(
    frame: geopandas.GeoDataFrame,
    *,
    gazetteer: PlaceBook | None = None,
    title: str | None = None,
    tiles: str | None = None,
    lang: str = "en",
    minimal: bool = False,
    new: Collection[str] = (),
) -> str:
    """Return the map page as text; see `write_map`."""
    words = read_wording(lang)
    source = read_tiles(tiles) if tiles else None
    rows = page_rows(frame, gazetteer)
    countries = [row["country"] for row in rows.incidents]
    provinces, units = provinces_of(countries, gazetteer) if gazetteer else ([], [])
    blocks = {
        "incidents": data_block(
            {
                "count": len(rows.incidents),
                "incidents": pack_rows(rows.incidents, FIELDS),
                "places": pack_rows(rows.places, PLACE_FIELDS),
            }
        ),
        "shapes": data_block(
            {
                "places": {str(n): place["parts"] for n, place in enumerate(rows.places) if place["parts"]},
                "units": units,
                "provinces": provinces,
                "towns": towns_of(rows.incidents, rows.places, gazetteer) if gazetteer else [],
                "borders": detailed_borders(countries),
            },
            compress_above=0,
        ),
        "settings": data_block(
            {"title": title or words["list_label"], "lang": lang, "minimal": minimal, "tiles": _tiles(source)}
        ),
        "words": data_block({name: word for name, word in words.items() if name not in of_shell_only()}),
        "marks": data_block(sorted(set(new))),
        "basemap": packed_asset("basemap.json.gz"),
        "cities": packed_asset("cities.json.gz"),
    }
    figure = PageFigure(words, blocks, source.hosts if source else ())
    figure.add_child(OfflineMap(), name="map")
    return figure.render()


def without_marks(page: str) -> str:
    """Return a page with no incident marked as new: all that is left depends on the table and the options alone."""
    return _MARKS.sub("[]", page)


def check_look(*, lang: str, tiles: str | None) -> None:
    """Raise InputError for a language or tiles that no page can have."""
    read_wording(lang)
    if tiles:
        read_tiles(tiles)


def _tiles(source: Tiles | None) -> dict[str, Any] | None:
    if source is None:
        return None
    return {
        "url": source.url,
        "subdomains": source.subdomains,
        "attribution": source.attribution,
        "max_zoom": source.max_zoom,
    }

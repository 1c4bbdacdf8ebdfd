"""Writes the lock files in requirements/ anew from pyproject.toml: pinned versions with digests, for all platforms."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXTRAS = ["--extra", "html", "--extra", "excel", "--extra", "parquet"]
LOCKS = {
    "run": ["--extra", "html"],
    "test": [*EXTRAS, "--group", "test"],
    "model": ["--extra", "html", "--group", "model"],
    "all": [*EXTRAS, "--extra", "dask", "--group", "test", "--group", "browser", "--group", "clients"],
}
OPTIONS = ["--universal", "--python-version", "3.11", "--generate-hashes", "--upgrade", "--quiet", "--no-header",
           "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]  # fmt: skip


def main() -> None:
    """Resolve each set of requirements with uv."""
    for name, extras in LOCKS.items():
        lock = ROOT / "requirements" / f"{name}.lock"
        command = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", *extras, *OPTIONS, "-o", str(lock)]
        subprocess.run(command, cwd=ROOT, check=True)  # noqa: S603 (our own command line)
        print(lock.relative_to(ROOT))


if __name__ == "__main__":
    main()

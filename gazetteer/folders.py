"""Where imported layers lie in the user's data folder. Knows not what is in them."""

from pathlib import Path

import platformdirs

APPLICATION = "incident-mapper"


def layers_folder(data: Path | None = None) -> Path:
    """Return the folder of imported layers: in the given data folder, else in the user's."""
    return (data or Path(platformdirs.user_data_dir(APPLICATION))) / "layers"


def layer_paths(folder: Path | None = None) -> tuple[Path, ...]:
    """Return the files of the imported layers, by name; a later one lies above an earlier one."""
    return tuple(sorted((folder or layers_folder()).glob("*.sqlite")))

"""What several test modules share: the embedded gazetteer, and runs of the pipeline on small folders."""

import pytest
from hypothesis import settings

from gazetteer import Gazetteer

# How long an example takes is the machine's affair: speed is measured in bench/.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def world(tmp_path_factory):
    """The embedded gazetteer, compiled into the user's cache where it is not there yet."""
    return Gazetteer.default(layers=tmp_path_factory.mktemp("no-layers"))

"""What several test modules share: the embedded gazetteer, and runs of the pipeline on small folders."""

import pytest

from gazetteer import Gazetteer


@pytest.fixture(scope="session")
def world(tmp_path_factory):
    """The embedded gazetteer, compiled into the user's cache where it is not there yet."""
    return Gazetteer.default(layers=tmp_path_factory.mktemp("no-layers"))

"""The fixtures of the pull and of the command line, together."""

import pytest

from tests.bad_inputs.stored import Stored
from tests.diis.conftest import fresh, send
from tests.sendwatch.commands.conftest import home, ready, sendwatch

__all__ = ["fresh", "home", "ready", "send", "sendwatch", "stored"]


@pytest.fixture(scope="session")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Stored:
    """What sound extracts leave in the store."""
    return Stored(tmp_path_factory.mktemp("stored"))

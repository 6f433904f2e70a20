"""The register's API with real tokens, on each database, without a server."""

from collections.abc import Iterator

import pytest

from dsr.store.database import RegisterDatabase
from tests.dsr.api.desk import Desk
from tests.dsr.auth.signing import Door


@pytest.fixture
def desk(database: RegisterDatabase, door: Door) -> Iterator[Desk]:
    with Desk(database, door) as opened:
        yield opened

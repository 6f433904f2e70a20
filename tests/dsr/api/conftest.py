"""The register's API with real tokens, without a server: on each database, or on SQLite alone for what is long."""

from collections.abc import Iterator

import pytest

from dsr.store.database import RegisterDatabase
from tests.dsr.api.desk import Desk
from tests.dsr.api.reception import Reception
from tests.dsr.api.scene import Scene, on_sqlite
from tests.dsr.auth.signing import Door, Signer


@pytest.fixture
def reception(database: RegisterDatabase, door: Door) -> Reception:
    return Reception(database, door)


@pytest.fixture
def desk(database: RegisterDatabase, door: Door) -> Iterator[Desk]:
    with Desk(database, door) as opened:
        yield opened


@pytest.fixture
def scene(desk: Desk) -> Scene:
    """Two people on the register, on each database."""
    return Scene(desk).open()


@pytest.fixture(scope="module")
def long_scene(tmp_path_factory: pytest.TempPathFactory, signer: Signer, ec_signer: Signer) -> Iterator[Scene]:
    """The same on SQLite, once for all tests of a module: for tables of many requests."""
    with on_sqlite(tmp_path_factory.mktemp("register"), Door(signer, ec_signer)) as opened:
        yield opened

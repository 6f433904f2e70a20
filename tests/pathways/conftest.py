"""Each rule table runs three times: on the oracle, on SQLite and on PostgreSQL; pulls run on both databases."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from diis.extracts.verdict import Verdict
from diis.intake import Intake
from diis.pull import pull
from diis.store import migrate
from diis.store.engine import Store
from tests.diis.extract_builder import AnExtract
from tests.pathways.telling import Way

Send = Callable[[AnExtract], Verdict]


@pytest.fixture(scope="session", params=["oracle", "sqlite", "postgresql"])
def way(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Way]:
    """One way of computing figures; a store is emptied before each table."""
    if request.param == "oracle":
        yield Way(None)
        return
    sqlite = f"sqlite:///{tmp_path_factory.mktemp('pathways') / 'store.sqlite'}"
    store = Store(sqlite if request.param == "sqlite" else request.getfixturevalue("postgresql_database"))
    migrate.upgrade(store)
    yield Way(store)
    store.close()


@pytest.fixture
def send(intake: Intake, tmp_path: Path) -> Send:
    """Write an extract into a folder of its own and pull it."""
    sent = iter(range(1_000_000))
    return lambda extract: pull(None, extract.folder(tmp_path / f"sent-{next(sent)}"), intake)

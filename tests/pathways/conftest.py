"""Each rule table runs three times: on the oracle, on SQLite and on PostgreSQL; pulls run on both databases."""

from collections.abc import Iterator

import pytest

from diis.store import migrate
from diis.store.engine import Store
from tests.diis.conftest import Fresh, Send, fresh, send
from tests.pathways.telling import Way

__all__ = ["Fresh", "Send", "fresh", "send"]


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

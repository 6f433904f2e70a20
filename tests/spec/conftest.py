"""Each rule table runs three times: on the oracle, on SQLite and on PostgreSQL."""

from collections.abc import Iterator

import pytest

from diis.store import migrate
from diis.store.engine import Store
from tests.spec.measuring import Spec


@pytest.fixture(scope="session", params=["oracle", "sqlite", "postgresql"])
def spec(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Spec]:
    """One way of computing figures; the store is emptied before each table."""
    if request.param == "oracle":
        yield Spec(None)
        return
    sqlite = f"sqlite:///{tmp_path_factory.mktemp('spec') / 'store.sqlite'}"
    store = Store(sqlite if request.param == "sqlite" else request.getfixturevalue("postgresql_database"))
    migrate.upgrade(store)
    yield Spec(store)
    store.close()

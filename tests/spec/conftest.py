"""Each rule table runs on the oracle, on SQLite and on PostgreSQL."""

from collections.abc import Iterator

import pytest

from diis.store import migrate
from diis.store.engine import Store
from tests.spec.measuring import Spec


def _migrated(url: str) -> Iterator[Store]:
    store = Store(url)
    migrate.upgrade(store)
    yield store
    store.close()


@pytest.fixture(scope="session")
def sqlite_spec_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store for all rule tables, which each empties before it writes."""
    yield from _migrated(f"sqlite:///{tmp_path_factory.mktemp('spec') / 'store.sqlite'}")


@pytest.fixture(scope="session")
def postgresql_spec_store(postgresql_database: str) -> Iterator[Store]:
    """The same on PostgreSQL."""
    yield from _migrated(postgresql_database)


@pytest.fixture(scope="session", params=["oracle", "sqlite", "postgresql"])
def spec(request: pytest.FixtureRequest) -> Spec:
    """One way of computing figures; the store is emptied before each table."""
    on_oracle = request.param == "oracle"
    return Spec(None if on_oracle else request.getfixturevalue(f"{request.param}_spec_store"))

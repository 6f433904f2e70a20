"""What the tests of faults share: each work as it goes when nothing fails."""

from collections.abc import Callable
from functools import cache

import pytest

from diis.store import migrate
from diis.store.engine import Store
from tests.conftest import intake_of
from tests.diis.conftest import fresh
from tests.faults.invariants import Whole, without_fault

__all__ = ["NeverFailed", "fresh", "never_failed"]

NeverFailed = Callable[[str], Whole]


@pytest.fixture(scope="session")
def never_failed(tmp_path_factory: pytest.TempPathFactory) -> NeverFailed:
    """A work by its name, done once on SQLite in a store of its own; the other database must know the same."""

    @cache
    def done(name: str) -> Whole:
        folder = tmp_path_factory.mktemp("never-failed")
        store = Store(f"sqlite:///{folder / 'store.sqlite'}")
        migrate.upgrade(store)
        try:
            return without_fault(name, intake_of(store, folder), folder)
        finally:
            store.close()

    return done

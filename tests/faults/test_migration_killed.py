"""A schema change that is killed: the start is refused, and the same again completes it (F32)."""

import os
import signal
from collections.abc import Iterator

import pytest
from sqlalchemy import event, text

from diis.store import migrate
from diis.store.engine import Store
from tests.diis.dying import PROCESSES

STRIDE = 7
"""Every so many statements, so that all tables are reached in a short time."""


@pytest.fixture(params=["sqlite", "postgresql"])
def bare_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database with nothing in it."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('bare') / 'store.sqlite'}"
        return
    url: str = request.getfixturevalue("postgresql_url")
    store = Store(url)
    with store.writing() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    store.close()
    yield url


def upgrade_and_die(url: str, place: int) -> None:
    """Upgrade, killed before the statement of a number."""
    store, left = Store(url), place

    def count(*_: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(store.engine, "before_cursor_execute", count)
    migrate.upgrade(store)


def killed(url: str, place: int) -> bool:
    process = PROCESSES.Process(target=upgrade_and_die, args=(url, place))
    process.start()
    process.join(60)
    assert process.exitcode in {0, -signal.SIGKILL}
    return process.exitcode != 0


def test_an_upgrade_killed_at_any_statement_is_completed_by_the_next(bare_url: str) -> None:
    place = 1
    while killed(bare_url, place):
        store = Store(bare_url)
        with pytest.raises(migrate.SchemaBehind):
            migrate.check(store)
        store.close()
        place += STRIDE
    assert place > 3 * STRIDE
    store = Store(bare_url)
    migrate.check(store)
    assert migrate.differences(store) == []
    store.close()

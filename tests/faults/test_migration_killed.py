"""A schema change that is killed: the start is refused, and the same again completes it (F32)."""

import sqlite3
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest
from alembic import command
from sqlalchemy import text

from diis.intake import Intake
from diis.store import migrate
from diis.store.engine import Store, StoreUnavailable
from diis.store.schema import SchemaBehind
from tests.conftest import intake_of
from tests.diis.dying import Place, died
from tests.faults.places import NEW_STATEMENT, STATEMENT, at, watched

STRIDE = 7
"""A process dies at every so many statements, so that all tables are reached in a short time."""
FIRST_SCHEMA = "0001"
OF_A_LOAD = (
    """INSERT INTO arrival (arrival_id, fingerprint, name, feed, bytes_received, arrived_at)
    VALUES (1, 'f', 'n', 'r0d-neurodevelopmental', 1, '2026-09-30 12:00:00')""",
    """INSERT INTO load (sequence, arrival_id, feed, layout, provider, pathway, census_on, outcome, rows_in,
    rows_accepted, rows_quarantined, rows_duplicate, referrals, contacts, unexplained_leavers, key_id, loaded_at)
    VALUES (1, 1, 'r0d-neurodevelopmental', 'wl-1', 'R0D', 'neurodevelopmental', '2026-09-30', 'accepted', 1,
    1, 0, 0, 1, 0, 0, 'k', '2026-09-30 12:00:00')""",
    """INSERT INTO referral (provider, pathway, referral_id, from_sequence, person, birth_month, received_on)
    VALUES ('R0D', 'neurodevelopmental', 'NE1', 1, 'p', '2015-03-01', '2026-05-04')""",
)


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


def upgrade(intake: Intake) -> None:
    migrate.upgrade(intake.store)


def test_an_upgrade_killed_at_any_statement_is_completed_by_the_next(bare_url: str, tmp_path: Path) -> None:
    place = 1
    while died(bare_url, tmp_path, upgrade, Place(STATEMENT, place)):
        store = Store(bare_url)
        with pytest.raises(SchemaBehind):
            migrate.check(store)
        store.close()
        place += STRIDE
    assert place > 3 * STRIDE
    store = Store(bare_url)
    migrate.check(store)
    assert migrate.differences(store) == []
    store.close()


def filled_at_first_schema(store: Store) -> None:
    """A store of the first version of the service, with a referral in it."""
    config = migrate.STORE.config()
    with store.writing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, FIRST_SCHEMA)
        for statement in OF_A_LOAD:
            connection.execute(text(statement))


def fails(store: Store, tmp_path: Path, place: int) -> bool:
    """Upgrade with a statement that fails; False if there are not so many."""

    def strike() -> None:
        raise sqlite3.OperationalError("disk I/O error") if store.is_sqlite else psycopg.errors.IoError("I/O error")

    with watched(intake_of(store, tmp_path), NEW_STATEMENT, at(place, strike)) as suffering:
        try:
            upgrade(suffering)
        except StoreUnavailable:
            return True
    return False


def test_an_upgrade_of_a_filled_store_that_fails_at_each_statement_keeps_what_was_known(
    bare_url: str, tmp_path: Path
) -> None:
    """I9: the start is refused each time, and nothing of the history is lost or changed."""
    store = Store(bare_url)
    filled_at_first_schema(store)
    known = text("SELECT referral_id, from_sequence, to_sequence, person, received_on FROM referral")
    with store.reading() as connection:
        before = connection.execute(known).all()
    for place in count(1):
        if not fails(store, tmp_path, place):
            break
        with pytest.raises(SchemaBehind, match=FIRST_SCHEMA):
            migrate.check(store)
        with store.reading() as connection:
            assert connection.execute(known).all() == before
    assert place > 15, "it has many statements"
    migrate.check(store)
    assert migrate.differences(store) == []
    with store.reading() as connection:
        assert connection.execute(known).all() == before
    store.close()

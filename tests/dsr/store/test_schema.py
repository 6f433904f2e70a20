"""The register's schema: one way to make it, the same as the code says."""

import pytest
from alembic import command
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError

from diis.store.engine import StoreUnavailable
from dsr.store.database import RegisterDatabase
from dsr.store.migrate import REGISTER
from dsr.store.tables import person


def test_the_migrated_schema_is_that_of_the_code(database: RegisterDatabase) -> None:
    assert REGISTER.revision(database) == REGISTER.head()
    assert REGISTER.differences(database) == []


def test_a_difference_is_seen_and_a_second_upgrade_does_nothing(database: RegisterDatabase) -> None:
    assert not REGISTER.upgrade(database)
    with database.writing() as connection:
        connection.execute(text("DROP TABLE agency"))
    assert "agency" in str(REGISTER.differences(database))


def test_an_older_register_keeps_what_it_holds_when_it_is_brought_up(database: RegisterDatabase) -> None:
    """From each earlier schema; what a step made it also takes back."""
    with database.writing() as connection:
        connection.execute(insert(person).values(person_ref="K7QX2M9R", version=1))
    config = REGISTER.config()
    with database.writing() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0001")
    assert "used_token" in str(REGISTER.differences(database))
    assert REGISTER.upgrade(database)
    assert REGISTER.differences(database) == []
    with database.reading() as connection:
        assert connection.execute(select(person.c.person_ref)).scalars().all() == ["K7QX2M9R"]


def test_a_server_that_is_slow_is_told_as_such(postgresql_register: str) -> None:
    """F09: nobody waits for half a minute."""
    database = RegisterDatabase(postgresql_register)
    with pytest.raises((StoreUnavailable, DBAPIError), match="statement timeout"), database.reading() as connection:
        connection.execute(text("SELECT pg_sleep(30)"))
    database.close()

"""The schema: one way to make it, the same as the code says, safe to make twice and at once (F32)."""

from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from diis.store import migrate
from diis.store.engine import Store, StoreUnavailable
from diis.store.schema import SchemaBehind
from tests.conftest import free_port
from tests.diis.dying import upgraded_at_once
from tests.diis.store_dump import TABLES, dump


@pytest.fixture(params=["sqlite", "postgresql"])
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """A database in which there is nothing yet."""
    if request.param == "sqlite":
        return Store(f"sqlite:///{tmp_path / 'bare.sqlite'}")
    server, name = request.getfixturevalue("postgresql_server"), f"bare_{free_port()}"
    with Store(server).engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    return Store(make_url(server).set(database=name).render_as_string(hide_password=False))


def test_the_migrated_schema_is_that_of_the_code(bare: Store) -> None:
    assert migrate.upgrade(bare)
    assert migrate.revision(bare) == migrate.head()
    assert migrate.differences(bare) == []
    assert set(dump(bare)) == {table.name for table in TABLES}


def test_a_difference_between_code_and_schema_is_seen(bare: Store) -> None:
    """The test above can fail."""
    migrate.upgrade(bare)
    with bare.writing() as connection:
        connection.execute(text("DROP TABLE quarantine"))
    assert "quarantine" in str(migrate.differences(bare))


def test_a_second_upgrade_does_nothing(bare: Store) -> None:
    migrate.upgrade(bare)
    assert not migrate.upgrade(bare)
    migrate.check(bare)


def test_a_store_of_another_schema_is_refused_with_what_to_do(bare: Store) -> None:
    with bare.writing() as connection:
        connection.execute(text("CREATE TABLE other (id INTEGER)"))
    with pytest.raises(SchemaBehind, match=r"schema none.*Run `sendwatch init`"):
        migrate.check(bare)
    migrate.upgrade(bare)
    with bare.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaBehind, match="schema 9999"):
        migrate.check(bare)


def test_two_upgrades_at_once_take_turns(bare: Store) -> None:
    """Two services that start together find one schema."""
    url = bare.engine.url.render_as_string(hide_password=False)
    assert upgraded_at_once(url, 3)[-1]
    assert not migrate.upgrade(bare)
    assert migrate.differences(bare) == []


def test_a_store_that_was_never_made_is_not_made_by_looking(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'nothing.sqlite'}")
    with pytest.raises(SchemaBehind, match="There is no store at"):
        migrate.check(store)
    assert list(tmp_path.iterdir()) == []


def test_an_upgrade_that_fails_half_way_leaves_nothing(bare: Store) -> None:
    """F32: a step is taken in full or not at all, and can be taken again."""
    with bare.writing() as connection:
        connection.execute(text("CREATE TABLE quarantine (id INTEGER)"))
    with pytest.raises(StoreUnavailable):
        migrate.upgrade(bare)
    with bare.writing() as connection:
        connection.execute(text("DROP TABLE quarantine"))
    assert migrate.upgrade(bare)
    assert migrate.differences(bare) == []

"""The database roles of the compose file, on a real PostgreSQL: each can do its work and no more."""

from collections.abc import Iterator

import psycopg
import pytest
from psycopg import Connection, errors

from diis.feeds import FEEDS
from diis.store.engine import Store
from diis.store.figures import latest_figures
from diis.store.ledger import feed_statuses
from tests.deploy.by_hand import ByHand

DENIED = errors.InsufficientPrivilege


def connect(machine: ByHand, secret: str, database: str | None = None) -> Connection[tuple[object, ...]]:
    address = machine.secret(f"{secret}_url").replace("postgresql+psycopg://", "postgresql://")
    if database:
        address = address.rpartition("/")[0] + f"/{database}"
    return psycopg.connect(address, autocommit=True)


@pytest.fixture
def writer(store: ByHand) -> Iterator[Connection[tuple[object, ...]]]:
    with connect(store, "store_writer") as connection:
        yield connection


@pytest.fixture
def reader(store: ByHand) -> Iterator[Connection[tuple[object, ...]]]:
    with connect(store, "metrics_reader") as connection:
        yield connection


def test_the_one_shot_services_run_again_and_change_nothing(store: ByHand) -> None:
    for name in ("database-roles", "store-migrate", "store-grants"):
        again = store.run(name)
        assert again.returncode == 0, again.stderr


def test_a_password_is_needed_and_the_wrong_one_is_refused(store: ByHand) -> None:
    address = store.secret("store_writer_url").replace("postgresql+psycopg://", "postgresql://")
    password = address.split(":")[2].split("@")[0]
    with pytest.raises(psycopg.OperationalError, match="no password supplied"):
        psycopg.connect(address.replace(f":{password}@", "@"))
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(address.replace(password, "wrong"))


def test_the_writer_writes_rows_and_stages_them_in_temporary_tables(writer: Connection[tuple[object, ...]]) -> None:
    writer.execute("CREATE TEMPORARY TABLE staged (fingerprint text)")
    writer.execute("BEGIN")
    writer.execute("LOCK TABLE load IN EXCLUSIVE MODE")
    writer.execute(
        "INSERT INTO arrival (fingerprint, name, feed, bytes_received, arrived_at) VALUES ('f', 'n', 'feed', 1, now())"
    )
    writer.execute("UPDATE arrival SET name = 'm' WHERE fingerprint = 'f'")
    writer.execute("DELETE FROM arrival WHERE fingerprint = 'f'")
    writer.execute("ROLLBACK")


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE ROLE another",
        "CREATE DATABASE another",
        "CREATE TABLE another (id int)",
        "DROP TABLE figure",
        "ALTER TABLE figure ADD COLUMN another int",
        "TRUNCATE load CASCADE",
        "COPY figure TO PROGRAM 'true'",
        "SELECT pg_read_file('postgresql.conf')",
    ],
)
def test_the_writer_changes_no_table_role_or_database(writer: Connection[tuple[object, ...]], statement: str) -> None:
    with pytest.raises(DENIED):
        writer.execute(statement)


@pytest.mark.parametrize("table", ["alembic_version", "figure", "refresh", "load", "arrival", "absence"])
def test_the_reader_reads_figures_and_the_ledger(reader: Connection[tuple[object, ...]], table: str) -> None:
    assert reader.execute(f"SELECT count(*) FROM {table}").fetchone() is not None


def test_the_reader_reads_all_that_a_scrape_asks_for(store: ByHand) -> None:
    scraped, written = Store(store.secret("metrics_reader_url")), Store(store.secret("store_writer_url"))
    try:
        assert feed_statuses(scraped, FEEDS) == feed_statuses(written, FEEDS)
        assert latest_figures(scraped) == latest_figures(written)
    finally:
        scraped.close()
        written.close()


@pytest.mark.parametrize("columns", ["*", "referral_id", "last_seen_on"])
def test_the_reader_counts_absences_and_cannot_say_whose(reader: Connection[tuple[object, ...]], columns: str) -> None:
    assert reader.execute("SELECT count(*), max(missing_from_on) FROM absence WHERE unexplained").fetchone() is not None
    with pytest.raises(DENIED):
        reader.execute(f"SELECT {columns} FROM absence")


@pytest.mark.parametrize("table", ["referral", "contact", "quarantine"])
def test_the_reader_sees_no_rows_about_children(reader: Connection[tuple[object, ...]], table: str) -> None:
    with pytest.raises(DENIED):
        reader.execute(f"SELECT count(*) FROM {table}")


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO refresh VALUES (1, now(), now())",
        "UPDATE figure SET value = 0",
        "DELETE FROM load",
        "CREATE TABLE another (id int)",
        "CREATE TEMPORARY TABLE another (id int)",
        "CREATE ROLE another",
    ],
)
def test_the_reader_writes_nothing_even_when_it_asks_to(reader: Connection[tuple[object, ...]], statement: str) -> None:
    with pytest.raises(errors.ReadOnlySqlTransaction):
        reader.execute(statement)
    reader.execute("SET default_transaction_read_only = off")
    with pytest.raises(DENIED):
        reader.execute(statement)


@pytest.mark.parametrize(
    ("secret", "database"),
    [
        ("airflow_database", "store"),
        ("store_owner", "airflow"),
        ("store_writer", "airflow"),
        ("metrics_reader", "postgres"),
    ],
)
def test_a_role_cannot_enter_a_database_that_is_not_its_own(store: ByHand, secret: str, database: str) -> None:
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        connect(store, secret, database)

"""The register of the compose file, on a real PostgreSQL: its commands work as the writer, which unsays nothing."""

from collections.abc import Iterator

import psycopg
import pytest
from psycopg import Connection, errors

from dsr.store.tables import metadata
from tests.deploy.by_hand import ByHand
from tests.deploy.test_roles import DENIED, connect

COMMAND = "register-command"


@pytest.fixture
def writer(store: ByHand) -> Iterator[Connection[tuple[object, ...]]]:
    with connect(store, "register_writer") as connection:
        yield connection


def test_the_one_shot_services_run_again_and_keep_the_key(store: ByHand) -> None:
    key = store.folder / "volumes" / "register-key" / "register.key"
    before = key.read_bytes()
    for name in ("database-roles", "register-migrate", "register-grants"):
        again = store.run(name)
        assert again.returncode == 0, again.stderr
    assert key.read_bytes() == before
    assert key.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["dsr", "workers", "add", "kw-1", "--team", "RDY"], "is a key worker"),
        (["dsr", "workers", "leave", "kw-1", "--reason", "x"], "has nobody any more"),
        (
            ["dsr", "accounts", "add", "--issuer", "i", "--subject", "s", "--name", "n", "--organisation", "QVV"],
            "Account",
        ),
        (["dsr", "accounts", "grant", "1", "--role", "dco"], "Grant 1"),
        (["dsr", "accounts", "end", "1", "--last-day", "2020-01-01"], "Grant 1 ends"),
        (["dsr", "accounts", "disable", "1"], "disabled"),
        (["dsr", "due"], "Nothing is to be done"),
        (["dsr", "renew", "--again"], "as of"),
        (["dsr", "counts", "--month", "2026-01"], "0 to 7"),
        (["dsr", "keys", "add"], "Version 2"),
        (["dsr", "keys", "reseal"], "sealed with version 2"),
        (["dsr", "audit", "anchor"], "is held by"),
        (["dsr", "audit", "verify"], "compared with 1 anchors"),
        (["doctor", "--only", "register"], "well  register's key, version 2"),
    ],
)
def test_each_command_works_in_the_role_of_the_writer(store: ByHand, arguments: list[str], says: str) -> None:
    """In this order, on one register."""
    done = store.run(COMMAND, *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    assert says in done.stdout


def test_erasing_is_for_the_owner_of_the_tables(store: ByHand) -> None:
    """R-DSR-116: the writer takes nothing away; docs/how-to-run-the-register.md says how."""
    done = store.run("register-migrate", "sendwatch", "dsr", "erase", "--yes")
    assert (done.returncode, done.stdout) == (0, "Past their day: 0, erased: 0.\n"), done.stderr
    writers = store.run(COMMAND, "dsr", "erase", "--yes")
    assert (writers.returncode, writers.stdout) == (1, "")
    assert "run --rm register-migrate sendwatch dsr erase" in writers.stderr
    rehearsed = store.run(COMMAND, "dsr", "erase", "--dry-run")
    assert (rehearsed.returncode, rehearsed.stdout) == (0, "Past their day: 0, erased: 0.\n"), rehearsed.stderr


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET action = 'x'",
        "DELETE FROM audit",
        "TRUNCATE audit",
        "ALTER TABLE audit DISABLE TRIGGER ALL",
        "DELETE FROM seen",
        "DELETE FROM audit_head",
        "UPDATE fact SET kind = 'x'",
        'UPDATE fact SET "on" = now()',
        "DELETE FROM fact",
        "DELETE FROM change",
        "UPDATE change SET account_id = 1",
        "DELETE FROM identifier",
        "DELETE FROM undoing",
        "DELETE FROM person",
        "DELETE FROM account",
        "UPDATE key SET \"check\" = 'x'",
        "UPDATE alembic_version SET version_num = '9'",
        "DROP TABLE fact",
        "CREATE TABLE another (id int)",
        "CREATE TEMPORARY TABLE another (id int)",
        "CREATE ROLE another",
    ],
)
def test_the_writer_unsays_nothing(writer: Connection[tuple[object, ...]], statement: str) -> None:
    """ASVS 13.2.2, 16.4.2; I9."""
    with pytest.raises(DENIED):
        writer.execute(statement)


def test_the_writer_reads_every_table_of_the_register(writer: Connection[tuple[object, ...]]) -> None:
    for table in metadata.tables:
        assert writer.execute(f'SELECT count(*) FROM "{table}"').fetchone() is not None


def test_who_looks_up_waits_reads_the_store_and_writes_nothing(store: ByHand) -> None:
    with connect(store, "waits_reader") as reader:
        assert reader.execute("SELECT count(*) FROM referral").fetchone() == (0,)
        with pytest.raises(errors.ReadOnlySqlTransaction):
            reader.execute("DELETE FROM referral")
        reader.execute("SET default_transaction_read_only = off")
        with pytest.raises(DENIED):
            reader.execute("DELETE FROM referral")


@pytest.mark.parametrize(
    ("secret", "database"),
    [
        ("store_owner", "register"),
        ("store_writer", "register"),
        ("metrics_reader", "register"),
        ("waits_reader", "register"),
        ("airflow_database", "register"),
        ("register_owner", "store"),
        ("register_writer", "store"),
    ],
)
def test_the_two_zones_share_no_role(store: ByHand, secret: str, database: str) -> None:
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        connect(store, secret, database)

"""The database gives a transaction up, or restarts in the middle of one (F08, F10); of a backup: test_restored.py."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import psycopg
import pytest

from benchmarks.postgresql import restart, server
from diis.intake import Intake
from diis.pull import pull
from diis.store import migrate
from diis.store.engine import TRIES, Store, StoreContended, StoreUnavailable, again_if_contended
from tests.conftest import intake_of
from tests.diis.extract_builder import AnExtract, a_contact, some_referrals
from tests.diis.store_dump import dump, ledger_rows
from tests.faults.conftest import NeverFailed
from tests.faults.invariants import place_among
from tests.faults.works import WORKS, do

LISTS = [
    AnExtract(some_referrals(30, week), [a_contact(week + 1)], census=f"2026-09-{9 + 7 * week:02}") for week in range(3)
]


WRITING = [
    "mental health submission",
    "community submission",
    "published waits",
    "refresh",
    "release",
    "discard",
    "replay",
]
_DATABASES = count(1)


@pytest.fixture(scope="module")
def own_postgresql() -> Iterator[str]:
    """A PostgreSQL that nobody else uses, so that it may be stopped."""
    with server() as url:
        with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
            # The machine stays up, so what was not synced is not lost, and a restart need not sync every file first.
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf()")
            connection.execute("CREATE DATABASE at_newest_schema")
        store = Store(_database(url, "at_newest_schema"))
        migrate.upgrade(store)
        store.close()
        yield url


def _database(url: str, name: str) -> str:
    return f"{url.rpartition('/')[0]}/{name}"


@pytest.fixture
def own_server(own_postgresql: str, tmp_path: Path) -> Iterator[Intake]:
    """A pull into a database of a server which a test may stop."""
    name = f"store_{next(_DATABASES)}"
    with psycopg.connect(own_postgresql.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE at_newest_schema")
    store = Store(_database(own_postgresql, name))
    yield intake_of(store, tmp_path)
    store.close()


def end_all_sessions(store: Store) -> None:
    """What a restart or a failover does to whoever is connected."""
    with psycopg.connect(store.engine.url.set(drivername="postgresql").render_as_string(False), autocommit=True) as own:
        own.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")


@pytest.mark.parametrize("step", ["load", "enter", "commit"])
def test_a_restart_in_the_middle_of_a_load_leaves_nothing_of_it(own_server: Intake, tmp_path: Path, step: str) -> None:
    """F08: I1, I2."""
    intake, second = own_server, LISTS[1].folder(tmp_path)
    pull(None, LISTS[0].folder(tmp_path), intake)
    before = dump(intake.store, without=["arrival"])
    gone = replace(intake, step=lambda name: end_all_sessions(intake.store) if name == step else None)
    with pytest.raises(StoreUnavailable):
        pull(None, second, gone)
    assert dump(intake.store, without=["arrival"]) == before
    assert pull(None, second, intake).load == 2
    assert pull(None, second, intake).outcome == "duplicate"


def test_a_deadlock_is_given_up_and_begun_again(own_server: Intake, tmp_path: Path) -> None:
    """F10: the pull holds the ledger and wants the referrals; another has them and wants the ledger.

    On SQLite it cannot be: one writes at a time, and takes the lock for all it will write at once.
    """
    intake = own_server
    pull(None, LISTS[0].folder(tmp_path), intake)
    address = intake.store.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    seen: list[str] = []
    with psycopg.connect(address) as other:
        other.execute("SET deadlock_timeout = '60s'")
        other.execute("LOCK TABLE referral IN SHARE ROW EXCLUSIVE MODE")

        def want() -> None:
            other.execute("LOCK TABLE load IN EXCLUSIVE MODE")
            other.rollback()

        wants = threading.Thread(target=want)

        def step(name: str) -> None:
            seen.append(name)
            if name == "load" and seen.count("load") == 1:
                threading.Timer(0.3, wants.start).start()

        verdict = pull(None, LISTS[1].folder(tmp_path), replace(intake, step=step))
        wants.join(30)
    assert seen.count("load") == 2, "the first try was to be given up"
    assert (verdict.outcome, verdict.load) == ("accepted", 2)
    assert [row["sequence"] for row in ledger_rows(intake.store)] == [1, 2]


def test_work_that_is_given_up_each_time_is_told_after_a_few_tries() -> None:
    tries: list[int] = []

    def work() -> None:
        tries.append(1)
        raise StoreContended("deadlock detected")

    with pytest.raises(StoreContended, match="deadlock"):
        again_if_contended(work)
    assert len(tries) == TRIES


@pytest.mark.parametrize("name", WRITING)
def test_a_server_that_fails_before_the_commit_leaves_no_half_of_any_work(
    own_server: Intake, tmp_path: Path, never_failed: NeverFailed, name: str
) -> None:
    """F08: I1, I2, I10."""
    intake, whole, failed = own_server, never_failed(name), list[str]()
    WORKS[name].arrange(intake, tmp_path)
    before = place_among(whole, intake)

    def step(taken: str) -> None:
        if taken == "commit" and not failed:
            failed.append(taken)
            restart(intake.store.engine.url.render_as_string(hide_password=False))

    with pytest.raises(StoreUnavailable):
        do(name, tmp_path, replace(intake, step=step))
    assert place_among(whole, intake) == before
    do(name, tmp_path, intake)
    assert dump(intake.store) == whole.at_end
    do(name, tmp_path, intake)
    assert dump(intake.store) == whole.at_end


@pytest.mark.parametrize("name", WRITING)
def test_any_work_that_the_database_gives_up_once_is_begun_again_and_done(
    own_server: Intake, tmp_path: Path, never_failed: NeverFailed, name: str
) -> None:
    """F10: a serialization failure at the end of a transaction; whoever asked for the work hears nothing of it."""
    intake, whole, given_up = own_server, never_failed(name), list[str]()
    WORKS[name].arrange(intake, tmp_path)

    def step(taken: str) -> None:
        if taken == "commit" and not given_up:
            given_up.append(taken)
            raise psycopg.errors.SerializationFailure("could not serialize access")

    do(name, tmp_path, replace(intake, step=step))
    assert given_up
    assert dump(intake.store) == whole.at_end

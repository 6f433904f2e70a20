"""The database gives a transaction up, restarts in the middle of one, or comes back from a backup (F08, F10, F33)."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from benchmarks.postgresql import server
from diis.extracts.landing import Landing
from diis.extracts.places import Places
from diis.extracts.pseudonyms import Pseudonymiser
from diis.intake import Intake
from diis.pull import pull
from diis.refresh import refresh
from diis.replay import replay, unjudged
from diis.store import migrate
from diis.store.engine import TRIES, Store, StoreContended, StoreUnavailable, again_if_contended
from tests.conftest import KEY, NOW
from tests.diis.extract_builder import AnExtract, a_contact, some_referrals
from tests.diis.store_dump import current, dump, empty, ledger_rows

LISTS = [
    AnExtract(some_referrals(30, week), [a_contact(week + 1)], census=f"2026-09-{9 + 7 * week:02}") for week in range(3)
]


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Intake]:
    """A pull into a PostgreSQL of its own, which a test may stop."""
    with server() as url:
        store = Store(url)
        migrate.upgrade(store)
        landing = Landing(tmp_path / "landing")
        yield Intake(store, landing, Pseudonymiser(KEY), Places({}), allow_test_nhs_numbers=True, now=NOW)
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


def test_what_was_received_since_the_backup_is_found_and_loaded_again(intake: Intake, tmp_path: Path) -> None:
    """F33: the store is as it was last night; the landing area is not (I2, I3, I10)."""
    paths = [extract.folder(tmp_path) for extract in LISTS]
    for path in paths:
        pull(None, path, intake)
    refresh(intake)
    whole = current(intake.store)
    assert unjudged(intake) == []
    empty(intake.store)
    pull(None, paths[0], intake)
    assert [one.landed.source.name for one in unjudged(intake)] == [LISTS[1].name, LISTS[2].name]
    assert [verdict.outcome for verdict in replay(intake)] == ["accepted", "accepted"]
    assert current(intake.store) == whole
    assert list(replay(intake)) == []

"""Staged rows get into either database as they are, and nothing of them lies about afterwards (F01, F04)."""

import fcntl
import os
import stat
from contextlib import closing
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest import mock

import polars as pl
import pytest
from adbc_driver_sqlite import dbapi
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from diis.intake import Intake
from diis.pull import pull
from diis.store import bulk
from diis.store.engine import Store, StoreUnavailable
from diis.store.staging import Staging, staged_line, staged_name
from tests.diis.dying import Place, killed
from tests.diis.extract_builder import AnExtract, a_contact, a_referral, some_referrals
from tests.diis.store_dump import dump

LIST = AnExtract(
    [*some_referrals(60), a_referral(70, gender="?")],
    [a_contact(child) for child in range(15)],
    census="2026-09-23",
)
ROWS = st.lists(st.tuples(*[st.none() | st.text(st.characters(codec="utf-8", exclude_characters="\0"))] * 3))


def scratch(store: Store) -> list[Path]:
    """The folders of staged rows beside a SQLite file."""
    file = Path(str(store.engine.url.database))
    return [entry for entry in file.parent.iterdir() if entry.name.startswith(f".{file.name}.staged-")]


@given(ROWS)
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_text_is_staged_as_it_is_and_null_stays_null(store: Store, rows: list[tuple[str | None, ...]]) -> None:
    r"""Quotes, commas, line breaks, `\.` and `\N`, and the empty text."""
    rows = [*rows, ("\\.", "\\N", ""), (None, '"', "a,b\r\n"), (" ", "NULL", "\\")]
    names = [column.name for column in staged_name.columns]
    with store.connection() as connection, closing(Staging(connection, [staged_name])) as staging:
        staging.add(staged_name, pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row"))
        staging.finish()
        found = [tuple(row) for row in connection.execute(select(staged_name))]
    assert sorted(found, key=repr) == sorted(rows, key=repr)


def test_pieces_are_staged_in_their_order_and_whole(store: Store) -> None:
    with store.connection() as connection, closing(Staging(connection, [staged_line])) as staging:
        for piece in range(20):
            lines = pl.int_range(piece * 1000, piece * 1000 + 1000, eager=True).alias("line")
            staging.add(staged_line, pl.DataFrame([lines]).with_columns(code=pl.lit(str(piece))))
        staging.finish()
        assert staging.count(staged_line) == 20_000


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_fault_of_any_piece_is_told_and_leaves_nothing(intake: Intake, tmp_path: Path, number: int) -> None:
    """F04: the thread that writes has the fault, the pull tells it."""
    before = dump(intake.store, without=["arrival"])
    real, left = bulk.Behind.do, number

    def full(self: bulk.Behind, work: object) -> None:
        nonlocal left
        left -= 1
        real(self, work if left else mock.Mock(side_effect=StoreUnavailable("the disk is full")))  # type: ignore[arg-type]

    with mock.patch.object(bulk.Behind, "do", full), pytest.raises(StoreUnavailable, match="disk is full"):
        pull(None, LIST.folder(tmp_path / "1"), intake)
    assert dump(intake.store, without=["arrival"]) == before
    assert not intake.store.is_sqlite or scratch(intake.store) == []
    assert pull(None, LIST.folder(tmp_path / "2"), intake).load == 1


class TestOnSqlite:
    """There the staged rows are a file of their own."""

    def test_the_file_is_for_its_owner_alone_and_gone_afterwards(self, sqlite_url: str) -> None:
        store = Store(sqlite_url)
        with store.connection() as connection:
            with closing(Staging(connection)):
                (folder,) = scratch(store)
                assert stat.S_IMODE(folder.stat().st_mode) == 0o700
            assert scratch(store) == []

    def test_what_a_killed_pull_left_is_removed_by_the_next(self, sqlite_url: str, tmp_path: Path) -> None:
        """F01."""
        store, landing = Store(sqlite_url), tmp_path / "landing"
        path = LIST.folder(tmp_path / "sent")
        assert killed(sqlite_url, landing, path, Place("commit"))
        assert len(scratch(store)) == 1
        assert not killed(sqlite_url, landing, path)
        assert scratch(store) == []

    def test_what_a_living_pull_uses_is_left_alone(self, sqlite_url: str) -> None:
        store = Store(sqlite_url)
        with store.connection() as first, closing(Staging(first)) as staging:
            with store.connection() as second, closing(Staging(second)):
                assert len(scratch(store)) == 2
            assert len(scratch(store)) == 1
            staging.finish()
            assert staging.count(staged_line) == 0

    @pytest.mark.parametrize("before", [(os, "open"), (fcntl, "flock")], ids=["opened", "locked"])
    def test_a_folder_that_is_taken_for_left_before_it_is_locked_is_made_again(
        self, before: tuple[ModuleType, str], sqlite_url: str
    ) -> None:
        store, real = Store(sqlite_url), getattr(*before)
        stolen: list[Path] = []

        def too_late(*args: Any) -> Any:
            if not stolen and scratch(store):
                stolen.extend(scratch(store))
                os.rmdir(stolen[0])
            return real(*args)

        patched = mock.patch.object(*before, too_late)
        with patched, store.connection() as connection, closing(Staging(connection)) as staging:
            staging.finish()
            assert scratch(store) != stolen

    def test_the_store_is_never_open_in_two_copies_of_sqlite(self, sqlite_url: str) -> None:
        """The locks of one are lost when the other closes the file: ADBC has scratch files, and lets go of them."""
        store, connect = Store(sqlite_url), mock.Mock(side_effect=dbapi.connect)
        patched = mock.patch.object(dbapi, "connect", connect)
        with patched, store.connection() as connection, closing(Staging(connection)) as staging:
            (folder,) = scratch(store)
            file = folder / "staged.sqlite"
            assert [call.args for call in connect.call_args_list] == [(f"file:{file}",)]
            assert handles_on(file) > 1
            staging.finish()
            assert staging.count(staged_line) == 0
            assert handles_on(file) == 1, "the store's own"


def handles_on(file: Path) -> int:
    """How often this process has a file open."""
    handles = (Path("/proc/self/fd") / handle for handle in os.listdir("/proc/self/fd"))
    return sum(handle.exists() and handle.resolve() == file for handle in handles)

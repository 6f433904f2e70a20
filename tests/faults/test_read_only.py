"""A database that can be read and not written (F06): work is told so (I4), and the last good figures stay (I5)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import event, make_url

from diis.intake import Intake
from diis.store.engine import Store, StoreUnavailable
from diis.store.figures import latest_figures
from tests.diis.store_dump import dump
from tests.faults.conftest import NeverFailed
from tests.faults.invariants import place_among
from tests.faults.works import WORKS, do


@pytest.fixture
def read_only(store_url: str) -> Iterator[Store]:
    """The same store where nothing can be written: a file that cannot be, or a standby server."""
    url = make_url(store_url)
    if url.drivername != "sqlite":
        url = url.update_query_dict({"options": "-c default_transaction_read_only=on"})
    store = Store(url.render_as_string(hide_password=False))
    if store.is_sqlite:
        event.listen(store.engine, "connect", lambda connection, _: connection.execute("PRAGMA query_only = ON"))
    yield store
    store.close()


@pytest.mark.parametrize("name", ["list", "mental health submission", "refresh", "release", "discard"])
def test_nothing_is_written_nothing_is_lost_and_later_the_same_work_is_done(
    intake: Intake, read_only: Store, tmp_path: Path, never_failed: NeverFailed, name: str
) -> None:
    whole = never_failed(name)
    WORKS[name].arrange(intake, tmp_path)
    before, shown = place_among(whole, intake), latest_figures(intake.store)
    with pytest.raises(StoreUnavailable, match=r"read-?only"):
        do(name, tmp_path, replace(intake, store=read_only))
    assert place_among(whole, intake) == before
    assert latest_figures(read_only) == shown
    do(name, tmp_path, intake)
    assert dump(intake.store) == whole.at_end

"""Key workers come and go, each once, and the audit knows who said so."""

from datetime import date

import pytest
from sqlalchemy import select

from dsr.store.database import RegisterDatabase
from dsr.store.staff import KeyWorker, Staff
from dsr.store.tables import audit
from dsr.store.workers import WorkerUnknown
from tests.dsr.store.people import COORDINATOR, register


def staff(database: RegisterDatabase) -> Staff:
    return Staff(register(database).session, COORDINATOR)


def actions(database: RegisterDatabase) -> list[str]:
    with database.reading() as connection:
        return list(connection.execute(select(audit.c.action).order_by(audit.c.number)).scalars())


def test_a_key_worker_is_added_once_and_has_a_last_day(database: RegisterDatabase) -> None:
    assert staff(database).add("kw-1", "RDY")
    assert not staff(database).add("kw-1", "RBD")
    staff(database).leaves("kw-1", date(2027, 3, 31))
    assert staff(database).all() == [KeyWorker(worker="kw-1", team="RDY", last_day=date(2027, 3, 31), carries=0.0)]
    assert actions(database) == ["add-key-worker", "key-worker-leaves"]


def test_nobody_leaves_who_is_not_there(database: RegisterDatabase) -> None:
    with pytest.raises(WorkerUnknown, match="kw-9"):
        staff(database).leaves("kw-9", date(2027, 3, 31))
    assert actions(database) == []

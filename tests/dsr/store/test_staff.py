"""Key workers are listed with what they carry, those who left too."""

from datetime import date

from dsr.actions.key_working import add_key_worker, leave
from dsr.store.database import RegisterDatabase
from dsr.store.staff import KeyWorker, staff
from tests.dsr.store.people import register


def test_who_left_stays_on_the_list_with_the_last_day(database: RegisterDatabase) -> None:
    store = register(database)
    add_key_worker(store, "kw-2", "RBD")
    add_key_worker(store, "kw-1", "RDY")
    leave(store, "kw-1", date(2027, 3, 31), (), "moves to another trust")
    assert staff(store.session) == [
        KeyWorker(worker="kw-1", team="RDY", last_day=date(2027, 3, 31), carries=0.0, people=0),
        KeyWorker(worker="kw-2", team="RBD", last_day=None, carries=0.0, people=0),
    ]

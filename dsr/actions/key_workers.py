"""Key workers come and go; what happens to their people when they leave is `dsr.actions.key_working`."""

from datetime import date

from dsr.store.register import RegisterStore


def take_on(store: RegisterStore, name: str, team: str) -> None:
    """A new key worker, by the name that facts use; it is in the audit."""
    store.add_key_worker(name, team)


def leaves(store: RegisterStore, name: str, last_day: date) -> None:
    """The last day of a key worker: nobody is allocated to them after it (R-DSR-100)."""
    store.key_worker_leaves(name, last_day)

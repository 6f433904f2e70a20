"""The refresh: figures for the dates that new loads touch. It always takes every load not yet refreshed."""

from datetime import date, timedelta

from diis.definitions.figures import WINDOW_DAYS
from diis.intake import Intake
from diis.store import figures
from diis.store.engine import StoreConnection, lock_ledger
from diis.store.ledger import newest_sequence


def refresh(intake: Intake) -> list[int]:
    """Refresh what is not refreshed; returns the load sequences taken in, none if nothing is new.

    Figures are kept for each census date that the new loads brought, for the newest one, and for the day one window
    before it (so that a rise can be told), all as known now. They are computed before the lock is taken: what was
    known at a load never changes, so a second refresh at the same time comes to the same figures.
    """
    with intake.store.reading() as connection:
        done, newest = figures.last_refreshed(connection), newest_sequence(connection)
        taken = figures.loads_between(connection, done, newest)
        dates = figures.census_dates(connection)
        if not taken or not dates:
            return []
        affected = _affected(connection, done, dates)
        computed = [figures.computed(connection, as_at, newest) for as_at in affected]
    with intake.store.writing() as connection:
        lock_ledger(connection)
        if figures.last_refreshed(connection) >= newest:
            return []
        for of_date in computed:
            figures.keep(connection, of_date)
        figures.mark_refreshed(connection, newest, dates[-1], intake.now)
    return taken


def _affected(connection: StoreConnection, done: int, dates: list[date]) -> list[date]:
    newest = dates[-1]
    return sorted({*figures.census_dates(connection, done), newest, newest - timedelta(days=WINDOW_DAYS)})

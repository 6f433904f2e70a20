"""The refresh: figures for the dates that new loads touch. It always takes every load not yet refreshed."""

from datetime import date, timedelta
from functools import partial

from diis.counting.local import Question, count_local
from diis.definitions.breakdowns import BREAKDOWN_IDS
from diis.definitions.figures import ALL, WINDOW_DAYS
from diis.definitions.local_measures import measures_in_force
from diis.intake import Intake
from diis.store import figures
from diis.store.engine import StoreConnection, again_if_contended, lock_ledger
from diis.store.ledger import newest_sequence
from diis.store.submitters import fed
from diis.store.unmapped import count_unmapped, keep_unmapped


def refresh(intake: Intake) -> list[int]:
    """Refresh what is not refreshed; returns the load sequences taken in, none if nothing is new.

    Figures over everybody are kept for each census date that the new loads brought, for the newest one, and for the
    day one window before it (so that a rise can be told), all as known now; for the newest date those of every
    breakdown too. They are counted before the lock is taken: what was known at a load never changes, so a second
    refresh at the same time comes to the same figures. Where another version of the service had kept fewer
    measures or breakdowns of the newest date, they are counted though no load is new. What the new lists lack is kept
    as well. What the database gives up for another transaction is begun again (F10).
    """
    return again_if_contended(partial(_refresh, intake))


def _refresh(intake: Intake) -> list[int]:
    with intake.store.reading() as connection:
        done, newest = figures.last_refreshed(connection), newest_sequence(connection)
        taken = figures.loads_between(connection, done, newest)
        dates = figures.census_dates(connection)
        if not dates or not (taken or _lacks_figures(connection, dates[-1], done)):
            return []
        affected = _affected(connection, done, dates)
        lists, submitters = figures.senders(connection, newest), fed(connection, newest)
        lacking = count_unmapped(connection, taken)
    by_day = {day: BREAKDOWN_IDS if day == dates[-1] else (ALL,) for day in affected}
    counted = count_local(intake.store, Question(by_day, newest, lists, submitters))
    intake.step("keep")
    with intake.store.writing() as connection:
        lock_ledger(connection)
        if taken and figures.last_refreshed(connection) >= newest:
            return []
        for as_at, of_date in counted.items():
            figures.keep(connection, as_at, newest, of_date)
        figures.forget_breakdowns(connection, before=newest)
        if taken:
            keep_unmapped(connection, lacking)
            figures.mark_refreshed(connection, newest, dates[-1], intake.now)
        intake.step("commit")
    return taken


def _affected(connection: StoreConnection, done: int, dates: list[date]) -> list[date]:
    newest = dates[-1]
    return sorted({*figures.census_dates(connection, done), newest, newest - timedelta(days=WINDOW_DAYS)})


def _lacks_figures(connection: StoreConnection, as_at: date, as_known: int) -> bool:
    """Whether a refresh of this version would have kept more of a day than was kept."""
    told = {*figures.senders(connection, as_known), *fed(connection, as_known)}
    measures = [measure.id for measure in measures_in_force(as_at) if measure.pathway in told]
    wanted = {(measure, breakdown) for measure in measures for breakdown in BREAKDOWN_IDS}
    return not wanted <= figures.kept_cells(connection, as_at, as_known)

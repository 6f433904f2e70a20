"""Every figure of the pathway problems, of one day and as known at one load."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from diis.definitions import outcomes, referred_again, returned, steps, support, transfers, turning_18
from diis.definitions.cells import Cell
from diis.definitions.figures import WINDOW_DAYS, Figure
from diis.definitions.pathway_measures import (
    LEAVERS,
    PATHWAY_MEASURES,
    REFERRED_AGAIN,
    RETURNED,
    STEPS,
    SUPPORT,
    TRANSFERS,
    TURNING_18,
    PathwayMeasure,
)
from diis.forecasting import forecast_at
from diis.store.engine import Store, StoreConnection
from diis.store.journeys import journeys
from diis.store.ledger import newest_sequence
from diis.store.list_leavers import left_lately
from diis.store.referred_again import rejections
from diis.store.stories import providers_of, stories_not_over, stories_received_since, stories_transferred

Maker = Callable[[StoreConnection, str, Cell], Iterator[Figure]]


def pathway_figures(store: Store, as_at: date, as_known: int | None = None) -> list[Figure]:
    """The exact figures of every pathway problem; those of pathways that nobody sends are not there."""
    with store.reading() as connection:
        sequence = newest_sequence(connection, as_known)
        return [
            figure
            for measure in PATHWAY_MEASURES
            if measure.in_force(as_at)
            for figure in figures_of(connection, measure, as_at, sequence)
        ]


def figures_of(connection: StoreConnection, measure: PathwayMeasure, as_at: date, as_known: int) -> Iterator[Figure]:
    """The exact figures of one pathway problem on one pathway."""
    cell = Cell(measure.id, measure.rules[-1], as_at, as_known)
    return _MAKERS[measure.topic](connection, measure.pathway, cell)


def window_start(as_at: date) -> date:
    """What ended before this day is in no flow figure of a day."""
    return as_at - timedelta(days=WINDOW_DAYS - 1)


def _steps(connection: StoreConnection, pathway: str, cell: Cell) -> Iterator[Figure]:
    found = journeys(connection, pathway, cell.as_at, cell.as_known, window_start(cell.as_at))
    return steps.figures_of(found, cell)


def _turning_18(connection: StoreConnection, pathway: str, cell: Cell) -> Iterator[Figure]:
    providers = providers_of(connection, pathway, cell.as_known)
    return turning_18.figures_of(forecast_at(connection, cell.as_at, cell.as_known), cell, providers)


def _transfers(connection: StoreConnection, pathway: str, cell: Cell) -> Iterator[Figure]:
    told = stories_transferred(connection, pathway, cell.as_at, cell.as_known)
    found = [transfer for story in told if (transfer := transfers.transfer_of(story, cell.as_at))]
    return transfers.figures_of(found, cell, providers_of(connection, pathway, cell.as_known))


def _returned(connection: StoreConnection, pathway: str, cell: Cell) -> Iterator[Figure]:
    cohort = stories_received_since(connection, pathway, cell.as_at, cell.as_known, returned.cohort_since(cell.as_at))
    return returned.figures_of(cohort, cell, providers_of(connection, pathway, cell.as_known))


def _referred_again(connection: StoreConnection, pathway: str, cell: Cell) -> Iterator[Figure]:
    found = rejections(connection, pathway, cell.as_at, cell.as_known)
    return referred_again.figures_of(found, cell, providers_of(connection, pathway, cell.as_known))


def _leavers(connection: StoreConnection, pathway: str, cell: Cell) -> Iterator[Figure]:
    left = left_lately(connection, pathway, cell.as_at, cell.as_known)
    return outcomes.figures_of(left, cell, providers_of(connection, pathway, cell.as_known))


def _support(connection: StoreConnection, pathway: str, cell: Cell) -> Iterator[Figure]:
    told = stories_not_over(connection, pathway, cell.as_at, cell.as_known, window_start(cell.as_at))
    return support.figures_of(told, cell, providers_of(connection, pathway, cell.as_known))


_MAKERS: dict[str, Maker] = {
    STEPS.name: _steps,
    TURNING_18.name: _turning_18,
    TRANSFERS.name: _transfers,
    RETURNED.name: _returned,
    REFERRED_AGAIN.name: _referred_again,
    LEAVERS.name: _leavers,
    SUPPORT.name: _support,
}

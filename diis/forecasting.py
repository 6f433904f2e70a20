"""The forecast of who will be 18 before the assessment, and its test on what is known since."""

from datetime import date, timedelta

from diis.definitions.calibration import Calibration, Since, calibrate
from diis.definitions.pathways import NEURODEVELOPMENTAL
from diis.definitions.turning_18 import Nearing18, nearing_18
from diis.store.engine import Store, StoreConnection
from diis.store.ledger import newest_lists, newest_sequence
from diis.store.turning_18 import queue_for_assessment, since


class NotYetKnown(ValueError):
    """The weeks to compare with have not passed, as far as the lists tell."""


def forecast_at(connection: StoreConnection, as_at: date, as_known: int) -> list[Nearing18]:
    """Every open, unassessed neurodevelopmental referral with its lists and forecast, as known at a load."""
    return list(nearing_18(queue_for_assessment(connection, as_at, as_known), as_at))


def backtest(store: Store, as_at: date, weeks_ahead: int, as_known: int | None = None) -> Calibration:
    """Compare the forecast of an earlier day with what happened in the weeks after it.

    The forecast takes nothing dated after its day. It is made from the newest lists, for those that were loaded since
    tell of the same days what lists of the time told: dates up to them. Raises `NotYetKnown`.
    """
    until = as_at + timedelta(weeks=weeks_ahead)
    short = [
        one for one in newest_lists(store, as_known) if one.pathway == NEURODEVELOPMENTAL and one.census_on < until
    ]
    if short:
        raise NotYetKnown(
            f"{weeks_ahead} weeks after {as_at} is {until}, and the newest list of {short[0].provider} is of "
            f"{short[0].census_on}. Give an earlier day or fewer weeks."
        )
    with store.reading() as connection:
        sequence = newest_sequence(connection, as_known)
        told = forecast_at(connection, as_at, sequence)
        later = since(connection, as_at, sequence)
    return calibrate((Since(child, *later[child.provider, child.referral_id]) for child in told), as_at, weeks_ahead)

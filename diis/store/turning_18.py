"""The queue for a neurodevelopmental assessment and how fast it moves, from the versions known at a load."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection, and_, case

from diis.definitions.days import age_on
from diis.definitions.pathways import NEURODEVELOPMENTAL
from diis.definitions.turning_18 import Waiting, queue_since
from diis.store.dialect import earliest
from diis.store.stories import NEVER_ON, Told
from diis.store.tables import referral

_AT_ONCE = 10_000

Key = tuple[str, str]
"""Provider and referral id."""


def queue_for_assessment(connection: Connection, as_at: date, as_known: int) -> Iterator[Waiting]:
    """Every neurodevelopmental referral that was open and unassessed in the weeks that a forecast looks back."""
    told = Told(NEURODEVELOPMENTAL, as_at, as_known)
    names = ("provider", "referral_id", "received_on", "priority", "birth_month", "age_received")
    ended_on = earliest(told.stopped_on, told.removed_on)
    rows = told.select(
        *(referral.c[name] for name in names),
        case((ended_on <= as_at, ended_on)).label("ended_on"),
        and_(told.stopped_on <= as_at, told.stopped_on <= told.removed_on).label("assessed"),
    ).where(ended_on > queue_since(as_at))
    for row in connection.execute(rows.execution_options(yield_per=_AT_ONCE)):
        age = age_on(row.birth_month, row.received_on) if row.age_received is None else row.age_received
        yield Waiting(
            provider=row.provider,
            referral_id=row.referral_id,
            received_on=row.received_on,
            priority=row.priority,
            birth_month=row.birth_month,
            age_received=age,
            ended_on=row.ended_on,
            assessed=bool(row.assessed),
        )


def since(connection: Connection, as_at: date, as_known: int) -> dict[Key, tuple[date | None, date | None]]:
    """When each neurodevelopmental referral received by a day was assessed, and ended otherwise, as known at a load."""
    told = Told(NEURODEVELOPMENTAL, as_at, as_known)
    key = (referral.c.provider, referral.c.referral_id)
    rows = told.select(*key, referral.c.assessment_completed_on, told.removed_on.label("removed_on"))
    return {
        (provider, referral_id): (assessed_on, None if removed_on == NEVER_ON else removed_on)
        for provider, referral_id, assessed_on, removed_on in connection.execute(rows)
    }

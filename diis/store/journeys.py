"""Referrals with the steps of their multi-agency pathway, from the versions known at a load."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from sqlalchemy import Connection, and_, case, func, or_, select

from diis.definitions.steps import Journey, Step
from diis.store.dialect import earliest
from diis.store.stories import NEVER, Told, not_over_before, same_referral
from diis.store.tables import referral, step
from diis.store.versions import known

_AT_ONCE = 10_000
_KEY_COLUMNS = 4


def journeys(connection: Connection, pathway: str, as_at: date, as_known: int, since: date) -> Iterator[Journey]:
    """Referrals of a pathway with their steps; of those closed before a day, only steps done since then."""
    told = Told(pathway, as_at, as_known)
    over_on = earliest(told.removed_on, func.coalesce(referral.c.outcome_shared_on, NEVER))
    key = (referral.c.provider, referral.c.referral_id, referral.c.received_on)
    steps = (step.c.step, step.c.organisation, step.c.requested_on, step.c.done_on)
    rows = (
        select(*key, case((over_on < NEVER, over_on)).label("ended_on"), *steps)
        .select_from(told.source.join(step, and_(same_referral(step), known(step, as_known))))
        .where(told.where, or_(not_over_before(since), step.c.done_on >= since))
        .order_by(referral.c.provider, referral.c.referral_id, step.c.requested_on, step.c.step, step.c.organisation)
        .execution_options(yield_per=_AT_ONCE)
    )
    for _, group in groupby(connection.execute(rows), key=lambda row: tuple(row)[:_KEY_COLUMNS]):
        rows_of_one = list(group)
        provider, referral_id, received_on, ended_on = tuple(rows_of_one[0])[:_KEY_COLUMNS]
        taken = tuple(Step(row.step, row.organisation, row.requested_on, row.done_on) for row in rows_of_one)
        yield Journey(provider, pathway, referral_id, received_on, ended_on, taken)

"""Rejections and the referrals of the same children that followed, from the versions known at a load."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, and_, or_, select

from diis.definitions.referred_again import Again, Rejected, counts_as_again, first_of, rejected_since
from diis.store.tables import referral
from diis.store.versions import known

_AT_ONCE = 10_000
_KEY_COLUMNS = 4


def rejections(connection: Connection, pathway: str, as_at: date, as_known: int) -> Iterator[Rejected]:
    """The rejections on a pathway that a figure of a day looks at."""
    other = referral.alias("other")
    another = or_(*(other.c[name] != referral.c[name] for name in ("provider", "pathway", "referral_id")))
    follows = and_(
        other.c.person == referral.c.person,
        known(other, as_known),
        other.c.received_on >= referral.c.decision_on,
        other.c.received_on <= as_at,
        another,
    )
    mine = and_(
        known(referral, as_known),
        referral.c.pathway == pathway,
        referral.c.decision == "rejected",
        referral.c.decision_on > rejected_since(as_at),
        referral.c.decision_on <= as_at,
        referral.c.received_on <= as_at,
    )
    key = (referral.c.provider, referral.c.pathway, referral.c.referral_id, referral.c.decision_on)
    followers = (other.c.provider, other.c.pathway, other.c.referral_id, other.c.received_on)
    labelled = [column.label(f"fact_{place}") for place, column in enumerate((*key, *followers))]
    rows = (
        select(*labelled)
        .select_from(referral.outerjoin(other, follows))
        .where(mine)
        .order_by(*key[:3])
        .execution_options(yield_per=_AT_ONCE)
    )
    for rejected, group in groupby(connection.execute(rows), key=_rejection):
        after = [Again(*tuple(row)[_KEY_COLUMNS:]) for row in group if tuple(row)[_KEY_COLUMNS] is not None]
        in_time = [one for one in after if counts_as_again(rejected.rejected_on, one.received_on)]
        yield replace(rejected, again=first_of(in_time))


def _rejection(row: Row[Any]) -> Rejected:
    """The rejection that a row is about, with what followed still to be found."""
    provider, pathway, referral_id, rejected_on = tuple(row)[:_KEY_COLUMNS]
    return Rejected(provider, pathway, referral_id, rejected_on, None)

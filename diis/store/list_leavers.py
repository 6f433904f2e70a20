"""Who left the lists of a pathway and why, from the absences known at a load."""

from dataclasses import fields
from datetime import date, timedelta

from sqlalchemy import Connection, and_, select

from diis.definitions.figures import WINDOW_DAYS
from diis.definitions.outcomes import LastWord, Left, outcome_of
from diis.store.stories import same_referral
from diis.store.tables import absence, referral
from diis.store.versions import known

_WORDS = tuple(field.name for field in fields(LastWord))
_KEY = ("provider", "pathway", "referral_id", "last_seen_on", "missing_from_on")


def left_lately(connection: Connection, pathway: str, as_at: date, as_known: int) -> list[Left]:
    """Referrals first missing from a list of the window up to and including `as_at`, and not back since."""
    missing = absence.c.missing_from_on
    rows = (
        select(*(absence.c[name] for name in _KEY), absence.c.unexplained, *(referral.c[name] for name in _WORDS))
        .select_from(absence.join(referral, same_referral(absence)))
        .where(known(absence, as_known), known(referral, as_known), absence.c.pathway == pathway)
        .where(and_(missing > as_at - timedelta(days=WINDOW_DAYS), missing <= as_at))
        .order_by(missing, absence.c.provider, absence.c.referral_id)
    )
    found = []
    for row in connection.execute(rows):
        word = LastWord(**{name: row._mapping[name] for name in _WORDS})
        key = {name: row._mapping[name] for name in _KEY}
        found.append(Left(**key, outcome=outcome_of(word, bool(row.unexplained))))
    return found

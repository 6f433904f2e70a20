"""The list behind the alert: referrals that left a full list without an outcome and have not returned."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from diis.store.engine import Store
from diis.store.ledger import newest_sequence
from diis.store.tables import absence
from diis.store.versions import known


@dataclass(frozen=True)
class Leaver:
    """A referral by the provider's own id, which the provider alone can turn into a child."""

    provider: str
    pathway: str
    referral_id: str
    last_seen_on: date
    missing_from_on: date


def unexplained_leavers(store: Store, as_at: date, as_known: int | None = None) -> list[Leaver]:
    """Unexplained leavers of a day as known at a load, the longest missing first."""
    columns = (absence.c[name] for name in Leaver.__dataclass_fields__)
    with store.reading() as connection:
        sequence = newest_sequence(connection, as_known)
        mine = (known(absence, sequence), absence.c.unexplained, absence.c.missing_from_on <= as_at)
        order = (absence.c.missing_from_on, absence.c.provider, absence.c.pathway, absence.c.referral_id)
        return [Leaver(*row) for row in connection.execute(select(*columns).where(*mine).order_by(*order))]

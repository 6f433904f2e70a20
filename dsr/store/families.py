"""Whether a parent still sees for a child: judged from the facts on each request, since birthdays renew nothing."""

from datetime import date

from sqlalchemy import Connection

from dsr.rules.consent.capacity import parent_sees
from dsr.store.fact_text import FactUnknown
from dsr.store.faults import SealBroken
from dsr.store.records import Records
from dsr.store.sealing import Keyring


def seen_by_parent(connection: Connection, keys: Keyring, person_ref: str, day: date) -> bool:
    """Whether a parent's grant opens the record on a day (R-DSR-27, 110); not that of a record that cannot be read."""
    try:
        life = Records(keys).lives(connection, [person_ref])[person_ref]
    except (FactUnknown, SealBroken, KeyError, ValueError):
        return False
    return parent_sees(life, day)

"""Whether a C(E)TR for which somebody is named to a panel is one that was planned."""

from sqlalchemy import Connection

from dsr.rules.reviews.review_running import names
from dsr.store.fact_text import FactUnknown
from dsr.store.faults import SealBroken
from dsr.store.records import Records
from dsr.store.sealing import Keyring


def is_planned(connection: Connection, keys: Keyring, person_ref: str, review: str) -> bool:
    """Whether a person has a review of this name; not one whose record cannot be read."""
    try:
        life = Records(keys).lives(connection, [person_ref])[person_ref]
    except (FactUnknown, SealBroken, KeyError, ValueError):
        return False
    return review in names(life)

"""Which contacts count as seen by a service, by the codes valid in the month of the row (R-WAIT-61, 66, 77, 89)."""

from diis.definitions.measures import ATTENDED, DIRECT
from diis.definitions.national.cyp_scope import DIGITAL_PROVIDERS
from diis.definitions.national.submissions import ContactRow

FIRST_MONTH_OF_MECHANISMS = 1459
"""October 2021, when mechanism codes replaced medium codes."""

REMOTE_MEDIUMS = ("05", "06")
"""Medium codes before that month which are not direct: email and text message."""

DIGITAL_MECHANISMS = ("05", "09", "10", "13")
"""Mechanisms that count for the digital providers too, whether or not attended (R-WAIT-66)."""


def is_direct(contact: ContactRow) -> bool:
    """An attended contact by a direct mechanism; one of no known mechanism never counts."""
    if contact.mechanism is None or contact.attendance not in ATTENDED:
        return False
    if contact.month < FIRST_MONTH_OF_MECHANISMS:
        return contact.mechanism not in REMOTE_MEDIUMS
    return contact.mechanism in DIRECT


def is_digital(contact: ContactRow) -> bool:
    """A contact of a digital provider by a mechanism that counts there alone, attended or not."""
    mechanisms = REMOTE_MEDIUMS if contact.month < FIRST_MONTH_OF_MECHANISMS else DIGITAL_MECHANISMS
    return contact.provider in DIGITAL_PROVIDERS and contact.mechanism in mechanisms

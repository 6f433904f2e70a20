"""Whether all staged referrals were received on one day: filled down in a spreadsheet, or the day of a migration (B40).

Only the date that starts every clock is looked at: one day of birth or of contact for all would not hide a wait.
"""

from sqlalchemy import Connection, func, select

from diis.store.staging import staged_referral

FEWEST = 20
"""Below this many referrals one day for all can be a day's clinic."""


def received_on_one_day(connection: Connection) -> bool:
    """Whether twenty or more referrals are staged and all of them have the same received date."""
    days = staged_referral.c.received_on
    counted, first, last = connection.execute(select(func.count(), func.min(days), func.max(days))).one()
    return bool(counted >= FEWEST and first == last)

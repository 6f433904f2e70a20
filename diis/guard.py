"""The size guard: a list that shrinks or grows past a limit is held for a person (B09, B29, B38 to B40)."""

from collections.abc import Mapping

from diis.extracts.rejections import Rejection, held
from diis.extracts.workbooks.lists import possible_truncation
from diis.extracts.workbooks.sheet import MAX_ROWS, MAX_ROWS_XLS

SHRUNK_TO = 0.6
"""Held when 40% or more of the rows are gone."""
GROWN_TO = 4.0
"""Held when there are 300% more rows, or still more."""
FEWEST_CONTACTS = 20
"""Below this many contacts a fall says nothing."""

_LIST = "referrals.csv"


def size_fault(referrals: int, before: int | None, *, declared: int | None) -> Rejection | None:
    """Compare the accepted referrals of a list with those of the list before it; `declared` is the manifest's count."""
    if referrals == 0 and declared != 0:
        reason = "The list holds no referral. If nobody waits, say so in a manifest; otherwise resend it."
        return held("list-empty", _LIST, reason)
    if not before:
        return None
    if referrals <= SHRUNK_TO * before:
        return held("list-shrunk", _LIST, f"The list fell from {before:,} to {referrals:,} referrals, by 40% or more.")
    if referrals >= GROWN_TO * before:
        return held("list-grown", _LIST, f"The list rose from {before:,} to {referrals:,} referrals, by 300% or more.")
    return None


def contacts_fault(contacts: int, before: int | None) -> Rejection | None:
    """A contact file that was cut would make seen children look unseen."""
    if before is not None and before >= FEWEST_CONTACTS and contacts <= SHRUNK_TO * before:
        reason = f"The contacts fell from {before:,} to {contacts:,}, by 40% or more."
        return held("contacts-shrunk", "contacts.csv", reason)
    return None


def truncation_fault(rows: Mapping[str, int]) -> Rejection | None:
    """Hold a list of which a file, given with its rows, is as long as a sheet can be with its header (B29).

    A spreadsheet cuts off what does not fit and saves the rest as CSV; rows that a manifest counts are all there.
    """
    for file, count in rows.items():
        if count + 1 in (MAX_ROWS, MAX_ROWS_XLS):
            return possible_truncation(file, count + 1)
    return None


def sameness_fault(*, one_day: bool) -> Rejection | None:
    """Hold a list of which every referral was received on one day: so it is after a column was filled down (B40)."""
    if not one_day:
        return None
    reason = "Every referral has the same received date, as if the column had been filled down or set by a migration."
    return held("dates-all-the-same", _LIST, reason, field="received_date")

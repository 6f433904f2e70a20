"""The size guard: a list that shrinks or grows past a limit is held for a person (B09, B38, B39)."""

from diis.extracts.rejections import FILE, Rejection

SHRUNK_TO = 0.6
"""Held when 40% or more of the rows are gone."""
GROWN_TO = 4.0
"""Held when there are 300% more rows, or still more."""
FEWEST_CONTACTS = 20
"""Below this many contacts a fall says nothing."""


def size_fault(referrals: int, before: int | None, *, declared: int | None) -> Rejection | None:
    """Compare the accepted referrals of a list with those of the list before it; `declared` is the manifest's count."""
    if referrals == 0 and declared != 0:
        return _held(
            "list-empty", "The list holds no referral. If nobody waits, say so in a manifest; otherwise resend it."
        )
    if not before:
        return None
    if referrals <= SHRUNK_TO * before:
        return _held("list-shrunk", f"The list fell from {before:,} to {referrals:,} referrals, by 40% or more.")
    if referrals >= GROWN_TO * before:
        return _held("list-grown", f"The list rose from {before:,} to {referrals:,} referrals, by 300% or more.")
    return None


def contacts_fault(contacts: int, before: int | None) -> Rejection | None:
    """A contact file that was cut would make seen children look unseen."""
    if before is not None and before >= FEWEST_CONTACTS and contacts <= SHRUNK_TO * before:
        return _held(
            "contacts-shrunk", f"The contacts fell from {before:,} to {contacts:,}, by 40% or more.", "contacts.csv"
        )
    return None


def _held(code: str, reason: str, file: str = "referrals.csv") -> Rejection:
    reason += " It waits for a person: `sendwatch quarantine release` loads it, a corrected extract replaces it."
    return Rejection(code, FILE, file, None, None, reason)

"""What the store tells about its feeds: plain records for the metrics room and the command line."""

from dataclasses import dataclass
from datetime import date, datetime

from diis.feeds import subject_of


@dataclass(frozen=True)
class FeedStatus:
    """What we hold of one feed, as known now.

    `census_on` and `last_success_at` (UTC) are None while nothing was ever accepted. The three row counts are those of
    the newest accepted list. `held` counts lists that wait for a person; `unexplained_leavers` counts referrals
    that left the list without an outcome and have not returned, and `newest_leaver_on` is the census date of the list
    that the latest of them was first missing from (None: there are none).
    """

    feed: str
    provider: str
    pathway: str | None
    census_on: date | None
    last_success_at: datetime | None
    rows_accepted: int
    rows_quarantined: int
    rows_duplicate: int
    refused: int
    held: int
    unexplained_leavers: int
    newest_leaver_on: date | None = None
    layout: str = ""

    @property
    def subject(self) -> str | None:
        """With the provider, what tells one feed from another."""
        return subject_of(self.layout, self.pathway)

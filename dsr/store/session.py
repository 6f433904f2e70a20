"""What one request to the register works with."""

from dataclasses import dataclass
from datetime import date, datetime

from dsr.rules.days import london_day
from dsr.rules.terms import Terms
from dsr.store.database import RegisterDatabase
from dsr.store.sealing import Keyring


@dataclass(frozen=True)
class Session:
    """The database, the keys, the terms, and the instant the request came (UTC, without a zone).

    `allow_test_nhs_numbers`: invented numbers of the 999 range are taken, for demonstrations and tests alone.
    `only_test_nhs_numbers`: and no others, so that nobody real gets into a demonstration (docs/adr/0052).
    """

    database: RegisterDatabase
    keys: Keyring
    terms: Terms
    now: datetime
    allow_test_nhs_numbers: bool = False
    only_test_nhs_numbers: bool = False

    @property
    def today(self) -> date:
        """The day of the request, as it is in London."""
        return london_day(self.now)

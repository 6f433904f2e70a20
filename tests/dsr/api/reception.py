"""A desk whose people sign in with a provider by hand; that is to say, the register as its client."""

from datetime import timedelta
from typing import Any

from dsr.auth.provider_client import ProviderClient
from dsr.auth.roles import Role
from dsr.store.database import RegisterDatabase
from tests.dsr.api.browser import Browser
from tests.dsr.api.desk import Desk
from tests.dsr.auth.provider_by_hand import URL, ProviderByHand, provider
from tests.dsr.auth.signing import Door, Seconds

SUBJECT = "subject-1"


class Reception:
    """One register, one provider, and a DSR manager who may sign in."""

    def __init__(self, database: RegisterDatabase, door: Door, **described: Any) -> None:
        self.provider, self.elapsed = ProviderByHand(door.signer), Seconds()
        client = ProviderClient(provider(**described), self.provider, self.elapsed)
        self.desk = Desk(database, door, provider=client, demonstration=False)
        self.desk.hire(Role.DSR_MANAGER, subject=SUBJECT, issuer=URL)

    def browser(self) -> Browser:
        return Browser(self.desk.app)

    def pass_(self, time: timedelta) -> None:
        self.desk.now += time
        self.provider.now += time
        self.elapsed.value += time.total_seconds()

    def outcomes(self) -> list[tuple[str, str]]:
        return [(row.action, row.outcome) for row in self.desk.audited()]

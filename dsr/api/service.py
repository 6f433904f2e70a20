"""What the server works with, made once by the composition root and handed to every request."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from fastapi import Request

from dsr.api.personas import Persona
from dsr.auth.provider_client import ProviderClient
from dsr.auth.purges import Purges
from dsr.auth.tokens import TokenVerifier
from dsr.equity import Decile
from dsr.rules.measures.measures_of_hospital import Band, Population
from dsr.rules.terms import Terms
from dsr.store.database import RegisterDatabase
from dsr.store.journal import Journal
from dsr.store.sealing import Keyring
from dsr.store.session import Session
from dsr.waits import WaitingTimes


def unknown_decile(postcode: str) -> int | None:  # noqa: ARG001 - a register without a table of postcodes
    """Of no postcode is the deprivation known."""
    return None


@dataclass(frozen=True, kw_only=True)
class Service:
    """The register and whom it believes; `clock` gives the instant in UTC without a zone.

    `waiting_times` are asked by pseudonym what a person waits for; None: none are connected. `look_ups_per_hour` is how
    often an account may try whether people are on the register (ASVS 2.4.1). `populations` are the people behind rates
    and `decile_of` is the deprivation of a postcode, for counts; without them there are no rates and no deciles.
    `provider` is whom people sign in with, None where tokens alone let in. `journal` keeps what is asked in an
    emergency while the audit cannot be written.
    `demonstration`: everybody in it is invented, and `personas` may sign in.
    """

    database: RegisterDatabase
    keys: Keyring
    terms: Terms
    verifier: TokenVerifier
    clock: Callable[[], datetime]
    demonstration: bool = False
    waiting_times: WaitingTimes | None = None
    look_ups_per_hour: int = 120
    populations: Mapping[Band, Population] = field(default_factory=dict)
    decile_of: Decile = unknown_decile
    allow_test_nhs_numbers: bool = False
    provider: ProviderClient | None = None
    journal: Journal | None = None
    personas: tuple[Persona, ...] = ()
    purges: Purges = field(init=False)

    def __post_init__(self) -> None:
        forget = [self.verifier.purge, *([self.provider.purge] if self.provider else [])]
        object.__setattr__(self, "purges", Purges(*forget))

    def session(self) -> Session:
        """What one request works with; its instant is the same from begin to end."""
        return Session(
            self.database,
            self.keys,
            self.terms,
            self.clock(),
            allow_test_nhs_numbers=self.demonstration or self.allow_test_nhs_numbers,
            only_test_nhs_numbers=self.demonstration,
        )


def service_of(request: Request) -> Service:
    """The service behind a request."""
    service: Service = request.app.state.service
    return service

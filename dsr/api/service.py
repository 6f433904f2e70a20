"""What the server works with, made once by the composition root and handed to every request."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from fastapi import Request

from dsr.api.personas import Persona
from dsr.auth.provider_client import ProviderClient
from dsr.auth.purges import Purges
from dsr.auth.tokens import TokenVerifier
from dsr.rules.terms import Terms
from dsr.store.database import RegisterDatabase
from dsr.store.journal import Journal
from dsr.store.sealing import Keyring
from dsr.store.session import Session


@dataclass(frozen=True, kw_only=True)
class Service:
    """The register and whom it believes; `clock` gives the instant in UTC without a zone.

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

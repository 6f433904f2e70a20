"""What the server works with, made once by the composition root and handed to every request."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from fastapi import Request

from dsr.auth.tokens import TokenVerifier
from dsr.rules.terms import Terms
from dsr.store.database import RegisterDatabase
from dsr.store.sealing import Keyring
from dsr.store.session import Session


@dataclass(frozen=True, kw_only=True)
class Service:
    """The register and whom it believes; `clock` gives the instant in UTC without a zone.

    `demonstration`: everybody in it is invented, and personas may sign in. Never with people in it.
    """

    database: RegisterDatabase
    keys: Keyring
    terms: Terms
    verifier: TokenVerifier
    clock: Callable[[], datetime]
    demonstration: bool = False

    def session(self) -> Session:
        """What one request works with; its instant is the same from begin to end."""
        return Session(self.database, self.keys, self.terms, self.clock(), allow_test_nhs_numbers=self.demonstration)


def service_of(request: Request) -> Service:
    """The service behind a request."""
    service: Service = request.app.state.service
    return service

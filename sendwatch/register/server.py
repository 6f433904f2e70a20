"""The register's server: what it works with, from the settings, and how it listens and stops.

It speaks HTTP on this machine and is reached through a proxy that speaks TLS. Nothing that a proxy or a caller says
about who they are is believed (ASVS 4.1.3), and there is no log of addresses: the API writes its own, by template.
"""

import logging
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from diis.extracts.places import read_places
from diis.extracts.pseudonyms import Pseudonymiser, read_key
from diis.store.engine import Store
from dsr.api.app import create_app
from dsr.api.personas import Persona
from dsr.api.service import Service
from dsr.auth.issuers import IssuerUnusable
from dsr.store.journal import Journal
from dsr.store.session import Session
from dsr.waits import WaitingTimes
from sendwatch import rooms
from sendwatch.demonstration import make_personas, refuse_what_is_real
from sendwatch.register import open_register
from sendwatch.register.issuers import read_provider, read_verifier
from sendwatch.register.terms import read_populations
from sendwatch.settings import Settings
from sendwatch.upkeep import Upkeep

MOST_AT_ONCE = 300
"""Connections; whoever comes while there are so many is told 503 at once, so nobody piles up (F09)."""

STOP_SECONDS = 10


@contextmanager
def open_service(settings: Settings, host: str) -> Iterator[Service]:
    """Everything that requests work with; raises what `open_register` does, `IssuerUnusable`, `NotADemonstration`."""
    verifier, provider = read_verifier(settings.register_issuers), read_provider(settings.register_sign_in)
    if provider is None and settings.register_issuers is None and not settings.register_demonstration:
        raise IssuerUnusable(
            "Nobody could sign in. Name a provider in SENDWATCH_REGISTER_SIGN_IN, or issuers of tokens in "
            "SENDWATCH_REGISTER_ISSUERS; docs/how-to-sign-in.md shows both."
        )
    places = read_places(settings.postcodes)
    settings.journal.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open_register(settings) as session:
        personas = _personas(settings, session, host)
        yield Service(
            database=session.database,
            keys=session.keys,
            terms=session.terms,
            verifier=verifier,
            clock=rooms.utc_now,
            demonstration=settings.register_demonstration,
            allow_test_nhs_numbers=settings.allow_test_nhs_numbers,
            provider=provider,
            journal=Journal(settings.journal, session.keys),
            personas=personas,
            waiting_times=_waiting_times(settings),
            populations=read_populations(settings.register_terms),
            decile_of=lambda postcode: places.area_of(postcode).decile,
        )


def serve_register(settings: Settings, host: str, port: int) -> None:
    """Answer until stopped; what has begun is finished, for ten seconds at most."""
    _log_in_utc()
    # When uvicorn has stopped as it was told to, it raises the signal again; what is open here is then closed in order.
    signal.signal(signal.SIGTERM, lambda *_: None)
    with open_service(settings, host) as service, Upkeep(service):
        uvicorn.run(
            create_app(service),
            host=host,
            port=port,
            access_log=False,
            log_config=None,
            proxy_headers=False,
            server_header=False,
            limit_concurrency=MOST_AT_ONCE,
            timeout_graceful_shutdown=STOP_SECONDS,
        )


def _waiting_times(settings: Settings) -> WaitingTimes | None:
    """The waiting times, asked anew for each person; None where the key of their pseudonyms is not here."""
    key = rooms.key_path(settings)
    if not key.is_file():
        return None
    return WaitingTimes(Store(settings.database_url()), Pseudonymiser(read_key(key)))


def _personas(settings: Settings, session: Session, host: str) -> tuple[Persona, ...]:
    if not settings.register_demonstration:
        return ()
    refuse_what_is_real(settings, session, host)
    return make_personas(session)


def _log_in_utc() -> None:
    """To stderr, with times in UTC (ASVS 16.2.2)."""
    handler = logging.StreamHandler()
    formatter = logging.Formatter("%(asctime)sZ %(levelname)s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%S")
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    logging.basicConfig(level=logging.INFO, handlers=[handler])

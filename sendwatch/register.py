"""Opening the register from the settings: its database, its keys, and the terms of the partnership."""

from collections.abc import Iterator
from contextlib import contextmanager

from dsr.store import audit
from dsr.store.database import RegisterDatabase
from dsr.store.migrate import REGISTER
from dsr.store.register import RegisterStore
from dsr.store.scope import Actor, Scope
from dsr.store.sealing import Keyring, make_keys, read_keys
from dsr.store.session import Session
from sendwatch.register_terms import read_terms
from sendwatch.rooms import utc_now
from sendwatch.settings import Settings


def initialise_register(settings: Settings) -> list[str]:
    """Make the register's keys and database where missing; returns what was done, in words."""
    done = []
    if make_keys(settings.register_keys):
        done.append(f"made the register's key {settings.register_keys}: keep a copy in a safe, nothing can replace it")
    database = RegisterDatabase(settings.register_database_url())
    if REGISTER.upgrade(database):
        done.append(f"brought the register to schema {REGISTER.head()}")
    with database.writing() as connection:
        audit.begin(connection)
    database.close()
    return done


@contextmanager
def open_register(settings: Settings) -> Iterator[Session]:
    """The register at the schema of this version, with the instant of opening; closed afterwards.

    Raises `SchemaBehind`, `KeysUnusable`, `TermsUnusable`: there is no key and no term by default (F39).
    """
    keys: Keyring = read_keys(settings.register_keys)
    terms = read_terms(settings.register_terms)
    database = RegisterDatabase(settings.register_database_url())
    try:
        REGISTER.check(database)
        yield Session(database, keys, terms, utc_now(), allow_test_nhs_numbers=settings.allow_test_nhs_numbers)
    finally:
        database.close()


def at_the_keyboard(session: Session, command: str, purpose: str = "administration") -> RegisterStore:
    """The register as whoever may run commands on its machine sees it: everybody, and each look in the audit."""
    actor = Actor(account_id=None, role="command-line", organisation="-", purpose=purpose, route=command)
    return RegisterStore(session, Scope(everybody=True), actor)

"""Opening the register from the settings: its database, its keys, and the terms of the partnership."""

from collections.abc import Iterator
from contextlib import contextmanager

from dsr.store import audit
from dsr.store.database import RegisterDatabase
from dsr.store.migrate import REGISTER
from dsr.store.rotation import check_keys, known_versions
from dsr.store.sealing import Keyring, make_keys, read_keys
from dsr.store.session import Session
from sendwatch import rooms
from sendwatch.register.terms import read_terms
from sendwatch.settings import Settings


def initialise_register(settings: Settings) -> list[str]:
    """Make the register's database and keys where missing; returns what was done, in words.

    A register that was sealed before keeps its key: one that is missing is never replaced by a new one (F34, F39).
    """
    done = []
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    database = RegisterDatabase(settings.register_database_url())
    try:
        if REGISTER.upgrade(database):
            done.append(f"brought the register to schema {REGISTER.head()}")
        if not known_versions(database) and make_keys(settings.register_keys):
            done.append(
                f"made the register's key {settings.register_keys}: keep a copy in a safe, nothing can replace it"
            )
        check_keys(database, read_keys(settings.register_keys))
        with database.writing() as connection:
            audit.begin(connection)
    finally:
        database.close()
    return done


@contextmanager
def open_register(settings: Settings) -> Iterator[Session]:
    """The register at the schema of this version, with the instant of opening; closed afterwards.

    Raises `SchemaBehind`, `KeysUnusable`, `TermsUnusable`: there is no key by default (F39), and a restored register is
    not opened with the key of another (F34).
    """
    keys: Keyring = read_keys(settings.register_keys)
    terms = read_terms(settings.register_terms)
    database = RegisterDatabase(settings.register_database_url())
    try:
        REGISTER.check(database)
        check_keys(database, keys)
        yield Session(database, keys, terms, rooms.utc_now(), allow_test_nhs_numbers=settings.allow_test_nhs_numbers)
    finally:
        database.close()

"""Opening the rooms from the settings: the store, the landing area, the key, the look-ups."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from diis.extracts.interventions import read_interventions
from diis.extracts.landing import Landing
from diis.extracts.organisations import read_organisations
from diis.extracts.places import read_places
from diis.extracts.practices import read_practices
from diis.extracts.pseudonyms import Pseudonymiser, make_key, read_key
from diis.extracts.stillness import Patience
from diis.feeds import FEEDS
from diis.intake import Intake, unwatched
from diis.national import References
from diis.store import migrate
from diis.store.engine import Store
from sendwatch.settings import Settings


def key_path(settings: Settings) -> Path:
    """Where the pseudonym key lies; outside the database, always."""
    return settings.pseudonym_key_file or settings.home / "keys" / "pseudonym.key"


def utc_now() -> datetime:
    """The clock, read at the edge; UTC without a zone, as the store keeps it."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def initialise(settings: Settings) -> list[str]:
    """Make folders, key and database schema where missing; returns what was done, in words."""
    done = []
    for folder in (settings.home, settings.landing, *(settings.inbox(feed.name) for feed in FEEDS)):
        if not folder.exists():
            folder.mkdir(parents=True, mode=0o700)
            done.append(f"made the folder {folder}")
    if make_key(key_path(settings)):
        done.append(f"made the pseudonym key {key_path(settings)}: keep a copy in a safe, nothing can replace it")
    store = Store(settings.database_url())
    if migrate.upgrade(store):
        done.append(f"brought the store to schema {migrate.head()}")
    store.close()
    return done


def open_store(settings: Settings) -> Store:
    """The store, at the schema of this version."""
    store = Store(settings.database_url())
    migrate.check(store)
    return store


def read_references(settings: Settings) -> References:
    """What the national measures look up."""
    return References(read_interventions(settings.interventions), read_organisations(settings.organisations))


@contextmanager
def open_intake(settings: Settings, progress: Callable[[int], None] = unwatched) -> Iterator[Intake]:
    """Everything a pull or refresh works with, closed afterwards."""
    store = open_store(settings)
    try:
        yield Intake(
            store=store,
            landing=Landing(settings.landing),
            pseudonymiser=Pseudonymiser(read_key(key_path(settings))),
            places=read_places(settings.postcodes),
            allow_test_nhs_numbers=settings.allow_test_nhs_numbers,
            now=utc_now(),
            progress=progress,
            practices=read_practices(settings.practices),
            patience=Patience(settings.quiet_seconds),
        )
    finally:
        store.close()

"""Whose record nothing asks for any more, and whoever erases it."""

from datetime import datetime
from pathlib import Path

from dsr.rules.due import TERMS
from dsr.rules.terms import Terms
from dsr.store.database import RegisterDatabase
from dsr.store.erasing import Erasing
from dsr.store.scope import Scope
from dsr.store.session import Session
from tests.dsr.conftest import KEYS
from tests.dsr.store.people import COORDINATOR, EVERYBODY

THEN = datetime(2036, 2, 1, 9, 0)
"""Rowan is 25."""
CLOSED = (
    "2026-03-02 referred",
    "2026-03-03 accepted",
    "2026-03-03 consent own-consent",
    "2026-08-31 removed moved-away",
)


def erasing(database: RegisterDatabase, now: datetime = THEN, scope: Scope = EVERYBODY) -> Erasing:
    return Erasing(Session(database, KEYS, Terms(TERMS), now), scope, COORDINATOR)


def in_files(url: str, values: list[bytes]) -> list[bytes]:
    """Which of some values stand in the files of a SQLite database."""
    path = Path(url.removeprefix("sqlite:///"))
    held = b"".join(one.read_bytes() for one in path.parent.glob(f"{path.name}*"))
    return [value for value in values if value in held]

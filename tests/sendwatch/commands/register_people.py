"""People for the commands of the register: entered as at the keyboard, with a name that must never show."""

from datetime import datetime

import pytest

from dsr.store.workers import add_worker
from sendwatch.register import at_the_keyboard, open_register
from sendwatch.settings import Settings
from tests.dsr.rules.lives import a_fact
from tests.dsr.store.people import ROWAN, rowan

CANARIES = tuple(value for field, value in ROWAN.items() if field != "birth-date")
ENTRY = (
    "2026-11-02 condition autism",
    "2026-11-02 referred health",
    "2026-11-02 triaged",
    "2026-11-02 accepted",
    "2026-11-02 capacity yes",
    "2026-11-02 consent own-consent",
    "2026-11-02 case-lead RDY",
    "2026-11-02 rated amber",
)


def enter(*more: str, worker: str = "", number: str = ROWAN["nhs-number"]) -> str:
    """Rowan, on the register that the settings name; returns the reference. Another `number` is another Rowan."""
    with open_register(Settings()) as session:
        if worker:
            with session.database.writing() as connection:
                add_worker(connection, worker, "RDY")
        return rowan(at_the_keyboard(session, "test"), *(a_fact(line) for line in (*ENTRY, *more)), number=number)


def on(monkeypatch: pytest.MonkeyPatch, instant: str) -> None:
    """Let the clock of the machine say another instant (UTC)."""
    monkeypatch.setattr("sendwatch.rooms.utc_now", lambda: datetime.fromisoformat(instant))

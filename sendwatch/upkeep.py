"""What the register's server does by itself: a new day, emergencies from the journal, tokens that are long over.

It runs beside the requests, once a minute, and may run in several processes at once: each step is whole or not at all,
and whoever comes second finds nothing left to do. What cannot be done now is tried again within the minute.
"""

import logging
from collections.abc import Callable
from datetime import date
from threading import Event, Thread

from diis.store.engine import StoreUnavailable
from dsr.api.service import Service
from dsr.auth.used_tokens import forget_expired
from dsr.store.faults import SealBroken
from dsr.store.session import Session
from dsr.store.standings import renew

_LOG = logging.getLogger("dsr.upkeep")
EVERY_SECONDS = 60


class Upkeep:
    """The thread of one server."""

    def __init__(self, service: Service, every_seconds: float = EVERY_SECONDS) -> None:
        self._service = service
        self._every_seconds = every_seconds
        self._day: date | None = None
        self._stop = Event()
        self._thread = Thread(target=self._run, name="upkeep", daemon=True)

    def __enter__(self) -> "Upkeep":
        self._thread.start()
        return self

    def __exit__(self, *_fault: object) -> None:
        self._stop.set()
        self._thread.join(timeout=self._every_seconds)

    def once(self) -> None:
        """Do whatever there is to do at this instant."""
        session = self._service.session()
        self._try("journal", lambda: self._take_in(session))
        if session.today != self._day and self._try("new day", lambda: self._new_day(session)):
            self._day = session.today

    def _run(self) -> None:
        while not self._stop.is_set():
            self.once()
            self._stop.wait(self._every_seconds)

    def _take_in(self, session: Session) -> None:
        if self._service.journal is not None:
            taken = self._service.journal.take_in(session)
            if taken:
                _LOG.warning("%d emergencies were taken from the journal into the audit", taken)

    def _new_day(self, session: Session) -> None:
        renewed = 0
        for step in renew(session):
            renewed += step
            if self._stop.is_set():
                return
        with session.database.writing() as connection:
            forget_expired(connection, session.now)
        _LOG.info("%d standings were brought to the day", renewed)

    @staticmethod
    def _try(what: str, work: Callable[[], None]) -> bool:
        """Whether it was done; a fault's words could hold a value, so its kind alone is logged."""
        try:
            work()
        except (StoreUnavailable, SealBroken, OSError) as fault:
            _LOG.error("%s: %s; it is tried again", what, type(fault).__name__)
            return False
        return True

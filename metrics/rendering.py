"""One scrape at a time, with a deadline: a store that hangs must show as a failed scrape, never as an old number."""

import logging
import threading
import time
from concurrent.futures import Future

from prometheus_client import generate_latest
from prometheus_client.registry import Collector

log = logging.getLogger(__name__)


class ScrapeFailed(Exception):
    """The store could not be read for this scrape; Prometheus will see `up` fall to 0."""


class Rendering:
    """Renders a registry in a thread of its own, so that a query without an end cannot hold the exporter.

    Scrapes take turns. While one that passed its deadline is still under way, the next fail at once: hung queries do
    not pile up.
    """

    def __init__(self, registry: Collector, deadline_seconds: float) -> None:
        self._registry = registry
        self._deadline_seconds = deadline_seconds
        self._turn = threading.Lock()
        self._began_at: float | None = None

    def render(self) -> bytes:
        """The text format of everything; raises `ScrapeFailed`, with the reason in the log and no data there."""
        end = time.monotonic() + self._deadline_seconds
        if self._is_overdue() or not self._turn.acquire(timeout=self._deadline_seconds):
            raise self._failed("an earlier scrape is still under way")
        self._began_at = time.monotonic()
        outcome: Future[bytes] = Future()
        threading.Thread(target=self._work, args=(outcome,), name="scrape", daemon=True).start()
        try:
            return outcome.result(timeout=max(end - time.monotonic(), 0))
        except TimeoutError:
            raise self._failed(f"no answer from the store in {self._deadline_seconds:g} seconds") from None
        except Exception as error:
            # The type only: a driver's message, and the client library's, can repeat values of the query.
            raise self._failed(type(error).__name__) from None

    def _is_overdue(self) -> bool:
        began_at = self._began_at
        return began_at is not None and time.monotonic() - began_at >= self._deadline_seconds

    def _work(self, outcome: Future[bytes]) -> None:
        try:
            outcome.set_result(generate_latest(self._registry))
        except BaseException as error:
            outcome.set_exception(error)
        finally:
            self._began_at = None
            self._turn.release()

    @staticmethod
    def _failed(reason: str) -> ScrapeFailed:
        log.error("Scrape failed: %s.", reason)
        return ScrapeFailed(reason)

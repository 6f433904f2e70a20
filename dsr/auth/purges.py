"""Purging the keys of issuers in every process at once: each follows a number in the database (J18).

A signing key that was stolen must verify nothing from the next request on, in whichever process that ends.
"""

from collections.abc import Callable
from threading import Lock


class Purges:
    """What one process knows of the purges; `forget` is what it does when there is another."""

    def __init__(self, *forget: Callable[[], None]) -> None:
        self._forget = forget
        self._known: int | None = None
        self._changing = Lock()

    def follow(self, number: int) -> None:
        """Forget the keys where the number of purges is another than it was; of a restored database too."""
        if number == self._known:
            return
        with self._changing:
            if self._known is not None and number != self._known:
                for forget in self._forget:
                    forget()
            self._known = number

"""After a restored backup: the landing area holds what was received since, and the ledger has no verdict on it (F33).

A pull that was killed leaves the same: landed bytes, an arrival at most, and no verdict.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from diis.delivery import Promise, promise_of
from diis.extracts.landing import Landed
from diis.extracts.rejections import FILE, Refused, Rejection
from diis.extracts.stillness import Patience
from diis.extracts.verdict import Verdict
from diis.intake import Intake
from diis.pull import LANDED_DAMAGED, NOT_WHAT_WAS_RECEIVED, pull
from diis.store import ledger
from diis.store.tables import REFUSED


@dataclass(frozen=True)
class Unjudged:
    """A landed arrival without a verdict; `promise` is None where it cannot be told what it is."""

    landed: Landed
    promise: Promise | None

    @property
    def order(self) -> tuple[str, int, str]:
        """The oldest census first; of two lists of one census the one that landed first, for the later one stands."""
        path = self.landed.source.path
        census = str(self.promise.census_on) if self.promise else ""
        return census, path.stat().st_mtime_ns, self.landed.fingerprint


def unjudged(intake: Intake) -> list[Unjudged]:
    """Landed arrivals on which there is no verdict, in the order to pull them; none in a store that is whole."""
    with intake.store.reading() as connection:
        judged = ledger.judged(connection)
    landed = (one for one in intake.landing.arrivals() if (one.fingerprint, one.source.name) not in judged)
    return sorted((Unjudged(one, _promise(one, intake)) for one in landed), key=lambda one: one.order)


def replay(intake: Intake) -> Iterator[Verdict]:
    """Pull each of them again from its landed bytes; safe to repeat, and to stop half way."""
    landed_whole = replace(intake, patience=Patience())
    for one in unjudged(intake):
        yield pull(None, one.landed.source.path, landed_whole) if one.landed.intact else _damaged(one.landed)


def _promise(landed: Landed, intake: Intake) -> Promise | None:
    try:
        return promise_of(landed.source, None, intake.today)
    except Refused:
        return None


def _damaged(landed: Landed) -> Verdict:
    found = Rejection(LANDED_DAMAGED, FILE, landed.source.name, None, None, NOT_WHAT_WAS_RECEIVED)
    return Verdict(str(landed.source.path), None, REFUSED, findings=(found,))

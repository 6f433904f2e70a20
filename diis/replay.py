"""After a backup was restored: the landing area holds what was received since, and the ledger does not know it."""

from collections.abc import Iterator

from diis.delivery import promise_of
from diis.extracts.landing import Landed
from diis.extracts.rejections import Refused
from diis.extracts.verdict import Verdict
from diis.intake import Intake
from diis.pull import pull
from diis.store import ledger


def unrecorded(intake: Intake) -> list[Landed]:
    """Landed arrivals that the ledger has never heard of, the oldest census first; none in a store that is whole."""
    with intake.store.reading() as connection:
        lost = [one for one in intake.landing.arrivals() if not ledger.was_received(connection, one.fingerprint)]
    return sorted(lost, key=lambda landed: (_census(landed, intake), landed.fingerprint))


def replay(intake: Intake) -> Iterator[Verdict]:
    """Pull each of them again from its landed bytes; safe to repeat, and to stop half way."""
    for landed in unrecorded(intake):
        yield pull(None, landed.source.path, intake)


def _census(landed: Landed, intake: Intake) -> str:
    try:
        return str(promise_of(landed.source, None, intake.today).census_on)
    except Refused:
        return ""

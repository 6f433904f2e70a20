"""What a person decides about a held list other than to release it: that it is not loaded, on record and for good."""

import re
from functools import partial

from diis.intake import Intake
from diis.store import ledger
from diis.store.engine import again_if_contended, lock_ledger

LONGEST_REASON = 300

_COULD_BE_A_PERSON = re.compile(r"\d{6}|\d{3} \d{3}|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d{2}-\d{2}")


class NotDiscarded(Exception):
    """The load is not held, or the reason cannot be kept."""


def discard(sequence: int, reason: str, intake: Intake, *, dry_run: bool = False) -> str:
    """Settle a held load as one that is not loaded; returns the name it came under; raises `NotDiscarded`.

    The load and its findings stay in the ledger. The same bytes pulled again are a duplicate, a corrected list is not.
    """
    said = reason.strip()
    _check_reason(said)
    return again_if_contended(partial(_discard, sequence, said, intake, dry_run))


def _discard(sequence: int, said: str, intake: Intake, dry_run: bool) -> str:
    intake.step("discard")
    with intake.store.writing() as connection:
        lock_ledger(connection)
        held = next((row for row in ledger.held_loads(connection) if row.sequence == sequence), None)
        if held is None:
            raise NotDiscarded(f"Load {sequence} is not held. `sendwatch quarantine list` shows what is.")
        if not dry_run:
            ledger.keep_discard(connection, sequence, said, intake.now)
        intake.step("commit")
    return str(held.name)


def _check_reason(said: str) -> None:
    if not said or len(said) > LONGEST_REASON or not said.isprintable():
        raise NotDiscarded(f"Give the reason in 1 to {LONGEST_REASON} printable characters.")
    if _COULD_BE_A_PERSON.search(said):
        raise NotDiscarded("The reason holds a number or date that could be a person's. Say why without it.")

"""Retention of received files: they are deleted when their time is up; the store keeps no identifier."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from diis.extracts.landing import landing_limit
from diis.extracts.rejections import Refused
from diis.extracts.removal import half_removed, remove
from diis.extracts.sources import fingerprint, source_of
from diis.intake import Intake
from diis.store import ledger


def clear_landing(intake: Intake, keep_days: int) -> list[str]:
    """Delete what landed more than `keep_days` days ago, but for lists that are held; returns their fingerprints."""
    with intake.store.reading() as connection:
        held = {row.fingerprint for row in ledger.held_loads(connection)}
    return intake.landing.clear(_limit(intake, keep_days), held, lambda: intake.step("clear"))


def clear_inboxes(intake: Intake, inboxes: Iterable[Path], keep_days: int) -> int:
    """Delete inbox entries older than `keep_days` days; returns how many.

    A copy may keep the date of what it was copied from: such an entry stays until there is a verdict on it, or as long
    as one that really came then.
    """
    limit = _limit(intake, keep_days).timestamp()
    there = [inbox for inbox in inboxes if inbox.is_dir()]
    left = [entry for inbox in there for entry in half_removed(inbox)]
    entries = [entry for inbox in there for entry in sorted(inbox.iterdir()) if entry not in left]
    past = [entry for entry in entries if _is_past(intake, entry, limit)]
    for entry in (*left, *past):
        intake.step("clear")
        remove(entry)
    return len(past)


def _limit(intake: Intake, keep_days: int) -> datetime:
    return landing_limit(intake.now.replace(tzinfo=UTC), keep_days)


def _is_past(intake: Intake, entry: Path, limit: float) -> bool:
    dates = entry.lstat()
    return dates.st_mtime < limit and (dates.st_ctime < limit or _was_judged(intake, entry))


def _was_judged(intake: Intake, entry: Path) -> bool:
    try:
        key = fingerprint(source_of(entry))
    except Refused:
        return False
    with intake.store.reading() as connection:
        return ledger.was_judged(connection, key)

"""Retention of received files: they are deleted when their time is up; the store keeps no identifier."""

import shutil
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from diis.extracts.landing import landing_limit
from diis.extracts.rejections import Refused
from diis.extracts.sources import fingerprint, source_of
from diis.intake import Intake
from diis.store import ledger


def clear_landing(intake: Intake, keep_days: int) -> list[str]:
    """Delete what landed more than `keep_days` days ago, but for lists that are held; returns their fingerprints."""
    with intake.store.reading() as connection:
        held = {row.fingerprint for row in ledger.held_loads(connection)}
    return intake.landing.clear(_limit(intake, keep_days), held)


def clear_inboxes(intake: Intake, inboxes: Iterable[Path], keep_days: int) -> int:
    """Delete inbox entries older than `keep_days` days; returns how many.

    A copy may keep the date of what it was copied from: such an entry stays until it was received, or as long as one
    that really came then.
    """
    limit = _limit(intake, keep_days).timestamp()
    entries = [entry for inbox in inboxes if inbox.is_dir() for entry in sorted(inbox.iterdir())]
    past = [entry for entry in entries if _is_past(intake, entry, limit)]
    for entry in past:
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()
    return len(past)


def _limit(intake: Intake, keep_days: int) -> datetime:
    return landing_limit(intake.now.replace(tzinfo=UTC), keep_days)


def _is_past(intake: Intake, entry: Path, limit: float) -> bool:
    dates = entry.lstat()
    return dates.st_mtime < limit and (dates.st_ctime < limit or _was_received(intake, entry))


def _was_received(intake: Intake, entry: Path) -> bool:
    try:
        key = fingerprint(source_of(entry))
    except Refused:
        return False
    with intake.store.reading() as connection:
        return ledger.was_received(connection, key)

"""Waiting for a sender who is still writing, up to a limit: half a list would look like a short one (B30)."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from diis.extracts.rejections import FILE, Refused, Rejection

_TIMEOUT_SECONDS = 60.0

State = dict[str, tuple[int, int]]
"""Path to size in bytes and instant of the last change in nanoseconds."""


@dataclass(frozen=True)
class Patience:
    """How long a delivery must have lain unchanged, and for how long that is waited for; none, by default."""

    quiet_seconds: float = 0.0
    timeout_seconds: float = _TIMEOUT_SECONDS
    now: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep


def wait_until_still(path: Path, patience: Patience) -> None:
    """Return when nothing at `path` has changed for the quiet time; raises `Refused` if that does not come."""
    if patience.quiet_seconds <= 0:
        return
    give_up = patience.now() + patience.timeout_seconds
    seen = _state(path)
    while (wait := _still_to_wait(seen, patience)) > 0:
        if patience.now() + wait > give_up:
            raise still_written(path.name)
        patience.sleep(wait)
        before, seen = seen, _state(path)
        if seen == before:
            return


def still_written(name: str) -> Refused:
    """The refusal of a delivery that changes while it is read."""
    reason = "It changed while it was read: its sender is still writing. Pull it again when it is complete."
    return Refused(Rejection("still-written", FILE, name, None, None, reason))


def _still_to_wait(seen: State, patience: Patience) -> float:
    """Seconds until what was seen has lain for the quiet time; a date in the future counts as now."""
    newest = max((changed for _, changed in seen.values()), default=0) / 1e9
    return patience.quiet_seconds - max(patience.now() - newest, 0.0)


def _state(path: Path) -> State:
    """What there is now; nothing for a path that cannot be looked at, which its reader explains."""
    try:
        members = [path, *path.iterdir()] if path.is_dir() else [path]
        dates = {str(member): member.lstat() for member in members}
    except OSError:
        return {}
    return {name: (found.st_size, found.st_mtime_ns) for name, found in dates.items()}

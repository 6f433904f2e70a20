"""Anchors of the register's audit, kept in a file outside its database: a line `number hash time` each, only added to.

Whoever can write to the database, and even has the key, cannot take rows away that an anchor was made of; so the file
belongs where the database's administrator cannot write (ASVS 16.4).
"""

import os
from datetime import datetime
from pathlib import Path

from dsr.store.audit import Anchor

_OTHERS_WRITE = 0o022


class AnchorsUnusable(Exception):
    """The file of anchors is damaged, or others can write to it; says what to do."""


def read_anchors(path: Path) -> list[tuple[Anchor, datetime]]:
    """Every anchor with the time it was made (UTC), oldest first; none where there is no file yet."""
    if not path.exists():
        return []
    if path.stat().st_mode & _OTHERS_WRITE:
        raise AnchorsUnusable(f"The anchors {path} can be changed by others. Run: chmod 600 {path}")
    try:
        lines = [line.split() for line in path.read_text(encoding="ascii").splitlines()]
        return [(Anchor(int(number), hash_), datetime.fromisoformat(at)) for number, hash_, at in lines]
    except ValueError:
        raise AnchorsUnusable(f"What is in {path} are not anchors. Restore the file from its copy.") from None


def add_anchor(path: Path, anchor: Anchor, now: datetime) -> bool:
    """Add an anchor, whole and lasting; False where it is the newest already, or there is nothing to be held."""
    kept = read_anchors(path)
    if anchor.number == 0 or (kept and kept[-1][0] == anchor):
        return False
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(f"{anchor.number} {anchor.hash} {now.isoformat()}\n")
        file.flush()
        os.fsync(file.fileno())
    return True

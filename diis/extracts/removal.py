"""Deleting received files: whoever is killed meanwhile leaves nothing that could be taken for an extract (F01)."""

import contextlib
import shutil
from pathlib import Path
from uuid import uuid4

LEAVING = ".leaving-"
"""How the names of entries begin of which the deletion has begun."""


def remove(entry: Path) -> None:
    """Give an entry a hidden name in one step, and delete it then; one that another process deletes is left to it."""
    with contextlib.suppress(FileNotFoundError):
        leaving = entry
        if not entry.name.startswith(LEAVING):
            leaving = entry.rename(entry.with_name(f"{LEAVING}{uuid4().hex}"))
        if leaving.is_dir() and not leaving.is_symlink():
            shutil.rmtree(leaving)
        else:
            leaving.unlink()


def half_removed(folder: Path) -> list[Path]:
    """What was being deleted when something came between; its time is up, whatever its date."""
    return sorted(folder.glob(f"{LEAVING}*"))

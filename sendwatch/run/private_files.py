"""Files that hold a secret: readable by their owner only from the first byte on."""

import os
from pathlib import Path


def write_private(path: Path, text: str) -> None:
    """Write `text` so that no other user can read it at any moment, and no reader sees half of it."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    draft.replace(path)

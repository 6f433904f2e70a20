"""What the service writes holds children's records or leads to them: it is for its owner's eyes only."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

OWNER_ONLY = 0o077
READABLE = 0o022


@contextmanager
def files_for(mask: int = OWNER_ONLY) -> Iterator[None]:
    """Everything made meanwhile is for its owner alone, or readable by all (`READABLE`) where others must read it."""
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)

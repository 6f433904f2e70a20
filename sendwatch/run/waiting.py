"""Wait for something to become true, and give up at once when a part has died."""

import time
from collections.abc import Callable
from typing import TypeVar

from sendwatch.run.errors import RunError

PAUSE_SECONDS = 0.5

Answer = TypeVar("Answer")


class TookTooLongError(RunError):
    """What was waited for did not come in its time."""


def wait_for(
    what: str, ask: Callable[[], Answer | None], alive: Callable[[], None], seconds: float, pause: float = PAUSE_SECONDS
) -> Answer:
    """The first answer of `ask` that is not None; `alive` is called in between and raises when a part has died."""
    deadline = time.monotonic() + seconds
    while (answer := ask()) is None:
        alive()
        if time.monotonic() > deadline:
            raise TookTooLongError(f"{what} did not happen within {seconds:.0f} seconds")
        time.sleep(pause)
    return answer

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
    """The first answer of `ask` that is not None; `alive` is called in between and raises when a part has died.

    A server that cannot be reached, or has an error of its own, has not answered yet.
    """
    deadline = time.monotonic() + seconds
    while True:
        answer, fault = _answer_or_fault(ask)
        if answer is not None:
            return answer
        alive()
        if time.monotonic() > deadline:
            raise TookTooLongError(f"{what} did not happen within {seconds:.0f} seconds{fault}")
        time.sleep(pause)


def _answer_or_fault(ask: Callable[[], Answer | None]) -> tuple[Answer | None, str]:
    try:
        return ask(), ""
    except OSError as fault:  # urllib's errors and refused connections are among them
        return None, f": {fault}"

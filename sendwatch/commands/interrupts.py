"""Ctrl-C between two steps and not in the middle of one, so that what was done can be told."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from types import FrameType


@contextmanager
def between_steps() -> Iterator[Callable[[], bool]]:
    """Whether Ctrl-C was pressed, to be asked after each step. A second one ends everything at once, as ever."""
    pressed = Event()

    def keep(_number: int, _frame: FrameType | None) -> None:
        if pressed.is_set():
            raise KeyboardInterrupt
        pressed.set()

    before = signal.signal(signal.SIGINT, keep)
    try:
        yield pressed.is_set
    finally:
        signal.signal(signal.SIGINT, before)

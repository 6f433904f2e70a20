"""What the person at the terminal sees while things start: one line a step, with the seconds since the beginning."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console

SAY_SECONDS = 15.0
"""How long a log stays silent while something is under way that tells of itself."""


class Progress:
    """Lines on a terminal or in a log; a spinner only where somebody is looking."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self._began = time.monotonic()

    def say(self, text: str) -> None:
        self.console.print(f"[dim]{time.monotonic() - self._began:5.0f} s[/dim]  {text}", highlight=False)

    @contextmanager
    def doing(self, text: str) -> Iterator[Callable[[str], None]]:
        """Show `text` while the block runs, with whatever it tells; one line with the result remains."""
        latest, said_at = "", time.monotonic()
        if not self.console.is_terminal:
            self.say(f"{text} ...")

        def tell(news: str) -> None:
            nonlocal latest, said_at
            latest = news
            status.update(f"{text}: {news}")
            if not self.console.is_terminal and time.monotonic() - said_at >= SAY_SECONDS:
                said_at = time.monotonic()
                self.say(f"{text}: {news} so far")

        with self.console.status(text) as status:
            yield tell
        self.say(f"{text}: {latest}" if latest else text)

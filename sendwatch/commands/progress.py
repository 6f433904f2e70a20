"""A progress bar on stderr where a person looks at it, nothing anywhere else."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TimeRemainingColumn


@contextmanager
def counting(what: str) -> Iterator[Callable[[int, int], None]]:
    """Call what is yielded with how many are done and how many there are."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _unseen
        return
    columns = (*Progress.get_default_columns()[:2], MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(what)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _unseen(_done: int, _total: int) -> None:
    """Nobody watches."""

"""Makes what all children bring, in order; for a large demo, on every core.

Each worker makes every n-th portion and hands it over through a pipe of its own. A full pipe makes it wait, so little
is ever held in memory; a closed one, whatever closed it, ends it.
"""

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import chain, count, cycle
from multiprocessing import get_context
from multiprocessing.connection import Connection

from sendwatch.demo.entries import Child, child_of
from sendwatch.demo.plan import Plan

PORTION = 200
WORTH_WORKERS = 100_000
"""Referrals below which starting processes costs more than it saves."""

MOST_WORKERS = 8


@contextmanager
def children_of(plan: Plan, workers: int | None = None) -> Iterator[Iterator[Child]]:
    """What child 0, 1, 2 and so on bring, without end; 0 workers: made here. By default, what the size asks for."""
    if workers is None:
        workers = min(os.cpu_count() or 1, MOST_WORKERS) if plan.referrals >= WORTH_WORKERS else 0
    if workers == 0:
        yield (child_of(plan, child) for child in count())
        return
    with ExitStack() as stack:
        readers = [stack.enter_context(_worker(plan, number, workers)) for number in range(workers)]
        yield chain.from_iterable(reader.recv() for reader in cycle(readers))


@contextmanager
def _worker(plan: Plan, number: int, workers: int) -> Iterator[Connection]:
    context = get_context("spawn")
    reader, writer = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(writer, plan.arguments, number, workers), daemon=True)
    process.start()
    writer.close()
    try:
        yield reader
    finally:
        reader.close()
        process.join()


def _work(writer: Connection, arguments: dict[str, object], first: int, workers: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent, and the parent's end reaches the pipe
    plan = Plan(**arguments)  # type: ignore[arg-type]
    try:
        for portion in count(first, workers):
            began = portion * PORTION
            writer.send([child_of(plan, child) for child in range(began, began + PORTION)])
    except (BrokenPipeError, ConnectionResetError):
        return

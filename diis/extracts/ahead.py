"""Reading ahead: the next piece of a file is read while the one at hand is checked."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

_T = TypeVar("_T")


@contextmanager
def ahead(pieces: Iterator[_T]) -> Iterator[Iterator[_T]]:
    """The same pieces, each made before it is asked for; what went wrong with one is raised in its turn.

    On the way out nothing is left being read, so that the file behind the pieces can be closed.
    """
    with ThreadPoolExecutor(max_workers=1) as reader:

        def handed_on() -> Iterator[_T]:
            coming = reader.submit(next, pieces, None)
            while (piece := coming.result()) is not None:
                coming = reader.submit(next, pieces, None)
                yield piece

        yield handed_on()

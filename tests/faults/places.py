"""The places at which a fault may strike: before each thing of a kind that a use case does, one after the other.

One mechanism for faults that are told (tests/faults/failing.py) and for processes that die (tests/diis/dying.py).
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import replace
from typing import Any
from unittest import mock

from sqlalchemy import event

from diis.extracts import chunks
from diis.intake import Intake

STEP, STATEMENT, NEW_STATEMENT, BATCH = "step", "statement", "new statement", "batch"
COMMIT = "database commit"
"""Not to be taken for the durable step `commit`, which comes before it."""
FSYNC, COPY, RENAME, DELETE = "fsync", "copy", "rename", "delete"
_OF_FILES: dict[str, list[tuple[Any, str]]] = {
    FSYNC: [(os, "fsync")],
    COPY: [(shutil, "copyfileobj")],
    RENAME: [(os, "rename")],
    DELETE: [(os, "unlink"), (os, "rmdir")],
}
_OF_DATABASES = {STATEMENT: "before_cursor_execute", NEW_STATEMENT: "before_cursor_execute", COMMIT: "commit"}

Strike = Callable[[], None]


@contextmanager
def watched(intake: Intake, kind: str, strike: Strike) -> Iterator[Intake]:
    """An intake of which `strike` is called before each thing of a kind; another word is the name of one durable step.

    step: any durable step. statement: of SQL; new statement: one of other words than all before it. database commit:
    the commit itself. fsync, copy, rename and delete: of received files. batch: of rows read, here a few at a time.
    """
    with ExitStack() as undo:
        if kind in _OF_DATABASES:
            _watch_database(intake, kind, strike, undo)
        elif kind in _OF_FILES:
            for module, name in _OF_FILES[kind]:
                undo.enter_context(_before(module, name, strike))
        elif kind == BATCH:
            undo.enter_context(mock.patch.multiple(chunks, CHUNK=1_000, _BLOCK=500))
            intake = replace(intake, progress=lambda _rows: strike())
        else:
            intake = replace(intake, step=lambda name: strike() if kind in {STEP, name} else None)
        yield intake


def at(place: int, strike: Strike) -> Strike:
    """Nothing until it is called for the `place`th time, which strikes."""
    left = place

    def pass_or_strike() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            strike()

    return pass_or_strike


def _watch_database(intake: Intake, kind: str, strike: Strike, undo: ExitStack) -> None:
    name, said = _OF_DATABASES[kind], set[str]()

    def watch(*told: object) -> None:
        """Told of a connection alone, or of a connection, a cursor, the words of a statement and more."""
        words = str(told[2]) if kind == NEW_STATEMENT else ""
        if kind != NEW_STATEMENT or words not in said:
            said.add(words)
            strike()

    event.listen(intake.store.engine, name, watch)
    undo.callback(event.remove, intake.store.engine, name, watch)


def _before(module: Any, name: str, strike: Strike) -> AbstractContextManager[object]:
    real = getattr(module, name)

    def watched_call(*args: Any, **named: Any) -> Any:
        strike()
        return real(*args, **named)

    return mock.patch.object(module, name, watched_call)

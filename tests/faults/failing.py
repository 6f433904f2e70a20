"""Faults of the machine under a pull: the n-th thing of a kind fails, once, as the operating system would say it."""

import errno
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import Any
from unittest import mock

import psycopg
from sqlalchemy import event

from diis.intake import Intake
from diis.store.engine import Store

KINDS = ("step", "statement", "fsync", "copy")


@dataclass
class Fault:
    """Where a fault strikes, and whether it did."""

    kind: str
    place: int
    struck: bool = False

    def countdown(self, fault: Callable[[], BaseException]) -> Callable[..., None]:
        left = self.place

        def pass_or_fail(*_: object) -> None:
            nonlocal left
            left -= 1
            if left == 0:
                self.struck = True
                raise fault()

        return pass_or_fail


@contextmanager
def failing(intake: Intake, fault: Fault) -> Iterator[Intake]:
    """The intake with one fault in it.

    step: the disk is full before a durable step (F04). statement: the database cannot write (F04). fsync: the disk
    reports an error once (F07). copy: the disk fills while received bytes are landed (F04).
    """
    with ExitStack() as undo:
        if fault.kind == "step":
            yield replace(intake, step=fault.countdown(_disk_full))
            return
        if fault.kind == "statement":
            watch = fault.countdown(lambda: _database_full(intake.store))
            event.listen(intake.store.engine, "before_cursor_execute", watch)
            undo.callback(event.remove, intake.store.engine, "before_cursor_execute", watch)
        elif fault.kind == "fsync":
            undo.enter_context(_before(os, "fsync", fault.countdown(lambda: OSError(errno.EIO, "Input/output error"))))
        else:
            undo.enter_context(_before(shutil, "copyfileobj", fault.countdown(_disk_full)))
        yield intake


def _disk_full() -> OSError:
    return OSError(errno.ENOSPC, "No space left on device")


def _database_full(store: Store) -> Exception:
    if store.is_sqlite:
        return sqlite3.OperationalError("database or disk is full")
    return psycopg.errors.DiskFull("could not extend file: No space left on device")


def _before(module: Any, name: str, watch: Callable[..., None]) -> Any:
    real = getattr(module, name)

    def watched(*args: Any, **named: Any) -> Any:
        watch()
        return real(*args, **named)

    return mock.patch.object(module, name, watched)

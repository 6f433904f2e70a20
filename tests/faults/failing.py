"""Faults of the machine that are told: the n-th thing of a kind fails, once, as the operating system would say it."""

import errno
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg

from diis.intake import Intake
from diis.store.engine import Store
from tests.faults import places
from tests.faults.places import at, watched


@dataclass
class Fault:
    """Where a fault strikes, and whether it did."""

    kind: str
    place: int
    struck: bool = False


@contextmanager
def failing(intake: Intake, fault: Fault) -> Iterator[Intake]:
    """The intake with one fault in it.

    step: the disk is full before a durable step (F04). statement, new statement: the database cannot write (F04).
    commit: its disk reports an error (F07). fsync: the disk reports an error once (F07). copy: the disk fills while
    received bytes are landed (F04). rename, delete: the file system has become read-only (F06).
    """

    def strike() -> None:
        fault.struck = True
        raise _WORDS[fault.kind](intake.store)

    with watched(intake, fault.kind, at(fault.place, strike)) as suffering:
        yield suffering


def _of_files(number: int, words: str) -> Callable[[Store], Exception]:
    return lambda _store: OSError(number, words)


def _database_full(store: Store) -> Exception:
    if store.is_sqlite:
        return sqlite3.OperationalError("database or disk is full")
    return psycopg.errors.DiskFull("could not extend file: No space left on device")


def _database_disk_error(store: Store) -> Exception:
    if store.is_sqlite:
        return sqlite3.OperationalError("disk I/O error")
    return psycopg.errors.IoError("could not fsync file: Input/output error")


_WORDS: dict[str, Callable[[Store], Exception]] = {
    places.STEP: _of_files(errno.ENOSPC, "No space left on device"),
    places.COPY: _of_files(errno.ENOSPC, "No space left on device"),
    places.FSYNC: _of_files(errno.EIO, "Input/output error"),
    places.RENAME: _of_files(errno.EROFS, "Read-only file system"),
    places.DELETE: _of_files(errno.EROFS, "Read-only file system"),
    places.STATEMENT: _database_full,
    places.NEW_STATEMENT: _database_full,
    places.COMMIT: _database_disk_error,
}

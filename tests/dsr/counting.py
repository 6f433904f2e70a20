"""Counts the statements that a database is sent, to show that two answers cost the same."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from dsr.store.database import RegisterDatabase


@contextmanager
def statements(database: RegisterDatabase) -> Iterator[list[str]]:
    """Every statement of a while, in order."""
    said: list[str] = []

    def add(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        said.append(statement)

    event.listen(database.engine, "before_cursor_execute", add)
    yield said
    event.remove(database.engine, "before_cursor_execute", add)

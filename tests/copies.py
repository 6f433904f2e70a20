"""PostgreSQL databases for tests that each begin with a fresh one.

Making a database and dropping it takes longer than most tests that use it. So a database that a test is done with goes
to the next one as it was when it was made: its connections are ended, it gets another name, its rows and sequences are
those of its template again. One whose tables, rights or settings are no longer those, or which has statistics by now,
is dropped instead.
"""

import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property

import psycopg
from psycopg import sql
from sqlalchemy import make_url

_NUMBERS = itertools.count(1)

_END_CONNECTIONS = sql.SQL("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = {}")

_SHAPE = """
SELECT
    (SELECT array_agg(row(oid, relname, relnamespace, relowner, relacl, reloptions, relrowsecurity)::text ORDER BY oid)
        FROM pg_class WHERE oid >= 16384 AND relpersistence <> 't'),
    (SELECT array_agg(row(extname, extversion)::text) FROM pg_extension),
    (SELECT array_agg(row(setrole, setconfig)::text) FROM pg_db_role_setting JOIN pg_database d ON d.oid = setdatabase
        WHERE datname = current_database()),
    (SELECT row(datdba, datconnlimit, datacl)::text FROM pg_database WHERE datname = current_database()),
    (SELECT array[count(*), sum(xmin::text::bigint)] FROM pg_attribute WHERE attrelid >= 16384),
    (SELECT array[count(*), sum(xmin::text::bigint)] FROM pg_attrdef),
    (SELECT array[count(*), sum(xmin::text::bigint)] FROM pg_constraint),
    (SELECT array[count(*), sum(xmin::text::bigint)] FROM pg_index WHERE indexrelid >= 16384),
    (SELECT array[count(*), sum(xmin::text::bigint)] FROM pg_trigger),
    (SELECT array[count(*), sum(xmin::text::bigint)] FROM pg_rewrite),
    (SELECT array[count(*), sum(xmin::text::bigint)] FROM pg_policy),
    (SELECT array[count(*), sum(xmin::text::bigint)] FROM pg_proc),
    (SELECT array[count(*), sum(xmin::text::bigint)] FROM pg_default_acl),
    (SELECT array[count(*), sum(xmin::text::bigint)] FROM pg_event_trigger),
    (SELECT array[count(*), sum(xmin::text::bigint)] FROM pg_largeobject_metadata),
    (SELECT array[count(*), sum(xmin::text::bigint)] FROM pg_namespace
        WHERE nspname NOT LIKE 'pg\\_temp\\_%' AND nspname NOT LIKE 'pg\\_toast\\_temp\\_%'),
    (SELECT count(*) FROM pg_statistic WHERE starelid >= 16384)
"""
"""All that makes a database what it is, but for rows. `xmin` is the transaction that wrote an entry."""

_WITH_ROWS = """
SELECT format('%I.%I', nspname, relname) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
WHERE c.oid >= 16384 AND relkind = 'r' AND relpersistence <> 't' AND pg_relation_size(c.oid) > 0
"""
"""Tables that have, or had, rows since they were made or cut."""

_SEQUENCES = """
SELECT string_agg(format('setval(%L, %s, %L)', format('%I.%I', schemaname, sequencename),
    coalesce(last_value, start_value), last_value IS NOT NULL), ', ') FROM pg_sequences
"""
"""What sets every sequence to where it is now."""


@dataclass(frozen=True)
class _Copy:
    """A database and what it was when it was made: its shape, its rows as COPY tells them, its sequences."""

    name: str
    shape: tuple[object, ...]
    rows: dict[str, bytes]
    sequences: str | None


class Copies:
    """Databases like one template, of which one that is free again is used again."""

    def __init__(self, server: str, template: str) -> None:
        self._server = make_url(server)
        self._template = template
        self._free: list[_Copy] = []

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """The URL of a database that is as the template is and that nobody else uses; gone afterwards."""
        copy = self._free.pop() if self._free else self._made()
        try:
            yield self._server.set(database=copy.name).render_as_string(hide_password=False)
        finally:
            if not self._restored(copy := self._out_of_reach(copy)):
                self._on_server(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(copy.name)))
            else:
                self._free.append(copy)

    @cached_property
    def _address(self) -> str:
        return self._server.set(drivername="postgresql").render_as_string(hide_password=False)

    def _connected(self, name: str) -> psycopg.Connection:
        return psycopg.connect(self._address, dbname=name)

    def _on_server(self, *statements: sql.Composed) -> None:
        with psycopg.connect(self._address, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def _made(self) -> _Copy:
        name = _new_name()
        self._on_server(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(self._template))
        )
        with self._connected(name) as connection:
            rows = {table: _rows(connection, table) for (table,) in connection.execute(_WITH_ROWS).fetchall()}
            return _Copy(name, _shape(connection), rows, _sequences(connection))

    def _out_of_reach(self, copy: _Copy) -> _Copy:
        """The same under a name that nobody knows whom the test left behind."""
        name = _new_name()
        old, new = sql.Identifier(copy.name), sql.Identifier(name)
        self._on_server(
            _END_CONNECTIONS.format(sql.Literal(copy.name)),
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(old, new),
        )
        return replace(copy, name=name)

    def _restored(self, copy: _Copy) -> bool:
        """Put rows and sequences back; False where more than those has changed."""
        with self._connected(copy.name) as connection:
            if _shape(connection) != copy.shape:
                return False
            # Some tables refuse, by their triggers, to lose rows.
            connection.execute("SET LOCAL session_replication_role = replica")
            if with_rows := [table for (table,) in connection.execute(_WITH_ROWS).fetchall()]:
                connection.execute(f"TRUNCATE {', '.join(with_rows)} CASCADE")
            for table, rows in copy.rows.items():
                with connection.cursor().copy(f"COPY {table} FROM STDIN") as into:
                    into.write(rows)
            if copy.sequences:
                connection.execute(f"SELECT {copy.sequences}")
        return True


def _new_name() -> str:
    return f"copy_{os.getpid()}_{next(_NUMBERS)}"


def _shape(connection: psycopg.Connection) -> tuple[object, ...]:
    return connection.execute(_SHAPE).fetchone() or ()


def _rows(connection: psycopg.Connection, table: str) -> bytes:
    with connection.cursor().copy(f"COPY {table} TO STDOUT") as out:
        return b"".join(bytes(block) for block in out)


def _sequences(connection: psycopg.Connection) -> str | None:
    found: tuple[str | None] | None = connection.execute(_SEQUENCES).fetchone()
    return found[0] if found else None

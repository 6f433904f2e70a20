"""The few expressions that SQLite and PostgreSQL write differently."""

from typing import Any

from sqlalchemy import Date
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction


class earliest(GenericFunction[Any]):  # noqa: N801 - reads as the SQL function it is
    """The earliest of several dates, of which none may be null."""

    type = Date()
    inherit_cache = True


@compiles(earliest, "sqlite")
def _earliest_sqlite(element: earliest, compiler: SQLCompiler, **kw: Any) -> str:
    return f"min({compiler.process(element.clauses, **kw)})"


@compiles(earliest, "postgresql")
def _earliest_postgresql(element: earliest, compiler: SQLCompiler, **kw: Any) -> str:
    return f"least({compiler.process(element.clauses, **kw)})"

"""Which list is brought into the store, as which load."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, FromClause, and_


@dataclass(frozen=True)
class ListScope:
    """Which list is merged, as which load. What belongs in a file that was not sent stays as it is known."""

    feed: str
    provider: str
    pathway: str
    census_on: date
    sequence: int
    not_sent: frozenset[str] = frozenset()


def of_list(table: FromClause, scope: ListScope) -> ColumnElement[bool]:
    return and_(table.c.provider == scope.provider, table.c.pathway == scope.pathway)

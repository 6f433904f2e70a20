"""Which versions were current at a load sequence (docs/adr/0002-versions-and-sequences.md)."""

from sqlalchemy import ColumnElement, FromClause, and_, or_


def known(table: FromClause, as_known: int) -> ColumnElement[bool]:
    """The version that was current at a load sequence."""
    return and_(table.c.from_sequence <= as_known, or_(table.c.to_sequence.is_(None), table.c.to_sequence > as_known))

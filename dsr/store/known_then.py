"""Whom the register knew at an instant, and by which change: past figures are made of that alone (H13).

Order is by sequence and not by the clock (H17): known is what came before the first change that was made after the
instant, so that a clock which is set back later adds nothing.
"""

from datetime import datetime

from sqlalchemy import Connection, func, select

from dsr.store.tables import change

MERGE_INTO, UNMERGE_FROM = "merge-into", "unmerge-from"


def known_before(connection: Connection, instant: datetime) -> int:
    """The newest change of all that was made before an instant; 0 where there was none."""
    later = func.min(change.c.sequence).filter(change.c.made_at >= instant)
    found: int = connection.execute(select(func.coalesce(later - 1, func.max(change.c.sequence), 0))).scalar_one()
    return found


def people_known(connection: Connection, sequence: int) -> list[str]:
    """Everybody as of a change, in the order of their references; who was part of another record then is not one."""
    turned = select(func.max(change.c.sequence)).where(
        change.c.sequence <= sequence, change.c.action.in_((MERGE_INTO, UNMERGE_FROM))
    )
    newest = turned.group_by(change.c.person_ref)
    merged = select(change.c.person_ref).where(change.c.sequence.in_(newest), change.c.action == MERGE_INTO)
    known = select(change.c.person_ref).where(change.c.sequence <= sequence, change.c.person_ref.not_in(merged))
    return list(connection.execute(known.distinct().order_by(change.c.person_ref)).scalars())

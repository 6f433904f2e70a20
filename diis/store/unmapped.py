"""How many listed referrals lack what breakdowns need: counted from the versions, and kept by the load of the list.

What a list holds changes with a load of that list alone, so what was counted as known at one load stands until the
next. A refresh keeps it for the loads it takes in; for any other it is counted when asked for.
"""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, and_, case, func, insert, literal, or_, select

from diis.definitions.completeness import ATTRIBUTES, Unmapped
from diis.store.stories import same_referral
from diis.store.tables import LOADED, absence, load, referral, unmapped
from diis.store.versions import known

_NOT_KNOWN = {
    "gender": (referral.c.gender, ("X", "Z")),
    "ethnicity": (referral.c.ethnic_category, ("99",)),
    "deprivation": (referral.c.deprivation_decile, ()),
    "priority": (referral.c.priority, ()),
}
"""Column and the codes that say nothing; ethnicity Z, not stated, is an answer (R-WAIT-99, 101)."""


def unmapped_of(connection: Connection, provider: str, pathway: str, bound: int) -> Unmapped:
    """Over the referrals that the newest list of a provider and pathway holds, as known at a load."""
    mine = and_(load.c.provider == provider, load.c.pathway == pathway, load.c.outcome.in_(LOADED))
    newest = connection.execute(select(func.max(load.c.sequence)).where(mine, load.c.sequence <= bound)).scalar()
    kept = connection.execute(select(unmapped).where(unmapped.c.sequence == newest)).first()
    return _told(tuple(kept)[1:]) if kept else _counted(connection, provider, pathway, bound)


def count_unmapped(connection: Connection, sequences: Iterable[int]) -> dict[int, Unmapped]:
    """By load, of the newest of some loads of each list: what will be asked for from now on."""
    names = (load.c.provider, load.c.pathway)
    lists = and_(load.c.sequence.in_(sequences), load.c.pathway.is_not(None))
    newest = connection.execute(select(*names, func.max(load.c.sequence)).where(lists).group_by(*names)).all()
    return {sequence: _counted(connection, provider, pathway, sequence) for provider, pathway, sequence in newest}


def keep_unmapped(connection: Connection, counted: Mapping[int, Unmapped]) -> None:
    """Keep what was counted."""
    rows = [
        {
            "sequence": sequence,
            "listed": one.listed,
            "any_of": one.any_of,
            **dict(zip(ATTRIBUTES, one.each, strict=True)),
        }
        for sequence, one in counted.items()
    ]
    if rows:
        connection.execute(insert(unmapped), rows)


def _counted(connection: Connection, provider: str, pathway: str, bound: int) -> Unmapped:
    lacks = [or_(column.is_(None), column.in_(codes)) for column, codes in (_NOT_KNOWN[name] for name in ATTRIBUTES)]
    counts = [func.count(case((lack, 1))) for lack in (or_(*lacks), *lacks)]
    missing = select(literal(1)).where(same_referral(absence), known(absence, bound)).exists()
    mine = and_(referral.c.provider == provider, referral.c.pathway == pathway, known(referral, bound), ~missing)
    return _told(tuple(connection.execute(select(func.count(), *counts).where(mine)).one()))


def _told(counts: tuple[int, ...]) -> Unmapped:
    listed, any_of, *each = counts
    return Unmapped(listed=listed, any_of=any_of, each=tuple(each))

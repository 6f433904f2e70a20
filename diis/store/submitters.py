"""Which providers national submissions tell of, as known at a load."""

from datetime import date

from sqlalchemy import Connection, and_, func, select

from diis.definitions.national.local_lists import PATHWAYS_FED
from diis.definitions.national.months import month_id
from diis.definitions.pathways import CAMHS_GATEWAY
from diis.store.tables import LOADED, load

NOT_FED = frozenset({CAMHS_GATEWAY})
"""A submission does not tell what a Gateway decided, nor what help was given in the words of a local list."""


def fed(connection: Connection, as_known: int) -> dict[str, list[str]]:
    """Pathway to the providers that submissions alone tell of, as known at a load."""
    known = and_(load.c.outcome.in_(LOADED), load.c.sequence <= as_known)
    rows = connection.execute(select(load.c.layout, load.c.provider, load.c.pathway).distinct().where(known)).all()
    lists = {(row.pathway, row.provider) for row in rows}
    found: dict[str, set[str]] = {}
    for row in rows:
        for pathway in set(PATHWAYS_FED.get(row.layout, ())) - NOT_FED:
            if (pathway, row.provider) not in lists:
                found.setdefault(pathway, set()).add(row.provider)
    return {pathway: sorted(providers) for pathway, providers in found.items()}


def newest_month(connection: Connection, as_known: int, layout: str) -> int | None:
    """The month id of the newest month of a data set, as known at a load sequence."""
    known = and_(load.c.layout == layout, load.c.outcome.in_(LOADED), load.c.sequence <= as_known)
    census_on = connection.execute(select(func.max(load.c.census_on)).where(known)).scalar()
    return None if census_on is None else month_id(census_on)


def newest_of_each(connection: Connection, as_known: int) -> dict[tuple[str, str], date]:
    """Provider and pathway to the day up to which it is told of, by lists or by submissions alone, known at a load."""
    known = and_(load.c.outcome.in_(LOADED), load.c.sequence <= as_known)
    columns = (load.c.provider, load.c.layout, load.c.pathway)
    rows = connection.execute(select(*columns, func.max(load.c.census_on)).where(known).group_by(*columns)).all()
    submitters = fed(connection, as_known)
    found: dict[tuple[str, str], date] = {}
    for provider, layout, listed, newest in rows:
        for pathway in (listed,) if listed else PATHWAYS_FED.get(layout, ()):
            if listed or provider in submitters.get(pathway, ()):
                found[provider, pathway] = max(newest, found.get((provider, pathway), newest))
    return found

"""Completeness from the ledger and the versions, as known at a load."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection, Row, and_, func, or_, select

from diis.definitions.completeness import Completeness, Unmapped
from diis.feeds import FEEDS, RTT_FULL_CSV, Feed
from diis.store.engine import Store
from diis.store.tables import HELD, LOADED, REFUSED, load
from diis.store.unmapped import unmapped_of

COMPARISONS = frozenset({RTT_FULL_CSV, "autism-csv"})
"""Published aggregates stand beside figures and behind none."""


def completeness(
    store: Store,
    as_at: date,
    as_known: int | None = None,
    feeds: Iterable[Feed] = FEEDS,
    *,
    unmapped: bool = True,
) -> list[Completeness]:
    """Every list that should stand behind figures of a day, and every other that does, as known at a load (None: now).

    What the ledger held then is told again as it was: lists that were held, refused or loaded later are not seen.
    `unmapped` False leaves out that share, for which every referral may have to be looked at.
    """
    with store.reading() as connection:
        bound = as_known if as_known is not None else connection.execute(select(func.max(load.c.sequence))).scalar()
        return [
            _of_feed(connection, feed, timetable, as_at, bound or 0, unmapped=unmapped)
            for feed, timetable in _all(connection, feeds, bound or 0)
        ]


def _all(
    connection: Connection, feeds: Iterable[Feed], bound: int
) -> list[tuple[tuple[str, str, str | None], int | None]]:
    """(feed, provider, pathway) with its limit in days: those expected, then others that had come by then."""
    expected = {
        (feed.name, feed.provider, feed.pathway): feed.late_after_days
        for feed in feeds
        if feed.layout not in COMPARISONS
    }
    told_apart = {(provider, pathway) for _, provider, pathway in expected}
    names = (load.c.feed, load.c.provider, load.c.pathway)
    lists = and_(load.c.layout.not_in(COMPARISONS), load.c.outcome.in_(LOADED), load.c.sequence <= bound)
    came = select(*names).distinct().where(lists)
    others = [tuple(row) for row in connection.execute(came.order_by(*names)) if tuple(row)[1:] not in told_apart]
    return [*expected.items(), *((other, None) for other in others)]


def _of_feed(
    connection: Connection,
    feed: tuple[str, str, str | None],
    late_after_days: int | None,
    as_at: date,
    bound: int,
    *,
    unmapped: bool,
) -> Completeness:
    name, provider, pathway = feed
    newest = _newest(connection, name, bound)
    return Completeness(
        provider=provider,
        pathway=pathway,
        as_at=as_at,
        census_on=newest.census_on if newest else None,
        first_on=_first(connection, name, bound) if newest else None,
        late_after_days=late_after_days,
        rows_in=newest.rows_in if newest else 0,
        quarantined=newest.rows_quarantined if newest else 0,
        held=_newer(connection, name, HELD, newest, bound),
        refused=_newer(connection, name, REFUSED, newest, bound),
        unmapped=unmapped_of(connection, provider, pathway, bound) if pathway and unmapped else Unmapped(),
    )


def _first(connection: Connection, name: str, bound: int) -> date | None:
    mine = and_(load.c.feed == name, load.c.outcome.in_(LOADED), load.c.sequence <= bound)
    return connection.execute(select(func.min(load.c.census_on)).where(mine)).scalar()


def _newest(connection: Connection, name: str, bound: int) -> Row[tuple[object, ...]] | None:
    mine = and_(load.c.feed == name, load.c.outcome.in_(LOADED), load.c.sequence <= bound)
    return connection.execute(
        select(load).where(mine).order_by(load.c.census_on.desc(), load.c.sequence.desc()).limit(1)
    ).first()


def _newer(connection: Connection, name: str, outcome: str, newest: Row[tuple[object, ...]] | None, bound: int) -> int:
    """Census dates after the newest list, or the same one sent again, of which the last list was held or refused."""
    since = load.c.sequence <= bound
    if newest is not None:
        again = and_(load.c.census_on == newest.census_on, load.c.sequence > newest.sequence)
        since = and_(since, or_(load.c.census_on > newest.census_on, again))
    last = (
        select(func.max(load.c.sequence)).where(load.c.feed == name, since).group_by(load.c.census_on).scalar_subquery()
    )
    waiting = and_(load.c.sequence.in_(last), load.c.outcome == outcome)
    return connection.execute(select(func.count()).select_from(load).where(waiting)).scalar_one()

"""Figures from the store: as refreshed where they are, computed from the versions where they are not."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, and_, func, insert, select

from diis.definitions.figures import ALL, Figure, Tally, figures_of
from diis.definitions.local_measures import measures_in_force
from diis.definitions.measures import Measure
from diis.store.autism import autism_figures
from diis.store.clocks import tallies
from diis.store.engine import Store
from diis.store.ledger import newest_sequence
from diis.store.rtt import rtt_figures
from diis.store.tables import LOADED, figure, load, refresh


def figures_at(store: Store, as_at: date, as_known: int | None = None) -> list[Figure]:
    """Every exact figure of a date, as known at a load sequence (None: now).

    Asked again with the same dates and sequence it comes out the same, whatever has been loaded since.
    """
    with store.reading() as connection:
        sequence = newest_sequence(connection, as_known)
        kept = _kept(connection, as_at, sequence)
        local = kept or computed(connection, as_at, sequence)
        return [*local, *rtt_figures(connection, as_at, sequence), *autism_figures(connection, as_at, sequence)]


def latest_figures(store: Store, before_days: int = 0) -> list[Figure]:
    """The refreshed figures of the newest census date, or of a day so many days before it, as known at that refresh."""
    with store.reading() as connection:
        newest = connection.execute(select(refresh).order_by(refresh.c.as_known.desc()).limit(1)).first()
        if newest is None:
            return []
        return _kept(connection, newest.as_at - timedelta(days=before_days), newest.as_known)


def computed(connection: Connection, as_at: date, as_known: int) -> list[Figure]:
    """Every local figure of a date, from the versions themselves."""
    return [one for measure in measures_in_force(as_at) for one in _of_measure(connection, measure, as_at, as_known)]


def keep(connection: Connection, figures: Iterable[Figure]) -> None:
    """Store figures, unless they are there."""
    names = [column.name for column in figure.columns if column.name != "place"]
    rows = [{"place": place, **{name: getattr(one, name) for name in names}} for place, one in enumerate(figures)]
    if rows and not _kept(connection, rows[0]["as_at"], rows[0]["as_known"]):
        connection.execute(insert(figure), rows)


def last_refreshed(connection: Connection) -> int:
    """The newest load sequence that the refreshed figures have taken in; 0 before the first refresh."""
    return connection.execute(select(func.max(refresh.c.as_known))).scalar() or 0


def census_dates(connection: Connection, after_sequence: int = 0) -> list[date]:
    """The census dates of full lists loaded after a sequence, oldest first."""
    lists = and_(load.c.outcome.in_(LOADED), load.c.pathway.is_not(None), load.c.sequence > after_sequence)
    return list(
        connection.execute(select(load.c.census_on).distinct().where(lists).order_by(load.c.census_on)).scalars()
    )


def loads_between(connection: Connection, after: int, up_to: int) -> list[int]:
    """Sequences of the loads that brought rows, after one and up to another."""
    brought = and_(load.c.outcome.in_(LOADED), load.c.sequence > after, load.c.sequence <= up_to)
    return list(connection.execute(select(load.c.sequence).where(brought).order_by(load.c.sequence)).scalars())


def mark_refreshed(connection: Connection, as_known: int, as_at: date, now: datetime) -> None:
    """Say that the figures now take in every load up to a sequence."""
    connection.execute(insert(refresh).values(as_known=as_known, as_at=as_at, refreshed_at=now))


def _kept(connection: Connection, as_at: date, as_known: int) -> list[Figure]:
    mine = and_(figure.c.as_at == as_at, figure.c.as_known == as_known)
    rows = connection.execute(select(figure).where(mine).order_by(figure.c.place))
    return [Figure(**{name: value for name, value in row._mapping.items() if name != "place"}) for row in rows]


def _of_measure(connection: Connection, measure: Measure, as_at: date, as_known: int) -> list[Figure]:
    by_provider = tallies(connection, measure, as_at, as_known)
    providers = sorted({*by_provider, *_providers(connection, measure.pathway, as_known)})
    total = sum(by_provider.values(), start=Tally())
    cells: Sequence[tuple[str, Tally]] = [
        *((provider, by_provider.get(provider, Tally())) for provider in providers),
        *([(ALL, total)] if providers else []),
    ]
    return [one for provider, tally in cells for one in figures_of(measure, tally, as_at, as_known, provider)]


def _providers(connection: Connection, pathway: str, as_known: int) -> list[str]:
    """Providers that sent a list of a pathway: one with nobody waiting shows 0, one never heard of shows nothing."""
    sent = and_(load.c.outcome.in_(LOADED), load.c.pathway == pathway, load.c.sequence <= as_known)
    return list(connection.execute(select(load.c.provider).distinct().where(sent)).scalars())

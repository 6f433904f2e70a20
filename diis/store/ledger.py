"""The ledger: what arrived, what became of it, and what the feeds hold."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, func, insert, or_, select

from diis.extracts.rejections import Rejection
from diis.extracts.verdict import LISTED_FINDINGS, Rows, Verdict
from diis.feeds import SUBMISSIONS, Feed, subject_of
from diis.store.engine import Store
from diis.store.readings import FeedStatus
from diis.store.tables import HELD, LOADED, REFUSED, absence, arrival, discard, load, quarantine

_AT_ONCE = 2_000
"""Findings fetched at a time."""


@dataclass(frozen=True)
class LoadEntry:
    """A ledger row to be."""

    arrival_id: int
    feed: Feed
    outcome: str
    census_on: date | None
    rows: Rows = field(default_factory=Rows)
    referrals: int = 0
    contacts: int = 0
    unexplained_leavers: int = 0
    key_id: str = ""
    released: int | None = None


@dataclass(frozen=True)
class NewestList:
    """Up to which census date the lists of a provider and pathway reach."""

    provider: str
    pathway: str
    census_on: date


@dataclass(frozen=True)
class Entered:
    """A load as it is listed; `loaded_at` in UTC."""

    load: int
    feed: str
    census_on: date | None
    outcome: str
    rows: int
    loaded_at: datetime

    def as_json(self) -> dict[str, object]:
        census_on = None if self.census_on is None else str(self.census_on)
        return {**asdict(self), "census_on": census_on, "loaded_at": self.loaded_at.isoformat()}


def entered_loads(connection: Connection) -> list[Entered]:
    """Every load, whatever became of it, in the order of the numbers."""
    columns = (load.c.sequence, load.c.feed, load.c.census_on, load.c.outcome, load.c.rows_in, load.c.loaded_at)
    return [Entered(*row) for row in connection.execute(select(*columns).order_by(load.c.sequence))]


def open_arrival(connection: Connection, feed: Feed, fingerprint: str, name: str, size: int, now: datetime) -> int:
    """The ledger's row of an arrival, opened if these bytes are new under this name."""
    key = and_(arrival.c.feed == feed.name, arrival.c.fingerprint == fingerprint, arrival.c.name == name)
    found: int | None = connection.execute(select(arrival.c.arrival_id).where(key)).scalar()
    if found is not None:
        return found
    row = {"feed": feed.name, "fingerprint": fingerprint, "name": name, "bytes_received": size, "arrived_at": now}
    return int(connection.execute(insert(arrival).values(row)).inserted_primary_key[0])  # type: ignore[index]


def verdict_on(connection: Connection, feed: Feed, fingerprint: str, name: str) -> Row[tuple[object, ...]] | None:
    """The ledger row that settled these bytes: loaded, or else still held; None if they may be tried."""
    mine = and_(arrival.c.feed == feed.name, arrival.c.fingerprint == fingerprint, arrival.c.name == name)
    rows = select(load).join(arrival).where(mine, load.c.outcome.in_((*LOADED, HELD))).order_by(load.c.sequence)
    found = connection.execute(rows).all()
    loaded = [row for row in found if row.outcome in LOADED]
    return loaded[0] if loaded else (found[-1] if found else None)


def next_sequence(connection: Connection) -> int:
    """The number of the load being committed; call with the ledger locked."""
    return (connection.execute(select(func.max(load.c.sequence))).scalar() or 0) + 1


def enter(connection: Connection, sequence: int, entry: LoadEntry, now: datetime) -> None:
    """Write the ledger row of a load."""
    row = {
        "sequence": sequence,
        "arrival_id": entry.arrival_id,
        "feed": entry.feed.name,
        "layout": entry.feed.layout,
        "provider": entry.feed.provider,
        "pathway": entry.feed.pathway,
        "census_on": entry.census_on,
        "outcome": entry.outcome,
        "rows_in": entry.rows.rows_in,
        "rows_accepted": entry.rows.accepted,
        "rows_quarantined": entry.rows.quarantined,
        "rows_duplicate": entry.rows.duplicate,
        "referrals": entry.referrals,
        "contacts": entry.contacts,
        "unexplained_leavers": entry.unexplained_leavers,
        "key_id": entry.key_id,
        "released_sequence": entry.released,
        "loaded_at": now,
    }
    connection.execute(insert(load).values(row))


def keep_findings(connection: Connection, sequence: int, rejections: Iterable[Rejection], first: int = 1) -> None:
    """Put findings into quarantine under a load, numbered from `first`."""
    rows = [
        {"sequence": sequence, "number": number, **vars(rejection)}
        for number, rejection in enumerate(rejections, start=first)
    ]
    if rows:
        connection.execute(insert(quarantine), rows)


def findings_of(connection: Connection, sequence: int, limit: int) -> list[Rejection]:
    """The first things that were found in a load."""
    return [Rejection(*row) for row in connection.execute(_findings(sequence).limit(limit))]


def each_finding(connection: Connection, sequence: int) -> Iterator[Rejection]:
    """Everything that was found in a load, as it is read: there can be one for each row."""
    found = connection.execution_options(yield_per=_AT_ONCE).execute(_findings(sequence))
    return (Rejection(*row) for row in found)


def _findings(sequence: int) -> Select[Any]:
    columns = (quarantine.c[name] for name in ("code", "level", "file", "line", "field", "reason"))
    return select(*columns).where(quarantine.c.sequence == sequence).order_by(quarantine.c.number)


def verdict_of(connection: Connection, sequence: int) -> Verdict | None:
    """The verdict that a load stands for, under the name that it came with; None if there is no such load."""
    row = connection.execute(select(load, arrival.c.name).join(arrival).where(load.c.sequence == sequence)).first()
    if row is None:
        return None
    rows = Rows(row.rows_in, row.rows_accepted, row.rows_quarantined, row.rows_duplicate)
    findings = tuple(findings_of(connection, sequence, LISTED_FINDINGS))
    return Verdict(row.name, sequence, row.outcome, rows, findings, row.unexplained_leavers, again=True)


def keep_discard(connection: Connection, sequence: int, reason: str, now: datetime) -> None:
    """Put on record that a person decided not to load a held list; call with the ledger locked."""
    connection.execute(insert(discard).values(sequence=sequence, reason=reason, discarded_at=now))


def refusal_of(connection: Connection, arrival_id: int) -> int | None:
    """The sequence under which an arrival was refused before."""
    mine = and_(load.c.arrival_id == arrival_id, load.c.outcome == REFUSED)
    return connection.execute(select(func.max(load.c.sequence)).where(mine)).scalar()


def refused_names(connection: Connection, sequences: Iterable[int]) -> list[str]:
    """The received names of those loads that were refused, in the order of their refusal."""
    mine = and_(load.c.sequence.in_(list(sequences)), load.c.outcome == REFUSED)
    rows = select(arrival.c.name).select_from(load).join(arrival).where(mine).order_by(load.c.sequence)
    return list(connection.execute(rows).scalars())


def was_judged(connection: Connection, fingerprint: str) -> bool:
    """Whether there is a verdict on these bytes; a pull that was killed may have left an arrival without one."""
    mine = select(load.c.sequence).join(arrival).where(arrival.c.fingerprint == fingerprint)
    return connection.execute(mine).first() is not None


def judged(connection: Connection) -> set[tuple[str, str]]:
    """Fingerprint and name of every arrival on which there is a verdict."""
    rows = connection.execute(select(arrival.c.fingerprint, arrival.c.name).join(load).distinct())
    return {(row.fingerprint, row.name) for row in rows}


def list_before(connection: Connection, feed: Feed, census_on: date) -> Row[tuple[object, ...]] | None:
    """The load of the newest list at or before a census date, to compare sizes with; the latest load of it wins."""
    mine = and_(load.c.feed == feed.name, load.c.outcome.in_(LOADED), load.c.census_on <= census_on)
    return connection.execute(
        select(load).where(mine).order_by(load.c.census_on.desc(), load.c.sequence.desc()).limit(1)
    ).first()


def newest_census(connection: Connection, feed: Feed) -> date | None:
    """The newest census date that was loaded of a feed."""
    mine = and_(load.c.feed == feed.name, load.c.outcome.in_(LOADED))
    newest: date | None = connection.execute(select(func.max(load.c.census_on)).where(mine)).scalar_one()
    return newest


def newest_lists(store: Store, as_known: int | None = None) -> list[NewestList]:
    """The newest full list of each provider and pathway, as known at a load sequence (None: now)."""
    group = (load.c.provider, load.c.pathway)
    lists = and_(load.c.outcome.in_(LOADED), load.c.pathway.is_not(None))
    newest = select(*group, func.max(load.c.census_on)).where(lists).group_by(*group).order_by(*group)
    if as_known is not None:
        newest = newest.where(load.c.sequence <= as_known)
    with store.reading() as connection:
        return [NewestList(*row) for row in connection.execute(newest)]


def held_loads(connection: Connection) -> list[Row[tuple[object, ...]]]:
    """Held loads that nobody released or discarded and that no list of the same census, received later, replaced."""
    settled = load.alias()
    received = func.coalesce(settled.c.released_sequence, settled.c.sequence)
    replaced = and_(settled.c.feed == load.c.feed, settled.c.census_on == load.c.census_on, received > load.c.sequence)
    after = and_(settled.c.outcome.in_(LOADED), or_(settled.c.arrival_id == load.c.arrival_id, replaced))
    rows = select(load, arrival.c.name, arrival.c.fingerprint).join(arrival)
    discarded = select(discard.c.sequence).where(discard.c.sequence == load.c.sequence)
    waiting = and_(load.c.outcome == HELD, ~select(settled.c.sequence).where(after).exists(), ~discarded.exists())
    return list(connection.execute(rows.where(waiting).order_by(load.c.sequence)))


def key_ids(connection: Connection) -> set[str]:
    """Which pseudonym keys the rows of the store were made under; one, unless something is wrong."""
    of_people = or_(load.c.pathway.is_not(None), load.c.layout.in_(SUBMISSIONS))
    return set(
        connection.execute(select(load.c.key_id).distinct().where(load.c.outcome.in_(LOADED), of_people)).scalars()
    )


def newest_sequence(connection: Connection, at_most: int | None = None) -> int:
    """The newest load that brought rows, or the newest at or before a given one; 0 if there is none."""
    newest = select(func.max(load.c.sequence)).where(load.c.outcome.in_(LOADED))
    if at_most is not None:
        newest = newest.where(load.c.sequence <= at_most)
    return connection.execute(newest).scalar() or 0


def newest_number(connection: Connection) -> int:
    """The newest load, whatever became of it; 0 if there is none."""
    return connection.execute(select(func.max(load.c.sequence))).scalar() or 0


def feed_statuses(store: Store, feeds: Iterable[Feed]) -> list[FeedStatus]:
    """What we hold of each of `feeds`, and of every list that came without being one of them, as known now."""
    expected = list(feeds)
    with store.reading() as connection:
        held = held_loads(connection)
        seen = [*expected, *_unscheduled(connection, expected)]
        return [_status(connection, feed, sum(row.feed == feed.name for row in held)) for feed in seen]


def _unscheduled(connection: Connection, expected: Iterable[Feed]) -> list[Feed]:
    """Feeds of the ledger that are not expected, whatever became of their loads: a held list may be all there is.

    Readers tell feeds apart by provider and subject, so none of these shares both with an expected one.
    """
    names = (load.c.feed, load.c.layout, load.c.provider, load.c.pathway)
    told_apart = {(feed.provider, feed.subject) for feed in expected}
    rows = connection.execute(select(*names).distinct().order_by(*names))
    return [
        Feed(*row, owner="", cron="", late_after_days=0, about="")
        for row in rows
        if (row.provider, subject_of(row.layout, row.pathway)) not in told_apart
    ]


def _status(connection: Connection, feed: Feed, held: int) -> FeedStatus:
    mine = and_(load.c.feed == feed.name, load.c.outcome.in_(LOADED))
    census_on, last_success_at = connection.execute(
        select(func.max(load.c.census_on), func.max(load.c.loaded_at)).where(mine)
    ).one()
    newest = list_before(connection, feed, census_on) if census_on else None
    refused = and_(load.c.feed == feed.name, load.c.outcome == REFUSED)
    leavers = and_(
        absence.c.provider == feed.provider,
        absence.c.pathway == feed.pathway,
        absence.c.to_sequence.is_(None),
        absence.c.unexplained,
    )
    left = select(func.count(), func.max(absence.c.missing_from_on)).select_from(absence).where(leavers)
    unexplained, newest_leaver_on = connection.execute(left).one()
    return FeedStatus(
        feed=feed.name,
        provider=feed.provider,
        pathway=feed.pathway,
        census_on=census_on,
        last_success_at=last_success_at,
        rows_accepted=newest.rows_accepted if newest else 0,
        rows_quarantined=newest.rows_quarantined if newest else 0,
        rows_duplicate=newest.rows_duplicate if newest else 0,
        refused=connection.execute(select(func.count()).select_from(load).where(refused)).scalar_one(),
        held=held,
        unexplained_leavers=unexplained,
        newest_leaver_on=newest_leaver_on,
        layout=feed.layout,
    )

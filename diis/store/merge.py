"""From the staged rows of a full list to versions and absences (docs/adr/0004-leavers.md).

The current version of a referral is the one in the list of the newest census that holds it, whatever the order in
which lists arrive (the record names one exception). A referral that the newest list no longer holds has an absence.
One whose row was set aside is in the list all the same: it keeps the version it had, and is not missing.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Table,
    and_,
    case,
    delete,
    exists,
    func,
    insert,
    literal,
    null,
    or_,
    select,
    update,
)

from diis.extracts.wl_1 import CONTACT_COLUMNS, REFERRAL_COLUMNS
from diis.store.staging import staged_contact, staged_name, staged_referral
from diis.store.tables import LOADED, absence, contact, load, referral

OUTCOME_DECISIONS = ("rejected", "redirected", "advice")
"""Decisions after which the child no longer waits with this provider."""


@dataclass(frozen=True)
class ListScope:
    """Which list is merged, as which load."""

    feed: str
    provider: str
    pathway: str
    census_on: date
    sequence: int


def merge(connection: Connection, scope: ListScope) -> int:
    """Bring the staged rows into the store; returns the unexplained leavers that this list reveals."""
    newest = _census(connection, scope, func.max(load.c.census_on))
    if newest is None or scope.census_on >= newest:
        return _merge_newest(connection, scope, newest)
    return _merge_late(connection, scope)


def _merge_newest(connection: Connection, scope: ListScope, newest: date | None) -> int:
    _merge_versions(connection, scope)
    _close_absences(connection, scope, _listed(absence))
    if newest is None:
        return 0
    gone = and_(~_listed(referral), ~_absent_now(referral))
    return _open_absences(connection, scope, _census_before(connection, scope), scope.census_on, gone)


def _merge_late(connection: Connection, scope: ListScope) -> int:
    """An older list after a newer one: it only adds what no newer list tells (B35: history only)."""
    between = and_(absence.c.last_seen_on <= scope.census_on, absence.c.missing_from_on > scope.census_on)
    moved = and_(_of_list(absence, scope), absence.c.to_sequence.is_(None), between, ~_listed(absence))
    rows = connection.execute(select(absence.c.referral_id, absence.c.last_seen_on).where(moved)).all()
    before = _census_before(connection, scope)
    for referral_id, last_seen_on in rows:
        _close_absences(connection, scope, absence.c.referral_id == referral_id)
        # Last seen in the list that this one restates: it was seen before that at best.
        seen_on = last_seen_on if last_seen_on < scope.census_on else before
        _open_absences(connection, scope, seen_on, scope.census_on, referral.c.referral_id == referral_id)
    _unstage_what_newer_lists_tell(connection, scope)
    _merge_versions(connection, scope)
    _close_absences(connection, scope, _listed(absence))
    after = _census(connection, scope, func.min(load.c.census_on), load.c.census_on > scope.census_on)
    return _open_absences(connection, scope, scope.census_on, after or scope.census_on, _listed(referral))


def _unstage_what_newer_lists_tell(connection: Connection, scope: ListScope) -> None:
    """Keep staged only referrals never seen, or last seen in a list no newer than this one and gone since."""
    current = exists().where(
        _of_list(referral, scope),
        referral.c.to_sequence.is_(None),
        referral.c.referral_id == staged_referral.c.referral_id,
    )
    gone = select(absence.c.referral_id).where(
        _of_list(absence, scope), absence.c.to_sequence.is_(None), absence.c.last_seen_on <= scope.census_on
    )
    connection.execute(delete(staged_referral).where(current, staged_referral.c.referral_id.not_in(gone)))
    connection.execute(delete(staged_name).where(staged_name.c.referral_id.not_in(gone)))
    connection.execute(delete(staged_contact).where(~_staged(staged_contact)))


def _merge_versions(connection: Connection, scope: ListScope) -> None:
    _replace(connection, scope, referral, staged_referral, ("referral_id",), REFERRAL_COLUMNS)
    # The contacts of a listed referral are sent whole: one that is gone was entered in error.
    same = and_(*(staged_contact.c[name] == contact.c[name] for name in ("referral_id", "contact_id")))
    _close(connection, scope, contact, and_(_staged(contact), ~exists().where(same)))
    _replace(connection, scope, contact, staged_contact, ("referral_id", "contact_id"), CONTACT_COLUMNS)


def _replace(
    connection: Connection,
    scope: ListScope,
    table: Table,
    staged: Table,
    key: tuple[str, ...],
    columns: tuple[str, ...],
) -> None:
    """Close the versions whose staged row differs, then add each staged row that has no current version."""
    same = and_(*(staged.c[name] == table.c[name] for name in key))
    differs = or_(*(staged.c[name].is_distinct_from(table.c[name]) for name in columns if name not in key))
    _close(connection, scope, table, exists().where(same, differs))
    current = exists().where(_of_list(table, scope), table.c.to_sequence.is_(None), same)
    rows = select(
        literal(scope.provider),
        literal(scope.pathway),
        literal(scope.sequence),
        *(staged.c[name] for name in columns),
    ).where(~current)
    connection.execute(insert(table).from_select(["provider", "pathway", "from_sequence", *columns], rows))


def _close(connection: Connection, scope: ListScope, table: Table, which: ColumnElement[bool]) -> None:
    current = and_(_of_list(table, scope), table.c.to_sequence.is_(None))
    connection.execute(update(table).where(current, which).values(to_sequence=scope.sequence))


def _close_absences(connection: Connection, scope: ListScope, which: ColumnElement[bool]) -> None:
    _close(connection, scope, absence, which)


def _open_absences(
    connection: Connection, scope: ListScope, last_seen_on: date, missing_from_on: date, *which: ColumnElement[bool]
) -> int:
    """Note current referrals as missing; returns how many of them left without an outcome."""
    retracted = referral.c.from_sequence.in_(
        select(load.c.sequence).where(load.c.feed == scope.feed, load.c.census_on == scope.census_on)
    )
    # What a list of this census said, and this restatement of it no longer says, explains nothing.
    without = case((and_(has_outcome(referral), ~retracted), False), else_=True)
    rows = select(
        literal(scope.provider),
        literal(scope.pathway),
        referral.c.referral_id,
        literal(scope.sequence),
        null(),
        literal(last_seen_on),
        literal(missing_from_on),
        without,
    ).where(_of_list(referral, scope), referral.c.to_sequence.is_(None), *which)
    connection.execute(insert(absence).from_select([column.name for column in absence.columns], rows))
    mine = and_(_of_list(absence, scope), absence.c.from_sequence == scope.sequence, absence.c.unexplained)
    return connection.execute(select(func.count()).select_from(absence).where(mine)).scalar_one()


def has_outcome(table: FromClause) -> ColumnElement[bool]:
    """Whether a referral's own dates explain why it is no longer listed."""
    ends = (
        table.c.closed_on,
        table.c.transferred_to_adult_on,
        table.c.assessment_completed_on,
        table.c.outcome_shared_on,
    )
    decided = and_(
        table.c.decision.in_(OUTCOME_DECISIONS),
        table.c.decision_on >= func.coalesce(table.c.resubmitted_on, table.c.decision_on),
    )
    return func.coalesce(*ends).is_not(None) | func.coalesce(decided, False)


def _census(
    connection: Connection, scope: ListScope, pick: ColumnElement[Any], *which: ColumnElement[bool]
) -> date | None:
    """One of the census dates of the feed's loaded lists."""
    lists = and_(load.c.feed == scope.feed, load.c.outcome.in_(LOADED), *which)
    found: date | None = connection.execute(select(pick).where(lists)).scalar_one()
    return found


def _census_before(connection: Connection, scope: ListScope) -> date:
    """The census of the list before this one; the day before where there is none."""
    before = _census(connection, scope, func.max(load.c.census_on), load.c.census_on < scope.census_on)
    return before or scope.census_on - timedelta(days=1)


def _of_list(table: FromClause, scope: ListScope) -> ColumnElement[bool]:
    return and_(table.c.provider == scope.provider, table.c.pathway == scope.pathway)


def _staged(table: FromClause) -> ColumnElement[bool]:
    """Whether the referral of a row is in the staged list."""
    return exists().where(staged_referral.c.referral_id == table.c.referral_id)


def _listed(table: FromClause) -> ColumnElement[bool]:
    """Whether the referral of a row is staged, or is named by a row that was set aside."""
    return or_(_staged(table), exists().where(staged_name.c.referral_id == table.c.referral_id))


def _absent_now(table: FromClause) -> ColumnElement[bool]:
    return exists().where(
        absence.c.provider == table.c.provider,
        absence.c.pathway == table.c.pathway,
        absence.c.referral_id == table.c.referral_id,
        absence.c.to_sequence.is_(None),
    )

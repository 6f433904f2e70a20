"""From the staged rows of a full list to versions and absences (docs/adr/0004-leavers.md).

The current version of a referral is the one in the list of the newest census that holds it, whatever the order in
which lists arrive (the record names one exception). A referral that the newest list no longer holds has an absence.
One whose row was set aside is in the list all the same: it keeps the version it had, and is not missing.
"""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    and_,
    case,
    delete,
    exists,
    func,
    insert,
    literal,
    null,
    select,
)

from diis.extracts.wl_1 import REFERRALS
from diis.store.doubts import doubts_by_late, doubts_by_newest, in_doubt
from diis.store.first_received import give_first_received
from diis.store.new_versions import ITEMS, close, is_staged, merge_versions
from diis.store.scope import ListScope, of_list
from diis.store.staging import staged_name, staged_referral
from diis.store.tables import LOADED, absence, doubt, load, referral

OUTCOME_DECISIONS = ("rejected", "redirected", "advice")
"""Decisions after which the child no longer waits with this provider."""


def merge(connection: Connection, scope: ListScope) -> int:
    """Bring the staged rows into the store; returns the unexplained leavers that this list reveals."""
    newest = _census(connection, scope, func.max(load.c.census_on))
    if newest is None or scope.census_on >= newest:
        return _merge_newest(connection, scope, newest)
    return _merge_late(connection, scope)


def _merge_newest(connection: Connection, scope: ListScope, newest: date | None) -> int:
    before = _census_before(connection, scope)
    doubts_by_newest(connection, scope, before)
    merge_versions(connection, scope)
    for listed in (is_staged(absence), _is_named(absence)):
        _close_absences(connection, scope, listed)
    if newest is None:
        return 0
    gone = and_(~is_staged(referral), ~_is_named(referral), ~_absent_now(referral))
    return _open_absences(connection, scope, before, scope.census_on, gone)


def _merge_late(connection: Connection, scope: ListScope) -> int:
    """An older list after a newer one: it only adds what no newer list tells (B35: history only)."""
    _move_absences(connection, scope)
    _unstage_what_newer_lists_tell(connection, scope)
    doubts_by_late(connection, scope)
    _forget_names_that_newer_lists_tell(connection, scope)
    merge_versions(connection, scope)
    after = _census_after(connection, scope, scope.census_on)
    named_since = in_doubt(referral, of_list(doubt, scope), doubt.c.named_on > scope.census_on)
    for listed in (is_staged, _is_named):
        _close_absences(connection, scope, listed(absence), absence.c.last_seen_on <= scope.census_on)
    for listed in (is_staged, _is_named):
        told = and_(listed(referral), ~_absent_now(referral), ~named_since)
        _open_absences(connection, scope, scope.census_on, after, told)
    return _open_absences_of_doubts(connection, scope)


def _move_absences(connection: Connection, scope: ListScope) -> None:
    """Who was missing from a later list, and is not in this one, was missing from this one already."""
    between = and_(absence.c.last_seen_on <= scope.census_on, absence.c.missing_from_on > scope.census_on)
    unlisted = and_(~is_staged(absence), ~_is_named(absence))
    moved = and_(of_list(absence, scope), absence.c.to_sequence.is_(None), between, unlisted)
    rows = connection.execute(select(absence.c.referral_id, absence.c.last_seen_on).where(moved)).all()
    before = _census_before(connection, scope)
    for referral_id, last_seen_on in rows:
        _close_absences(connection, scope, absence.c.referral_id == referral_id)
        # Last seen in the list that this one restates: it was seen before that at best.
        seen_on = last_seen_on if last_seen_on < scope.census_on else before
        _open_absences(connection, scope, seen_on, scope.census_on, referral.c.referral_id == referral_id)


def _unstage_what_newer_lists_tell(connection: Connection, scope: ListScope) -> None:
    """Keep staged only referrals never seen, gone since this list at the latest, or told by no newer one."""
    current = exists().where(
        of_list(referral, scope),
        referral.c.to_sequence.is_(None),
        referral.c.referral_id == staged_referral.c.referral_id,
    )
    untold = in_doubt(staged_referral, doubt.c.told_on <= scope.census_on, of_list(doubt, scope))
    newer_tells = and_(current, ~_gone(staged_referral, scope), ~untold)
    give_first_received(connection, scope, newer_tells)
    connection.execute(delete(staged_referral).where(newer_tells))
    for _, staged, _ in ITEMS:
        connection.execute(delete(staged).where(~is_staged(staged)))


def _forget_names_that_newer_lists_tell(connection: Connection, scope: ListScope) -> None:
    newer = and_(staged_name.c.file == REFERRALS.file, ~_gone(staged_name, scope))
    connection.execute(delete(staged_name).where(newer))


def _gone(table: FromClause, scope: ListScope) -> ColumnElement[bool]:
    """Whether the referral of a row is missing since a list no older than this one."""
    return exists().where(
        of_list(absence, scope),
        absence.c.to_sequence.is_(None),
        absence.c.last_seen_on <= scope.census_on,
        absence.c.referral_id == table.c.referral_id,
    )


def _open_absences_of_doubts(connection: Connection, scope: ListScope) -> int:
    """Who was told best by this list, and since then only named, is missing since the last list with the name."""
    mine = (of_list(doubt, scope), doubt.c.from_sequence == scope.sequence, doubt.c.told_on == scope.census_on)
    newest = _census(connection, scope, func.max(load.c.census_on))
    rows = select(doubt.c.named_on).where(*mine, doubt.c.named_on < newest).distinct()
    for named_on in list(connection.execute(rows).scalars()):
        # Whether the absence is explained is for the version to say that this list brought.
        _close_absences(connection, scope, in_doubt(absence, *mine, doubt.c.named_on == named_on))
        which = in_doubt(referral, *mine, doubt.c.named_on == named_on)
        _open_absences(connection, scope, named_on, _census_after(connection, scope, named_on), which)
    return _unexplained(connection, scope)


def _close_absences(connection: Connection, scope: ListScope, *which: ColumnElement[bool]) -> None:
    close(connection, scope, absence, and_(*which))


def _open_absences(
    connection: Connection, scope: ListScope, last_seen_on: date, missing_from_on: date, *which: ColumnElement[bool]
) -> int:
    """Note current referrals as missing; returns how many of them left without an outcome."""
    # What a list of this census said, and this restatement of it no longer says, explains nothing. A row that is told
    # again as it was keeps its version, and one that was set aside is no news.
    of_this_census = select(load.c.sequence).where(load.c.feed == scope.feed, load.c.census_on == scope.census_on)
    retracted = and_(referral.c.from_sequence.in_(of_this_census), ~is_staged(referral), ~_is_named(referral))
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
    ).where(of_list(referral, scope), referral.c.to_sequence.is_(None), *which)
    connection.execute(insert(absence).from_select([column.name for column in absence.columns], rows))
    return _unexplained(connection, scope)


def _unexplained(connection: Connection, scope: ListScope) -> int:
    """The unexplained leavers that this load found."""
    mine = and_(of_list(absence, scope), absence.c.from_sequence == scope.sequence, absence.c.unexplained)
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


def _census_after(connection: Connection, scope: ListScope, census_on: date) -> date:
    """The census of the list after a date; the date itself where there is none."""
    after = _census(connection, scope, func.min(load.c.census_on), load.c.census_on > census_on)
    return after or census_on


def _is_named(table: FromClause) -> ColumnElement[bool]:
    """Whether the referral of a row is named by a row that was set aside: it is in the list all the same.

    Apart from `is_staged`, for PostgreSQL joins for one condition, and goes row by row for one or the other.
    """
    return exists().where(staged_name.c.file == REFERRALS.file, staged_name.c.referral_id == table.c.referral_id)


def _absent_now(table: FromClause) -> ColumnElement[bool]:
    return exists().where(
        absence.c.provider == table.c.provider,
        absence.c.pathway == table.c.pathway,
        absence.c.referral_id == table.c.referral_id,
        absence.c.to_sequence.is_(None),
    )

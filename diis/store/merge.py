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
    tuple_,
    update,
)

from diis.extracts.wl_1 import CONTACTS, EVENTS, REFERRALS, STEPS
from diis.store.staging import (
    KEYS,
    staged_contact,
    staged_event,
    staged_line,
    staged_name,
    staged_referral,
    staged_step,
)
from diis.store.tables import LOADED, absence, contact, event, load, referral, step

ITEMS = (
    (contact, staged_contact, CONTACTS.file),
    (event, staged_event, EVENTS.file),
    (step, staged_step, STEPS.file),
)
"""What belongs to referrals: versions, staged rows, and the file they come in."""
_NOT_KEPT = frozenset({"line", "content"})
_NEW, _CHANGED = "new", "changed"

OUTCOME_DECISIONS = ("rejected", "redirected", "advice")
"""Decisions after which the child no longer waits with this provider."""


@dataclass(frozen=True)
class ListScope:
    """Which list is merged, as which load. What belongs in a file that was not sent stays as it is known."""

    feed: str
    provider: str
    pathway: str
    census_on: date
    sequence: int
    not_sent: frozenset[str] = frozenset()


def merge(connection: Connection, scope: ListScope) -> int:
    """Bring the staged rows into the store; returns the unexplained leavers that this list reveals."""
    newest = _census(connection, scope, func.max(load.c.census_on))
    if newest is None or scope.census_on >= newest:
        return _merge_newest(connection, scope, newest)
    return _merge_late(connection, scope)


def told_before(connection: Connection, provider: str, pathway: str) -> frozenset[str]:
    """The files of what belongs to referrals of which the store knows something in the lists of a pathway."""
    found = set()
    with connection.begin():
        for table, _, file in ITEMS:
            mine = (table.c.provider == provider, table.c.pathway == pathway, table.c.to_sequence.is_(None))
            if connection.execute(select(exists().where(*mine))).scalar_one():
                found.add(file)
    return frozenset(found)


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
    named = and_(staged_name.c.file == REFERRALS.file, staged_name.c.referral_id.not_in(gone))
    connection.execute(delete(staged_name).where(named))
    for _, staged, _ in ITEMS:
        connection.execute(delete(staged).where(~_staged(staged)))


def _merge_versions(connection: Connection, scope: ListScope) -> None:
    _replace(connection, scope, referral, staged_referral)
    for table, staged, file in ITEMS:
        if file not in scope.not_sent:
            _close_unsent(connection, scope, table, staged, file)
            _replace(connection, scope, table, staged)


def _close_unsent(connection: Connection, scope: ListScope, table: Table, staged: Table, file: str) -> None:
    """What belongs to a listed referral is sent whole: what is gone was entered in error, unless it was set aside."""
    kept = _same(table, staged)
    item: ColumnElement[bool] = staged_name.c.item_id.is_(None)
    if table is contact:
        item = or_(item, staged_name.c.item_id == contact.c.contact_id)
    aside = exists().where(staged_name.c.file == file, staged_name.c.referral_id == table.c.referral_id, item)
    _close(connection, scope, table, and_(_staged(table), ~exists().where(kept), ~aside))


def _replace(connection: Connection, scope: ListScope, table: Table, staged: Table) -> None:
    """Close the versions whose staged row differs, and add each staged row that is new or differs."""
    key, columns = KEYS[staged], [column.name for column in staged.c if column.name not in _NOT_KEPT]
    rows = select(
        literal(scope.provider), literal(scope.pathway), literal(scope.sequence), *(staged.c[name] for name in columns)
    ).order_by(*(staged.c[name] for name in key))
    current = and_(_of_list(table, scope), table.c.to_sequence.is_(None))
    if connection.execute(select(exists().where(current))).scalar_one():
        _find_changed(connection, table, staged, current)
        lines = select(staged_line.c.line)
        changed = select(*(staged.c[name] for name in key)).where(
            staged.c.line.in_(lines.where(staged_line.c.code == _CHANGED))
        )
        _close(connection, scope, table, tuple_(*(table.c[name] for name in key)).in_(changed))
        rows = rows.where(staged.c.line.in_(lines))
    connection.execute(insert(table).from_select(["provider", "pathway", "from_sequence", *columns], rows))
    connection.execute(delete(staged_line))


def _find_changed(connection: Connection, table: Table, staged: Table, current: ColumnElement[bool]) -> None:
    """Note the lines of staged rows that have no current version, and of those that differ from it."""
    key = KEYS[staged]
    differs = [
        column.is_distinct_from(table.c[column.name])
        for column in staged.c
        if column.name not in key and column.name not in _NOT_KEPT
    ]
    is_new = table.c.referral_id.is_(None)
    lines = (
        select(staged.c.line, case((is_new, literal(_NEW)), else_=literal(_CHANGED)))
        .join(table, and_(current, _same(table, staged)), isouter=True)
        .where(or_(is_new, *differs))
    )
    connection.execute(insert(staged_line).from_select(["line", "code"], lines))


def _same(table: Table, staged: Table) -> ColumnElement[bool]:
    return and_(*(staged.c[name] == table.c[name] for name in KEYS[staged]))


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
    aside = exists().where(staged_name.c.file == REFERRALS.file, staged_name.c.referral_id == table.c.referral_id)
    return or_(_staged(table), aside)


def _absent_now(table: FromClause) -> ColumnElement[bool]:
    return exists().where(
        absence.c.provider == table.c.provider,
        absence.c.pathway == table.c.pathway,
        absence.c.referral_id == table.c.referral_id,
        absence.c.to_sequence.is_(None),
    )

"""From staged rows to versions: what is new or differs becomes one, and ends the one before it (docs/adr/0002)."""

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Table,
    and_,
    case,
    delete,
    exists,
    insert,
    literal,
    or_,
    select,
    tuple_,
    update,
)

from diis.extracts.wl_1 import CONTACTS, EVENTS, STEPS
from diis.store.scope import ListScope, of_list
from diis.store.staging import (
    KEYS,
    staged_contact,
    staged_event,
    staged_line,
    staged_name,
    staged_referral,
    staged_step,
)
from diis.store.tables import contact, event, referral, step

ITEMS = (
    (contact, staged_contact, CONTACTS.file),
    (event, staged_event, EVENTS.file),
    (step, staged_step, STEPS.file),
)
"""What belongs to referrals: versions, staged rows, and the file they come in."""
_NOT_KEPT = frozenset({"line", "content", "birth", "local_id"})
_NEW, _CHANGED = "new", "changed"


def told_before(connection: Connection, provider: str, pathway: str) -> frozenset[str]:
    """The files of what belongs to referrals of which the store knows something in the lists of a pathway."""
    found = set()
    for table, _, file in ITEMS:
        mine = (table.c.provider == provider, table.c.pathway == pathway, table.c.to_sequence.is_(None))
        if connection.execute(select(exists().where(*mine))).scalar_one():
            found.add(file)
    return frozenset(found)


def merge_versions(connection: Connection, scope: ListScope) -> None:
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
    close(connection, scope, table, and_(is_staged(table), ~exists().where(kept), ~aside))


def _replace(connection: Connection, scope: ListScope, table: Table, staged: Table) -> None:
    """Close the versions whose staged row differs, and add each staged row that is new or differs."""
    key, columns = KEYS[staged], [column.name for column in staged.c if column.name not in _NOT_KEPT]
    rows = select(
        literal(scope.provider), literal(scope.pathway), literal(scope.sequence), *(staged.c[name] for name in columns)
    ).order_by(*(staged.c[name] for name in key))
    current = and_(of_list(table, scope), table.c.to_sequence.is_(None))
    if connection.execute(select(exists().where(current))).scalar_one():
        _find_changed(connection, table, staged, current)
        lines = select(staged_line.c.line)
        changed = select(*(staged.c[name] for name in key)).where(
            staged.c.line.in_(lines.where(staged_line.c.code == _CHANGED))
        )
        close(connection, scope, table, tuple_(*(table.c[name] for name in key)).in_(changed))
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


def close(connection: Connection, scope: ListScope, table: Table, which: ColumnElement[bool]) -> None:
    current = and_(of_list(table, scope), table.c.to_sequence.is_(None))
    connection.execute(update(table).where(current, which).values(to_sequence=scope.sequence))


def is_staged(table: FromClause) -> ColumnElement[bool]:
    """Whether the referral of a row is in the staged list."""
    return exists().where(staged_referral.c.referral_id == table.c.referral_id)

"""The first received date of a returned referral (R-WAIT-70), when an older list with it comes after a newer one."""

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, func, insert, literal, select, update

from diis.extracts.wl_1 import REFERRALS
from diis.store.scope import ListScope, of_list
from diis.store.staging import note_staged, staged_line, staged_referral
from diis.store.tables import referral

_FIRST = ("received_on", "age_received")
"""Age is that of the received date that counts (R-WAIT-90)."""
_OF_ANOTHER_LOAD = (*_FIRST, "from_sequence", "to_sequence")
_VERSION = referral.alias("version")
_CODE = "received-date-first"
_REASON = (
    "A newer list gives this returned referral a later received date. The first one counts and was taken from this "
    "list (R-WAIT-70). Send that date in every list."
)


def give_first_received(connection: Connection, scope: ListScope, newer_tells: ColumnElement[bool]) -> None:
    """Give returned referrals that a newer list tells the earlier date that this late list has, as a new version.

    Without it the order of arrival would decide how long a child has waited. `newer_tells` is of `staged_referral`.
    """
    found = select(staged_referral.c.line, literal(_CODE)).join(_VERSION, _earlier(scope)).where(newer_tells)
    connection.execute(insert(staged_line).from_select(["line", "code"], found))
    if not connection.execute(select(exists(select(staged_line.c.line)))).scalar_one():
        return
    which = staged_referral.c.line.in_(select(staged_line.c.line))
    note_staged(connection, staged_referral, REFERRALS.file, which, (_CODE, "received_date", _REASON))
    _as_new_versions(connection, scope, which)
    current = and_(of_list(referral, scope), referral.c.to_sequence.is_(None))
    named = referral.c.referral_id.in_(select(staged_referral.c.referral_id).where(which))
    before = and_(current, referral.c.from_sequence < scope.sequence, named)
    connection.execute(update(referral).where(before).values(to_sequence=scope.sequence))
    connection.execute(delete(staged_line))


def _earlier(scope: ListScope) -> ColumnElement[bool]:
    """Whether a staged row has an earlier received date than the version of the same referral, which was returned."""
    return and_(
        of_list(_VERSION, scope),
        _VERSION.c.to_sequence.is_(None),
        _VERSION.c.referral_id == staged_referral.c.referral_id,
        func.coalesce(_VERSION.c.returned_on, _VERSION.c.resubmitted_on).is_not(None),
        staged_referral.c.received_on < _VERSION.c.received_on,
    )


def _as_new_versions(connection: Connection, scope: ListScope, which: ColumnElement[bool]) -> None:
    kept = [column.name for column in referral.columns if column.name not in _OF_ANOTHER_LOAD]
    first = (staged_referral.c[name] for name in _FIRST)
    rows = select(literal(scope.sequence), *first, *(_VERSION.c[name] for name in kept)).join(_VERSION, _earlier(scope))
    columns = ["from_sequence", *_FIRST, *kept]
    connection.execute(insert(referral).from_select(columns, rows.where(which)))

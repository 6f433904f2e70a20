"""Who may give and take which role: nobody who is watched chooses, removes or becomes who watches them.

A privacy officer reads the audit and looks into emergencies, those of a DSR manager too. So that role is given, ended
and let in by another privacy officer, or by whoever runs commands on the register's machine; a DSR manager has every
other (R-DSR-110, 113; trust: roles).
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from diis.store.engine import StoreConnection
from dsr.auth.accounts import GrantRefused, NotTheirs
from dsr.auth.powers import gives, holds_accounts, watches
from dsr.auth.roles import Role
from dsr.store import access
from dsr.store.scope import Actor

_WATCHING = [role.value for role in Role if watches(role)]


def must_give(actor: Actor, roles: Iterable[str]) -> None:
    """Raises `NotTheirs` where one of the roles is not the actor's to give or to take; the command line has all."""
    known = set(Role)
    if actor.account_id is None:
        return
    for role in {Role(one) for one in roles if one in known}:
        if actor.role not in known or not gives(Role(actor.role), role):
            raise NotTheirs(f"To give or take the role of a {role.words} is for another.")


def may_list(actor: Actor, roles: Sequence[str]) -> bool:
    """Whether an account with some roles, those that are over too, is one that the actor holds or could give one."""
    known = set(Role)
    if actor.account_id is None or actor.role not in known or not watches(Role(actor.role)):
        return True
    return not roles or any(one in _WATCHING for one in roles)


def must_not_watch_themselves(connection: StoreConnection, account_id: int, day: date) -> None:
    """Raises `GrantRefused` where one account holds accounts and watches those who do."""
    held = {Role(one) for one in roles_from(connection, account_id, day) if one in set(Role)}
    # A privacy officer holds accounts of privacy officers, which is no reason: it is those who give all the others.
    if any(map(watches, held)) and any(holds_accounts(one) and not watches(one) for one in held):
        raise GrantRefused("Nobody is a DSR manager and a privacy officer: the one looks into what the other does.")


def must_leave_one(connection: StoreConnection, day: date, *, account_id: int | None = None, grant_id: int = 0) -> None:
    """Raises `GrantRefused` where without an account, or a grant, nobody would watch on a day."""
    if not access.is_held_by_another(connection, _WATCHING, day, account_id=account_id, grant_id=grant_id):
        raise GrantRefused("This is the last privacy officer. Give somebody else the role first.")


def roles_from(connection: StoreConnection, account_id: int, day: date) -> list[str]:
    """The roles that an account has on a day or will have."""
    rows = access.grants_of(connection, [account_id])
    return [row.role for row in rows if row.ends_on is None or row.ends_on >= day]


def watches_on(role: str, ends_on: date | None, day: date) -> bool:
    """Whether a grant is of a role that watches, and not over by a day."""
    return role in _WATCHING and (ends_on is None or ends_on >= day)


def after(last_day: date, today: date) -> date:
    """The first day on which a grant that ends then is missing, today at the earliest."""
    return max(last_day + timedelta(days=1), today)

"""Who has an account, and what they may do today: by issuer and subject, never by a mail address (ASVS 6.8.1).

The register's own grants decide. Roles that a token names are a ceiling: they take away and never give. Both are read
for every request, so whoever is disabled, signed out or without a role is so at once (J14, F36).
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from diis.store.engine import StoreConnection
from dsr.auth.claims import Identity
from dsr.auth.powers import reach_of
from dsr.auth.refusals import AccountRefused, Barred
from dsr.auth.roles import Reach, Relationship, Role
from dsr.auth.used_tokens import is_used
from dsr.rules.days import london_day
from dsr.store import access
from dsr.store.families import seen_by_parent
from dsr.store.sealing import Keyring, place_of_account
from dsr.store.sign_ins import end_all_of


class GrantRefused(ValueError):
    """A grant or account that would mean nothing, or too much; says why."""


class GivenAlready(GrantRefused):
    """There is this account, or a grant that gives the same on one of the same days; says which."""


class OrganisationUnknown(GrantRefused):
    """An organisation or council that the terms do not name; says which they do."""


class NotTheirs(GrantRefused):
    """A role or account that somebody else gives and takes; says which."""


@dataclass(frozen=True, kw_only=True)
class Grant:
    """A role from a day to a day, both inside; no last day is open-ended.

    A role reaches over a team, a council, the cases of a worker or a single person: that one is named, and no other.
    A family's role says whose it is, that of a chair or an expert for which C(E)TR.
    """

    role: Role
    starts_on: date
    ends_on: date | None = None
    team: str | None = None
    authority: str | None = None
    worker: str | None = None
    person_ref: str | None = None
    relationship: Relationship | None = None
    review: str | None = None


_OVER = {
    Reach.OWN_TEAM: "team",
    Reach.OWN_COUNCIL: "authority",
    Reach.OWN_CASES: "worker",
    Reach.PANEL: "person_ref",
    Reach.SINGLE_PEOPLE: "person_ref",
}


_UNSAID = Relationship.PARENT
"""Whose a family's grant is that does not say so, of before there was a relationship."""
_SAYS_WHOSE = {
    True: "says whose it is: the young person's or a parent's",
    False: "is neither the young person's nor a parent's",
}

_SAYS_WHICH = {True: "is named for one C(E)TR: say which", False: "is named for no C(E)TR"}


@dataclass(frozen=True, kw_only=True)
class Standing:
    """An account, and its grants as they are today under the token's ceiling; without any, nothing is allowed."""

    account_id: int
    organisation: str
    grants: tuple[Grant, ...]

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(one.role for one in self.grants)


def standing_of(connection: StoreConnection, keys: Keyring, identity: Identity, now: datetime) -> Standing:
    """What an identity stands for at `now` (UTC), which has its day in London; raises `AccountRefused`."""
    account = _let_in(access.account_of(connection, identity.issuer, identity.subject))
    if is_used(connection, identity):
        raise AccountRefused(Barred.SIGNED_OUT)
    return _standing(connection, keys, account, identity.roles_ceiling, now)


def standing_of_account(
    connection: StoreConnection, keys: Keyring, account_id: int, ceiling: frozenset[str] | None, now: datetime
) -> Standing:
    """The same of an account that signed in with a browser; raises `AccountRefused`."""
    return _standing(connection, keys, _let_in(access.account_by_id(connection, account_id)), ceiling, now)


def account_let_in(connection: StoreConnection, issuer: str, subject: str) -> int:
    """The number of the account of an issuer's subject, who may sign in; raises `AccountRefused`."""
    account_id: int = _let_in(access.account_of(connection, issuer, subject)).account_id
    return account_id


def add_account(
    connection: StoreConnection, keys: Keyring, *, issuer: str, subject: str, name: str, organisation: str
) -> int:
    """A new account without any role; returns its number. Raises `GivenAlready` where there is one already."""
    sealed = keys.seal(name, place_of_account(issuer, subject))
    values = {"issuer": issuer, "subject": subject, "name": sealed, "organisation": organisation}
    account_id = access.add_account(connection, values)
    if account_id is None:
        raise GivenAlready("This issuer's subject has an account already.")
    return account_id


def name_of(connection: StoreConnection, keys: Keyring, account_id: int) -> str | None:
    """The name of an account's holder, for those who may see who looked; None where there is no such account."""
    account = access.account_by_id(connection, account_id)
    return None if account is None else keys.open(account.name, place_of_account(account.issuer, account.subject))


def grant(connection: StoreConnection, account_id: int, given: Grant, *, by: int | None) -> int:
    """Give a role; returns the grant's number. `by` is the account that gives it, None on the command line.

    Raises `GivenAlready` where a grant gives the same, `GrantRefused` for any other reason.
    """
    if by == account_id:
        raise GrantRefused("Nobody gives a role to themselves.")
    _must_mean_something(given)
    if given.person_ref is not None and not access.is_reference(connection, given.person_ref):
        raise GrantRefused("There is nobody of this reference.")
    if access.account_by_id(connection, account_id) is None:
        raise GrantRefused("There is no such account.")
    values = asdict(given) | {"role": given.role.value}
    there = access.same_grant(connection, account_id, values, unsaid=_UNSAID.value)
    if there is not None:
        # Of two, whoever ends one to take the role away would leave the other (F36).
        raise GivenAlready(
            f"Grant {there} gives the same on some of these days. End that first, or give this one until the day "
            "before it starts, or from the day after it ends."
        )
    return access.add_grant(connection, account_id, values)


def end_grant(connection: StoreConnection, grant_id: int, last_day: date) -> bool:
    """Make a day the last of a grant; with yesterday it ends at once. False where it ends no later anyway."""
    return access.end_grant(connection, grant_id, last_day)


def disable(connection: StoreConnection, account_id: int, now: datetime) -> bool:
    """Let an account in no more, from the next request on; False where it was disabled already (F36).

    Its sign-ins end, so that none of them is good again when the account is.
    """
    end_all_of(connection, account_id, now)
    return access.disable_account(connection, account_id, now)


def _must_mean_something(given: Grant) -> None:
    if given.ends_on is not None and given.ends_on < given.starts_on:
        raise GrantRefused("A role cannot end before it starts.")
    wanted = _OVER.get(reach_of(given.role))
    for over in _OVER.values():
        if bool(getattr(given, over)) is not (over == wanted):
            named = (wanted or "no team, council, cases of their own or single person").removesuffix("_ref")
            raise GrantRefused(f"A {given.role.words} reaches over {named}.")
    if (given.relationship is not None) is not (given.role is Role.FAMILY):
        raise GrantRefused(f"A {given.role.words} {_SAYS_WHOSE[given.role is Role.FAMILY]}.")
    of_panel = reach_of(given.role) is Reach.PANEL
    if bool(given.review) is not of_panel:
        raise GrantRefused(f"A {given.role.words} {_SAYS_WHICH[of_panel]}.")


def _let_in(account: Any) -> Any:
    if account is None:
        raise AccountRefused(Barred.UNKNOWN)
    # Whatever instant it was disabled at: a clock that was set back enables nobody (F15).
    if account.disabled_at is not None:
        raise AccountRefused(Barred.DISABLED)
    return account


def _standing(
    connection: StoreConnection, keys: Keyring, account: Any, ceiling: frozenset[str] | None, now: datetime
) -> Standing:
    held = _held(connection, keys, account.account_id, london_day(now))
    grants = tuple(one for one in held if ceiling is None or one.role.value in ceiling)
    return Standing(account_id=account.account_id, organisation=account.organisation, grants=grants)


def _held(connection: StoreConnection, keys: Keyring, account_id: int, day: date) -> list[Grant]:
    """A role that this version does not know gives nothing, nor does a parent's once the child decides."""
    known = {role.value for role in Role}
    return [
        Grant(
            role=Role(row.role),
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            team=row.team,
            authority=row.authority,
            worker=row.worker,
            person_ref=row.person_ref,
            relationship=Relationship(row.relationship) if row.relationship else None,
            review=row.review,
        )
        for row in access.grants_on(connection, account_id, day)
        if row.role in known and _not_outlived(connection, keys, row, day)
    ]


def _not_outlived(connection: StoreConnection, keys: Keyring, row: Any, day: date) -> bool:
    """A parent's grant must not outlive that they decide; one that does not say whose it is counts as theirs."""
    if row.role != Role.FAMILY.value or row.relationship == Relationship.YOUNG_PERSON.value:
        return True
    return seen_by_parent(connection, keys, row.person_ref, day)

"""Holding the accounts: who is let in, in which roles and until when, each change with its row in the audit.

The only way to change accounts: `dsr/auth/accounts.py` says what a change means, and here it is one transaction with
the row that tells who made it (R-DSR-113, ASVS 16.3). The audit names accounts and grants by number, and nobody.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from diis.store.engine import StoreConnection
from dsr.auth import accounts, separation
from dsr.auth.accounts import Grant, GrantRefused, OrganisationUnknown
from dsr.auth.roles import Role
from dsr.rules.organisations import Organisations
from dsr.store import access
from dsr.store.audit import Audit, Outcome
from dsr.store.noting import entry_of
from dsr.store.panels import is_planned
from dsr.store.scope import Actor
from dsr.store.sealing import place_of_account
from dsr.store.session import Session
from dsr.store.sign_ins import end_all_of
from dsr.store.workers import staying, teams


@dataclass(frozen=True, kw_only=True)
class HeldGrant:
    """A grant as it is kept; `role` is a text, since one that this version does not know gives nothing and is told."""

    grant_id: int
    role: str
    starts_on: date
    ends_on: date | None
    team: str | None
    authority: str | None
    worker: str | None
    person_ref: str | None
    relationship: str | None
    review: str | None

    def holds(self, day: date) -> bool:
        """Whether it gives its role on a day."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True, kw_only=True)
class Account:
    """An account as those see it who hold accounts."""

    account_id: int
    issuer: str
    subject: str
    name: str
    organisation: str
    disabled_at: datetime | None
    grants: tuple[HeldGrant, ...]


class Accounts:
    """The accounts of a register, as somebody changes them who may."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self._session = session
        self._actor = actor
        self._audit = Audit(session.keys.chain_key)

    def add(self, *, issuer: str, subject: str, name: str, organisation: str) -> int:
        """A new account without any role; returns its number. Raises `GrantRefused`, `GivenAlready` where it is."""
        lacking = [what for what, value in (("issuer", issuer), ("subject", subject), ("name", name)) if not value]
        if lacking or not organisation:
            raise GrantRefused("An account needs an issuer, a subject, a name and an organisation.")
        self._must_be_known(self._organisations.why_not(organisation))
        with self._session.database.writing() as connection:
            account_id = accounts.add_account(
                connection, self._session.keys, issuer=issuer, subject=subject, name=name, organisation=organisation
            )
            self._note(connection, "add-account", account_id)
        return account_id

    def grant(self, account_id: int, given: Grant) -> int:
        """Give a role; returns the grant's number. Raises `GrantRefused`, `GivenAlready`, `NotTheirs`."""
        with self._noting_refusal("grant-role", account_id), self._taking_turns() as connection:
            self._must_be_known(self._organisations.why_not(given.team) if given.team else None)
            self._must_be_known(self._organisations.why_not_council(given.authority) if given.authority else None)
            if account_id != self._actor.account_id:  # Who gives to themselves is refused below, whatever the role.
                separation.must_give(self._actor, [given.role.value])
                self._must_be_their_own(connection, account_id, given)
            # What is refused after it was written is taken back.
            grant_id = accounts.grant(connection, account_id, given, by=self._actor.account_id)
            separation.must_not_watch_themselves(connection, account_id, self._session.today)
            self._must_be_planned(connection, given)
            self._note(connection, "grant-role", account_id, f"grant {grant_id} {given.role.value}")
        return grant_id

    def end(self, grant_id: int, last_day: date) -> bool:
        """Make a day the last of a grant; False where it ends no later anyway. Raises `GrantRefused`, `NotTheirs`."""
        with self._noting_refusal("end-grant", None, f"grant {grant_id}"), self._taking_turns() as connection:
            found = access.grant_by_id(connection, grant_id)
            if found is None:
                raise GrantRefused(f"There is no grant {grant_id}.")
            separation.must_give(self._actor, [found.role])
            if separation.watches_on(found.role, found.ends_on, self._session.today):
                missing_on = separation.after(last_day, self._session.today)
                separation.must_leave_one(connection, missing_on, grant_id=grant_id)
            ended = accounts.end_grant(connection, grant_id, last_day)
            if ended:
                self._note(connection, "end-grant", found.account_id, f"grant {grant_id} {found.role}")
        return ended

    def disable(self, account_id: int) -> bool:
        """Let an account in no more, from the next request on; False where it was disabled already (F36).

        Raises `GrantRefused`, `NotTheirs`.
        """
        with self._noting_refusal("disable-account", account_id), self._taking_turns() as connection:
            roles = self._theirs(connection, account_id)
            if any(separation.watches_on(role, None, self._session.today) for role in roles):
                separation.must_leave_one(connection, self._session.today, account_id=account_id)
            done = accounts.disable(connection, account_id, self._session.now)
            if done:
                self._note(connection, "disable-account", account_id)
        return done

    def enable(self, account_id: int) -> bool:
        """Let an account in again, with the roles that it still has; False where it was not disabled.

        Raises `GrantRefused`, `NotTheirs`.
        """
        with self._noting_refusal("enable-account", account_id), self._session.database.writing() as connection:
            if account_id == self._actor.account_id:
                raise GrantRefused("Nobody lets themselves in again.")
            self._theirs(connection, account_id)
            done = access.enable_account(connection, account_id)
            if done:
                self._note(connection, "enable-account", account_id)
        return done

    def end_sign_ins(self, account_id: int) -> int:
        """End every sign-in of an account, which may sign in again; returns how many. Raises `NotTheirs`."""
        with self._noting_refusal("end-sign-ins", account_id), self._session.database.writing() as connection:
            roles = separation.roles_from(connection, account_id, self._session.today)
            separation.must_give(self._actor, roles)
            ended = end_all_of(connection, account_id, self._session.now)
            self._note(connection, "end-sign-ins", account_id)
        return ended

    def all(self) -> list[Account]:
        """Every account with its grants, oldest first; the look is in the audit.

        Whoever watches is told of those who watch or have no role yet: names of a family stand beside a reference here,
        and a privacy officer knows people by reference alone (trust: roles).
        """
        with self._session.database.writing() as connection:
            self._note(connection, "list-accounts")
        with self._session.database.reading() as connection:
            rows = access.accounts(connection)
            grants = access.grants_of(connection, (row.account_id for row in rows))
        held = ((row, [one for one in grants if one.account_id == row.account_id]) for row in rows)
        # A name that is not told is not opened.
        return [self._account(row, its) for row, its in held if separation.may_list(self._actor, [g.role for g in its])]

    @property
    def _organisations(self) -> Organisations:
        return self._session.terms.organisations

    @staticmethod
    def _must_be_known(unknown: str | None) -> None:
        """A role over a team that nobody is of would reach nobody, and nobody would see why."""
        if unknown is not None:
            raise OrganisationUnknown(unknown)

    def _must_be_planned(self, connection: StoreConnection, given: Grant) -> None:
        """A panel is that of a review that was planned, or the role would open none."""
        if not given.review or not given.person_ref:
            return
        if not is_planned(connection, self._session.keys, given.person_ref, given.review):
            raise GrantRefused("There is no C(E)TR of this name for them: plan it first, or name it as it was planned.")

    def _must_be_their_own(self, connection: StoreConnection, account_id: int, given: Grant) -> None:
        """A key worker is one who is there and of the account's organisation, or the role would reach nobody."""
        account = access.account_by_id(connection, account_id)
        if given.role is not Role.KEY_WORKER or not given.worker or account is None:
            return
        team = teams(connection).get(given.worker)
        if team is None:
            raise GrantRefused("There is no key worker of this name: add them, or name them as they were added.")
        if given.worker not in staying(connection, self._session.today):
            raise GrantRefused("This key worker has left: name one whose last day is not past.")
        if team != account.organisation:
            raise GrantRefused(
                f"The account is of {account.organisation} and the key worker of {team}, so they would see nobody. "
                "Name a key worker of the account's organisation, or give the role to an account of the key worker's."
            )

    def _account(self, row: Any, grants: list[Any]) -> Account:
        return Account(
            account_id=row.account_id,
            issuer=row.issuer,
            subject=row.subject,
            name=self._session.keys.open(row.name, place_of_account(row.issuer, row.subject)),
            organisation=row.organisation,
            disabled_at=row.disabled_at,
            grants=tuple(HeldGrant(**{name: getattr(one, name) for name in _OF_A_GRANT}) for one in grants),
        )

    def _theirs(self, connection: StoreConnection, account_id: int) -> list[str]:
        """The roles of an account, all of them the actor's to take; raises `GrantRefused`, `NotTheirs`."""
        if access.account_by_id(connection, account_id) is None:
            raise GrantRefused(f"There is no account {account_id}.")
        roles = separation.roles_from(connection, account_id, self._session.today)
        separation.must_give(self._actor, roles)
        return roles

    @contextmanager
    def _taking_turns(self) -> Iterator[StoreConnection]:
        """A transaction after any other that gives or takes a role: of two the second sees what the first left."""
        with self._session.database.writing() as connection:
            self._audit.take_turn(connection)
            yield connection

    @contextmanager
    def _noting_refusal(self, action: str, account_id: int | None, more: str = "") -> Iterator[None]:
        """Whoever tries to reach further than they may is in the audit too (ASVS 16.3.2)."""
        try:
            yield
        except GrantRefused:
            with self._session.database.writing() as connection:
                self._note(connection, action, account_id, more, Outcome.REFUSED)
            raise

    def _note(
        self,
        connection: Any,
        action: str,
        account_id: int | None = None,
        more: str = "",
        outcome: Outcome = Outcome.ALLOWED,
    ) -> None:
        fields = " ".join(("accounts" if account_id is None else f"account {account_id}", more)).strip()
        self._audit.add(connection, entry_of(self._session, self._actor, action, outcome=outcome, fields=fields))


_OF_A_GRANT = tuple(HeldGrant.__dataclass_fields__)


def with_a_role(session: Session) -> int:
    """How many accounts are let in today and have a role; nobody is named, and no name is opened."""
    with session.database.reading() as connection:
        open_ = [row.account_id for row in access.accounts(connection) if row.disabled_at is None]
        return sum(bool(access.grants_on(connection, account_id, session.today)) for account_id in open_)

"""A DSR manager neither makes, removes nor becomes the privacy officer who looks into them (R-DSR-110, 113)."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from dsr.auth.accounts import Grant, GrantRefused, NotTheirs
from dsr.auth.holding import Accounts
from dsr.auth.roles import Role
from dsr.store.database import RegisterDatabase
from dsr.store.scope import Actor
from tests.dsr.auth.test_holding import DCO, MANAGER, TODAY, held, noted

OFFICER = Grant(role=Role.PRIVACY_OFFICER, starts_on=TODAY)
OWNER = Grant(role=Role.DSR_MANAGER, starts_on=TODAY)
YESTERDAY = TODAY - timedelta(days=1)


class Office:
    """A DSR manager and a privacy officer, made on the register's machine, and a third account without a role."""

    def __init__(self, database: RegisterDatabase) -> None:
        self.machine = held(database, MANAGER)
        self.owner, self.officer, self.third = (self.account(name) for name in ("owner", "officer", "third"))
        self.owns = self.machine.grant(self.owner, OWNER)
        self.watches = self.machine.grant(self.officer, OFFICER)
        self.as_owner = self.by(database, self.owner, Role.DSR_MANAGER)
        self.as_officer = self.by(database, self.officer, Role.PRIVACY_OFFICER)

    def account(self, subject: str) -> int:
        return self.machine.add(issuer="https://i.example", subject=subject, name="Alex Example", organisation="QVV")

    @staticmethod
    def by(database: RegisterDatabase, account_id: int, role: Role) -> Accounts:
        return held(database, Actor(account_id=account_id, role=role.value, organisation="QVV"))


@pytest.fixture
def office(database: RegisterDatabase) -> Office:
    return Office(database)


def test_who_is_watched_has_no_say_about_the_privacy_officer(database: RegisterDatabase, office: Office) -> None:
    office.machine.grant(office.third, OFFICER)
    acts: tuple[Callable[[], object], ...] = (
        lambda: office.as_owner.grant(office.third, OFFICER),
        lambda: office.as_owner.end(office.watches, YESTERDAY),
        lambda: office.as_owner.disable(office.officer),
        lambda: office.as_owner.enable(office.officer),
    )
    before = len(noted(database))
    for act in acts:
        with pytest.raises(NotTheirs, match="privacy officer is for another"):
            act()
    assert [action for action, _ in noted(database)[before:]] == [
        "grant-role",
        "end-grant",
        "disable-account",
        "enable-account",
    ]
    assert office.as_owner.grant(office.third, DCO)


def test_a_privacy_officer_has_a_say_about_privacy_officers_alone(office: Office) -> None:
    with pytest.raises(GrantRefused, match="themselves"):
        office.as_officer.grant(office.officer, OFFICER)
    for given in (OWNER, DCO):
        with pytest.raises(NotTheirs):
            office.as_officer.grant(office.third, given)
    with pytest.raises(NotTheirs):
        office.as_officer.disable(office.owner)
    second = office.as_officer.grant(office.third, OFFICER)
    assert office.as_officer.end(second, YESTERDAY)


def test_nobody_is_both(office: Office) -> None:
    """On the register's machine neither, however one comes by it; and again once the other role is over."""
    for account_id, given in ((office.owner, OFFICER), (office.officer, OWNER)):
        with pytest.raises(GrantRefused, match="Nobody is a DSR manager and a privacy officer"):
            office.machine.grant(account_id, given)
    with pytest.raises(GrantRefused, match="Nobody is"):
        office.as_owner.grant(office.officer, OWNER)
    assert office.machine.end(office.owns, YESTERDAY)
    assert office.machine.grant(office.owner, OFFICER)


def test_one_privacy_officer_remains(office: Office) -> None:
    acts: tuple[Callable[[], object], ...] = (
        lambda: office.machine.end(office.watches, YESTERDAY),
        lambda: office.machine.disable(office.officer),
        lambda: office.as_officer.end(office.watches, TODAY + timedelta(days=30)),
    )
    for act in acts:
        with pytest.raises(GrantRefused, match="last privacy officer"):
            act()
    until = Grant(role=Role.PRIVACY_OFFICER, starts_on=TODAY, ends_on=TODAY + timedelta(days=7))
    second = office.machine.grant(office.third, until)
    with pytest.raises(GrantRefused, match="last"):
        office.machine.end(office.watches, TODAY + timedelta(days=7))
    assert office.machine.end(office.watches, TODAY + timedelta(days=6))
    assert office.machine.disable(office.officer)
    with pytest.raises(GrantRefused, match="last"):
        office.machine.end(second, YESTERDAY)

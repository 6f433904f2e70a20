"""Accounts: by issuer and subject, with the roles of the day, and out at once when somebody says so (J8, J14, F36)."""

from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, text, update

from dsr.auth import accounts
from dsr.auth.accounts import GivenAlready, Grant, GrantRefused, Standing, standing_of
from dsr.auth.claims import Identity
from dsr.auth.powers import POWERS
from dsr.auth.refusals import AccountRefused, Barred
from dsr.auth.roles import Reach, Relationship, Role
from dsr.auth.used_tokens import sign_out, use_up
from dsr.store import access
from dsr.store.database import RegisterDatabase
from dsr.store.faults import SealBroken
from dsr.store.tables import account, person
from tests.dsr.auth.signing import EC_ISSUER, ISSUER, NOW, Door
from tests.dsr.conftest import KEYS

TODAY = NOW.date()
IDENTITY = Identity(
    issuer=ISSUER.url, subject="subject-1", roles_ceiling=None, expires_at=NOW + timedelta(minutes=30), jti="token-1"
)
KEY_WORKER = Grant(role=Role.KEY_WORKER, starts_on=TODAY, worker="kw-1")
DCO = Grant(role=Role.DCO, starts_on=TODAY)


def added(database: RegisterDatabase, *grants: Grant, issuer: str = ISSUER.url, subject: str = "subject-1") -> int:
    """An account with grants."""
    with database.writing() as connection:
        account_id = accounts.add_account(
            connection, KEYS, issuer=issuer, subject=subject, name="Alex Example", organisation="QVV"
        )
        for one in grants:
            accounts.grant(connection, account_id, one, by=None)
    return account_id


def standing(database: RegisterDatabase, identity: Identity = IDENTITY, now: datetime = NOW) -> Standing | Barred:
    """What an identity stands for, or why it is refused."""
    try:
        with database.reading() as connection:
            return standing_of(connection, KEYS, identity, now)
    except AccountRefused as refused:
        return refused.code


def roles(database: RegisterDatabase, identity: Identity = IDENTITY, now: datetime = NOW) -> set[Role]:
    found = standing(database, identity, now)
    assert isinstance(found, Standing)
    return set(found.roles)


def test_an_account_stands_with_its_grants(database: RegisterDatabase, door: Door) -> None:
    account_id = added(database, KEY_WORKER, DCO)
    identity = door.identity(door.good())
    expected = Standing(account_id=account_id, organisation="QVV", grants=(KEY_WORKER, DCO))
    assert standing(database, identity) == expected
    assert roles(database) == {Role.KEY_WORKER, Role.DCO}


def test_j08_one_subject_of_two_issuers_has_two_accounts(database: RegisterDatabase, door: Door) -> None:
    """ASVS 6.8.1. The name and organisation are alike; nothing but issuer and subject says who somebody is."""
    first = added(database, DCO)
    assert standing(database, door.identity(door.good_ec())) is Barred.UNKNOWN
    second = added(database, KEY_WORKER, issuer=EC_ISSUER.url)
    assert first != second
    assert roles(database, door.identity(door.good())) == {Role.DCO}
    assert roles(database, door.identity(door.good_ec())) == {Role.KEY_WORKER}


@pytest.mark.parametrize("subject", ["subject-2", "SUBJECT-1", "subject-1 ", "subject_1", "ѕubject-1", "%"])
def test_who_has_no_account_is_refused(database: RegisterDatabase, subject: str) -> None:
    added(database, DCO)
    assert standing(database, replace(IDENTITY, subject=subject)) is Barred.UNKNOWN


def test_j14_a_disabled_account_is_refused_from_the_next_request_on(database: RegisterDatabase) -> None:
    """F36, and F15: at whatever time the clock of the machine says it is."""
    account_id = added(database, KEY_WORKER)
    assert roles(database) == {Role.KEY_WORKER}
    with database.writing() as connection:
        assert accounts.disable(connection, account_id, NOW)
        assert not accounts.disable(connection, account_id, NOW + timedelta(days=1))
    for now in (NOW, NOW - timedelta(days=1), NOW + timedelta(days=1)):
        assert standing(database, now=now) is Barred.DISABLED
    with database.reading() as connection:
        assert connection.execute(select(account.c.disabled_at)).scalar_one() == NOW


def test_j14_a_token_is_refused_after_signing_out_and_the_next_one_is_not(database: RegisterDatabase) -> None:
    """ASVS 7.4.1."""
    added(database, KEY_WORKER)
    for _ in range(2):
        with database.writing() as connection:
            sign_out(connection, IDENTITY)
        assert standing(database) is Barred.SIGNED_OUT
    assert roles(database, replace(IDENTITY, jti="token-2")) == {Role.KEY_WORKER}


def test_j14_a_role_that_is_taken_away_is_away_at_once(database: RegisterDatabase) -> None:
    account_id = added(database, DCO)
    with database.writing() as connection:
        grant_id = accounts.grant(connection, account_id, KEY_WORKER, by=None)
    assert roles(database) == {Role.DCO, Role.KEY_WORKER}
    with database.writing() as connection:
        assert accounts.end_grant(connection, grant_id, TODAY)
        assert not accounts.end_grant(connection, grant_id, TODAY + timedelta(days=9))
    assert roles(database) == {Role.DCO, Role.KEY_WORKER}
    with database.writing() as connection:
        assert accounts.end_grant(connection, grant_id, TODAY - timedelta(days=1))
        assert not accounts.end_grant(connection, grant_id + 1, TODAY)
    assert roles(database) == {Role.DCO}


def test_f36_a_leaver_with_a_good_token_is_out_within_one_request(database: RegisterDatabase, door: Door) -> None:
    account_id, token = added(database, KEY_WORKER), door.good()
    assert roles(database, door.identity(token)) == {Role.KEY_WORKER}
    with database.writing() as connection:
        accounts.disable(connection, account_id, NOW)
    assert door.refusal(token) is None
    assert standing(database, door.identity(token)) is Barred.DISABLED


@pytest.mark.parametrize(
    ("now", "held"),
    [
        (datetime(2026, 7, 5, 22, 59), False),  # in London still 5 July
        (datetime(2026, 7, 5, 23, 0), True),
        (datetime(2026, 7, 6, 12, 0), True),
        (datetime(2026, 11, 30, 23, 59), True),
        (datetime(2026, 12, 1, 0, 0), False),
    ],
)
def test_a_role_is_held_from_its_first_day_to_its_last_as_london_counts_them(
    database: RegisterDatabase, now: datetime, held: bool
) -> None:
    added(database, replace(DCO, starts_on=date(2026, 7, 6), ends_on=date(2026, 11, 30)))
    assert roles(database, now=now) == ({Role.DCO} if held else set())


@pytest.mark.parametrize(
    ("ceiling", "left"),
    [
        (None, {Role.DCO, Role.KEY_WORKER}),
        ({"dco", "key-worker", "dsr-manager", "unheard-of"}, {Role.DCO, Role.KEY_WORKER}),
        ({"dco"}, {Role.DCO}),
        ({"dsr-manager"}, set()),
        ({"DCO"}, set()),
        (set(), set()),
    ],
)
def test_a_token_takes_roles_away_and_never_gives_one(
    database: RegisterDatabase, ceiling: set[str] | None, left: set[Role]
) -> None:
    added(database, DCO, KEY_WORKER)
    named = None if ceiling is None else frozenset(ceiling)
    assert roles(database, replace(IDENTITY, roles_ceiling=named)) == left


@pytest.mark.parametrize("role", Role)
def test_a_role_is_given_with_what_it_reaches_over_and_nothing_else(database: RegisterDatabase, role: Role) -> None:
    account_id = added(database)
    with database.writing() as connection:
        connection.execute(insert(person).values(person_ref="one", version=1))
    over = {
        Reach.OWN_TEAM: "team",
        Reach.OWN_COUNCIL: "authority",
        Reach.OWN_CASES: "worker",
        Reach.PANEL: "person_ref",
        Reach.SINGLE_PEOPLE: "person_ref",
    }
    wanted = over.get(POWERS[role].reach)
    for named in (None, *dict.fromkeys(over.values())):
        named_over: dict[str, Any] = {} if named is None else {named: "one"}
        whose = Relationship.YOUNG_PERSON if role is Role.FAMILY else None
        which = "c1" if POWERS[role].reach is Reach.PANEL else None
        given = Grant(role=role, starts_on=TODAY, relationship=whose, review=which, **named_over)
        with database.writing() as connection:
            if named == wanted:
                accounts.grant(connection, account_id, given, by=None)
            else:
                with pytest.raises(GrantRefused, match="reaches over"):
                    accounts.grant(connection, account_id, given, by=None)
    assert roles(database) == {role}


def test_what_would_mean_nothing_or_too_much_is_refused(database: RegisterDatabase) -> None:
    account_id = added(database)
    with database.writing() as connection:
        with pytest.raises(GrantRefused, match="before it starts"):
            accounts.grant(connection, account_id, replace(DCO, ends_on=TODAY - timedelta(days=1)), by=None)
        with pytest.raises(GrantRefused, match="themselves"):
            accounts.grant(connection, account_id, DCO, by=account_id)
        with pytest.raises(GrantRefused, match="no such account"):
            accounts.grant(connection, account_id + 1, DCO, by=account_id)
        with pytest.raises(GrantRefused, match="already"):
            accounts.add_account(
                connection, KEYS, issuer=ISSUER.url, subject="subject-1", name="Other", organisation="QVV"
            )
    assert roles(database) == set()


def test_a_role_for_a_single_person_names_somebody_who_is_on_the_register(database: RegisterDatabase) -> None:
    account_id = added(database)
    whose = Relationship.YOUNG_PERSON
    given = Grant(role=Role.FAMILY, starts_on=TODAY, person_ref="K7QX2M9R", relationship=whose)
    with database.writing() as connection, pytest.raises(GrantRefused, match="nobody of this reference"):
        accounts.grant(connection, account_id, given, by=None)


@pytest.mark.parametrize(
    ("starts_in", "ends_in", "is_refused"),
    [(0, 5, True), (5, 9, True), (5, None, True), (6, None, False), (-9, -1, False), (-9, 0, True), (-9, None, True)],
)
def test_a_role_is_given_once_for_a_day(
    database: RegisterDatabase, starts_in: int, ends_in: int | None, is_refused: bool
) -> None:
    """F36: of two equal grants, whoever takes the role away by ending one would leave the other."""
    account_id = added(database, replace(KEY_WORKER, starts_on=TODAY, ends_on=TODAY + timedelta(days=5)))
    last = None if ends_in is None else TODAY + timedelta(days=ends_in)
    given = replace(KEY_WORKER, starts_on=TODAY + timedelta(days=starts_in), ends_on=last)
    with database.writing() as connection:
        if is_refused:
            with pytest.raises(GrantRefused, match="until the day before it starts, or from the day after it ends"):
                accounts.grant(connection, account_id, given, by=None)
        else:
            assert accounts.grant(connection, account_id, given, by=None) == 2
        assert accounts.grant(connection, account_id, replace(given, worker="another"), by=None)


@pytest.mark.parametrize(("ends_in", "is_refused"), [(None, True), (30, True), (29, False)])
def test_a_role_is_given_until_the_day_before_the_same_begins(
    database: RegisterDatabase, ends_in: int | None, is_refused: bool
) -> None:
    account_id = added(database, replace(DCO, starts_on=TODAY + timedelta(days=30)))
    given = replace(DCO, ends_on=None if ends_in is None else TODAY + timedelta(days=ends_in))
    with database.writing() as connection:
        if is_refused:
            with pytest.raises(GivenAlready, match="Grant 1 gives the same on some of these days"):
                accounts.grant(connection, account_id, given, by=None)
        else:
            assert accounts.grant(connection, account_id, given, by=None) == 2


@pytest.mark.parametrize(("whose", "is_same"), [(Relationship.PARENT, True), (Relationship.YOUNG_PERSON, False)])
def test_a_role_of_a_family_that_does_not_say_whose_it_is_is_a_parents(
    database: RegisterDatabase, whose: Relationship, is_same: bool
) -> None:
    """F36: beside a grant of before there was a relationship, a parent's would be the same one twice."""
    account_id = added(database)
    family = Grant(role=Role.FAMILY, starts_on=TODAY, person_ref="one", relationship=whose)
    with database.writing() as connection:
        connection.execute(insert(person).values(person_ref="one", version=1))
        access.add_grant(connection, account_id, asdict(family) | {"role": "family", "relationship": None})
        if is_same:
            with pytest.raises(GivenAlready, match="Grant 1 gives the same"):
                accounts.grant(connection, account_id, family, by=None)
        else:
            assert accounts.grant(connection, account_id, family, by=None) == 2


def test_a_role_that_was_ended_before_it_began_is_given_again(database: RegisterDatabase) -> None:
    account_id = added(database, replace(KEY_WORKER, starts_on=TODAY))
    with database.writing() as connection:
        assert accounts.end_grant(connection, 1, TODAY - timedelta(days=1))
        assert accounts.grant(connection, account_id, KEY_WORKER, by=None) == 2


def test_a_role_of_a_newer_version_gives_nothing(database: RegisterDatabase) -> None:
    added(database, DCO)
    with database.writing() as connection:
        connection.execute(text("UPDATE role_grant SET role = 'role-of-next-year'"))
    assert roles(database) == set()


def test_a_name_is_sealed_in_its_place(database: RegisterDatabase) -> None:
    account_id, other = added(database), added(database, subject="subject-2")
    with database.writing() as connection:
        sealed = connection.execute(select(account.c.name).where(account.c.account_id == account_id)).scalar_one()
        assert b"Alex" not in sealed
        assert accounts.name_of(connection, KEYS, account_id) == "Alex Example"
        assert accounts.name_of(connection, KEYS, account_id + 99) is None
        connection.execute(update(account).where(account.c.account_id == other).values(name=sealed))
        with pytest.raises(SealBroken):
            accounts.name_of(connection, KEYS, other)


def test_j13_a_token_that_was_used_up_stands_for_nobody(database: RegisterDatabase) -> None:
    added(database, DCO)
    with database.writing() as connection:
        assert standing_of(connection, KEYS, IDENTITY, NOW).roles
        assert use_up(connection, IDENTITY.issuer, IDENTITY.jti, IDENTITY.expires_at)
    assert standing(database) is Barred.SIGNED_OUT

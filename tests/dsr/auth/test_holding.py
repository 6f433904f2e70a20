"""Whoever changes accounts is in the audit, in the same transaction; and nothing else in the code changes them."""

import ast
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

import dsr
from diis.store.engine import StoreUnavailable
from dsr.auth.accounts import Grant, GrantRefused, standing_of
from dsr.auth.claims import Identity
from dsr.auth.holding import Accounts, with_a_role
from dsr.auth.refusals import AccountRefused
from dsr.auth.roles import Role
from dsr.rules.due import TERMS
from dsr.rules.organisations import PARTNERSHIP, Organisations
from dsr.rules.terms import Terms
from dsr.store.database import RegisterDatabase
from dsr.store.scope import Actor
from dsr.store.tables import account, audit
from dsr.store.workers import add_worker, ends
from tests.dsr.conftest import KEYS
from tests.dsr.store.people import NOW, register

MANAGER = Actor(account_id=None, role="command-line", organisation="-", route="dsr accounts")
TODAY = NOW.date()
DCO = Grant(role=Role.DCO, starts_on=TODAY)
KEY_WORKER = Grant(role=Role.KEY_WORKER, starts_on=TODAY, worker="kw-1")
IDENTITY = Identity(issuer="https://i.example", subject="s1", roles_ceiling=None, expires_at=NOW, jti="t1")


def held(database: RegisterDatabase, actor: Actor = MANAGER) -> Accounts:
    return Accounts(register(database).session, actor)


def add(database: RegisterDatabase, subject: str = "s1", organisation: str = "QVV") -> int:
    return held(database).add(
        issuer="https://i.example", subject=subject, name="Alex Example", organisation=organisation
    )


def noted(database: RegisterDatabase) -> list[tuple[str, str]]:
    with database.reading() as connection:
        rows = connection.execute(select(audit.c.action, audit.c.fields).order_by(audit.c.number))
        return [(row.action, row.fields) for row in rows]


def is_let_in(database: RegisterDatabase) -> bool:
    try:
        with database.reading() as connection:
            return bool(standing_of(connection, KEYS, IDENTITY, NOW).grants)
    except AccountRefused:
        return False


def test_each_change_has_its_row_and_names_nobody(database: RegisterDatabase) -> None:
    """R-DSR-113, F36."""
    number = add(database)
    grant = held(database).grant(number, DCO)
    assert is_let_in(database)
    assert held(database).disable(number)
    assert not held(database).disable(number)
    assert not is_let_in(database)
    assert held(database).enable(number)
    assert not held(database).enable(number)
    assert is_let_in(database)
    assert held(database).end(grant, TODAY - timedelta(days=1))
    assert not held(database).end(grant, TODAY)
    assert not is_let_in(database)
    assert noted(database) == [
        ("add-account", f"account {number}"),
        ("grant-role", f"account {number} grant {grant} dco"),
        ("disable-account", f"account {number}"),
        ("enable-account", f"account {number}"),
        ("end-grant", f"account {number} grant {grant} dco"),
    ]


def test_the_accounts_are_listed_with_all_that_they_ever_were(database: RegisterDatabase) -> None:
    first, second = add(database, organisation="RDY"), add(database, "s2")
    with database.writing() as connection:
        add_worker(connection, "kw-1", "RDY")
    held(database).grant(first, DCO)
    held(database).grant(first, Grant(role=Role.KEY_WORKER, starts_on=date(2020, 1, 1), ends_on=TODAY, worker="kw-1"))
    held(database).disable(second)
    one, other = held(database).all()
    assert (one.name, one.subject, [grant.role for grant in one.grants]) == (
        "Alex Example",
        "s1",
        ["dco", "key-worker"],
    )
    assert (one.disabled_at, one.grants[0].holds(TODAY)) == (None, True)
    assert (other.disabled_at, other.grants) == (NOW, ())
    assert with_a_role(register(database).session) == 1
    assert noted(database)[-1] == ("list-accounts", "accounts")


def test_a_role_of_a_key_worker_is_of_one_who_is_there(database: RegisterDatabase) -> None:
    """A slip in the name would reach nobody for ever. Case leads are in no list: whoever is named leads."""
    number = add(database, organisation="RDY")
    role = KEY_WORKER
    with pytest.raises(GrantRefused, match="no key worker of this name"):
        held(database).grant(number, role)
    with database.writing() as connection:
        add_worker(connection, "kw-1", "RDY")
    assert held(database).grant(number, role)
    assert held(database).grant(number, replace(role, role=Role.CLINICAL_CASE_LEAD, worker="Dr Lead"))


@pytest.mark.parametrize(("last_day_in", "is_refused"), [(-400, True), (-1, True), (0, False), (30, False)])
def test_nobody_gets_the_role_of_a_key_worker_who_left(
    database: RegisterDatabase, last_day_in: int, is_refused: bool
) -> None:
    number = add(database, organisation="RDY")
    with database.writing() as connection:
        add_worker(connection, "kw-1", "RDY")
        ends(connection, "kw-1", TODAY + timedelta(days=last_day_in))
    if is_refused:
        with pytest.raises(GrantRefused, match="This key worker has left"):
            held(database).grant(number, KEY_WORKER)
    else:
        assert held(database).grant(number, KEY_WORKER)


def test_the_role_of_a_key_worker_is_for_an_account_of_their_team(database: RegisterDatabase) -> None:
    """The register tells a key worker of nobody as somebody of another organisation, so the role would reach nobody."""
    number = add(database, organisation="RDY")
    with database.writing() as connection:
        add_worker(connection, "kw-1", "RBD")
    with pytest.raises(GrantRefused, match="account is of RDY and the key worker of RBD"):
        held(database).grant(number, KEY_WORKER)
    assert noted(database)[-1] == ("grant-role", f"account {number}")
    assert held(database).grant(add(database, "s2", "RBD"), KEY_WORKER)


def test_what_is_refused_is_not_done(database: RegisterDatabase) -> None:
    number = add(database)
    mine = held(database, Actor(account_id=number, role="dsr-manager", organisation="QVV"))
    acts: tuple[Callable[[], object], ...] = (
        lambda: add(database),
        lambda: mine.grant(number, DCO),
        lambda: mine.enable(number),
        lambda: held(database).disable(number + 1),
        lambda: held(database).enable(number + 1),
        lambda: held(database).end(99, TODAY),
        lambda: held(database).add(issuer="", subject="s", name="n", organisation="o"),
    )
    for act in acts:
        with pytest.raises(GrantRefused):
            act()
    tried = ["grant-role", "enable-account", "disable-account", "enable-account", "end-grant"]
    assert [action for action, _ in noted(database)] == ["add-account", *tried]


def test_without_room_in_the_audit_no_account_is_made(sqlite_register: str) -> None:
    """F05: the change and its row stand or fall together."""
    database = RegisterDatabase(sqlite_register)
    with database.writing() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
        )
    with pytest.raises(StoreUnavailable):
        add(database)
    with database.reading() as connection:
        assert connection.execute(select(account)).all() == []
    database.close()


def test_accounts_are_changed_here_alone() -> None:
    """No other module of the register calls what changes an account without a row in the audit."""
    changing = {"add_account", "add_grant", "end_grant", "disable", "disable_account", "enable_account"}
    folder = Path(dsr.__file__).parent
    callers = {
        module.relative_to(folder).as_posix()
        for module in folder.rglob("*.py")
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in ("accounts", "access")
        and node.func.attr in changing
    }
    assert callers == {"auth/accounts.py", "auth/holding.py"}


def test_only_organisations_that_are_known_are_named(database: RegisterDatabase) -> None:
    """A role over a team that nobody is of reaches nobody for ever; what is refused is in the audit."""
    session = register(database).session
    closed = replace(session, terms=Terms(TERMS, organisations=Organisations(PARTNERSHIP)))
    number, accounts = add(database), Accounts(closed, MANAGER)
    with pytest.raises(GrantRefused, match=r"RDY .Dorset HealthCare"):
        accounts.add(issuer="https://i.example", subject="s2", name="Alex Example", organisation="RYD")
    slips = (
        Grant(role=Role.KEY_WORKER_MANAGER, starts_on=TODAY, team="rdy"),
        Grant(role=Role.PANEL_MEMBER, starts_on=TODAY, authority="Dorset"),
    )
    for slip in slips:
        with pytest.raises(GrantRefused, match="is not known here"):
            accounts.grant(number, slip)
    assert noted(database)[-1] == ("grant-role", f"account {number}")
    assert accounts.grant(number, Grant(role=Role.KEY_WORKER_MANAGER, starts_on=TODAY, team="RDY"))
    assert accounts.grant(number, Grant(role=Role.PANEL_MEMBER, starts_on=TODAY, authority="E06000059"))

"""Roles over a single person end with the record: nobody finds out by an account whose child was on the register."""

from typing import Any

import pytest
from sqlalchemy import select

from dsr.auth.accounts import GrantRefused
from dsr.auth.roles import Relationship, Role
from dsr.store.audit_reading import AuditReading
from dsr.store.database import RegisterDatabase
from dsr.store.single_people import FAMILY
from dsr.store.tables import account, audit, grant, sign_in
from tests.dsr.rules.lives import a_fact
from tests.dsr.store.erased import CLOSED, THEN, erasing, in_files
from tests.dsr.store.holders import accounts, expert, family, held
from tests.dsr.store.people import COORDINATOR, register, rowan


@pytest.fixture
def gone(database: RegisterDatabase) -> str:
    """Rowan, closed as a child, with a review that was planned."""
    return rowan(register(database), *map(a_fact, (*CLOSED, "2026-04-01 review-planned c1 2026-05-01")))


def test_no_role_over_who_is_erased_is_left_nor_whose_family_somebody_was(
    database: RegisterDatabase, register_url: str, gone: str
) -> None:
    """An account of a parent of such a reference tells who was on the register; what looked stays, by number."""
    sibling = rowan(register(database), number="9990000026")
    itself = held(database, "Rowan", family(gone, whose=Relationship.YOUNG_PERSON))
    parent = held(database, "Robin", family(gone, ends="2027-02-01"))
    of_two = held(database, "Linden", family(gone), family(sibling))
    professional = held(database, "Expert", expert(gone))
    names = [row.name for row in accounts_of(database)[:2]]
    assert not database.is_sqlite or in_files(register_url, [*names, b"Robin"]) == [*names, b"Robin"]
    assert erasing(database).erase(gone, THEN.date())
    erasing(database).scrub()
    with database.reading() as connection:
        left = connection.execute(select(grant.c.account_id, grant.c.person_ref)).all()
        assert [tuple(one) for one in left] == [(of_two, sibling)]
        assert set(connection.execute(select(sign_in.c.account_id)).scalars()) == {of_two, professional}
    told = {row.account_id: (row.subject, row.disabled_at) for row in accounts_of(database)}
    assert [told[one] for one in (itself, parent)] == [(f"erased {one}", THEN) for one in (itself, parent)]
    assert [told[one] for one in (of_two, professional)] == [("Linden", None), ("Expert", None)]
    told_now = [one.name for one in accounts(database, THEN).all()]
    assert told_now == ["erased", "erased", "Linden Ashgrove", "Expert Ashgrove"]
    assert not database.is_sqlite or in_files(register_url, [*names, b"Robin"]) == []


def accounts_of(database: RegisterDatabase) -> list[Any]:
    with database.reading() as connection:
        return list(connection.execute(select(account).order_by(account.c.account_id)))


def test_that_roles_ended_is_in_the_audit_by_number(database: RegisterDatabase, gone: str) -> None:
    parent = held(database, "Robin", family(gone))
    assert erasing(database).erase(gone, THEN.date())
    with database.reading() as connection:
        rows = connection.execute(select(audit).where(audit.c.at == THEN).order_by(audit.c.number)).all()
    numbers = [(row.action, row.people, row.fields) for row in rows if row.action != "erase"]
    assert numbers == [
        ("end-grant", "", f"account {parent} grant 1 family"),
        ("erase-account", "", f"account {parent}"),
    ]
    assert AuditReading(erasing(database).session, COORDINATOR).verify() == []


def test_nobody_is_given_a_role_over_who_is_erased(database: RegisterDatabase, gone: str) -> None:
    assert erasing(database).erase(gone, THEN.date())
    with pytest.raises(GrantRefused, match="nobody of this reference"):
        held(database, "Robin", family(gone))
    assert Role.FAMILY.value == FAMILY

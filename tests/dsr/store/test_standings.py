"""What follows from the facts, as lists and due dates see it: for today, for partners, and again each new day."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from dsr.rules.facts.fact import Fact
from dsr.store.database import RegisterDatabase
from dsr.store.people import Writing
from dsr.store.scope import Scope
from dsr.store.standings import renew
from dsr.store.tables import agency, standing, task
from dsr.store.workers import add_worker
from tests.dsr.rules.lives import a_fact
from tests.dsr.store.people import KEY_WORKER, NOW, ROWAN, register, rowan

ENTRY = (
    "2027-02-08 condition autism",
    "2027-02-08 referred health",
    "2027-02-08 triaged",
    "2027-02-08 accepted",
    "2027-02-08 consent own-consent entry sharing:RDY+school review key-worker",
    "2027-02-08 rated red",
    "2027-02-08 case-lead RDY",
    "2027-02-10 key-worker anna",
    "2027-02-10 lives E06000059 home",
)
SCHOOL = Scope(authorities=frozenset({"E06000059"}), shared_with="school")


@pytest.fixture(autouse=True)
def anna(database: RegisterDatabase) -> None:
    """The key worker of the entry."""
    with database.writing() as connection:
        add_worker(connection, "anna", "RDY")


def facts(*lines: str) -> list[Fact]:
    return [a_fact(line) for line in lines]


def row_of(database: RegisterDatabase) -> dict[str, object]:
    with database.reading() as connection:
        return dict(connection.execute(select(standing)).one()._mapping)


def told(database: RegisterDatabase) -> list[str]:
    with database.reading() as connection:
        return sorted(connection.execute(select(agency.c.organisation)).scalars())


def due(database: RegisterDatabase) -> set[str]:
    with database.reading() as connection:
        open_ = select(task.c.code).where(task.c.done_on.is_(None), task.c.ceased_on.is_(None))
        return set(connection.execute(open_).scalars())


def test_a_list_sees_status_rating_and_who_is_who(database: RegisterDatabase) -> None:
    reference = rowan(register(database), *facts(*ENTRY))
    found = row_of(database)
    expected = {"person_ref": reference, "status": "active", "rating": "red", "team": "RDY", "key_worker": "anna"}
    assert {name: found[name] for name in expected} == expected
    assert str(found["authority"]) == "E06000059"
    assert told(database) == ["RDY", "school"]
    assert "review" in due(database)


def test_t14_who_withdraws_is_hidden_from_partners_at_once(database: RegisterDatabase) -> None:
    """R-DSR-31, T14."""
    reference = rowan(register(database), *facts(*ENTRY))
    partner = register(database, SCHOOL, KEY_WORKER)
    assert partner.find("nhs-number", ROWAN["nhs-number"]) == [reference]
    writing = Writing(action="withdraw", reason="told by phone", facts=facts("2027-03-01 withdrawn own-consent"))
    register(database).change(reference, 1, writing)
    assert partner.find("nhs-number", ROWAN["nhs-number"]) == []
    assert told(database) == []
    assert {"close-withdrawn", "tell-withdrawal"} <= due(database)


def test_before_consent_nobody_but_those_who_keep_the_register_sees_a_referral(database: RegisterDatabase) -> None:
    """R-DSR-26."""
    reference = rowan(register(database), *facts(*ENTRY[:3], *ENTRY[6:]))
    assert register(database, SCHOOL, KEY_WORKER).find("nhs-number", ROWAN["nhs-number"]) == []
    assert register(database).find("nhs-number", ROWAN["nhs-number"]) == [reference]


@pytest.mark.parametrize(
    ("then", "status", "rating"),
    [
        ((), "active", "red"),
        (("2027-02-20 admitted",), "active", "blue"),
        (("2027-02-20 withdrawn own-consent",), "closing", None),
        (("2027-02-20 removed entered-in-error",), "closed", None),
        (("2027-02-20 died",), "closed", None),
    ],
)
def test_who_is_not_on_the_register_has_no_rating_there(
    database: RegisterDatabase, then: tuple[str, ...], status: str, rating: str | None
) -> None:
    """R-DSR-30, 45."""
    rowan(register(database), *facts(*ENTRY, *then))
    found = row_of(database)
    assert (found["status"], found["rating"], found["rated_since"] is None) == (status, rating, rating is None)


def test_a_new_day_tells_what_nobody_did(database: RegisterDatabase) -> None:
    """R-DSR-32: consent of 8 February 2027 is to be asked for again after a year."""
    rowan(register(database), *facts(*ENTRY))
    a_year_on = register(database, now=datetime(2028, 2, 9, 7, 0)).session
    assert list(renew(a_year_on)) == [1]
    assert row_of(database)["status"] == "consent-due"
    assert list(renew(a_year_on)) == []


@pytest.mark.parametrize("days", [0, 40, 400])
def test_what_is_kept_is_what_would_be_made_again(database: RegisterDatabase, days: int) -> None:
    rowan(register(database), *facts(*ENTRY))
    later = register(database, now=NOW + timedelta(days=days)).session
    list(renew(later))
    once = (row_of(database), told(database), due(database))
    with database.writing() as connection:
        connection.execute(standing.update().values(told_on=datetime(2000, 1, 1).date()))
    list(renew(later))
    assert (row_of(database), told(database), due(database)) == once

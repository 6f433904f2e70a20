"""What follows from the facts, as lists and due dates see it: for today, for partners, and again each new day."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from dsr.rules.facts.fact import Fact
from dsr.store.database import RegisterDatabase
from dsr.store.lists import RegisterLists
from dsr.store.pages import PeopleWanted
from dsr.store.people import NobodyThere, Writing
from dsr.store.scope import Scope
from dsr.store.standings import renew
from dsr.store.tables import agency, standing, task
from dsr.store.workers import add_worker
from tests.dsr.rules.lives import a_fact
from tests.dsr.store.people import EVERYBODY, KEY_WORKER, NOW, ROWAN, register, rowan

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


PARENT = (
    "2026-03-01 condition autism",
    "2026-03-01 referred health",
    "2026-03-01 triaged",
    "2026-03-01 accepted",
    "2026-03-01 capacity no",
    "2026-03-01 consent parental-responsibility entry sharing:RDY+school",
    "2026-03-01 case-lead RDY",
    "2026-03-01 lives E06000059 home",
)


def found_by(database: RegisterDatabase, scope: Scope, now: datetime) -> list[str]:
    """Who is in the list."""
    listing = RegisterLists(register(database, now=now).session, scope, KEY_WORKER)
    return [one.person_ref for one in listing.page(PeopleWanted(), None, 50, ()).entries]


@pytest.mark.parametrize(
    ("midnight", "after"),
    [(datetime(2027, 2, 1, 0, 30), True), (datetime(2027, 2, 15, 0, 30), False)],
    ids=["the 16th birthday: sharing goes on", "14 days later: sharing is frozen"],
)
def test_after_midnight_sharing_of_yesterday_opens_nobody_until_it_is_renewed(
    database: RegisterDatabase, midnight: datetime, after: bool
) -> None:
    """R-DSR-33. The lead team and those who keep the register do not see by sharing, and see on."""
    eve = midnight - timedelta(hours=1)
    store = register(database, now=datetime(2026, 3, 1, 9, 0))
    reference = rowan(store, *facts(*PARENT))
    list(renew(register(database, now=eve).session))
    lead = Scope(teams=frozenset({"RDY"}), shared_with="RDY")
    assert found_by(database, SCHOOL, eve) == [reference]
    assert found_by(database, SCHOOL, midnight) == []
    assert found_by(database, lead, midnight) == found_by(database, EVERYBODY, midnight) == [reference]
    assert list(renew(register(database, now=midnight).session)) == [1]
    assert found_by(database, SCHOOL, midnight) == ([reference] if after else [])
    assert found_by(database, lead, midnight) == [reference]


@pytest.mark.parametrize(("midnight", "after"), [(datetime(2027, 2, 1, 0, 30), True), (datetime(2027, 2, 15), False)])
def test_who_is_asked_for_by_name_is_renewed_first(database: RegisterDatabase, midnight: datetime, after: bool) -> None:
    """So a partner waits for no upkeep, and sees whom the rules of the new day open and nobody else."""
    reference = rowan(register(database, now=datetime(2026, 3, 1, 9, 0)), *facts(*PARENT))
    list(renew(register(database, now=midnight - timedelta(hours=1)).session))
    partner = register(database, SCHOOL, KEY_WORKER, midnight)
    if after:
        assert partner.person(reference).person_ref == reference
        assert found_by(database, SCHOOL, midnight) == [reference]
    else:
        with pytest.raises(NobodyThere):
            partner.person(reference)
    assert row_of(database)["told_on"] == midnight.date()


@pytest.mark.parametrize(("midnight", "after"), [(datetime(2027, 2, 1, 0, 30), True), (datetime(2027, 2, 15), False)])
def test_who_is_looked_for_after_midnight_is_renewed_first(
    database: RegisterDatabase, midnight: datetime, after: bool
) -> None:
    """H2: a partner who finds nobody would enter the same child again."""
    reference = rowan(register(database, now=datetime(2026, 3, 1, 9, 0)), *facts(*PARENT))
    list(renew(register(database, now=midnight - timedelta(hours=1)).session))
    partner = register(database, SCHOOL, KEY_WORKER, midnight)
    assert partner.find("nhs-number", ROWAN["nhs-number"]) == ([reference] if after else [])


def test_a_partner_who_read_before_midnight_writes_after_it(database: RegisterDatabase) -> None:
    reference = rowan(register(database, now=datetime(2026, 3, 1, 9, 0)), *facts(*PARENT))
    writing = Writing(action="describe", reason="seen", facts=facts("2027-01-31 happened police-contact"))
    partner = register(database, SCHOOL, KEY_WORKER, datetime(2027, 2, 1, 0, 30))
    assert partner.change(reference, 1, writing) == 2

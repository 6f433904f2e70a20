"""What a family's account opens, and until when: the young person's own goes on, a parent's ends (R-DSR-27, 110)."""

from datetime import datetime

import pytest
from sqlalchemy import update

from dsr.auth.roles import Relationship, Role
from dsr.rules.facts.fact import Fact
from dsr.store.people import Writing
from dsr.store.tables import grant, identifier
from tests.dsr.api.desk import Desk
from tests.dsr.rules.lives import a_fact
from tests.dsr.store.people import rowan

EVE, SIXTEEN = datetime(2027, 1, 31, 23, 30), datetime(2027, 2, 1, 0, 30)
"""Half an hour before and after midnight in London; Rowan was born on 1 February 2011."""
EIGHTEEN = datetime(2029, 2, 1, 0, 30)
ENTRY = (
    "2026-11-02 condition autism",
    "2026-11-02 referred health",
    "2026-11-02 triaged",
    "2026-11-02 accepted",
    "2026-11-02 consent parental-responsibility",
    "2026-11-02 case-lead RDY",
)


def facts(*lines: str) -> list[Fact]:
    return [a_fact(line) for line in lines]


def family(desk: Desk, person: str, whose: Relationship) -> str:
    return desk.hire(Role.FAMILY, person, subject=whose.value, relationship=whose)


def opened(desk: Desk, person: str, subject: str, now: datetime) -> int:
    desk.now = now
    return desk.get(f"/people/{person}/summary", subject).status_code


def test_a_parents_sight_ends_with_the_16th_birthday_and_the_young_persons_goes_on(desk: Desk) -> None:
    person = rowan(desk.register(), *facts(*ENTRY))
    parent, own = (family(desk, person, whose) for whose in (Relationship.PARENT, Relationship.YOUNG_PERSON))
    assert [opened(desk, person, parent, now) for now in (EVE, SIXTEEN, EIGHTEEN)] == [200, 403, 403]
    assert [opened(desk, person, own, now) for now in (EVE, SIXTEEN, EIGHTEEN)] == [200, 200, 200]
    assert desk.get("/me", parent).json()["roles"] == []
    assert [one["relationship"] for one in desk.get("/me", own).json()["roles"]] == ["young-person"]


def test_under_16_it_ends_once_the_child_is_judged_competent(desk: Desk) -> None:
    """Nobody decides for who can decide, and so nobody sees for them (R-DSR-27)."""
    person = rowan(desk.register(), *facts(*ENTRY))
    parent = family(desk, person, Relationship.PARENT)
    assert opened(desk, person, parent, desk.now) == 200
    judged = Writing(action="judge", reason="seen", facts=facts("2026-11-20 capacity yes"))
    desk.register().change(person, 1, judged)
    assert opened(desk, person, parent, desk.now) == 403


def test_16_and_not_able_to_decide_is_for_a_best_interests_decision_and_no_parent(desk: Desk) -> None:
    person = rowan(desk.register(), *facts(*ENTRY, "2027-02-01 capacity no"))
    parent = family(desk, person, Relationship.PARENT)
    assert opened(desk, person, parent, SIXTEEN) == 403


@pytest.mark.parametrize(("now", "status"), [(EVE, 200), (SIXTEEN, 403)])
def test_a_grant_that_does_not_say_whose_it_is_counts_as_a_parents(desk: Desk, now: datetime, status: int) -> None:
    """Those that were given before it was asked."""
    person = rowan(desk.register(), *facts(*ENTRY))
    subject = family(desk, person, Relationship.YOUNG_PERSON)
    with desk.database.writing() as connection:
        connection.execute(update(grant).values(relationship=None))
    assert opened(desk, person, subject, now) == status


def test_a_record_that_cannot_be_read_opens_nothing_to_a_parent(desk: Desk) -> None:
    person = rowan(desk.register(), *facts(*ENTRY))
    parent = family(desk, person, Relationship.PARENT)
    with desk.database.writing() as connection:
        connection.execute(update(identifier).values(value=b"torn"))
    assert opened(desk, person, parent, EVE) == 403

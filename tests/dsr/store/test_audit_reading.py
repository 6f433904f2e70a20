"""Who looked at a person, as those read it who may ask; that they asked is in the audit too."""

import pytest

from dsr.rules.facts.rating import Rated
from dsr.store.audit import Anchor
from dsr.store.audit_reading import AuditReading
from dsr.store.database import RegisterDatabase
from dsr.store.people import Change, NobodyThere, Writing
from dsr.store.scope import Actor
from tests.dsr.store.people import AMBER, KEY_WORKER, RED, register, rowan

PRIVACY_OFFICER = Actor(account_id=9, role="privacy-officer", organisation="QVV", purpose="audit", route="/audit")


def reading(database: RegisterDatabase) -> AuditReading:
    return AuditReading(register(database).session, PRIVACY_OFFICER)


def looks(database: RegisterDatabase, person_ref: str) -> list[tuple[int | None, str, str]]:
    return [(look.account_id, look.action, look.outcome) for look in reading(database).who_looked(person_ref)]


def test_every_look_and_change_is_told_with_who_in_which_role_and_this_one_last(database: RegisterDatabase) -> None:
    """R-DSR-113."""
    reference = rowan(register(database), RED)
    register(database, actor=KEY_WORKER).person(reference)
    expected = [
        (1, "refer", "allowed"),
        (2, "read-person", "allowed"),
        (9, "read-audit", "allowed"),
    ]
    assert looks(database, reference) == expected
    assert looks(database, reference) == [*expected, (9, "read-audit", "allowed")]
    assert reading(database).verify() == []


def test_a_record_that_was_merged_still_says_who_looked(database: RegisterDatabase) -> None:
    store = register(database)
    kept, second = rowan(store, RED), rowan(store, AMBER)
    writing = Writing(action="merge", reason="one person")
    store.merge(Change(kept, 1, writing), Change(second, 1, writing))
    assert (1, "refer", "allowed") in looks(database, second)


def test_who_asks_about_nobody_is_told_so_and_is_in_the_audit(database: RegisterDatabase) -> None:
    with pytest.raises(NobodyThere):
        reading(database).who_looked("K7QX2M9R")
    assert reading(database).anchor().number == 1


def test_an_anchor_of_a_row_that_is_gone_is_found(database: RegisterDatabase) -> None:
    rowan(register(database), Rated(on=RED.on, rating=RED.rating, by="x", reason="y"))
    anchor = reading(database).anchor()
    assert reading(database).verify([anchor]) == []
    assert [one.number for one in reading(database).verify([Anchor(anchor.number + 1, "f" * 64)])] == [2]

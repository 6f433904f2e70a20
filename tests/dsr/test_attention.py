"""What needs attention, yes or no: on while anybody gives cause, the same for one and for many, and naming nobody."""

from datetime import datetime

import pytest

from dsr.attention import needs_attention
from dsr.rules.attention import ATTENTION
from dsr.store.database import RegisterDatabase
from dsr.store.people import Writing
from dsr.store.workers import add_worker
from tests.dsr.rules.lives import a_fact, day
from tests.dsr.store.people import register, rowan

ENTRY = (
    "2027-01-04 condition autism",
    "2027-01-04 area local",
    "2027-01-04 referred health",
    "2027-01-04 limb area holds",
    "2027-01-04 limb condition holds",
    "2027-01-04 limb risk holds",
    "2027-01-04 triaged",
    "2027-01-04 accepted",
    "2027-01-04 capacity yes",
    "2027-01-04 consent own-consent",
)
RED = (*ENTRY, "2027-01-04 rated red")


def on(database: RegisterDatabase, today: str, *lines: str) -> set[str]:
    """The rules that are on with one person on the register."""
    with database.writing() as connection:
        add_worker(connection, "anna", "RDY")
    store = register(database, now=datetime.fromisoformat(f"{today}T09:00"))
    rowan(store, *(a_fact(line) for line in lines))
    found = needs_attention(database, day(today), store.session.terms)
    assert set(found) == {one.id for one in ATTENTION} | {"caseload-blocked", "emergency-to-close", "emergency-overdue"}
    return {rule for rule, needs in found.items() if needs}


@pytest.mark.parametrize(
    ("lines", "today", "rule", "is_on"),
    [
        (RED, "2027-01-05", "red-without-key-worker", False),
        (RED, "2027-01-06", "red-without-key-worker", True),
        ((*RED, "2027-01-05 key-worker anna"), "2027-01-06", "red-without-key-worker", False),
        (RED, "2027-01-05", "unallocated", True),
        ((*RED, "2027-01-05 key-worker anna"), "2027-01-05", "unallocated", False),
        (RED, "2027-01-11", "review-overdue-red", False),
        (RED, "2027-01-12", "review-overdue-red", True),
        (RED, "2027-01-12", "review-overdue-amber", False),
        ((*RED, "2027-01-11 reviewed red"), "2027-01-12", "review-overdue-red", False),
        ((*RED, "2027-01-10 admitted"), "2027-01-23", "cetr-overdue", False),
        ((*RED, "2027-01-10 admitted"), "2027-01-24", "cetr-overdue", True),
        ((*RED, "2027-01-10 admitted"), "2027-01-17", "cetr-near", False),
        ((*RED, "2027-01-10 admitted"), "2027-01-18", "cetr-near", True),
        ((*RED, "2027-01-10 admitted"), "2027-01-10", "admission-without-cetr", True),
        ((*RED, "2027-01-10 admitted", "2027-01-12 causes"), "2027-01-12", "admission-without-cetr", False),
        ((*RED, "2027-01-10 withdrawn own-consent"), "2027-01-11", "withdrawn-not-closed", False),
        ((*RED, "2027-01-10 withdrawn own-consent"), "2027-01-12", "withdrawn-not-closed", True),
        (ENTRY[:6], "2027-01-06", "untriaged", False),
        (ENTRY[:6], "2027-01-07", "untriaged", True),
        ((*RED, "2027-01-10 happened unresolved-safety-concern"), "2027-01-10", "escalated", True),
    ],
)
def test_a_rule_is_on_from_the_day_after_a_miss_until_it_is_mended(
    database: RegisterDatabase, lines: tuple[str, ...], today: str, rule: str, is_on: bool
) -> None:
    """R-DSR-21, 31, 59, 59a, 65a, 72, 73, 100, 102."""
    assert (rule in on(database, today, *lines)) is is_on


def test_nothing_needs_attention_where_nobody_is(database: RegisterDatabase) -> None:
    found = needs_attention(database, day("2027-01-04"), register(database).session.terms)
    assert not any(found.values())


def test_a_caseload_that_is_too_heavy_is_told(database: RegisterDatabase) -> None:
    """R-DSR-103."""
    with database.writing() as connection:
        add_worker(connection, "anna", "RDY")
    store = register(database, now=datetime(2027, 1, 5, 9, 0))
    facts = [a_fact(line) for line in (*RED, "2027-01-05 key-worker anna")]
    for number in range(16):
        own = {"given-name": "R", "family-name": f"A{number}", "birth-date": "2010-02-01"}
        store.enter(Writing(action="refer", reason="x", facts=facts, identifiers=own, override=True))
        blocked = needs_attention(database, day("2027-01-05"), store.session.terms)["caseload-blocked"]
        assert blocked is (number == 15)

"""What needs attention, yes or no: on while anybody gives cause, the same for one and for many, and naming nobody."""

from datetime import datetime

import pytest

from dsr.actions.merging import merge
from dsr.actions.passing_on import refer_or_pass_on
from dsr.actions.recording import Seen
from dsr.attention import WITHOUT_NHS_NUMBER, needs_attention
from dsr.rules.attention import ATTENTION
from dsr.rules.attention_to_waits import ATTENTION_TO_WAITS
from dsr.rules.facts.entry import Referred, Referrer
from dsr.store.alike import AlikeRecords
from dsr.store.database import RegisterDatabase
from dsr.store.people import Writing
from dsr.store.scope import Scope
from dsr.store.workers import add_worker
from tests.dsr.rules.lives import a_fact, day
from tests.dsr.store.people import COORDINATOR, EVERYBODY, ROWAN, register, rowan

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
WITH_WORKER = (*RED, "2027-01-04 key-worker anna")


def on(database: RegisterDatabase, today: str, *lines: str) -> set[str]:
    """The rules that are on with one person on the register."""
    with database.writing() as connection:
        add_worker(connection, "anna", "CAMHS")
    store = register(database, now=datetime.fromisoformat(f"{today}T09:00"))
    rowan(store, *(a_fact(line) for line in lines))
    found = needs_attention(database, day(today), store.session.terms)
    of_waits = {*(one.id for one in ATTENTION_TO_WAITS), WITHOUT_NHS_NUMBER}
    others = {"alike-undecided", "caseload-blocked", "emergency-to-close", "emergency-overdue"}
    assert set(found) == {one.id for one in ATTENTION} | others | of_waits
    assert {rule for rule, needs in found.items() if needs is None} == of_waits
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
        (("2027-01-04 referred health", "2027-01-04 accepted"), "2027-01-11", "consent-not-obtained", False),
        (("2027-01-04 referred health", "2027-01-04 accepted"), "2027-01-12", "consent-not-obtained", True),
        ((*RED, "2027-01-10 withdrawn own-consent"), "2027-01-11", "withdrawn-not-closed", False),
        ((*RED, "2027-01-10 withdrawn own-consent"), "2027-01-12", "withdrawn-not-closed", True),
        (ENTRY[:6], "2027-01-06", "untriaged", False),
        (ENTRY[:6], "2027-01-07", "untriaged", True),
        ((*RED, "2027-01-10 admitted"), "2027-02-21", "visit-overdue", False),
        ((*RED, "2027-01-10 admitted"), "2027-02-22", "visit-overdue", True),
        ((*RED, "2027-01-10 admitted", "2027-02-20 visited"), "2027-02-22", "visit-overdue", False),
        (RED, "2027-12-04", "consent-near", False),
        (RED, "2027-12-05", "consent-near", True),
        (RED, "2028-01-05", "consent-near", True),
        (RED, "2028-08-01", "no-adult-lead", False),
        (RED, "2028-08-02", "no-adult-lead", True),
        ((*RED, "2028-07-01 adult-lead"), "2028-08-02", "no-adult-lead", False),
    ],
)
def test_a_rule_is_on_from_the_day_after_a_miss_until_it_is_mended(
    database: RegisterDatabase, lines: tuple[str, ...], today: str, rule: str, is_on: bool
) -> None:
    """R-DSR-21, 31, 33, 42, 59, 59a, 72, 73, 90, 100, 102."""
    assert (rule in on(database, today, *lines)) is is_on


BY_PARENT = (*ENTRY[:8], "2027-01-04 consent parental-responsibility", "2027-01-04 rated green")


@pytest.mark.parametrize(
    ("today", "is_on"), [("2026-12-31", False), ("2027-01-01", False), ("2027-01-04", True), ("2027-02-02", True)]
)
def test_a_consent_that_a_birthday_ends_is_told_before_and_after(
    database: RegisterDatabase, today: str, is_on: bool
) -> None:
    """R-DSR-33: a parent's consent does not outlast the 16th birthday, and the day itself mends nothing."""
    assert ("consent-near" in on(database, today, *BY_PARENT)) is is_on


@pytest.mark.parametrize(
    ("lines", "today", "levels"),
    [
        (RED, "2027-01-05", set()),
        (RED, "2027-01-06", {"commissioner", "council"}),
        (WITH_WORKER, "2027-01-11", set()),
        (WITH_WORKER, "2027-01-12", {"case-lead"}),
        (WITH_WORKER, "2027-01-13", {"case-lead", "dsr-manager"}),
        (WITH_WORKER, "2027-01-18", {"case-lead", "dsr-manager", "commissioner", "council"}),
        ((*WITH_WORKER, "2027-01-10 happened unresolved-safety-concern"), "2027-01-10", {"oversight-panel"}),
    ],
)
def test_each_level_of_the_ladder_is_told_by_itself(
    database: RegisterDatabase, lines: tuple[str, ...], today: str, levels: set[str]
) -> None:
    """R-DSR-65a: whoever is reached is alerted, and nobody is for what another is to do."""
    reached = {rule.removeprefix("escalated-") for rule in on(database, today, *lines) if rule.startswith("escalated-")}
    assert reached == levels


def test_nothing_needs_attention_where_nobody_is(database: RegisterDatabase) -> None:
    found = needs_attention(database, day("2027-01-04"), register(database).session.terms)
    assert not any(found.values())


def test_a_caseload_that_is_too_heavy_is_told(database: RegisterDatabase) -> None:
    """R-DSR-103."""
    with database.writing() as connection:
        add_worker(connection, "anna", "CAMHS")
    store = register(database, now=datetime(2027, 1, 5, 9, 0))
    facts = [a_fact(line) for line in (*RED, "2027-01-05 key-worker anna")]
    for number in range(16):
        own = {"given-name": "R", "family-name": f"A{number}", "birth-date": "2010-02-01"}
        store.enter(Writing(action="refer", reason="x", facts=facts, identifiers=own, override=True))
        blocked = needs_attention(database, day("2027-01-05"), store.session.terms)["caseload-blocked"]
        assert blocked is (number == 15)


ENTERED = datetime(2027, 3, 5, 23, 30)
"""On a Friday, half an hour before midnight in London."""


@pytest.fixture
def two(database: RegisterDatabase) -> tuple[str, str]:
    """Two of one name and birth date, the second entered long after the first."""
    first = rowan(register(database, now=datetime(2026, 3, 1, 9, 0)))
    return first, rowan(register(database, now=ENTERED), number="")


def alike_undecided(database: RegisterDatabase, on: str) -> bool:
    return bool(needs_attention(database, day(on), register(database).session.terms)["alike-undecided"])


@pytest.mark.parametrize(("on", "is_on"), [("2027-03-05", False), ("2027-03-12", False), ("2027-03-13", True)])
def test_two_records_that_may_be_of_one_child_are_told_when_nobody_decides(
    database: RegisterDatabase, two: tuple[str, str], on: str, is_on: bool
) -> None:
    """H2: five working days from the second on; how long the first was there says nothing."""
    assert two
    assert alike_undecided(database, on) is is_on


@pytest.mark.parametrize(("on", "is_on"), [("2027-03-08", False), ("2027-03-09", True)])
def test_a_record_that_was_made_beside_another_is_told_when_nobody_decides(
    database: RegisterDatabase, on: str, is_on: bool
) -> None:
    """H2: a twin who was referred with the number of the other, and whom nothing else leads to; since 1 March."""
    assert rowan(register(database), a_fact("2027-01-04 referred health"))
    practitioner = register(database, Scope(teams=frozenset({"R0D"})))
    twin = ROWAN | {"given-name": "Hazel", "family-name": "Birch"}
    asked = Referred(on=day("2027-03-01"), source=Referrer.EDUCATION)
    assert refer_or_pass_on(practitioner, twin, asked, "asked") is None
    assert alike_undecided(database, on) is is_on


def test_two_that_were_told_apart_need_nothing_more(database: RegisterDatabase, two: tuple[str, str]) -> None:
    AlikeRecords(register(database).session, EVERYBODY, COORDINATOR).tell_apart(two)
    assert not alike_undecided(database, "2027-04-01")


def test_two_that_were_merged_need_nothing_more(database: RegisterDatabase, two: tuple[str, str]) -> None:
    merge(register(database), Seen(two[0], 1), Seen(two[1], 1), "the same child")
    assert not alike_undecided(database, "2027-04-01")


def test_a_name_that_is_corrected_to_that_of_another_begins_the_days(database: RegisterDatabase) -> None:
    rowan(register(database, now=datetime(2026, 3, 1, 9, 0)))
    other = {"given-name": "Rowan", "family-name": "Ashgrov", "birth-date": "2011-02-01"}
    writing = Writing(action="refer", reason="x", identifiers=other)
    ref = register(database, now=datetime(2026, 3, 1, 9, 0)).enter(writing)
    assert not alike_undecided(database, "2027-03-12")
    corrected = Writing(action="correct", reason="a slip", identifiers={"family-name": "Ashgrove"})
    register(database, now=ENTERED).change(ref, 1, corrected)
    assert [alike_undecided(database, on) for on in ("2027-03-12", "2027-03-13")] == [False, True]


def test_another_address_begins_no_days_anew(database: RegisterDatabase, two: tuple[str, str]) -> None:
    moved = Writing(action="correct", reason="moved", identifiers={"address": "4 Invented Lane"})
    register(database, now=datetime(2027, 3, 12, 9, 0)).change(two[1], 1, moved)
    assert alike_undecided(database, "2027-03-13")

"""Long waits and adulthood near, of those on the register: yes, no or not known, with nobody named."""

from collections.abc import Mapping

import pytest
from sqlalchemy import select, text

from diis.store.engine import Store
from dsr.attention import needs_attention
from dsr.rules.due import TERMS
from dsr.rules.terms import Agreed, Terms
from dsr.store.database import RegisterDatabase
from dsr.store.register import RegisterStore
from dsr.store.scope import Scope
from dsr.store.tables import audit, seen
from dsr.waits import WaitingTimes
from tests.dsr.rules.lives import day
from tests.dsr.store.people import KEY_WORKER, register
from tests.dsr.waiting import NUMBER, PSEUDONYMISER, a_wait, entered, listed

PAST_STANDARD, SOON_18, UNTRACED = "waiting-past-standard", "turning-18-waiting", "without-nhs-number"
OF_WAITS = (PAST_STANDARD, SOON_18, UNTRACED)
SINCE = "2027-01-04"


def needs(store: RegisterStore, waiting_times: WaitingTimes | None, terms: Terms | None = None) -> Mapping[str, object]:
    session = store.session
    found = needs_attention(session.database, session.today, terms or session.terms, store, waiting_times)
    return {rule: found[rule] for rule in OF_WAITS}


@pytest.mark.parametrize(
    ("received", "facts", "is_on"),
    [
        ("2026-03-02", {}, False),
        ("2026-03-01", {}, True),
        ("2026-03-01", {"closed": "2027-03-01"}, False),
        ("2026-03-01", {"missing": "2027-02-28"}, False),
        ("2026-03-01", {"assessed": "2026-09-01"}, False),
        ("2026-03-01", {"number": "9990000026"}, False),
    ],
)
def test_a_wait_past_the_standard_needs_attention_from_the_day_after(
    database: RegisterDatabase, waits_store: Store, received: str, facts: dict[str, str], is_on: bool
) -> None:
    """R-DSR-119: 364 days are within the standard, 365 are not; who left the list waits no more."""
    waiting_times = listed(waits_store, a_wait(received, f"5 {received}", shared=received, **facts))
    store = entered(database, "2027-03-01", SINCE)
    assert needs(store, waiting_times) == {PAST_STANDARD: is_on, SOON_18: False, UNTRACED: False}


@pytest.mark.parametrize(
    ("born", "received", "today", "is_on"),
    [
        ("2010-03-02", "2027-02-01", "2027-03-01", False),
        ("2010-03-02", "2027-02-01", "2027-03-02", True),
        ("2009-03-03", "2027-02-01", "2027-03-02", True),
        ("2009-03-03", "2027-02-01", "2027-03-03", True),
        ("2009-03-03", "2027-03-03", "2027-03-20", False),
        ("2012-02-29", "2029-02-01", "2029-02-28", False),
        ("2012-02-29", "2029-02-01", "2029-03-01", True),
    ],
)
def test_who_waits_and_is_17_needs_attention_until_the_wait_is_over(
    database: RegisterDatabase, waits_store: Store, born: str, received: str, today: str, is_on: bool
) -> None:
    """R-DSR-42, R-WAIT-87, 93: the 18th birthday ends no wait; who was referred as an adult is not meant."""
    waiting_times = listed(waits_store, a_wait(received))
    store = entered(database, today, SINCE, birth_date=born)
    assert needs(store, waiting_times) == {PAST_STANDARD: False, SOON_18: is_on, UNTRACED: False}


@pytest.mark.parametrize(("today", "is_on"), [("2027-03-01", False), ("2027-03-02", True)])
def test_a_partnership_may_agree_on_another_time_before_18(
    database: RegisterDatabase, waits_store: Store, today: str, is_on: bool
) -> None:
    waiting_times = listed(waits_store, a_wait("2027-02-01"))
    store = entered(database, today, SINCE, birth_date="2010-09-02")
    terms = Terms(TERMS, [Agreed("attention-turning-18", day("2027-01-01"), 18)])
    assert needs(store, waiting_times, terms)[SOON_18] is is_on
    assert needs(store, waiting_times)[SOON_18] is False


@pytest.mark.parametrize(
    ("lines", "is_on"),
    [
        ((), True),
        (("2027-02-01 withdrawn own-consent",), False),
        (("2027-02-01 removed moved-away",), False),
    ],
)
def test_only_who_has_an_active_entry_counts(
    database: RegisterDatabase, waits_store: Store, lines: tuple[str, ...], is_on: bool
) -> None:
    waiting_times = listed(waits_store, a_wait("2025-01-01"))
    assert needs(entered(database, "2027-03-01", SINCE, *lines), waiting_times)[PAST_STANDARD] is is_on


def test_who_has_no_nhs_number_is_told_by_a_rule_of_its_own(database: RegisterDatabase, waits_store: Store) -> None:
    waiting_times = listed(waits_store, a_wait("2025-01-01"))
    store = entered(database, "2027-03-01", SINCE, nhs_number="")
    assert needs(store, waiting_times) == {PAST_STANDARD: False, SOON_18: False, UNTRACED: True}


def test_what_rests_on_waits_is_not_known_where_they_do_not_answer(
    database: RegisterDatabase, waits_store: Store
) -> None:
    """Trust, decision 3: nothing vanishes and nothing turns to no; the rules of the register go on."""
    waiting_times = listed(waits_store, a_wait("2025-01-01"))
    store = entered(database, "2027-03-01", SINCE)
    assert needs(store, None) == dict.fromkeys(OF_WAITS, None)
    with waits_store.writing() as connection:
        connection.execute(text("ALTER TABLE referral RENAME TO gone"))
    assert needs(store, waiting_times) == {PAST_STANDARD: None, SOON_18: None, UNTRACED: False}
    every = needs_attention(database, day("2027-03-01"), store.session.terms, store, waiting_times)
    assert every["review-overdue-amber"] is True


def test_where_the_audit_cannot_be_written_nothing_is_answered_of_waits(
    database: RegisterDatabase, waits_store: Store
) -> None:
    """F05."""
    waiting_times = listed(waits_store, a_wait("2025-01-01"))
    store = entered(database, "2027-03-01", SINCE)
    with database.writing() as connection:
        connection.execute(text("ALTER TABLE audit_head RENAME TO gone"))
    assert needs(store, waiting_times) == dict.fromkeys(OF_WAITS, None)


def test_a_look_at_everybody_is_one_row_of_the_audit_about_nobody(
    database: RegisterDatabase, waits_store: Store
) -> None:
    waiting_times = listed(waits_store, a_wait("2025-01-01"))
    store = entered(database, "2027-03-01", SINCE)
    with database.reading() as connection:
        before = connection.execute(select(audit.c.number)).scalars().all()
    needs(store, waiting_times)
    with database.reading() as connection:
        [row] = connection.execute(select(audit).where(audit.c.number.not_in(before))).all()
        assert (row.action, row.outcome, row.people) == ("compute-attention", "allowed", "")
        assert connection.execute(select(seen).where(seen.c.number == row.number)).all() == []


def test_the_door_gives_pseudonyms_of_those_within_reach_and_nothing_else(database: RegisterDatabase) -> None:
    store = entered(database, "2027-03-01", SINCE, "2027-01-04 case-lead RDY")
    [one] = store.registered(PSEUDONYMISER.of_nhs_number)
    assert one.pseudonym == PSEUDONYMISER.of_nhs_number(NUMBER)
    assert one.eighteenth_on == day("2029-02-01")
    assert NUMBER not in repr(one)
    elsewhere = register(database, Scope(teams=frozenset({"RBD"})), KEY_WORKER)
    assert elsewhere.registered(PSEUDONYMISER.of_nhs_number) == []

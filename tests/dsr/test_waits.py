"""What a person on the register waits for, in sentences; what cannot be known is said, and is never "no waits"."""

import pytest
from sqlalchemy import text

from diis.definitions.clocks import Referral
from diis.extracts.pseudonyms import Pseudonymiser
from diis.store.engine import Store
from dsr.rules.due import TERMS
from dsr.rules.life import Life
from dsr.rules.terms import Terms
from dsr.store.database import RegisterDatabase
from dsr.store.people import Person
from dsr.waits import WaitingTimes, WaitsTold, waits_of
from tests.dsr.rules.lives import day
from tests.dsr.store.people import ROWAN
from tests.dsr.waiting import NUMBER, a_wait, entered, listed

ASSESSMENT = "for a neurodevelopmental assessment to be completed at Dorset County Hospital; the standard is 364 days."


def a_person(born: str = "2015-02-01", number: str = NUMBER) -> Person:
    identifiers = {"nhs-number": number} if number else {}
    return Person(person_ref="K7QX2M9R", version=1, identifiers=identifiers, life=Life(day(born)))


def told(waiting_times: WaitingTimes, today: str = "2026-09-30", **person: str) -> WaitsTold:
    return waits_of(a_person(**person), waiting_times, day(today), Terms(TERMS))


def assessment(received: str) -> Referral:
    """Of which the assessment alone is waited for."""
    return a_wait(received, f"5 {received}", provider="RBD", shared=received)


def test_a_person_read_from_the_register_is_told_their_waits(database: RegisterDatabase, waits_store: Store) -> None:
    """R-DSR-119; the number may be kept with the spaces of its 3-3-4 form."""
    waiting_times = listed(waits_store, assessment("2025-08-14"), a_wait("2024-01-01", number="9990000026"))
    store = entered(database, "2027-03-01", "2027-01-04", nhs_number="999 000 0018", birth_date="2015-02-01")
    [person_ref] = store.find("family-name", ROWAN["family-name"])
    found = waits_of(store.person(person_ref), waiting_times, day("2026-09-30"), store.session.terms)
    assert found.words == "1 open wait."
    assert found.waits is not None
    assert [one.words for one in found.waits] == [f"Waiting 412 days {ASSESSMENT} Data as at 30 September 2026."]


def test_the_longest_wait_comes_first_whichever_provider_it_is_at(waits_store: Store) -> None:
    at_two = (assessment("2026-09-01"), a_wait("2026-02-01", provider="R0D", pathway="community-paediatrics"))
    found = told(listed(waits_store, *at_two))
    assert found.words == "2 open waits."
    assert [(one.wait.provider, one.wait.days) for one in found.waits or ()] == [("R0D", 241), ("RBD", 29)]


@pytest.mark.parametrize(
    ("born", "received", "today", "words"),
    [
        ("2009-10-02", "2026-06-01", "2026-10-01", ""),
        ("2009-10-02", "2026-06-01", "2026-10-02", "Will turn 18 on 2 October 2027 and still waits."),
        (
            "2009-03-03",
            "2026-06-01",
            "2026-11-24",
            "Will turn 18 on 3 March 2027, before the standard's last day, 31 May 2027.",
        ),
        ("2009-03-03", "2024-06-01", "2026-11-24", "Will turn 18 on 3 March 2027 and still waits."),
        ("2009-03-03", "2024-06-01", "2027-03-02", "Will turn 18 on 3 March 2027 and still waits."),
        ("2009-03-03", "2024-06-01", "2027-03-03", "Turned 18 on 3 March 2027 while waiting."),
        ("2009-03-03", "2027-03-03", "2027-04-01", ""),
        (
            "2008-02-29",
            "2025-06-01",
            "2026-02-28",
            "Will turn 18 on 1 March 2026, before the standard's last day, 31 May 2026.",
        ),
        ("2008-02-29", "2025-01-01", "2026-03-01", "Turned 18 on 1 March 2026 while waiting."),
    ],
)
def test_who_will_soon_be_18_is_told_so_beside_the_wait(
    waits_store: Store, born: str, received: str, today: str, words: str
) -> None:
    """R-DSR-42, R-WAIT-87, 93: from the 17th birthday on; nobody turns 18 on 28 February."""
    found = told(listed(waits_store, assessment(received)), today, born=born)
    assert found.waits is not None
    [wait] = found.waits
    _, _, after = wait.words.partition("Data as at 30 September 2026.")
    assert after.strip() == words


@pytest.mark.parametrize(
    "row",
    [
        a_wait("2025-01-01", closed="2026-09-01"),
        a_wait("2025-01-01", missing="2026-08-31"),
        a_wait("2025-01-01", number="9990000026"),
    ],
    ids=["closed", "left the list unexplained", "somebody else"],
)
def test_who_waits_for_nothing_is_told_how_far_the_lists_reach(waits_store: Store, row: Referral) -> None:
    found = told(listed(waits_store, row))
    assert found.waits == ()
    assert found.words == (
        "No open wait is known under this NHS number. Lists known: 3, the oldest as at 30 September 2026."
    )


def test_without_an_nhs_number_it_is_not_known(waits_store: Store) -> None:
    found = told(listed(waits_store, assessment("2025-08-14")), number="")
    assert found.waits is None
    assert found.words.startswith("There is no NHS number, so it is not known")


def test_a_store_that_does_not_answer_is_not_an_empty_one(waits_store: Store) -> None:
    waiting_times = listed(waits_store, assessment("2025-08-14"))
    with waits_store.writing() as connection:
        connection.execute(text("ALTER TABLE referral RENAME TO gone"))
    found = told(waiting_times)
    assert found.waits is None
    assert found.words == "The waiting times do not answer, so it is not known whether they wait."


def test_pseudonyms_of_another_key_find_nobody_and_are_not_believed(waits_store: Store) -> None:
    listed(waits_store, assessment("2025-08-14"))
    found = told(WaitingTimes(waits_store, Pseudonymiser(bytes(32))))
    assert found.waits is None
    assert "another key" in found.words


def test_before_the_first_list_nothing_is_known(waits_store: Store) -> None:
    found = told(WaitingTimes(waits_store, Pseudonymiser(bytes(32))))
    assert found.waits is None
    assert found.words.startswith("No waiting list has been loaded yet")

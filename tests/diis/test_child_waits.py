"""What one child waits for, by pseudonym: every open clock at every provider, as known at a load; nobody else's."""

import json
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, text

from diis.child_waits import OtherKey, waits_of_child, waits_of_children
from diis.definitions.child_waits import ChildWait
from diis.definitions.clocks import Referral
from diis.definitions.local_measures import MEASURES
from diis.figures import figures_at
from diis.intake import Intake
from diis.pull import pull
from diis.store.engine import Store, StoreUnavailable
from diis.store.tables import doubt, referral
from tests.diis.extract_builder import nhs_number
from tests.diis.monthly_builder import (
    ASubmission,
    a_community_contact,
    a_community_referral,
    a_community_submission,
    a_contact,
    a_submission,
    referral_id,
)
from tests.diis.monthly_builder import a_referral as a_submitted_referral
from tests.spec.measuring import Version, a_referral, write

ROWAN, SAM = "a" * 32, "b" * 32
AS_AT = date(2026, 9, 30)
SUSPECTED_AUTISM = {
    "Diagnosis_Scheme": "06",
    "ProvisionalDiagnosis": "401204006",
    "ProvisionalDiagnosis_Date": "2026-08-01",
}
EXAMPLE = Path(__file__).parent.parent / "samples" / "wl-1-example"


def waits(store: Store, as_at: str = "2026-09-30", as_known: int | None = None, person: str = ROWAN) -> list[ChildWait]:
    return list(waits_of_child(store, "spec", person, date.fromisoformat(as_at), as_known))


def told(*rows: Referral, store: Store, as_at: str = "2026-09-30") -> list[tuple[str, str, int, bool]]:
    """Measure, provider, days and whether over the standard, of Rowan."""
    write(store, [Version(row) for row in rows])
    return [(one.measure, one.provider, one.days, one.is_over_standard) for one in waits(store, as_at)]


def rowans(received: str, *contacts: str, **facts: object) -> Referral:
    return a_referral(received, *contacts, person=ROWAN, **facts)  # type: ignore[arg-type]


def test_each_clock_of_a_referral_that_is_open_is_told(store: Store) -> None:
    seen = rowans("2026-01-05", "5 2026-02-01")
    assert told(seen, store=store) == [
        ("nd-assessment-complete", "R0D", 268, False),
        ("nd-outcome-shared", "R0D", 268, False),
    ]


@pytest.mark.parametrize(
    ("as_at", "days", "is_over"), [("2026-09-29", 363, False), ("2026-09-30", 364, False), ("2026-10-01", 365, True)]
)
def test_a_wait_of_just_the_standard_is_not_over_it(store: Store, as_at: str, days: int, is_over: bool) -> None:
    """R-WAIT-86: over 364 days means more than 364."""
    found = told(rowans("2025-10-01"), store=store, as_at=as_at)
    assert ("nd-assessment-complete", "R0D", days, is_over) in found
    assert ("nd-outcome-shared", "R0D", days, False) in found


def test_a_child_at_two_providers_has_the_waits_of_both(store: Store) -> None:
    rows = (rowans("2026-06-01"), rowans("2026-09-01", provider="RBD", pathway="community-paediatrics"))
    assert [one[:3] for one in told(*rows, store=store)] == [
        ("nd-assessment-complete", "R0D", 121),
        ("nd-first-contact", "R0D", 121),
        ("nd-outcome-shared", "R0D", 121),
        ("paediatrics-first-contact", "RBD", 29),
    ]


@pytest.mark.parametrize(
    ("facts", "waiting"),
    [
        ({}, True),
        ({"closed": "2026-09-30"}, False),
        ({"closed": "2026-10-01"}, True),
        ({"decision": "rejected 2026-05-01"}, False),
        ({"decision": "accepted 2026-05-01"}, True),
        ({"transferred": "2026-05-01"}, False),
        ({"missing": "2026-08-31"}, False),
        ({"missing": "2026-10-31"}, True),
        ({"assessed": "2026-05-01"}, False),
    ],
)
def test_whose_clock_ended_waits_no_more(store: Store, facts: dict[str, str], waiting: bool) -> None:
    """Closed, rejected, transferred, or gone from the list without a word (R-WAIT-130, adr/0004)."""
    found = [one[0] for one in told(rowans("2026-01-05", **facts), store=store)]
    assert ("nd-assessment-complete" in found) is waiting


def test_a_returned_referral_keeps_its_first_day(store: Store) -> None:
    """R-WAIT-70."""
    write(store, [Version(rowans("2026-01-05"))])
    with store.writing() as connection:
        dates = {"returned_on": date(2026, 2, 1), "resubmitted_on": date(2026, 8, 1)}
        connection.execute(referral.update().values(**dates))
    assert {one.days for one in waits(store)} == {268}


def test_help_is_waited_for_by_spell_from_the_first_referral_of_it(store: Store) -> None:
    """R-WAIT-60: the first referral is over, and what it began goes on."""
    first = rowans("2026-07-01", pathway="camhs-gateway", referral_id="G1", closed="2026-09-01")
    second = rowans("2026-09-05", "5 2026-09-10 01", pathway="camhs-gateway", referral_id="G2")
    found = {one[0]: one[2] for one in told(first, second, store=store)}
    assert found == {"gateway-decision": 25, "camhs-help": 91}


def test_a_contact_by_message_is_no_direct_one(store: Store) -> None:
    row = rowans(
        "2026-09-01", "5 2026-09-02 05", "7 2026-09-03 01", pathway="camhs-gateway", decision="accepted 2026-09-04"
    )
    assert [one[0] for one in told(row, store=store)] == ["camhs-first-contact", "camhs-help"]


def test_other_children_are_not_among_them(store: Store) -> None:
    write(store, [Version(rowans("2026-01-05", closed="2026-02-01")), Version(a_referral("2025-01-05", person=SAM))])
    assert waits(store) == []
    known = waits_of_children(store, "spec", [ROWAN, SAM, "c" * 32], AS_AT)
    assert {person: len(of) for person, of in known.of.items()} == {ROWAN: 0, SAM: 3, "c" * 32: 0}


def test_what_was_known_at_a_load_is_told_again(store: Store) -> None:
    lists = {1: ("R0D", "neurodevelopmental"), 2: ("R0D", "neurodevelopmental")}
    before, after = rowans("2026-01-05", referral_id="N1"), rowans("2026-01-05", referral_id="N1", closed="2026-03-01")
    write(store, [Version(before, 1, 2), Version(after, 2)], lists)
    assert len(waits(store, as_known=1)) == 3
    assert waits(store, as_known=2) == waits(store) == []
    assert waits(store, as_known=0) == []


def test_each_wait_tells_how_old_its_list_is(store: Store) -> None:
    write(store, [Version(rowans("2026-01-05", referral_id="N1"))])
    assert {one.told_on for one in waits(store)} == {date(2026, 9, 30)}
    with store.writing() as connection:
        row = {"provider": "R0D", "pathway": "neurodevelopmental", "referral_id": "N1", "from_sequence": 1}
        connection.execute(doubt.insert().values(**row, told_on=date(2026, 8, 31), named_on=date(2026, 9, 30)))
    assert {one.told_on for one in waits(store)} == {date(2026, 8, 31)}


def test_nothing_known_is_not_nobody_waiting(store: Store) -> None:
    assert waits_of_children(store, "spec", [ROWAN], AS_AT).lists == {}
    write(store, [Version(a_referral("2026-01-05", provider="RBD"))])
    assert waits_of_children(store, "spec", [ROWAN], AS_AT).lists[("RBD", "neurodevelopmental")] == AS_AT


def test_a_pseudonym_of_another_key_is_refused(store: Store) -> None:
    write(store, [Version(rowans("2026-01-05"))])
    with pytest.raises(OtherKey) as refused:
        waits_of_child(store, "other", ROWAN, AS_AT)
    assert ROWAN not in str(refused.value)


def test_a_store_that_does_not_answer_names_nobody(store: Store) -> None:
    with store.writing() as connection:
        connection.execute(text("ALTER TABLE referral RENAME TO gone"))
    with pytest.raises(StoreUnavailable) as fault:
        waits_of_child(store, "spec", ROWAN, AS_AT)
    causes = [str(one) for one in (fault.value, fault.value.__cause__, fault.value.__context__)]
    assert not any(ROWAN in words for words in causes)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (
            rowans("2025-08-14", "5 2025-09-01", provider="RBD", shared="2025-09-01"),
            (
                "Waiting 412 days for a neurodevelopmental assessment to be completed at Dorset County Hospital; the "
                "standard is 364 days. Data as at 30 September 2026."
            ),
        ),
        (
            rowans("2026-09-29", "5 2026-09-29", provider="X99", assessed="2026-09-29"),
            (
                "Waiting 1 day to be told the outcome of a neurodevelopmental assessment at X99; no standard is set. "
                "Data as at 30 September 2026."
            ),
        ),
    ],
)
def test_a_wait_in_words(store: Store, row: Referral, words: str) -> None:
    write(store, [Version(row)])
    assert [one.in_words() for one in waits(store)] == [words]


def test_every_title_can_be_said_with_days_in_it() -> None:
    assert all(measure.title.startswith("Waiting ") for measure in MEASURES)


def every_open_clock(intake: Intake, as_at: date, people: list[str]) -> dict[tuple[str, str], int]:
    """Measure and provider to the open clocks of all children together."""
    known = waits_of_children(intake.store, intake.pseudonymiser.key_id, people, as_at)
    keys = [(one.measure, one.provider) for of in known.of.values() for one in of]
    return {key: keys.count(key) for key in keys}


def open_figures(intake: Intake, as_at: date) -> dict[tuple[str, str], int]:
    local = {measure.id for measure in MEASURES}
    return {
        (one.measure, one.provider): int(one.value or 0)
        for one in figures_at(intake.store, as_at, breakdown="all")
        if one.figure == "open" and one.provider != "all" and one.measure in local and one.value
    }


@pytest.mark.parametrize("as_at", sorted({row["as_at"] for row in json.loads((EXAMPLE / "expected.json").read_text())}))
def test_all_children_of_the_worked_example_come_to_its_figures(intake: Intake, as_at: str) -> None:
    for folder in sorted(EXAMPLE.glob("*_*_*")):
        pull(None, folder, intake)
    with intake.store.reading() as connection:
        people = list(connection.execute(select(referral.c.person).distinct()).scalars())
    day = date.fromisoformat(as_at)
    assert every_open_clock(intake, day, people) == open_figures(intake, day) != {}


def community(month: str, *children: int, **more: list[dict[str, str]]) -> ASubmission:
    """Children of the RBD's community teams in a month, all with suspected autism."""
    rows = [a_community_referral(child) for child in children]
    suspected = [{"ServiceRequestID": referral_id(child), **SUSPECTED_AUTISM} for child in children]
    return a_community_submission("RBD", month, referrals=rows, CYP606ProvDiag=suspected, **more)  # type: ignore[arg-type]


def test_a_provider_that_sends_submissions_alone_is_asked_too(intake: Intake, tmp_path: Path) -> None:
    """Adr/0030: of both data sets; a month of one says nothing of the other, and a referral not repeated has left."""
    months = (
        community("2026-08", 3),
        community("2026-09", 3, 4),
        a_submission("RBD", "2026-08", referrals=[a_submitted_referral(1), a_submitted_referral(2)]),
        a_submission("RBD", "2026-09", referrals=[a_submitted_referral(1)], contacts=[a_contact(1)]),
        community("2026-10", 4, contacts=[a_community_contact(4, Contact_Date="2026-10-05")]),
    )
    for place, one in enumerate(months):
        assert pull(None, one.folder(tmp_path / str(place)), intake).outcome == "accepted"
    people = [intake.pseudonymiser.of_nhs_number(nhs_number(child)) for child in range(1, 6)]
    for as_at in (date(2026, 8, 30), date(2026, 8, 31), date(2026, 9, 30), date(2026, 10, 31)):
        assert every_open_clock(intake, as_at, people) == open_figures(intake, as_at) != {}
    of_each = [waits_of_child(intake.store, intake.pseudonymiser.key_id, one, date(2026, 10, 31)) for one in people]
    assert [{one.told_on for one in of} for of in of_each] == [
        {date(2026, 9, 30)},
        set(),
        set(),
        {date(2026, 10, 31)},
        set(),
    ]
    assert {one.measure for one in of_each[3]} == {"nd-assessment-complete", "nd-outcome-shared"}

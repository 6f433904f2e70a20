"""The way out of hospital: checklist from the first day, crisis support for two weeks afterwards (R-DSR-63, 96)."""

import pytest

from dsr.rules.hospital import leaving_hospital
from dsr.rules.hospital.leaving_hospital import Item
from dsr.rules.terms import Terms
from tests.dsr.rules.found_tasks import state, the_one, with_code
from tests.dsr.rules.lives import a_life, day

TERMS = Terms(leaving_hospital.TERMS)
BORN = "2012-02-01"
ADMITTED = "2027-03-01 admitted"


@pytest.mark.parametrize(
    ("lines", "on", "states"),
    [
        ((), "2027-03-01", ["open", "open"]),
        ((), "2027-03-07", ["open", "open"]),
        ((), "2027-03-08", ["overdue", "open"]),
        ((), "2027-03-28", ["overdue", "open"]),
        ((), "2027-03-29", ["overdue", "overdue"]),
        (("2027-03-07 checklist discharge-plan-begun",), "2027-03-08", ["done", "open"]),
        (("2027-03-07 checklist enquiry-standard-7.5",), "2027-03-29", ["overdue", "done"]),
        (("2027-02-07 checklist discharge-plan-begun",), "2027-03-08", ["overdue", "open"]),
        (("2027-03-05 discharged",), "2027-03-08", ["ceased", "ceased"]),
        (("2027-03-05 discharged", "2027-03-06 admitted"), "2027-03-08", ["overdue", "open"]),
        (("2027-03-05 died",), "2027-03-08", ["ceased", "ceased"]),
    ],
)
def test_discharge_is_planned_from_the_first_day_on(lines: tuple[str, ...], on: str, states: list[str]) -> None:
    """R-DSR-96."""
    found = leaving_hospital.tasks(a_life(BORN, ADMITTED, *lines), TERMS)
    assert [state(task, on) for task in with_code(found, "discharge-checklist")] == states


def test_a_partnership_brings_its_own_checklist() -> None:
    """R-DSR-96: its items take the place of ours, and each stay has its own."""
    own = (Item("home-found", "a home is found", 90), Item("school-told", "the school knows", 1))
    life = a_life(BORN, ADMITTED, "2027-03-01 checklist school-told", "2027-04-05 discharged", "2027-06-01 admitted")
    found = with_code(leaving_hospital.tasks(life, TERMS, own), "discharge-checklist")
    assert [(task.about, str(task.due_on), task.done_on) for task in found] == [
        ("2027-03-01/home-found", "2027-05-29", None),
        ("2027-03-01/school-told", "2027-03-01", day("2027-03-01")),
        ("2027-06-01/home-found", "2027-08-29", None),
        ("2027-06-01/school-told", "2027-06-01", None),
    ]
    assert found[0].why == (
        "Discharge is planned from the first day of the stay on, 1 March 2027: by 29 May 2027 a home is found."
    )


@pytest.mark.parametrize(
    ("lines", "on", "expected"),
    [
        ((), "2027-05-05", "open"),
        ((), "2027-05-06", "open"),
        ((), "2027-05-07", "overdue"),
        ((), "2027-05-19", "overdue"),
        ((), "2027-05-20", "ceased"),
        (("2027-05-06 crisis-support",), "2027-05-07", "done"),
        (("2027-05-04 crisis-support",), "2027-05-05", "done"),
        (("2027-02-04 crisis-support",), "2027-05-07", "overdue"),
        (("2027-05-08 admitted",), "2027-05-08", "ceased"),
        (("2027-05-08 died",), "2027-05-08", "ceased"),
    ],
)
def test_crisis_support_is_offered_for_two_weeks_after_a_discharge(
    lines: tuple[str, ...], on: str, expected: str
) -> None:
    """R-DSR-63: at once, in hospital already or on the next working day; after two weeks the offer is missed."""
    life = a_life(BORN, ADMITTED, "2027-05-05 discharged", *lines)
    assert state(the_one(leaving_hospital.tasks(life, TERMS), "crisis-support"), on) == expected


@pytest.mark.parametrize(
    ("lines", "offers"),
    [
        ((ADMITTED,), 0),
        ((ADMITTED, "2027-03-31 discharged", "2027-04-01 admitted"), 0),
        ((ADMITTED, "2027-03-31 discharged"), 1),
        ((ADMITTED, "2027-03-31 discharged", "2027-04-02 admitted", "2027-04-20 discharged"), 2),
        ((ADMITTED, "2027-03-31 died"), 0),
    ],
)
def test_only_the_end_of_a_stay_asks_for_crisis_support(lines: tuple[str, ...], offers: int) -> None:
    """R-DSR-63, 93."""
    found = leaving_hospital.tasks(a_life(BORN, *lines), TERMS)
    assert len(with_code(found, "crisis-support")) == offers


def test_until_when_support_is_offered_is_told() -> None:
    """R-DSR-63, T9: as long as the rating stays red."""
    task = the_one(leaving_hospital.tasks(a_life(BORN, ADMITTED, "2027-05-05 discharged"), TERMS), "crisis-support")
    assert task.why == (
        "Discharged on 5 May 2027: enhanced crisis support is offered until 19 May 2027 at least, and the offer is on "
        "record by 6 May 2027."
    )

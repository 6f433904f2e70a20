"""The commissioner's visits, and admissions to providers rated inadequate (R-DSR-90, 91)."""

import pytest

from dsr.rules.hospital import inadequate_providers, visits
from dsr.rules.terms import Agreed, Terms
from tests.dsr.rules.found_tasks import due_days, state, the_one, with_code
from tests.dsr.rules.lives import a_life, day

TERMS = Terms((*visits.TERMS, *inadequate_providers.TERMS))
CHILD = "2012-02-01"
ADULT = "2008-02-01"
ADMITTED = "2027-02-01 admitted"


@pytest.mark.parametrize(
    ("born", "lines", "due"),
    [
        (CHILD, (ADMITTED,), ["2027-03-15"]),
        (ADULT, (ADMITTED,), ["2027-03-29"]),
        (CHILD, (ADMITTED, "2027-03-10 visited"), ["2027-03-15", "2027-04-21"]),
        (ADULT, (ADMITTED, "2027-03-10 visited"), ["2027-03-29", "2027-05-05"]),
        (ADULT, (ADMITTED, "2026-09-01 plan maintained", "2027-03-10 visited"), ["2027-03-29", "2027-05-05"]),
        ("2009-03-11", (ADMITTED, "2027-03-10 visited"), ["2027-03-15", "2027-04-21"]),
        ("2009-03-10", (ADMITTED, "2027-03-10 visited"), ["2027-03-15", "2027-05-05"]),
        (CHILD, (ADMITTED, "2027-03-10 visited", "2027-03-10 visited"), ["2027-03-15", "2027-04-21"]),
        (CHILD, (ADMITTED, "2027-01-30 visited"), ["2027-03-15"]),
        (CHILD, (ADMITTED, "2027-02-10 admitted adult low-secure"), ["2027-03-15"]),
        (CHILD, ("2028-01-20 admitted",), ["2028-03-02"]),
        (CHILD, ("2027-02-01 acute",), []),
    ],
)
def test_t10_a_child_is_visited_every_six_weeks_an_adult_every_eight(
    born: str, lines: tuple[str, ...], due: list[str]
) -> None:
    """R-DSR-90, T10: after the admission and after each visit; age counts, not the plan, on the day it begins."""
    assert due_days(visits.tasks(a_life(born, *lines), TERMS), "commissioner-visit") == due


@pytest.mark.parametrize(
    ("lines", "on", "expected"),
    [
        ((), "2027-02-28", "ahead"),
        ((), "2027-03-01", "open"),
        ((), "2027-03-15", "open"),
        ((), "2027-03-16", "overdue"),
        (("2027-03-15 visited",), "2027-03-16", "done"),
        (("2027-03-16 visited",), "2027-03-16", "done"),
        (("2027-02-20 leave",), "2027-03-16", "overdue"),
        (("2027-03-15 discharged",), "2027-03-16", "ceased"),
        (("2027-03-14 discharged", "2027-03-15 admitted"), "2027-03-16", "overdue"),
        (("2027-03-15 died",), "2027-03-16", "ceased"),
    ],
)
def test_a_visit_is_on_the_list_two_weeks_ahead(lines: tuple[str, ...], on: str, expected: str) -> None:
    """R-DSR-65, 90: extended leave and another ward change nothing, the end of the stay does."""
    found = with_code(visits.tasks(a_life(CHILD, ADMITTED, *lines), TERMS), "commissioner-visit")
    assert state(found[0], on) == expected


def test_another_interval_counts_from_the_next_visit_on() -> None:
    """R-DSR-90."""
    terms = Terms(visits.TERMS, [Agreed("visit-child", day("2027-03-01"), 28)])
    life = a_life(CHILD, ADMITTED, "2027-03-10 visited")
    assert due_days(visits.tasks(life, terms), "commissioner-visit") == ["2027-03-15", "2027-04-07"]


def test_a_visit_is_explained_in_a_sentence() -> None:
    """R-DSR-90."""
    assert the_one(visits.tasks(a_life(CHILD, ADMITTED), TERMS), "commissioner-visit").why == (
        "Admitted on 1 February 2027 under 18: the commissioner visits every 42 days, next by 15 March 2027."
    )


@pytest.mark.parametrize(
    ("lines", "due"),
    [
        (("2027-03-01 admitted inadequate",), ["2027-03-02"] * 3 + ["2027-03-31"]),
        (("2027-03-05 admitted inadequate",), ["2027-03-08"] * 3 + ["2027-04-06"]),
        (("2027-03-25 admitted inadequate",), ["2027-03-30"] * 3 + ["2027-04-26"]),
        (("2027-03-01 admitted requires-improvement",), []),
        (("2027-03-01 admitted not-rated",), []),
        (("2027-03-01 admitted inadequate", "2027-03-10 admitted inadequate"), ["2027-03-02"] * 3 + ["2027-03-31"]),
        (("2027-03-01 admitted good", "2027-03-05 admitted inadequate"), ["2027-03-08"] * 3 + ["2027-04-06"]),
    ],
)
def test_four_must_know_of_an_admission_to_an_inadequate_provider(lines: tuple[str, ...], due: list[str]) -> None:
    """R-DSR-91: three in a working day, the quality board in 20; a move within the hospital tells nothing new."""
    assert due_days(inadequate_providers.tasks(a_life(CHILD, *lines), TERMS), "inadequate-told") == due


@pytest.mark.parametrize(
    ("lines", "states"),
    [
        ((), ["overdue", "overdue", "overdue", "open"]),
        (("2027-03-02 inadequate-told region",), ["overdue", "done", "overdue", "open"]),
        (("2027-03-01 inadequate-told region",), ["overdue", "done", "overdue", "open"]),
        (("2027-03-02 inadequate-told quality-board",), ["overdue", "overdue", "overdue", "done"]),
        (("2027-02-02 inadequate-told region",), ["overdue", "overdue", "overdue", "open"]),
        (("2027-03-02 discharged",), ["overdue", "overdue", "overdue", "open"]),
    ],
)
def test_each_of_the_four_is_told_apart(lines: tuple[str, ...], states: list[str]) -> None:
    """R-DSR-91: chief executive, region, host commissioner, quality board; a discharge takes nothing back."""
    found = inadequate_providers.tasks(a_life(CHILD, "2027-03-01 admitted inadequate", *lines), TERMS)
    assert [state(task, "2027-03-03") for task in found] == states


def test_who_must_know_is_told_in_a_sentence() -> None:
    """R-DSR-91."""
    first, *_ = inadequate_providers.tasks(a_life(CHILD, "2027-03-01 admitted inadequate"), TERMS)
    assert first.why == (
        "Admitted on 1 March 2027 to a provider rated inadequate: the chief executive of the board knows by "
        "2 March 2027."
    )

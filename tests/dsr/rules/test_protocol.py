"""The local area emergency protocol: convene, look again, repeats (R-DSR-70, 71)."""

import pytest

from dsr.rules.reviews import protocol
from dsr.rules.terms import Terms
from tests.dsr.rules.found_tasks import due_days, state, with_code
from tests.dsr.rules.lives import a_life

TERMS = Terms(protocol.TERMS)
BORN = "2012-02-01"
LAEP = "happened local-area-emergency-protocol"


@pytest.mark.parametrize(
    ("called", "due"),
    [
        ("2027-03-01", "2027-03-02"),
        ("2027-03-05", "2027-03-08"),
        ("2027-03-06", "2027-03-08"),
        ("2027-03-25", "2027-03-30"),
        ("2026-12-24", "2026-12-29"),
    ],
)
def test_it_convenes_within_a_working_day(called: str, due: str) -> None:
    """R-DSR-59a, 70: not on a weekend, at Easter or at Christmas."""
    assert due_days(protocol.tasks(a_life(BORN, f"{called} {LAEP}"), TERMS), "protocol-convene") == [due]


@pytest.mark.parametrize(
    ("convened", "due"),
    [("2027-03-02", "2027-03-09"), ("2027-03-24", "2027-04-02"), ("2026-12-23", "2027-01-04")],
)
def test_its_actions_are_looked_at_again_within_five_working_days(convened: str, due: str) -> None:
    """R-DSR-70: of the day on which it met, not of the call."""
    life = a_life(BORN, f"2026-12-01 {LAEP}", f"{convened} laep-convened")
    assert due_days(protocol.tasks(life, TERMS), "protocol-actions") == [due]


@pytest.mark.parametrize(
    ("lines", "convene", "actions"),
    [
        ((), "overdue", []),
        (("2027-03-02 laep-convened",), "done", ["overdue"]),
        (("2027-03-02 laep-convened remote", "2027-03-09 laep-actions-reviewed"), "done", ["done"]),
        (("2027-03-05 laep-convened", "2027-03-12 laep-actions-reviewed"), "done", ["done"]),
        (("2027-03-02 admitted",), "ceased", []),
        (("2027-03-02 laep-convened", "2027-03-03 admitted"), "done", ["overdue"]),
        (("2027-03-02 died",), "ceased", []),
        (("2027-03-02 laep-convened", "2027-03-05 died"), "done", ["ceased"]),
        (("2027-03-01 laep-convened", "2027-03-01 laep-actions-reviewed"), "done", ["done"]),
        ((f"2027-03-10 {LAEP}",), "ceased", []),
        (("2027-03-02 admitted", "2027-03-20 died"), "ceased", []),
        (("2027-03-02 admitted", "2027-03-02 laep-convened"), "done", ["overdue"]),
        (("2027-03-02 admitted", "2027-03-03 laep-convened"), "ceased", ["overdue"]),
    ],
)
def test_what_is_to_be_done_after_a_call(lines: tuple[str, ...], convene: str, actions: list[str]) -> None:
    """R-DSR-70: an admission decides what it would have talked about; what it agreed on stays to be looked at.

    So a meeting on a later day is not that of the call.
    """
    found = list(protocol.tasks(a_life(BORN, f"2027-03-01 {LAEP}", *lines), TERMS))
    assert state(with_code(found, "protocol-convene")[0], "2027-03-15") == convene
    assert [state(task, "2027-03-15") for task in with_code(found, "protocol-actions")] == actions


@pytest.mark.parametrize(
    ("lines", "called", "repeated"),
    [
        ((), 0, 0),
        ((f"2027-03-01 {LAEP}",), 1, 0),
        ((f"2027-03-01 {LAEP}", f"2027-03-01 {LAEP}"), 1, 0),
        ((f"2027-03-01 {LAEP}", f"2027-03-02 {LAEP}"), 1, 0),
        ((f"2027-03-01 {LAEP}", f"2027-03-03 {LAEP}"), 2, 1),
        ((f"2027-03-01 {LAEP}", "2027-03-01 laep-convened", f"2027-03-02 {LAEP}"), 2, 1),
        (("2027-03-01 laep-convened", f"2027-03-01 {LAEP}"), 1, 0),
        (("2027-03-01 laep-convened",), 1, 0),
        (("2027-03-01 laep-convened", "2027-03-01 laep-convened"), 1, 0),
        ((f"2027-03-01 {LAEP}", f"2027-05-30 {LAEP}"), 2, 1),
        ((f"2027-03-01 {LAEP}", f"2027-05-31 {LAEP}"), 2, 0),
        ((f"2027-03-01 {LAEP}", f"2027-05-30 {LAEP}", f"2027-08-28 {LAEP}"), 3, 2),
        ((f"2027-03-01 {LAEP}", "2027-03-29 laep-convened"), 1, 0),
        ((f"2027-03-01 {LAEP}", "2027-03-30 laep-convened"), 2, 1),
        ((f"2027-03-01 {LAEP}", "2027-06-10 laep-convened"), 2, 0),
        ((f"2027-03-01 {LAEP}", "2027-03-01 admitted", "2027-03-02 laep-convened"), 1, 0),
        ((f"2027-03-01 {LAEP}", "2027-03-03 admitted", "2027-03-03 laep-convened"), 1, 0),
        ((f"2027-03-01 {LAEP}", "2027-03-02 admitted", "2027-03-03 laep-convened"), 2, 1),
        (("2027-02-28 admitted", f"2027-03-01 {LAEP}", "2027-03-03 laep-convened"), 1, 0),
        ((f"2027-03-01 {LAEP}", "2027-03-02 admitted", "2027-06-10 laep-convened", f"2027-06-30 {LAEP}"), 3, 1),
        (("2027-03-01 happened crisis-team-episode",), 0, 0),
        (("2027-03-01 happened section-136",), 0, 0),
    ],
)
def test_one_within_90_days_of_the_one_before_is_a_repeat(lines: tuple[str, ...], called: int, repeated: int) -> None:
    """R-DSR-65a, 71, K13: a call that is told twice, or comes before the meeting is due, is one LAEP.

    A meeting is that of the last call if it was in time, or within 28 days of it and no admission came before.
    """
    life = a_life(BORN, *lines)
    assert (len(protocol.protocols(life, TERMS)), len(protocol.repeats(life, TERMS))) == (called, repeated)

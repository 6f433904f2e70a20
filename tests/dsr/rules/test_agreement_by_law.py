"""Who is asked so that the Act's clock for a C(E)TR can run (R-DSR-28, 29, 76, 77)."""

import pytest

from dsr.rules.due import TERMS
from dsr.rules.recordable import why_not
from dsr.rules.reviews import agreement_by_law, review_deadlines
from dsr.rules.terms import Section, Terms
from tests.dsr.rules.lives import a_fact, a_life, day

LAW = Terms(TERMS, in_force={section: day("2027-01-01") for section in Section})
POLICY = Terms(TERMS)
CHILD, GROWN = "2012-06-01", "2009-06-01"
KNOWN = ("2027-01-10 condition autism", "2027-02-20 held c1")
DETAINED = ("2027-03-01 admitted", "2027-03-01 detained 2")
PARENT = "2027-02-01 consent parental-responsibility"
BOARD = "2027-02-01 best-interests yes board"
VIEW = "2027-03-04 consent board-best-interests review"


@pytest.mark.parametrize(
    ("born", "lines", "owner", "until"),
    [
        (CHILD, (PARENT, BOARD), "commissioner", None),
        (CHILD, (), "commissioner", None),
        (CHILD, (PARENT, BOARD, VIEW), "commissioner", "done 2027-03-04"),
        (CHILD, (PARENT, "2027-03-05 refused own-consent review"), "commissioner", "done 2027-03-05"),
        (CHILD, (PARENT, "2027-03-06 held r1"), "commissioner", "ceased 2027-03-06"),
        (CHILD, (PARENT, "2027-03-07 detention-ended"), "commissioner", "ceased 2027-03-07"),
        (GROWN, (), "C(E)TR coordinator", None),
        (GROWN, ("2027-02-01 refused own-consent review",), "C(E)TR coordinator", None),
        (GROWN, ("2027-03-02 consent own-consent review",), "C(E)TR coordinator", "done 2027-03-02"),
    ],
)
def test_who_has_no_clock_by_law_is_asked_for(born: str, lines: tuple[str, ...], owner: str, until: str | None) -> None:
    """R-DSR-76, 77: by law no community C(E)TR excuses, so whoever can let the clock run is asked in five days."""
    (task,) = agreement_by_law.tasks(a_life(born, *KNOWN, *DETAINED, *lines), LAW)
    assert (task.opens_on, task.due_on, task.owner) == (day("2027-03-01"), day("2027-03-08"), owner)
    ended = f"done {task.done_on}" if task.done_on else f"ceased {task.ceased_on}" if task.ceased_on else None
    assert ended == until


@pytest.mark.parametrize(
    ("lines", "terms"),
    [
        (("2027-02-01 consent own-consent", *DETAINED), LAW),
        (("2027-03-01 refused own-consent review", *DETAINED), LAW),
        (("2027-03-01 admitted",), LAW),
        (("2027-03-01 admitted", "2027-03-01 detained 136"), LAW),
        (DETAINED, POLICY),
    ],
)
def test_nobody_is_asked_where_there_is_an_answer_or_no_duty(lines: tuple[str, ...], terms: Terms) -> None:
    """R-DSR-76."""
    assert not list(agreement_by_law.tasks(a_life(GROWN, *KNOWN, *lines), terms))


def test_the_commissioners_view_of_a_child_can_be_recorded_and_begins_the_clock() -> None:
    """R-DSR-76: with a complete record of the board, from the day on which the section is law."""
    life = a_life(CHILD, *KNOWN, PARENT, *DETAINED)
    today = day("2027-03-10")
    assert "by the board" in str(why_not(a_fact(VIEW), life, today, LAW))
    life = a_life(CHILD, *KNOWN, PARENT, *DETAINED, BOARD)
    assert why_not(a_fact(VIEW), life, today, LAW) is None
    assert "parental responsibility" in str(why_not(a_fact(VIEW), life, today, POLICY))
    assert why_not(a_fact("2027-03-04 consent best-interests review"), life, today, LAW) is not None
    asked = {task.code: task for task in review_deadlines.tasks(a_life(CHILD, *KNOWN, *DETAINED, BOARD, VIEW), LAW)}
    assert asked["cetr-post-admission-by-law"].due_on == day("2027-03-14")

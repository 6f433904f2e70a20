"""Every active entry has a rating, or a task that asks for one (R-DSR-45)."""

import pytest

from dsr.rules.due import TERMS, every_task
from dsr.rules.rating import first_ratings
from dsr.rules.terms import Terms
from tests.dsr.rules.entry_terms import in_short
from tests.dsr.rules.lives import a_life

ALL = Terms(TERMS)
BORN = "2009-02-01"
ACTIVE = ("2027-03-01 referred health", "2027-03-02 accepted", "2027-03-02 consent own-consent")
AGAIN = (
    "2027-04-01 removed risk-reduced panel",
    "2027-05-03 referred self",
    "2027-05-04 accepted",
    "2027-05-04 consent own-consent",
)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (ACTIVE[:2], []),
        (ACTIVE, ["2027-03-02/2027-03-03"]),
        ((*ACTIVE, "2027-03-02 rated red"), []),
        (("2027-02-28 referred health", "2027-03-01 rated red", *ACTIVE[1:]), []),
        ((*ACTIVE, "2027-03-05 rated red"), ["2027-03-02/2027-03-03 done 2027-03-05"]),
        ((*ACTIVE, "2027-03-05 admitted"), ["2027-03-02/2027-03-03 done 2027-03-05"]),
        ((*ACTIVE, "2027-03-04 removed moved-away"), ["2027-03-02/2027-03-03 ceased 2027-03-04"]),
        ((*ACTIVE, "2027-03-02 rated green", *AGAIN), ["2027-05-04/2027-05-05"]),
        (
            (*ACTIVE, "2027-03-02 rated green", *AGAIN, "2027-05-05 rated green"),
            ["2027-05-04/2027-05-05 done 2027-05-05"],
        ),
    ],
)
def test_an_entry_without_a_rating_asks_for_one(lines: tuple[str, ...], expected: list[str]) -> None:
    """R-DSR-45: also who was rated in an entry before; the reviews of that rating are asked for no more."""
    assert in_short(first_ratings.tasks(a_life(BORN, *lines), ALL), "rate-entry") == expected


def test_who_comes_back_has_no_review_of_the_rating_that_was() -> None:
    """R-DSR-45, 59."""
    life = a_life(BORN, *ACTIVE, "2027-03-02 rated amber", *AGAIN)
    since = [task for task in every_task(life, ALL) if str(task.opens_on) >= "2027-05-03"]
    assert "rate-entry" in {task.code for task in since}
    assert not {"review", "coordinate-care"} & {task.code for task in since}

"""Whoever comes to the register and is to have a key worker is asked, whatever was said before (R-DSR-97, 101)."""

import pytest

from dsr.rules.due import TERMS, open_on
from dsr.rules.key_work.key_workers import ALLOCATE, ASK
from dsr.rules.key_work.key_working import key_worker_on
from dsr.rules.life import Life
from dsr.rules.terms import Terms
from tests.dsr.rules.lives import day, on_the_register

POLICY = Terms(TERMS)
CHILD, GROWN = "2011-02-01", "2010-06-01"  # 16 on 1 February 2027; 16 since June 2026
PARENT, OWN = "parental-responsibility", "own-consent"
UNABLE = "2026-12-01 capacity no"
ALL = "entry sharing review key-worker"
AGREES = f"2027-02-05 consent {OWN} entry"


def life_of(basis: str, *lines: str) -> Life:
    """On the register as amber, with a key worker."""
    born = CHILD if basis == PARENT else GROWN
    return on_the_register(born, "2026-12-01", "amber", "2026-12-02 key-worker anna", *lines, basis=basis)


def codes(life: Life, on: str) -> set[str]:
    return {task.code for task in open_on(life, day(on), POLICY)} & {ASK, ALLOCATE}


@pytest.mark.parametrize(
    ("basis", "lines", "asked"),
    [
        (PARENT, (f"2027-02-03 withdrawn {PARENT} {ALL}", AGREES), True),
        (PARENT, (f"2027-02-03 withdrawn {PARENT} key-worker", AGREES), True),
        (PARENT, (f"2027-01-20 withdrawn {PARENT} {ALL}", AGREES), True),
        (PARENT, (f"2027-01-20 refused {PARENT} key-worker", AGREES), True),
        (PARENT, (f"2027-01-20 refused {PARENT} key-worker", f"2027-01-25 consent {PARENT} entry"), False),
        (PARENT, (UNABLE, f"2027-01-20 withdrawn {OWN} {ALL}", f"2027-01-25 consent {PARENT} entry"), True),
        (OWN, (f"2027-02-03 withdrawn {OWN} {ALL}", AGREES), True),
        (OWN, (f"2027-02-03 refused {OWN} {ALL}", AGREES), True),
        (OWN, (f"2027-02-03 withdrawn {OWN} key-worker", AGREES), False),
        (OWN, ("2027-02-03 key-working-closed declined", AGREES), False),
        (OWN, (f"2027-02-03 withdrawn {OWN} {ALL}", f"{AGREES} key-worker"), False),
        (OWN, (f"2027-02-03 withdrawn {OWN} {ALL}", AGREES, f"2027-02-06 refused {OWN} key-worker"), False),
        (
            OWN,
            (
                f"2027-01-05 refused {OWN} key-worker",
                "2027-02-01 removed moved-away panel",
                "2027-02-02 referred",
                "2027-02-02 accepted",
                AGREES,
                "2027-02-05 rated amber",
            ),
            True,
        ),
    ],
)  # fmt: skip
def test_a_no_is_over_when_the_entry_is_or_when_somebody_else_decides(
    basis: str, lines: tuple[str, ...], asked: bool
) -> None:
    """R-DSR-27, 30, 101: asked again is who comes back, and who decides now; a no to key working alone stays."""
    assert (ASK in codes(life_of(basis, *lines), "2027-02-08")) is asked


def test_between_a_parents_no_and_the_answer_key_working_has_ended_and_nobody_declined() -> None:
    """R-DSR-27, 31, 98, 100: the contact was the parent's to end; who decides is offered one once they agree."""
    said_no = f"2027-02-03 withdrawn {PARENT} {ALL}"
    assert key_worker_on(life_of(PARENT, said_no), day("2027-02-03")) is None
    assert codes(life_of(PARENT, said_no), "2027-02-03") == set()
    assert codes(life_of(PARENT, said_no, AGREES), "2027-02-05") == {ASK, ALLOCATE}

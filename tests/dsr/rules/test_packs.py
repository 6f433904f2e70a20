"""The pack of a C(E)TR: contents, 24 hours before, locked without consent (R-DSR-82 to 85)."""

import pytest

from dsr.rules.facts.reviews import PackItem
from dsr.rules.reviews import packs
from dsr.rules.terms import Terms
from tests.dsr.rules.found_tasks import state, the_one
from tests.dsr.rules.lives import a_life, day

TERMS = Terms(packs.TERMS)
BORN = "2012-02-01"
PLANNED = "2027-03-01 review-planned r1 2027-03-22"
VERIFIED = "2027-03-08 pack-consent r1"
AGREED = "2027-02-01 consent own-consent review"
PAPERS = ("2027-03-08 pack-item r1 planner", "2027-03-08 pack-item r1 crisis-plan")


@pytest.mark.parametrize(
    ("lines", "core", "helpful"),
    [
        ((), ["consent-or-best-interests-evidence", "planner", "crisis-plan"], 4),
        (("2026-10-01 held r0",),
         ["consent-or-best-interests-evidence", "planner", "previous-report-and-action-plan", "crisis-plan"], 4),
        (("2027-03-10 admitted",),
         ["consent-or-best-interests-evidence", "planner", "crisis-plan", "physical-health-section",
          "medication-section"], 12),
        (("2027-02-10 admitted", "2027-03-21 discharged"),
         ["consent-or-best-interests-evidence", "planner", "crisis-plan"], 4),
        (("2027-04-10 held r0",), ["consent-or-best-interests-evidence", "planner", "crisis-plan"], 4),
        (("2027-03-22 held r1",), ["consent-or-best-interests-evidence", "planner", "crisis-plan"], 4),
    ],
)  # fmt: skip
def test_a_pack_holds_more_for_an_inpatient(lines: tuple[str, ...], core: list[str], helpful: int) -> None:
    """R-DSR-82, 83: what is only helpful holds up nothing; a first review has no previous report."""
    life = a_life(BORN, PLANNED, *lines)
    assert [item.value for item in packs.core_of(life, "r1")] == core
    assert len(packs.helpful_for(life, "r1")) == helpful
    assert not set(packs.helpful_for(life, "r1")) & set(packs.core_of(life, "r1"))


@pytest.mark.parametrize(
    ("lines", "on", "unlocked"),
    [
        ((), "2027-03-21", False),
        ((AGREED,), "2027-03-21", False),
        (("2027-03-05 pack-item r1 consent-or-best-interests-evidence",), "2027-03-21", False),
        ((VERIFIED,), "2027-03-07", False),
        ((VERIFIED,), "2027-03-08", True),
        (("2027-03-08 pack-consent r2",), "2027-03-21", False),
        ((VERIFIED, "2027-03-10 withdrawn own-consent review"), "2027-03-09", True),
        ((VERIFIED, "2027-03-10 withdrawn own-consent review"), "2027-03-10", False),
        ((VERIFIED, "2027-03-10 withdrawn own-consent"), "2027-03-10", False),
        ((VERIFIED, "2027-03-10 refused own-consent review"), "2027-03-10", False),
        ((VERIFIED, "2027-03-10 withdrawn own-consent review", "2027-03-12 pack-consent r1"), "2027-03-12", True),
        ((VERIFIED, "2027-03-10 withdrawn own-consent review", "2027-03-10 pack-consent r1"), "2027-03-10", True),
        ((VERIFIED, "2027-03-10 withdrawn own-consent review", "2027-03-12 consent own-consent review"), "2027-03-12",
         False),
        ((VERIFIED, "2027-03-10 review-cancelled r1"), "2027-03-10", False),
        ((VERIFIED, "2027-03-10 review-cancelled r2"), "2027-03-10", True),
        ((VERIFIED, "2027-03-10 review-cancelled r1", "2027-03-11 review-planned r1 2027-03-30"), "2027-03-11", True),
        ((VERIFIED, "2027-03-10 review-cancelled r1", "2027-03-10 review-planned r1 2027-03-30"), "2027-03-10", True),
        ((VERIFIED, "2027-03-10 review-planned r1 2027-03-30", "2027-03-10 review-cancelled r1"), "2027-03-10", False),
        (("2027-03-05 refused own-consent review", VERIFIED), "2027-03-08", True),
    ],
)  # fmt: skip
def test_t17_without_verified_consent_the_panel_reads_nothing_else(
    lines: tuple[str, ...], on: str, unlocked: bool
) -> None:
    """R-DSR-31, 84, T17: a paper is not enough, somebody verifies it; a withdrawal locks the pack the same day."""
    life = a_life(BORN, PLANNED, *PAPERS, *lines)
    closed = {item for item in PackItem if packs.why_not_read(life, "r1", item, day(on)) is not None}
    assert closed == (set() if unlocked else set(PackItem) - {PackItem.CONSENT})


@pytest.mark.parametrize(
    ("lines", "on", "expected"),
    [
        ((*PAPERS, VERIFIED), "2027-03-21", "open"),
        ((*PAPERS, VERIFIED), "2027-03-22", "overdue"),
        ((*PAPERS, VERIFIED, "2027-03-21 pack-sent r1"), "2027-03-22", "done"),
        ((*PAPERS, "2027-03-21 pack-sent r1"), "2027-03-22", "overdue"),
        ((PAPERS[0], VERIFIED, "2027-03-21 pack-sent r1"), "2027-03-22", "overdue"),
        ((*PAPERS, VERIFIED, "2027-03-10 refused own-consent review"), "2027-03-22", "ceased"),
        ((*PAPERS, VERIFIED, "2027-03-10 review-planned r1 2027-03-30"), "2027-03-29", "open"),
    ],
)
def test_the_panel_has_the_whole_pack_on_the_day_before(lines: tuple[str, ...], on: str, expected: str) -> None:
    """R-DSR-82: calendar days, also where the day before is a Sunday."""
    life = a_life(BORN, PLANNED, *lines)
    assert state(the_one(packs.tasks(life, TERMS), "pack-sent"), on) == expected


@pytest.mark.parametrize(
    ("lines", "missing"),
    [
        ((), ["consent-or-best-interests-evidence", "planner", "crisis-plan"]),
        (PAPERS, ["consent-or-best-interests-evidence"]),
        ((*PAPERS, "2027-03-08 pack-item r1 consent-or-best-interests-evidence"),
         ["consent-or-best-interests-evidence"]),
        ((*PAPERS, VERIFIED), []),
        ((PAPERS[0], VERIFIED, "2027-03-21 pack-item r1 crisis-plan"), []),
        ((PAPERS[0], VERIFIED, "2027-03-22 pack-item r1 crisis-plan"), ["crisis-plan"]),
    ],
)  # fmt: skip
def test_what_the_pack_still_needs_is_told(lines: tuple[str, ...], missing: list[str]) -> None:
    """R-DSR-82, 84."""
    found = packs.missing_core(a_life(BORN, PLANNED, *lines), "r1", day("2027-03-21"))
    assert [item.value for item in found] == missing


def test_verifying_the_consent_is_a_task_of_its_own() -> None:
    """R-DSR-84."""
    task = the_one(packs.tasks(a_life(BORN, PLANNED, VERIFIED), TERMS), "pack-consent")
    assert (task.due_on, task.done_on) == (day("2027-03-21"), day("2027-03-08"))
    assert task.why == (
        "The C(E)TR is on 22 March 2027: the consent is verified, which unlocks the pack, 24 hours before, so by "
        "21 March 2027."
    )


@pytest.mark.parametrize(
    ("born", "lines", "template"),
    [
        ("2012-02-01", (), "child-community"),
        ("2012-02-01", ("2027-03-01 admitted",), "child-inpatient"),
        ("2008-02-01", (), "adult-community"),
        ("2008-02-01", ("2027-03-01 admitted",), "adult-inpatient"),
        ("2008-02-01", ("2026-09-01 plan maintained",), "child-community"),
        ("2009-03-22", (), "adult-community"),
        ("2009-03-23", (), "child-community"),
    ],
)
def test_there_are_four_templates_of_the_enquiry(born: str, lines: tuple[str, ...], template: str) -> None:
    """R-DSR-85: the one of a child, which asks about education, for every CETR."""
    assert packs.template_on(a_life(born, *lines), day("2027-03-22")).value == template
    assert len(packs.Question) == 4

"""Whose a task is on a day: nobody's task is of somebody who cannot see the record (R-DSR-26, 29, 65a)."""

import pytest

from dsr.rules.due import TERMS, every_task, open_on, owned_on
from dsr.rules.life import Life
from dsr.rules.organisations import PARTNERSHIP, Organisations
from dsr.rules.owners import owners_who_see
from dsr.rules.tasks import Owner
from dsr.rules.terms import Terms
from tests.dsr.rules.lives import a_life, day

POLICY = Terms(TERMS)
BORN = "2010-06-01"  # 16 on 1 June 2026
HOME = "2026-07-01 lives E06000059 home"
REFERRED = (
    "2026-07-01 condition autism",
    HOME,
    "2026-07-01 referred health by:RDY own-case",
    "2026-07-01 case-lead RDY",
)
ACCEPTED = (*REFERRED, "2026-07-02 triaged", "2026-07-02 accepted")
INPATIENT = (*ACCEPTED, "2026-07-03 admitted", "2026-07-03 detained 3")
ENTRY = "2026-07-08 consent own-consent entry"
TO_BOARD = f"{ENTRY} sharing:QVV"
WITHDRAWN = (*INPATIENT, TO_BOARD, "2026-07-09 withdrawn own-consent")
CLOSED = (*WITHDRAWN, "2026-07-09 removed consent-withdrawn", "2026-07-09 consent own-consent review key-worker")
OTHER_LEAD = (*REFERRED, "2026-07-02 case-lead QUY")
TEAM = "case lead, key worker, key worker manager, multi-agency panel, C(E)TR coordinator, C(E)TR oversight panel"
NO_COUNCIL = TEAM.replace("multi-agency panel, ", "")
TO_BOARD_AND_COUNCIL = f"{ENTRY} sharing:QVV+E06000059"
REVIEWERS = "C(E)TR coordinator, C(E)TR oversight panel"


def without_home(*lines: str) -> tuple[str, ...]:
    return tuple(line for line in lines if line != HOME)


def held(life: Life, on: str) -> dict[str, str]:
    """Whose each open task is."""
    return {task.code: task.owner.value for task in open_on(life, day(on), POLICY)}


@pytest.mark.parametrize(
    ("lines", "seeing"),
    [
        (("2026-07-01 referred health by:RDY",), ""),
        (REFERRED, "case lead"),
        (OTHER_LEAD, ""),
        ((*REFERRED, "2026-07-03 refused own-consent"), ""),
        ((*INPATIENT, "2026-07-08 consent own-consent review"), f"case lead, {REVIEWERS}"),
        ((*INPATIENT, "2026-07-08 consent own-consent key-worker"), "case lead, key worker"),
        ((*INPATIENT, ENTRY), TEAM),
        ((*INPATIENT, f"{ENTRY} sharing:RBD"), TEAM),
        ((*INPATIENT, TO_BOARD), f"{TEAM}, commissioner"),
        ((*INPATIENT, f"{ENTRY} sharing:E06000059"), f"{TEAM}, council head of service"),
        ((*INPATIENT, TO_BOARD_AND_COUNCIL), f"{TEAM}, commissioner, council head of service"),
        (without_home(*INPATIENT, TO_BOARD_AND_COUNCIL), NO_COUNCIL),
        (
            (*without_home(*INPATIENT, TO_BOARD_AND_COUNCIL), "2026-07-09 lives E06000059 residential-school"),
            NO_COUNCIL,
        ),
        (
            (*without_home(*INPATIENT, TO_BOARD_AND_COUNCIL), "2026-07-09 residence E06000059"),
            f"{TEAM}, commissioner, council head of service",
        ),
        (
            (*without_home(*INPATIENT, TO_BOARD_AND_COUNCIL), "2026-07-01 lives E06000058 home"),
            f"{TEAM}, commissioner",
        ),
        (WITHDRAWN, ""),
        (CLOSED, f"key worker, {REVIEWERS}"),
        ((*WITHDRAWN, "2026-07-09 removed consent-withdrawn"), ""),
    ],
)
def test_who_sees_a_record_and_can_have_a_task_about_it(lines: tuple[str, ...], seeing: str) -> None:
    """R-DSR-26, 29 to 31: as the register's door lets them."""
    found = owners_who_see(a_life(BORN, *lines), day("2026-07-09"), POLICY)
    expected = {Owner(one) for one in seeing.split(", ") if one}
    assert found == expected | {Owner.COORDINATOR, Owner.REGISTER_LEAD}


@pytest.mark.parametrize(
    ("lines", "code", "owner"),
    [
        (INPATIENT, "review-date", "DSR coordinator"),
        (INPATIENT, "cetr-post-admission", "DSR coordinator"),
        (INPATIENT, "key-worker-ask", "DSR coordinator"),
        (INPATIENT, "root-cause-analysis", "DSR manager"),
        ((*INPATIENT, ENTRY), "root-cause-analysis", "DSR manager"),
        ((*INPATIENT, "2026-07-08 consent own-consent review"), "cetr-post-admission", "C(E)TR coordinator"),
        ((*INPATIENT, TO_BOARD), "root-cause-analysis", "commissioner"),
        ((*INPATIENT, ENTRY), "key-worker-allocate", "key worker manager"),
        (without_home(*INPATIENT, TO_BOARD), "root-cause-analysis", "DSR manager"),
        (WITHDRAWN, "root-cause-analysis", "DSR manager"),
        (WITHDRAWN, "close-withdrawn", "DSR manager"),
    ],
)
def test_a_task_is_of_somebody_who_sees_the_record(lines: tuple[str, ...], code: str, owner: str) -> None:
    assert held(a_life(BORN, *lines), "2026-07-09")[code] == owner


def test_what_parents_do_not_agree_about_is_settled_by_who_sees_the_record() -> None:
    """R-DSR-26, 35: before a consent the team that leads does not, where another one referred."""
    life = a_life("2012-06-01", *OTHER_LEAD, "2026-07-03 parents-disagree")
    assert held(life, "2026-07-09")["decide-disagreement"] == "DSR coordinator"


def test_the_owner_has_their_task_from_the_day_from_which_they_see_the_record() -> None:
    """Also of a past day; the day that it is due by stays."""
    life = a_life(BORN, *INPATIENT, TO_BOARD, "2026-07-20 withdrawn own-consent")
    told = {on: held(life, on)["root-cause-analysis"] for on in ("2026-07-07", "2026-07-08", "2026-07-20")}
    assert list(told.values()) == ["DSR manager", "commissioner", "DSR manager"]
    due = {task.due_on for on in told for task in open_on(life, day(on), POLICY) if task.code == "root-cause-analysis"}
    assert len(due) == 1


def test_the_sentence_says_why_it_is_somebody_elses() -> None:
    task = next(
        one for one in open_on(a_life(BORN, *INPATIENT), day("2026-07-09"), POLICY) if one.code == "review-date"
    )
    assert task.why.endswith("The record is not open to the C(E)TR coordinator, so it is for the DSR coordinator.")


def test_nothing_but_the_owner_and_the_sentence_changes() -> None:
    """K1 to K18, and who has acted by the code of a rung, do not move."""
    life = a_life(BORN, *INPATIENT)
    asked, owned = every_task(life, POLICY), owned_on(life, day("2026-07-09"), POLICY)
    assert len(asked) == len(owned)
    for before, after in zip(asked, owned, strict=True):
        same = ("code", "about", "rule", "opens_on", "due_on", "done_on", "ceased_on")
        assert [getattr(before, one) for one in same] == [getattr(after, one) for one in same]
        assert after.owner in owners_who_see(life, day("2026-07-09"), POLICY)


@pytest.mark.parametrize(
    ("code", "is_ours"),
    [("QVV", True), ("S1Y5D", True), ("QNQ", False), ("T6Y0W", False), ("RDY", False), ("E06000059", False)],
)
def test_a_commissioner_is_of_a_board_of_the_partnership(code: str, is_ours: bool) -> None:
    """R-DSR-65a: a board elsewhere that is told of somebody placed there commissions nothing here."""
    named = {"QVV": "NHS Dorset", "S1Y5D": "a board that came later", "RDY": "Dorset HealthCare"}
    elsewhere = {"T6Y0W": "a board elsewhere", "E06000059": "a council"}
    assert Organisations(named, elsewhere).is_our_board(code) is is_ours


def test_somebody_of_a_council_elsewhere_is_the_keepers_to_act_for() -> None:
    """R-DSR-07, 40: nobody here reaches the people of another council, also where sharing names it."""
    lines = without_home(*INPATIENT, f"{ENTRY} sharing:QVV+E10000008")
    away = a_life(BORN, *lines, "2026-07-01 lives E10000008 home")
    terms = Terms(TERMS, organisations=Organisations(PARTNERSHIP))
    expected = {Owner.COORDINATOR, Owner.REGISTER_LEAD, *(Owner(one) for one in NO_COUNCIL.split(", "))}
    assert owners_who_see(away, day("2026-07-09"), terms) == expected
    here = a_life(BORN, *lines, HOME)
    assert owners_who_see(here, day("2026-07-09"), terms) == expected | {Owner.PANEL, Owner.COMMISSIONER}

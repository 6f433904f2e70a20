"""Who belongs on the register: area, condition, risk, and age (R-DSR-04 to 06, 14 to 17, 44)."""

import pytest

from dsr.rules.entry.eligibility import in_young_views, leaves_on, limbs, may_be_accepted, tasks
from dsr.rules.facts.entry import Limb
from dsr.rules.terms import SpecifiedFactor, Terms
from tests.dsr.rules.entry_terms import POLICY, agreed_from, in_short, under_the_act
from tests.dsr.rules.lives import a_life, day

BORN = "2011-02-01"
REFERRED, AREA = "2026-07-01 referred", "2026-07-01 area local"
CONDITION, HOLDS = "2026-07-01 condition autism", "2026-07-02 limb condition holds"
RISK = "2026-07-02 limb risk holds"


@pytest.mark.parametrize(
    ("born", "on", "young"),
    [
        (BORN, "2026-07-01", True),
        ("2000-07-02", "2026-07-01", True),
        ("2000-07-01", "2026-07-01", False),
        ("2000-02-29", "2026-02-28", True),
        ("2000-02-29", "2026-03-01", False),
        ("2026-07-01", "2026-07-01", True),
    ],
)
def test_the_views_of_the_young_end_with_the_day_before_the_26th_birthday(born: str, on: str, young: bool) -> None:
    """R-DSR-16, 44."""
    assert in_young_views(a_life(born), day(on), POLICY) is young


def test_another_upper_age_counts_from_the_day_on_which_it_was_agreed() -> None:
    """R-DSR-16: sources disagree."""
    life, terms = a_life("2001-07-01"), agreed_from("2026-07-10", "upper-age", 25)
    assert leaves_on(life, day("2026-07-09"), terms) == day("2027-07-01")
    assert in_young_views(life, day("2026-07-09"), terms)
    assert not in_young_views(life, day("2026-07-10"), terms)


@pytest.mark.parametrize(
    ("lines", "missing"),
    [
        ((REFERRED,), ["area", "condition", "risk"]),
        ((REFERRED, AREA, CONDITION), ["condition", "risk"]),
        ((REFERRED, AREA, CONDITION, HOLDS), ["risk"]),
        ((REFERRED, AREA, CONDITION, HOLDS, RISK), []),
        ((REFERRED, "2026-07-02 limb area fails", "2026-07-02 limb condition fails", RISK), []),
        ((REFERRED, AREA, HOLDS, RISK, "2026-08-01 declined no-risk", "2026-09-01 referred"), ["condition", "risk"]),
    ],
)
def test_it_is_told_which_limb_nobody_has_judged(lines: tuple[str, ...], missing: list[str]) -> None:
    """R-DSR-05: the judgements of an earlier entry do not count for the next."""
    told = limbs(a_life(BORN, *lines), day("2026-09-30"), POLICY)
    assert [one.limb for one in told if one.holds is None] == missing


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ((REFERRED, AREA, CONDITION, HOLDS, RISK), None),
        ((REFERRED, AREA, CONDITION, HOLDS, "2026-07-02 limb risk fails"), "risk"),
        ((REFERRED, AREA, CONDITION, HOLDS, "2026-07-02 limb risk fails", "2026-07-03 limb risk holds"), None),
        ((REFERRED, AREA, CONDITION, HOLDS, RISK, "2026-07-03 limb risk fails"), "risk"),
        ((REFERRED, AREA, CONDITION, HOLDS), "risk"),
        ((REFERRED, AREA, HOLDS, RISK), "R-DSR-14"),
        ((REFERRED, AREA, "2026-07-01 condition autism clinically-understood", HOLDS, RISK), None),
        ((REFERRED, AREA, "2026-07-01 condition both on-assessment-pathway", HOLDS, RISK), None),
        ((REFERRED, AREA, "2026-07-01 condition autism not-evidenced", HOLDS, RISK), "R-DSR-14"),
        ((REFERRED, "2026-07-01 area elsewhere", CONDITION, HOLDS, RISK), "R-DSR-17"),
        ((REFERRED, "2026-07-01 area override", CONDITION, HOLDS, RISK), "no reason"),
        ((REFERRED, "2026-07-01 area override placed elsewhere by us", CONDITION, HOLDS, RISK), None),
        ((REFERRED, "2026-07-01 area elsewhere", "2026-07-02 limb area holds", CONDITION, HOLDS, RISK), None),
        ((REFERRED, AREA, "2026-07-02 limb area fails", CONDITION, HOLDS, RISK), "area"),
    ],
)
def test_a_referral_is_accepted_when_every_limb_holds(lines: tuple[str, ...], reason: str | None) -> None:
    """R-DSR-04, 05, 14, 17: and else the first reason is told."""
    told = may_be_accepted(a_life(BORN, *lines), day("2026-07-03"), POLICY)
    assert (told is None) if reason is None else (reason in str(told))


def test_who_is_26_is_not_accepted() -> None:
    """R-DSR-16."""
    lines = (REFERRED, AREA, CONDITION, HOLDS, RISK)
    assert may_be_accepted(a_life("2000-07-04", *lines), day("2026-07-03"), POLICY) is None
    assert "R-DSR-16" in str(may_be_accepted(a_life("2000-07-03", *lines), day("2026-07-03"), POLICY))


@pytest.mark.parametrize(
    ("gate", "evidence", "holds"),
    [
        (1, "confirmed", True),
        (1, "clinically-understood", False),
        (2, "clinically-understood", True),
        (2, "on-assessment-pathway", False),
        (3, "on-assessment-pathway", True),
    ],
)
def test_which_evidence_is_enough_can_be_agreed(gate: int, evidence: str, holds: bool) -> None:
    """R-DSR-14: sources disagree."""
    life = a_life(BORN, REFERRED, f"2026-07-01 condition autism {evidence}", HOLDS)
    terms = agreed_from("2026-07-01", "evidence-accepted", gate)
    answers = {answer.limb: answer.holds for answer in limbs(life, day("2026-07-03"), terms)}
    assert answers[Limb.CONDITION] is holds


def test_the_act_asks_what_the_board_considers_and_no_evidence() -> None:
    """R-DSR-05: no diagnosis is needed, once section 125D is law."""
    life = a_life(BORN, REFERRED, AREA, "2026-07-01 condition autism not-evidenced", HOLDS, RISK)
    act = under_the_act("2026-07-05")
    assert may_be_accepted(life, day("2026-07-04"), act) is not None
    assert may_be_accepted(life, day("2026-07-05"), act) is None


WHOLE = (REFERRED, AREA, CONDITION, HOLDS, RISK)
LISTED = under_the_act("2026-07-10", "F1", "F2")
NOT_LAW = Terms(POLICY, in_force={}, specified=[SpecifiedFactor("F1", day("2026-07-01"), day("2026-07-20"))])


@pytest.mark.parametrize(
    ("terms", "lines", "on", "accepted"),
    [
        (under_the_act("2026-07-10"), WHOLE, "2026-07-10", True),
        (LISTED, WHOLE, "2026-07-09", True),
        (LISTED, WHOLE, "2026-07-10", False),
        (LISTED, (*WHOLE, "2026-07-11 statutory-factor F2"), "2026-07-10", False),
        (LISTED, (*WHOLE, "2026-07-11 statutory-factor F2"), "2026-07-11", True),
        (LISTED, (*WHOLE, "2026-07-11 statutory-factor F9"), "2026-07-11", False),
        (
            LISTED,
            (*WHOLE, "2026-07-11 statutory-factor F2", "2026-07-12 statutory-factor F2 past"),
            "2026-07-12",
            False,
        ),
        (LISTED, (REFERRED, AREA, CONDITION, HOLDS, "2026-07-11 statutory-factor F2"), "2026-07-11", False),
        (NOT_LAW, WHOLE, "2026-07-20", True),
    ],
)
def test_under_the_act_the_risk_limb_needs_a_specified_factor_once_there_are_any(
    terms: Terms, lines: tuple[str, ...], on: str, accepted: bool
) -> None:
    """R-DSR-04, 06: the list is empty until regulations exist; a factor never makes the judgement."""
    assert (may_be_accepted(a_life(BORN, *lines), day(on), terms) is None) is accepted


@pytest.mark.parametrize(
    ("on", "codes"),
    [("2026-07-09", set()), ("2026-07-10", {"F1"}), ("2026-07-20", {"F1"}), ("2026-07-21", set())],
)
def test_a_specified_factor_has_a_first_and_a_last_day(on: str, codes: set[str]) -> None:
    """R-DSR-06: the list has versions."""
    terms = Terms((), specified=[SpecifiedFactor("F1", day("2026-07-10"), day("2026-07-20"))])
    assert terms.specified_factors(day(on)) == codes


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((REFERRED,), ["2026-07-01/2026-07-08"] * 3),
        (
            (REFERRED, AREA, HOLDS),
            ["2026-07-01/2026-07-08 done 2026-07-01", "2026-07-01/2026-07-08 done 2026-07-02", "2026-07-01/2026-07-08"],
        ),
        (
            ("2026-06-30 area local", REFERRED),
            ["2026-07-01/2026-07-08 done 2026-07-01", *["2026-07-01/2026-07-08"] * 2],
        ),
        ((AREA, HOLDS), []),
        ((REFERRED, "2026-07-06 declined no-risk"), ["2026-07-01/2026-07-08 ceased 2026-07-06"] * 3),
        ((REFERRED, "2026-07-06 refused parental-responsibility"), ["2026-07-01/2026-07-08 ceased 2026-07-06"] * 3),
        ((REFERRED, "2026-07-06 accepted"), ["2026-07-01/2026-07-08"] * 3),
    ],
)
def test_each_limb_is_to_be_judged_by_the_day_of_the_decision(lines: tuple[str, ...], expected: list[str]) -> None:
    """R-DSR-05, 21."""
    assert in_short(tasks(a_life(BORN, *lines), POLICY), "judge-limb") == expected

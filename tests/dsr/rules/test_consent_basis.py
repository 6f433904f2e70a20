"""Who may decide, and on which basis an entry rests on a day (R-DSR-27, 28, 34, 35)."""

import pytest

from dsr.rules.consent.capacity import can_decide, decision_on, lacking, who_decides
from dsr.rules.consent.consent import basis_on, consent_state, why_not
from dsr.rules.facts.consent import BestInterestsDecided
from tests.dsr.rules.entry_terms import POLICY, under_the_act
from tests.dsr.rules.lives import a_fact, a_life, day

BORN = "2011-02-01"  # 16 on 1 February 2027, 18 on 1 February 2029
ACT = under_the_act("2026-10-01")


@pytest.mark.parametrize(
    ("born", "lines", "on", "able"),
    [
        (BORN, (), "2026-11-01", False),
        (BORN, ("2026-11-01 capacity yes",), "2026-10-31", False),
        (BORN, ("2026-11-01 capacity yes",), "2026-11-01", True),
        (BORN, ("2026-11-01 capacity yes", "2026-11-05 capacity no"), "2026-11-05", False),
        (BORN, ("2026-11-01 capacity yes", "2026-11-01 capacity no"), "2026-11-01", False),
        (BORN, ("2026-11-01 capacity no",), "2027-01-31", False),
        (BORN, ("2026-11-01 capacity no",), "2027-02-01", True),
        (BORN, ("2027-02-01 capacity no",), "2027-02-01", False),
        (BORN, ("2027-02-01 capacity no",), "2029-02-01", False),
        ("2012-02-29", (), "2028-02-28", False),
        ("2012-02-29", (), "2028-02-29", True),
        ("2013-02-28", (), "2029-02-27", False),
    ],
)
def test_competence_is_judged_under_16_and_capacity_presumed_from_then_on(
    born: str, lines: tuple[str, ...], on: str, able: bool
) -> None:
    """R-DSR-27: a judgement from before the 16th birthday says nothing about capacity after it."""
    assert can_decide(a_life(born, *lines), day(on)) is able


@pytest.mark.parametrize(
    ("lines", "on", "by_policy", "by_the_act"),
    [
        ((), "2026-11-01", "parental-responsibility", "board-best-interests"),
        (("2026-10-15 capacity yes",), "2026-11-01", "own-consent", "own-consent"),
        ((), "2027-01-31", "parental-responsibility", "board-best-interests"),
        ((), "2027-02-01", "own-consent", "own-consent"),
        (("2027-02-01 capacity no",), "2027-02-01", "best-interests", "board-best-interests"),
        (("2027-02-01 capacity no",), "2029-02-01", "best-interests", "board-best-interests"),
        ((), "2029-02-01", "own-consent", "own-consent"),
    ],
)
def test_each_age_has_its_basis(lines: tuple[str, ...], on: str, by_policy: str, by_the_act: str) -> None:
    """R-DSR-27, 28: each row of the table, by policy and once section 125D is law."""
    life = a_life(BORN, *lines)
    assert who_decides(life, day(on), POLICY) == by_policy
    assert who_decides(life, day(on), ACT) == by_the_act


COMPETENT, PARENT = "2026-11-01 capacity yes", "2026-11-01 consent parental-responsibility"
OWN, NO_CAPACITY = "2026-11-01 consent own-consent", "2027-03-01 capacity no"
BEST, DECIDED = "2027-03-01 consent best-interests", "2027-03-01 best-interests yes"


@pytest.mark.parametrize(
    ("lines", "on", "basis", "state"),
    [
        ((), "2026-11-01", None, "not-asked"),
        ((PARENT,), "2026-10-31", None, "not-asked"),
        ((PARENT,), "2026-11-01", "parental-responsibility", "in-date"),
        ((COMPETENT, PARENT), "2026-11-01", None, "invalid"),
        ((OWN,), "2026-11-01", None, "invalid"),
        ((COMPETENT, OWN), "2026-11-01", "own-consent", "in-date"),
        ((OWN, "2026-11-05 capacity yes"), "2026-11-04", None, "invalid"),
        ((OWN, "2026-11-05 capacity yes"), "2026-11-05", "own-consent", "in-date"),
        ((BEST, DECIDED, NO_CAPACITY), "2027-03-01", "best-interests", "in-date"),
        ((BEST, DECIDED), "2027-03-01", None, "invalid"),
        ((BEST, NO_CAPACITY), "2027-03-01", None, "invalid"),
        ((BEST, "2027-03-01 best-interests yes incomplete", NO_CAPACITY), "2027-03-01", None, "invalid"),
        ((BEST, "2027-03-01 best-interests no", NO_CAPACITY), "2027-03-01", None, "refused"),
        ((BEST, NO_CAPACITY, "2027-03-03 best-interests yes"), "2027-03-03", "best-interests", "in-date"),
        (("2027-03-01 consent parental-responsibility", NO_CAPACITY), "2027-03-01", None, "invalid"),
        (("2027-03-01 consent parental-responsibility",), "2027-03-01", None, "invalid"),
        (("2026-11-01 consent best-interests", "2026-11-01 best-interests yes"), "2026-11-01", None, "invalid"),
        (("2026-11-01 consent own-consent review", "2026-11-01 capacity yes"), "2026-11-01", None, "not-asked"),
    ],
)
def test_a_basis_is_valid_only_from_who_may_decide(
    lines: tuple[str, ...], on: str, basis: str | None, state: str
) -> None:
    """R-DSR-26, 27, 34: before the Act, at 15 and at 16."""
    life = a_life(BORN, *lines)
    assert basis_on(life, day(on), POLICY) == basis
    assert consent_state(life, day(on), POLICY) == state


BOARD, BOARD_LATER = "2026-11-01 best-interests yes board", "2026-11-20 best-interests yes board"


@pytest.mark.parametrize(
    ("act_from", "lines", "on", "basis", "state"),
    [
        ("2026-10-01", (PARENT,), "2026-11-01", None, "invalid"),
        ("2026-10-01", (PARENT, "2026-11-01 best-interests yes"), "2026-11-01", None, "invalid"),
        ("2026-10-01", (PARENT, BOARD), "2026-11-01", "board-best-interests", "in-date"),
        ("2026-10-01", (PARENT, BOARD_LATER), "2026-11-19", None, "invalid"),
        ("2026-10-01", (PARENT, BOARD_LATER), "2026-11-20", "board-best-interests", "in-date"),
        (
            "2026-10-01",
            ("2026-11-01 consent board-best-interests", BOARD),
            "2026-11-01",
            "board-best-interests",
            "in-date",
        ),
        ("2026-10-01", (COMPETENT, OWN), "2026-11-01", "own-consent", "in-date"),
        ("2026-11-15", (PARENT,), "2026-11-14", "parental-responsibility", "in-date"),
        ("2026-11-15", (PARENT,), "2026-11-15", None, "due"),
        ("2026-11-15", (PARENT, BOARD), "2026-11-14", "parental-responsibility", "in-date"),
        ("2026-11-15", (PARENT, BOARD), "2026-11-15", "board-best-interests", "in-date"),
        ("2026-11-15", (PARENT, BOARD_LATER), "2026-11-19", None, "due"),
        ("2026-11-15", (PARENT, BOARD_LATER), "2026-11-20", "board-best-interests", "in-date"),
        ("2026-11-15", (PARENT, BOARD, "2026-12-01 best-interests no board"), "2026-12-01", None, "withdrawn"),
        ("2027-03-15", (BEST, DECIDED, NO_CAPACITY), "2027-03-15", None, "due"),
        (
            "2027-03-15",
            (BEST, DECIDED, NO_CAPACITY, "2027-03-10 best-interests yes board"),
            "2027-03-15",
            "board-best-interests",
            "in-date",
        ),
    ],
)
def test_once_the_act_is_law_a_parent_alone_is_not_enough(
    act_from: str, lines: tuple[str, ...], on: str, basis: str | None, state: str
) -> None:
    """R-DSR-28: both are kept, and the board's decision counts; switched on in the middle of a consent it falls due."""
    life = a_life(BORN, *lines)
    assert basis_on(life, day(on), under_the_act(act_from)) == basis
    assert consent_state(life, day(on), under_the_act(act_from)) == state


@pytest.mark.parametrize(
    ("lines", "on", "basis", "state"),
    [
        ((PARENT, "2026-11-10 parents-disagree"), "2026-11-09", "parental-responsibility", "in-date"),
        ((PARENT, "2026-11-10 parents-disagree"), "2026-11-10", None, "due"),
        (("2026-10-30 parents-disagree", PARENT), "2026-11-01", None, "invalid"),
        (
            ("2026-10-30 parents-disagree", PARENT, "2026-11-03 disagreement-decided entry"),
            "2026-11-03",
            "parental-responsibility",
            "in-date",
        ),
        (("2026-10-30 parents-disagree", PARENT, "2026-11-03 disagreement-decided no"), "2026-11-03", None, "invalid"),
        (("2026-10-30 parents-disagree", COMPETENT, OWN), "2026-11-01", "own-consent", "in-date"),
        (
            (
                "2026-10-30 parents-disagree",
                "2026-11-03 disagreement-decided entry",
                "2026-11-05 parents-disagree",
                "2026-11-06 consent parental-responsibility",
            ),
            "2026-11-06",
            None,
            "invalid",
        ),
    ],
)
def test_parents_who_disagree_are_no_basis_until_somebody_decides(
    lines: tuple[str, ...], on: str, basis: str | None, state: str
) -> None:
    """R-DSR-35: a competent child decides without them."""
    life = a_life(BORN, *lines)
    assert basis_on(life, day(on), POLICY) == basis
    assert consent_state(life, day(on), POLICY) == state


@pytest.mark.parametrize(
    ("lines", "on", "basis", "state"),
    [
        ((PARENT, "2026-11-10 capacity yes"), "2026-11-09", "parental-responsibility", "in-date"),
        ((PARENT, "2026-11-10 capacity yes"), "2026-11-10", None, "due"),
        ((PARENT, "2026-11-10 capacity yes", "2026-11-12 consent own-consent"), "2026-11-12", "own-consent", "in-date"),
        (
            (PARENT, "2026-11-10 capacity yes", "2026-11-12 capacity no"),
            "2026-11-12",
            "parental-responsibility",
            "in-date",
        ),
        ((COMPETENT, OWN, "2026-11-10 capacity no"), "2026-11-10", None, "due"),
        (
            (COMPETENT, OWN, "2026-11-10 capacity no", "2026-11-11 consent parental-responsibility"),
            "2026-11-11",
            "parental-responsibility",
            "in-date",
        ),
        ((COMPETENT, OWN, "2026-11-10 consent parental-responsibility"), "2026-11-10", "own-consent", "in-date"),
        ((BEST, DECIDED, NO_CAPACITY, "2027-04-01 capacity yes"), "2027-04-01", None, "due"),
    ],
)
def test_who_regains_or_loses_the_ability_is_asked_anew(
    lines: tuple[str, ...], on: str, basis: str | None, state: str
) -> None:
    """R-DSR-27, 32: until then the entry is kept, as one whose consent is due; a parent cannot outvote a child."""
    life = a_life(BORN, *lines)
    assert basis_on(life, day(on), POLICY) == basis
    assert consent_state(life, day(on), POLICY) == state


def test_the_reason_names_its_rule() -> None:
    """R-DSR-27, 33, 34: a coordinator is told why a consent does not count."""
    told = [
        why_not(a_life(BORN, COMPETENT, PARENT), day("2026-11-01"), POLICY),
        why_not(a_life(BORN, PARENT, NO_CAPACITY), day("2027-03-01"), POLICY),
        why_not(a_life(BORN, BEST, NO_CAPACITY), day("2027-03-01"), POLICY),
        why_not(a_life(BORN, COMPETENT, OWN), day("2026-11-01"), POLICY),
    ]
    assert ["R-DSR-27" in str(told[0]), "R-DSR-33" in str(told[1]), "R-DSR-34" in str(told[2])] == [True] * 3
    assert told[3] is None


@pytest.mark.parametrize(
    ("decision", "missing"),
    [
        (a_fact("2027-03-01 best-interests yes 2028-03-01"), ()),
        (a_fact("2027-03-01 best-interests yes incomplete"), ("the people consulted",)),
        (
            BestInterestsDecided(on=day("2027-03-01"), in_favour=True, by="lead", organisation=""),
            (
                "the organisation",
                "the evidence of capacity or competence",
                "the people consulted",
                "less restrictive options",
                "the day of its review",
            ),
        ),
    ],
)
def test_a_record_of_best_interests_is_whole_or_says_what_it_lacks(
    decision: BestInterestsDecided, missing: tuple[str, ...]
) -> None:
    """R-DSR-34."""
    assert lacking(decision) == missing


def test_an_incomplete_decision_does_not_push_out_a_whole_one() -> None:
    """R-DSR-34: and the newest whole one decides."""
    life = a_life(BORN, DECIDED, "2027-03-05 best-interests yes incomplete", "2027-04-01 best-interests no")
    held = decision_on(life, day("2027-03-31"), board=False)
    assert held is not None
    assert held.on == day("2027-03-01")
    assert decision_on(life, day("2027-03-31"), board=True) is None
    assert decision_on(life, day("2027-04-01"), board=False) is None

"""A decision in somebody's best interests is for its entry, and asked about while anything rests on it (R-DSR-34)."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dsr.rules.consent.consent import may_hold_review
from dsr.rules.consent.footing import footing
from dsr.rules.due import TERMS, every_task, open_on
from dsr.rules.entry.standing import status_on
from dsr.rules.facts.consent import Basis, Scope
from dsr.rules.recordable import why_not
from dsr.rules.terms import Section, Terms
from tests.dsr.rules.lives import a_fact, a_life, day, recorded
from tests.dsr.rules.telling import told

POLICY = Terms(TERMS)
ACT = Terms(TERMS, in_force=dict.fromkeys(Section, day("2026-01-01")))
PARENT = "parental-responsibility"
REFERRED = ("2026-06-01 condition autism", "2026-06-01 referred health")
UNABLE, DECIDED = "2026-06-01 capacity no", "2026-06-01 best-interests yes 2026-12-01"
AGREED = "2026-06-01 consent best-interests entry"
FIRST = (*REFERRED, UNABLE, DECIDED, AGREED, "2026-06-01 accepted")
REMOVED = "2026-07-02 removed risk-reduced panel"
AGAIN = ("2027-03-02 referred health", "2027-03-02 accepted", "2027-03-02 consent best-interests entry")
DECLINED_AGAIN = ("2026-06-10 referred health", "2026-06-11 declined no-risk", "2026-06-12 referred health")


@pytest.mark.parametrize(
    ("lines", "on", "status"),
    [
        (FIRST, "2026-06-01", "active"),
        ((*FIRST, REMOVED, *AGAIN), "2027-03-10", "awaiting-consent"),
        ((*FIRST, REMOVED, *AGAIN), "2027-12-10", "awaiting-consent"),
        ((*FIRST, REMOVED, *AGAIN, "2027-03-12 best-interests yes"), "2027-03-12", "active"),
        ((*FIRST, REMOVED, "2026-07-20 best-interests yes 2027-07-01", *AGAIN), "2027-03-10", "active"),
        ((*FIRST, "2026-07-02 withdrawn best-interests", *AGAIN), "2027-03-10", "awaiting-consent"),
        ((*FIRST, "2026-06-02 withdrawn best-interests", "2026-06-03 consent best-interests"), "2026-06-03", "closing"),
        ((*FIRST, f"2026-06-02 withdrawn {PARENT}", "2026-06-03 consent best-interests"), "2026-06-03", "active"),
        ((*FIRST, "2026-06-03 consent best-interests entry"), "2026-06-03", "active"),
        ((*FIRST, *DECLINED_AGAIN), "2026-06-12", "active"),
        ((*FIRST, *DECLINED_AGAIN, "2026-06-13 consent best-interests entry"), "2026-06-13", "active"),
        ((*FIRST, "2027-01-10 consent best-interests entry"), "2027-01-10", "consent-due"),
        ((*REFERRED, UNABLE, DECIDED, "2026-06-02 declined no-risk", *AGAIN), "2027-03-10", "awaiting-consent"),
        (
            (*REFERRED, UNABLE, "2026-06-02 declined no-risk", "2026-06-03 best-interests yes 2027-06-01", *AGAIN),
            "2027-03-10",
            "active",
        ),
        (
            (
                *REFERRED,
                UNABLE,
                DECIDED,
                "2026-06-02 declined no-risk",
                "2026-06-03 accepted",
                "2026-06-03" + AGREED[10:],
            ),
            "2026-06-03",
            "active",
        ),
    ],
)
def test_each_entry_is_decided_about_anew(lines: tuple[str, ...], on: str, status: str) -> None:
    """R-DSR-26, 34: what was decided for an entry that is over says nothing of the next, as what was agreed to."""
    assert status_on(a_life("2009-03-01", *lines), day(on), POLICY) == status


def test_a_consent_on_an_old_decision_is_refused_in_words() -> None:
    """R-DSR-34: whoever records it learns that the decision is to be made."""
    life = a_life("2009-03-01", *FIRST, REMOVED, *AGAIN[:2])
    refused = why_not(a_fact(AGAIN[2]), life, day("2027-03-02"), POLICY)
    assert refused == "There is no complete decision that the entry is in the person's best interests (R-DSR-34)."


BOARD = (
    *REFERRED,
    UNABLE,
    "2026-06-01 best-interests yes board 2026-12-01",
    f"2026-06-01 consent {PARENT} entry",
    "2026-06-01 accepted",
)
AGAIN_BY_LAW = ("2028-03-02 referred health", f"2028-03-02 consent {PARENT} entry", "2028-03-02 accepted")


@pytest.mark.parametrize(
    ("lines", "status", "asked"),
    [
        ((*BOARD, REMOVED, *AGAIN_BY_LAW), "awaiting-consent", ["2028-03-02 2028-03-02 by 2028-03-16"]),
        (
            (*BOARD, REMOVED, *AGAIN_BY_LAW, "2028-03-09 best-interests yes board"),
            "active",
            ["2028-03-02 2028-03-02 by 2028-03-16 done 2028-03-09"],
        ),
        ((*BOARD, "2028-01-05 best-interests yes board", REMOVED, *AGAIN_BY_LAW[:1]), "referred", []),
        ((*BOARD, f"2026-06-08 withdrawn {PARENT}", f"2026-06-09 consent {PARENT} entry"), "consent-due", []),
    ],
)
def test_the_board_decides_about_each_entry(lines: tuple[str, ...], status: str, asked: list[str]) -> None:
    """R-DSR-04, 28: a parent's form is evidence; what a parent takes back ends neither entry nor decision (0072)."""
    life = a_life("2014-03-01", *lines)
    assert status_on(life, day("2028-03-10"), ACT) == status
    assert told(every_task(life, ACT), "board-best-interests") == asked


INPATIENT = ("2026-07-06 declined no-risk", "2026-07-06 admitted")
REFERRED_AGAIN = "2026-07-08 referred health"
FOR_REVIEW = (*REFERRED, "2026-07-01 capacity no", "2026-07-02 best-interests yes 2026-08-20")


@pytest.mark.parametrize(
    ("born", "terms", "code", "lines", "on", "owed"),
    [
        (
            "2012-02-01",
            POLICY,
            "judge-competence",
            (*REFERRED, f"2026-07-02 consent {PARENT} entry review", *INPATIENT, REFERRED_AGAIN),
            "2026-07-20",
            "2026-07-16",
        ),
        (
            "2012-02-01",
            POLICY,
            "judge-competence",
            (*REFERRED, f"2026-07-02 consent {PARENT} entry", *INPATIENT, REFERRED_AGAIN),
            "2026-07-20",
            None,
        ),
        (
            "2012-02-01",
            POLICY,
            "judge-competence",
            (*REFERRED, f"2026-07-02 consent {PARENT} review", f"2026-07-03 withdrawn {PARENT} review"),
            "2026-07-20",
            None,
        ),
        (
            "2009-03-01",
            POLICY,
            "review-best-interests",
            (*FOR_REVIEW, "2026-07-02 consent best-interests entry review", *INPATIENT, REFERRED_AGAIN),
            "2026-09-09",
            "2026-08-20",
        ),
        (
            "2009-03-01",
            POLICY,
            "review-best-interests",
            (
                *FOR_REVIEW,
                "2026-07-02 consent best-interests entry review",
                *INPATIENT,
                REFERRED_AGAIN,
                "2026-07-25 withdrawn best-interests review",
            ),
            "2026-09-09",
            None,
        ),
        (
            "2009-03-01",
            POLICY,
            "review-best-interests",
            (
                *FOR_REVIEW,
                "2026-07-02 consent best-interests entry",
                "2026-07-02 removed entered-in-error",
                REFERRED_AGAIN,
            ),
            "2026-09-09",
            None,
        ),
        (
            "2012-02-01",
            ACT,
            "review-best-interests",
            (
                *REFERRED,
                "2026-07-01 capacity no",
                "2026-07-02 best-interests yes board 2026-08-20",
                f"2026-07-02 consent {PARENT} entry",
                "2026-07-02 consent board-best-interests review",
                "2026-07-02 accepted",
                "2026-07-03 admitted",
                f"2026-07-08 withdrawn {PARENT}",
            ),
            "2026-09-09",
            "2026-08-20",
        ),
    ],
)
def test_what_a_review_rests_on_is_asked_as_long_as_it_does(
    born: str, terms: Terms, code: str, lines: tuple[str, ...], on: str, owed: str | None
) -> None:
    """R-DSR-27, 29, 34: neither the next referral nor a parent's no to the entry ends what a C(E)TR rests on."""
    life = a_life(born, *lines)
    asked = [str(task.due_on) for task in open_on(life, day(on), terms) if task.code == code]
    assert asked == ([owed] if owed else [])
    assert may_hold_review(life, day(on), terms) is bool(owed)


AN_ENTRY = ("referred health", "accepted", "consent best-interests entry review", f"consent {PARENT} entry review")
STEPS = (
    AN_ENTRY,
    AN_ENTRY,
    ("best-interests yes 2026-07-20", *AN_ENTRY),
    ("best-interests yes board 2026-07-20",),
    ("best-interests no",),
    ("consent board-best-interests entry review",),
    ("consent best-interests review",),
    ("withdrawn best-interests",),
    (f"withdrawn {PARENT}",),
    ("withdrawn best-interests review",),
    ("capacity no",),
    ("capacity yes", "consent own-consent"),
    ("removed entered-in-error",),
    ("removed consent-withdrawn",),
    ("declined no-risk",),
    ("admitted",),
    ("discharged",),
)


@settings(deadline=None, max_examples=200)
@given(
    st.sampled_from(["2013-06-01", "2009-01-25"]),
    st.sampled_from([POLICY, ACT]),
    st.lists(st.tuples(st.sampled_from([0, 1, 1, 2]), st.sampled_from(STEPS)), max_size=7),
)
def test_a_decision_past_the_day_of_its_review_is_asked_about_while_anything_rests_on_it(
    born: str, terms: Terms, chosen: list[tuple[int, tuple[str, ...]]]
) -> None:
    """R-DSR-28, 34: an entry or a C(E)TR that rests on a decision rests on one that somebody looks at again."""
    life, on = a_life(born, *REFERRED, UNABLE, "2026-06-01 best-interests yes board 2026-07-20"), day("2026-06-01")
    for days, words in chosen:
        on += timedelta(days=days)
        for word in words:
            life = recorded(f"{on} {word}", life, terms)
    later = day("2026-07-21")
    for scope in (Scope.ENTRY, Scope.REVIEW):
        foot = footing(scope, life, later, terms)
        if foot and foot.holds and foot.basis in {Basis.BEST_INTERESTS, Basis.BOARD_BEST_INTERESTS}:
            asked = {task.code for task in open_on(life, later, terms)}
            assert "review-best-interests" in asked

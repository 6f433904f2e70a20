"""Nobody asks about the consent to an entry that is over, such as declined, until it is not (R-DSR-22, 26)."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dsr.rules.consent import best_interests, consent
from dsr.rules.consent.consent import agreed_apart
from dsr.rules.due import TERMS, every_task, open_on
from dsr.rules.entry.standing import Status, status_on
from dsr.rules.hospital.spells import spell_on
from dsr.rules.terms import Section, Terms
from tests.dsr.rules.lives import a_life, day, recorded
from tests.dsr.rules.telling import told

POLICY = Terms(TERMS)
ACT = Terms(TERMS, in_force={Section.REGISTER: day("2026-07-20")})
PARENT = "parental-responsibility"
REFERRED = ("2026-07-01 condition autism", "2026-07-01 referred health")
BORN = "2010-09-01"  # 16 on 1 September 2026
DECLINED = "2026-07-06 declined no-risk"
AGREED = f"2026-07-02 consent {PARENT} entry"
SECOND = "2026-07-20 accepted"
UNFINISHED = "2026-07-02 best-interests yes incomplete"


@pytest.mark.parametrize(
    ("code", "lines", "terms", "expected"),
    [
        ("judge-competence", (AGREED,), POLICY, "2026-07-02 2026-07-02 by 2026-07-16"),
        ("consent-at-16", (AGREED,), POLICY, "2026-07-02 2026-07-02 by 2026-09-01"),
        ("complete-best-interests", (UNFINISHED,), POLICY, "2026-07-02 2026-07-02 by 2026-07-16"),
        ("board-best-interests", (AGREED,), ACT, "2026-07-02 2026-07-02 by 2026-07-20"),
    ],
)
def test_what_a_consent_asks_for_ends_with_a_decline_and_is_asked_again_on_second_thoughts(
    code: str, lines: tuple[str, ...], terms: Terms, expected: str
) -> None:
    """R-DSR-22, 27, 28, 33 to 35: of a declined referral nobody is asked anything about consent."""

    def of(*later: str) -> list[str]:
        return told(every_task(a_life(BORN, *REFERRED, *lines, *later), terms), code)

    about, _, due_on = expected.split()[0], *expected.split(" by ")
    anew = f"{about} 2026-07-20 by {max(due_on, '2026-07-20')}"
    assert of() == [expected]
    assert of(DECLINED) == [f"{expected} ceased 2026-07-06"]
    assert of(DECLINED, SECOND) == [f"{expected} ceased 2026-07-06", anew]
    assert of("2026-07-02 declined no-risk") == []
    assert of("2026-07-02 declined no-risk", "2026-07-02 accepted") == [expected]


def test_what_would_open_later_does_not() -> None:
    """R-DSR-32, 33: a year or a birthday after the decline."""
    life = a_life("2012-09-01", *REFERRED, AGREED, DECLINED)
    asked = {task.code for task in every_task(life, POLICY) if task.opens_on > day("2026-07-06")}
    assert asked.isdisjoint({"renew-consent", "consent-at-16", "consent-at-16-soon", "consent-at-18"})


def test_why_it_is_due_on_second_thoughts_is_said() -> None:
    life = a_life(BORN, *REFERRED, AGREED, DECLINED, SECOND)
    [asked] = [one for one in open_on(life, day("2026-07-20"), POLICY) if one.code == "judge-competence"]
    assert asked.why.endswith("The entry was over before 20 July 2026, so it is due on that day.")


@pytest.mark.parametrize(
    "ended",
    [
        (DECLINED,),
        ("2026-07-03 accepted", f"2026-07-06 withdrawn {PARENT}"),
        ("2026-07-03 accepted", "2026-07-06 removed entered-in-error"),
    ],
)
def test_the_next_entry_asks_by_its_own_facts(ended: tuple[str, ...]) -> None:
    """R-DSR-27: a parent who agrees to that, of a child whom nobody has judged, raises the question once more."""
    again = ("2026-07-10 referred health", f"2026-07-13 consent {PARENT} entry")
    tasks = every_task(a_life(BORN, *REFERRED, AGREED, *ended, *again), POLICY)
    assert told(tasks, "judge-competence") == [
        "2026-07-02 2026-07-02 by 2026-07-16 ceased 2026-07-06",
        "2026-07-13 2026-07-13 by 2026-07-27",
    ]


def test_a_second_form_asks_no_second_time() -> None:
    """R-DSR-27: while the question is open; and one that was taken back on its day asks nothing."""
    again = f"2026-07-04 consent {PARENT} entry"
    tasks = every_task(a_life(BORN, *REFERRED, AGREED, again), POLICY)
    assert told(tasks, "judge-competence") == ["2026-07-02 2026-07-02 by 2026-07-16"]
    taken_back = every_task(a_life(BORN, *REFERRED, AGREED, f"2026-07-02 withdrawn {PARENT}"), POLICY)
    assert told(taken_back, "judge-competence") == []


def test_a_review_that_is_agreed_to_apart_is_no_matter_of_the_entry() -> None:
    """R-DSR-27, 29: whoever was declined can have a C(E)TR in hospital, and a child is judged for that."""
    life = a_life(BORN, *REFERRED, DECLINED, f"2026-07-09 consent {PARENT} review")
    assert told(every_task(life, POLICY), "judge-competence") == [
        "2026-07-09 2026-07-09 by 2026-07-23 ceased 2026-09-15"
    ]


DIVIDED = "2026-07-07 parents-disagree"
INPATIENT = (DECLINED, "2026-07-06 admitted")


@pytest.mark.parametrize(
    ("code", "lines", "expected"),
    [
        ("decide-disagreement", (AGREED, "2026-07-06 refused parental-responsibility", DIVIDED), "2026-07-21"),
        ("decide-disagreement", (AGREED, DIVIDED, "2026-07-08 refused parental-responsibility"), "2026-07-21"),
        ("decide-disagreement", (*INPATIENT, DIVIDED), "2026-07-21"),
        ("decide-disagreement", (DECLINED, DIVIDED), None),
        ("judge-competence", (f"2026-07-02 consent {PARENT} entry review", *INPATIENT), "2026-07-16"),
    ],
)
def test_what_a_yes_rests_on_is_settled_though_the_entry_is_over(
    code: str, lines: tuple[str, ...], expected: str | None
) -> None:
    """R-DSR-27, 29, 35: of an inpatient, and where one parent's no leaves the other's yes to be decided about."""
    life = a_life(BORN, *REFERRED, *lines)
    asked = [str(task.due_on) for task in open_on(life, day("2026-07-10"), POLICY) if task.code == code]
    assert asked == ([expected] if expected else [])


def test_a_decision_for_a_review_is_reviewed_though_the_entry_is_over() -> None:
    """R-DSR-29, 34."""
    made = (
        "2026-07-07 capacity no",
        "2026-07-07 best-interests yes 2026-08-20",
        "2026-07-07 consent best-interests review",
    )
    life = a_life("2009-09-01", *REFERRED, DECLINED, *made)
    [asked] = [task for task in open_on(life, day("2026-08-01"), POLICY) if task.code == "review-best-interests"]
    assert str(asked.due_on) == "2026-08-20"


WORDS = (
    "referred health",
    "accepted",
    "declined no-risk",
    "consent own-consent",
    f"consent {PARENT}",
    "consent best-interests",
    "best-interests yes incomplete",
    "best-interests no",
    "withdrawn own-consent",
    f"withdrawn {PARENT}",
    f"refused {PARENT}",
    "refused own-consent",
    "capacity no",
    "capacity yes",
    "parents-disagree",
    "responsibility-changed",
    "removed entered-in-error",
    "removed consent-withdrawn",
    "admitted",
    "died",
)
OVER = frozenset({Status.DECLINED, Status.REFUSED, Status.CLOSED, Status.CLOSING})


@settings(deadline=None, max_examples=150)
@given(
    st.sampled_from(["2013-06-01", "2010-09-01", "2009-01-25"]),
    st.sampled_from([POLICY, ACT]),
    st.lists(st.tuples(st.sampled_from([0, 0, 1, 1, 2, 9]), st.sampled_from(WORDS)), max_size=12),
)
def test_nothing_is_asked_about_the_consent_to_an_entry_that_is_over(
    born: str, terms: Terms, chosen: list[tuple[int, str]]
) -> None:
    """R-DSR-22, 26, 30, 31, 37: on any day, until it is accepted on second thoughts or somebody refers again.

    But for what a C(E)TR rests on, and what keeps the other parent from agreeing (R-DSR-29, 35).
    """
    life, on = a_life(born, *REFERRED), day("2026-07-01")
    for days, word in chosen:
        on += timedelta(days=days)
        life = recorded(f"{on} {word}", life, terms)
    asks = {(task.code, task.about) for task in consent.tasks(life, terms)}
    for later in (on, on + timedelta(days=30), on + timedelta(days=1100)):
        status, spared = status_on(life, later, terms), set[str]()
        if agreed_apart(life, later, terms) or spell_on(life, later):
            spared = {*best_interests.OF_ANY_CONSENT}
        elif status in {Status.REFUSED, Status.CLOSING}:
            spared = {best_interests.DISAGREEMENT}
        if status in OVER:
            open_ = {one.code for one in open_on(life, later, terms) if (one.code, one.about) in asks}
            assert open_ <= spared

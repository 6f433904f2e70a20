"""When consent is to be asked for again, and what a withdrawal asks for (R-DSR-27 to 35)."""

import pytest

from dsr.rules.consent import withdrawals
from dsr.rules.consent.consent import consent_state, tasks
from dsr.rules.tasks import Owner
from dsr.rules.terms import Terms
from tests.dsr.rules.entry_terms import POLICY, agreed_from, in_short, under_the_act
from tests.dsr.rules.lives import a_life, day, on_the_register

BORN = "2011-02-01"
GROWN = "2008-06-01"  # 18 on 1 June 2026
OWN = "2026-06-10 consent own-consent"
GROWN_UP = "ceased 2027-02-01"
"""From the 16th birthday parents are not asked any more."""


@pytest.mark.parametrize(
    ("terms", "lines", "expected"),
    [
        (POLICY, (OWN,), ["2027-05-11/2027-06-10"]),
        (POLICY, ("2026-06-13 consent own-consent",), ["2027-05-12/2027-06-11"]),
        (POLICY, ("2028-02-29 consent own-consent",), ["2029-01-29/2029-02-28"]),
        (POLICY, ("2026-03-29 consent own-consent", "2026-03-29 capacity yes"), ["2027-02-23/2027-03-25"]),
        (POLICY, ("2026-12-28 consent own-consent",), ["2027-11-24/2027-12-24"]),
        (
            POLICY,
            (OWN, "2027-05-20 consent own-consent"),
            ["2027-05-11/2027-06-10 done 2027-05-20", "2028-04-19/2028-05-19"],
        ),
        (
            POLICY,
            (OWN, "2027-08-02 consent own-consent"),
            ["2027-05-11/2027-06-10 done 2027-08-02", "2028-07-03/2028-08-02"],
        ),
        (POLICY, (OWN, "2026-09-01 consent own-consent"), ["2027-08-02/2027-09-01"]),
        (POLICY, (OWN, OWN), ["2027-05-11/2027-06-10"]),
        (POLICY, (OWN, "2026-09-01 withdrawn own-consent"), []),
        (POLICY, (OWN, "2027-06-01 withdrawn own-consent"), ["2027-05-11/2027-06-10 ceased 2027-06-01"]),
        (POLICY, (OWN, "2027-06-01 consent own-consent key-worker"), ["2027-05-11/2027-06-10"]),
        (agreed_from("2026-06-10", "consent-renewal", 6), (OWN,), ["2026-11-10/2026-12-10"]),
        (agreed_from("2026-06-11", "consent-renewal", 6), (OWN,), ["2027-05-11/2027-06-10"]),
    ],
)
def test_consent_is_asked_for_again_each_year(terms: Terms, lines: tuple[str, ...], expected: list[str]) -> None:
    """R-DSR-32, 59a: an internal review, so from a weekend, Easter or Christmas it moves to the working day before."""
    assert in_short(tasks(a_life(GROWN, *lines), terms), "renew-consent") == expected


@pytest.mark.parametrize(
    ("on", "state"),
    [("2027-06-09", "in-date"), ("2027-06-10", "due"), ("2027-08-01", "due"), ("2027-08-02", "in-date")],
)
def test_from_its_day_on_consent_is_due_until_it_is_renewed(on: str, state: str) -> None:
    """R-DSR-32."""
    assert consent_state(a_life(GROWN, OWN, "2027-08-02 consent own-consent"), day(on), POLICY) == state


PARENT = "2026-06-10 consent parental-responsibility"


@pytest.mark.parametrize(
    ("born", "lines", "first", "last"),
    [
        (BORN, (PARENT,), ["2026-11-03/2027-02-01"], ["2027-01-02/2027-02-01"]),
        (
            "2012-02-29",
            ("2027-12-15 consent parental-responsibility",),
            ["2027-12-15/2028-02-29"],
            ["2028-01-30/2028-02-29"],
        ),
        (BORN, ("2027-01-15 consent parental-responsibility",), ["2027-01-15/2027-02-01"], ["2027-01-15/2027-02-01"]),
        (BORN, ("2027-02-01 consent own-consent",), [], []),
        (
            BORN,
            (PARENT, "2027-02-01 consent own-consent"),
            ["2026-11-03/2027-02-01 done 2027-02-01"],
            ["2027-01-02/2027-02-01 done 2027-02-01"],
        ),
        (
            BORN,
            (PARENT, "2027-03-01 consent own-consent"),
            ["2026-11-03/2027-02-01 done 2027-03-01"],
            ["2027-01-02/2027-02-01 done 2027-03-01"],
        ),
        (
            BORN,
            (PARENT, "2026-12-01 capacity yes", "2026-12-01 consent own-consent"),
            ["2026-11-03/2027-02-01 done 2026-12-01"],
            [],
        ),
        (
            BORN,
            (PARENT, "2026-12-01 consent parental-responsibility"),
            ["2026-11-03/2027-02-01"],
            ["2027-01-02/2027-02-01"],
        ),
        (
            BORN,
            (PARENT, "2027-02-05 capacity no", "2027-02-05 consent best-interests", "2027-02-08 best-interests yes"),
            ["2026-11-03/2027-02-01 done 2027-02-08"],
            ["2027-01-02/2027-02-01 done 2027-02-08"],
        ),
        (BORN, (PARENT, "2026-10-01 withdrawn parental-responsibility"), [], []),
        (BORN, (PARENT, "2026-12-01 withdrawn own-consent"), ["2026-11-03/2027-02-01 ceased 2026-12-01"], []),
    ],
)
def test_t13_before_the_16th_birthday_there_are_two_warnings(
    born: str, lines: tuple[str, ...], first: list[str], last: list[str]
) -> None:
    """R-DSR-33, T13: 90 and 30 days before; another parental consent settles nothing, since it ends at 16."""
    asked = tuple(tasks(a_life(born, *lines), POLICY))
    assert in_short(asked, "consent-at-16") == first
    assert in_short(asked, "consent-at-16-soon") == last


@pytest.mark.parametrize(
    ("lines", "first"),
    [
        (("2027-03-01 consent own-consent",), ["2028-11-03/2029-02-01"]),
        (
            ("2027-03-01 consent own-consent", "2028-12-01 consent own-consent"),
            ["2028-11-03/2029-02-01 done 2028-12-01"],
        ),
        (
            ("2027-03-01 capacity no", "2027-03-01 consent best-interests", "2027-03-01 best-interests yes"),
            ["2028-11-03/2029-02-01"],
        ),
        (("2029-02-01 consent own-consent",), []),
    ],
)
def test_before_the_18th_birthday_consent_is_asked_for_again(lines: tuple[str, ...], first: list[str]) -> None:
    """R-DSR-32, 33, 41."""
    assert in_short(tasks(a_life(BORN, *lines), POLICY), "consent-at-18") == first


def test_the_warnings_go_to_the_case_lead_and_then_to_the_coordinator() -> None:
    """R-DSR-33: and say when, without a name."""
    warnings = {
        task.code: task for task in tasks(a_life(BORN, PARENT), POLICY) if task.code.startswith("consent-at-16")
    }
    assert [task.owner for task in warnings.values()] == [Owner.CASE_LEAD, Owner.COORDINATOR]
    assert "16 on 1 February 2027" in warnings["consent-at-16"].why


EVENTS = {
    "responsibility": "consent-after-responsibility-change",
    "capacity": "consent-after-capacity-change",
    "admission": "consent-after-first-admission",
    "agency": "consent-for-agency",
    "against": "consent-after-disagreement",
}

AGAINST = "2026-07-01 disagreement-decided no"
CEASED = ["2026-07-01/2026-07-15 ceased 2026-07-09"]


@pytest.mark.parametrize(
    ("event", "lines", "expected"),
    [
        ("responsibility", (PARENT, "2026-07-01 responsibility-changed"), ["2026-07-01/2026-07-15"]),
        (
            "responsibility",
            (PARENT, "2026-07-01 responsibility-changed", "2026-07-20 consent parental-responsibility"),
            ["2026-07-01/2026-07-15 done 2026-07-20"],
        ),
        ("responsibility", ("2026-06-10 capacity yes", OWN, "2026-07-01 responsibility-changed"), []),
        ("responsibility", ("2026-06-01 responsibility-changed", PARENT), []),
        ("capacity", (PARENT, "2026-07-01 capacity yes"), ["2026-07-01/2026-07-15"]),
        ("capacity", (PARENT, "2026-07-01 capacity no"), []),
        ("capacity", (PARENT, "2026-07-01 capacity yes", "2026-07-03 capacity yes"), ["2026-07-01/2026-07-15"]),
        (
            "capacity",
            (PARENT, "2026-07-01 capacity yes", "2026-07-03 capacity no"),
            ["2026-07-01/2026-07-15 ceased 2026-07-03"],
        ),
        (
            "capacity",
            (PARENT, "2026-07-01 capacity yes", "2026-07-15 consent own-consent"),
            ["2026-07-01/2026-07-15 done 2026-07-15"],
        ),
        ("capacity", ("2026-06-10 capacity yes", OWN, "2026-07-01 capacity no"), ["2026-07-01/2026-07-15"]),
        ("admission", (PARENT, "2026-07-01 admitted"), ["2026-07-01/2026-07-15"]),
        (
            "admission",
            (PARENT, "2026-07-01 admitted", "2026-07-05 consent parental-responsibility"),
            ["2026-07-01/2026-07-15 done 2026-07-05"],
        ),
        ("admission", ("2026-05-01 admitted", PARENT, "2026-07-01 admitted"), []),
        ("admission", ("2026-05-01 admitted", "2026-05-20 discharged", PARENT, "2026-07-01 admitted"), []),
        ("against", (PARENT, AGAINST), ["2026-07-01/2026-07-15"]),
        ("against", (PARENT, "2026-07-01 disagreement-decided entry"), []),
        ("against", ("2026-06-01 disagreement-decided no", PARENT), []),
        ("against", (PARENT, AGAINST, "2026-07-09 disagreement-decided entry"), CEASED),
        ("against", (PARENT, AGAINST, "2026-07-09 refused parental-responsibility"), CEASED),
        ("agency", (PARENT, "2026-07-01 agency school"), ["2026-07-01/2026-07-15"]),
        ("agency", (PARENT, "2026-07-01 agency CAMHS"), []),
        ("agency", ("2026-07-01 agency school",), []),
        (
            "agency",
            (PARENT, "2026-07-01 agency school", "2026-07-02 consent parental-responsibility sharing:CAMHS+school"),
            ["2026-07-01/2026-07-15 done 2026-07-02"],
        ),
        (
            "agency",
            (PARENT, "2026-07-01 agency school", "2026-07-02 refused parental-responsibility sharing:school"),
            ["2026-07-01/2026-07-15 done 2026-07-02"],
        ),
        (
            "agency",
            (PARENT, "2026-07-01 agency school", "2026-07-02 withdrawn own-consent"),
            ["2026-07-01/2026-07-15 ceased 2026-07-02"],
        ),
    ],
)
def test_events_ask_for_a_review_of_consent(event: str, lines: tuple[str, ...], expected: list[str]) -> None:
    """R-DSR-32: within 14 days, which is our own default."""
    assert in_short(tasks(a_life(BORN, *lines), POLICY), EVENTS[event]) == expected


@pytest.mark.parametrize(
    ("code", "lines", "expected"),
    [
        ("judge-competence", (PARENT,), ["2026-06-10/2026-06-24"]),
        ("judge-competence", ("2026-06-10 capacity no", PARENT), []),
        ("judge-competence", (PARENT, "2026-06-12 capacity no"), ["2026-06-10/2026-06-24 done 2026-06-12"]),
        ("decide-disagreement", (PARENT, "2026-07-01 parents-disagree"), [f"2026-07-01/2026-07-15 {GROWN_UP}"]),
        (
            "decide-disagreement",
            ("2026-07-01 parents-disagree", "2026-07-01 parents-disagree"),
            [f"2026-07-01/2026-07-15 {GROWN_UP}"],
        ),
        (
            "decide-disagreement",
            ("2026-07-01 parents-disagree", "2026-07-09 disagreement-decided no"),
            ["2026-07-01/2026-07-15 done 2026-07-09"],
        ),
        ("complete-best-interests", ("2027-03-01 best-interests yes",), []),
        ("complete-best-interests", ("2027-03-01 best-interests yes incomplete",), ["2027-03-01/2027-03-15"]),
        (
            "complete-best-interests",
            ("2027-03-01 best-interests yes incomplete", "2027-03-04 best-interests yes"),
            ["2027-03-01/2027-03-15 done 2027-03-04"],
        ),
        ("review-best-interests", ("2027-03-01 best-interests yes 2027-09-01",), ["2027-08-02/2027-09-01"]),
        (
            "review-best-interests",
            ("2027-03-01 best-interests yes 2027-09-01", "2027-08-20 best-interests yes 2028-09-01"),
            ["2027-08-02/2027-09-01 done 2027-08-20", "2028-08-02/2028-09-01"],
        ),
        (
            "review-best-interests",
            (
                "2027-03-01 best-interests yes 2027-09-01",
                "2027-03-01 capacity no",
                "2027-08-20 capacity yes",
                "2027-08-20 consent own-consent",
            ),
            ["2027-08-02/2027-09-01 ceased 2027-08-20"],
        ),
        (
            "review-best-interests",
            ("2027-03-01 best-interests yes board 2027-09-01", "2027-08-20 best-interests yes"),
            ["2027-08-02/2027-09-01", "2028-07-21/2028-08-20"],
        ),
    ],
)
def test_what_a_consent_rests_on_is_judged_decided_and_completed(
    code: str, lines: tuple[str, ...], expected: list[str]
) -> None:
    """R-DSR-27, 34, 35."""
    assert in_short(tasks(a_life(BORN, *lines), POLICY), code) == expected


@pytest.mark.parametrize(
    ("terms", "lines", "expected"),
    [
        (POLICY, (PARENT,), []),
        (under_the_act("2026-10-01"), (PARENT,), ["2026-07-03/2026-10-01"]),
        (under_the_act("2026-07-01"), (PARENT,), ["2026-06-10/2026-07-01"]),
        (under_the_act("2026-06-10"), (PARENT,), ["2026-06-10/2026-06-24"]),
        (under_the_act("2026-10-01"), (PARENT, "2026-07-02 best-interests yes board"), []),
        (under_the_act("2026-10-01"), (PARENT, "2026-09-02 best-interests yes"), ["2026-07-03/2026-10-01"]),
        (
            under_the_act("2026-10-01"),
            (PARENT, "2026-09-02 best-interests yes board"),
            ["2026-07-03/2026-10-01 done 2026-09-02"],
        ),
        (
            under_the_act("2026-10-01"),
            (PARENT, "2026-09-15 withdrawn own-consent"),
            ["2026-07-03/2026-10-01 ceased 2026-09-15"],
        ),
        (
            under_the_act("2026-10-01"),
            (PARENT, "2026-08-03 consent parental-responsibility"),
            ["2026-07-03/2026-10-01 ceased 2026-08-03", "2026-08-03/2026-10-01"],
        ),
        (under_the_act("2026-10-01"), (PARENT, "2026-07-01 capacity yes", "2026-07-01 consent own-consent"), []),
        (
            under_the_act("2026-10-01"),
            (PARENT, "2026-08-03 capacity yes", "2026-08-03 consent own-consent"),
            ["2026-07-03/2026-10-01 ceased 2026-08-03"],
        ),
        (under_the_act("2026-10-01"), ("2026-06-10 capacity yes", OWN), []),
    ],
)
def test_the_board_is_asked_for_its_decision_before_the_act_is_law(
    terms: Terms, lines: tuple[str, ...], expected: list[str]
) -> None:
    """R-DSR-03, 28: 90 days ahead, for everybody who did not decide for themself."""
    assert in_short(tasks(a_life(BORN, *lines), terms), "board-best-interests") == expected


def with_consent(*lines: str) -> tuple[str, ...]:
    return (
        "2026-06-10 referred",
        "2026-06-10 accepted",
        PARENT.replace("responsibility", "responsibility entry sharing:CAMHS+school key-worker"),
        *lines,
    )


@pytest.mark.parametrize(
    ("lines", "close", "tell"),
    [
        (with_consent("2026-07-02 withdrawn own-consent"), ["2026-07-02/2026-07-03"], 2),
        (with_consent("2026-07-03 withdrawn own-consent"), ["2026-07-03/2026-07-06"], 2),
        (with_consent("2026-07-03 refused own-consent"), ["2026-07-03/2026-07-06"], 2),
        (
            with_consent("2027-01-04 consent parental-responsibility", "2027-03-25 withdrawn own-consent"),
            ["2027-03-25/2027-03-30"],
            2,
        ),
        (with_consent("2026-12-24 withdrawn parental-responsibility"), ["2026-12-24/2026-12-29"], 2),
        (
            with_consent("2026-07-02 withdrawn own-consent", "2026-07-03 removed consent-withdrawn"),
            ["2026-07-02/2026-07-03 done 2026-07-03"],
            2,
        ),
        (
            with_consent("2026-07-02 withdrawn own-consent", "2026-07-03 consent parental-responsibility"),
            ["2026-07-02/2026-07-03 ceased 2026-07-03"],
            2,
        ),
        (
            with_consent("2026-07-02 withdrawn own-consent", "2026-07-02 consent parental-responsibility"),
            [],
            1,
        ),
        (with_consent("2026-07-02 withdrawn own-consent sharing"), [], 2),
        (with_consent("2026-07-02 withdrawn own-consent sharing:school"), [], 1),
        (with_consent("2026-07-02 consent parental-responsibility entry"), [], 2),
        (with_consent("2026-07-02 withdrawn own-consent key-worker"), [], 0),
        (with_consent("2026-07-02 removed risk-reduced panel"), [], 0),
        ((PARENT, "2026-07-02 withdrawn own-consent"), [], 1),
    ],
)
def test_t14_after_a_withdrawal_the_entry_is_closed_and_agencies_are_told(
    lines: tuple[str, ...], close: list[str], tell: int
) -> None:
    """R-DSR-31, T14: in 1 working day, over weekends, Easter and Christmas."""
    asked = tuple(withdrawals.tasks(a_life(BORN, *lines), POLICY))
    assert in_short(asked, "close-withdrawn") == close
    assert len(in_short(asked, "tell-withdrawal")) == tell


def test_each_agency_is_told_by_itself() -> None:
    """R-DSR-31."""
    life = a_life(BORN, *with_consent("2026-07-02 withdrawn own-consent", "2026-07-08 withdrawal-told school"))
    asked = [task for task in withdrawals.tasks(life, POLICY) if task.code == "tell-withdrawal"]
    told = {task.about.split()[0]: task.was_late() for task in asked}
    assert told == {"CAMHS": None, "school": True}


def test_an_agency_that_may_be_told_again_need_not_be_told_that_it_may_not() -> None:
    """R-DSR-31: by a new consent that names it."""
    again = "2026-07-06 consent parental-responsibility entry sharing:school"
    asked = withdrawals.tasks(a_life(BORN, *with_consent("2026-07-02 withdrawn own-consent", again)), POLICY)
    ended = {task.about.split()[0]: task.ceased_on for task in asked if task.code == "tell-withdrawal"}
    assert ended == {"CAMHS": None, "school": day("2026-07-06")}


def test_an_entry_in_order_asks_for_nothing_but_its_renewal() -> None:
    """R-DSR-32, 33: and for the 18th birthday."""
    life = on_the_register("2009-02-01", "2026-06-10", "green")
    assert {task.code for task in tasks(life, POLICY)} == {"renew-consent"} | {"consent-at-18", "consent-at-18-soon"}

"""What follows a C(E)TR goes on whatever ends the entry; what a withdrawal ends (R-DSR-31, 68, 86 to 88)."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dsr.rules.due import TERMS, open_on
from dsr.rules.life import Life
from dsr.rules.measures.measures_of_reviews import reports_in_time
from dsr.rules.measures.measuring import Period
from dsr.rules.reviews.review_reports import BY_LAW, sent_on
from dsr.rules.terms import Terms
from tests.dsr.rules.lives import a_fact, a_life, day, on_the_register

POLICY = Terms(TERMS)
BORN = "2010-06-01"
HELD = ("2027-03-10 held r1", "2027-03-10 recommended r1 1 2027-03-20")
IN_HOSPITAL = ("2027-03-01 admitted", *HELD)
SENT = "2027-03-11 report-sent r1 home-council"
GONE = "2027-03-15 withdrawn own-consent"
ALL = {*(f"report {to}" for to in BY_LAW), "report patient", "recommendation"}
FOUR = {f"report {to}" for to in BY_LAW}
MARCH = Period(day("2027-03-01"), day("2027-03-31"))


def asked(life: Life, on: str) -> set[str]:
    """What is open on a day: `report patient`, `recommendation`, `answer home-council`."""
    codes = {"review-report": "report ", "recommendation": "recommendation", "recommendation-answer": "answer "}
    found = [task for task in open_on(life.until(day(on)), day(on), POLICY) if task.code in codes]
    whom = {one: ("" if one.code == "recommendation" else one.about.removeprefix("r1/1/")) for one in found}
    return {codes[one.code] + whom[one].removeprefix("r1/").partition("/")[0] for one in found}


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (HELD, ALL),
        ((*HELD, "2027-03-12 removed moved-away panel"), ALL),
        ((*HELD, "2027-03-12 removed risk-reduced panel"), ALL),
        ((*HELD, "2027-03-12 removed entered-in-error"), ALL),
        ((*HELD, "2027-03-12 transfer-sent Devon", "2027-03-14 transfer-accepted Devon"), ALL),
        ((*HELD, "2027-03-12 refused own-consent entry"), ALL),
        ((*HELD, "2027-03-12 withdrawn own-consent review"), ALL),
        ((*HELD, "2027-03-12 withdrawn own-consent sharing:CAMHS"), ALL),
        ((*HELD, "2027-03-12 withdrawn parental-responsibility"), ALL),
        ((*IN_HOSPITAL, "2027-03-12 discharged", "2027-03-15 removed moved-away panel"), ALL),
        ((*IN_HOSPITAL, "2027-03-15 removed moved-away panel"), ALL),
        ((*IN_HOSPITAL, GONE, "2027-03-16 removed consent-withdrawn"), ALL),
        ((*HELD, GONE), FOUR),
        ((*HELD, GONE, "2027-03-16 removed consent-withdrawn"), FOUR),
        ((*IN_HOSPITAL, "2027-03-12 discharged", GONE, "2027-03-16 removed consent-withdrawn"), FOUR),
        ((*HELD, GONE, "2027-03-18 consent own-consent"), ALL),
        ((*HELD, GONE, "2027-03-18 consent own-consent review"), ALL),
        ((*HELD, "2027-03-12 removed moved-away panel", SENT),
         ALL - {"report home-council"} | {"answer home-council"}),
        ((*HELD, GONE, SENT), FOUR - {"report home-council"} | {"answer home-council"}),
        ((*HELD, "2027-03-15 recommendation-done r1 1", "2027-03-20 removed moved-away panel"),
         ALL - {"recommendation"}),
        (("2027-03-05 withdrawn own-consent", "2027-03-06 removed consent-withdrawn", *HELD), ALL),
    ],
)  # fmt: skip
def test_no_removal_ends_what_follows_a_review_and_a_withdrawal_not_what_the_law_asks_for(
    lines: tuple[str, ...], expected: set[str]
) -> None:
    """R-DSR-31, 68, 87, 88: nobody need be on a register; who withdraws from everything is left to the four of the law.

    To withdraw from C(E)TRs alone cancels those to come, and what was recommended before is followed up still.
    """
    life = on_the_register(BORN, "2027-01-04", "amber", *lines)
    assert asked(life, "2027-03-30") == expected


def test_of_somebody_who_never_was_on_a_register_the_same_is_asked() -> None:
    """R-DSR-68."""
    assert asked(a_life(BORN, *HELD), "2027-03-30") == ALL


def test_between_a_withdrawal_and_another_agreement_nobody_follows_it_up() -> None:
    """R-DSR-31, H13: a past day is told as it was."""
    life = on_the_register(BORN, "2027-01-04", "amber", *HELD, GONE, "2027-03-25 consent own-consent")
    [before, after] = [
        [task for task in open_on(life, day(on), POLICY) if task.code == "recommendation"]
        for on in ("2027-03-20", "2027-03-25")
    ]
    assert before == []
    assert [(one.about, str(one.due_on)) for one in after] == [("r1/1/2027-03-25", "2027-03-25")]
    assert "It is asked for again since 25 March 2027, so it is due on that day." in after[0].why


@pytest.mark.parametrize("ending", ["2027-03-12 removed moved-away panel", GONE])
def test_the_figure_of_reports_counts_what_was_asked_for(ending: str) -> None:
    """R-DSR-87, K6: late is what was on somebody's list, and in time what all four were given by its day."""
    sent = [f"2027-03-20 report-sent r1 {to}" for to in BY_LAW]
    for told, in_time in (((), 0), (sent, 1)):
        life = on_the_register(BORN, "2027-01-04", "amber", *HELD, ending, *told)
        found = reports_in_time([life], MARCH, POLICY)
        assert (found.numerator, found.denominator) == (in_time, 1)
        assert asked(life, "2027-03-19") >= FOUR


ENDINGS = (
    "removed moved-away panel",
    "removed entered-in-error",
    "withdrawn own-consent",
    "withdrawn own-consent review",
    "refused own-consent",
    "consent own-consent",
    "consent own-consent review",
    "best-interests no board",
    "capacity no",
    "declined no-risk",
    "referred health",
    "accepted",
    "admitted",
    "discharged",
    "transfer-accepted Devon",
    "report-sent r1 home-council",
)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 40), st.sampled_from(ENDINGS)), max_size=8))
def test_whatever_ends_the_four_are_given_the_report(chosen: list[tuple[int, str]]) -> None:
    """R-DSR-68, 87, K6: what would be counted as late on the day after is a task on the last day, of each of them."""
    facts = [a_fact(f"{day('2027-02-20') + timedelta(days=days)} {what}") for days, what in chosen]
    life = Life.of(day(BORN), (*on_the_register(BORN, "2027-01-04", "amber", *HELD).facts, *facts))
    known = life.until(day("2027-03-23"))
    owed = {f"report {to}" for to in BY_LAW if sent_on(known, "r1", to) is None}
    assert asked(known, "2027-03-23") & FOUR == owed

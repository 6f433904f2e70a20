"""Who leads a case from day to day: one at a time, none who led an entry that is over, and never nobody (R-DSR-109)."""

import pytest

from dsr.rules.attention import attention
from dsr.rules.due import TERMS, every_task, open_on
from dsr.rules.entry.case_lead import case_lead_on, lead_team
from dsr.rules.terms import Terms
from tests.dsr.rules.entry_terms import POLICY, in_short
from tests.dsr.rules.lives import a_life, day

ALL = Terms(TERMS)
NAME = "name-case-lead"
BORN = "2010-06-01"
LED = ("2026-07-01 referred health by:RBD", "2026-07-03 case-lead RDY")
OVER = (*LED, "2026-08-03 removed written-request")
ACTIVE = (*LED, "2026-07-04 accepted", "2026-07-04 consent own-consent entry")
GONE = (*ACTIVE, "2026-08-03 transfer-sent QNQ", "2026-08-09 transfer-accepted QNQ")
ON = ("2026-07-04 accepted", "2026-07-04 consent own-consent entry")
AGAIN = (
    "2027-01-05 referred education by:QUY",
    "2027-01-08 accepted",
    "2027-01-08 consent own-consent entry",
)
SAME_DAY = ("2026-08-03 referred", "2026-08-03 consent own-consent entry", "2026-08-03 accepted")
CLOSING = (*ACTIVE, "2026-08-03 withdrawn own-consent")


@pytest.mark.parametrize(
    ("lines", "on", "named", "team"),
    [
        ((), "2026-07-01", None, ""),
        (("2026-07-01 referred health by:RBD",), "2026-07-01", None, "RBD"),
        (LED, "2026-07-02", None, "RBD"),
        (LED, "2026-07-03", "RDY", "RDY"),
        ((*LED, "2026-07-09 case-lead QUY"), "2026-07-09", "QUY", "QUY"),
        ((*LED, "2026-07-09 referred education by:QUY"), "2026-07-09", "RDY", "RDY"),
        (OVER, "2026-08-03", "RDY", "RDY"),
        ((*OVER, "2027-01-05 referred education by:QUY"), "2027-01-04", "RDY", "RDY"),
        ((*OVER, "2027-01-05 referred education by:QUY"), "2027-01-05", None, "QUY"),
        ((*LED, "2026-08-03 refused own-consent", "2027-01-05 referred health by:R0D"), "2027-01-05", None, "R0D"),
        ((*LED, "2026-08-03 declined no-risk", "2027-01-05 referred health by:R0D"), "2027-01-05", None, "R0D"),
        ((*GONE, "2027-01-05 referred health by:R0D"), "2027-01-05", None, "R0D"),
        ((*CLOSING, "2026-08-04 referred health by:R0D"), "2026-08-04", None, "R0D"),
        (
            (*CLOSING, "2026-08-04 referred health by:R0D", "2026-08-05 removed consent-withdrawn"),
            "2026-08-05",
            None,
            "R0D",
        ),
        ((*OVER, "2027-01-05 transfer-received QNQ red"), "2027-01-05", None, ""),
        ((*OVER, "2027-01-05 referred education by:QUY", "2027-01-06 case-lead RDY"), "2027-01-06", "RDY", "RDY"),
    ],
)
def test_each_entry_has_a_case_lead_of_its_own(lines: tuple[str, ...], on: str, named: str | None, team: str) -> None:
    life = a_life(BORN, *lines)
    lead = case_lead_on(life, day(on), POLICY)
    assert (lead.organisation if lead else None, lead_team(life, day(on), POLICY)) == (named, team)


BREAK = ("2026-08-03 capacity no", "2026-08-03 withdrawn own-consent")
RESUMED = ("2026-09-01 capacity yes", "2026-09-02 consent own-consent entry")
FIRST = ("2026-07-01 referred", *ON)
ENDED = (*FIRST, "2026-08-03 withdrawn own-consent", "2026-08-04 removed consent-withdrawn")
LED_ANEW = (*AGAIN, "2027-01-06 case-lead RDY")


@pytest.mark.parametrize(
    ("lines", "asked", "open_"),
    [
        (FIRST, ["2026-07-04/2026-07-06"], 1),
        ((*FIRST, "2026-07-06 case-lead RDY"), ["2026-07-04/2026-07-06 done 2026-07-06"], 0),
        (("2026-07-01 referred", "2026-07-02 accepted"), [], 0),
        ((*LED, *ON), [], 0),
        ((*OVER, *AGAIN), ["2027-01-08/2027-01-11"], 1),
        ((*OVER, *LED_ANEW), [], 0),
        ((*CLOSING, *SAME_DAY), ["2026-08-03/2026-08-04"], 1),
        # nobody was named in an entry that is over: that asks for nothing any more
        ((*ENDED, *LED_ANEW), ["2026-07-04/2026-07-06 ceased 2026-08-03"], 0),
        ((*ENDED, *AGAIN), ["2026-07-04/2026-07-06 ceased 2026-08-03", "2027-01-08/2027-01-11"], 1),
        (
            (*FIRST, "2026-08-03 withdrawn own-consent", *SAME_DAY),
            ["2026-07-04/2026-07-06 ceased 2026-08-03", "2026-08-03/2026-08-04"],
            1,
        ),
        (
            (*FIRST, "2026-08-03 withdrawn own-consent", *SAME_DAY, "2026-08-03 case-lead RDY"),
            ["2026-07-04/2026-07-06 ceased 2026-08-03"],
            0,
        ),
        # the same entry after a break: asked again, once, unless one was named meanwhile
        ((*FIRST, *BREAK, *RESUMED), ["2026-07-04/2026-07-06 ceased 2026-08-03", "2026-09-02/2026-09-03"], 1),
        (
            (*FIRST, *BREAK, *RESUMED, "2026-09-03 case-lead RDY"),
            ["2026-07-04/2026-07-06 ceased 2026-08-03", "2026-09-02/2026-09-03 done 2026-09-03"],
            0,
        ),
        ((*FIRST, *BREAK, "2026-08-20 case-lead RDY", *RESUMED), ["2026-07-04/2026-07-06 ceased 2026-08-03"], 0),
        ((*FIRST, "2026-07-20 case-lead RDY", *BREAK, *RESUMED), ["2026-07-04/2026-07-06 done 2026-07-20"], 0),
    ],
)
def test_who_is_on_the_register_has_a_case_lead_or_one_is_to_be_named(
    lines: tuple[str, ...], asked: list[str], open_: int
) -> None:
    """R-DSR-109: each time without one asks by itself. 4 July 2026 is a Saturday, 8 January 2027 a Friday."""
    life, on = a_life(BORN, *lines), day("2027-02-01")
    assert in_short(every_task(life, ALL), NAME) == asked
    still = [task for task in open_on(life, on, ALL) if task.code == NAME]
    assert len(still) == open_
    assert attention(still, on, ALL)["without-case-lead"] == bool(open_)

"""Who leads a case from day to day: one at a time, and none who led an entry that is over (R-DSR-109)."""

import pytest

from dsr.rules.entry.case_lead import case_lead_on, lead_team
from tests.dsr.rules.lives import a_life, day

BORN = "2010-06-01"
LED = ("2026-07-01 referred health by:RBD", "2026-07-03 case-lead RDY")
OVER = (*LED, "2026-08-03 removed written-request")


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
        ((*OVER, "2027-01-05 transfer-received QNQ red"), "2027-01-05", None, ""),
        ((*OVER, "2027-01-05 referred education by:QUY", "2027-01-06 case-lead RDY"), "2027-01-06", "RDY", "RDY"),
    ],
)
def test_each_entry_has_a_case_lead_of_its_own(lines: tuple[str, ...], on: str, named: str | None, team: str) -> None:
    life = a_life(BORN, *lines)
    lead = case_lead_on(life, day(on))
    assert (lead.organisation if lead else None, lead_team(life, day(on))) == (named, team)

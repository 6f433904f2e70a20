"""A consent that stopped carrying before the acceptance makes no entry: who decides is asked (R-DSR-26, 33, 35)."""

import pytest

from dsr.rules.due import TERMS, open_on
from dsr.rules.entry.openness import may_be_shared_with, openness
from dsr.rules.entry.periods import active_periods, awaiting_periods
from dsr.rules.entry.standing import is_active, status_on
from dsr.rules.terms import Section, Terms
from tests.dsr.rules.lives import a_life, day

POLICY = Terms(TERMS)
ACT = Terms(TERMS, in_force={Section.REGISTER: day("2026-07-04")})
PARENT = "parental-responsibility"
CHILD, TEENAGER = "2012-03-01", "2010-07-04"  # the second is 16 on 4 July 2026
REFERRED = ("2026-07-01 referred health by:RDY", "2026-07-01 triaged", "2026-07-01 case-lead RDY")
AGREED = f"2026-07-02 consent {PARENT} entry sharing:CAMHS"
ACCEPTED = ("2026-07-06 accepted", "2026-07-06 rated amber")
DIVIDED, ABLE, UNABLE = "2026-07-03 parents-disagree", "2026-07-03 capacity yes", "2026-07-04 capacity no"
AWAITS, ACTIVE, DUE = "awaiting-consent", "active", "consent-due"


@pytest.mark.parametrize(
    ("born", "terms", "lines", "on", "expected"),
    [
        (CHILD, POLICY, (AGREED, *ACCEPTED), "2026-07-06", ACTIVE),
        (CHILD, POLICY, ("2026-07-02 parents-disagree", *ACCEPTED), "2026-07-06", AWAITS),
        (CHILD, POLICY, (AGREED, DIVIDED, *ACCEPTED), "2026-07-06", AWAITS),
        (CHILD, POLICY, (AGREED, DIVIDED, *ACCEPTED), "2026-09-06", AWAITS),
        (CHILD, POLICY, (AGREED, "2026-07-06 parents-disagree", *ACCEPTED), "2026-07-06", AWAITS),
        (CHILD, POLICY, (AGREED, "2026-07-07 parents-disagree", *ACCEPTED), "2026-07-07", DUE),
        (CHILD, POLICY, (AGREED, DIVIDED, *ACCEPTED, "2026-07-08 disagreement-decided entry"), "2026-07-08", ACTIVE),
        (CHILD, POLICY, (AGREED, DIVIDED, *ACCEPTED, "2026-07-08 disagreement-decided no"), "2026-07-08", AWAITS),
        (CHILD, POLICY, (AGREED, ABLE, *ACCEPTED), "2026-07-06", AWAITS),
        (CHILD, POLICY, (AGREED, ABLE, *ACCEPTED, "2026-07-08 consent own-consent"), "2026-07-08", ACTIVE),
        (CHILD, POLICY, (AGREED, ABLE, UNABLE, *ACCEPTED), "2026-07-06", ACTIVE),
        (CHILD, POLICY, (AGREED, ABLE, UNABLE, *ACCEPTED, "2026-07-08 capacity yes"), "2026-07-08", DUE),
        (CHILD, POLICY, (AGREED, ABLE, *ACCEPTED, "2026-07-08 capacity no", "2026-07-10 died"), "2026-07-08", ACTIVE),
        (TEENAGER, POLICY, (AGREED, *ACCEPTED), "2026-07-06", AWAITS),
        (TEENAGER, POLICY, (AGREED, "2026-07-03 accepted"), "2026-07-06", DUE),
        (TEENAGER, POLICY, (AGREED, "2026-07-04 accepted"), "2026-07-06", AWAITS),
        (CHILD, ACT, (AGREED, *ACCEPTED), "2026-07-06", AWAITS),
        (CHILD, ACT, (AGREED, "2026-07-03 accepted"), "2026-07-06", DUE),
        (CHILD, ACT, (AGREED, *ACCEPTED, "2026-07-09 best-interests yes board"), "2026-07-09", ACTIVE),
        (CHILD, POLICY, (AGREED, "2026-07-03 declined no-risk", UNABLE, DIVIDED, *ACCEPTED), "2026-07-06", AWAITS),
    ],
)
def test_only_what_carries_on_the_day_of_acceptance_or_later_makes_an_active_entry(
    born: str, terms: Terms, lines: tuple[str, ...], on: str, expected: str
) -> None:
    """R-DSR-26, 33: an entry turns consent-due once it was there; R-DSR-35: none until both leads have decided."""
    life = a_life(born, *REFERRED, *lines)
    asked = {task.code for task in open_on(life, day(on), terms)}
    assert status_on(life, day(on), terms) == expected
    seen = openness(life, day(on), terms).entry, may_be_shared_with("RDY", life, day(on), terms)
    assert seen == (expected != AWAITS, expected != AWAITS)
    assert ("obtain-consent" in asked) is (expected == AWAITS)
    assert is_active(life, day(on), terms) is (expected != AWAITS)


@pytest.mark.parametrize(
    ("lines", "on", "seen"),
    [
        ((AGREED,), "2026-07-02", True),
        ((AGREED, DIVIDED), "2026-07-02", True),
        ((AGREED, DIVIDED), "2026-07-03", False),
        ((AGREED, DIVIDED, *ACCEPTED), "2026-07-06", False),
        ((AGREED, *ACCEPTED, "2026-07-07 parents-disagree"), "2026-07-07", True),
        ((AGREED, *ACCEPTED, "2026-07-07 parents-disagree"), "2026-07-21", False),
    ],
)
def test_agencies_see_no_referral_whose_consent_lapsed(lines: tuple[str, ...], on: str, seen: bool) -> None:
    """R-DSR-26: before a valid consent it is of who referred and who triages; R-DSR-33: 14 days are of an entry."""
    assert may_be_shared_with("CAMHS", a_life(CHILD, *REFERRED, *lines), day(on), POLICY) is seen


def test_what_lapsed_for_nobodys_entry_begins_none_either() -> None:
    """R-DSR-26: what was agreed to and lapsed between two entries is not of the one that is closed."""
    before = ("2026-05-01 referred", f"2026-05-01 consent {PARENT}", "2026-05-01 accepted")
    between = ("2026-06-01 removed entered-in-error", f"2026-06-20 consent {PARENT}", "2026-06-21 capacity yes")
    assert not openness(a_life(CHILD, *before, *between), day("2026-06-21"), POLICY).entry
    again = a_life(CHILD, *before, *between, *REFERRED, *ACCEPTED)
    assert status_on(again, day("2026-07-06"), POLICY) == AWAITS


def test_its_time_of_waiting_begins_with_the_acceptance() -> None:
    """R-DSR-26: and ends when the basis carries it again, or another one does."""
    life = a_life(CHILD, *REFERRED, AGREED, ABLE, *ACCEPTED, "2026-07-10 capacity no", "2026-07-20 capacity yes")
    assert awaiting_periods(life, POLICY) == ((day("2026-07-06"), day("2026-07-10")),)
    assert active_periods(life, POLICY) == ((day("2026-07-10"), None),)

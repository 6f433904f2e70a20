"""To whom a record is open on a day: who referred, then whoever was agreed to, item by item (R-DSR-26, 29 to 33)."""

import pytest

from dsr.rules.entry.openness import openness
from tests.dsr.rules.entry_terms import POLICY
from tests.dsr.rules.lives import a_life, day

BORN = "2010-06-01"  # 16 on 1 June 2026
REFERRED = ("2026-07-01 referred health by:RDY own-case", "2026-07-01 case-lead RDY")
ACCEPTED = (*REFERRED, "2026-07-02 triaged", "2026-07-06 accepted")
ON = (*ACCEPTED, "2026-07-08 consent own-consent entry review")

DECLINED = (*REFERRED, "2026-07-08 consent own-consent entry review", "2026-07-10 declined no-risk")
TWICE = (*ON, "2026-07-18 referred education", "2026-07-19 declined no-risk")
AGAIN = (
    "2026-07-20 referred",
    "2026-07-20 consent own-consent entry",
    "2026-07-21 declined no-risk",
    "2026-07-22 referred",
)
ANEW = ("2026-07-03 consent own-consent entry review key-worker", "2026-07-05 consent own-consent entry")
SECOND_DECLINED = ("2026-08-05 consent own-consent entry", "2026-08-05 declined no-risk", "2026-08-10 referred police")
ACCEPTED_AGAIN = ("2026-08-01 referred", "2026-08-02 accepted", "2026-08-03 referred education", *SECOND_DECLINED)
CLOSED_LATE = ("2026-07-30 referred", "2026-07-31 removed consent-withdrawn", *ACCEPTED_AGAIN[1:])
PARENT_AGREED = ("2026-05-01 consent parental-responsibility", *REFERRED, "2026-07-02 accepted")
PARENT_SAID_NO = (*PARENT_AGREED, "2026-07-20 withdrawn parental-responsibility")


@pytest.mark.parametrize(
    ("lines", "on", "expected"),
    [
        ((), "2026-07-01", ""),
        (REFERRED, "2026-06-30", ""),
        (REFERRED, "2026-07-01", "referrer"),
        (("2026-07-01 referred health by:RDY own-case",), "2026-07-01", ""),
        (("2026-07-01 referred health by:RDY own-case", "2026-07-02 case-lead RDY"), "2026-07-02", ""),
        (("2026-07-01 referred health by:RDY", "2026-07-01 case-lead RDY"), "2026-07-01", ""),
        (("2026-07-01 referred education by:school own-case", "2026-07-01 case-lead RDY"), "2026-07-01", "referrer"),
        (("2026-07-01 referred young-person", "2026-07-01 case-lead RDY"), "2026-07-01", ""),
        ((*REFERRED, "2026-07-02 case-lead QUY"), "2026-07-02", "referrer"),
        (ACCEPTED, "2026-07-06", "referrer"),
        ((*REFERRED, "2026-07-06 declined no-risk"), "2026-07-06", "referrer"),
        ((*REFERRED, "2026-07-03 refused own-consent"), "2026-07-03", ""),
        ((*REFERRED, "2026-07-03 died"), "2026-07-03", ""),
        ((*REFERRED, "2026-07-03 removed entered-in-error"), "2026-07-03", ""),
        ((*ACCEPTED, "2026-07-07 consent parental-responsibility"), "2026-07-07", "referrer"),
        (ON, "2026-07-07", "referrer"),
        (ON, "2026-07-08", "entry review"),
        (("2026-07-01 consent own-consent", *REFERRED), "2026-07-01", "entry review key-working"),
        ((*ON, "2026-08-03 withdrawn own-consent review"), "2026-08-03", "entry"),
        ((*ON, "2026-08-03 withdrawn own-consent"), "2026-08-02", "entry review"),
        ((*ON, "2026-08-03 withdrawn own-consent"), "2026-08-03", ""),
        (PARENT_SAID_NO, "2026-07-20", ""),
        ((*ON, "2026-08-03 withdrawn own-consent", "2026-08-04 removed consent-withdrawn"), "2026-08-04", ""),
        ((*ON, "2026-08-03 capacity no"), "2026-08-16", "entry review"),
        ((*ON, "2026-08-03 capacity no"), "2026-08-17", "entry"),
        ((*ON, "2026-08-03 removed risk-reduced panel"), "2026-08-03", ""),
        ((*DECLINED, "2026-07-20 referred education"), "2026-07-19", "entry review"),
        ((*DECLINED, "2026-07-20 referred education"), "2026-07-20", "review"),
        ((*ON, "2026-07-18 referred education", "2026-07-19 declined no-risk"), "2026-07-19", "entry review"),
        ((*TWICE, "2026-07-20 referred education"), "2026-07-20", "entry review"),
        ((*TWICE, "2026-07-20 transfer-received QNQ red"), "2026-07-20", "entry review"),
        ((*ON, "2026-07-19 withdrawn own-consent", *AGAIN), "2026-07-22", ""),
        ((*ON, "2026-07-09 admitted", "2026-07-10 died"), "2026-07-10", ""),
        ((*DECLINED, "2026-07-18 accepted", "2026-07-20 referred education"), "2026-07-20", "entry review"),
        (
            (*DECLINED, "2026-07-18 consent own-consent entry", "2026-07-20 referred education"),
            "2026-07-20",
            "entry",
        ),
        ((*DECLINED, "2026-07-12 withdrawn own-consent review", "2026-07-20 referred education"), "2026-07-20", ""),
        ((*DECLINED, "2026-07-12 consent own-consent key-worker", *AGAIN), "2026-07-22", "review key-working"),
        ((*REFERRED, *ANEW, "2026-07-10 declined no-risk", "2026-07-20 referred"), "2026-07-20", ""),
        ((*REFERRED, "2026-07-05 refused own-consent", *ACCEPTED_AGAIN), "2026-08-10", "entry"),
        (
            (*ON, "2026-07-10 withdrawn own-consent", "2026-07-11 removed consent-withdrawn", *ACCEPTED_AGAIN),
            "2026-08-10",
            "entry",
        ),
        ((*ON, "2026-07-10 withdrawn own-consent", *CLOSED_LATE), "2026-08-10", "entry"),
        ((*REFERRED, "2026-07-02 admitted", "2026-07-03 consent own-consent review"), "2026-07-03", "review referrer"),
        ((*REFERRED, "2026-07-02 consent own-consent key-worker"), "2026-07-02", "key-working referrer"),
    ],
)
def test_it_is_open_to_who_referred_and_then_to_whom_was_agreed(lines: tuple[str, ...], on: str, expected: str) -> None:
    """R-DSR-26: before it, the referral is visible only to the referrer and the triage team; R-DSR-29, 31, 33."""
    found = openness(a_life(BORN, *lines), day(on), POLICY)
    items = (
        ("entry", found.entry),
        ("review", found.review),
        ("key-working", found.key_working),
        ("referrer", found.referrer is not None),
    )
    assert " ".join(name for name, is_open in items if is_open) == expected


def test_who_referred_again_sees_the_new_referral_and_who_referred_before_does_not() -> None:
    """A new referral begins a new entry; nothing of the old one opens it (R-DSR-26, 30)."""
    lines = (*ON, "2026-08-03 removed risk-reduced panel", "2026-09-01 referred social-care own-case")
    assert openness(a_life(BORN, *lines), day("2026-09-01"), POLICY).referrer is None
    found = openness(a_life(BORN, *lines, "2026-09-01 case-lead QUY"), day("2026-09-01"), POLICY).referrer
    assert found is not None
    assert found.organisation == "QUY"

"""An agency with which sharing ended is told so, whatever becomes of the entry or the person later (R-DSR-31, H6)."""

import pytest

from dsr.rules.due import TERMS, every_task
from dsr.rules.organisations import PARTNERSHIP, Organisations
from dsr.rules.recordable import why_not
from dsr.rules.terms import Terms
from tests.dsr.rules.lives import a_fact, a_life, day
from tests.dsr.rules.telling import told

POLICY = Terms(TERMS)
ACCEPTED = ("2026-07-01 condition autism", "2026-07-01 referred health", "2026-07-02 accepted")
OWN = (*ACCEPTED, "2026-07-03 consent own-consent entry sharing:QVV")
PARENT = (*ACCEPTED, "2026-07-02 capacity no", "2026-07-03 consent parental-responsibility entry sharing:QVV")
ENDED = "2026-07-10 withdrawn own-consent sharing:QVV"  # Friday
SECOND = ("referred health", "accepted", "consent own-consent entry")
TOLD = "2026-07-14 withdrawal-told QVV"


def both(born: str, *lines: str) -> list[str]:
    return told(every_task(a_life(born, *lines), POLICY), "tell-withdrawal")


@pytest.mark.parametrize(
    ("born", "lines", "since", "by"),
    [
        ("2010-06-01", (*OWN, ENDED), "2026-07-10", "2026-07-13"),
        ("2010-06-01", (*OWN, ENDED, "2026-07-11 withdrawn own-consent"), "2026-07-10", "2026-07-13"),
        ("2010-06-01", (*OWN, ENDED, "2026-07-11 removed entered-in-error"), "2026-07-10", "2026-07-13"),
        ("2010-06-01", (*OWN, ENDED, "2026-07-11 died"), "2026-07-10", "2026-07-13"),
        ("2010-06-01", (*OWN, "2026-07-10 withdrawn own-consent", "2026-07-11 died"), "2026-07-10", "2026-07-13"),
        (  # the next referral comes on that day, and its entry ends
            "2010-06-01",
            (
                *OWN,
                "2026-07-10 withdrawn own-consent",
                *(f"2026-07-10 {line}" for line in SECOND),
                "2026-07-13 withdrawn own-consent",
            ),
            "2026-07-10",
            "2026-07-13",
        ),
        (  # a break ends without sharing, and the entry later
            "2010-07-05",
            (
                *PARENT,
                "2026-07-10 withdrawn parental-responsibility",
                "2026-07-12 consent own-consent entry",
                "2026-07-13 withdrawn own-consent",
            ),
            "2026-07-10",
            "2026-07-13",
        ),
    ],
)
def test_an_agency_is_told_that_sharing_ended_whatever_ends_after_it(
    born: str, lines: tuple[str, ...], since: str, by: str
) -> None:
    """R-DSR-31: until it is, once; also of somebody who died, since it still holds what it was told."""
    asked = f"QVV {since} {since} by {by}"
    assert both(born, *lines) == [asked]
    assert both(born, *lines, TOLD) == [f"{asked} done 2026-07-14"]


@pytest.mark.parametrize("word", ["withdrawal-told QVV", "removed died"])
def test_what_follows_a_withdrawal_can_be_done_after_a_death(word: str) -> None:
    """R-DSR-31: a task that nobody could end would stay for ever."""
    life = a_life("2010-06-01", *OWN, "2026-07-10 withdrawn own-consent", "2026-07-11 died")
    assert why_not(a_fact(f"2026-07-14 {word}"), life, day("2026-07-14"), POLICY) is None


def test_an_agency_that_is_agreed_to_again_need_not_be_told() -> None:
    """R-DSR-31: by a consent that names it, after a break too."""
    again = ("2026-07-11 withdrawn own-consent", "2026-07-13 consent own-consent entry sharing:QVV")
    assert both("2010-06-01", *OWN, ENDED, *again) == ["QVV 2026-07-10 2026-07-10 by 2026-07-13 ceased 2026-07-13"]


def test_the_sentence_names_whom_to_tell() -> None:
    """Of several agencies each task says which, by its name as far as the partnership has one."""
    terms = Terms(TERMS, organisations=Organisations(PARTNERSHIP))
    lines = (*ACCEPTED, "2026-07-03 consent own-consent entry sharing:QVV+school", "2026-07-10 withdrawn own-consent")
    asked = [task.why for task in every_task(a_life("2010-06-01", *lines), terms) if task.code == "tell-withdrawal"]
    assert [why.split(": ")[1].split(" is ")[0] for why in sorted(asked)] == ["NHS Dorset (QVV)", "school"]

"""What nobody could do any more after a no is not asked for (R-DSR-27, 30, 31, 35)."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dsr.rules.consent.capacity import can_decide
from dsr.rules.due import TERMS, every_task, open_on
from dsr.rules.entry.standing import Status, status_on
from dsr.rules.terms import Section, Terms
from tests.dsr.rules.lives import a_life, day, recorded
from tests.dsr.rules.telling import told

POLICY = Terms(TERMS)
ACT = Terms(TERMS, in_force={Section.REGISTER: day("2026-07-20")})
PARENT = "parental-responsibility"
REFERRED = ("2026-07-01 condition autism", "2026-07-01 referred health")
DIVIDED, ABLE = "2026-07-07 parents-disagree", "2026-07-08 capacity yes"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((DIVIDED,), ["2026-07-07 2026-07-07 by 2026-07-21 ceased 2028-02-01"]),
        ((DIVIDED, ABLE), ["2026-07-07 2026-07-07 by 2026-07-21 ceased 2026-07-08"]),
        ((DIVIDED, ABLE, "2026-07-09 refused own-consent"), ["2026-07-07 2026-07-07 by 2026-07-21 ceased 2026-07-08"]),
        (("2026-07-06 capacity yes", DIVIDED), []),
        ((DIVIDED, "2026-07-07 capacity yes"), []),
        (
            (DIVIDED, ABLE, "2026-07-10 capacity no"),
            [
                "2026-07-07 2026-07-07 by 2026-07-21 ceased 2026-07-08",
                "2026-07-07 2026-07-10 by 2026-07-21 ceased 2028-02-01",
            ],
        ),
        (
            (DIVIDED, ABLE, "2026-07-09 consent own-consent", "2026-09-01 capacity no"),
            [
                "2026-07-07 2026-07-07 by 2026-07-21 ceased 2026-07-08",
                "2026-07-07 2026-09-01 by 2026-09-01 ceased 2028-02-01",
            ],
        ),
        (
            (DIVIDED, "2026-07-08 disagreement-decided entry", "2026-07-09 capacity yes", "2026-07-10 capacity no"),
            ["2026-07-07 2026-07-07 by 2026-07-21 done 2026-07-08"],
        ),
        (
            (DIVIDED, f"2026-07-09 refused {PARENT}"),
            ["2026-07-07 2026-07-07 by 2026-07-21 ceased 2028-02-01"],
        ),
        (("2028-02-01 parents-disagree",), []),
    ],
)
def test_parents_are_not_asked_about_a_child_who_decides(lines: tuple[str, ...], expected: list[str]) -> None:
    """R-DSR-27, 35: from the day on which the child is judged able, and of one judged unable again once more."""
    assert told(every_task(a_life("2012-02-01", *REFERRED, *lines), POLICY), "decide-disagreement") == expected


def test_why_it_is_asked_once_more_is_said() -> None:
    life = a_life("2012-02-01", *REFERRED, DIVIDED, ABLE, "2026-09-01 capacity no")
    [asked] = [one for one in open_on(life, day("2026-09-01"), POLICY) if one.code == "decide-disagreement"]
    assert " Since 1 September 2026 the child cannot decide, so it is due on that day." in asked.why


AN_ENTRY = ("2026-06-01 referred health", "2026-06-01 capacity no", f"2026-06-01 consent {PARENT} entry")
ACCEPTED, REMOVED = "2026-06-01 accepted", "2026-06-20 removed entered-in-error"
TAKEN_BACK = (f"2026-07-03 consent {PARENT} entry", f"2026-07-06 withdrawn {PARENT}")
CLOSE = ["2026-07-06 2026-07-06 by 2026-07-07"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((*REFERRED, *TAKEN_BACK), []),
        ((*AN_ENTRY, ACCEPTED, REMOVED, *REFERRED, *TAKEN_BACK), []),
        ((*AN_ENTRY, ACCEPTED, REMOVED, *REFERRED, "2026-07-02 accepted", *TAKEN_BACK), CLOSE),
        ((*AN_ENTRY, ACCEPTED, *REFERRED, *TAKEN_BACK), CLOSE),
        ((*AN_ENTRY, ACCEPTED, *REFERRED, "2026-07-02 declined no-risk", *TAKEN_BACK), CLOSE),
        ((*AN_ENTRY, "2026-06-02 declined no-risk", *REFERRED, *TAKEN_BACK), []),
        (
            (*AN_ENTRY, ACCEPTED, f"2026-06-20 withdrawn {PARENT}", *REFERRED, *TAKEN_BACK),
            ["2026-06-20 2026-06-20 by 2026-06-22 ceased 2026-07-03"],
        ),
        (
            (*AN_ENTRY, ACCEPTED, f"2026-06-20 withdrawn {PARENT}", f"2026-06-22 consent {PARENT}", *TAKEN_BACK),
            ["2026-06-20 2026-06-20 by 2026-06-22 ceased 2026-06-22", *CLOSE],
        ),
        (
            (
                *AN_ENTRY,
                ACCEPTED,
                f"2026-06-20 withdrawn {PARENT}",
                "2026-07-01 referred health",
                "2026-07-02 removed consent-withdrawn",
                "2026-07-03 accepted",
                "2026-07-04 referred health",
                *TAKEN_BACK,
            ),
            ["2026-06-20 2026-06-20 by 2026-06-22 done 2026-07-02", *CLOSE],
        ),
    ],
)
def test_only_an_entry_that_was_accepted_is_to_be_closed(lines: tuple[str, ...], expected: list[str]) -> None:
    """R-DSR-30, 31: what was accepted before and is over makes no other entry one that was."""
    assert told(every_task(a_life("2014-02-01", *lines), POLICY), "close-withdrawn") == expected


WORDS = (
    "referred health",
    "accepted",
    "declined no-risk",
    f"consent {PARENT}",
    "consent own-consent",
    f"refused {PARENT}",
    "refused own-consent",
    f"withdrawn {PARENT}",
    "withdrawn own-consent",
    "capacity yes",
    "capacity no",
    "parents-disagree",
    "disagreement-decided entry",
    "disagreement-decided no",
    "removed entered-in-error",
    "removed consent-withdrawn",
)


@settings(deadline=None, max_examples=200)
@given(
    st.sampled_from(["2013-06-01", "2010-07-09"]),
    st.sampled_from([POLICY, ACT]),
    st.lists(st.tuples(st.sampled_from([0, 1, 1, 2, 9]), st.sampled_from(WORDS)), max_size=12),
)
def test_each_no_leaves_only_what_somebody_can_do(born: str, terms: Terms, chosen: list[tuple[int, str]]) -> None:
    """R-DSR-31, 35: of parents while they decide; and an entry that is to be closed asks for it on every day."""
    life, on = a_life(born, *REFERRED), day("2026-07-01")
    for days, word in chosen:
        on += timedelta(days=days)
        life = recorded(f"{on} {word}", life, terms)
    asked = {task.code for task in open_on(life, on, terms)}
    parents_decide = on < life.turns(16) and not can_decide(life, on)
    assert parents_decide or "decide-disagreement" not in asked
    if status_on(life, on, terms) is Status.CLOSING:
        assert "close-withdrawn" in asked

"""An entry ends by who decides; what others take back is asked again, and nobody falls out (R-DSR-26, 27, 31, 33)."""

import pytest

from dsr.rules.consent.consent import may_hold_review
from dsr.rules.due import TERMS, open_on
from dsr.rules.entry.openness import may_be_shared_with
from dsr.rules.entry.standing import standing_on
from dsr.rules.life import Life
from dsr.rules.measures.measures_of_entries import consents
from dsr.rules.measures.measuring import Period
from dsr.rules.recordable import why_not
from dsr.rules.terms import Section, Terms
from tests.dsr.rules.lives import a_fact, a_life, day, on_the_register

POLICY = Terms(TERMS)
ACT = Terms(TERMS, in_force={Section.REGISTER: day("2026-01-01")})
BORN = "2011-02-01"  # 16 on 1 February 2027
ENTRY = "2026-12-01"
AFTER = "2027-02-03"  # Wednesday
ALL = "entry sharing review key-worker"
PARENT = "parental-responsibility"
UNABLE = "2026-12-01 capacity no"
BOARD = "2026-12-01 best-interests yes board"


def of_a_parent(*lines: str) -> Life:
    """A parent agreed at 15, and at 16 nobody has asked anew yet."""
    return on_the_register(BORN, ENTRY, "amber", f"{ENTRY} case-lead CMHT", *lines, basis=PARENT)


def stands(life: Life, on: str, terms: Terms = POLICY) -> str:
    standing = standing_on(life, day(on), terms)
    assert standing is not None
    return standing.status.value


def asked(life: Life, on: str, terms: Terms = POLICY) -> dict[str, str]:
    return {task.code: str(task.due_on) for task in open_on(life, day(on), terms)}


@pytest.mark.parametrize("word", ["withdrawn", "refused"])
def test_a_parents_no_after_16_ends_sharing_and_asks_the_young_person(word: str) -> None:
    """R-DSR-27, 31, 33: the parent takes back what the parent agreed to; the entry is the young person's to end."""
    life = of_a_parent(f"{AFTER} {word} {PARENT} {ALL}")
    assert "consent-at-16" in asked(life, "2027-02-02")
    assert stands(life, AFTER) == "awaiting-consent"
    assert may_be_shared_with("CAMHS", life, day("2027-02-02"), POLICY)
    assert not may_be_shared_with("CAMHS", life, day(AFTER), POLICY)
    assert not may_hold_review(life, day(AFTER), POLICY)
    tasks = asked(life, AFTER)
    assert tasks["obtain-consent"] == "2027-02-10"
    assert tasks["tell-withdrawal"] == "2027-02-04"
    assert "close-withdrawn" not in tasks


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ("consent own-consent", "active"),
        ("refused own-consent", "refused"),
        (f"consent {PARENT}", "awaiting-consent"),
        (f"refused {PARENT}", "awaiting-consent"),
    ],
)
def test_what_the_young_person_says_then_decides(answer: str, status: str) -> None:
    """R-DSR-27, 30: the same entry goes on, or ends."""
    life = of_a_parent(f"{AFTER} withdrawn {PARENT} {ALL}", f"2027-02-05 {answer}")
    assert stands(life, "2027-02-05") == status
    assert ("obtain-consent" in asked(life, "2027-02-05")) == (status == "awaiting-consent")


@pytest.mark.parametrize(
    ("lines", "on", "terms", "status"),
    [
        ((f"2027-01-31 withdrawn {PARENT}",), "2027-01-31", POLICY, "closing"),
        ((f"2027-02-01 withdrawn {PARENT}",), "2027-02-01", POLICY, "awaiting-consent"),
        ((f"{AFTER} withdrawn own-consent",), AFTER, POLICY, "closing"),
        (("2027-02-02 capacity no", f"{AFTER} withdrawn {PARENT}"), AFTER, POLICY, "awaiting-consent"),
        (("2027-02-02 capacity no", f"{AFTER} withdrawn own-consent"), AFTER, POLICY, "awaiting-consent"),
        (("2027-02-02 capacity no", f"{AFTER} best-interests no"), AFTER, POLICY, "closing"),
        ((f"{AFTER} best-interests no board",), AFTER, POLICY, "awaiting-consent"),
        (("2026-12-10 capacity yes", f"2026-12-11 withdrawn {PARENT}"), "2026-12-11", POLICY, "awaiting-consent"),
        (("2026-12-10 capacity yes", "2026-12-11 withdrawn own-consent"), "2026-12-11", POLICY, "closing"),
        (("2026-12-11 withdrawn own-consent",), "2026-12-11", POLICY, "closing"),
        ((UNABLE, "2026-12-11 withdrawn own-consent"), "2026-12-11", POLICY, "awaiting-consent"),
        ((UNABLE, f"2026-12-11 withdrawn {PARENT}"), "2026-12-11", POLICY, "closing"),
        ((BOARD, f"2026-12-11 withdrawn {PARENT}"), "2026-12-11", ACT, "awaiting-consent"),
        ((BOARD, "2026-12-11 best-interests no board"), "2026-12-11", ACT, "closing"),
    ],
)
def test_an_entry_ends_by_who_decides_on_that_day(lines: tuple[str, ...], on: str, terms: Terms, status: str) -> None:
    """R-DSR-27, 28, 31, 34: whoever else agreed, or was judged unable, takes back what it rested on; no more."""
    life = of_a_parent(*lines)
    assert stands(life, on, terms) == status
    assert ("obtain-consent" in asked(life, on, terms)) == (status == "awaiting-consent")
    assert ("close-withdrawn" in asked(life, on, terms)) == (status == "closing")


def test_nothing_is_counted_or_closed_as_withdrawn_that_was_not() -> None:
    """R-DSR-31, 38, K15: a removal on withdrawal needs a withdrawal by who decides."""
    life, march = of_a_parent(f"{AFTER} withdrawn {PARENT} {ALL}"), Period(day("2027-02-01"), day("2027-02-28"))
    found = consents([life], march, lambda _: (), lambda *_: True, lambda *_: None)
    assert (found.refusals, found.withdrawals) == (0, 0)
    removal = a_fact("2027-02-04 removed consent-withdrawn")
    assert "No withdrawal" in str(why_not(removal, life, day("2027-02-04"), POLICY))


def test_before_a_decision_the_referral_goes_on() -> None:
    """R-DSR-21, 27: a parent's no after 16 ends no referral that the young person was not asked about."""
    life = a_life(BORN, "2027-01-25 referred", f"2027-01-26 consent {PARENT}", f"{AFTER} withdrawn {PARENT}")
    assert stands(life, AFTER) == "referred"
    assert "decide-referral" in asked(life, "2027-02-01")


def test_a_second_no_leaves_the_entry_closing() -> None:
    """R-DSR-30, 31: it was withdrawn and is to be closed; only a no in a new entry is a refusal of that."""
    life = of_a_parent(f"{AFTER} withdrawn own-consent", "2027-02-04 refused own-consent")
    assert stands(life, "2027-02-04") == "closing"
    assert "close-withdrawn" in asked(life, "2027-02-04")
    again = of_a_parent(f"{AFTER} withdrawn own-consent", "2027-02-04 referred", "2027-02-05 refused own-consent")
    assert stands(again, "2027-02-05") == "refused"


ONE_DAY = ("referred", "accepted", "consent own-consent", "withdrawn own-consent")


@pytest.mark.parametrize(
    ("first_day", "later", "status"),
    [
        (ONE_DAY, (), "closing"),
        (ONE_DAY, ("2026-11-03 refused own-consent",), "closing"),
        (ONE_DAY, ("2026-11-03 withdrawn own-consent", "2026-11-04 refused own-consent"), "closing"),
        ((*ONE_DAY, "refused own-consent"), (), "closing"),
        ((*ONE_DAY, "refused own-consent review"), (), "closing"),
        (("referred", "refused own-consent", *ONE_DAY), ("2026-11-03 refused own-consent",), "closing"),
        ((*ONE_DAY, "referred"), ("2026-11-03 refused own-consent",), "refused"),
        ((*ONE_DAY, "referred", "accepted", "refused own-consent"), (), "refused"),
        ((*ONE_DAY, "removed consent-withdrawn", "referred", "accepted", "refused own-consent"), (), "refused"),
    ],
)
def test_of_one_day_the_order_says_to_which_entry_a_no_was_said(
    first_day: tuple[str, ...], later: tuple[str, ...], status: str
) -> None:
    """R-DSR-30, 31: what was accepted and withdrawn on the day of its referral is closing, and kept whole."""
    life = a_life("2009-06-01", *(f"2026-11-02 {line}" for line in first_day), *later)
    assert stands(life, "2026-11-05") == status
    removed = any("removed" in line for line in first_day)
    assert ("close-withdrawn" in asked(life, "2026-11-05")) == (not removed)


def test_a_form_that_another_replaced_settles_nothing_when_it_begins_to_count() -> None:
    """R-DSR-29, 33: the parent's form took the place of the team's before the birthday, so somebody is still asked."""
    team = ("2027-01-10 capacity no", "2027-01-10 best-interests yes", "2027-01-10 consent best-interests")
    parent = ("2027-01-20 consent parental-responsibility", "2027-02-02 capacity no")
    life = a_life(BORN, "2027-01-10 referred", "2027-01-10 accepted", *team, *parent)
    assert stands(life, AFTER) == "consent-due"
    assert "consent-at-16" in asked(life, AFTER)


def test_a_parent_has_no_say_once_the_young_person_has_agreed() -> None:
    """R-DSR-27, 29, 31: the young person's form took the place of the parent's; the word is refused in words."""
    life = of_a_parent("2027-02-02 consent own-consent")
    said = why_not(a_fact(f"{AFTER} withdrawn {PARENT}"), life, day(AFTER), POLICY)
    assert "Others agreed to this item (entry)" in str(said)
    assert stands(life, AFTER) == "active"

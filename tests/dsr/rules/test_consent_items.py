"""What consent allows, item by item: sharing with an agency, a review, a key worker (R-DSR-29 to 31, 33, 36)."""

import pytest

from dsr.rules.consent.consent import (
    basis_on,
    consent_state,
    family_may_attend,
    may_contact_for_key_worker,
    may_hold_review,
)
from dsr.rules.entry.case_lead import lead_team
from dsr.rules.entry.openness import may_be_shared_with
from dsr.rules.entry.standing import may_be_held
from dsr.rules.terms import Terms
from tests.dsr.rules.entry_terms import POLICY, agreed_from, under_the_act
from tests.dsr.rules.lives import a_life, day

BORN = "2011-02-01"
PARENT = "2026-11-02 consent parental-responsibility entry sharing:school+police review key-worker"
ENTRY = ("2026-11-01 referred", "2026-11-02 accepted")
LEAD = "2026-11-02 case-lead CAMHS"
FORM = "2026-11-03 consent parental-responsibility entry"


@pytest.mark.parametrize(
    ("items", "school", "police", "review", "contact"),
    [
        ("entry", False, False, False, False),
        ("entry sharing:school", True, False, False, False),
        ("entry sharing:school+police review", True, True, True, False),
        ("entry key-worker", False, False, False, True),
        ("review", False, False, True, False),
        ("sharing:school key-worker", False, False, False, True),
    ],
)
def test_each_item_is_agreed_to_apart(items: str, school: bool, police: bool, review: bool, contact: bool) -> None:
    """R-DSR-29: a review and a key worker need no entry; sharing does, since there is nothing else to share."""
    life, on = a_life(BORN, f"2026-11-02 consent parental-responsibility {items}"), day("2026-11-02")
    assert may_be_shared_with("school", life, on, POLICY) is school
    assert may_be_shared_with("police", life, on, POLICY) is police
    assert may_hold_review(life, on, POLICY) is review
    assert may_contact_for_key_worker(life, on, POLICY) is contact


@pytest.mark.parametrize(
    ("lines", "school", "police", "review"),
    [
        (("2026-11-10 withdrawn own-consent sharing:police",), True, False, True),
        (("2026-11-10 withdrawn own-consent sharing",), False, False, True),
        (("2026-11-10 withdrawn parental-responsibility review",), True, True, False),
        (("2026-11-10 refused parental-responsibility sharing:police",), True, False, True),
        (("2026-11-10 withdrawn best-interests sharing",), True, True, True),
        (("2026-11-10 consent parental-responsibility sharing:school",), True, False, True),
        (("2026-11-10 consent parental-responsibility entry",), False, False, False),
        (("2026-11-10 withdrawn own-consent",), False, False, False),
        (("2026-11-10 withdrawn own-consent", "2026-11-10 consent parental-responsibility"), False, False, True),
    ],
)
def test_items_end_and_change_one_by_one(lines: tuple[str, ...], school: bool, police: bool, review: bool) -> None:
    """R-DSR-29, 31: the newest word on an item counts; a new form takes the place of all before it."""
    life, on = a_life(BORN, PARENT, *lines), day("2026-11-10")
    assert may_be_shared_with("school", life, on, POLICY) is school
    assert may_be_shared_with("police", life, on, POLICY) is police
    assert may_hold_review(life, on, POLICY) is review


@pytest.mark.parametrize(
    ("line", "on", "state", "lead", "school"),
    [
        ("2026-11-10 withdrawn own-consent", "2026-11-09", "in-date", True, True),
        ("2026-11-10 withdrawn own-consent", "2026-11-10", "withdrawn", False, False),
        ("2026-11-10 withdrawn parental-responsibility", "2026-11-10", "withdrawn", False, False),
        ("2026-11-10 refused own-consent", "2026-11-10", "withdrawn", False, False),
        ("2026-11-10 withdrawn best-interests", "2026-11-10", "in-date", True, True),
        ("2026-11-10 best-interests no", "2026-11-10", "in-date", True, True),
        ("2026-11-10 best-interests no board", "2026-11-10", "withdrawn", False, False),
    ],
)
def test_t14_withdrawn_in_the_morning_is_hidden_the_same_day(
    line: str, on: str, state: str, lead: bool, school: bool
) -> None:
    """R-DSR-31, T14: by the young person at any time, by a parent where a parent agreed, by nobody else."""
    life = a_life(BORN, PARENT, LEAD, line)
    assert consent_state(life, day(on), POLICY) == state
    assert may_be_held(life, day(on), POLICY) is lead
    assert may_be_shared_with("CAMHS", life, day(on), POLICY) is lead
    assert may_be_shared_with("school", life, day(on), POLICY) is school


@pytest.mark.parametrize(
    ("lines", "on", "state"),
    [
        (("2026-11-02 refused parental-responsibility",), "2026-11-01", "not-asked"),
        (("2026-11-02 refused parental-responsibility",), "2026-11-02", "refused"),
        (("2026-11-02 refused own-consent",), "2026-11-02", "not-asked"),
        (("2026-11-01 capacity yes", "2026-11-02 refused own-consent"), "2026-11-02", "refused"),
        (("2026-11-01 capacity yes", "2026-11-02 refused parental-responsibility"), "2026-11-02", "not-asked"),
        (
            ("2026-11-01 capacity yes", "2026-11-02 refused own-consent", "2026-11-03 consent parental-responsibility"),
            "2026-11-03",
            "refused",
        ),
        (
            ("2026-11-02 refused parental-responsibility", "2026-12-01 consent parental-responsibility"),
            "2026-12-01",
            "in-date",
        ),
        (("2026-11-02 refused parental-responsibility review",), "2026-11-02", "not-asked"),
    ],
)
def test_a_refusal_counts_from_who_may_decide(lines: tuple[str, ...], on: str, state: str) -> None:
    """R-DSR-30: a parent cannot refuse for, nor agree over, a competent child; a new request is possible later."""
    assert consent_state(a_life(BORN, *lines), day(on), POLICY) == state


@pytest.mark.parametrize(
    ("lines", "school", "review", "contact"),
    [
        ((FORM,), False, True, True),
        ((FORM, "2026-11-04 withdrawn own-consent review"), False, False, True),
        ((FORM, "2026-11-04 consent parental-responsibility entry"), False, False, False),
    ],
)  # fmt: skip
def test_what_was_agreed_to_apart_before_the_first_form_goes_on(
    lines: tuple[str, ...], school: bool, review: bool, contact: bool
) -> None:
    """R-DSR-29, 32: the first form takes the place of none; sharing is of a form."""
    life = a_life(BORN, "2026-11-02 consent parental-responsibility sharing:school review key-worker", *lines)
    assert may_be_shared_with("school", life, day("2026-11-05"), POLICY) is school
    assert may_hold_review(life, day("2026-11-05"), POLICY) is review
    assert may_contact_for_key_worker(life, day("2026-11-05"), POLICY) is contact


def test_a_parent_does_not_end_what_the_young_person_agreed_to() -> None:
    """R-DSR-31: not even after agreeing too, though nobody had asked for it."""
    own, parent = "2026-11-01 consent own-consent", "2026-11-05 consent parental-responsibility"
    life = a_life(BORN, "2026-11-01 capacity yes", own, parent, "2026-11-10 withdrawn parental-responsibility")
    assert basis_on(life, day("2026-11-10"), POLICY) == "own-consent"


LONG = agreed_from("2026-01-01", "sharing-freeze", 1000)


@pytest.mark.parametrize(
    ("terms", "lines", "on", "state", "lead", "school", "review"),
    [
        (POLICY, (), "2027-01-31", "in-date", True, True, True),
        (POLICY, (), "2027-02-01", "due", True, True, True),
        (POLICY, (), "2027-02-14", "due", True, True, True),
        (POLICY, (), "2027-02-15", "due", True, False, False),
        (POLICY, (), "2029-02-01", "due", True, False, False),
        (POLICY, ("2027-02-10 consent own-consent entry sharing:school",), "2027-02-15", "in-date", True, True, False),
        (POLICY, ("2027-02-10 consent own-consent entry",), "2027-02-10", "in-date", True, False, False),
        (LONG, (), "2029-01-31", "due", True, True, True),
        (LONG, (), "2029-02-01", "due", True, False, False),
        (agreed_from("2027-02-01", "sharing-freeze", 7), (), "2027-02-08", "due", True, False, False),
        (agreed_from("2027-02-02", "sharing-freeze", 7), (), "2027-02-14", "due", True, True, True),
    ],
)
def test_t13_at_16_a_parents_consent_falls_due_and_after_14_days_sharing_is_frozen(
    terms: Terms, lines: tuple[str, ...], on: str, state: str, lead: bool, school: bool, review: bool
) -> None:
    """R-DSR-33, T13: the lead team goes on; at 18 nothing new rests on a parent, whatever the terms say."""
    life = a_life(BORN, *ENTRY, PARENT, LEAD, *lines)
    assert consent_state(life, day(on), terms) == state
    assert may_be_shared_with("CAMHS", life, day(on), terms) is lead
    assert may_be_shared_with("school", life, day(on), terms) is school
    assert may_hold_review(life, day(on), terms) is review


@pytest.mark.parametrize(
    ("on", "school", "review"),
    [("2026-12-01", True, True), ("2026-12-14", True, True), ("2026-12-15", False, True)],
)
def test_the_act_freezes_what_it_is_about_and_leaves_reviews_alone(on: str, school: bool, review: bool) -> None:
    """R-DSR-28, 29: section 125D asks for the board's decision on entry and use of information, not on reviews."""
    life, act = a_life(BORN, *ENTRY, PARENT, LEAD), under_the_act("2026-12-01")
    assert may_be_shared_with("school", life, day(on), act) is school
    assert may_hold_review(life, day(on), act) is review


@pytest.mark.parametrize(
    ("lines", "on", "team"),
    [
        ((), "2026-11-02", ""),
        (("2026-11-01 referred by:school-a",), "2026-11-02", "school-a"),
        (("2026-11-01 referred by:school-a", "2026-11-02 referred by:school-b"), "2026-11-02", "school-a"),
        (("2026-11-01 referred by:school-a", "2026-11-05 case-lead CAMHS"), "2026-11-04", "school-a"),
        (("2026-11-01 referred by:school-a", "2026-11-05 case-lead CAMHS"), "2026-11-05", "CAMHS"),
        (
            (
                "2026-11-01 referred by:school-a",
                "2026-11-03 removed entered-in-error",
                "2026-11-04 referred by:school-b",
            ),
            "2026-11-04",
            "school-b",
        ),
    ],
)
def test_the_lead_team_is_the_case_leads_and_before_that_the_first_referrers(
    lines: tuple[str, ...], on: str, team: str
) -> None:
    """R-DSR-33, 109: a second referral does not open the entry to whoever made it."""
    assert lead_team(a_life(BORN, *lines), day(on), POLICY) == team


@pytest.mark.parametrize(
    ("lines", "on", "may"),
    [
        ((), "2027-01-31", True),
        ((), "2027-02-01", False),
        (("2027-01-31 family-attendance yes",), "2027-02-01", False),
        (("2027-02-01 family-attendance yes",), "2027-02-01", True),
        (("2027-02-01 family-attendance yes", "2027-03-01 family-attendance no"), "2027-03-01", False),
        (("2026-12-01 family-attendance no",), "2027-01-31", True),
    ],
)
def test_from_16_on_the_family_comes_to_a_review_if_the_person_agrees(
    lines: tuple[str, ...], on: str, may: bool
) -> None:
    """R-DSR-36."""
    assert family_may_attend(a_life(BORN, *lines), day(on)) is may

"""Two records of one person become one, and no entry that goes on in either is lost (H2, R-DSR-21, 30, 31, 37, 38)."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dsr.rules.corrections import why_not_after
from dsr.rules.due import TERMS as EVERY_TERM
from dsr.rules.entry.standing import OVER, standing_on
from dsr.rules.facts.fact import Fact
from dsr.rules.key_work.key_working import key_worker_on
from dsr.rules.life import Life
from dsr.rules.recordable import why_not
from dsr.rules.terms import Terms
from dsr.rules.two_records import brought, why_not_one
from tests.dsr.rules.lives import a_fact, a_life, day

TERMS = Terms(EVERY_TERM)
BORN = "2012-02-01"
TODAY = day("2026-07-10")


def begun(on: str) -> tuple[str, ...]:
    return tuple(
        f"{on} {what}"
        for what in (
            "referred health",
            "condition autism",
            "area local",
            "limb condition holds",
            "limb risk holds",
            "accepted",
        )
    )


PARENT = "parental-responsibility"
ACTIVE = (*begun("2026-06-01"), "2026-06-02 capacity no", f"2026-06-02 consent {PARENT}", "2026-06-02 rated red")
WORKED = (*ACTIVE, "2026-06-02 key-worker anna")
UNDECIDED = ("2026-07-01 referred education",)
AWAITING = (*begun("2026-06-01"), "2026-06-02 capacity no")
ERROR = ("2026-07-06 referred police", "2026-07-06 removed entered-in-error")
DECLINED = ("2026-07-02 referred health", "2026-07-03 triaged", "2026-07-04 declined no-risk")


def merged(first: Life, second: Life) -> tuple[Life, str | None]:
    """The life that a merge makes of two, and why it cannot."""
    kept = list(enumerate(first.facts))
    others = list(enumerate(second.facts, len(kept)))
    after = [*kept, *brought(first, others, TERMS)]
    together = Life.of(first.birth_on, (fact for _, fact in after))
    reason = why_not_after((kept, others), after, first.birth_on, TODAY, TERMS)
    return together, reason or why_not_one((first, second), together, TODAY, TERMS)


def status(life: Life) -> str:
    standing = standing_on(life, TODAY, TERMS)
    return standing.status.value if standing else ""


NO = ("2026-07-06 referred health", f"2026-07-07 refused {PARENT}")
NO_BEFORE = ("2026-05-01 referred health", f"2026-05-02 refused {PARENT}")
WITHDRAWN = f"2026-07-07 withdrawn {PARENT}"
DEAD = ("2026-07-03 referred health", "2026-07-04 died")
TAKEN = (*ACTIVE, "2026-07-02 transfer-sent CAMHS", "2026-07-05 transfer-accepted CAMHS")
OLD_ERROR = ("2026-03-01 referred health", "2026-03-02 removed entered-in-error")


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        # An error of the second record's entry ends nothing of the first.
        (WORKED, ERROR, "active"),
        (WORKED, (*ACTIVE, ERROR[1]), "active"),
        (UNDECIDED, ERROR, "referred"),
        (UNDECIDED, (*ACTIVE, ERROR[1]), "active"),
        (AWAITING, ERROR, "awaiting-consent"),
        (("2026-07-07 referred education",), ERROR, "referred"),
        (ERROR, ("2026-07-07 referred education",), "referred"),
        (ERROR, (), "closed"),
        # What was over before goes with its own entry; a decline ends nothing of who is on the register.
        (WORKED, OLD_ERROR, "active"),
        (OLD_ERROR, WORKED, "active"),
        (WORKED, NO_BEFORE, "active"),
        (NO_BEFORE, WORKED, "active"),
        (WORKED, DECLINED, "active"),
        (DECLINED, WORKED, "active"),
        (("2026-07-05 referred education",), DECLINED, "referred"),
        (DECLINED, ("2026-07-05 referred education",), "referred"),
        # What the record says whose entry went on is said of both.
        ((*WORKED, "2026-07-04 died"), DEAD, "closed"),
        ((*WORKED, WITHDRAWN), (*ACTIVE, WITHDRAWN), "closing"),
        # Of two that go on the further one counts.
        (UNDECIDED, WORKED, "active"),
        (UNDECIDED, AWAITING, "awaiting-consent"),
    ],
)
def test_an_entry_that_goes_on_goes_on_after_a_merge(
    first: tuple[str, ...], second: tuple[str, ...], expected: str
) -> None:
    """R-DSR-21, 30, 37."""
    together, reason = merged(a_life(BORN, *first), a_life(BORN, *second))
    assert reason is None
    assert status(together) == expected


@pytest.mark.parametrize(
    ("going_on", "other", "words"),
    [
        (UNDECIDED, DECLINED, "Declined on 4 July 2026"),
        (WORKED, NO, "Consent was withdrawn on 7 July 2026"),
        (UNDECIDED, NO, "Consent was refused on 7 July 2026"),
        (WORKED, (*ACTIVE, WITHDRAWN), "Consent was withdrawn on 7 July 2026"),
        (WORKED, DEAD, "The person died on 4 July 2026"),
        (WORKED, TAKEN, "Another area took the person on on 5 July 2026"),
        (WORKED, ("2026-05-20 referred health", "2026-06-01 parents-disagree"), "do not agree"),
    ],
)
def test_what_would_end_an_entry_is_said_and_nothing_is_merged(
    going_on: tuple[str, ...], other: tuple[str, ...], words: str
) -> None:
    """R-DSR-21, 26, 30, 31, 39: whichever of the two is kept; whoever ends an entry knows it, by a death too."""
    lives = a_life(BORN, *going_on), a_life(BORN, *other)
    for first, second in (lives, lives[::-1]):
        _, reason = merged(first, second)
        assert words in str(reason)


def test_an_error_of_the_record_that_is_kept_is_undone_by_somebody() -> None:
    """R-DSR-37: it counts there until then."""
    _, reason = merged(a_life(BORN, *ERROR), a_life(BORN, *WORKED))
    assert "removed (entered-in-error) on 6 July 2026" in str(reason)


def test_a_merge_with_an_error_leaves_the_key_worker() -> None:
    """R-DSR-37, 100: and what the second referrer saw is looked at."""
    together, reason = merged(a_life(BORN, *WORKED), a_life(BORN, *ERROR))
    assert reason is None
    assert key_worker_on(together, TODAY) == "anna"
    assert a_fact("2026-07-06 referred police") in together.facts


AGREED = ("2026-05-01 referred health", "2026-05-02 capacity no", f"2026-05-02 consent {PARENT} review")
TO_COME = (*ACTIVE, "2026-07-06 review-planned c1 2026-08-10")
HELD = (
    *AGREED,
    "2026-05-03 review-planned c1 2026-05-20",
    "2026-05-04 pack-consent c1",
    "2026-05-20 held c1",
    "2026-05-20 recommended c1 1 2026-06-20",
)
UNLOCKED = (
    *AGREED,
    "2026-07-01 review-planned c1 2026-07-20",
    "2026-07-02 pack-consent c1",
    "2026-07-03 pack-item c1 safeguarding-reports-of-a-year",
)
CANCELLED = (*AGREED, "2026-05-03 review-planned c1 2026-05-20", "2026-05-10 review-cancelled c1")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # What is asked of one to come would end with one that was held, or be asked no more of one that was cancelled.
        (TO_COME, HELD),
        (TO_COME, CANCELLED),
        # The pack of one would open by the consent that was verified for the other.
        (TO_COME, UNLOCKED),
        (HELD, UNLOCKED),
        # Two days of which nobody says that one put off the other, and one day that was arranged twice.
        (TO_COME, (*ACTIVE, "2026-07-06 review-planned c1 2026-08-11")),
        (TO_COME, (*ACTIVE, "2026-07-07 review-planned c1 2026-08-10")),
        # Planned alike, and each goes on with what the other does not tell.
        ((*TO_COME, "2026-07-07 review-notice c1"), (*TO_COME, "2026-07-08 review-notice c1")),
        ((*HELD, "2026-05-25 recommended c1 2 2026-06-20"), (*HELD, "2026-05-25 report-sent c1 patient")),
        # A paper that was filed before any day was arranged.
        (TO_COME, ("2026-07-03 pack-item c1 safeguarding-reports-of-a-year",)),
        # One of several.
        ((*TO_COME, "2026-07-06 review-planned c0 2026-08-20"), (*HELD, "2026-07-06 review-planned c0 2026-08-20")),
    ],
)
def test_two_reviews_of_one_name_are_not_made_one(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    """R-DSR-31, 80 to 84, 110: whichever is kept, and whoever merges is told which name, and what to do."""
    lives = a_life(BORN, *one), a_life(BORN, *other)
    for first, second in (lives, lives[::-1]):
        _, reason = merged(first, second)
        assert "a C(E)TR with the name c1, and not the same" in str(reason)
        assert "under another name" in str(reason)


def test_each_name_that_two_reviews_have_is_said() -> None:
    """R-DSR-81."""
    first, second = (
        a_life(BORN, f"{on} review-planned c1 2026-08-10", f"{on} review-planned c2 2026-08-20")
        for on in ("2026-07-06", "2026-07-07")
    )
    _, reason = merged(first, second)
    assert "the name c1 and of one with the name c2" in str(reason)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (TO_COME, TO_COME),
        (HELD, HELD),
        # One record tells nothing of it that the other does not.
        (TO_COME, (*TO_COME, "2026-07-07 review-notice c1", "2026-07-07 panel c1 chair")),
        (AGREED, HELD),
        (HELD[:-2], HELD),
        (WORKED, HELD),
        # Under names of their own.
        (HELD, (*ACTIVE, "2026-07-06 review-planned c2 2026-08-10")),
    ],
)
def test_one_review_that_was_told_twice_is_one(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    """H2: with all that either record tells of it, whichever is kept."""
    lives = a_life(BORN, *one), a_life(BORN, *other)
    for first, second in (lives, lives[::-1]):
        together, reason = merged(first, second)
        assert reason is None
        assert set(together.facts) == {*first.facts, *second.facts}


WHAT = (
    "referred health",
    "referred police red",
    "triaged",
    "accepted",
    "declined no-risk",
    "condition autism",
    "area local",
    "limb condition holds",
    "limb risk holds",
    "capacity no",
    "capacity yes",
    f"consent {PARENT}",
    "consent own-consent",
    f"refused {PARENT}",
    f"withdrawn {PARENT}",
    "withdrawn own-consent",
    "parents-disagree",
    "best-interests no board",
    "rated red",
    "admitted",
    "discharged",
    "transfer-sent CAMHS",
    "transfer-accepted CAMHS",
    "transfer-received Devon red",
    "removed consent-withdrawn",
    "removed entered-in-error",
    "died",
)
BEGUN = st.sampled_from([(), ACTIVE, AWAITING, UNDECIDED, ERROR, DECLINED])
MORE = st.lists(st.tuples(st.integers(0, 12), st.sampled_from(WHAT)), max_size=6)


def recorded(begin: tuple[str, ...], chosen: list[tuple[int, str]]) -> Life:
    """A life with as much of what was chosen as may be recorded."""
    life = a_life(BORN, *begin)
    for days, what in chosen:
        fact: Fact = a_fact(f"{TODAY - timedelta(days=days)} {what}")
        if why_not(fact, life, TODAY, TERMS) is None:
            life = Life.of(life.birth_on, (*life.facts, fact))
    return life


@settings(deadline=None, max_examples=300)
@given(BEGUN, MORE, BEGUN, MORE)
def test_whatever_the_two_tell_no_entry_is_lost(
    one: tuple[str, ...], more: list[tuple[int, str]], other: tuple[str, ...], others: list[tuple[int, str]]
) -> None:
    """H1, H2: of any two records an entry that is active in one is active after a merge, or the merge was refused."""
    records = recorded(one, more), recorded(other, others)
    together, reason = merged(*records)
    found = [standing for life in records if (standing := standing_on(life, TODAY, TERMS))]
    after = standing_on(together, TODAY, TERMS)
    if reason is None and found:
        assert after is not None
        assert after.is_active or not any(standing.is_active for standing in found)
        assert after.status not in OVER or all(standing.status in OVER for standing in found)


@settings(deadline=None, max_examples=200)
@given(BEGUN, MORE)
def test_an_error_that_is_merged_into_a_record_changes_nothing_of_how_it_stands(
    one: tuple[str, ...], more: list[tuple[int, str]]
) -> None:
    """R-DSR-37: whoever is worked with is; who was not waits for a decision at most."""
    life = recorded(one, more)
    before = standing_on(life, TODAY, TERMS)
    together, reason = merged(life, a_life(BORN, *ERROR))
    if before and before.is_active:
        after = standing_on(together, TODAY, TERMS)
        assert reason is None
        assert after is not None
        assert after.is_active

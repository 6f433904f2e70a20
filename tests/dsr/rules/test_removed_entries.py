"""Which entry a removal closes: who asked anew while the old one was closing stays (R-DSR-21, 26, 30, 31, 37)."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsr.rules.consent.consent import may_hold_review
from dsr.rules.due import TERMS, open_on
from dsr.rules.entry.removed_entries import no_closed_by
from dsr.rules.entry.retention import Keeping, kept_on
from dsr.rules.entry.standing import entries, standing_on
from dsr.rules.entry.taken_on import taken_on
from dsr.rules.facts.entry import RemovalReason, Removed
from dsr.rules.facts.fact import Fact
from dsr.rules.key_work.key_working import key_worker_on
from dsr.rules.life import Life
from dsr.rules.rating.rating_history import rating_on, since
from dsr.rules.recordable import why_not
from dsr.rules.tasks import Task
from dsr.rules.terms import Terms
from tests.dsr.rules.lives import WORDS, a_fact, day, on_the_register

POLICY = Terms(TERMS)
BORN = "2012-02-01"
PARENT = "parental-responsibility"
OLD = ("2026-06-02 capacity no", f"2026-07-06 withdrawn {PARENT} entry sharing review key-worker")
POLICE, ACCEPTED, CLOSED = (
    "2026-07-07 referred police red",
    "2026-07-07 accepted",
    "2026-07-08 removed consent-withdrawn",
)
AGREED = f"2026-07-09 consent {PARENT} entry"
RED = "2026-07-09 rated red"


def withdrawn(*lines: str) -> Life:
    """Amber, and withdrawn by a parent on Monday 6 July."""
    return on_the_register(BORN, "2026-06-02", "amber", *OLD, *lines, basis=PARENT)


def asked(life: Life, on: str) -> dict[str, str]:
    return {task.code: str(task.due_on) for task in open_on(life, day(on), POLICY)}


def stands(life: Life, on: str) -> str:
    standing = standing_on(life, day(on), POLICY)
    assert standing is not None
    return standing.status.value


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        ((CLOSED,), "closed"),
        ((POLICE, CLOSED), "referred"),
        ((POLICE, ACCEPTED, CLOSED), "awaiting-consent"),
        ((POLICE, ACCEPTED, CLOSED, CLOSED), "awaiting-consent"),
        (("2026-07-07 removed consent-withdrawn", POLICE, CLOSED), "referred"),
        ((POLICE, ACCEPTED, CLOSED, AGREED), "active"),
        ((POLICE, "2026-07-07 transfer-received Devon red", CLOSED), "referred"),
        ((POLICE, "2026-07-07 declined no-risk", "2026-07-08 referred red", CLOSED), "referred"),
        ((POLICE, f"2026-07-07 refused {PARENT}", "2026-07-08 referred red", CLOSED), "referred"),
        ((POLICE, f"2026-07-07 refused {PARENT}", CLOSED), "refused"),
        ((POLICE, "2026-07-08 removed entered-in-error"), "closed"),
        ((POLICE, ACCEPTED, f"2026-07-07 consent {PARENT}", f"2026-07-08 withdrawn {PARENT}", CLOSED), "closed"),
        ((POLICE, ACCEPTED, CLOSED, AGREED, "2026-07-09 removed entered-in-error"), "closed"),
    ],
)
def test_a_removal_on_withdrawal_closes_what_was_withdrawn(lines: tuple[str, ...], status: str) -> None:
    """R-DSR-30, 31, 37: whatever became of a request after it; every other reason is one of the newest entry."""
    life = withdrawn()
    for fact in map(a_fact, lines):
        assert why_not(fact, life, fact.on, POLICY) is None or "limb" in str(why_not(fact, life, fact.on, POLICY))
        life = Life.of(life.birth_on, (*life.facts, fact))
    assert stands(life, "2026-07-09") == status


def test_whoever_was_accepted_meanwhile_is_asked_for_consent_and_then_worked_with() -> None:
    """R-DSR-26, 45, 59, 100: nobody is dropped from every list by closing the entry before."""
    life = withdrawn(POLICE, ACCEPTED, CLOSED, AGREED)
    assert asked(life, "2026-07-07") | {"close-withdrawn": "2026-07-07"} == asked(life, "2026-07-07")
    assert "close-withdrawn" not in asked(life, "2026-07-08")
    assert asked(life, "2026-07-08")["obtain-consent"] == "2026-07-14"
    assert asked(life, "2026-07-09")["rate-entry"] == "2026-07-10"
    rated = asked(withdrawn(POLICE, ACCEPTED, CLOSED, AGREED, RED), "2026-07-09")
    assert rated["review"] == "2026-07-16"
    assert "key-worker-allocate" in rated


def test_who_is_closed_in_error_leaves_the_withdrawn_entry_to_be_closed() -> None:
    """R-DSR-31, 37: the one is over, and the other still has its day."""
    assert asked(withdrawn(POLICE, "2026-07-08 removed entered-in-error"), "2026-07-08")["close-withdrawn"]


def test_of_both_entries_the_stub_alone_is_kept() -> None:
    """R-DSR-30, 31, 116: each has its own closing."""
    life = withdrawn(POLICE, ACCEPTED, CLOSED, f"2026-07-10 refused {PARENT}")
    assert [len(list(entry.facts)) for entry in entries(life, POLICY)][1] == 3
    assert kept_on(life, day("2026-07-10"), POLICY).keeping is Keeping.STUB


def test_a_key_worker_of_the_next_entry_stays_named() -> None:
    """R-DSR-29, 100: whoever was named before goes with the entry that closes."""
    assert key_worker_on(withdrawn("2026-06-03 key-worker anna", POLICE, CLOSED), day("2026-07-08")) is None
    ben = withdrawn("2026-06-03 key-worker anna", POLICE, ACCEPTED, "2026-07-07 key-worker ben", CLOSED)
    assert key_worker_on(ben, day("2026-07-08")) == "ben"


@pytest.mark.parametrize(
    ("no_on", "is_asked"), [("2026-07-07", False), ("2026-07-06", True)], ids=["to the new entry", "to the old one"]
)
def test_a_no_to_key_working_stays_one_of_its_own_entry(no_on: str, is_asked: bool) -> None:
    """R-DSR-97, 101: closing the old entry does not take back what was said in the next."""
    lines = (POLICE, ACCEPTED, f"{no_on} refused {PARENT} key-worker", CLOSED, AGREED, RED)
    assert ("key-worker-allocate" in asked(withdrawn(*lines), "2026-07-09")) is is_asked


def test_a_first_review_after_a_transfer_is_not_over_with_the_old_entry() -> None:
    """R-DSR-39."""
    life = withdrawn("2026-07-07 transfer-received Devon red", "2026-07-07 accepted", CLOSED, AGREED)
    assert asked(life, "2026-07-09")["first-review-after-transfer"] == "2026-07-14"


ANOTHER = ("2026-07-20 referred health", "2026-07-21 declined no-risk", "2026-08-03 referred health")


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        ((POLICE, ACCEPTED, CLOSED, AGREED, *ANOTHER), "active"),
        ((POLICE, ACCEPTED, AGREED, "2026-07-10 removed consent-withdrawn", *ANOTHER), "active"),
        (("2026-07-06 removed consent-withdrawn", POLICE, ACCEPTED, AGREED, *ANOTHER), "active"),
        (("2026-07-06 removed consent-withdrawn", AGREED, *ANOTHER), "referred"),
        ((POLICE, "2026-07-07 declined no-risk", CLOSED, AGREED, *ANOTHER), "referred"),
    ],
)
def test_the_removal_of_the_old_entry_is_no_end_of_the_next_for_a_decline(lines: tuple[str, ...], status: str) -> None:
    """R-DSR-26, 30, 31 (ADR 0074): others who refer somebody on the register again end no consent."""
    assert stands(withdrawn(*lines), "2026-08-04") == status


def test_what_was_agreed_to_since_outlives_the_closing_of_the_old_entry() -> None:
    """R-DSR-29, 31: also where a referral in between was declined."""
    lines = (POLICE, "2026-07-07 declined no-risk", "2026-07-08 referred red", f"2026-07-08 consent {PARENT} review")
    life = withdrawn(*lines, "2026-07-09 removed consent-withdrawn")
    assert may_hold_review(life, day("2026-07-10"), POLICY)


@pytest.mark.parametrize(
    "settled",
    [
        ("2026-07-07 consent parental-responsibility", "2026-07-08 removed entered-in-error"),
        ("2026-07-08 removed entered-in-error",),
    ],
)
def test_a_no_that_is_settled_is_closed_by_no_later_removal(settled: tuple[str, ...]) -> None:
    """R-DSR-30, 37: a refusal of the next entry closes with that, and nobody is worked with on the old one."""
    then = ("2026-07-10 referred police red", "2026-07-10 accepted", "2026-07-11 rated red")
    refused = (f"2026-07-12 refused {PARENT}", "2026-07-13 removed consent-withdrawn")
    life = withdrawn(*settled, *then, *refused, f"2026-07-20 consent {PARENT}")
    assert stands(life, "2026-07-13") == stands(life, "2026-07-21") == "closed"
    assert not taken_on(life, day("2026-07-13"), POLICY)


def test_nothing_begins_after_a_death() -> None:
    """R-DSR-37: a referral that is told on the day, after it, is of somebody who died, and not undecided for ever."""
    assert (
        stands(
            withdrawn("2026-07-06 removed consent-withdrawn", "2026-07-10 died", "2026-07-10 referred"), "2026-08-01"
        )
        == "closed"
    )


HAPPENINGS = (
    "referred health",
    "transfer-received Devon red",
    "triaged",
    "accepted",
    "declined no-risk",
    "full-form",
    f"consent {PARENT}",
    f"consent {PARENT} entry",
    f"consent {PARENT} review",
    f"refused {PARENT}",
    f"refused {PARENT} key-worker",
    "key-worker ben",
    "contact face-to-face",
    "rated red",
    "rated green",
    "reviewed amber",
    "happened police-contact",
    "admitted",
    "discharged",
    "area elsewhere",
    "died",
)
FACTS = st.lists(st.tuples(st.integers(7, 16), st.sampled_from(HAPPENINGS)), max_size=8)


def _at(told: tuple[int, str]) -> Fact:
    word, *rest = told[1].split()
    return WORDS[word](day("2026-07-01") + timedelta(days=told[0] - 1), rest)


def _of_the_new(life: Life, on_day: int) -> set[tuple[object, ...]]:
    """What somebody is asked on a day, and how they stand."""
    on = day("2026-07-01") + timedelta(days=on_day - 1)
    tasks: list[Task] = list(open_on(life, on, POLICY))
    return {
        (standing_on(life, on, POLICY), rating_on(life, on, POLICY), since(life, on, POLICY)),
        (taken_on(life, on, POLICY), key_worker_on(life, on)),
        *((task.code, task.about, task.opens_on, task.due_on, task.why) for task in tasks),
    }


@given(FACTS, st.integers(8, 17), st.integers(0, 30))
def test_the_next_entry_is_told_as_if_the_old_one_had_been_closed_before(
    told: list[tuple[int, str]], closed_on: int, later: int
) -> None:
    """R-DSR-26, 30, 31: on whichever day the removal is, and whatever happened in the entry that goes on."""
    facts = sorted(map(_at, told), key=lambda fact: fact.on)
    on = day("2026-06-30") + timedelta(days=closed_on)
    removal = Removed(on=on, reason=RemovalReason.WITHDRAWN, by="a manager")
    late = withdrawn(POLICE)
    for fact in sorted((*facts, removal), key=lambda fact: fact.on):
        refusal = why_not(fact, late, fact.on, POLICY)
        if refusal is None or "limb" in refusal:
            late = Life.of(late.birth_on, (*late.facts, fact))
    no = no_closed_by(removal, late)
    if no is None or no.on != day("2026-07-06"):
        return  # Another entry was closed, or none.
    before = a_fact("2026-07-07 removed consent-withdrawn")
    at_once = Life(
        late.birth_on, tuple(one for fact in late.facts if fact is not removal for one in _with(before, fact))
    )
    assert _of_the_new(late, closed_on + later) == _of_the_new(at_once, closed_on + later)


def _with(removal: Fact, fact: Fact) -> tuple[Fact, ...]:
    """A fact, and before the request that begins the next entry the removal."""
    return (removal, fact) if fact == a_fact(POLICE) else (fact,)

"""What holds of every life, whatever happened in it and in whatever order."""

from collections.abc import Iterator
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from diis.definitions.calendar import day_in_words
from dsr.rules.consent import consent, withdrawals
from dsr.rules.consent.consent import ConsentState
from dsr.rules.entry import eligibility, openness, referrals, residence_tasks, transfer, transition
from dsr.rules.entry.periods import active_periods
from dsr.rules.entry.standing import Status, entries, is_active, may_be_held, standing_on, standings, turning_days
from dsr.rules.facts.entry import Decided
from dsr.rules.facts.fact import Fact
from dsr.rules.life import Life
from dsr.rules.recordable import why_not
from dsr.rules.tasks import Task
from dsr.rules.terms import Terms
from tests.dsr.rules.entry_terms import POLICY, under_the_act
from tests.dsr.rules.lives import WORDS, day

FIRST = day("2026-06-01")
HAPPENINGS = (
    "referred red",
    "referred by:school",
    "transfer-received Devon red",
    "acknowledged",
    "triaged",
    "accepted",
    "declined no-risk",
    "full-form",
    "told person",
    "consent own-consent",
    "consent own-consent entry sharing:CAMHS+school",
    "consent parental-responsibility",
    "consent best-interests",
    "consent own-consent key-worker",
    "capacity yes",
    "capacity no",
    "best-interests yes",
    "best-interests yes board 2027-02-01",
    "best-interests yes incomplete",
    "best-interests no board",
    "refused own-consent",
    "refused parental-responsibility",
    "withdrawn own-consent",
    "withdrawn parental-responsibility",
    "withdrawn own-consent sharing:school",
    "withdrawal-told school",
    "parents-disagree",
    "disagreement-decided entry",
    "responsibility-changed",
    "agency school",
    "admitted",
    "discharged",
    "removed consent-withdrawn",
    "removed risk-reduced panel",
    "transfer-sent Devon",
    "transfer-accepted Devon",
    "transition-plan",
    "adult-lead",
    "key-work-handover",
    "lives Dorset home",
    "lives Devon residential-school",
    "residence Dorset",
    "host-told Devon",
    "area local",
    "area elsewhere",
    "limb risk holds",
    "reviewed green",
    "died",
)


def _fact(told: tuple[int, str]) -> Fact:
    word, *rest = told[1].split()
    return WORDS[word](FIRST + timedelta(days=told[0]), rest)


DAYS = st.integers(min_value=0, max_value=1200)
BIRTHS = st.sampled_from([day(text) for text in ("2011-02-01", "2012-02-29", "2010-08-31", "2001-03-31", "2008-12-25")])
TERMS = st.sampled_from([POLICY, under_the_act("2027-01-04"), under_the_act("2020-01-01")])
LIVES = st.builds(
    Life.of,
    BIRTHS,
    st.lists(st.tuples(DAYS, st.sampled_from(HAPPENINGS)).map(_fact), max_size=12),
)


def every_task(life: Life, terms: Terms) -> Iterator[Task]:
    for family in (consent, eligibility, referrals, residence_tasks, transfer, transition, withdrawals):
        yield from family.tasks(life, terms)


def open_on(life: Life, on: date, terms: Terms) -> list[tuple[str, str, date, date, str]]:
    """What is open on a day, without what only later facts can tell."""
    tasks = (task for task in every_task(life, terms) if task.is_open(on))
    return sorted((task.code, task.about, task.opens_on, task.due_on, task.why) for task in tasks)


@settings(max_examples=100, deadline=None)
@given(LIVES, TERMS)
def test_no_task_is_due_before_it_opens_and_each_says_when(life: Life, terms: Terms) -> None:
    """What was done or ceased was so on the day on which it opened or later; `why` holds the day that it is due."""
    for task in every_task(life, terms):
        assert task.opens_on <= task.due_on, task
        assert task.done_on is None or task.done_on >= task.opens_on, task
        assert task.ceased_on is None or task.ceased_on >= task.opens_on, task
        assert day_in_words(task.due_on) in task.why, task


@settings(max_examples=100, deadline=None)
@given(LIVES, DAYS, TERMS)
def test_what_was_open_on_a_day_does_not_depend_on_what_came_later(life: Life, offset: int, terms: Terms) -> None:
    """Any past day can be asked what was open then, and says the same as on that day."""
    on = FIRST + timedelta(days=offset)
    assert open_on(life, on, terms) == open_on(life.until(on), on, terms)


@settings(max_examples=100, deadline=None)
@given(LIVES, TERMS)
def test_two_tasks_are_never_the_same(life: Life, terms: Terms) -> None:
    """Code, subject and first day tell each task from the others, so that a store can know it again."""
    keys = [(task.code, task.about, task.opens_on) for task in every_task(life, terms)]
    assert len(keys) == len(set(keys)), sorted(key for key in keys if keys.count(key) > 1)


@settings(max_examples=100, deadline=None)
@given(LIVES, DAYS, TERMS)
def test_the_periods_of_an_active_entry_agree_with_each_day(life: Life, offset: int, terms: Terms) -> None:
    """R-DSR-26."""
    on = FIRST + timedelta(days=offset)
    within = any(began <= on and (ended is None or on < ended) for began, ended in active_periods(life, terms))
    assert within == is_active(life, on, terms)


@settings(max_examples=100, deadline=None)
@given(LIVES, DAYS, st.sampled_from(["CAMHS", "school"]), TERMS)
def test_nothing_is_shared_of_what_may_not_be_held(life: Life, offset: int, agency: str, terms: Terms) -> None:
    """R-DSR-26, 29, 31: an active entry may be held, and what may not be held nobody sees."""
    on = FIRST + timedelta(days=offset)
    held = may_be_held(life, on, terms)
    assert held or not openness.may_be_shared_with(agency, life, on, terms)
    assert held or not is_active(life, on, terms)


@settings(max_examples=100, deadline=None)
@given(LIVES, DAYS, TERMS)
def test_the_young_persons_withdrawal_hides_everything_at_once(life: Life, offset: int, terms: Terms) -> None:
    """R-DSR-31: at any time, on whatever basis."""
    on = FIRST + timedelta(days=offset)
    withdrawn = WORDS["withdrawn"](on, ["own-consent"])
    known = Life.of(life.birth_on, (*life.until(on).facts, withdrawn))
    assert not is_active(known, on, terms)
    assert not consent.may_hold_review(known, on, terms)
    assert not openness.may_be_shared_with("CAMHS", known, on, terms)


AGREED = st.tuples(
    st.integers(0, 40),
    st.sampled_from(
        (
            "referred by:school",
            "accepted",
            "declined no-risk",
            "consent own-consent entry sharing:school review",
            "consent own-consent entry",
            "consent own-consent review",
            "refused own-consent",
            "withdrawn own-consent",
            "withdrawn own-consent review",
            "removed consent-withdrawn",
            "removed risk-reduced panel",
            "transfer-received Devon red",
            "died",
        )
    ),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(AGREED.map(_fact), min_size=3, max_size=14))
def test_a_decline_ends_what_was_agreed_to_for_its_own_entry_alone(facts: list[Fact]) -> None:
    """R-DSR-26, 29: one that is declined, and the next referral, open nothing and end nothing of what goes on."""
    life = _recordable(Life(day("2009-02-01"), ()), sorted(facts, key=lambda fact: fact.on))
    on = [FIRST + timedelta(days=41 + days) for days in range(3)]
    again = [WORDS["referred"](on[0], []), WORDS["declined"](on[1], ["no-risk"]), WORDS["referred"](on[2], [])]
    known = _recordable(life, again)
    before, after = (openness.openness(one, on[2], POLICY) for one in (life, known))
    goes_on = standing_on(life, on[2], POLICY)
    if goes_on and goes_on.status in {Status.ACTIVE, Status.CONSENT_DUE, Status.AWAITING_CONSENT}:
        assert (standing_on(known, on[2], POLICY), after) == (goes_on, before)
    else:
        assert not after.entry
    assert before.review or not after.review


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(DAYS, st.sampled_from(HAPPENINGS)).map(_fact), min_size=2, max_size=12), BIRTHS, TERMS)
def test_a_referral_that_nobody_decided_is_somebodys_to_decide(facts: list[Fact], birth_on: date, terms: Terms) -> None:
    """R-DSR-21, H6: whatever was said and taken back meanwhile; and one that is over is nobody's any more."""
    life = _recordable(Life(birth_on, ()), sorted(facts, key=lambda fact: fact.on))
    for on in {fact.on for fact in life.facts}:
        standing = standing_on(life, on, terms)
        asked = "decide-referral" in {task.code for task in referrals.tasks(life, terms) if task.is_open(on)}
        assert asked is (standing is not None and standing.status in {Status.REFERRED, Status.TRIAGED})


def _recordable(life: Life, facts: list[Fact]) -> Life:
    """A life with those of some more facts that the register takes."""
    for fact in facts:
        if why_not(fact, life, fact.on, POLICY) is None:
            life = Life.of(life.birth_on, (*life.facts, fact))
    return life


@settings(max_examples=100, deadline=None)
@given(LIVES, TERMS)
def test_no_fact_is_lost_between_entries(life: Life, terms: Terms) -> None:
    """Every fact belongs to one entry."""
    cut = [fact for entry, _ in standings(life, date.max, terms) for fact in entry.facts]
    assert sorted(cut, key=repr) == sorted(life.facts, key=repr)


@settings(max_examples=100, deadline=None)
@given(LIVES, DAYS, TERMS)
def test_an_active_entry_is_one_that_stands_so(life: Life, offset: int, terms: Terms) -> None:
    """R-DSR-26, 33: the short ways to the answer say the same as the status with its sentence."""
    on = FIRST + timedelta(days=offset)
    standing = standing_on(life, on, terms)
    assert is_active(life, on, terms) == (standing is not None and standing.is_active)
    state = consent.consent_state(life, on, terms)
    carried = consent.has_carried(life, on, terms, date.min)
    assert carried == (state in {ConsentState.IN_DATE, ConsentState.DUE})
    assert carried or not may_be_held(life, on, terms)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 60), st.sampled_from(HAPPENINGS)).map(_fact), max_size=14), BIRTHS, TERMS)
def test_no_entry_is_worked_with_that_no_valid_consent_ever_carried(
    facts: list[Fact], birth_on: date, terms: Terms
) -> None:
    """R-DSR-26, 33, 35: on some day of it, from its acceptance on, there was one; before that nobody sees it."""
    life = Life.of(birth_on, facts)
    for on in sorted({fact.on for fact in facts} | {FIRST + timedelta(days=90)}):
        known = life.until(on)
        accepted = next((one.on for one in entries(known, terms)[-1].all(Decided) if one.accepted), None)
        days = {one for one in turning_days(known, terms) if accepted and accepted <= one <= on} | {accepted or on, on}
        ever = any(consent.basis_on(known, one, terms) for one in days)
        assert ever or not (is_active(life, on, terms) or openness.openness(life, on, terms).entry)

"""Consent and referrals: K15 and K17 (R-DSR-21, 22, 27 to 32)."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from dsr.rules.due import TERMS
from dsr.rules.entry.taken_on import taken_on_periods
from dsr.rules.facts.consent import Basis, ConsentGiven
from dsr.rules.facts.entry import Decided, Referred, Triaged
from dsr.rules.life import Life
from dsr.rules.measures.all_measures import NO_BASIS, Everybody
from dsr.rules.measures.all_measures import on_the_register as counted
from dsr.rules.measures.measures_of_entries import consents, referrals
from dsr.rules.measures.measuring import Period, Ratio
from dsr.rules.measures.tasks_in_time import in_time
from dsr.rules.tasks import Owner, Task
from dsr.rules.terms import Terms
from tests.dsr.rules.lives import a_life, day, on_the_register

BORN, CHILD = "2011-02-01", "2015-06-01"
POLICY = Terms(TERMS)
MARCH = Period(day("2027-03-01"), day("2027-03-31"))


def taken_on(life: Life) -> tuple[tuple[date, date | None], ...]:
    return taken_on_periods(life, POLICY)


def a_task(due_on: str, done_on: str | None = None, ceased_on: str | None = None) -> Task:
    return Task(
        code="a-task",
        rule="R-DSR-21",
        opens_on=day("2027-01-01"),
        due_on=day(due_on),
        owner=Owner.COORDINATOR,
        why="",
        done_on=day(done_on) if done_on else None,
        ceased_on=day(ceased_on) if ceased_on else None,
    )


@pytest.mark.parametrize(
    ("task", "expected"),
    [
        (a_task("2027-02-28", "2027-02-28"), Ratio(0, 0)),
        (a_task("2027-03-01", "2027-02-20"), Ratio(1, 1)),
        (a_task("2027-03-31", "2027-03-31"), Ratio(1, 1)),
        (a_task("2027-03-30", "2027-03-31"), Ratio(0, 1)),
        (a_task("2027-03-31"), Ratio(0, 1)),
        (a_task("2027-04-01", "2027-03-31"), Ratio(0, 0)),
        (a_task("2027-03-15", ceased_on="2027-03-15"), Ratio(0, 0)),
        (a_task("2027-03-15", ceased_on="2027-03-16"), Ratio(0, 1)),
    ],
)
def test_a_task_counts_in_the_period_in_which_it_is_due(task: Task, expected: Ratio) -> None:
    """K11, K12, K17: in time up to its day; not counted where it ceased by then."""
    assert in_time([task], MARCH) == expected


@pytest.mark.parametrize(("numerator", "denominator", "percent"), [(0, 0, None), (0, 4, 0.0), (1, 4, 25.0)])
def test_a_share_of_nothing_is_none(numerator: int, denominator: int, percent: float | None) -> None:
    """Section I."""
    assert Ratio(numerator, denominator).percent == percent


@pytest.mark.parametrize(
    ("born", "basis", "lines", "expected"),
    [
        (BORN, "own-consent", (), "own-consent"),
        (BORN, "own-consent", ("2027-03-10 best-interests yes",), "own-consent"),
        (BORN, "own-consent", ("2027-03-10 consent parental-responsibility",), "own-consent"),
        (BORN, "own-consent", ("2027-03-10 capacity no",), NO_BASIS),
        (CHILD, "parental-responsibility", (), "parental-responsibility"),
        (CHILD, "parental-responsibility", ("2027-03-10 parents-disagree",), NO_BASIS),
    ],
)
def test_k15_counts_the_basis_that_the_register_tells(
    born: str, basis: str, lines: tuple[str, ...], expected: str
) -> None:
    """R-DSR-27, K15: a record of best interests beside the person's own consent changes nothing."""
    life = on_the_register(born, "2027-02-01", "amber", *lines, basis=basis)
    group = counted(Everybody([life], MARCH, POLICY, {}), ())
    cut = next(cut for cut in group.cuts if cut.name == "Basis of consent")
    assert {name: count for name, count in cut.parts.items() if count} == {expected: 1}


def basis(life: Life, _: date) -> Basis | None:
    """A rule that is none of ours: the newest consent, whoever may give it."""
    given = life.last(ConsentGiven)
    return given.basis if given else None


def test_k15_consent_in_date_bases_refusals_and_withdrawals() -> None:
    """R-DSR-27, 30, 31, K15: on the last day two persons are on the register, and one has consent in date."""
    lives = [
        on_the_register(BORN, "2027-01-04", "amber"),
        on_the_register(BORN, "2026-01-05", "green", basis="parental-responsibility"),
        on_the_register(BORN, "2026-01-05", "green", "2027-03-31 removed consent-withdrawn", basis="own-consent"),
        a_life(BORN, "2027-03-01 refused own-consent entry", "2027-03-01 refused own-consent entry"),
        a_life(BORN, "2027-03-31 refused own-consent sharing"),
        a_life(BORN, "2027-02-28 refused own-consent entry", "2027-04-01 refused own-consent entry"),
        a_life(BORN, "2027-03-31 withdrawn own-consent"),
        a_life(BORN, "2027-03-31 withdrawn own-consent sharing"),
    ]
    found = consents(lives, MARCH, taken_on, lambda life, day: basis(life, day) is Basis.OWN, basis)
    assert found.in_date == Ratio(1, 2)
    assert {basis: count for basis, count in found.bases.items() if count} == {Basis.OWN: 1, Basis.PARENTAL: 1}
    assert (found.refusals, found.withdrawals) == (1, 1)


def seven_days(life: Life, kind: type[Triaged] | type[Decided]) -> Iterator[Task]:
    """A rule that is none of ours: within seven days of a referral."""
    for referred in life.all(Referred):
        due_on = referred.on + timedelta(days=7)
        answered = life.first(kind, since=referred.on)
        done_on: date | None = answered.on if answered else None
        yield Task(
            code="answer",
            rule="R-DSR-21",
            opens_on=referred.on,
            due_on=due_on,
            owner=Owner.COORDINATOR,
            why="",
            done_on=done_on,
        )


def test_k17_triage_and_decision_in_time_and_who_was_declined() -> None:
    """R-DSR-21, 22, K17: by the rules that are given, here seven days for both."""
    lives = [
        a_life(BORN, "2027-03-01 referred health", "2027-03-02 triaged", "2027-03-08 accepted"),
        a_life(BORN, "2027-03-01 referred self", "2027-03-02 triaged", "2027-03-09 declined no-risk"),
        a_life(BORN, "2027-03-20 referred family"),
        a_life(BORN, "2027-03-25 referred family", "2027-03-26 triaged"),
        a_life(BORN, "2027-02-20 referred family", "2027-02-26 declined no-risk"),
    ]
    found = referrals(lives, MARCH, lambda life: seven_days(life, Triaged), lambda life: seven_days(life, Decided))
    assert found.triaged_in_time == Ratio(2, 3)
    assert found.decided_in_time == Ratio(1, 3)
    assert found.declined == Ratio(1, 2)

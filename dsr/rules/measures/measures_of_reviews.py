"""Measures of C(E)TRs over many lives: K4 to K6, K10 and K13. Exact numbers, told as at the last day of a period."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from dsr.rules.hospital.leaving_hospital import LONG_TERM_PLAN, done_on
from dsr.rules.life import Life
from dsr.rules.measures.measures_of_hospital import OLDER, inpatients
from dsr.rules.measures.measuring import Period, Ratio, known
from dsr.rules.reviews import deadlines_by_policy
from dsr.rules.reviews.community_reviews import valid_community_review
from dsr.rules.reviews.deadlines import Ceased, Deadline, Step
from dsr.rules.reviews.held import held, held_in
from dsr.rules.reviews.protocol import protocols, repeats
from dsr.rules.reviews.review_reports import is_out_in_time, report_due_on
from dsr.rules.terms import Terms

HasKeyWorker = Callable[[Life, date], bool]
"""Whether somebody has a named key worker on a day."""


@dataclass(frozen=True)
class OfInpatients:
    """What boards are asked about children and young people in hospital (K10)."""

    with_review: Ratio
    with_key_worker: Ratio
    with_long_term_plan: Ratio


@dataclass(frozen=True)
class Protocols:
    """Emergency protocols of a period, and those of them within 90 days of the one before (K13)."""

    called: int
    repeated: int


def post_admission_in_time(lives: Iterable[Life], period: Period, terms: Terms) -> Ratio:
    """K4: post-admission C(E)TRs held in time, of those due in the period by policy (R-DSR-73).

    A refusal, a discharge or a death by the due day takes one out of the count: none was to be held. So does a valid
    community C(E)TR before the admission (R-DSR-76, 77).
    """
    found = [deadline for deadline in _first_due(lives, period, terms) if not _was_dropped(deadline)]
    return Ratio(sum(deadline.was_in_time() for deadline in found), len(found))


def missing_but_refused(lives: Iterable[Life], period: Period, terms: Terms) -> int:
    """How many post-admission C(E)TRs due in the period were refused by their day: told beside K4 (R-DSR-76).

    One that was refused after its day is late in K4, and none is in both.
    """
    found = _first_due(lives, period, terms)
    return sum(_was_dropped(deadline) and deadline.ceased is Ceased.REFUSED for deadline in found)


def _first_due(lives: Iterable[Life], period: Period, terms: Terms) -> Iterator[Deadline]:
    """The post-admission C(E)TRs of children and young people that are due in a period by policy."""
    for life in known(lives, period):
        for deadline in deadlines_by_policy.deadlines(life, terms):
            is_counted = period.holds(deadline.due_on) and life.age(deadline.begins_on) < OLDER
            if deadline.step is Step.FIRST and is_counted:
                yield deadline


def _was_dropped(deadline: Deadline) -> bool:
    """Whether it was asked for no longer by its day."""
    return deadline.ceased_on is not None and deadline.ceased_on <= deadline.due_on


def inpatient_reviews_in_date(lives: Iterable[Life], period: Period, terms: Terms) -> Ratio:
    """K5: inpatients with no C(E)TR overdue by policy, of all inpatients on the last day (R-DSR-78)."""
    found = inpatients(lives, period.last)
    overdue = sum(
        any(deadline.is_overdue(period.last) for deadline in deadlines_by_policy.deadlines(life, terms))
        for life, _ in found
    )
    return Ratio(len(found) - overdue, len(found))


def reports_in_time(lives: Iterable[Life], period: Period, terms: Terms) -> Ratio:
    """K6: reports that all four recipients had in time, of those due in the period (R-DSR-87)."""
    found = [
        is_out_in_time(life, review, terms)
        for life in known(lives, period)
        for review in held(life)
        if period.holds(report_due_on(review, terms)) and life.age(review.on) < OLDER
    ]
    return Ratio(sum(found), len(found))


def questions_about_inpatients(
    lives: Iterable[Life], period: Period, terms: Terms, has_key_worker: HasKeyWorker
) -> OfInpatients:
    """K10: inpatients on the last day with a C(E)TR (of this stay, or one that stands in for it), and the rest."""
    day = period.last
    found = inpatients(lives, day)
    reviewed = [bool(held_in(a, b)) or valid_community_review(a, b, terms) is not None for a, b in found]
    return OfInpatients(
        with_review=Ratio(sum(reviewed), len(found)),
        with_key_worker=Ratio(sum(has_key_worker(life, day) for life, _ in found), len(found)),
        with_long_term_plan=Ratio(
            sum(done_on(life, spell, LONG_TERM_PLAN) is not None for life, spell in found), len(found)
        ),
    )


def emergency_protocols(lives: Iterable[Life], period: Period, terms: Terms) -> Protocols:
    """K13: LAEPs called in the period, and those within 90 days of the one before, whenever that was."""
    told = known(lives, period)
    return Protocols(
        called=sum(period.holds(one.called_on) for life in told for one in protocols(life, terms)),
        repeated=sum(period.holds(one.called_on) for life in told for one in repeats(life, terms)),
    )

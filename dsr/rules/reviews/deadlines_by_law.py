"""When a C(E)TR is due by sections 125A and 125B, for who is liable to be detained and agrees (R-DSR-73 to 79).

A time of agreement has its own deadline, so that a review which was refused is explained and not late (R-DSR-76).
Nothing excuses from the first meeting: the Act knows no community C(E)TR (R-DSR-77).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from diis.definitions.calendar import day_in_words
from dsr.rules.consent.review_consent import agreements_by_law
from dsr.rules.days import age_day, last_day_of
from dsr.rules.hospital.detention import Liability, covered, is_liable, liabilities
from dsr.rules.life import Life
from dsr.rules.reviews.deadlines import Ceased, Deadline, Regime, Step
from dsr.rules.reviews.held import held
from dsr.rules.reviews.review_kind import Kind, kind_on
from dsr.rules.terms import Mark, Section, Term, Terms, Unit
from dsr.rules.timelines import Stretch

TERMS = (
    Term(
        "first-cetr-by-law", "R-DSR-74", 14, Unit.DAYS, Mark.STATED, "A CETR by law, the applicable day counted as one."
    ),
    Term(
        "first-ctr-by-law", "R-DSR-74", 28, Unit.DAYS, Mark.STATED, "A CTR by law, the applicable day counted as one."
    ),
    Term(
        "repeat-by-law",
        "R-DSR-78",
        12,
        Unit.MONTHS,
        Mark.STATED,
        "Each successive period in which a meeting is held, the first one beginning with the first meeting.",
    ),
)
_SECTION = {Kind.CETR: Section.CHILD_REVIEWS, Kind.CTR: Section.ADULT_REVIEWS}
_FIRST = {Kind.CETR: "first-cetr-by-law", Kind.CTR: "first-ctr-by-law"}


@dataclass(frozen=True)
class _Period:
    """Days in which a meeting must be held, and the first that was (it may be late)."""

    step: Step
    begins_on: date
    due_on: date
    meeting_on: date | None
    why: str


def deadlines(life: Life, terms: Terms) -> Iterator[Deadline]:
    """Every deadline of the Act, detention by detention, for who agrees."""
    for duty in duties(life, terms):
        yield from _of_detention(life, duty, terms)


def duties(life: Life, terms: Terms) -> Iterator[Liability]:
    """The times of detention that the Act covers, from the applicable day on; none where the section was not law on it.

    The duty ends when the view does, and a view that is formed again begins it anew (R-DSR-75).
    """
    for liability in liabilities(life):
        for duty in covered(life, liability):
            if terms.in_force(_SECTION[kind_on(life, duty.since)], duty.since):
                yield duty


def _of_detention(life: Life, duty: Liability, terms: Terms) -> Iterator[Deadline]:
    day = duty.since
    meetings = [review.on for review in held(life) if day <= review.on and _by_end(review.on, duty.until)]
    agreed = [one for one in agreements_by_law(life) if one.until is None or one.until > day]
    kind = kind_on(life, day)
    days = terms.whole(_FIRST[kind], day)
    due = last_day_of(day, days)
    why = (
        f"Liable to be detained and known to be autistic or to have a learning disability since {day_in_words(day)}: "
        f"the Act asks for a {kind} within {days} days, this day counted, so by {day_in_words(due)}."
    )
    first = _Period(Step.FIRST, day, due, meetings[0] if meetings else None, why)
    yield from _deadlines_of(life, first, duty, agreed)
    if meetings:
        for period in _periods(meetings, agreed, terms):
            yield from _deadlines_of(life, period, duty, agreed)


def _by_end(day: date, until: date | None) -> bool:
    return until is None or day <= until


def _periods(meetings: list[date], agreed: list[Stretch[bool]], terms: Terms) -> Iterator[_Period]:
    """The successive periods from the first meeting on that somebody must hold a meeting in (R-DSR-78).

    While one is overdue no later one begins, unless the person refused it and agreed again since. A meeting that comes
    late is that of the period in which it falls too.
    """
    number: int | None = 0
    while number is not None:
        months = terms.whole("repeat-by-law", meetings[0])
        begins_on, end = _bounds(meetings[0], months, number)
        meeting = next((one for one in meetings[1:] if one >= begins_on), None)
        why = (
            f"The first meeting was held on {day_in_words(meetings[0])}: the Act asks for another in the {months} "
            f"months that end on {day_in_words(end)}."
        )
        yield _Period(Step.REPEAT, begins_on, end, meeting, why)
        next_day = meeting or next((one.since for one in agreed if one.since > end), None)
        number = None if next_day is None else _number_of(meetings[0], months, next_day) + (meeting is not None)


def _bounds(first: date, months: int, number: int) -> tuple[date, date]:
    """The first and the last day of a period; one that begins on 29 February ends with the February of other years."""
    return age_day(first, 0, months * number), age_day(first, 0, months * (number + 1)) - timedelta(days=1)


def _number_of(first: date, months: int, day: date) -> int:
    number = 0
    while day > _bounds(first, months, number)[1]:
        number += 1
    return number


def _deadlines_of(life: Life, period: _Period, duty: Liability, agreed: list[Stretch[bool]]) -> Iterator[Deadline]:
    """One for each time of agreement that touches the period while the duty lasts and no meeting was held."""
    for agreement in agreed:
        known_on = max(period.begins_on, agreement.since)
        ends = [day for day in (duty.until, agreement.until) if day is not None]
        met = period.meeting_on is not None and period.meeting_on < known_on
        if known_on <= period.due_on and not met and all(known_on < day for day in ends):
            yield _deadline(life, period, known_on, min(ends, default=None), agreement.until)


def _deadline(life: Life, period: _Period, known_on: date, ceased_on: date | None, refused_on: date | None) -> Deadline:
    meeting = period.meeting_on
    held_on = meeting if meeting is not None and _by_end(meeting, ceased_on) else None
    return Deadline(
        regime=Regime.LAW,
        step=period.step,
        rule="R-DSR-75" if period.step is Step.FIRST else "R-DSR-78",
        kind=kind_on(life, period.begins_on),
        begins_on=period.begins_on,
        known_on=known_on,
        due_on=period.due_on,
        why=period.why,
        held_on=held_on,
        ceased_on=None if held_on else ceased_on,
        ceased=None if held_on or ceased_on is None else _why_ceased(life, ceased_on, refused_on),
    )


def _why_ceased(life: Life, ceased_on: date, refused_on: date | None) -> Ceased:
    """Who is liable to be detained all the same was considered autistic or learning disabled no longer."""
    if ceased_on == refused_on:
        return Ceased.REFUSED
    return Ceased.GIVEN_UP if is_liable(life, ceased_on) else Ceased.LEFT

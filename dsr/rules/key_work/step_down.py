"""How key working ends well: when, with what, and how the family found it (R-DSR-105, 106)."""

from collections.abc import Iterator
from datetime import date

from diis.definitions.calendar import day_in_words
from dsr.rules.days import days_after
from dsr.rules.entry.taken_on import RatedPeriod, rated_periods
from dsr.rules.facts.key_workers import ClosingReason, KeyWorkingClosed, OutcomesSurveyed, SurveyTime
from dsr.rules.facts.people import Died
from dsr.rules.hospital.spells import discharges
from dsr.rules.key_work.key_working import KeyWorking, key_working
from dsr.rules.life import Life
from dsr.rules.rating.ratings import Rating
from dsr.rules.tasks import Owner, Task, ended
from dsr.rules.terms import Mark, Term, Terms, Unit

CLOSING_REVIEW = "key-worker-closing-review"
SURVEY = "key-worker-outcomes"

TERMS = (
    Term("step-down-green", "R-DSR-105", 28, Unit.DAYS, Mark.DEFAULT, "How long somebody is green before a step-down."),
    Term(
        "step-down-discharge",
        "R-DSR-105",
        84,
        Unit.DAYS,
        Mark.DEFAULT,
        "How long after a discharge from hospital a step-down may be.",
    ),
    Term("closing-review", "R-DSR-105", 14, Unit.DAYS, Mark.DEFAULT, "How long a closing review may take."),
    Term("outcomes-later", "R-DSR-106", 84, Unit.DAYS, Mark.DEFAULT, "When child and family are asked again."),
    Term("outcomes-answer", "R-DSR-106", 14, Unit.DAYS, Mark.DEFAULT, "How long a short survey may take."),
)

_WORDS = {
    SurveyTime.START: "at the start of key working",
    SurveyTime.TWELVE_WEEKS: "after twelve weeks",
    SurveyTime.CLOSE: "at its end",
}


def tasks(life: Life, terms: Terms) -> Iterator[Task]:
    """A closing review for whom it is time to step down, and the surveys of each time of key working."""
    for period in rated_periods(life, terms):
        if period.rating is Rating.GREEN:
            yield from _closing_review(life, period, terms)
    # Two times of key working that end on one day ask once.
    yield from dict.fromkeys(survey for one in key_working(life) for survey in _surveys(life, one, terms))


def step_down_on(life: Life, green_since: date, terms: Terms) -> date:
    """The earliest day to step down somebody who has been green since a day.

    After 28 days; after a discharge, which asks for longer, 12 weeks after it, where that is later than the first green
    day (R-DSR-105).
    """
    left = [day for day in discharges(life) if day <= green_since]
    after_stay = days_after(left[-1], terms.whole("step-down-discharge", left[-1])) if left else date.min
    if after_stay >= green_since:
        return after_stay
    return days_after(green_since, terms.whole("step-down-green", green_since))


def may_step_down(life: Life, on: date, terms: Terms) -> str | None:
    """Why key working cannot end by a step-down on a day; None if it can."""
    known = life.until(on)
    newest = next((one for one in rated_periods(known, terms) if one.until is None), None)
    if newest is None or newest.rating is not Rating.GREEN:
        return "A step-down is from green (R-DSR-105)."
    earliest = step_down_on(known, newest.since, terms)
    return f"The earliest day to step down is {day_in_words(earliest)} (R-DSR-105)." if on < earliest else None


def missing(closed: KeyWorkingClosed) -> tuple[str, ...]:
    """What a step-down lacks: the closing review and the plan that the family holds (R-DSR-105)."""
    if closed.reason is not ClosingReason.STEP_DOWN:
        return ()
    held = {"the closing review": closed.reviewed, "the plan that the family holds": closed.family_plan}
    return tuple(part for part, is_there in held.items() if not is_there)


def _closing_review(life: Life, green: RatedPeriod, terms: Terms) -> Iterator[Task]:
    earliest = step_down_on(life, green.since, terms)
    closed_on = {closed.on for closed in life.all(KeyWorkingClosed)}
    for one in key_working(life):
        opens_on = max(earliest, one.since)
        if any(day is not None and day < opens_on for day in (one.until, green.until)) or green.until == opens_on:
            continue
        due_on = days_after(opens_on, terms.whole("closing-review", opens_on))
        done_on = one.until if one.until in closed_on else None
        left_on = min((day for day in (one.until, green.until) if day is not None), default=None)
        done_on, ceased_on = ended(done_on, left_on)
        yield Task(
            code=CLOSING_REVIEW,
            rule="R-DSR-105",
            opens_on=opens_on,
            due_on=due_on,
            owner=Owner.KEY_WORKER,
            why=f"Rated green since {day_in_words(green.since)}: from {day_in_words(opens_on)} key working can end. "
            f"A closing review and a plan that the family holds are due by {day_in_words(due_on)}.",
            done_on=done_on,
            ceased_on=ceased_on,
        )


def _surveys(life: Life, one: KeyWorking, terms: Terms) -> Iterator[Task]:
    later = days_after(one.since, terms.whole("outcomes-later", one.since))
    if one.until != one.since:
        yield _survey(life, SurveyTime.START, one.since, one.until, terms)
    if one.until is None or later < one.until:
        yield _survey(life, SurveyTime.TWELVE_WEEKS, later, one.until, terms)
    if one.until is not None and life.last(Died, by=one.until) is None:
        yield _survey(life, SurveyTime.CLOSE, one.until, None, terms)


def _survey(life: Life, time: SurveyTime, opens_on: date, until: date | None, terms: Terms) -> Task:
    answers = (fact.on for fact in life.all(OutcomesSurveyed) if fact.time is time and fact.on >= opens_on)
    due_on = days_after(opens_on, terms.whole("outcomes-answer", opens_on))
    done_on, ceased_on = ended(next(answers, None), until)
    return Task(
        code=SURVEY,
        rule="R-DSR-106",
        opens_on=opens_on,
        due_on=due_on,
        owner=Owner.KEY_WORKER,
        why=f"From {day_in_words(opens_on)} child and family are asked how it is ({_WORDS[time]}), "
        f"by {day_in_words(due_on)}.",
        done_on=done_on,
        ceased_on=ceased_on,
        about=time.value,
    )

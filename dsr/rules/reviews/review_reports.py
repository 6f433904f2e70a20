"""After a C(E)TR: the report to its recipients, its recommendations, and what recipients answer (R-DSR-86 to 88).

Nobody need be on a register for a C(E)TR, so that no removal ends what follows one (R-DSR-68). A withdrawal from the
entry is one from everything: the commissioner then follows up no recommendation, and sends the report to nobody but the
four whom the law names, who must have regard to it all the same (R-DSR-31, 87, 88). Of an inpatient, whose stay asks
for what it asks for without any entry, it ends nothing here.
"""

from collections.abc import Iterator
from datetime import date

from diis.definitions.calendar import day_in_words
from dsr.rules.consent.agreement import denies
from dsr.rules.days import days_after, last_day_of
from dsr.rules.facts.consent import ConsentGiven, ConsentWithdrawn, Scope
from dsr.rules.facts.fact import Fact
from dsr.rules.facts.people import Died
from dsr.rules.facts.reviews import (
    Recipient,
    RecommendationAnswered,
    RecommendationDone,
    Recommended,
    ReportSent,
    ReviewHeld,
)
from dsr.rules.hospital.spells import spell_on
from dsr.rules.life import Life
from dsr.rules.reviews.held import held
from dsr.rules.tasks import Owner, Task, asked_again_since, ended, in_times, told_apart
from dsr.rules.terms import Mark, Term, Terms, Unit
from dsr.rules.timelines import from_changes

TERMS = (
    Term(
        "report-sent", "R-DSR-87", 14, Unit.DAYS, Mark.STATED, "A report to its recipients, the day of the meeting one."
    ),
    Term(
        "recommendation-answered",
        "R-DSR-88",
        28,
        Unit.DAYS,
        Mark.DEFAULT,
        "How long a recipient has to answer to a recommendation, from the day of the report on.",
    ),
)

BY_LAW = (
    Recipient.RESPONSIBLE_COMMISSIONER,
    Recipient.RESPONSIBLE_CLINICIAN,
    Recipient.AFTERCARE_BOARD,
    Recipient.HOME_COUNCIL,
)
"""The four who are given the report, and must have regard to it (R-DSR-87, 88)."""


def sent_on(life: Life, review: str, to: Recipient) -> date | None:
    """The day on which somebody was given the report."""
    return next((fact.on for fact in life.all(ReportSent) if (fact.review, fact.to) == (review, to)), None)


def report_due_on(review: ReviewHeld, terms: Terms) -> date:
    """The last day in time for the report (R-DSR-87)."""
    return last_day_of(review.on, terms.whole("report-sent", review.on))


def is_out_in_time(life: Life, review: ReviewHeld, terms: Terms) -> bool:
    """Whether all four of the law had the report by its day (R-DSR-87, K6)."""
    days = [sent_on(life, review.review, to) for to in BY_LAW]
    return all(day is not None and day <= report_due_on(review, terms) for day in days)


def recommendations(life: Life, review: str) -> tuple[Recommended, ...]:
    """The recommendations of a review; a later record of one puts right the person or the day."""
    found = {fact.recommendation: fact for fact in life.all(Recommended) if fact.review == review}
    return tuple(found.values())


def answer_of(life: Life, one: Recommended, by: Recipient) -> RecommendationAnswered | None:
    """What a recipient answered last to a recommendation (R-DSR-88)."""
    found = [
        fact
        for fact in life.all(RecommendationAnswered)
        if (fact.review, fact.recommendation, fact.by) == (one.review, one.recommendation, by)
    ]
    return found[-1] if found else None


def tasks(life: Life, terms: Terms) -> Iterator[Task]:
    """Reports, recommendations and answers of every review that was held."""
    for review in held(life):
        for to in BY_LAW:
            yield _report(life, review, to, terms)
        times = tuple(_not_withdrawn(life, review.on))
        if life.last(Died, by=review.on) is None:
            # The young person has it too, unless a partnership decides otherwise.
            yield from _in(times, _report(life, review, Recipient.PATIENT, terms))
        for one in recommendations(life, review.review):
            made_on = max(review.on, _first_recorded_on(life, one))
            yield from _in(times, _recommendation(life, one, made_on))
            for by in BY_LAW:
                sent = sent_on(life, review.review, by)
                if sent is not None:
                    yield _answer(life, one, by, max(sent, made_on), terms)


def _in(times: tuple[tuple[date, date | None], ...], task: Task) -> Iterator[Task]:
    return told_apart(in_times(task, times, asked_again_since))


def _not_withdrawn(life: Life, since: date) -> Iterator[tuple[date, date | None]]:
    """The times from a meeting on in which the person is not withdrawn from everything, or somebody agreed since."""
    changes: list[tuple[date, bool | None]] = [(since, True)]
    for fact in life.facts:
        if fact.on >= since and isinstance(fact, ConsentGiven) and fact.scopes & {Scope.ENTRY, Scope.REVIEW}:
            changes.append((fact.on, True))
        elif fact.on >= since and _ends_everything(fact, life):
            changes.append((fact.on, None))
    return ((one.since, one.until) for one in from_changes(changes))


def _ends_everything(fact: Fact, life: Life) -> bool:
    if not isinstance(fact, ConsentWithdrawn) or spell_on(life, fact.on) is not None:
        return False
    return denies(fact, Scope.ENTRY, life)


def _report(life: Life, review: ReviewHeld, to: Recipient, terms: Terms) -> Task:
    due_on = report_due_on(review, terms)
    days = terms.whole("report-sent", review.on)
    died = life.first(Died) if to is Recipient.PATIENT else None
    done_on, ceased_on = ended(sent_on(life, review.review, to), died.on if died else None)
    return Task(
        code="review-report",
        rule="R-DSR-87",
        opens_on=review.on,
        due_on=due_on,
        owner=Owner.COMMISSIONER,
        why=(
            f"A C(E)TR was held on {day_in_words(review.on)}: the {to} has the report within {days} days, that day "
            f"counted, so by {day_in_words(due_on)}."
        ).replace("-", " "),
        done_on=done_on,
        ceased_on=ceased_on,
        about=f"{review.review}/{to}",
    )


def _first_recorded_on(life: Life, one: Recommended) -> date:
    same = (one.review, one.recommendation)
    return min(fact.on for fact in life.all(Recommended) if (fact.review, fact.recommendation) == same)


def _recommendation(life: Life, one: Recommended, made_on: date) -> Task:
    """The commissioner checks that it is carried out, and resolves what blocks it (R-DSR-86)."""
    done = (f for f in life.all(RecommendationDone) if (f.review, f.recommendation) == (one.review, one.recommendation))
    died = life.first(Died)
    by = f"to be done by {day_in_words(one.due_on)}"
    if one.due_on < made_on:
        by += f"; told later than that, it is due on the day on which it was told, {day_in_words(made_on)}"
    return Task(
        code="recommendation",
        rule="R-DSR-86",
        opens_on=made_on,
        due_on=max(made_on, one.due_on),
        owner=Owner.COMMISSIONER,
        why=f"A C(E)TR recommended it on {day_in_words(made_on)}, {by}.",
        done_on=next((fact.on for fact in done), None),
        ceased_on=died.on if died else None,
        about=f"{one.review}/{one.recommendation}",
    )


def _answer(life: Life, one: Recommended, by: Recipient, since: date, terms: Terms) -> Task:
    """`since` is the first day on which the recipient has the report and the recommendation is on record."""
    due_on = days_after(since, terms.whole("recommendation-answered", since))
    answer = next(
        (
            fact.on
            for fact in life.all(RecommendationAnswered)
            if (fact.review, fact.recommendation, fact.by) == (one.review, one.recommendation, by)
        ),
        None,
    )
    return Task(
        code="recommendation-answer",
        rule="R-DSR-88",
        opens_on=since,
        due_on=due_on,
        owner=Owner.COMMISSIONER,
        why=(
            f"The {by} has had the report since {day_in_words(since)} and must have regard to what it recommends: "
            f"the answer is on record by {day_in_words(due_on)}."
        ).replace("-", " "),
        done_on=answer,
        about=f"{one.review}/{one.recommendation}/{by}",
    )

"""A C(E)TR from its plan to its end: notice, panel, and when it can be called completed (R-DSR-80, 81, 86, 87)."""

from collections.abc import Iterator
from datetime import date, timedelta

from diis.definitions.calendar import day_in_words
from dsr.rules.consent.review_consent import refusals
from dsr.rules.days import days_after
from dsr.rules.facts.people import Died
from dsr.rules.facts.reviews import (
    NoticeGiven,
    PanelMemberNamed,
    ReviewCancelled,
    ReviewCompleted,
    ReviewPlanned,
    Role,
)
from dsr.rules.life import Life
from dsr.rules.reviews.held import held, plan_of
from dsr.rules.reviews.review_reports import BY_LAW, recommendations, sent_on
from dsr.rules.tasks import Owner, Task
from dsr.rules.terms import Mark, Term, Terms, Unit

TERMS = (
    Term(
        "review-notice",
        "R-DSR-81",
        14,
        Unit.DAYS,
        Mark.STATED,
        "How long before a C(E)TR the person is told its day, where that is possible.",
    ),
)


def names(life: Life) -> tuple[str, ...]:
    """The names of all reviews that were ever planned, in the order in which they were."""
    return tuple(dict.fromkeys(fact.review for fact in life.all(ReviewPlanned)))


def ended_on(life: Life, review: str) -> date | None:
    """When nothing needs to be prepared any more: held, cancelled, refused since it was planned, or the person dead."""
    planned_on = min(fact.on for fact in life.all(ReviewPlanned) if fact.review == review)
    ends = [one.on for one in held(life) if one.review == review]
    if plan_of(life, review) is None:
        ends += [fact.on for fact in life.all(ReviewCancelled) if fact.review == review]
    ends += [fact.on for fact in life.all(Died)]
    return min((day for day in (*ends, *refusals(life)) if day >= planned_on), default=None)


def meeting_on(life: Life, review: str) -> date:
    """The day of the meeting as it was last arranged, cancelled since or not."""
    return [fact.meeting_on for fact in life.all(ReviewPlanned) if fact.review == review][-1]


def had_full_notice(life: Life, review: str, terms: Terms) -> bool | None:
    """Whether the person was told two weeks ahead or more; None while nobody told them (R-DSR-81)."""
    told = next((fact.on for fact in life.all(NoticeGiven) if fact.review == review), None)
    return None if told is None else told <= _latest_notice(life, review, terms)


def missing_from_panel(life: Life, review: str, day: date) -> tuple[str, ...]:
    """What the panel of three lacks on a day, as sentences (R-DSR-80)."""
    missing = []
    for role in Role:
        named = [fact for fact in life.all(PanelMemberNamed) if (fact.review, fact.role) == (review, role)]
        lacks = [_lacks(member) for member in named if member.on <= day]
        if not lacks:
            missing.append(f"No {role} is named.".replace("-", " "))
        elif all(lacks):
            missing.append(f"The {role} {lacks[-1]}.".replace("-", " "))
    return tuple(missing)


def _lacks(member: PanelMemberNamed) -> str:
    """Why somebody cannot sit on the panel yet; empty if they can. A chair is an office, the others are experts."""
    if member.conflict:
        return "has declared a conflict of interest"
    if member.role is Role.CHAIR:
        return ""
    wanted = {
        "is not registered": member.registered or member.role is not Role.CLINICAL_EXPERT,
        "has not been checked": member.checked,
        "has not had the training": member.trained,
        "has not declared interests": member.declared,
    }
    return next((words for words, there in wanted.items() if not there), "")


def why_not_complete(life: Life, review: str, day: date) -> tuple[str, ...]:
    """Why a review cannot be called completed on a day; nothing where it can.

    It was held, by a panel of three; its report is with the four that the law names; each recommendation has a person
    who answers for it (R-DSR-80, 86, 87).
    """
    if not any(one.review == review and one.on <= day for one in held(life)):
        return ("It has not been held.",)
    missing = [f"{words[:-1]}, and the panel is of three." for words in missing_from_panel(life, review, day)]
    unsent = [to for to in BY_LAW if (sent := sent_on(life, review, to)) is None or sent > day]
    missing += [f"The report has not gone to the {to}.".replace("-", " ") for to in unsent]
    missing += [
        f"Recommendation {fact.recommendation} has no person who answers for it."
        for fact in recommendations(life.until(day), review)
        if not fact.owner.strip()
    ]
    return tuple(missing)


def completed_on(life: Life, review: str) -> date | None:
    """The day on which a review was completed; a record of it that came too early completes nothing."""
    days = (fact.on for fact in life.all(ReviewCompleted) if fact.review == review)
    return next((day for day in days if not why_not_complete(life, review, day)), None)


def tasks(life: Life, terms: Terms) -> Iterator[Task]:
    """Notice to the person, and a panel of three, for every review that was planned (R-DSR-80, 81)."""
    for review in names(life):
        yield _notice(life, review, terms)
        yield _panel(life, review)


def so_by(latest: date, planned_on: date) -> str:
    """The words for the due day of what is done so long before a meeting, or else when the meeting is planned."""
    if latest < planned_on:
        return f"so by {day_in_words(planned_on)}, the day on which it was planned"
    return f"so by {day_in_words(latest)}"


def _latest_notice(life: Life, review: str, terms: Terms) -> date:
    meeting = meeting_on(life, review)
    return days_after(meeting, -terms.whole("review-notice", _planned_on(life, review)))


def _planned_on(life: Life, review: str) -> date:
    return min(fact.on for fact in life.all(ReviewPlanned) if fact.review == review)


def _notice(life: Life, review: str, terms: Terms) -> Task:
    """Where the meeting is sooner than in two weeks, the person is told on the day it is planned."""
    planned_on, latest = _planned_on(life, review), _latest_notice(life, review, terms)
    on = f"The C(E)TR is on {day_in_words(meeting_on(life, review))}"
    ahead = f"{terms.whole('review-notice', planned_on)} days"
    why = f"{on}: the person is told {ahead} ahead, {so_by(latest, planned_on)}."
    if latest < planned_on:
        why = f"{on}, sooner than in {ahead}: the person is told at once, {so_by(latest, planned_on)}."
    return Task(
        code="review-notice",
        rule="R-DSR-81",
        opens_on=planned_on,
        due_on=max(planned_on, latest),
        owner=Owner.REVIEW_COORDINATOR,
        why=why,
        done_on=next((fact.on for fact in life.all(NoticeGiven) if fact.review == review), None),
        ceased_on=ended_on(life, review),
        about=review,
    )


def _panel(life: Life, review: str) -> Task:
    planned_on, meeting = _planned_on(life, review), meeting_on(life, review)
    named = sorted({fact.on for fact in life.all(PanelMemberNamed) if fact.review == review})
    before = meeting - timedelta(days=1)
    return Task(
        code="review-panel",
        rule="R-DSR-80",
        opens_on=planned_on,
        due_on=max(planned_on, before),
        owner=Owner.REVIEW_COORDINATOR,
        why=(
            f"The C(E)TR on {day_in_words(meeting)} needs a chair, a clinical expert and an expert by experience, with "
            f"their checks on record, the day before, {so_by(before, planned_on)}."
        ),
        done_on=next((day for day in named if not missing_from_panel(life, review, day)), None),
        ceased_on=ended_on(life, review),
        about=review,
    )

"""A C(E)TR from its plan to its end: notice, panel, and when it can be called completed (R-DSR-80, 81, 86, 87)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from diis.definitions.calendar import day_in_words
from dsr.rules.consent.review_consent import agrees, is_refusal
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
from dsr.rules.reviews.held import held
from dsr.rules.reviews.review_reports import BY_LAW, recommendations, sent_on
from dsr.rules.tasks import Owner, Task, asked_again_since, in_times, told_apart
from dsr.rules.terms import Mark, Term, Terms, Unit
from dsr.rules.timelines import from_changes

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


def prepared(life: Life, review: str) -> Iterator[tuple[date, date | None]]:
    """The times in which a meeting is prepared: since it was planned, until it is cancelled or refused.

    After that it is prepared again once it is planned anew, or a refusal made way for an agreement: what is asked of
    whoever prepares it follows the plan that stands (R-DSR-31, 80 to 84). Held, or the person dead, it is over.
    """
    ends = [*(one.on for one in held(life) if one.review == review), *(fact.on for fact in life.all(Died))]
    over = min((day for day in ends if day >= _planned_on(life, review)), default=None)
    for one in from_changes(_stands(life, review)):
        if over is None or one.since < over:
            yield one.since, min((day for day in (one.until, over) if day is not None), default=None)


def _stands(life: Life, review: str) -> Iterator[tuple[date, bool | None]]:
    """The days on which a plan began to stand that nobody refused since, or did so no longer."""
    planned = refused = False
    for fact in life.facts:
        if isinstance(fact, ReviewPlanned | ReviewCancelled) and fact.review == review:
            planned, refused = isinstance(fact, ReviewPlanned), False
        elif agrees(fact):
            refused = False
        elif is_refusal(fact, life):
            refused = True
        yield fact.on, (planned and not refused) or None


def while_prepared(task: Task, life: Life, review: str) -> Iterator[Task]:
    """A task about a meeting for each time in which that is prepared."""
    return in_times(task, prepared(life, review), asked_again_since)


def meeting_on(life: Life, review: str) -> date:
    """The day of the meeting as it was last arranged, cancelled since or not."""
    return [fact.meeting_on for fact in life.all(ReviewPlanned) if fact.review == review][-1]


def had_full_notice(life: Life, review: str, terms: Terms) -> bool | None:
    """Whether the person was told two weeks ahead or more; None while nobody told them (R-DSR-81)."""
    notices = _notices(life, review)
    if not notices or notices[-1].told_on is None:
        return None
    return notices[-1].told_on <= _latest_notice(notices[-1].plan, terms)


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
        notices = (_notice(one, terms) for one in _notices(life, review))
        yield from told_apart(part for task in notices for part in while_prepared(task, life, review))
        yield from told_apart(while_prepared(_panel(life, review), life, review))


def so_by(latest: date, planned_on: date) -> str:
    """The words for the due day of what is done so long before a meeting, or else when the meeting is planned."""
    if latest < planned_on:
        return f"so by {day_in_words(planned_on)}, the day on which it was planned"
    return f"so by {day_in_words(latest)}"


def _planned_on(life: Life, review: str) -> date:
    return min(fact.on for fact in life.all(ReviewPlanned) if fact.review == review)


@dataclass(frozen=True)
class _Notice:
    """A day of the meeting to be told, by the plan that set it; since when one is, and when it was."""

    plan: ReviewPlanned
    since: date
    told_on: date | None = None


def _notices(life: Life, review: str) -> list[_Notice]:
    """Each day that the person was told, or is to be told: once told, another day is told anew (R-DSR-81).

    So is a day that was set after the meeting had been cancelled. Told before any plan was on record, it was the first.
    """
    found: list[_Notice] = []
    early, stands = None, None
    for fact in life.facts:
        if isinstance(fact, ReviewCancelled) and fact.review == review:
            stands = None
        elif isinstance(fact, NoticeGiven) and fact.review == review:
            if found:
                found[-1] = replace(found[-1], told_on=found[-1].told_on or fact.on)
            early = None if found else early or fact.on
        elif isinstance(fact, ReviewPlanned) and fact.review == review and fact.meeting_on != stands:
            is_moved = stands is not None and found[-1].told_on is None
            found.append(_Notice(fact, found.pop().since if is_moved else fact.on, early))
            early, stands = None, fact.meeting_on
    return found


def _latest_notice(plan: ReviewPlanned, terms: Terms) -> date:
    return days_after(plan.meeting_on, -terms.whole("review-notice", plan.on))


def _notice(one: _Notice, terms: Terms) -> Task:
    """Where the meeting is sooner than in two weeks, the person is told on the day on which its day is set."""
    set_on, latest = one.plan.on, _latest_notice(one.plan, terms)
    on = f"The C(E)TR is on {day_in_words(one.plan.meeting_on)}"
    ahead = f"{terms.whole('review-notice', set_on)} days"
    why = f"{on}: the person is told {ahead} ahead, {so_by(latest, set_on)}."
    if latest < set_on:
        why = f"{on}, sooner than in {ahead}: the person is told at once, {so_by(latest, set_on)}."
    return Task(
        code="review-notice",
        rule="R-DSR-81",
        opens_on=one.since,
        due_on=max(set_on, latest),
        owner=Owner.REVIEW_COORDINATOR,
        why=why,
        done_on=one.told_on,
        about=one.plan.review,
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
        about=review,
    )

"""What must be judged, decided and completed so that a consent can rest on it (R-DSR-27, 28, 34, 35)."""

from collections.abc import Iterator
from datetime import date

from diis.definitions.calendar import day_in_words
from dsr.rules.consent.agreement import agreed_on, ends
from dsr.rules.consent.capacity import OWN_MIND_YEARS, can_decide, lacking
from dsr.rules.consent.endings import decided_for, decision_over_on, others_over_on
from dsr.rules.days import days_after
from dsr.rules.facts.consent import (
    Basis,
    BestInterestsDecided,
    CapacityJudged,
    ConsentGiven,
    DisagreementDecided,
    ParentsDisagree,
    Scope,
)
from dsr.rules.life import Life
from dsr.rules.tasks import Owner, Task, ended, in_times
from dsr.rules.terms import Section, Terms
from dsr.rules.timelines import stretches

COMPETENCE = "judge-competence"
COMPLETE = "complete-best-interests"
DISAGREEMENT = "decide-disagreement"
REVIEW = "review-best-interests"
OF_ANY_CONSENT = frozenset({COMPETENCE, COMPLETE, DISAGREEMENT, REVIEW})
"""Codes of what not only a consent to an entry rests on: a C(E)TR and key working do, too (R-DSR-27, 29, 34, 35)."""


def decisions_to_review(life: Life, terms: Terms) -> Iterator[Task]:
    """Each decision is looked at again on the day that its record names (R-DSR-34)."""
    for decision in life.all(BestInterestsDecided):
        if decision.in_favour and decision.review_on is not None:
            warning = terms.whole("consent-renewal-warning", decision.on)
            opens_on = max(days_after(decision.review_on, -warning), decision.on)
            due_on = max(decision.review_on, opens_on)
            done_on = next((one.on for one in _later(life, decision)), None)
            ceased_on = decision_over_on(life, decision, terms)
            if all(day is None or day > opens_on for day in (done_on, ceased_on)):
                yield Task(
                    code=REVIEW,
                    rule="R-DSR-34",
                    opens_on=opens_on,
                    due_on=due_on,
                    owner=Owner.COMMISSIONER if decision.board else Owner.CASE_LEAD,
                    why=f"The decision in the person's best interests of {day_in_words(decision.on)} is to be reviewed "
                    f"by {day_in_words(due_on)}{', as it says' if due_on == decision.review_on else ''}.",
                    done_on=done_on,
                    ceased_on=ceased_on,
                    about=_about(decision),
                )


def decisions_of_the_board(life: Life, terms: Terms) -> Iterator[Task]:
    """Where the person did not decide, the board must, once the Act's register is law (R-DSR-28)."""
    since = terms.since(Section.REGISTER)
    forms = [one for one in life.all(ConsentGiven) if Scope.ENTRY in one.scopes]
    for form, following in zip(forms, (*forms[1:], None), strict=False):
        if since is None or form.basis is Basis.OWN:
            continue
        opens_on = max(form.on, days_after(since, -terms.whole("birthday-warning", since)))
        decided = decided_for(life, form, terms).all(BestInterestsDecided)
        done_on = next((one.on for one in decided if _by_the_board(one)), None)
        over = [day for day in (following.on if following else None, _ended_after(life, form.on)) if day is not None]
        if all(day is None or day > opens_on for day in (done_on, *over)):
            due_on = max(since, days_after(form.on, terms.whole("consent-review", form.on)))
            why = f"From {day_in_words(since)} the board itself must find the entry in the person's best interests"
            yield Task(
                code="board-best-interests",
                rule="R-DSR-28",
                opens_on=opens_on,
                due_on=due_on,
                owner=Owner.COMMISSIONER,
                why=f"{why}; the decision is due by {day_in_words(due_on)}.",
                done_on=done_on,
                ceased_on=min(over, default=None),
                about=form.on.isoformat(),
            )


def records_to_complete(life: Life, terms: Terms) -> Iterator[Task]:
    """A decision without all of its record carries nothing (R-DSR-34)."""
    for decision in life.all(BestInterestsDecided):
        missing = lacking(decision)
        if decision.in_favour and missing:
            what = f"The best-interests record of {day_in_words(decision.on)} lacks {', '.join(missing)}"
            whole = (one.on for one in _later(life, decision) if not lacking(one))
            over = (next(whole, None), decision_over_on(life, decision, terms))
            yield _within_days(COMPLETE, "R-DSR-34", what, decision.on, over, terms)


def competence_to_judge(life: Life, terms: Terms) -> Iterator[Task]:
    """Under 16 competence comes first: a parent decides for who cannot (R-DSR-27).

    It is asked of the first form that outlived its day, and of another one only after that question was over.
    """
    asked_until: date | None = date.min
    for form in life.all(ConsentGiven):
        if form.on >= life.turns(OWN_MIND_YEARS) or life.last(CapacityJudged, by=form.on):
            return
        if asked_until is not None and asked_until <= form.on and _is_a_parents(form, life):
            judged = life.first(CapacityJudged, since=form.on)
            what = f"A parent agreed on {day_in_words(form.on)}, and nobody recorded whether the child can decide"
            own = next((day for day in _own(life) if day > form.on), None)
            ends_on = min((day for day in (others_over_on(life, form), own) if day is not None), default=None)
            over = (judged.on if judged else None, ends_on)
            task = _within_days(COMPETENCE, "R-DSR-27", what, form.on, over, terms)
            asked_until = task.ceased_on
            yield task


def _is_a_parents(form: ConsentGiven, life: Life) -> bool:
    """Whether a parent agreed and that stood at the end of the day."""
    standing = agreed_on(life, form.on).given
    return form.basis is Basis.PARENTAL and any(one.basis is form.basis and one.on == form.on for one in standing)


def disagreements(life: Life, terms: Terms) -> Iterator[Task]:
    """Lead clinician and safeguarding lead decide where parents do not agree (R-DSR-35).

    The no of one of them settles nothing: the other's yes can be recorded only once that is decided. It is asked while
    parents decide: not of a child who can, and of one who is judged unable after that once more (R-DSR-27).
    """
    times = _times_of_parents(life)
    for divided in dict.fromkeys(one.on for one in life.all(ParentsDisagree)):
        decided = life.first(DisagreementDecided, since=divided)
        what = f"Since {day_in_words(divided)} two people with parental responsibility do not agree"
        task = _within_days(DISAGREEMENT, "R-DSR-35", what, divided, (decided.on if decided else None, None), terms)
        yield from in_times(task, times, _parents_again_since)


def _within_days(
    code: str, rule: str, what: str, on: date, over: tuple[date | None, date | None], terms: Terms
) -> Task:
    """What is to be settled some days after another; `over` are when it was, and from when nobody asks for it."""
    due_on = days_after(on, terms.whole("consent-review", on))
    done_on, ceased_on = ended(*over)
    return Task(
        code=code,
        rule=rule,
        opens_on=on,
        due_on=due_on,
        owner=Owner.CASE_LEAD,
        why=f"{what}; this is to be settled by {day_in_words(due_on)}.",
        done_on=done_on,
        ceased_on=ceased_on,
        about=on.isoformat(),
    )


def _later(life: Life, decision: BestInterestsDecided) -> Iterator[BestInterestsDecided]:
    """The decisions after one; only the board settles what the board is asked for."""
    return (one for one in life.all(BestInterestsDecided) if one.on > decision.on and one.board >= decision.board)


def _about(decision: BestInterestsDecided) -> str:
    return f"{decision.on.isoformat()}{' board' if decision.board else ''}"


def _by_the_board(decision: BestInterestsDecided) -> bool:
    return decision.board and decision.in_favour and not lacking(decision)


def _ended_after(life: Life, on: date) -> date | None:
    """The day after another on which consent to the entry ended, or from which it is the person's own."""
    return min((day for day in (*ends(life), *_own(life)) if day > on), default=None)


def _times_of_parents(life: Life) -> list[tuple[date, date | None]]:
    """From when to when parents decide: before the 16th birthday, and not while the child can (R-DSR-27, 33)."""
    grown_on = life.turns(OWN_MIND_YEARS)
    turns = {date.min, grown_on, *(one.on for one in life.all(CapacityJudged))}
    found = stretches(turns, lambda day: day < grown_on and not can_decide(life, day))
    return [(one.since, one.until) for one in found if one.state]


def _parents_again_since(begin: date) -> str:
    return f" Since {day_in_words(begin)} the child cannot decide, so it is due on that day."


def _own(life: Life) -> Iterator[date]:
    """The days on which the person agreed to the entry, and could."""
    forms = (one.on for one in life.all(ConsentGiven) if one.basis is Basis.OWN and Scope.ENTRY in one.scopes)
    return (on for on in forms if can_decide(life, on))

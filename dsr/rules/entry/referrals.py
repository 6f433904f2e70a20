"""The clocks of a referral, from the acknowledgement to telling the outcome (R-DSR-20 to 22).

Each referral has them from its own day, also one that a merge brought to somebody who is on the register: a merge says
whose record it is, and nobody has looked at what the referrer saw until somebody says so. One `Triaged` does.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import dropwhile, takewhile

from diis.definitions.calendar import day_in_words
from dsr.rules.days import days_after, working_days_after
from dsr.rules.entry import offers
from dsr.rules.entry.periods import open_periods
from dsr.rules.entry.standing import Status, entries_known
from dsr.rules.facts.entry import (
    Acknowledged,
    Decided,
    DeclineReason,
    FullFormReceived,
    OutcomeTold,
    Referred,
    Referrer,
    Request,
    Told,
    TransferReceived,
    Triaged,
)
from dsr.rules.facts.fact import Fact
from dsr.rules.life import Life
from dsr.rules.rating.ratings import Rating
from dsr.rules.tasks import Owner, Task, in_times, open_again_since, told_once
from dsr.rules.terms import Mark, Term, Terms, Unit

TERMS = (
    Term("acknowledge", "R-DSR-21", 0, Unit.DAYS, Mark.DEFAULT, "How soon a referral is acknowledged."),
    Term("triage", "R-DSR-21", 2, Unit.WORKING_DAYS, Mark.DEFAULT, "How soon a practitioner looks at a referral."),
    Term("triage-red", "R-DSR-21", 0, Unit.WORKING_DAYS, Mark.DEFAULT, "The same where the referrer thinks of red."),
    Term("decision", "R-DSR-21", 7, Unit.DAYS, Mark.LOCAL, "How soon a referral is accepted or declined."),
    Term("decision-breach", "R-DSR-21", 28, Unit.DAYS, Mark.LOCAL, "After how many days it is a breach."),
    Term("full-form", "R-DSR-20", 2, Unit.DAYS, Mark.LOCAL, "How soon after acceptance the full form is here."),
    Term("tell-outcome", "R-DSR-22", 2, Unit.WORKING_DAYS, Mark.DEFAULT, "How soon people are told the decision."),
    Term("offer-entry", "R-DSR-25", 2, Unit.WORKING_DAYS, Mark.DEFAULT, "How soon an entry is offered."),
    Term(
        "crisis-team-prompt",
        "R-DSR-24",
        1,
        Unit.WORKING_DAYS,
        Mark.DEFAULT,
        "How soon an entry is offered to an autistic or learning disabled person of the crisis team.",
    ),
)

_GIVEN_UP = frozenset({Status.REFUSED, Status.CLOSED})
"""Nobody decides any more: consent was refused, the person died, the referral was an error (R-DSR-30)."""
_THEMSELVES = {Referrer.SELF: Told.PERSON, Referrer.FAMILY: Told.FAMILY}
"""Who referred themself, or their own child, is told as that, and once."""
_DAY = timedelta(days=1)


def why_decline_is_incomplete(reason: DeclineReason | None, signposted_to: str) -> str | None:
    """What a decline still needs; None for a whole one (R-DSR-22)."""
    if reason is None:
        return "A decline needs its reason (R-DSR-22)."
    return None if signposted_to.strip() else "A decline says where else to turn (R-DSR-22)."


def tasks(life: Life, terms: Terms) -> Iterator[Task]:
    """Everything that each referral asks for, and entries to be offered."""
    yield from told_once(sorted(_of_referrals(life, terms), key=_pressing))
    yield from offers.tasks(life, terms)


def _pressing(task: Task) -> tuple[date, date, timedelta]:
    """Of one day the referral counts that nobody has answered, or the last; of these the one that indicates red."""
    return task.opens_on, task.done_on or date.max, date.max - task.due_on


def _of_referrals(life: Life, terms: Terms) -> Iterator[Task]:
    for known, entry in entries_known(life, terms):
        wanted = open_periods(_GIVEN_UP, known, entry, terms)
        for referral in filter(_is_referral, entry.facts):
            for begin, end in wanted:
                for task in _of_referral(referral, begin, entry, terms):
                    yield from in_times(task, [(begin, end)], open_again_since)
            if _is_another(referral, entry):
                yield from _of_another(referral, entry, life, terms)
        yield from _of_decision(known, entry, life, terms)


def triage_due_on(referral: Fact, terms: Terms) -> date:
    """Two working days; the same working day if red is indicated, the next one where offices are closed (R-DSR-21)."""
    if _indicated(referral) is not Rating.RED:
        return working_days_after(referral.on, terms.whole("triage", referral.on))
    first = working_days_after(referral.on - _DAY, 1)
    return working_days_after(first, terms.whole("triage-red", referral.on))


@dataclass(frozen=True)
class _Step:
    """Something that is done about a referral, and the facts of which any says that it was."""

    code: str
    what: str
    opens_on: date
    due_on: date
    done_by: tuple[type[Fact], ...]
    owner: Owner = Owner.COORDINATOR


def _steps(referral: Fact, on: date, entry: Life, terms: Terms) -> Iterator[_Step]:
    """Who was told of the triage or the decision knows that the referral arrived.

    Of somebody whose entry goes on another referral is looked at, and there is nothing to decide (R-DSR-21).
    """
    heard_on, decision_on = (days_after(on, terms.whole(term, on)) for term in ("acknowledge", "decision"))
    late_on = decision_on + _DAY
    breach_on = max(days_after(on, terms.whole("decision-breach", on)), late_on)
    lead, above = Owner.REGISTER_LEAD, Owner.COMMISSIONER
    yield _Step("acknowledge", "it is to be acknowledged", on, heard_on, (Acknowledged, Triaged, Decided))
    yield _Step(
        "triage", "a practitioner looks at it", on, triage_due_on(replace(referral, on=on), terms), (Triaged, Decided)
    )
    if _is_another(referral, entry):
        return
    yield _Step("decide", "it is to be accepted or declined", on, decision_on, (Decided,), lead)
    yield _Step(
        "decide-at-last", "a later decision is a breach; it is to be made", late_on, breach_on, (Decided,), above
    )


def _of_referral(referral: Fact, begin: date, entry: Life, terms: Terms) -> Iterator[Task]:
    """What a referral asks for that is open since a day; its clocks begin anew where it was over before (R-DSR-21)."""
    on = max(referral.on, begin)
    red = " and red is indicated" if _indicated(referral) is Rating.RED else ""
    again = f", and open again since {day_in_words(on)}" if on > referral.on else ""
    for step in _steps(referral, on, entry, terms):
        done = (fact.on for fact in _after(referral, entry) if isinstance(fact, step.done_by))
        done_on = next(done, None)
        if done_on is None or done_on >= step.opens_on:
            yield Task(
                code=f"{step.code}-referral",
                rule="R-DSR-21",
                opens_on=step.opens_on,
                due_on=step.due_on,
                owner=step.owner,
                why=f"Referred on {day_in_words(referral.on)}{red}{again}: {step.what} by {day_in_words(step.due_on)}.",
                done_on=done_on,
                about=referral.on.isoformat(),
            )


def _of_decision(known: Life, entry: Life, life: Life, terms: Terms) -> Iterator[Task]:
    """The full form, where accepted, and telling of every decision made here, a decline too (R-DSR-20, 22)."""
    form, made = entry.first(FullFormReceived), [one for one in entry.all(Decided) if not one.carried_over]
    accepted = next((one.on for one in made if one.accepted), None)
    if accepted is not None and (form is None or form.on >= accepted):
        wanted = open_periods(_GIVEN_UP | {Status.CLOSING}, known, entry, terms)
        yield from in_times(_full_form(accepted, form.on if form else None, terms), wanted, open_again_since)
    for decided in {one.on: one for one in made}.values():
        referrers = [_themselves(fact) for fact in _before(decided, entry) if _is_referral(fact)]
        only_themselves = bool(referrers) and None not in referrers
        for whom in Told:
            if whom is not Told.REFERRER or not only_themselves:
                yield _to_tell(whom, "Decided", decided.on, life, terms)


def _is_another(referral: Fact, entry: Life) -> bool:
    """Whether somebody was referred again while the entry went on."""
    return any(isinstance(fact, Decided) and fact.accepted for fact in _before(referral, entry))


def _of_another(referral: Fact, entry: Life, life: Life, terms: Terms) -> Iterator[Task]:
    """Nothing is decided, so whoever referred again is told what came of it once somebody has looked (R-DSR-22)."""
    looked = next((fact for fact in _after(referral, entry) if isinstance(fact, Triaged)), None)
    if looked is not None:
        yield _to_tell(_themselves(referral) or Told.REFERRER, "Looked at", looked.on, life, terms)


def _full_form(accepted_on: date, done_on: date | None, terms: Terms) -> Task:
    due_on = days_after(accepted_on, terms.whole("full-form", accepted_on))
    return Task(
        code="full-form",
        rule="R-DSR-20",
        opens_on=accepted_on,
        due_on=due_on,
        owner=Owner.COORDINATOR,
        why=f"Accepted on {day_in_words(accepted_on)}: the full form is to be here by {day_in_words(due_on)}.",
        done_on=done_on,
        about=accepted_on.isoformat(),
    )


def _to_tell(whom: Told, what: str, on: date, life: Life, terms: Terms) -> Task:
    """Who is told later is told of all that was decided before, also where another referral came meanwhile."""
    due_on = working_days_after(on, terms.whole("tell-outcome", on))
    told = (one.on for one in life.all(OutcomeTold) if one.whom is whom and one.on >= on)
    return Task(
        code=f"tell-{whom.value}",
        rule="R-DSR-22",
        opens_on=on,
        due_on=due_on,
        owner=Owner.COORDINATOR,
        why=f"{what} on {day_in_words(on)}: the outcome and what comes next is to be told to the {whom.value} "
        f"by {day_in_words(due_on)}.",
        done_on=next(told, None),
        about=on.isoformat(),
    )


def _themselves(referral: Fact) -> Told | None:
    """As whom the referrer is told, where it is the person or the family."""
    return _THEMSELVES.get(referral.source) if isinstance(referral, Referred) else None


def _before(fact: Fact, entry: Life) -> Iterator[Fact]:
    return takewhile(lambda one: one is not fact, entry.facts)


def _after(fact: Fact, entry: Life) -> Iterator[Fact]:
    """What came after a fact: of one day the order counts, and nobody looked in the morning at what came later."""
    return dropwhile(lambda one: one is not fact, entry.facts)


def _is_referral(fact: Fact) -> bool:
    return isinstance(fact, Request)


def _indicated(fact: Fact) -> Rating | None:
    """The rating that the referrer thinks of; of another area the one it sends (R-DSR-39)."""
    if isinstance(fact, TransferReceived):
        return fact.rating
    return fact.indicative if isinstance(fact, Referred) else None

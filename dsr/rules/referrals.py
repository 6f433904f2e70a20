"""The clocks of a referral, from the acknowledgement to telling the outcome (R-DSR-20 to 22)."""

from collections.abc import Iterator
from datetime import date, timedelta

from diis.definitions.calendar import day_in_words
from dsr.rules import offers
from dsr.rules.days import days_after, working_days_after
from dsr.rules.facts.entry import (
    Acknowledged,
    Decided,
    DeclineReason,
    FullFormReceived,
    OutcomeTold,
    Referred,
    Referrer,
    Told,
    TransferReceived,
    Triaged,
)
from dsr.rules.facts.fact import Fact
from dsr.rules.facts.people import Died
from dsr.rules.life import Life
from dsr.rules.ratings import Rating
from dsr.rules.standing import Status, entries, status_on
from dsr.rules.tasks import Owner, Task
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
)
SURVIVE_CLOSURE = frozenset({"tell-person", "tell-family", "tell-referrer", "offer-entry"})
"""Codes of the tasks that are about somebody without an active entry; those of undecided referrals are too."""

_THEMSELVES = frozenset({Referrer.SELF, Referrer.FAMILY})
_DAY = timedelta(days=1)


def why_decline_is_incomplete(reason: DeclineReason | None, signposted_to: str) -> str | None:
    """What a decline still needs; None for a whole one (R-DSR-22)."""
    if reason is None:
        return "A decline needs its reason (R-DSR-22)."
    return None if signposted_to.strip() else "A decline says where else to turn (R-DSR-22)."


def tasks(life: Life, terms: Terms) -> Iterator[Task]:
    """Everything that each referral asks for, and entries to be offered."""
    for entry in entries(life, terms):
        opened = {(fact.on, _indicated(fact)): fact for fact in entry.facts if _is_referral(fact)}
        for referral in opened.values():
            yield from _of_referral(referral, entry, terms)
        yield from _of_decision(entry, terms)
    yield from offers.tasks(life, terms)


def triage_due_on(referral: Fact, terms: Terms) -> date:
    """Two working days; the same working day if red is indicated, the next one where offices are closed (R-DSR-21)."""
    if _indicated(referral) is not Rating.RED:
        return working_days_after(referral.on, terms.whole("triage", referral.on))
    first = working_days_after(referral.on - _DAY, 1)
    return working_days_after(first, terms.whole("triage-red", referral.on))


def _of_referral(referral: Fact, entry: Life, terms: Terms) -> Iterator[Task]:
    on = referral.on
    triage_on = triage_due_on(referral, terms)
    decision_on = days_after(on, terms.whole("decision", on))
    breach_on = max(days_after(on, terms.whole("decision-breach", on)), decision_on + _DAY)
    red = " and red is indicated" if _indicated(referral) is Rating.RED else ""
    for code, what, opens_on, due_on, owner, kind in (
        (
            "acknowledge",
            "it is to be acknowledged",
            on,
            days_after(on, terms.whole("acknowledge", on)),
            _OFFICE,
            _HEARD,
        ),
        ("triage", "a practitioner looks at it", on, triage_on, _OFFICE, (Triaged, Decided)),
        ("decide", "it is to be accepted or declined", on, decision_on, Owner.REGISTER_LEAD, (Decided,)),
        (
            "decide-at-last",
            "no decision would be a breach",
            decision_on + _DAY,
            breach_on,
            Owner.COMMISSIONER,
            (Decided,),
        ),
    ):
        done_on = next((fact.on for fact in entry.facts if isinstance(fact, kind) and fact.on >= on), None)
        if done_on is None or done_on >= opens_on:
            yield Task(
                code=f"{code}-referral",
                rule="R-DSR-21",
                opens_on=opens_on,
                due_on=due_on,
                owner=owner,
                why=f"Referred on {day_in_words(on)}{red}: {what} by {day_in_words(due_on)}.",
                done_on=done_on,
                ceased_on=_given_up_on(entry, on, terms),
                about=on.isoformat(),
            )


_OFFICE = Owner.COORDINATOR
_HEARD = (Acknowledged, Triaged, Decided)
"""Who was told of the triage or the decision knows that the referral arrived."""


def _of_decision(entry: Life, terms: Terms) -> Iterator[Task]:
    """The full form, where accepted, and telling of every decision, a decline too (R-DSR-20, 22)."""
    form = entry.first(FullFormReceived)
    for decided in {one.on: one for one in entry.all(Decided)}.values():
        if decided.accepted and (form is None or form.on >= decided.on):
            yield _full_form(decided.on, form.on if form else None, terms)
        referral = next((fact for fact in entry.facts if _is_referral(fact) and fact.on <= decided.on), None)
        for whom in Told:
            if not _is_the_same(whom, referral):
                yield _to_tell(whom, decided.on, entry, terms)


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
    )


def _to_tell(whom: Told, decided_on: date, entry: Life, terms: Terms) -> Task:
    due_on = working_days_after(decided_on, terms.whole("tell-outcome", decided_on))
    told = (one.on for one in entry.all(OutcomeTold) if one.whom is whom and one.on >= decided_on)
    return Task(
        code=f"tell-{whom.value}",
        rule="R-DSR-22",
        opens_on=decided_on,
        due_on=due_on,
        owner=Owner.COORDINATOR,
        why=f"Decided on {day_in_words(decided_on)}: the outcome and what comes next is to be told to the {whom.value} "
        f"by {day_in_words(due_on)}.",
        done_on=next(told, None),
        about=decided_on.isoformat(),
    )


def _is_the_same(whom: Told, referral: Fact | None) -> bool:
    """Who referred themself, or their own child, is told once."""
    source = referral.source if isinstance(referral, Referred) else None
    return whom is Told.REFERRER and source in _THEMSELVES


def _given_up_on(entry: Life, on: date, terms: Terms) -> date | None:
    """The day from which nobody decides any more: consent was refused, or the person died (R-DSR-30)."""
    died = entry.first(Died, since=on)
    days = (fact.on for fact in entry.facts if fact.on >= on)
    refused = (day for day in days if status_on(entry, day, terms) in {Status.REFUSED, Status.CLOSED})
    return died.on if died else next(refused, None)


def _is_referral(fact: Fact) -> bool:
    return isinstance(fact, Referred | TransferReceived)


def _indicated(fact: Fact) -> Rating | None:
    """The rating that the referrer thinks of; of another area the one it sends (R-DSR-39)."""
    if isinstance(fact, TransferReceived):
        return fact.rating
    return fact.indicative if isinstance(fact, Referred) else None

"""The local area emergency protocol (LAEP), where needs change too fast for a C(E)TR (R-DSR-70, 71).

It is not a community C(E)TR: an admission after it still needs its causes analysed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from diis.definitions.calendar import day_in_words
from dsr.rules.days import days_after, working_days_after
from dsr.rules.facts.fact import Fact
from dsr.rules.facts.hospital import Admitted
from dsr.rules.facts.people import Died
from dsr.rules.facts.rating import Happened, Happening
from dsr.rules.facts.reviews import ProtocolActionsReviewed, ProtocolConvened
from dsr.rules.life import Life
from dsr.rules.tasks import Owner, Task
from dsr.rules.terms import Mark, Term, Terms, Unit

TERMS = (
    Term(
        "protocol-convened", "R-DSR-70", 1, Unit.WORKING_DAYS, Mark.DEFAULT, "How soon after its call a LAEP convenes."
    ),
    Term(
        "protocol-answers-call",
        "R-DSR-70",
        28,
        Unit.DAYS,
        Mark.DEFAULT,
        "How long after its call a meeting is that of this LAEP, though late; after that it is one of its own.",
    ),
    Term(
        "protocol-actions-reviewed",
        "R-DSR-70",
        5,
        Unit.WORKING_DAYS,
        Mark.DEFAULT,
        "How soon after a LAEP its actions are looked at again.",
    ),
    Term(
        "protocol-repeated",
        "R-DSR-71",
        90,
        Unit.DAYS,
        Mark.DEFAULT,
        "A LAEP called so soon after another is a repeated one.",
    ),
)


@dataclass(frozen=True)
class Protocol:
    """One LAEP: the day of its call, and of its meeting (None: not yet)."""

    called_on: date
    convened_on: date | None = None


def protocols(life: Life, terms: Terms) -> tuple[Protocol, ...]:
    """Every LAEP, oldest first.

    A call on the day of another, or while that one is in time to convene and has not, is told twice. A meeting that
    nobody called is a LAEP all the same; so is one that came too late to be that of the last call.
    """
    found: list[Protocol] = []
    for fact in life.facts:
        if isinstance(fact, ProtocolConvened):
            if found and found[-1].convened_on is None and fact.on <= _answered_by(life, found[-1].called_on, terms):
                found[-1] = Protocol(found[-1].called_on, fact.on)
            elif not found or found[-1].convened_on != fact.on:
                found.append(Protocol(fact.on, fact.on))
        elif _is_call(fact) and not (found and _is_told_twice(found[-1], fact.on, terms)):
            found.append(Protocol(fact.on))
    return tuple(found)


def repeats(life: Life, terms: Terms) -> tuple[Protocol, ...]:
    """The LAEPs that were called within 90 days of the call before (R-DSR-65a, K13)."""
    return tuple(
        one
        for before, one in pairwise(protocols(life, terms))
        if one.called_on <= days_after(before.called_on, terms.whole("protocol-repeated", before.called_on))
    )


def tasks(life: Life, terms: Terms) -> Iterator[Task]:
    """Convene, then look at the actions again (R-DSR-70)."""
    for one, following in pairwise((*protocols(life, terms), None)):
        if one is not None:
            yield _convene(life, one, following, terms)
            if one.convened_on is not None:
                yield _actions(life, one.convened_on, terms)


def _is_call(fact: Fact) -> bool:
    return isinstance(fact, Happened) and fact.what is Happening.LAEP


def _is_told_twice(earlier: Protocol, day: date, terms: Terms) -> bool:
    if earlier.convened_on is None:
        return day <= _convene_by(earlier.called_on, terms)
    return day in (earlier.called_on, earlier.convened_on)


def _convene_by(called_on: date, terms: Terms) -> date:
    return working_days_after(called_on, terms.whole("protocol-convened", called_on))


def _answered_by(life: Life, called_on: date, terms: Terms) -> date:
    """The last day on which a meeting is that of a call: in time, or late and nothing has settled it since."""
    late = days_after(called_on, terms.whole("protocol-answers-call", called_on))
    return max(_convene_by(called_on, terms), min(_settled_on(life, called_on) or late, late))


def _settled_on(life: Life, called_on: date) -> date | None:
    """The day on which an admission decided what a call would have talked about, or a death ended it."""
    return next((fact.on for fact in life.facts if isinstance(fact, Admitted | Died) and fact.on >= called_on), None)


def _convene(life: Life, one: Protocol, following: Protocol | None, terms: Terms) -> Task:
    """Until an admission or a death settles it; another LAEP takes the place of the first."""
    called_on = one.called_on
    ends = (_settled_on(life, called_on), following.called_on if following else None)
    due_on = _convene_by(called_on, terms)
    return Task(
        code="protocol-convene",
        rule="R-DSR-70",
        opens_on=called_on,
        due_on=due_on,
        owner=Owner.COMMISSIONER,
        why=f"The emergency protocol was called on {day_in_words(called_on)}: it meets by {day_in_words(due_on)}.",
        done_on=one.convened_on,
        ceased_on=min((end for end in ends if end is not None), default=None),
        about=called_on.isoformat(),
    )


def _actions(life: Life, convened_on: date, terms: Terms) -> Task:
    due_on = working_days_after(convened_on, terms.whole("protocol-actions-reviewed", convened_on))
    reviewed = life.first(ProtocolActionsReviewed, since=convened_on)
    died = life.first(Died, since=convened_on)
    return Task(
        code="protocol-actions",
        rule="R-DSR-70",
        opens_on=convened_on,
        due_on=due_on,
        owner=Owner.COMMISSIONER,
        why=(
            f"The emergency protocol met on {day_in_words(convened_on)}: its actions are looked at again by "
            f"{day_in_words(due_on)}."
        ),
        done_on=reviewed.on if reviewed else None,
        ceased_on=died.on if died else None,
        about=convened_on.isoformat(),
    )

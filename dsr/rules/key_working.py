"""How key working stands with a person: what the family said, who is named, from when to when (R-DSR-29, 100, 105)."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dsr.rules.days import months_after
from dsr.rules.facts.consent import ConsentGiven, ConsentRefused, ConsentWithdrawn, Scope
from dsr.rules.facts.fact import Fact
from dsr.rules.facts.key_workers import (
    ClosingReason,
    KeyWorkerAllocated,
    KeyWorkerContact,
    KeyWorkerLeft,
    KeyWorkingClosed,
)
from dsr.rules.facts.people import Died
from dsr.rules.life import Life
from dsr.rules.terms import Mark, Term, Terms, Unit

TERMS = (
    Term(
        "key-worker-re-entry",
        "R-DSR-105",
        6,
        Unit.MONTHS,
        Mark.DEFAULT,
        "How long after a step-down somebody comes back to key working without being asked anew.",
    ),
)


class Answer(StrEnum):
    """What was said to key working, which needs an agreement of its own (R-DSR-29, 101)."""

    NONE = "not asked or not answered"
    AGREED = "agreed"
    DECLINED = "declined"


@dataclass(frozen=True)
class KeyWorking:
    """One time of key working, whoever the key worker was: from the first allocation until it ended (None: not yet)."""

    since: date
    until: date | None = None


def answer(life: Life, on: date, terms: Terms) -> Answer:
    """The newest answer of a day. An agreement outlives a step-down by the months of light-touch re-entry."""
    said, lapses_after = Answer.NONE, date.max
    for fact in life.until(on).facts:
        if isinstance(fact, ConsentGiven) and Scope.KEY_WORKER in fact.scopes:
            said, lapses_after = Answer.AGREED, date.max
        elif _is_no(fact):
            said, lapses_after = Answer.DECLINED, date.max
        elif isinstance(fact, KeyWorkingClosed) and said is Answer.AGREED:
            lapses_after = re_entry_until(fact, terms)
        elif isinstance(fact, KeyWorkerAllocated) and fact.on <= lapses_after:
            lapses_after = date.max
    return Answer.NONE if on > lapses_after else said


def re_entry_until(closed: KeyWorkingClosed, terms: Terms) -> date:
    """The last day on which somebody comes back without being asked anew (R-DSR-105)."""
    if closed.reason is not ClosingReason.STEP_DOWN:
        return closed.on
    return months_after(closed.on, terms.whole("key-worker-re-entry", closed.on))


def comes_back_lightly(life: Life, on: date, terms: Terms) -> bool:
    """Whether key working ended by a step-down so short a while ago that it begins again without being asked."""
    closed = life.last(KeyWorkingClosed, by=on)
    return (
        closed is not None
        and closed.reason is ClosingReason.STEP_DOWN
        and on <= re_entry_until(closed, terms)
        and answer(life, on, terms) is Answer.AGREED
    )


def lapses(life: Life, terms: Terms) -> tuple[date, ...]:
    """The days on which an agreement can have lapsed: each the day after light-touch re-entry was last possible."""
    return tuple(re_entry_until(closed, terms) + timedelta(days=1) for closed in life.all(KeyWorkingClosed))


def key_worker_on(life: Life, on: date) -> str | None:
    """The named key worker at the end of a day. On a hand-over the new one follows the old one on the same day."""
    named: str | None = None
    for fact in life.until(on).facts:
        if isinstance(fact, KeyWorkerAllocated):
            named = fact.worker
        elif isinstance(fact, KeyWorkerLeft) or _ends(fact):
            named = None
    return named


def key_working(life: Life) -> tuple[KeyWorking, ...]:
    """Every time of key working; a hand-over, or a gap because a key worker left, does not end one."""
    found: list[KeyWorking] = []
    for fact in life.facts:
        goes_on = bool(found) and found[-1].until is None
        if isinstance(fact, KeyWorkerAllocated) and not goes_on:
            found.append(KeyWorking(fact.on))
        elif _ends(fact) and goes_on:
            found[-1] = KeyWorking(found[-1].since, fact.on)
    return tuple(found)


def contacts(life: Life, on: date) -> tuple[KeyWorkerContact, ...]:
    """The contacts since key working last ended, up to a day."""
    found: list[KeyWorkerContact] = []
    for fact in life.until(on).facts:
        if isinstance(fact, KeyWorkerContact):
            found.append(fact)
        elif _ends(fact):
            found = []
    return tuple(found)


def _is_no(fact: Fact) -> bool:
    """Refused, withdrawn, or ended because the family did not want it."""
    if isinstance(fact, ConsentRefused | ConsentWithdrawn):
        return Scope.KEY_WORKER in fact.scopes
    return isinstance(fact, KeyWorkingClosed) and fact.reason is ClosingReason.DECLINED


def _ends(fact: Fact) -> bool:
    return _is_no(fact) or isinstance(fact, KeyWorkingClosed | Died)

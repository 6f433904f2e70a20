"""How key working stands with a person: what the family said, who is named, from when to when (R-DSR-29, 100, 105)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dsr.rules.consent.agreement import agreed_on, denies
from dsr.rules.consent.consent import may_contact_for_key_worker
from dsr.rules.days import months_after
from dsr.rules.entry.removed_entries import next_before
from dsr.rules.facts.consent import ConsentGiven, ConsentRefused, ConsentWithdrawn, Scope
from dsr.rules.facts.entry import Removed
from dsr.rules.facts.fact import Fact
from dsr.rules.facts.key_workers import (
    ClosingReason,
    KeyWorkerAllocated,
    KeyWorkerContact,
    KeyWorkerLeft,
    KeyWorkingClosed,
)
from dsr.rules.facts.people import Died
from dsr.rules.key_work.asked_anew import asks_anew, is_final
from dsr.rules.life import Life, remembered
from dsr.rules.terms import Mark, Term, Terms, Unit
from dsr.rules.timelines import Stretch, from_changes, state_on

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


@remembered
def answers(life: Life, terms: Terms) -> tuple[Stretch[Answer], ...]:
    """What was said from when to when.

    An agreement ends with key working or with the entry; it outlives a step-down by the months of light-touch re-entry.
    A new form for the entry that leaves it out is no answer: the family is asked again, and until then there is no
    contact, while the key worker stays named, so that nobody loses theirs by a box that was not ticked (R-DSR-29, 32).
    """
    return from_changes(_said(life, terms))


def answer(life: Life, on: date, terms: Terms) -> Answer:
    """What was said by the end of a day."""
    return state_on(answers(life.until(on), terms), on) or Answer.NONE


def _said(life: Life, terms: Terms) -> Iterator[tuple[date, Answer | None]]:
    agreed, lapses_on = False, date.max
    for fact in life.facts:
        if fact.on >= lapses_on:
            yield lapses_on, None
            agreed, lapses_on = False, date.max
        if _is_yes(fact) or _is_no(fact, life):
            agreed, lapses_on = _is_yes(fact), date.max
            yield fact.on, Answer.AGREED if agreed else Answer.DECLINED if is_final(fact, life) else None
        elif _leaves_it_out(fact, life, terms) if agreed else asks_anew(fact, life):
            agreed, lapses_on = False, date.max
            yield fact.on, None
        elif agreed:
            lapses_on = _lapses_after(fact, lapses_on, life, terms)
    if lapses_on < date.max:
        yield lapses_on, None


def _lapses_after(fact: Fact, lapses_on: date, life: Life, terms: Terms) -> date:
    """The day on which an agreement lapses, once another fact is known; the last of all while nothing ended it."""
    if isinstance(fact, KeyWorkingClosed):
        return re_entry_until(fact, terms) + timedelta(days=1)
    if isinstance(fact, KeyWorkerAllocated):
        return date.max
    return fact.on + timedelta(days=1) if lapses_on == date.max and _ends_entry(fact, life) else lapses_on


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


@remembered
def named(life: Life) -> tuple[Stretch[str], ...]:
    """The named key worker from when to when. On a hand-over the new one follows the old one on the same day."""

    def changes() -> Iterator[tuple[date, str | None]]:
        for fact in life.until_death():
            if isinstance(fact, KeyWorkerAllocated):
                yield fact.on, fact.worker
            elif isinstance(fact, KeyWorkerLeft) or _ends(fact, life):
                yield fact.on, None

    return from_changes(changes())


def key_worker_on(life: Life, on: date) -> str | None:
    """The named key worker at the end of a day."""
    return state_on(named(life.until(on)), on)


@remembered
def key_working(life: Life) -> tuple[KeyWorking, ...]:
    """Every time of key working; a hand-over, or a gap because a key worker left, does not end one."""
    found: list[KeyWorking] = []
    for fact in life.until_death():
        goes_on = bool(found) and found[-1].until is None
        if isinstance(fact, KeyWorkerAllocated) and not goes_on:
            found.append(KeyWorking(fact.on))
        elif _ends(fact, life) and goes_on:
            found[-1] = KeyWorking(found[-1].since, fact.on)
    return tuple(found)


@remembered
def in_contact(life: Life) -> tuple[Stretch[bool], ...]:
    """From a first contact until key working ended, each time."""
    return from_changes(
        (fact.on, True if isinstance(fact, KeyWorkerContact) else None)
        for fact in life.until_death()
        if isinstance(fact, KeyWorkerContact) or _ends(fact, life)
    )


def _is_yes(fact: Fact) -> bool:
    return isinstance(fact, ConsentGiven) and Scope.KEY_WORKER in fact.scopes


def _leaves_it_out(fact: Fact, life: Life, terms: Terms) -> bool:
    """Whether a form for the entry that counts took the place of an agreement to contact, as `consent` tells it."""
    is_form = isinstance(fact, ConsentGiven) and Scope.ENTRY in fact.scopes
    return is_form and not may_contact_for_key_worker(life, fact.on, terms)


def _is_no(fact: Fact, life: Life) -> bool:
    """Refused or withdrawn by who has a say in it, or ended because the family did not want it (R-DSR-27, 29, 31)."""
    if isinstance(fact, ConsentRefused | ConsentWithdrawn):
        return Scope.KEY_WORKER in fact.scopes and denies(fact, Scope.KEY_WORKER, life)
    return isinstance(fact, KeyWorkingClosed) and fact.reason is ClosingReason.DECLINED


def _ends(fact: Fact, life: Life) -> bool:
    """Key working ends with the entry at the latest: who is closed is in nobody's caseload."""
    return _is_no(fact, life) or isinstance(fact, KeyWorkingClosed | Died) or _ends_entry(fact, life)


def _ends_entry(fact: Fact, life: Life) -> bool:
    """A removal, unless it closes an entry so late that the next has key working, or an agreement to it, already."""
    if not isinstance(fact, Removed):
        return False
    is_allocated = any(isinstance(one, KeyWorkerAllocated) for one in next_before(fact, life))
    return not is_allocated and not any(Scope.KEY_WORKER in one.scopes for one in agreed_on(life, fact.on).given)

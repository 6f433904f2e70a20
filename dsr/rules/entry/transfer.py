"""Moving to another area, and from one: nobody is dropped between two registers (R-DSR-39)."""

from collections.abc import Iterator
from datetime import date, timedelta

from diis.definitions.calendar import day_in_words
from dsr.rules.days import days_after, working_days_after
from dsr.rules.entry.openness import may_be_shared_with
from dsr.rules.entry.periods import active_periods, open_periods
from dsr.rules.entry.removed_entries import next_before
from dsr.rules.entry.standing import OVER, beginnings, entries, entries_known, is_active
from dsr.rules.facts.entry import Decided, Removed, TransferAccepted, TransferEscalated, TransferReceived, TransferSent
from dsr.rules.facts.fact import Fact
from dsr.rules.facts.people import AreaRecorded, Died
from dsr.rules.life import Life
from dsr.rules.rating.complete_reviews import complete
from dsr.rules.tasks import Owner, Task, in_times, open_again_since
from dsr.rules.terms import Mark, Term, Terms, Unit
from dsr.rules.timelines import Stretch, stretches

TERMS = (
    Term("handover-pack", "R-DSR-39", 5, Unit.WORKING_DAYS, Mark.DEFAULT, "How soon after a move the pack is sent."),
    Term("transfer-acceptance", "R-DSR-39", 28, Unit.DAYS, Mark.DEFAULT, "How long the other area has to accept."),
    Term("transfer-escalation", "R-DSR-39", 1, Unit.WORKING_DAYS, Mark.DEFAULT, "How soon after that it is escalated."),
    Term("inbound-review", "R-DSR-39", 5, Unit.WORKING_DAYS, Mark.DEFAULT, "How soon who comes is reviewed here."),
)
_DAY = timedelta(days=1)


def may_be_sent(to: str, life: Life, day: date, terms: Terms) -> str | None:
    """Why a handover pack cannot go to another area on a day; None if it can (R-DSR-29, 39)."""
    if not is_active(life, day, terms):
        return "There is no active entry to hand over."
    if not may_be_shared_with(to, life, day, terms):
        return "Nobody has agreed that the other area is told (R-DSR-39)."
    return None


def tasks(life: Life, terms: Terms) -> Iterator[Task]:
    """Packs to be sent, answers to be had, and first reviews of those who come."""
    yield from _packs(life, terms)
    for sent in {(one.on, one.to): one for one in life.all(TransferSent)}.values():
        yield from _answers(sent, life, terms)
    for known, entry in entries_known(life, terms):
        wanted = open_periods(OVER, known, entry, terms)
        for received in {one.on: one for one in entry.all(TransferReceived)}.values():
            for begin, end in wanted:
                yield from in_times(_first_review(received, begin, life, terms), [(begin, end)], open_again_since)


def _packs(life: Life, terms: Terms) -> Iterator[Task]:
    """From the move on, or once the entry is active that was accepted by then, while the move holds."""
    for move in _moves(life):
        since = _active_since(life, move.since, terms)
        if since is not None and (move.until is None or since < move.until):
            yield _pack(life, move, since, terms)


def _moves(life: Life) -> Iterator[Stretch[bool]]:
    """Where the practice is elsewhere, and the area does not answer for the person all the same (R-DSR-17, 40)."""

    def is_elsewhere(day: date) -> bool:
        recorded = life.last(AreaRecorded, by=day)
        return recorded is not None and not (recorded.local_practice or recorded.override)

    return (one for one in stretches([one.on for one in life.all(AreaRecorded)], is_elsewhere) if one.state)


def _active_since(life: Life, moved_on: date, terms: Terms) -> date | None:
    """From when on the entry is active that was accepted by the day of a move; None: it is not, or was not yet."""
    entry = entries(life.until(moved_on), terms)[-1]
    if not any(decided.accepted for decided in entry.all(Decided)):
        return None
    found = (max(since, moved_on) for since, until in active_periods(life, terms) if until is None or moved_on < until)
    since = next(found, None)
    is_another = since is not None and any(moved_on < begun <= since for begun in beginnings(life, terms))
    return None if is_another else since


def _pack(life: Life, move: Stretch[bool], since: date, terms: Terms) -> Task:
    due_on = working_days_after(since, terms.whole("handover-pack", since))
    sent = life.first(TransferSent, since=since)
    active = f" and the entry is active since {day_in_words(since)}" if move.since < since else ""
    return Task(
        code="send-handover-pack",
        rule="R-DSR-39",
        opens_on=since,
        due_on=due_on,
        owner=Owner.CASE_LEAD,
        why=f"The GP practice is outside the area since {day_in_words(move.since)}{active}: with consent, the handover "
        f"pack is to be sent by {day_in_words(due_on)}.",
        done_on=sent.on if sent else None,
        ceased_on=min((day for day in (move.until, _over_on(life, since)) if day), default=None),
        about=move.since.isoformat(),
    )


def _answers(sent: TransferSent, life: Life, terms: Terms) -> Iterator[Task]:
    """The other area accepts in 28 days; from the day after, the board is told (R-DSR-39)."""
    due_on = days_after(sent.on, terms.whole("transfer-acceptance", sent.on))
    late_on = working_days_after(due_on, terms.whole("transfer-escalation", sent.on))
    accepted, told = life.first(TransferAccepted, since=sent.on), life.first(TransferEscalated, since=due_on)
    accepted_on = accepted.on if accepted else None
    again = life.first(TransferSent, since=sent.on + _DAY)
    ends = [day for day in (_over_after(sent, life), again.on if again else None) if day is not None]
    words = f"The handover pack was sent on {day_in_words(sent.on)}: "
    for code, opens_on, due, owner, what, done_on in (
        ("transfer-acceptance", sent.on, due_on, Owner.COORDINATOR, "the other area accepts", accepted_on),
        (
            "escalate-transfer",
            due_on + _DAY,
            late_on,
            Owner.REGISTER_LEAD,
            "without an answer, the board is told",
            told.on if told else accepted_on,
        ),
    ):
        if all(day is None or day >= opens_on for day in (accepted_on, *ends)):
            yield Task(
                code=code,
                rule="R-DSR-39",
                opens_on=opens_on,
                due_on=max(due, opens_on),
                owner=owner,
                why=f"{words}{what} by {day_in_words(max(due, opens_on))}.",
                done_on=done_on,
                ceased_on=min(ends, default=None),
                about=sent.on.isoformat(),
            )


def _first_review(received: TransferReceived, begin: date, life: Life, terms: Terms) -> Task:
    """The sending area's rating holds until the first complete review here (R-DSR-39, 61).

    Where the referral was over meanwhile, the days count from when it is open again.
    """
    on = max(received.on, begin)
    due_on = working_days_after(on, terms.whole("inbound-review", on))
    reviewed = next(complete(life, since=received.on), None)
    again = f" and open again since {day_in_words(on)}" if on > received.on else ""
    return Task(
        code="first-review-after-transfer",
        rule="R-DSR-39",
        opens_on=on,
        due_on=due_on,
        owner=Owner.CASE_LEAD,
        why=f"Came as {received.rating.value} from another area on {day_in_words(received.on)}{again}: the first "
        f"review here is due by {day_in_words(due_on)}.",
        done_on=reviewed.on if reviewed else None,
        about=received.on.isoformat(),
    )


def _over_on(life: Life, since: date) -> date | None:
    """The first day after another on which the entry was removed or the person died."""
    return next((fact.on for fact in life.facts if fact.on > since and _ends(fact, life)), None)


def _over_after(sent: TransferSent, life: Life) -> date | None:
    """The same of what comes after the sending, on that day too."""
    later = life.facts[life.facts.index(sent) :]
    return next((fact.on for fact in later if _ends(fact, life)), None)


def _ends(fact: Fact, life: Life) -> bool:
    """The removal of an entry that was withdrawn before the person came ends nothing of this one."""
    return isinstance(fact, Died) or (isinstance(fact, Removed) and not next_before(fact, life))

"""How an entry stands on a day, and why: from the referral to the closing (R-DSR-21, 25, 26, 30, 31, 37, 39).

A life can hold several entries, one after another. A referral begins a new one only when the one before is over; a
second referral of somebody whose entry goes on is part of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from diis.definitions.calendar import day_in_words
from dsr.rules.consent.agreement import agreed_on, says_no_to_entry
from dsr.rules.consent.capacity import OWN_MIND_YEARS
from dsr.rules.consent.consent import ConsentState, consent_state, has_carried, why_not
from dsr.rules.entry.removed_entries import no_closed_by
from dsr.rules.facts import consent as consent_facts
from dsr.rules.facts import entry as entry_facts
from dsr.rules.facts.consent import BestInterestsDecided, ConsentRefused, ConsentWithdrawn
from dsr.rules.facts.entry import (
    Decided,
    Removed,
    Request,
    TransferAccepted,
    TransferSent,
    Triaged,
)
from dsr.rules.facts.fact import Fact
from dsr.rules.facts.people import Died
from dsr.rules.life import Life, remembered, remembered_each
from dsr.rules.terms import Section, Terms

_DAY = timedelta(days=1)


class Status(StrEnum):
    """How an entry stands."""

    REFERRED = "referred"
    TRIAGED = "triaged"
    DECLINED = "declined"
    AWAITING_CONSENT = "awaiting-consent"
    ACTIVE = "active"
    CONSENT_DUE = "consent-due"
    CLOSING = "closing"
    CLOSED = "closed"
    REFUSED = "refused"


WORKED_WITH = frozenset({Status.ACTIVE, Status.CONSENT_DUE})
"""Of an active entry: one whose consent is due still is worked with (R-DSR-26, 33)."""

OVER = frozenset({Status.DECLINED, Status.CLOSING, Status.CLOSED, Status.REFUSED})

_SAYS_NO: tuple[type[Fact], ...] = (ConsentRefused, ConsentWithdrawn, BestInterestsDecided)
_TURNS = frozenset({consent_facts.__name__, entry_facts.__name__, Died.__module__})
"""The modules of facts that a status reads."""
_DIED = "The person died"
_TAKEN = "Another area took the person on"


@dataclass(frozen=True)
class Standing:
    """The status of the newest entry at the end of a day; `since` is the day of the fact that says so."""

    status: Status
    since: date
    why: str

    @property
    def is_active(self) -> bool:
        """Whether the entry is worked with."""
        return self.status in WORKED_WITH


@remembered
def entries(life: Life, terms: Terms) -> tuple[Life, ...]:
    """The life cut into entries, oldest first; what came before the first referral belongs to the first."""
    begun = [fact for fact in life.facts if isinstance(fact, Request)]
    # One entry is the whole life: what was found out about it already need not be found again.
    if not begun or (len(begun) == 1 and begun[0] is life.facts[0]):
        return (life,)
    found: list[list[Fact]] = [[]]
    for fact in life.facts:
        if isinstance(fact, Request) and _is_over(life.birth_on, found, terms):
            found.append([])
        _entry_of(fact, found, life).append(fact)
    return (life,) if len(found) == 1 else tuple(Life(life.birth_on, tuple(facts)) for facts in found)


@remembered
def beginnings(life: Life, terms: Terms) -> tuple[date, ...]:
    """The days on which an entry began after another one was over: nothing is brought from that (R-DSR-45)."""
    return tuple(entry.facts[0].on for entry in entries(life, terms)[1:])


@remembered
def standing_on(life: Life, day: date, terms: Terms) -> Standing | None:
    """How the newest entry stands at the end of a day; None for somebody who was never referred."""
    known = life.until(day)
    return _standing(known, entries(known, terms)[-1], day, terms)


@remembered_each
def entries_known(life: Life, terms: Terms) -> Iterator[tuple[Life, Life]]:
    """Each entry, oldest first, after everything that was known by its end, its own facts included."""
    known: tuple[Fact, ...] = ()
    found = entries(life, terms)
    for entry in found:
        known = (*known, *entry.facts)
        yield (life if entry is found[-1] else Life.of(life.birth_on, known)), entry


def standings(life: Life, day: date, terms: Terms) -> Iterator[tuple[Life, Standing | None]]:
    """Each entry up to a day with how it stands; an older one as it stood before the next began."""
    for known, entry in entries_known(life.until(day), terms):
        yield entry, _standing(known, entry, day, terms)


def status_on(life: Life, day: date, terms: Terms) -> Status | None:
    """The status alone."""
    standing = standing_on(life, day, terms)
    return standing.status if standing else None


def is_active(life: Life, day: date, terms: Terms) -> bool:
    """Whether there is an active entry at the end of a day (R-DSR-26)."""
    since = _goes_on_since(life, day, terms)
    return since is not None and has_carried(life.until(day), day, terms, since)


def awaits_consent(life: Life, day: date, terms: Terms) -> bool:
    """Whether an entry was accepted, and nobody has agreed to it, or not validly, by the end of a day (R-DSR-26)."""
    since = _goes_on_since(life, day, terms)
    return since is not None and not has_carried(life.until(day), day, terms, since)


def may_be_held(life: Life, day: date, terms: Terms) -> bool:
    """Whether there may be an entry: a valid consent or decision, or one that carried it and is asked for (R-DSR-26).

    Only an entry that was active turns consent-due: what lapsed before the acceptance opens nothing (R-DSR-33).
    """
    return has_carried(life.until(day), day, terms, _goes_on_since(life, day, terms))


def _goes_on_since(life: Life, day: date, terms: Terms) -> date | None:
    """The day on which an entry was accepted that is not over."""
    known = life.until(day)
    entry = entries(known, terms)[-1]
    over = _closed(entry) or _stopped(known, entry, day, terms)
    return _accepted_on(entry) if over is None else None


def closed_on(life: Life, day: date, terms: Terms) -> date | None:
    """The day on which the newest entry closed, for an entry that is closed on a day."""
    standing = standing_on(life, day, terms)
    return standing.since if standing and standing.status is Status.CLOSED else None


@remembered
def turning_days(life: Life, terms: Terms) -> tuple[date, ...]:
    """The days on which an entry can stand or fall, in order: those of facts about it, and two that come with time.

    Most facts are about the work itself. A consent can begin to count at 16, or when the register is law.
    """
    act = terms.since(Section.REGISTER)
    told = {fact.on for fact in life.facts if type(fact).__module__ in _TURNS}
    return tuple(sorted({*told, life.turns(OWN_MIND_YEARS)} | ({act} if act else set())))


def was_on_register_before(life: Life, admitted_on: date, terms: Terms) -> bool:
    """Whether there was an active entry the day before an admission, as its root cause analysis asks (R-DSR-25, 72)."""
    return is_active(life, admitted_on - _DAY, terms)


def _standing(known: Life, entry: Life, day: date, terms: Terms) -> Standing | None:
    """The first that applies: closed, then ended by who agreed, then accepted, then what came before a decision."""
    return (
        _closed(entry) or _stopped(known, entry, day, terms) or _accepted(known, entry, day, terms) or _undecided(entry)
    )


def over_on(known: Life, entry: Life, day: date, terms: Terms) -> Status | None:
    """How an entry stood on a day, as far as it can be over; whether consent is due is not asked, it ends nothing.

    `known` is all that was known by the end of the entry: a judgement or a word from before it counts in it too.
    """
    known, entry = known.until(day), entry.until(day)
    found = _closed(entry) or _stopped(known, entry, day, terms)
    if found is None and _accepted_on(entry) is None:
        found = _undecided(entry)
    return found.status if found else None


@remembered
def _closed(entry: Life) -> Standing | None:
    died, removed = entry.first(Died), entry.first(Removed)
    sent = entry.first(TransferSent)
    taken = entry.first(TransferAccepted, since=sent.on) if sent else None
    ends = [(one.on, what) for one, what in ((died, _DIED), (taken, _TAKEN)) if one]
    ends += [(removed.on, f"The entry was removed ({removed.reason.value})")] if removed else []
    if not ends:
        return None
    on, what = min(ends)
    return Standing(Status.CLOSED, on, f"{what} on {day_in_words(on)}.")


def _stopped(known: Life, entry: Life, day: date, terms: Terms) -> Standing | None:
    """A refusal or withdrawal counts for the entry in which it was said: a new request may be made later (R-DSR-30)."""
    on = agreed_on(known, day).stopped_on
    if on is None or not any(said.on == on for kind in _SAYS_NO for said in entry.all(kind)):
        return None
    state = consent_state(known, day, terms)
    if state not in {ConsentState.WITHDRAWN, ConsentState.REFUSED}:
        return None
    if _accepted_on(entry) is not None and state is ConsentState.WITHDRAWN:
        return Standing(Status.CLOSING, on, f"Consent was withdrawn on {day_in_words(on)}; the entry is to be closed.")
    return Standing(Status.REFUSED, on, f"Consent was refused on {day_in_words(on)}; only that is kept.")


def _accepted(known: Life, entry: Life, day: date, terms: Terms) -> Standing | None:
    on = _accepted_on(entry)
    if on is None:
        return None
    words = f"Accepted on {day_in_words(on)}"
    if not has_carried(known, day, terms, on):
        reason = why_not(known, day, terms) or _unanswered(entry)
        return Standing(Status.AWAITING_CONSENT, on, f"{words}, but without a valid consent. {reason}")
    if consent_state(known, day, terms) is ConsentState.IN_DATE:
        return Standing(Status.ACTIVE, on, f"{words}, and consent is in date.")
    return Standing(Status.CONSENT_DUE, on, f"{words}; consent is to be asked for again.")


def _unanswered(entry: Life) -> str:
    """That nobody has agreed, or that what was agreed to was taken back by somebody who does not decide."""
    said = [fact for fact in entry.facts if says_no_to_entry(fact)]
    since = f"What was agreed to was taken back on {day_in_words(said[-1].on)}. " if said else ""
    return f"{since}Nobody who decides has agreed."


def _undecided(entry: Life) -> Standing | None:
    declined, triaged = entry.last(Decided), entry.first(Triaged)
    referred = next((fact for fact in entry.facts if isinstance(fact, Request)), None)
    if declined:
        reason = f" ({declined.reason.value})" if declined.reason else ""
        return Standing(Status.DECLINED, declined.on, f"Declined on {day_in_words(declined.on)}{reason}.")
    if triaged:
        return Standing(Status.TRIAGED, triaged.on, f"Triaged on {day_in_words(triaged.on)}, not decided yet.")
    if referred:
        return Standing(Status.REFERRED, referred.on, f"Referred on {day_in_words(referred.on)}.")
    return None


@remembered
def _accepted_on(entry: Life) -> date | None:
    return next((one.on for one in entry.all(Decided) if one.accepted), None)


def _is_over(birth_on: date, found: list[list[Fact]], terms: Terms) -> bool:
    # Nothing begins after a death, also when it was told on that day.
    if not found[-1] or any(isinstance(fact, Died) for fact in found[-1]):
        return False
    known = Life.of(birth_on, [fact for facts in found for fact in facts])
    standing = _standing(known, Life(birth_on, tuple(found[-1])), known.facts[-1].on, terms)
    return standing is not None and standing.status in OVER


def _entry_of(fact: Fact, found: list[list[Fact]], life: Life) -> list[Fact]:
    """The newest entry, and of a removal the one that it closes."""
    no = no_closed_by(fact, life) if isinstance(fact, Removed) else None
    return next((facts for facts in found if any(one is no for one in facts)), found[-1])

"""How long a record is kept, and in which view (R-DSR-30, 31, 116).

The record is kept by the latest of all days that any of its entries asks for, and as long as anybody holds it.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from diis.definitions.calendar import ADULT_YEARS, day_in_words
from dsr.rules.consent.consent import agreed_apart
from dsr.rules.days import age_day, months_after
from dsr.rules.entry.standing import Standing, Status, standings
from dsr.rules.facts.consent import ConsentRefused, ConsentWithdrawn
from dsr.rules.facts.entry import (
    Decided,
    HeldFor,
    Referred,
    RemovalReason,
    Removed,
    TransferAccepted,
    TransferReceived,
)
from dsr.rules.facts.fact import Fact
from dsr.rules.hospital.spells import spell_on
from dsr.rules.life import Life, remembered
from dsr.rules.terms import Mark, Term, Terms, Unit

TERMS = (
    Term("live-view", "R-DSR-116", 6, Unit.MONTHS, Mark.DEFAULT, "How long a closed entry is still in the live view."),
    Term("archive-child", "R-DSR-116", 25, Unit.YEARS, Mark.STATED, "The birthday to which a child's record is kept."),
    Term("archive-17", "R-DSR-116", 26, Unit.YEARS, Mark.STATED, "The same for who was 17 when the entry closed."),
    Term(
        "archive-adult", "R-DSR-116", 8, Unit.YEARS, Mark.DEFAULT, "How long after closure an adult's record is kept."
    ),
    Term(
        "archive-clinical",
        "R-DSR-116",
        0,
        Unit.YEARS,
        Mark.DEFAULT,
        "How long after closure by the rule of the clinical record, where the data protection officer picks one.",
    ),
)
_DAY = timedelta(days=1)


class Keeping(StrEnum):
    """What of a record there is to be seen."""

    LIVE = "live"
    ARCHIVE = "archive"
    STUB = "stub"
    TO_BE_ERASED = "to-be-erased"
    ERASED = "erased"


@dataclass(frozen=True)
class Kept:
    """How a record is kept on a day; `until` is the first day on which that is over, None while nobody can say."""

    keeping: Keeping
    until: date | None
    why: str


@remembered
def kept_on(life: Life, day: date, terms: Terms) -> Kept:
    """How the record is kept on a day (R-DSR-30, 31, 116)."""
    known = life.until(day)
    ends = [(entry, standing) for entry, standing in standings(known, day, terms) if standing]
    if not ends or ends[-1][1].status not in _OVER:
        return Kept(Keeping.LIVE, None, "The entry, or a referral, is open.")
    if spell_on(known, day) and agreed_apart(known, day, terms):
        return Kept(Keeping.LIVE, None, "An inpatient who agreed to a C(E)TR or to key working (R-DSR-29, 98).")
    last = ends[-1][1].since
    if all(_leaves_a_stub(entry, standing) for entry, standing in ends):
        return _kept_until(Keeping.STUB, "Refused or withdrawn: only the stub is kept", known, day, ends, terms)
    live_until = months_after(last, terms.whole("live-view", last))
    if day < live_until and not _leaves_a_stub(*ends[-1]):
        return Kept(Keeping.LIVE, live_until, f"Closed on {day_in_words(last)}: in the live view for a while.")
    return _kept_until(Keeping.ARCHIVE, f"Closed on {day_in_words(last)}", known, day, ends, terms)


def keep_until(closed_on: date, life: Life, terms: Terms) -> date:
    """The first day on which nothing asks for the record of an entry any more: the latest of all (R-DSR-116)."""
    age = life.age(closed_on)
    clinical = age_day(closed_on, terms.whole("archive-clinical", closed_on))
    if age >= ADULT_YEARS:
        return max(clinical, age_day(closed_on, terms.whole("archive-adult", closed_on)))
    birthday = "archive-17" if age == ADULT_YEARS - 1 else "archive-child"
    return max(clinical, life.turns(terms.whole(birthday, closed_on)))


def held_until(life: Life, day: date) -> tuple[bool, date | None]:
    """Whether somebody holds the record on a day, and the first day after it (None: open-ended).

    The newest word on each reason counts, so that an open-ended hold is ended by giving its last day.
    """
    newest = {hold.reason: hold.until for hold in life.all(HeldFor) if hold.on <= day}
    holding = [until for until in newest.values() if until is None or day <= until]
    if not holding:
        return False, None
    last = [until for until in holding if until is not None]
    return True, max(last) + _DAY if len(last) == len(holding) else None


def _leaves_a_stub(entry: Life, standing: Standing) -> bool:
    """What was refused, or closed because consent was withdrawn, is not to be read any more (R-DSR-30, 31)."""
    removed = entry.first(Removed)
    withdrawn = removed is not None and removed.reason is RemovalReason.WITHDRAWN
    return standing.status is Status.REFUSED or withdrawn


def _kept_until(
    keeping: Keeping, why: str, known: Life, day: date, ends: list[tuple[Life, Standing]], terms: Terms
) -> Kept:
    until = max(keep_until(standing.since, known, terms) for _, standing in ends)
    held, released_on = held_until(known, day)
    if held:
        return Kept(
            keeping, max(until, released_on) if released_on else None, f"{why}; the record is held (R-DSR-116)."
        )
    if until <= day:
        return Kept(Keeping.TO_BE_ERASED, until, f"{why}; nothing asks for it since {day_in_words(until)} (R-DSR-116).")
    return Kept(keeping, until, f"{why}; kept until {day_in_words(until)} (R-DSR-116).")


def stub_of(fact: Fact) -> bool:
    """Whether a fact is one of those that a stub tells: that somebody asked, and how that ended (R-DSR-30, 31)."""
    return isinstance(fact, _OF_A_STUB)


_OF_A_STUB = (Referred, Decided, ConsentRefused, ConsentWithdrawn, Removed, TransferReceived, TransferAccepted, HeldFor)
_OVER = frozenset({Status.CLOSED, Status.DECLINED, Status.REFUSED})

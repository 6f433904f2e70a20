"""The register's door in an emergency: one person, to one account, for an hour, whatever reach and consent say (H10).

Opening is one transaction with its row in the audit; so is looking into it, which is for another account (trust, 1.1).
Whoever is out of reach has no reference for those who ask, so they may be named by NHS number and birth date; a pair
that fits nobody is answered as one that is wrong in one half, and so many in an hour and no more.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, func, insert, select, update

from dsr.rules.access_terms import AGAIN, CLOSED_WITHIN, EMERGENCY
from dsr.rules.days import london_day, working_days_after
from dsr.rules.entry.retention import Keeping
from dsr.store.audit import Outcome
from dsr.store.people import NobodyThere
from dsr.store.references import new_reference
from dsr.store.register import RegisterStore
from dsr.store.sealing import place_in_emergency
from dsr.store.session import Session
from dsr.store.tables import audit, emergency, standing

BREAK_GLASS = "break-glass"
WRONG_IN_AN_HOUR = 10
"""Enough for somebody in a hurry, and too few to try who is on the register."""


# Made once (docs/adr/0068).
_OPEN_TO = select(emergency.c.person_ref, emergency.c.emergency_ref).where(
    emergency.c.account_id == bindparam("account_id"),
    emergency.c.opened_at <= bindparam("now"),
    emergency.c.ends_at > bindparam("now"),
)


class Reason(StrEnum):
    """What an emergency is about."""

    RISK_TO_LIFE = "risk-to-life"
    SAFEGUARDING = "safeguarding"
    ADMISSION = "admission-imminent"
    COVER = "covering-for-somebody"
    OTHER = "other"


class Finding(StrEnum):
    """What came of looking into an emergency."""

    JUSTIFIED = "justified"
    NOT_JUSTIFIED = "not-justified"
    INVESTIGATED = "investigated-further"


class TooManyTries(Exception):
    """So many names that fit nobody within an hour that no more are looked up."""


class NotLookedInto(Exception):
    """The account opened this person so often that somebody else looks into it before it does so again."""


class NoSuchEmergency(Exception):
    """There is no emergency of this reference."""


class ByOneself(Exception):
    """Nobody looks into their own emergency."""


class ClosedAlready(Exception):
    """Another has looked into it before."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Whom somebody must see at once, and why. It is not printed: it names a person."""

    reason: Reason
    words: str = field(repr=False)
    person_ref: str | None = None
    nhs_number: str | None = field(default=None, repr=False)
    birth_date: date | None = field(default=None, repr=False)


@dataclass(frozen=True, kw_only=True)
class Opened:
    """An emergency that opened somebody."""

    emergency_ref: str
    person_ref: str
    ends_at: datetime


class EmergencyDoor(RegisterStore):
    """The register as somebody opens it who may break the glass."""

    def open(self, asked: Asked) -> Opened:
        """Open one person for an hour; raises `NobodyThere`, `TooManyTries`, `NotLookedInto`, which are in the audit.

        A crisis outlasts an hour, so a person is opened again; but not for ever by an account into whose look nobody
        else has looked (H10, R-DSR-113). A colleague may open them meanwhile.
        """
        with self.session.database.writing() as connection:
            self._audit.take_turn(connection)
            too_often = self._wrong_of_late(connection) >= WRONG_IN_AN_HOUR
            found = None if too_often else self._person_asked(connection, asked)
            again = found is not None and self._not_looked_into(connection, found)
            if found is not None and not again:
                return self._open(connection, found, asked)
            outcome = Outcome.REFUSED if too_often or again else Outcome.DENIED
            self._audit.add(connection, self._entry(BREAK_GLASS, outcome, (found,) if found else (), "identity"))
        raise NotLookedInto if again else TooManyTries if too_often else NobodyThere

    def _not_looked_into(self, connection: Connection, person_ref: str) -> bool:
        """Whether as many as the terms allow wait to be looked into; those from the journal opened nobody."""
        mine = (emergency.c.account_id == self.actor.account_id, emergency.c.person_ref == person_ref)
        wait = (emergency.c.closed_at.is_(None), emergency.c.ends_at > emergency.c.opened_at)
        waiting = connection.execute(select(func.count()).select_from(emergency).where(*mine, *wait)).scalar_one()
        return waiting >= self.session.terms.whole(AGAIN, self.session.today)

    def _open(self, connection: Connection, person_ref: str, asked: Asked) -> Opened:
        ref, now = new_reference(), self.session.now
        ends_at = now + timedelta(minutes=self.session.terms.of(EMERGENCY, self.session.today))
        row = row_of(self.session, ref, person_ref, asked, opened_at=now, ends_at=ends_at)
        who = {
            "account_id": self.actor.account_id,
            "role": self.actor.role,
            "organisation": self.actor.organisation,
        }
        connection.execute(insert(emergency).values(row | who))
        entry = self._entry(BREAK_GLASS, Outcome.ALLOWED, (person_ref,), f"emergency {ref}")
        self._audit.add(connection, entry)
        return Opened(emergency_ref=ref, person_ref=person_ref, ends_at=ends_at)

    def _person_asked(self, connection: Connection, asked: Asked) -> str | None:
        """Whom somebody names, if there is such a person on the register."""
        if asked.person_ref is not None:
            return on_record(connection, asked.person_ref)
        return self._records.named(connection, asked.nhs_number, asked.birth_date)

    def _wrong_of_late(self, connection: Connection) -> int:
        since = self.session.now - timedelta(hours=1)
        mine = (audit.c.account_id == self.actor.account_id, audit.c.at > since, audit.c.at <= self.session.now)
        wrong = (audit.c.action == BREAK_GLASS, audit.c.outcome == Outcome.DENIED.value)
        return connection.execute(select(func.count()).select_from(audit).where(*mine, *wrong)).scalar_one()


class EmergencyReview(RegisterStore):
    """Emergencies as another account looks into them: by reference, and nobody by name."""

    def waiting(self) -> list[Row[Any]]:
        """Those that nobody has looked into, the longest due first; reading them is in the audit."""
        self._note("read-emergencies", [], "audit")
        with self.session.database.reading() as connection:
            rows = select(emergency).where(emergency.c.closed_at.is_(None))
            return list(connection.execute(rows.order_by(emergency.c.close_by, emergency.c.opened_at)))

    def one(self, emergency_ref: str) -> tuple[Row[Any], str, list[Row[Any]]]:
        """One with what was said, and every look that was made by it; raises `NoSuchEmergency`."""
        with self.session.database.reading() as connection:
            row = connection.execute(select(emergency).where(emergency.c.emergency_ref == emergency_ref)).one_or_none()
        if row is None:
            self._note("read-emergencies", [], "audit", Outcome.DENIED)
            raise NoSuchEmergency
        mine = (audit.c.account_id == row.account_id, audit.c.purpose == f"emergency {emergency_ref}")
        with self.session.database.reading() as connection:
            looks = list(connection.execute(select(audit).where(*mine).order_by(audit.c.number)))
        self._note("read-emergencies", [row.person_ref] if row.person_ref else [], "audit")
        words = self.session.keys.open(row.words, place_in_emergency(emergency_ref, "words"))
        return row, words, looks

    def close(self, emergency_ref: str, finding: Finding, words: str) -> None:
        """Say what came of looking into it; what is still open of it ends.

        Raises `NoSuchEmergency`, which is in the audit as denied, `ByOneself` and `ClosedAlready`, as refused.
        """
        with self.session.database.writing() as connection:
            mine = select(emergency).where(emergency.c.emergency_ref == emergency_ref).with_for_update()
            row = connection.execute(mine).one_or_none()
            refused = self._why_not(row)
            if refused is None:
                self._close(connection, row, finding, words)
            else:
                outcome = Outcome.DENIED if row is None else Outcome.REFUSED
                entry = self._entry("close-emergency", outcome, (), f"emergency {emergency_ref}")
                self._audit.add(connection, entry)
        if refused is not None:
            raise refused

    def _why_not(self, row: Row[Any] | None) -> Exception | None:
        if row is None:
            return NoSuchEmergency()
        if row.account_id == self.actor.account_id:
            return ByOneself()
        return None if row.closed_at is None else ClosedAlready()

    def _close(self, connection: Connection, row: Any, finding: Finding, words: str) -> None:
        now, ref = self.session.now, row.emergency_ref
        told = {
            "closed_at": now,
            "closed_by": self.actor.account_id,
            "finding": finding.value,
            "finding_words": self.session.keys.seal(words, place_in_emergency(ref, "finding")),
            "ends_at": min(row.ends_at, now),
        }
        connection.execute(update(emergency).where(emergency.c.emergency_ref == ref).values(told))
        people = (row.person_ref,) if row.person_ref else ()
        self._audit.add(connection, self._entry("close-emergency", Outcome.ALLOWED, people, f"emergency {ref}"))


def row_of(
    session: Session, ref: str, person_ref: str | None, asked: Asked, *, opened_at: datetime, ends_at: datetime
) -> dict[str, Any]:
    """What an emergency is kept as, but for who asked."""
    within = session.terms.whole(CLOSED_WITHIN, london_day(opened_at))
    return {
        "emergency_ref": ref,
        "person_ref": person_ref,
        "reason": asked.reason.value,
        "words": session.keys.seal(asked.words, place_in_emergency(ref, "words")),
        "opened_at": opened_at,
        "ends_at": ends_at,
        "close_by": working_days_after(london_day(opened_at), within),
    }


def open_to(connection: Connection, account_id: int, now: datetime) -> dict[str, str]:
    """Whom emergencies open to an account at an instant, each with its emergency; a clock set back opens nobody."""
    rows = connection.execute(_OPEN_TO, {"account_id": account_id, "now": now})
    return {row.person_ref: row.emergency_ref for row in rows if row.person_ref is not None}


def not_looked_into(connection: Connection, day: date) -> tuple[int, int]:
    """How many emergencies wait for somebody to look into them, and how many of those after their last day."""
    waits: ColumnElement[bool] = emergency.c.closed_at.is_(None)
    late = func.count().filter(emergency.c.close_by < day)
    waiting, overdue = connection.execute(select(func.count(), late).select_from(emergency).where(waits)).one()
    return waiting, overdue


def on_record(connection: Connection, person_ref: str) -> str | None:
    """A reference, if it is that of somebody who has a record of their own."""
    there = (standing.c.person_ref == person_ref, standing.c.keeping != Keeping.ERASED)
    known = select(standing.c.person_ref).where(*there)
    return connection.execute(known).scalar()

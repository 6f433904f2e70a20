"""Who acts, and whom they may see: the store answers nothing beyond it (R-DSR-26, 110, 113).

Before anybody agreed, a record is open to who referred and who triages alone (`dsr/rules/entry/openness.py`).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, false, or_, true

from dsr.rules.entry.retention import Keeping
from dsr.rules.entry.standing import Status
from dsr.store.tables import agency, standing, worker

COMMAND_LINE = "command-line"
"""The role, in the audit, of whoever runs commands on the register's machine."""


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Somebody who signed in, in one of their roles, for a purpose and with one request.

    On the command line nobody signed in: there is no account, and `organisation` is the machine's account.
    """

    account_id: int | None
    role: str
    organisation: str
    purpose: str = "direct-care"
    route: str = ""
    request_id: str = ""


_NOT_FOR_OTHERS = (Status.REFUSED, Status.CLOSED)
"""What those alone see who keep the register: there is nothing to work with any more (R-DSR-30, 31).

So it is with what has left the live view (R-DSR-116), and nobody sees what is erased.
"""


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Whom an actor may see: everybody, or the people of teams, councils, case leads and key workers, or single people.

    Those of a team are whom it leads, and whose key worker is one of its own, so that whoever balances caseloads sees
    what is in them (R-DSR-103, 110).
    `everybody` is for those who triage and keep the register. `who_agreed` are all whose entry is agreed to, and
    `who_agreed_to_review` adds those who agreed to a C(E)TR alone (R-DSR-26, 29).
    `people` are opened by name, such as their own record to a family; `panels` are those of whose C(E)TR somebody is a
    chair or an expert. `emergencies` are those whom an emergency opened, each with its reference, which every look at
    them carries in the audit. A family's own and an emergency's are open whatever was consented to, and an emergency
    opens a closed record too.
    `only_to_read` are those whom an emergency opens for other things than what is asked for here: not to be seen, and
    the refusal says why.
    `shared_with` is the organisation for whose staff consent to sharing is needed; None for those who keep the register
    (R-DSR-26, 29, 33).
    """

    everybody: bool = False
    who_agreed: bool = False
    who_agreed_to_review: bool = False
    teams: frozenset[str] = frozenset()
    authorities: frozenset[str] = frozenset()
    workers: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    panels: frozenset[str] = frozenset()
    shared_with: str | None = None
    emergencies: Mapping[str, str] = field(default_factory=dict)
    only_to_read: Mapping[str, str] = field(default_factory=dict)

    def condition(self, today: date, *, referred: bool = True) -> ColumnElement[bool]:
        """The same on `standing`, as it is told of a day; without `referred` having referred somebody opens nobody."""
        if self.everybody:
            return standing.c.keeping != Keeping.ERASED
        by_referral = self._referral() if referred else false()
        worked_with = or_(by_referral, *self._by_entry(today))
        seen = and_(worked_with, standing.c.status.not_in(_NOT_FOR_OTHERS))
        found = and_(or_(seen, *self._agreed_apart(today)), standing.c.keeping == Keeping.LIVE)
        if not self.emergencies:
            return found
        opened = and_(standing.c.person_ref.in_(self.emergencies), standing.c.keeping != Keeping.ERASED)
        return or_(found, opened)

    def _by_entry(self, today: date) -> Iterator[ColumnElement[bool]]:
        """The ways to somebody whose entry, or referral, is open; one is enough."""
        if self.people:
            yield standing.c.person_ref.in_(self.people)
        if self.who_agreed:
            yield standing.c.agreed
        if related := tuple(self._related()):
            told = true() if self.shared_with is None else told_to(self.shared_with, today)
            yield and_(or_(*related), told)

    def _agreed_apart(self, today: date) -> Iterator[ColumnElement[bool]]:
        """The ways by an agreement to a C(E)TR, or to key working, whatever became of the entry (R-DSR-29, 98)."""
        if self.who_agreed_to_review:
            yield _agreed_to_review(today)
        if self.panels:
            yield and_(standing.c.person_ref.in_(self.panels), _agreed_to_review(today))
        if self.workers and self.shared_with is not None:
            yield _agreed_to_key_work(self.workers, self.shared_with, today)

    def _referral(self) -> ColumnElement[bool]:
        """Whom somebody referred, as one of their own cases."""
        if not self.workers or self.shared_with is None:
            return false()
        return _referred(self.workers, self.shared_with)

    def _related(self) -> Iterator[ColumnElement[bool]]:
        """Whose own somebody is; whether that may be told is asked besides."""
        if self.teams:
            yield standing.c.team.in_(self.teams)
            yield exists().where(worker.c.worker == standing.c.key_worker, worker.c.team.in_(self.teams))
        if self.authorities:
            yield standing.c.authority.in_(self.authorities)
        if self.workers:
            yield _led_by(self.workers, self.shared_with)
            yield _with_key_worker(self.workers, self.shared_with)

    def of_workers(self) -> ColumnElement[bool]:
        """The same on `worker`: the key workers of teams within reach, or all; they are no people of the register."""
        of_all = self.everybody or self.who_agreed or self.who_agreed_to_review
        return true() if of_all else worker.c.team.in_(self.teams)

    def of_cases(self) -> ColumnElement[bool]:
        """The same, with the key workers whose own people are within reach, such as oneself."""
        return or_(self.of_workers(), worker.c.worker.in_(self.workers))

    def purpose(self, people: Iterable[str], usual: str) -> str:
        """What a look at people is for, as the audit has it: of somebody whom an emergency opened, that emergency."""
        known = {**self.only_to_read, **self.emergencies}
        opened = (known[one] for one in people if one in known)
        return next((f"emergency {one}" for one in opened), usual)


def told_to(organisation: str, today: date) -> ColumnElement[bool]:
    """Whether an organisation may be told of somebody: that of the case lead, or one that consent names (R-DSR-29).

    Neither before anybody agreed to the entry (R-DSR-26). What consent to sharing allows is kept for one day. Overnight
    it may have lapsed, or somebody turned 16 or 18, so what is told of another day opens nobody until it is renewed
    (R-DSR-33); for the lead team an agreement ends by somebody's word alone.
    """
    return or_(and_(standing.c.agreed, standing.c.team == organisation), _shared_with(organisation, today))


def may_work_for(organisation: str, today: date) -> ColumnElement[bool]:
    """Whether a key worker of an organisation can be named for somebody (R-DSR-29, 98, 113).

    One of the lead team can before anybody agreed, so that an inpatient has one; they are told of nobody until then.
    """
    return or_(standing.c.team == organisation, _shared_with(organisation, today))


def _shared_with(organisation: str, today: date) -> ColumnElement[bool]:
    named = exists().where(agency.c.person_ref == standing.c.person_ref, agency.c.organisation == organisation)
    return and_(standing.c.shared, named, standing.c.told_on == today)


def _agreed_to_review(today: date) -> ColumnElement[bool]:
    return and_(standing.c.review_agreed, standing.c.told_on == today)


def _referred(workers: Iterable[str], organisation: str) -> ColumnElement[bool]:
    """Whom some workers of an organisation referred, while nobody has answered yet (R-DSR-26)."""
    return and_(standing.c.referrer.in_(workers), standing.c.referred_by == organisation)


def _agreed_to_key_work(workers: Iterable[str], organisation: str, today: date) -> ColumnElement[bool]:
    """Of whom some are the key worker for the lead team, and who agreed to that, whatever to an entry (R-DSR-29, 98).

    It is agreement to contact, and none to telling one more organisation (docs/adr/0067).
    """
    agreed = and_(standing.c.key_work_agreed, standing.c.told_on == today, standing.c.team == organisation)
    return and_(_with_key_worker(workers, organisation), agreed)


def _led_by(workers: Iterable[str], organisation: str | None) -> ColumnElement[bool]:
    """Whose case lead is one of some workers, and no namesake of another organisation."""
    led = standing.c.case_lead.in_(workers)
    return led if organisation is None else and_(led, standing.c.team == organisation)


def _with_key_worker(workers: Iterable[str], organisation: str | None) -> ColumnElement[bool]:
    """Whose key worker is one of some workers, and no namesake of another organisation."""
    theirs = standing.c.key_worker.in_(workers)
    of_here = exists().where(worker.c.worker == standing.c.key_worker, worker.c.team == organisation)
    return theirs if organisation is None else and_(theirs, of_here)

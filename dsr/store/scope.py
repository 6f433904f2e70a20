"""Who acts, and whom they may see: the store answers nothing beyond it (R-DSR-110, R-DSR-113)."""

from collections.abc import Iterable, Mapping
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

    `people` are opened by name, such as their own record to a family. `emergencies` are those whom an emergency opened,
    each with its reference, which every look at them carries in the audit. Both are open whatever was consented to, and
    an emergency opens a closed record too.
    `only_to_read` are those whom an emergency opens for other things than what is asked for here: not to be seen, and
    the refusal says why.
    `shared_with` is the organisation for whose staff consent to sharing is needed; None for those who keep the register
    (R-DSR-26, 29, 33).
    """

    everybody: bool = False
    teams: frozenset[str] = frozenset()
    authorities: frozenset[str] = frozenset()
    workers: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    shared_with: str | None = None
    emergencies: Mapping[str, str] = field(default_factory=dict)
    only_to_read: Mapping[str, str] = field(default_factory=dict)

    def condition(self, today: date) -> ColumnElement[bool]:
        """The same on `standing`, as it is told of a day."""
        if self.everybody:
            return standing.c.keeping != Keeping.ERASED
        reach = [
            standing.c.team.in_(self.teams) if self.teams else false(),
            standing.c.authority.in_(self.authorities) if self.authorities else false(),
            or_(standing.c.case_lead.in_(self.workers), standing.c.key_worker.in_(self.workers))
            if self.workers
            else false(),
        ]
        related = or_(*reach)
        if self.shared_with is not None:
            related = and_(related, told_to(self.shared_with, today))
        named = or_(related, standing.c.person_ref.in_(self.people)) if self.people else related
        found = and_(named, standing.c.status.not_in(_NOT_FOR_OTHERS), standing.c.keeping == Keeping.LIVE)
        if not self.emergencies:
            return found
        opened = and_(standing.c.person_ref.in_(self.emergencies), standing.c.keeping != Keeping.ERASED)
        return or_(found, opened)

    def of_workers(self) -> ColumnElement[bool]:
        """The same on `worker`: the key workers of teams within reach, or all."""
        return true() if self.everybody else worker.c.team.in_(self.teams)

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

    What consent allows is kept for one day. Overnight it may have lapsed, or somebody turned 16 or 18, so what is told
    of another day opens nobody until it is renewed (R-DSR-33).
    """
    named = exists().where(agency.c.person_ref == standing.c.person_ref, agency.c.organisation == organisation)
    return or_(standing.c.team == organisation, and_(standing.c.shared, named, standing.c.told_on == today))

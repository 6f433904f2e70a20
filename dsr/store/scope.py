"""Who acts, and whom they may see: the store answers nothing beyond it (R-DSR-110, R-DSR-113)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, and_, exists, false, or_

from dsr.rules.entry.retention import Keeping
from dsr.rules.entry.standing import Status
from dsr.store.tables import agency, standing


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Somebody who signed in, in one of their roles, for a purpose and with one request."""

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

    def condition(self) -> ColumnElement[bool]:
        """The same on `standing`."""
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
            related = and_(related, told_to(self.shared_with))
        named = or_(related, standing.c.person_ref.in_(self.people)) if self.people else related
        found = and_(named, standing.c.status.not_in(_NOT_FOR_OTHERS), standing.c.keeping == Keeping.LIVE)
        if not self.emergencies:
            return found
        opened = and_(standing.c.person_ref.in_(self.emergencies), standing.c.keeping != Keeping.ERASED)
        return or_(found, opened)

    def purpose(self, people: Iterable[str], usual: str) -> str:
        """What a look at people is for, as the audit has it: of somebody whom an emergency opened, that emergency."""
        opened = (self.emergencies[one] for one in people if one in self.emergencies)
        return next((f"emergency {one}" for one in opened), usual)


def told_to(organisation: str) -> ColumnElement[bool]:
    """Whether an organisation may be told of somebody: that of the case lead, or one that consent names (R-DSR-29)."""
    named = exists().where(agency.c.person_ref == standing.c.person_ref, agency.c.organisation == organisation)
    return or_(standing.c.team == organisation, and_(standing.c.shared, named))

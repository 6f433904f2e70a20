"""A row of the audit as it comes of a session and of whoever acts in it: what all doors of the register have alike."""

from collections.abc import Iterable

from dsr.store.audit import Entry, Outcome
from dsr.store.scope import Actor
from dsr.store.session import Session


def entry_of(
    session: Session,
    actor: Actor,
    action: str,
    *,
    outcome: Outcome = Outcome.ALLOWED,
    people: Iterable[str] = (),
    fields: str = "",
) -> Entry:
    """What somebody did or asked for, at the instant of the session (R-DSR-113)."""
    return Entry(
        at=session.now,
        account_id=actor.account_id,
        role=actor.role,
        organisation=actor.organisation,
        purpose=actor.purpose,
        action=action,
        outcome=outcome,
        people=tuple(people),
        fields=fields,
        route=actor.route,
        request_id=actor.request_id,
    )

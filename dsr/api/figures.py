"""What is told of everybody together and of nobody: what needs attention. Yes, no, or not known, never a number."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from dsr.api.access import Allowed, Visit
from dsr.api.bodies import Answer
from dsr.api.service import service_of
from dsr.attention import needs_attention
from dsr.auth.roles import Permission
from dsr.store.register import RegisterStore
from dsr.store.scope import Scope

router = APIRouter()

Counter = Annotated[Visit, Depends(Allowed(Permission.READ_COUNTS))]


class AttentionTold(Answer):
    """Each rule with whether anybody at all gives cause for it; null is not known, which is not no."""

    attention: dict[str, bool | None]


@router.get("/attention")
def attention(visit: Counter, request: Request) -> AttentionTold:
    """Whether anything on the register needs attention today, rule by rule."""
    session = visit.session
    everybody = RegisterStore(session, Scope(everybody=True), visit.store.actor)
    known = service_of(request).waiting_times
    found = needs_attention(session.database, session.today, session.terms, everybody, known)
    return AttentionTold(attention=dict(found))

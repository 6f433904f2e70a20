"""What is told of everybody together and of nobody: what needs attention, and counts with small numbers hidden.

Attention is yes, no or not known, from exact data; a count is never one (design, section 3; R-DSR-117).
"""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field

from dsr.actions.recording import NotPossible
from dsr.api.access import Allowed, Visit
from dsr.api.bodies import Answer
from dsr.api.service import service_of
from dsr.attention import MEANING, needs_attention
from dsr.auth.roles import Permission
from dsr.counts import MonthNotClosed, counts, month_of
from dsr.rules.measures.closing import closes_on
from dsr.store.register import RegisterStore
from dsr.store.scope import Scope

router = APIRouter()

Counter = Annotated[Visit, Depends(Allowed(Permission.READ_COUNTS))]
CounterOfMonth = Annotated[Visit, Depends(Allowed(Permission.READ_COUNTS))]


class AttentionTold(Answer):
    """Each rule with whether anybody at all gives cause for it today: it is as true of one as of many.

    Null is not known, which is not no: the waiting times are not connected, or do not answer.
    """

    attention: dict[str, bool | None] = Field(
        description="Each rule by its name.",
        json_schema_extra={
            "properties": {name: {"type": ["boolean", "null"], "description": words} for name, words in MEANING.items()}
        },
    )


class CountTold(Answer):
    """A figure of the register as it may leave it; `told` says it in words, `value` is null where it is hidden."""

    id: str = Field(description="The measure, K1 to K18.")
    name: str = Field(description="Which figure of the measure.")
    part: str = Field(description="Of whom: `all`, or a part such as a rating, an age or a council.")
    value: int | None = Field(description="The number, to the nearest 5 where people are counted; null: there is none.")
    unit: str = Field(description="What is counted, or `percent`, `per million`, `days`.")
    rule: str = Field(description="The rule that the figure follows.")
    told: str = Field(
        description="In words: the number; `0 to 7`, whether there is anybody or not; or `not told`, where a number "
        "would give another one away, or would rest on 7 people or fewer."
    )
    suppressed: bool = Field(description="Whether there is no number.")


class CountsTold(Answer):
    """The figures of a month, as known at the end of a day; what is recorded later changes none of them."""

    month: str = Field(description="The month, such as 2027-02.")
    as_known: date = Field(description="The day at whose end the month was closed.")
    figures: list[CountTold] = Field(description="Every figure of every part, always all of them.")


Month = Annotated[
    str, Query(pattern="^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])$", description="A month, such as 2027-02, that is closed.")
]


@router.get("/counts")
def counts_of_month(month: Month, visit: CounterOfMonth, request: Request) -> CountsTold:
    """K1 to K18 of a month that is closed: 0 to 7 is one band, other counts are to the nearest 5."""
    service, period = service_of(request), month_of(date.fromisoformat(f"{month}-01"))
    try:
        found = counts(visit.store, period, service.populations, service.decile_of)
    except MonthNotClosed as fault:
        raise NotPossible(str(fault)) from None
    return CountsTold(
        month=month,
        as_known=closes_on(period, visit.session.terms),
        figures=[CountTold(**vars(one), suppressed=one.suppressed) for one in found],
    )


@router.get("/attention")
def attention(visit: Counter, request: Request) -> AttentionTold:
    """Whether anything on the register needs attention today, rule by rule."""
    session = visit.session
    everybody = RegisterStore(session, Scope(everybody=True), visit.store.actor)
    known = service_of(request).waiting_times
    found = needs_attention(session.database, session.today, session.terms, everybody, known)
    return AttentionTold(attention=dict(found))

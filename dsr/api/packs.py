"""The pack of a C(E)TR: what is in it, what it lacks, and which papers the panel may read (R-DSR-82 to 85; T17)."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends

from dsr.api.access import Allowed, Visit
from dsr.api.bodies import Answer, PersonRef
from dsr.auth.roles import Permission
from dsr.rules.facts.reviews import PackItem, PackItemFiled
from dsr.rules.life import Life
from dsr.rules.reviews.packs import (
    Question,
    Template,
    core_of,
    helpful_for,
    is_unlocked,
    missing_core,
    template_on,
    why_not_read,
)
from dsr.rules.reviews.review_kind import Kind, Stage, kind_on, stage_on
from dsr.rules.reviews.review_running import meeting_on, missing_from_panel, names

router = APIRouter()

Reader = Annotated[Visit, Depends(Allowed(Permission.READ_PACK))]


class Paper(Answer):
    """A paper of the pack; `why_not` says why the panel must not read it, null where it may."""

    item: PackItem
    needed: bool
    filed: bool
    may_be_read: bool
    why_not: str | None


class Pack(Answer):
    """The pack of one C(E)TR; until somebody has verified the consent it is locked."""

    review: str
    kind: Kind
    stage: Stage
    meeting_on: date
    template: Template
    questions: list[Question]
    unlocked: bool
    papers: list[Paper]
    missing: list[PackItem]
    panel_lacks: list[str]


class Packs(Answer):
    """The packs of every C(E)TR that was planned, in the order in which they were."""

    packs: list[Pack]


@router.get("/people/{person_ref}/pack")
def pack(person_ref: PersonRef, visit: Reader) -> Packs:
    """The pack of each C(E)TR: what is in it, and what the panel may read today."""
    life, day = visit.store.person(person_ref).life, visit.session.today
    known = life.until(day)
    return Packs(packs=[_pack(known, review, day) for review in names(known)])


def _pack(life: Life, review: str, day: date) -> Pack:
    meeting = meeting_on(life, review)
    return Pack(
        review=review,
        kind=kind_on(life, meeting),
        stage=stage_on(life, meeting),
        meeting_on=meeting,
        template=template_on(life, meeting),
        questions=list(Question),
        unlocked=is_unlocked(life, review, day),
        papers=_papers(life, review, day),
        missing=list(missing_core(life, review, day)),
        panel_lacks=list(missing_from_panel(life, review, day)),
    )


def _papers(life: Life, review: str, day: date) -> list[Paper]:
    filed = {fact.item for fact in life.all(PackItemFiled) if fact.review == review}
    core, helpful = core_of(life, review), helpful_for(life, review)
    wanted = dict.fromkeys((*core, *helpful, *sorted(filed)))
    locked = {item: why_not_read(life, review, item, day) for item in wanted}
    return [
        Paper(
            item=item,
            needed=item in core,
            filed=item in filed,
            may_be_read=item in filed and locked[item] is None,
            why_not=locked[item],
        )
        for item in wanted
    ]

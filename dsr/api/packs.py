"""The pack of a C(E)TR: what is in it, what it lacks, and which papers the panel may read (R-DSR-82 to 85; T17)."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field

from dsr.api.access import Allowed, Visit
from dsr.api.bodies import Answer, PersonRef
from dsr.api.panels import Panel, panel_of
from dsr.api.stubs import whole
from dsr.auth.roles import Permission
from dsr.rules.facts.reviews import PackItem, PackItemFiled, Recipient, Recommended, Response
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
from dsr.rules.reviews.review_reports import BY_LAW, answer_of, recommendations
from dsr.rules.reviews.review_running import (
    completed_on,
    had_full_notice,
    meeting_on,
    missing_from_panel,
    why_not_complete,
)

router = APIRouter()

Reader = Annotated[Visit, Depends(Allowed(Permission.READ_PACK))]


class Paper(Answer):
    """A paper of the pack; `why_not` says why the panel must not read it, null where it may."""

    item: PackItem
    needed: bool
    filed: bool
    may_be_read: bool
    why_not: str | None


class AnswerTold(Answer):
    """What a recipient of the report answered last to a recommendation; nulls: nothing yet (R-DSR-88)."""

    by: Recipient
    on: date | None
    response: Response | None


class RecommendationTold(Answer):
    """A recommendation by its number, its day, and the answer of each of the four (R-DSR-86, 88)."""

    recommendation: str
    due_on: date
    answers: list[AnswerTold]


class Pack(Answer):
    """The pack of one C(E)TR; until somebody has verified the consent it is locked, and to a panel after its time."""

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
    had_full_notice: bool | None = Field(description="Told two weeks ahead; null: not told yet (R-DSR-81).")
    completed_on: date | None
    why_not_complete: list[str]
    recommendations: list[RecommendationTold]


class Packs(Answer):
    """The packs of every C(E)TR that was planned, in the order in which they were; to a panel that of its own."""

    packs: list[Pack]


@router.get("/people/{person_ref}/pack")
def pack(person_ref: PersonRef, visit: Reader) -> Packs:
    """The pack of each C(E)TR: what is in it, and what the panel may read today.

    Who is on a panel is told that review alone, a chair or expert of before reviews were named those still to come.
    They read until the meeting, a chair as long as the report has time (R-DSR-87, 110).
    """
    known = whole(visit, visit.store.person(person_ref)).life.until(visit.session.today)
    panel = panel_of(visit, person_ref)
    return Packs(packs=[_pack(known, review, panel) for review in panel.told(known)])


def _pack(life: Life, review: str, panel: Panel) -> Pack:
    meeting, day, over = meeting_on(life, review), panel.day, panel.why_over(life, review)
    return Pack(
        review=review,
        kind=kind_on(life, meeting),
        stage=stage_on(life, meeting),
        meeting_on=meeting,
        template=template_on(life, meeting),
        questions=list(Question),
        unlocked=is_unlocked(life, review, day) and over is None,
        papers=_papers(life, review, day, over),
        missing=list(missing_core(life, review, day)),
        panel_lacks=list(missing_from_panel(life, review, day)),
        had_full_notice=had_full_notice(life, review, panel.terms),
        completed_on=completed_on(life, review),
        why_not_complete=list(why_not_complete(life, review, day)),
        recommendations=[_recommended(life, one) for one in recommendations(life, review) if over is None],
    )


def _recommended(life: Life, one: Recommended) -> RecommendationTold:
    answers = {by: answer_of(life, one, by) for by in BY_LAW}
    told = [
        AnswerTold(by=by, on=found.on if found else None, response=found.response if found else None)
        for by, found in answers.items()
    ]
    return RecommendationTold(recommendation=one.recommendation, due_on=one.due_on, answers=told)


def _papers(life: Life, review: str, day: date, over: str | None) -> list[Paper]:
    filed = {fact.item for fact in life.all(PackItemFiled) if fact.review == review}
    core, helpful = core_of(life, review), helpful_for(life, review)
    wanted = dict.fromkeys((*core, *helpful, *sorted(filed)))
    locked = {item: over or why_not_read(life, review, item, day) for item in wanted}
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

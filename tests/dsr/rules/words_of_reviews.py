"""The words of lives in short that tell of planned admissions, C(E)TRs, emergency protocols and the way out."""

from collections.abc import Callable
from datetime import date

from dsr.rules.facts.fact import Fact
from dsr.rules.facts.hospital import AdmissionCalledOff, AdmissionPlanned, ChecklistItemDone
from dsr.rules.facts.reviews import (
    NoticeGiven,
    PackConsentVerified,
    PackItem,
    PackItemFiled,
    PackSent,
    PanelMemberNamed,
    ProtocolActionsReviewed,
    ProtocolConvened,
    Recipient,
    RecommendationAnswered,
    RecommendationDone,
    Recommended,
    ReportSent,
    Response,
    ReviewCancelled,
    ReviewCompleted,
    ReviewHeld,
    ReviewPlanned,
    Role,
)


def _panel(on: date, words: list[str]) -> Fact:
    """`panel r1 clinical-expert`, with everything on record; `without trained` leaves it out; `conflict` has one."""
    review, role, *rest = words
    return PanelMemberNamed(
        on=on,
        review=review,
        role=Role(role),
        registered="registered" not in rest,
        checked="checked" not in rest,
        trained="trained" not in rest,
        declared="declared" not in rest,
        conflict="conflict" in rest,
    )


def _recommended(on: date, words: list[str]) -> Fact:
    """`recommended r1 1 2027-04-30`; `nobody` at the end: no person answers for it."""
    owner = "" if "nobody" in words else "a worker"
    due_on = date.fromisoformat(words[2])
    return Recommended(on=on, review=words[0], recommendation=words[1], words="do it", owner=owner, due_on=due_on)


def _answered(on: date, words: list[str]) -> Fact:
    """`answered r1 1 home-council accepted`."""
    review, one, by, response = words
    return RecommendationAnswered(
        on=on, review=review, recommendation=one, by=Recipient(by), response=Response(response), reason="said"
    )


WORDS_OF_REVIEWS: dict[str, Callable[[date, list[str]], Fact]] = {
    "admission-planned": lambda on, words: AdmissionPlanned(on=on, expected_on=date.fromisoformat(words[0])),
    "admission-called-off": lambda on, _: AdmissionCalledOff(on=on),
    "checklist": lambda on, words: ChecklistItemDone(on=on, item=words[0]),
    "review-planned": lambda on, words: ReviewPlanned(on=on, review=words[0], meeting_on=date.fromisoformat(words[1])),
    "review-notice": lambda on, words: NoticeGiven(on=on, review=words[0]),
    "review-cancelled": lambda on, words: ReviewCancelled(on=on, review=words[0]),
    "panel": _panel,
    "pack-item": lambda on, words: PackItemFiled(on=on, review=words[0], item=PackItem(words[1])),
    "pack-consent": lambda on, words: PackConsentVerified(on=on, review=words[0], by="a coordinator"),
    "pack-sent": lambda on, words: PackSent(on=on, review=words[0]),
    "held": lambda on, words: ReviewHeld(on=on, review=words[0], before_admission="before-admission" in words),
    "recommended": _recommended,
    "recommendation-done": lambda on, words: RecommendationDone(on=on, review=words[0], recommendation=words[1]),
    "report-sent": lambda on, words: ReportSent(on=on, review=words[0], to=Recipient(words[1])),
    "answered": _answered,
    "review-completed": lambda on, words: ReviewCompleted(on=on, review=words[0]),
    "laep-convened": lambda on, words: ProtocolConvened(on=on, remote="remote" in words),
    "laep-actions-reviewed": lambda on, _: ProtocolActionsReviewed(on=on),
}

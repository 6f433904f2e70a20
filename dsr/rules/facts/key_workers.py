"""Facts about key working; agreement to it is consent of its own scope (R-DSR-29, 97 to 107)."""

from dataclasses import dataclass
from enum import StrEnum

from dsr.rules.facts.fact import Fact


@dataclass(frozen=True, kw_only=True)
class KeyWorkerOffered(Fact):
    """The family was offered key working; their answer is consent or refusal of that scope (R-DSR-101)."""

    by: str


@dataclass(frozen=True, kw_only=True)
class KeyWorkerAllocated(Fact):
    """A named key worker from this day on; the allocation of another one ends the one before (R-DSR-100)."""

    worker: str


@dataclass(frozen=True, kw_only=True)
class KeyWorkerLeft(Fact):
    """The key worker left and nobody took over: the person has none from this day on."""


@dataclass(frozen=True, kw_only=True)
class KeyWorkerContact(Fact):
    """The key worker and the person or family were in contact (R-DSR-102)."""

    face_to_face: bool = False


class ClosingReason(StrEnum):
    """Why key working ends."""

    STEP_DOWN = "step-down"
    DECLINED = "declined"
    MOVED = "moved-away"
    AGED_OUT = "aged-out"
    DIED = "died"


@dataclass(frozen=True, kw_only=True)
class KeyWorkingClosed(Fact):
    """Key working ended; a step-down needs a closing review and a plan that the family holds (R-DSR-105)."""

    reason: ClosingReason
    reviewed: bool = False
    family_plan: bool = False


class SurveyTime(StrEnum):
    """When child and family are asked how it went (R-DSR-106)."""

    START = "start"
    TWELVE_WEEKS = "twelve-weeks"
    CLOSE = "close"


@dataclass(frozen=True, kw_only=True)
class OutcomesSurveyed(Fact):
    """The short survey was answered, by the child, the family or both."""

    time: SurveyTime
    by_child: bool = False
    by_family: bool = False

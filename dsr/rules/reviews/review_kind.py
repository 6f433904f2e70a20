"""Which review somebody has on a day: CETR or CTR, and at which stage (R-DSR-43, 66, 67, 79)."""

from datetime import date
from enum import StrEnum

from dsr.rules.facts.people import PlanRecorded, PlanStatus
from dsr.rules.hospital.spells import last_stay_before, over_on
from dsr.rules.life import Life
from dsr.rules.reviews.held import held_in

ADULT = 18


class Kind(StrEnum):
    """With education or without (R-DSR-66)."""

    CETR = "CETR"
    CTR = "CTR"


class Stage(StrEnum):
    """When in the course of things (R-DSR-67); the fourth, the emergency protocol, has a module of its own."""

    COMMUNITY = "community"
    POST_ADMISSION = "post-admission"
    INPATIENT = "inpatient"


def is_child(life: Life, day: date) -> bool:
    """Whether the person is under 18 on a day."""
    return life.age(day) < ADULT


def has_plan(life: Life, day: date) -> bool:
    """Whether an education, health and care plan is maintained on a day."""
    plan = life.last(PlanRecorded, by=day)
    return plan is not None and plan.status is PlanStatus.MAINTAINED


def kind_on(life: Life, day: date) -> Kind:
    """The review of a day: from the 18th birthday on, the plan decides (R-DSR-43, 66)."""
    return Kind.CETR if is_child(life, day) or has_plan(life, day) else Kind.CTR


def stage_on(life: Life, day: date) -> Stage:
    """What a review held on a day is: the first of a stay is the post-admission one (R-DSR-67)."""
    stay = last_stay_before(life, day)
    over = over_on(life, stay) if stay else None
    if stay is None or (over is not None and over < day):
        return Stage.COMMUNITY
    earlier = any(review.on < day for review in held_in(life, stay))
    return Stage.INPATIENT if earlier else Stage.POST_ADMISSION

"""Facts about the young person: condition, plan, home, area, factors of risk (R-DSR-07, 14, 17; section G)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dsr.rules.facts.fact import Fact


class Condition(StrEnum):
    """The condition limb (R-DSR-14)."""

    LEARNING_DISABILITY = "learning-disability"
    AUTISM = "autism"
    BOTH = "both"


class Evidence(StrEnum):
    """How the condition is known (R-DSR-14)."""

    CONFIRMED = "confirmed"
    CLINICALLY_UNDERSTOOD = "clinically-understood"
    ON_PATHWAY = "on-assessment-pathway"
    NONE = "not-evidenced"


@dataclass(frozen=True, kw_only=True)
class ConditionRecorded(Fact):
    """What is known of the condition; `waiting_since` is the start of a wait for assessment."""

    condition: Condition
    evidence: Evidence
    waiting_since: date | None = None


class PlanStatus(StrEnum):
    """An education, health and care plan (EHCP)."""

    NONE = "none"
    REQUESTED = "requested"
    MAINTAINED = "maintained"
    CEASED = "ceased"


@dataclass(frozen=True, kw_only=True)
class PlanRecorded(Fact):
    """The EHCP has this status from a day on; it decides which review an adult has (R-DSR-43, 66)."""

    status: PlanStatus
    authority: str = ""


class PlaceKind(StrEnum):
    """Where somebody lives (F1, field 4)."""

    HOME = "home"
    FOSTER = "foster"
    RESIDENTIAL_38 = "residential-38-week"
    RESIDENTIAL_52 = "residential-52-week"
    RESIDENTIAL_SCHOOL = "residential-school"
    SUPPORTED_LIVING = "supported-living"
    AFTERCARE = "section-117-accommodation"
    NHS_ACCOMMODATION = "nhs-accommodation"
    HOSPITAL = "hospital"
    SECURE = "secure"
    CUSTODY = "custody"


@dataclass(frozen=True, kw_only=True)
class Lives(Fact):
    """Lives in a council's area from a day on, in a kind of place; `placed_by` is the council that arranged it."""

    authority: str
    kind: PlaceKind
    placed_by: str = ""


@dataclass(frozen=True, kw_only=True)
class OrdinaryResidenceDecided(Fact):
    """A person decided where ordinary residence is, against or beyond what the places tell (R-DSR-07)."""

    authority: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class HostTold(Fact):
    """The board of the area where somebody is placed knows of it (R-DSR-40)."""

    authority: str


@dataclass(frozen=True, kw_only=True)
class AreaRecorded(Fact):
    """Whether the GP practice is in the area, and whether the area answers for the person all the same (R-DSR-17)."""

    local_practice: bool
    override: bool = False
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class FactorRecorded(Fact):
    """A factor of risk of the local list (section G), by its number; `statutory` is a code of the Act's list."""

    factor: int | None = None
    statutory: str = ""
    past: bool = False
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class CaseLeadNamed(Fact):
    """Each entry has exactly one case lead (R-DSR-109)."""

    organisation: str
    worker: str


@dataclass(frozen=True, kw_only=True)
class TransitionPlanned(Fact):
    """There is a plan for the move to adult services (R-DSR-42)."""


@dataclass(frozen=True, kw_only=True)
class AdultLeadNamed(Fact):
    """The adult team is named (R-DSR-42)."""

    team: str


@dataclass(frozen=True, kw_only=True)
class JointReviewHeld(Fact):
    """Children's and adult teams have reviewed together (R-DSR-42)."""


@dataclass(frozen=True, kw_only=True)
class KeyWorkHandedOver(Fact):
    """What the key worker did is with an adult service, before the 26th birthday (R-DSR-44)."""

    to: str = ""


@dataclass(frozen=True, kw_only=True)
class Died(Fact):
    """The person has died."""

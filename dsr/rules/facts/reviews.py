"""Facts about care (education) and treatment reviews, C(E)TRs, and the emergency protocol (R-DSR-66 to 88).

What belongs to one review carries its name in `review`, given when it is planned. A refusal is no fact of its own: it
is `ConsentRefused` or `ConsentWithdrawn` with the scope of a review (R-DSR-29, 76).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dsr.rules.facts.fact import Fact


@dataclass(frozen=True, kw_only=True)
class ReviewPlanned(Fact):
    """A day was arranged, with what the person and the panel need (R-DSR-81). Another one puts the meeting off."""

    review: str
    meeting_on: date
    adjustments: str = ""
    expertise: str = ""


@dataclass(frozen=True, kw_only=True)
class NoticeGiven(Fact):
    """The person was told the day, so as to agree, choose whom to invite and prepare (R-DSR-81)."""

    review: str


@dataclass(frozen=True, kw_only=True)
class ReviewCancelled(Fact):
    """The meeting will not take place."""

    review: str
    reason: str = ""


class Role(StrEnum):
    """The panel of three (R-DSR-80)."""

    CHAIR = "chair"
    CLINICAL_EXPERT = "clinical-expert"
    EXPERT_BY_EXPERIENCE = "expert-by-experience"


@dataclass(frozen=True, kw_only=True)
class PanelMemberNamed(Fact):
    """Somebody is on the panel, and what is known of them; `conflict`: they declared one (R-DSR-80)."""

    review: str
    role: Role
    organisation: str = ""
    registered: bool = False
    checked: bool = False
    trained: bool = False
    declared: bool = False
    conflict: bool = False


class PackItem(StrEnum):
    """What the panel reads (R-DSR-82, 83)."""

    CONSENT = "consent-or-best-interests-evidence"
    PLANNER = "planner"
    PREVIOUS_REPORT = "previous-report-and-action-plan"
    CRISIS_PLAN = "crisis-plan"
    RISK_ASSESSMENT = "risk-assessments"
    CARE_PLAN = "care-plans"
    EHCP = "ehcp-and-last-annual-review"
    CLINICAL_ASSESSMENT = "clinical-assessments"
    PHYSICAL_HEALTH = "physical-health-section"
    MEDICATION = "medication-section"
    TRIBUNAL_REPORT = "tribunal-report"
    DISCHARGE_PLAN = "discharge-plan-or-service-specification"
    SAFEGUARDING = "safeguarding-reports-of-a-year"
    RESTRAINT = "restraint-incident-forms"
    HEALTH_ACTION_PLAN = "health-action-plan"
    PASSPORTS = "communication-and-hospital-passports"
    ACTIVITY_PLANNER = "activity-planner"
    MDT_MINUTES = "mdt-minutes"


@dataclass(frozen=True, kw_only=True)
class PackItemFiled(Fact):
    """A paper is in the pack."""

    review: str
    item: PackItem


@dataclass(frozen=True, kw_only=True)
class PackConsentVerified(Fact):
    """Somebody has seen the evidence of consent or of best interests: the pack is unlocked (R-DSR-84)."""

    review: str
    by: str


@dataclass(frozen=True, kw_only=True)
class PackSent(Fact):
    """The panel has the pack (R-DSR-82)."""

    review: str


@dataclass(frozen=True, kw_only=True)
class ReviewHeld(Fact):
    """The meeting took place. `before_admission`: on the day of an admission, and before it (R-DSR-69)."""

    review: str
    result: str = ""
    before_admission: bool = False


@dataclass(frozen=True, kw_only=True)
class Recommended(Fact):
    """A recommendation with the person who answers for it and a day (R-DSR-86)."""

    review: str
    recommendation: str
    words: str
    owner: str
    due_on: date


@dataclass(frozen=True, kw_only=True)
class RecommendationDone(Fact):
    """It was carried out (R-DSR-86)."""

    review: str
    recommendation: str


class Recipient(StrEnum):
    """Who is given the report; the first four by law (R-DSR-87)."""

    RESPONSIBLE_COMMISSIONER = "responsible-commissioner"
    RESPONSIBLE_CLINICIAN = "responsible-clinician"
    AFTERCARE_BOARD = "aftercare-board"
    HOME_COUNCIL = "home-council"
    PATIENT = "patient"
    NOMINATED_PERSON = "nominated-person"
    ADVOCATE = "advocate"


@dataclass(frozen=True, kw_only=True)
class ReportSent(Fact):
    """Somebody was given a copy of the report (R-DSR-87)."""

    review: str
    to: Recipient


class Response(StrEnum):
    """What a recipient answers to a recommendation (R-DSR-88)."""

    ACCEPTED = "accepted"
    PARTLY = "partly"
    NOT = "not-accepted"


@dataclass(frozen=True, kw_only=True)
class RecommendationAnswered(Fact):
    """A recipient has had regard to a recommendation, and says how (R-DSR-88)."""

    review: str
    recommendation: str
    by: Recipient
    response: Response
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class ReviewCompleted(Fact):
    """Everything about the review is done; it cannot be before it was held."""

    review: str


@dataclass(frozen=True, kw_only=True)
class ProtocolConvened(Fact):
    """The meeting of a local area emergency protocol (LAEP) took place; its call is a `Happened` (R-DSR-64, 70)."""

    remote: bool = False


@dataclass(frozen=True, kw_only=True)
class ProtocolActionsReviewed(Fact):
    """What the protocol agreed on was looked at again (R-DSR-70)."""

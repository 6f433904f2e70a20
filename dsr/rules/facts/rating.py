"""Facts about rating, reviews and what happens in between (R-DSR-45 to 64)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dsr.rules.facts.fact import Fact
from dsr.rules.rating.ratings import Rating, RedPrompt


@dataclass(frozen=True, kw_only=True)
class Rated(Fact):
    """A named clinician or panel set the rating, with a reason (R-DSR-51, 52)."""

    rating: Rating
    by: str
    reason: str
    suggested: Rating | None = None
    prompt: RedPrompt | None = None
    tool: str = ""


@dataclass(frozen=True, kw_only=True)
class Reviewed(Fact):
    """A review was held; it is complete only with everything of R-DSR-61, of which `Rated` is a fact of its own."""

    by: str
    agencies: frozenset[str] = frozenset()
    rating: Rating | None = None
    rating_reason: str = ""
    changed: str = ""
    views: str = ""
    actions_checked: bool = False
    actions_agreed: bool = False
    decisions_noted: bool = False
    next_on: date | None = None


class Meeting(StrEnum):
    """The tiers of meetings (R-DSR-60)."""

    HUDDLE = "weekly-huddle"
    PANEL = "multi-agency-panel"
    ASSURANCE = "monthly-assurance"


@dataclass(frozen=True, kw_only=True)
class Discussed(Fact):
    """A meeting was held that had the person on its list and talked about them (R-DSR-51, 60)."""

    meeting: Meeting


class Happening(StrEnum):
    """What asks for a new rating (R-DSR-64), and what is only noted."""

    AE_CRISIS = "a-and-e-crisis"
    SECTION_136 = "section-136"
    SECTION_135 = "section-135"
    POLICE = "police-contact"
    LAEP = "local-area-emergency-protocol"
    CRISIS_TEAM = "crisis-team-episode"
    PLACEMENT_NOTICE = "placement-notice"
    PLACEMENT_BREAKDOWN = "placement-breakdown"
    SCHOOL_LOST = "exclusion-or-loss-of-school-place"
    MISSING = "missing"
    SELF_HARM = "serious-self-harm"
    SAFEGUARDING = "safeguarding-strategy-meeting"
    CARER_LOST = "loss-of-main-carer-or-staff-team"
    SERVICE_WITHDRAWN = "withdrawal-of-a-service"
    SAFETY_CONCERN = "unresolved-safety-concern"
    SAFETY_RESOLVED = "safety-concern-resolved"


@dataclass(frozen=True, kw_only=True)
class Happened(Fact):
    """An event, as somebody told it (R-DSR-64)."""

    what: Happening
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class ActionDone(Fact):
    """An action that a rating asks for was taken (R-DSR-57), by the code of its task."""

    code: str

"""Facts about consent and capacity (R-DSR-26 to 36)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dsr.rules.facts.fact import Fact


class Basis(StrEnum):
    """On what an entry rests (R-DSR-27)."""

    OWN = "own-consent"
    PARENTAL = "parental-responsibility"
    BEST_INTERESTS = "best-interests"
    BOARD_BEST_INTERESTS = "board-best-interests"


class Scope(StrEnum):
    """What is agreed to, each apart (R-DSR-29)."""

    ENTRY = "entry"
    SHARING = "sharing"
    REVIEW = "review"
    KEY_WORKER = "key-worker"


@dataclass(frozen=True, kw_only=True)
class CapacityJudged(Fact):
    """Whether the person can decide: Gillick competence under 16, capacity from 16 on (R-DSR-27, 36)."""

    can_decide: bool
    by: str


@dataclass(frozen=True, kw_only=True)
class ConsentGiven(Fact):
    """Agreement on a basis, item by item; `agencies` are those that may be told, where sharing is agreed to."""

    basis: Basis
    scopes: frozenset[Scope]
    by: str
    agencies: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class BestInterestsDecided(Fact):
    """A decision in the person's best interests and what it rests on (R-DSR-34); `board`: the ICB's (R-DSR-28)."""

    in_favour: bool
    by: str
    organisation: str
    board: bool = False
    evidence: str = ""
    consulted: str = ""
    less_restrictive: str = ""
    review_on: date | None = None


class RefusalReason(StrEnum):
    """Why consent was refused (R-DSR-30)."""

    NOT_WANTED = "not-wanted"
    NO_TRUST = "information-worry"
    ENOUGH_SUPPORT = "enough-support"
    NOT_SAID = "not-said"


@dataclass(frozen=True, kw_only=True)
class ConsentRefused(Fact):
    """No entry: nothing but the day, who, and the reason is kept (R-DSR-30); `agencies` as in a withdrawal."""

    by: Basis
    reason: RefusalReason
    scopes: frozenset[Scope] = frozenset({Scope.ENTRY})
    agencies: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class ConsentWithdrawn(Fact):
    """Withdrawn, item by item; from the entry, everything ends (R-DSR-31).

    `agencies` are those that sharing is withdrawn from, the others are still told; without any it ends with all.
    """

    by: Basis
    scopes: frozenset[Scope] = frozenset({Scope.ENTRY})
    agencies: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class WithdrawalTold(Fact):
    """An agency knows that it may not use what it was told any more (R-DSR-31)."""

    agency: str


@dataclass(frozen=True, kw_only=True)
class ParentsDisagree(Fact):
    """Two people with parental responsibility do not agree (R-DSR-35)."""


@dataclass(frozen=True, kw_only=True)
class DisagreementDecided(Fact):
    """Lead clinician and safeguarding lead have decided (R-DSR-35)."""

    entry: bool
    clinician: str
    safeguarding_lead: str


@dataclass(frozen=True, kw_only=True)
class ResponsibilityChanged(Fact):
    """Parental responsibility is with other people now, or shared with a council (R-DSR-27, 32)."""


@dataclass(frozen=True, kw_only=True)
class AgencyJoined(Fact):
    """Another agency works with the person and would be told (R-DSR-32)."""

    agency: str


@dataclass(frozen=True, kw_only=True)
class FamilyAttendance(Fact):
    """Whether the person wants the family at reviews; it is theirs to say from 16 on (R-DSR-36)."""

    agreed: bool
